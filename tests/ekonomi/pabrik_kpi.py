"""Small worlds for the indicators: every row by hand, so that the figures can be counted."""

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone

from ekonomi.kpi.dasar import Lingkup
from ekonomi.kpi.hitung import hitung
from ekonomi.models import (
    Angkatan,
    BantuanDiterima,
    HariKerja,
    Hibah,
    Indikator,
    Keikutsertaan,
    PaketHibah,
    Pekerja,
    Pendampingan,
    Pengukuran,
    Peserta,
    ProyekPadatKarya,
    RegisterSertifikat,
    RiwayatTingkat,
    Sertifikat,
    TargetProgram,
    ValidasiDtks,
)
from ekonomi.muat_indikator import load_indikator
from hadir.models import Kehadiran, SesiHadir
from tests.ekonomi.pabrik import ProgramFactory, RumahFactory, UsahaFactory
from tests.ekonomi.pabrik_omzet import kunjungan, pasangan
from tests.ekonomi.pabrik_pelatihan import buat_kursus
from tests.factories import PenggunaFactory, wilayah_of
from wilayah.kripto import keyed_hash

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
RT_2, RT_5 = f"{TAMAN}.02.03", f"{TAMAN}.05.01"
MULAI = dt.date(2026, 8, 1)
SAMPAI = dt.date(2026, 11, 20)


def hari(n):
    """The n-th day of the programme; 0 is its first."""
    return MULAI + dt.timedelta(days=n)


def buat_program(*, target=None, di=TAMAN, **isi):
    """A running programme since 1 August 2026 with these targets {code: value}."""
    load_indikator()
    program = ProgramFactory(di=di, mulai=MULAI, selesai=dt.date(2027, 7, 31), **isi)
    for n, (kode, nilai) in enumerate((target or {}).items()):
        TargetProgram.objects.create(
            program=program, indikator_id=kode, nilai=Decimal(nilai), urutan=n
        )
    return program


def nilai(program, kode, sampai=SAMPAI, wilayah=""):
    """An indicator computed: the whole result."""
    return hitung(Indikator.objects.get(pk=kode), Lingkup(program, sampai, wilayah))


def ikut(program, *, di=RT_2, masuk=MULAI, keluar=None, **rumah):
    """A household in the programme."""
    satu = RumahFactory(di=di, **rumah)
    Keikutsertaan.objects.create(
        program=program, rumah=satu, masuk=masuk, keluar=keluar,
        alasan_keluar="pindah" if keluar else "",
    )  # fmt: skip
    return satu


def validasi(rumah, hasil, tanggal):
    return ValidasiDtks.objects.create(rumah=rumah, hasil=hasil, sumber="dtsen", tanggal=tanggal)


def bantuan(rumah, jenis="pkh", mulai=dt.date(2026, 1, 1), sampai=None):
    return BantuanDiterima.objects.create(rumah=rumah, jenis=jenis, mulai=mulai, sampai=sampai)


def ukur(rumah, nilai, bulan, *, baseline=False, status="sah"):
    return Pengukuran.objects.create(
        wilayah=rumah.wilayah, rumah=rumah, bulan=bulan, nilai=nilai, cara="fasilitator",
        is_baseline=baseline, status=status, alasan="" if status == "sah" else "uji",
    )  # fmt: skip


def usaha(program, *, di=RT_2, rumah=None, mulai=None, onboard=None, status="aktif"):
    return UsahaFactory(di=di, rumah=rumah, mulai=mulai, onboarded_at=onboard, status=status)


def naik(satu, dari, ke, pada):
    return RiwayatTingkat.objects.create(
        usaha=satu, dari=dari, ke=ke, alasan="uji", pada=pada, by=PenggunaFactory(),
        saksi=_saksi(satu) if ke > dari else None,
    )  # fmt: skip


def _saksi(satu):
    """A visit to this business; it has one pair only."""
    pasang = Pendampingan.objects.filter(usaha=satu).first() or pasangan(satu)
    return kunjungan(pasang)


def angkatan(program, nomor=1, di=TAMAN):
    return Angkatan.objects.create(
        wilayah=wilayah_of(di), kursus=buat_kursus(di=di), program=program, nomor=nomor,
        tempat="Balai RW 02", mulai=hari(20), selesai=hari(30), kuota=100,
        tutup_at=timezone.now(), status="selesai",
    )  # fmt: skip


