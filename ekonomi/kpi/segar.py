"""When data of each kind last came in, so that a page can say how fresh it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from ekonomi.models import (
    HariKerja,
    Hibah,
    Pengukuran,
    Pesanan,
    Peserta,
    Program,
    ValidasiDtks,
)
from wilayah.scope import prefix_q


@dataclass(frozen=True, slots=True)
class Segar:
    """One kind of data and when it last came in; None: never."""

    apa: str
    terakhir: datetime | None


def read_segar(program: Program) -> list[Segar]:
    """Kinds of data of the programme's area and their last arrival; one query each."""
    kode = str(program.wilayah_id)
    sumber = (
        ("Omzet dan pendapatan", Pengukuran, "wilayah", "dicatat_at"),
        ("Pelatihan", Peserta, "angkatan__wilayah", "updated_at"),
        ("Padat karya", HariKerja, "pekerja__proyek__wilayah", "created_at"),
        ("Hibah", Hibah, "wilayah", "updated_at"),
        ("Pesanan Toko Warga", Pesanan, "wilayah", "created_at"),
        ("Pemeriksaan DTKS/DTSEN", ValidasiDtks, "rumah__wilayah", "at"),
    )
    segar = []
    for apa, model, jalan, kolom in sumber:
        rows = model._default_manager.filter(prefix_q(jalan, kode))
        segar.append(Segar(apa, rows.aggregate(t=Max(kolom))["t"]))
    return segar


def last_of(segar: list[Segar]) -> datetime | None:
    """The newest arrival of all."""
    ada = [s.terakhir for s in segar if s.terakhir is not None]
    return max(ada, default=None)
