"""The consent form of a visit to print: the words, and lines to sign."""

from dokumen.cetak.kertas import Kertas, alinea, bab, daftar, rincian, tabel
from luna_maya.cetak.dasar import kelurahan_of, span_of
from luna_maya.kalimat_tampil import TEKS, VERSI
from luna_maya.models import IzinOrang, Kunjungan
from luna_maya.teks_izin import load_teks

_BARIS = 8


def compose_formulir(kunjungan: Kunjungan) -> Kertas:
    """One sheet for the people seen at a visit: read aloud, chosen, signed."""
    kosong = [[str(ke), "", "", "", ""] for ke in range(1, _BARIS + 1)]
    return Kertas(
        judul="Izin tampil dalam foto dan video",
        kelurahan=kelurahan_of(kunjungan),
        blok=[
            rincian([("Kunjungan", f"{kunjungan.jenis} ({kunjungan.kode})"),
                     ("Waktu", span_of(kunjungan))]),
            bab("Dibacakan kepada setiap orang yang terlihat"),
            alinea(TEKS["orang"]),
            alinea(TEKS["anak"]),
            bab("Pilihan (tulis hurufnya)"),
            daftar([f"{huruf}: {label}" for huruf, label in
                    zip("ABC", IzinOrang.labels, strict=True)]),
            tabel(["No", "Nama", "Anak? Nama wali", "Pilihan", "Tanda tangan"], kosong,
                  lebar=(1, 5, 5, 2, 4)),
            bab("Testimoni"),
            alinea(TEKS["testimoni"]),
            alinea(f"Mencabut izin: {load_teks().cabut}"),
        ],
        kaki=f"Kalimat versi {VERSI}. Simpan di kantor kelurahan.",
    )  # fmt: skip
