"""What a request handed over tells the ticket or entry it came from, step by step.

Whoever moves a request calls `share_langkah` with it, in the same transaction.
"""

from dataclasses import replace

from ruko_parsel.models import Permintaan
from wilayah.kabar_rujukan import Akhir, Kabar, tell_asal
from wilayah.models import Pengguna, Rujukan

S = Permintaan.Status
_KATA = {
    S.DITELAAH: "sedang ditelaah",
    S.DIJADWALKAN: "dijadwalkan untuk dibahas bersama",
    S.DIDISPOSISIKAN: "diserahkan kepada petugas yang menangani",
    S.DITANGGAPI: "sudah ditanggapi",
    S.TINDAK_LANJUT: "sedang ditindaklanjuti",
    S.DIGABUNG: "dibahas bersama permintaan lain yang serupa",
    S.DIKEMBALIKAN: "dikembalikan ke desa",
}
_AKHIR = {S.SELESAI: Akhir.SELESAI, S.DIKEMBALIKAN: Akhir.KEMBALI}


def share_langkah(
    permintaan: Permintaan, *, by: Pengguna | None, catatan: str = "", untuk_desa: bool = True
) -> int:
    """Tell every hand-over that this request serves where it stands now; gives how many.

    `catatan`: the step's note, for the village's staff where it may read it (`untuk_desa`).
    """
    kabar = Kabar(
        teks=sentence_of(permintaan), catatan=catatan.strip() if untuk_desa else "",
        untuk_warga=True, akhir=_AKHIR.get(S(permintaan.status), Akhir.BELUM),
    )  # fmt: skip
    rows = served_by(permintaan)
    for rujukan in rows:
        sendiri = is_of(rujukan, str(permintaan.wilayah_id))
        # what is written for one village is not for another whose request was merged into it
        tell_asal(rujukan, kabar if sendiri else replace(kabar, catatan=""), by=by)
    return len(rows)


def is_of(rujukan: Rujukan, desa: str) -> bool:
    """Whether the work handed over is of this village."""
    asal = str(rujukan.wilayah_id)
    return asal == desa or asal.startswith(f"{desa}.")


def served_by(permintaan: Permintaan) -> list[Rujukan]:
    """The accepted hand-overs that this request answers: its own, the newest of its work, and
    those of the requests merged into it.
    """
    asal = [permintaan.rujukan_id, *permintaan.gabungan.values_list("rujukan", flat=True)]
    rows = Rujukan.objects.select_related("sumber_tipe").filter(pk__in=[a for a in asal if a])
    return [terbaru for satu in rows if (terbaru := _newest(satu)) is not None]


def handed_over(permintaan: Permintaan) -> list[Rujukan]:
    """Each hand-over of the work that this request was made of, the first first."""
    satu = permintaan.rujukan
    if satu is None:
        return []
    rows = Rujukan.objects.select_related("sumber_tipe").filter(
        sumber_tipe=satu.sumber_tipe_id, sumber_id=satu.sumber_id, meja=satu.meja
    )
    return list(rows.order_by("pk"))


def _newest(rujukan: Rujukan) -> Rujukan | None:
    """Work that was handed over again is spoken of in the newest hand-over."""
    rows = Rujukan.objects.select_related("sumber_tipe").filter(
        sumber_tipe=rujukan.sumber_tipe, sumber_id=rujukan.sumber_id, meja=rujukan.meja,
        status=Rujukan.Status.DITERIMA,
    )  # fmt: skip
    return rows.order_by("pk").last()


def sentence_of(permintaan: Permintaan) -> str:
    """One sentence that the resident may read: nothing of the desk's own words but the result."""
    status = S(permintaan.status)
    siapa = f"Rumah Koordinasi kecamatan, permintaan {permintaan.nomor}"
    if status == S.SELESAI and permintaan.hasil.strip():
        return permintaan.hasil.strip()
    if status == S.SELESAI:
        return f"{siapa}: selesai ditangani bersama kecamatan."
    if status == S.DITERUSKAN:
        return f"{siapa}: diteruskan ke {permintaan.diteruskan_ke}."
    alasan = f": {permintaan.hasil.strip()}" if status == S.DIKEMBALIKAN else "."
    return f"{siapa}: {_KATA.get(status, permintaan.get_status_display().lower())}{alasan}"
