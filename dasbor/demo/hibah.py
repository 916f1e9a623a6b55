"""Demo grants of Kel. Taman: three packages, 62 proposals, 40 handed over, checks, one misuse.

By the real services at past times, on the demo households (KT-0001 …). Public works come with it.
"""

import datetime as dt
from random import Random
from typing import Any

from django.db import transaction

from dasbor.demo.gambar_hibah import draw_usaha
from dasbor.demo.padat_karya import load_padat_karya
from dasbor.demo.program import KELURAHAN, demo_program
from dasbor.demo.waktu import Jam, next_kantor, simulated_clock
from ekonomi.models import Hibah, KriteriaHibah, PaketHibah, Pedagang, Program, Rumah
from ekonomi.services.hibah.periksa import record_pemeriksaan
from ekonomi.services.hibah.serah import hand_over_hibah
from ekonomi.services.hibah.setuju import approve_hibah
from ekonomi.services.hibah.tarik import record_pengembalian, withdraw_hibah
from ekonomi.services.hibah.usul import assess_hibah, propose_hibah, reject_hibah
from ekonomi.services.hibah.voucher import redeem_voucher, settle_pedagang
from wilayah.kalender import WIB
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran

USULAN, DISERAHKAN, DISETUJUI = 62, 40, 5
_BENIH = 4007
# code, name, kind, thing, Rupiah from and to, quota, source, what is in it
_PAKET = (
    ("modal-warung", "Modal warung", "uang", "modal", 1_000_000, 2_000_000, 35, "apbd",
     "Bahan baku dan etalase kecil"),
    ("alat-jahit", "Mesin jahit dan perlengkapan", "alat", "mesin-jahit", 1_500_000, 2_500_000, 24,
     "csr", "Mesin jahit, gunting, benang, dan pelatihan sehari"),
    ("bahan-kue", "Voucher bahan kue", "voucher", "bahan-kue", 1_000_000, 1_000_000, 10, "baznas",
     "Belanja tepung, gula, dan loyang di toko yang bekerja sama"),
)  # fmt: skip
_KRITERIA = (
    ("dtks", "Terdaftar DTKS/DTSEN", 20, 1),
    ("tanggungan", "Jumlah tanggungan", 15, 4),
    ("potensi", "Punya potensi usaha", 15, 1),
    ("pelatihan", "Sudah ikut pelatihan", 10, 2),
    ("belum_dibantu", "Belum pernah menerima modal", 15, 1),
    ("perempuan_kepala", "Perempuan kepala keluarga", 10, 1),
    ("rentan", "Ada lansia atau penyandang disabilitas", 5, 1),
    ("kesiapan", "Kesiapan menurut fasilitator", 10, 1),
)
_RENCANA = {
    "uang": ("Belanja bahan nasi bungkus", "Isi warung sayur", "Bahan gorengan dan kompor",
             "Modal keripik tempe", "Etalase dan bahan jamu"),
    "alat": ("Jahit seragam dan permak", "Jahit tas kain perca", "Terima jahitan di rumah"),
    "voucher": ("Bahan kue basah pesanan", "Bahan roti goreng", "Kue kering titip warung"),
}  # fmt: skip


@transaction.atomic
def load_hibah() -> int:
    """Grants and public works; gives how many grants. 0 when they are there."""
    list(Wilayah.objects.select_for_update().filter(pk=KELURAHAN))
    program = demo_program()
    if program is None or PaketHibah.objects.filter(program=program).exists():
        return 0
    tim = {peran: staff_with(peran) for peran in ("fasilitator", "moderator", "lurah", "bendahara")}
    paket = _reference(program)
    with simulated_clock() as jam:
        _Cerita(program, paket, tim, jam).play()
        load_padat_karya(program, tim, jam)
    return Hibah.objects.filter(paket__program=program).count()


