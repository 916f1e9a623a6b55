"""Demo training of Kel. Taman by the real services at past times: a finished batch of a hundred
with certificates, one running, one full with a waiting list, one with seats left.

Participants are members of the demo households; needs `load_rumah` and the demo accounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.rumah import KODE_PROGRAM, LAMA_HARI, TAMAN
from dasbor.demo.waktu import Jam, simulated_clock
from ekonomi.models import (
    AnggotaRumah,
    Angkatan,
    Kursus,
    Peserta,
    Program,
    SertifikasiVokasi,
    Sertifikat,
)
from ekonomi.services.kelulusan import judge_angkatan
from ekonomi.services.pelatihan import (
    create_angkatan,
    finish_angkatan,
    open_angkatan,
    schedule_angkatan,
    start_angkatan,
)
from ekonomi.services.peserta import Calon, register_peserta, withdraw_peserta
from ekonomi.services.sertifikat import issue_sertifikat, revoke_sertifikat
from hadir.models import Kehadiran, SesiHadir
from hadir.services import close_sesi, reopen_sesi
from wilayah.kalender import WIB
from wilayah.models import Pengguna, Wilayah

_BENIH = 41025
# name, kind, hours, needed score, what is taught
_KURSUS = (
    ("Wirausaha Dasar", "wirausaha", 20, None,
     "Menemukan usaha dari keahlian di rumah\nMenghitung modal dan harga jual\nMelayani pembeli\n"
     "Rencana usaha satu halaman\nPraktik jualan sehari"),
    ("Pemasaran Digital: WhatsApp Bisnis dan Lokapasar", "digital", 16, None,
     "Katalog dan jawaban cepat WhatsApp Bisnis\nFoto produk dengan ponsel\n"
     "Membuka toko di lokapasar\nMengirim pesanan dan menjawab ulasan"),
    ("Keuangan Rumah Tangga dan Usaha Mikro", "keuangan", 12, 70,
     "Memisahkan uang rumah dan uang usaha\nCatatan harian\nMenabung dan dana darurat\n"
     "Mengenal KUR dan UMi"),
    ("Menjahit Dasar", "vokasi", 40, 70,
     "Mengenal mesin jahit\nMengukur dan membuat pola\nMenjahit lurus dan obras\n"
     "Menjahit rok dan celemek"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rencana:
    """One batch: days from the programme's beginning, sessions, seats and how many come."""

    kursus: int
    mulai: int
    selesai: int
    sesi: int
    jeda: int
    kuota: int
    perempuan: int | None
    pendaftar: int
    biaya: int
    tempat: str
    pelatih: str


_ANGKATAN = (
    _Rencana(0, 16, 45, 5, 7, 100, 50, 100, 14_500_000, "Gedung serbaguna Kel. Taman",
             "Ratri Kusumaningtyas"),
    _Rencana(1, 106, 128, 4, 7, 20, 10, 27, 0, "Balai RW 03", "Bagas Wiratmaja"),
    _Rencana(2, 88, 112, 4, 7, 30, 15, 30, 3_200_000, "Balai RW 05", "Larasati Wijilestari"),
    _Rencana(3, 112, 140, 6, 4, 12, None, 5, 0, "Sanggar PKK Kel. Taman", "Sulastri Handayani"),
)  # fmt: skip


def load_pelatihan() -> int:
    """Make the demo's courses and batches where there are none; gives how many participants."""
    lurah = Pengguna.objects.filter(username="lurah-taman").first()
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    program = Program.objects.filter(wilayah=TAMAN, kode=KODE_PROGRAM).first()
    if Kursus.objects.filter(wilayah=TAMAN).exists() or None in (lurah, petugas, program):
        return 0
    assert lurah is not None and petugas is not None and program is not None  # noqa: S101, PT018
    sekarang = timezone.now()
    with transaction.atomic(), simulated_clock() as jam:
        dunia = _Dunia(jam, sekarang, lurah, petugas, program)
        dunia.play()
        besok = sekarang + timedelta(days=1)
        jam.sekarang = sekarang
        settle_keluar(sekarang, hari_ini=besok, sekarang=sekarang)
    return Peserta.objects.in_wilayah(TAMAN).count()


