"""Loads the sections of a kecamatan and the eleven kinds of problem from fixtures/ruko/."""

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ruko_parsel.models import Bidang, ButirSiaga, JenisMasalah, TingkatKapasitas

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "ruko"


def read_acuan(nama: str) -> list[dict[str, str]]:
    """The rows of one of the app's reference files."""
    with (FOLDER / nama).open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))


@transaction.atomic
def load_jenis_masalah() -> int:
    """Add what is missing, never changing what staff edited; gives how many kinds were added."""
    for satu in read_acuan("bidang.csv"):
        Bidang.objects.get_or_create(
            kode=satu["kode"], defaults={"nama": satu["nama"], "urut": int(satu["urut"])}
        )
    ditambah = 0
    for ke, satu in enumerate(read_acuan("jenis_masalah.csv"), start=1):
        _row, baru = JenisMasalah.objects.get_or_create(
            kode=satu["kode"],
            defaults={
                "nama": satu["nama"], "keterangan": satu["keterangan"], "urut": ke,
                "bidang_id": satu["bidang"], "hari_kerja": int(satu["hari_kerja"]),
            },
        )  # fmt: skip
        ditambah += baru
    return ditambah


@transaction.atomic
def load_kapasitas() -> int:
    """The levels of capacity and the lines of the readiness list; gives how many were added."""
    ditambah = 0
    for satu in read_acuan("tingkat_kapasitas.csv"):
        _row, baru = TingkatKapasitas.objects.get_or_create(
            masalah_id=satu["masalah"], nilai=int(satu["nilai"]),
            defaults={"uraian": satu["uraian"]},
        )  # fmt: skip
        ditambah += baru
    for ke, satu in enumerate(read_acuan("siaga.csv"), start=1):
        _butir, baru = ButirSiaga.objects.get_or_create(
            kode=satu["kode"],
            defaults={
                "kelompok": satu["kelompok"], "teks": satu["teks"], "bahaya": satu["bahaya"],
                "tinjau_bulan": int(satu["tinjau_bulan"]), "urut": ke,
            },
        )  # fmt: skip
        ditambah += baru
    return ditambah
