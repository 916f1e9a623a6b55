"""The night contact as a block on any page of a kelurahan."""

from typing import Any

from django import template

from luna_maya.kontak_malam import kontak_sekarang

register = template.Library()


@register.inclusion_tag("luna_maya/kontak_malam_bagian.html")
def kontak_malam(area: Any) -> dict[str, Any]:
    """{% kontak_malam area %}: who is reached now in this kelurahan; empty where nobody ever is."""
    return {"area": area, "kontak": kontak_sekarang(area.kode)}
