"""Following a report with code and PIN; no account, and nothing to enumerate."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curhat.models import Curhat, RiwayatCurhat
from curhat.services.curhat import pin_hash
from curhat.services.kabar import notify_tembusan
from curhat.services.tambahan import add_keterangan, set_tempat
from pesan.hitungan import (
    count_up,
    extend_hitungan,
    forget_hitungan,
    lock_key,
    read_hitungan,
    take_turn,
)
from pesan.services import record_persetujuan
from wilayah.kripto import keyed_hash, same_hash
from wilayah.models import Pengguna

VERSI_PILIHAN = "pilihan-1"
MAKS_GAGAL = 5  # wrong PINs before the code rests
INGAT = timedelta(hours=24)  # a wrong PIN counts so long
ISTIRAHAT = timedelta(minutes=15)
# While all codes together see more wrong PINs than settings.PIN_SALAH_SEMUA in an hour:
MAKS_GAGAL_RAMAI = 2
ISTIRAHAT_RAMAI = timedelta(hours=6)
GILIRAN = timedelta(seconds=20)  # between two tries of an origin with too many wrong ones
log = structlog.get_logger("curhat.lacak")

__all__ = [
    "PinSalah",
    "PinTerkunci",
    "add_keterangan",
    "check_pin",
    "clean_kode",
    "set_pilihan",
    "set_tempat",
]


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


def clean_kode(kode: str) -> str:
    """A code as typed by hand, made canonical: "hl 7k3m9qpx" is HL-7K3M-9QPX."""
    plain = re.sub(r"[^A-Z0-9]", "", kode.upper()).removeprefix("HL")
    return f"HL-{plain[:4]}-{plain[4:12]}"


def check_pin(kode: str, pin: str, *, asal: str = "") -> Curhat:
    """The curhat this code and PIN open. Raises PinSalah, PinTerkunci.

    Wrong tries are counted for the code, whether it exists or not, for the origin, and for all; a
    lock on the code keeps many processes from getting round it. Compared in constant time.
    """
    kode, pin = clean_kode(kode), re.sub(r"\D", "", pin)
    hitung = _Hitung.of(kode, asal)
    with transaction.atomic():
        lock_key(hitung.kode)
        hitung.refuse()
        curhat = Curhat.objects.filter(kode=kode, dihapus_at__isnull=True).first()
        tersimpan = curhat.pin_hash if curhat is not None else keyed_hash("pin", kode)
        if same_hash(pin_hash(kode, pin), tersimpan) and curhat is not None:
            forget_hitungan(hitung.kode)
            return curhat
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


@transaction.atomic
def set_pilihan(
    curhat: Curhat,
    *,
    anonim: bool | None = None,
    tembusan: bool | None = None,
    by: Pengguna | None = None,
    asal: str = "",
) -> Curhat:
    """The resident chooses to be hidden or shown, and whether the lurah gets a copy."""
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak")
        .get(pk=curhat.pk)
    )
    was_tembusan = curhat.tembusan
    for nama, nilai in (("anonim", anonim), ("tembusan", tembusan)):
        if nilai is None or nilai == getattr(curhat, nama):
            continue
        setattr(curhat, nama, nilai)
        RiwayatCurhat.objects.create(
            curhat=curhat,
            peristiwa=RiwayatCurhat.Peristiwa.PILIHAN,
            by=by,
            asal_hash=asal,
            catatan=f"{nama} {'ya' if nilai else 'tidak'}",
        )
        if curhat.kontak is not None:
            record_persetujuan(
                curhat.kontak,
                jenis=nama,
                keputusan="ya" if nilai else "tidak",
                versi_teks=VERSI_PILIHAN,
                rujukan=curhat.kode,
            )
    curhat.save(update_fields=["anonim", "tembusan", "updated_at"])
    if curhat.tembusan and not was_tembusan and not curhat.ditahan:
        notify_tembusan(curhat)
    return curhat
