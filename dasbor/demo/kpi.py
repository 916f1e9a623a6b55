"""Demo of SIAP-TAMAN: a hundred days of snapshots, warnings with plans, a signed sheet, news."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.kpi_warga import load_warga
from dasbor.demo.program import demo_lurah, demo_program
from dasbor.demo.waktu import simulated_clock
from ekonomi.models import Capaian, Peringatan, Program
from ekonomi.services.csr import record_realisasi
from ekonomi.services.evaluasi import answer_temuan, publish_temuan, write_temuan
from ekonomi.services.keputusan import decide_baris, open_lembar, sign_lembar, write_risalah
from ekonomi.services.kpi import ensure_aturan, record_capaian
from ekonomi.services.mandiri import freeze_peringkat
from ekonomi.services.peringatan import check_peringatan, finish_aksi, plan_aksi
from ekonomi.services.siaran import approve_siaran, draft_siaran, publish_siaran
from wilayah.kalender import WIB, to_wib
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran

_HARI_PERINGATAN, _HARI_EVALUASI, _HARI_RAPAT = 45, 90, 92
_RENCANA = {
    "pekerja_padat_karya": ("Buka dua proyek paving kecil dan umumkan lewat RT", "Sekretaris"),
    "rumah_miskin_turun": ("Periksa ulang data DTKS peserta bersama Dinas Sosial", "Data officer"),
    "pendapatan_naik": ("Kunjungi rumah yang omzetnya belum diukur dua kali", "Fasilitator"),
    "umkm_onboard": ("Kelas foto produk dan pendampingan buka toko", "Perwakilan UMKM"),
    "peserta_pelatihan": ("Selesaikan nilai dan terbitkan sertifikat yang tertunda", "Sekretaris"),
    "usaha_baru_naik_kelas": ("Nilai ulang usaha yang siap naik kelas", "Mentor"),
}
_RENCANA_LAIN = ("Bahas sebabnya di rapat mingguan dan tentukan langkahnya", "Tim SWAT")
_RISALAH = (
    "Rapat membaca capaian tiap bagian satu per satu dan mendengar fasilitator. Bagian yang jauh "
    "di bawah garis tidak dihentikan bila penyebabnya jadwal, melainkan disesuaikan dengan rencana "
    "aksi. Keputusan diumumkan di halaman kelurahan."
)


@transaction.atomic
def load_kpi() -> int:
    """Everything of SIAP-TAMAN's demo; gives how many snapshots. Needs the other parts' demo."""
    list(Wilayah.objects.select_for_update().filter(pk="35.77"))  # one process at a time
    program = demo_program()
    if program is None or Capaian.objects.filter(program=program).exists():
        return 0
    lurah = demo_lurah()
    ensure_aturan(program)
    jumlah = sum(record_capaian(program, hari) for hari in _days(program))
    sekarang = timezone.now()
    hari_ini = to_wib(sekarang).replace(hour=0, minute=0, second=0, microsecond=0)
    with simulated_clock() as jam:

        def at(hari: date, pukul: int = 9) -> None:
            if jam.sekarang < hari_ini:
                settle_keluar(jam.sekarang, hari_ini=hari_ini, sekarang=sekarang)
            jam.sekarang = datetime.combine(hari, time(pukul, 15), tzinfo=WIB)

        _warn(program, lurah, at)
        _rank(program, at)
        _review(program, lurah, at)
        _news(program, lurah, at)
        _findings(program, lurah, at)
        _csr(program, lurah, at)
        settle_keluar(jam.sekarang, hari_ini=hari_ini, sekarang=sekarang)
    load_warga(program, lurah)
    return jumlah


def _days(program: Program) -> list[date]:
    """Every fifth day at first, every day of the last two weeks."""
    lama = (timezone.localdate() - program.mulai).days
    hari = [*range(5, lama - 14, 5), *range(max(1, lama - 14), lama + 1)]
    return [program.mulai + timedelta(days=n) for n in hari]


def _day(program: Program, n: int) -> date:
    return program.mulai + timedelta(days=n)


def _warn(program: Program, lurah: Pengguna, at: Callable[..., None]) -> None:
    """Warnings at day 45 and at the review, each answered by a plan within two days."""
    for n in (_HARI_PERINGATAN, _HARI_EVALUASI):
        at(_day(program, n), 23)
        check_peringatan(program, _day(program, n))
        at(_day(program, n + 1))
        for peringatan in Peringatan.objects.filter(program=program, rencana__isnull=True):
            apa, siapa = _RENCANA.get(peringatan.indikator_id, _RENCANA_LAIN)
            tenggat = _day(program, n + 15)
            rencana = plan_aksi(peringatan, apa=apa, siapa=siapa, tenggat=tenggat, by=lurah)
            if n == _HARI_PERINGATAN:
                selesai = _day(program, n + 13)
                finish_aksi(
                    rencana, hasil="Sudah dijalankan; hasilnya terbaca di evaluasi hari ke-90.",
                    by=lurah, pada=selesai,
                )  # fmt: skip


def _rank(program: Program, at: Callable[..., None]) -> None:
    """The months that are over, each frozen on the second of the next."""
    bulan = program.mulai.replace(day=1)
    hari_ini = timezone.localdate()
    asli = date(hari_ini.year, hari_ini.month, 1)
    akhir = max(asli, _day(program, 100).replace(day=1))
    while bulan < akhir:
        berikut = (bulan + timedelta(days=32)).replace(day=1)
        if berikut > akhir:
            return
        if berikut > program.mulai + timedelta(days=25):
            at(berikut + timedelta(days=1), 1)
            freeze_peringkat(program, bulan)
        bulan = berikut


def _review(program: Program, lurah: Pengguna, at: Callable[..., None]) -> None:
    """The sheet of day 90: one component is decided otherwise, with its reason."""
    at(_day(program, _HARI_EVALUASI))
    lembar = open_lembar(program, by=lurah, pada=_day(program, _HARI_EVALUASI))
    at(_day(program, _HARI_RAPAT), 13)
    for baris in lembar.baris.all():
        if baris.hitungan == "hentikan":
            alasan = "Pekerjaannya baru mulai; rapat memilih memperbaiki jadwalnya dulu."
            decide_baris(baris, putusan="sesuaikan", alasan=alasan, by=lurah)
        else:
            decide_baris(baris, putusan=baris.hitungan, by=lurah)
    lembar = write_risalah(
        lembar, tanggal=_day(program, _HARI_RAPAT),
        peserta="Lurah, sekretaris, 2 fasilitator, data officer, perwakilan UMKM, perwakilan PKK",
        risalah=_RISALAH, by=lurah,
    )  # fmt: skip
    sign_lembar(lembar, by=lurah)


def _news(program: Program, lurah: Pengguna, at: Callable[..., None]) -> None:
    """Drafts after day 46 and after the review; the two newest are published."""
    for n in (46, 93):
        at(_day(program, n), 8)
        draf = draft_siaran(program, _day(program, n))
        if draf:
            at(_day(program, n), 14)
            publish_siaran(approve_siaran(draf[-1], by=lurah), by=lurah)


def _findings(program: Program, lurah: Pengguna, at: Callable[..., None]) -> None:
    """Three of the evaluation team: one followed up and published, one answered, one open."""
    tugas = Penugasan.objects.holding(program.wilayah_id, Peran.EVALUATOR)
    evaluator = next((t.pengguna for t in tugas.select_related("pengguna")), None)
    if evaluator is None:
        return
    at(_day(program, 60), 10)
    satu = write_temuan(
        program=program, by=evaluator, judul="Daftar hadir pelatihan tidak selalu lengkap",
        bagian="pelatihan", keparahan="sedang",
        bukti="Dua dari lima sesi yang dibaca tidak punya catatan hadir pada hari yang sama.",
        rekomendasi="Pakai kode di layar pada setiap sesi dan tutup daftarnya di hari itu.",
        ringkasan_publik="Sebagian sesi pelatihan belum punya daftar hadir yang lengkap. "
        "Kelurahan sudah membenahinya dengan kode di layar.",
    )  # fmt: skip
    dua = write_temuan(
        program=program, by=evaluator, judul="Omzet sebagian rumah baru diukur sekali",
        bagian="data", keparahan="tinggi",
        bukti="Di data tersamar, banyak rumah punya angka awal tanpa ukuran sesudahnya.",
        rekomendasi="Jadwalkan kunjungan ukur tiap bulan dan ingatkan lewat pesan.",
    )  # fmt: skip
    at(_day(program, 66), 11)
    satu = answer_temuan(
        satu, status="selesai", by=lurah,
        tanggapan="Sejak angkatan kedua semua sesi memakai kode di layar.",
    )  # fmt: skip
    answer_temuan(
        dua, status="dikerjakan", by=lurah,
        tanggapan="Fasilitator mengunjungi rumah yang belum diukur, sepuluh rumah seminggu.",
    )  # fmt: skip
    publish_temuan(satu, by=evaluator)
    at(_day(program, 97), 10)
    write_temuan(
        program=program, by=evaluator, judul="Papan pengumuman padat karya kurang terbaca",
        bagian="padat karya", keparahan="rendah",
        bukti="Di dua RW daftar pekerja terpilih dipasang di tempat yang gelap.",
        rekomendasi="Pasang juga di balai RW dan kirim lewat grup warga.",
    )  # fmt: skip


def _csr(program: Program, lurah: Pengguna, at: Callable[..., None]) -> None:
    """One of three years, on its way; one of two years, which is marked as short."""
    panjang = program.komitmen_csr.create(
        perusahaan="PT Gula Madukara (karangan)", mulai=program.mulai, dokumen="MoU 04/VIII",
        sampai=program.mulai.replace(year=program.mulai.year + 3) - timedelta(days=1),
        keterangan="Modal alat produksi dan kelas pengemasan.",
    )  # fmt: skip
    pendek = program.komitmen_csr.create(
        perusahaan="Koperasi Karyawan Rel Bersama (karangan)", mulai=program.mulai,
        sampai=program.mulai.replace(year=program.mulai.year + 2) - timedelta(days=1),
        keterangan="Gerobak dan tenda pasar.",
    )  # fmt: skip
    for n, jumlah in enumerate((45_000_000, 30_000_000, 15_000_000), start=1):
        panjang.janji.create(
            tahun=n, bentuk="uang", uraian=f"Dana program tahun ke-{n}", jumlah=jumlah,
            jatuh_tempo=program.mulai + timedelta(days=365 * (n - 1) + 60),
        )  # fmt: skip
    barang = pendek.janji.create(
        tahun=1, bentuk="barang", uraian="Delapan tenda dan dua gerobak", jumlah=18_000_000,
        jatuh_tempo=program.mulai + timedelta(days=75),
    )  # fmt: skip
    at(_day(program, 62))
    record_realisasi(
        panjang.janji.get(tahun=1), jumlah=45_000_000, tanggal=_day(program, 58), by=lurah,
        catatan="Bukti transfer 0117/CSR",
    )  # fmt: skip
    at(_day(program, 80))
    record_realisasi(
        barang, jumlah=12_000_000, tanggal=_day(program, 79), by=lurah,
        catatan="Berita acara serah terima 3 tenda, 2 gerobak",
    )  # fmt: skip
