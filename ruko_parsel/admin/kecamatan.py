"""The kecamatan's view: load, waiting, silent fields, patterns, standards; lists and files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from ruko_parsel.angka_kecamatan import SASARAN, count_ruko
from ruko_parsel.daftar_kecamatan import KEADAAN, filter_requests, list_table, request_url
from ruko_parsel.gambar_kecamatan import draw_months
from ruko_parsel.masa import MASA, Masa, read_masa
from ruko_parsel.pola_desa import JENDELA, find_pola
from ruko_parsel.sepi_desa import find_sepi
from ruko_parsel.tabel_kecamatan import TABEL, Pandangan, Tabel
from ruko_parsel.tempat_ruko import (
    LIHAT,
    choose_kecamatan,
    kecamatan_for,
    read_acuan_of,
    requests_of,
)
from ruko_parsel.unduh_tabel import serve_tabel
from wilayah.admin_dasar import Halaman
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

_SEHALAMAN = 50


class LayarKecamatan(Halaman):
    """Screens beside the list of monthly reports."""

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ruko_parsel_laporanruko"
        return [
            path("kecamatan/", view(self.pandang_view), name=f"{nama}_kecamatan"),
            path("kecamatan/daftar/", view(self.daftar_view), name=f"{nama}_daftar"),
            path(
                "kecamatan/unduh/<str:nama_tabel>/<str:bentuk_tabel>/", view(self.unduh_view),
                name=f"{nama}_unduh_tabel",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def _place(self, request: HttpRequest) -> tuple[Wilayah, Masa]:
        """The kecamatan and the span asked for. Raises Http404 without one of one's own."""
        user: Any = request.user
        if not (user.has_perm(LIHAT) and user.has_perm("ruko_parsel.view_laporanruko")):
            raise Http404
        kecamatan = choose_kecamatan(kecamatan_for(user), request.GET.get("di", ""))
        return kecamatan, read_masa(request.GET, kecamatan.kode)

    def pandang_view(self, request: HttpRequest) -> HttpResponse:
        """Everything on one page; a fixed number of queries."""
        kecamatan, masa = self._place(request)
        pandangan = read_pandangan(request.user, kecamatan, masa)
        context = {
            **self.page_context(request, f"Rumah Koordinasi {kecamatan.nama_lengkap}"),
            "areas": kecamatan_for(request.user),
            "kecamatan": kecamatan,
            "masa": masa,
            "pilihan_masa": MASA,
            "p": pandangan,
            "panas": pandangan.panas(),
            "lama": pandangan.lama(),
            "standar": pandangan.standar(),
            "grafik": draw_months(pandangan.bulan()),
            "tanya": f"di={kecamatan.kode}&{masa.query}",
            "sasaran": SASARAN,
            "boleh_cerita": request.user.has_perm("curhat.view_curhat"),
        }
        return TemplateResponse(request, "admin/ruko_parsel/kecamatan.html", context)

    def daftar_view(self, request: HttpRequest) -> HttpResponse:
        """The requests behind a number of that page."""
        kecamatan, masa = self._place(request)
        now = timezone.now()
        rows = filter_requests(
            requests_of(request.user), request.GET, kecamatan.kode, masa, now
        ).order_by("-created_at")
        halaman = Paginator(rows, _SEHALAMAN).get_page(request.GET.get("hal"))
        query = request.GET.copy()
        query.pop("hal", None)
        acuan = read_acuan_of(kecamatan)
        context = {
            **self.page_context(request, "Daftar permintaan"),
            "kecamatan": kecamatan,
            "masa": masa,
            "pilihan_masa": MASA,
            "acuan": acuan,
            "keadaan": KEADAAN,
            "halaman": halaman,
            "baris": [(p, request_url(p.pk), is_late(p, now)) for p in halaman],
            "tanya": query.urlencode(),
            "dipilih": {k: query.get(k, "") for k in ("desa", "bidang", "masalah", "keadaan")},
        }
        return TemplateResponse(request, "admin/ruko_parsel/kecamatan_daftar.html", context)

    def unduh_view(self, request: HttpRequest, nama_tabel: str, bentuk_tabel: str) -> HttpResponse:
        """A table of the page, or the list of requests, as CSV or XLSX."""
        kecamatan, masa = self._place(request)
        nama = f"ruko-{kecamatan.kode}-{masa.dari}-{masa.sampai}"
        tabel = self._table(request, nama_tabel, kecamatan, masa)
        return serve_tabel(
            request, apa=f"RUKO: {tabel.nama}", nama=f"{nama}-{tabel.nama}", bentuk=bentuk_tabel,
            kepala=tabel.kepala, baris=tabel.baris,
        )  # fmt: skip

    def _table(self, request: HttpRequest, nama: str, kecamatan: Wilayah, masa: Masa) -> Tabel:
        if nama == "permintaan":
            rows = filter_requests(
                requests_of(request.user), request.GET, kecamatan.kode, masa, timezone.now()
            )
            return list_table(rows, kecamatan.kode)
        if nama not in TABEL:
            raise Http404
        return TABEL[nama](read_pandangan(request.user, kecamatan, masa))


def read_pandangan(user: Any, kecamatan: Wilayah, masa: Masa) -> Pandangan:
    """Figures of this kecamatan as far as this person sees its requests."""
    rows = requests_of(user).in_wilayah(kecamatan.kode)
    acuan, kini = read_acuan_of(kecamatan), hari_ini(kecamatan.kode)
    return Pandangan(
        acuan,
        count_ruko(rows, kecamatan.kode, masa),
        find_sepi(rows, acuan, kini),
        {lama: find_pola(rows, kecamatan.kode, kini, lama, acuan.desa) for lama in JENDELA},
    )


def is_late(permintaan: Any, now: Any) -> bool:
    """As `daftar_kecamatan.late_first_answer` says it of a row with its `jawab`."""
    if permintaan.jawab is not None:
        return bool(permintaan.jawab > permintaan.due_at)
    return bool(permintaan.is_late(now))
