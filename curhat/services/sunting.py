"""A sender edits or takes back a message they sent."""

import json

from django.db import transaction

from curhat.models import Curhat, RiwayatCurhat, Tiket
from curhat.penghapus import erase_kata
from curhat.services.kabar import curhat_slots, notify_tarik
from curhat.services.kata import DITARIK
from curhat.services.ubah import change_cerita
from pesan.kanal.dasar import Masuk
from pesan.models import PesanKeluar, PesanMasuk
from pesan.penghapus import erase_masuk
from pesan.services import queue_pesan

P = RiwayatCurhat.Peristiwa


def _find(masuk: Masuk) -> Curhat | None:
    """The curhat that the edited or deleted message of the same sender started."""
    return (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .filter(
            dihapus_at__isnull=True,
            pesan_masuk__saluran=masuk.pesan.saluran,
            pesan_masuk__id_penyedia=masuk.isi.id_asal,
            pesan_masuk__nomor_kanal=masuk.nomor_kanal,
            kontak=masuk.kontak,
        )
        .first()
    )


@transaction.atomic
def apply_edit(masuk: Masuk) -> bool:
    """Understand the new wording; may raise urgency and open a ticket, never close one.

    False when the message is unknown to us: then it is handled as a new one.
    """
    curhat = _find(masuk)
    if curhat is None:
        return False
    if masuk.isi.teks.strip():
        curhat, _hasil = change_cerita(curhat, masuk.isi.teks)
    else:
        RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DIUBAH)
    if masuk.kontak is not None:
        queue_pesan(
            kunci=f"ubah:{masuk.pesan.pk}",
            templat="info_ditambah",
            slots=curhat_slots(curhat),
            kontak=masuk.kontak,
            wilayah=curhat.wilayah,
            rujukan=curhat.kode,
        )
    return True


@transaction.atomic
def apply_tarik(masuk: Masuk) -> None:
    """The words and files go; that something was reported, and a ticket already begun, stay.

    A message that only added something later takes its own files with it.
    """
    asal = PesanMasuk.objects.filter(
        saluran=masuk.pesan.saluran,
        id_penyedia=masuk.isi.id_asal,
        nomor_kanal=masuk.nomor_kanal,
        kontak=masuk.kontak,
    ).first()
    if asal is None or masuk.kontak is None:
        return
    erase_masuk(asal.pk)
    curhat = _find(masuk)
    if curhat is None:
        return
    ringkasan = f"{curhat.kategori.nama} (pesan ditarik)"
    ditarik_kembali = erase_kata(curhat, DITARIK, ringkasan=ringkasan)
    _erase_jawaban(curhat)
    tiket = Tiket.objects.open().filter(curhat=curhat).select_related("curhat").first()
    if ditarik_kembali and tiket is not None:  # a ticket is still a ticket: told without the words
        notify_tarik(tiket)
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DITARIK)


def _erase_jawaban(curhat: Curhat) -> None:
    """The answer quotes the words. One not sent yet is owed no more; code and PIN still are."""
    kepada_warga = PesanKeluar.objects.filter(kontak__isnull=False, rujukan=curhat.kode)
    kepada_warga.filter(templat="jawaban", status=PesanKeluar.Status.QUEUED).update(
        status=PesanKeluar.Status.EXPIRED, galat="pesan ditarik oleh pengirim"
    )
    menunggu = kepada_warga.filter(status=PesanKeluar.Status.QUEUED)
    kepada_warga.exclude(status=PesanKeluar.Status.QUEUED).update(badan="", slots="")
    for pesan in menunggu.exclude(slots=""):
        isian = json.loads(pesan.slots)
        ganti = {nama: curhat.ringkasan for nama in ("summary", "ringkasan") if nama in isian}
        pesan.slots = json.dumps(isian | ganti)
        pesan.save(update_fields=["slots"])
