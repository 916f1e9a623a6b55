"""Following a report with code and PIN; no account, and nothing to enumerate."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from curhat.models import Curhat, RiwayatCurhat
from curhat.services.curhat import pin_hash
from curhat.services.kabar import notify_tembusan
from curhat.services.tambahan import add_keterangan, set_tempat
from pesan.services import record_persetujuan
from wilayah.kripto import keyed_hash, same_hash
from wilayah.models import Pengguna

VERSI_PILIHAN = "pilihan-1"
MAKS_GAGAL = 5  # wrong PINs before the code rests
ISTIRAHAT = timedelta(minutes=15)

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

    The throttle counts on the code's own row, under its lock, so neither a forged address nor many
    processes get round it. Compared by keyed hash in constant time; an unknown code costs the same.
    """
    kode, pin = clean_kode(kode), re.sub(r"\D", "", pin)
    given = pin_hash(kode, pin)
    with transaction.atomic():
        curhat = (
            Curhat.objects.select_for_update(of=("self",))
            .filter(kode=kode, dihapus_at__isnull=True)
            .first()
        )
        if curhat is None:
            same_hash(given, keyed_hash("pin", kode))
            raise PinSalah
        terkunci = curhat.pin_kunci_hingga
        if terkunci is not None and terkunci > timezone.now():
            raise PinTerkunci(terkunci)
        if same_hash(given, curhat.pin_hash):
            if curhat.pin_gagal:
                curhat.pin_gagal = 0
                curhat.save(update_fields=["pin_gagal"])
            return curhat
        _count_wrong(curhat, asal)
    raise PinSalah


def _count_wrong(curhat: Curhat, asal: str) -> None:
    curhat.pin_gagal += 1
    if curhat.pin_gagal >= MAKS_GAGAL:
        curhat.pin_gagal = 0
        curhat.pin_kunci_hingga = timezone.now() + ISTIRAHAT
        RiwayatCurhat.objects.create(
            curhat=curhat,
            peristiwa=RiwayatCurhat.Peristiwa.PILIHAN,
            catatan="PIN salah berulang kali; kode diistirahatkan",
            asal_hash=asal,
        )
    curhat.save(update_fields=["pin_gagal", "pin_kunci_hingga"])


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
