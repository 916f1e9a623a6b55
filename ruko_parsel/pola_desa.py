"""What rises in several villages at once: from requests and from what residents tell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q

from ruko_parsel.masa import Masa
from ruko_parsel.models import Permintaan
from wilayah.tren import Tren, read_tren

JENDELA = (30, 90)  # days
DESA_SEDIKITNYA = 3  # villages in which a subject rises before it is a pattern
ORANG_SEDIKITNYA = 5  # people: fewer are not told

PERMINTAAN, CERITA = "permintaan", "cerita warga"


@dataclass(frozen=True, slots=True)
class Naik:
    """One village in which a subject rose. `angka` is empty where too few people told it."""

    desa: str
    nama: str
    angka: str
    url: str


@dataclass(slots=True)
class Pola:
    """A subject that rose against its own previous period in at least three villages."""

    asal: str
    kunci: str
    nama: str
    kini: int
    lalu: int
    desa: list[Naik] = field(default_factory=list)
    izin: str = ""

    @property
    def naik(self) -> str:
        """How much more, in words."""
        if not self.lalu:
            return "baru muncul"
        return f"{self.kini / self.lalu:.1f} kali".replace(".", ",").replace(",0 ", " ")


def find_pola(rows: Any, kode: str, hari: date, lama: int, nama_desa: dict[str, str]) -> list[Pola]:
    """Patterns of the last `lama` days against as many before; two queries.

    `rows`: requests the reader may see. Who reads decides on `url` by `Pola.izin`.
    """
    kini = (hari - timedelta(days=lama - 1), hari)
    lalu = (kini[0] - timedelta(days=lama), kini[0] - timedelta(days=1))
    isi = [*_asked(rows, kode, Masa(*kini), Masa(*lalu)), *read_tren(kode, kini, lalu)]
    per: dict[tuple[str, str], list[Tren]] = defaultdict(list)
    for satu in isi:
        asal = PERMINTAAN if satu.izin == "ruko_parsel.view_permintaan" else CERITA
        per[asal, satu.kategori].append(satu)
    pola = [_pattern(asal, milik, nama_desa) for (asal, _k), milik in per.items()]
    ada = [satu for satu in pola if satu is not None]
    return sorted(ada, key=lambda p: (-len(p.desa), -(p.kini - p.lalu), p.nama))


def _asked(rows: Any, kode: str, kini: Masa, lalu: Masa) -> Iterable[Tren]:
    (a, b), (c, d) = kini.bounds(kode), lalu.bounds(kode)
    ini, dulu = Q(created_at__gte=a, created_at__lt=b), Q(created_at__gte=c, created_at__lt=d)
    hitung = (
        rows.filter(ini | dulu)
        .exclude(status=Permintaan.Status.DIGABUNG)
        .order_by()
        .values("wilayah_id", "masalah_id", nama=F("masalah__nama"))
        .annotate(n=Count("pk", filter=ini), m=Count("pk", filter=dulu))
    )
    for r in hitung:
        query = f"{kini.query}&desa={r['wilayah_id']}&masalah={r['masalah_id']}"
        yield Tren(r["wilayah_id"], r["masalah_id"], r["nama"], r["n"], r["m"], r["n"],
                   query, "ruko_parsel.view_permintaan")  # fmt: skip


def _pattern(asal: str, isi: Sequence[Tren], nama_desa: dict[str, str]) -> Pola | None:
    """The subject as a pattern, or None; requests come from offices and need no suppression."""
    naik = [t for t in isi if t.kini > t.lalu and t.wilayah in nama_desa]
    kini, lalu = sum(t.kini for t in isi), sum(t.lalu for t in isi)
    orang = sum(t.orang for t in isi)
    if len(naik) < DESA_SEDIKITNYA or kini <= lalu:
        return None
    if asal == CERITA and orang < ORANG_SEDIKITNYA:
        return None
    pola = Pola(asal, isi[0].kategori, isi[0].nama, kini, lalu, izin=isi[0].izin)
    samar = _hidden(naik) if asal == CERITA else set()
    for t in sorted(naik, key=lambda t: (t.lalu - t.kini, t.wilayah)):
        angka = "" if t.wilayah in samar else f"{t.lalu} → {t.kini}"
        pola.desa.append(Naik(t.wilayah, nama_desa[t.wilayah], angka, t.url))
    return pola


def _hidden(naik: Sequence[Tren]) -> set[str]:
    """Villages whose numbers are not told: too few people, and the next smallest where what the
    sum leaves over would be one village's, or still too few.
    """
    kecil = [t for t in naik if t.orang < ORANG_SEDIKITNYA]
    if len(kecil) == 1 or (kecil and sum(t.orang for t in kecil) < ORANG_SEDIKITNYA):
        lain = sorted((t for t in naik if t not in kecil), key=lambda t: t.orang)
        kecil += lain[:1]
    return {t.wilayah for t in kecil}
