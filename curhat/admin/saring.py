"""Filters that the lists of curhat and tickets share."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from curhat.models import Tiket


class KeadaanTiketFilter(DropdownFilter):
    """What a desk asks for. Without a choice the board shows what is open."""

    title = "keadaan"
    parameter_name = "keadaan"
    all_option = None

    def value(self) -> str:
        return super().value() or "terbuka"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("terbuka", "Terbuka"),
            ("verifikasi", "Menunggu verifikasi"),
            ("lewat", "Lewat batas waktu"),
            ("konfirmasi", "Menunggu konfirmasi warga"),
            ("saya", "Ditugaskan kepada saya"),
            ("berakhir", "Sudah berakhir"),
            ("semua", "Semua"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        narrowed = {
            "terbuka": rows.open,
            "verifikasi": lambda: rows.filter(status=Tiket.Status.BARU),
            "lewat": lambda: rows.overdue(timezone.now()),
            "konfirmasi": lambda: rows.filter(status=Tiket.Status.MENUNGGU_KONFIRMASI),
            "saya": lambda: rows.filter(petugas=request.user),
            "berakhir": lambda: rows.filter(status__in=Tiket.ENDED),
        }.get(self.value())
        return narrowed() if narrowed else rows


class IsuTerbukaFilter(DropdownFilter):
    """Without a choice: the problems that are still going on."""

    title = "keadaan"
    parameter_name = "keadaan"
    all_option = None

    def value(self) -> str:
        return super().value() or "terbuka"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terbuka", "Terbuka"), ("usai", "Sudah usai"), ("semua", "Semua")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        usai = Q(bubar_at__isnull=False) | Q(tiket__status__in=Tiket.ENDED)
        if self.value() == "terbuka":
            return queryset.exclude(usai)
        return queryset.filter(usai) if self.value() == "usai" else queryset


class TinjauFilter(DropdownFilter):
    """The review queue."""

    title = "perlu perhatian"
    parameter_name = "perhatian"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("tinjau", "Perlu ditinjau"),
            ("ditahan", "Ditahan (terlalu sering)"),
            ("tempat", "Wilayah belum jelas"),
            ("tanpa_tiket", "Mendesak tanpa tiket"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        narrowed = {
            "tinjau": {"perlu_tinjau": True},
            "ditahan": {"ditahan": True},
            "tanpa_tiket": {"eskalasi": True, "tiket__isnull": True},
        }.get(self.value() or "")
        if self.value() == "tempat":
            return queryset.exclude(kandidat_wilayah=[])
        return queryset.filter(**narrowed) if narrowed else queryset


class UrgensiFilter(DropdownFilter):
    """Urgency, with "4 and above" as the first choice because that is what is asked most."""

    title = "urgensi"
    parameter_name = "urgensi_min"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("4", "4 ke atas"), ("5", "5 Darurat"), ("3", "3 ke atas"), ("2", "2 ke atas")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value()
        return (
            queryset.filter(urgensi__gte=int(nilai)) if nilai in {"2", "3", "4", "5"} else queryset
        )
