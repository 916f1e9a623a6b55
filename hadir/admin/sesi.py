"""A session at the facilitator's hand: tick names on a phone, show the code, print the list."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from hadir.daftar import Orang, daftar_of
from hadir.forms import PetugasForm, PindahSesiForm
from hadir.models import Kehadiran, SesiHadir
from hadir.services import (
    cancel_hadir,
    close_sesi,
    current_kode,
    move_sesi,
    qr_svg,
    record_hadir,
    reopen_sesi,
)
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.models import Pengguna

WARNA = {"terjadwal": "info", "dibuka": "success", "ditutup": "", "dikunci": "warning"}
ALASAN_URUNG = "Salah centang"


class KeadaanFilter(DropdownFilter):
    """Sessions by what can be done with them."""

    title = "keadaan"
    parameter_name = "keadaan"
    _SARING = {
        "terjadwal": Q(dibuka_at__isnull=True),
        "dibuka": Q(dibuka_at__isnull=False, ditutup_at__isnull=True),
        "ditutup": Q(ditutup_at__isnull=False, dikunci_at__isnull=True),
        "dikunci": Q(dikunci_at__isnull=False),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(nilai), str(label)) for nilai, label in SesiHadir.Status.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        saring = self._SARING.get(self.value() or "")
        return queryset.filter(saring) if saring is not None else queryset


def _staff(request: HttpRequest) -> Pengguna:
    return request.user  # type: ignore[return-value]


@admin.register(SesiHadir)
class SesiHadirAdmin(ReadOnlyScopedAdmin):
    """Sessions are planned by the app that needs them; here people are ticked."""

    change_form_template = "admin/hadir/sesi.html"
    list_display = ("judul", "mulai_at", "tempat", "tampil_status", "jumlah")
    list_display_links = ("judul",)
    list_filter = (KeadaanFilter, WilayahFilter, "tanggal")
    list_filter_submit = True
    search_fields = ("judul", "rujukan", "tempat")
    search_help_text = "Judul, tempat, atau rujukan"
    list_select_related = ("wilayah",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        hadir = Count("kehadiran", filter=Q(kehadiran__dibatalkan_at__isnull=True))
        return super().get_queryset(request).annotate(n_hadir=hadir)

    @display(description="keadaan", label=WARNA)
    def tampil_status(self, sesi: SesiHadir) -> tuple[str, str]:
        return sesi.status, sesi.keadaan

    @display(description="hadir")
    def jumlah(self, sesi: SesiHadir) -> int:
        return int(sesi.n_hadir)  # type: ignore[attr-defined]

    def may_act(self, request: HttpRequest, sesi: SesiHadir) -> bool:
        """Whether this person's roles let them record at this session."""
        if not request.user.has_perm("hadir.change_sesihadir"):
            return False
        return self.rows_for(request, "change").filter(pk=sesi.pk).exists()

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "hadir_sesihadir"
        return [
            path("<int:pk>/catat/", view(self.record_view), name=f"{nama}_catat"),
            path("<int:pk>/batal/", view(self.cancel_view), name=f"{nama}_batal"),
            path("<int:pk>/buka/", view(self.open_view), name=f"{nama}_buka"),
            path("<int:pk>/tutup/", view(self.close_view), name=f"{nama}_tutup"),
            path("<int:pk>/pindah/", view(self.move_view), name=f"{nama}_pindah"),
            path("<int:pk>/layar/", view(self.screen_view), name=f"{nama}_layar"),
            path("<int:pk>/kode/", view(self.code_view), name=f"{nama}_kode"),
            path("<int:pk>/cetak/", view(self.print_view), name=f"{nama}_cetak"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any, *, act: bool = False) -> SesiHadir:
        rows = self.get_queryset(request).select_related("wilayah")
        sesi: SesiHadir | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if sesi is None or not self.has_view_permission(request, sesi):
            raise Http404("sesi tidak ditemukan")
        if act and not self.may_act(request, sesi):
            raise Http404("sesi tidak ditemukan")
        return sesi

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: tick one person, by their key from the list or by their code."""
        sesi = self._find(request, pk, act=True)
        form = PetugasForm(request.POST)
        if request.method != "POST" or not form.is_valid():
            if request.method == "POST":
                messages.error(request, "Ketik kodenya atau pilih satu nama.")
            return redirect(sesi)
        orang = _choose(sesi, form.cleaned_data)
        if orang is None:
            messages.error(request, "Tidak ada peserta sesi ini dengan kode atau nama itu.")
            return redirect(sesi)
        try:
            record_hadir(sesi, orang.kunci, cara=Kehadiran.Cara.DAFTAR, by=_staff(request))
        except ValueError as error:
            messages.error(request, str(error))
            return redirect(sesi)
        return _back(request, sesi, orang.kunci)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: take a tick back; without a word it was a slip of the finger."""
        sesi = self._find(request, pk, act=True)
        kunci = request.POST.get("kunci", "")
        row = Kehadiran.objects.valid().filter(sesi=sesi, kunci_orang=kunci).first()
        if request.method == "POST" and row is not None:
            alasan = request.POST.get("alasan", "").strip() or ALASAN_URUNG
            try:
                cancel_hadir(row, alasan=alasan, by=_staff(request))
            except ValueError as error:
                messages.error(request, str(error))
        return _back(request, sesi, "")

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: people may sign in."""
        return self._switch(request, pk, reopen_sesi, "Sesi dibuka; peserta dapat mencatat diri.")

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: only staff may still tick."""
        return self._switch(request, pk, close_sesi, "Sesi ditutup. Daftar masih bisa dikoreksi.")

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: another time; what is refused is said on the page of the session."""
        sesi = self._find(request, pk, act=True)
        form = PindahSesiForm(request.POST)
        if request.method == "POST" and form.is_valid():
            data, zona = form.cleaned_data, timezone.get_current_timezone()
            try:
                move_sesi(
                    sesi,
                    mulai_at=datetime.combine(data["tanggal"], data["mulai"], tzinfo=zona),
                    selesai_at=datetime.combine(data["tanggal"], data["selesai"], tzinfo=zona),
                    alasan=data["alasan"],
                    by=_staff(request),
                )
                wake(KELUAR)
                messages.success(request, "Jadwal dipindah; peserta yang bisa dihubungi dikabari.")
            except ValueError as error:
                messages.error(request, str(error))
        elif request.method == "POST":
            messages.error(request, "Lengkapi hari, jam mulai, dan jam selesai.")
        return redirect(sesi)

    def _switch(self, request: HttpRequest, pk: int, ubah: Any, kabar: str) -> HttpResponse:
        sesi = self._find(request, pk, act=True)
        if request.method == "POST":
            try:
                ubah(sesi, by=_staff(request))
                messages.success(request, kabar)
            except ValueError as error:
                messages.error(request, str(error))
        return redirect(sesi)

    def screen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The code, large, for a projector or the facilitator's own phone."""
        sesi = self._find(request, pk, act=True)
        context = {"sesi": sesi, **self._code(sesi)}
        return TemplateResponse(request, "hadir/layar.html", context)

    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the screen polls for: the next code and how many are there."""
        return JsonResponse(self._code(self._find(request, pk, act=True)))

    def _code(self, sesi: SesiHadir) -> dict[str, Any]:
        if not sesi.is_terbuka:
            return {"terbuka": False, "hadir": int(sesi.n_hadir), "sisa": 15}  # type: ignore[attr-defined]
        kode = current_kode(sesi)
        return {
            "terbuka": True,
            "svg": qr_svg(sesi),
            "angka": f"{kode.angka[:3]} {kode.angka[3:]}",
            "sisa": kode.sisa,
            "hadir": int(sesi.n_hadir),  # type: ignore[attr-defined]
        }

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list on paper with a column to sign in; who is ticked already is marked."""
        sesi = self._find(request, pk)
        baris = _rows(sesi)
        # a few empty lines for who comes unannounced
        context = {"sesi": sesi, "baris": baris, "kosong": range(len(baris) + 1, len(baris) + 6)}
        response = render(request, "hadir/cetak.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        sesi = self._find(request, object_id)
        semua = _rows(sesi)
        cari, saring = request.GET.get("cari", "").strip(), request.GET.get("saring", "")
        context = {
            **self.page_context(request, str(sesi)),
            "sesi": sesi,
            "warna": WARNA.get(sesi.status, ""),
            "baris": [b for b in semua if _fits(b, cari.lower(), saring)],
            "jumlah": len(semua),
            "n_hadir": sum(b["hadir"] is not None for b in semua),
            "cari": cari,
            "saring": saring,
            "boleh": self.may_act(request, sesi) and sesi.dikunci_at is None,
            "baru": _just_recorded(sesi, request.GET.get("baru", ""), semua),
            "batal": Kehadiran.objects.filter(sesi=sesi, dibatalkan_at__isnull=False)
            .select_related("dibatalkan_oleh"),
            "riwayat": sesi.riwayat.select_related("by"),
            "kembali": reverse("admin:hadir_sesihadir_changelist"),
            "halaman": daftar_of(sesi).page_url(sesi),
            "form_pindah": _move_form(sesi),
        }  # fmt: skip
        return TemplateResponse(request, self.change_form_template, context)


def _rows(sesi: SesiHadir) -> list[dict[str, Any]]:
    """Everybody expected and everybody who came, with their presence; phones used twice marked."""
    ada = {k.kunci_orang: k for k in Kehadiran.objects.valid().filter(sesi=sesi)}
    pakai: dict[str, int] = {}
    for k in ada.values():
        pakai[k.perangkat] = pakai.get(k.perangkat, 0) + 1
    orang = list(daftar_of(sesi).people(sesi))
    dikenal = {o.kunci for o in orang}
    orang += [Orang(k, k, "tidak ada di daftar lagi") for k in ada if k not in dikenal]
    hasil = []
    for o in orang:
        k = ada.get(o.kunci)
        sama = pakai[k.perangkat] if k is not None and k.perangkat else 0
        hasil.append({"orang": o, "hadir": k, "sama": sama if sama > 1 else 0})
    return hasil


def _move_form(sesi: SesiHadir) -> PindahSesiForm:
    mulai, selesai = map(timezone.localtime, (sesi.mulai_at, sesi.selesai_at))
    awal = {"tanggal": mulai.date(), "mulai": mulai.time(), "selesai": selesai.time()}
    return PindahSesiForm(initial=awal)


def _fits(baris: dict[str, Any], cari: str, saring: str) -> bool:
    if saring == "belum" and baris["hadir"] is not None:
        return False
    o = baris["orang"]
    return cari in o.nama.lower() or cari in o.kode.lower()


def _choose(sesi: SesiHadir, data: dict[str, Any]) -> Orang | None:
    daftar = daftar_of(sesi)
    if data["kode"]:
        return daftar.find(sesi, data["kode"])
    return next((o for o in daftar.people(sesi) if o.kunci == data["kunci"]), None)


def _just_recorded(sesi: SesiHadir, kunci: str, semua: list[dict[str, Any]]) -> Any:
    """Who was ticked a moment ago, for the line with its undo button."""
    if sesi.dikunci_at is not None or not kunci:
        return None
    return next((b for b in semua if b["orang"].kunci == kunci and b["hadir"]), None)


def _back(request: HttpRequest, sesi: SesiHadir, kunci: str) -> HttpResponse:
    """To the list as it was filtered; `kunci` names who was just ticked."""
    kembali = request.POST.get("kembali", "")
    aman = url_has_allowed_host_and_scheme(kembali, allowed_hosts=None)
    if not (aman and kembali.startswith("?")):
        kembali = "?"
    tambah = f"&baru={kunci}" if kunci else ""
    return redirect(f"{sesi.get_absolute_url()}{kembali}{tambah}")
