"""Connecting phrases, and the choice of a wording that differs from the one sent before."""

from dataclasses import dataclass

from curhat.balasan.panduan import Keadaan, Langkah, Panduan

PEMBUKA = (
    "Halo, Bapak/Ibu.",
    "Salam hangat dari {kelurahan}.",
    "Halo dari {kelurahan}.",
    "Salam, Bapak/Ibu.",
)
SESUDAH = (
    "Ketik SESUDAH bila sudah selesai.",
    "Bila sudah beres, ketik SESUDAH.",
    "Sudah teratasi? Ketik SESUDAH.",
    "Ketik SESUDAH saat masalahnya tuntas.",
)
SESUDAH_WEB = (
    "Bila sudah selesai, tandai SESUDAH di halaman lacak.",
    "Sudah beres? Buka halaman lacak dan tandai SESUDAH.",
    "Tandai SESUDAH di halaman lacak setelah masalahnya teratasi.",
    "Setelah tuntas, beri tanda SESUDAH di halaman lacak.",
)
# The seed, part G: the answer is advice; official acts go through the lurah.
SANGKALAN = (
    "Ini saran, bukan keputusan; tindakan resmi melalui {lurah}.",
    "Jawaban ini berupa saran, bukan keputusan. Tindakan resmi lewat {lurah}.",
    "Saran ini bukan keputusan; urusan resmi tetap melalui {lurah}.",
    "Anggap ini saran awal, bukan keputusan. Tindakan resmi ada pada {lurah}.",
)
TANYA_RT_RW = (
    "Boleh sebutkan {kurang}-nya? Contoh: RT 03/RW 02.",
    "{kurang} berapa? Balas seperti: RT 03/RW 02.",
    "Agar tepat sasaran, mohon tulis {kurang} (contoh: RT 03/RW 02).",
    "Mohon kabari {kurang} lokasinya, misalnya: RT 03/RW 02.",
)
BANYAK_FRASA = len(SANGKALAN)
MAKS_NAMA = 30  # characters of a situation's name in a variant, which is kept in a short column

_PENGACAK = 0x9E3779B97F4A7C15  # golden ratio: neighbouring seeds give unrelated wordings
_BIT = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Ragam:
    """Index of the wording used for each part that has several; `empati` of `choose_empati`,
    `langkah` of `choose_langkah`.
    """

    empati: int
    sebab: int
    a: int
    b: int
    c: int
    frasa: int
    langkah: int = 0

    def as_id(self, subkategori: str, keadaan: str) -> str:
        """The variant as kept with a sent answer. The steps follow from the rest."""
        nomor = ".".join(map(str, (self.empati, self.sebab, self.a, self.b, self.c, self.frasa)))
        return f"{subkategori}:{keadaan[:MAKS_NAMA]}:{nomor}"


def choose_empati(panduan: Panduan, keadaan: Keadaan) -> tuple[str, ...]:
    """The sentences of empathy of a situation: its own where it has some, else the guide's."""
    return keadaan.empati or panduan.empati


def choose_langkah(keadaan: Keadaan) -> tuple[Langkah, ...]:
    """The sets of three steps of a situation."""
    return (keadaan.langkah, *keadaan.langkah_lain)


def choose_ragam(
    panduan: Panduan, keadaan: Keadaan, sebelumnya: tuple[str, ...], benih: int
) -> Ragam:
    """A wording for each part, all even ones or all odd ones.

    A person gets the other half than the last time, and so do two people in a row (`benih` counts
    up): where every part has two wordings, their answers share no sentence.
    """
    acak = (benih * _PENGACAK + 1) & _BIT
    lalu = _read_frasa(sebelumnya[0]) if sebelumnya else None
    ganjil = benih & 1 if lalu is None else 1 - lalu % 2
    return Ragam(
        empati=_pick(len(choose_empati(panduan, keadaan)), acak >> 8, ganjil),
        sebab=_pick(len(keadaan.sebab), acak >> 16, ganjil),
        a=_pick(len(keadaan.a), acak >> 24, ganjil),
        b=_pick(len(keadaan.b), acak >> 32, ganjil),
        c=_pick(len(keadaan.c), acak >> 40, ganjil),
        frasa=_pick(BANYAK_FRASA, acak >> 48, ganjil),
        langkah=_pick(len(choose_langkah(keadaan)), acak >> 56, ganjil),
    )


def _pick(banyak: int, acak: int, ganjil: int) -> int:
    """One of the even or of the odd numbers below `banyak`; 0 where that is the only one."""
    pilihan = range(ganjil, banyak, 2) or range(1)
    return pilihan[acak % len(pilihan)]


def _read_frasa(varian: str) -> int | None:
    """The connecting phrase of a variant kept earlier; None for one that cannot be read."""
    angka = varian.rpartition(":")[2].split(".")
    return int(angka[-1]) if len(angka) == 6 and all(satu.isdecimal() for satu in angka) else None
