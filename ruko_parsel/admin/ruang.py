"""Rooms, their hours and closed days: kept by the desk of the kecamatan."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import display

from ruko_parsel.models import HariTutup, JamBuka, Pemesanan, Ruang
from ruko_parsel.pihak import desk_areas
from ruko_parsel.services.jam_buka import fill_jam
from wilayah.admin_dasar import ScopedAdmin
from wilayah.models import Wilayah
from wilayah.zona import zona_of

_WAJAR = timedelta(days=3660)  # further away is a typing error


class SekecamatanForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words without null characters; a room belongs to the kecamatan it is written for."""

    def clean(self) -> Any:
        data = super().clean() or {}
        ruang, wilayah = data.get("ruang"), data.get("wilayah")
        if ruang is not None and wilayah is not None and ruang.wilayah_id != wilayah.pk:
            raise ValidationError({"ruang": "Ruang ini milik kecamatan lain."})
        for nama in ("mulai", "selesai"):
            hari = data.get(nama)
            if hari is not None and abs(hari - timezone.localdate()) > _WAJAR:
                self.add_error(nama, "Periksa tahunnya; tanggal ini terlalu jauh.")
        return data


class RumahAdmin(ScopedAdmin):
    """`wilayah` is a kecamatan at whose desk this person works; one of one is filled in."""

    form = SekecamatanForm

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "wilayah":
            user: Any = request.user
            kode = [w.pk for w in desk_areas(user)]
            if user.is_superuser:
                return Wilayah.objects.filter(tingkat=Wilayah.Tingkat.KECAMATAN)
            return Wilayah.objects.filter(pk__in=kode)
        return super().choices_for(db_field, request)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        user: Any = request.user
        awal: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        milik = desk_areas(user)
        return {"wilayah": milik[0].pk} | awal if len(milik) == 1 else awal


@admin.register(Ruang)
class RuangAdmin(RumahAdmin):
    """A room with bookings is taken out of use, not deleted."""

    list_display = ("nama", "letak", "kapasitas", "fasilitas", "aktif")
    list_filter = ("aktif",)
    search_fields = ("nama", "fasilitas")
    fields = ("wilayah", "nama", "letak", "kapasitas", "fasilitas", "aktif", "urut")


@admin.register(JamBuka)
class JamBukaAdmin(RumahAdmin):
    """Opening hours of the week."""

    list_display = ("tampil_hari", "buka", "tutup", "untuk")
    list_display_links = ("tampil_hari",)
    list_select_related = ("ruang",)
    list_before_template = "admin/ruko_parsel/jam_daftar.html"
    ordering = ("ruang", "hari", "buka")
    fields = ("wilayah", "ruang", "hari", "buka", "tutup")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in {"buka", "tutup"}:
            kwargs["widget"] = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(description="hari", ordering="hari")
    def tampil_hari(self, obj: JamBuka) -> str:
        return obj.get_hari_display()

    @display(description="untuk")
    def untuk(self, obj: JamBuka) -> str:
        return str(obj.ruang or "semua ruang")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.usual_view)
        return [path("biasa/", view, name="ruko_parsel_jambuka_biasa"), *super().get_urls()]

    def usual_view(self, request: HttpRequest) -> HttpResponse:
        """POST: the usual office hours, where a house has none yet."""
        if not self.has_add_permission(request):
            raise Http404
        if request.method == "POST":
            user: Any = request.user
            dibuat = sum(fill_jam(str(w.pk)) for w in desk_areas(user))
            kata = f"{dibuat} jam buka dibuat." if dibuat else "Jam buka sudah ada; ubah di bawah."
            messages.success(request, kata)
        return redirect(reverse("admin:ruko_parsel_jambuka_changelist"))


@admin.register(HariTutup)
class HariTutupAdmin(RumahAdmin):
    """Closed days; bookings that stand there are named, to be moved by hand."""

    list_display = ("mulai", "selesai", "alasan", "untuk")
    list_select_related = ("ruang",)
    fields = ("wilayah", "ruang", "mulai", "selesai", "alasan")

    @display(description="untuk")
    def untuk(self, obj: HariTutup) -> str:
        return str(obj.ruang or "semua ruang")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if banyak := clashing(obj):
            messages.warning(
                request, f"{banyak} pemesanan jatuh pada hari itu. Pindahkan atau batalkan dulu."
            )


def clashing(tutup: HariTutup) -> int:
    """How many standing bookings fall on these days."""
    zona = zona_of(str(tutup.wilayah_id))
    awal = datetime.combine(tutup.mulai, time(), tzinfo=zona)
    akhir = datetime.combine(tutup.selesai, time(), tzinfo=zona) + timedelta(days=1)
    rows = Pemesanan.objects.standing().filter(ruang__wilayah=tutup.wilayah_id)
    rows = rows.overlapping(awal, akhir)
    return rows.filter(ruang=tutup.ruang).count() if tutup.ruang_id else rows.count()
