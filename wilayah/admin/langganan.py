"""One's own calendar addresses: the key is on the page that follows its making, never after."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import LanggananKalender
from wilayah.services.langganan import (
    LanggananDitolak,
    open_langganan,
    renew_langganan,
    revoke_langganan,
)

_DAFTAR = "admin:wilayah_langganankalender_changelist"


def _place(user: Any) -> str | None:
    """The area on whose clock this person reads times."""
    return next((tugas.wilayah_id for tugas in user.penugasan_aktif if tugas.wilayah_id), None)


def _as_read(satu: LanggananKalender, kode: str | None) -> dict[str, Any]:
    waktu = {"dibuat": satu.created_at, "diambil": satu.diambil_at, "dicabut": satu.dicabut_at}
    tulis = {nama: tanggal_panjang(at, kode) if at else "" for nama, at in waktu.items()}
    return {"pk": satu.pk, "nama": satu.nama, **tulis}


@admin.register(LanggananKalender)
class LanggananKalenderAdmin(ReadOnlyScopedAdmin):
    """A page for oneself: no permission is asked, no other person's row is ever found."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return LanggananKalender.objects.visible_to(request.user)

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "wilayah_langganankalender"
        return [
            path("", view(self.own_view), name=f"{nama}_changelist"),
            path(
                "<int:langganan_pk>/baru/", view(self.renew_view), name=f"{nama}_baru"
            ),
            path("<int:langganan_pk>/cabut/", view(self.revoke_view), name=f"{nama}_cabut"),
        ]  # fmt: skip

    def own_view(self, request: HttpRequest) -> HttpResponse:
        """The list of one's addresses, and the form for a new one."""
        if request.method != "POST":
            return self._page(request)
        user: Any = request.user
        try:
            langganan, kunci = open_langganan(nama=request.POST.get("nama", ""), by=user)
        except LanggananDitolak as galat:
            return self._page(request, galat=str(galat), nama=request.POST.get("nama", "")[:60])
        return self._key_page(request, langganan, kunci)

    def renew_view(self, request: HttpRequest, langganan_pk: int) -> HttpResponse:
        """POST: a new address under the same name."""
        langganan = self._own(request, langganan_pk)
        if request.method != "POST":
            return redirect(_DAFTAR)
        user: Any = request.user
        try:
            langganan, kunci = renew_langganan(langganan, by=user)
        except LanggananDitolak as galat:
            messages.error(request, str(galat))
            return redirect(_DAFTAR)
        return self._key_page(request, langganan, kunci)

    def revoke_view(self, request: HttpRequest, langganan_pk: int) -> HttpResponse:
        """POST: the address answers nothing from now on."""
        langganan = self._own(request, langganan_pk)
        if request.method == "POST":
            user: Any = request.user
            revoke_langganan(langganan, by=user)
            messages.success(request, f"Langganan “{langganan.nama}” dicabut.")
        return redirect(_DAFTAR)

    def _own(self, request: HttpRequest, pk: int) -> LanggananKalender:
        return get_object_or_404(LanggananKalender.objects.visible_to(request.user), pk=pk)

    def _page(self, request: HttpRequest, *, galat: str = "", nama: str = "") -> HttpResponse:
        kode = _place(request.user)
        rows = [_as_read(satu, kode) for satu in self.get_queryset(request)[:50]]
        context = {
            **self.page_context(request, "Langganan kalender"),
            "aktif": [satu for satu in rows if not satu["dicabut"]],
            "dicabut": [satu for satu in rows if satu["dicabut"]],
            "galat": galat,
            "nama": nama,
        }
        return TemplateResponse(
            request, "admin/wilayah/langganan.html", context, status=422 if galat else 200
        )

    def _key_page(
        self, request: HttpRequest, langganan: LanggananKalender, kunci: str
    ) -> HttpResponse:
        # Rendered at once: a message or a redirect would leave the key in a cookie or an address.
        alamat = settings.SITE_URL.rstrip("/") + reverse("kalender_ics", args=[kunci])
        context = {
            **self.page_context(request, "Alamat kalender Anda"),
            "langganan": langganan,
            "alamat": alamat,
            "webcal": f"webcal://{alamat.partition('://')[2]}",
        }
        response = TemplateResponse(request, "admin/wilayah/langganan_baru.html", context)
        response["Cache-Control"] = "no-store"
        # not no-referrer: the page's sign-out would go as "Origin: null", which is refused
        response["Referrer-Policy"] = "same-origin"
        return response
