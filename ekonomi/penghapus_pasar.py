"""Erasing a person from the market's announcements; bookings are a business's own record."""

from ekonomi.models import LanggananPasar
from pesan.models import Kontak


def erase(kontak: Kontak) -> None:
    """Forget that this person subscribed."""
    LanggananPasar.objects.filter(kontak=kontak).delete()
