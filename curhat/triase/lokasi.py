"""Which area a text speaks of, from a gazetteer; and the street or landmark it names."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from curhat.triase.hasil import Tempat
from curhat.triase.normalisasi import FIXTURES, read_daftar

_KATA = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_DESA = {"kelurahan", "kel", "klurahan", "kelurahn", "desa", "ds", "lurah", "kades"}
_ISYARAT = re.compile(
    r"(?<!\w)(kelurahan|klurahan|kelurahn|kel|desa|ds|kecamatan|kec)(?!\w)[\s.:,]{1,3}",
    re.IGNORECASE,
)
# A name that stands behind one of these is a street, a school or a market, not the kelurahan.
_BUKAN_WILAYAH = read_daftar("bukan_wilayah")
# Names that are also everyday words: only behind "kelurahan", "desa" or in the header.
_KATA_UMUM = read_daftar("nama_umum")
MIRIP = 86.0  # rapidfuzz ratio from which a cued name counts as a misspelling


@dataclass(frozen=True, slots=True)
class Sebutan:
    """One name of the text that is an area: candidates (same name twice), how sure, the phrase."""

    tempat: tuple[Tempat, ...]
    jelas: bool
    frasa: str


@dataclass(frozen=True, slots=True)
class Lokasi:
    """The kelurahan a text is about; `kandidat` is to be asked about."""

    wilayah: str | None
    sumber: str | None
    kandidat: tuple[Tempat, ...] = ()
    frasa: str = ""


def _normal(nama: str) -> str:
    return " ".join(_KATA.findall(nama.lower())).replace("-", " ").replace("'", "")


class Gazetir:
    """Areas by name, built from (kode, nama, tingkat) rows; tingkat as in the official table."""

    def __init__(self, baris: Iterable[tuple[str, str, str]]) -> None:
        self.tempat: dict[str, Tempat] = {}
        self._nama: dict[str, list[Tempat]] = {}
        self._rapat: dict[str, str] = {}
        self._atas: set[str] = set()
        for kode, nama, tingkat in baris:
            self._add(Tempat(kode, nama, tingkat))
        self._semua = list(self._nama)
        self._pertama = {nama.split()[0] for nama in self._nama if nama}

    def _add(self, tempat: Tempat) -> None:
        self.tempat[tempat.kode] = tempat
        nama = _normal(tempat.nama)
        if tempat.tingkat in {"kelurahan", "desa"} and nama:
            self._nama.setdefault(nama, []).append(tempat)
            self._rapat[nama.replace(" ", "")] = nama
        elif tempat.tingkat == "kecamatan":
            self._atas.add(nama)

    def match(self, kata: list[str]) -> tuple[list[Tempat], int]:
        """Return the areas whose name the words begin with, misspelled or not, and words used."""
        kata = [re.sub(r"^([^\W\d]+)2$", r"\1 \1", satu) for satu in kata]  # "oro2 ombo"
        for n in (3, 2, 1):
            nama = _normal(" ".join(kata[:n]))
            if len(kata) >= n and nama in self._nama:
                return self._nama[nama], n
        for n in (3, 2, 1):
            nama = _normal(" ".join(kata[:n])).replace(" ", "")
            if len(kata) < n or len(nama) < 4:
                continue
            if nama in self._rapat:
                return self._nama[self._rapat[nama]], n
            mirip = self._fuzzy(nama)
            if mirip:
                return self._nama[mirip], n
        return [], 0

    def _fuzzy(self, rapat: str) -> str | None:
        batas = MIRIP if len(rapat) > 5 else 88.0
        hasil = process.extractOne(rapat, list(self._rapat), scorer=fuzz.ratio, score_cutoff=batas)
        return self._rapat[hasil[0]] if hasil else None

    def find(self, teks: str, kepala: tuple[str, ...] = ()) -> list[Sebutan]:
        """Return the areas that `teks` and the words of the HAI LURAH header name."""
        hasil: list[Sebutan] = []
        tempat, n = self.match(list(kepala))
        if tempat:
            hasil.append(Sebutan(tuple(tempat), jelas=True, frasa=" ".join(kepala[:n])))
        for cocok in _ISYARAT.finditer(teks):
            if cocok[1].lower() in {"kecamatan", "kec"}:
                continue
            ekor = teks[cocok.end() : cocok.end() + 60]
            tempat, n = self.match(_KATA.findall(ekor)[:3])
            if tempat:
                frasa = cocok[0] + " ".join(_KATA.findall(ekor)[:n])
                hasil.append(Sebutan(tuple(tempat), jelas=True, frasa=frasa))
        return hasil or self._find_polos(teks)

    def _find_polos(self, teks: str) -> list[Sebutan]:
        """Names with no cue before them: exact, unambiguous, not part of an address."""
        kata = _KATA.findall(teks.lower())
        hasil: list[Sebutan] = []
        for i, satu in enumerate(kata):
            if satu.split("-")[0] not in self._pertama or (i and kata[i - 1] in _BUKAN_WILAYAH):
                continue
            for n in (3, 2, 1):
                nama = _normal(" ".join(kata[i : i + n]))
                if nama in self._nama and nama not in _KATA_UMUM and nama not in self._atas:
                    hasil.append(Sebutan(tuple(self._nama[nama]), jelas=False, frasa=nama))
                    break
        return hasil


@lru_cache(maxsize=1)
def read_gazetir() -> Gazetir:
    """Return the gazetteer of the pilot places that ship with the portal."""
    with (FIXTURES / "gazetir.csv").open(encoding="utf-8", newline="") as berkas:
        return Gazetir((b["kode"], b["nama"], b["tingkat"]) for b in csv.DictReader(berkas))


def locate(
    teks: str, *, kepala: tuple[str, ...] = (), kanal: str | None = None, gazetir: Gazetir
) -> Lokasi:
    """Say which kelurahan a text is about: the channel's first, else the one it names clearly.

    Another kelurahan, two of them, or one name borne by several stay candidates to ask about.
    """
    sebutan = gazetir.find(teks, kepala)
    frasa = "; ".join(dict.fromkeys(s.frasa for s in sebutan))
    di_kanal = _kelurahan(kanal)
    tempat = _unique(sebutan, kanal)
    kode = {t.kode for t in tempat}
    if di_kanal:
        if kode == {di_kanal}:
            return Lokasi(kanal, "teks", (), frasa)
        lain = tuple(t for t in tempat if t.kode != di_kanal) if _any_jelas(sebutan) else ()
        return Lokasi(kanal, "kanal", lain, frasa if lain else "")
    if len(tempat) == 1:
        return Lokasi(tempat[0].kode, "teks", (), frasa)
    return Lokasi(None, None, tempat, frasa)


def _kelurahan(kode: str | None) -> str | None:
    """Return the kelurahan part of a dotted code, None where the code stands above a kelurahan."""
    bagian = (kode or "").split(".")
    return ".".join(bagian[:4]) if len(bagian) >= 4 else None


def _any_jelas(sebutan: list[Sebutan]) -> bool:
    return any(s.jelas for s in sebutan)


def _unique(sebutan: list[Sebutan], kanal: str | None) -> tuple[Tempat, ...]:
    """Return the areas named, once each; of namesakes those inside the channel's."""
    hasil: dict[str, Tempat] = {}
    for satu in sebutan:
        induk = _kelurahan(kanal) or kanal
        kota = ".".join(induk.split(".")[:2]) if induk else ""
        dalam = [t for t in satu.tempat if induk and (t.kode + ".").startswith(induk + ".")]
        sekota = [t for t in satu.tempat if kota and t.kode.startswith(kota + ".")]
        hasil.update({t.kode: t for t in dalam or sekota or satu.tempat})
    return tuple(hasil.values())