class _Dunia:
    """The clock, the people and the batches while they are made."""

    def __init__(
        self, jam: Jam, sekarang: datetime, lurah: Pengguna, petugas: Pengguna, program: Program
    ) -> None:
        self.jam, self.sekarang, self.lurah, self.petugas = jam, sekarang, lurah, petugas
        self.program = program
        self.acak = Random(_BENIH)  # noqa: S311 - invented people, the same each time
        self.orang = self._people()

    def _people(self) -> Iterator[AnggotaRumah]:
        """Members between 17 and 64, three women in five, in an order that mixes the RT."""
        tahun = timezone.localdate().year
        rows = AnggotaRumah.objects.filter(
            rumah__wilayah__kode__startswith=TAMAN, rumah__status="aktif",
            lahir__year__range=(tahun - 64, tahun - 17), masih_sekolah=False,
        ).select_related("rumah__wilayah").order_by("pk")  # fmt: skip
        semua = list(rows)
        self.acak.shuffle(semua)
        perempuan = [a for a in semua if a.jenis_kelamin == "P"]
        laki = [a for a in semua if a.jenis_kelamin == "L"]
        while perempuan or laki:
            for daftar in (perempuan, laki, perempuan, laki, perempuan):
                if daftar:
                    yield daftar.pop()

    def at(self, hari: int, pukul: time = time(9)) -> None:
        """Let it be this day of the programme, never later than now."""
        saat = datetime.combine(self.day(hari), pukul, WIB)
        self.jam.sekarang = min(saat, self.sekarang)

    def day(self, hari: int) -> date:
        # the same distance from today, whatever the programme's own first day
        return timezone.localdate(self.sekarang) + timedelta(days=hari - LAMA_HARI)

    def play(self) -> None:
        self.at(3)
        taman = Wilayah.objects.get(pk=TAMAN)
        kursus = [
            Kursus.objects.create(
                wilayah=taman, nama=nama, jenis=jenis, jam=jam, syarat_nilai=nilai, materi=materi,
                ringkasan=f"{materi.split(chr(10))[0]}, dan seterusnya sampai bisa dipraktikkan.",
            )
            for nama, jenis, jam, nilai, materi in _KURSUS
        ]  # fmt: skip
        for rencana in _ANGKATAN:
            self._batch(kursus[rencana.kursus], rencana)
        self._vocational()

    def _batch(self, kursus: Kursus, r: _Rencana) -> None:
        self.at(min(r.mulai - 11, LAMA_HARI - 9))
        angkatan = create_angkatan(
            kursus=kursus, by=self.petugas, program=self.program, tempat=r.tempat,
            mulai=self.day(r.mulai), selesai=self.day(r.selesai), kuota=r.kuota,
            kuota_perempuan=r.perempuan, pelatih=r.pelatih, biaya=r.biaya,
            jadwal="09.00–12.00", tutup_at=datetime.combine(self.day(r.mulai - 1), time(20), WIB),
        )  # fmt: skip
        hari = [self.day(r.mulai + r.jeda * n) for n in range(r.sesi)]
        schedule_angkatan(angkatan, hari=hari, mulai=time(9), selesai=time(12), by=self.petugas)
        open_angkatan(angkatan, by=self.petugas)
        peserta = self._register(angkatan, r)
        if r.mulai < LAMA_HARI:
            self._teach(angkatan, r, peserta)

    def _register(self, angkatan: Angkatan, r: _Rencana) -> list[Peserta]:
        hasil = []
        for n in range(r.pendaftar):
            anggota = next(self.orang)
            mulai = min(r.mulai - 10, LAMA_HARI - 8)
            self.at(mulai + n * 6 // r.pendaftar, time(8 + n % 9, n * 7 % 60))
            lahir = anggota.lahir
            calon = Calon(
                nama=anggota.nama, jenis_kelamin=anggota.jenis_kelamin, anggota=anggota,
                tahun_lahir=lahir.year if lahir else None, kelompok=self._groups(anggota),
                persetujuan="pelatihan-web-1",
            )  # fmt: skip
            asal = ("web", "pesan", "petugas")[n % 3]
            by = self.petugas if asal == "petugas" else None
            hasil.append(register_peserta(angkatan, calon, asal=asal, by=by).peserta)
        return hasil

    def _groups(self, anggota: AnggotaRumah) -> list[str]:
        """Those of the household that fit this very person."""
        usia = self.day(0).year - (anggota.lahir.year if anggota.lahir else 1980)
        cocok = {
            "miskin": anggota.rumah.dtks, "pemuda": 15 <= usia <= 35, "lansia": usia >= 60,
            "ibu": anggota.jenis_kelamin == "P" and anggota.kerja == "rumah",
            "disabilitas": anggota.disabilitas == "ringan",
        }  # fmt: skip
        return [nama for nama, ya in cocok.items() if ya]

    def _teach(self, angkatan: Angkatan, r: _Rencana, peserta: Sequence[Peserta]) -> None:
        self.at(r.mulai, time(7))
        start_angkatan(angkatan, by=self.petugas)
        if r.selesai < LAMA_HARI:
            withdraw_peserta(peserta[7], alasan="Mendapat pekerjaan di luar kota", by=self.petugas)
        duduk = list(Peserta.objects.filter(angkatan=angkatan).seated())
        rajin = {p.pk: 0.97 if n % 6 else 0.55 for n, p in enumerate(duduk)}
        for sesi in SesiHadir.objects.about(angkatan.rujukan).order_by("mulai_at"):
            if sesi.selesai_at < self.sekarang:
                self._hold(sesi, [p for p in duduk if self.acak.random() < rajin[p.pk]])
        if r.selesai < LAMA_HARI:
            self._finish(angkatan, r)

    def _hold(self, sesi: SesiHadir, datang: Sequence[Peserta]) -> None:
        """One session; presences are written at once, as a hundred taps would be."""
        self.jam.sekarang = sesi.mulai_at - timedelta(minutes=20)
        reopen_sesi(sesi, by=self.petugas)
        self.jam.sekarang = sesi.mulai_at + timedelta(minutes=8)
        cara = Kehadiran.Cara
        Kehadiran.objects.bulk_create(
            Kehadiran(
                sesi=sesi, kunci_orang=p.kunci_orang,
                cara=cara.DAFTAR if n % 4 == 0 else cara.QR,
                dicatat_oleh=self.petugas if n % 4 == 0 else None,
            )
            for n, p in enumerate(datang)
        )  # fmt: skip
        Peserta.objects.filter(pk__in=[p.pk for p in datang], status="diterima").update(
            status="hadir"
        )
        self.jam.sekarang = sesi.selesai_at
        close_sesi(sesi, by=self.petugas)

    def _finish(self, angkatan: Angkatan, r: _Rencana) -> None:
        self.at(r.selesai + 1, time(10))
        judge_angkatan(angkatan, by=self.petugas)
        self.at(r.selesai + 2, time(13))
        terbit = issue_sertifikat(angkatan, by=self.lurah)
        self.at(r.selesai + 3, time(9))
        finish_angkatan(angkatan, by=self.petugas)
        if len(terbit) > 20:
            revoke_sertifikat(
                terbit[20], alasan="Nama keliru ditulis saat mendaftar", by=self.lurah
            )

    def _vocational(self) -> None:
        """Three certificates of outside bodies; one is about to end."""
        self.jam.sekarang = self.sekarang
        lulus = Sertifikat.objects.filter(wilayah=TAMAN, dicabut_at__isnull=True)
        skema: Sequence[tuple[str, str, int | None]] = (
            ("Menjahit Pakaian Wanita", "LSP Busana Nusantara (karangan)", 1090),
            ("Pengolah Makanan Ringan", "LSP Boga Mandiri (karangan)", 60),
            ("Servis Sepeda Motor Injeksi", "BLK Contoh (karangan)", None),
        )
        for n, (sertifikat, (nama, lembaga, hari)) in enumerate(
            zip(lulus.select_related("peserta__anggota")[:3], skema, strict=False), start=1
        ):
            SertifikasiVokasi.objects.create(
                wilayah_id=TAMAN, peserta=sertifikat.peserta, anggota=sertifikat.peserta.anggota,
                skema=nama, lembaga=lembaga, nomor=f"DEMO-{n:04d}", terbit=self.day(70),
                berlaku_sampai=self.day(LAMA_HARI + hari) if hari else None,
            )  # fmt: skip
