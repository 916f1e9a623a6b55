"""The queue as it stands now, for desk, screen and phone: read only, no names."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, F

from ruko_parsel.jam_ruang import local_day
from ruko_parsel.models import Antrean

S = Antrean.Status
CUKUP = 3  # guests served today before a waiting time is guessed
_SEJAM = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Keadaan:
    """Today's queue. `rerata` of one guest's service, None while too few were served."""

    menunggu: int
    dipanggil: list[Any]
    selesai: int
    rerata: timedelta | None
    meja: int  # desks that called somebody in the last hour, at least one


def read_keadaan(kecamatan: str, now: datetime) -> Keadaan:
    """Four queries."""
    hari_ini = Antrean.objects.on(kecamatan, local_day(now, kecamatan))
    selesai = hari_ini.filter(status=S.SELESAI)
    jumlah = selesai.count()
    rerata = selesai.aggregate(r=Avg(F("selesai_at") - F("dilayani_at")))["r"]
    kini = hari_ini.filter(status__in=[S.DIPANGGIL, S.DILAYANI]).select_related("ruang", "bidang")
    meja = hari_ini.filter(dipanggil_at__gte=now - _SEJAM).values("petugas").distinct().count()
    return Keadaan(
        menunggu=hari_ini.filter(status=S.MENUNGGU).count(),
        dipanggil=list(kini.order_by("-dipanggil_at")),
        selesai=jumlah,
        rerata=rerata if jumlah >= CUKUP else None,
        meja=max(meja, 1),
    )


def ahead_of(antrean: Antrean) -> int:
    """How many wait with a smaller number."""
    rows = Antrean.objects.on(str(antrean.wilayah_id), antrean.tanggal).waiting()
    return rows.filter(nomor__lt=antrean.nomor).count()


def wait_words(di_depan: int, keadaan: Keadaan) -> str:
    """The guess in words; honest where there is nothing to guess from."""
    if keadaan.rerata is None:
        return "Lama menunggu belum dapat diperkirakan; hari ini baru sedikit yang dilayani."
    menit = round(di_depan * keadaan.rerata.total_seconds() / 60 / keadaan.meja)
    if menit < 3:
        return "Sebentar lagi giliran Anda."
    if menit < 60:
        return f"Kira-kira {5 * max(1, round(menit / 5))} menit lagi."
    jam, sisa = divmod(5 * round(menit / 5), 60)
    return f"Kira-kira {jam} jam{f' {sisa} menit' if sisa else ''} lagi."
