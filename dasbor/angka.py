"""Numbers that anyone may read: this month's reports of an area, with small cells left out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from curhat.isu_kelas import KATEGORI_TERBUKA
from curhat.models import Curhat, Tiket

TERKECIL = 5  # people; a smaller cell could point at someone (design.md, "Public means aggregated")
S = Tiket.Status


@dataclass(frozen=True, slots=True)
class AngkaBulan:
    """Counts since the first of the month; None is a cell of fewer than five people."""

    masuk: int | None
    ditindaklanjuti: int | None
    beres: int | None
    tanpa_penyelesaian: int | None


def count_bulan(kode: str, now: datetime | None = None) -> AngkaBulan:
    """This month's public numbers of an area and everything below it. One query.

    A cell is also left out when the rest of its total is between one and four people: what is shown
    would give the small remainder away by subtraction.
    """
    awal = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # a report of a shared problem stands where that problem's ticket does
    tiket = Tiket.objects.exclude(status=S.DIGABUNG).filter(
        Q(curhat=OuterRef("pk")) | Q(dilayani=OuterRef("pk"))
    )
    ditindak = Exists(tiket.exclude(status=S.BARU)) | Q(ditutup_at__isnull=False)
    beres = Exists(tiket.filter(hasil=Tiket.Hasil.TERSELESAIKAN)) | Q(ditutup_at__isnull=False)
    tanpa = Exists(tiket.filter(status__in=Tiket.ENDED).exclude(hasil=Tiket.Hasil.TERSELESAIKAN))
    orang = Coalesce("kontak_id", -F("id"))  # a report without a contact is one person
    rows = Curhat.objects.public().in_wilayah(kode).filter(diterima_at__gte=awal)
    rows = rows.annotate(orang=orang, ditindak=ditindak, beres=beres, tanpa=tanpa)
    cells = ("ditindak", "beres", "tanpa")
    found = rows.aggregate(
        n=Count("pk"),
        o=Count("orang", distinct=True),
        **{f"n_{c}": Count("pk", filter=Q(**{c: True})) for c in cells},
        **{f"o_{c}": Count("orang", distinct=True, filter=Q(**{c: True})) for c in cells},
    )
    masuk = found["n"] if found["o"] >= TERKECIL else None
    return AngkaBulan(masuk, *(_cell(found, c) if masuk else None for c in cells))


def _cell(found: dict[str, int], cell: str) -> int | None:
    people, rest = found[f"o_{cell}"], found["n"] - found[f"n_{cell}"]
    if people < TERKECIL or 0 < rest < TERKECIL:
        return None
    return found[f"n_{cell}"]


def recent_progress(kode: str, jumlah: int = 4) -> QuerySet[Tiket]:
    """Tickets that moved lately, of public reports about places; nothing in them names a person."""
    found: QuerySet[Tiket] = (
        Tiket.objects.in_wilayah(kode)
        .filter(
            curhat__in=Curhat.objects.public(),
            curhat__anonim=False,
            curhat__kategori__in=KATEGORI_TERBUKA,
        )
        .exclude(status__in=[S.BARU, S.DIGABUNG])
        .select_related("curhat__subkategori", "instansi")
        .order_by("-updated_at")[:jumlah]
    )
    return found
