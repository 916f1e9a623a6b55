"""Participants from a file (the answers of a Google Form, a list in Excel): read, mapped, checked.

Nothing is saved unless every row is good; each error names its row and column.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ekonomi.forms.pelatihan import check_tahun
from ekonomi.models import Angkatan, KelompokSasaran, Peserta
from ekonomi.services.pelatihan_kontak import kontak_of_form
from ekonomi.services.peserta import (
    Calon,
    SudahTerdaftar,
    clean_nama,
    hash_orang,
    register_peserta,
)
from pesan.kanal.web import clean_alamat
from wilayah.berkas_tabel import Galat
from wilayah.kripto import new_code
from wilayah.models import Pengguna
from wilayah.services.area import ensure_rt_rw

PERSETUJUAN = "pelatihan-impor-1"
TUJUAN = [
    ("", "(tidak dipakai)"), ("nama", "Nama lengkap"), ("jenis_kelamin", "Jenis kelamin"),
    ("lahir", "Tahun atau tanggal lahir"), ("umur", "Umur"), ("rt", "RT"), ("rw", "RW"),
    ("kelompok", "Kelompok sasaran"), ("kontak", "Nomor WhatsApp atau surel"),
]  # fmt: skip
_TEBAK = {
    "nama": ("nama", "name", "peserta"), "jenis_kelamin": ("kelamin", "gender", "l/p", "jk"),
    "lahir": ("lahir", "birth"), "umur": ("umur", "usia"), "rt": ("rt",), "rw": ("rw",),
    "kelompok": ("kelompok", "keadaan", "sasaran"),
    "kontak": ("wa", "whatsapp", "hp", "telepon", "telp", "email", "surel", "nomor hp"),
}  # fmt: skip
_P = frozenset({"p", "pr", "perempuan", "wanita", "w", "female"})
_L = frozenset({"l", "lk", "laki-laki", "laki laki", "laki", "pria", "male"})


@dataclass(slots=True)
class Hasil:
    """What a table gives under a mapping."""

    calon: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    galat: list[Galat] = field(default_factory=list)
    kembar: int = 0


def guess_peta(judul: Sequence[str]) -> list[str]:
    """For each heading what it probably holds; each target is guessed once."""
    hasil: list[str] = []
    for satu in judul:
        kata = re.sub(r"[^a-z/ ]", " ", satu.lower()).split()
        cocok = next(
            (
                tujuan
                for tujuan, tanda in _TEBAK.items()
                if tujuan not in hasil and any(t in kata or t == satu.lower() for t in tanda)
            ),
            "",
        )
        hasil.append(cocok)
    return hasil


def check_tabel(angkatan: Angkatan, tabel: Sequence[Sequence[str]], peta: Sequence[str]) -> Hasil:
    """Read every row under this mapping; nothing is written."""
    hasil = Hasil()
    for wajib, sebutan in (("nama", "Nama lengkap"), ("jenis_kelamin", "Jenis kelamin")):
        if wajib not in peta:
            hasil.galat.append(Galat(1, sebutan, "pilih kolom mana yang berisi ini"))
    dobel = {t for t in peta if t and list(peta).count(t) > 1}
    hasil.galat += [Galat(1, dict(TUJUAN)[t], "dipilih untuk dua kolom") for t in sorted(dobel)]
    if hasil.galat:
        return hasil
    ada = set(angkatan.peserta.active().values_list("orang_hash", flat=True))
    for nomor, baris in enumerate(tabel[1:], start=2):
        data, salah = _read_row(angkatan, baris, peta)
        if salah:
            kolom = {t: tabel[0][n] for n, t in enumerate(peta) if t}
            hasil.galat += [Galat(nomor, kolom.get(t, t), kata) for t, kata in salah.items()]
            continue
        orang = hash_orang(data["nama"], data["tahun_lahir"])
        if orang in ada:
            hasil.kembar += 1
            continue
        ada.add(orang)
        hasil.calon.append((nomor, data))
    return hasil


def _read_row(
    angkatan: Angkatan, baris: Sequence[str], peta: Sequence[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """One row as values, and what is wrong by target."""
    sel = {t: baris[n] for n, t in enumerate(peta) if t and n < len(baris)}
    data: dict[str, Any] = {}
    salah: dict[str, str] = {}
    for tujuan, baca in _BACA.items():
        try:
            data |= baca(sel, angkatan)
        except ValueError as error:
            salah["umur" if tujuan == "lahir" and not sel.get("lahir") else tujuan] = str(error)
    return data, salah


def _nama(sel: Mapping[str, str], _a: Angkatan) -> dict[str, Any]:
    nama = clean_nama(sel.get("nama", ""))
    if sum(huruf.isalpha() for huruf in nama) < 2:
        raise ValueError("nama kosong atau bukan nama")
    return {"nama": nama}


def _kelamin(sel: Mapping[str, str], _a: Angkatan) -> dict[str, Any]:
    kata = sel.get("jenis_kelamin", "").strip().lower()
    if kata not in _P | _L:
        raise ValueError(f"“{kata[:20]}” bukan L atau P")
    return {"jenis_kelamin": "P" if kata in _P else "L"}


def _lahir(sel: Mapping[str, str], _a: Angkatan) -> dict[str, Any]:
    """A year in any date (1990-05-17, 17/5/1990, 17-05-90) or a bare year, else the age."""
    teks = sel.get("lahir", "").strip()
    if teks:
        cocok = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", teks)
        if cocok is None:
            raise ValueError(f"“{teks[:20]}” bukan tahun atau tanggal lahir")
        return {"tahun_lahir": _year(int(cocok[1]))}
    umur = sel.get("umur", "").strip()
    if not umur:
        return {"tahun_lahir": None}
    cocok = re.match(r"(\d{1,3})\b", umur)
    if cocok is None:
        raise ValueError(f"“{umur[:20]}” bukan umur")
    return {"tahun_lahir": _year(timezone.localdate().year - int(cocok[1]))}


def _year(tahun: int) -> int | None:
    try:
        return check_tahun(tahun)
    except ValidationError as error:
        raise ValueError(f"{tahun} tidak masuk akal sebagai tahun lahir") from error


def _tempat(sel: Mapping[str, str], angkatan: Angkatan) -> dict[str, Any]:
    rw, rt = sel.get("rw", ""), sel.get("rt", "")
    return {"asal_wilayah": ensure_rt_rw(str(angkatan.wilayah_id), rw=rw or None, rt=rt or None)}


def _kelompok(sel: Mapping[str, str], _a: Angkatan) -> dict[str, Any]:
    teks = sel.get("kelompok", "").strip().lower()
    if not teks:
        return {"kelompok": []}
    cocok = [
        nilai
        for nilai, label in KelompokSasaran.choices
        if any(satu.strip() in (nilai, str(label).lower()) for satu in re.split("[;,]", teks))
    ]
    if not cocok:
        raise ValueError(f"“{teks[:30]}” bukan kelompok sasaran")
    return {"kelompok": cocok}


def _kontak(sel: Mapping[str, str], _a: Angkatan) -> dict[str, Any]:
    teks = sel.get("kontak", "").strip()
    if teks and not clean_alamat(teks):
        raise ValueError(f"“{teks[:6]}…” bukan nomor atau surel")
    return {"kontak": teks}


_BACA = {
    "nama": _nama, "jenis_kelamin": _kelamin, "lahir": _lahir, "rw": _tempat,
    "kelompok": _kelompok, "kontak": _kontak,
}  # fmt: skip


@transaction.atomic
def import_peserta(
    angkatan: Angkatan, tabel: Sequence[Sequence[str]], peta: Sequence[str], *, by: Pengguna
) -> Hasil:
    """Register everybody of the table, in its order; all or, with any error, nobody.

    The form they filled in is the consent; its version is noted. Raises PendaftaranTutup.
    """
    hasil = check_tabel(angkatan, tabel, peta)
    if hasil.galat:
        return hasil
    for _nomor, data in hasil.calon:
        alamat = data.pop("kontak")
        kontak = kontak_of_form(alamat, token=new_code(12), wilayah=angkatan.wilayah)
        calon = Calon(**data, kontak=kontak, persetujuan=PERSETUJUAN)
        try:
            register_peserta(angkatan, calon, asal=Peserta.Asal.IMPOR, by=by)
        except SudahTerdaftar:
            hasil.kembar += 1
    return hasil
