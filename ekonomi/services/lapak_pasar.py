"""Stalls: booked by one business each market day, and what was sold on them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ekonomi.models import JualPasar, LapakPasar, PasarHari, RiwayatPasar, SewaLapak, Usaha
from ekonomi.services.omzet import add_penjualan, cancel_penjualan
from ekonomi.services.pasar import lock_hari, log_pasar
from ekonomi.services.pasar_kabar import tell_dipesan
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

P = RiwayatPasar.Peristiwa
LAPOR = timedelta(days=7)  # how long after a market day sellers enter their sales themselves
JUAL_MAKS = 100_000_000  # Rupiah of one stall and day; more is a slip of the finger


class LapakTerisi(ValueError):  # noqa: N818 - the domain's word
    """Somebody else has this stall."""

    def __init__(self) -> None:
        super().__init__("Lapak itu baru saja dipesan orang lain. Pilih yang lain, ya.")


@transaction.atomic
def book_lapak(
    hari: PasarHari,
    lapak: LapakPasar,
    usaha: Usaha,
    *,
    dagangan: str = "",
    tampil: bool = False,
    by: Pengguna | None = None,
) -> SewaLapak:
    """Give a business a stall for one market day; the same business again gives what it has.

    Without `by` it is the seller. Raises LapakTerisi, ValueError for a day that is over or called
    off, or a stall or business of elsewhere.
    """
    hari = lock_hari(hari)
    _check_day(hari, by)
    if lapak.pasar_id != hari.pasar_id or not lapak.aktif:
        raise ValueError("Lapak itu bukan lapak pasar ini.")
    if str(usaha.wilayah_id)[:13] != str(hari.pasar.wilayah_id)[:13]:
        raise ValueError("Usaha itu bukan dari kelurahan ini.")
    aktif = SewaLapak.objects.valid().filter(hari=hari)
    milik: SewaLapak | None = aktif.filter(usaha=usaha).first()
    if milik is not None:
        return milik
    if aktif.filter(lapak=lapak).exists():
        raise LapakTerisi
    sewa = SewaLapak.objects.create(
        hari=hari, lapak=lapak, usaha=usaha, dagangan=dagangan.strip()[:160], tampil=tampil,
        biaya=lapak.biaya, by=by,
    )  # fmt: skip
    log_pasar(hari, P.SEWA, by=by, catatan=f"Lapak {lapak.nomor}")
    tell_dipesan(sewa)
    return sewa


def _check_day(hari: PasarHari, by: Pengguna | None) -> None:
    if hari.is_batal:
        raise ValueError("Hari pasar ini dibatalkan.")
    # staff note who came unannounced also after the market
    batas = hari.selesai_at + LAPOR if by is not None else hari.mulai_at
    if batas <= timezone.now():
        raise ValueError("Pasar ini sudah dimulai atau lewat; hubungi petugas pasar.")


@transaction.atomic
def release_lapak(sewa: SewaLapak, *, alasan: str = "", by: Pengguna | None = None) -> SewaLapak:
    """Give a stall back. Raises ValueError once something was sold on it, or for a seller too late.

    Twice changes nothing.
    """
    hari = lock_hari(sewa.hari)
    sewa = SewaLapak.objects.select_for_update(of=("self",)).get(pk=sewa.pk)
    if sewa.dibatalkan_at is not None:
        return sewa
    if by is None and hari.mulai_at <= timezone.now():
        raise ValueError("Pasarnya sudah dimulai; hubungi petugas pasar.")
    if sewa.jual.filter(diganti_at__isnull=True, jumlah__gt=0).exists():
        raise ValueError("Penjualannya sudah dicatat; lapak ini tidak dapat dilepas.")
    sewa.dibatalkan_at = timezone.now()
    sewa.alasan = mask_catatan(alasan.strip() or "Dilepas pemiliknya")[:200]
    sewa.save(update_fields=["dibatalkan_at", "alasan"])
    log_pasar(hari, P.LEPAS, by=by, catatan=alasan)
    return sewa


@transaction.atomic
def record_jual(
    sewa: SewaLapak, jumlah: int, *, cara: str, by: Pengguna | None = None
) -> JualPasar:
    """What this stall sold that day; another figure replaces the first. Feeds the turnover.

    Nought is an answer too: it came and sold nothing. Raises ValueError before the market, for a
    seller more than a week after it, for an impossible figure.
    """
    if not 0 <= jumlah <= JUAL_MAKS:
        raise ValueError(f"Tulis penjualan sehari antara 0 dan {rupiah(JUAL_MAKS)}.")
    rows = SewaLapak.objects.select_for_update(of=("self",)).select_related("hari", "usaha")
    sewa = rows.get(pk=sewa.pk)
    kini = timezone.now()
    if sewa.dibatalkan_at is not None or sewa.hari.mulai_at > kini:
        raise ValueError("Penjualan dicatat mulai hari pasarnya.")
    if by is None and sewa.hari.selesai_at + LAPOR < kini:
        raise ValueError("Sudah lewat seminggu; minta petugas pasar mencatatnya.")
    lama = sewa.jual.filter(diganti_at__isnull=True).first()
    if lama is not None and lama.jumlah == jumlah:
        return lama
    if lama is not None:
        lama.diganti_at = kini
        lama.save(update_fields=["diganti_at"])
        cancel_penjualan(lama.kunci, "Penjualan pasar dibetulkan")
    row = JualPasar.objects.create(sewa=sewa, jumlah=jumlah, cara=cara, by=by)
    if jumlah:
        add_penjualan(
            sewa.usaha, tanggal=timezone.localdate(sewa.hari.mulai_at), jumlah=jumlah,
            sumber="pasar", kunci=row.kunci, by=by,
        )  # fmt: skip
    log_pasar(sewa.hari, P.JUAL, by=by, catatan=f"Sewa {sewa.pk}")
    return row


@transaction.atomic
def pay_lapak(sewa: SewaLapak, *, by: Pengguna) -> SewaLapak:
    """Note that the fee of the stall was paid, or take that back."""
    sewa = SewaLapak.objects.select_for_update(of=("self",)).get(pk=sewa.pk)
    sewa.dibayar_at = None if sewa.dibayar_at else timezone.now()
    sewa.save(update_fields=["dibayar_at"])
    log_pasar(sewa.hari, P.SEWA, by=by, catatan="Biaya dibayar" if sewa.dibayar_at else "")
    return sewa
