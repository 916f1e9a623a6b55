"""What the knowledge of the kecamatan adds to the page of a request."""

from typing import Any

from django.http import HttpRequest

from pesan.admin_langkah import Langkah
from ruko_parsel.ahli import find_ahli
from ruko_parsel.models import Jawaban, Permintaan
from ruko_parsel.pihak import is_meja
from ruko_parsel.services.jawaban import draft_jawaban
from ruko_parsel.services.permintaan import kecamatan_of
from wilayah.bagian_halaman import Bagian

_BANYAK = 4


def show_jawaban(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """What became of it as an open answer; a village reads of it once it is published."""
    jawaban = Jawaban.objects.visible_to(request.user).filter(permintaan=permintaan.pk).first()
    if jawaban is None:
        return None
    rinci = [("Pertanyaan", jawaban.tanya), ("Keadaan", str(jawaban.get_status_display()))]
    return Bagian("Jawaban terbuka", rinci=rinci)


def show_ahli(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """Who knows about it, for the desk while somebody still has to answer."""
    if permintaan.is_ended or not is_meja(request.user, permintaan):
        return None
    ahli = find_ahli(
        request.user, kecamatan=kecamatan_of(permintaan.wilayah), teks=permintaan.judul,
        masalah=[permintaan.masalah], batas=_BANYAK,
    )  # fmt: skip
    if not ahli:
        return None
    baris = [(a.nama, f"{a.jabatan}, {a.tempat}", a.alasan) for a in ahli]
    return Bagian("Yang paham soal ini", kepala=("Nama", "Jabatan", "Mengapa"), baris=baris)


def _make(obj: Permintaan, user: Any, _form: Any) -> str:
    draft_jawaban(obj, by=user)
    return (
        "Draf jawaban terbuka dibuat tanpa nama dan nama desa. Sunting di Jawaban terbuka, lalu "
        "minta rekan menerbitkannya."
    )


def _may_make(obj: Permintaan, _user: Any) -> bool:
    selesai = obj.status == Permintaan.Status.SELESAI and not obj.rahasia
    return selesai and not Jawaban.objects.filter(permintaan=obj.pk).exists()


MAKE_JAWABAN = Langkah("jawaban_terbuka", "Jadikan jawaban terbuka", _make, boleh=_may_make)
