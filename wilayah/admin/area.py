"""Areas: official ones come from loaders; staff add RW and RT, labels, addresses and boundaries."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from leaflet.admin import LeafletAdminWidget
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from wilayah.admin_dasar import ScopedAdmin, ScopedRelatedFilter, WilayahFilter
from wilayah.batas import BatasDitolak, read_batas, recompute_perkiraan
from wilayah.ekspor import AmanResource, ImporEksporAdmin
from wilayah.models import TINGKAT_BAWAH, Wilayah
from wilayah.peran import Peran
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.services.area import TANPA_RW, clear_gazetir

_KELURAHAN = (Wilayah.Tingkat.KELURAHAN, Wilayah.Tingkat.DESA)


class PetaWidget(LeafletAdminWidget):
    """Draw or change a boundary on a map (Leaflet.draw); the field holds GeoJSON."""

    template_name = "wilayah/peta_widget.html"
    geom_type = "MULTIPOLYGON"


class WilayahForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything staff may set on an area that exists."""

    class Meta:
        model = Wilayah
        fields = ["nama", "label", "slug", "lat", "lng", "batas"]
        widgets = {"batas": PetaWidget()}

    def clean_slug(self) -> str | None:
        return self.cleaned_data.get("slug") or None

    def clean_batas(self) -> Any:
        batas = self.cleaned_data.get("batas")
        if not batas:
            return None
        if batas == self.instance.batas:
            return batas
        try:
            return read_batas(batas)[0]
        except BatasDitolak as error:
            raise ValidationError(f"Batas {error}.") from error


class RtRwForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new RW below a kelurahan or desa, or a new RT below an RW."""

    nomor = forms.CharField(
        label="nomor RW/RT", max_length=12, help_text="Misalnya 3, 03, atau III. Desa tanpa RW: 00."
    )

    class Meta:
        model = Wilayah
        fields = ["induk", "label"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        induk, teks = data.get("induk"), data.get("nomor")
        if induk is None or not teks:
            return data
        tingkat = self._tingkat(induk)
        nomor = normal_rw(teks) if tingkat == Wilayah.Tingkat.RW else normal_rt(teks)
        if nomor is None:
            raise ValidationError({"nomor": f"“{teks}” bukan nomor {tingkat.label}."})
        self.instance.kode = f"{induk.pk}.{nomor}"
        self.instance.tingkat = tingkat
        self.instance.nama = "Tanpa RW" if nomor == TANPA_RW else f"{tingkat.label} {nomor}"
        if Wilayah.objects.filter(pk=self.instance.kode).exists():
            raise ValidationError({"nomor": f"{self.instance.nama} sudah ada."})
        return data

    @staticmethod
    def _tingkat(induk: Wilayah) -> Wilayah.Tingkat:
        if induk.tingkat in _KELURAHAN:
            return Wilayah.Tingkat.RW
        if induk.tingkat == Wilayah.Tingkat.RW:
            return Wilayah.Tingkat.RT
        raise ValidationError(
            {
                "induk": "RW ditambahkan di bawah kelurahan atau desa, RT di bawah RW. "
                "Wilayah resmi dimuat dari tabel nasional."
            }
        )


class WilayahResource(AmanResource):
    """Names, labels, addresses and centre points; official rows are added by the loader only."""

    class Meta(AmanResource.Meta):
        model = Wilayah
        import_id_fields = ["kode"]
        fields = ["kode", "nama", "tingkat", "induk", "label", "slug", "lat", "lng"]

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        if "slug" in row:
            row["slug"] = row["slug"] or None

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if self.user is not None and self.user.is_superuser:
            return
        if instance.tingkat in TINGKAT_BAWAH:
            self._check_rt_rw(instance)
            return
        lama = Wilayah.objects.filter(pk=instance.pk).first()
        tetap = ("nama", "tingkat", "induk_id")
        if lama is None or any(getattr(lama, f) != getattr(instance, f) for f in tetap):
            raise ValidationError(
                "Nama, tingkat, dan induk wilayah resmi hanya berubah lewat tabel nasional."
            )

    @staticmethod
    def _check_rt_rw(instance: Wilayah) -> None:
        atas, _, nomor = instance.kode.rpartition(".")
        normal = normal_rw if instance.tingkat == Wilayah.Tingkat.RW else normal_rt
        titik = 4 if instance.tingkat == Wilayah.Tingkat.RW else 5
        if instance.induk_id != atas or normal(nomor) != nomor or instance.kode.count(".") != titik:
            raise ValidationError({"kode": [f"{instance.kode} tidak sesuai dengan induknya."]})


@admin.register(Wilayah)
class WilayahAdmin(ImporEksporAdmin, ScopedAdmin):
    form = WilayahForm
    resource_classes = [WilayahResource]
    list_display = ["nama_lengkap", "kode", "tingkat", "induk", "label", "slug", "batas_sumber"]
    list_select_related = ["induk"]
    list_filter = [
        WilayahFilter,
        ("tingkat", ChoicesDropdownFilter),
        ("induk", ScopedRelatedFilter),
        ("batas_sumber", ChoicesDropdownFilter),
    ]
    search_fields = ["kode__startswith", "nama", "label", "slug"]
    autocomplete_fields = ["induk"]
    readonly_fields = ["kode", "tingkat", "induk", "batas_sumber"]
    actions = ["recompute_batas"]
    fieldsets = [
        (None, {"fields": ["kode", "nama", "tingkat", "induk", "label", "slug"]}),
        ("Peta", {"fields": ["lat", "lng", "batas", "batas_sumber"]}),
    ]
    add_fieldsets = [(None, {"fields": ["induk", "nomor", "label"]})]

    @admin.display(description="nama", ordering="nama")
    def nama_lengkap(self, obj: Wilayah) -> str:
        return obj.nama_lengkap

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.add_fieldsets if obj is None else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        tetap = [*self.readonly_fields]
        user: Any = request.user
        if not user.is_superuser:
            tetap.append("nama")
        if not user.has_peran(Peran.ADMIN_WILAYAH):
            tetap.append("slug")
        return tetap

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is None:
            return super().get_form(request, obj, form=RtRwForm, **kwargs)
        form = super().get_form(request, obj, **kwargs)
        batas = form.base_fields.get("batas")
        if batas is not None and obj.lat is not None:
            batas.widget.settings_overrides = {"DEFAULT_CENTER": (float(obj.lat), float(obj.lng))}
        return form

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "batas":
            return db_field.formfield(widget=PetaWidget(), required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        bawah = not isinstance(obj, Wilayah) or obj.tingkat in TINGKAT_BAWAH
        return bawah and super().has_delete_permission(request, obj)

    def has_import_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_peran(Peran.ADMIN_WILAYAH) and super().has_import_permission(request))

    def save_model(self, request: HttpRequest, obj: Wilayah, form: Any, change: bool) -> None:  # noqa: FBT001
        if change and "batas" in form.changed_data:
            obj.batas_sumber = Wilayah.SumberBatas.GAMBAR if obj.batas else ""
        super().save_model(request, obj, form, change)
        if change and {"batas", "lat", "lng"} & set(form.changed_data):
            _redraw_around([obj])
        clear_gazetir()

    @admin.action(description="Hitung ulang batas perkiraan di sekitarnya", permissions=["change"])
    def recompute_batas(self, request: HttpRequest, queryset: QuerySet[Wilayah]) -> None:
        boleh = self.rows_for(request, "change")
        jumlah = _redraw_around(list(queryset.filter(pk__in=boleh.values("pk"))))
        self.message_user(request, f"{jumlah} batas perkiraan dihitung.", messages.SUCCESS)


def _redraw_around(areas: list[Wilayah]) -> int:
    """Stand-in cells of the siblings of these areas, and of what lies directly below them."""
    induk = {area.induk_id for area in areas if area.induk_id} | {area.pk for area in areas}
    return sum(recompute_perkiraan(satu) for satu in Wilayah.objects.filter(pk__in=induk))
