"""The outbox as staff see it: true states, and another try for what failed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from pesan import bangun, tombol
from pesan.berkas import DOCX, PDF
from pesan.models import PeristiwaPesan, PesanKeluar
from pesan.services import resend_pesan
from wilayah.admin_dasar import ReadOnlyInline, ReadOnlyScopedAdmin, WilayahFilter


class PeristiwaInline(ReadOnlyInline):
    model = PeristiwaPesan
    fields = ("status", "keterangan", "waktu_penyedia", "at")
    readonly_fields = fields


@admin.register(PesanKeluar)
class PesanKeluarAdmin(ReadOnlyScopedAdmin):
    """Who, about what, in which state. A resident's message is not shown: it may hold their PIN."""

    list_display = (
        "created_at",
        "penerima",
        "templat",
        "rujukan",
        "saluran",
        "cara",
        "status",
        "galat",
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("saluran", ChoicesDropdownFilter),
        "templat",
        WilayahFilter,
    )
    list_select_related = ("kontak", "pengguna")
    search_fields = ("rujukan", "templat")
    search_help_text = "Cari menurut kode laporan atau nomor tiket"
    date_hierarchy = "created_at"
    actions = ("kirim_ulang",)
    inlines = (PeristiwaInline,)
    fields = (
        "penerima", "templat", "versi_templat", "rujukan", "wilayah", "saluran", "cara", "status",
        "galat", "percobaan", "kirim_setelah", "kedaluwarsa_at", "sent_at", "delivered_at",
        "read_at", "isi", "berkas",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="Penerima")
    def penerima(self, obj: PesanKeluar) -> str:
        return obj.kontak.samaran if obj.kontak else str(obj.pengguna)

    @admin.display(description="Isi")
    def isi(self, obj: PesanKeluar) -> str:
        if obj.kontak_id:
            return "Pesan kepada warga tidak ditampilkan di sini."
        return tombol.as_words(obj.badan) or "(sudah dihapus)"

    @admin.display(description="Berkas")
    def berkas(self, obj: PesanKeluar) -> str:
        """That there is one, and how large; whose letter it is, its name might tell."""
        titipan = obj.titipan
        if titipan is None:
            return "-"
        jenis = {PDF: "PDF", DOCX: "Word"}.get(titipan.mime, "Gambar")
        return f"{jenis}, {filesizeformat(titipan.ukuran)}" if titipan.ukuran else "(sudah dihapus)"

    @admin.action(description="Kirim ulang yang gagal")
    def kirim_ulang(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        jumlah = 0
        for pesan in queryset:
            try:
                resend_pesan(pesan, by=request.user)  # type: ignore[arg-type]
                jumlah += 1
            except ValueError as alasan:
                self.message_user(request, f"{pesan}: {alasan}", messages.WARNING)
        if jumlah:
            bangun.wake(bangun.KELUAR)
            self.message_user(request, f"{jumlah} pesan dikirim ulang.", messages.SUCCESS)
