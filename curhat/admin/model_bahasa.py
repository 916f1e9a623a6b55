"""Switch, prompt and calls of the language model in the admin."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from curhat.model_bahasa.prompt import PromptKeliru, build_pesan, parse_prompt
from curhat.models import PanggilanModel, PromptModel, SakelarModel
from curhat.panduan_aktif import panduan_for
from curhat.services.model_bahasa import activate_prompt, draft_prompt, set_sakelar
from curhat.triase.mesin import triase
from wilayah.admin_dasar import GlobalAdmin, ReadOnlyScopedAdmin, ScopedAdmin, WilayahFilter

if TYPE_CHECKING:
    from wilayah.models import Pengguna

CONTOH = "Got di depan rumah RT 03 RW 02 mampet sejak Senin, air naik ke teras tiap hujan."


class PromptForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PromptModel
        fields = ("teks", "catatan")
        widgets = {"teks": UnfoldAdminTextareaWidget(attrs={"rows": 34, "spellcheck": "false"})}

    def clean_teks(self) -> str:
        teks = str(self.cleaned_data["teks"]).replace("\r\n", "\n")
        try:
            parse_prompt(teks)
        except PromptKeliru as galat:
            raise forms.ValidationError(str(galat)) from galat
        return teks


@admin.register(PromptModel)
class PromptAdmin(GlobalAdmin):
    """Saving makes a draft; its preview shows what would be sent; an action puts it in use."""

    form = PromptForm
    change_form_outer_after_template = "admin/curhat/prompt_pratinjau_tautan.html"
    list_display = ("__str__", "aktif", "catatan", "by", "created_at")
    list_select_related = ("by",)
    actions = ["activate_selected"]

    def save_model(
        self,
        request: HttpRequest,
        obj: PromptModel,
        form: PromptForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        baru = draft_prompt(obj.teks, by=cast("Pengguna", request.user), catatan=obj.catatan)
        obj.pk, obj.versi, obj.aktif, obj.by = baru.pk, baru.versi, False, baru.by
        messages.info(request, "Disimpan sebagai draf. Pakai tindakan “Pakai petunjuk ini”.")

    @action(description="Pakai petunjuk ini", permissions=["activate"])
    def activate_selected(self, request: HttpRequest, queryset: QuerySet[PromptModel]) -> None:
        prompt = queryset.first()
        if queryset.count() != 1 or prompt is None:
            messages.error(request, "Pilih tepat satu petunjuk.")
            return
        try:
            activate_prompt(prompt, by=request.user)  # type: ignore[arg-type]
        except PromptKeliru as galat:
            messages.error(request, f"Petunjuk {prompt} tidak dapat dipakai: {galat}")
            return
        messages.success(request, f"Petunjuk {prompt} dipakai.")

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:pk>/pratinjau/", preview, name="curhat_promptmodel_pratinjau"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would be sent for a sample text; nothing is sent."""
        prompt = PromptModel.objects.filter(pk=pk).first()
        if prompt is None or not self.has_view_permission(request, prompt):
            raise Http404
        teks = request.GET.get("teks", "").strip()[:2000] or CONTOH
        hasil = triase(teks)
        _id, panduan = panduan_for(hasil.subkategori, "")
        pesan = build_pesan(
            parse_prompt(prompt.teks),
            hasil.teks_tersamar,
            kelurahan="Taman",
            keadaan=panduan.umum,
            dugaan=hasil.subkategori,
        )
        context = {
            **self.page_context(request, f"Pratinjau {prompt}"),
            "prompt": prompt,
            "teks": teks,
            "pesan": pesan,
        }
        return TemplateResponse(request, "admin/curhat/prompt_pratinjau.html", context)


@admin.register(SakelarModel)
class SakelarAdmin(ScopedAdmin):
    """The model on or off for an area; who switches it is on record."""

    list_display = ("wilayah", "aktif", "selalu_tinjau", "anggaran_token", "by", "updated_at")
    list_select_related = ("wilayah__induk", "by")
    list_filter = (WilayahFilter,)
    fields = ("wilayah", "aktif", "selalu_tinjau", "anggaran_token")

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices_for(db_field, request)
        return rows.in_service() if db_field.name == "wilayah" else rows  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("wilayah",) if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: SakelarModel,
        form: Any,
        change: bool,  # noqa: FBT001
    ) -> None:
        baris = set_sakelar(
            obj.wilayah,
            by=cast("Pengguna", request.user),
            aktif=obj.aktif,
            selalu_tinjau=obj.selalu_tinjau,
            anggaran_token=obj.anggaran_token,
        )
        obj.pk = baris.pk
        if obj.aktif and not settings.OPENAI_MODEL:
            messages.warning(
                request, "Portal ini belum terhubung ke model; jawaban aturan tetap dipakai."
            )


@admin.register(PanggilanModel)
class PanggilanAdmin(ReadOnlyScopedAdmin):
    """What was asked of the model, what it cost and what came of it."""

    list_before_template = "admin/curhat/panggilan_angka.html"
    list_display = (
        "at", "tempat", "jenis", "hasil", "keterangan", "model", "prompt", "token", "biaya",
        "latensi_ms", "percobaan",
    )  # fmt: skip
    list_filter = (
        ("jenis", ChoicesDropdownFilter), "hasil", WilayahFilter, ("at", RangeDateTimeFilter),
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("wilayah", "prompt")
    ordering = ("-id",)

    @display(description="kelurahan", ordering="wilayah")
    def tempat(self, panggilan: PanggilanModel) -> str:
        return panggilan.wilayah.nama

    @display(description="token masuk/keluar")
    def token(self, panggilan: PanggilanModel) -> str:
        return f"{panggilan.token_masuk}/{panggilan.token_keluar}"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        angka = (
            self.get_queryset(request)
            .order_by()
            .aggregate(
                semua=Count("pk"),
                baik=Count("pk", filter=Q(hasil__in=["ok", "simpanan"])),
                masuk=Sum("token_masuk"),
                keluar=Sum("token_keluar"),
                rupiah=Sum("biaya"),
            )
        )
        return super().changelist_view(request, {"angka": angka, **(extra_context or {})})
