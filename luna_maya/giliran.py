"""The rotation: which RT were visited, how long ago, who is next. Never with a host."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from luna_maya.izin import izin_of_many
from luna_maya.kalender import BULAN, day_text, place_text
from luna_maya.models import Kunjungan
from wilayah.models import Wilayah
from wilayah.zona import at_place

S = Kunjungan.Status
# Months since the last visit up to which a shade reaches; beyond the last one: kelas 4.
_BATAS = (1, 3, 6, 12)
KETERANGAN = (
    ("g0", "bulan ini atau bulan lalu"), ("g1", "2 sampai 3 bulan lalu"),
    ("g2", "4 sampai 6 bulan lalu"), ("g3", "7 sampai 12 bulan lalu"),
    ("g4", "lebih dari setahun lalu"), ("gx", "belum pernah"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KotakRt:
    """An RT of the picture. `bulan`: whole calendar months since the last visit, None: never."""

    kode: str
    nama: str
    label: str
    jumlah: int
    terakhir: date | None
    berikut: date | None
    bulan: int | None

    @property
    def kelas(self) -> str:
        """The shade: g0 (just visited) to g4, gx (never)."""
        if self.bulan is None:
            return "gx"
        return f"g{sum(self.bulan > batas for batas in _BATAS)}"

    @property
    def angka(self) -> str:
        """The number on the shade; a cross says never."""
        return "×" if self.bulan is None else str(self.bulan)

    @property
    def kata(self) -> str:
        """The same in words."""
        if self.bulan is None:
            return "belum pernah"
        if self.bulan == 0:
            return "bulan ini"
        return "bulan lalu" if self.bulan == 1 else f"{self.bulan} bulan lalu"

    @property
    def terakhir_bulan(self) -> str:
        return month_text(self.terakhir)

    @property
    def berikut_bulan(self) -> str:
        return month_text(self.berikut)

    @property
    def terakhir_hari(self) -> str:
        return day_text(self.terakhir) if self.terakhir else ""

    @property
    def berikut_hari(self) -> str:
        return day_text(self.berikut) if self.berikut else ""

    @property
    def penuh(self) -> str:
        """RT 02 RW 01."""
        return place_text(self.kode)


@dataclass(slots=True)
class BarisRw:
    """The RT of one RW."""

    kode: str
    nama: str
    rt: list[KotakRt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gambar:
    """The whole picture of a kelurahan; `di_luar`: visits at no RT (a mosque of the whole RW),
    in public also those whose RT may not be named.
    """

    rw: list[BarisRw]
    di_luar: int

    @property
    def rt(self) -> list[KotakRt]:
        return [satu for baris in self.rw for satu in baris.rt]

    @property
    def sudah(self) -> int:
        return sum(satu.bulan is not None for satu in self.rt)

    @property
    def belum(self) -> int:
        return len(self.rt) - self.sudah

    @property
    def terlama(self) -> list[KotakRt]:
        """Whose turn it is without a date yet: never visited first, then the longest ago; five."""
        menunggu = [satu for satu in self.rt if satu.berikut is None]
        menunggu.sort(key=lambda satu: (satu.bulan is not None, satu.terakhir or date.min))
        return menunggu[:5]


def month_text(hari: date | None) -> str:
    """ "November 2026"; empty for none."""
    return f"{BULAN[hari.month - 1]} {hari.year}" if hari else ""


def draw_giliran(kelurahan: str, now: datetime, jenis: str = "", rw: str = "") -> Gambar:
    """The rotation of a kelurahan as of `now`; `jenis`: of one kind of visit; `rw`: of one RW.

    A visit counts once it was held (status selesai). Two queries.
    """
    return _draw(kelurahan, now, _count(kelurahan, now, jenis), rw)


def public_giliran(kelurahan: str, now: datetime) -> Gambar:
    """The same as anyone may see it: an RT counts as visited where its host lets the RT be named,
    the other visits are `di_luar`. No coming visit: with the week and the RW on the page of
    visits, an RT and its month would tell whose home has guests. Four queries.
    """
    selesai = list(
        Kunjungan.objects.in_wilayah(kelurahan).done().select_related("jenis", "tuan_rumah")
    )
    izin = izin_of_many(selesai)
    boleh = [k.pk for k in selesai if izin[k.pk].may_sebut_rt]
    angka = (
        Kunjungan.objects.filter(pk__in=boleh)
        .order_by()
        .values("wilayah")
        .annotate(jumlah=Count("pk"), terakhir=Max("mulai_at"))
    )
    gambar = _draw(kelurahan, now, angka, "")
    return replace(gambar, di_luar=gambar.di_luar + len(selesai) - len(boleh))


def _draw(kelurahan: str, now: datetime, hitung: Iterable[dict[str, Any]], rw: str) -> Gambar:
    areas = Wilayah.objects.in_wilayah(f"{kelurahan}.{rw}" if rw else kelurahan)
    areas = areas.filter(tingkat__in=[Wilayah.Tingkat.RW, Wilayah.Tingkat.RT]).order_by("kode")
    angka = {satu["wilayah"]: satu for satu in hitung}
    baris: dict[str, BarisRw] = {}
    dihitung = 0
    for area in areas.only("kode", "nama", "tingkat", "label"):
        if area.tingkat == Wilayah.Tingkat.RW:
            baris[area.kode] = BarisRw(area.kode, _named(area))
            continue
        kode_rw = area.kode.rpartition(".")[0]
        induk = baris.setdefault(kode_rw, BarisRw(kode_rw, place_text(kode_rw)))
        kotak = _kotak(area, angka.get(area.kode, {}), at_place(now, kelurahan).date())
        dihitung += kotak.jumlah
        induk.rt.append(kotak)
    semua = sum(satu["jumlah"] for satu in angka.values())
    ada = [satu for satu in baris.values() if satu.rt]
    return Gambar(ada, 0 if rw else semua - dihitung)


def _named(area: Wilayah) -> str:
    return f"{area.nama} ({area.label})" if area.label else area.nama


def _count(kelurahan: str, now: datetime, jenis: str) -> Iterable[dict[str, Any]]:
    rows = Kunjungan.objects.in_wilayah(kelurahan).standing()
    if jenis:
        rows = rows.filter(jenis__kode=jenis)
    selesai = Q(status=S.SELESAI)
    return (
        rows.order_by()
        .values("wilayah")
        .annotate(
            jumlah=Count("pk", filter=selesai),
            terakhir=Max("mulai_at", filter=selesai),
            berikut=Min("mulai_at", filter=Q(mulai_at__gt=now) & ~selesai),
        )
    )


def _kotak(area: Wilayah, angka: dict[str, Any], hari_ini: date) -> KotakRt:
    terakhir = _day(angka.get("terakhir"), area.kode)
    bulan = None
    if terakhir is not None:
        bulan = (hari_ini.year - terakhir.year) * 12 + hari_ini.month - terakhir.month
    return KotakRt(
        kode=area.kode, nama=area.nama, label=area.label, jumlah=angka.get("jumlah", 0),
        terakhir=terakhir, berikut=_day(angka.get("berikut"), area.kode),
        bulan=None if bulan is None else max(bulan, 0),
    )  # fmt: skip


def _day(at: datetime | None, kode: str) -> date | None:
    return at_place(at, kode).date() if at else None


def map_giliran(kelurahan: str, gambar: Gambar) -> dict[str, Any]:
    """The picture as GeoJSON: an RT's boundary, else its centre; none without both."""
    kotak = {satu.kode: satu for satu in gambar.rt}
    areas = Wilayah.objects.in_wilayah(kelurahan).filter(tingkat=Wilayah.Tingkat.RT)
    letak = areas.filter(Q(batas__isnull=False) | Q(lat__isnull=False)).order_by("kode")
    isi = []
    for area in letak.only("kode", "batas", "lat", "lng"):
        satu = kotak.get(area.kode)
        if satu is None:
            continue
        bentuk = area.batas or {
            "type": "Point", "coordinates": [float(area.lng or 0), float(area.lat or 0)],
        }  # fmt: skip
        sifat = {"nama": satu.penuh, "kelas": satu.kelas, "angka": satu.angka, "kata": satu.kata}
        isi.append({"type": "Feature", "geometry": bentuk, "properties": sifat})
    return {"type": "FeatureCollection", "features": isi}


def has_map(kelurahan: str) -> bool:
    """Whether any RT can be drawn on a map."""
    rt = Wilayah.objects.in_wilayah(kelurahan).filter(tingkat=Wilayah.Tingkat.RT)
    return rt.filter(Q(batas__isnull=False) | Q(lat__isnull=False)).exists()
