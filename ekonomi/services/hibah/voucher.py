"""Vouchers: issued at the hand-over, spent once and whole at a shop, paid back to the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ekonomi.models import Hibah, Pedagang, PelunasanPedagang, PenukaranVoucher, Voucher
from ekonomi.services.hibah.catat import HibahDitolak, lock_hibah, log_hibah
from ekonomi.services.hibah.dana import key_of, release_hibah, spend_hibah
from ekonomi.services.ringkas import note_modal
from pesan.lampiran import LampiranDitolak, store_unggahan
from pesan.pin import open_by_pin, pin_hash
from wilayah.format import rupiah
from wilayah.kripto import new_pin
from wilayah.models import Pengguna

MASA_BERLAKU = timedelta(days=60)
MAKS_LEMBAR = 20


@dataclass(frozen=True, slots=True)
class VoucherBaru:
    """A voucher with its PIN, which is kept nowhere."""

    voucher: Voucher
    pin: str


def issue_voucher(hibah: Hibah, *, lembar: int) -> list[VoucherBaru]:
    """Cut a grant's value into so many vouchers; the first takes what does not divide.

    The caller's transaction. Raises HibahDitolak for an impossible number.
    """
    if not 1 <= lembar <= MAKS_LEMBAR:
        raise HibahDitolak(f"Jumlah voucher 1 sampai {MAKS_LEMBAR} lembar.")
    dasar = hibah.nilai // lembar
    sampai = (hibah.diserahkan_pada or timezone.localdate()) + MASA_BERLAKU
    hasil = []
    for n in range(lembar):
        voucher = Voucher(
            hibah=hibah, nilai=dasar + (hibah.nilai % lembar if n == 0 else 0),
            berlaku_sampai=sampai,
        )  # fmt: skip
        hasil.append(_with_pin(voucher))
    Voucher.objects.bulk_create([satu.voucher for satu in hasil])
    return hasil


def _with_pin(voucher: Voucher) -> VoucherBaru:
    pin = new_pin()
    voucher.pin_hash = pin_hash(voucher.kode, pin)
    return VoucherBaru(voucher, pin)


@transaction.atomic
def reissue_pins(hibah: Hibah, *, by: Pengguna) -> list[VoucherBaru]:
    """New PINs for the vouchers that can still be spent, to print them again."""
    hibah = lock_hibah(hibah)
    rows = Voucher.objects.select_for_update(of=("self",)).filter(hibah=hibah)
    baru = [_with_pin(v) for v in rows.usable(timezone.localdate()).order_by("pk")]
    Voucher.objects.bulk_update([satu.voucher for satu in baru], ["pin_hash"])
    if baru:
        log_hibah(hibah, dari=hibah.status, by=by, catatan=f"{len(baru)} voucher dicetak ulang.")
    return baru


@transaction.atomic
def renew_pin_pedagang(pedagang: Pedagang) -> str:
    """A PIN for a shop, told to it this once."""
    pedagang = Pedagang.objects.select_for_update().get(pk=pedagang.pk)
    pin = new_pin()
    pedagang.pin_hash = pin_hash(pedagang.kode, pin)
    pedagang.save(update_fields=["pin_hash"])
    return pin


def open_pedagang(kode: str, pin: str, *, asal: str) -> Pedagang:
    """The shop of this code and PIN. Raises PinSalah, PinTerkunci."""

    def find(kode: str) -> Pedagang | None:
        found: Pedagang | None = Pedagang.objects.filter(kode=kode, aktif=True).first()
        return found

    return open_by_pin(kode, pin, asal=asal, find=find)


def open_voucher(kode: str, pin: str, *, asal: str) -> Voucher:
    """The voucher of this code and PIN, whatever became of it. Raises PinSalah, PinTerkunci."""

    def find(kode: str) -> Voucher | None:
        rows = Voucher.objects.select_related("hibah__paket", "penukaran")
        found: Voucher | None = rows.filter(kode=kode).first()
        return found

    return open_by_pin(kode, pin, asal=asal, find=find)


@transaction.atomic
def redeem_voucher(
    voucher: Voucher, *, pedagang: Pedagang, jumlah: int, barang: str = "", asal: str = ""
) -> PenukaranVoucher:
    """Spend a voucher at a shop, whole. Raises HibahDitolak: spent before, over its day, another
    shop or programme, less or more than its value.
    """
    voucher = (
        Voucher.objects.select_for_update(of=("self",))
        .select_related("hibah__paket").get(pk=voucher.pk)
    )  # fmt: skip
    _check_redeem(voucher, pedagang, jumlah)
    try:
        with transaction.atomic():
            penukaran: PenukaranVoucher = PenukaranVoucher.objects.create(
                voucher=voucher, pedagang=pedagang, jumlah=jumlah, barang=barang.strip()[:160],
                asal_hash=asal,
            )  # fmt: skip
    except IntegrityError as error:
        raise HibahDitolak("Voucher ini sudah ditukar.") from error
    log_hibah(
        voucher.hibah, dari=voucher.hibah.status, by=None, asal_hash=asal,
        catatan=f"Voucher {voucher.kode} ditukar di {pedagang.kode}.",
    )  # fmt: skip
    return penukaran


def _check_redeem(voucher: Voucher, pedagang: Pedagang, jumlah: int) -> None:
    if PenukaranVoucher.objects.filter(voucher=voucher).exists():
        raise HibahDitolak("Voucher ini sudah ditukar.")
    if voucher.batal_at is not None:
        raise HibahDitolak("Voucher ini sudah dibatalkan.")
    if voucher.berlaku_sampai < timezone.localdate():
        raise HibahDitolak("Masa berlaku voucher ini sudah lewat.")
    boleh = set(voucher.pedagang.values_list("pk", flat=True))
    if not pedagang.aktif or pedagang.program_id != voucher.hibah.paket.program_id:
        raise HibahDitolak("Toko ini tidak menerima voucher program itu.")
    if boleh and pedagang.pk not in boleh:
        raise HibahDitolak("Voucher ini hanya berlaku di toko lain.")
    if jumlah != voucher.nilai:
        raise HibahDitolak(
            f"Voucher ditukar sekaligus {rupiah(voucher.nilai)}; tidak dapat sebagian atau lebih."
        )


@transaction.atomic
def settle_pedagang(
    pedagang: Pedagang, *, tanggal: date, bukti: Any = None, by: Pengguna
) -> PelunasanPedagang:
    """Pay a shop for every voucher it took and was not paid for; each is spent from its grant.

    Raises HibahDitolak where nothing is owed or the proof cannot be read.
    """
    pedagang = Pedagang.objects.select_for_update().get(pk=pedagang.pk)
    rows = PenukaranVoucher.objects.select_for_update(of=("self",))
    tukar = list(
        rows.filter(pedagang=pedagang, pelunasan__isnull=True)
        .select_related("voucher__hibah__paket__pos").order_by("pk")
    )  # fmt: skip
    if not tukar:
        raise HibahDitolak("Tidak ada voucher yang belum dilunasi untuk toko ini.")
    if tanggal > timezone.localdate():
        raise HibahDitolak("Tanggal pembayaran belum tiba.")
    try:
        lampiran = store_unggahan(bukti, "berkas") if bukti else None
    except LampiranDitolak as error:
        raise HibahDitolak(str(error)) from error
    lunas: PelunasanPedagang = PelunasanPedagang.objects.create(
        pedagang=pedagang, jumlah=sum(t.jumlah for t in tukar), tanggal=tanggal, bukti=lampiran,
        by=by,
    )  # fmt: skip
    for satu in tukar:
        satu.pelunasan = lunas
        spend_hibah(
            satu.voucher.hibah, jumlah=satu.jumlah, bukti=lampiran, tanggal=tanggal, by=by,
            kunci=f"{key_of(satu.voucher.hibah)}:voucher:{satu.voucher_id}",
        )  # fmt: skip
    PenukaranVoucher.objects.bulk_update(tukar, ["pelunasan"])
    for hibah in {satu.voucher.hibah_id: satu.voucher.hibah for satu in tukar}.values():
        _release_when_idle(hibah, by=by)
    return lunas


@transaction.atomic
def cancel_vouchers(
    hibah: Hibah, voucher: Sequence[Voucher], *, pada: date, by: Pengguna | None
) -> int:
    """Make unspent vouchers worthless and free their money; gives the Rupiah. The caller has the
    grant locked and says why in its history.
    """
    rows = Voucher.objects.select_for_update(of=("self",)).filter(
        pk__in=[v.pk for v in voucher], penukaran__isnull=True, batal_at__isnull=True
    )
    mati = list(rows)
    Voucher.objects.filter(pk__in=[v.pk for v in mati]).update(batal_at=timezone.now())
    bebas = sum(v.nilai for v in mati)
    if bebas:
        note_modal(hibah.rumah, -bebas, pada=pada)
        _release_when_idle(hibah, by=by)
    return bebas


def _release_when_idle(hibah: Hibah, *, by: Pengguna | None) -> None:
    """Once no voucher can be spent and no shop is owed, what is left set aside is free."""
    hidup = hibah.voucher.filter(batal_at__isnull=True, penukaran__isnull=True)
    terutang = PenukaranVoucher.objects.filter(voucher__hibah=hibah, pelunasan__isnull=True)
    if not hidup.exists() and not terutang.exists():
        release_hibah(hibah, by=by, alasan="Semua voucher sudah dilunasi atau berakhir.")


@transaction.atomic
def expire_vouchers(hibah: Hibah, *, by: Pengguna | None) -> int:
    """End the vouchers of a grant whose day is over; gives the Rupiah that came free."""
    hibah = lock_hibah(hibah)
    hari = timezone.localdate()
    lewat = list(hibah.voucher.filter(berlaku_sampai__lt=hari))
    bebas = cancel_vouchers(hibah, lewat, pada=hari, by=by)
    if bebas:
        log_hibah(hibah, dari=hibah.status, by=by, catatan=f"Voucher hangus {rupiah(bebas)}.")
    return bebas
