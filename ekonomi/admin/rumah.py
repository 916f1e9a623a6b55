"""The register of households: the list, a household's card, its form and its steps."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.rumah_isi import IsiRumah
from ekonomi.admin.rumah_langkah import BY_KUNCI, Langkah, steps_of
from ekonomi.admin.rumah_saring import (
    DataLamaFilter,
    DtksFilter,
    InternetFilter,
    KelompokFilter,
    PersetujuanFilter,
    RwFilter,
    StatusFilter,
    UsahaFilter,
)
from ekonomi.admin.unduh import record_ekspor, rows_response, text_response
from ekonomi.ekspor_rumah import seed_rows, summarise_kpi, write_kpi
from ekonomi.kartu import build_kartu
from ekonomi.models import KelompokSasaran, PasanganMirip, Rumah
from ekonomi.persetujuan import TEKS_SEKARANG
from ekonomi.services.rumah import RumahDitolakError, groups_of, set_kelompok
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.format import rupiah
from wilayah.models import Pengguna

_RINGKAS = {
    "miskin": "Miskin", "pemuda": "Pemuda", "ibu": "Ibu", "lansia": "Lansia",
    "disabilitas": "Disabilitas", "umkm": "UMKM",
}  # fmt: skip


def staff_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `admin_view` lets nobody else in."""
    return request.user  # type: ignore[return-value]


