"""Loads the kinds of visit and their local names from fixtures/luna/."""

import csv
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from luna_maya.models import JenisKunjungan, SebutanKunjungan
from wilayah.models import Wilayah

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "luna"


@transaction.atomic
def load_jenis_kunjungan() -> int:
    """Add the kinds that are missing, never changing one that staff edited; gives how many."""
    isi: list[dict[str, Any]] = json.loads(
        (FOLDER / "jenis_kunjungan.json").read_text(encoding="utf-8")
    )
    ada = set(JenisKunjungan.objects.values_list("kode", flat=True))
    baru = [satu for satu in isi if satu["kode"] not in ada]
    for satu in baru:
        JenisKunjungan.objects.create(**satu)
    return len(baru)


@transaction.atomic
def load_sebutan() -> int:
    """What each pilot kelurahan calls its visits; gives how many were added."""
    jenis = {satu.kode: satu for satu in JenisKunjungan.objects.all()}
    ditambah = 0
    with (FOLDER / "sebutan.csv").open(encoding="utf-8", newline="") as berkas:
        for row in csv.DictReader(berkas):
            if not Wilayah.objects.filter(pk=row["wilayah"]).exists():
                continue
            _satu, baru = SebutanKunjungan.objects.get_or_create(
                wilayah_id=row["wilayah"], jenis=jenis[row["jenis"]],
                defaults={"nama": row["nama"], "kepanjangan": row["kepanjangan"]},
            )  # fmt: skip
            ditambah += baru
    return ditambah
