"""Hosts from a file: all rows or none, each error by row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from luna_maya.models import Tempat, TuanRumah
from luna_maya.services.tuan_rumah import CalonTuanRumah, add_tuan_rumah
from wilayah.berkas_tabel import Galat
from wilayah.models import Pengguna, Wilayah
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.services.area import ensure_rt_rw

KOLOM = (
    "nama", "tempat", "rw", "rt", "alamat", "penanggung", "ada_anak", "perhatian_khusus",
    "prasejahtera", "kesediaan",
)  # fmt: skip
_WAJIB = ("nama", "rw", "rt")
_PANJANG = {"nama": 120, "penanggung": 120, "alamat": 300, "perhatian_khusus": 200}
_YA = {"ya": True, "y": True, "1": True, "tidak": False, "t": False, "0": False, "": False}


@dataclass(slots=True)
class HasilImpor:
    """What a file gives: hosts to write, errors, and how many are there already."""

    calon: list[tuple[dict[str, Any], str, str]] = field(default_factory=list)
    galat: list[Galat] = field(default_factory=list)
    kembar: int = 0


def check_tuan_rumah(kelurahan: Wilayah, tabel: Sequence[Sequence[str]]) -> HasilImpor:
    """Read every row; nothing is written. The first row names the columns."""
    hasil = HasilImpor()
    judul = ["_".join(s.lower().split()) for s in tabel[0]]
    hasil.galat += [Galat(1, s, "kolom ini wajib ada") for s in _WAJIB if s not in judul]
    hasil.galat += [
        Galat(1, s, "kolom ini tidak dikenal") for s in judul if s and s not in KOLOM
    ]  # fmt: skip
    hasil.galat += [
        Galat(1, s, "kolom ini ada dua kali") for s in KOLOM if judul.count(s) > 1
    ]  # fmt: skip
    if hasil.galat:
        return hasil
    rumah = TuanRumah.objects.in_wilayah(kelurahan.kode).filter(dihapus_at__isnull=True)
    ada = {(str(w), n.lower()) for w, n in rumah.values_list("wilayah", "nama")}
    for nomor, baris in enumerate(tabel[1:], start=2):
        sel = {k: v for k, v in zip(judul, baris, strict=False) if k}
        data, salah = _read(sel)
        if salah:
            hasil.galat += [Galat(nomor, kolom, kata) for kolom, kata in salah.items()]
            continue
        rw, rt = data.pop("rw"), data.pop("rt")
        kunci = (f"{kelurahan.kode}.{rw}.{rt}", data["nama"].lower())
        if kunci in ada:
            hasil.kembar += 1
            continue
        ada.add(kunci)
        hasil.calon.append((data, rw, rt))
    return hasil


def _read(sel: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """One row as values, and what is wrong by column."""
    data: dict[str, Any] = {"nama": " ".join(sel["nama"].split())}
    salah: dict[str, str] = {}
    if sum(huruf.isalpha() for huruf in data["nama"]) < 2:
        salah["nama"] = "nama kosong atau bukan nama"
    for kolom, baca in (("rw", normal_rw), ("rt", normal_rt)):
        data[kolom] = baca(sel[kolom])
        if data[kolom] is None:
            salah[kolom] = f"“{sel[kolom][:20]}” bukan nomor {kolom.upper()}"
    for kolom, tujuan in (("ada_anak", "ada_anak"), ("prasejahtera", "rumah_miskin")):
        kata = sel.get(kolom, "").strip().lower()
        data[tujuan] = _YA.get(kata)
        if data[tujuan] is None:
            salah[kolom] = f"“{kata[:20]}” bukan ya atau tidak"
    for kolom, pilih, biasa in (
        ("tempat", Tempat, Tempat.RUMAH), ("kesediaan", TuanRumah.Kesediaan, "belum"),
    ):  # fmt: skip
        data[kolom] = _choice(pilih, sel.get(kolom, ""), biasa)
        if not data[kolom]:
            salah[kolom] = f"“{sel[kolom][:20]}” tidak dikenal; pilih " + ", ".join(pilih.values)
    for kolom, panjang in _PANJANG.items():
        data[kolom] = data.get(kolom, sel.get(kolom, "").strip())
        if len(data[kolom]) > panjang:
            salah[kolom] = f"lebih dari {panjang} huruf"
    return data, salah


def _choice(pilih: Any, teks: str, biasa: str) -> str:
    """The value that a word or label means; "" for neither."""
    kata = " ".join(teks.lower().split())
    if not kata:
        return biasa
    arti = {str(label).lower(): nilai for nilai, label in pilih.choices}
    arti |= {nilai: nilai for nilai in pilih.values} | {
        nilai.replace("_", " "): nilai for nilai in pilih.values
    }
    return str(arti.get(kata, ""))


@transaction.atomic
def import_tuan_rumah(
    kelurahan: Wilayah, tabel: Sequence[Sequence[str]], *, by: Pengguna
) -> HasilImpor:
    """Write every host of the table down; with any error, none. RT that are new are made."""
    hasil = check_tuan_rumah(kelurahan, tabel)
    if hasil.galat:
        return hasil
    for data, rw, rt in hasil.calon:
        wilayah = ensure_rt_rw(kelurahan.kode, rw=rw, rt=rt)
        add_tuan_rumah(CalonTuanRumah(**data, wilayah=wilayah), by=by)
    return hasil
