from typing import Any

from django.db.models import Q

from ruko_parsel.models.permintaan import Permintaan
from wilayah.scope import ScopedQuerySet


class IkutPermintaanQuerySet(ScopedQuerySet):
    """Rows that hang on a request: of a confidential one seen only by who sees the request."""

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        rahasia = Permintaan.objects.filter(rahasia=True).visible_to(user).order_by()
        boleh = (
            Q(permintaan__isnull=True)
            | Q(permintaan__rahasia=False)
            | Q(permintaan__in=rahasia.values("pk"))
        )
        return super().scope_q(user, peran) & (boleh | self.own_q(user))

    def own_q(self, user: Any) -> Q:
        """What this person sees by name, confidential or not."""
        return Q(pk__in=[])
