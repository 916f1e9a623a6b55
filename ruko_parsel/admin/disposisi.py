"""Dispositions for those of the desk: mine, read when opened, handed on, answered, printed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf
from ruko_parsel.admin.papan_ruko import papan, papan_massal
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.langkah_meja import DisposisiForm
from ruko_parsel.models import Disposisi
from ruko_parsel.services.disposisi import (
    Perintah,
    answer_disposisi,
    pass_disposisi,
    read_disposisi,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang, tanggal_pendek


class PunyaFilter(DropdownFilter):
    """Whose they are."""

    title = "untuk siapa"
    parameter_name = "punya"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("saya", "Untuk saya, belum dijawab"), ("semua_saya", "Untuk saya"),
            ("tembusan", "Tembusan untuk saya"), ("dari_saya", "Dari saya"),
            ("menunggu", "Semua yang belum dijawab"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        user: Any = request.user
        pilih = {
            "saya": lambda: rows.for_user(user).waiting(),
            "semua_saya": lambda: rows.for_user(user),
            "tembusan": lambda: rows.filter(tembusan=user),
            "dari_saya": lambda: rows.filter(dari=user),
            "menunggu": rows.waiting,
        }.get(self.value() or "")
        return pilih() if pilih is not None else queryset


class JawabanForm(forms.Form):
    """What was done."""

    jawaban = paragraf("Jawaban atau laporan", baris=4, max_length=1000)


def _answer(obj: Disposisi, user: Any, form: Any) -> str:
    answer_disposisi(obj, jawaban=form.cleaned_data["jawaban"], by=user)
    return f"Jawaban dikirim kepada {obj.dari}."


def _pass(obj: Disposisi, user: Any, form: Any) -> str:
    lanjutan = pass_disposisi(obj, Perintah(**form.cleaned_data), by=user)
    return f"Disposisi diteruskan kepada {lanjutan.kepada}."


def _mine(obj: Disposisi, user: Any) -> bool:
    return obj.is_waiting and obj.kepada_id == user.pk


@admin.register(Disposisi)
class DisposisiAdmin(LangkahAdmin):
    """The office's own sheets; a village never sees them."""

    akibat_langkah = AKIBAT["disposisi"]
    list_display = (
        "tampil_permintaan", "dari", "kepada", "sifat", "sampai", "tampil_keadaan", "dibuat",
    )  # fmt: skip
    list_filter = (PunyaFilter, "sifat", WilayahFilter)
    list_filter_submit = True
    list_select_related = ("permintaan__wilayah", "dari", "kepada")
    search_fields = ("permintaan__nomor", "permintaan__judul", "kepada__nama", "dari__nama")
    search_help_text = "Cari nomor, pokok, atau nama"
    langkah = (
        Langkah("jawab", "Jawab disposisi", _answer, JawabanForm, _mine, utama=True),
        Langkah("teruskan", "Teruskan kepada yang lain", _pass, DisposisiForm, _mine),
    )

    @display(description="permintaan", ordering="permintaan__nomor")
    def tampil_permintaan(self, obj: Disposisi) -> str:
        return f"{obj.permintaan.nomor} {obj.permintaan.wilayah.nama}: {obj.permintaan.judul}"

    @display(
        description="keadaan",
        label={"dikirim": "warning", "dibaca": "info", "dijawab": "success", "lewat": "danger"},
    )
    def tampil_keadaan(self, obj: Disposisi) -> tuple[str, str]:
        if obj.is_late():
            return "lewat", "Lewat tanggal"
        return obj.keadaan, obj.keadaan.capitalize()

    @display(description="dibuat", ordering="created_at")
    def dibuat(self, obj: Disposisi) -> str:
        return tanggal_panjang(obj.created_at, str(obj.wilayah_id))

    def get_urls(self) -> list[Any]:
        """The board stands here: pages outside the admin's own path run no admin scripts."""
        bungkus = self.admin_site.admin_view
        return [
            path("papan/", bungkus(papan), name="ruko_parsel_papan"),
            path("papan/massal/", bungkus(papan_massal), name="ruko_parsel_papan_massal"),
            *super().get_urls(),
        ]

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        rows = Disposisi.objects.select_related(
            "permintaan__wilayah", "permintaan__masalah", "dari", "kepada", "induk__dari",
            "induk__kepada",
        )  # fmt: skip
        return rows.prefetch_related("tembusan").get(pk=obj.pk)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """The addressee's first look is the receipt."""
        user: Any = request.user
        read_disposisi(self.find(request, object_id), by=user)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        tahap = [
            ("Dibuat", obj.created_at), ("Dibaca", obj.dibaca_at),
            ("Diteruskan", obj.diteruskan_at), ("Dijawab", obj.dijawab_at),
        ]  # fmt: skip
        tembusan = ", ".join(str(satu) for satu in obj.tembusan.all())
        semua = [
            Bagian("Isi disposisi", [obj.perintah], [
                ("Dari", str(obj.dari)), ("Kepada", str(obj.kepada)),
                ("Sifat", obj.get_sifat_display()),
                ("Selesai", tanggal_pendek(obj.sampai) if obj.sampai else "Tidak ditentukan"),
                ("Tembusan", tembusan or "Tidak ada"),
            ]),
            Bagian("Permintaan", [obj.permintaan.uraian], [
                ("Nomor", obj.permintaan.nomor),
                ("Desa", obj.permintaan.wilayah.nama_lengkap),
                ("Pokok", obj.permintaan.judul),
                ("Keadaan", obj.permintaan.get_status_display()),
            ]),
        ]  # fmt: skip
        if obj.jawaban:
            semua.append(Bagian("Jawaban", [obj.jawaban]))
        perjalanan = [(apa, tanggal_panjang(at, kode)) for apa, at in tahap if at]
        if obj.induk is not None:
            sebelum = f"{obj.induk.dari} kepada {obj.induk.kepada}: {obj.induk.perintah}"
            perjalanan.insert(0, ("Terusan dari", sebelum))
        return [*semua, Bagian("Perjalanan", rinci=perjalanan)]

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        return [
            ("Buka permintaannya", obj.permintaan.get_absolute_url()),
            ("Lembar disposisi (PDF)", reverse("ruko_lembar", args=[obj.permintaan_id])),
        ]
