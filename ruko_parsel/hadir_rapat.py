"""The list of people of a meeting (settings.HADIR_DAFTAR "rapat")."""

from collections.abc import Sequence

from django.urls import reverse

from hadir.daftar import DaftarHadir, Orang
from hadir.models import SesiHadir
from ruko_parsel.models import UndanganRapat


class DaftarRapat(DaftarHadir):
    """Everybody who was asked, by village; who came unasked is written down first."""

    def people(self, sesi: SesiHadir) -> Sequence[Orang]:
        rows = UndanganRapat.objects.sent().filter(rapat=_rapat(sesi))
        rows = rows.select_related("pengguna", "wilayah").order_by("wilayah", "pk")
        return [_orang(u) for u in rows]

    def find(self, sesi: SesiHadir, kode: str) -> Orang | None:
        bersih = "".join(huruf for huruf in kode.upper() if huruf.isalnum())
        rows = UndanganRapat.objects.sent().filter(rapat=_rapat(sesi), kode=bersih[:10])
        undangan = rows.select_related("pengguna", "wilayah").first()
        return _orang(undangan) if undangan is not None else None

    def refused(self, sesi: SesiHadir, kunci_orang: str) -> str:
        jenis, _titik, pk = kunci_orang.partition(":")
        ada = jenis == "undangan" and pk.isdecimal()
        rows = UndanganRapat.objects.sent().filter(rapat=_rapat(sesi))
        if not ada or not rows.filter(pk=pk).exists():
            return "Orang ini tidak ada di daftar undangan rapat ini."
        return ""

    def page_url(self, sesi: SesiHadir) -> str:
        return reverse("admin:ruko_parsel_rapat_change", args=[_rapat(sesi)])


def _rapat(sesi: SesiHadir) -> int:
    return int(sesi.rujukan.partition(":")[2])


def _orang(undangan: UndanganRapat) -> Orang:
    nama = undangan.siapa
    if undangan.jawaban == UndanganRapat.Jawaban.DIWAKILKAN:
        nama = f"{undangan.wakil} (mewakili {nama})"
    tempat = undangan.lembaga or undangan.wilayah.nama
    return Orang(undangan.kunci_orang, nama, tempat, undangan.kode)
