"""Counting rows of several tables in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Value


def count_together(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each query has, by its name; one round to the database however many."""
    hitung = [
        satu.order_by().annotate(k=Value(nama)).values("k").annotate(n=Count("pk"))
        for nama, satu in rows.items()
    ]
    if not hitung:
        return {}
    pertama, *lain = (satu.values_list("k", "n") for satu in hitung)
    ada: dict[str, int] = dict(pertama.union(*lain, all=True) if lain else pertama)
    return dict.fromkeys(rows, 0) | ada
