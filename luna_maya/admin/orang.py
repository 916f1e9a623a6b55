"""Hosts, who comes along, and vehicles at the desk."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from luna_maya.admin.impor_tuan import import_page, sample_file
from luna_maya.admin.kunjungan_saring import TempatFilter
from luna_maya.alamat_tuan import may_see_alamat
from luna_maya.forms.orang import KendaraanForm, TokohForm, TuanRumahForm
from luna_maya.jadwal_bebas import place_words
from luna_maya.models import Kendaraan, Kunjungan, Tokoh, TuanRumah
from luna_maya.services.kontak import set_kontak_tokoh, set_kontak_tuan_rumah
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna

S = Kunjungan.Status
_BERSAMAAN = "Tidak tersimpan: baris yang sama baru saja dicatat orang lain."


def staff_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; the admin lets nobody else in."""
    return cast("Pengguna", request.user)


class TanpaGagal(ScopedAdmin):
    """What the database's constraints refuse comes back in words, never as a failed page."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            messages.error(request, _BERSAMAAN)
            return redirect(request.path)


class KunjunganTerakhirFilter(DropdownFilter):
    """Who has and has not been visited."""

    title = "kunjungan"
    parameter_name = "dikunjungi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("belum", "Belum pernah dikunjungi"), ("sudah", "Sudah dikunjungi"),
            ("jelang", "Ada rencana kunjungan"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        pilih: dict[str | None, dict[str, bool]] = {
            "belum": {"terakhir__isnull": True},
            "sudah": {"terakhir__isnull": False},
            "jelang": {"berikut__isnull": False},
        }
        return queryset.filter(**pilih.get(self.value(), {}))


class TuanRumahResource(AmanResource):
    """Hosts as a file: neither address nor number."""

    kode_wilayah = Field("wilayah_id", column_name="wilayah")
    rw = Field("wilayah__rw", column_name="rw")
    rt = Field("wilayah__rt", column_name="rt")
    jenis_tempat = Field("get_tempat_display", column_name="tempat")
    bersedia = Field("get_kesediaan_display", column_name="kesediaan")
    terakhir = Field(column_name="kunjungan_terakhir")
    berikut = Field(column_name="kunjungan_berikut")

    class Meta:
        model = TuanRumah
        fields = (
            "nama", "kode_wilayah", "rw", "rt", "jenis_tempat", "bersedia", "ada_anak",
            "perhatian_khusus", "terakhir", "berikut",
        )  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return super().filter_export(queryset, **kwargs).select_related("wilayah")

    def dehydrate_terakhir(self, obj: Any) -> str:
        return _when(obj, obj.terakhir)

    def dehydrate_berikut(self, obj: Any) -> str:
        return _when(obj, obj.berikut)


def _when(obj: Any, saat: Any) -> str:
    return tanggal_panjang(saat, str(obj.wilayah_id)) if saat else ""


@admin.register(TuanRumah)
class TuanRumahAdmin(EksporAdmin, TanpaGagal):
    """Who receives the lurah: last and next visit, willingness, what to mind."""

    form = TuanRumahForm
    resource_classes = [TuanRumahResource]
    list_before_template = "admin/luna_maya/tuan_rumah_daftar.html"
    list_display = ("nama", "tempat_rt", "tampil_tempat", "tampil_kesediaan", "lalu", "nanti")
    list_filter = (KunjunganTerakhirFilter, "kesediaan", "tempat", "rumah_miskin", TempatFilter)
    list_filter_submit = True
    list_select_related = ("wilayah",)
    search_fields = ("nama", "penanggung", "wilayah__nama")
    ordering = ("wilayah", "nama")
    autocomplete_fields = ("wilayah", "diusulkan_oleh")
    fieldsets = (
        (None, {"fields": ("nama", "wilayah", "tempat", "penanggung", "kesediaan")}),
        ("Alamat dan nomor", {"fields": ("alamat", ("lat", "lng"), "nomor", "hapus_nomor")}),
        ("Yang diperhatikan", {"fields": ("ada_anak", "perhatian_khusus", "rumah_miskin")}),
        ("Asal", {"fields": ("asal", "diusulkan_oleh")}),
    )

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/kunjungan.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        now = timezone.now()
        rows = super().get_queryset(request).filter(dihapus_at__isnull=True)
        akan = Q(kunjungan__selesai_at__gt=now) & ~Q(kunjungan__status__in=[S.BATAL, S.SELESAI])
        return rows.annotate(
            terakhir=Max("kunjungan__mulai_at", filter=Q(kunjungan__status=S.SELESAI)),
            berikut=Min("kunjungan__mulai_at", filter=akan),
        )

    @display(description="RT", ordering="wilayah")
    def tempat_rt(self, obj: TuanRumah) -> str:
        return place_words(str(obj.wilayah_id))

    @display(description="tempat", ordering="tempat")
    def tampil_tempat(self, obj: TuanRumah) -> str:
        return obj.get_tempat_display()

    @display(
        description="kesediaan", ordering="kesediaan",
        label={"ya": "success", "belum": "info", "tidak": "danger"},
    )  # fmt: skip
    def tampil_kesediaan(self, obj: TuanRumah) -> tuple[str, str]:
        return obj.kesediaan, obj.get_kesediaan_display()

    @display(description="kunjungan terakhir", ordering="terakhir")
    def lalu(self, obj: Any) -> str:
        return _when(obj, obj.terakhir) or "Belum pernah"

    @display(description="kunjungan berikut", ordering="berikut")
    def nanti(self, obj: Any) -> str:
        return _when(obj, obj.berikut) or "–"

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "luna_maya_tuanrumah"
        return [
            path("impor/", view(self.import_view), name=f"{nama}_impor"),
            path("contoh-impor/", view(self.sample_view), name=f"{nama}_contoh"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Hosts from a CSV or XLSX file."""
        if not self.has_add_permission(request):
            raise Http404
        return import_page(request, self.page_context(request, "Impor tuan rumah"))

    def sample_view(self, request: HttpRequest) -> HttpResponse:
        """An empty file with the right columns."""
        if not self.has_add_permission(request):
            raise Http404
        return sample_file()

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's own signature
        **kwargs: Any,
    ) -> Any:
        """The form that knows whether this user may read the address."""
        buka = obj is None or may_see_alamat(request.user, obj)
        dasar: Any = super().get_form(request, obj, change, **kwargs)

        class Dipakai(dasar):
            def __init__(self, *args: Any, **lain: Any) -> None:
                super().__init__(*args, alamat_terbuka=buka, **lain)

        return Dipakai

    def save_model(
        self,
        request: HttpRequest,
        obj: TuanRumah,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's own signature
    ) -> None:
        if not change:
            obj.by = staff_of(request)
        super().save_model(request, obj, form, change)
        nomor = form.nomor_baru()
        if nomor is not None:
            set_kontak_tuan_rumah(obj, nomor=nomor, by=staff_of(request))


