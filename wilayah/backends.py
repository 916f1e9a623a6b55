"""Permissions come from the roles that today's Penugasan give, and from nothing else."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet


class PeranBackend(ModelBackend):
    """Django's own backend, with groups found by active role instead of by membership."""

    def _get_group_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        return Permission.objects.filter(group__name__in=user_obj.peran_aktif)
