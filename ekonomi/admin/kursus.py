"""Courses, certificates of outside bodies, and the register of our own: plain staff pages."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.utils import timezone
from unfold.decorators import display

from ekonomi.models import Kursus, RegisterSertifikat, SertifikasiVokasi
from wilayah.admin_dasar import ReadOnlyScopedAdmin, ScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin


@admin.register(Kursus)
class KursusAdmin(ScopedAdmin):
    """What is taught, and what it takes to pass."""

    list_display = ("nama", "jenis", "jam", "syarat", "aktif")
    list_filter = ("jenis", "aktif", WilayahFilter)
    search_fields = ("nama",)
    fields = (
        "wilayah", "nama", "jenis", "ringkasan", "materi", "jam", "syarat_hadir", "syarat_nilai",
        "aktif",
    )  # fmt: skip

    @display(description="syarat lulus")
    def syarat(self, kursus: Kursus) -> str:
        nilai = f", nilai {kursus.syarat_nilai}" if kursus.syarat_nilai is not None else ""
        return f"hadir {kursus.syarat_hadir}%{nilai}"

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "wilayah":
            tempat: Any = self.choices_for(db_field, request)
            kwargs["queryset"] = tempat.kelurahan()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SertifikasiResource(AmanResource):
    class Meta:
        model = SertifikasiVokasi
        fields = ("skema", "lembaga", "nomor", "terbit", "berlaku_sampai")


class MasihBerlakuFilter(admin.SimpleListFilter):
    """Certificates by whether they still hold, or end within ninety days."""

    title = "masa berlaku"
    parameter_name = "berlaku"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("ya", "Masih berlaku"), ("segera", "Habis dalam 90 hari"), ("habis", "Habis")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        kini = timezone.localdate()
        if self.value() == "habis":
            return queryset.filter(berlaku_sampai__lt=kini)
        if self.value() == "segera":
            batas = kini + timedelta(days=90)
            return queryset.filter(berlaku_sampai__range=(kini, batas))
        return queryset.exclude(berlaku_sampai__lt=kini) if self.value() == "ya" else queryset


@admin.register(SertifikasiVokasi)
class SertifikasiVokasiAdmin(EksporAdmin, ScopedAdmin):
    """Vocational certificates of outside bodies, with their end."""

    resource_classes = [SertifikasiResource]
    list_display = ("skema", "lembaga", "nomor", "pemilik", "terbit", "berlaku_sampai")
    list_filter = (MasihBerlakuFilter, "lembaga", WilayahFilter)
    search_fields = ("skema", "nomor", "peserta__nama", "anggota__nama")
    list_select_related = ("peserta", "anggota")
    autocomplete_fields = ("peserta",)
    raw_id_fields = ("anggota",)
    fields = (
        "wilayah", "peserta", "anggota", "skema", "lembaga", "nomor", "terbit", "berlaku_sampai",
    )  # fmt: skip

    @display(description="pemilik")
    def pemilik(self, row: SertifikasiVokasi) -> str:
        return str((row.anggota or row.peserta).nama) if (row.anggota or row.peserta) else ""  # type: ignore[union-attr]


@admin.register(RegisterSertifikat)
class RegisterSertifikatAdmin(ReadOnlyScopedAdmin):
    """How far each year's numbers have come."""

    list_display = ("wilayah", "tahun", "terakhir")
    list_select_related = ("wilayah",)
