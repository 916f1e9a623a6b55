"""Links of a request to tickets and figures of the other apps: the section, and the page that
looks them up.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import display

from ruko_parsel.models import Permintaan, TautanPermintaan
from ruko_parsel.pihak import is_desa, is_meja
from ruko_parsel.services.tautan import TautanDitolak, link_permintaan, unlink_permintaan
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.peran import peran_with
from wilayah.tautan import Tautan, find_tautan, read_tautan, sumber_all

_HALAMAN = "ruko_parsel_tautan_permintaan"


@dataclass(frozen=True, slots=True)
class Kini:
    """A link as it was made, and as it stands now for whoever may see it there."""

    tautan: TautanPermintaan
    kini: Tautan | None
    pada: str

    @property
    def berubah(self) -> str:
        """What it is now, where that is something else."""
        return self.kini.nilai if self.kini and self.kini.nilai != self.tautan.nilai else ""


def read_linked(user: Any, permintaan: Permintaan) -> list[Kini]:
    """The links of a request, with what this reader may open."""
    kode, rows = str(permintaan.wilayah_id), list(permintaan.tautan.select_related("by"))
    ada = read_tautan(user, kode, [(t.jenis, t.kunci) for t in rows])
    return [Kini(t, ada.get((t.jenis, t.kunci)), tanggal_panjang(t.created_at, kode)) for t in rows]


def may_link(user: Any, permintaan: Permintaan) -> bool:
    """The village that asked, and the desk, while it goes on."""
    return not permintaan.is_ended and (is_desa(user, permintaan) or is_meja(user, permintaan))


def show_links(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """Tickets and figures as they stood when they were linked; a link opens for who may see it."""
    rows, boleh = read_linked(request.user, permintaan), may_link(request.user, permintaan)
    if not rows and not boleh:
        return None
    baris = [(_label(satu), _value(satu), satu.pada) for satu in rows]
    alamat = reverse(f"admin:{_HALAMAN}", args=[permintaan.pk])
    ajak = "Tambah atau lepas tautan" if rows else "Tautkan tiket atau angka"
    return Bagian(
        "Tiket dan angka yang ditautkan",
        teks=[format_html('<a href="{}" class="underline">{}</a>', alamat, ajak)] if boleh else (),
        kepala=("Apa", "Pada hari itu", "Ditautkan"), baris=baris,
    )  # fmt: skip


def _label(satu: Kini) -> str:
    if satu.kini is None:
        return satu.tautan.label
    url, label = satu.kini.url, satu.tautan.label
    return format_html('<a href="{}" class="underline">{}</a>', url, label)


def _value(satu: Kini) -> str:
    kini = f"\nsekarang {satu.berubah}" if satu.berubah else ""
    return f"{satu.tautan.nilai or '–'}{kini}"


@admin.register(TautanPermintaan)
class TautanAdmin(ReadOnlyScopedAdmin):
    """Which requests point where; and the page on which a request is linked."""

    list_display = ("label", "nilai", "tampil_permintaan", "desa", "pada")
    list_display_links = None
    list_select_related = ("permintaan__wilayah",)
    search_fields = ("label", "kunci", "permintaan__nomor", "permintaan__judul")
    search_help_text = "Nomor tiket, nama angka, atau nomor permintaan"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Links of the requests one may see."""
        terlihat = _requests(request)
        rows = TautanPermintaan.objects.filter(permintaan__in=terlihat.values("pk"))
        return rows.select_related("permintaan__wilayah").order_by("-created_at")

    def rows_for(self, request: HttpRequest, aksi: str) -> QuerySet[Any]:
        return self.get_queryset(request)

    @display(description="permintaan", ordering="permintaan")
    def tampil_permintaan(self, obj: TautanPermintaan) -> str:
        satu = obj.permintaan
        return format_html('<a href="{}">{}</a>', satu.get_absolute_url(), satu.nomor)

    @display(description="desa")
    def desa(self, obj: TautanPermintaan) -> str:
        return obj.permintaan.wilayah.nama

    @display(description="ditautkan", ordering="created_at")
    def pada(self, obj: TautanPermintaan) -> str:
        return tanggal_panjang(obj.created_at, str(obj.permintaan.wilayah_id))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.link_view)
        return [path("untuk/<int:permintaan_tautan>/", view, name=_HALAMAN), *super().get_urls()]

    def link_view(self, request: HttpRequest, permintaan_tautan: int) -> HttpResponse:
        """Look up tickets and figures of the village; each is linked or taken away by a button."""
        permintaan = _requests(request).filter(pk=permintaan_tautan).first()
        if permintaan is None or not may_link(request.user, permintaan):
            raise Http404
        if request.method == "POST":
            self._change(request, permintaan)
            return redirect(f"{request.path}?{request.GET.urlencode()}")
        q = request.GET.get("q", "").replace("\x00", "")[:80]
        rows = read_linked(request.user, permintaan)
        sudah = {(satu.tautan.jenis, satu.tautan.kunci) for satu in rows}
        temuan = find_tautan(request.user, str(permintaan.wilayah_id), q)
        nama = {sumber.jenis: sumber.nama for sumber in sumber_all()}
        context = {
            **self.page_context(request, f"Tautan {permintaan.nomor}"),
            "permintaan": permintaan, "q": q, "terpasang": rows,
            "temuan": [(nama[t.jenis], t) for t in temuan if (t.jenis, t.kunci) not in sudah],
            "kembali": permintaan.get_absolute_url(),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/tautan.html", context)

    def _change(self, request: HttpRequest, permintaan: Permintaan) -> None:
        data, user = request.POST, request.user
        try:
            if lepas := data.get("lepas", ""):
                tautan = permintaan.tautan.filter(pk=lepas).first() if lepas.isdecimal() else None
                if tautan is not None:
                    unlink_permintaan(tautan, by=user)  # type: ignore[arg-type]
                messages.success(request, "Tautan dilepas.")
                return
            jenis, _titik, kunci = data.get("tautkan", "").replace("\x00", "").partition(":")
            tautan = link_permintaan(permintaan, jenis=jenis, kunci=kunci, by=user)  # type: ignore[arg-type]
            messages.success(request, f"Ditautkan: {tautan.label}.")
        except TautanDitolak as error:
            messages.error(request, str(error))


def _requests(request: HttpRequest) -> QuerySet[Permintaan]:
    rows = Permintaan.objects.visible_to(
        request.user, peran=peran_with("ruko_parsel.permintaan", "view")
    )
    hasil: QuerySet[Permintaan] = rows.select_related("wilayah")
    return hasil
