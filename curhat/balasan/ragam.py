"""Connecting phrases, and the choice of a wording that differs from the one sent before."""

from dataclasses import dataclass

from curhat.balasan.panduan import Keadaan, Panduan

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
    """Index of the wording used for each part that has several; `empati` of `choose_empati`."""

    empati: int
    sebab: int
    a: int
    b: int
    c: int
    frasa: int

    def as_id(self, subkategori: str, keadaan: str) -> str:
        """The variant as kept with a sent answer."""
        nomor = ".".join(map(str, (self.empati, self.sebab, self.a, self.b, self.c, self.frasa)))
        return f"{subkategori}:{keadaan[:MAKS_NAMA]}:{nomor}"


def choose_empati(panduan: Panduan, keadaan: Keadaan) -> tuple[str, ...]:
    """The sentences of empathy of a situation: its own where it has some, else the guide's."""
    return keadaan.empati or panduan.empati


def choose_ragam(
    subkategori: str, panduan: Panduan, keadaan: Keadaan, sebelumnya: tuple[str, ...], benih: int
) -> Ragam:
    """A wording for each part; empathy and connecting phrases never those of the last answer."""
    lalu_sub, lalu_keadaan, lalu = _read_id(sebelumnya[0]) if sebelumnya else ("", "", None)
    sama_sub = lalu if lalu_sub == subkategori else None
    sama = sama_sub if lalu_keadaan == keadaan.nama[:MAKS_NAMA] else None
    acak = (benih * _PENGACAK + 1) & _BIT
    empati_lalu = sama if keadaan.empati else sama_sub
    return Ragam(
        empati=_pick(
            len(choose_empati(panduan, keadaan)),
            acak >> 8,
            empati_lalu.empati if empati_lalu else None,
        ),
        sebab=_pick(len(keadaan.sebab), acak >> 16, sama.sebab if sama else None),
        a=_pick(len(keadaan.a), acak >> 24, sama.a if sama else None),
        b=_pick(len(keadaan.b), acak >> 32, sama.b if sama else None),
        c=_pick(len(keadaan.c), acak >> 40, sama.c if sama else None),
        frasa=_pick(BANYAK_FRASA, acak >> 48, lalu.frasa if lalu else None),
    )


def _pick(banyak: int, acak: int, hindari: int | None) -> int:
    pilih = acak % banyak
    return (pilih + 1) % banyak if pilih == hindari else pilih


def _read_id(varian: str) -> tuple[str, str, Ragam | None]:
    subkategori, _, sisa = varian.partition(":")
    keadaan, _, nomor = sisa.rpartition(":")
    angka = nomor.split(".")
    if len(angka) != 6 or not all(satu.isdecimal() for satu in angka):
        return "", "", None
    return subkategori, keadaan, Ragam(*map(int, angka))
