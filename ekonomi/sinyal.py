"""What the programme knows about each RT, as counts (`wilayah.sinyal`); no household by name."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Q

from ekonomi.models import Rumah
from ekonomi.models.rumah import KelompokSasaran
from wilayah.sinyal import Titik


class SinyalRumah:
    """Poor households (DTKS/DTSEN, or of that target group) as they stand now."""

    def titik(self, kelurahan: str, dari: date, sampai: date) -> Iterator[Titik]:
        miskin = Q(dtks=True) | Q(kelompok__contains=[KelompokSasaran.MISKIN])
        rows = Rumah.objects.active().in_wilayah(kelurahan).filter(miskin).order_by()
        for wilayah, n in rows.values_list("wilayah_id").annotate(n=Count("pk")):
            yield Titik(wilayah, "keluarga_miskin", n)

    def kategori(self) -> Sequence[tuple[str, str, str, str]]:
        return []
