"""What each role may do with money, households and the programme; `wilayah.peran` adds it to IZIN.

Roles by their value ("lurah"), models as "app.model"; l = lihat, t = tambah, u = ubah, h = hapus.
"""

from collections import defaultdict

IZIN_EKONOMI: defaultdict[str, dict[str, str]] = defaultdict(dict)
for _peran in ("bendahara", "evaluator"):
    IZIN_EKONOMI[_peran] |= {"wilayah.wilayah": "l"}
# The books: whoever keeps them posts, the lurah closes; the area above reads sums, not journals.
_LEDGER = ("buku_besar.buku", "buku_besar.akun", "buku_besar.jurnal", "buku_besar.periode")
IZIN_EKONOMI["bendahara"] |= dict(zip(_LEDGER, ("l", "ltu", "lt", "l"), strict=True))
IZIN_EKONOMI["lurah"] |= dict(zip(_LEDGER, ("l", "l", "l", "lu"), strict=True))
for _peran in ("camat", "data_officer"):
    IZIN_EKONOMI[_peran] |= {"buku_besar.buku": "l"}
# The cooperative: the treasurer works at the counter, the lurah decides what the treasurer wrote.
for _label, _bendahara, _lurah in (
    ("koperasi", "lu", "ltu"),
    ("kelastunggakan", "lu", "lu"),
    ("anggotakoperasi", "ltu", "l"),
    ("mutasisimpanan", "lt", "l"),
    ("setoranmodal", "lt", "l"),
    ("serahmodal", "ltu", "ltu"),
    ("tutupkas", "lt", "l"),
    ("produkpinjaman", "ltu", "l"),
    ("kelompoktanggungrenteng", "ltu", "l"),
    ("anggotakelompok", "ltuh", "l"),
    ("pinjaman", "ltu", "lu"),
    ("angsuran", "lt", "l"),
    ("usulanpinjaman", "lt", "lu"),
    ("tarifdanaabadi", "l", "ltu"),
    ("penyisihandanaabadi", "l", "l"),
    ("usulaninovasi", "ltu", "lu"),
):
    IZIN_EKONOMI["bendahara"] |= {f"ekonomi.{_label}": _bendahara}
    IZIN_EKONOMI["lurah"] |= {f"ekonomi.{_label}": _lurah}

# KPI and SIAP-TAMAN. Who is above the kelurahan, and the evaluation team, read figures and sheets:
# no household, no name. Findings are written by the team alone, answered by the lurah.
_KPI_ANGKA = {
    f"ekonomi.{nama}": "l"
    for nama in (
        "capaian", "peringatan", "rencanaaksi", "lembarkeputusan", "temuanevaluasi", "hotspot",
        "komitmencsr", "siaranpers", "kriteriakeputusan", "aturanperingatan", "bobotmandiri",
    )
}  # fmt: skip
_KPI_MEJA = _KPI_ANGKA | {
    "ekonomi.peringatan": "lu",
    "ekonomi.rencanaaksi": "ltu",
    "ekonomi.lembarkeputusan": "ltu",
    "ekonomi.hotspot": "ltu",
    "ekonomi.laporanhotspot": "l",
    "ekonomi.siaranpers": "ltu",
    "ekonomi.komitmencsr": "ltu",
    "ekonomi.janjicsr": "ltu",
    "ekonomi.realisasicsr": "lt",
    "ekonomi.peringkatbulan": "l",
    "ekonomi.persetujuantampil": "ltu",
    "ekonomi.duta": "ltu",
    "ekonomi.kegiatanduta": "ltu",
    "ekonomi.hadiah": "ltu",
    "ekonomi.pemberianhadiah": "lt",
    "ekonomi.kelompokkerja": "ltu",
    "ekonomi.anggotakelompokkerja": "ltu",
    "ekonomi.rapatkelompok": "ltu",
    "ekonomi.produkbersama": "ltu",
}
IZIN_EKONOMI["lurah"] |= _KPI_MEJA | {
    "ekonomi.temuanevaluasi": "lu",
    "ekonomi.kriteriakeputusan": "ltu",
    "ekonomi.aturanperingatan": "ltu",
    "ekonomi.bobotmandiri": "ltu",
    "ekonomi.titiktarget": "ltu",
}
IZIN_EKONOMI["moderator"] |= _KPI_MEJA
IZIN_EKONOMI["fasilitator"] |= {
    "ekonomi.capaian": "l",
    "ekonomi.peringatan": "l",
    "ekonomi.rencanaaksi": "l",
    "ekonomi.hotspot": "lu",
    "ekonomi.laporanhotspot": "l",
    "ekonomi.persetujuantampil": "ltu",
    "ekonomi.duta": "lu",
    "ekonomi.kegiatanduta": "ltu",
    "ekonomi.kelompokkerja": "lu",
    "ekonomi.anggotakelompokkerja": "ltu",
    "ekonomi.rapatkelompok": "ltu",
    "ekonomi.produkbersama": "ltu",
}
for _peran in ("camat", "data_officer", "admin_wilayah"):
    IZIN_EKONOMI[_peran] |= _KPI_ANGKA
