"""Replays in the admin: what a draft would change, curhat by curhat, with the phrases."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import display

from curhat.admin.latih import ReadOnlyGlobalAdmin
from curhat.models import PutarUlang
from curhat.services.putar_ulang import explain_hasil, visible_hasil
from curhat.triase import banding

JENIS = {
    banding.NAIK: "Akan eskalasi, sekarang tidak",
    banding.TURUN: "Tidak lagi eskalasi",
    banding.URGENSI: "Urgensi berubah",
    banding.RAHASIA: "Tanda rahasia berubah",
}
_SEHALAMAN = 25


@admin.register(PutarUlang)
class PutarUlangAdmin(ReadOnlyGlobalAdmin):
    """Asked for on a rule set's page; read here, each person seeing their own area's curhat."""

    list_display = ("created_at", "aturan", "pembanding", "jumlah", "tampil_keadaan", "by")
    list_select_related = ("aturan", "pembanding", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("hasil", "aturan__isi", "pembanding__isi")

    @display(
        description="keadaan",
        label={"selesai": "success", "gagal": "danger", "antre": "info", "jalan": "warning"},
    )
    def tampil_keadaan(self, putar: PutarUlang) -> tuple[str, str]:
        return putar.status, putar.get_status_display()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        putar = (
            PutarUlang.objects.select_related("aturan", "pembanding", "by")
            .filter(pk=int(object_id) if object_id and object_id.isdigit() else 0)
            .first()
        )
        if putar is None:
            raise Http404
        hasil = visible_hasil(putar, request.user)
        jenis = request.GET.get("jenis", "")
        dipilih = [satu for satu in hasil if not jenis or satu["jenis"] == jenis]
        halaman = Paginator(_in_order(dipilih), _SEHALAMAN).get_page(request.GET.get("hal"))
        jumlah = Counter(satu["jenis"] for satu in hasil)
        context = {
            **self.page_context(request, f"Putar ulang {putar.aturan}"),
            "putar": putar,
            "jalan": putar.status in {PutarUlang.Status.ANTRE, PutarUlang.Status.JALAN},
            "jenis": jenis,
            "jumlah": [(k, label, jumlah[k]) for k, label in JENIS.items()],
            "tidak_tampil": len(putar.hasil) - len(hasil),
            "halaman": halaman,
            "baris": [
                (JENIS[satu.jenis], satu)
                for satu in explain_hasil(putar, list(halaman.object_list))
            ],
            "kembali": reverse("admin:curhat_aturaneskalasi_change", args=[putar.aturan_id]),
        }
        return TemplateResponse(request, "admin/curhat/putar_ulang.html", context)


def _in_order(hasil: list[dict[str, Any]]) -> list[dict[str, Any]]:
    urutan = {k: n for n, k in enumerate(JENIS)}
    return sorted(hasil, key=lambda satu: urutan[satu["jenis"]])
