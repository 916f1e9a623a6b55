"""The solution guide: one plain text a subcategory, edited by a kelurahan clerk, parsed to values.

The format is explained to its editors in `fixtures/panduan/README.md`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER_BAWAAN = Path(__file__).resolve().parents[2] / "fixtures" / "panduan"

#: Slots a sentence of the guide may use; see `curhat.balasan.isian.fill`.
ISIAN = frozenset({"rt_rw", "kelurahan", "unit", "telepon_unit", "darurat", "tempat"})

UMUM = "umum"
MIN_EMPATI = 4
MAKS_KALIMAT = 300  # characters of one value: what a WhatsApp answer can still hold
PENDEK = 4  # a recognised word this short must stand alone: "got" is not in "gotong royong"

_KEPALA = frozenset({"judul", "segera", "bantuan"})
_KUNCI_KEADAAN = frozenset(
    {"kenali", "segera", "bantuan", "empati", "sebab", "a", "b", "c", "langkah", "surat"}
)
_SEKALI = frozenset({"judul", "segera", "bantuan", "surat"})
_WAJIB = ("sebab", "a", "b", "c")
_POLA_BAGIAN = re.compile(r"\[\s*(\w+)\s*\]\s*(.*)")
_POLA_KUNCI = re.compile(r"([A-Za-z_]{1,15})\s*[:：]\s*(.*)")
_POLA_ISIAN = re.compile(r"\{([^{}]*)\}")
_POLA_SURAT = re.compile(r"[a-z][a-z0-9_]{1,29}")
_BUKAN_KATA = re.compile(r"[\W_]+")


class PanduanKeliru(ValueError):  # noqa: N818 - domain words are Indonesian
    """A guide text that cannot be used: `baris` (from 1, 0 for the whole text) and `alasan`."""

    def __init__(self, baris: int, alasan: str) -> None:
        self.baris = baris
        self.alasan = alasan
        super().__init__(f"Baris {baris}: {alasan}" if baris else alasan)


@dataclass(frozen=True, slots=True)
class SolusiBesar:
    """Solution C: what to do, with whom, and an honest cost range as words ("Rp 15-60 juta")."""

    teks: str
    pihak: str | None = None
    biaya: str | None = None


Langkah = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Keadaan:
    """One situation of a subcategory: the words that choose it and what is answered to it.

    `sebab`, `a`, `b`, `c` hold one wording or more, of which an answer uses one; `empati` none, or
    two and more, which then stand in for the guide's own; `langkah_lain` further sets of steps.
    `pola` are the recognised words made ready for `curhat.balasan.kenali.choose_keadaan`.
    """

    nama: str
    kenali: tuple[str, ...]
    pola: tuple[tuple[str, int], ...]
    sebab: tuple[str, ...]
    a: tuple[str, ...]
    b: tuple[str, ...]
    c: tuple[SolusiBesar, ...]
    langkah: Langkah
    segera: str | None = None
    bantuan: str | None = None
    surat: str | None = None
    empati: tuple[str, ...] = ()
    langkah_lain: tuple[Langkah, ...] = ()


@dataclass(frozen=True, slots=True)
class Panduan:
    """The guide of one subcategory. `keadaan` leaves out `umum`, used when nothing is recognised.

    `segera`: what to do in the next minutes, said first in an emergency.
    `bantuan`: help lines, said first always (violence, suicide).
    """

    judul: str
    empati: tuple[str, ...]
    keadaan: tuple[Keadaan, ...]
    umum: Keadaan
    segera: str | None = None
    bantuan: str | None = None


@dataclass(slots=True)
class _Butir:
    """One `key: value` of the text, continuation lines already joined."""

    baris: int
    kunci: str
    nilai: str


@dataclass(slots=True)
class _Bagian:
    """One block of the text: the head, `[empati]` or `[keadaan] nama`."""

    baris: int
    jenis: str
    nama: str
    butir: list[_Butir]


def normalise_kata(teks: str) -> str:
    """Lower-case words of a text separated by single spaces, with one space at both ends."""
    return f" {_BUKAN_KATA.sub(' ', teks.lower()).strip()} "


def parse_panduan(teks: str) -> Panduan:
    """Read one guide text. Raises PanduanKeliru naming the line and what is wrong with it."""
    kepala, *lain = _split_bagian(teks)
    empati: list[str] = []
    keadaan: dict[str, Keadaan] = {}
    for bagian in lain:
        if bagian.jenis == "empati":
            empati += [butir.nilai for butir in bagian.butir]
            continue
        if bagian.nama in keadaan:
            raise PanduanKeliru(bagian.baris, f"keadaan '{bagian.nama}' ditulis dua kali")
        keadaan[bagian.nama] = _build_keadaan(bagian)
    if len(empati) < MIN_EMPATI:
        raise PanduanKeliru(0, f"bagian [empati] perlu paling sedikit {MIN_EMPATI} kalimat")
    if UMUM not in keadaan:
        raise PanduanKeliru(0, f"bagian [keadaan] {UMUM} belum ada")
    judul = _first(kepala, "judul")
    if not judul:
        raise PanduanKeliru(1, "baris 'judul:' belum ada di bagian paling atas")
    umum = keadaan.pop(UMUM)
    return Panduan(
        judul=judul,
        empati=tuple(empati),
        keadaan=tuple(keadaan.values()),
        umum=umum,
        segera=_first(kepala, "segera"),
        bantuan=_first(kepala, "bantuan"),
    )


@cache
def read_panduan_bawaan(folder: Path = FOLDER_BAWAAN) -> dict[str, Panduan]:
    """The guides that ship, by subcategory slug. The dict is shared: do not change it."""
    hasil = {}
    for berkas in sorted(folder.glob("*.txt")):
        try:
            hasil[berkas.stem] = parse_panduan(berkas.read_text(encoding="utf-8"))
        except PanduanKeliru as keliru:
            raise PanduanKeliru(keliru.baris, f"{berkas.name}: {keliru.alasan}") from keliru
    return hasil


def _split_bagian(teks: str) -> list[_Bagian]:
    hasil = [_Bagian(1, "kepala", "", [])]
    for nomor, baris in _read_baris(teks):
        cocok = _POLA_BAGIAN.fullmatch(baris)
        if cocok:
            hasil.append(_open_bagian(nomor, cocok[1].lower(), cocok[2].strip().lower()))
        elif hasil[-1].jenis == "empati":
            _add_empati(hasil[-1], nomor, baris)
        else:
            _add_butir(hasil[-1], nomor, baris)
    for bagian in hasil:
        for butir in bagian.butir:
            _check_nilai(butir)
    return hasil


def _read_baris(teks: str) -> Iterator[tuple[int, str]]:
    for nomor, mentah in enumerate(teks.lstrip("\ufeff").splitlines(), start=1):
        baris = " ".join(mentah.split())
        if baris and not baris.startswith("#"):
            yield nomor, baris


def _open_bagian(nomor: int, jenis: str, nama: str) -> _Bagian:
    if jenis not in {"empati", "keadaan"}:
        raise PanduanKeliru(
            nomor, f"bagian [{jenis}] tidak dikenal; pakai [empati] atau [keadaan] nama"
        )
    if jenis == "keadaan" and not nama:
        raise PanduanKeliru(nomor, "tulis nama keadaannya, misalnya: [keadaan] got mampet")
    return _Bagian(nomor, jenis, nama, [])


def _add_empati(bagian: _Bagian, nomor: int, baris: str) -> None:
    kalimat = baris.lstrip("-*• ")
    if kalimat == baris and bagian.butir:
        bagian.butir[-1].nilai += f" {kalimat}"
    elif kalimat:
        bagian.butir.append(_Butir(nomor, "empati", kalimat))


def _add_butir(bagian: _Bagian, nomor: int, baris: str) -> None:
    boleh = _KEPALA if bagian.jenis == "kepala" else _KUNCI_KEADAAN
    cocok = _POLA_KUNCI.match(baris)
    if not cocok:
        if not bagian.butir:
            raise PanduanKeliru(nomor, "baris ini tidak diawali kunci seperti 'sebab:'")
        bagian.butir[-1].nilai += f" {baris}"
        return
    kunci = cocok[1].lower()
    if kunci not in boleh:
        raise PanduanKeliru(
            nomor, f"kunci '{cocok[1]}:' tidak dikenal di sini; yang boleh: {_list(boleh)}"
        )
    if kunci in _SEKALI and any(butir.kunci == kunci for butir in bagian.butir):
        raise PanduanKeliru(nomor, f"'{kunci}:' cukup ditulis sekali di bagian ini")
    bagian.butir.append(_Butir(nomor, kunci, cocok[2].strip()))


def _check_nilai(butir: _Butir) -> None:
    if not butir.nilai:
        raise PanduanKeliru(butir.baris, f"isi '{butir.kunci}:' masih kosong")
    if butir.kunci != "kenali" and len(butir.nilai) > MAKS_KALIMAT:
        raise PanduanKeliru(
            butir.baris, f"isi '{butir.kunci}:' lebih dari {MAKS_KALIMAT} huruf; tolong diringkas"
        )
    for isian in _POLA_ISIAN.findall(butir.nilai):
        if isian not in ISIAN:
            raise PanduanKeliru(
                butir.baris, f"isian {{{isian}}} tidak dikenal; yang boleh: {_list(ISIAN)}"
            )
    if set("{}") & set(_POLA_ISIAN.sub("", butir.nilai)):
        raise PanduanKeliru(butir.baris, "kurung kurawal { } tidak berpasangan")


def _build_keadaan(bagian: _Bagian) -> Keadaan:
    isi: dict[str, list[str]] = {}
    for butir in bagian.butir:
        isi.setdefault(butir.kunci, []).append(butir.nilai)
    for kunci in _WAJIB:
        if kunci not in isi:
            raise PanduanKeliru(bagian.baris, f"keadaan '{bagian.nama}' belum punya '{kunci}:'")
    langkah, *langkah_lain = _split_langkah(bagian, isi.get("langkah", []))
    empati = tuple(isi.get("empati", ()))
    if len(empati) == 1:
        raise PanduanKeliru(
            bagian.baris, f"keadaan '{bagian.nama}' perlu dua 'empati:' atau lebih, ada satu"
        )
    kenali = _split_kenali(bagian, isi.get("kenali", []))
    return Keadaan(
        nama=bagian.nama,
        kenali=kenali,
        pola=tuple(_make_pola(frasa) for frasa in kenali),
        sebab=tuple(isi["sebab"]),
        a=tuple(isi["a"]),
        b=tuple(isi["b"]),
        c=tuple(_parse_besar(bagian, teks) for teks in isi["c"]),
        langkah=langkah,
        segera=_first(bagian, "segera"),
        bantuan=_first(bagian, "bantuan"),
        surat=_check_surat(bagian),
        empati=empati,
        langkah_lain=tuple(langkah_lain),
    )


def _split_langkah(bagian: _Bagian, nilai: list[str]) -> list[Langkah]:
    """The steps in sets of three, in the order written."""
    if not nilai or len(nilai) % 3:
        raise PanduanKeliru(
            bagian.baris,
            f"keadaan '{bagian.nama}' perlu tiga 'langkah:' (atau enam: dua rangkaian), "
            f"ada {len(nilai)}",
        )
    return [(nilai[i], nilai[i + 1], nilai[i + 2]) for i in range(0, len(nilai), 3)]


def _split_kenali(bagian: _Bagian, nilai: list[str]) -> tuple[str, ...]:
    frasa = (normalise_kata(satu).strip() for baris in nilai for satu in re.split("[,;]", baris))
    hasil = tuple(dict.fromkeys(satu for satu in frasa if satu))
    if not hasil and bagian.nama != UMUM:
        raise PanduanKeliru(
            bagian.baris, f"keadaan '{bagian.nama}' belum punya 'kenali:' (kata yang memilihnya)"
        )
    return hasil


def _make_pola(frasa: str) -> tuple[str, int]:
    """The phrase as searched, and its weight: words that are rarer together say more.

    A longer word is found inside others too, for Indonesian affixes: "angkut" in "pengangkutan".
    """
    return (f" {frasa} " if len(frasa) <= PENDEK else frasa, 1 + frasa.count(" "))


def _parse_besar(bagian: _Bagian, nilai: str) -> SolusiBesar:
    teks, *keterangan = (potong.strip() for potong in nilai.split("|"))
    isi = {"pihak": "", "biaya": ""}
    for satu in keterangan:
        cocok = _POLA_KUNCI.match(satu)
        if not cocok or cocok[1].lower() not in isi:
            baris = next(butir.baris for butir in bagian.butir if butir.nilai == nilai)
            raise PanduanKeliru(baris, "setelah tanda | tulis 'pihak: ...' atau 'biaya: ...'")
        isi[cocok[1].lower()] = cocok[2].strip().rstrip(".")
    return SolusiBesar(teks, isi["pihak"] or None, isi["biaya"] or None)


def _check_surat(bagian: _Bagian) -> str | None:
    for butir in bagian.butir:
        if butir.kunci == "surat" and not _POLA_SURAT.fullmatch(butir.nilai):
            raise PanduanKeliru(
                butir.baris, "isi 'surat:' satu kata huruf kecil, misalnya: surat: sedot"
            )
    return _first(bagian, "surat")


def _first(bagian: _Bagian, kunci: str) -> str | None:
    return next((butir.nilai for butir in bagian.butir if butir.kunci == kunci), None)


def _list(nama: frozenset[str]) -> str:
    return ", ".join(sorted(nama))
