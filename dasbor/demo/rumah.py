"""Demo households: Kel. Taman's ~220 with members, potential, aid, checks and consent, and a few
elsewhere. All invented, by a seeded generator: the same households at every first start.

`nomor` is stable (KT-0001 …), so that other parts' demo data can hang on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from dasbor.demo.rumah_isi import (
    ASET,
    BANTUAN,
    BELAKANG,
    DEPAN_L,
    DEPAN_P,
    JALAN,
    KEAHLIAN,
    SEKOLAH,
    SUKU_A,
    SUKU_B,
    USAHA,
    Rintisan,
)
from dasbor.demo.waktu import simulated_clock
from ekonomi.kelompok import suggest_kelompok
from ekonomi.models import (
    AnggotaRumah,
    BantuanDiterima,
    Impor,
    Keikutsertaan,
    PersetujuanRumah,
    Potensi,
    ProdukLokal,
    Program,
    RiwayatRumah,
    Rumah,
    Usaha,
    ValidasiDtks,
)
from ekonomi.persetujuan import TEKS_SEKARANG
from ekonomi.services.impor import map_impor, open_impor, run_impor_now
from ekonomi.services.mirip import propose_mirip
from ekonomi.services.persetujuan import record_persetujuan
from pesan.pengirim import hash_identity
from wilayah.kalender import WIB
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna, Wilayah
from wilayah.muat import fixture_path
from wilayah.services.area import ensure_rt_rw

TAMAN, PANDEAN, SUMBERSARI = "35.77.03.1009", "35.77.03.1002", "35.09.21.1002"
KODE_PROGRAM = "srsp-2025"
LAMA_HARI = 100  # the demo programme began so many days ago
# prefix of household_id, how many, share of households in DTKS
_TEMPAT = {TAMAN: ("KT", 220, 0.78), PANDEAN: ("PD", 15, 0.7), SUMBERSARI: ("SS", 15, 0.7)}
_USAHA_BANYAK = 90
_BENIH = 71025


@dataclass(slots=True)
class _Isi:
    """One household with all that hangs on it, before it has a key."""

    rumah: Rumah
    anggota: list[AnggotaRumah]
    potensi: Potensi
    usaha: Usaha | None = None
    produk: ProdukLokal | None = None
    bantuan: list[BantuanDiterima] = field(default_factory=list)


def load_rumah() -> int:
    """Add the demo households where there are none; gives how many were added."""
    if Rumah.objects.filter(nomor="KT-0001", wilayah__kode__startswith=TAMAN).exists():
        return 0
    mulai = timezone.localdate() - timedelta(days=LAMA_HARI)
    with transaction.atomic():
        ensure_rt(SUMBERSARI, banyak=3)
        program = demo_program(mulai)
        semua = [isi for kode in _TEMPAT for isi in _make(kode, program.mulai)]
        with simulated_clock() as jam:
            jam.sekarang = _at(program.mulai + timedelta(days=1))
            _make_alike({isi.rumah.nomor: isi for isi in semua})
            _save(semua)
            _record(semua, program, jam)
        propose_mirip(TAMAN)
    load_impor()
    return len(semua)


def _make_alike(isi: dict[str, _Isi]) -> None:
    """Two neighbours who may be one household, and two with one telephone."""
    lama, baru = isi["KT-0219"], isi["KT-0220"]
    baru.rumah.wilayah, baru.rumah.nama_kepala = lama.rumah.wilayah, f"{lama.rumah.nama_kepala}h"
    baru.anggota[0].nama = baru.rumah.nama_kepala
    for milik in (baru.usaha, baru.produk):
        if milik is not None:
            milik.wilayah = lama.rumah.wilayah
    satu, dua = isi["KT-0100"].rumah, isi["KT-0150"].rumah
    satu.telepon = dua.telepon = "6281200005100"
    satu.telepon_hash = dua.telepon_hash = hash_identity("whatsapp", satu.telepon)


def load_impor() -> None:
    """A file with the mistakes that files have, tried and waiting to be mended."""
    if Impor.objects.exists():
        return
    berkas = SimpleUploadedFile(
        "pendataan-rw08.csv", fixture_path("demo/impor_rumah.csv").read_bytes()
    )
    by = Pengguna.objects.filter(username="fasilitator-taman").first()
    impor = open_impor(wilayah=Wilayah.objects.get(pk=TAMAN), berkas=berkas, by=by)
    run_impor_now(map_impor(impor, impor.peta, by=by))


def ensure_rt(kelurahan: str, *, banyak: int) -> None:
    """RT 01 … of RW 01, for a kelurahan that fixtures/demo/rtrw.csv does not list."""
    for rt in range(1, banyak + 1):
        ensure_rt_rw(kelurahan, rw="01", rt=str(rt))


def demo_program(mulai: date) -> Program:
    """The running programme of Kel. Taman: the one that is there, or a bare one."""
    program, _made = Program.objects.get_or_create(
        wilayah_id=TAMAN,
        kode=KODE_PROGRAM,
        defaults={
            "nama": "Satu Rumah Satu Penghasilan",
            "mulai": mulai,
            "selesai": mulai + timedelta(days=364),
            "status": Program.Status.BERJALAN,
        },
    )
    return program


def _at(hari: date) -> datetime:
    return datetime.combine(hari, time(9, 20), WIB)


def _make(kode: str, mulai: date) -> Iterator[_Isi]:
    """The households of one kelurahan, spread over its RT."""
    awalan, banyak, bagian_dtks = _TEMPAT[kode]
    acak = Random(f"{_BENIH}{kode}")  # noqa: S311 - invented people, the same each time
    rt = list(Wilayah.objects.in_wilayah(kode).filter(tingkat=Wilayah.Tingkat.RT).order_by("kode"))
    usaha_di = set(acak.sample(range(banyak), round(_USAHA_BANYAK * banyak / 220)))
    for n in range(banyak):
        nomor = f"{awalan}-{n + 1:04d}"
        isi = _one(nomor, acak.choice(rt), dtks=acak.random() < bagian_dtks, acak=acak, mulai=mulai)
        if n in usaha_di:
            _give_usaha(isi, acak, mulai, digital=acak.random() < 0.28)
        isi.rumah.kelompok = [
            satu.kelompok
            for satu in suggest_kelompok(
                dtks=isi.rumah.dtks,
                anggota=isi.anggota,
                usaha_belum_digital=isi.usaha is not None and isi.usaha.onboarded_at is None,
                on=mulai,
            )
        ]
        yield isi


def _one(nomor: str, rt: Wilayah, *, dtks: bool, acak: Random, mulai: date) -> _Isi:
    perempuan = acak.random() < 0.24
    marga = f"{acak.choice(SUKU_A)}{acak.choice(SUKU_B)}"
    kepala = f"{acak.choice(DEPAN_P if perempuan else DEPAN_L)} {marga}"
    telepon = f"62812000{int(nomor[-4:]) + _geser(nomor):05d}" if acak.random() < 0.72 else ""
    kk = f"357700{acak.randrange(10**9):09d}0"  # 357700 is no kecamatan's: nobody's card
    rumah = Rumah(
        wilayah=rt,
        nomor=nomor,
        nama_kepala=kepala,
        alamat=f"{acak.choice(JALAN)} {acak.randint(1, 48)}",
        dtks=dtks,
        no_kk=kk,
        no_kk_hash=keyed_hash("kk", kk),
        telepon=telepon,
        telepon_hash=hash_identity("whatsapp", telepon) if telepon else "",
        diperbarui=mulai + timedelta(days=acak.randint(0, LAMA_HARI - 2)),
    )
    if acak.random() < 0.12:  # nobody has been there since the first days
        rumah.diperbarui = mulai + timedelta(days=acak.randint(0, 6))
    anggota = list(_members(rumah, kepala, marga, perempuan=perempuan, acak=acak, mulai=mulai))
    keahlian = acak.sample(KEAHLIAN, acak.choice((1, 1, 2, 2, 3)))
    rumah.potensi_usaha = keahlian[0]
    potensi = Potensi(
        rumah=rumah,
        keahlian=keahlian,
        aset=acak.sample(ASET, acak.choice((0, 1, 1, 2, 3))),
        internet=acak.choices(("tidak", "hp", "wifi"), (18, 70, 12))[0],
        diperiksa=mulai + timedelta(days=acak.randint(14, 40)),
    )
    return _Isi(rumah, anggota, potensi, bantuan=list(_aid(rumah, acak, mulai)))


def _geser(nomor: str) -> int:
    return {"KT": 5000, "PD": 6000, "SS": 7000}[nomor[:2]]


def _members(
    rumah: Rumah, kepala: str, marga: str, *, perempuan: bool, acak: Random, mulai: date
) -> Iterator[AnggotaRumah]:
    umur = acak.choices(
        (acak.randint(24, 39), acak.randint(40, 59), acak.randint(60, 74)), (4, 5, 2)
    )[0]
    yield _person(rumah, kepala, "kepala", "P" if perempuan else "L", umur, acak=acak, mulai=mulai)
    if not perempuan and acak.random() < 0.86:
        nama = f"{acak.choice(DEPAN_P)} {acak.choice(BELAKANG)}"
        istri = max(19, umur - acak.randint(0, 6))
        yield _person(rumah, nama, "pasangan", "P", istri, acak=acak, mulai=mulai)
    for _ in range(acak.choices((0, 1, 2, 3, 4), (2, 4, 5, 3, 1))[0]):
        anak = umur - acak.randint(21, 34)
        if anak >= 0:
            kelamin = acak.choice("LP")
            nama = f"{acak.choice(DEPAN_P if kelamin == 'P' else DEPAN_L)} {marga}"
            yield _person(rumah, nama, "anak", kelamin, anak, acak=acak, mulai=mulai)
    if acak.random() < 0.13:
        nama = f"{acak.choice(DEPAN_P)} {acak.choice(BELAKANG)}"
        yield _person(rumah, nama, "orang_tua", "P", min(88, umur + 24), acak=acak, mulai=mulai)


def _person(
    rumah: Rumah,
    nama: str,
    hubungan: str,
    kelamin: str,
    umur: int,
    *,
    acak: Random,
    mulai: date,
) -> AnggotaRumah:
    lahir = mulai - timedelta(days=umur * 365 + umur // 4 + acak.randint(0, 360))
    sekolah = 6 <= umur <= 17 or (umur < 22 and acak.random() < 0.3)
    nik = f"357700{lahir:%d%m%y}{acak.randrange(1, 9999):04d}"
    return AnggotaRumah(
        rumah=rumah,
        nama=nama,
        hubungan=hubungan,
        jenis_kelamin=kelamin,
        lahir=lahir,
        nik=nik,
        nik_hash=keyed_hash("nik", nik),
        sekolah=SEKOLAH[min(len(SEKOLAH) - 1, max(0, (umur - 6) // 4))]
        if umur < 22
        else acak.choice(SEKOLAH[1:]),
        masih_sekolah=sekolah,
        kerja=_work(hubungan, kelamin, umur, acak, sekolah=sekolah),
        disabilitas=acak.choices(("tidak", "ringan", "berat"), (94, 5, 1))[0],
    )


def _work(hubungan: str, kelamin: str, umur: int, acak: Random, *, sekolah: bool) -> str:
    if sekolah or umur < 15:
        return "sekolah" if umur >= 5 else ""
    if umur >= 66:
        return "tidak"
    if kelamin == "P" and hubungan in {"kepala", "pasangan"}:
        return acak.choices(("rumah", "usaha", "bekerja", "serabutan"), (5, 2, 2, 2))[0]
    return acak.choices(("bekerja", "serabutan", "mencari", "usaha"), (3, 4, 3, 1))[0]


def _aid(rumah: Rumah, acak: Random, mulai: date) -> Iterator[BantuanDiterima]:
    """Poor households have aid; for some of them it ended while the programme ran."""
    if not rumah.dtks or acak.random() < 0.2:
        return
    for jenis, dari, nilai, per in acak.sample(BANTUAN, acak.choice((1, 1, 2))):
        selesai = acak.random() < 0.16
        yield BantuanDiterima(
            rumah=rumah,
            jenis=jenis,
            dari=dari,
            nilai=nilai,
            per=per,
            mulai=mulai - timedelta(days=acak.randint(120, 700)),
            sampai=mulai + timedelta(days=acak.randint(20, 95)) if selesai else None,
            sumber="Kartu dan keterangan keluarga",
        )


def _give_usaha(isi: _Isi, acak: Random, mulai: date, *, digital: bool) -> None:
    rintisan: Rintisan = acak.choice(USAHA)
    pemilik = next((o for o in isi.anggota if o.kerja == "usaha"), isi.anggota[0])
    sapaan = pemilik.nama.split()[0]
    rumah = isi.rumah
    sejak = mulai - timedelta(days=acak.randint(200, 2400))
    if acak.random() < 0.3:
        sejak = mulai + timedelta(days=acak.randint(20, 80))
    isi.usaha = Usaha(
        wilayah=rumah.wilayah,
        rumah=rumah,
        pemilik=pemilik,
        nama=f"{rintisan.usaha} {sapaan}",
        nama_pemilik=pemilik.nama,
        bidang=rintisan.bidang,
        mulai=sejak,
        tingkat=2 if sejak < mulai and acak.random() < 0.3 else 1,
        onboarded_at=max(sejak, mulai + timedelta(days=acak.randint(30, 92))) if digital else None,
    )
    isi.produk = ProdukLokal(
        wilayah=rumah.wilayah,
        rumah=rumah,
        usaha=isi.usaha,
        nama=rintisan.produk,
        kategori=rintisan.bidang,
        kapasitas=acak.randint(4, 40) * rintisan.kelipatan,
        satuan=rintisan.satuan,
        harga_dari=rintisan.harga,
        harga_sampai=rintisan.harga + rintisan.harga // 4 // 500 * 500,
    )
    rumah.potensi_usaha = rintisan.produk
    rumah.omzet = acak.randint(6, 60) * 50_000
    rumah.onboarded = digital


def _save(semua: list[_Isi]) -> None:
    Rumah.objects.bulk_create([isi.rumah for isi in semua])
    AnggotaRumah.objects.bulk_create([satu for isi in semua for satu in isi.anggota])
    Potensi.objects.bulk_create([isi.potensi for isi in semua])
    Usaha.objects.bulk_create([isi.usaha for isi in semua if isi.usaha])
    ProdukLokal.objects.bulk_create([isi.produk for isi in semua if isi.produk])
    BantuanDiterima.objects.bulk_create([satu for isi in semua for satu in isi.bantuan])


def _record(semua: list[_Isi], program: Program, jam: Any) -> None:
    """Consent, history, checks and enrolment, with the days on which they would have been."""
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    taman = [isi.rumah for isi in semua if isi.rumah.nomor.startswith("KT")]
    rumah = [isi.rumah for isi in semua]
    RiwayatRumah.objects.bulk_create(
        [RiwayatRumah(rumah=satu, peristiwa="dicatat", by=petugas) for satu in rumah]
    )
    PersetujuanRumah.objects.bulk_create(
        [
            PersetujuanRumah(
                rumah=satu, keputusan="setuju", versi=TEKS_SEKARANG.versi,
                teks=TEKS_SEKARANG.teks, cara="lisan", by=petugas,
            )
            for satu in rumah
        ]
    )  # fmt: skip
    jam.sekarang = _at(program.mulai + timedelta(days=12))
    ValidasiDtks.objects.bulk_create(_checks(rumah, program.mulai, petugas))
    Keikutsertaan.objects.bulk_create(_enrolments(taman, program))
    jam.sekarang = _at(program.mulai + timedelta(days=60))
    cabut = next(satu for satu in rumah if satu.nomor == "PD-0015")
    record_persetujuan(cabut, keputusan="dicabut", cara="lisan", by=petugas)
    jam.sekarang = _at(program.mulai + timedelta(days=94))
    _leave_dtks(taman, program.mulai, petugas)


def _checks(rumah: list[Rumah], mulai: date, by: Pengguna | None) -> list[ValidasiDtks]:
    acak = Random(_BENIH)  # noqa: S311
    return [
        ValidasiDtks(
            rumah=satu,
            hasil="terdaftar" if satu.dtks else "tidak",
            sumber=acak.choices(("dtsen", "dtks", "kunjungan"), (6, 2, 2))[0],
            tanggal=mulai + timedelta(days=acak.randint(2, 12)),
            bukti=f"BA-{acak.randint(1, 18):02d}/VERIF",
            by=by,
        )
        for satu in rumah
    ]


def _enrolments(rumah: list[Rumah], program: Program) -> list[Keikutsertaan]:
    acak = Random(_BENIH + 1)  # noqa: S311
    alasan = ("Pindah ke luar kota", "Mendapat pekerjaan tetap", "Merawat orang tua yang sakit")
    ikut = [
        Keikutsertaan(
            program=program, rumah=satu, masuk=program.mulai + timedelta(days=acak.randint(5, 40))
        )
        for satu in rumah
        if acak.random() < 0.92
    ]
    for satu in acak.sample(ikut, 6):
        satu.keluar = satu.masuk + timedelta(days=acak.randint(15, 50))
        satu.alasan_keluar = acak.choice(alasan)
    return ikut


def _leave_dtks(rumah: list[Rumah], mulai: date, by: Pengguna | None) -> None:
    """A few are no longer in the register at the second check: the target that still lags."""
    acak = Random(_BENIH + 2)  # noqa: S311
    keluar = acak.sample([satu for satu in rumah if satu.dtks], 5)
    ValidasiDtks.objects.bulk_create(
        [
            ValidasiDtks(
                rumah=satu, hasil="keluar", sumber="muskel",
                tanggal=mulai + timedelta(days=93), bukti="BA-21/MUSKEL", by=by,
            )
            for satu in keluar
        ]
    )  # fmt: skip
    Rumah.objects.filter(pk__in=[satu.pk for satu in keluar]).update(dtks=False)
