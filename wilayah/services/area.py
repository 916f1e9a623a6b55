"""Questions that every floor asks of an area: its RT, its lurah, its agencies, its names."""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from wilayah.models import Instansi, Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.rtrw import normal_rt, normal_rw

TANPA_RW = "00"  # the RW code of a desa that has RT only
NamaTempat = tuple[str, str, str]

_GAZETIR_TTL = 300.0  # seconds; a changed name is read again after this at the latest
_GAZETIR_SIMPANAN = 64  # cities kept per process
_OFFICIAL = [
    Wilayah.Tingkat.PROVINSI,
    Wilayah.Tingkat.KABUPATEN,
    Wilayah.Tingkat.KOTA,
    Wilayah.Tingkat.KECAMATAN,
    Wilayah.Tingkat.KELURAHAN,
    Wilayah.Tingkat.DESA,
]


def ensure_rt_rw(kelurahan: str, *, rw: str | None, rt: str | None) -> Wilayah:
    """The deepest area that kelurahan, RW and RT name; RW and RT rows are made on first use.

    Any way of writing is taken ("RT 3", "03", "III" are one). An RT without its RW is only found
    where exactly one RW of the kelurahan holds it, or where the desa has no RW (code 00); otherwise
    the kelurahan itself is returned. Raises ValueError for text that is no RT or RW number, and for
    a code that is not a kelurahan's or desa's; Wilayah.DoesNotExist for an unknown one.
    """
    if kelurahan.count(".") != 3:
        raise ValueError(f"{kelurahan} bukan kode kelurahan atau desa")
    kode_rw = _read("RW", rw, normal_rw(rw))
    kode_rt = _read("RT", rt, normal_rt(rt))
    induk = Wilayah.objects.get(pk=kelurahan)
    if kode_rw is None:
        return induk if kode_rt is None else _find_rt(induk, kode_rt)
    area = _ensure(induk, kode_rw, Wilayah.Tingkat.RW)
    return area if kode_rt is None else _ensure(area, kode_rt, Wilayah.Tingkat.RT)


def _read(sebutan: str, teks: str | None, kode: str | None) -> str | None:
    if teks is None or not teks.strip():
        return None
    if kode is None:
        raise ValueError(f"“{teks[:20]}” bukan nomor {sebutan}")
    return kode


def _ensure(induk: Wilayah, nomor: str, tingkat: Wilayah.Tingkat) -> Wilayah:
    nama = "Tanpa RW" if nomor == TANPA_RW else f"{tingkat.label} {nomor}"
    # get_or_create reads again when another process inserts the same key first
    area, _made = Wilayah.objects.get_or_create(
        kode=f"{induk.pk}.{nomor}", defaults={"nama": nama, "tingkat": tingkat, "induk": induk}
    )
    return area


def _find_rt(kelurahan: Wilayah, nomor: str) -> Wilayah:
    tanpa_rw = Wilayah.objects.filter(pk=f"{kelurahan.pk}.{TANPA_RW}").first()
    if tanpa_rw is not None:
        return _ensure(tanpa_rw, nomor, Wilayah.Tingkat.RT)
    found = list(
        Wilayah.objects.filter(
            induk__induk=kelurahan, tingkat=Wilayah.Tingkat.RT, kode__endswith=f".{nomor}"
        )[:2]
    )
    return found[0] if len(found) == 1 else kelurahan


def lurah_of(kode: str) -> Penugasan | None:
    """Today's lurah (or village head) of the kelurahan that this area is or lies in."""
    if kode.count(".") < 3:
        return None
    return (
        Penugasan.objects.on(timezone.localdate())
        .filter(peran=Peran.LURAH, wilayah_id=_kode_kelurahan(kode), pengguna__is_active=True)
        .select_related("pengguna")
        .order_by("-mulai", "-pk")
        .first()
    )


def sapaan_lurah(kode: str) -> str:
    """How messages call the lurah: "Pak Irwan Setiaji", or "Pak/Bu Lurah" when unknown."""
    tugas = lurah_of(kode)
    if tugas is None:
        return "Pak/Bu Kepala Desa" if _is_desa(kode) else "Pak/Bu Lurah"
    nama = tugas.pengguna.nama.split(",")[0].strip()  # without academic titles
    return f"{tugas.sapaan.strip() or 'Pak/Bu'} {nama}"


def _kode_kelurahan(kode: str) -> str:
    return ".".join(kode.split(".")[:4])


def _is_desa(kode: str) -> bool:
    """Official codes of a desa count from 2001, those of a kelurahan from 1001."""
    parts = kode.split(".")
    return len(parts) > 3 and not parts[3].startswith("1")


@dataclass(slots=True)
class _Simpanan:
    rows: list[NamaTempat]
    versi: tuple[int, str | None]
    read_at: float


_simpanan: OrderedDict[str | None, _Simpanan] = OrderedDict()


def gazetir_rows(kode_kota: str | None) -> list[NamaTempat]:
    """(kode, nama, tingkat) of every official area of this city or regency (None: the country).

    Kept per process: read again when rows were added or removed, and after five minutes. The list
    is shared between callers: do not change it.
    """
    areas = _official_areas(kode_kota)
    hasil = areas.aggregate(n=Count("*"), last=Max("kode"))
    versi = (hasil["n"], hasil["last"])
    now = time.monotonic()
    kept = _simpanan.get(kode_kota)
    if kept is not None and kept.versi == versi and now - kept.read_at < _GAZETIR_TTL:
        return kept.rows
    rows = list(areas.order_by("kode").values_list("kode", "nama", "tingkat"))
    _simpanan[kode_kota] = _Simpanan(rows, versi, now)
    while len(_simpanan) > _GAZETIR_SIMPANAN:
        _simpanan.popitem(last=False)
    return rows


def clear_gazetir() -> None:
    """Forget what `gazetir_rows` keeps in this process (after an import of areas)."""
    _simpanan.clear()


def _official_areas(kode_kota: str | None) -> QuerySet[Wilayah]:
    areas = Wilayah.objects.filter(tingkat__in=_OFFICIAL)
    return areas if kode_kota is None else areas.in_wilayah(kode_kota)


def instansi_for(unit: str, kode: str) -> Instansi | None:
    """The agency that takes this unit's work in this area, the nearest one.

    `unit` is the taxonomy's: "DLH", "UPTD PPA", "BPBD/Damkar" (the first that the area has).
    """
    return pick_instansi(unit, units_serving(kode))


def units_serving(kode: str) -> list[Instansi]:
    """The agencies that take work in this area, nearest first."""
    return list(Instansi.objects.serving(kode).exclude(jenis=Instansi.Jenis.DARURAT))


def pick_instansi(unit: str, serving: Iterable[Instansi]) -> Instansi | None:
    """The first of these agencies that the taxonomy's `unit` names."""
    serving = list(serving)
    for part in unit.split("/"):
        wanted = slugify(part)
        for instansi in serving:
            if wanted and slugify(instansi.kode) == wanted:
                found: Instansi = instansi
                return found
    return None


def emergency_numbers(kode: str) -> list[tuple[str, str]]:
    """(name, number) of this area's emergency lines, nearest first, each number once."""
    rows = Instansi.objects.serving(kode).filter(jenis=Instansi.Jenis.DARURAT)
    found: dict[str, str] = {}
    for instansi in rows:
        if instansi.telepon:
            found.setdefault(instansi.telepon, instansi.nama)
    return [(nama, nomor) for nomor, nama in found.items()]
