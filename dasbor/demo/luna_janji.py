"""Demo of what came of the visits: tickets and a potential by the desks, promises, tasks."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from curhat.models import Tiket
from curhat.services import tiket as layanan
from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.luna import UTARA, ZONA, demo_lurah_utara, read_csv
from dasbor.demo.waktu import Jam, simulated_clock
from ekonomi.services.rumah import register_rumah
from luna_maya.models import Catatan, Janji, Tugas
from luna_maya.services.janji import drop_janji, extend_janji, keep_janji
from luna_maya.services.tugas import finish_tugas, make_tugas
from pesan.models import PesanKeluar
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.rujukan import hand_over_rujukan

LAMA = timedelta(days=40)  # tickets older than this are over by now, but for every fifth
_TINDAKAN = (
    "Dikerjakan bersama warga dan petugas kelurahan; sudah diperiksa ketua RT.",
    "Sudah diteruskan ke dinas, dikerjakan, dan hasilnya dilihat bersama warga.",
    "Petugas datang dua kali; setelah perbaikan kedua tidak ada keluhan lagi.",
)
_TUGAS = (  # word of the entry, what, days from the visit until due, result
    ("gerobak", "Ukur roda gerobak dan mintakan gantinya ke DLH", 14, "Roda diganti DLH."),
    ("gentong|tempayan", "Bagikan bubuk abate bersama kader jumantik", 7, ""),
    ("aki perahu", "Bicarakan jadwal ronda dermaga dengan ketua RW", 10, ""),
)


@transaction.atomic
def load_janji() -> int:
    """Hand entries over, work on them, keep promises; gives how many rows. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=UTARA))
    tipe = ContentType.objects.get_for_model(Catatan)
    catatan = list(
        Catatan.objects.in_wilayah(UTARA).select_related("kunjungan", "wilayah").order_by("pk")
    )
    if not catatan or Rujukan.objects.filter(sumber_tipe=tipe).exists():
        return 0
    antre = set(PesanKeluar.objects.filter(status="queued").values_list("pk", flat=True))
    with simulated_clock() as jam:
        pemutar = _Pemutar(jam)
        for satu in catatan:
            pemutar.hand_over(satu)
        pemutar.work()
        pemutar.keep()
        pemutar.give(catatan)
        kini = jam.sekarang = pemutar.kini
    _settle(antre, kini)
    return Rujukan.objects.filter(sumber_tipe=tipe).count() + Tugas.objects.count()


def _settle(antre: set[int], kini: datetime) -> None:
    """What was told to staff in the simulated past left then, and is sent to nobody today."""
    if not PesanKeluar.objects.filter(status="queued").exclude(pk__in=antre).exists():
        return
    settle_keluar(kini - timedelta(hours=1), hari_ini=kini, sekarang=kini)


class _Pemutar:
    """Plays what followed the visits at its own times."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.kini = jam, timezone.now()
        self.lurah = demo_lurah_utara()
        self.moderator = Pengguna.objects.get(username="moderator-kandangan-utara")
        self.kelurahan = Wilayah.objects.get(pk=UTARA)
        self.tiket: list[Any] = []  # what the desk of tickets made of each

    def at(self, waktu: datetime) -> None:
        self.jam.sekarang = min(waktu, self.kini)

    def hand_over(self, catatan: Catatan) -> None:
        """The morning after: what its teller agreed to becomes a report, one potential a card."""
        self.at(catatan.dicatat_at + timedelta(hours=10))
        if catatan.setuju_laporan:
            rujukan = self._offer(catatan, "laporan_kunjungan")
            self.tiket.append(rujukan.hasil)
        elif catatan.jenis == Catatan.Jenis.POTENSI and "purun" in catatan.isi:
            rincian = None
            if "Ibu rumah ini" in catatan.isi:
                rincian = {"rumah": str(self._household(catatan).pk)}
            self._offer(catatan, "potensi_rumah", rincian)

    def _offer(self, catatan: Catatan, meja: str, rincian: Any = None) -> Rujukan:
        return hand_over_rujukan(
            sumber=catatan, meja=meja, ke_wilayah=self.kelurahan, wilayah=catatan.wilayah,
            ringkasan=f"Catatan kunjungan {catatan.kunjungan.kode}: {catatan.get_jenis_display()}",
            alasan="Didengar saat kunjungan lurah.", by=self.lurah, rincian=rincian,
        )  # fmt: skip

    def _household(self, catatan: Catatan) -> Any:
        data = {
            "nomor": "KU-0001", "nama_kepala": "Mahrita Sarunai", "alamat": "Gang Sasirangan",
            "wilayah": catatan.wilayah, "potensi_usaha": "anyaman purun",
        }  # fmt: skip
        return register_rumah(data=data, by=self.moderator)

    def work(self) -> None:
        """Old tickets went their way; newer ones are at some step of it."""
        for ke, tiket in enumerate(self.tiket):
            mulai = tiket.created_at
            self.at(mulai + timedelta(days=1))
            if tiket.status != Tiket.Status.DIVERIFIKASI or self.kini - mulai < timedelta(days=5):
                continue
            layanan.assign_tiket(tiket, by=self.moderator, petugas=self.moderator)
            self.at(mulai + timedelta(days=2))
            layanan.start_tiket(tiket, by=self.moderator)
            if self.kini - mulai < LAMA or ke % 5 == 4:
                continue
            self.at(mulai + timedelta(days=4 + ke * 3 % 17))
            layanan.close_tiket(tiket, by=self.moderator, tindakan=_TINDAKAN[ke % 3])
            self.jam.sekarang += timedelta(days=1)
            layanan.confirm_selesai(tiket, by=self.moderator)

    def keep(self) -> None:
        """Promises, each step some days before or after the day it was promised for."""
        tenggat: dict[int, Any] = {}
        for baris in read_csv("luna_janji.csv"):
            janji = Janji.objects.in_wilayah(UTARA).filter(isi__startswith=baris["janji"]).first()
            if janji is None:
                continue
            awal = tenggat.setdefault(janji.pk, janji.tenggat)
            hari = awal + timedelta(days=int(baris["hari"]))
            self.at(datetime.combine(hari, time(16, 0), tzinfo=ZONA))
            if self.jam.sekarang.astimezone(ZONA).date() != hari:
                continue
            self._step(janji, baris, hari)

    def _step(self, janji: Janji, baris: dict[str, str], hari: Any) -> None:
        teks = baris["teks"]
        if baris["langkah"] == "tepati":
            keep_janji(janji, pada=hari, hasil=teks, by=self.lurah)
        elif baris["langkah"] == "gugur":
            drop_janji(janji, alasan=teks, by=self.lurah)
        else:
            baru = janji.tenggat + timedelta(days=int(baris["undur"]))
            extend_janji(janji, tenggat=baru, alasan=teks, by=self.lurah)

    def give(self, semua: list[Catatan]) -> None:
        """Tasks for the moderator: one done, one late, one running."""
        for kata, isi, hari, hasil in _TUGAS:
            catatan = next(
                (c for c in semua if any(k in c.isi.lower() for k in kata.split("|"))), None
            )
            if catatan is None:
                continue
            self.at(catatan.dicatat_at + timedelta(hours=12))
            tenggat = catatan.dicatat_at.astimezone(ZONA).date() + timedelta(days=hari)
            tugas = make_tugas(
                catatan, isi=isi, petugas=self.moderator, tenggat=tenggat, by=self.lurah
            )
            if hasil:
                self.at(catatan.dicatat_at + timedelta(days=hari - 1))
                finish_tugas(tugas, hasil=hasil, by=self.moderator)
