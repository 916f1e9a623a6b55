"""The HAI LURAH message form: header, TEMBUSAN and ANONIM, read tolerantly."""

import re
from dataclasses import dataclass

_SAPAAN = re.compile(
    r"(?<!\w)(?:h+a+[iy]+|hy|hi|hei|hey|halo+|hallo+|helo|allo|hay)[\s,.!:*_-]{1,4}"
    r"(?:(?:pak|bu|bpk|ibu|bapak)\s)?lu+r+a+h*(?!\w)[\s,:*_.\-(\[]{0,4}",
    re.IGNORECASE,
)
_TOPENG = re.compile(
    r"(?<!\w)(?P<nama>tembusan|tmbusan|tembus|cc\slurah|anonim|anonym|anonymous|annonim)"
    r"(?P<ke>\s(?:ke\s)?(?:pak\s|bu\s)?lurah)?"
    r"[\s:=\-*_().,]{0,5}(?P<nilai>ya+|iya+|yes|y|tidak|tdk|tida|gak|nggak|ga|no|tak|ora|t)(?!\w)[\s.,;)*]{0,3}",
    re.IGNORECASE,
)
# "tolong dirahasiakan nama saya" is a choice made in free words
_ANONIM_BEBAS = re.compile(
    r"\b(?:(?:mohon|tolong|minta|harap|tlg|mhn)\s(?:\w+\s){0,2}(?:dirahasiakan|rahasiakan|disamarkan)\s"
    r"(?:\w+\s){0,2}(?:nama|identitas|nomor|data)|(?:nama|identitas)\s(?:\w+\s){0,2}"
    r"(?:dirahasiakan|disembunyikan|disamarkan|jangan\sdisebut)|(?:jangan|jgn)\s(?:di)?sebut(?:kan)?\snama)",
    re.IGNORECASE,
)
_YA = {"ya", "iya", "yes", "y"}
_AWAL_ISI = re.compile(
    r"(?:^|\s)(?:saya|sy|aku|kami|kita|mau|ingin|mohon|tolong|tlg|mhn|di|ada|ini|rt|rw|r\.t|warga|bapak|"
    r"pak|bu|ibu|assalam\w*|selamat|curhat|perkenalkan|nama|lapor|izin|ijin|maaf|jalan|jl|jln|gang|gg|"
    r"dalan|got|sampah|lampu|air|banjir|minta|kenapa|bagaimana|kapan|sudah|sdh|udah|tadi|sampun|kula|"
    r"kulo|dalane|tulung|nyuwun|begini|rumah|anak|sing|yang|yg)(?![a-z])",
    re.IGNORECASE,
)
_AKHIR_KEPALA = re.compile(r"[.,;:!?\n]|(?<!\w)\d|\s-\s")
_KURUNG = str.maketrans("()[]{}", "      ")
_KATA_NAMA = re.compile(r"[^\W\d_][\w'.-]*")
TERPANJANG_KEPALA = 80


@dataclass(frozen=True, slots=True)
class Pesan:
    """A message taken apart. `kepala` is what stood behind the greeting: kelurahan, then lurah."""

    isi: str
    ada_kepala: bool = False
    kepala: tuple[str, ...] = ()
    tembusan: bool | None = None
    anonim: bool | None = None
    frasa: tuple[tuple[str, str], ...] = ()  # (finding, phrase) of each


def parse_pesan(teks: str) -> Pesan:
    """Take header and flags out of cleaned text, wherever they stand; what remains is `isi`."""
    frasa: list[tuple[str, str]] = []
    pilihan: dict[str, bool] = {}

    def take(cocok: re.Match[str]) -> str:
        nama = "anonim" if cocok["nama"].lower().startswith("an") else "tembusan"
        pilihan.setdefault(nama, cocok["nilai"].lower().rstrip("a") + "a" in {"ya", "iya"})
        if cocok["nilai"].lower() in {"yes", "y"}:
            pilihan[nama] = True
        frasa.append((nama, cocok[0].strip()))
        return " "

    sisa = _TOPENG.sub(take, teks)
    bebas = _ANONIM_BEBAS.search(sisa)
    if bebas and "anonim" not in pilihan:
        pilihan["anonim"] = True
        frasa.append(("anonim", bebas[0]))
    isi, kepala, ada = _take_kepala(sisa)
    if ada:
        frasa.append(("kepala", " ".join(kepala)))
    return Pesan(
        _tidy(isi), ada, tuple(kepala), pilihan.get("tembusan"), pilihan.get("anonim"), tuple(frasa)
    )


def _take_kepala(teks: str) -> tuple[str, list[str], bool]:
    cocok = _SAPAAN.search(teks)
    if not cocok:
        return teks, [], False
    ekor = teks[cocok.end() : cocok.end() + TERPANJANG_KEPALA].translate(_KURUNG)
    panjang = _measure_kepala(ekor)
    kepala = _KATA_NAMA.findall(ekor[:panjang])
    sisa = teks[cocok.end() + panjang :].lstrip(" ,.;:!-*_)]\n")
    return f"{teks[: cocok.start()]} {sisa}", kepala, True


def _measure_kepala(ekor: str) -> int:
    """Return how many characters behind the greeting belong to the header."""
    henti = _AKHIR_KEPALA.search(ekor)
    baris = ekor[: henti.start()] if henti else ekor
    isi = _AWAL_ISI.search(baris)
    panjang = isi.start() if isi else len(baris)
    kata = list(_KATA_NAMA.finditer(baris[:panjang]))
    if not kata:
        return 0
    # a comma may part kelurahan and lurah: "HAI LURAH Taman, Irfa Darojat"
    if henti and not isi and ekor[henti.start()] in ",\n" and len(kata) <= 2:
        lanjut = re.match(r"[,\n]\s?((?:[A-Z][\w'.]+\s?){1,4})(?=[.,\n]|$)", ekor[henti.start() :])
        if lanjut and not _AWAL_ISI.match(lanjut[1]):
            return henti.start() + lanjut.end()
    # names run to six words; more is the story itself with no mark before it
    return kata[5].end() if len(kata) > 6 else panjang


def _tidy(teks: str) -> str:
    baris = (" ".join(b.split()).strip(" *_") for b in teks.split("\n"))
    return "\n".join(b for b in baris if b and b not in {".", ",", "-", ":"}).strip()
