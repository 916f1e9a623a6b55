"""Shared problems in the admin: the queue of proposals, and one page for each problem."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from curhat.admin.saring import IsuTerbukaFilter
from curhat.admin.tiket import SINGKAT, short_place
from curhat.models import AnggotaIsu, Curhat, Isu, UsulanIsu
from curhat.perpindahan import ForbiddenMove
from curhat.services.anggota import confirmed
from curhat.services.isu import (
    Sebab,
    UsulanSudahDijawab,
    confirm_usulan,
    describe_isu,
    dissolve_isu,
    reject_usulan,
    split_anggota,
    unite_curhat,
)
from curhat.services.lacak import clean_kode
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.peran import peran_with

if TYPE_CHECKING:
    from wilayah.models import Pengguna

SATU_LAYAR = 20


def visible_reports(request: HttpRequest) -> Any:
    """Reports this person may read, by the roles that may read reports."""
    return Curhat.objects.visible_to(request.user, peran=peran_with("curhat.curhat", "view"))


class _ActingAdmin(ReadOnlyScopedAdmin):
    """Nothing is edited by a form field: every change is a step that a service takes."""

    class Media:
        css = {"all": ("gaya/tiket.css",)}

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        """Whether this person's roles let them decide here."""
        if not request.user.has_perm(f"curhat.change_{self.opts.model_name}"):
            return False
        return self.rows_for(request, "change").filter(pk=obj.pk).exists()


