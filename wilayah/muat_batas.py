"""Taking in boundaries from a GeoJSON file: matched by code, or by name below one parent.

All or nothing: one feature that is no area of the earth keeps the whole file out.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from shapely.geometry import shape

from wilayah.batas import BatasDitolak, read_batas, recompute_perkiraan
from wilayah.models import Wilayah

_KOLOM_KODE = ("kode", "code", "KODE", "kd_wilayah", "kdepum")
_KOLOM_NAMA = ("nama", "name", "NAMA", "NAMOBJ", "namobj", "desa")


@dataclass(slots=True)
class LaporanBatas:
    """What an import did, or why it did nothing. Numbers are features, counted from 1."""

    tersimpan: int = 0
    diperbaiki: list[tuple[int, str, str]] = field(default_factory=list)  # number, code, what
    ditolak: list[tuple[int, str]] = field(default_factory=list)  # number, why
    tidak_cocok: list[tuple[int, str]] = field(default_factory=list)  # number, code or name


@dataclass(frozen=True, slots=True)
class _Fitur:
    nomor: int
    kode: str
    nama: str
    geometry: Any


def load_batas(
    path: Path,
    *,
    kolom_kode: str | None = None,
    kolom_nama: str | None = None,
    induk: str | None = None,
    periksa: bool = False,
) -> LaporanBatas:
    """Save the boundaries of a FeatureCollection; unknown places are reported and left out.

    With `induk` features match by name among the areas right below it when their code is unknown.
    Raises BatasDitolak when the file is no GeoJSON; nothing is saved while `ditolak` is not empty.
    """
    fitur = list(_read(path, kolom_kode, kolom_nama))
    areas = _match(fitur, induk)
    laporan = LaporanBatas()
    hasil: dict[str, dict[str, Any]] = {}
    for satu in fitur:
        area = areas.get(satu.nomor)
        if area is None:
            laporan.tidak_cocok.append((satu.nomor, satu.kode or satu.nama or "tanpa kode"))
        _take(satu, area, hasil, laporan)
    if laporan.ditolak:
        return laporan
    laporan.tersimpan = len(hasil)
    if not periksa:
        _save(hasil)
    return laporan


def _take(
    satu: _Fitur, area: str | None, hasil: dict[str, dict[str, Any]], laporan: LaporanBatas
) -> None:
    try:
        batas, alasan = read_batas(satu.geometry)
    except BatasDitolak as error:
        laporan.ditolak.append((satu.nomor, str(error)))
        return
    if area is None:
        return
    if area in hasil:
        laporan.ditolak.append((satu.nomor, f"batas {area} ada dua kali"))
        return
    if alasan:
        laporan.diperbaiki.append((satu.nomor, area, alasan))
    hasil[area] = batas


@transaction.atomic
def _save(hasil: dict[str, dict[str, Any]]) -> None:
    areas = list(Wilayah.objects.select_for_update().filter(pk__in=hasil))
    for area in areas:
        area.batas = hasil[area.pk]
        area.batas_sumber = Wilayah.SumberBatas.IMPOR
        if area.lat is None:
            titik = shape(area.batas).representative_point()
            area.lat, area.lng = _degrees(titik.y), _degrees(titik.x)
    Wilayah.objects.bulk_update(areas, ["batas", "batas_sumber", "lat", "lng"], batch_size=500)
    # Neighbours' stand-ins must make room, and cells below get a real edge.
    sekitar = {area.induk_id for area in areas if area.induk_id} | set(hasil)
    for induk in Wilayah.objects.filter(pk__in=sekitar, anak__batas_sumber="perkiraan").distinct():
        recompute_perkiraan(induk)


def _degrees(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))


def _read(path: Path, kolom_kode: str | None, kolom_nama: str | None) -> Iterator[_Fitur]:
    try:
        isi = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BatasDitolak(f"{path.name} bukan GeoJSON: {error}") from error
    if not isinstance(isi, dict) or not isinstance(isi.get("features"), list):
        raise BatasDitolak(f"{path.name} bukan FeatureCollection")
    for nomor, satu in enumerate(isi["features"], 1):
        sifat = satu.get("properties") or {} if isinstance(satu, dict) else {}
        yield _Fitur(
            nomor,
            _value(sifat, (kolom_kode,) if kolom_kode else _KOLOM_KODE),
            _value(sifat, (kolom_nama,) if kolom_nama else _KOLOM_NAMA),
            satu.get("geometry") if isinstance(satu, dict) else None,
        )


def _value(sifat: dict[str, Any], kolom: tuple[str, ...]) -> str:
    return next((str(sifat[satu]).strip() for satu in kolom if sifat.get(satu)), "")


def _match(fitur: list[_Fitur], induk: str | None) -> dict[int, str]:
    """Feature number -> code of the area it is."""
    kode = set(
        Wilayah.objects.filter(pk__in=[satu.kode for satu in fitur]).values_list("pk", flat=True)
    )
    nama: dict[str, list[str]] = {}
    if induk is not None:
        for pk, sebutan in Wilayah.objects.filter(induk=induk).values_list("pk", "nama"):
            nama.setdefault(slugify(sebutan), []).append(pk)
    hasil = {}
    for satu in fitur:
        cocok = nama.get(slugify(satu.nama), []) if satu.nama else []
        if satu.kode in kode:
            hasil[satu.nomor] = satu.kode
        elif len(cocok) == 1:
            hasil[satu.nomor] = cocok[0]
    return hasil
