"""What every template knows of the portal."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    """`demo`: whether invented people and the simulator are shown."""
    return {"demo": settings.DEMO}
