"""The cooperative at the desk: members, capital, counts, the endowment and its ideas."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.widgets import (
    UnfoldAdminSelectWidget,
)

from buku_besar.services import GalatBuku
from ekonomi.admin.lewat_layanan import LewatLayanan, UangAdmin, user_of
from ekonomi.models import (
    AnggotaKoperasi,
    Angsuran,
    KelasTunggakan,
    Koperasi,
    MutasiSimpanan,
    SetoranModal,
    TarifDanaAbadi,
    TutupKas,
)
from ekonomi.services.koperasi import ensure_koperasi, join_koperasi, leave_koperasi, receive_modal
from ekonomi.services.pinjaman import GalatPinjaman
from wilayah.admin_dasar import (
    ReadOnlyScopedAdmin,
    ScopedAdmin,
    ScopedTabularInline,
    WilayahFilter,
)
from wilayah.format import rupiah


class KelasInline(ScopedTabularInline):
    """The classes of lateness; days stay, percentages are the office's."""

    model = KelasTunggakan
    fields = ("nama", "dari_hari", "cadangan_persen", "bermasalah")
    readonly_fields = ("nama", "dari_hari")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TarifInline(ScopedTabularInline):
    """The dated share of income for the endowment."""

    model = TarifDanaAbadi
    fields = ("persen", "berlaku")
    can_delete = False


@admin.register(Koperasi)
class KoperasiAdmin(UangAdmin, ScopedAdmin):
    """One of a kelurahan; opening it opens its book."""

    list_display = ("nama", "wilayah", "tautan_kas", "tautan_buku", "aktif")
    list_select_related = ("wilayah", "buku")
    search_fields = ("nama",)
    fields = ("wilayah", "nama", "simpanan_pokok", "simpanan_wajib", "bulan_hibah", "aktif")
    inlines = [KelasInline, TarifInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("wilayah",) if obj is not None else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(self.inlines) if obj is not None else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            baru = ensure_koperasi(wilayah=obj.wilayah, nama=obj.nama, mulai=timezone.localdate())
            obj.pk, obj.buku = baru.pk, baru.buku
            obj._state.adding = False
        super().save_model(request, obj, form, change)

    @display(description="kas")
    def tautan_kas(self, koperasi: Koperasi) -> str:
        return format_html('<a href="{}?koperasi={}">Layar kas</a>', reverse("kas"), koperasi.pk)

    @display(description="buku")
    def tautan_buku(self, koperasi: Koperasi) -> str:
        url = reverse("admin:buku_besar_buku_change", args=[koperasi.buku_id])
        return format_html('<a href="{}">Buku</a>', url)


@admin.register(AnggotaKoperasi)
class AnggotaKoperasiAdmin(LewatLayanan, ScopedAdmin):
    """Members; joining pays the first saving. Leaving gives everything back."""

    list_display = ("nomor", "nama", "status", "tampil_simpanan", "masuk", "tautan_kas")
    list_display_links = ("nomor", "nama")
    list_filter = ("status", WilayahFilter)
    list_select_related = ("koperasi",)
    search_fields = ("nama", "nomor")
    fields = ("koperasi", "nama", "rumah", "usaha", "masuk")
    raw_id_fields = ("rumah", "usaha")
    actions = ["leave"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("koperasi", "masuk") if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            super().save_model(request, obj, form, change)
            return
        baru = join_koperasi(
            obj.koperasi, nama=obj.nama, rumah=obj.rumah, usaha=obj.usaha, masuk=obj.masuk,
            by=user_of(request),
        )  # fmt: skip
        obj.pk, obj.nomor = baru.pk, baru.nomor

    @display(description="simpanan")
    def tampil_simpanan(self, anggota: AnggotaKoperasi) -> str:
        return rupiah(anggota.simpanan)

    @display(description="kas")
    def tautan_kas(self, anggota: AnggotaKoperasi) -> str:
        url = reverse("kas_anggota", args=[anggota.pk])
        return format_html('<a href="{}">Terima uang</a>', url)

    @admin.action(description="Keluarkan dari koperasi (simpanan dikembalikan tunai)",
                  permissions=["change"])  # fmt: skip
    def leave(self, request: HttpRequest, queryset: Any) -> None:
        for anggota in queryset:
            try:
                leave_koperasi(anggota, by=user_of(request))
                messages.success(request, f"{anggota} keluar; simpanannya dikembalikan.")
            except (GalatPinjaman, GalatBuku) as error:
                messages.error(request, f"{anggota}: {error}")


class SetoranModalForm(forms.ModelForm):  # type: ignore[type-arg]
    """Capital with where it lies."""

    cara = forms.ChoiceField(
        label="Masuk ke", choices=Angsuran.Cara.choices, initial="bank",
        widget=UnfoldAdminSelectWidget(),
    )  # fmt: skip
    kunci = forms.CharField(widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)


@admin.register(SetoranModal)
class SetoranModalAdmin(LewatLayanan, ScopedAdmin):
    """Money for the revolving fund by source; written once, undone in the books."""

    form = SetoranModalForm
    list_display = ("tanggal", "dari", "sumber", "tampil_jumlah", "oleh")
    actions_list = ["from_program"]
    list_filter = ("sumber", WilayahFilter)
    list_select_related = ("oleh",)
    search_fields = ("dari",)
    fields = ("koperasi", "sumber", "dari", "jumlah", "tanggal", "cara", "kunci")

    def has_from_program_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ekonomi.add_serahmodal")

    @action(description="Dari program", url_path="dari-program", permissions=["from_program"])
    def from_program(self, _request: HttpRequest) -> HttpResponse:
        """Money of the programme goes through both books at once."""
        return redirect("admin:ekonomi_serahmodal_add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("koperasi", "sumber", "dari", "jumlah", "tanggal") if obj else self.fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        data = form.cleaned_data
        baru = receive_modal(
            obj.koperasi, sumber=obj.sumber, dari=obj.dari, jumlah=obj.jumlah, tanggal=obj.tanggal,
            cara=data["cara"], kunci=data["kunci"], by=user_of(request),
        )  # fmt: skip
        obj.pk = baru.pk

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, modal: SetoranModal) -> str:
        return rupiah(modal.jumlah)


@admin.register(MutasiSimpanan)
class MutasiSimpananAdmin(ReadOnlyScopedAdmin):
    """What moved the savings."""

    list_display = ("tanggal", "anggota", "jenis", "jumlah", "saldo", "oleh")
    list_display_links = None
    list_filter = ("jenis", WilayahFilter)
    list_select_related = ("anggota", "oleh")
    search_fields = ("anggota__nama", "anggota__nomor")


@admin.register(TutupKas)
class TutupKasAdmin(ReadOnlyScopedAdmin):
    """The daily counts."""

    list_display = (
        "tanggal",
        "koperasi",
        "saldo_buku",
        "dihitung",
        "selisih",
        "penjelasan",
        "oleh",
    )
    list_display_links = None
    list_filter = (WilayahFilter,)
    list_select_related = ("koperasi", "oleh")
    date_hierarchy = "tanggal"
