"""A household's consent, and what follows when it is taken back."""

from django.db import transaction
from django.utils import timezone

from ekonomi.impor.periksa import hash_nomor
from ekonomi.models import (
    AnggotaRumah,
    GabungRumah,
    Keikutsertaan,
    PersetujuanRumah,
    Potensi,
    ProdukLokal,
    RiwayatRumah,
    Rumah,
    Usaha,
)
from ekonomi.persetujuan import TEKS_SEKARANG
from ekonomi.services.rumah import log_rumah
from pesan.models import BukuHapus, Kontak
from wilayah.models import Pengguna

DIHAPUS = "(dihapus)"
_ALASAN = "Mencabut persetujuan"


@transaction.atomic
def record_persetujuan(
    rumah: Rumah, *, keputusan: str, cara: str, by: Pengguna | None
) -> PersetujuanRumah:
    """Write down what a household decided on today's text; a withdrawal erases its data at once."""
    baris: Rumah = Rumah.objects.select_for_update(of=("self",)).get(pk=rumah.pk)
    persetujuan = PersetujuanRumah.objects.create(
        rumah=baris,
        keputusan=keputusan,
        versi=TEKS_SEKARANG.versi,
        teks=TEKS_SEKARANG.teks,
        cara=cara,
        by=by,
    )
    if keputusan != PersetujuanRumah.Keputusan.SETUJU:
        anonymise_rumah(baris, by=by)
    return persetujuan


def anonymise_rumah(rumah: Rumah, *, by: Pengguna | None, sebab: str = _ALASAN) -> bool:
    """Take away who the household is; what is counted stays. The caller holds the transaction.

    Names, numbers, address, births and free words go, the place is coarsened to its RW, it leaves
    its programmes, and a file that brings it back is refused. False when nothing was left to do.
    """
    if rumah.dihapus_at is not None:
        return False
    pk, now = rumah.pk, timezone.now()
    rumah.nomor_hash = hash_nomor(".".join(rumah.wilayah_id.split(".")[:4]), rumah.nomor)
    rumah.nomor, rumah.nama_kepala, rumah.alamat = f"dihapus-{pk}", DIHAPUS, ""
    rumah.no_kk = rumah.no_kk_hash = rumah.telepon = rumah.telepon_hash = rumah.potensi_usaha = ""
    rumah.kontak, rumah.lat, rumah.lng, rumah.asli = None, None, None, {}
    rumah.wilayah_id = ".".join(rumah.wilayah_id.split(".")[:5])
    rumah.dihapus_at = now
    rumah.save()
    rumah.anggota.update(nama=DIHAPUS, nik="", nik_hash="", lahir=None, kontak=None)
    Potensi.objects.filter(rumah=rumah).update(catatan="")
    rumah.temuan_potensi.update(isi=DIHAPUS)
    for produk in ProdukLokal.objects.filter(rumah=rumah):
        produk.nama = produk.get_kategori_display()
        produk.wilayah_id = rumah.wilayah_id
        produk.save(update_fields=["nama", "wilayah"])
    Usaha.objects.filter(rumah=rumah).update(
        nama=DIHAPUS, nama_pemilik=DIHAPUS, kontak=None, wilayah=rumah.wilayah_id
    )
    GabungRumah.objects.filter(utama=rumah).update(sebelum="", sesudah="", pindahan=[])
    _leave(rumah)
    log_rumah(rumah, RiwayatRumah.Peristiwa.DIHAPUS, by=by, catatan=sebab)
    BukuHapus.objects.create(kelas="rumah", jumlah=1, sebab="permintaan warga")
    for lama in Rumah.objects.select_for_update(of=("self",)).filter(digabung_ke=rumah):
        anonymise_rumah(lama, by=by, sebab=sebab)
    return True


def _leave(rumah: Rumah) -> None:
    hari = timezone.localdate()
    for ikut in Keikutsertaan.objects.filter(rumah=rumah, keluar__isnull=True):
        ikut.keluar, ikut.alasan_keluar = max(hari, ikut.masuk), _ALASAN
        ikut.save(update_fields=["keluar", "alasan_keluar"])


@transaction.atomic
def erase_of(kontak: Kontak) -> None:
    """A person is erased everywhere: the households they speak for, and themselves elsewhere.

    Where only their number stands on another family's card, the number goes and the family stays.
    """
    for rumah in Rumah.objects.select_for_update(of=("self",)).filter(kontak=kontak):
        anonymise_rumah(rumah, by=None)
    sidik = [satu for satu in (kontak.hash, kontak.hash_lain) if satu]
    Rumah.objects.filter(telepon_hash__in=sidik).update(telepon="", telepon_hash="")
    for satu in AnggotaRumah.objects.select_for_update(of=("self",)).filter(kontak=kontak):
        satu.nama, satu.nik, satu.nik_hash, satu.lahir, satu.kontak = DIHAPUS, "", "", None, None
        satu.save()
    Usaha.objects.filter(kontak=kontak).update(nama_pemilik=DIHAPUS, kontak=None)
