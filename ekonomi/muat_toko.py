"""Loading what the shop ships with: forbidden words, steps of onboarding, couriers. Idempotent."""

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ekonomi.models import ButirOnboarding, KataTerlarang, Kurir

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "toko"


@transaction.atomic
def load_toko() -> int:
    """Add the rows that are missing; what staff have changed stays. Gives how many were added."""
    baru = 0
    for baris in _read("kata_terlarang.csv"):
        baru += KataTerlarang.objects.get_or_create(
            kata=baris["kata"], defaults={"alasan": baris["alasan"]}
        )[1]
    for urut, baris in enumerate(_read("butir_onboarding.csv"), start=1):
        baru += ButirOnboarding.objects.get_or_create(
            kode=baris["kode"],
            defaults={
                "nama": baris["nama"],
                "petunjuk": baris["petunjuk"],
                "wajib": baris["wajib"] == "ya",
                "perlu_bukti": baris["perlu_bukti"] == "ya",
                "urutan": urut,
            },
        )[1]
    for baris in _read("kurir.csv"):
        baru += Kurir.objects.get_or_create(
            kode=baris["kode"],
            defaults={"nama": baris["nama"], "pola_lacak": baris["pola_lacak"]},
        )[1]
    return baru


def _read(nama: str) -> list[dict[str, str]]:
    with (FIXTURES / nama).open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))
