"""Press releases: drafts from the data, edited, approved, published, printed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from unfold.decorators import display

from ekonomi.cetak.halaman import render_halaman
from ekonomi.kpi.tulis import tanggal_hari
from ekonomi.models import SiaranPers
from ekonomi.services.siaran import (
    approve_siaran,
    edit_siaran,
    publish_siaran,
    retract_siaran,
)
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, teks
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.kalender import to_wib

S = SiaranPers.Status


class IsiForm(forms.Form):
    """The words."""

    judul = teks("Judul", panjang=160)
    isi = paragraf("Isi", baris=16, max_length=8000)


class TarikForm(forms.Form):
    """Why it is taken back; readers see it."""

    alasan = teks("Alasan (dibaca umum)")


def _edit(obj: SiaranPers, user: Any, form: Any) -> str:
    edit_siaran(obj, by=user, **form.cleaned_data)
    return "Siaran disimpan sebagai draf."


def _approve(obj: SiaranPers, user: Any, _form: Any) -> str:
    approve_siaran(obj, by=user)
    return "Siaran disetujui. Tinggal diterbitkan."


def _publish(obj: SiaranPers, user: Any, _form: Any) -> str:
    publish_siaran(obj, by=user)
    return "Siaran terbit di halaman kabar program."


def _retract(obj: SiaranPers, user: Any, form: Any) -> str:
    retract_siaran(obj, by=user, **form.cleaned_data)
    return "Siaran ditarik."


@admin.register(SiaranPers)
class SiaranPersAdmin(LangkahAdmin):
    """Drafts come from milestones and figures by night; people do the rest."""

    list_display = ("judul", "tampil_status", "created_at", "terbit_at")
    list_filter = ("status",)
    list_select_related = ("program",)
    langkah = (
        Langkah("tulis", "Ubah tulisan", _edit, IsiForm,
                lambda obj, _u: obj.status in (S.DRAF, S.DISETUJUI)),
        Langkah("setujui", "Setujui", _approve, boleh=lambda obj, _u: obj.status == S.DRAF,
                utama=True),
        Langkah("terbitkan", "Terbitkan", _publish, utama=True,
                boleh=lambda obj, _u: obj.status == S.DISETUJUI),
        Langkah("tarik", "Tarik siaran", _retract, TarikForm,
                lambda obj, _u: obj.status == S.TERBIT),
    )  # fmt: skip

    @display(
        description="status",
        label={"Draf": "info", "Disetujui": "warning", "Terbit": "success", "Ditarik": "danger"},
    )
    def tampil_status(self, obj: SiaranPers) -> str:
        return obj.get_status_display()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.pdf_view)
        return [path("<int:pk>/pdf/", view, name="ekonomi_siaranpers_pdf"), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The release on paper."""
        obj = self.find(request, pk)
        terbit = obj.status == S.TERBIT
        pada = to_wib(obj.terbit_at if terbit else obj.created_at).date()
        isi = render_halaman(
            judul=obj.judul, sub=f"Siaran pers, {tanggal_hari(pada)}",
            wilayah=str(obj.program.wilayah_id), bagian=[Bagian(teks=obj.isi.split("\n\n"))],
            cap="" if terbit else obj.get_status_display().upper(),
        )  # fmt: skip
        response = HttpResponse(isi, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="siaran-{obj.pk}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "tulis" and not data:
            form.initial = {"judul": obj.judul, "isi": obj.isi}
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        tautan = [("Unduh PDF", reverse("admin:ekonomi_siaranpers_pdf", args=[obj.pk]))]
        slug = obj.program.wilayah.slug
        if obj.status == S.TERBIT and slug:
            tautan.append(("Halaman umum", reverse("kabar_program_satu", args=[slug, obj.pk])))
        return tautan

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        return [
            Bagian(
                "",
                obj.isi.split("\n\n"),
                rinci=[
                    ("Status", obj.get_status_display()),
                    ("Disetujui", str(obj.disetujui_oleh or "belum")),
                    ("Terbit", tanggal_panjang(obj.terbit_at) if obj.terbit_at else "belum"),
                    *([("Ditarik karena", obj.alasan_tarik)] if obj.alasan_tarik else []),
                ],
            )
        ]