def staff_with(peran: str) -> Pengguna:
    """Somebody of the demo kelurahan with this role (fixtures/demo/akun.csv)."""
    tugas = Penugasan.objects.holding(KELURAHAN, Peran(peran)).select_related("pengguna").first()
    assert tugas is not None  # noqa: S101 - held by fixtures/demo/akun.csv
    pengguna: Pengguna = tugas.pengguna
    return pengguna


def _reference(program: Program) -> list[PaketHibah]:
    for n, (rumus, nama, bobot, penuh) in enumerate(_KRITERIA):
        KriteriaHibah.objects.create(
            program=program, kode=rumus.replace("_", "-"), nama=nama, bobot=bobot, rumus=rumus,
            penuh_pada=penuh, urutan=n,
        )  # fmt: skip
    pos = program.pos.get(kode="bantuan")
    return [
        PaketHibah.objects.create(
            program=program, pos=pos, kode=kode, nama=nama, jenis=jenis, kode_barang=barang,
            nilai_min=dari, nilai_maks=sampai, kuota=kuota, sumber=sumber, keterangan=isi,
        )
        for kode, nama, jenis, barang, dari, sampai, kuota, sumber, isi in _PAKET
    ]  # fmt: skip


class _Cerita:
    """The story of the programme's grants, day by day."""

    def __init__(
        self, program: Program, paket: list[PaketHibah], tim: dict[str, Pengguna], jam: Jam
    ) -> None:
        self.program, self.paket, self.tim, self.jam = program, paket, tim, jam
        self.acak = Random(_BENIH)  # noqa: S311 - a story
        self.sekarang = jam.sekarang
        self.voucher: list[Any] = []

    def at(self, hari: int, jam: int = 9) -> dt.datetime:
        """Office hours of a day of the programme; never later than now."""
        tanggal = self.program.mulai + dt.timedelta(days=hari)
        waktu = dt.datetime.combine(tanggal, dt.time(jam, self.acak.randint(0, 59)), tzinfo=WIB)
        self.jam.sekarang = min(next_kantor(waktu), self.sekarang)
        return self.jam.sekarang

    def play(self) -> None:
        hibah = self._propose()
        urut = sorted(hibah, key=lambda h: (-(h.skor or 0), h.pk))
        self._approve(urut[: DISERAHKAN + DISETUJUI])
        diserahkan = self._hand_over(urut[:DISERAHKAN])
        self._shops()
        self._check(diserahkan)
        self._misuse(diserahkan[-1])
        self.at(58)
        for satu in urut[-8:-3]:  # the last three are not assessed yet
            reject_hibah(
                satu, alasan="Kuota paket ini sudah habis untuk yang skornya lebih tinggi.",
                by=self.tim["lurah"],
            )  # fmt: skip

    def _propose(self) -> list[Hibah]:
        """Proposals of days 24 to 38: four vouchers, and the other two in turn."""
        rumah = list(
            Rumah.objects.filter(nomor__startswith="KT-", kelurahan=KELURAHAN, status="aktif")
            .order_by("-dtks", "nomor")[: USULAN * 2 : 2]
        )  # fmt: skip
        hasil = []
        for n, satu in enumerate(rumah):
            paket = self.paket[2 if n in (3, 9, 15, 21) else n % 5 // 3]
            self.at(24 + n // 5)
            nilai = self.acak.randrange(paket.nilai_min, paket.nilai_maks + 1, 250_000)
            hibah = propose_hibah(
                paket=paket, rumah=satu, nilai=nilai,
                rencana=self.acak.choice(_RENCANA[paket.jenis]),
                cara={"uang": ("tunai", "transfer")[n % 2], "alat": "barang"}.get(
                    paket.jenis, "voucher"
                ),
                kesiapan=5 if paket.jenis == "voucher" else self.acak.choice((2, 3, 3, 4, 4, 5)),
                by=self.tim["fasilitator"],
            )  # fmt: skip
            if n < USULAN - 3:  # the last ones wait for their assessment
                hibah.skor = assess_hibah(hibah, by=self.tim["fasilitator"]).skor
            if paket.jenis == "voucher":
                hibah.skor = 99  # the story needs the four vouchers among those given
            hasil.append(hibah)
        return hasil

    def _approve(self, hibah: list[Hibah]) -> None:
        for n, satu in enumerate(hibah):
            self.at(41 + n // 15)
            approve_hibah(satu, by=self.tim["moderator"])
            approve_hibah(satu, by=self.tim["lurah"])

    def _hand_over(self, hibah: list[Hibah]) -> list[Hibah]:
        """Eight a week, from day 44: the first are due for their second check by now."""
        hasil = []
        for n, satu in enumerate(hibah):
            hari = 44 + (n // 8) * 4
            tanggal = self.at(hari, 10).astimezone(WIB).date()
            serah = hand_over_hibah(
                satu, tanggal=tanggal, penerima=satu.rumah.nama_kepala,
                foto=[draw_usaha(satu.paket.jenis, 100 + n)],
                by=self.tim["fasilitator" if n % 3 else "bendahara"],
            )  # fmt: skip
            hasil.append(serah.hibah)
            self.voucher += [satu.voucher for satu in serah.voucher]
        return hasil

    def _shops(self) -> None:
        """Two shops; three of four vouchers spent, one shop paid."""
        toko = [
            Pedagang.objects.create(
                program=self.program, wilayah=self.program.wilayah, nama=nama, menjual=isi,
                alamat=alamat,
            )
            for nama, isi, alamat in (
                ("Toko Bahan Kue Manis Lestari", "tepung, gula, loyang", "Jalan Kenanga 14"),
                ("Grosir Rukun Makmur", "sembako dan kemasan", "Jalan Melati 3"),
            )
        ]  # fmt: skip
        for n, voucher in enumerate(self.voucher[:3]):
            self.at(64 + n * 3, 13)
            redeem_voucher(
                voucher, pedagang=toko[n % 2], jumlah=voucher.nilai, barang="Tepung, gula, loyang"
            )
        tanggal = self.at(76).astimezone(WIB).date()
        settle_pedagang(toko[0], tanggal=tanggal, by=self.tim["bendahara"])

    def _check(self, hibah: list[Hibah]) -> None:
        """Most 30-day checks are done, a few are late; the first ones' 60-day check too."""
        for n, satu in enumerate(hibah[:-1]):
            for hari, lewati in ((30, 9), (60, 3)):
                periksa = satu.pemeriksaan.get(hari=hari)
                if (
                    periksa.jatuh_tempo > self.sekarang.astimezone(WIB).date()
                    or n % lewati == 5 % lewati
                ):
                    continue
                waktu = (periksa.jatuh_tempo - self.program.mulai).days
                self.at(waktu, 14)
                putusan = "sebagian" if n % 11 == 4 else "dipakai"
                record_pemeriksaan(
                    periksa, putusan=putusan, by=self.tim["fasilitator"],
                    catatan="Baru dipakai di akhir pekan." if putusan == "sebagian" else "",
                    foto=[draw_usaha(satu.paket.jenis, 1000 + n * 2 + hari)],
                )  # fmt: skip

    def _misuse(self, hibah: Hibah) -> None:
        """The last one's thing was sold: seen on a visit, taken back, half of it came back."""
        periksa = hibah.pemeriksaan.get(hari=30)
        self.at(93, 10)
        record_pemeriksaan(
            periksa, putusan="dijual", by=self.tim["fasilitator"],
            catatan="Barangnya tidak ada di rumah; kata pemilik sudah dijual.",
        )  # fmt: skip
        self.at(94, 11)
        withdraw_hibah(
            hibah, alasan="Bantuan dijual sebelum dipakai berusaha.", by=self.tim["lurah"]
        )
        tanggal = self.at(97, 9).astimezone(WIB).date()
        record_pengembalian(
            hibah, jumlah=hibah.nilai // 2, tanggal=tanggal, by=self.tim["bendahara"]
        )
