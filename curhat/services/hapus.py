"""A resident takes back what they gave: the reply address, or everything, by code and PIN."""

from django.db import transaction

from curhat.models import Curhat
from curhat.penghapus import erase_curhat
from pesan.models import BukuHapus, Kontak, Persetujuan, PesanMasuk
from pesan.services.kontak import erase_kontak, record_persetujuan

VERSI_TEKS = "lacak-1"


def withdraw_kontak(curhat: Curhat) -> None:
    """The reply address of this report's contact goes within a day; the report stays."""
    if curhat.kontak is not None:
        record_persetujuan(
            curhat.kontak,
            jenis=Persetujuan.Jenis.SIMPAN_ALAMAT,
            keputusan=Kontak.Simpan.TIDAK,
            versi_teks=VERSI_TEKS,
            rujukan=curhat.kode,
        )


@transaction.atomic
def erase_laporan(curhat: Curhat) -> None:
    """Erase the person behind a report from every app; without a contact, the report alone."""
    if curhat.kontak is not None:
        erase_kontak(curhat.kontak, rujukan=curhat.kode)
        return
    erase_curhat(Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk))
    if curhat.pesan_masuk_id is not None:
        PesanMasuk.objects.filter(pk=curhat.pesan_masuk_id).update(muatan="", muatan_hingga=None)
    BukuHapus.objects.create(
        kelas="curhat", jumlah=1, sebab="permintaan warga", rujukan=curhat.kode
    )
