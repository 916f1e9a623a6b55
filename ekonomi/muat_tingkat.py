"""Loading the steps of naik kelas and their criteria from fixtures/tingkat_usaha.csv."""

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ekonomi.models import KriteriaTingkat, TingkatUsaha

BERKAS = Path(settings.BASE_DIR) / "fixtures" / "tingkat_usaha.csv"


@transaction.atomic
def load_tingkat(berkas: Path = BERKAS) -> int:
    """Add the steps and criteria that are missing; what staff changed stays. How many were new."""
    baru = 0
    with berkas.open(encoding="utf-8", newline="") as isi:
        for baris in csv.DictReader(isi):
            if baris["nama"]:
                _tingkat, dibuat = TingkatUsaha.objects.get_or_create(
                    nomor=int(baris["tingkat"]),
                    defaults={"nama": baris["nama"], "keterangan": baris["keterangan"]},
                )
                baru += dibuat
            if baris["jenis"]:
                _kriteria, dibuat = KriteriaTingkat.objects.get_or_create(
                    tingkat_id=int(baris["tingkat"]),
                    jenis=baris["jenis"],
                    defaults={
                        "ambang": int(baris["ambang"]),
                        "wajib": baris["wajib"] == "ya",
                        "keterangan": baris["kriteria"],
                    },
                )
                baru += dibuat
    return baru
