"""`/ruko-parsel/`: what the coordination desk is, for whom, and where to ask."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ruko_parsel.models import JenisMasalah, Permintaan, Ruang
from ruko_parsel.pihak import desk_villages
from wilayah.selang import N_MINIMUM

SETAHUN = timedelta(days=365)
S = Permintaan.Status


@dataclass(slots=True)
class MejaKecamatan:
    """One kecamatan with a desk: its villages and a year's figures, None where too few."""

    kode: str
    nama: str
    di: str
    punya_alamat: bool
    ada_ruang: bool = False
    desa: list[Any] = field(default_factory=list)
    diajukan: int | None = None
    selesai: int | None = None


@require_safe
@cache_control(max_age=300)
def tentang(request: HttpRequest) -> HttpResponse:
    """Public, without a person or a case: figures below five are not shown."""
    context = {"meja": list_meja(), "masalah": list(JenisMasalah.objects.all())}
    return render(request, "ruko_parsel/rumah_koordinasi.html", context)


def list_meja() -> list[MejaKecamatan]:
    """The desks that are on duty; four queries."""
    hasil: dict[str, MejaKecamatan] = {}
    rows = desk_villages().select_related("induk__induk").order_by("kode")
    for satu in rows:
        kecamatan = satu.induk
        meja = hasil.setdefault(
            kecamatan.kode,
            MejaKecamatan(
                kecamatan.kode, kecamatan.nama_lengkap, kecamatan.induk.nama,
                punya_alamat=bool(kecamatan.slug),
            ),
        )  # fmt: skip
        meja.desa.append(satu)
    for kode in _houses(list(hasil)):
        hasil[kode].ada_ruang = True
    for kode, (diajukan, selesai) in _figures(list(hasil)).items():
        meja = hasil[kode]
        meja.diajukan = diajukan if diajukan >= N_MINIMUM else None
        # what is left over would tell the other figure
        if min(selesai, diajukan - selesai) >= N_MINIMUM:
            meja.selesai = selesai
    return sorted(hasil.values(), key=lambda meja: (-(meja.diajukan or 0), meja.nama))


def _houses(kecamatan: list[str]) -> set[str]:
    """Those of them that have rooms to meet in, and so a page of hours."""
    rows = Ruang.objects.filter(wilayah__in=kecamatan, aktif=True)
    return set(rows.order_by().values_list("wilayah_id", flat=True).distinct())


def _figures(kecamatan: list[str]) -> dict[str, tuple[int, int]]:
    """{kecamatan: (filed within a year, of these over)}.

    As on the page of figures, the confidential and those merged into another are not counted.
    """
    rows = (
        Permintaan.objects.filter(
            wilayah__induk__in=kecamatan, rahasia=False, created_at__gt=timezone.now() - SETAHUN
        )
        .exclude(status=S.DIGABUNG)
        .order_by()
        .values("wilayah__induk")
        .annotate(diajukan=Count("pk"), selesai=Count("pk", filter=Q(status=S.SELESAI)))
    )
    hasil: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for satu in rows:
        hasil[satu["wilayah__induk"]] = satu["diajukan"], satu["selesai"]
    return dict(hasil)
