"""What else must happen when a host takes permission back: one function a part of LUNA MAYA.

Each is called as `kait(kunjungan, izin)` inside the transaction of the answer, with the visit
locked, whenever less is allowed than before. It takes off what `izin` allows no longer, and must be
safe to call twice.
"""

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from luna_maya.izin import Izin
    from luna_maya.models import Kunjungan

# Dotted paths of functions (Kunjungan, Izin) -> None.
IZIN_BERKURANG: list[str] = [
    # catatan
    "luna_maya.retensi_catatan.drop_media",
    # dokumentasi
    "luna_maya.services.dokumentasi_izin.on_izin_berkurang",
]


def run_kait(kunjungan: "Kunjungan", izin: "Izin") -> None:
    """Call every one of IZIN_BERKURANG."""
    for path in IZIN_BERKURANG:
        import_string(path)(kunjungan, izin)
