"""One pass over a file: rows checked, stored in a transaction, and kept or given up at its end.

A trial run does exactly the same and gives up what it stored, so its figures are those of the real
one. Whoever is killed in the middle leaves nothing behind: the transaction was never committed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.utils import timezone
from rapidfuzz import fuzz

from ekonomi.impor.baca import Baris
from ekonomi.impor.kepala import plain
from ekonomi.impor.periksa import BarisRumah, Galat, Konteks, Pemeriksa
from ekonomi.impor.simpan import Hasil, Simpanan
from ekonomi.models import Rumah
from wilayah.models import Wilayah
from wilayah.services.area import ensure_rt_rw

SEKALI = 2000  # rows between two looks at other kelurahan, and two signs of life
GALAT_TERSIMPAN = 5000  # of one import; all are counted
_MIRIP = 88  # of 100: names alike enough to be one household in two kelurahan


@dataclass(slots=True)
class Jalan:
    """What one pass came to. `hasil` is None where errors kept it from being tried."""

    baris: int = 0
    galat: list[Galat] = field(default_factory=list)
    jumlah_galat: int = 0
    jumlah_peringatan: int = 0
    hasil: Hasil | None = None


def read_konteks(wilayah: Wilayah) -> Konteks:
    """What the rows of a file for this kelurahan are checked against."""
    kota = ".".join(wilayah.pk.split(".")[:2])
    tetangga = Wilayah.objects.kelurahan().in_wilayah(kota)
    rumah = Rumah.objects.filter(kelurahan=wilayah.pk)
    digabung = rumah.filter(status=Rumah.Status.DIGABUNG)
    return Konteks(
        kelurahan=wilayah.pk,
        nama_kelurahan=wilayah.nama_lengkap,
        on=timezone.localdate(),
        kode=set(Wilayah.objects.in_wilayah(wilayah.pk).values_list("pk", flat=True)),
        tetangga={plain(satu.nama): satu.nama_lengkap for satu in tetangga},
        digabung=dict(digabung.values_list("nomor", "digabung_ke__nomor")),
        dihapus=frozenset(rumah.exclude(nomor_hash="").values_list("nomor_hash", flat=True)),
    )


def run_rows(
    rows: Iterable[Baris],
    *,
    wilayah: Wilayah,
    peta: dict[str, int],
    judul: list[str],
    by: int | None,
    simpan: bool,
    tell: Callable[[int], None] = lambda _n: None,
    finish: Callable[[Jalan], None] = lambda _jalan: None,
) -> Jalan:
    """Check all rows; with `simpan` and no error, keep them.

    `tell` hears how many were read; `finish` runs in the same transaction when they are kept.
    """
    pemeriksa = Pemeriksa(read_konteks(wilayah), peta, judul)
    jalan = Jalan()
    with transaction.atomic():
        simpanan = Simpanan(wilayah.pk)
        for potongan in _pieces(rows):
            _take(potongan, pemeriksa, simpanan, jalan)
            tell(jalan.baris)
        if not jalan.jumlah_galat:
            _make_areas(pemeriksa)
            kepala = {kolom: judul[letak] for kolom, letak in peta.items()}
            jalan.hasil = simpanan.merge(kepala, by=by, on=timezone.localdate(), now=timezone.now())
            _note_basi(jalan, judul, peta)
        if simpan and not jalan.jumlah_galat:
            finish(jalan)
        else:
            transaction.set_rollback(True)
    return jalan


def _pieces(rows: Iterable[Baris]) -> Iterator[list[Baris]]:
    sumber = iter(rows)
    while potongan := list(islice(sumber, SEKALI)):
        yield potongan


def _take(potongan: list[Baris], pemeriksa: Pemeriksa, simpanan: Simpanan, jalan: Jalan) -> None:
    """Check one piece; its good rows go to the temporary table, what is wrong to `jalan`."""
    baik = []
    for nomor, sel in potongan:
        if not any(sel):
            continue
        jalan.baris += 1
        baris = pemeriksa.read(nomor, sel)
        if baris is not None:
            baik.append(baris)
    _elsewhere(baik, pemeriksa)
    for galat in pemeriksa.galat:
        jalan.jumlah_peringatan += galat.peringatan
        jalan.jumlah_galat += not galat.peringatan
        if len(jalan.galat) < GALAT_TERSIMPAN:
            jalan.galat.append(galat)
    pemeriksa.galat.clear()
    if not jalan.jumlah_galat:  # nothing will be kept once one row is wrong
        simpanan.add(baik)


def _elsewhere(rows: list[BarisRumah], pemeriksa: Pemeriksa) -> None:
    """No household in two kelurahan: by household_id with a like name, or by family card."""
    kel = pemeriksa.konteks.kelurahan
    lain = Rumah.objects.active().exclude(kelurahan=kel)
    nomor = {satu.nomor: satu for satu in rows}
    for no, nama, di in lain.filter(nomor__in=nomor).values_list(
        "nomor", "nama_kepala", "kelurahan"
    ):
        baris = nomor[no]
        mirip = fuzz.token_sort_ratio(plain(nama), plain(baris.nama_kepala or ""))
        if mirip >= _MIRIP:
            _refuse_two(pemeriksa, baris, "household_id", di, "household_id ini dengan nama serupa")
    kk = {satu.no_kk_hash: satu for satu in rows if satu.no_kk_hash}
    if kk:
        for no_kk, di in lain.filter(no_kk_hash__in=kk).values_list("no_kk_hash", "kelurahan"):
            _refuse_two(pemeriksa, kk[no_kk], "no_kk", di, "Nomor KK ini")


def _refuse_two(
    pemeriksa: Pemeriksa, baris: BarisRumah, kolom: str, kelurahan: str, apa: str
) -> None:
    di = Wilayah.objects.get(pk=kelurahan).nama_lengkap
    sini = pemeriksa.konteks.nama_kelurahan
    pemeriksa.refuse(
        baris.n, kolom, baris.nomor,
        f"{apa} sudah terdaftar di {di}, berkas ini untuk {sini}. Satu rumah tangga tidak boleh di"
        f" dua wilayah: catat pindahnya di {di} dulu.",
    )  # fmt: skip


def _make_areas(pemeriksa: Pemeriksa) -> None:
    kel = pemeriksa.konteks.kelurahan
    for kode in sorted(pemeriksa.baru_wilayah):
        bagian = [*kode.split(".")[4:], None][:2]
        ensure_rt_rw(kel, rw=bagian[0], rt=bagian[1])


def _note_basi(jalan: Jalan, judul: list[str], peta: dict[str, int]) -> None:
    """Rows whose data in the portal is newer: said, and left alone."""
    if jalan.hasil is None:
        return
    kolom = judul[peta["date_updated"]] if "date_updated" in peta else ""
    jalan.jumlah_peringatan += jalan.hasil.dilewati
    jalan.galat += [
        Galat(
            n,
            kolom,
            "",
            f"Data di portal lebih baru ({hari}); baris ini dilewati.",
            peringatan=True,
        )
        for n, hari in jalan.hasil.basi
    ]
