"""Machines sign in with a token: `Authorization: Bearer hl_…` (or `Token …`)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

from wilayah.kripto import keyed_hash, new_code
from wilayah.models import KunciApi, Pengguna

_USE_RECORDED_EVERY = 300  # seconds; one write for every five minutes of use


def create_kunci(
    *, pengguna: Pengguna, nama: str, boleh_kirim: bool = False
) -> tuple[KunciApi, str]:
    """Make a token. Returns the row and the token itself, which is shown once and never kept."""
    token = f"hl_{new_code(32)}"
    kunci = KunciApi.objects.create(
        pengguna=pengguna,
        nama=nama,
        boleh_kirim=boleh_kirim,
        hash=keyed_hash("kunci-api", token),
        awalan=token[:8],
    )
    return kunci, token


class KunciApiAuthentication(BaseAuthentication):
    """`request.auth` is the KunciApi, `request.user` the Pengguna it acts as."""

    def authenticate(self, request: Request) -> tuple[Any, KunciApi] | None:
        parts = get_authorization_header(request).decode("latin-1").split()
        if len(parts) != 2 or parts[0].lower() not in {"bearer", "token"}:
            return None
        kunci = (
            KunciApi.objects.select_related("pengguna")
            .filter(hash=keyed_hash("kunci-api", parts[1]), dicabut_at__isnull=True)
            .first()
        )
        if kunci is None or not kunci.pengguna.is_active:
            raise AuthenticationFailed("Kunci API tidak dikenal atau sudah dicabut.")
        now = timezone.now()
        if (
            kunci.dipakai_at is None
            or (now - kunci.dipakai_at).total_seconds() > _USE_RECORDED_EVERY
        ):
            KunciApi.objects.filter(pk=kunci.pk).update(dipakai_at=now)
        return kunci.pengguna, kunci

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class LajuKunci(ScopedRateThrottle):
    """How often one token (or signed-in user) may call what names a `throttle_scope`."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        kunci = request.auth
        if not isinstance(kunci, KunciApi):
            return super().get_cache_key(request, view)
        return self.cache_format % {"scope": self.scope, "ident": f"kunci-{kunci.pk}"}


class KunciApiSkema(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How OpenAPI names these tokens; drf-spectacular finds it by being imported."""

    target_class = "wilayah.kunci_api.KunciApiAuthentication"
    name = "kunciApi"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "hl_…"}
