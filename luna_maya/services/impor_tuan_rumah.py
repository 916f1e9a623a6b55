"""Hosts from a file: all rows or none, each error by row and column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

from luna_maya.models import Tempat, TuanRumah
from luna_maya.services.tuan_rumah import CalonTuanRumah, add_tuan_rumah
from wilayah.berkas_tabel import Galat
from wilayah.formulir import clean_text
from wilayah.models import Pengguna, Wilayah
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.services.area import ensure_rt_rw

KOLOM = (
    "nama", "tempat", "rw", "rt", "alamat", "penanggung", "ada_anak", "perhatian_khusus",
    "prasejahtera", "kesediaan",
)  # fmt: skip
_WAJIB = ("nama", "rw", "rt")
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
    data: dict[str, Any] = {}
    salah: dict[str, str] = {}
    for kolom, (tujuan, baca) in _BACA.items():
        try:
            data[tujuan] = baca(sel.get(kolom, "").strip())
        except ValueError as error:
            salah[kolom] = str(error)
    return data, salah


def _nama(teks: str) -> str:
    nama = _text(" ".join(teks.split()))
    if sum(huruf.isalpha() for huruf in nama) < 2:
        raise ValueError("nama kosong atau bukan nama")
    return nama


def _text(teks: str, panjang: int = 120) -> str:
    if len(teks) > panjang:
        raise ValueError(f"lebih dari {panjang} huruf")
    return clean_text(teks)


def _number(teks: str, sebutan: str, baca: Callable[[str], str | None]) -> str:
    nomor = baca(teks)
    if nomor is None:
        raise ValueError(f"“{teks[:20]}” bukan nomor {sebutan}")
    return nomor


def _yes(teks: str) -> bool:
    if teks.lower() not in _YA:
        raise ValueError(f"“{teks[:20]}” bukan ya atau tidak")
    return _YA[teks.lower()]


def _choice(pilih: Any, teks: str, biasa: str) -> str:
    """The value that a word or label means; `biasa` for an empty cell."""
    kata = " ".join(teks.lower().replace("_", " ").split())
    arti = {str(label).lower(): nilai for nilai, label in pilih.choices}
    arti |= {nilai.replace("_", " "): nilai for nilai in pilih.values} | {"": biasa}
    if kata not in arti:
        raise ValueError(f"“{teks[:20]}” tidak dikenal; pilih " + ", ".join(pilih.values))
    return str(arti[kata])


# column -> (field, how it is read)
_BACA: dict[str, tuple[str, Callable[[str], Any]]] = {
    "nama": ("nama", _nama),
    "rw": ("rw", partial(_number, sebutan="RW", baca=normal_rw)),
    "rt": ("rt", partial(_number, sebutan="RT", baca=normal_rt)),
    "tempat": ("tempat", partial(_choice, Tempat, biasa="rumah")),
    "kesediaan": ("kesediaan", partial(_choice, TuanRumah.Kesediaan, biasa="belum")),
    "ada_anak": ("ada_anak", _yes),
    "prasejahtera": ("rumah_miskin", _yes),
    "alamat": ("alamat", partial(_text, panjang=300)),
    "penanggung": ("penanggung", _text),
    "perhatian_khusus": ("perhatian_khusus", partial(_text, panjang=200)),
}


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
