"""The way of one evening: which of the lurah's visits come in which order, and at what time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from luna_maya.alamat_tuan import hosts_open_to
from luna_maya.baca_rencana import lurah_of
from luna_maya.models import Kunjungan
from luna_maya.perencana.jalan import Titik, distance_km, order_stops, travel_minutes
from wilayah.models import Wilayah
from wilayah.scope import above
from wilayah.zona import zona_of

S = Kunjungan.Status
BISA_PINDAH = (S.RENCANA, S.MENUNGGU, S.PASTI)
_BULAT = 5  # minutes that proposed times are rounded up to
_LEBAR, _TINGGI, _TEPI = 320, 240, 24


@dataclass(slots=True)
class Perhentian:
    """One visit on the way. `km` from the one before; `titik` is what may be shown to this user."""

    kunjungan: Kunjungan
    titik: Titik | None
    asal_titik: str
    km: float
    mulai_at: datetime
    selesai_at: datetime

    @property
    def pindah(self) -> bool:
        return self.mulai_at != self.kunjungan.mulai_at

    @property
    def perlu_tanya(self) -> bool:
        """Whether its host has agreed to a time that this would change."""
        return self.pindah and self.kunjungan.jenis.perlu_persetujuan


@dataclass(slots=True)
class JalanMalam:
    """`pulang_km`: the way back; 0 where the lurah stays the night. `tanpa_titik`: unordered."""

    hari: date
    kantor: Titik | None
    perhentian: list[Perhentian]
    pulang_km: float
    tepat: bool
    tanpa_titik: int

    @property
    def jumlah_km(self) -> float:
        return sum(satu.km for satu in self.perhentian) + self.pulang_km

    @property
    def berubah(self) -> bool:
        return any(satu.pindah for satu in self.perhentian)

    @property
    def sidik(self) -> str:
        """What a page has shown, so that nothing else is applied."""
        return ",".join(
            f"{satu.kunjungan.pk}:{satu.kunjungan.mulai_at:%H%M}>{satu.mulai_at:%d%H%M}"
            for satu in self.perhentian
        )

    def sketch(self) -> list[tuple[int, int]]:
        """Positions for a drawing of 320 by 240: the office first, then the stops that have one.

        Nothing where all are known by one centre only.
        """
        titik = [t for t in (self.kantor, *(p.titik for p in self.perhentian)) if t is not None]
        return _fit(titik) if len(set(titik)) > 1 else []


def read_jalan(kelurahan: Wilayah, hari: date, user: Any) -> JalanMalam:
    """The visits of this evening in the shortest order; four queries.

    The order goes by the exact places; what is shown, by the RT's centre for who does not go.
    """
    zona = zona_of(kelurahan.pk)
    awal = datetime.combine(hari, time.min, tzinfo=zona)
    rows = Kunjungan.objects.in_wilayah(kelurahan.pk).filter(
        status__in=BISA_PINDAH, mulai_at__gte=awal, mulai_at__lt=awal + timedelta(days=1),
        lurah=lurah_of(kelurahan.pk),
    )  # fmt: skip
    kunjungan = list(
        rows.select_related("jenis", "tuan_rumah", "wilayah", "kendaraan").order_by("mulai_at")
    )
    pusat = _centres(kelurahan.pk, kunjungan)
    boleh = hosts_open_to(user, [satu.tuan_rumah_id for satu in kunjungan])
    kantor = pusat.get(kelurahan.pk)
    bertitik = [satu for satu in kunjungan if _exact(satu, pusat) is not None]
    lain = [satu for satu in kunjungan if satu not in bertitik]
    if kantor is None and bertitik:
        kantor = _exact(bertitik[0], pusat)
    urut, tepat = _order(bertitik, kantor, pusat)
    return _time(hari, [*urut, *lain], kantor, _Titik(pusat, boleh), tepat=tepat)


@dataclass(frozen=True, slots=True)
class _Titik:
    """Positions as one user may see them."""

    pusat: dict[str, Titik]
    boleh: set[int]

    def of(self, kunjungan: Kunjungan) -> tuple[Titik | None, str]:
        tuan = kunjungan.tuan_rumah
        if tuan.pk in self.boleh and tuan.lat is not None and tuan.lng is not None:
            return (float(tuan.lat), float(tuan.lng)), "titik tempat"
        return _centre_of(kunjungan.wilayah_id, self.pusat)


def _exact(kunjungan: Kunjungan, pusat: dict[str, Titik]) -> Titik | None:
    tuan = kunjungan.tuan_rumah
    if tuan.lat is not None and tuan.lng is not None:
        return float(tuan.lat), float(tuan.lng)
    return _centre_of(kunjungan.wilayah_id, pusat)[0]


def _centre_of(kode: str, pusat: dict[str, Titik]) -> tuple[Titik | None, str]:
    """The centre of the nearest area that has one, and which."""
    nama = {6: "titik tengah RT", 5: "titik tengah RW", 4: "titik tengah kelurahan"}
    for atas in reversed(above(kode)):
        if atas in pusat:
            return pusat[atas], nama.get(len(atas.split(".")), "titik wilayah")
    return None, "tanpa titik"


def _centres(kelurahan: str, kunjungan: Sequence[Kunjungan]) -> dict[str, Titik]:
    kode = {kelurahan, *(atas for satu in kunjungan for atas in above(satu.wilayah_id)[3:])}
    rows = Wilayah.objects.filter(pk__in=kode, lat__isnull=False, lng__isnull=False)
    return {
        pk: (float(lat), float(lng))
        for pk, lat, lng in rows.values_list("pk", "lat", "lng")
        if lat is not None and lng is not None
    }


def _order(
    kunjungan: list[Kunjungan], kantor: Titik | None, pusat: dict[str, Titik]
) -> tuple[list[Kunjungan], bool]:
    """A night stays last: from there nobody goes on."""
    if kantor is None or not kunjungan:
        return kunjungan, True
    malam = [satu for satu in kunjungan if satu.jenis.menginap][-1:]
    singgah = [satu for satu in kunjungan if satu not in malam]
    titik = [t for satu in singgah if (t := _exact(satu, pusat)) is not None]
    jalan = order_stops(kantor, titik, akhir=_exact(malam[0], pusat) if malam else None)
    return [singgah[n] for n in jalan.urutan] + malam, jalan.tepat


def _time(
    hari: date, urut: list[Kunjungan], kantor: Titik | None, titik: _Titik, *, tepat: bool
) -> JalanMalam:
    """Each begins when the one before is over and the way is done; the first when planned."""
    perhentian, di, jam = list[Perhentian](), kantor, None
    for satu in urut:
        ke, asal = titik.of(satu)
        km = distance_km(di, ke) if di and ke else 0.0
        if jam is None:
            mulai = min(lain.mulai_at for lain in urut)
        else:
            mulai = _round_up(jam + timedelta(minutes=travel_minutes(km)))
        jam = mulai + (satu.selesai_at - satu.mulai_at)
        perhentian.append(Perhentian(satu, ke, asal, km, mulai, jam))
        di = ke or di
    pulang = bool(urut) and not urut[-1].jenis.menginap
    pulang_km = distance_km(di, kantor) if pulang and di and kantor else 0.0
    tanpa = sum(satu.titik is None for satu in perhentian)
    return JalanMalam(hari, kantor, perhentian, pulang_km, tepat, tanpa)


def _round_up(waktu: datetime) -> datetime:
    waktu = waktu.replace(second=0, microsecond=0)
    return waktu + timedelta(minutes=-waktu.minute % _BULAT)


def _fit(titik: Sequence[Titik]) -> list[tuple[int, int]]:
    """Latitudes and longitudes as pixels, north up, the same scale both ways."""
    if not titik:
        return []
    lat = [a for a, _b in titik]
    lng = [b for _a, b in titik]
    rentang = max(max(lat) - min(lat), max(lng) - min(lng)) or 1.0
    skala = min(_LEBAR, _TINGGI) - 2 * _TEPI
    tengah = (_LEBAR - skala * (max(lng) - min(lng)) / rentang) / 2
    return [
        (
            round(tengah + skala * (b - min(lng)) / rentang),
            round(_TINGGI - _TEPI - skala * (a - min(lat)) / rentang),
        )
        for a, b in titik
    ]
