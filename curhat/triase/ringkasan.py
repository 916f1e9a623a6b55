"""One plain line of what a text is about: the sentence that carries it, with RT/RW."""

import re

from curhat.triase.normalisasi import normalise

TERPANJANG = 140
# emoji, pictures and their joiners; a summary is read by staff in a list
_SIMBOL = re.compile("[\u2190-\u2bff\ufe00-\ufe0f\u200d\U0001f000-\U0001faff]+")
_PISAH = re.compile(
    r"(?<=[.!?])(?<!jl\.)(?<!jln\.)(?<!gg\.)(?<!no\.)(?<!rt\.)(?<!rw\.)(?<!kel\.)(?<!kec\.)(?<!bpk\.)\s+|\n+"
    r"|(?<=\S),\s(?=(?:mohon|tolong|terima kasih|tlg|mhn)\b)",
    re.IGNORECASE,
)
_BUANG = re.compile(
    r"(?:^|(?<=[\s,.]))(?:assalam\w*(?:['`’]?\s?alaikum)?(?:\s?(?:wr|warahmatullah\w*)\.?\s?(?:wb|wabarakatuh)?\.?)?|"
    r"(?:selamat|met|slmt)\s(?:pagi|siang|sore|malam|mlm)|yth\.?|yang\sterhormat|hai|halo|hallo|permisi|"
    r"kulo?\snuwun|nuwun\ssewu|mohon\smaaf|maaf|izin|ijin|(?:saya|sy|aku|kami)\s(?:mau|ingin|pengen)\s"
    r"(?:lapor(?:kan)?|melaporkan|curhat|mengadu|mengeluh|menyampaikan|tanya)(?:\s(?:dong|nih|bahwa|kalau|soal))?|"
    r"(?:(?:nama\s)?(?:saya|sy|aku|kulo|kula|kami)\s)?\[nama\](?:\s(?:warga|wrg|dari))?|"
    r"(?:pak|bu|bpk|bapak|ibu)(?:\s?/\s?(?:pak|bu|ibu|bpk))?"
    r"(?:\s(?:lurah|camat|admin|walikota)(?!\w)|(?=[,.!])))[\s,.!:]*",
    re.IGNORECASE,
)
_TEMPAT = re.compile(
    r"[\s,(]*(?:di\s|warga\s)?(?<![a-z])(?:rt|r\.t)(?![a-z])[\s.:/-]{0,3}(?:rw)?[\s.:/-]{0,3}\d{1,3}"
    r"(?:[\s,./-]{0,3}(?:rw)?[\s.:/-]{0,3}\d{1,3}\b)?[\s,.)]*",
    re.IGNORECASE,
)
_BASA_BASI = re.compile(
    r"^(?:mohon|tolong|terima|matur|semoga|salam|assalam|selamat|demikian|wassalam|sekian|trims|makasih)",
    re.IGNORECASE,
)


def summarise(tersamar: str, penentu: tuple[str, ...], rt: str | None, rw: str | None) -> str:
    """Return at most 140 characters: the sentence with most deciding words, tidied."""
    calon = [bersih for satu in _PISAH.split(tersamar[:4000]) if (bersih := _strip(satu))]
    if not calon:
        return ""
    kata = {k for p in penentu for k in p.split()}
    terbaik = max(range(len(calon)), key=lambda i: (_weigh(calon[i], kata), -i))
    isi = calon[terbaik]
    if len(isi) < 35 and terbaik + 1 < len(calon):
        isi = f"{isi.rstrip('.')}; {calon[terbaik + 1]}"
    return _fit(isi, _place(rt, rw))


def _strip(kalimat: str) -> str:
    """Take greetings and RT/RW out; what is left begins with a capital."""
    isi = _SIMBOL.sub(" ", kalimat)
    isi = _BUANG.sub("", _TEMPAT.sub(" ", f" {isi}")).strip(" ,.;:-–!*_")
    isi = " ".join(isi.split())
    if len([h for h in isi if h.isalpha()]) < 4:
        return ""
    if isi.isupper():
        isi = isi.lower()
    return isi[0].upper() + isi[1:]


def _weigh(kalimat: str, kata: set[str]) -> float:
    isi = normalise(kalimat).split()
    kena = sum(k.strip(".,;:!?()\"'") in kata for k in isi)
    basa_basi = bool(_BASA_BASI.match(kalimat))
    return kena - (0.5 if basa_basi else 0) - (1 if len(isi) < 3 else 0) + min(len(isi), 12) / 100


def _place(rt: str | None, rw: str | None) -> str:
    bagian = [f"{nama} {nomor}" for nama, nomor in (("RT", rt), ("RW", rw)) if nomor]
    return f" ({'/'.join(bagian)})" if bagian else ""


def _fit(isi: str, tempat: str) -> str:
    ruang = TERPANJANG - len(tempat)
    if len(isi) > ruang:
        potong = isi[: ruang - 1].rsplit(" ", 1)[0].rstrip(" ,.;:-")
        isi = f"{potong or isi[: ruang - 1]}…"
    return isi.rstrip(" .") + tempat
