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

# as many wordings of each as there are connecting phrases (`curhat.balasan.ragam.BANYAK_FRASA`)
CATATAN_ULANG = (
    "Sebutkan tanggal laporan {perihal} yang terdahulu agar petugas dapat menelusurinya.",
    "Bila ada, kirim bukti laporan {perihal} terdahulu supaya petugas bisa menelusuri.",
    "Kode atau tanggal laporan {perihal} terdahulu akan mempercepat penelusuran.",
    "Soal {perihal}, sertakan jawaban atas laporan terdahulu bila masih tersimpan.",
)
CATATAN_LAMA = (
    "Karena soal {perihal} ini sudah {lama}, mintalah kepastian waktu secara tertulis.",
    "Urusan {perihal} sudah {lama} tentu terlalu lama; catat tanggal mulainya sebagai bukti.",
    "Sudah {lama}; susun kejadian {perihal} menurut tanggalnya agar mudah diperiksa.",
    "Lamanya sudah {lama}, jadi mintalah jawaban tertulis soal {perihal} beserta tenggatnya.",
)
CATATAN_RENTAN = (
    "Ada {rentan} di sana, jadi dahulukan keselamatannya dalam urusan {perihal}.",
    "Dahulukan {rentan} saat menangani {perihal} di tempat itu.",
    "Sebutkan juga ada {rentan} bila menghubungi petugas soal {perihal}.",
    "Jauhkan {rentan} dari tempat itu sampai urusan {perihal} selesai.",
)


def write_catatan(triase: Triase, frasa: int, judul: str) -> str | None:
    """One sentence on the first particular found, naming the guide's title so that answers on two
    subjects do not say the same; None in emergencies.
    """
    if triase.darurat:
        return None
    teks = triase.teks_tersamar[:_BACA]
    perihal = f"{judul[:1].lower()}{judul[1:]}"
    if _ULANG.search(teks):
        return CATATAN_ULANG[frasa].format(perihal=perihal)
    lama = _LAMA.search(teks)
    if lama:
        lamanya = " ".join(lama[1].lower().split())
        return CATATAN_LAMA[frasa].format(lama=lamanya, perihal=perihal)
    rentan = _RENTAN.search(teks) if triase.kategori in {"lingkungan", "infrastruktur"} else None
    if rentan and rentan.lastindex:
        sebutan = _SEBUTAN_RENTAN[rentan.lastindex - 1]
        return CATATAN_RENTAN[frasa].format(rentan=sebutan, perihal=perihal)
    return None
