"""Where a resident goes after a POST."""

from django.core import signing
from django.urls import reverse

from pesan.models import PesanMasuk
from wilayah.halaman import Area

GARAM_TERIMA = "lapor.terima"


def terima_url(area: Area, pesan: PesanMasuk) -> str:
    """The page with the answer, code and PIN of a stored report; its link works for 24 hours."""
    return reverse("lapor_terima", args=[area.slug, signing.dumps(pesan.pk, salt=GARAM_TERIMA)])
