"""The decision sheet: computed, decided by people, signed by the lurah, printed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.cetak.lembar import bagian_lembar, render_lembar
from ekonomi.models import BarisKeputusan, LembarKeputusan, Program, Putusan
from ekonomi.services.keputusan import (
    LembarTerkunci,
    decide_baris,
    may_sign_lembar,
    missing_of,
    open_lembar,
    sign_lembar,
    take_potret,
    write_risalah,
)
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, tanggal, teks
from wilayah.bagian_halaman import Bagian


class SusunForm(forms.Form):
    """Which programme's review."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label="Program", widget=UnfoldAdminSelectWidget
    )
    hari = forms.IntegerField(label="Evaluasi hari ke-", min_value=1, max_value=730, initial=90)


class PutusanForm(forms.Form):
    """What the meeting decides on one component."""

    baris = pilihan("Bagian program", [])
    putusan = pilihan("Keputusan rapat", Putusan.choices)
    alasan = paragraf("Alasan bila berbeda dari kriteria", wajib=False, baris=2, max_length=400)


class RisalahForm(forms.Form):
    """The minutes of the meeting."""

    tanggal = tanggal("Tanggal rapat")
    peserta = teks("Yang hadir", panjang=300, help_text="Jabatan atau unsur, bukan nama.")
    risalah = paragraf("Risalah", baris=6, max_length=5000)


def _decide(obj: LembarKeputusan, user: Any, form: Any) -> str:
    data = form.cleaned_data
    baris = BarisKeputusan.objects.get(pk=data["baris"], lembar=obj)
    decide_baris(baris, putusan=data["putusan"], alasan=data["alasan"], by=user)
    return f"Keputusan {baris.komponen} dicatat."


def _minutes(obj: LembarKeputusan, user: Any, form: Any) -> str:
    write_risalah(obj, by=user, **form.cleaned_data)
    return "Risalah rapat disimpan."


def _again(obj: LembarKeputusan, user: Any, _form: Any) -> str:
    open_lembar(obj.program, by=user, hari=obj.hari)
    return "Lembar dihitung ulang dengan data hari ini."


def _sign(obj: LembarKeputusan, user: Any, _form: Any) -> str:
    sign_lembar(obj, by=user)
    return "Lembar ditandatangani dan dibekukan."


def _is_draft(obj: LembarKeputusan, _user: Any) -> bool:
    return not obj.is_signed


def _may_sign(obj: LembarKeputusan, user: Any) -> bool:
    return not obj.is_signed and may_sign_lembar(obj, user)


@admin.register(LembarKeputusan)
class LembarKeputusanAdmin(LangkahAdmin):
    """One sheet for each review of a programme."""

    list_display = ("judul", "tanggal", "tampil_status", "program")
    list_filter = ("status",)
    list_select_related = ("program",)
    galat = (ValueError, PermissionError, LembarTerkunci)
    form_tambah = SusunForm
    judul_tambah = "Susun lembar keputusan"
    teks_tambah = ("Kriteria dihitung dengan data hari ini; keputusannya tetap oleh rapat.",)
    langkah = (
        Langkah("putuskan", "Catat keputusan rapat", _decide, PutusanForm, _is_draft, utama=True),
        Langkah("risalah", "Tulis risalah rapat", _minutes, RisalahForm, _is_draft),
        Langkah("hitung", "Hitung ulang hari ini", _again, boleh=_is_draft),
        Langkah("tandatangani", "Tandatangani dan bekukan", _sign, boleh=_may_sign),
    )

    @display(description="lembar")
    def judul(self, obj: LembarKeputusan) -> str:
        return f"Evaluasi hari ke-{obj.hari}"

    @display(description="status", label={"draf": "info", "ditandatangani": "success"})
    def tampil_status(self, obj: LembarKeputusan) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.pdf_view)
        nama = "ekonomi_lembarkeputusan_pdf"
        return [path("<int:pk>/pdf/", view, name=nama), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet as PDF; a draft carries its stamp."""
        obj = self.find(request, pk)
        response = HttpResponse(render_lembar(obj), content_type="application/pdf")
        nama = f"lembar-keputusan-hari-{obj.hari}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{nama}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = super().build_tambah(request, *data)
        kolom: Any = form.fields["program"]
        kolom.queryset = self.rows_to_add(request, Program)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> LembarKeputusan:
        user: Any = request.user
        data = form.cleaned_data
        return open_lembar(data["program"], by=user, hari=data["hari"])

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "putuskan":
            kolom: Any = form.fields["baris"]
            kolom.choices = [
                (b.pk, f"{b.komponen} (kriteria: {b.get_hitungan_display().lower()})")
                for b in obj.baris.all()
            ]
        if langkah.kunci == "risalah" and not data:
            form.initial = {
                "tanggal": obj.tanggal_rapat,
                "peserta": obj.peserta_rapat,
                "risalah": obj.risalah,
            }
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        return [("Unduh PDF", reverse("admin:ekonomi_lembarkeputusan_pdf", args=[obj.pk]))]

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        isi = obj.potret if obj.is_signed else take_potret(obj)
        bagian = bagian_lembar(isi)
        if not obj.is_signed and (kurang := missing_of(obj)):
            bagian.insert(0, Bagian("Sebelum ditandatangani masih perlu", kurang))
        return bagian
