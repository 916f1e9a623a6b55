"""A sender edits or takes back a message they sent."""

from django.db import transaction

from curhat import acuan
from curhat.models import Curhat, RiwayatCurhat
from curhat.services.curhat import (
    CurhatBaru,
    escalation_reason,
    triase_baru,
    triase_columns,
)
from curhat.services.tiket import open_tiket
from pesan.kanal.dasar import Masuk
from pesan.models import PesanMasuk

P = RiwayatCurhat.Peristiwa
DITARIK = "(pesan ditarik oleh pengirim)"


def _find(masuk: Masuk) -> Curhat | None:
    """The curhat that the edited or deleted message of the same sender started."""
    return (
        Curhat.objects.select_for_update(of=("self",))
        .filter(
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
        baru = CurhatBaru(
            teks=masuk.isi.teks,
            saluran=curhat.saluran,
            wilayah=curhat.wilayah_id,
            diterima_at=curhat.diterima_at,
            tembusan=curhat.tembusan,
            anonim=curhat.anonim,
        )
        (hasil,) = triase_baru([baru])
        was_urgent = curhat.eskalasi
        for name, value in triase_columns(hasil).items():
            setattr(curhat, name, value)
        sub = acuan.subkategori_all()[hasil.subkategori]
        curhat.subkategori, curhat.kategori_id = sub, sub.kategori_id
        curhat.rahasia = curhat.rahasia or hasil.rahasia
        curhat.save()
        if curhat.eskalasi and not was_urgent and not curhat.ditahan:
            open_tiket(curhat, sebab=escalation_reason(curhat))
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DIUBAH)
    return True


@transaction.atomic
def apply_tarik(masuk: Masuk) -> None:
    """The words go; that something was reported, and a ticket already begun, stay."""
    curhat = _find(masuk)
    if curhat is None:
        return
    curhat.isi, curhat.jalan, curhat.alasan = DITARIK, "", []
    if not curhat.tiket.exists():
        curhat.ringkasan = DITARIK
    curhat.save(update_fields=["isi", "ringkasan", "jalan", "alasan", "updated_at"])
    PesanMasuk.objects.filter(curhat=curhat).update(muatan="", muatan_hingga=None)
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DITARIK)
