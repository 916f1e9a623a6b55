"""The tables of a kecamatan's view as they are shown, printed and downloaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruko_parsel.angka_kecamatan import NOL, Angka, AngkaRuko
from ruko_parsel.jam_kerja import lama_kerja
from ruko_parsel.pola_desa import Pola
from ruko_parsel.sepi_desa import Sepi
from ruko_parsel.tempat_ruko import Acuan

TINGKAT = (1, 3, 6, 12)  # requests from which a cell's shade gets darker


@dataclass(frozen=True, slots=True)
class Sel:
    """One cell of the heat table."""

    angka: Angka
    query: str

    @property
    def tingkat(self) -> int:
        """0 (none) to 4 (most): the shade, always beside the number."""
        return sum(self.angka.jumlah >= batas for batas in TINGKAT)


@dataclass(frozen=True, slots=True)
class BarisPanas:
    """A village with a cell for each section and its sum."""

    nama: str
    sel: list[Sel]
    total: Sel


@dataclass(slots=True)
class Tabel:
    """A table as a file has it: cells are texts or numbers."""

    nama: str
    kepala: Sequence[str]
    baris: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pandangan:
    """All that a kecamatan's view shows for one span."""

    acuan: Acuan
    angka: AngkaRuko
    sepi: Sepi
    pola: dict[int, list[Pola]]

    def panas(self) -> list[BarisPanas]:
        """Villages by sections, then the sum of all."""
        a = self.angka
        isi = [
            BarisPanas(
                nama,
                [Sel(a.silang.get((kode, b.kode), NOL), f"desa={kode}&bidang={b.kode}")
                 for b in self.acuan.bidang],
                Sel(a.desa.get(kode, NOL), f"desa={kode}"),
            )
            for kode, nama in self.acuan.desa.items()
        ]  # fmt: skip
        jumlah = [Sel(a.bidang.get(b.kode, NOL), f"bidang={b.kode}") for b in self.acuan.bidang]
        return [*isi, BarisPanas("Seluruh kecamatan", jumlah, Sel(a.semua, ""))]

    def lama(self) -> list[tuple[str, Angka]]:
        """Waiting time: all, each village, each section."""
        a = self.angka
        return [
            ("Seluruh kecamatan", a.semua),
            *((nama, a.desa.get(kode, NOL)) for kode, nama in self.acuan.desa.items()),
            *((b.nama, a.bidang.get(b.kode, NOL)) for b in self.acuan.bidang),
        ]

    def standar(self) -> list[tuple[Any, Angka]]:
        return [(m, self.angka.masalah.get(m.kode, NOL)) for m in self.acuan.masalah]

    def bulan(self) -> list[tuple[date, Angka]]:
        """Months in which something was filed, with the empty ones between them."""
        ada = {date.fromisoformat(f"{k}-01"): v for k, v in self.angka.bulan.items()}
        if not ada:
            return []
        isi, kini, akhir = [], min(ada), max(ada)
        while kini <= akhir:
            isi.append((kini, ada.get(kini, NOL)))
            kini = date(kini.year + kini.month // 12, kini.month % 12 + 1, 1)
        return isi


_ANGKA = ("masuk", "terbuka", "dijawab", "tepat waktu", "terlambat", "selesai", "dikembalikan",
          "lama jawab, nilai tengah", "lama jawab, sembilan dari sepuluh",
          "lama selesai, nilai tengah", "lama selesai, sembilan dari sepuluh")  # fmt: skip


def _cells(a: Angka) -> list[Any]:
    return [a.jumlah, a.terbuka, a.dijawab, a.tepat, a.lewat, a.selesai, a.kembali,
            *map(lama_kerja, (a.jam_jawab, a.jam_jawab_90, a.jam_selesai,
                              a.jam_selesai_90))]  # fmt: skip


def _desa(p: Pandangan) -> Tabel:
    isi = [[k, n, *_cells(p.angka.desa.get(k, NOL))] for k, n in p.acuan.desa.items()]
    return Tabel("desa", ("kode", "desa", *_ANGKA), isi)


def _bidang(p: Pandangan) -> Tabel:
    isi = [[b.nama, *_cells(p.angka.bidang.get(b.kode, NOL))] for b in p.acuan.bidang]
    return Tabel("bidang", ("bidang", *_ANGKA), isi)


def _silang(p: Pandangan) -> Tabel:
    isi = [[n, b.nama, *_cells(p.angka.silang.get((k, b.kode), NOL))]
           for k, n in p.acuan.desa.items() for b in p.acuan.bidang]  # fmt: skip
    return Tabel("desa-bidang", ("desa", "bidang", *_ANGKA), isi)


def _standar(p: Pandangan) -> Tabel:
    hasil = {None: "belum ada", True: "terpenuhi", False: "belum terpenuhi"}
    isi = [[m.nama, m.bidang.nama, m.hari_kerja, a.jumlah, a.dalam, a.luar, hasil[a.terpenuhi]]
           for m, a in p.standar()]  # fmt: skip
    kepala = ("jenis masalah", "bidang", "standar (hari kerja)", "masuk", "dalam standar",
              "di luar standar", "hasil")  # fmt: skip
    return Tabel("standar", kepala, isi)


def _sepi(p: Pandangan) -> Tabel:
    isi = [[b.nama, *b.jumlah, b.total, b.bacaan] for b in p.sepi.baris]
    kepala = ("desa", *(n for _k, n in p.sepi.masalah), "jumlah", "bacaan")
    return Tabel("belum-bertanya", kepala, isi)


def _pola(p: Pandangan) -> Tabel:
    isi = [[lama, q.nama, q.asal, q.lalu, q.kini, len(q.desa), ", ".join(d.nama for d in q.desa)]
           for lama, semua in p.pola.items() for q in semua]  # fmt: skip
    kepala = ("hari", "pokok", "dari", "sebelumnya", "sekarang", "desa yang naik", "desa")
    return Tabel("pola", kepala, isi)


def _bulan(p: Pandangan) -> Tabel:
    isi = [[f"{hari:%Y-%m}", *_cells(a)] for hari, a in p.bulan()]
    return Tabel("bulan", ("bulan", *_ANGKA), isi)


TABEL: dict[str, Callable[[Pandangan], Tabel]] = {
    "desa": _desa, "bidang": _bidang, "desa-bidang": _silang, "standar": _standar,
    "belum-bertanya": _sepi, "pola": _pola, "bulan": _bulan,
}  # fmt: skip
