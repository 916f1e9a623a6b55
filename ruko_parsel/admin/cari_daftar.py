"""The search box of a list that finds rows by their words (`ruko_parsel.cari`)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from ruko_parsel.cari import search_rows


class CariKata:
    """A ModelAdmin's search: like words and slips of the pen are found too."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return search_rows(queryset, search_term).rows, False
