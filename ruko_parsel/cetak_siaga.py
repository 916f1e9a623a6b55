"""The readiness list of a village on paper, to be walked through with and signed."""

from itertools import count
from typing import Any

from dokumen.cetak.kertas import Kertas, alinea, bab, hari, rincian, tabel
from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.isian import tanggal_surat
from dokumen.services.kop import read_kop
from ruko_parsel.angka_siaga import KesiapanDesa
from wilayah.zona import hari_ini

_KEPALA = ["No", "Yang diperiksa", "Keadaan", "Bukti", "Tinjau lagi", "Kini"]


def print_siaga(kesiapan: KesiapanDesa) -> bytes:
    """The list as PDF: state, evidence, and room to tick by hand. No phone number is on it."""
    kode = kesiapan.desa.kode
    kini = hari_ini(kode)
    kop = read_kop(kode)
    blok = [
        rincian(
            [
                ("Skor kesiapan", f"{kesiapan.skor} dari 100"),
                ("Diperiksa", f"{kesiapan.diperiksa} dari {len(kesiapan.butir)} butir"),
                ("Perlu ditinjau lagi", f"{kesiapan.perlu_tinjau} butir"),
                ("Kontak siaga", f"{kesiapan.kontak}, {kesiapan.kontak_basi} belum diuji 6 bulan"),
            ]
        ),
    ]
    nomor = count(1)
    for nama, isi in kesiapan.kelompok:
        baris = [_line(next(nomor), satu) for satu in isi]
        blok += [bab(nama), tabel(_KEPALA, baris, lebar=(1, 7, 3, 4, 3, 2))]
    blok.append(alinea("Kolom Kini diisi saat berkeliling: A = ada, S = sebagian, B = belum."))
    kertas = Kertas(
        judul="Daftar Periksa Siaga Bencana",
        subjudul=f"{kesiapan.desa.nama_lengkap}, {tanggal_surat(kini)}",
        kelurahan=kode,
        blok=blok,
        kaki="Daftar periksa siaga bencana",
        ttd={
            "atas": [f"{kop['tempat']}, {tanggal_surat(kini)}", kop["jabatan"]],
            "nama": kop["nama"] or "[belum diisi]",
            "bawah": [],
        },
    )
    return compile_pdf(kertas)


def _line(nomor: int, satu: Any) -> list[str]:
    bukti = (satu.periksa.bukti or "foto") if satu.periksa and not _bare(satu) else ""
    return [str(nomor), satu.butir.teks, satu.keadaan, bukti, hari(satu.tinjau), ""]


def _bare(satu: object) -> bool:
    periksa = getattr(satu, "periksa", None)
    return periksa is None or (not periksa.bukti and periksa.foto_id is None)
