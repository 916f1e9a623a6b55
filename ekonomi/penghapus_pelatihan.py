"""Erasing a person from training: the name goes, results without it and numbers stay."""

from django.db import transaction
from django.utils import timezone

from ekonomi.models import DaftarLewatPesan, Peserta, RiwayatPeserta, Sertifikat
from ekonomi.services.peserta import promote_cadangan
from pesan.models import BukuHapus, Kontak
from wilayah.kripto import keyed_hash


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank every registration of this contact; who has no result yet gives up the seat.

    Attendance, score and result stay without a name: the batch's figures do not change. A
    certificate's number stays in its register, its page says that the name is gone.
    """
    DaftarLewatPesan.objects.filter(kontak=kontak).delete()
    rows = Peserta.objects.select_for_update(of=("self",)).filter(kontak=kontak)
    milik = list(rows.select_related("angkatan"))
    jumlah = sum(blank_peserta(p) for p in milik)
    for angkatan in {p.angkatan_id: p.angkatan for p in milik}.values():
        promote_cadangan(angkatan)
    if jumlah:
        BukuHapus.objects.create(kelas="peserta", jumlah=jumlah, sebab="permintaan warga")


def blank_peserta(peserta: Peserta) -> bool:
    """Blank one registration; False when nothing was left. The caller holds lock and transaction.

    The household keeps what it took part in: that is its own record and is erased with it.
    """
    if peserta.dihapus_at is not None:
        return False
    peserta.nama, peserta.tahun_lahir, peserta.kelompok = "", None, []
    peserta.orang_hash, peserta.kunci_daftar = "", ""
    peserta.pin_hash = keyed_hash("pin", f"dihapus:{peserta.pk}:{timezone.now()}")
    peserta.kontak = peserta.rumah = peserta.anggota = peserta.asal_wilayah = None
    if peserta.status not in (Peserta.Status.LULUS, Peserta.Status.TIDAK_LULUS):
        if peserta.status not in Peserta.KELUAR:
            peserta.status = Peserta.Status.MUNDUR
        peserta.kursi = None
    peserta.dihapus_at = timezone.now()
    peserta.save()
    Sertifikat.objects.filter(peserta=peserta).update(isi="", dihapus_at=timezone.now())
    RiwayatPeserta.objects.create(peserta=peserta, peristiwa=RiwayatPeserta.Peristiwa.DIHAPUS)
    return True