@admin.register(Tokoh)
class TokohAdmin(TanpaGagal):
    """Tiga pilar, heads of RT and RW, and others who come along."""

    form = TokohForm
    list_display = ("nama", "unsur", "melayani", "akun", "mulai", "selesai")
    list_filter = ("unsur", ("selesai", admin.EmptyFieldListFilter), TempatFilter)
    list_select_related = ("wilayah", "pengguna")
    search_fields = ("nama", "wilayah__nama")
    autocomplete_fields = ("wilayah",)
    ordering = ("wilayah", "unsur", "nama")
    fields = ("nama", "unsur", "wilayah", "pengguna", "mulai", "selesai", "nomor", "hapus_nomor")

    @display(description="melayani", ordering="wilayah")
    def melayani(self, obj: Tokoh) -> str:
        return place_words(str(obj.wilayah_id))

    @display(description="akun", boolean=True)
    def akun(self, obj: Tokoh) -> bool:
        return obj.pengguna_id is not None

    def save_model(
        self,
        request: HttpRequest,
        obj: Tokoh,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's own signature
    ) -> None:
        super().save_model(request, obj, form, change)
        nomor = form.nomor_baru()
        if nomor is not None:
            set_kontak_tokoh(obj, nomor=nomor, by=staff_of(request))


@admin.register(Kendaraan)
class KendaraanAdmin(TanpaGagal):
    """Vehicles of the kelurahan."""

    form = KendaraanForm
    list_display = ("nama", "kursi", "wilayah", "aktif")
    list_filter = ("aktif", WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("nama",)
    autocomplete_fields = ("wilayah",)
    ordering = ("wilayah", "nama")
