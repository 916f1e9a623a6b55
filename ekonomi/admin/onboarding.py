"""The facilitator's screen: how far each business is on its way to a marketplace."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from ekonomi.admin.lapak import staff_of
from ekonomi.models import (
    ButirOnboarding,
    CentangOnboarding,
    OnboardingUsaha,
    TautanPasar,
    Usaha,
)
from ekonomi.models.toko import place_of
from ekonomi.services.onboarding import (
    add_tautan,
    progress_of,
    remove_tautan,
    tick_butir,
    untick_butir,
)
from pesan.lampiran import LampiranDitolak, serve_lampiran
from wilayah.admin_dasar import GlobalAdmin, ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin


class TautanForm(forms.Form):
    """A shop on a marketplace."""

    pasar = forms.ChoiceField(label="Pasar", choices=TautanPasar.Pasar.choices)
    url = forms.URLField(label="Alamat toko", max_length=300, assume_scheme="https")
    sejak = forms.DateField(label="Sejak", widget=forms.DateInput(attrs={"type": "date"}))
    bukti = forms.FileField(label="Foto bukti", required=False)


class CentangForm(forms.Form):
    """A step that was done."""

    butir = forms.ModelChoiceField(ButirOnboarding.objects.filter(aktif=True))
    tanggal = forms.DateField()
    bukti = forms.FileField(required=False)
    catatan = forms.CharField(required=False, max_length=200)


class OnboardingResource(AmanResource):
    class Meta(AmanResource.Meta):
        model = OnboardingUsaha
        fields = ("id", "nama", "bidang", "wilayah", "onboarded_at")
        export_order = fields


@admin.register(OnboardingUsaha)
class OnboardingAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """The list with a bar for each business; its page ticks the steps."""

    resource_classes = [OnboardingResource]
    change_form_template = "admin/ekonomi/onboarding.html"
    list_display = ["nama", "bidang", "tempat", "kemajuan", "tautan", "onboarded_at"]
    list_filter = [WilayahFilter, "bidang", ("onboarded_at", admin.EmptyFieldListFilter)]
    list_select_related = ["wilayah__induk__induk"]
    search_fields = ["nama"]
    ordering = ["onboarded_at", "nama"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        wajib = Q(onboarding__butir__wajib=True, onboarding__butir__aktif=True)
        return (
            super()
            .get_queryset(request)
            .filter(status=Usaha.Status.AKTIF)
            .annotate(
                langkah=Count("onboarding", filter=wajib, distinct=True),
                banyak_tautan=Count("tautan_pasar", distinct=True),
                wajib=Value(_wajib()),
            )
        )

    class Media:
        css = {"all": ("gaya/toko_admin.css",)}

    @display(description="tempat", ordering="wilayah")
    def tempat(self, usaha: OnboardingUsaha) -> str:
        return place_of(usaha.wilayah)

    @display(description="langkah wajib")
    def kemajuan(self, usaha: Any) -> str:
        return format_html(
            '<span class="kemajuan"><progress max="{}" value="{}"></progress> {} dari {}</span>',
            usaha.wajib, min(usaha.langkah, usaha.wajib), usaha.langkah, usaha.wajib,
        )  # fmt: skip

    @display(description="tautan", ordering="banyak_tautan")
    def tautan(self, usaha: Any) -> int:
        return int(usaha.banyak_tautan)

    def may_act(self, request: HttpRequest, usaha: Usaha) -> bool:
        """Whether this person's roles let them note steps of this business."""
        if not request.user.has_perm("ekonomi.change_onboardingusaha"):
            return False
        return self.rows_for(request, "change").filter(pk=usaha.pk).exists()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        nama = "ekonomi_onboardingusaha"
        return [
            path("<int:pk>/centang/", view(self.tick_view), name=f"{nama}_centang"),
            path("<int:pk>/tautan/", view(self.link_view), name=f"{nama}_tautan"),
            path("<int:pk>/bukti/<int:lampiran>/", view(self.proof_view), name=f"{nama}_bukti"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any, *, act: bool = False) -> OnboardingUsaha:
        rows = self.get_queryset(request).select_related("wilayah", "rumah")
        usaha: OnboardingUsaha | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if usaha is None or not self.has_view_permission(request, usaha):
            raise Http404("usaha tidak ditemukan")
        if act and not self.may_act(request, usaha):
            raise Http404("usaha tidak ditemukan")
        return usaha

    def tick_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: note a step with its day and proof; `hapus` takes one back."""
        usaha = self._find(request, pk, act=True)
        form = CentangForm(request.POST, request.FILES)
        if request.method == "POST" and "hapus" in request.POST:
            butir = ButirOnboarding.objects.filter(pk=request.POST["hapus"]).first()
            if butir is not None:
                untick_butir(usaha, butir, by=staff_of(request))
                messages.success(request, f"“{butir}” diurungkan.")
        elif request.method == "POST" and form.is_valid():
            self._save(request, tick_butir, usaha, **form.cleaned_data)
        elif request.method == "POST":
            messages.error(request, "Isi tanggal langkahnya.")
        return redirect("admin:ekonomi_onboardingusaha_change", pk)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: note a shop on a marketplace; `hapus` takes one away."""
        usaha = self._find(request, pk, act=True)
        if request.method == "POST" and request.POST.get("hapus", "").isdecimal():
            tautan = usaha.tautan_pasar.filter(pk=int(request.POST["hapus"])).first()
            if tautan is not None:
                remove_tautan(tautan, by=staff_of(request))
                messages.success(request, "Tautan dihapus.")
            return redirect("admin:ekonomi_onboardingusaha_change", pk)
        form = TautanForm(request.POST, request.FILES)
        if request.method == "POST" and form.is_valid():
            self._save(request, add_tautan, usaha, **form.cleaned_data)
        elif request.method == "POST":
            kata = [str(k) for isi in form.errors.values() for k in isi]
            messages.error(request, " ".join(kata))
        return redirect("admin:ekonomi_onboardingusaha_change", pk)

    def _save(self, request: HttpRequest, simpan: Any, usaha: Usaha, **isi: Any) -> None:
        butir = [isi.pop("butir")] if "butir" in isi else []
        try:
            simpan(usaha, *butir, by=staff_of(request), **isi)
        except ValidationError as salah:
            messages.error(request, " ".join(salah.messages))
        except LampiranDitolak as ditolak:
            messages.error(request, str(ditolak))
        else:
            messages.success(request, "Dicatat.")

    def proof_view(self, request: HttpRequest, pk: int, lampiran: int) -> HttpResponseBase:
        """One proof of this business."""
        usaha = self._find(request, pk)
        for baris in (*usaha.onboarding.select_related("bukti"), *usaha.tautan_pasar.all()):
            if baris.bukti_id == lampiran and baris.bukti is not None:
                return serve_lampiran(baris.bukti)
        raise Http404

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        usaha = self._find(request, object_id)
        ada = {c.butir_id: c for c in CentangOnboarding.objects.filter(usaha=usaha)}
        context = {
            **self.page_context(request, usaha.nama),
            "usaha": usaha,
            "maju": progress_of(usaha),
            "butir": [(b, ada.get(b.pk)) for b in ButirOnboarding.objects.filter(aktif=True)],
            "tautan": usaha.tautan_pasar.all(),
            "form": TautanForm(initial={"sejak": timezone.localdate()}),
            "hari_ini": timezone.localdate(),
            "boleh": self.may_act(request, usaha),
            "kembali": reverse("admin:ekonomi_onboardingusaha_changelist"),
        }
        return TemplateResponse(request, self.change_form_template, context)


def _wajib() -> int:
    """How many required steps there are."""
    return ButirOnboarding.objects.filter(aktif=True, wajib=True).count()


@admin.register(TautanPasar)
class TautanPasarAdmin(ReadOnlyScopedAdmin):
    """All shops on marketplaces; noted on the page of their business."""

    list_display = ["usaha", "pasar", "url", "sejak"]
    list_filter = ["pasar"]
    list_select_related = ["usaha"]
    search_fields = ["usaha__nama", "url"]
    fields = ["usaha", "pasar", "url", "sejak", "created_at"]


@admin.register(ButirOnboarding)
class ButirOnboardingAdmin(GlobalAdmin):
    """The steps: data of the whole portal."""

    list_display = ["nama", "urutan", "wajib", "perlu_bukti", "aktif"]
    ordering = ["urutan"]
