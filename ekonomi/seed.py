"""A household as one line of the seed's file: the only place that knows how we spell each cell."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wilayah.ekspor import escape_formula


def spell_alamat(alamat: str, kode: str) -> str:
    """ "Jl. Merpati 12 RT 03 RW 02": the street, and what the area's code adds to it."""
    bagian = kode.split(".")[4:]
    rw = f"RW {bagian[0]}" if bagian and bagian[0] != "00" else ""
    rt = f"RT {bagian[1]}" if len(bagian) > 1 else ""
    return " ".join(satu for satu in (alamat, rt, rw) if satu)


def spell_teks(teks: str) -> str:
    return str(escape_formula(teks))


def spell_bool(nilai: bool) -> str:  # noqa: FBT001 - a cell's value
    """As pandas writes it, so that `df['dtks_status'] == True` of the seed holds."""
    return "True" if nilai else "False"


def spell_uang(nilai: int | None) -> str:
    return "" if nilai is None else str(nilai)


def spell_daftar(nilai: Iterable[str]) -> str:
    return ";".join(satu.replace(";", ",") for satu in nilai)


def spell_tanggal(nilai: date | None) -> str:
    return nilai.isoformat() if nilai else ""


NILAI = (
    "nomor", "nama_kepala", "alamat", "wilayah_id", "dtks", "potensi_usaha", "pelatihan", "modal",
    "omzet", "onboarded", "diperbarui", "asli",
)  # fmt: skip


def spell_row(nilai: Mapping[str, Any]) -> list[str]:
    """The seed's ten cells of the columns NILAI, each as its file had it where nothing changed."""
    sel = {
        "household_id": spell_teks(nilai["nomor"]),
        "nama_kepala_keluarga": spell_teks(nilai["nama_kepala"]),
        "alamat_rt_rw": spell_teks(spell_alamat(nilai["alamat"], nilai["wilayah_id"])),
        "dtks_status": spell_bool(nilai["dtks"]),
        "potensi_usaha": spell_teks(nilai["potensi_usaha"]),
        "pelatihan_participation": spell_teks(spell_daftar(nilai["pelatihan"])),
        "modal_received": spell_uang(nilai["modal"]),
        "omzet_monthly": spell_uang(nilai["omzet"]),
        "umkm_onboarded": spell_bool(nilai["onboarded"]),
        "date_updated": spell_tanggal(nilai["diperbarui"]),
    }
    for kolom, (mereka, kita) in nilai["asli"].items():
        if sel.get(kolom) == kita:
            sel[kolom] = mereka
    return list(sel.values())
