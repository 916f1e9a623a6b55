"""A resident takes back what they gave: the reply address, or everything, by code and PIN."""

from django.db import transaction

from curhat.models import Curhat
from curhat.penghapus import erase_curhat
from pesan.models import BukuHapus, Kontak, Persetujuan
from pesan.models.kanal import SALURAN_FORMULIR
from pesan.penghapus import erase_pesan_tentang
from pesan.services.kontak import erase_kontak, record_persetujuan

VERSI_TEKS = "lacak-1"


def withdraw_kontak(curhat: Curhat) -> None:
    """The reply address of this report's contact goes within a day; the report stays."""
    if curhat.kontak is not None and owns_kontak(curhat):
        record_persetujuan(
            curhat.kontak,
            jenis=Persetujuan.Jenis.SIMPAN_ALAMAT,
            keputusan=Kontak.Simpan.TIDAK,
            versi_teks=VERSI_TEKS,
            rujukan=curhat.kode,
        )


def owns_kontak(curhat: Curhat) -> bool:
    """Whether who holds this report's code and PIN is the contact, and not only somebody who typed
    its address: the channel has verified the sender, or the contact has no other report.
    """
    kontak = curhat.kontak
    if kontak is None:
        return False
    if kontak.saluran not in SALURAN_FORMULIR:
        return True
    return not kontak.curhat.exclude(pk=curhat.pk).exists()


@transaction.atomic
def erase_laporan(curhat: Curhat) -> None:
    """Erase the person behind a report from every app; one who is nobody's, the report alone."""
    if curhat.kontak is not None and owns_kontak(curhat):
        erase_kontak(curhat.kontak, rujukan=curhat.kode)
        return
    erase_curhat(Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk))
    erase_pesan_tentang(curhat.kode, masuk=curhat.pesan_masuk_id)
    BukuHapus.objects.create(
        kelas="curhat", jumlah=1, sebab="permintaan warga", rujukan=curhat.kode
    )