_JALAN = re.compile(
    r"(?<!\w)(?:jl|jln|jlan|jalan|gang|gg|lorong|perum|perumahan|komplek|kompleks|dusun|dukuh)(?!\w)\.?\s?"
    r"(?=(?P<nama>[^\n,;!?()]{2,48}))",
    re.IGNORECASE,
)
_PATOKAN = re.compile(
    r"(?<!\w)(?:jalan\s|jl\.?\s|jln\s)?(?:depan|dpn|samping|belakang|blkg|sebelah|seberang|dekat|dkt|deket|"
    r"sekitar|pojok|ngarep|mburi|cedhak|cedak)\s(?:(?:utara|selatan|timur|barat|kanan|kiri)\s)?"
    r"(?:sd|sdn|smp|smpn|sma|sman|smk|mi|mts|tk|paud|masjid|mesjid|musala|musalla|mushola|musholla|mushalla|"
    r"surau|langgar|gereja|pura|pasar|"
    r"balai|kantor|puskesmas|pustu|posyandu|lapangan|makam|kuburan|pos|terminal|stasiun|jembatan|warung|"
    r"toko|indomaret|alfamart|spbu|pom|rumah\ssakit|rsud|kampus|gapura|sekolah|perempatan|pertigaan)"
    r"(?:\s(?:kelurahan|rw|rt|desa|bensin|kamling|ronda|negeri|(?-i:[A-Z])[\w'.]*|\d{1,3})){0,4}",
    re.IGNORECASE,
)
_BUKAN_NAMA = read_daftar("bukan_jalan")


def find_jalan(teks: str) -> str | None:
    """Return the street, lane or landmark that `teks` names, as written, or None."""
    for cocok in _JALAN.finditer(teks):
        kata = re.split(r"\s+", cocok["nama"])
        nama: list[str] = []
        for satu in kata[:5]:
            polos = satu.strip(".:-").lower()
            if polos in _BUKAN_NAMA or (not nama and not re.match(r"[^\W_]", satu)):
                break
            nama.append(satu)
            if satu.endswith((".", ":")) and len(satu) > 4:
                break
        if nama and len("".join(nama)) > 2:
            return f"{cocok[0]}{' '.join(nama)}".strip(" .:-")
    patokan = _PATOKAN.search(teks)
    return patokan[0].strip(" .") if patokan else None
