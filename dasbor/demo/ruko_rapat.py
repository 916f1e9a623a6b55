"""Demo: monthly meetings of Paringin Selatan with decisions, one today, one next week."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.waktu import Jam, simulated_clock
from hadir.services import record_hadir
from ruko_parsel.models import Keputusan, Permintaan, Rapat, Ruang
from ruko_parsel.services.agenda_rapat import (
    add_permintaan,
    add_pokok,
    carry_over,
    suggest_permintaan,
)
from ruko_parsel.services.keputusan import finish_keputusan, report_keputusan
from ruko_parsel.services.notulen import (
    IsiKeputusan,
    add_keputusan,
    approve_notulen,
    open_notulen,
    save_notulen,
)
from ruko_parsel.services.pemesanan import Bentrok, WaktuKeliru
from ruko_parsel.services.rapat import Rencana, end_rapat, make_sesi, plan_rapat, start_rapat
from ruko_parsel.services.undangan_rapat import (
    answer_undangan,
    invite_peran,
    invite_tamu,
    send_undangan,
)
from wilayah.models import Pengguna, Wilayah
from wilayah.zona import zona_of

PARINGIN = "63.11.07"
_AULA = "Aula RUKO PARSEL"
INAN, PANGGUNG = f"{PARINGIN}.2003", f"{PARINGIN}.2005"
ZONA = zona_of(PARINGIN)


@dataclass(frozen=True, slots=True)
class _Putusan:
    """A decision of the demo; `akhir` is how it went on: "selesai", "belum" or nothing."""

    isi: str
    oleh: str = ""
    teks: str = ""
    hari: int = 14
    desa: str = ""
    akhir: str = ""
    kata: str = ""


@dataclass(frozen=True, slots=True)
class _Lama:
    """A meeting that was held so many days ago."""

    hari_lalu: int
    judul: str
    pembuka: str
    pokok: tuple[tuple[str, str], ...]
    putusan: tuple[_Putusan, ...] = field(default=())


_LAMA = (
    _Lama(
        92, "Rapat koordinasi bulanan: data desa",
        "Camat membuka rapat dan mengucapkan selamat datang kepada kepala desa dan sekretaris.",
        (("Kelengkapan data desa", "Tujuh desa belum memperbarui profil desa tahun ini. Disepakati "
          "satu format yang sama dan satu orang penanggung jawab di tiap desa."),
         ("Pelatihan komputer perangkat desa", "Perangkat desa meminta pelatihan pengolah angka "
          "di balai kecamatan, dua hari, sesudah masa panen.")),
        (_Putusan("Setiap desa menunjuk satu pengelola data dan mengirim namanya ke kecamatan",
                  teks="Sekretaris desa dan lurah", hari=14, akhir="selesai",
                  kata="Enam belas nama sudah diterima."),
         _Putusan("Kecamatan menyiapkan format profil desa yang sama", oleh="petugas-paringin",
                  hari=10, akhir="selesai", kata="Format dibagikan lewat grup sekretaris."),
         _Putusan("Jadwalkan pelatihan pengolah angka dua hari", oleh="petugas2-paringin",
                  hari=45, akhir="selesai", kata="Terlaksana di aula, diikuti 27 orang.")),
    ),
    _Lama(
        61, "Rapat koordinasi bulanan: keuangan dan pelaporan",
        "Rapat dibuka camat, dilanjutkan paparan kasi pemerintahan.",
        (("Laporan semester dana desa", "Sebagian desa terlambat karena bukti belanja belum "
          "dirapikan. Pendampingan dilakukan bergiliran, desa yang paling tertinggal lebih dulu."),
         ("Peran lembaga pendukung desa", "BPD dan lembaga pemberdayaan diundang sejak musyawarah "
          "rencana, bukan hanya saat pengesahan.")),
        (_Putusan("Dampingi pembukuan Desa Inan sampai laporan semester selesai",
                  oleh="petugas-paringin", hari=21, desa=INAN, akhir="selesai",
                  kata="Laporan Inan diterima kabupaten."),
         _Putusan("Lengkapi bukti belanja triwulan Desa Panggung", oleh="desa-panggung",
                  hari=40, desa=PANGGUNG, akhir="belum",
                  kata="Menunggu kuitansi dari toko bangunan."),
         _Putusan("Undang BPD setiap desa ke musyawarah rencana", teks="Kepala desa", hari=90)),
    ),
    _Lama(
        30, "Rapat koordinasi bulanan: kesiapan musim hujan",
        "Rapat dibuka dengan catatan tinggi air di tiga desa tepi sungai.",
        (("Kesiapan tanggap darurat", "Belum semua desa punya daftar nomor penting dan titik "
          "kumpul. Contoh daftar dari Batu Piring dipakai bersama."),
         ("Balita kurang gizi", "Posyandu meminta data sasaran diperbarui sebelum pembagian "
          "makanan tambahan.")),
        (_Putusan("Setiap desa menempel daftar nomor penting dan titik kumpul di balai desa",
                  teks="Kepala desa dan lurah", hari=20),
         _Putusan("Sekretaris Desa Inan memperbarui data sasaran balita", oleh="desa-inan",
                  hari=31, desa=INAN),
         _Putusan("Susun regu siaga bersama Kelurahan Batu Piring", oleh="lurah-batu-piring",
                  hari=45, akhir="belum", kata="Regu sudah dibentuk, pelatihannya pekan depan.")),
    ),
)  # fmt: skip


@transaction.atomic
def load_rapat() -> int:
    """Three held meetings, one of today and one of next week. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=PARINGIN))
    if Rapat.objects.in_wilayah(PARINGIN).exists():
        return 0
    with simulated_clock() as jam:
        putar = _Pemutar(jam)
        for lama in _LAMA:
            putar.hold(lama)
        jam.sekarang = putar.kini
        putar.today()
        putar.next_week()
    return Rapat.objects.in_wilayah(PARINGIN).count()


