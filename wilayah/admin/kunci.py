"""API tokens: the token itself is on the page that follows its making, and nowhere after."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from wilayah.admin_dasar import ScopedAdmin
from wilayah.kunci_api import create_kunci
from wilayah.models import KunciApi, Pengguna


@admin.register(KunciApi)
class KunciApiAdmin(ScopedAdmin):
    list_display = [
        "nama",
        "awalan",
        "pengguna",
        "boleh_kirim",
        "created_at",
        "dipakai_at",
        "dicabut_at",
    ]
    list_select_related = ["pengguna"]
    list_filter = ["boleh_kirim", ("dicabut_at", admin.EmptyFieldListFilter)]
    search_fields = ["nama", "awalan", "pengguna__nama"]
    autocomplete_fields = ["pengguna"]
    fields = ["nama", "pengguna", "boleh_kirim", "awalan", "created_at", "dipakai_at", "dicabut_at"]
    actions = ["revoke_kunci"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["nama", "pengguna", "boleh_kirim"] if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else [nama for nama in self.fields if nama != "nama"]

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """A token acts with its user's rights: only oneself, or whom one may change."""
        peran = self._peran("add")
        boleh = Pengguna.objects.writable_by(request.user, peran).values("pk")
        return Pengguna.objects.filter(Q(pk__in=boleh) | Q(pk=request.user.pk))

    def save_model(self, request: HttpRequest, obj: KunciApi, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            super().save_model(request, obj, form, change)
            return
        kunci, token = create_kunci(
            pengguna=obj.pengguna, nama=obj.nama, boleh_kirim=obj.boleh_kirim
        )
        obj.pk, obj.awalan, obj.hash = kunci.pk, kunci.awalan, kunci.hash
        obj.created_at = kunci.created_at
        request.token_baru = token  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: KunciApi, post_url_continue: str | None = None
    ) -> HttpResponse:
        # Rendered at once: a message or a redirect would leave the token in a cookie or an address.
        context = {
            **self.page_context(request, "Kunci API dibuat"),
            "kunci": obj,
            "token": request.token_baru,  # type: ignore[attr-defined]
        }
        response = TemplateResponse(request, "admin/wilayah/kunci_baru.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Cabut kunci yang dipilih", permissions=["change"])
    def revoke_kunci(self, request: HttpRequest, queryset: QuerySet[KunciApi]) -> None:
        boleh = self.rows_for(request, "change").values("pk")
        jumlah = queryset.filter(pk__in=boleh, dicabut_at__isnull=True).update(
            dicabut_at=timezone.now()
        )
        self.message_user(request, f"{jumlah} kunci dicabut.", messages.SUCCESS)
