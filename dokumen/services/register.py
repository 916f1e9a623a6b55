"""Numbers of letters: one series a book and year, without a gap, given under the book's lock."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min

from dokumen.models import JenisSurat, RegisterSurat, Surat
from dokumen.models.kop import ROMAWI, write_nomor
from dokumen.services.kop import Kop

Buku = RegisterSurat.Buku


@dataclass(frozen=True, slots=True)
class Nomor:
    """A number as given: its book, its place in it, and how it is written."""

    register: RegisterSurat
    urut: int
    teks: str


def take_nomor(jenis: JenisSurat, *, kelurahan: str, kop: Kop, hari: date) -> Nomor:
    """The next number of the book. The caller's transaction keeps the letter that carries it.

    When that transaction is rolled back the counter is too: no number is lost.
    """
    buku = Buku.MASUK if jenis.is_dari_warga else Buku.KELUAR
    kunci: dict[str, Any] = {"wilayah_id": kelurahan, "buku": buku, "tahun": hari.year}
    RegisterSurat.objects.get_or_create(**kunci)
    register = RegisterSurat.objects.select_for_update(of=("self",)).get(**kunci)
    register.terakhir += 1
    register.save(update_fields=["terakhir"])
    return Nomor(register, register.terakhir, _write(jenis, kop, hari, register))


def _write(jenis: JenisSurat, kop: Kop, hari: date, register: RegisterSurat) -> str:
    urut = f"{register.terakhir:03d}"
    if register.buku == Buku.MASUK:
        return f"{urut}/P/{hari.year}"
    return write_nomor(
        kop["pola_nomor"],
        klasifikasi=jenis.klasifikasi,
        urut=urut,
        kode_unit=kop["kode_unit"],
        bulan=ROMAWI[hari.month - 1],
        tahun=str(hari.year),
    )


def missing_numbers(register: RegisterSurat) -> list[int]:
    """Numbers of a book that no letter carries: empty as long as the promise holds."""
    baris = Surat.objects.filter(register=register)
    ujung = baris.aggregate(awal=Min("urut"), akhir=Max("urut"))
    if ujung["akhir"] == register.terakhir == baris.count() and ujung["awal"] in (1, None):
        return []
    ada = set(baris.values_list("urut", flat=True))
    return [n for n in range(1, register.terakhir + 1) if n not in ada]
