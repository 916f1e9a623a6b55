"""Each row of a households' file, read and checked: what will be stored, or what is wrong."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ekonomi import seed
from ekonomi.impor import bersih
from ekonomi.impor.bersih import TolakError
from ekonomi.impor.kepala import plain
from ekonomi.impor.kolom import LABEL, SEED
from pesan.pengirim import hash_identity
from wilayah.ekspor import unescape_formula
from wilayah.kripto import encrypt, keyed_hash

_AWAL_DATA = date(2000, 1, 1)
_SEBUT_KELURAHAN = re.compile(r"\b(?:kel|kelurahan|desa)\b\.?\s+([a-z' -]+)", re.I)
_BAHAYA = frozenset("=@+-\t\r'")


@dataclass(frozen=True, slots=True)
class Galat:
    """One thing wrong with one cell; a warning lets the row through."""

    baris: int
    kolom: str
    isi: str
    sebab: str
    peringatan: bool = False


@dataclass(slots=True)
class Konteks:
    """What the rows are checked against, read once: the kelurahan, its RT, its closed rows."""

    kelurahan: str
    nama_kelurahan: str
    on: date
    kode: set[str] = field(default_factory=set)  # areas of the kelurahan that exist
    tetangga: dict[str, str] = field(default_factory=dict)  # plain name -> name, same city
    digabung: dict[str, str] = field(default_factory=dict)  # household_id -> where it went
    dihapus: frozenset[str] = frozenset()  # hashes of erased household_ids


def hash_nomor(kelurahan: str, nomor: str) -> str:
    """How an erased household_id is remembered."""
    return keyed_hash("rumah-nomor", f"{kelurahan}:{nomor}")


# what COPY takes, in this order
KOLOM_SALIN = (
    "n", "nomor", "nama_kepala", "alamat", "wilayah_id", "dtks", "potensi_usaha", "pelatihan",
    "modal", "omzet", "onboarded", "diperbarui", "no_kk", "no_kk_hash", "telepon", "telepon_hash",
    "setuju", "asli",
)  # fmt: skip


@dataclass(slots=True)
class BarisRumah:
    """One household of the file; None where its file has no such column."""

    n: int
    nomor: str = ""
    nama_kepala: str | None = None
    alamat: str | None = None
    wilayah_id: str | None = None
    dtks: bool | None = None
    potensi_usaha: str | None = None
    pelatihan: list[str] | None = None
    modal: int | None = None
    omzet: int | None = None
    onboarded: bool | None = None
    diperbarui: date | None = None
    no_kk: str = ""
    no_kk_hash: str = ""
    telepon: str = ""
    telepon_hash: str = ""
    setuju: bool | None = None
    asli: dict[str, list[str]] = field(default_factory=dict)

    def for_copy(self) -> tuple[Any, ...]:
        return (
            self.n, self.nomor, self.nama_kepala, self.alamat, self.wilayah_id, self.dtks,
            self.potensi_usaha, self.pelatihan, self.modal, self.omzet, self.onboarded,
            self.diperbarui, self.no_kk, self.no_kk_hash, self.telepon, self.telepon_hash,
            self.setuju, json.dumps(self.asli) if self.asli else "{}",
        )  # fmt: skip


class Pemeriksa:
    """Reads rows of one file. `galat` grows; a row with an error is not given back."""

    def __init__(self, konteks: Konteks, peta: dict[str, int], judul: list[str]) -> None:
        self.konteks = konteks
        self.judul = judul
        self.peta = peta
        self.galat: list[Galat] = []
        self.baru_wilayah: set[str] = set()
        self._dilihat: dict[str, tuple[int, str | None]] = {}
        self._tempat: dict[tuple[str, str], str] = {}
        semua: dict[str, Callable[[BarisRumah, str], str | None]] = {
            "household_id": self._nomor,
            "nama_kepala_keluarga": self._nama,
            "dtks_status": self._dtks,
            "potensi_usaha": self._potensi,
            "pelatihan_participation": self._pelatihan,
            "modal_received": self._modal,
            "omzet_monthly": self._omzet,
            "umkm_onboarded": self._onboarded,
            "date_updated": self._tanggal,
            "no_kk": self._kk,
            "telepon": self._telepon,
            "kelurahan": self._kelurahan,
            "persetujuan": self._setuju,
        }
        self._baca = [(k, peta[k], baca) for k, baca in semua.items() if k in peta]
        letak = peta.get("pelatihan_participation")
        # a form joins ticked answers by commas; the seed's own column never does
        self._koma = letak is not None and judul[letak] != "pelatihan_participation"

    def read(self, nomor: int, sel: list[str]) -> BarisRumah | None:
        """The household of this row, or None when something is wrong with it."""
        if len(sel) > len(self.judul) and any(sel[len(self.judul) :]):
            self.refuse(
                nomor, "", "", f"Baris ini {len(sel)} sel, judulnya {len(self.judul)} kolom."
            )
            return None
        if len(sel) < len(self.judul):
            sel = sel + [""] * (len(self.judul) - len(sel))
        baris = BarisRumah(nomor)
        bersih_semua = True
        for kolom, letak, baca in self._baca:
            teks = sel[letak]
            try:
                kita = baca(baris, unquote(teks))
            except TolakError as sebab:
                self.refuse(nomor, kolom, teks, str(sebab))
                bersih_semua = False
                continue
            if kita is not None and (kita != teks or (kolom == "date_updated" and not kita)):
                baris.asli[kolom] = [teks, kita]  # an empty date gets one when it is stored
        tempat = self._place(baris, sel)
        return baris if bersih_semua and tempat and self._once(baris) else None

    def refuse(
        self, nomor: int, kolom: str, isi: str, sebab: str, *, peringatan: bool = False
    ) -> None:
        """Note what is wrong with a cell, under the header its file gives the column."""
        judul = self.judul[self.peta[kolom]] if kolom in self.peta else LABEL.get(kolom, kolom)
        if kolom in {"no_kk", "telepon"}:
            isi = ""  # never shown whole, so not kept either
        self.galat.append(Galat(nomor, judul[:120], isi[:120], sebab[:300], peringatan))

    # one method a column: sets the value, gives our spelling (None: not one of the seed's)

    def _nomor(self, baris: BarisRumah, teks: str) -> str:
        baris.nomor = bersih.read_teks(teks, panjang=40)
        if not baris.nomor:
            raise TolakError("Wajib diisi: penanda rumah tangga.")
        ke = self.konteks.digabung.get(baris.nomor)
        if ke is not None:
            raise TolakError(f"Rumah tangga ini sudah digabung ke {ke}; pakai household_id itu.")
        hapus = self.konteks.dihapus
        if hapus and hash_nomor(self.konteks.kelurahan, baris.nomor) in hapus:
            raise TolakError("Keluarga ini mencabut persetujuannya; hapus baris ini dari berkas.")
        return seed.spell_teks(baris.nomor)

    def _nama(self, baris: BarisRumah, teks: str) -> str:
        nama = bersih.read_teks(teks, panjang=120)
        if not nama:
            raise TolakError("Wajib diisi: nama kepala keluarga.")
        if not any(huruf.isalpha() for huruf in nama):
            raise TolakError("Bukan nama orang.")
        baris.nama_kepala = nama
        return seed.spell_teks(nama)

    def _dtks(self, baris: BarisRumah, teks: str) -> str:
        baris.dtks = bool(bersih.read_bool(teks))
        return seed.spell_bool(baris.dtks)

    def _potensi(self, baris: BarisRumah, teks: str) -> str:
        baris.potensi_usaha = bersih.read_teks(teks, panjang=200)
        return seed.spell_teks(baris.potensi_usaha)

    def _pelatihan(self, baris: BarisRumah, teks: str) -> str:
        daftar = bersih.read_daftar(teks, koma=self._koma)
        if any(len(satu) > 120 for satu in daftar):
            raise TolakError("Nama pelatihan paling banyak 120 huruf; pisahkan dengan titik koma.")
        baris.pelatihan = list(daftar)
        return seed.spell_teks(seed.spell_daftar(daftar))

    def _modal(self, baris: BarisRumah, teks: str) -> str:
        baris.modal = bersih.read_uang(teks) or 0
        return seed.spell_uang(baris.modal)

    def _omzet(self, baris: BarisRumah, teks: str) -> str:
        baris.omzet = bersih.read_uang(teks)
        return seed.spell_uang(baris.omzet)

    def _onboarded(self, baris: BarisRumah, teks: str) -> str:
        baris.onboarded = bool(bersih.read_bool(teks))
        return seed.spell_bool(baris.onboarded)

    def _tanggal(self, baris: BarisRumah, teks: str) -> str:
        hari = bersih.read_tanggal(teks)
        if hari is not None and not _AWAL_DATA <= hari <= self.konteks.on:
            kapan = "di masa depan" if hari > self.konteks.on else "terlalu lama"
            raise TolakError(f"Tanggal ini {kapan} ({hari:%d/%m/%Y}).")
        baris.diperbarui = hari
        return seed.spell_tanggal(hari)

    def _kk(self, baris: BarisRumah, teks: str) -> None:
        nomor = bersih.read_nomor_induk(teks, apa="Nomor KK")
        if nomor:
            baris.no_kk, baris.no_kk_hash = encrypt(nomor), keyed_hash("kk", nomor)

    def _telepon(self, baris: BarisRumah, teks: str) -> None:
        nomor = bersih.read_telepon(teks)
        if nomor:
            baris.telepon, baris.telepon_hash = encrypt(nomor), hash_identity("whatsapp", nomor)

    def _setuju(self, baris: BarisRumah, teks: str) -> None:
        baris.setuju = bersih.read_bool(teks)
        if baris.setuju is False:
            raise TolakError("Keluarga ini tidak bersedia didata; hapus barisnya dari berkas.")

    def _kelurahan(self, _baris: BarisRumah, teks: str) -> None:
        nama = plain(teks).removeprefix("kelurahan ").removeprefix("kel ").removeprefix("desa ")
        if nama and nama != plain(self.konteks.nama_kelurahan):
            raise TolakError(
                f"Baris ini milik {teks.strip()[:60]}, sedangkan berkas ini untuk"
                f" {self.konteks.nama_kelurahan}."
            )

    def _place(self, baris: BarisRumah, sel: list[str]) -> bool:
        """Where the household lives, from the address and from columns of their own."""
        ada = [kolom for kolom in ("alamat_rt_rw", "rt", "rw") if kolom in self.peta]
        if not ada:
            return True
        kolom, teks = ada[0], ""
        try:
            alamat = rt = rw = ""
            if "alamat_rt_rw" in self.peta:
                teks = sel[self.peta["alamat_rt_rw"]]
                alamat, rt, rw = self._street(unquote(teks))
            for kolom in ada[1:] if ada[0] == "alamat_rt_rw" else ada:
                isi = sel[self.peta[kolom]]
                rt, rw = self._own_column(kolom, isi, rt, rw)
            kolom = ada[0]
            baris.wilayah_id = self._area(baris, kolom, teks, rt, rw)
        except TolakError as sebab:
            self.refuse(baris.n, kolom, sel[self.peta[kolom]], str(sebab))
            return False
        if "alamat_rt_rw" in self.peta:
            baris.alamat = alamat
            kita = seed.spell_teks(seed.spell_alamat(alamat, baris.wilayah_id))
            if kita != teks:
                baris.asli["alamat_rt_rw"] = [teks, kita]
        return True

    def _street(self, teks: str) -> tuple[str, str, str]:
        alamat, rt, rw = bersih.read_alamat(teks)
        if len(alamat) > 200:
            raise TolakError("Alamat paling banyak 200 huruf.")
        for sebut in _SEBUT_KELURAHAN.findall(alamat):
            lain = next(
                (n for p, n in self.konteks.tetangga.items() if plain(sebut).startswith(p)), ""
            )
            if lain and not plain(sebut).startswith(plain(self.konteks.nama_kelurahan)):
                raise TolakError(
                    f"Alamat ini menyebut {lain}, sedangkan berkas ini untuk"
                    f" {self.konteks.nama_kelurahan}."
                )
        return alamat, rt, rw

    @staticmethod
    def _own_column(kolom: str, isi: str, rt: str, rw: str) -> tuple[str, str]:
        if not isi.strip() or isi.strip() == "-":
            return rt, rw
        _sisa, rt_baca, rw_baca = bersih.read_alamat(f"{kolom.upper()} {isi.strip()}")
        return rt_baca or rt, rw_baca or rw

    def _area(self, baris: BarisRumah, kolom: str, teks: str, rt: str, rw: str) -> str:
        """The code of the RT. A new one is made with the import, and said in a warning."""
        kel = self.konteks.kelurahan
        if not rt and not rw:
            sebab = "Tidak ada RT/RW; dicatat di kelurahan saja."
            self.refuse(baris.n, kolom, teks, sebab, peringatan=True)
            return kel
        kode = self._tempat.get((rt, rw))
        if kode is None:
            kode = f"{kel}.{rw}.{rt}".rstrip(".") if rw else self._find_rt(rt)
            self._tempat[rt, rw] = kode
            if kode not in self.konteks.kode:
                self.baru_wilayah.add(kode)
                sebutan = seed.spell_alamat("", kode)
                sebab = f"{sebutan} belum ada di portal dan akan dibuat. Periksa dulu nomornya."
                self.refuse(baris.n, kolom, teks, sebab, peringatan=True)
        return kode

    def _find_rt(self, rt: str) -> str:
        awal = self.konteks.kelurahan.count(".") + 2
        cocok = [k for k in self.konteks.kode if k.count(".") == awal and k.endswith(f".{rt}")]
        tanpa_rw = f"{self.konteks.kelurahan}.00"
        if tanpa_rw in self.konteks.kode:
            return f"{tanpa_rw}.{rt}"
        if len(cocok) != 1:
            raise TolakError(f"RT {rt} ada di beberapa RW atau belum dikenal; tulis juga RW-nya.")
        return cocok[0]

    def _once(self, baris: BarisRumah) -> bool:
        """No household twice in a file; at two places it says which."""
        lama = self._dilihat.get(baris.nomor)
        if lama is None:
            self._dilihat[baris.nomor] = (baris.n, baris.wilayah_id)
            return True
        n, tempat = lama
        sebab = f"household_id ini sudah dipakai di baris {n}."
        if tempat and baris.wilayah_id and tempat != baris.wilayah_id:
            dua = [
                seed.spell_alamat("", satu) or "kelurahan saja"
                for satu in (tempat, baris.wilayah_id)
            ]
            sebab = f"Satu rumah tangga di dua tempat: {dua[0]} (baris {n}) dan {dua[1]}."
        self.refuse(baris.n, "household_id", baris.nomor, sebab)
        return False


def unquote(teks: str) -> str:
    """The cell without the apostrophe of our own exports. Raises TolakError for a formula."""
    if teks[:1] in _BAHAYA:
        bersih.refuse_formula(teks)
        return str(unescape_formula(teks))
    if len(teks) > bersih.PANJANG_SEL:
        bersih.refuse_formula(teks)
    return teks


def seed_columns(peta: Iterable[str]) -> list[str]:
    """The seed's columns among those that a file has, in the seed's order."""
    ada = set(peta)
    return [kolom for kolom in SEED if kolom in ada]
