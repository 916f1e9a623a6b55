"""Which tasks a person may see: those they were given, and those of where they lead visits."""

from typing import Any

from django.db.models import Q, QuerySet

from luna_maya.models import Tugas
from wilayah.peran import peran_with


def tasks_for(user: Any) -> QuerySet[Tugas]:
    """Own tasks wherever they are; every task of an area only for who may give tasks there."""
    rows = Tugas.objects.all()
    if not user.is_active or user.is_superuser:
        return rows if user.is_active else rows.none()
    return rows.filter(Q(petugas=user) | rows.scope_q(user, peran_with("luna_maya.tugas", "add")))
