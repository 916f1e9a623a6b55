"""Words the demo households are made of. Second names are put together and belong to nobody."""

from typing import NamedTuple

DEPAN_L = (
    "Sarwo", "Gandung", "Priyo", "Wahono", "Tukijan", "Marsudi", "Kuswadi", "Sudar", "Ngadino",
    "Jarwo", "Parman", "Yatno", "Slamet", "Bejo", "Wagiyo", "Dalhar", "Panut", "Giarto", "Lasno",
    "Rohmadi", "Sunaryo", "Tejo", "Mulyadi", "Karno", "Arifin", "Bagas", "Rendra", "Dimas",
)  # fmt: skip
DEPAN_P = (
    "Sumiyem", "Lastri", "Ngatini", "Wiji", "Painah", "Suharni", "Kasmirah", "Tumini", "Yatmi",
    "Sulastri", "Rukmini", "Parti", "Marsinah", "Wartini", "Sarmi", "Endang", "Kusmiati", "Tutik",
    "Murni", "Rahayu", "Isti", "Wulan", "Ayuning", "Rara", "Dyah", "Menik", "Siti", "Umi",
)  # fmt: skip
SUKU_A = (
    "Wira", "Sasra", "Kerta", "Darma", "Cakra", "Jaya", "Puspa", "Retna", "Cipta", "Arum", "Tirta",
    "Suta", "Prana", "Mangun", "Giri", "Wana", "Kusuma", "Sela", "Pandan", "Menur",
)  # fmt: skip
SUKU_B = (
    "lukita", "wenang", "sentana", "padmaja", "wasesa", "sayekti", "raharja", "pamungkas", "jati",
    "sembada", "prayitna", "nirmala", "sunggingan", "kinasih", "ambarwa", "tanaya", "winarsa",
    "lelana", "sukmaja", "dipura",
)  # fmt: skip
BELAKANG = (
    "Arumkinasih", "Menurwati", "Puspalelana", "Retnasayekti", "Tirtanirmala", "Pandanwangisari",
    "Selasari", "Ciptaningrum", "Kusumalukita", "Giriwati", "Wanasari", "Jayaningtyas",
)  # fmt: skip
JALAN = (
    "Jl. Merpati", "Jl. Kenari", "Jl. Cemara Udang", "Gg. Melati", "Gg. Sawo", "Jl. Kapuas Kecil",
    "Gg. Anyelir", "Jl. Trunojaya Dalam", "Gg. Beringin", "Jl. Srikaya",
)  # fmt: skip
SEKOLAH = ("Belum tamat SD", "SD", "SMP", "SMA/SMK", "Diploma/Sarjana")
KEAHLIAN = [
    "Memasak", "Membuat kue", "Menjahit", "Membatik", "Bertani", "Beternak ayam", "Pijat",
    "Pertukangan", "Las", "Servis motor", "Servis elektronik", "Merias", "Memotong rambut",
    "Mengajar mengaji", "Menyopir", "Anyaman", "Bordir", "Merawat tanaman hias",
]  # fmt: skip
ASET = [
    "Dapur sendiri", "Teras depan jalan", "Sepeda motor", "Mesin jahit", "Kulkas", "Pekarangan",
    "Gerobak", "Oven", "Alat tukang", "Kandang", "Kios kecil",
]  # fmt: skip
BANTUAN = [
    ("pkh", "Kementerian Sosial", 600_000, "triwulan"),
    ("bpnt", "Kementerian Sosial", 200_000, "bulan"),
    ("blt", "Pemerintah Kota Madiun", 300_000, "bulan"),
    ("pip", "Kementerian Pendidikan", 450_000, "tahun"),
    ("pbi", "BPJS Kesehatan (PBI)", None, "bulan"),
    ("baznas", "BAZNAS Kota Madiun", 500_000, "sekali"),
]


class Rintisan(NamedTuple):
    """A business and its first product; `kelipatan` scales what it makes in a month."""

    usaha: str
    bidang: str
    produk: str
    satuan: str
    harga: int
    kelipatan: int


USAHA = (
    Rintisan("Sambal Pecel", "kuliner", "Sambal pecel bungkus", "bungkus", 15_000, 5),
    Rintisan("Keripik Tempe", "kuliner", "Keripik tempe", "bungkus", 12_000, 8),
    Rintisan("Brem Rumahan", "kuliner", "Brem kotak", "kotak", 18_000, 4),
    Rintisan("Dapur Kue", "kuliner", "Kue basah tampah", "tampah", 85_000, 1),
    Rintisan("Warung Nasi", "kuliner", "Nasi bungkus", "bungkus", 9_000, 20),
    Rintisan("Angkringan", "kuliner", "Nasi kucing dan gorengan", "porsi", 4_000, 30),
    Rintisan("Es Dawet", "kuliner", "Dawet gelas", "gelas", 5_000, 20),
    Rintisan("Jahit", "fesyen", "Seragam jahitan", "potong", 90_000, 1),
    Rintisan("Batik Tulis", "fesyen", "Kain batik", "lembar", 175_000, 1),
    Rintisan("Bordir", "fesyen", "Mukena bordir", "potong", 210_000, 1),
    Rintisan("Anyaman", "kerajinan", "Tas anyaman", "buah", 65_000, 1),
    Rintisan("Tatah Kulit", "kerajinan", "Gantungan kunci kulit", "buah", 12_000, 4),
    Rintisan("Toga", "toga", "Jamu beras kencur", "botol", 10_000, 6),
    Rintisan("Kebun Bibit", "toga", "Bibit cabai", "polibag", 3_000, 20),
    Rintisan("Bengkel", "jasa", "Servis motor ringan", "kali", 35_000, 1),
    Rintisan("Potong Rambut", "jasa", "Potong rambut", "kali", 12_000, 5),
    Rintisan("Rias", "jasa", "Rias wisuda", "kali", 150_000, 1),
    Rintisan("Cuci Setrika", "jasa", "Cuci setrika", "kg", 6_000, 10),
    Rintisan("Toko Kelontong", "dagang", "Kebutuhan harian", "transaksi", 10_000, 20),
    Rintisan("Sayur Keliling", "dagang", "Sayur segar", "ikat", 3_000, 30),
)