@admin.register(Rumah)
class RumahAdmin(ReadOnlyScopedAdmin):
    """Nothing is edited by the admin's own form: every change is a step that a service takes."""

    change_form_template = "admin/ekonomi/rumah.html"
    list_before_template = "admin/ekonomi/rumah_unduh.html"
    list_display = (
        "tampil_nama", "tempat", "tampil_dtks", "tampil_kelompok", "tampil_omzet", "usaha_aktif",
        "tampil_data",
    )  # fmt: skip
    list_display_links = ("tampil_nama",)
    list_filter = (
        StatusFilter, RwFilter, DtksFilter, KelompokFilter, UsahaFilter, InternetFilter,
        DataLamaFilter, PersetujuanFilter,
    )  # fmt: skip
    list_filter_submit = True
    search_fields = ("nomor", "nama_kepala", "alamat")
    search_help_text = "household_id, nama kepala keluarga, atau alamat"
    ordering = ("wilayah", "nama_kepala", "id")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/rumah.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        aktif = Count("usaha", filter=Q(usaha__status="aktif"))
        return super().get_queryset(request).annotate(n_usaha=aktif).defer("asli", "no_kk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def may_act(self, request: HttpRequest, rumah: Rumah) -> bool:
        """Whether this person's roles let them change this household."""
        if not request.user.has_perm("ekonomi.change_rumah"):
            return False
        return self.rows_for(request, "change").filter(pk=rumah.pk).exists()

    @display(description="rumah tangga", ordering="nama_kepala")
    def tampil_nama(self, rumah: Rumah) -> str:
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}</small>',
            rumah.nama_kepala, rumah.nomor,
        )  # fmt: skip

    @display(description="RT/RW", ordering="wilayah")
    def tempat(self, rumah: Rumah) -> str:
        return short_place(rumah.wilayah_id)

    @display(description="DTKS", ordering="dtks")
    def tampil_dtks(self, rumah: Rumah) -> str:
        if not rumah.dtks:
            return "–"
        return format_html('<b class="status status-baru">{}</b>', "Terdaftar")

    @display(description="kelompok")
    def tampil_kelompok(self, rumah: Rumah) -> str:
        return ", ".join(_RINGKAS.get(satu, satu) for satu in rumah.kelompok) or "–"

    @display(description="omzet sebulan", ordering="omzet")
    def tampil_omzet(self, rumah: Rumah) -> str:
        isi = "belum diukur" if rumah.omzet is None else rupiah(rumah.omzet)
        return format_html('<span class="angka">{}</span>', isi)

    @display(description="usaha", ordering="n_usaha")
    def usaha_aktif(self, rumah: Any) -> str:
        return str(rumah.n_usaha) + (" · digital" if rumah.onboarded else "")

    @display(description="data", ordering="diperbarui")
    def tampil_data(self, rumah: Rumah) -> str:
        hari = (timezone.localdate() - rumah.diperbarui).days
        kelas = "angka lewat" if hari > 90 else "angka"
        return format_html(
            '<span class="{}">{}</span>', kelas, rumah.diperbarui.strftime("%d/%m/%y")
        )

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "ekonomi_rumah"
        return [
            path("unduh/<str:bentuk>/", view(self.export_view), name=f"{nama}_unduh"),
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/ubah/", view(self.edit_view), name=f"{nama}_ubah"),
            path("<int:pk>/kelompok/", view(self.group_view), name=f"{nama}_kelompok"),
            path("<int:pk>/cetak/", view(self.print_view), name=f"{nama}_cetak"),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest, bentuk: str) -> HttpResponse:
        """What the list shows now, in the seed's columns, or its three figures."""
        if not self.has_view_permission(request) or request.method != "GET":
            raise Http404
        pilihan = self.get_changelist_instance(request).get_queryset(request)
        rumah = Rumah.objects.filter(pk__in=pilihan.order_by().values("pk"))
        if bentuk == "kpi":
            record_ekspor(request, apa="summary_kpi rumah tangga", bentuk="csv", jumlah=1)
            return text_response(write_kpi(summarise_kpi(rumah)), "summary_kpi.csv")
        if bentuk not in {"csv", "excel", "xlsx"}:
            raise Http404
        record_ekspor(request, apa="rumah tangga", bentuk=bentuk, jumlah=rumah.count())
        return rows_response(bentuk, seed_rows(rumah), nama="rumah-tangga")

    def _find(self, request: HttpRequest, pk: Any) -> Rumah:
        rows = (
            self.get_queryset(request)
            .defer(None)
            .select_related("wilayah__induk__induk", "potensi")
        )
        rumah: Rumah | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if rumah is None or not self.has_view_permission(request, rumah):
            raise Http404("rumah tangga tidak ditemukan")
        return rumah

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the page, words kept."""
        rumah = self._find(request, pk)
        if kunci not in BY_KUNCI or not self.may_act(request, rumah):
            raise Http404
        langkah = BY_KUNCI[kunci]
        if request.method != "POST":
            return redirect(rumah)
        if langkah not in steps_of(rumah):
            messages.error(request, "Langkah ini tidak tersedia; datanya baru saja berubah.")
            return redirect(rumah)
        form = langkah.build(rumah, request.POST)
        if form.is_valid():
            try:
                langkah.run(rumah, staff_of(request), dict(form.cleaned_data))
            except (RumahDitolakError, ValidationError) as error:
                for pesan in getattr(error, "messages", None) or [str(error)]:
                    form.add_error(None, pesan)
        if form.errors:
            return self._card(request, rumah, keliru=(langkah, form), status=422)
        messages.success(request, f"{langkah.label}: tersimpan.")
        return redirect(rumah)

    def group_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: take over the groups that the members suggest."""
        rumah = self._find(request, pk)
        if not self.may_act(request, rumah):
            raise Http404
        if request.method == "POST" and steps_of(rumah):
            usulan = groups_of(rumah, on=timezone.localdate())
            set_kelompok(rumah, kelompok=[u.kelompok for u in usulan], by=staff_of(request))
            messages.success(request, "Kelompok sasaran disamakan dengan usulan.")
        return redirect(rumah)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rumah = self._find(request, pk)
        if not self.may_act(request, rumah) or not steps_of(rumah):
            raise Http404
        isi = IsiRumah(request, staff_of(request), rumah)
        return isi.answer() or isi.page(
            {
                **self.page_context(request, f"Ubah {rumah.nomor}"),
            }
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        isi = IsiRumah(request, staff_of(request), None)
        return isi.answer() or isi.page(
            {
                **self.page_context(request, "Rumah tangga baru"),
            }
        )

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The card on one sheet, without the portal around it."""
        rumah = self._find(request, pk)
        return TemplateResponse(
            request,
            "admin/ekonomi/rumah_cetak.html",
            {
                "rumah": rumah,
                "bagian": build_kartu(rumah, request.user),
                "hari": timezone.localdate(),
                "tempat": rumah.wilayah,
            },
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._card(request, self._find(request, object_id))

    def _card(
        self,
        request: HttpRequest,
        rumah: Rumah,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        boleh = self.may_act(request, rumah)
        steps = steps_of(rumah) if boleh else []
        salah, form_salah = keliru or (None, None)
        hari = timezone.localdate()
        usulan = groups_of(rumah, on=hari) if steps else []
        context = {
            **self.page_context(request, str(rumah)),
            "rumah": rumah,
            "hari": hari,
            "tempat": rumah.wilayah,
            "kelompok": [str(_LABEL.get(k, k)) for k in rumah.kelompok],
            "usulan": usulan,
            "usulan_beda": {u.kelompok for u in usulan} != set(rumah.kelompok),
            "bagian": build_kartu(rumah, request.user),
            "persetujuan": rumah.persetujuan.select_related("by").first(),
            "teks_persetujuan": TEKS_SEKARANG,
            "mirip": _pairs(rumah) if boleh else [],
            "langkah": [(s, form_salah if s is salah else s.build(rumah)) for s in steps],
            "terbuka": salah,
            "kembali": reverse("admin:ekonomi_rumah_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)


_LABEL = dict(KelompokSasaran.choices)


def _pairs(rumah: Rumah) -> list[PasanganMirip]:
    """Undecided pairs of this household; the template names the other only within a kelurahan."""
    milik = Q(rumah_a=rumah) | Q(rumah_b=rumah)
    return list(
        PasanganMirip.objects.waiting().filter(milik).select_related("rumah_a", "rumah_b")[:5]
    )


def short_place(kode: str) -> str:
    """ "03/02" for RT 03 RW 02, "RW 02", or a dash."""
    bagian = kode.split(".")[4:]
    if len(bagian) == 2:
        return f"{bagian[1]}/{bagian[0]}"
    return f"RW {bagian[0]}" if bagian else "–"
