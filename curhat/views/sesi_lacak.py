"""Thirty minutes with one report: a signed cookie, no session row, nothing but the report's key."""

from django.http import HttpRequest, HttpResponse

from curhat.models import Curhat
from pesan.sesi_pin import SesiPin

COOKIE = "lacak"
UMUR = 30 * 60  # seconds since the last page
_SESI = SesiPin(COOKIE, "curhat.lacak", UMUR)


def open_lacak(response: HttpResponse, curhat: Curhat) -> HttpResponse:
    """Let this browser follow this report, from now for thirty minutes."""
    return _SESI.open(response, curhat.pk, curhat.pin_hash)


def close_lacak(response: HttpResponse) -> HttpResponse:
    """Forget the report in this browser."""
    return _SESI.close(response)


def followed_curhat(request: HttpRequest) -> Curhat | None:
    """The report this browser may follow, or None. A changed PIN or an erased report ends it."""
    return _SESI.read(request, _find)


def _find(pk: int) -> Curhat | None:
    return (
        Curhat.objects.filter(pk=pk, dihapus_at__isnull=True)
        .select_related("wilayah__induk__induk", "kategori", "subkategori", "unit", "kontak")
        .prefetch_related(
            "jawaban",
            "riwayat",
            "tiket__riwayat",
            "tiket__instansi",
            "tiket_bersama__riwayat",
            "tiket_bersama__instansi",
            "lampiran",
        )
        .first()
    )
