"""Personal data out of a text: NIK, KK, phone numbers, e-mail, account numbers, people's names.

House numbers, RT/RW, amounts and dates stay: officers need them.
"""

import re
from dataclasses import dataclass

import phonenumbers

from curhat.triase.normalisasi import read_daftar

_ANGKA_KATA = "nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}\s?@\s?[\w\-]{1,63}(?:\.[\w\-]{2,24}){1,3}")
_EMAIL_EJA = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{2,64}\s?(?:\(at\)|\[at\]|\bat\b|@)\s?(?:gmail|yahoo|ymail|hotmail|outlook|icloud)"
    r"(?:\s?(?:\.|\(dot\)|\bdot\b|titik)\s?(?:com|co|id)){0,2}",
    re.IGNORECASE,
)
_TAUT_WA = re.compile(
    r"(?:wa\.me/|api\.whatsapp\.com/send\?phone=|t\.me/)[\w+]{3,32}", re.IGNORECASE
)
_NIK = re.compile(r"(?<![\d])(?:\d{16}|\d(?:[\s.\-]{0,2}\d){15})(?![\d])")
_NIK_LABEL = re.compile(
    r"(?P<label>\b(?:nik|no\.?\s?kk|nomor\s?kk|nokk|no\.?\s?ktp|nomor\s?ktp|nisn|no\.?\s?bpjs|npwp|nop|"
    r"nomor\sinduk|id\s?pel(?:anggan)?|no\.?\s?pelanggan|nomor\spelanggan)\b[^\d\n]{0,20})"
    r"(?P<nomor>\d(?:[\s.\-]{0,2}\d){6,24})",
    re.IGNORECASE,
)
_HP_RAPAT = re.compile(r"(?<![\d])(?:\+\s?62|62|[0oO])[\s.\-()]{0,2}8\d{7,11}(?!\d)")
_HP = re.compile(
    r"(?<![\d])(?:\(?\+\s?6\s?2\)?|6\s?2|[0oO])[\s.\-()]{0,2}8(?:[\s.\-()]{0,3}[\doO]){7,11}(?![\d])"
)
_HP_TANPA_NOL = re.compile(r"(?<![\d.,\-/])8[1-35-9]\d(?:[\s\-]?\d){6,9}(?![\d.,]\d|\d)")
_TELEPON = re.compile(
    r"(?<![\d.,/\-])(?:\(0[2-79]\d{1,2}\)|0[2-79]\d{1,2})[\s.\-]{0,2}\d{3,4}[\s.\-]?\d{3,4}(?!\d)"
)
_HP_EJA = re.compile(
    rf"\b(?:(?:nol|kosong|enam\s?dua|[0oO])\b[\s,.\-]{{0,3}}(?:delapan|8)\b)(?:[\s,.\-]{{0,3}}(?:{_ANGKA_KATA}|\d)\b)"
    r"{5,14}",
    re.IGNORECASE,
)
_REKENING = re.compile(
    r"(?P<label>\b(?:rek|rekening|norek|no\.?\s?rek\w*|bri|bca|bni|bsi|btn|mandiri|danamon|bank\s?\w{2,10}|"
    r"ovo|gopay|shopeepay|dana)\b(?:(?!rp|rupiah)[^\d\n]){0,25})(?P<nomor>\d(?:[\s.\-]?\d){7,18})(?!\d)",
    re.IGNORECASE,
)
_UANG = re.compile(r"(?:rp\.?|idr|sebesar|sejumlah|senilai|total)\s?$", re.IGNORECASE)
_BENTUK_UANG = re.compile(r"\d{1,3}(?:[.,\s]000)+$|\d{1,3}(?:\.\d{3})+$")

_NAMA_KATA = r"[^\W\d_][\w'’\-]{1,20}\.?"
_GELAR = r"(?:(?:bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|h|hj|alm|mas|mbak|kang)\.?\s)?"
_NAMA = re.compile(
    r"(?P<label>(?<!\w)(?:nama\s?(?:lengkap\s?)?(?:saya|sy|aku|kulo|kula|(?:anak|suami|istri|ibu|bapak|"
    r"orang\stua|ortu)\s?(?:saya|sy|nya)?|pelapor|pemohon|pasien|korban)?\s?(?:adalah|yaitu|ialah|:|=)\s?|"
    r"nama\s(?:saya|sy|kulo|kula|aku)\s|nama\s(?:anak|suami|istri|ibu|bapak)\s(?:saya|sy)\s|"
    r"jeneng(?:ku|\skulo|\skula)\s|a\.?\s?n\.?[\s:]{1,2}|a/n[\s:]{0,2}|atas\snama[\s:]{1,2}|bernama\s|an\.\s?|"
    r"perkenalkan[\s,]{1,2}(?:nama\s)?(?:saya|sy)\s|pelapor\s?:\s?))"
    rf"(?P<nama>{_GELAR}{_NAMA_KATA}(?:\s{_NAMA_KATA}){{0,3}})",
    re.IGNORECASE,
)
_ALAMAT = r"(?:rt|rw|kel|kelurahan|desa|ds|gang|gg|jl|jln|jalan|perum|perumahan|dusun|komplek)"
_SAYA_WARGA = re.compile(
    rf"(?P<label>(?<!\w)(?:saya|sy|aku|kulo|kula|dengan|dgn|ini)\s)"
    rf"(?P<nama>{_GELAR}{_NAMA_KATA}(?:\s{_NAMA_KATA}){{0,2}}?)"
    rf"(?=[\s,]{{1,2}}(?:(?:warga|wrg|dari|penduduk|saking|soko)\s{_ALAMAT}\b|tinggal\sdi\b))",
    re.IGNORECASE,
)
_TANDA_TANGAN = re.compile(
    r"(?P<label>(?:(?i:hormat\s(?:saya|kami)|wassalam\w*(?:\s\w+)?|salam(?:\shormat)?|ttd|tertanda|pelapor|pengirim|"
    r"terima\s?kasih|trims|makasih|matur\ssuwun|suwun))[\s,.:\-–(]{1,4})"
    rf"(?P<nama>{_GELAR}[A-Z][\w'’\-]{{1,20}}(?:\s[A-Z][\w'’.\-]{{0,20}}){{0,3}})(?=[\s.,)]{{0,3}}(?:$|\n|\())"
)
_TANDA_BARIS = re.compile(
    r"(?P<label>\n[\-–—~(]\s?)(?P<nama>[A-Z][\w'’\-]{1,20}(?:\s[A-Z][\w'’.\-]{0,20}){0,3})(?=[\s.)]{0,3}$)"
)
_BUKAN_NAMA = read_daftar("bukan_nama")


