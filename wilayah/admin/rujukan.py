"""Hand-overs as both sides see them, with their history; accept and return call the services."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from wilayah.admin_dasar import ReadOnlyInline, ReadOnlyScopedAdmin, WilayahFilter
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import RiwayatRujukan, Rujukan
from wilayah.rujukan import (
    RujukanSudahDijawab,
    accept_rujukan,
    choice_of,
    isi_of,
    lacks_pilihan,
    meja_of,
    return_rujukan,
)


class RiwayatInline(ReadOnlyInline):
    model = RiwayatRujukan
    fields = ["at", "dari", "status", "by", "catatan"]
    readonly_fields = ["at", "dari", "status", "by", "catatan"]
    verbose_name_plural = "riwayat"


class MejaFilter(DropdownFilter):
    """By the desk that is asked."""

    title = "meja"
    parameter_name = "meja"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kunci, meja_of(kunci).label()) for kunci in settings.RUJUKAN_MEJA]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(meja=self.value()) if self.value() else queryset


class TerimaForm(forms.Form):
    """Accepting may carry a note, and names what the desk must be told first."""

    def __init__(self, *args: Any, memilih: tuple[str, Sequence[tuple[str, str]]] | None = None,
                 **lain: Any) -> None:  # fmt: skip
        super().__init__(*args, **lain)
        if memilih is not None:
            judul, pilihan = memilih
            self.fields["pilihan"] = forms.ChoiceField(
                label=judul, choices=[("", "Pilih…"), *pilihan], widget=UnfoldAdminSelectWidget,
                error_messages={"required": f"Pilih dulu: {judul.lower()}."},
            )  # fmt: skip
            self.order_fields(["pilihan", "teks"])

    teks = forms.CharField(
        label="Catatan (boleh kosong)", required=False, widget=UnfoldAdminTextareaWidget
    )


class KembalikanForm(forms.Form):
    """Returning needs a reason, which the other side reads."""

    def __init__(self, *args: Any, memilih: Any = None, **lain: Any) -> None:
        super().__init__(*args, **lain)  # giving it back needs no choice

    teks = forms.CharField(
        label="Alasan dikembalikan", max_length=2000, widget=UnfoldAdminTextareaWidget
    )


@admin.register(Rujukan)
class RujukanAdmin(ReadOnlyScopedAdmin):
    list_display = [
        "ringkasan", "nama_meja", "status", "wilayah", "tempat_tujuan", "created_at", "dijawab_at",
    ]  # fmt: skip
    list_select_related = ["wilayah", "ke_wilayah", "ke_instansi"]
    list_filter = [("status", ChoicesDropdownFilter), MejaFilter, WilayahFilter]
    search_fields = ["ringkasan", "alasan"]
    fields = [
        "ringkasan", "status", "wilayah", "tempat_tujuan", "nama_meja", "alasan", "created_at",
        "dijawab_at", "hasilnya",
    ]  # fmt: skip
    inlines = [RiwayatInline]
    actions_detail = ["accept_view", "return_view"]

    @admin.display(description="tujuan")
    def tempat_tujuan(self, obj: Rujukan) -> str:
        return str(obj.tujuan)

    @admin.display(description="meja", ordering="meja")
    def nama_meja(self, obj: Rujukan) -> str:
        return meja_of(obj.meja).label() if obj.meja in settings.RUJUKAN_MEJA else obj.meja

    @admin.display(description="hasil")
    def hasilnya(self, obj: Rujukan) -> str:
        """Where the work is now and how far, for whoever may open it there."""
        hasil = read_hasil([obj], user=getattr(obj, "pembaca", None)).get(obj.pk)
        if hasil is None:
            return "Sudah ada di meja tujuan." if obj.hasil_id else "–"
        return format_html(
            '{} <a href="{}" class="underline">{}</a>, {}',
            hasil.apa, hasil.url, hasil.sebutan, hasil.keadaan.lower(),
        )  # fmt: skip

    def get_object(self, request: HttpRequest, *args: Any, **lain: Any) -> Any:
        """The row with its reader, whom `hasilnya` asks for."""
        rujukan: Any = super().get_object(request, *args, **lain)
        if rujukan is not None:
            rujukan.pembaca = request.user
        return rujukan

    @action(description="Terima", url_path="terima", icon="check")
    def accept_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def simpan(rujukan: Rujukan, isi: dict[str, Any]) -> None:
            memilih, pilihan = choice_of(meja_of(rujukan.meja)), isi.get("pilihan")
            rincian = {memilih.kolom: pilihan} if memilih is not None and pilihan else None
            accept_rujukan(
                rujukan, by=request.user, catatan=isi["teks"], rincian=rincian  # type: ignore[arg-type]
            )  # fmt: skip

        return self._answer(request, object_id, TerimaForm, "Terima rujukan", simpan)

    @action(description="Kembalikan", url_path="kembalikan", icon="undo")
    def return_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def simpan(rujukan: Rujukan, isi: dict[str, Any]) -> None:
            return_rujukan(rujukan, by=request.user, alasan=isi["teks"])  # type: ignore[arg-type]

        return self._answer(request, object_id, KembalikanForm, "Kembalikan rujukan", simpan)

    def _answer(
        self,
        request: HttpRequest,
        object_id: str,
        form_class: "type[TerimaForm | KembalikanForm]",
        judul: str,
        simpan: Callable[[Rujukan, dict[str, Any]], None],
    ) -> HttpResponse:
        """A page that asks first (GET changes nothing), then calls the service."""
        rujukan: Any = self.get_object(request, object_id)
        if rujukan is None or not self.has_view_permission(request, rujukan):
            raise Http404("rujukan tidak ditemukan")
        data = request.POST if request.method == "POST" else None
        form = form_class(data, memilih=_choices(rujukan, request.user))
        if form.is_valid():
            self._save(request, rujukan, form.cleaned_data, simpan)
            return HttpResponseRedirect(reverse("admin:wilayah_rujukan_change", args=[rujukan.pk]))
        context = {
            **self.page_context(request, judul),
            "rujukan": rujukan,
            "meja": self.nama_meja(rujukan),
            "isi": _story(rujukan, request.user),
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/wilayah/jawab_rujukan.html", context, status=status)

    def _save(
        self,
        request: HttpRequest,
        rujukan: Rujukan,
        isi: dict[str, Any],
        simpan: Callable[[Rujukan, dict[str, Any]], None],
    ) -> None:
        try:
            simpan(rujukan, isi)
        except RujukanSudahDijawab as error:
            self.message_user(request, f"Rujukan ini sudah dijawab: {error}.", messages.WARNING)
        except PermissionDenied:
            self.message_user(
                request,
                "Rujukan ini ditujukan ke meja lain; Anda hanya dapat melihatnya.",
                messages.ERROR,
            )
        except ValueError as error:  # the desk says what is missing before it can take the work
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, "Jawaban tersimpan.", messages.SUCCESS)


def _choices(rujukan: Rujukan, user: Any) -> tuple[str, Sequence[tuple[str, str]]] | None:
    """What the accepting desk must be told first, where nobody has said it yet."""
    if rujukan.status != Rujukan.Status.DITAWARKAN or not lacks_pilihan(rujukan):
        return None
    memilih = choice_of(meja_of(rujukan.meja))
    assert memilih is not None  # noqa: S101 - lacks_pilihan says so
    if not memilih.can_answer(user, rujukan):
        return None
    return memilih.judul, memilih.pilihan(user, rujukan.wilayah)


def _story(rujukan: Rujukan, user: Any) -> str:
    """The words themselves, only for who may take the work over."""
    meja = meja_of(rujukan.meja)
    return isi_of(rujukan).teks if meja.can_answer(user, rujukan) else ""
