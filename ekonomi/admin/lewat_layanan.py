"""Admin forms whose saving is a service: its refusals come back in words, what was typed kept."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import BigIntegerField, PositiveBigIntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from unfold.widgets import UnfoldAdminTextInputWidget

from buku_besar.services import GalatBuku
from buku_besar.uang import RupiahField
from ekonomi.services.pinjaman import GalatPinjaman

if TYPE_CHECKING:
    from wilayah.models import Pengguna


def user_of(request: HttpRequest) -> "Pengguna":
    """Who is signed in; the admin lets nobody else in."""
    return cast("Pengguna", request.user)


class UangAdmin(BaseModelAdmin):  # type: ignore[type-arg]
    """Sums of money are typed as people write them: Rp 1.500.000."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, BigIntegerField | PositiveBigIntegerField):
            return RupiahField(
                label=capfirst(db_field.verbose_name), required=not db_field.blank, minimum=0,
                help_text=db_field.help_text, widget=UnfoldAdminTextInputWidget(),
                initial=db_field.default if db_field.has_default() else None,
            )  # fmt: skip
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class LewatLayanan(UangAdmin):
    """Mix in before a ScopedAdmin whose `save_model` calls a service."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        induk: Any = super()
        try:
            return induk.changeform_view(request, object_id, form_url, extra_context)
        except (GalatPinjaman, GalatBuku) as error:
            messages.error(request, str(error))
            data = request.POST.dict()
            data.pop("csrfmiddlewaretoken", None)
            isi = {kunci: nilai for kunci, nilai in data.items() if nilai and kunci[0] != "_"}
            return redirect(
                f"{request.path}?{urlencode(isi)}" if object_id is None else request.path
            )
