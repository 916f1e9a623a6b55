"""Following a report with code and PIN; no account, and nothing to enumerate."""

from django.db import transaction

from curhat.models import Curhat, RiwayatCurhat
from curhat.services.kabar import notify_tembusan
from curhat.services.tambahan import add_keterangan, set_tempat
from pesan.pin import PinSalah, PinTerkunci, clean_kode, open_by_pin
from pesan.services import record_persetujuan
from wilayah.models import Pengguna

VERSI_PILIHAN = "pilihan-1"

__all__ = [
    "PinSalah",
    "PinTerkunci",
    "add_keterangan",
    "check_pin",
    "clean_kode",
    "set_pilihan",
    "set_tempat",
]


def check_pin(kode: str, pin: str, *, asal: str = "") -> Curhat:
    """The curhat this code and PIN open. Raises PinSalah, PinTerkunci."""
    return open_by_pin(clean_kode(kode), pin, asal=asal, find=_find)


def _find(kode: str) -> Curhat | None:
    return Curhat.objects.filter(kode=kode, dihapus_at__isnull=True).first()


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