IZIN_EKONOMI["evaluator"] |= _KPI_ANGKA | {
    "ekonomi.temuanevaluasi": "ltu",
    "ekonomi.rumahtersamar": "l",
}
# Attendance: names on a list, for who holds the session and who answers for it.
for _peran in ("lurah", "moderator", "fasilitator"):
    IZIN_EKONOMI[_peran] |= {"hadir.sesihadir": "lu", "hadir.kehadiran": "l"}

# The programme's money and its papers. Who keeps the cash records, the lurah answers for it, the
# audit team reads everything and writes findings alone; areas above read sums and never a payee.
_UANG = {
    "ekonomi.program": "l",
    "ekonomi.posanggaran": "l",
    "ekonomi.sumberprogram": "l",
    "ekonomi.komitmen": "l",
    "ekonomi.belanja": "l",
    "ekonomi.penerimaan": "l",
    "ekonomi.revisianggaran": "l",
    "ekonomi.jejakanggaran": "l",
    "ekonomi.anomali": "l",
    "ekonomi.temuanaudit": "l",
    "ekonomi.laporantriwulan": "l",
    "ekonomi.aturananggaran": "l",
}
_TATA_KELOLA = (
    "ekonomi.anggotatim",
    "ekonomi.mitraprogram",
    "ekonomi.risikoprogram",
    "ekonomi.tonggak",
    "ekonomi.rencanakomunikasi",
    "ekonomi.sasaranprogram",
)
_ANGKA_PROGRAM = {
    "ekonomi.program": "l",
    "ekonomi.templatprogram": "l",
    "ekonomi.posanggaran": "l",
    "ekonomi.sumberprogram": "l",
    "ekonomi.laporantriwulan": "l",
    "ekonomi.tonggak": "l",
}
IZIN_EKONOMI["lurah"] |= (
    _UANG
    | dict.fromkeys(_TATA_KELOLA, "ltuh")
    | {
        "ekonomi.program": "ltu",
        "ekonomi.templatprogram": "l",
        "ekonomi.targetprogram": "ltu",
        "ekonomi.posanggaran": "lu",
        "ekonomi.sumberprogram": "ltu",
        "ekonomi.belanja": "ltu",
        "ekonomi.penerimaan": "l",
        "ekonomi.aturananggaran": "ltu",
        "ekonomi.anomali": "lu",
        "ekonomi.temuanaudit": "lu",
        "ekonomi.laporantriwulan": "lt",
        "ekonomi.naskahprogram": "lt",
    }
)
IZIN_EKONOMI["bendahara"] |= _UANG | {
    "ekonomi.belanja": "ltu",
    "ekonomi.penerimaan": "ltu",
    "ekonomi.temuanaudit": "lu",
    "ekonomi.tonggak": "l",
}
IZIN_EKONOMI["moderator"] |= (
    _UANG
    | dict.fromkeys(_TATA_KELOLA, "ltu")
    | {
        "ekonomi.belanja": "lt",
        "ekonomi.templatprogram": "l",
        "ekonomi.targetprogram": "l",
        "ekonomi.naskahprogram": "l",
    }
)
IZIN_EKONOMI["fasilitator"] |= {"ekonomi.program": "l", "ekonomi.tonggak": "lu"}
IZIN_EKONOMI["auditor"] = (
    {"wilayah.wilayah": "l", "ekonomi.temuanaudit": "ltu", "ekonomi.anomali": "lu"}
    | {label: "l" for label in _UANG if label not in {"ekonomi.temuanaudit", "ekonomi.anomali"}}
    | {"ekonomi.tonggak": "l", "ekonomi.naskahprogram": "l", "ekonomi.serahmodal": "l"}
    | dict(zip(_LEDGER, ("l", "l", "l", "l"), strict=True))
)
for _peran in ("camat", "data_officer", "evaluator"):
    IZIN_EKONOMI[_peran] |= _ANGKA_PROGRAM
