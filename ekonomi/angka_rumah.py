"""Households as figures, for who may count them but not know them: cells below five are hidden."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, Value
from django.utils import timezone

from ekonomi.ekspor_rumah import RingkasKpi, summarise_kpi
from ekonomi.models import KelompokSasaran
from wilayah.models import Wilayah

PALING_SEDIKIT = 5  # people or households of a cell that is shown (docs: design, public figures)
# the code down to the RW: 35.77.03.1009.02 of 35.77.03.1009.02.03
_SAMPAI_RW = Func(
    F("wilayah_id"),
    Value(r"^(([^.]+\.){4}[^.]+).*$"),
    Value(r"\1"),
    function="regexp_replace",
    output_field=CharField(),
)
HARI_LAMA = 90
_UKURAN = ("rumah", "dtks", "aktif", "digital", "lama")


def hide_few(jumlah: int | None) -> int | None:
    """The number, or None where it would point at somebody. Nought hides nobody."""
    return None if jumlah is None or 0 < jumlah < PALING_SEDIKIT else jumlah


@dataclass(frozen=True, slots=True)
class BarisAngka:
    """One area's figures; None is "fewer than five"."""

    nama: str
    rumah: int | None
    dtks: int | None
    aktif: int | None
    digital: int | None
    lama: int | None

    @property
    def sel(self) -> list[int | None]:
        """The figures in the table's order."""
        return [self.rumah, self.dtks, self.aktif, self.digital, self.lama]


def count_areas(rumah: Any, *, per_rw: bool) -> list[BarisAngka]:
    """Figures per kelurahan, or per RW, of these households."""
    lama = timezone.localdate() - timedelta(days=HARI_LAMA)
    rows = list(
        rumah.order_by()
        .annotate(di=_SAMPAI_RW if per_rw else F("kelurahan"))
        .values("di")
        .annotate(
            rumah=Count("pk"),
            n_dtks=Count("pk", filter=Q(dtks=True)),
            aktif=Count("pk", filter=Q(omzet__gt=0)),
            digital=Count("pk", filter=Q(onboarded=True)),
            lama=Count("pk", filter=Q(diperbarui__lt=lama)),
        )
        .order_by("di")
    )
    nama = _names({row["di"] for row in rows})
    return [
        BarisAngka(
            nama.get(row["di"], row["di"]),
            *(hide_few(row["n_dtks" if k == "dtks" else k]) for k in _UKURAN),
        )
        for row in rows
    ]


def _names(kode: set[str]) -> dict[str, str]:
    semua = kode | {".".join(satu.split(".")[:4]) for satu in kode}
    area = {w.pk: w for w in Wilayah.objects.filter(pk__in=semua)}
    hasil = {}
    for satu in kode:
        kelurahan = area.get(".".join(satu.split(".")[:4]))
        wilayah = area.get(satu)
        if wilayah is not None and kelurahan is not None and wilayah.pk != kelurahan.pk:
            hasil[satu] = f"{kelurahan.nama_lengkap} {wilayah.nama}"
        elif wilayah is not None:
            hasil[satu] = wilayah.nama_lengkap
    return hasil


def count_kelompok(rumah: Any) -> list[tuple[str, int | None]]:
    """How many households are in each target group."""
    hasil = rumah.order_by().aggregate(
        **{k: Count("pk", filter=Q(kelompok__contains=[k])) for k in KelompokSasaran.values}
    )
    return [(str(label), hide_few(hasil[k])) for k, label in KelompokSasaran.choices]


def summarise_few(rumah: Any) -> RingkasKpi | None:
    """The seed's three figures, or None for fewer than five households or active ones."""
    kpi = summarise_kpi(rumah)
    aktif = rumah.filter(omzet__gt=0).count()
    jumlah = rumah.count()
    if any(hide_few(n) is None for n in (jumlah, aktif, kpi.dtks_count)):
        return None
    return kpi
