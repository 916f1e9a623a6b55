"""Code and PIN: what a resident without an account opens things with; nothing to enumerate."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Protocol, TypeVar

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pesan.hitungan import (
    count_up,
    extend_hitungan,
    forget_hitungan,
    lock_key,
    read_hitungan,
    take_turn,
)
from wilayah.kripto import keyed_hash, same_hash

MAKS_GAGAL = 5  # wrong PINs before the code rests
INGAT = timedelta(hours=24)  # a wrong PIN counts so long
ISTIRAHAT = timedelta(minutes=15)
# While all codes together see more wrong PINs than settings.PIN_SALAH_SEMUA in an hour:
MAKS_GAGAL_RAMAI = 2
ISTIRAHAT_RAMAI = timedelta(hours=6)
GILIRAN = timedelta(seconds=20)  # between two tries of an origin with too many wrong ones
log = structlog.get_logger("pesan.pin")


class Berpin(Protocol):
    """A row that a code and a PIN open."""

    pin_hash: str


B = TypeVar("B", bound=Berpin)


class PinSalah(Exception):  # noqa: N818 - the domain's word
    """Code and PIN do not fit; the same words whether the code exists or not."""

    def __init__(self) -> None:
        super().__init__("Kode atau PIN tidak cocok. Periksa lagi, lalu coba sekali lagi.")


class PinTerkunci(Exception):  # noqa: N818 - the domain's word
    """Too many wrong PINs for this code; `sampai` says until when."""

    def __init__(self, sampai: datetime) -> None:
        self.sampai = sampai
        menit = max(1, round((sampai - timezone.now()).total_seconds() / 60))
        super().__init__(f"Terlalu banyak percobaan. Coba lagi {menit} menit lagi.")


def pin_hash(kode: str, pin: str) -> str:
    """Keyed hash of a PIN, bound to its code."""
    return keyed_hash("pin", f"{kode}:{pin}")


def clean_kode(kode: str, awalan: str = "HL") -> str:
    """A code as typed by hand, made canonical: "hl 7k3m9qpx" is HL-7K3M-9QPX."""
    plain = re.sub(r"[^A-Z0-9]", "", kode.upper()).removeprefix(awalan)
    return f"{awalan}-{plain[:4]}-{plain[4:12]}"


def open_by_pin(kode: str, pin: str, *, asal: str, find: Callable[[str], B | None]) -> B:
    """The row `find` gives for this canonical code, if the PIN fits. Raises PinSalah, PinTerkunci.

    Wrong tries are counted for the code, whether it exists or not, for the origin, and for all; a
    lock on the code keeps many processes from getting round it. Compared in constant time.
    """
    pin = re.sub(r"\D", "", pin)
    hitung = _Hitung.of(kode, asal)
    with transaction.atomic():
        lock_key(hitung.kode)
        hitung.refuse()
        baris = find(kode)
        tersimpan = baris.pin_hash if baris is not None else keyed_hash("pin", kode)
        if same_hash(pin_hash(kode, pin), tersimpan) and baris is not None:
            forget_hitungan(hitung.kode)
            return baris
        hitung.count_wrong()
    raise PinSalah


@dataclass(slots=True)
class _Hitung:
    """The counters one try touches: of its code, its origin, and of everybody."""

    kode: str
    asal: str
    ramai: bool = False

    SEMUA: ClassVar[str] = "pin:semua"

    @classmethod
    def of(cls, kode: str, asal: str) -> "_Hitung":
        return cls(f"pin:kode:{keyed_hash('pin-kode', kode)}", f"pin:asal:{asal}" if asal else "")

    def refuse(self) -> None:
        """Raise PinTerkunci for a code that rests, or an origin whose turn it is not yet.

        A busy origin (a kiosk, a shared address) is only spaced out: the right PIN passes in turn.
        """
        ada = read_hitungan(filter(None, (self.kode, self.asal, self.SEMUA)))
        semua = ada.get(self.SEMUA)
        self.ramai = semua is not None and semua.jumlah >= settings.PIN_SALAH_SEMUA
        dari = ada.get(self.asal)
        if dari is not None and dari.jumlah >= settings.PIN_SALAH_PER_ASAL:
            giliran = f"{self.asal}:giliran"
            if not take_turn(giliran, GILIRAN):
                raise PinTerkunci(timezone.now() + GILIRAN)
        salah = ada.get(self.kode)
        if salah is not None and salah.jumlah >= self.maks:
            raise PinTerkunci(salah.hingga)

    @property
    def maks(self) -> int:
        """Wrong PINs before a code rests; fewer while somebody sprays all codes."""
        return MAKS_GAGAL_RAMAI if self.ramai else MAKS_GAGAL

    def count_wrong(self) -> None:
        istirahat = ISTIRAHAT_RAMAI if self.ramai else ISTIRAHAT
        kali = count_up({self.kode: 1}, INGAT)[self.kode]
        if kali >= self.maks:
            extend_hitungan(self.kode, istirahat)
        count_up(dict.fromkeys(filter(None, (self.asal, self.SEMUA)), 1), timedelta(hours=1))
        if self.ramai:
            log.warning("pin_disemprot", asal=self.asal[:20])
