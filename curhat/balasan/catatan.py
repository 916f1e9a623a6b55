"""A remark on what is particular in a text: how long, reported before, who is at risk.

It makes the answers to two texts of one situation differ where the texts do.
"""

import re

from curhat.triase.hasil import Triase

_ANGKA = r"\d{1,3}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|belasan|puluhan"
_SATUAN = r"(?:hari|minggu|pekan|bulan|tahun|taun|sasi)"
_LAMA = re.compile(
    r"\b(?:sudah|sdh|udah|selama|hampir|wis|wes)\s+(?:hampir |lebih dari |sekitar |berjalan )?"
    rf"((?:{_ANGKA})\s+{_SATUAN}|se(?:minggu|pekan|bulan|tahun))\b",
    re.IGNORECASE,
)
_ULANG = re.compile(
    r"\b(?:sudah|sdh|udah|pernah|telah)\s+(?:\w+\s+){0,2}(?:lapor|melapor|melaporkan|mengadu|"
    r"dilaporkan|diadukan)\b|\blaporan (?:saya )?(?:yang |ini )?kedua\b|"
    r"\bbelum ada (?:tanggapan|tindak ?lanjut|jawaban|respon)",
    re.IGNORECASE,
)
_RENTAN = re.compile(
    r"\b(?:(bayi|balita)|(anak[- ]?anak|anak sekolah|bocah)|(lansia|simbah|kakek|nenek|sepuh)|"
    r"(ibu hamil|bumil)|(difabel|kursi roda|tunanetra))\b",
    re.IGNORECASE,
)
_SEBUTAN_RENTAN = ("bayi atau balita", "anak-anak", "lansia", "ibu hamil", "difabel")
_BACA = 3000  # characters

CATATAN_ULANG = (
    "Sebutkan tanggal laporan terdahulu agar petugas dapat menelusurinya.",
    "Bila ada, kirim bukti laporan terdahulu supaya petugas bisa menelusuri.",
)
CATATAN_LAMA = (
    "Karena sudah {lama}, mintalah kepastian waktu secara tertulis.",
    "Sudah {lama} tentu terlalu lama; catat tanggal mulainya sebagai bukti.",
)
CATATAN_RENTAN = (
    "Ada {rentan} di sana, jadi dahulukan keselamatannya.",
    "Dahulukan {rentan} saat mengamankan tempat itu.",
)


def write_catatan(triase: Triase, frasa: int) -> str | None:
    """One sentence on the first particular found; None in emergencies."""
    if triase.darurat:
        return None
    teks = triase.teks_tersamar[:_BACA]
    if _ULANG.search(teks):
        return CATATAN_ULANG[frasa % 2]
    lama = _LAMA.search(teks)
    if lama:
        return CATATAN_LAMA[frasa % 2].format(lama=" ".join(lama[1].lower().split()))
    rentan = _RENTAN.search(teks) if triase.kategori in {"lingkungan", "infrastruktur"} else None
    if rentan and rentan.lastindex:
        return CATATAN_RENTAN[frasa % 2].format(rentan=_SEBUTAN_RENTAN[rentan.lastindex - 1])
    return None
