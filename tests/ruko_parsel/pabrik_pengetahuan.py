"""Answers, library rows and skills for tests: Kec. Paringin Selatan, invented people."""

import io
import zipfile

from ruko_parsel.models import JenisMasalah, Permintaan, Pustaka
from ruko_parsel.services.jawaban import IsiJawaban, publish_jawaban, write_jawaban
from ruko_parsel.services.keahlian import IsiKeahlian, decide_keahlian, record_keahlian
from ruko_parsel.services.permintaan import move_permintaan
from ruko_parsel.services.pustaka import IsiPustaka, add_pustaka
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import KECAMATAN, make_camat, make_permintaan, make_petugas

S = Permintaan.Status
TANYA = "Bagaimana mencatat sisa kas tahun lalu di Siskeudes?"
JAWAB = "Catat sebagai SiLPA di penerimaan pembiayaan, lalu cocokkan dengan buku kas umum."


def make_jawaban(
    tanya=TANYA, jawab=JAWAB, *, terbit=True, masalah="keuangan", di=KECAMATAN, **lain
):
    """An answer, published by a second person unless said otherwise."""
    penulis = lain.pop("by", None) or make_petugas(di)
    jawaban = write_jawaban(
        IsiJawaban(tanya, jawab, lain.pop("kata_kunci", "")), wilayah=WilayahFactory(kode=di),
        masalah=JenisMasalah.objects.get(pk=masalah), by=penulis,
    )  # fmt: skip
    return publish_jawaban(jawaban, by=make_camat()) if terbit else jawaban


def solve_permintaan(*, catatan="Catat sebagai SiLPA di pembiayaan.", hasil="Selesai dibahas.",
                     petugas=None, **lain):  # fmt: skip
    """A request that has gone the whole way."""
    petugas = petugas or make_petugas()
    satu = make_permintaan(**lain)
    satu = move_permintaan(satu, to=S.DITELAAH, by=petugas, petugas=petugas)
    satu = move_permintaan(satu, to=S.DITANGGAPI, by=petugas, catatan=catatan)
    return move_permintaan(satu, to=S.SELESAI, by=petugas, hasil=hasil)


def office_file(bagian="word/document.xml", **lain):
    """A small zip that looks like an office document; `lain` adds entries."""
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as arsip:
        arsip.writestr("[Content_Types].xml", "<Types/>")
        arsip.writestr(bagian, "<w/>")
        for nama, isi in lain.items():
            arsip.writestr(nama.replace("__", "/"), isi)
    return keluar.getvalue()


def make_pustaka(judul="Berita acara musyawarah desa", *, di=KECAMATAN, masalah=(), **lain):
    """A template with a small PDF."""
    awal = {"jenis": Pustaka.Jenis.TEMPLAT, "berkas": b"%PDF-1.7 isi", "tentang": "Siap diisi"}
    soal = tuple(JenisMasalah.objects.filter(pk__in=masalah))
    tempat = WilayahFactory(kode=di) if di else None
    return add_pustaka(IsiPustaka(judul=judul, masalah=soal, **(awal | lain)), wilayah=tempat,
                       by=make_petugas(di or KECAMATAN))  # fmt: skip


def make_keahlian(by, topik="Menutup buku Siskeudes", *, masalah="keuangan", kuat=True, **lain):
    """What somebody says they know, confirmed by the camat unless said otherwise."""
    awal = {"tingkat": 2, "bukti": "Pelatihan Siskeudes dua kali"}
    soal = JenisMasalah.objects.get(pk=masalah)
    satu = record_keahlian(IsiKeahlian(masalah=soal, topik=topik, **(awal | lain)), by=by)
    return decide_keahlian(satu, kuat=True, by=make_camat()) if kuat else satu
