"""Proposals of visits: the page of those waiting, the decisions, the history; the evening's way."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from luna_maya.admin.rencana_kartu import Kartu, make_kartu
from luna_maya.admin.rencana_wilayah import choose_kelurahan
from luna_maya.baca_rencana import lurah_of, nama_rt, read_aturan_malam
from luna_maya.forms.rencana import LewatiForm, SusunForm, TerimaForm, TukarForm
from luna_maya.jalan_malam import read_jalan
from luna_maya.models import BobotPerencana, RiwayatUsul, SusunanUsul, UsulKunjungan
from luna_maya.perencana.malam import reason_against
from luna_maya.services.kunjungan import Bentrok, LangkahTerlarang
from luna_maya.services.urutan_malam import apply_jalan
from luna_maya.services.usulan import (
    Permintaan,
    UsulDitolak,
    UsulTertutup,
    accept_usulan,
    make_usulan,
    restore_usulan,
    skip_usulan,
    swap_usulan,
)
from wilayah.admin_dasar import ReadOnlyInline, ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah
from wilayah.zona import at_place

_MODEL = "luna_maya.usulkunjungan"
_LANGKAH = frozenset({"terima", "tukar", "lewati", "kembali"})


class UsulResource(AmanResource):
    """Proposals as a file: places and reasons, no host."""

    alasan_usulan = Field("kalimat", column_name="alasan_usulan", readonly=True)

    class Meta:
        model = UsulKunjungan
        fields = ("wilayah", "jenis__nama", "mulai_at", "poin", "putaran", "status", "alasan",
                  "alasan_khusus", "diputus_at", "alasan_usulan")  # fmt: skip
        export_order = fields


class RiwayatUsulInline(ReadOnlyInline):
    model = RiwayatUsul
    fields = readonly_fields = ("at", "status", "catatan", "by")


@admin.register(UsulKunjungan)
class UsulKunjunganAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """The list is the history; what waits for a decision has its own page."""

    resource_classes = [UsulResource]
    list_display = ("tempat", "tampil_mulai", "jenis", "poin", "tampil_status", "alasan")
    list_filter = (("status", ChoicesDropdownFilter), "jenis", WilayahFilter)
    list_filter_submit = True
    list_select_related = ("wilayah", "jenis")
    search_fields = ("alasan", "alasan_khusus", "wilayah__kode")
    fields = readonly_fields = (
        "tempat", "tampil_mulai", "jenis", "tuan_rumah", "poin", "putaran", "tampil_faktor",
        "alasan_khusus", "status", "alasan", "pengganti", "kunjungan", "diputus_by", "diputus_at",
        "tampil_susunan",
    )  # fmt: skip
    inlines = (RiwayatUsulInline,)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/kunjungan.css")}

    @display(description="RT", ordering="wilayah")
    def tempat(self, usul: UsulKunjungan) -> str:
        return nama_rt(usul.wilayah)

    @display(description="mulai", ordering="mulai_at")
    def tampil_mulai(self, usul: UsulKunjungan) -> str:
        return tanggal_panjang(usul.mulai_at, usul.wilayah_id)

    @display(
        description="keadaan", ordering="status",
        label={"diusulkan": "info", "diterima": "success", "dilewati": "warning"},
    )  # fmt: skip
    def tampil_status(self, usul: UsulKunjungan) -> tuple[str, str]:
        return usul.status, usul.get_status_display()

    @display(description="alasan per faktor")
    def tampil_faktor(self, usul: UsulKunjungan) -> str:
        baris = ((f["label"], _koma(f["poin"]), f["kalimat"]) for f in usul.faktor)
        return format_html_join("", "<p><b>{}</b> {} poin: {}</p>", baris)

    @display(description="disusun")
    def tampil_susunan(self, usul: UsulKunjungan) -> str:
        susunan = usul.susunan
        bobot = f"bobot versi {susunan.versi_bobot}" if susunan.versi_bobot else "bobot bawaan"
        pada = tanggal_panjang(susunan.at, susunan.wilayah_id)
        return f"{pada}, {bobot}, putaran {susunan.putaran}"

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "luna_maya_usulkunjungan"
        return [
            path("susun/", view(self.plan_view), name=f"{nama}_susun"),
            path("jalan/", view(self.way_view), name=f"{nama}_jalan"),
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            *super().get_urls(),
        ]

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        """What is proposed now; POST asks the planner anew."""
        aksi = "change" if request.method == "POST" else "view"
        pilihan = choose_kelurahan(request, _MODEL, aksi)
        if request.method != "POST" or pilihan.kelurahan is None:
            return self._render(request, pilihan.kelurahan, semua=pilihan.semua)
        form = SusunForm(request.POST)
        if form.is_valid():
            isi = form.cleaned_data
            try:
                make_usulan(
                    pilihan.kelurahan,
                    Permintaan(isi["jenis"], isi["mulai"], isi["banyak"], isi["kunci"]),
                    by=request.user,  # type: ignore[arg-type]
                )
                return self._to_page(pilihan.kelurahan.pk)
            except UsulDitolak as galat:
                form.add_error(None, str(galat))
        return self._render(request, pilihan.kelurahan, semua=pilihan.semua, form=form)

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of a decision: terima, tukar, lewati, or kembali (take a skip back)."""
        usul = self._find(request, pk)
        kelurahan = Wilayah.objects.get(pk=usul.susunan.wilayah_id)
        if kunci not in _LANGKAH:
            raise Http404
        if request.method != "POST":
            return self._to_page(kelurahan.pk)
        kartu = make_kartu([usul], kelurahan, isian=request.POST, langkah=kunci)[0]
        form = kartu.form(kunci)
        if form is not None and not form.is_valid():
            return self._render(request, kelurahan, galat={usul.pk: (kunci, form)})
        try:
            self._take(request, usul, kunci, form)
        except UsulTertutup as galat:
            messages.error(request, str(galat))
        except (UsulDitolak, Bentrok) as galat:
            if form is None:
                messages.error(request, str(galat))
            else:
                form.add_error(None, str(galat))
                return self._render(request, kelurahan, galat={usul.pk: (kunci, form)})
        return self._to_page(kelurahan.pk)

    def _take(self, request: HttpRequest, usul: UsulKunjungan, kunci: str, form: Any) -> None:
        user: Any = request.user
        if isinstance(form, TerimaForm):
            kunjungan = accept_usulan(
                usul, by=user, mulai_at=form.mulai_at(), kendaraan=form.cleaned_data["kendaraan"]
            )
            kapan = tanggal_panjang(kunjungan.mulai_at, usul.wilayah_id)
            messages.success(request, f"Kunjungan ke {nama_rt(usul.wilayah)} direncanakan {kapan}.")
            self._warn_evening(request, usul, form.cleaned_data["hari"], kunjungan.lurah)
        elif isinstance(form, TukarForm):
            isi = form.cleaned_data
            baru = swap_usulan(
                usul, alasan=isi["alasan"], by=user, tuan_rumah=isi["tuan_rumah"], rt=isi["rt"]
            )
            messages.success(request, f"Usulan ditukar: {nama_rt(baru.wilayah)}.")
        elif isinstance(form, LewatiForm):
            skip_usulan(usul, alasan=form.cleaned_data["alasan"], by=user)
            messages.success(request, f"{nama_rt(usul.wilayah)} dilewati. Dapat dikembalikan.")
        elif kunci == "kembali":
            restore_usulan(usul, by=user)
            messages.success(request, f"{nama_rt(usul.wilayah)} kembali menunggu keputusan.")

    def _warn_evening(
        self, request: HttpRequest, usul: UsulKunjungan, hari: date, lurah: Any
    ) -> None:
        """Say it when the evening that was typed is one the planner keeps free; it may stand."""
        bobot, _versi = BobotPerencana.in_force(usul.susunan.wilayah_id)
        aturan = read_aturan_malam(usul.susunan.wilayah_id, lurah, hari, usul.jenis, bobot)
        if sebab := reason_against(hari, aturan):
            messages.warning(request, f"Perhatikan: malam itu {sebab}. Tanyakan dulu kepada warga.")

    def way_view(self, request: HttpRequest) -> HttpResponse:
        """The order of one evening; POST applies exactly what was shown."""
        aksi = "change" if request.method == "POST" else "view"
        pilihan = choose_kelurahan(request, _MODEL, aksi)
        kelurahan = pilihan.kelurahan
        if kelurahan is None:
            raise Http404
        kini = at_place(timezone.now(), kelurahan.pk).date()
        hari = _read_day(request.POST.get("hari") or request.GET.get("hari"), kini)
        jalan = read_jalan(kelurahan, hari, request.user)
        if request.method == "POST":
            self._apply(request, jalan)
            return HttpResponseRedirect(
                f"{reverse('admin:luna_maya_usulkunjungan_jalan')}?"
                f"{urlencode({'di': kelurahan.pk, 'hari': hari.isoformat()})}"
            )
        titik = jalan.sketch()
        boleh = request.user.has_perm(f"{_MODEL.replace('.', '.change_')}")
        context = {
            **self.page_context(request, "Urutan perjalanan"),
            "kelurahan": kelurahan, "semua": pilihan.semua, "hari": hari, "jalan": jalan,
            "perhentian": [(p, nama_rt(p.kunjungan.wilayah)) for p in jalan.perhentian],
            "titik": [(n, x, y, y - 14) for n, (x, y) in enumerate(titik)],
            "garis": _line(titik, pulang=bool(jalan.pulang_km)), "boleh": boleh,
            "waktu_selesai": jalan.perhentian[-1].selesai_at if jalan.perhentian else None,
        }  # fmt: skip
        return TemplateResponse(request, "admin/luna_maya/rencana_jalan.html", context)

    def _apply(self, request: HttpRequest, jalan: Any) -> None:
        if request.POST.get("sidik") != jalan.sidik:
            messages.error(request, "Jadwal malam itu baru saja berubah. Lihat lagi urutannya.")
            return
        try:
            pindah = apply_jalan(jalan, by=request.user)  # type: ignore[arg-type]
        except (Bentrok, LangkahTerlarang) as galat:
            messages.error(request, str(galat))
        else:
            messages.success(request, f"{len(pindah)} kunjungan dijadwalkan ulang.")

    def _find(self, request: HttpRequest, pk: int) -> UsulKunjungan:
        if not request.user.has_perm("luna_maya.change_usulkunjungan"):
            raise Http404
        rows = self.rows_for(request, "change").select_related(
            "wilayah", "jenis", "tuan_rumah", "susunan"
        )  # fmt: skip
        usul: UsulKunjungan | None = rows.filter(pk=pk).first()
        if usul is None:
            raise Http404
        return usul

    def _to_page(self, kelurahan: str) -> HttpResponseRedirect:
        alamat = reverse("admin:luna_maya_usulkunjungan_susun")
        return redirect(f"{alamat}?{urlencode({'di': kelurahan})}")

    def _render(
        self,
        request: HttpRequest,
        kelurahan: Wilayah | None,
        *,
        semua: tuple[Wilayah, ...] = (),
        form: SusunForm | None = None,
        galat: dict[int, tuple[str, Any]] | None = None,
    ) -> HttpResponse:
        context = {
            **self.page_context(request, "Usulan kunjungan"),
            "kelurahan": kelurahan, "semua": semua,
            "boleh": request.user.has_perm("luna_maya.change_usulkunjungan"),
        }  # fmt: skip
        if kelurahan is not None:
            context |= self._page_of(kelurahan, form, galat or {})
        buruk = bool(galat) or (form is not None)
        return TemplateResponse(
            request, "admin/luna_maya/rencana.html", context, status=422 if buruk else 200
        )

    def _page_of(
        self, kelurahan: Wilayah, form: SusunForm | None, galat: dict[int, tuple[str, Any]]
    ) -> dict[str, Any]:
        bobot, versi = BobotPerencana.in_force(kelurahan.pk)
        besok = at_place(timezone.now(), kelurahan.pk).date()
        susunan = SusunanUsul.objects.filter(wilayah=kelurahan).select_related("by").first()
        rows: Any = UsulKunjungan.objects.none()
        if susunan is not None:
            rows = susunan.usul.exclude(status="ditukar").order_by("urut")
        usul = list(
            rows.select_related("wilayah", "jenis", "tuan_rumah", "kunjungan", "diputus_by")
        )
        kartu: list[Kartu] = make_kartu(usul, kelurahan, galat=galat)
        jumlah_rt = Wilayah.objects.in_wilayah(kelurahan.pk).filter(tingkat="rt").count()
        return {
            "form": form or SusunForm(initial={"mulai": besok, "banyak": bobot.banyak}),
            "versi_bobot": versi,
            "lurah": lurah_of(kelurahan.pk),
            "jumlah_rt": jumlah_rt,
            "susunan": susunan,
            "sudah": len(susunan.sudah) if susunan else 0,
            "menunggu": [satu for satu in kartu if satu.usul.status == "diusulkan"],
            "diputus": [satu for satu in kartu if satu.usul.status != "diusulkan"],
            "dihindari": [
                (date.fromisoformat(hari), sebab) for hari, sebab in susunan.dihindari
            ] if susunan else [],
        }  # fmt: skip


def _koma(nilai: float) -> str:
    return f"{nilai:.1f}".replace(".", ",")


def _read_day(teks: str | None, kini: date) -> date:
    """The day asked for; today where it is none."""
    try:
        return date.fromisoformat(teks or "")
    except ValueError:
        return kini


def _line(titik: list[tuple[int, int]], *, pulang: bool) -> str:
    """The way as points of a polyline, closed where it leads back."""
    jalur = [*titik, titik[0]] if pulang and titik else titik
    return " ".join(f"{x},{y}" for x, y in jalur)