@dataclass(frozen=True, slots=True)
class Samaran:
    """A masked text, the kinds masked, and whether a phone number or e-mail was in it."""

    teks: str
    temuan: tuple[str, ...] = ()
    kontak: bool = False


def mask_pribadi(teks: str) -> Samaran:
    """Replace personal data in cleaned text by what it was, in brackets: "[telepon]"."""
    temuan: list[str] = []
    teks = _mask_email(teks, temuan)
    if any(huruf.isdigit() for huruf in teks):
        teks = _mask_nomor(teks, temuan)
    teks = _replace(_HP_EJA, "telepon", teks, temuan)
    teks = _mask_nama(teks, temuan)
    jenis = tuple(dict.fromkeys(temuan))
    return Samaran(teks, jenis, "telepon" in jenis or "email" in jenis)


def mask_catatan(teks: str) -> str:
    """A note of staff as it may be kept for ever; see settings.PENYAMAR_CATATAN."""
    return mask_pribadi(teks).teks


def _replace(pola: re.Pattern[str], jenis: str, teks: str, temuan: list[str]) -> str:
    hasil, n = pola.subn(f"[{jenis}]", teks)
    if n:
        temuan.append(jenis)
    return hasil


def _mask_email(teks: str, temuan: list[str]) -> str:
    if "@" in teks:
        teks = _replace(_EMAIL, "email", teks, temuan)
    teks = _replace(_EMAIL_EJA, "email", teks, temuan)
    return _replace(_TAUT_WA, "telepon", teks, temuan)


def _mask_nomor(teks: str, temuan: list[str]) -> str:
    teks = _replace_label(_NIK_LABEL, "nomor identitas", teks, temuan)
    teks = _replace_unless_uang(_HP_RAPAT, "telepon", teks, temuan)
    teks = _replace(_NIK, "nomor identitas", teks, temuan)
    teks = _replace_label(_REKENING, "rekening", teks, temuan)
    for pola in (_HP, _HP_TANPA_NOL, _TELEPON):
        teks = _replace_unless_uang(pola, "telepon", teks, temuan)
    return _mask_asing(teks, temuan) if "+" in teks else teks


def _mask_asing(teks: str, temuan: list[str]) -> str:
    """Mask numbers of other countries, which residents who work abroad write with a plus."""
    for cocok in reversed(list(phonenumbers.PhoneNumberMatcher(teks, "ID"))):
        if "+" in cocok.raw_string:
            teks = f"{teks[: cocok.start]}[telepon]{teks[cocok.end :]}"
            temuan.append("telepon")
    return teks


def _replace_label(pola: re.Pattern[str], jenis: str, teks: str, temuan: list[str]) -> str:
    def mask(cocok: re.Match[str]) -> str:
        if _BENTUK_UANG.fullmatch(cocok["nomor"]):
            return cocok[0]
        temuan.append(jenis)
        return f"{cocok['label']}[{jenis}]"

    return pola.sub(mask, teks)


def _replace_unless_uang(pola: re.Pattern[str], jenis: str, teks: str, temuan: list[str]) -> str:
    def mask(cocok: re.Match[str]) -> str:
        if _UANG.search(teks[max(0, cocok.start() - 12) : cocok.start()]):
            return cocok[0]
        temuan.append(jenis)
        return f"[{jenis}]"

    return pola.sub(mask, teks)


def _mask_nama(teks: str, temuan: list[str]) -> str:
    for pola in (_NAMA, _SAYA_WARGA, _TANDA_TANGAN, _TANDA_BARIS):
        wajib_penuh = pola is _SAYA_WARGA

        def mask(cocok: re.Match[str], *, wajib_penuh: bool = wajib_penuh) -> str:
            panjang = _measure_nama(cocok["nama"])
            if not panjang or (wajib_penuh and panjang < len(cocok["nama"])):
                return cocok[0]
            temuan.append("nama")
            return f"{cocok['label']}[nama]{cocok['nama'][panjang:]}"

        teks = pola.sub(mask, teks)
    return teks


def _measure_nama(calon: str) -> int:
    """Return how many characters of `calon` are a name: it ends before the first ordinary word."""
    akhir = 0
    gelar = re.match(rf"(?i){_GELAR}", calon)
    mulai = gelar.end() if gelar else 0
    for cocok in re.finditer(r"\S+", calon[mulai:]):
        kata = cocok[0].strip(".,'’-").lower()
        if kata in _BUKAN_NAMA or (cocok.start() and _is_turunan(kata)):
            break
        akhir = mulai + cocok.end()
        if cocok[0].endswith(".") and len(kata) > 3:
            return akhir - 1
    return akhir


def _is_turunan(kata: str) -> bool:
    """A verb form ends a name that was written without capitals: "budi melaporkan jalan"."""
    return len(kata) > 6 and kata.startswith(("meng", "meny", "mem", "ber", "ter", "dipe"))
