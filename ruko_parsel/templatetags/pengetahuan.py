"""What other parts put on their pages: suggested answers, and who knows about a problem."""

from typing import Any

from django import template

from ruko_parsel.ahli import find_ahli
from ruko_parsel.models import Permintaan
from ruko_parsel.services.permintaan import kecamatan_of

register = template.Library()


@register.inclusion_tag("ruko_parsel/pengetahuan_saran.html")
def saran_jawaban(kolom: str = "judul,uraian", di: str = "") -> dict[str, Any]:
    """{% saran_jawaban kolom="judul,uraian" di=wilayah.kode %} inside the form of a request.

    `kolom`: the fields that are read. The page loads htmx; without it the button opens a page.
    """
    return {
        "kolom": kolom, "kode_desa": di,
        "param": ",".join([*[k.strip() for k in kolom.split(",")], "csrfmiddlewaretoken"]),
    }  # fmt: skip


@register.inclusion_tag("admin/ruko_parsel/pengetahuan_ahli.html")
def yang_paham(permintaan: Permintaan, user: Any) -> dict[str, Any]:
    """{% yang_paham obj request.user %}: who might take this request, for the desk that assigns."""
    kecamatan = kecamatan_of(permintaan.wilayah)
    ahli = find_ahli(
        user, kecamatan=kecamatan, teks=permintaan.judul, masalah=[permintaan.masalah], batas=4
    )
    return {"ahli": ahli, "permintaan": permintaan}
