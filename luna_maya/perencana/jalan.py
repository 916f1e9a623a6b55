"""In which order several places of one evening are visited. Pure; positions in degrees."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

PASTI_SAMPAI = 8  # stops for which the order is exact
_BUMI_KM = 6371.0088  # mean radius (IUGG)
KM_PER_JAM = 20  # by motorcycle through alleys at night
_SAMA_KM = 1e-6  # two ways that differ by less are the same
_TURUN_MENIT = 3  # to park and to leave again

Titik = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Jalan:
    """`urutan`: indices of the stops; `ruas`: kilometres from the one before, back home last."""

    urutan: tuple[int, ...]
    ruas: tuple[float, ...]
    tepat: bool

    @property
    def jumlah(self) -> float:
        return sum(self.ruas)


def distance_km(a: Titik, b: Titik) -> float:
    """As the crow flies (haversine)."""
    lat1, lat2 = math.radians(a[0]), math.radians(b[0])
    dlat, dlng = lat2 - lat1, math.radians(b[1] - a[1])
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlng / 2) ** 2
    return 2 * _BUMI_KM * math.asin(math.sqrt(min(h, 1.0)))


def travel_minutes(km: float) -> int:
    """How long a way takes, getting on and off included."""
    return math.ceil(km / KM_PER_JAM * 60) + _TURUN_MENIT


def order_stops(kantor: Titik, titik: Sequence[Titik], *, akhir: Titik | None = None) -> Jalan:
    """The shortest way from the office through all stops to `akhir` (None: back to the office).

    Where the order given is as short as any (a round trip may be gone either way), it stands.
    Exact up to PASTI_SAMPAI stops; above that the nearest next, then mended by turning parts round.
    """
    pulang = kantor if akhir is None else akhir
    if not titik:
        return Jalan((), (distance_km(kantor, pulang),) if akhir else (), tepat=True)
    tepat = len(titik) <= PASTI_SAMPAI
    urutan = _exact(kantor, titik, pulang) if tepat else _near(kantor, titik, pulang)
    semula = list(range(len(titik)))
    panjang = sum(measure(kantor, titik, urutan, pulang))
    if sum(measure(kantor, titik, semula, pulang)) <= panjang + _SAMA_KM:
        urutan = semula
    return Jalan(tuple(urutan), measure(kantor, titik, urutan, pulang), tepat)


def measure(
    kantor: Titik, titik: Sequence[Titik], urutan: Sequence[int], pulang: Titik
) -> tuple[float, ...]:
    """The length of each leg in this order."""
    lewat = [kantor, *(titik[n] for n in urutan), pulang]
    return tuple(distance_km(a, b) for a, b in itertools.pairwise(lewat))


def _exact(kantor: Titik, titik: Sequence[Titik], pulang: Titik) -> list[int]:
    """Held and Karp's dynamic programme over sets of visited stops (1962)."""
    n = len(titik)
    jarak = [[distance_km(a, b) for b in titik] for a in titik]
    # (set of visited stops as bits, the last of them) -> (length so far, the one before)
    biaya = {(1 << i, i): (distance_km(kantor, titik[i]), -1) for i in range(n)}
    for himpun in range(1, 1 << n):
        for i in range(n):
            if (himpun, i) not in biaya:
                continue
            sampai = biaya[himpun, i][0]
            for j in range(n):
                baru = (himpun | 1 << j, j)
                panjang = sampai + jarak[i][j]
                if not himpun >> j & 1 and (baru not in biaya or panjang < biaya[baru][0]):
                    biaya[baru] = (panjang, i)
    himpun = (1 << n) - 1
    kini = min(range(n), key=lambda i: biaya[himpun, i][0] + distance_km(titik[i], pulang))
    urutan = list[int]()
    while kini >= 0:
        urutan.append(kini)
        himpun, kini = himpun & ~(1 << kini), biaya[himpun, kini][1]
    return urutan[::-1]


def _near(kantor: Titik, titik: Sequence[Titik], pulang: Titik) -> list[int]:
    """Nearest neighbour, then 2-opt until nothing gets shorter."""
    sisa, urutan, di = set(range(len(titik))), list[int](), kantor
    while sisa:
        dekat = min(sisa, key=lambda i: (distance_km(di, titik[i]), i))
        urutan.append(dekat)
        sisa.remove(dekat)
        di = titik[dekat]
    while (lebih := _turn(kantor, titik, urutan, pulang)) is not None:
        urutan = lebih
    return urutan


def _turn(
    kantor: Titik, titik: Sequence[Titik], urutan: list[int], pulang: Titik
) -> list[int] | None:
    panjang = sum(measure(kantor, titik, urutan, pulang))
    for i in range(len(urutan) - 1):
        for j in range(i + 2, len(urutan) + 1):
            coba = urutan[:i] + urutan[i:j][::-1] + urutan[j:]
            if sum(measure(kantor, titik, coba, pulang)) < panjang - 1e-9:
                return coba
    return None
