"""What the library begins with: national rules by number, and templates that we wrote ourselves.

Rules are named, not copied: their text is found by number in the state's own collections.
"""

from django.db import transaction

from dokumen.cetak.kertas import Kertas
from dokumen.cetak.kertas_word import compile_docx
from ruko_parsel.models import Bidang, JenisMasalah, Pustaka
from ruko_parsel.muat import read_acuan
from ruko_parsel.services.pustaka import IsiPustaka, add_pustaka
from ruko_parsel.templat_bawaan import TEMPLAT, blank_kop
from wilayah.models import Pengguna, Wilayah


@transaction.atomic
def load_peraturan() -> int:
    """National rules of fixtures/ruko/peraturan.csv that are missing; gives how many were added."""
    ada = set(Pustaka.objects.filter(wilayah__isnull=True).values_list("nomor", flat=True))
    soal = JenisMasalah.objects.in_bulk()
    bidang = Bidang.objects.in_bulk()
    ditambah = 0
    for baris in read_acuan("peraturan.csv"):
        if baris["nomor"] in ada:
            continue
        isi = IsiPustaka(
            jenis=Pustaka.Jenis.PERATURAN, judul=baris["judul"], nomor=baris["nomor"],
            tahun=int(baris["tahun"]), tentang=baris["tentang"], bidang=bidang[baris["bidang"]],
            masalah=tuple(soal[kode] for kode in baris["masalah"].split(";")), umum=True,
        )  # fmt: skip
        add_pustaka(isi, wilayah=None, by=None)
        ditambah += 1
    return ditambah


@transaction.atomic
def load_templat_ruko(kecamatan: Wilayah, *, by: Pengguna | None) -> int:
    """Our own Word templates for the villages of a kecamatan, made now; gives how many."""
    ada = set(Pustaka.objects.filter(wilayah=kecamatan).values_list("judul", flat=True))
    soal = JenisMasalah.objects.select_related("bidang").in_bulk()
    kop = blank_kop(kecamatan)
    ditambah = 0
    for templat in TEMPLAT:
        if templat.judul in ada:
            continue
        kertas = Kertas(
            judul=templat.judul, kelurahan=str(kecamatan.pk), blok=templat.blok(), kop=kop,
            nomor=templat.nomor, kaki="Templat RUKO PARSEL. Isi bagian dalam kurung siku.",
        )  # fmt: skip
        pilih = tuple(soal[kode] for kode in templat.soal)
        isi = IsiPustaka(
            jenis=Pustaka.Jenis.TEMPLAT, judul=templat.judul, tentang=templat.tentang,
            bidang=pilih[0].bidang, masalah=pilih, umum=True, berkas=compile_docx(kertas),
        )  # fmt: skip
        add_pustaka(isi, wilayah=kecamatan, by=by)
        ditambah += 1
    return ditambah
