"""The calendar of visits and the rotation (staff), and the quiet nights the calendar shows."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from luna_maya.admin.kalender_bingkai import Bingkai, read_bingkai
from luna_maya.giliran import KETERANGAN, draw_giliran, has_map, map_giliran
from luna_maya.kalender import (
    BULAN,
    HARI,
    Butir,
    HariKalender,
    add_on,
    day_text,
    draw_days,
    month_days,
    place_text,
    read_butir,
    shift_month,
    week_days,
    weeks,
)
from luna_maya.models import Kunjungan, MalamTenang
from luna_maya.pekan import LEBAR, LEBAR_HARI, TINGGI, draw_pekan, hours
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah

_AGENDA = timedelta(days=30)


class LayarKalender(ScopedAdmin):
    """Adds the calendar's screens to an admin: month, week, list, per RT, rotation."""

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "luna_maya_kunjungan"
        return [
            path("kalender/", view(self.month_view), name=f"{nama}_kalender"),
            path("kalender/pekan/", view(self.week_view), name=f"{nama}_pekan"),
            path("kalender/daftar/", view(self.list_view), name=f"{nama}_daftar"),
            path("kalender/rt/", view(self.rt_view), name=f"{nama}_rt"),
            path("giliran/", view(self.rotation_view), name=f"{nama}_giliran"),
            path("giliran/peta/", view(self.map_view), name=f"{nama}_giliran_peta"),
            *super().get_urls(),
        ]

    def month_view(self, request: HttpRequest) -> HttpResponse:
        """A month in whole weeks from Monday; on a phone dots, with the month's list below."""
        b = read_bingkai(request, "kalender")
        dari, sampai = month_days(b.hari)
        hari = draw_days(
            self._butir(b, dari, sampai), dari, sampai, b.kelurahan.kode,
            hari_ini=b.hari_ini, bulan=b.hari.month, tambah=b.tambah,
        )  # fmt: skip
        context = b.context(
            lalu=shift_month(b.hari, -1), nanti=shift_month(b.hari, 1),
            judul=f"{BULAN[b.hari.month - 1]} {b.hari.year}",
        )  # fmt: skip
        agenda = [satu for satu in hari if satu.di_bulan]
        isi = {"pekan": weeks(hari), "nama_hari": HARI, **_agenda(b, agenda)}
        return self._render(request, "kalender", context | isi)

    def week_view(self, request: HttpRequest) -> HttpResponse:
        """Seven days by hours."""
        b = read_bingkai(request, "pekan")
        dari, sampai = week_days(b.hari)
        hari = draw_days(
            self._butir(b, dari, sampai), dari, sampai, b.kelurahan.kode, hari_ini=b.hari_ini,
            tambah=b.tambah,
        )  # fmt: skip
        sepekan = timedelta(days=7)
        context = b.context(
            lalu=dari - sepekan, nanti=dari + sepekan,
            judul=f"{dari.day} {BULAN[dari.month - 1]} sampai {sampai.day} "
            f"{BULAN[sampai.month - 1]} {sampai.year}",
        )  # fmt: skip
        isi = {"kolom": draw_pekan(hari), "jam": hours(), "lebar": LEBAR, "tinggi": TINGGI,
               "lebar_hari": LEBAR_HARI, **_agenda(b, hari)}  # fmt: skip
        return self._render(request, "pekan", context | isi)

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """Thirty days from the chosen one, as a list."""
        b = read_bingkai(request, "daftar")
        sampai = b.hari + _AGENDA - timedelta(days=1)
        hari = draw_days(
            self._butir(b, b.hari, sampai), b.hari, sampai, b.kelurahan.kode, hari_ini=b.hari_ini,
            tambah=b.tambah,
        )  # fmt: skip
        context = b.context(
            lalu=b.hari - _AGENDA, nanti=b.hari + _AGENDA,
            judul=f"Tiga puluh hari sejak {day_text(b.hari)}",
        )  # fmt: skip
        return self._render(request, "daftar", context | _agenda(b, hari))

    def rt_view(self, request: HttpRequest) -> HttpResponse:
        """A year: each RT a row, each month a column."""
        b = read_bingkai(request, "rt")
        awal, akhir = date(b.hari.year, 1, 1), date(b.hari.year, 12, 31)
        butir = self._butir(b, awal, akhir)
        context = b.context(
            lalu=shift_month(b.hari, -12), nanti=shift_month(b.hari, 12),
            judul=f"Tahun {b.hari.year}",
        )  # fmt: skip
        kini = (b.hari_ini.year == b.hari.year) * b.hari_ini.month
        isi = {
            "baris": _rows_by_rt(b, butir),
            "bulan": [(n, nama[:3]) for n, nama in enumerate(BULAN, start=1)],
            "bulan_ini": kini,
        }
        return self._render(request, "rt", context | isi)

    def rotation_view(self, request: HttpRequest) -> HttpResponse:
        """Who has and has not been visited."""
        b = read_bingkai(request, "giliran")
        now = timezone.now()
        isi = {
            "gambar": draw_giliran(b.kelurahan.kode, now, b.jenis, b.rw),
            "keterangan": KETERANGAN,
            "waktu": tanggal_panjang(now, b.kelurahan.kode),
            "berpeta": has_map(b.kelurahan.kode),
            "alamat_peta": b.link("giliran_peta"),
            "ubin": settings.LEAFLET_CONFIG["TILES"],
            "atribusi": settings.LEAFLET_CONFIG["ATTRIBUTION_PREFIX"],
        }
        context = b.context(lalu=None, nanti=None, judul="Giliran RT")
        return self._render(request, "giliran", context | isi)

    def map_view(self, request: HttpRequest) -> HttpResponse:
        """The rotation as GeoJSON."""
        b = read_bingkai(request, "giliran")
        gambar = draw_giliran(b.kelurahan.kode, timezone.now(), b.jenis, b.rw)
        return JsonResponse(map_giliran(b.kelurahan.kode, gambar))

    def _butir(self, b: Bingkai, dari: date, sampai: date) -> list[Butir]:
        return read_butir(b.rows, b.kelurahan.kode, dari, sampai, bertuan=b.bertuan)

    def _render(self, request: HttpRequest, layar: str, context: dict[str, Any]) -> HttpResponse:
        judul = f"{context['judul']}, {context['b'].kelurahan.nama_lengkap}"
        semua = {**self.page_context(request, judul), **context}
        if self.admin_site.is_registered(Kunjungan):  # the trail leads to visits, not to nights
            semua["opts"] = Kunjungan._meta
        return TemplateResponse(request, f"admin/luna_maya/kalender_{layar}.html", semua)


