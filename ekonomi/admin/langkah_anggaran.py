"""What is done to a programme's money from its budget page: one form and one service each."""

from typing import Any

from ekonomi.admin.meja import Langkah, keep_upload
from ekonomi.forms.uang import GeserForm, KasForm, KomitForm, TambahForm, TerimaForm
from ekonomi.models import Program
from ekonomi.services.anggaran import commit_dana, move_kas, receive_dana
from ekonomi.services.revisi import raise_dana, shift_dana
from wilayah.format import rupiah
from wilayah.models import Pengguna


def _receive(program: Program, by: Pengguna, data: dict[str, Any]) -> str:
    receive_dana(
        program, data["sumber"], data["jumlah"], tanggal=data["tanggal"],
        kunci=f"meja:{data['kunci']}", uraian=data["uraian"], by=by, kas=data["kas"],
        bukti=keep_upload(data["bukti"]),
    )  # fmt: skip
    return f"{rupiah(data['jumlah'])} dicatat diterima."


def _move(program: Program, by: Pengguna, data: dict[str, Any]) -> str:
    move_kas(
        program, data["jumlah"], ke=data["ke"], tanggal=data["tanggal"], kunci=str(data["kunci"]),
        by=by,
    )  # fmt: skip
    return f"{rupiah(data['jumlah'])} dipindahkan."


def _commit(_program: Program, by: Pengguna, data: dict[str, Any]) -> str:
    commit_dana(
        data["pos"], jumlah=data["jumlah"], kunci=f"meja:{data['kunci']}", uraian=data["uraian"],
        by=by,
    )  # fmt: skip
    return f"{rupiah(data['jumlah'])} disisihkan di pos {data['pos']}."


def _shift(_program: Program, by: Pengguna, data: dict[str, Any]) -> str:
    shift_dana(data["dari"], data["ke"], jumlah=data["jumlah"], alasan=data["alasan"], by=by)
    return f"{rupiah(data['jumlah'])} digeser dari {data['dari']} ke {data['ke']}."


def _raise(_program: Program, by: Pengguna, data: dict[str, Any]) -> str:
    raise_dana(
        data["pos"], jumlah=data["jumlah"], sumber=data["sumber"], alasan=data["alasan"], by=by
    )
    return f"Pos {data['pos']} ditambah {rupiah(data['jumlah'])}."


# (permission, act)
LANGKAH = (
    ("add_penerimaan", Langkah("terima", "Catat dana diterima", TerimaForm, _receive)),
    (
        "add_belanja",
        Langkah(
            "komit", "Sisihkan untuk janji bayar", KomitForm, _commit, program=True,
            bantuan="Dana yang dijanjikan tidak dapat dipakai belanja lain sampai dilepas.",
        ),
    ),
    (
        "add_penerimaan",
        Langkah("kas", "Pindahkan bank dan kas tunai", KasForm, _move),
    ),
    (
        "change_posanggaran",
        Langkah(
            "geser", "Geser anggaran antarpos", GeserForm, _shift, program=True,
            bantuan="Jumlah seluruh anggaran tetap. Yang digeser hanya sisa yang belum dipakai.",
        ),
    ),
    (
        "change_posanggaran",
        Langkah(
            "tambah", "Tambah anggaran dari sumber", TambahForm, _raise, program=True,
            bantuan="Rencana sumber itu ikut bertambah sebanyak tambahannya.",
        ),
    ),
)  # fmt: skip
BY_KUNCI = {langkah.kunci: langkah for _izin, langkah in LANGKAH}
