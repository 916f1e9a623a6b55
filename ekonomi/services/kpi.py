"""Snapshots of the indicators, and the rules a programme judges itself by."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ekonomi.kpi.hitung import hitung_semua, read_target
from ekonomi.models import (
    AturanPeringatan,
    BobotMandiri,
    Capaian,
    KriteriaKeputusan,
    Program,
    TitikTarget,
)

ATURAN = Path(settings.BASE_DIR) / "fixtures" / "kpi" / "aturan.json"
_CATATAN_MAKS = 300


@transaction.atomic
def record_capaian(program: Program, pada: date | None = None) -> int:
    """Keep what every indicator stands at on a day; gives how many were new.

    What a day already has stays as it is: the table only grows, one row a day and indicator.
    """
    pada = pada or timezone.localdate()
    ada = set(
        Capaian.objects.filter(program=program, tanggal=pada).values_list("indikator_id", flat=True)
    )
    baris = [
        Capaian(
            program=program, indikator_id=kode, tanggal=pada, nilai=h.nilai, pembilang=h.pembilang,
            penyebut=h.penyebut, kurang=h.kurang, sel=h.sel, catatan=h.kalimat[:_CATATAN_MAKS],
        )
        for kode, h in hitung_semua(program, pada).items()
        if kode not in ada
    ]  # fmt: skip
    Capaian.objects.bulk_create(baris, ignore_conflicts=True)
    return len(baris)


@transaction.atomic
def ensure_aturan(program: Program) -> dict[str, int]:
    """Give a programme the rules it has none of yet; what staff changed is never touched.

    From fixtures/kpi/aturan.json: thresholds of warnings, points of the target lines, criteria of
    the review, weights of Rumah Mandiri. Gives how many rows of each were added.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    aturan = json.loads(ATURAN.read_text(encoding="utf-8"))
    target = read_target(program)
    return {
        "peringatan": _ensure_peringatan(program, target, aturan["peringatan"]),
        "titik": _ensure_titik(program, target, aturan["titik"]),
        "kriteria": _ensure_kriteria(program, target, aturan["kriteria"]),
        "bobot": _ensure_bobot(program, aturan["bobot"]),
    }


def _ensure_peringatan(program: Program, target: dict[str, Any], isi: dict[str, Any]) -> int:
    ada = set(program.aturan_peringatan.values_list("indikator_id", flat=True))
    baris = [
        AturanPeringatan(program=program, indikator_id=kode, **isi.get(kode, isi["bawaan"]))
        for kode in target
        if kode not in ada
    ]
    return len(AturanPeringatan.objects.bulk_create(baris))


def _ensure_titik(program: Program, target: dict[str, Any], isi: dict[str, Any]) -> int:
    if TitikTarget.objects.filter(target__program=program).exists():
        return 0
    titik = isi["semua"] | isi.get(program.templat, {})
    baris = [
        TitikTarget(target=target[kode], hari=hari, nilai=nilai)
        for kode, daftar in titik.items()
        if kode in target
        for hari, nilai in daftar
    ]
    return len(TitikTarget.objects.bulk_create(baris))


def _ensure_kriteria(program: Program, target: dict[str, Any], isi: list[dict[str, Any]]) -> int:
    if program.kriteria.exists():
        return 0
    baris = []
    for urutan, satu in enumerate(isi):
        kode = next((k for k in satu["indikator"] if k in target), satu["indikator"][0])
        baris.append(
            KriteriaKeputusan(
                program=program, komponen=satu["komponen"], indikator_id=kode, urutan=urutan,
                skalakan_min=satu["skalakan"], sesuaikan_min=satu["sesuaikan"],
                patokan=None if kode in target else satu["patokan"],
            )
        )  # fmt: skip
    return len(KriteriaKeputusan.objects.bulk_create(baris))


def _ensure_bobot(program: Program, isi: list[dict[str, Any]]) -> int:
    if program.bobot_mandiri.exists():
        return 0
    return len(
        BobotMandiri.objects.bulk_create([BobotMandiri(program=program, **satu) for satu in isi])
    )
