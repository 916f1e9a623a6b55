"""The figures of the dashboard (seed, part E): totals, follow-up, answer time, trends."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from curhat.models import Jawaban, Penilaian, Tiket
from curhat.models.curhat import CurhatQuerySet
from curhat.models.tiket import TiketQuerySet
from curhat.services.nilai import summarise_nilai

HARI = {"hari": 1, "minggu": 7, "bulan": 30}


def summarise(curhat: CurhatQuerySet, tiket: TiketQuerySet, *, sejak: datetime) -> dict[str, Any]:
    """Figures over rows the caller may see, since `sejak`. Seconds; shares 0..1 or None."""
    now = timezone.now()
    periode = curhat.filter(diterima_at__gte=sejak)
    angka = periode.aggregate(
        total=Count("pk"),
        baru_24_jam=Count("pk", filter=Q(diterima_at__gte=now - timedelta(hours=24))),
        mendesak=Count("pk", filter=Q(urgensi__gte=4)),
        rata_urgensi=Avg("urgensi"),
    )
    bertiket = _tiket_figures(tiket.filter(created_at__gte=sejak), now)
    tertindak = _followed_up(periode)
    return {
        "sejak": sejak,
        "total_curhat": angka["total"],
        "curhat_baru_24_jam": angka["baru_24_jam"],
        "curhat_mendesak": angka["mendesak"],
        "rata_rata_urgensi": angka["rata_urgensi"],
        "persen_tertindaklanjuti": tertindak / angka["total"] if angka["total"] else None,
        "rata_rata_detik_respon": _answer_seconds(periode),
        "kepuasan": summarise_nilai(Penilaian.objects.filter(curhat__in=periode)),
        "tiket": bertiket,
        "kategori_teratas": list(
            periode.values("kategori").annotate(jumlah=Count("pk")).order_by("-jumlah")[:10]
        ),
        "tren_urgensi": list(
            periode.values(tanggal=TruncDate("diterima_at"))
            .annotate(rata_urgensi=Avg("urgensi"), jumlah=Count("pk"))
            .order_by("tanggal")
        ),
    }


def _followed_up(periode: CurhatQuerySet) -> int:
    """Curhat that work was done on: closed as solved, or a ticket past verification."""
    S = Tiket.Status  # noqa: N806
    worked = [S.DIKERJAKAN, S.MENUNGGU_KONFIRMASI, S.SELESAI, S.DIALIHKAN]
    return (
        periode.filter(Q(tiket__status__in=worked) | Q(ditutup_at__isnull=False)).distinct().count()
    )


def _answer_seconds(periode: CurhatQuerySet) -> float | None:
    rows = Jawaban.objects.filter(curhat__in=periode).aggregate(
        rata=Avg(F("at") - F("curhat__diterima_at"))
    )
    return rows["rata"].total_seconds() if rows["rata"] is not None else None


def _tiket_figures(tiket: TiketQuerySet, now: datetime) -> dict[str, int]:
    """Solved and closed-unsolved are counted apart: closing alone never looks like success."""
    H = Tiket.Hasil  # noqa: N806
    terbuka = ~Q(status__in=Tiket.ENDED)
    return tiket.aggregate(
        dibuka=Count("pk"),
        terbuka=Count("pk", filter=terbuka),
        lewat_batas=Count("pk", filter=terbuka & Q(due_at__lt=now, dijeda_at__isnull=True)),
        terselesaikan=Count("pk", filter=Q(hasil=H.TERSELESAIKAN)),
        ditutup_tanpa_penyelesaian=Count(
            "pk",
            filter=Q(hasil__in=[H.TANPA_JAWABAN, H.TIDAK_TERSELESAIKAN])
            | Q(status__in=[Tiket.Status.DITOLAK, Tiket.Status.BUKAN_KEWENANGAN]),
        ),
        dibuka_lagi=Count("pk", filter=Q(putaran__gt=1)),
    )
