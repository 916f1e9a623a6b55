"""Links between staff pages of LUNA MAYA's parts."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def link_to(nama: str, pk: Any) -> str:
    """The page of a row ("luna_maya_kunjungan"), "" without a row or a page of that kind."""
    if pk is None:
        return ""
    try:
        return reverse(f"admin:{nama}_change", args=[pk])
    except NoReverseMatch:
        return ""
