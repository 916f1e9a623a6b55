"""Kinds of visit (one set for all, written by the operator) and what each kelurahan calls them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from unfold.decorators import display

from luna_maya.admin.orang import TanpaGagal
from luna_maya.forms.jenis import JenisForm
from luna_maya.forms.orang import SebutanForm
from luna_maya.models import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from wilayah.admin_dasar import GlobalAdmin, WilayahFilter


@admin.register(JenisKunjungan)
class JenisKunjunganAdmin(GlobalAdmin):
    """Read by the desk; a superuser writes."""

    form = JenisForm
    list_display = ("nama", "mulai_biasa", "lama", "perlu_persetujuan", "diusulkan", "aktif")
    ordering = ("urut", "kode")
    _BACA = (
        "kode", "nama", "keterangan", "menginap", "mulai_biasa", "lama", "di", "dengan",
        "daftar_tanya", "perlu_persetujuan", "diusulkan", "aktif",
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self._BACA if obj and not self._writes(request) else JenisForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self._writes(request):
            return self._BACA
        return ("kode",) if obj else ()

    @display(description="lama")
    def lama(self, obj: JenisKunjungan) -> str:
        jam, menit = divmod(obj.lama_menit, 60)
        kata = [f"{jam} jam"] if jam else []
        return " ".join([*kata, *([f"{menit} menit"] if menit else [])])

    @display(description="tempat")
    def di(self, obj: JenisKunjungan) -> str:
        return ", ".join(str(Tempat(t).label) for t in obj.tempat)

    @display(description="yang hadir")
    def dengan(self, obj: JenisKunjungan) -> str:
        return ", ".join(str(Unsur(u).label) for u in obj.hadir)

    @display(description="pertanyaan")
    def daftar_tanya(self, obj: JenisKunjungan) -> str:
        isi = ((t["teks"], t.get("petunjuk", "")) for t in obj.tanya())
        return format_html_join("", "<p><b>{}</b><br>{}</p>", isi) or "Belum ada pertanyaan."


@admin.register(SebutanKunjungan)
class SebutanKunjunganAdmin(TanpaGagal):
    """LUNA MAYA, Ngopimas, Sambel Wak Ri."""

    form = SebutanForm
    list_display = ("nama", "kepanjangan", "jenis", "wilayah")
    list_filter = ("jenis", WilayahFilter)
    list_select_related = ("jenis", "wilayah")
    search_fields = ("nama", "kepanjangan")
    autocomplete_fields = ("wilayah",)
    ordering = ("wilayah", "jenis")
