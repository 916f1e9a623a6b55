"""What differs between two rule sets, entry by entry, in words for a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NILAI = {"ambang": "Ambang", "tenggat": "Tenggat", "urgensi_dasar": "Urgensi dasar"}
_DAFTAR = {"isyarat": "Isyarat", "pengaman": "Pengaman"}


@dataclass(frozen=True, slots=True)
class Beda:
    """One entry that differs: where, what it was, what it would be ("" where it was not)."""

    tempat: str
    semula: str
    menjadi: str


def diff_aturan(lama: Mapping[str, Any], baru: Mapping[str, Any]) -> list[Beda]:
    """Every entry that differs between two rule sets (as JSON decodes them), version aside."""
    hasil: list[Beda] = []
    for kunci, judul in _NILAI.items():
        hasil += _diff_nilai(judul, lama.get(kunci) or {}, baru.get(kunci) or {})
    for kunci, judul in _DAFTAR.items():
        a, b = _by_nama(lama.get(kunci)), _by_nama(baru.get(kunci))
        for nama in dict.fromkeys([*a, *b]):
            hasil += _diff_butir(f"{judul} “{nama}”", a.get(nama), b.get(nama))
    return hasil


def _by_nama(daftar: Any) -> dict[str, dict[str, Any]]:
    return {satu["nama"]: satu for satu in daftar or []}


def _diff_nilai(judul: str, lama: Mapping[str, Any], baru: Mapping[str, Any]) -> Iterator[Beda]:
    for nama in dict.fromkeys([*lama, *baru]):
        if lama.get(nama) != baru.get(nama):
            yield Beda(f"{judul}: {nama}", _kata(lama.get(nama)), _kata(baru.get(nama)))


def _diff_butir(
    judul: str, lama: dict[str, Any] | None, baru: dict[str, Any] | None
) -> Iterator[Beda]:
    if lama is None or baru is None:
        ada = lama or baru or {}
        frasa = ", ".join(ada.get("frasa", []))
        yield Beda(judul, "" if lama is None else frasa, "" if baru is None else frasa)
        return
    frasa_lama, frasa_baru = lama.get("frasa", []), baru.get("frasa", [])
    if frasa_lama != frasa_baru:
        yield Beda(
            f"{judul}: frasa",
            ", ".join(f for f in frasa_lama if f not in frasa_baru),
            ", ".join(f for f in frasa_baru if f not in frasa_lama),
        )
    lain_lama = {k: v for k, v in lama.items() if k != "frasa"}
    yield from _diff_nilai(judul, lain_lama, {k: v for k, v in baru.items() if k != "frasa"})


def _kata(nilai: Any) -> str:
    if nilai is None:
        return ""
    if isinstance(nilai, bool):
        return "ya" if nilai else "tidak"
    if isinstance(nilai, list):
        return ", ".join(map(str, nilai))
    return str(nilai).replace(".", ",") if isinstance(nilai, float) else str(nilai)
