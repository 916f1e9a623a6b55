"""Filters for templates: dates, Rupiah, urgency as people read them. Unknown stays empty."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html

from wilayah import format as tulis

register = template.Library()


@register.filter
def tanggal_panjang(value: Any, kode: str | None = None) -> str:
    """{{ tiket.due_at|tanggal_panjang }}: "Sen, 24 Nov 2025 09.15 WIB"; with an area's code
    ({{ mulai_at|tanggal_panjang:wilayah.pk }}) on the clock of that place.
    """
    return tulis.tanggal_panjang(value, kode) if isinstance(value, datetime) else ""


@register.filter
def rupiah(value: Any) -> str:
    """{{ jumlah|rupiah }}: "Rp 1.500.000"."""
    try:
        return tulis.rupiah(int(value))
    except (TypeError, ValueError):
        return ""


@register.filter
def persen(value: Any) -> str:
    """{{ bagian|persen }}: 0.825 is "83%"; what is unknown is "–"."""
    return "–" if value is None or value == "" else f"{float(value):.0%}"


@register.filter
def urgensi(value: Any) -> str:
    """{{ tiket.urgensi|urgensi }}: "Mendesak"."""
    return tulis.URGENSI.get(value, "")


@register.filter
def urgensi_kelas(value: Any) -> str:
    """{{ tiket.urgensi|urgensi_kelas }}: "n4", the class that carries the colour (static CSS)."""
    return f"n{value}" if value in tulis.URGENSI else ""


@register.filter
def urgensi_lencana(value: Any) -> str:
    """{{ tiket.urgensi|urgensi_lencana }}: the badge: five bars, colour and word together."""
    if value not in tulis.URGENSI:
        return ""
    return format_html(
        '<span class="urgensi n{}"><i aria-hidden="true">'
        "<b></b><b></b><b></b><b></b><b></b></i>{}</span>",
        value,
        tulis.URGENSI[value],
    )