IZIN_EKONOMI["camat"] |= {"ekonomi.program": "lt"}
IZIN_EKONOMI["admin_wilayah"] |= _ANGKA_PROGRAM | {"ekonomi.program": "ltu"}

# Training: names and results for who holds the lessons; above the kelurahan only figures.
_LATIH = {
    "ekonomi.kursus": "ltu",
    "ekonomi.angkatan": "ltu",
    "ekonomi.peserta": "lu",
    "ekonomi.sertifikat": "l",
    "ekonomi.registersertifikat": "l",
    "ekonomi.sertifikasivokasi": "ltu",
}
_PASAR = {
    "ekonomi.pasar": "ltu",
    "ekonomi.pasarhari": "lu",
    "ekonomi.lapakpasar": "ltu",
    "ekonomi.sewalapak": "l",
}
for _peran in ("lurah", "moderator", "fasilitator"):
    IZIN_EKONOMI[_peran] |= _LATIH | _PASAR
for _peran in ("camat", "data_officer", "admin_wilayah"):
    IZIN_EKONOMI[_peran] |= {"ekonomi.kursus": "l"}
# Toko Warga: the desk approves stalls and looks after orders; a facilitator opens stalls and brings
# them to a marketplace; an agency publishes what it needs. Buyers' names are in none of the lists.
_TOKO = {
    "ekonomi.lapak": "ltu",
    "ekonomi.produk": "lu",
    "ekonomi.pesanan": "l",
    "ekonomi.barispesanan": "l",
    "ekonomi.riwayatpesanan": "l",
    "ekonomi.tagihan": "l",
    "ekonomi.peristiwabayar": "l",
    "ekonomi.kebutuhanasn": "ltu",
    "ekonomi.tawaranasn": "l",
    "ekonomi.onboardingusaha": "lu",
    "ekonomi.tautanpasar": "l",
    "ekonomi.butironboarding": "l",
    "ekonomi.kurir": "l",
    "ekonomi.tarifkurir": "ltuh",
    "ekonomi.kataterlarang": "l",
}
for _peran in ("lurah", "moderator", "admin_wilayah"):
    IZIN_EKONOMI[_peran] |= _TOKO
for _peran in ("fasilitator",):
    IZIN_EKONOMI[_peran] |= {
        "ekonomi.lapak": "lt",
        "ekonomi.produk": "l",
        "ekonomi.onboardingusaha": "lu",
        "ekonomi.tautanpasar": "l",
        "ekonomi.butironboarding": "l",
    }
for _peran in ("petugas", "petugas_kecamatan"):
    IZIN_EKONOMI[_peran] |= {"ekonomi.kebutuhanasn": "ltu", "ekonomi.tawaranasn": "l"}
