"""First data: the pilot places and their agencies, from `fixtures/`. Safe to run again.

What staff changed afterwards stays: rows are added where they are missing, never overwritten.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wilayah.batas import recompute_perkiraan
from wilayah.models import Instansi, Wilayah
from wilayah.services.area import clear_gazetir

_Baris = dict[str, str]
# What `berlaku` of fixtures/instansi.csv stands for: each area of these levels gets the row.
_BERLAKU = {
    "provinsi": [Wilayah.Tingkat.PROVINSI],
    "kabkota": [Wilayah.Tingkat.KABUPATEN, Wilayah.Tingkat.KOTA],
    "kelurahan": [Wilayah.Tingkat.KELURAHAN, Wilayah.Tingkat.DESA],
}


def fixture_path(nama: str) -> Path:
    """A file of the repository's `fixtures/`."""
    return Path(settings.BASE_DIR) / "fixtures" / nama


@transaction.atomic
def load_wilayah_pilot(path: Path | None = None) -> int:
    """Add the pilot places with slugs, centre points and stand-in boundaries; returns rows written.

    An area that came from the national table (no slug, no centre) gets both; one that staff already
    set up is left alone.
    """
    rows = list(_read(path or fixture_path("wilayah_pilot.csv")))
    known = {area.pk: area for area in Wilayah.objects.filter(pk__in=[r["kode"] for r in rows])}
    baru = [_wilayah(row) for row in rows if row["kode"] not in known]
    isi = [area for row in rows if (area := known.get(row["kode"])) and _fill_if_bare(area, row)]
    Wilayah.objects.bulk_create(baru)
    Wilayah.objects.bulk_update(isi, ["slug", "lat", "lng"])
    if baru or isi:
        clear_gazetir()
        for induk in sorted({row["induk"] for row in rows if row["lat"] and row["induk"]}):
            recompute_perkiraan(Wilayah.objects.get(pk=induk))
    return len(baru) + len(isi)


@transaction.atomic
def load_instansi(path: Path | None = None) -> int:
    """Give every area in service its units, and every province the national emergency numbers.

    A row counts for each area of its level (`berlaku`); {wilayah} in its name becomes the area's.
    Returns how many agencies were added.
    """
    rows = list(_read(path or fixture_path("instansi.csv")))
    added = 0
    for berlaku, tingkat in _BERLAKU.items():
        areas = Wilayah.objects.filter(tingkat__in=tingkat)
        if berlaku != "provinsi":
            areas = areas.in_service()
        wanted = [
            _instansi(row, area) for area in areas for row in rows if row["berlaku"] == berlaku
        ]
        ada = set(Instansi.objects.filter(wilayah__in=areas).values_list("wilayah_id", "kode"))
        baru = [satu for satu in wanted if (satu.wilayah_id, satu.kode) not in ada]
        added += len(Instansi.objects.bulk_create(baru))
    return added


def _read(path: Path) -> Iterator[_Baris]:
    with path.open(encoding="utf-8", newline="") as berkas:
        yield from csv.DictReader(berkas)


def _wilayah(row: _Baris) -> Wilayah:
    area = Wilayah(
        kode=row["kode"], nama=row["nama"], tingkat=row["tingkat"], induk_id=row["induk"] or None
    )
    _fill(area, row)
    return area


def _fill_if_bare(area: Wilayah, row: _Baris) -> bool:
    """Give an area of the national table its slug and centre; whether there was any to give."""
    if area.slug is not None or area.lat is not None:
        return False
    _fill(area, row)
    return area.slug is not None or area.lat is not None


def _fill(area: Wilayah, row: _Baris) -> None:
    area.slug = row["slug"] or None
    area.lat = Decimal(row["lat"]) if row["lat"] else None
    area.lng = Decimal(row["lng"]) if row["lng"] else None


def _instansi(row: _Baris, area: Wilayah) -> Instansi:
    return Instansi(
        wilayah=area,
        kode=row["kode"],
        nama=row["nama"].replace("{wilayah}", _sebutan(area)),
        jenis=row["jenis"],
        telepon=row["telepon"],
        urutan=int(row["urutan"]),
    )


def _sebutan(area: Wilayah) -> str:
    if area.tingkat == Wilayah.Tingkat.KELURAHAN:
        return f"Kelurahan {area.nama}"
    if area.tingkat == Wilayah.Tingkat.DESA:
        return f"Pemerintah Desa {area.nama}"
    return area.nama
