"""The demo's calendar: quiet nights of Kandangan Utara, and a subscription."""

from datetime import date

from dasbor.demo.luna import UTARA, demo_lurah_utara
from luna_maya.models import MalamTenang
from wilayah.models import LanggananKalender
from wilayah.services.langganan import open_langganan

# Ramadan 1448 H begins around 8 February 2027; a haul falls in the month of the demo.
_MALAM = (
    ("Malam-malam Ramadan", date(2027, 2, 8), date(2027, 3, 9)),
    ("Haul akbar langgar", date(2026, 12, 12), date(2026, 12, 13)),
)


def load_kalender() -> int:
    """Quiet nights and one subscription whose address nobody knows; gives how many were made."""
    lurah = demo_lurah_utara()
    baru = 0
    for nama, mulai, selesai in _MALAM:
        _satu, dibuat = MalamTenang.objects.get_or_create(
            wilayah_id=UTARA, nama=nama, mulai=mulai, defaults={"selesai": selesai, "by": lurah}
        )
        baru += dibuat
    if not LanggananKalender.objects.filter(pengguna=lurah).exists():
        open_langganan(nama="Ponsel dinas", by=lurah)
        baru += 1
    return baru