def peserta(satu, kursi, *, jk="P", orang=None, lulus=False, sertifikat=None, rumah=None):
    """A seated participant; `orang` is who it is, `sertifikat` the day of the certificate."""
    baris = Peserta.objects.create(
        angkatan=satu, nama=f"Peserta {kursi}", jenis_kelamin=jk,
        orang_hash=keyed_hash("uji", orang or f"{satu.pk}-{kursi}"), kode=uuid.uuid4().hex[:12],
        pin_hash="x", asal="petugas", status="lulus" if lulus or sertifikat else "hadir",
        kursi=kursi, rumah=rumah,
    )  # fmt: skip
    Peserta.objects.filter(pk=baris.pk).update(created_at=dt.datetime(2026, 8, 10, tzinfo=dt.UTC))
    if sertifikat:
        register, _ = RegisterSertifikat.objects.get_or_create(wilayah=satu.wilayah, tahun=2026)
        Sertifikat.objects.create(
            wilayah=satu.wilayah, peserta=baris, register=register, tanggal=sertifikat,
            urut=Sertifikat.objects.count() + 1, nomor=str(Sertifikat.objects.count() + 1),
            kursus="uji", penanda_tangan=PenggunaFactory(),
        )  # fmt: skip
    return baris


def proyek(program, di=TAMAN):
    return ProyekPadatKarya.objects.create(
        wilayah=wilayah_of(di), program=program, judul=f"Drainase {uuid.uuid4().hex[:4]}",
        jenis="drainase", mulai=hari(50), kuota=50, upah_harian=100_000, pos=pos_of(program),
    )  # fmt: skip


def pos_of(program):
    """A budget line to pay from."""
    pos, _ = program.pos.get_or_create(
        kode="uji", defaults={"nama": "Uji", "jumlah": 150_000_000, "akun": "5-1200"}
    )
    return pos


def pekerja(satu, orang="a"):
    return Pekerja.objects.create(
        proyek=satu, nama=f"Pekerja {orang}", lahir=dt.date(1990, 1, 1), jenis_kelamin="L",
        nik_hash=keyed_hash("nik", orang), kk_hash=keyed_hash("kk", orang), status="terpilih",
    )  # fmt: skip


def kerja(satu, tanggal, *, bagian=2, batal=False):
    """A day of work, whole (2) or half (1)."""
    awal = dt.datetime.combine(tanggal, dt.time(7), tzinfo=dt.UTC)
    sesi, _ = SesiHadir.objects.get_or_create(
        rujukan=f"proyek:{satu.proyek_id}", mulai_at=awal,
        defaults={
            "wilayah": satu.proyek.wilayah, "judul": "Kerja", "tanggal": tanggal,
            "selesai_at": awal + dt.timedelta(hours=8),
        },
    )  # fmt: skip
    hadir = Kehadiran.objects.create(
        sesi=sesi, kunci_orang=f"pekerja:{satu.pk}", cara="daftar",
        dicatat_oleh=PenggunaFactory(),
    )  # fmt: skip
    return HariKerja.objects.create(
        pekerja=satu, tanggal=tanggal, bagian=bagian, kehadiran=hadir, batal=batal
    )


def hibah(program, rumah, *, pada=None, status="diserahkan", kode="modal"):
    paket, _ = PaketHibah.objects.get_or_create(
        program=program, kode=kode, defaults=_paket(program)
    )
    isi = {"paket": paket, "rumah": rumah, "wilayah": rumah.wilayah, "kode_barang": kode}
    satu = Hibah(
        **isi, nilai=1_000_000, cara="barang", rencana="uji", diusulkan_oleh=PenggunaFactory()
    )
    satu.save()
    if status != "diusulkan":
        # the service's many steps are its own tests'; here the state counts
        Hibah.objects.filter(pk=satu.pk).update(
            status=status, disetujui_oleh_1=PenggunaFactory(), disetujui_oleh_2=PenggunaFactory(),
            disetujui_at=timezone.now(), diserahkan_pada=pada, diserahkan_oleh=PenggunaFactory(),
            penerima="Uji", skor=80, alasan="uji" if status == "ditarik" else "",
            nomor_kuitansi=f"K-{satu.pk}",
        )  # fmt: skip
    return satu


def _paket(program):
    return {
        "nama": "Modal",
        "pos": pos_of(program),
        "jenis": "uang",
        "kode_barang": "modal",
        "kuota": 50,
    }
