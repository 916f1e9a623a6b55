"""The list of people of a training session (settings.HADIR_DAFTAR)."""

from collections.abc import Sequence

from django.urls import reverse

from ekonomi.models import Peserta, RiwayatPeserta
from ekonomi.services.pelatihan_kabar import tell_dipindah
from ekonomi.services.peserta import AWALAN, log_peserta
from hadir.daftar import DaftarHadir, Orang
from hadir.models import SesiHadir
from hadir.services import hadir_di
from pesan.pin import clean_kode
from wilayah.models import Pengguna

S = Peserta.Status
_TOLAK = {
    S.DAFTAR: "Pendaftarannya belum diterima. Terima dulu di halaman angkatan.",
    S.CADANGAN: "Masih di daftar tunggu. Beri kursi dulu di halaman angkatan.",
    S.MUNDUR: "Sudah mengundurkan diri.",
    S.BATAL: "Sudah dikeluarkan dari angkatan ini.",
}


class DaftarPelatihan(DaftarHadir):
    """Everybody who holds a seat in the session's batch, by name."""

    def people(self, sesi: SesiHadir) -> Sequence[Orang]:
        rows = Peserta.objects.filter(angkatan=_batch(sesi)).seated()
        return [_orang(p) for p in rows.select_related("asal_wilayah").order_by("nama", "id")]

    def find(self, sesi: SesiHadir, kode: str) -> Orang | None:
        rows = Peserta.objects.filter(angkatan=_batch(sesi), kode=clean_kode(kode, AWALAN))
        peserta = rows.active().select_related("asal_wilayah").first()
        return _orang(peserta) if peserta is not None else None

    def refused(self, sesi: SesiHadir, kunci_orang: str) -> str:
        peserta = _find(sesi, kunci_orang)
        if peserta is None:
            return "Orang ini bukan peserta angkatan ini."
        return _TOLAK.get(S(peserta.status), "")

    def changed(self, sesi: SesiHadir, kunci_orang: str, *, by: Pengguna | None) -> None:
        """The first presence makes a participant of who was accepted; without any it goes back."""
        peserta = _find(sesi, kunci_orang)
        if peserta is None or peserta.status not in (S.DITERIMA, S.HADIR):
            return
        ada = hadir_di(sesi.rujukan).filter(kunci_orang=kunci_orang).exists()
        status = S.HADIR if ada else S.DITERIMA
        if peserta.status != status:
            peserta.status = status
            peserta.save(update_fields=["status", "updated_at"])
            if ada:
                log_peserta(peserta, RiwayatPeserta.Peristiwa.HADIR, by=by)

    def moved(self, sesi: SesiHadir, *, by: Pengguna | None) -> None:
        rows = Peserta.objects.filter(angkatan=_batch(sesi), status__in=[S.DITERIMA, S.HADIR])
        for peserta in rows.select_related("kontak", "angkatan__kursus", "angkatan__wilayah"):
            tell_dipindah(peserta, sesi)

    def page_url(self, sesi: SesiHadir) -> str:
        return reverse("admin:ekonomi_angkatan_change", args=[_batch(sesi)])


def _batch(sesi: SesiHadir) -> int:
    return int(sesi.rujukan.partition(":")[2])


def _find(sesi: SesiHadir, kunci_orang: str) -> Peserta | None:
    jenis, _titik, pk = kunci_orang.partition(":")
    if jenis != "peserta" or not pk.isdecimal():
        return None
    rows = Peserta.objects.select_for_update(of=("self",)).filter(angkatan=_batch(sesi), pk=pk)
    found: Peserta | None = rows.first()
    return found


def _orang(peserta: Peserta) -> Orang:
    area = peserta.asal_wilayah
    tempat = f"RT {area.rt} RW {area.rw}" if area is not None and area.rt else ""
    nama = peserta.nama or "(data dihapus)"
    return Orang(peserta.kunci_orang, nama, tempat, peserta.kode)
