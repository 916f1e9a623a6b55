"""Staff and their assignments. Nobody gives rights outside their own area, or to themselves."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Q, QuerySet
from django.forms import BaseInlineFormSet, CharField, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from wilayah.admin_dasar import ScopedAdmin, ScopedChoices, ScopedTabularInline
from wilayah.models import Instansi, Pengguna, Penugasan
from wilayah.peran import peran_with


class PilihanPenugasan(ScopedChoices):
    """Where a role may be given: areas and agencies one administers, to people one may see."""

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        user: Any = request.user
        peran = self._peran("add") | self._peran("change")
        if db_field.name == "instansi":
            return Instansi.objects.writable_by(user, peran)
        rows = super().choices_for(db_field, request)
        if db_field.name == "pengguna" and not user.is_superuser:
            return rows.exclude(pk=user.pk).exclude(is_superuser=True)
        return rows


class PenugasanFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """At least one assignment: without one a person belongs nowhere and nobody sees the account."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or getattr(self.instance, "is_superuser", False):
            return
        isi = [
            form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if not isi:
            raise ValidationError("Isi sedikitnya satu penugasan.")


class NomorWaField(CharField):
    """A WhatsApp number in the international form; 0812-… and 62812… are taken too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        teks = re.sub(r"[\s().-]", "", super().clean(value))
        teks = re.sub(r"^(0|62)(?=8)", "+62", teks)
        if teks and not re.fullmatch(r"\+[1-9]\d{7,14}", teks):
            raise ValidationError("Tulis nomor dalam bentuk +62812…")
        return teks


class PenugasanInline(PilihanPenugasan, ScopedTabularInline):
    model = Penugasan
    formset = PenugasanFormSet
    fields = ["peran", "wilayah", "instansi", "mulai", "selesai", "sapaan"]
    autocomplete_fields = ["wilayah", "instansi"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Penugasan]:
        return Penugasan.objects.visible_to(request.user, peran=self._peran("view"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # assignments end by date; the history of who was lurah stays
        return False


@admin.register(Pengguna)
class PenggunaAdmin(UserAdmin, ScopedAdmin):  # type: ignore[type-arg]
    """Rights come from assignments alone: no form gives a person permissions or groups."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = [PenugasanInline]
    list_display = ["nama", "username", "penugasan_kini", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["nama", "username"]
    ordering = ["nama"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "nama", "email", "nomor_wa", "is_active"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "nama", "email", "nomor_wa", "password1", "password2"]}),
    ]
    _fieldset_admin = ("Hak penuh", {"fields": ["is_staff", "is_superuser"]})

    @admin.display(description="penugasan")
    def penugasan_kini(self, obj: Pengguna) -> str:
        tugas = [
            f"{satu.get_peran_display()} {satu.wilayah or satu.instansi}"
            for satu in obj.penugasan.all()
            if satu.is_active
        ]
        return ", ".join(tugas) or "tidak ada"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pengguna]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("penugasan__wilayah", "penugasan__instansi")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "nomor_wa":
            return NomorWaField(
                label=db_field.verbose_name,
                help_text=db_field.help_text,
                widget=UnfoldAdminTextInputWidget,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        user: Any = request.user
        return [*self.fieldsets, self._fieldset_admin] if user.is_superuser else self.fieldsets

    def save_model(self, request: HttpRequest, obj: Pengguna, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # people are switched off: what they did keeps their name
        return False


class BerlakuFilter(DropdownFilter):
    """Assignments in force today, ended, or still to begin."""

    title = "berlaku"
    parameter_name = "berlaku"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("kini", "Berlaku hari ini"), ("lewat", "Sudah berakhir"), ("nanti", "Belum mulai")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        match self.value():
            case "kini":
                return queryset.filter(
                    Q(mulai__lte=today), Q(selesai__isnull=True) | Q(selesai__gte=today)
                )
            case "lewat":
                return queryset.filter(selesai__lt=today)
            case "nanti":
                return queryset.filter(mulai__gt=today)
        return queryset


class WilayahTugasFilter(DropdownFilter):
    """Assignments of a chosen area and below, those at its agencies included."""

    title = "wilayah"
    parameter_name = "di"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.area_choices(request)
        return [(area.kode, area.nama_lengkap) for area in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kode = self.value()
        return queryset.at(kode) if kode else queryset  # type: ignore[attr-defined]


@admin.register(Penugasan)
class PenugasanAdmin(PilihanPenugasan, ScopedAdmin):
    list_display = ["pengguna", "peran", "tempat", "mulai", "selesai"]
    list_select_related = ["pengguna", "wilayah", "instansi"]
    list_filter = [BerlakuFilter, ("peran", ChoicesDropdownFilter), WilayahTugasFilter]
    search_fields = ["pengguna__nama", "pengguna__username", "wilayah__nama", "instansi__nama"]
    autocomplete_fields = ["pengguna", "wilayah", "instansi"]
    fields = ["pengguna", "peran", "wilayah", "instansi", "mulai", "selesai", "sapaan"]

    @admin.display(description="di")
    def tempat(self, obj: Penugasan) -> str:
        return str(obj.wilayah or obj.instansi)

    def area_choices(self, request: HttpRequest) -> list[Any]:
        """Areas in service that this user's assignments reach, for the filter."""
        peran = peran_with("wilayah.penugasan", "view")
        wilayah: Any = Penugasan._meta.get_field("wilayah").remote_field.model
        return list(wilayah.objects.visible_to(request.user, peran=peran).in_service()[:300])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
