"""The guest book: who comes signs in, goes out again, and is forgotten after a year."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from ruko_parsel.models import Bidang, Pemesanan, RiwayatTamu, Tamu
from ruko_parsel.services.antrean import take_antrean
from ruko_parsel.services.kabar_ruang import one_line
from ruko_parsel.services.pemesanan import arrive_pemesanan
from wilayah.models import Pengguna


class KodeKeliru(ValueError):  # noqa: N818 - the domain's word
    """No booking of today has this code."""

    def __init__(self) -> None:
        super().__init__("Kode pemesanan itu tidak ada untuk hari ini. Kosongkan bila ragu.")


@dataclass(frozen=True, slots=True)
class IsiTamu:
    """What a guest writes. `kode`: of a booking, where there is one; `antre`: a number too."""

    nama: str
    asal: str
    keperluan: str
    bertemu: str = ""
    nomor: str = ""
    kode: str = ""
    antre: bool = False
    bidang: Bidang | None = None


@transaction.atomic
def sign_in_tamu(
    kecamatan: str, isi: IsiTamu, *, kunci: str, cara: str, by: Pengguna | None = None
) -> Tamu:
    """A line of the book; the same `kunci` again gives the line it made.

    With a booking's code its guests have arrived; without one a queue number may be drawn.
    Raises KodeKeliru, ValueError without name, origin or purpose.
    """
    lock_key(f"tamu:{kunci}")
    ada: Tamu | None = Tamu.objects.filter(kunci=kunci, wilayah=kecamatan).first()
    if ada is not None:
        return ada
    nama, asal, perlu = one_line(isi.nama)[:80], one_line(isi.asal)[:80], one_line(isi.keperluan)
    if not (nama and asal and perlu):
        raise ValueError("Isi nama, asal, dan keperluan.")
    pemesanan = _arrive(kecamatan, isi.kode, by=by)
    antrean = None
    if isi.antre and pemesanan is None:
        antrean = take_antrean(kecamatan, kunci=f"tamu:{kunci}"[:40], bidang=isi.bidang, by=by)
    tamu: Tamu = Tamu.objects.create(
        wilayah_id=kecamatan, kunci=kunci, nama=nama, asal=asal, keperluan=perlu[:200],
        bertemu=one_line(isi.bertemu)[:80], nomor=one_line(isi.nomor)[:20], cara=cara,
        masuk_at=timezone.now(), pemesanan=pemesanan, antrean=antrean, by=by,
    )  # fmt: skip
    _log(tamu, "Masuk", by=by)
    return tamu


@transaction.atomic
def sign_out_tamu(tamu: Tamu, *, by: Pengguna | None) -> Tamu:
    """The guest goes; twice keeps the first time."""
    tamu = _lock(tamu)
    if tamu.keluar_at is None:
        tamu.keluar_at = timezone.now()
        tamu.save(update_fields=["keluar_at"])
        _log(tamu, "Keluar", by=by)
    return tamu


@transaction.atomic
def blank_tamu(tamu: Tamu, *, by: Pengguna | None, apa: str = "Data orang dihapus") -> Tamu:
    """Forget who it was: name, number, whom they met, what for. That somebody came stays."""
    tamu = _lock(tamu)
    if tamu.dihapus_at is None:
        tamu.nama = tamu.nomor = tamu.bertemu = tamu.keperluan = ""
        tamu.dihapus_at = timezone.now()
        tamu.save(update_fields=["nama", "nomor", "bertemu", "keperluan", "dihapus_at"])
        _log(tamu, apa, by=by)
    return tamu


def _arrive(kecamatan: str, kode: str, *, by: Pengguna | None) -> Pemesanan | None:
    """The booking of this code whose guests are here. Raises KodeKeliru."""
    kode = "".join(kode.split()).upper()
    if not kode:
        return None
    pemesanan = Pemesanan.objects.in_wilayah(kecamatan).filter(kode=kode[:20]).first()
    if pemesanan is None:
        raise KodeKeliru
    try:
        return arrive_pemesanan(pemesanan, by=by)
    except ValueError as galat:
        raise KodeKeliru from galat


def _lock(tamu: Tamu) -> Tamu:
    rows: Any = Tamu.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Tamu = rows.get(pk=tamu.pk)
    return terkunci


def _log(tamu: Tamu, apa: str, *, by: Pengguna | None) -> None:
    RiwayatTamu.objects.create(tamu=tamu, apa=apa, by=by)
