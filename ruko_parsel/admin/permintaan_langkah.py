"""The desk's steps on a request, and the village's answers to them.

`ruko_parsel.admin.bagian` hangs them on the page; `boleh` says whether the state allows one.
"""

from typing import Any

from pesan.admin_langkah import Langkah
from ruko_parsel.forms.langkah_meja import (
    AlasanForm,
    DisposisiForm,
    GabungForm,
    NilaiForm,
    SelesaiForm,
    TanggapanForm,
    TanyaForm,
    TelaahForm,
    TeruskanForm,
    TindakForm,
)
from ruko_parsel.models import PenilaianPermintaan, Permintaan
from ruko_parsel.services.disposisi import Perintah, give_disposisi
from ruko_parsel.services.nilai import KURANG_PUAS, may_rate, rate_permintaan
from ruko_parsel.services.permintaan import BOLEH
from ruko_parsel.services.tanggapan import TERBUKA, draft_tanggapan, may_be_answered
from ruko_parsel.services.telaah import (
    Koreksi,
    ask_desa,
    finish_permintaan,
    merge_permintaan,
    reopen_permintaan,
    return_permintaan,
    review_permintaan,
    take_permintaan,
)
from ruko_parsel.services.terus import forward_permintaan, recall_permintaan
from ruko_parsel.services.tindak_lanjut import add_tindak_lanjut

S = Permintaan.Status


def _take(obj: Permintaan, user: Any, _form: Any) -> str:
    take_permintaan(obj, by=user)
    return "Permintaan ini sekarang Anda tangani."


def _review(obj: Permintaan, user: Any, form: Any) -> str:
    data = dict(form.cleaned_data)
    catatan = data.pop("catatan")
    review_permintaan(obj, Koreksi(**data), by=user, catatan=catatan)
    return "Telaah dicatat; batas waktu mengikuti jenis dan urgensinya."


def _ask(obj: Permintaan, user: Any, form: Any) -> str:
    ask_desa(obj, tanya=form.cleaned_data["tanya"], by=user)
    return "Pertanyaan dikirim ke desa; batas waktu berhenti sampai dijawab."


def _dispose(obj: Permintaan, user: Any, form: Any) -> str:
    disposisi = give_disposisi(obj, Perintah(**form.cleaned_data), by=user)
    return f"Disposisi kepada {disposisi.kepada} dikirim."


def _draft(obj: Permintaan, user: Any, form: Any) -> str:
    draft_tanggapan(obj, by=user, **form.cleaned_data)
    return "Draf tanggapan disimpan. Ajukan pemeriksaannya dari halaman Tanggapan."


def _forward(obj: Permintaan, user: Any, form: Any) -> str:
    surat = forward_permintaan(obj, by=user, **form.cleaned_data)
    if surat.rujukan_id is not None:
        return f"Ditawarkan kepada {surat.instansi}; kabarnya masuk ke halaman ini."
    return f"Diteruskan ke {surat.instansi}. Cetak surat pengantarnya di bawah."


def _recall(obj: Permintaan, user: Any, form: Any) -> str:
    recall_permintaan(obj, alasan=form.cleaned_data["alasan"], by=user)
    return "Permintaan ditarik kembali ke meja kecamatan."


def _follow_up(obj: Permintaan, user: Any, form: Any) -> str:
    add_tindak_lanjut(obj, by=user, **form.cleaned_data)
    return "Tindak lanjut dicatat dan dikabarkan."


def _finish(obj: Permintaan, user: Any, form: Any) -> str:
    finish_permintaan(obj, hasil=form.cleaned_data["hasil"], by=user)
    return "Permintaan selesai; desa diminta menilai."


def _merge(obj: Permintaan, user: Any, form: Any) -> str:
    utama = form.cleaned_data["utama"]
    merge_permintaan(obj, utama, by=user, alasan=form.cleaned_data["alasan"])
    return f"Digabung ke {utama.nomor}; yang mengajukan tetap dikabari."


def _return(obj: Permintaan, user: Any, form: Any) -> str:
    return_permintaan(obj, alasan=form.cleaned_data["alasan"], by=user)
    return "Permintaan dikembalikan dengan alasannya."


def _rate(obj: Permintaan, user: Any, form: Any) -> str:
    rate_permintaan(obj, by=user, cara=PenilaianPermintaan.Cara.PORTAL, **form.cleaned_data)
    if form.cleaned_data["nilai"] <= KURANG_PUAS:
        return "Terima kasih. Bila belum selesai, buka lagi permintaan ini dari halaman yang sama."
    return "Terima kasih, penilaian Anda dicatat."


def _reopen(obj: Permintaan, user: Any, form: Any) -> str:
    reopen_permintaan(obj, alasan=form.cleaned_data["alasan"], by=user)
    return "Permintaan dibuka lagi; kecamatan menelaahnya kembali."


def _open(obj: Permintaan, _user: Any) -> bool:
    return not obj.is_ended


def _not_mine(obj: Permintaan, user: Any) -> bool:
    return not obj.is_ended and (obj.petugas_id != user.pk or obj.status == S.DITERIMA)


def _may_ask(obj: Permintaan, _user: Any) -> bool:
    return not obj.is_ended and obj.dijeda_at is None


def _may_draft(obj: Permintaan, _user: Any) -> bool:
    if not may_be_answered(obj):
        return False
    return not obj.tanggapan.filter(status__in=TERBUKA).exists()


def _can_go(ke: str) -> Any:
    return lambda obj, _user: ke in BOLEH[obj.status]


LANGKAH_MEJA: list[Langkah] = [
    Langkah("tangani", "Saya tangani", _take, boleh=_not_mine, utama=True),
    Langkah("telaah", "Telaah dan koreksi", _review, TelaahForm, _open),
    Langkah("tanya", "Tanya desa", _ask, TanyaForm, _may_ask),
    Langkah("disposisi", "Disposisi", _dispose, DisposisiForm, _open),
    Langkah("tanggapan", "Susun tanggapan", _draft, TanggapanForm, _may_draft),
    Langkah("tindak", "Tambah tindak lanjut", _follow_up, TindakForm, _open),
    Langkah("selesai", "Nyatakan selesai", _finish, SelesaiForm, _can_go(S.SELESAI)),
    Langkah("teruskan", "Teruskan ke kabupaten", _forward, TeruskanForm, _can_go(S.DITERUSKAN)),
    Langkah(
        "tarik_kembali", "Tarik kembali dari instansi", _recall, AlasanForm,
        lambda obj, _user: obj.status == S.DITERUSKAN,
    ),
    Langkah("gabung", "Gabung ke permintaan lain", _merge, GabungForm, _can_go(S.DIGABUNG)),
    Langkah(
        "kembalikan", "Kembalikan dengan alasan", _return, AlasanForm, _can_go(S.DIKEMBALIKAN),
        bahaya=True,
    ),
]  # fmt: skip
LANGKAH_DESA_MEJA: list[Langkah] = [
    Langkah("nilai", "Nilai hasilnya", _rate, NilaiForm, lambda obj, _user: may_rate(obj),
            utama=True),
    Langkah(
        "buka_lagi", "Belum selesai: buka lagi", _reopen, AlasanForm,
        lambda obj, _user: obj.status == S.SELESAI,
    ),
]  # fmt: skip
