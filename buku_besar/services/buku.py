"""Opening a set of books with its chart of accounts (fixtures/bagan_akun/)."""

import csv
import re
from pathlib import Path

from django.conf import settings
from django.db import transaction

from buku_besar.models import Akun, Buku
from wilayah.models import Wilayah

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "bagan_akun"
_NAMA_BAGAN = re.compile(r"[a-z_]+")


@transaction.atomic
def ensure_buku(*, wilayah: Wilayah, kode: str, nama: str, bagan: str) -> Buku:
    """The book of this area and code, made if missing, with every account of the chart `bagan`.

    Safe to repeat and to run twice at once: accounts that a chart gained are added; those that
    staff renamed or switched off stay as they are. Raises ValueError for a chart that is not
    there.
    """
    baris = read_bagan(bagan)
    buku, _baru = Buku.objects.get_or_create(wilayah=wilayah, kode=kode, defaults={"nama": nama})
    ada = set(Akun.objects.filter(buku=buku).values_list("kode", flat=True))
    kurang = [Akun(buku=buku, **satu) for satu in baris if satu["kode"] not in ada]
    Akun.objects.bulk_create(kurang, ignore_conflicts=True)
    return buku


def read_bagan(bagan: str) -> list[dict[str, str]]:
    """The accounts of a chart: kode, nama, jenis, sifat."""
    berkas = FOLDER / f"{bagan}.csv"
    if not _NAMA_BAGAN.fullmatch(bagan) or not berkas.exists():
        raise ValueError(f"bagan akun {bagan} tidak ada")
    with berkas.open(encoding="utf-8", newline="") as isi:
        return list(csv.DictReader(isi))
