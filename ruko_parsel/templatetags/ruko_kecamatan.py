from typing import Any

from django import template

from ruko_parsel import jam_kerja

register = template.Library()


@register.filter
def lama_kerja(jam: Any) -> str:
    """{{ angka.jam_jawab|lama_kerja }}: "2,4 hari kerja"; "–" where nothing was measured."""
    return jam_kerja.lama_kerja(jam)