@admin.register(UsulanIsu)
class UsulanIsuAdmin(_ActingAdmin):
    """The queue: two reports side by side, why they look alike, and two keys: Y and N."""

    change_list_template = "admin/curhat/usulan.html"
    list_filter = (WilayahFilter,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        tempat = "wilayah__induk__induk"
        return (
            super()
            .get_queryset(request)
            .select_related(
                f"curhat__{tempat}",
                f"mirip__{tempat}",
                "curhat__subkategori",
                "mirip__subkategori",
                "mirip__tiket_bersama",
                "curhat__kontak",
                "mirip__kontak",
            )
        )

    def get_urls(self) -> list[Any]:
        step = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:pk>/putus/<str:kunci>/", step, name="curhat_usulanisu_putus"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        rows = cast("Any", self.get_queryset(request)).waiting()
        if di := request.GET.get("di", "").replace("\x00", ""):
            rows = rows.in_wilayah(di)
        return self._page(request, list(rows[:SATU_LAYAR]), rows.count())

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        usulan = self.get_object(request, object_id) if object_id else None
        if usulan is None:
            raise Http404
        return self._page(request, [usulan], 1)

    def _page(self, request: HttpRequest, usulan: list[UsulanIsu], jumlah: int) -> HttpResponse:
        isu = _problems_of([u.mirip_id for u in usulan])
        boleh = request.user.has_perm("curhat.change_usulanisu")
        for satu in usulan:
            for curhat in (satu.curhat, satu.mirip):
                curhat.tempat = short_place(curhat.wilayah)  # type: ignore[attr-defined]
            satu.isu = isu.get(satu.mirip_id)  # type: ignore[attr-defined]
        context = {
            **self.page_context(request, "Usulan masalah bersama"),
            "usulan": usulan,
            "jumlah": jumlah,
            "boleh": boleh,
            "boleh_curhat": request.user.has_perm("curhat.view_curhat"),
        }
        return TemplateResponse(request, self.change_list_template, context)

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of `ya` or `tidak`; what somebody else decided first is said, not done again."""
        usulan = self.get_queryset(request).filter(pk=pk).first()
        if usulan is None or kunci not in {"ya", "tidak"} or not self.may_act(request, usulan):
            raise Http404
        if request.method == "POST":
            self._decide(request, usulan, kunci)
            wake(KELUAR)
        return redirect("admin:curhat_usulanisu_changelist")

    def _decide(self, request: HttpRequest, usulan: UsulanIsu, kunci: str) -> None:
        by = cast("Pengguna", request.user)
        try:
            if kunci == "tidak":
                reject_usulan(usulan, by=by)
                messages.success(request, "Dicatat: bukan masalah yang sama.")
                return
            isu = confirm_usulan(usulan, by=by)
            messages.success(request, f"Digabung ke {isu.kode}, tiket {isu.tiket.nomor}.")
        except UsulanSudahDijawab as error:
            messages.warning(request, f"Usulan ini sudah diputus lebih dulu: {error}.")
        except (ForbiddenMove, ValueError) as error:
            messages.error(request, str(error))


def _problems_of(curhat: list[int]) -> dict[int, Isu]:
    rows = AnggotaIsu.objects.filter(curhat__in=curhat, ended_at__isnull=True)
    return {satu.curhat_id: satu.isu for satu in rows.select_related("isu")}


class RingkasanForm(forms.Form):
    """What the public page may say."""

    ringkasan = forms.CharField(
        label="Ringkasan untuk umum (hal dan tempat saja)",
        max_length=120,
        widget=UnfoldAdminTextInputWidget(),
    )
    tampil = forms.BooleanField(
        label="Tampilkan di halaman umum", required=False, widget=UnfoldBooleanWidget()
    )


class GabungForm(forms.Form):
    """Another report, by its code."""

    kode = forms.CharField(label="Kode laporan", max_length=40, widget=UnfoldAdminTextInputWidget())


class PisahForm(forms.Form):
    """One member."""

    curhat = forms.IntegerField(widget=forms.HiddenInput)


@admin.register(Isu)
class IsuAdmin(_ActingAdmin):
    """Problems that several residents told of, each with its one ticket."""

    change_form_template = "admin/curhat/isu.html"
    list_display = ("kode", "ringkasan", "tempat", "banyak", "nomor", "tampil_status")
    list_display_links = ("kode", "ringkasan")
    list_filter = (IsuTerbukaFilter, WilayahFilter, "subkategori__kategori")
    list_filter_submit = True
    search_fields = ("kode", "ringkasan", "tiket__nomor")
    search_help_text = "Kode, ringkasan, atau nomor tiket"
    ordering = ("-id",)
    list_select_related = ("wilayah__induk__induk", "tiket")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many members there are, of those this person may read."""
        hidup = Q(anggota__ended_at__isnull=True, anggota__curhat__in=visible_reports(request))
        return super().get_queryset(request).annotate(n=Count("anggota", filter=hidup))

    @display(description="wilayah", ordering="wilayah")
    def tempat(self, isu: Isu) -> str:
        return short_place(isu.wilayah)

    @display(description="laporan", ordering="n")
    def banyak(self, isu: Any) -> int:
        return int(isu.n)

    @display(description="tiket", ordering="tiket__nomor")
    def nomor(self, isu: Isu) -> str:
        return isu.tiket.nomor

    @display(description="status", ordering="tiket__status")
    def tampil_status(self, isu: Isu) -> str:
        if isu.bubar_at:
            return "Dibubarkan"
        return SINGKAT.get(isu.tiket.status, isu.tiket.get_status_display())

    def get_urls(self) -> list[Any]:
        step = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:pk>/langkah/<str:kunci>/", step, name="curhat_isu_langkah"),
            *super().get_urls(),
        ]

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: ringkasan, gabung, pisah, bubar."""
        isu = self.get_queryset(request).filter(pk=pk).first()
        if isu is None or kunci not in _LANGKAH or not self.may_act(request, isu):
            raise Http404
        if request.method == "POST":
            form_class, run = _LANGKAH[kunci]
            form = form_class(request.POST)
            try:
                if form.is_valid():
                    messages.success(request, run(request, isu, form.cleaned_data))
                else:
                    messages.error(request, "Isiannya belum lengkap.")
            except (ForbiddenMove, ValueError) as error:
                messages.error(request, str(error))
            wake(KELUAR)
        return redirect("admin:curhat_isu_change", pk)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        isu = self.get_object(request, object_id) if object_id else None
        if isu is None:
            raise Http404
        anggota = list(
            isu.anggota.filter(ended_at__isnull=True, curhat__in=visible_reports(request))
            .select_related("curhat__wilayah__induk__induk", "tiket_semula", "by")
            .order_by("id")
        )
        context = {
            **self.page_context(request, isu.kode),
            "isu": isu,
            "tempat": short_place(isu.wilayah),
            "anggota": [_as_row(satu) for satu in anggota],
            "terdampak": _affected(anggota),
            "dipastikan": len(confirmed(isu.tiket) & {a.curhat_id for a in anggota}),
            "riwayat": _history(isu, request),
            "boleh": self.may_act(request, isu) and isu.bubar_at is None,
            "form_ringkasan": RingkasanForm(
                initial={"ringkasan": isu.ringkasan, "tampil": isu.tampil}
            ),
            "form_gabung": GabungForm(),
            "kembali": reverse("admin:curhat_isu_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context)


def _as_row(satu: AnggotaIsu) -> AnggotaIsu:
    satu.tempat = short_place(satu.curhat.wilayah)  # type: ignore[attr-defined]
    satu.kalimat = satu.penjelasan.get("kalimat", "")  # type: ignore[attr-defined]
    return satu


def _affected(anggota: list[AnggotaIsu]) -> int:
    """How many people at least: what a report says of it, or as many as reported."""
    pks = [satu.curhat_id for satu in anggota]
    kata = Curhat.objects.filter(pk__in=pks).aggregate(n=Max("perkiraan_terdampak"))["n"]
    return max(kata or 0, len(anggota))


def _history(isu: Isu, request: HttpRequest) -> Any:
    """What happened, without the rows about reports this person may not read."""
    return isu.riwayat.filter(
        Q(curhat__isnull=True) | Q(curhat__in=visible_reports(request))
    ).select_related("by", "curhat")


def _describe(request: HttpRequest, isu: Isu, data: dict[str, Any]) -> str:
    by = cast("Pengguna", request.user)
    describe_isu(isu, by=by, ringkasan=data["ringkasan"], tampil=data["tampil"])
    return "Ringkasan disimpan."


def _add(request: HttpRequest, isu: Isu, data: dict[str, Any]) -> str:
    curhat = visible_reports(request).filter(kode=clean_kode(data["kode"])).first()
    if curhat is None:
        raise ValueError("Tidak ada laporan dengan kode itu di wilayah Anda.")
    sebab = Sebab(AnggotaIsu.Cara.MANUAL, by=cast("Pengguna", request.user))
    unite_curhat(curhat, isu.tiket.curhat, sebab=sebab)
    return f"{curhat.kode} bergabung."


def _split(request: HttpRequest, isu: Isu, data: dict[str, Any]) -> str:
    curhat = visible_reports(request).filter(pk=data["curhat"]).first()
    if curhat is None:
        raise ValueError("Laporan itu tidak ada di sini.")
    tiket = split_anggota(isu, curhat, by=cast("Pengguna", request.user))
    return f"{curhat.kode} dipisahkan" + (f", tiketnya {tiket.nomor}." if tiket else ".")


def _dissolve(request: HttpRequest, isu: Isu, _data: dict[str, Any]) -> str:
    n = dissolve_isu(isu, by=cast("Pengguna", request.user))
    return f"Dibubarkan: {n} laporan ditindaklanjuti tersendiri lagi."


_Langkah = Callable[[HttpRequest, Isu, dict[str, Any]], str]
_LANGKAH: dict[str, tuple[type[forms.Form], _Langkah]] = {
    "ringkasan": (RingkasanForm, _describe),
    "gabung": (GabungForm, _add),
    "pisah": (PisahForm, _split),
    "bubar": (forms.Form, _dissolve),
}