def _agenda(b: Bingkai, hari: list[HariKalender]) -> dict[str, Any]:
    """What the list needs: its days, whether no visit is among them, the form for the first."""
    kosong = not any(satu.butir for satu in hari)
    mulai = max(hari[0].tanggal, b.hari_ini)
    return {
        "agenda": hari,
        "kosong": kosong,
        "tambah_kosong": add_on(b.tambah, mulai) if kosong and b.tambah else "",
    }


def _rows_by_rt(b: Bingkai, butir: list[Butir]) -> list[dict[str, Any]]:
    """The RT, and any other place with a visit; a visit stands in the months it touches."""
    di = f"{b.kelurahan.kode}.{b.rw}" if b.rw else b.kelurahan.kode
    areas = Wilayah.objects.in_wilayah(di).order_by("kode").only("kode", "tingkat")
    ada = {satu.rt for satu in butir}
    baris: dict[str, dict[str, Any]] = {}
    for area in areas:
        if area.tingkat == Wilayah.Tingkat.RT or area.kode in ada:
            baris[area.kode] = {
                "tempat": place_text(area.kode),
                "sel": [[] for _ in BULAN],
                "jumlah": 0,
            }
    for satu in butir:
        tempat = baris[satu.rt]
        tempat["jumlah"] += not satu.batal
        for bulan in sorted({h.month for h in satu.days() if h.year == b.hari.year}):
            tempat["sel"][bulan - 1].append(satu)
    return list(baris.values())


@admin.register(MalamTenang)
class MalamTenangAdmin(LayarKalender):
    """Nights without guests; the calendar's screens hang here."""

    list_display = ("nama", "mulai", "selesai", "wilayah")
    list_filter = (WilayahFilter,)
    list_select_related = ("wilayah",)
    search_fields = ("nama",)
    date_hierarchy = "mulai"
    autocomplete_fields = ("wilayah",)
    fields = ("wilayah", "nama", "mulai", "selesai")
    list_before_template = "admin/luna_maya/malam_tenang_daftar.html"

    def save_model(self, request: HttpRequest, obj: MalamTenang, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            user: Any = request.user
            obj.by = user
        super().save_model(request, obj, form, change)
