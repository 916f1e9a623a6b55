"""Visits at the desk: the list, a new one, and each visit's own page with its steps."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import display

from luna_maya.admin.dokumentasi_kunjungan import section_of
from luna_maya.admin.kunjungan_baru import new_kunjungan_page
from luna_maya.admin.kunjungan_langkah import BERIKUT, LANGKAH, refusal
from luna_maya.admin.kunjungan_saring import (
    KunjunganResource,
    PeriodeFilter,
    SayaIkutFilter,
    TempatFilter,
    WaktuLainFilter,
    hosts_seen_by,
    kelurahan_of,
    local_names,
)
from luna_maya.bagian_persetujuan import persetujuan_context
from luna_maya.forms.kunjungan import HadirForm, IkutForm, PindahForm, initial_waktu
from luna_maya.halaman_kunjungan import (
    address_of,
    head_of,
    history_of,
    log_url_of,
    outcome_of,
    people_of,
    questions_of,
)
from luna_maya.jadwal_bebas import place_words
from luna_maya.models import Kunjungan
from luna_maya.waktu_catatan import opens_at
from pesan.admin_langkah import Langkah, LangkahAdmin
from wilayah.ekspor import EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place

S = Kunjungan.Status
_HALAMAN = "admin/luna_maya/kunjungan.html"
# The part "persetujuan" brings the first; without it the second says what the state is.
_PERSETUJUAN = [
    "admin/luna_maya/persetujuan_bagian.html", "admin/luna_maya/kunjungan_setuju.html",
]  # fmt: skip


@admin.register(Kunjungan)
class KunjunganAdmin(EksporAdmin, LangkahAdmin):
    """When, where, who, in what state; hosts only for those whose role shows them."""

    resource_classes = [KunjunganResource]
    change_form_template = _HALAMAN
    langkah = LANGKAH
    list_display = ("kapan", "tampil_jenis", "tempat", "tampil_status", "tuan", "dipimpin", "ikut")
    list_display_links = ("kapan",)
    list_filter = (
        SayaIkutFilter, PeriodeFilter, "status", WaktuLainFilter, "jenis", TempatFilter,
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("jenis", "wilayah", "lurah", "tuan_rumah")
    search_fields = ("kode", "acara", "wilayah__nama")
    search_help_text = "Nama tuan rumah, RT, acara, atau kode kunjungan"
    ordering = ("-mulai_at",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/kunjungan.css")}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("luna_maya.add_kunjungan"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).annotate(n_ikut=Count("peserta"))
        terlihat = hosts_seen_by(request.user).filter(pk=OuterRef("tuan_rumah"))
        return rows.annotate(lihat_tuan=Exists(terlihat))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By a host's name too, but only among hosts whose name this user may read."""
        rows, ganda = super().get_search_results(request, queryset, search_term)
        kata = search_term.strip()
        if kata:
            rumah = hosts_seen_by(request.user).filter(nama__icontains=kata)
            rows = rows | queryset.filter(tuan_rumah__in=rumah)
        return rows, ganda

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        self._nama = local_names()
        return super().changelist_view(request, extra_context)

    @display(description="kapan", ordering="mulai_at")
    def kapan(self, obj: Kunjungan) -> str:
        return tanggal_panjang(obj.mulai_at, str(obj.wilayah_id))

    @display(description="jenis", ordering="jenis")
    def tampil_jenis(self, obj: Kunjungan) -> str:
        return self._nama.get((kelurahan_of(obj), obj.jenis.kode), obj.jenis.nama)

    @display(description="tempat", ordering="wilayah")
    def tempat(self, obj: Kunjungan) -> str:
        return place_words(str(obj.wilayah_id))

    @display(
        description="keadaan", ordering="status",
        label={S.PASTI: "success", S.BERLANGSUNG: "success", S.MENUNGGU: "warning",
               S.RENCANA: "info", S.BATAL: "danger"},
    )  # fmt: skip
    def tampil_status(self, obj: Kunjungan) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    @display(description="tuan rumah")
    def tuan(self, obj: Any) -> str:
        return obj.tuan_rumah.nama if obj.lihat_tuan else "–"

    @display(description="dipimpin")
    def dipimpin(self, obj: Kunjungan) -> str:
        return str(obj.lurah)

    @display(description="ikut")
    def ikut(self, obj: Any) -> int:
        return int(obj.n_ikut)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.print_view)
        return [
            path("<int:pk>/cetak/", view, name="luna_maya_kunjungan_cetak"),
            *super().get_urls(),
        ]

    def find(self, request: HttpRequest, pk: Any) -> Any:
        """The visit with what its page needs. Raises Http404."""
        teks = str(pk)
        rows: Any = self.get_queryset(request).select_related(
            "jenis", "wilayah", "lurah", "tuan_rumah__wilayah", "kendaraan"
        )
        obj = rows.filter(pk=pk).first() if teks.isdecimal() and len(teks) < 19 else None
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404("kunjungan tidak ditemukan")
        return obj

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        return new_kunjungan_page(request, self.page_context(request, "Kunjungan baru"))

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """As every step; one that this state does not allow is refused in words."""
        obj = self.find(request, pk)
        langkah = next((s for s in self.langkah if s.kunci == kunci), None)
        terlarang = langkah is not None and not langkah.boleh(obj, request.user)
        if langkah and terlarang and request.method == "POST" and self.may_act(request, obj):
            messages.info(request, refusal(obj, langkah.label))
            return redirect(obj)
        return super().step_view(request, pk, kunci)

    def main_step(self, obj: Any) -> str:
        """The step that comes next: finishing once the visit runs or its time is over; none
        while its day is still to come.
        """
        if obj.status == S.BERLANGSUNG or obj.selesai_at < timezone.now():
            return "selesai"
        return "mulai" if timezone.now() >= opens_at(obj) else ""

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        pilih: dict[str, Any] = {"auto_id": f"{langkah.kunci}_%s"}
        if langkah.form in {HadirForm, IkutForm}:
            pilih["kunjungan"] = obj
        if langkah.form is PindahForm:
            kode = kelurahan_of(obj)
            pilih["kelurahan"] = kode
            pilih["initial"] = initial_waktu(obj.mulai_at, obj.selesai_at, kode)
        form: type[Any] = langkah.form
        return form(*data[:1], **pilih)

    def _page(
        self, request: HttpRequest, obj: Any, *, keliru: Any = None, status: int = 200
    ) -> HttpResponse:
        steps = self.steps(request, obj) if self.may_act(request, obj) else []
        salah, form_salah = keliru or (None, None)
        utama = self.main_step(obj)
        context = {
            **self._isi(request, obj),
            **self._dokumentasi(request, obj),
            "url_bulan": f"{reverse('admin:luna_maya_kunjungan_kalender')}?di={kelurahan_of(obj)}"
            f"&tanggal={at_place(obj.mulai_at, str(obj.wilayah_id)):%Y-%m-%d}",
            "langkah": [
                (s, form_salah if salah and s.kunci == salah.kunci else self.build(s, obj))
                for s in steps
            ],
            "utama": utama,
            "terbuka": salah.kunci if salah else utama,
            "url_baru": f"{reverse('admin:luna_maya_kunjungan_add')}?di={kelurahan_of(obj)}"
            f"&jenis={obj.jenis.kode}&tuan_rumah={obj.tuan_rumah_id}",
        }
        return TemplateResponse(request, _HALAMAN, context, status=status)

    def _isi(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        kepala = head_of(obj)
        isi = {
            **self.page_context(request, f"{kepala.jenis}, {kepala.tempat}"),
            "kunjungan": obj,
            "kepala": kepala,
            "berikut": BERIKUT[S(obj.status)],
            "lihat_tuan": obj.lihat_tuan,
            "boleh": self.may_act(request, obj),
        }
        if not obj.lihat_tuan:
            return isi
        return {
            **isi, **address_of(obj, request.user), **outcome_of(obj),
            "peserta": people_of(obj),
            "pertanyaan": questions_of(obj),
            "riwayat": history_of(obj),
            "bagian_persetujuan": _PERSETUJUAN,
            "setuju": persetujuan_context(obj),
            "url_catat": log_url_of(obj),
        }  # fmt: skip

    def _dokumentasi(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Pictures and words of the visit, for who works with them there."""
        if not obj.lihat_tuan or not request.user.has_perm("luna_maya.view_dokumentasi"):
            return {}
        return {"lihat_dokumentasi": True, **section_of(obj)}

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The visit on paper: who, when, the questions with room to write."""
        obj = self.find(request, pk)
        isi = self._isi(request, obj) | {
            "dicetak": tanggal_panjang(timezone.now(), str(obj.wilayah_id))
        }
        response = TemplateResponse(request, "admin/luna_maya/kunjungan_cetak.html", isi)
        response["Cache-Control"] = "private, no-store"
        return response
