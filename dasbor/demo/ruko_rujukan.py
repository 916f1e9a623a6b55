"""The demo of hand-overs to the coordination desk: one done, one at work, one waiting, one back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from curhat.models import Tiket
from curhat.services import tiket as layanan
from curhat.services.curhat import CurhatBaru, open_curhat_many, triase_baru
from curhat.services.tambahan import add_keterangan
from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.ruko import PARINGIN, ZONA
from dasbor.demo.waktu import Jam, simulated_clock
from pesan.models import PesanKeluar
from pesan.models.kanal import Saluran
from ruko_parsel.models import Permintaan
from ruko_parsel.services.permintaan import move_permintaan
from ruko_parsel.services.tautan import link_permintaan
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.rujukan import accept_rujukan, return_rujukan

MEJA = "koordinasi"
S = Permintaan.Status


@dataclass(frozen=True, slots=True)
class _Kisah:
    """A resident's words, where and how long ago, who hands them over and why."""

    kunci: str
    hari: int
    desa: str
    petugas: str
    teks: str
    alasan: str
    masalah: str = ""


_KISAH = (
    _Kisah("jembatan", 16, "2003", "desa-inan",
           "Jembatan kayu ke sekolah dasar di RT 03 Desa Inan lapuk, dua papannya sudah lepas. "
           "Anak-anak takut lewat kalau hujan.",
           "Jembatan ini jalan bersama dua desa; biayanya perlu dibicarakan di kecamatan.",
           "sarana_kerja"),
    _Kisah("banjir", 6, "2003", "desa-inan",
           "Air sungai naik malam hari di RT 02 Desa Inan dan tidak ada yang memberi tahu. Kami "
           "baru sadar saat air masuk rumah.",
           "Desa belum punya cara peringatan dini; perlu bersama trantib dan BPBD.",
           "siaga_bencana"),
    _Kisah("sungai", 3, "1001", "lurah-batu-piring",
           "Sampah menumpuk di tepi sungai perbatasan Kelurahan Batu Piring, baunya sampai rumah.",
           "Tempatnya di perbatasan; kami tidak bisa mengangkutnya sendiri."),
    _Kisah("lampu", 9, "2005", "desa-panggung",
           "Lampu jalan di RT 01 Desa Panggung mati sudah dua minggu, gelap sekali.",
           "Mohon dibantu kecamatan."),
)  # fmt: skip


@transaction.atomic
def load_rujukan() -> int:
    """Tickets of villages handed to the desk; gives how many. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=PARINGIN))
    if Rujukan.objects.filter(meja=MEJA).exists():
        return 0
    antre = set(PesanKeluar.objects.filter(status="queued").values_list("pk", flat=True))
    with simulated_clock() as jam:
        pemutar = _Pemutar(jam)
        for kisah in _KISAH:
            pemutar.play(kisah)
        kini = jam.sekarang = pemutar.kini
    if PesanKeluar.objects.filter(status="queued").exclude(pk__in=antre).exists():
        settle_keluar(None, hari_ini=kini, sekarang=kini)
    return Rujukan.objects.filter(meja=MEJA).count()


class _Pemutar:
    """Plays each story at its own times, by the services of both sides."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.kini = jam, timezone.now()
        self.orang = {p.username: p for p in Pengguna.objects.filter(is_active=True)}
        self.meja = self.orang["petugas-paringin"]

    def play(self, kisah: _Kisah) -> None:
        mulai = self.kini.astimezone(ZONA) - timedelta(days=kisah.hari)
        self.at(mulai.replace(hour=8, minute=40))
        desa = self.orang[kisah.petugas]
        tiket = self.report(kisah, desa)
        self.jam.sekarang += timedelta(hours=3)
        layanan.divert_tiket(
            tiket, by=desa, alasan=kisah.alasan, meja=MEJA,
            ke_wilayah=Wilayah.objects.get(pk=PARINGIN),
        )  # fmt: skip
        rujukan = Rujukan.objects.get(sumber_id=str(tiket.pk), meja=MEJA)
        self.jam.sekarang += timedelta(hours=20)
        if kisah.masalah:
            accept_rujukan(rujukan, by=self.meja, rincian={"masalah": kisah.masalah})
            self.go_on(kisah, tiket, desa)
        elif kisah.kunci == "lampu":
            alasan = "Lampu jalan desa ditangani PLN lewat desa; nomor tiangnya cukup dilaporkan."
            return_rujukan(rujukan, by=self.meja, alasan=alasan)

    def at(self, waktu: datetime) -> None:
        self.jam.sekarang = min(waktu, self.kini)

    def report(self, kisah: _Kisah, desa: Pengguna) -> Tiket:
        """The resident's report by web form, its ticket checked by the village."""
        baru = CurhatBaru(
            teks=kisah.teks, saluran=Saluran.WEB, wilayah=f"{PARINGIN}.{kisah.desa}",
            diterima_at=timezone.now(), anonim=True,
        )  # fmt: skip
        (dibuka,) = open_curhat_many([baru], triase_baru([baru]))
        tiket = layanan.ensure_tiket(dibuka.curhat, sebab="Perlu ditangani.", buka=True)
        assert tiket is not None  # noqa: S101 - none of these is held
        self.jam.sekarang += timedelta(hours=1)
        return layanan.verify_tiket(tiket, by=desa) if tiket.status == "baru" else tiket

    def go_on(self, kisah: _Kisah, tiket: Tiket, desa: Pengguna) -> None:
        permintaan = Permintaan.objects.get(rujukan__sumber_id=str(tiket.pk), rujukan__meja=MEJA)
        link_permintaan(permintaan, jenis="tiket", kunci=tiket.nomor, by=desa)
        self.step(permintaan, 4, S.DITELAAH, petugas=self.meja)
        if kisah.kunci == "banjir":
            self.jam.sekarang += timedelta(hours=5)
            add_keterangan(tiket.curhat, teks="Kentongan di pos ronda juga sudah rusak.")
            return
        self.step(permintaan, 26, S.DITANGGAPI, catatan="Dibahas bersama dua desa dan seksi PMD.")
        self.step(permintaan, 120, S.SELESAI, hasil="Papan jembatan diganti bersama dua desa.")

    def step(
        self, permintaan: Permintaan, jam: int, ke: str, *, catatan: str = "", **isi: Any
    ) -> None:
        """So many hours later, unless that is still to come."""
        self.at(self.jam.sekarang + timedelta(hours=jam))
        move_permintaan(permintaan, to=ke, by=self.meja, catatan=catatan, **isi)
