"""Staff pages of turnover: the list, a figure with its history, the queue of questioned ones."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display

from ekonomi.admin.omzet_hasil import HasilPages
from ekonomi.admin.omzet_isi import IsiPages
from ekonomi.forms.omzet import RupiahField
from ekonomi.models import AksesOmzet, Pengukuran, Penjualan
from ekonomi.omzet_baca import nama_bulan
from ekonomi.services.akses_omzet import revoke_akses
from ekonomi.services.omzet import (
    OmzetKeliru,
    OmzetSudahDiputus,
    OrangSama,
    confirm_omzet,
    correct_omzet,
    may_confirm,
    void_omzet,
)
from ekonomi.views.omzet import chart_of, months_of_owner
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah

S = Pengukuran.Status
WARNA = {"sah": "success", "ditanyakan": "warning", "dikoreksi": "info", "batal": "danger"}


class PutusForm(forms.Form):
    """Another figure, or none, and why."""

    nilai = RupiahField(label="Angka yang benar (Rp)", required=False)
    alasan = forms.CharField(label="Alasan", max_length=200)


class BulanFilter(DropdownFilter):
    """Figures of one month."""

    title = "bulan"
    parameter_name = "bulan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        bulan = model_admin.get_queryset(request).order_by("-bulan").values_list("bulan", flat=True)
        return [(f"{b:%Y-%m-%d}", nama_bulan(b)) for b in bulan.distinct()[:36]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(bulan=self.value()) if self.value() else queryset


class PengukuranResource(AmanResource):
    """What a list shows, as a file."""

    rumah = Field("rumah__nomor", column_name="household_id")
    usaha = Field("usaha__nama", column_name="usaha")
    wilayah = Field("wilayah_id", column_name="wilayah")

    class Meta:
        model = Pengukuran
        fields = ("rumah", "usaha", "wilayah", "jenis", "bulan", "nilai", "cara", "is_baseline",
                  "status", "alasan", "dicatat_at")  # fmt: skip
        export_order = fields


@admin.register(Pengukuran)
class PengukuranAdmin(IsiPages, HasilPages, EksporAdmin, ReadOnlyScopedAdmin):
    """Nothing is edited by the admin's own form: figures are replaced, accepted or dropped."""

    resource_classes = [PengukuranResource]
    change_form_template = "admin/ekonomi/omzet.html"
    list_before_template = "admin/ekonomi/omzet_daftar.html"
    list_display = ("siapa", "tampil_bulan", "tampil_nilai", "jenis", "cara", "tampil_status",
                    "tempat")  # fmt: skip
    list_display_links = ("siapa",)
    list_filter = (
        ("status", ChoicesDropdownFilter), BulanFilter, ("cara", ChoicesDropdownFilter),
        ("jenis", ChoicesDropdownFilter), "is_baseline", WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    search_fields = ("usaha__nama", "rumah__nomor", "rumah__nama_kepala")
    search_help_text = "Nama usaha, household_id, atau kepala keluarga"
    list_select_related = ("usaha__rumah", "rumah", "wilayah__induk")

    class Media:
        css = {"all": ("gaya/tiket.css",)}

    @display(description="siapa", ordering="usaha__nama")
    def siapa(self, baris: Pengukuran) -> str:
        return baris.usaha.nama if baris.usaha else str(baris.rumah)

    @display(description="bulan", ordering="bulan")
    def tampil_bulan(self, baris: Pengukuran) -> str:
        return nama_bulan(baris.bulan) + (" (awal)" if baris.is_baseline else "")

    @display(description="nilai", ordering="nilai")
    def tampil_nilai(self, baris: Pengukuran) -> str:
        return rupiah(baris.nilai)

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, baris: Pengukuran) -> tuple[str, str]:
        return baris.status, baris.get_status_display()

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, baris: Pengukuran) -> str:
        return short_place(baris.wilayah)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tanya = self._waiting(request)
        isi = {"tanya": tanya.count(), "berikut": tanya.first(), "boleh_isi": self.may_add(request)}
        return super().changelist_view(request, {**isi, **(extra_context or {})})

    def _waiting(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.rows_for(request, "change").filter(status=S.DITANYAKAN)
        return rows.select_related("usaha__rumah", "rumah", "wilayah").order_by("id")

    def may_add(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ekonomi.add_pengukuran")

    def may_decide(self, request: HttpRequest, baris: Pengukuran) -> bool:
        """Whether this person's roles let them decide this figure."""
        boleh = request.user.has_perm("ekonomi.change_pengukuran")
        return boleh and self.rows_for(request, "change").filter(pk=baris.pk).exists()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        nama = "ekonomi_pengukuran"
        return [
            path("<int:pk>/putus/<str:kunci>/", view(self.decide_view), name=f"{nama}_putus"),
            *self.isi_urls(),
            *self.hasil_urls(),
            *super().get_urls(),
        ]

    def decide_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: terima, koreksi, batal. Goes on to the next one that waits."""
        baris = self.get_queryset(request).filter(pk=pk).first()
        if baris is None or kunci not in _LANGKAH or not self.may_decide(request, baris):
            raise Http404
        if request.method != "POST":
            return redirect("admin:ekonomi_pengukuran_change", pk)
        ditanya = baris.status == S.DITANYAKAN
        form = PutusForm(request.POST)
        if kunci != "terima" and not form.is_valid():
            return self._again(request, pk, form)
        try:
            messages.success(request, _LANGKAH[kunci](request, baris, form))
        except OrangSama as galat:
            messages.error(request, str(galat))
            return redirect("admin:ekonomi_pengukuran_change", pk)
        except OmzetKeliru as galat:
            form.add_error("nilai" if kunci == "koreksi" else "alasan", str(galat))
            return self._again(request, pk, form)
        except OmzetSudahDiputus as galat:
            messages.warning(request, str(galat))
        wake(KELUAR)
        return self._onward(request, pk, ditanya=ditanya)

    def _onward(self, request: HttpRequest, pk: int, *, ditanya: bool) -> HttpResponse:
        """From a question to the next one; from a plain figure back to it."""
        if not ditanya:
            return redirect("admin:ekonomi_pengukuran_change", pk)
        berikut = self._waiting(request).exclude(pk=pk).first()
        if berikut is None:
            return redirect("admin:ekonomi_pengukuran_changelist")
        return redirect("admin:ekonomi_pengukuran_change", berikut.pk)

    def _again(self, request: HttpRequest, pk: int, form: PutusForm) -> HttpResponse:
        response = self.changeform_view(request, str(pk), extra_context={"form": form})
        response.status_code = 422
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        baris: Any = self.get_object(request, object_id) if object_id else None
        if baris is None:
            raise Http404
        menunggu = list(self._waiting(request)[:30])
        angka, sumber = months_of_owner(baris.pemilik, baris.jenis)
        semua = self.get_queryset(request).filter(
            usaha=baris.usaha, rumah=baris.rumah, jenis=baris.jenis
        )
        rumah = baris.rumah or baris.usaha.rumah
        context = {
            **self.page_context(request, str(baris)),
            "baris": baris,
            "bulan": nama_bulan(baris.bulan),
            "tempat": short_place(baris.wilayah),
            "rumah": rumah,
            "warna": WARNA[baris.status],
            "garis": chart_of(angka, max([baris.bulan, *angka])),
            "angka": [
                (nama_bulan(b), n, sumber.get(b, ""))
                for b, n in sorted(angka.items(), reverse=True)[:12]
            ],
            "riwayat": baris.riwayat.select_related("by"),
            "versi": semua.filter(bulan=baris.bulan).order_by("-id"),
            "terbuka": baris.status == S.DITANYAKAN,
            "berlaku": baris.status in (S.SAH, S.DITANYAKAN),
            "boleh": self.may_decide(request, baris),
            "boleh_terima": may_confirm(baris, request.user),  # type: ignore[arg-type]
            "form": PutusForm(),
            "daftar": menunggu,
            "sebelum": _neighbour(menunggu, baris, -1),
            "sesudah": _neighbour(menunggu, baris, 1),
            "kembali": reverse("admin:ekonomi_pengukuran_changelist"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.change_form_template, context)


def short_place(wilayah: Any) -> str:
    """ "RT 03/RW 02", or the name of a wider area. `wilayah.induk` is at hand."""
    if wilayah.tingkat == "rt":
        return f"RT {wilayah.rt}/RW {wilayah.rw}"
    return str(wilayah.nama)


def _neighbour(daftar: list[Any], baris: Pengukuran, langkah: int) -> Any:
    urutan = [satu.pk for satu in daftar]
    if baris.pk not in urutan:
        return daftar[0] if daftar else None
    ke = urutan.index(baris.pk) + langkah
    return daftar[ke] if 0 <= ke < len(daftar) else None


def _accept(request: Any, baris: Pengukuran, _form: PutusForm) -> str:
    confirm_omzet(baris, by=request.user, alasan="Diterima petugas.")
    return f"{baris}: {rupiah(baris.nilai)} dihitung."


def _correct(request: Any, baris: Pengukuran, form: PutusForm) -> str:
    nilai = form.cleaned_data["nilai"]
    if nilai is None:
        raise OmzetKeliru("Tulis angka yang benar.")
    correct_omzet(baris, nilai=nilai, alasan=form.cleaned_data["alasan"], by=request.user)
    return f"{baris}: diganti menjadi {rupiah(nilai)}. Angka lama tetap tersimpan di riwayat."


def _drop(request: Any, baris: Pengukuran, form: PutusForm) -> str:
    void_omzet(baris, alasan=form.cleaned_data["alasan"], by=request.user)
    return f"{baris}: tidak dihitung."


_LANGKAH = {"terima": _accept, "koreksi": _correct, "batal": _drop}


@admin.register(Penjualan)
class PenjualanAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Sales that the shop and the markets told."""

    list_display = ("usaha", "tanggal", "tampil_jumlah", "sumber", "kunci", "dibatalkan_at")
    list_filter = (("sumber", ChoicesDropdownFilter), "tanggal", WilayahFilter)
    list_filter_submit = True
    search_fields = ("usaha__nama", "kunci")
    search_help_text = "Nama usaha atau kunci"
    list_select_related = ("usaha",)

    @display(description="jumlah", ordering="jumlah")
    def tampil_jumlah(self, baris: Penjualan) -> str:
        return rupiah(baris.jumlah)


@admin.register(AksesOmzet)
class AksesOmzetAdmin(ReadOnlyScopedAdmin):
    """Who has a card, who is tied to a chat, who agreed to be reminded."""

    list_display = ("kode", "siapa", "tersambung", "pengingat", "created_at", "dicabut_at")
    list_filter = ("pengingat", WilayahFilter)
    list_filter_submit = True
    search_fields = ("kode", "usaha__nama", "rumah__nomor", "rumah__nama_kepala", "mentor__nama")
    search_help_text = "Kode kartu, usaha, keluarga, atau mentor"
    list_select_related = ("usaha", "rumah", "mentor")
    fields = readonly_fields = (
        "kode", "siapa", "tersambung", "pengingat", "diingatkan", "by", "created_at", "dicabut_at",
    )  # fmt: skip
    actions = ["revoke"]

    @display(description="untuk")
    def siapa(self, akses: AksesOmzet) -> str:
        return str(akses.pemilik)

    @display(description="tersambung obrolan", boolean=True)
    def tersambung(self, akses: AksesOmzet) -> bool:
        return akses.kontak_id is not None

    def has_cabut_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ekonomi.change_aksesomzet")

    @action(description="Cabut kartu (hilang atau disalahgunakan)", permissions=["cabut"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[AksesOmzet]) -> None:
        boleh = self.rows_for(request, "change")
        rows = boleh.filter(pk__in=queryset.values("pk"), dicabut_at__isnull=True)
        n = 0
        for akses in rows:
            revoke_akses(akses)
            n += 1
        messages.success(request, f"{n} kartu dicabut. Catatannya tetap ada.")
