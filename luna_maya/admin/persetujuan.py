"""Consent at the desk: asking the host, the paper form and its scan, what was said by mouth."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe
from unfold.decorators import display

from luna_maya.cetak_persetujuan import render_formulir
from luna_maya.forms.persetujuan_meja import KertasForm, LisanForm
from luna_maya.models import Kunjungan, PersetujuanTuanRumah
from luna_maya.services.kabar import place_name
from luna_maya.services.kunjungan import Bentrok, LangkahTerlarang
from luna_maya.services.persetujuan import (
    Cara,
    J,
    Jawab,
    agree_kunjungan,
    ask_other_time,
    invite_tuan_rumah,
    move_to_wish,
    refuse_kunjungan,
    withdraw_persetujuan,
)
from pesan.bangun import KELUAR, wake
from pesan.lampiran import LampiranDitolak, serve_lampiran, store_unggahan
from pesan.models import Lampiran
from wilayah.admin_dasar import ReadOnlyScopedAdmin, scoped_rows
from wilayah.format import tanggal_panjang
from wilayah.peran import peran_with

_GALAT = (ValueError, LangkahTerlarang, Bentrok)


@admin.register(PersetujuanTuanRumah)
class PersetujuanTuanRumahAdmin(ReadOnlyScopedAdmin):
    """Every answer of every host; nothing here is ever changed."""

    list_display = ("kapan", "kode", "tempat", "jawaban", "cara", "by")
    list_display_links = ("kode",)
    list_filter = ("jawaban", "cara")
    list_select_related = ("kunjungan__wilayah", "by")
    search_fields = ("kunjungan__kode",)
    search_help_text = "Kode kunjungan"
    fields = (
        "kunjungan", "jawaban", "cara", "versi", "izin_catatan", "izin_foto", "izin_video",
        "izin_suara", "izin_sebut_rt", "izin_tampil", "ada_anak", "wali_setuju", "untuk",
        "diminta", "by", "kapan",
    )  # fmt: skip
    readonly_fields = fields

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/kunjungan.css")}

    @display(description="pada", ordering="at")
    def kapan(self, obj: PersetujuanTuanRumah) -> str:
        return tanggal_panjang(obj.at, str(obj.kunjungan.wilayah_id))

    @display(description="kunjungan")
    def kode(self, obj: PersetujuanTuanRumah) -> str:
        return obj.kunjungan.kode

    @display(description="tempat")
    def tempat(self, obj: PersetujuanTuanRumah) -> str:
        return place_name(obj.kunjungan.wilayah)

    @display(description="untuk kunjungan pada")
    def untuk(self, obj: PersetujuanTuanRumah) -> str:
        return tanggal_panjang(obj.untuk_mulai_at, str(obj.kunjungan.wilayah_id))

    @display(description="waktu yang diminta")
    def diminta(self, obj: PersetujuanTuanRumah) -> str:
        minta = obj.minta_mulai_at
        return tanggal_panjang(minta, str(obj.kunjungan.wilayah_id)) if minta else "–"

    def get_urls(self) -> list[Any]:
        def at(akhir: str, view: Any, nama: str) -> Any:
            return path(akhir, self.admin_site.admin_view(view), name=f"luna_maya_setuju_{nama}")

        return [
            at("untuk/<str:kode_kunjungan>/ajak/", require_POST(self.ajak_view), "ajak"),
            at("untuk/<str:kode_kunjungan>/waktu/", require_POST(self.waktu_view), "waktu"),
            at("untuk/<str:kode_kunjungan>/kertas/", self.kertas_view, "kertas"),
            at("untuk/<str:kode_kunjungan>/lisan/", self.lisan_view, "lisan"),
            at(
                "untuk/<str:kode_kunjungan>/formulir/", require_safe(self.formulir_view), "formulir"
            ),
            at("pindaian/<int:setuju_pk>/", require_safe(self.pindaian_view), "pindaian"),
            *super().get_urls(),
        ]

    def find_kunjungan(self, request: HttpRequest, kode: str, *, aksi: str = "change") -> Kunjungan:
        """The visit, if this person's role allows it there. Raises Http404."""
        user: Any = request.user
        if not user.has_perm(f"luna_maya.{aksi}_kunjungan"):
            raise Http404
        peran = peran_with("luna_maya.kunjungan", aksi)
        rows = scoped_rows(Kunjungan, user, peran, write=aksi != "view")
        rows = rows.select_related("jenis", "tuan_rumah__kontak", "wilayah", "lurah")
        found: Kunjungan | None = rows.filter(kode=kode).first()
        if found is None:
            raise Http404
        return found

    def ajak_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
        """Ask the host, or again."""
        kunjungan = self.find_kunjungan(request, kode_kunjungan)

        def run() -> str:
            ajakan = invite_tuan_rumah(kunjungan, by=request.user)  # type: ignore[arg-type]
            if ajakan.kontak is None:
                return "Dicatat sebagai diundang. Berikan tautan atau formulir kertasnya."
            return "Undangan dikirim kepada tuan rumah."

        return self._do(request, kunjungan, run)

    def waktu_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
        """Take the time the host wished for."""
        kunjungan = self.find_kunjungan(request, kode_kunjungan)

        def run() -> str:
            move_to_wish(kunjungan, by=request.user)  # type: ignore[arg-type]
            return "Kunjungan dipindah ke waktu itu dan tuan rumah ditanya lagi."

        return self._do(request, kunjungan, run)

    def _do(self, request: HttpRequest, kunjungan: Kunjungan, run: Any) -> HttpResponse:
        try:
            messages.success(request, run())
        except _GALAT as galat:
            messages.error(request, str(galat))
        else:
            wake(KELUAR)
        return redirect(f"{kunjungan.get_absolute_url()}#persetujuan")

    def kertas_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
        """Type a signed form in, with its scan."""
        kunjungan = self.find_kunjungan(request, kode_kunjungan)
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = KertasForm(*data, kunjungan=kunjungan)
        if form.is_bound and form.is_valid():
            try:
                _record_kertas(kunjungan, form, request.user)
            except LampiranDitolak as galat:
                form.add_error("pindaian", str(galat))
            except _GALAT as galat:
                form.add_error(None, str(galat))
            else:
                wake(KELUAR)
                messages.success(request, "Formulir kertas dicatat.")
                return redirect(f"{kunjungan.get_absolute_url()}#persetujuan")
        return self._form_page(request, kunjungan, form, "Formulir kertas tuan rumah")

    def lisan_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
        """The host told somebody: no, another time, or not after all. Never a yes."""
        kunjungan = self.find_kunjungan(request, kode_kunjungan)
        data = (request.POST,) if request.method == "POST" else ()
        form = LisanForm(*data, kunjungan=kunjungan)
        if form.is_bound and form.is_valid():
            try:
                _record_lisan(kunjungan, form, request.user)
            except _GALAT as galat:
                form.add_error(None, str(galat))
            else:
                wake(KELUAR)
                messages.success(request, "Jawaban tuan rumah dicatat.")
                return redirect(f"{kunjungan.get_absolute_url()}#persetujuan")
        return self._form_page(request, kunjungan, form, "Jawaban yang disampaikan tuan rumah")

    def _form_page(
        self, request: HttpRequest, kunjungan: Kunjungan, form: Any, judul: str
    ) -> HttpResponse:
        context = {
            **self.page_context(request, judul),
            "kunjungan": kunjungan,
            "form": form,
            "waktu": tanggal_panjang(kunjungan.mulai_at, str(kunjungan.wilayah_id)),
            "tempat": place_name(kunjungan.wilayah),
        }
        return TemplateResponse(
            request, "admin/luna_maya/persetujuan_isi.html", context,
            status=422 if form.is_bound else 200,
        )  # fmt: skip

    def formulir_view(self, request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
        """The paper to be signed."""
        kunjungan = self.find_kunjungan(request, kode_kunjungan)
        response = HttpResponse(render_formulir(kunjungan), content_type="application/pdf")
        nama = f"kesediaan-{kunjungan.kode}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{nama}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def pindaian_view(self, request: HttpRequest, setuju_pk: int) -> FileResponse:
        """The scan of a signed form, for who may view the answer."""
        rows = self.get_queryset(request).select_related("pindaian")
        baris = rows.filter(pk=setuju_pk).first()
        if baris is None or not self.has_view_permission(request, baris):
            raise Http404
        if baris.pindaian is None:
            raise Http404
        return serve_lampiran(baris.pindaian)


@transaction.atomic
def _record_kertas(kunjungan: Kunjungan, form: KertasForm, by: Any) -> None:
    data = form.cleaned_data
    pindaian = store_unggahan(data["pindaian"], Lampiran.Jenis.BERKAS, nama="Formulir kesediaan")
    jawab = Jawab(Cara.KERTAS, by=by, pindaian=pindaian)
    if data["jawaban"] == J.YA:
        agree_kunjungan(kunjungan, form.pilihan(), jawab)
    else:
        _answer(kunjungan, form, jawab)


def _record_lisan(kunjungan: Kunjungan, form: LisanForm, by: Any) -> None:
    _answer(kunjungan, form, Jawab(Cara.LISAN, by=by))


def _answer(kunjungan: Kunjungan, form: Any, jawab: Jawab) -> None:
    jawaban = form.cleaned_data["jawaban"]
    if jawaban == J.TANGGAL_LAIN:
        ask_other_time(kunjungan, minta=form.moment(), jawab=jawab)
    elif jawaban == J.TIDAK:
        refuse_kunjungan(kunjungan, jawab)
    else:
        withdraw_persetujuan(kunjungan, jawab)
