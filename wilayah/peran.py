"""Roles and what each may do: the one place, applied by migrate to groups of the same name.

A role counts only while a Penugasan of today gives it (`wilayah.backends.PeranBackend`); on which
rows, `visible_to` says. Actions: l = lihat (view), t = tambah (add), u = ubah (change), h = hapus.
"""

from typing import Any

from django.apps import apps as global_apps
from django.db import models

from wilayah.izin_ekonomi import IZIN_EKONOMI

_AKSI = {"l": "view", "t": "add", "u": "change", "h": "delete"}


class Peran(models.TextChoices):
    """What a person is here for; the Penugasan says where and when."""

    LURAH = "lurah", "Lurah"
    MODERATOR = "moderator", "Moderator kelurahan"
    PETUGAS = "petugas", "Petugas dinas/unit"
    FASILITATOR = "fasilitator", "Fasilitator lapangan"
    CAMAT = "camat", "Camat"
    PETUGAS_KECAMATAN = "petugas_kecamatan", "Petugas kecamatan"
    DATA_OFFICER = "data_officer", "Petugas data (pemkot)"
    OPERATOR_KIOS = "operator_kios", "Operator kios"
    ADMIN_WILAYAH = "admin_wilayah", "Admin wilayah"
    BENDAHARA = "bendahara", "Bendahara / pengurus koperasi"
    EVALUATOR = "evaluator", "Tim evaluasi independen"
    AUDITOR = "auditor", "Tim audit kelurahan"


_MEJA = {
    "curhat.curhat": "lu",
    "curhat.tiket": "lu",
    "curhat.riwayattiket": "l",
    "curhat.isu": "lu",
    "curhat.usulanisu": "lu",
    "curhat.jawaban": "l",
    "curhat.koreksi": "l",
    "curhat.obrolan": "lu",
    "curhat.panduansolusi": "ltu",
    "curhat.tinjauanjawaban": "lu",
    "curhat.sakelarmodel": "l",
    "pesan.pesankeluar": "l",
    "pesan.lampiran": "l",
    "wilayah.wilayah": "ltu",
    "wilayah.instansi": "ltu",
    "wilayah.rujukan": "l",
    "wilayah.harilibur": "l",
    "dokumen.jenissurat": "ltu",
}
# Letters hold NIK and names: for the desk of their kelurahan alone, not for areas above it.
_SURAT = {
    "dokumen.surat": "ltu",
    "dokumen.registersurat": "l",
    "dokumen.barisregister": "l",
    "dokumen.kopsurat": "l",
}
IZIN: dict[Peran, dict[str, str]] = {
    Peran.LURAH: _MEJA
    | _SURAT
    | {
        "wilayah.penugasan": "l",
        "curhat.aturaneskalasi": "l",
        "curhat.putarulang": "l",
        "curhat.bagipeka": "t",
        "curhat.sakelarmodel": "ltu",
        "curhat.promptmodel": "l",
        "curhat.panggilanmodel": "l",
        "dokumen.kopsurat": "ltu",
    },
    Peran.MODERATOR: _MEJA | _SURAT,
    Peran.PETUGAS: {"curhat.tiket": "lu", "curhat.riwayattiket": "l", "wilayah.rujukan": "l"},
    Peran.FASILITATOR: {"wilayah.wilayah": "l"},
    Peran.CAMAT: {
        "curhat.curhat": "l",
        "curhat.tiket": "lu",
        "curhat.riwayattiket": "l",
        "wilayah.wilayah": "l",
        "wilayah.instansi": "l",
        "wilayah.rujukan": "l",
    },
    Peran.PETUGAS_KECAMATAN: {
        "curhat.tiket": "lu",
        "curhat.riwayattiket": "l",
        "wilayah.wilayah": "l",
        "wilayah.instansi": "l",
        "wilayah.rujukan": "l",
    },
    Peran.DATA_OFFICER: {
        "curhat.curhat": "l",
        "curhat.tiket": "l",
        "curhat.koreksi": "l",
        "curhat.versimodel": "l",
        "curhat.kategori": "l",
        "curhat.subkategori": "l",
        "wilayah.wilayah": "l",
        "wilayah.instansi": "l",
    },
    Peran.OPERATOR_KIOS: {"wilayah.wilayah": "l"},
    Peran.ADMIN_WILAYAH: _MEJA
    | {
        "wilayah.wilayah": "ltuh",
        "wilayah.instansi": "ltuh",
        "wilayah.pengguna": "ltu",
        "wilayah.penugasan": "ltu",
        "wilayah.harilibur": "ltuh",
        "wilayah.kunciapi": "ltu",
        # Who sets a number's secret can sign messages "from" anybody: that is the operator's.
        "pesan.nomorkanal": "l",
        "pesan.templatpesan": "ltu",
        "dokumen.kopsurat": "ltu",
        # Rows of every area at once: read by whom they bind, written by the operator alone.
        "curhat.aturaneskalasi": "l",
        "curhat.putarulang": "l",
        "curhat.kategori": "l",
        "curhat.subkategori": "l",
        "curhat.promptmodel": "l",
        "curhat.panggilanmodel": "l",
        "curhat.sakelarmodel": "ltu",
    },
}
for _peran, _izin in IZIN_EKONOMI.items():
    IZIN[Peran(_peran)] = IZIN.get(Peran(_peran), {}) | _izin
