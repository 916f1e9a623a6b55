"""Work groups with their members, meetings and common products."""

from typing import Any

from django.contrib import admin
from unfold.decorators import display

from ekonomi.models import AnggotaKelompokKerja, KelompokKerja, ProdukBersama, RapatKelompok
from wilayah.admin_dasar import ScopedAdmin, ScopedTabularInline


class AnggotaInline(ScopedTabularInline):
    """Households and businesses of the group."""

    model = AnggotaKelompokKerja
    fields = ("rumah", "usaha", "tugas", "masuk", "keluar")
    raw_id_fields = ("rumah", "usaha")
    verbose_name_plural = "anggota"


class RapatInline(ScopedTabularInline):
    """Meetings and what they agreed on."""

    model = RapatKelompok
    fields = ("tanggal", "tempat", "hadir", "catatan", "keputusan")
    verbose_name_plural = "rapat"


class ProdukInline(ScopedTabularInline):
    """What the group makes together."""

    model = ProdukBersama
    fields = ("nama", "keterangan", "kapasitas", "harga")
    verbose_name_plural = "produk bersama"


@admin.register(KelompokKerja)
class KelompokKerjaAdmin(ScopedAdmin):
    """One page a group."""

    list_display = ("nama", "bidang", "banyak", "dibentuk", "bubar", "program")
    list_filter = ("bidang", ("bubar", admin.EmptyFieldListFilter))
    list_select_related = ("program",)
    search_fields = ("nama",)
    inlines = (AnggotaInline, RapatInline, ProdukInline)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("anggota")

    @display(description="anggota")
    def banyak(self, obj: KelompokKerja) -> int:
        return sum(1 for satu in obj.anggota.all() if satu.keluar is None)
