"""A host's address is for those going, from the day a visit is planned until the day after it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from luna_maya.models import Kunjungan, TuanRumah

SESUDAH = timedelta(days=1)  # how long after a visit those who went still see where it was
TERTUTUP = "Hanya terlihat oleh yang berangkat"


def may_see_alamat(user: Any, tuan_rumah: TuanRumah, now: datetime | None = None) -> bool:
    """Whether this user goes (or went yesterday) to a standing visit at this host's."""
    return tuan_rumah.pk in hosts_open_to(user, [tuan_rumah.pk], now)


def hosts_open_to(user: Any, hosts: Iterable[int], now: datetime | None = None) -> set[int]:
    """Which of these hosts' addresses this user may read; one query."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return set()
    sejak = (now or timezone.now()) - SESUDAH
    rows = Kunjungan.objects.standing().going(user)
    return set(
        rows.filter(tuan_rumah__in=hosts, selesai_at__gt=sejak).values_list(
            "tuan_rumah_id", flat=True
        )
    )


def alamat_for(user: Any, tuan_rumah: TuanRumah) -> str:
    """The address, or the words that say who may read it."""
    return tuan_rumah.alamat if may_see_alamat(user, tuan_rumah) else TERTUTUP
