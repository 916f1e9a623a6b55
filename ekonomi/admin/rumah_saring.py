"""Filters of the list of households."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from ekonomi.models import KelompokSasaran, PersetujuanRumah, Potensi, Rumah, Usaha
from wilayah.models import Wilayah
from wilayah.peran import peran_with

HARI_LAMA = 90  # data older than this wants a visit


class RwFilter(DropdownFilter):
    """Households of a kelurahan, or of one RW of it."""

    title = "kelurahan atau RW"
    parameter_name = "rw"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        peran = peran_with("ekonomi.rumah", "view")
        area = Wilayah.objects.visible_to(request.user, peran=peran)
        kelurahan = list(area.in_service().kelurahan().order_by("kode")[:30])
        nama = {satu.pk: satu.nama_lengkap for satu in kelurahan}
        rw = area.filter(tingkat=Wilayah.Tingkat.RW, induk__in=nama).order_by("kode")[:200]
        banyak = len(nama) > 1
        pilihan = list(nama.items()) if banyak else []
        return pilihan + [
            (satu.pk, f"{nama[satu.induk_id]} {satu.nama}" if banyak else satu.nama) for satu in rw
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kode = (self.value() or "").replace("\x00", "")
        return queryset.in_wilayah(kode) if kode else queryset  # type: ignore[attr-defined]


class DtksFilter(DropdownFilter):
    title = "DTKS/DTSEN"
    parameter_name = "dtks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ya", "Terdaftar"), ("tidak", "Tidak terdaftar"), ("belum", "Belum diperiksa")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "belum":
            return queryset.filter(validasi__isnull=True)
        return queryset.filter(dtks=self.value() == "ya") if self.value() else queryset


class KelompokFilter(DropdownFilter):
    title = "kelompok sasaran"
    parameter_name = "kelompok"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(k), str(v)) for k, v in KelompokSasaran.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value()
        if nilai not in KelompokSasaran.values:
            return queryset
        return queryset.filter(kelompok__contains=[nilai])


class InternetFilter(DropdownFilter):
    title = "akses internet"
    parameter_name = "internet"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(k), str(v)) for k, v in Potensi.Internet.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(potensi__internet=self.value()) if self.value() else queryset


class UsahaFilter(DropdownFilter):
    title = "usaha"
    parameter_name = "usaha"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("ada", "Punya usaha"),
            ("digital", "Berjualan digital"),
            ("tidak", "Belum punya usaha"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        aktif = Exists(Usaha.objects.active().filter(rumah=OuterRef("pk")))
        match self.value():
            case "ada":
                return queryset.filter(aktif)
            case "tidak":
                return queryset.exclude(aktif)
            case "digital":
                return queryset.filter(onboarded=True)
        return queryset


class DataLamaFilter(DropdownFilter):
    title = "umur data"
    parameter_name = "data"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("lama", f"Lebih dari {HARI_LAMA} hari"), ("baru", f"Dalam {HARI_LAMA} hari")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        batas = timezone.localdate() - timedelta(days=HARI_LAMA)
        if self.value() == "lama":
            return queryset.filter(diperbarui__lt=batas)
        return queryset.filter(diperbarui__gte=batas) if self.value() else queryset


class PersetujuanFilter(DropdownFilter):
    title = "persetujuan"
    parameter_name = "setuju"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ada", "Sudah setuju"), ("belum", "Belum ditanyakan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        setuju = Exists(PersetujuanRumah.objects.filter(rumah=OuterRef("pk"), keputusan="setuju"))
        if self.value() == "ada":
            return queryset.filter(setuju)
        return queryset.exclude(setuju) if self.value() else queryset


class StatusFilter(DropdownFilter):
    """Without a choice: the households that are there."""

    title = "status"
    parameter_name = "status"
    all_option = None

    def value(self) -> str:
        return super().value() or "aktif"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((str(k), str(v)) for k, v in Rumah.Status.choices), ("semua", "Semua")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        if self.value() == "aktif":
            return rows.active()
        return rows if self.value() == "semua" else rows.filter(status=self.value())