# The books: whoever keeps them posts, the lurah closes; the area above reads sums, not journals.
_LEDGER = ("buku_besar.buku", "buku_besar.akun", "buku_besar.jurnal", "buku_besar.periode")
IZIN[Peran.BENDAHARA] |= dict(zip(_LEDGER, ("l", "ltu", "lt", "l"), strict=True))
IZIN[Peran.LURAH] |= dict(zip(_LEDGER, ("l", "l", "l", "lu"), strict=True))
for _peran in (Peran.CAMAT, Peran.DATA_OFFICER):
    IZIN[_peran] |= {"buku_besar.buku": "l"}
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
    IZIN[Peran.BENDAHARA] |= {f"ekonomi.{_label}": _bendahara}
    IZIN[Peran.LURAH] |= {f"ekonomi.{_label}": _lurah}

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
IZIN[Peran.LURAH] |= _KPI_MEJA | {
    "ekonomi.temuanevaluasi": "lu",
    "ekonomi.kriteriakeputusan": "ltu",
    "ekonomi.aturanperingatan": "ltu",
    "ekonomi.bobotmandiri": "ltu",
    "ekonomi.titiktarget": "ltu",
}
IZIN[Peran.MODERATOR] |= _KPI_MEJA
IZIN[Peran.FASILITATOR] |= {
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
for _peran in (Peran.CAMAT, Peran.DATA_OFFICER, Peran.ADMIN_WILAYAH):
    IZIN[_peran] |= _KPI_ANGKA
IZIN[Peran.EVALUATOR] |= _KPI_ANGKA | {
    "ekonomi.temuanevaluasi": "ltu",
    "ekonomi.rumahtersamar": "l",
}
# Attendance: names on a list, for who holds the session and who answers for it.
for _peran in (Peran.LURAH, Peran.MODERATOR, Peran.FASILITATOR):
    IZIN[_peran] = IZIN[_peran] | {"hadir.sesihadir": "lu", "hadir.kehadiran": "l"}

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
IZIN[Peran.LURAH] |= (
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
IZIN[Peran.BENDAHARA] |= _UANG | {
    "ekonomi.belanja": "ltu",
    "ekonomi.penerimaan": "ltu",
    "ekonomi.temuanaudit": "lu",
    "ekonomi.tonggak": "l",
}
IZIN[Peran.MODERATOR] |= (
    _UANG
    | dict.fromkeys(_TATA_KELOLA, "ltu")
    | {
        "ekonomi.belanja": "lt",
        "ekonomi.templatprogram": "l",
        "ekonomi.targetprogram": "l",
        "ekonomi.naskahprogram": "l",
    }
)
IZIN[Peran.FASILITATOR] |= {"ekonomi.program": "l", "ekonomi.tonggak": "lu"}
IZIN[Peran.AUDITOR] = (
    {"wilayah.wilayah": "l", "ekonomi.temuanaudit": "ltu", "ekonomi.anomali": "lu"}
    | {label: "l" for label in _UANG if label not in {"ekonomi.temuanaudit", "ekonomi.anomali"}}
    | {"ekonomi.tonggak": "l", "ekonomi.naskahprogram": "l"}
    | {"ekonomi.serahmodal": "l"}
    | dict(zip(_LEDGER, ("l", "l", "l", "l"), strict=True))
)
for _peran in (Peran.CAMAT, Peran.DATA_OFFICER, Peran.EVALUATOR):
    IZIN[_peran] |= _ANGKA_PROGRAM
IZIN[Peran.CAMAT] |= {"ekonomi.program": "lt"}
IZIN[Peran.ADMIN_WILAYAH] |= _ANGKA_PROGRAM | {"ekonomi.program": "ltu"}

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
for _peran in (Peran.LURAH, Peran.MODERATOR, Peran.FASILITATOR):
    IZIN[_peran] = IZIN[_peran] | _LATIH | _PASAR
for _peran in (Peran.CAMAT, Peran.DATA_OFFICER, Peran.ADMIN_WILAYAH):
    IZIN[_peran] = IZIN[_peran] | {"ekonomi.kursus": "l"}
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
for peran in (Peran.LURAH, Peran.MODERATOR, Peran.ADMIN_WILAYAH):
    IZIN[peran] = IZIN[peran] | _TOKO
for peran in (Peran.FASILITATOR,):
    IZIN[peran] = IZIN[peran] | {
        "ekonomi.lapak": "lt",
        "ekonomi.produk": "l",
        "ekonomi.onboardingusaha": "lu",
        "ekonomi.tautanpasar": "l",
        "ekonomi.butironboarding": "l",
    }
for peran in (Peran.PETUGAS, Peran.PETUGAS_KECAMATAN):
    IZIN[peran] = IZIN[peran] | {"ekonomi.kebutuhanasn": "ltu", "ekonomi.tawaranasn": "l"}
for peran in (Peran.DATA_OFFICER,):
    IZIN[peran] = IZIN[peran] | {
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
for peran in (Peran.LURAH, Peran.MODERATOR):
    IZIN[peran] = IZIN[peran] | _OMZET | _OMZET_MEJA
for peran in (Peran.FASILITATOR,):
    IZIN[peran] = IZIN[peran] | _OMZET
for peran in (Peran.CAMAT, Peran.DATA_OFFICER):
    IZIN[peran] = IZIN[peran] | {"ekonomi.catatanhasil": "l", "ekonomi.survei": "l"}
# Households have names: for those who visit them and answer for them, in their own kelurahan. Areas
# above see figures, and rows without names (ekonomi.AngkaRumah).
for _peran in (Peran.LURAH, Peran.MODERATOR, Peran.FASILITATOR):
    IZIN[_peran] = IZIN[_peran] | {
        "ekonomi.rumah": "ltu",
        "ekonomi.angkarumah": "l",
        "ekonomi.produklokal": "ltuh",
        "ekonomi.impor": "ltu",
        "ekonomi.petakolom": "luh",
        "ekonomi.pasanganmirip": "lu",
    }
for _peran in (Peran.CAMAT, Peran.PETUGAS_KECAMATAN, Peran.DATA_OFFICER, Peran.ADMIN_WILAYAH):
    IZIN[_peran] = IZIN[_peran] | {"ekonomi.angkarumah": "l"}
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
IZIN[Peran.FASILITATOR] |= _HIBAH
for _peran in (Peran.LURAH, Peran.MODERATOR):
    IZIN[_peran] |= _HIBAH | _ATUR_HIBAH
IZIN[Peran.BENDAHARA] |= dict.fromkeys(_HIBAH, "l") | {
    "ekonomi.daftarupah": "lu",
    "ekonomi.pedagang": "lu",
}
IZIN[Peran.AUDITOR] |= dict.fromkeys(_HIBAH, "l")
for _peran in (Peran.CAMAT, Peran.DATA_OFFICER):
    IZIN[_peran] |= {"ekonomi.pakethibah": "l", "ekonomi.kriteriahibah": "l"}
IZIN[Peran.ADMIN_WILAYAH] |= _ATUR_HIBAH | {"ekonomi.pedagang": "l"}

# Roles that may read a case of their area marked rahasia (violence, abuse, suicide, drugs, or
# chosen).
MELIHAT_RAHASIA = frozenset({Peran.LURAH, Peran.MODERATOR})


def peran_with(label: str, aksi: str) -> frozenset[str]:
    """Roles that may do this (view, add, change, delete) to this model ("curhat.tiket")."""
    huruf = next(key for key, nama in _AKSI.items() if nama == aksi)
    return frozenset(peran.value for peran, izin in IZIN.items() if huruf in izin.get(label, ""))


def apply_izin(**_: Any) -> None:
    """Make the groups say what IZIN says. Runs after every migrate; safe to repeat."""
    group_model = global_apps.get_model("auth", "Group")
    permission_model = global_apps.get_model("auth", "Permission")
    known = {
        (p.content_type.app_label, p.codename): p
        for p in permission_model.objects.select_related("content_type")
    }
    for peran, izin in IZIN.items():
        group, _made = group_model.objects.get_or_create(name=peran.value)
        wanted = [
            known[key]
            for label, aksi in izin.items()
            for key in _codenames(label, aksi)
            if key in known
        ]
        group.permissions.set(wanted)


def _codenames(label: str, aksi: str) -> list[tuple[str, str]]:
    app, model = label.split(".")
    return [(app, f"{_AKSI[huruf]}_{model}") for huruf in aksi]
