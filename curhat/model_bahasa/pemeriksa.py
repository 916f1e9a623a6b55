"""The check before anything a model wrote may reach a resident. One finding and it does not go.

Wrongly refused costs nothing: the rules answer goes. So every list here is rather long than fine.
"""

import re
from collections.abc import Iterable

from curhat.balasan.jawaban import BagianJawaban
from curhat.balasan.naskah import MAKS_WHATSAPP
from curhat.model_bahasa.skema import BAGIAN_TEKS, TemuanModel
from curhat.triase.bahasa import read_penanda
from curhat.triase.samaran import mask_pribadi

_MAKS = {
    "empati": 260, "ringkasan": 200, "sebab": 260, "a": 260, "b": 260, "c": 260, "pihak": 100,
    "biaya": 70,
}  # fmt: skip
_MAKS_LANGKAH = 120
_WAJIB = ("empati", "ringkasan", "sebab", "a", "b", "c")
_ANGKA = re.compile(r"(?<![\d.,])\+?\(?\d(?:[\s.\-()]{0,2}\d){5,}")
_UANG = re.compile(r"(?:rp\.?|idr)\s?[\d.,\s–\-]*$", re.IGNORECASE)
_RIBUAN = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PENDEK = re.compile(
    r"\b(?:telepon|telp|hubungi|kontak|nomor|no|panggil|call|center|wa|whatsapp|sms|layanan|hotline)\b"
    r"[^.\d\n]{0,30}?\b(\d{3,5})\b",
    re.IGNORECASE,
)
_TAUTAN = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|co\.id|go\.id|id|net|org|me|ly|xyz|info)\b|@\w|wa\.me",
    re.IGNORECASE,
)
_UANG_PINDAH = re.compile(
    r"\b(?:nomor|no|ke|norek)\.?\s+rek(?:ening)?\b|\brekening\s+\w{2,10}\s+\d|\btransfer(?:kan)?\s+(?:ke|uang|dana|rp)|"
    r"\bgopay\b|\bovo\b|\bqris\b|\bdana\s+ke\b|\bkirim(?:kan)?\s+uang|\bbayar(?:kan)?\s+ke\b|\ba\.?n\.\s",
    re.IGNORECASE,
)
_JANJI = re.compile(
    r"""
    \bpasti(?:kan)?\s+(?:akan\s+)?(?:selesai|beres|tuntas|diperbaiki|ditangani|datang|dibantu|dapat|
        cair|teratasi|segera|kami|sembuh|aman)
    | \b(?:dijamin(?!\s+(?:jkn|bpjs))|kami\s+jamin|kami\s+menjamin|menjamin\s+bahwa|garansi|
        kami\s+(?:ber)?janji|
        saya\s+janji)\b
    | \b(?:selesai|beres|tuntas|diperbaiki|ditangani|datang|tiba|cair|dikerjakan|dikirim|turun)\b
        [^.;]{0,25}\b(?:besok|lusa|hari\s+ini|malam\s+ini|sore\s+ini|minggu\s+ini|nanti\s+malam|
        paling\s+lambat|dalam\s+\d+\s*(?:jam|menit|hari))
    | \b(?:besok|lusa|hari\s+ini|malam\s+ini|sore\s+ini)\b[^.;]{0,25}\b(?:petugas|tim|kami|dinas|
        pemerintah)\b[^.;]{0,20}\b(?:datang|tiba|perbaiki|memperbaiki|selesai|turun|kirim|mengirim|ke\s+lokasi)
    | \b(?:petugas|tim|dinas|kelurahan|pak\s+lurah|bu\s+lurah|kami)\b\s+(?:sudah|telah|sedang|
        segera|akan\s+segera)\s+(?:berangkat|datang|menuju|memperbaiki|perbaiki|mengirim|kirim|menangani|tangani|
        memproses|mengerjakan|membayar|menyetujui|di\s+jalan|meluncur)
    | \b(?:bantuan|dana|bansos|uang)\b[^.;]{0,20}\b(?:akan|pasti|segera)\s+(?:cair|turun|diberikan|
        ditransfer)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KASAR = re.compile(
    r"\b(?:bodoh|goblo[kg]|tolol|be?go|dungu|idiot|brengsek|bangsat|anjing\s+(?:kau|lu|kamu)|babi|asu|jancuk|"
    r"jancok|kampret|keparat|sialan|bacot|cerewet|lebay|rewel|manja|malas\s+sekali|(?<!bukan\s)salah\s+(?:anda|kamu|sendiri)|"
    r"jangan\s+(?:mengeluh|cengeng)|diam\s+saja|urus\s+sendiri|bukan\s+urusan\s+kami|rasakan|kapok)\b",
    re.IGNORECASE,
)
_MESIN = re.compile(
    r"[{}<>`*#|]|\\n|\bsebagai\s+(?:ai|asisten|model)\b|\bmodel\s+bahasa\b|\bprompt\b|\bjson\b|"
    r"\bteks_warga\b|\binstruksi\s+(?:sistem|saya)\b|\bopenai\b|\bchatgpt\b|\[[a-z_ ]+\]",
    re.IGNORECASE,
)
_OBAT = re.compile(r"\b\d+\s?(?:mg|ml|mcg|tablet|kapsul|butir|sendok)\b", re.IGNORECASE)
_INGGRIS = frozenset(
    re.split(
        r"\s+",
        """the and you your we our is are were will would should can could please this that these
        with from for have has had been they them their there here what when where which who how
        not but about into over after before more most some any all just also then than because
        while report contact help sorry thank thanks community government officer water street""",
    )
)
_UMUM_ID = frozenset(
    re.split(
        r"\s+",
        """yang dan di ke dari untuk dengan pada ini itu ada tidak bisa dapat akan agar atau juga
        bila sudah belum oleh saat kami anda bapak ibu warga rumah jalan air kelurahan rt rw serta
        supaya lewat bersama minta ajukan pasang catat foto""",
    )
)


def check_jawaban(
    temuan: TemuanModel,
    bagian: BagianJawaban,
    teks: str,
    *,
    boleh: Iterable[str],
    batas: int | None,
) -> list[str]:
    """Why this reply must not be sent; empty when it may.

    `bagian` and `teks` are the reply put together, `boleh` the numbers it may name,
    `batas` the characters it may have (None: any).
    """
    kata = [getattr(temuan, nama) for nama in BAGIAN_TEKS] + temuan.langkah
    isi = "\n".join(kata)
    nomor = {"".join(filter(str.isdigit, satu)) for satu in boleh}
    temuan_salah = [
        *_check_panjang(temuan, teks, batas=batas),
        *_check_bahasa(kata),
        *_check_nomor(isi, nomor),
        *_check_pola(isi),
    ]
    if bagian.bantuan and bagian.bantuan not in teks:
        temuan_salah.append("nomor bantuan hilang")
    if bagian.darurat and bagian.darurat not in teks:
        temuan_salah.append("petunjuk darurat hilang")
    return temuan_salah


def check_suntingan(
    teks: str, *, boleh: Iterable[str], wajib: Iterable[str], maks: int = MAKS_WHATSAPP
) -> list[str]:
    """The same for words a moderator wrote: numbers, links, promises and the lines that must stay.

    A person may choose their words; what could harm a resident is still pointed out.
    """
    nomor = {"".join(filter(str.isdigit, satu)) for satu in boleh}
    salah = _check_nomor(teks, nomor)
    dilarang = ((_JANJI, "janji"), (_UANG_PINDAH, "uang"), (_TAUTAN, "tautan"))
    salah += [nama for pola, nama in dilarang if pola.search(teks)]
    if mask_pribadi(teks).temuan:
        salah.append("data pribadi")
    if not 40 <= len(teks) <= maks:
        salah.append(f"panjang harus 40 sampai {maks} huruf")
    return salah + [f"baris ini harus tetap ada: “{satu}”" for satu in wajib if satu not in teks]


def _check_panjang(temuan: TemuanModel, teks: str, *, batas: int | None) -> list[str]:
    salah = [f"{nama} kosong" for nama in _WAJIB if len(getattr(temuan, nama).strip()) < 10]
    salah += [
        f"{nama} terlalu panjang"
        for nama, maks in _MAKS.items()
        if len(getattr(temuan, nama)) > maks
    ]
    if any(not 5 <= len(satu.strip()) <= _MAKS_LANGKAH for satu in temuan.langkah):
        salah.append("panjang langkah")
    if batas is not None and len(teks) > batas:
        salah.append("pesan terlalu panjang")
    return salah


def _check_bahasa(bagian: Iterable[str]) -> list[str]:
    """English is looked for in each part: one such sentence among Indonesian ones is too many."""
    penanda = read_penanda()
    semua = dikenal = 0
    for satu in bagian:
        kata = [k.lower() for k in re.findall(r"[A-Za-z]+", satu)]
        inggris = sum(k in _INGGRIS for k in kata)
        milik = sum(k in _UMUM_ID or k in penanda for k in kata)
        if inggris >= 2 and inggris >= milik:
            return ["bukan bahasa Indonesia"]
        semua, dikenal = semua + len(kata), dikenal + milik
    return ["bahasa tidak dikenal"] if dikenal * 12 < semua else []


def _check_nomor(isi: str, boleh: set[str]) -> list[str]:
    for cocok in _ANGKA.finditer(isi):
        angka = "".join(filter(str.isdigit, cocok[0]))
        uang = _UANG.search(isi[max(0, cocok.start() - 16) : cocok.start()])
        if not uang and not _RIBUAN.fullmatch(cocok[0].strip()) and angka not in boleh:
            return ["nomor yang tidak dikenal"]
    if any(cocok[1] not in boleh for cocok in _PENDEK.finditer(isi)):
        return ["nomor yang tidak dikenal"]
    return []


_POLA = (
    (_TAUTAN, "tautan"),
    (_UANG_PINDAH, "uang"),
    (_JANJI, "janji"),
    (_KASAR, "kata kasar"),
    (_MESIN, "sisa perintah mesin"),
    (_OBAT, "takaran obat"),
)


def _check_pola(isi: str) -> list[str]:
    salah = [nama for pola, nama in _POLA if pola.search(isi)]
    if mask_pribadi(isi).temuan:
        salah.append("data pribadi")
    return salah
