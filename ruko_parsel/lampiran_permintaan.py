"""The files of a request: those it was filed with and those added later."""

from django.db.models import QuerySet

from pesan.models import Lampiran
from ruko_parsel.models import Permintaan, TambahanPermintaan


def files_of(permintaan: Permintaan) -> QuerySet[Lampiran]:
    """Every file that is still there, the oldest first."""
    awal = Permintaan.lampiran.through.objects.filter(permintaan=permintaan)
    susulan = TambahanPermintaan.lampiran.through.objects.filter(
        tambahanpermintaan__permintaan=permintaan
    )
    semua = awal.values("lampiran").union(susulan.values("lampiran"))
    return Lampiran.objects.filter(pk__in=semua, status=Lampiran.Status.ADA).order_by("pk")
