"""Keeps the seed's alias paths out of the OpenAPI document: one operation, one place."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


def leave_out_aliases(endpoints: list[Any]) -> list[Any]:
    """drf-spectacular preprocessing hook."""
    return [e for e in endpoints if e[0].startswith("/api/v1/")]


class KunciApiScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How machines sign in, as OpenAPI says it."""

    target_class = "wilayah.kunci_api.KunciApiAuthentication"
    name = "kunciApi"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Kunci API portal (hl_…)"}
