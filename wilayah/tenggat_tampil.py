"""How a deadline reads in lists and pages: what is left in words and colour, its moment on the
clock of the place.
"""

from datetime import datetime, timedelta

from django.utils.html import format_html

from wilayah.format import tanggal_panjang
from wilayah.tenggat import sisa, sisa_lagi

DEKAT = timedelta(hours=24)


def kelas_sisa(due_at: datetime, now: datetime) -> str:
    """ "lewat", "dekat" (within a day) or "": the class that carries the colour (tiket.css)."""
    if due_at < now:
        return "lewat"
    return "dekat" if due_at - now <= DEKAT else ""


def sisa_lencana(due_at: datetime, now: datetime, kode: str | None, *, berhenti: str = "") -> str:
    """What is left as a cell of a list, its moment on hover and for screen readers.

    `berhenti`: what stands there instead while the clock does not run ("menunggu warga", "–").
    """
    if berhenti:
        return berhenti
    kelas = " ".join(filter(None, ["angka", kelas_sisa(due_at, now)]))
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}</time>',
        kelas, due_at.isoformat(), tanggal_panjang(due_at, kode), sisa(due_at, now),
    )  # fmt: skip


def sisa_kalimat(due_at: datetime, now: datetime, kode: str | None, *, berhenti: str = "") -> str:
    """As a page says it: "3 jam lagi (Sen, 24 Nov 2025 16.00 WIB)"."""
    return f"{berhenti or sisa_lagi(due_at, now)} ({tanggal_panjang(due_at, kode)})"
