"""Our questions in a chat: one open at a time, answered or lapsed after two days."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ekonomi.models import Pengukuran, TanyaOmzet
from pesan.models import Kontak, PesanMasuk

BERLAKU = timedelta(hours=48)


@transaction.atomic
def ask_omzet(
    kontak: Kontak,
    *,
    jenis: str,
    nilai: int,
    bulan: date,
    pesan: PesanMasuk | None = None,
    pengukuran: Pengukuran | None = None,
    pilihan: Sequence[int] = (),
) -> TanyaOmzet:
    """Remember what was asked; an older question of this person is given up."""
    close_tanya(kontak)
    return TanyaOmzet.objects.create(
        kontak=kontak, jenis=jenis, nilai=nilai, bulan=bulan, pesan=pesan, pengukuran=pengukuran,
        pilihan=list(pilihan), hingga=timezone.now() + BERLAKU,
    )  # fmt: skip


def close_tanya(kontak: Kontak) -> None:
    """Nothing is asked of this person any more."""
    TanyaOmzet.objects.filter(kontak=kontak, dijawab_at__isnull=True).update(
        dijawab_at=timezone.now()
    )


def open_tanya(kontak: Kontak) -> TanyaOmzet | None:
    """The question this person may be answering."""
    rows = _open().filter(kontak=kontak)
    return rows.select_related("pengukuran__usaha", "pengukuran__rumah").first()


def asked_kontak(kontak: Iterable[int]) -> set[int]:
    """Which of these contacts have a question open; one query for a whole batch."""
    return set(_open().filter(kontak__in=list(kontak)).values_list("kontak_id", flat=True))


def _open() -> QuerySet[TanyaOmzet]:
    return TanyaOmzet.objects.filter(dijawab_at__isnull=True, hingga__gt=timezone.now())
