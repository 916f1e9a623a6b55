"""Indicators on grants."""

from ekonomi.kpi.dasar import Hasil, Lingkup, hitungan
from ekonomi.models import Hibah
from wilayah.scope import prefix_q


def hibah_diserahkan(lingkup: Lingkup) -> Hasil:
    """Households that were handed a grant of the programme, each once; taken back ones are not."""
    rows = Hibah.objects.given().filter(
        prefix_q("wilayah", lingkup.kode), paket__program=lingkup.program,
        diserahkan_pada__lte=lingkup.sampai,
    ).exclude(status=Hibah.Status.DITARIK)  # fmt: skip
    n = rows.values("rumah").distinct().count()
    return hitungan(lingkup, n, f"{n} rumah tangga yang hibahnya sudah diserahkan.")