for _peran in ("data_officer",):
    IZIN_EKONOMI[_peran] |= {
        "ekonomi.pesanan": "l",
        "ekonomi.produk": "l",
        "ekonomi.kebutuhanasn": "l",
        "ekonomi.onboardingusaha": "l",
    }

# turnover, surveys and mentoring: sums for those above the kelurahan, figures for its own people
_OMZET = {
    "ekonomi.pengukuran": "ltu",
    "ekonomi.penjualan": "l",
    "ekonomi.aksesomzet": "ltu",
    "ekonomi.catatanhasil": "l",
    "ekonomi.survei": "l",
    "ekonomi.jawabansurvei": "ltu",
    "ekonomi.mentor": "l",
    "ekonomi.pendampingan": "ltu",
    "ekonomi.kunjunganpendamping": "ltu",
    "ekonomi.buktiusaha": "ltu",
    "ekonomi.riwayattingkat": "l",
    "ekonomi.tingkatusaha": "l",
    "ekonomi.kriteriatingkat": "l",
}
_OMZET_MEJA = {
    "ekonomi.survei": "ltu",
    "ekonomi.mentor": "ltu",
    "ekonomi.riwayattingkat": "lt",
    "ekonomi.catatanhasil": "ltu",
}
for _peran in ("lurah", "moderator"):
    IZIN_EKONOMI[_peran] |= _OMZET | _OMZET_MEJA
for _peran in ("fasilitator",):
    IZIN_EKONOMI[_peran] |= _OMZET
for _peran in ("camat", "data_officer"):
    IZIN_EKONOMI[_peran] |= {"ekonomi.catatanhasil": "l", "ekonomi.survei": "l"}
# Households have names: for those who visit them and answer for them, in their own kelurahan. Areas
# above see figures, and rows without names (ekonomi.AngkaRumah).
for _peran in ("lurah", "moderator", "fasilitator"):
    IZIN_EKONOMI[_peran] |= {
        "ekonomi.rumah": "ltu",
        "ekonomi.angkarumah": "l",
        "ekonomi.produklokal": "ltuh",
        "ekonomi.impor": "ltu",
        "ekonomi.petakolom": "luh",
        "ekonomi.pasanganmirip": "lu",
    }
for _peran in ("camat", "petugas_kecamatan", "data_officer", "admin_wilayah"):
    IZIN_EKONOMI[_peran] |= {"ekonomi.angkarumah": "l"}
# Grants and public works: names and sums for the desk of the kelurahan; areas above read no names.
_HIBAH = {
    "ekonomi.pakethibah": "l",
    "ekonomi.kriteriahibah": "l",
    "ekonomi.hibah": "ltu",
    "ekonomi.pemeriksaanhibah": "lu",
    "ekonomi.pedagang": "l",
    "ekonomi.penukaranvoucher": "l",
    "ekonomi.proyekpadatkarya": "ltu",
    "ekonomi.pekerja": "lu",
    "ekonomi.daftarupah": "ltu",
    "ekonomi.upahharian": "l",
}
_ATUR_HIBAH = {
    "ekonomi.pakethibah": "ltu",
    "ekonomi.kriteriahibah": "ltu",
    "ekonomi.pedagang": "ltu",
    "ekonomi.upahharian": "ltu",
}
IZIN_EKONOMI["fasilitator"] |= _HIBAH
for _peran in ("lurah", "moderator"):
    IZIN_EKONOMI[_peran] |= _HIBAH | _ATUR_HIBAH
IZIN_EKONOMI["bendahara"] |= dict.fromkeys(_HIBAH, "l") | {
    "ekonomi.daftarupah": "lu",
    "ekonomi.pedagang": "lu",
}
IZIN_EKONOMI["auditor"] |= dict.fromkeys(_HIBAH, "l")
for _peran in ("camat", "data_officer"):
    IZIN_EKONOMI[_peran] |= {"ekonomi.pakethibah": "l", "ekonomi.kriteriahibah": "l"}
IZIN_EKONOMI["admin_wilayah"] |= _ATUR_HIBAH | {"ekonomi.pedagang": "l"}
