"""A market day at the desk: stalls, sales, fees, the announcement, moving and calling off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import display

from ekonomi.admin.angkatan import staff_of
from ekonomi.angka_pasar import draw_bars, growth_of, history_of, with_sales
from ekonomi.forms.latih_petugas import YakinForm
from ekonomi.forms.pasar import (
    BatalHariForm,
    PesanPetugasForm,
    PindahForm,
    TambahHariForm,
    read_jumlah,
)
from ekonomi.models import JualPasar, Pasar, PasarHari, SewaLapak, Usaha
from ekonomi.services.lapak_pasar import book_lapak, pay_lapak, record_jual, release_lapak
from ekonomi.services.pasar import announce_hari, cancel_hari, move_hari
from ekonomi.services.pasar_kabar import announce_words
from ekonomi.views.pasar import free_lapak
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.scope import prefix_q


def _is_coming(row: PasarHari) -> bool:
    return not row.is_batal and row.selesai_at > timezone.now()


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button of a market day; `akan`: only while it is still to come."""

    kunci: str
    label: str
    run: Callable[[PasarHari, Pengguna, Any], str]
    form: type[forms.Form] = YakinForm
    akan: bool = True
    bantuan: str = ""


def _book(hari: PasarHari, by: Pengguna, data: Any) -> str:
    sewa = book_lapak(
        hari, data["lapak"], data["usaha"], dagangan=data["dagangan"], tampil=data["tampil"], by=by
    )
    return f"Lapak {sewa.lapak.nomor} untuk {sewa.usaha}."


def _announce(hari: PasarHari, by: Pengguna, _data: Any) -> str:
    return f"Pengumuman dikirim kepada {announce_hari(hari, by=by)} pelanggan."


def _move(hari: PasarHari, by: Pengguna, data: Any) -> str:
    move_hari(hari, **data, by=by)
    return "Hari pasar dipindah; pemilik lapak diberi tahu."


def _cancel(hari: PasarHari, by: Pengguna, data: Any) -> str:
    cancel_hari(hari, alasan=data["alasan"], by=by)
    return "Hari pasar dibatalkan; pemilik lapak diberi tahu."


LANGKAH = (
    Langkah("pesan", "Beri lapak", _book, PesanPetugasForm, akan=False),
    Langkah("umumkan", "Kirim pengumuman", _announce,
            bantuan="Hanya kepada warga yang berlangganan kabar pasar."),
    Langkah("pindah", "Pindahkan", _move, PindahForm),
    Langkah("batalkan", "Batalkan hari ini", _cancel, BatalHariForm),
)  # fmt: skip
BY_KUNCI = {langkah.kunci: langkah for langkah in LANGKAH}


class PasarHariResource(AmanResource):
    """One line a market day with its sum."""

    class Meta:
        model = PasarHari
        fields = ("pasar__nama", "mulai_at", "selesai_at", "status", "alasan")
        export_order = fields