class _Pemutar:
    """Holds the meetings, each at its own time, by the services staff use."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.kini = jam, timezone.now()
        tugas = Pengguna.objects.filter(penugasan__wilayah__kode__startswith=PARINGIN)
        self.orang = {satu.username: satu for satu in tugas}
        self.camat = self.orang["camat-paringin"]
        self.petugas = self.orang["petugas-paringin"]
        self.kecamatan = Wilayah.objects.get(pk=PARINGIN)

    def _plan(self, judul: str, mulai: datetime, **lain: Any) -> Rapat:
        rencana: dict[str, Any] = {
            "wilayah": self.kecamatan, "judul": judul, "jenis": Rapat.Jenis.KOORDINASI,
            "tempat": _AULA, "mulai_at": mulai, "pimpinan": self.camat,
            "selesai_at": mulai + timedelta(hours=3), "notulis": self.petugas,
        }  # fmt: skip
        rapat = plan_rapat(Rencana(**(rencana | lain)), by=self.petugas)
        invite_peran(rapat, by=self.petugas)
        return rapat

    def _plan_in_aula(self, judul: str, mulai: datetime) -> Rapat:
        """In the house's hall; elsewhere where that is closed (a holiday) or taken."""
        aula = Ruang.objects.active().filter(wilayah=PARINGIN, nama="Aula Kecamatan").first()
        try:
            return self._plan(judul, mulai, ruang=aula, peserta=40, tempat="" if aula else _AULA)
        except (Bentrok, WaktuKeliru):
            return self._plan(judul, mulai)

    def _day(self, hari: int, jam: int) -> datetime:
        """So many days from now at this hour of the place, on a working day."""
        lokal = (self.kini + timedelta(days=hari)).astimezone(ZONA)
        lokal = lokal.replace(hour=jam, minute=0, second=0, microsecond=0)
        while hari and lokal.weekday() >= 5:
            lokal += timedelta(days=1)
        return lokal

    def hold(self, lama: _Lama) -> None:
        mulai = self._day(-lama.hari_lalu, 9)
        self.jam.sekarang = mulai - timedelta(days=5)
        rapat = self._plan(lama.judul, mulai)
        carry_over(rapat, by=self.petugas)
        pokok = [(add_pokok(rapat, judul=j, by=self.petugas, menit=30), t) for j, t in lama.pokok]
        self._send(rapat)
        self.jam.sekarang = mulai
        start_rapat(rapat, by=self.petugas)
        self._attend(rapat)
        notulen = open_notulen(rapat, by=self.petugas)
        self.jam.sekarang = mulai + timedelta(hours=2)
        teks = {satu.pk: isi for satu, isi in pokok}
        save_notulen(
            notulen, pembuka=lama.pembuka, teks=teks, simpanan=0, by=self.petugas,
            penutup="Rapat ditutup dengan doa bersama.",
        )  # fmt: skip
        putusan = [self._decide(rapat, satu) for satu in lama.putusan]
        end_rapat(rapat, by=self.petugas)
        self.jam.sekarang = mulai + timedelta(hours=6)
        approve_notulen(notulen, by=self.camat)
        for baris, satu in zip(putusan, lama.putusan, strict=True):
            self._go_on(baris, satu, mulai)
        self.settle()

    def settle(self) -> None:
        """Nobody may be sent today what was owed at a meeting months ago."""
        tengah_malam = self.kini.astimezone(ZONA).replace(hour=0, minute=0, second=0)
        settle_keluar(None, hari_ini=tengah_malam, sekarang=self.kini)

    def _send(self, rapat: Rapat) -> None:
        send_undangan(rapat, by=self.petugas)
        for ke, undangan in enumerate(rapat.undangan.order_by("pk")):
            jawaban = {"jawaban": "hadir"}
            if ke % 5 == 3:
                jawaban = {"jawaban": "diwakilkan", "wakil": "Kaur Umum"}
            if ke % 5 != 4:
                answer_undangan(undangan, cara="tautan", by=undangan.pengguna, **jawaban)

    def _attend(self, rapat: Rapat) -> None:
        sesi = make_sesi(rapat, by=self.petugas)
        for ke, undangan in enumerate(rapat.undangan.order_by("pk")):
            if ke % 5 != 4:
                self.jam.sekarang += timedelta(minutes=1 if ke else 0)
                record_hadir(sesi, undangan.kunci_orang, cara="daftar", by=self.petugas)

    def _decide(self, rapat: Rapat, satu: _Putusan) -> Keputusan:
        notulen = open_notulen(rapat, by=self.petugas)
        isi = IsiKeputusan(
            satu.isi, rapat.mulai_at.astimezone(ZONA).date() + timedelta(days=satu.hari),
            penanggung_jawab=self.orang.get(satu.oleh), penanggung_teks=satu.teks,
            desa=Wilayah.objects.get(pk=satu.desa) if satu.desa else None,
        )  # fmt: skip
        return add_keputusan(notulen, isi, by=self.petugas)

    def _go_on(self, keputusan: Keputusan, satu: _Putusan, mulai: datetime) -> None:
        if not satu.akhir:
            return
        self.jam.sekarang = min(mulai + timedelta(days=max(3, satu.hari - 3)), self.kini)
        oleh = self.orang.get(satu.oleh, self.petugas)
        if satu.akhir == "selesai":
            finish_keputusan(keputusan, hasil=satu.kata, by=oleh)
        else:
            report_keputusan(keputusan, catatan=satu.kata, by=oleh)

    def today(self) -> None:
        """One of this day: it begins in a while, or it is under way, or it is over."""
        mulai = self._day(0, 9)
        self.jam.sekarang = mulai - timedelta(days=3)
        rapat = self._plan("Musyawarah pemutakhiran data desa", mulai, jenis=Rapat.Jenis.MUSYAWARAH)
        add_pokok(rapat, judul="Cara mengisi profil desa yang baru", by=self.petugas, menit=45)
        self._send(rapat)
        self.settle()
        self.jam.sekarang = self.kini
        if mulai <= self.kini:
            start_rapat(rapat, by=self.petugas)
            self._attend(rapat)
            self.jam.sekarang = self.kini
        if rapat.selesai_at <= self.kini:
            end_rapat(rapat, by=self.petugas)

    def next_week(self) -> None:
        """The monthly one to come, with what is open of the last and with requests."""
        rapat = self._plan_in_aula("Rapat koordinasi bulanan: penutup tahun", self._day(7, 9))
        carry_over(rapat, by=self.petugas)
        usulan = [u.permintaan for u in suggest_permintaan(rapat)][:4]
        add_permintaan(
            rapat, Permintaan.objects.filter(pk__in=[p.pk for p in usulan]), by=self.petugas
        )
        invite_tamu(rapat, nama="Petugas gizi puskesmas", lembaga="Puskesmas", by=self.petugas)
        send_undangan(rapat, by=self.petugas)
