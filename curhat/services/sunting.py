"""A sender edits or takes back a message they sent."""

from django.db import transaction

from curhat.models import Curhat, RiwayatCurhat
from curhat.services.baca_ulang import retriage
from curhat.services.kabar import curhat_slots
from curhat.services.lacak import set_pilihan
from curhat.triase.hasil import Triase
from pesan.kanal.dasar import Masuk
from pesan.models import PesanMasuk
from pesan.services import queue_pesan

P = RiwayatCurhat.Peristiwa
DITARIK = "(pesan ditarik oleh pengirim)"


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
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DIUBAH)
    if masuk.isi.teks.strip():
        hasil = retriage(curhat, masuk.isi.teks, ganti=True)
        _choose(curhat, hasil)
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


def _choose(curhat: Curhat, hasil: Triase) -> None:
    """ANONIM and TEMBUSAN of the new wording; a choice made since then by a command stands.

    To be hidden is always granted.
    """
    dipilih = " ".join(curhat.riwayat.filter(peristiwa=P.PILIHAN).values_list("catatan", flat=True))
    anonim = hasil.anonim if hasil.anonim or "anonim" not in dipilih else None
    tembusan = hasil.tembusan if "tembusan" not in dipilih else None
    if anonim is not None or tembusan is not None:
        set_pilihan(curhat, anonim=anonim, tembusan=tembusan)


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
