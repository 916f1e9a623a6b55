"""The demo of capacity: two half-years of assessments, support with results, readiness, figures.

Invented and marked so; people belong to nobody, numbers to no subscriber.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dasbor.demo.waktu import Jam, simulated_clock
from pesan.models import PesanKeluar
from ruko_parsel.angka_stunting import months_before
from ruko_parsel.models import (
    ButirSiaga,
    JenisMasalah,
    PenilaianKapasitas,
    PeringatanSiaga,
    RencanaPembinaan,
)
from ruko_parsel.models.kapasitas import periode_of, periode_span, shift_periode
from ruko_parsel.services.kapasitas import (
    save_nilai,
    say_beda,
    send_penilaian,
    start_penilaian,
)
from ruko_parsel.services.pembinaan import (
    IsiRencana,
    end_pembinaan,
    plan_pembinaan,
    record_kehadiran,
    register_peserta,
)
from ruko_parsel.services.peringatan import IsiPeringatan, confirm_peringatan, send_peringatan
from ruko_parsel.services.siaga import IsiKontak, add_kontak, check_butir, record_uji
from ruko_parsel.services.stunting import IsiAngka, appoint_gizi, record_angka
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.zona import hari_ini, zona_of

PARINGIN = "63.11.07"
_JEDA = timedelta(days=60)  # into the half-year before: when its assessments were sent
# kind, title, form, who, seats, how many days after the first assessments, what came of it
_BINA = (
    ("keuangan", "Menyusun laporan semester tanpa dikembalikan", "pelatihan", "Inspektorat daerah",
     24, 20, "Semua peserta menyelesaikan satu laporan contoh; tiga desa minta didampingi lagi."),
    ("layanan_ti", "Melayani surat dengan komputer", "pendampingan", "Seksi Pelayanan Umum",
     16, 32, "Delapan jenis surat kini diketik dari satu contoh."),
    ("siaga_bencana", "Menyusun jalur dan titik kumpul", "kunjungan", "Desa tetangga dan relawan",
     20, 44, "Setiap desa pulang dengan gambar jalur; empat desa sudah memasang papan."),
    ("stunting", "Menimbang dan mencatat yang benar", "pelatihan", "Puskesmas", 32, 56,
     "Alat timbang diperiksa bersama; dua kader baru dilatih di tiap desa."),
    ("sarana_kerja", "Pinjam pakai pencetak bagi desa", "alat", "Kantor kecamatan", 6, 68,
     "Enam pencetak diserahkan dengan berita acara; perawatan ditanggung desa."),
)  # fmt: skip
_NAMA = ("Rusmini", "Jainal", "Halimah", "Kaspul", "Norlaila", "Syamsir", "Mahrita", "Hairul")
_AKHIR = ("Sungkaiwati", "Balukara", "Tarapjaya", "Kecapimas", "Rambaiwana", "Luruhsari")
_TUGAS = ("Ketua tim siaga", "Kepala seksi pemerintahan")


@transaction.atomic
def load_kapasitas_ruko() -> int:
    """Everything of this part; gives how many assessments were made. Safe to repeat."""
    kecamatan = Wilayah.objects.select_for_update().filter(pk=PARINGIN).first()
    if kecamatan is None or PenilaianKapasitas.objects.in_wilayah(PARINGIN).exists():
        return 0
    dunia = _Dunia(kecamatan)
    with simulated_clock() as jam:
        dunia.run(jam)
    appoint_gizi(kecamatan, dunia.petugas[1], by=dunia.camat)
    return PenilaianKapasitas.objects.in_wilayah(PARINGIN).count()


class _Dunia:
    """The villages, who speaks for each, and how they came along."""

    def __init__(self, kecamatan: Wilayah) -> None:
        self.acak = random.Random("kapasitas-paringin")  # noqa: S311 - invented figures
        nama = [f"{depan} {akhir}" for depan in _NAMA for akhir in _AKHIR]
        self.acak.shuffle(nama)
        self.nama = cycle(nama)  # so that no two of one course are called the same
        self.kecamatan = kecamatan
        self.desa = list(Wilayah.objects.filter(induk=kecamatan).order_by("kode"))
        self.masalah = list(JenisMasalah.objects.all())
        self.camat = _staff("camat-paringin")
        self.petugas = [_staff("petugas-paringin"), _staff("petugas2-paringin")]
        self.perangkat = {d.kode: _speaker(d) for d in self.desa}
        self.kini = timezone.now()
        self.ikut = {m[0]: self.acak.sample(self.desa, 6) for m in _BINA}
        hari = self.hari = hari_ini(PARINGIN)  # before the clock is turned back
        self.periode = periode_of(hari)
        self.lalu = shift_periode(self.periode, -1)
        self.hari_lalu = periode_span(self.lalu)[0] + _JEDA
        awal = periode_span(self.periode)[0]
        self.hari_ini = max(awal, hari - timedelta(days=20))
        self.nilai = {
            d.kode: {m.pk: self.acak.choice((1, 2, 2, 2, 3, 3, 4)) for m in self.masalah}
            for d in self.desa
        }

    def run(self, jam: Jam) -> None:
        """In the order in which it happened."""
        for n, langkah in enumerate((self.assess_before, self.support, self.assess_now)):
            langkah(partial(self._at, jam, 9 + n))
        self.readiness(jam)
        self.warn(jam)
        self.children(jam)

    def _at(self, jam: Jam, pukul: int, hari: date) -> None:
        self._go(jam, hari, pukul)

    def _go(self, jam: Jam, hari: date, pukul: int) -> None:
        saat = datetime(hari.year, hari.month, hari.day, pukul, tzinfo=zona_of(PARINGIN))
        jam.sekarang = min(saat, self.kini)

    def assess_before(self, go: Callable[[date], None]) -> None:
        for n, desa in enumerate(self.desa):
            go(self.hari_lalu + timedelta(days=n % 8))
            self._assess(desa, self.lalu)

    def support(self, go: Callable[[date], None]) -> None:
        for masalah, judul, bentuk, oleh, kursi, hari, hasil in _BINA:
            mulai = self.hari_lalu + timedelta(days=hari)
            go(mulai - timedelta(days=7))
            rencana = self._plan(masalah, (judul, bentuk, oleh), kursi, mulai)
            if bentuk != "alat":
                self._attend(rencana, masalah, partial(go, mulai))
            go(mulai + timedelta(days=1))
            end_pembinaan(rencana, to="selesai", hasil=hasil, by=self.petugas[0])
        go(self.hari)
        nanti = self.hari + timedelta(days=16)
        isi = ("Menyusun data desa bersama RT", "pendampingan", "Seksi Pemerintahan")
        self._plan("data_desa", isi, 20, nanti)

    def _plan(
        self, masalah: str, isi: tuple[str, str, str], kursi: int, mulai: date
    ) -> RencanaPembinaan:
        judul, bentuk, oleh = isi
        return plan_pembinaan(
            IsiRencana(
                kecamatan=self.kecamatan, judul=judul, bentuk=bentuk, oleh=oleh, kursi=kursi,
                masalah=next(m for m in self.masalah if m.pk == masalah), tanggal=mulai,
                sampai=mulai + timedelta(days=1), tempat="Aula kantor kecamatan",
                desa=tuple(self.ikut.get(masalah, self.desa[:5])), anggaran=150_000 * kursi,
            ),
            by=self.petugas[0],
        )  # fmt: skip

    def _attend(self, rencana: RencanaPembinaan, masalah: str, go: Callable[[], None]) -> None:
        orang = [
            register_peserta(
                rencana, desa=desa, nama=self._name(), jabatan=jabatan,
                by=self.perangkat[desa.kode],
            )
            for desa in self.ikut[masalah]
            for jabatan in ("Sekretaris desa", "Kaur keuangan")
        ]  # fmt: skip
        go()
        hadir = {p.pk: self.acak.random() < 0.9 for p in orang}
        record_kehadiran(rencana, hadir, by=self.petugas[0])

    def assess_now(self, go: Callable[[date], None]) -> None:
        for n, desa in enumerate(self.desa):
            for m in self.masalah:
                ikut = desa in self.ikut.get(m.pk, [])
                if self.acak.random() < (0.65 if ikut else 0.2):
                    self.nilai[desa.kode][m.pk] = min(5, self.nilai[desa.kode][m.pk] + 1)
            go(self.hari_ini + timedelta(days=n % 8))
            self._assess(desa, self.periode)
        for kata, by in (
            ("Buku kas kami lengkap, hanya lambat dikirim.", self.perangkat[self.desa[2].kode]),
            ("Dua laporan terakhir dikembalikan; mari lihat bersama.", self.petugas[0]),
        ):
            say_beda(self.desa[2], periode=self.periode, masalah=self.masalah[5], teks=kata, by=by)

    def _assess(self, desa: Wilayah, periode: str) -> None:
        """Both views; the desk is a little stricter, and far apart here and there."""
        nilai = self.nilai[desa.kode]
        meja = {
            m: max(1, min(5, n + self.acak.choice((-2, -1, 0, 0, 0, 1)))) for m, n in nilai.items()
        }
        for by, isi in ((self.perangkat[desa.kode], nilai), (self.petugas[0], meja)):
            draf = start_penilaian(desa, periode=periode, by=by)
            save_nilai(draf, {m: (n, "") for m, n in isi.items()}, by=by)
            send_penilaian(draf, by=by)

    def readiness(self, jam: Jam) -> None:
        butir = list(ButirSiaga.objects.all())
        bukti = {
            "ada": "Sudah dilihat di lapangan",
            "sebagian": "Belum lengkap",
            "belum": "",
        }
        for ke, desa in enumerate(self.desa):
            by = self.perangkat[desa.kode]
            baik = 0.25 + 0.5 * self.acak.random()
            self._go(jam, self.hari - timedelta(days=20 + 15 * ke), 10)
            for satu in butir:
                undi = self.acak.random()
                keadaan = "ada" if undi < baik else ("sebagian" if undi < baik + 0.25 else "belum")
                if undi < 0.95:
                    check_butir(desa, satu, keadaan=keadaan, bukti=bukti[keadaan], by=by)
            if ke == len(self.desa) - 1:
                continue  # one village that has nobody yet
            for urut, tugas in enumerate(_TUGAS, start=1):
                kontak = add_kontak(desa, self._contact(ke * 4 + urut * 2, tugas, urut), by=by)
            record_uji(kontak, hasil="tidak", orang=1, by=by)

    def _contact(self, n: int, tugas: str, urut: int) -> IsiKontak:
        kedua = self._name() if urut == 1 else ""
        return IsiKontak(
            tugas, self._name(), f"0812{n + 1100:08d}", urut, kedua,
            f"0812{n + 1101:08d}" if kedua else "",
        )  # fmt: skip

    def warn(self, jam: Jam) -> None:
        """A test a while ago; most said that it had arrived."""
        self._go(jam, self.hari - timedelta(days=12), 9)
        isi = IsiPeringatan(
            "banjir", "waspada",
            "Uji rantai kabar. Teruskan sampai RT terakhir, lalu nyatakan diterima.", uji=True,
        )  # fmt: skip
        satu, _baru = send_peringatan(
            self.kecamatan, self.desa[:8], isi, kunci=UUID(int=631107), by=self.petugas[0]
        )
        PesanKeluar.objects.filter(kunci__startswith=f"peringatan:{satu.pk}:").update(
            status=PesanKeluar.Status.DELIVERED, delivered_at=timezone.now()
        )
        self._answer(jam, satu)

    def _answer(self, jam: Jam, satu: PeringatanSiaga) -> None:
        for ke, penerima in enumerate(satu.penerima.all()):
            if ke % 5:
                jam.sekarang += timedelta(minutes=2)
                cara = "tautan" if ke % 3 else "obrolan"
                confirm_peringatan(satu, kontak=penerima.kontak_id, cara=cara)

    def children(self, jam: Jam) -> None:
        jam.sekarang = self.kini
        bulan = months_before(self.hari.replace(day=1), 12)
        for ke, desa in enumerate(self.desa):
            anak = 28 + 9 * ke % 75
            bagian = 0.08 + 0.14 * self.acak.random()
            for n, satu in enumerate(bulan):
                ditimbang = anak - self.acak.randint(0, 6)
                turun = bagian * (1 - 0.02 * n)
                record_angka(
                    IsiAngka(
                        desa, satu, ditimbang, round(ditimbang * turun),
                        round(ditimbang * turun / 2),
                    ),
                    by=self.perangkat[desa.kode], contoh=True,
                )  # fmt: skip

    def _name(self) -> str:
        return next(self.nama)


def _staff(username: str) -> Pengguna:
    """An account of the demo; its roles are read before the clock is turned back."""
    orang: Pengguna = Pengguna.objects.get(username=username)
    assert orang.penugasan_aktif is not None  # noqa: S101 - read now, kept on the object
    return orang


def _speaker(desa: Wilayah) -> Pengguna:
    """Whoever works for the village; where the demo has nobody, an account without a password."""
    rows = Penugasan.objects.holding(desa.kode, Peran.MODERATOR, Peran.LURAH)
    tugas: Any = rows.filter(wilayah=desa).select_related("pengguna").first()
    if tugas is None:
        orang = Pengguna(username=f"perangkat-{desa.slug or desa.kode}")
        orang.nama = f"Perangkat {desa.nama}"
        orang.set_unusable_password()
        orang.save()
        Penugasan.objects.create(pengguna=orang, peran=Peran.MODERATOR, wilayah=desa)
        return _staff(orang.username)
    return _staff(tugas.pengguna.username)
