"""Households that may be one: why, side by side, and what becomes of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from ekonomi.admin.rumah import short_place, staff_of
from ekonomi.models import KelompokSasaran, PasanganMirip, Rumah
from ekonomi.seed import spell_alamat
from ekonomi.services.gabung import PILIHAN, differing, mark_beda, merge_rumah
from ekonomi.services.rumah import RumahDitolakError
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.format import rupiah
from wilayah.models import Wilayah
from wilayah.peran import peran_with

_LABEL = {
    "nomor": "household_id", "nama_kepala": "Nama kepala keluarga", "alamat": "Alamat",
    "wilayah_id": "RT/RW", "dtks": "DTKS", "potensi_usaha": "Potensi usaha",
    "pelatihan": "Pelatihan", "modal": "Modal diterima", "omzet": "Omzet sebulan",
    "onboarded": "Berjualan digital", "kelompok": "Kelompok", "no_kk": "Nomor KK",
    "telepon": "Telepon",
}  # fmt: skip


class KeputusanFilter(DropdownFilter):
    """Without a choice: what waits."""

    title = "keputusan"
    parameter_name = "putusan"
    all_option = None

    def value(self) -> str:
        return super().value() or "menunggu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(k), str(v)) for k, v in PasanganMirip.Status.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value())


@admin.register(PasanganMirip)
class PasanganMiripAdmin(ReadOnlyScopedAdmin):
    """The queue, the likest first; a pair's page compares and merges."""

    list_display = ("tampil_a", "tampil_b", "tampil_sebab", "skor", "status")
    list_display_links = ("tampil_a", "tampil_b")
    list_filter = (KeputusanFilter,)
    list_select_related = ("rumah_a", "rumah_b")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/rumah.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        rumah = Rumah.objects.visible_to(request.user, peran=peran_with("ekonomi.rumah", "view"))
        # the list names both, so both must be one's own; a pair across a border has only its page
        if str(getattr(request.resolver_match, "url_name", "")).endswith("_changelist"):
            return rows.filter(rumah_a__in=rumah, rumah_b__in=rumah)
        return rows

    @display(description="rumah tangga")
    def tampil_a(self, pasangan: PasanganMirip) -> str:
        return f"{pasangan.rumah_a} ({short_place(pasangan.rumah_a.wilayah_id)})"

    @display(description="mungkin sama dengan")
    def tampil_b(self, pasangan: PasanganMirip) -> str:
        return f"{pasangan.rumah_b} ({short_place(pasangan.rumah_b.wilayah_id)})"

    @display(description="karena")
    def tampil_sebab(self, pasangan: PasanganMirip) -> str:
        return ", ".join(pasangan.sebab)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.decide_view)
        return [
            path("<int:pk>/putus/<str:kunci>/", view, name="ekonomi_pasanganmirip_putus"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> PasanganMirip:
        rows = self.get_queryset(request).select_related("rumah_a__wilayah", "rumah_b__wilayah")
        pasangan: PasanganMirip | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if pasangan is None or not self.has_view_permission(request, pasangan):
            raise Http404("usulan tidak ditemukan")
        return pasangan

    def decide_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST: gabung keeps one row and the chosen columns; beda leaves both as they are."""
        pasangan = self._find(request, pk)
        boleh = request.user.has_perm("ekonomi.change_rumah")
        if kunci not in {"gabung", "beda"} or not boleh or not self._both(request, pasangan):
            raise Http404
        if request.method != "POST":
            return redirect("admin:ekonomi_pasanganmirip_change", pk)
        by = staff_of(request)
        try:
            if kunci == "beda":
                mark_beda(pasangan, by=by)
                messages.success(request, "Dicatat: dua rumah tangga yang berbeda.")
                return redirect("admin:ekonomi_pasanganmirip_changelist")
            utama, lain = pasangan.rumah_a, pasangan.rumah_b
            if request.POST.get("utama") == "b":
                utama, lain = lain, utama
            sisi = "b" if utama is pasangan.rumah_a else "a"  # of the row that is given up
            pilih = {k for k in PILIHAN if request.POST.get(f"kolom_{k}") == sisi}
            merge_rumah(utama, lain, pilih=pilih, by=by)
        except RumahDitolakError as error:
            messages.error(request, str(error))
            return redirect("admin:ekonomi_pasanganmirip_change", pk)
        messages.success(
            request, f"{lain.nomor} digabung ke {utama.nomor}. Bisa diurungkan di kartunya."
        )
        return redirect(utama)

    def _both(self, request: HttpRequest, pasangan: PasanganMirip) -> bool:
        rumah = Rumah.objects.visible_to(request.user, peran=peran_with("ekonomi.rumah", "change"))
        return rumah.filter(pk__in=[pasangan.rumah_a_id, pasangan.rumah_b_id]).count() == 2

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        pasangan = self._find(request, object_id)
        dua = self._both(request, pasangan)
        a, b = pasangan.rumah_a, pasangan.rumah_b
        lintas = a.kelurahan != b.kelurahan
        context = {
            **self.page_context(request, "Satu rumah tangga atau dua?"),
            "pasangan": pasangan,
            "dua": dua,
            "lintas": lintas,
            "kelurahan": [Wilayah.objects.get(pk=r.kelurahan).nama_lengkap for r in (a, b)],
            "baris": _compare(a, b) if dua else [],
            "milik": [_belongings(r) for r in (a, b)] if dua else [],
            "menunggu": pasangan.status == PasanganMirip.Status.MENUNGGU,
            "kembali": reverse("admin:ekonomi_pasanganmirip_changelist"),
        }
        return TemplateResponse(request, "admin/ekonomi/pasangan.html", context)


def _compare(a: Rumah, b: Rumah) -> list[dict[str, Any]]:
    beda = set(differing(a, b)) & set(differing(b, a))  # what one lacks is filled from the other
    return [
        {"kolom": k, "label": _LABEL[k], "a": _show(a, k), "b": _show(b, k), "beda": k in beda}
        for k in PILIHAN
    ]


_TAMPIL: dict[str, Callable[[Rumah], str]] = {
    "no_kk": lambda r: r.kk_tersamar,
    "telepon": lambda r: f"berakhiran {r.telepon[-3:]}" if r.telepon else "",
    "wilayah_id": lambda r: spell_alamat("", r.wilayah_id) or "kelurahan saja",
    "modal": lambda r: rupiah(r.modal),
    "omzet": lambda r: "" if r.omzet is None else rupiah(r.omzet),
    "kelompok": lambda r: ", ".join(str(KelompokSasaran(satu).label) for satu in r.kelompok),
    "pelatihan": lambda r: ", ".join(r.pelatihan),
    "dtks": lambda r: "ya" if r.dtks else "tidak",
    "onboarded": lambda r: "ya" if r.onboarded else "tidak",
}


def _show(rumah: Rumah, kolom: str) -> str:
    """A column's value as people may see it."""
    baca = _TAMPIL.get(kolom)
    return (baca(rumah) if baca else str(getattr(rumah, kolom))) or "–"


def _belongings(rumah: Rumah) -> str:
    return (
        f"{rumah.anggota.count()} anggota, {rumah.usaha.count()} usaha,"
        f" {rumah.bantuan_diterima.count()} bantuan, {rumah.keikutsertaan.count()} program"
    )
