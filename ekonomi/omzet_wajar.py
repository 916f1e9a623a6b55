"""When a reported month is asked about before it counts. Pure; the limits are settings.OMZET_WAJAR.

Changed limits hold for what is reported from then on; nothing recorded is judged again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.conf import settings

from wilayah.format import rupiah


@dataclass(frozen=True, slots=True)
class Batas:
    """`kali`: how far from the usual, up or down; `maks`: Rupiah never taken unasked;
    `bulan`: how many earlier months are the usual; `kecil`: Rupiah below which both are noise.
    """

    kali: float = 3.0
    maks: int = 50_000_000
    bulan: int = 6
    kecil: int = 100_000


def batas_sekarang() -> Batas:
    """The limits in use."""
    return Batas(**settings.OMZET_WAJAR)


def doubt_of(
    nilai: int, sebelumnya: Sequence[int], *, penjualan: int = 0, batas: Batas | None = None
) -> str:
    """Why this figure is asked about, in words for its owner; "" when it is taken as it is.

    `sebelumnya`: the months before it, newest first; `penjualan`: what the portal saw sold then.
    """
    batas = batas or batas_sekarang()
    if nilai > batas.maks:
        return f"lebih dari {rupiah(batas.maks)} sebulan"
    if nilai < penjualan:
        return f"kurang dari penjualan yang tercatat, {rupiah(penjualan)}"
    biasa = int(median(sebelumnya[: batas.bulan])) if sebelumnya else 0
    if biasa == 0 or max(nilai, biasa) <= batas.kecil:
        return ""
    if nilai > biasa * batas.kali:
        return f"jauh di atas biasanya, sekitar {rupiah(biasa)}"
    turun = nilai * batas.kali < biasa
    return f"jauh di bawah biasanya, sekitar {rupiah(biasa)}" if turun else ""
