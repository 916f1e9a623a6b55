"""The yearly book: what staff wrote, figures, where the lurah has been, stories, one short page a
visit. Composed once; what people may withdraw is asked again whenever it is printed."""

import dataclasses
import hashlib
from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch

from dokumen.cetak.kertas import (
    Blok,
    Kertas,
    alinea,
    bab,
    daftar,
    foto,
    gambar,
    halaman,
    hari,
    kutipan,
    tabel,
)
from dokumen.services.kop import read_kop
from luna_maya.angka_tahun import Angka, figures_of, sentences_of, span_of_year, visits_of
from luna_maya.catatan_rahasia import private_of, without_private
from luna_maya.cetak.dasar import (
    TIDAK_DISEBUT,
    fill_open,
    named_photos,
    photos_block,
    read_photos,
    rt_rw,
    span_of,
)
from luna_maya.cetak.laporan import state_of_janji
from luna_maya.dokumentasi_publik import Publik, public_of_many
from luna_maya.gambar_giliran import draw_giliran
from luna_maya.izin import Izin, izin_of_many
from luna_maya.models import (
    BukuTahunan,
    Catatan,
    Dokumentasi,
    Janji,
    Kunjungan,
    SebutanKunjungan,
    Testimoni,
)
from wilayah.models import Wilayah
from wilayah.rujukan import mask_catatan

_FOTO_SEHALAMAN = 4
GILIRAN = "giliran"
Maju = Callable[[int], None]


def compose_buku(buku: BukuTahunan, maju: Maju) -> dict[str, Any]:
    """{"kertas", "kunjungan"}: the book's words and the keys of its visits; `maju` is told how far
    it is, in percent.
    """
    kelurahan = str(buku.wilayah_id)
    dari, sampai = span_of_year(kelurahan, buku.tahun)
    kunjungan = visits_of(kelurahan, dari, sampai)
    maju(10)
    angka = figures_of(kelurahan, dari, sampai)
    maju(20)
    kop = read_kop(kelurahan)
    kertas = Kertas(
        judul=f"Buku Tahunan Kunjungan Lurah {buku.tahun}",
        subjudul=f"{kop['sebutan']} {kop['kelurahan']}",
        kelurahan=kelurahan,
        blok=[
            *_foreword(buku),
            *_figures(angka),
            bab("Giliran kunjungan"),
            gambar(GILIRAN, f"Setiap kotak satu RT; angkanya banyaknya kunjungan {buku.tahun}."),
            *_words(kelurahan),
            *_visits(kelurahan, kunjungan, maju),
        ],
        kaki=f"Buku tahunan kunjungan {buku.tahun}, {kop['sebutan']} {kop['kelurahan']}",
        kop=kop,
    )
    return {"kertas": dataclasses.asdict(kertas), "kunjungan": [k.pk for k in kunjungan]}


def ready_buku(buku: BukuTahunan) -> tuple[Kertas, dict[str, bytes], str]:
    """The book as it may be printed now, its pictures, and the mark of what it shows."""
    kertas = Kertas(**buku.isi["kertas"])
    izin, kunjungan, rows, kata = _shown(buku, kertas)
    boleh = {satu.pk for satu in kata}
    blok = [s for s in kertas.blok if s["jenis"] != "kutipan" or s["testimoni"] in boleh]
    ganti = {_mark(k): _place(k, izin[k.pk]) for k in kunjungan}
    semua = Wilayah.objects.in_wilayah(str(buku.wilayah_id)).filter(tingkat=Wilayah.Tingkat.RT)
    svg = draw_giliran(
        semua.values_list("pk", flat=True),
        [str(k.wilayah_id) for k in kunjungan if izin[k.pk].may_sebut_rt],
        tanpa=sum(not izin[k.pk].may_sebut_rt for k in kunjungan),
    )
    kertas = fill_open(dataclasses.replace(kertas, blok=blok), ganti)
    return kertas, read_photos(rows) | {GILIRAN: svg}, _digest(izin, rows, kata)


def mark_of(buku: BukuTahunan) -> str:
    """What the book would show now: differs from `tanda` once something in it was withdrawn."""
    izin, _kunjungan, rows, kata = _shown(buku, Kertas(**buku.isi["kertas"]))
    return _digest(izin, rows, kata)


def _shown(
    buku: BukuTahunan, kertas: Kertas
) -> tuple[dict[int, Izin], list[Kunjungan], list[Dokumentasi], list[Testimoni]]:
    rows: Any = Kunjungan.objects.filter(pk__in=buku.isi["kunjungan"])
    kunjungan = list(rows.select_related("jenis", "tuan_rumah").order_by("mulai_at", "pk"))
    foto_kini = Dokumentasi.objects.public().filter(pk__in=named_photos(kertas.blok))
    kutip = [s["testimoni"] for s in kertas.blok if s["jenis"] == "kutipan"]
    return (
        izin_of_many(kunjungan),
        kunjungan,
        list(foto_kini.select_related("lampiran").order_by("pk")),
        list(Testimoni.objects.public().filter(pk__in=kutip).order_by("pk")),
    )


