"""What residents think of the answers, 1 to 5 (seed: ≥ 4 in at least 80 % of them)."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone

from curhat.models import Curhat, Penilaian, RiwayatCurhat

SASARAN = 0.8
BAIK = 4
BERUBAH_SELAMA = timedelta(days=1)
RENDAH = 2  # up to here we say sorry and how to get a person


class NilaiTetap(Exception):  # noqa: N818 - the domain's word
    """The answer was rated more than a day ago; `nilai` is what stands."""

    def __init__(self, nilai: int) -> None:
        super().__init__(f"sudah dinilai {nilai}")
        self.nilai = nilai


@transaction.atomic
def rate_jawaban(curhat: Curhat, *, nilai: int, asal: str = "") -> Penilaian | None:
    """The resident's mark for the newest answer; it may be changed within a day.

    None where there is no answer to rate. Raises NilaiTetap, ValueError outside 1..5.
    """
    if not 1 <= nilai <= 5:
        raise ValueError("nilai 1 sampai 5")
    curhat = Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk)
    jawaban = curhat.jawaban.first()
    if jawaban is None or curhat.dihapus_at is not None:
        return None
    baris, baru = Penilaian.objects.get_or_create(
        jawaban=jawaban, defaults={"curhat": curhat, "nilai": nilai}
    )
    if not baru and baris.nilai != nilai:
        if not may_change(baris):
            raise NilaiTetap(baris.nilai)
        baris.nilai = nilai
        baris.save(update_fields=["nilai", "updated_at"])
    elif not baru:
        return baris
    RiwayatCurhat.objects.create(
        curhat=curhat,
        peristiwa=RiwayatCurhat.Peristiwa.DINILAI,
        catatan=f"Nilai {nilai}",
        asal_hash=asal,
    )
    return baris


def may_change(penilaian: Penilaian) -> bool:
    """Whether the resident may still think otherwise."""
    return timezone.now() - penilaian.at <= BERUBAH_SELAMA


def summarise_nilai(penilaian: Any) -> dict[str, Any]:
    """Over ratings the caller may see: how many, the share of 4 and 5 (0..1 or None), target."""
    angka = penilaian.aggregate(
        n=Count("pk"), baik=Count("pk", filter=Q(nilai__gte=BAIK)), rata=Avg("nilai")
    )
    return {
        "jumlah": angka["n"],
        "persen_puas": angka["baik"] / angka["n"] if angka["n"] else None,
        "rata_rata": angka["rata"],
        "sasaran": SASARAN,
    }
