"""The demo's coordination house: rooms, hours, bookings past and to come, today's queue, guests."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.waktu import Jam, simulated_clock
from pesan.models import PesanKeluar
from ruko_parsel.jam_ruang import JamRumah
from ruko_parsel.models import Bidang, Ruang, Tamu, TandaRumah
from ruko_parsel.services import antrean as giliran
from ruko_parsel.services import pemesanan as ruang
from ruko_parsel.services.jam_buka import fill_jam
from ruko_parsel.services.tamu import IsiTamu, sign_in_tamu, sign_out_tamu
from ruko_parsel.services.tanda_rumah import renew_tanda
from wilayah.models import Pengguna, Wilayah
from wilayah.zona import hari_ini, zona_of

KECAMATAN = "63.11.07"
ZONA = zona_of(KECAMATAN)
_RUANG = (
    ("Ruang Musyawarah", "Lantai 1, sebelah kiri", 20, "Proyektor, papan tulis, pengeras suara"),
    ("Ruang Meranti", "Lantai 1, dekat loket", 6, "Meja bundar, komputer"),
    ("Ruang Anggrek", "Lantai 2", 8, "Televisi, kipas angin"),
    ("Aula Kecamatan", "Gedung belakang", 80, "Panggung kecil, pengeras suara, 80 kursi"),
)
_PERIHAL = (
    "Menyusun laporan semester dana desa", "Latihan mengisi data desa", "Fungsi BPD dan musyawarah",
    "Rencana posko siaga banjir", "Pendampingan kader posyandu", "Perbaikan jaringan internet",
    "Pembagian tugas lembaga desa", "Persiapan lomba desa", "Batas waktu laporan APBDes",
    "Pelatihan pelayanan surat",
)  # fmt: skip
_DESA = ("2003", "2005", "1001", "2003", "2005", "2003", "1001", "2005", "2003", "2005")
_TAMU = (
    ("Anang Sulaimanto", "Desa Inan", "Menanyakan berkas permintaan", "Petugas pemerintahan"),
    ("Hj. Rusmiyatun", "Desa Panggung", "Mengantar laporan posyandu", ""),
    ("Fathurrahmin", "Kelurahan Batu Piring", "Meminta tanda tangan", "Camat"),
    ("Kamariah Lestarina", "Dinas PMD Kabupaten", "Pembinaan administrasi desa", "Camat"),
    ("Idris Tabanio", "Desa Inan", "Bertanya tentang bantuan bibit", ""),
    ("Salasiah Munandari", "Desa Panggung", "Berkas ahli waris", ""),
    ("Bahrani Kusmadi", "Puskesmas", "Jadwal penimbangan balita", "Petugas bidang kesejahteraan"),
    ("Yuliana Marabahan", "Kelurahan Batu Piring", "Mengambil surat pengantar", ""),
)  # fmt: skip


@transaction.atomic
def load_rumah() -> int:
    """Rooms, hours, about twenty bookings, a queue and a guest book; safe to repeat."""
    rumah = Wilayah.objects.select_for_update().filter(pk=KECAMATAN).first()
    if rumah is None or Ruang.objects.filter(wilayah=rumah).exists():
        return 0
    if not Pengguna.objects.filter(username="petugas-paringin").exists():
        return 0
    for ke, (nama, letak, kapasitas, fasilitas) in enumerate(_RUANG):
        Ruang.objects.create(
            wilayah=rumah, nama=nama, letak=letak, kapasitas=kapasitas, fasilitas=fasilitas, urut=ke
        )
    fill_jam(KECAMATAN)
    antre = set(PesanKeluar.objects.filter(status="queued").values_list("pk", flat=True))
    with simulated_clock() as jam:
        isi = _Isi(jam)
        for jenis in TandaRumah.Jenis.values:
            renew_tanda(KECAMATAN, jenis, by=isi.petugas)
        dibuat = isi.bookings() + isi.past_guests() + isi.today()
    # what was told in the simulated past left then, and goes to nobody today
    PesanKeluar.objects.filter(status="queued").exclude(pk__in=antre).update(
        status=PesanKeluar.Status.EXPIRED, galat="peragaan"
    )
    return dibuat + len(_RUANG)


class _Isi:
    """Fills the house at its own times."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.kini = jam, timezone.now()
        orang = Pengguna.objects.in_bulk(field_name="username")
        self.petugas = orang["petugas-paringin"]
        self.petugas_lain = orang["petugas2-paringin"]
        self.desa = {
            "2003": orang["desa-inan"], "2005": orang["desa-panggung"],
            "1001": orang["lurah-batu-piring"],
        }  # fmt: skip
        self.ruang = list(Ruang.objects.filter(wilayah=KECAMATAN))
        self.hari = hari_ini(KECAMATAN)

    def _workdays(self, mulai: int, langkah: int, banyak: int) -> list[date]:
        """So many open days from `mulai` days off today, backwards or forwards."""
        jam = JamRumah(KECAMATAN, self.hari - timedelta(days=60), self.hari + timedelta(days=60))
        hasil: list[date] = []
        satu = self.hari + timedelta(days=mulai)
        while len(hasil) < banyak and abs((satu - self.hari).days) < 60:
            if jam.spans(None, satu):
                hasil.append(satu)
            satu += timedelta(days=langkah)
        return hasil

    def bookings(self) -> int:
        lalu, nanti = self._workdays(-1, -1, 10), self._workdays(0, 1, 6)
        jumlah = sum(self._past(ke, hari) for ke, hari in enumerate(reversed(lalu)))
        return jumlah + sum(self._coming(ke, hari) for ke, hari in enumerate([*nanti, *nanti[1:5]]))

    def _book(self, ke: int, hari: date, pukul: time) -> Any:
        kode = _DESA[ke % 10]
        mulai = datetime.combine(hari, pukul, tzinfo=ZONA)
        lama = timedelta(minutes=(60, 90, 120)[ke % 3])
        if mulai <= self.kini and mulai <= self.jam.sekarang:
            return None
        pesanan = ruang.Pesanan(
            ruang=self.ruang[ke % 4], wilayah=Wilayah.objects.get(pk=f"{KECAMATAN}.{kode}"),
            mulai_at=mulai, selesai_at=mulai + lama, perihal=_PERIHAL[ke % 10],
            jumlah_tamu=2 + ke % 4,
        )  # fmt: skip
        return ruang.book_ruang(pesanan, by=self.desa[kode])

    def _past(self, ke: int, hari: date) -> int:
        """Asked for, agreed to and held; one missed, one called off, one refused."""
        pukul = time(9 if ke % 2 else 8)
        mulai = datetime.combine(hari, pukul, tzinfo=ZONA)
        self.jam.sekarang = mulai - timedelta(days=3)
        satu = self._book(ke, hari, pukul)
        self.jam.sekarang += timedelta(hours=2)
        if ke == 3:
            ruang.refuse_pemesanan(satu, alasan="Ruang dipakai rapat forum.", by=self.petugas)
            return 1
        petugas = self.petugas if ke % 2 else self.petugas_lain
        ruang.approve_pemesanan(satu, petugas=petugas, by=self.petugas)
        if ke == 5:
            ruang.cancel_pemesanan(satu, alasan="Ada kedukaan di desa.", by=satu.pemesan)
            return 1
        self.jam.sekarang = mulai + timedelta(minutes=5)
        if ke == 7:
            ruang.miss_pemesanan(satu, by=petugas)
            return 1
        ruang.arrive_pemesanan(satu, by=petugas)
        self.jam.sekarang = satu.selesai_at - timedelta(minutes=10)
        ruang.finish_pemesanan(satu, by=petugas)
        return 1

    def _coming(self, ke: int, hari: date) -> int:
        """Today's and the next days': most agreed to, the last three wait for the desk."""
        self.jam.sekarang = min(self.kini, datetime.combine(hari, time(7), tzinfo=ZONA)) - (
            timedelta(days=1)
        )
        satu = self._book(ke, hari, time(9 + ke % 2) if ke < 6 else time(14))
        if satu is None:
            return 0
        if ke < 7:
            self.jam.sekarang += timedelta(hours=1)
            petugas = self.petugas if ke % 2 else self.petugas_lain
            ruang.approve_pemesanan(satu, petugas=petugas, by=self.petugas)
        return 1

    def past_guests(self) -> int:
        """Two weeks of the book."""
        for n, hari in enumerate(self._workdays(-1, -1, 8)):
            for m in range(1 + n % 3):
                mulai = datetime.combine(hari, time(8 + m * 2, 10 * n % 60), tzinfo=ZONA)
                self._guest(n + m * 3, f"demo-{hari}-{m}", mulai, lama=25 + 10 * m)
        return Tamu.objects.filter(wilayah=KECAMATAN).count()

    def _guest(
        self, ke: int, kunci: str, masuk: datetime, *, lama: int, antre: bool = False
    ) -> Any:
        nama, asal, perlu, bertemu = _TAMU[ke % len(_TAMU)]
        self.jam.sekarang = masuk
        bidang = Bidang.objects.order_by("urut")[ke % 2] if antre else None
        isi = IsiTamu(
            nama=nama, asal=asal, keperluan=perlu, bertemu=bertemu, antre=antre, bidang=bidang
        )
        tamu = sign_in_tamu(KECAMATAN, isi, kunci=kunci, cara=Tamu.Cara.QR)
        if lama:
            self.jam.sekarang += timedelta(minutes=lama)
            sign_out_tamu(tamu, by=None)
        return tamu

    def today(self) -> int:
        """A queue: three helped, one passed over, one being helped, three waiting."""
        awal = datetime.combine(self.hari, time(), tzinfo=ZONA)
        mulai = max(awal, self.kini - timedelta(minutes=70))
        jeda = (self.kini - mulai) / 70  # a minute apart, less where the day is young
        for n in range(8):
            self._guest(n, f"hari-ini-{self.hari}-{n}", mulai + n * jeda, lama=0, antre=True)
        langkah = (self.kini - self.jam.sekarang) / 16
        for n in range(5):
            self.jam.sekarang += langkah
            satu = giliran.call_next(KECAMATAN, by=self.petugas, ruang=self.ruang[1])
            if satu is None:
                break
            if n == 1:
                giliran.skip_antrean(satu, by=self.petugas)
                continue
            giliran.serve_antrean(satu, by=self.petugas)
            self.jam.sekarang += langkah * 2
            if n < 4:
                giliran.finish_antrean(satu, by=self.petugas)
        return 8