def _digest(izin: dict[int, Izin], rows: list[Dokumentasi], kata: list[Testimoni]) -> str:
    isi = [
        sorted((pk, satu.may_sebut_rt) for pk, satu in izin.items()),
        [dok.pk for dok in rows],
        [satu.pk for satu in kata],
    ]
    return hashlib.sha256(repr(isi).encode()).hexdigest()


def _mark(kunjungan: Kunjungan) -> str:
    return f"⟨tempat {kunjungan.pk}⟩"


def _place(kunjungan: Kunjungan, izin: Izin) -> str:
    if izin.may_sebut_rt:
        return rt_rw(str(kunjungan.wilayah_id))
    return f"RT {TIDAK_DISEBUT}"


def _foreword(buku: BukuTahunan) -> list[Blok]:
    teks = [baris for baris in mask_catatan(buku.pengantar).split("\n") if baris.strip()]
    if not teks:
        return []
    return [bab("Kata pengantar"), *(alinea(baris.strip()) for baris in teks)]


def _figures(angka: Angka) -> list[Blok]:
    blok: list[Blok] = [bab("Setahun dalam angka"), daftar(sentences_of(angka))]
    if angka.per_jenis:
        isi = [[nama, str(jumlah)] for nama, jumlah in angka.per_jenis]
        blok.append(tabel(["Jenis kunjungan", "Banyaknya"], isi, kanan=(1,)))
    if angka.per_rw:
        isi = [[rw, str(n), "kurang dari 5" if w is None else str(w)] for rw, n, w in angka.per_rw]
        blok.append(tabel(["RW", "Kunjungan", "Warga hadir"], isi, kanan=(1, 2)))
    if angka.catatan:
        isi = [[jenis, str(jumlah)] for jenis, jumlah in angka.catatan]
        blok.append(tabel(["Yang dicatat", "Banyaknya"], isi, kanan=(1,)))
    return blok


def _words(kelurahan: str) -> list[Blok]:
    """Words about the programme as a whole; those about one visit stand on its page."""
    rows: Any = Testimoni.objects.in_wilayah(kelurahan).public().filter(kunjungan__isnull=True)
    kata = list(rows.select_related("wilayah")[:12])
    return [bab("Kata warga"), *map(_quote, kata)] if kata else []


def _quote(satu: Testimoni) -> Blok:
    return kutipan(satu.kata, satu.oleh, testimoni=satu.pk)


def _visits(kelurahan: str, kunjungan: list[Kunjungan], maju: Maju) -> list[Blok]:
    nama = SebutanKunjungan.names_in(kelurahan)
    publik = public_of_many(kunjungan)
    rows: Any = Kunjungan.objects.filter(pk__in=[k.pk for k in kunjungan])
    rahasia = private_of(k.pk for k in kunjungan)
    catatan = Catatan.objects.standing().exclude(pk__in=rahasia)
    janji = without_private(Janji.objects.all(), rahasia)
    rows = rows.prefetch_related(Prefetch("catatan", catatan), Prefetch("janji", janji))
    lengkap = {k.pk: k for k in rows}
    blok: list[Blok] = []
    penuh = True  # what has pictures or words stands on a page of its own, the others share one
    for ke, k in enumerate(kunjungan):
        isi = publik.get(k.pk, Publik())
        if penuh or isi:
            blok.append(halaman())
        penuh = bool(isi)
        blok += _visit(k, lengkap[k.pk], k.jenis.name_in(nama), isi)
        maju(20 + 30 * (ke + 1) // len(kunjungan))
    return blok


def _visit(k: Kunjungan, lengkap: Kunjungan, nama: str, publik: Publik) -> list[Blok]:
    """A page at most, short."""
    blok: list[Blok] = [bab(f"{nama}, {_mark(k)}"), alinea(span_of(k))]
    ringkasan = getattr(k, "ringkasan", None)
    if ringkasan and ringkasan.ringkasan:
        blok.append(alinea(ringkasan.ringkasan))
    catatan = [c for c in lengkap.catatan.all() if c.dicabut_at is None]
    hitung = [
        f"{sum(c.jenis == j for c in catatan)} {j.label.lower()}"
        for j in Catatan.Jenis
        if any(c.jenis == j for c in catatan)
    ]
    if hitung:
        blok.append(alinea(f"Yang dicatat: {', '.join(hitung)}."))
    janji = sorted(lengkap.janji.all(), key=lambda j: (j.tenggat, j.pk))
    if janji:
        isi = [[mask_catatan(j.isi), hari(j.tenggat), state_of_janji(j)] for j in janji]
        blok.append(tabel(["Janji lurah", "Paling lambat", "Keadaan"], isi, lebar=(8, 4, 5)))
    if publik.foto:
        blok.append(foto(photos_block(publik.foto[:_FOTO_SEHALAMAN])))
    return blok + [_quote(t) for t in publik.kata[:3]]
