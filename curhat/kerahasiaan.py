"""Which messages are about a sensitive case (settings.PESAN_TERTUTUP)."""

from typing import Any

from curhat.models import Curhat, Tiket


def sensitive_rujukan() -> tuple[Any, Any]:
    """Codes of sensitive reports and numbers of their tickets, as subqueries."""
    return (
        Curhat.objects.filter(rahasia=True).values("kode"),
        Tiket.objects.filter(curhat__rahasia=True).values("nomor"),
    )
