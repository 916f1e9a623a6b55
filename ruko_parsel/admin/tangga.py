"""The desk's ladder: read by camat and officers, changed by the operator."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest
from unfold.decorators import display

from pesan.models import TemplatPesan
from ruko_parsel.models import AturanTangga
from wilayah.admin_dasar import GlobalAdmin

_KOLOM = (
    "tahap", "nama", "acuan", "ukuran", "ke_petugas", "ke_camat", "templat", "catat", "aktif",
    "urut",
)  # fmt: skip


class TanggaForm(ModelForm):  # type: ignore[type-arg]
    """The words of a rung must be there before it is climbed."""

    class Meta:
        model = AturanTangga
        fields = _KOLOM

    def clean_templat(self) -> str:
        templat: str = self.cleaned_data["templat"]
        if not TemplatPesan.objects.filter(kode=templat).exists():
            raise ValidationError("Templat pesan ini tidak ada.")
        return templat


@admin.register(AturanTangga)
class AturanTanggaAdmin(GlobalAdmin):
    form = TanggaForm
    list_display = ("nama", "kapan", "kepada", "catat", "aktif")
    ordering = ("urut", "tahap")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self._writes(request):
            return _KOLOM
        return ("tahap",) if obj else ()

    @display(description="kapan")
    def kapan(self, obj: AturanTangga) -> str:
        A = AturanTangga.Acuan  # noqa: N806 - as elsewhere
        if obj.acuan == A.TERPAKAI:
            return f"{obj.ukuran}% waktu terpakai"
        if obj.acuan == A.TANPA_PETUGAS:
            return f"{obj.ukuran} hari kerja tanpa petugas"
        if obj.acuan == A.RUJUKAN:
            return f"{obj.ukuran} hari kerja rujukan belum dijawab"
        if obj.ukuran == 0:
            return "saat lewat batas"
        arah = "sebelum" if obj.ukuran < 0 else "sesudah"
        return f"{abs(obj.ukuran)} hari kerja {arah} batas"

    @display(description="memberi tahu")
    def kepada(self, obj: AturanTangga) -> str:
        siapa = ["petugas"] * obj.ke_petugas + ["camat"] * obj.ke_camat
        return " dan ".join(siapa)