@admin.register(PasarHari)
class PasarHariAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Days are made by the rule; every change is a step that a service takes."""

    resource_classes = [PasarHariResource]
    change_form_template = "admin/ekonomi/pasar_hari.html"
    list_after_template = "admin/ekonomi/pasar_hari_daftar.html"
    list_display = ("judul", "mulai_at", "tampil_status", "terisi", "penjualan")
    list_display_links = ("judul",)
    list_filter = ("status", "mulai_at")
    list_select_related = ("pasar",)
    search_fields = ("pasar__nama",)
    ordering = ("-mulai_at",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/latih_meja.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_sales(super().get_queryset(request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        pasar = Pasar.objects.visible_to(request.user).filter(aktif=True)
        boleh = request.user.has_perm("ekonomi.change_pasar")
        tambah = {
            "pasar_semua": list(pasar[:20]) if boleh else [], "form_hari": TambahHariForm(),
        }  # fmt: skip
        return super().changelist_view(request, {**(extra_context or {}), **tambah})

    @display(description="pasar")
    def judul(self, row: PasarHari) -> str:
        return row.pasar.nama

    @display(description="status", label={"terjadwal": "success", "batal": "danger"})
    def tampil_status(self, row: PasarHari) -> tuple[str, str]:
        if not row.is_batal and row.selesai_at < timezone.now():
            return "lewat", "Selesai"
        return row.status, row.get_status_display()

    @display(description="lapak dipesan")
    def terisi(self, row: Any) -> int:
        return int(row.n_sewa)

    @display(description="penjualan")
    def penjualan(self, row: Any) -> str:
        return rupiah(int(row.total)) if row.total else "–"

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "ekonomi_pasarhari"
        return [
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/jual/", view(self.sales_view), name=f"{nama}_jual"),
            path("<int:pk>/sewa/", view(self.stall_view), name=f"{nama}_sewa"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any, *, act: bool = False) -> PasarHari:
        rows = self.get_queryset(request).select_related("pasar__wilayah")
        row: PasarHari | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if row is None or not self.has_view_permission(request, row):
            raise Http404("hari pasar tidak ditemukan")
        if act and not self.may_act(request, row):
            raise Http404("hari pasar tidak ditemukan")
        return row

    def may_act(self, request: HttpRequest, row: PasarHari) -> bool:
        """Whether this person's roles let them work on this market day."""
        if not request.user.has_perm("ekonomi.change_pasarhari"):
            return False
        return self.rows_for(request, "change").filter(pk=row.pk).exists()

    def _form(self, langkah: Langkah, row: PasarHari, data: Any = None) -> forms.Form:
        awal = {}
        if langkah.form is PindahForm:
            mulai, selesai = map(timezone.localtime, (row.mulai_at, row.selesai_at))
            awal = {"hari": mulai.date(), "mulai": mulai.time(), "selesai": selesai.time()}
        form = langkah.form(data, initial=awal, auto_id=f"{langkah.kunci}_%s")
        if langkah.form is PesanPetugasForm:
            kolom: Any = form.fields
            bebas = [satu.pk for satu in free_lapak(row)]
            kolom["lapak"].queryset = row.pasar.lapak.filter(pk__in=bebas)
            punya = SewaLapak.objects.valid().filter(hari=row).values("usaha")
            usaha = Usaha.objects.active().filter(
                prefix_q("wilayah", str(row.pasar.wilayah_id)[:13])
            )
            kolom["usaha"].queryset = usaha.exclude(pk__in=punya).order_by("nama")
        return form

    def _steps(self, request: HttpRequest, row: PasarHari) -> list[Langkah]:
        if row.is_batal or not self.may_act(request, row):
            return []
        lewat = row.selesai_at <= timezone.now()
        return [s for s in LANGKAH if not (s.akan and lewat)]

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the page."""
        row = self._find(request, pk, act=True)
        if kunci not in BY_KUNCI:
            raise Http404
        langkah = BY_KUNCI[kunci]
        if request.method != "POST" or langkah not in self._steps(request, row):
            return redirect(row)
        form = self._form(langkah, row, request.POST)
        if form.is_valid():
            try:
                messages.success(request, langkah.run(row, staff_of(request), form.cleaned_data))
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                wake(KELUAR)
                return redirect(row)
        return self._page(request, row, keliru=(langkah, form), status=422)

    def sales_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST of the day's sales; each good figure is kept, each bad one named."""
        row = self._find(request, pk, act=True)
        disimpan = 0
        for sewa in row.sewa.valid().select_related("usaha"):
            teks = request.POST.get(f"jual_{sewa.pk}", "").strip()
            if request.method != "POST" or not teks:
                continue
            try:
                record_jual(
                    sewa, read_jumlah(teks), cara=JualPasar.Cara.PETUGAS, by=staff_of(request)
                )
                disimpan += 1
            except (ValueError, ValidationError) as error:
                kata = error.messages[0] if isinstance(error, ValidationError) else str(error)
                messages.error(request, f"{sewa.usaha}: {kata}")
        if disimpan:
            messages.success(request, f"Penjualan {disimpan} lapak disimpan.")
        return redirect(row)

    def stall_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST about one booking: `aksi` bayar or lepas."""
        row = self._find(request, pk, act=True)
        nomor = request.POST.get("sewa", "")
        sewa = row.sewa.valid().filter(pk=nomor).first() if nomor.isdecimal() else None
        if request.method != "POST" or sewa is None:
            return redirect(row)
        try:
            if request.POST.get("aksi") == "bayar":
                pay_lapak(sewa, by=staff_of(request))
            else:
                release_lapak(sewa, alasan="Dilepas petugas", by=staff_of(request))
                messages.success(request, "Lapaknya dilepas.")
        except ValueError as error:
            messages.error(request, str(error))
        return redirect(row)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._page(request, self._find(request, object_id))

    def _page(
        self, request: HttpRequest, row: PasarHari, *, keliru: Any = None, status: int = 200
    ) -> HttpResponse:
        salah, form_salah = keliru or (None, None)
        jual = Prefetch(
            "jual", JualPasar.objects.filter(diganti_at__isnull=True), to_attr="jual_berlaku"
        )
        sewa = row.sewa.valid().select_related("usaha", "lapak").prefetch_related(jual)
        angka = history_of(row.pasar)
        context = {
            **self.page_context(request, str(row)),
            "hari": row,
            "boleh": self.may_act(request, row),
            "mulai": row.mulai_at <= timezone.now(),
            "lewat": row.selesai_at <= timezone.now(),
            "sewa": [(s, next(iter(s.jual_berlaku), None)) for s in sewa],
            "bebas": len(free_lapak(row)),
            "kata": announce_words(row) if _is_coming(row) else "",
            "grafik": draw_bars(angka),
            "tumbuh": growth_of(angka),
            "langkah": [
                (s, form_salah if s is salah else self._form(s, row))
                for s in self._steps(request, row)
            ],
            "terbuka": salah,
            "riwayat": row.riwayat.select_related("by")[:60],
            "kembali": reverse("admin:ekonomi_pasarhari_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)
