"""Loading the kinds of letters that ship (fixtures/surat/)."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dokumen.models import JenisSurat
from dokumen.services.jenis import write_jenis

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "surat"
_TEKS = ("kepada", "teks", "tembusan")


@transaction.atomic
def load_jenis(folder: Path = FOLDER) -> dict[str, int]:
    """Load the general kinds; safe to repeat. Gives how many are new, changed, kept, the same.

    A changed file becomes a new version, unless staff have written the version in use ("tetap").
    Raises ValueError for a file whose fields and texts do not fit together.
    """
    jumlah = {"baru": 0, "berubah": 0, "tetap": 0, "sama": 0}
    for berkas in sorted(folder.glob("*.toml")):
        jumlah[_load_one(berkas.stem, read_jenis(berkas))] += 1
    return jumlah


def read_jenis(berkas: Path) -> dict[str, Any]:
    """One file as the columns of JenisSurat."""
    with berkas.open("rb") as isi:
        baris = tomllib.load(isi)
    bawaan = {"alias": [], "klasifikasi": "", "sifat": "Biasa", "isian": []}
    kolom = {**bawaan, **dict.fromkeys(_TEKS, ""), **baris}
    return kolom | {nama: str(kolom[nama]).strip() for nama in _TEKS}


def _load_one(kode: str, kolom: dict[str, Any]) -> str:
    sekarang = (
        JenisSurat.objects.filter(kode=kode, wilayah=None).order_by("-aktif", "-versi").first()
    )
    if sekarang is not None and sekarang.by_id is not None:
        return "tetap"
    if sekarang is not None and all(getattr(sekarang, k) == v for k, v in kolom.items()):
        return "sama"
    write_jenis(kode=kode, wilayah=None, by=None, **kolom)
    return "baru" if sekarang is None else "berubah"
