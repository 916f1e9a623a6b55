"""What to do before, during and after each hazard of the place: our own words, for everybody."""

from dataclasses import dataclass

from ruko_parsel.models import Bahaya


@dataclass(frozen=True, slots=True)
class Panduan:
    """One hazard: its signs, and what to do before, during and after it."""

    kunci: str
    nama: str
    tanda: tuple[str, ...]
    sebelum: tuple[str, ...]
    saat: tuple[str, ...]
    sesudah: tuple[str, ...]


PANDUAN = (
    Panduan(
        Bahaya.BANJIR, Bahaya.BANJIR.label,
        (
            "Hujan lebat berjam-jam, air sungai naik cepat atau berubah keruh.",
            "Pengumuman dari desa, BMKG, atau bunyi tanda yang sudah disepakati.",
        ),
        (
            "Ketahui titik kumpul dan jalan ke sana yang tidak melewati sungai.",
            "Simpan surat penting, obat, senter, dan air minum dalam satu tas.",
            "Sepakati siapa menjemput lansia, ibu hamil, bayi, dan penyandang disabilitas.",
        ),
        (
            "Matikan listrik dari sakelar utama bila aman, lalu pergi ke tempat tinggi.",
            "Jangan menyeberangi air yang mengalir, berjalan kaki maupun berkendara.",
            "Ikuti jalur yang ditandai dan laporkan siapa yang belum terlihat.",
        ),
        (
            "Pulang setelah desa mengatakan aman; periksa listrik dan dinding sebelum masuk.",
            "Masak air sebelum diminum dan cuci tangan; buang makanan yang terendam.",
        ),
    ),
    Panduan(
        Bahaya.LONGSOR, Bahaya.LONGSOR.label,
        (
            "Retakan baru di tanah atau dinding, pohon atau tiang menjadi miring.",
            "Muncul mata air baru atau air yang tiba-tiba keruh di lereng.",
            "Bunyi gemuruh atau batu kecil berjatuhan saat atau setelah hujan panjang.",
        ),
        (
            "Jangan memotong tebing atau menebang pohon di atas rumah.",
            "Alirkan air hujan menjauhi lereng dan laporkan retakan kepada desa.",
            "Saat hujan panjang, bermalamlah di tempat yang jauh dari tebing.",
        ),
        (
            "Segera menjauh ke samping, bukan ke arah bawah lereng.",
            "Bawa orang, bukan barang; ajak tetangga di bawah lereng.",
            "Jangan kembali sebelum lereng diperiksa: longsor sering datang dua kali.",
        ),
        (
            "Jauhi kabel putus dan rumah yang retak.",
            "Laporkan orang yang belum ditemukan dan tunggu regu penolong.",
        ),
    ),
    Panduan(
        Bahaya.KARHUTLA, Bahaya.KARHUTLA.label,
        (
            "Kering berhari-hari, angin kencang, dan asap atau bau terbakar.",
            "Udara menjadi kabur atau mata terasa pedih.",
        ),
        (
            "Buka lahan tanpa membakar; bila ada api kecil, padamkan sebelum ditinggal.",
            "Bersihkan rumput kering di sekitar rumah dan ketahui sumber air terdekat.",
            "Sediakan masker bagi anak, lansia, dan yang berpenyakit paru.",
        ),
        (
            "Laporkan api sekecil apa pun; jangan memadamkan sendirian.",
            "Menjauh berlawanan dengan arah asap, tutup hidung dan mulut dengan kain basah.",
            "Di dalam rumah, tutup jendela dan kurangi kegiatan di luar.",
        ),
        (
            "Awasi bekas api, yang dapat menyala lagi dari dalam tanah.",
            "Periksa ke puskesmas bila sesak, terutama anak dan ibu hamil.",
        ),
    ),
)  # fmt: skip

# Numbers that hold in the whole country.
NOMOR = (
    ("Darurat (bila layanan 112 ada di daerah Anda)", "112"),
    ("Basarnas: pencarian dan pertolongan", "115"),
    ("Pemadam kebakaran", "113"),
    ("Ambulans", "119"),
    ("Polisi", "110"),
)
