"""Loading the indicators that ship (fixtures/indikator.csv)."""

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ekonomi.models import Indikator

BERKAS = Path(settings.BASE_DIR) / "fixtures" / "indikator.csv"
_KOLOM = ("nama", "satuan", "definisi", "rumus", "urutan")


@transaction.atomic
def load_indikator(berkas: Path = BERKAS) -> int:
    """Load the indicators; safe to repeat. Gives how many rows are new or changed.

    Raises ValueError for a unit that the portal does not know.
    """
    ditulis = 0
    for baris in read_indikator(berkas):
        kode = baris.pop("kode")
        lama = Indikator.objects.filter(pk=kode).values(*_KOLOM).first()
        if lama != baris:
            Indikator.objects.update_or_create(pk=kode, defaults=baris)
            ditulis += 1
    return ditulis


def read_indikator(berkas: Path = BERKAS) -> list[dict[str, str | int]]:
    """The file's rows as columns of Indikator."""
    with berkas.open(encoding="utf-8", newline="") as isi:
        baris = list(csv.DictReader(isi))
    for satu in baris:
        if satu["satuan"] not in Indikator.Satuan.values:
            raise ValueError(f"{berkas.name}: satuan {satu['satuan']} pada {satu['kode']} asing")
    return [{**satu, "urutan": int(satu["urutan"])} for satu in baris]
