"""Our questions in a chat: one open at a time, answered or lapsed after two days."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
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
    rows = TanyaOmzet.objects.filter(
        kontak=kontak, dijawab_at__isnull=True, hingga__gt=timezone.now()
    )
    return rows.select_related("pengukuran__usaha", "pengukuran__rumah").first()
