"""The demo of LUNA MAYA's documentation: drawn photos, some public and some not, testimonies,
a settled report, one published yearly book, the replication kit."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.gambar_luna import draw_kunjungan
from dasbor.demo.luna import UTARA, ZONA, demo_lurah_utara
from luna_maya.izin import izin_of_many
from luna_maya.models import (
    BukuTahunan,
    CaraIzin,
    Dokumentasi,
    IzinOrang,
    KitReplikasi,
    Kunjungan,
    LaporanKunjungan,
    Testimoni,
)
from luna_maya.services.buku import (
    publish_buku,
    queue_buku,
    run_antrean,
    start_buku,
    write_pengantar,
)
from luna_maya.services.dokumentasi import (
    JawabanOrang,
    Unggahan,
    add_berkas,
    add_tautan,
    edit_dokumentasi,
    record_orang,
    state_orang,
    withdraw_orang,
)
from luna_maya.services.kit import publish_kit, start_kit, write_kit
from luna_maya.services.laporan import settle_laporan, write_ringkasan
from luna_maya.services.testimoni import KataWarga, add_testimoni
from wilayah.models import Pengguna, Wilayah

_BERFOTO = 6  # visits with pictures, the latest
_NAMA = ("Norhayati", "Ahmad Rifani", "Siti Zubaidah", "Muhammad Arsyad", "Hj. Rusmini", "Jamhari")
_KETERANGAN = (
    "Obrolan sesudah magrib, teh dan wadai di atas tikar.",
    "Warga menunjukkan saluran air di belakang rumah.",
    "Tiga pilar mendengarkan ketua RT.",
    "Pagi hari sebelum pamit, melihat kebun pekarangan.",
)
_RINGKASAN = (
    "Percakapan berjalan santai sampai lewat pukul sepuluh. Yang paling sering muncul soal lampu "
    "jalan dan air yang tergenang.",
    "Warga lebih banyak bercerita tentang usaha rumahan. Ada yang baru pertama kali bicara "
    "langsung dengan lurah.",
    "Malam yang tenang; beberapa warga menyusul sesudah isya dan ikut duduk.",
)
_KATA = (
    ("Baru kali ini ada yang duduk mendengar sampai selesai.", "Ibu Rusmini", "lisan"),
    ("Lampu gang kami menyala dua minggu sesudah Pak Lurah menginap.", "", "tertulis"),
    ("Kami jadi berani menyampaikan, karena bicaranya di teras, bukan di kantor.", "", "lisan"),
    ("Anak-anak muda ikut ronda lagi sejak malam itu.", "Pemuda RT", "pesan"),
    ("Semoga datang lagi saat musim hujan, supaya lihat sendiri airnya.", "", "lisan"),
    ("Saya lebih suka namanya tidak disebut.", "", ""),
)
_PENGANTAR = (
    "Setahun ini kami lebih sering duduk di teras warga daripada di belakang meja. Buku ini "
    "mencatat ke mana saja kami datang, apa yang kami dengar, dan apa yang sudah dikerjakan.\n"
    "Terima kasih kepada tuan rumah, ketua RT dan RW, Babinsa, dan Bhabinkamtibmas."
)


@transaction.atomic
def load_dokumentasi() -> int:
    """Pictures, words, report, book and kit; gives how many pictures. Safe to repeat."""
    if Dokumentasi.objects.in_wilayah(UTARA).exists():
        return 0
    list(Wilayah.objects.select_for_update().filter(pk=UTARA))
    lurah = demo_lurah_utara()
    rows: Any = Kunjungan.objects.in_wilayah(UTARA).done().select_related("jenis", "tuan_rumah")
    kunjungan = list(rows.order_by("-mulai_at"))
    for ke, satu in enumerate(kunjungan):
        jumlah = 6 + ke * 5 % 19
        write_ringkasan(
            satu, jumlah_warga=jumlah, ringkasan=_RINGKASAN[ke % len(_RINGKASAN)], by=lurah
        )
    izin = izin_of_many(kunjungan)
    boleh = [k for k in kunjungan if izin[k.pk].may_foto][:_BERFOTO]
    for ke, satu in enumerate(boleh):
        _pictures(satu, ke, lurah)
    _words(kunjungan, lurah)
    if kunjungan and not LaporanKunjungan.objects.filter(kunjungan=kunjungan[0]).exists():
        hari = timezone.now().astimezone(ZONA).date()
        settle_laporan(kunjungan[0], tanggal=hari, nomor="100.3/041/2026", by=lurah)
    _book(kunjungan, lurah)
    _kit(lurah)
    return Dokumentasi.objects.in_wilayah(UTARA).count()


def _pictures(kunjungan: Kunjungan, ke: int, lurah: Pengguna) -> None:
    """Two of a visit: the first public, the second in turn for reports, withdrawn, unstated."""
    tempat = kunjungan.tuan_rumah.tempat
    berkas = [
        Unggahan(f"foto-{n}.jpg", draw_kunjungan(tempat, ke * 10 + n, orang=3 - n)) for n in (0, 1)
    ]
    hasil = add_berkas(
        kunjungan, berkas, teks_alt="Gambar peragaan: warga duduk mengobrol pada malam hari.",
        diambil_oleh="Staf kelurahan", by=lurah,
    )  # fmt: skip
    for n, dok in enumerate(hasil.baru):
        edit_dokumentasi(
            dok, keterangan=_KETERANGAN[(ke + n) % len(_KETERANGAN)], teks_alt=dok.teks_alt,
            diambil_oleh="Staf kelurahan", urut=n + 1, sampul=n == 0, by=lurah,
        )  # fmt: skip
        ragam = 0 if n == 0 else ke % 4
        _people(dok, ragam, lurah)
    if ke == 0:
        tautan = add_tautan(
            kunjungan, "https://hulusungaiselatankab.go.id/video/kunjungan-lurah",
            teks_alt="Video dua menit tentang kunjungan ini.", by=lurah,
        )  # fmt: skip
        state_orang(tautan, Dokumentasi.Pernyataan.KOSONG, by=lurah)


def _people(dok: Dokumentasi, ragam: int, lurah: Pengguna) -> None:
    izin = (IzinOrang.PUBLIK, IzinOrang.LAPORAN, IzinOrang.PUBLIK, IzinOrang.PUBLIK)[ragam]
    for n in range(2):
        nama = _NAMA[(dok.pk + n) % len(_NAMA)]
        orang = record_orang(dok, JawabanOrang(nama, izin, CaraIzin.LISAN), by=lurah)
    if ragam != 3:
        state_orang(dok, Dokumentasi.Pernyataan.SEMUA, by=lurah)
    if ragam == 2:
        withdraw_orang(orang, cara="pesan kepada staf", by=lurah)


def _words(kunjungan: list[Kunjungan], lurah: Pengguna) -> None:
    if Testimoni.objects.in_wilayah(UTARA).exists():
        return
    for ke, (kata, nama, cara) in enumerate(_KATA):
        satu = kunjungan[ke % len(kunjungan)] if kunjungan else None
        wilayah = satu.wilayah if satu else Wilayah.objects.get(pk=UTARA)
        add_testimoni(
            KataWarga(kata, nama=_NAMA[ke], nama_tampil=nama, cara=cara), wilayah=wilayah,
            kunjungan=satu, by=lurah,
        )  # fmt: skip


def _book(kunjungan: list[Kunjungan], lurah: Pengguna) -> None:
    """Of the last full year, where there were visits; else of this one."""
    kini = timezone.now().astimezone(ZONA)
    lalu = [k for k in kunjungan if k.mulai_at.astimezone(ZONA).year == kini.year - 1]
    tahun = kini.year - 1 if len(lalu) > 3 else kini.year
    if not kunjungan or BukuTahunan.objects.filter(wilayah=UTARA, tahun=tahun).exists():
        return
    buku = start_buku(Wilayah.objects.get(pk=UTARA), tahun, by=lurah)
    write_pengantar(buku, _PENGANTAR)
    queue_buku(buku)
    run_antrean()
    buku.refresh_from_db()
    if buku.status == BukuTahunan.Status.JADI:
        publish_buku(buku, by=lurah)


def _kit(lurah: Pengguna) -> None:
    if KitReplikasi.objects.filter(wilayah=UTARA).exists():
        return
    hari = timezone.now().astimezone(ZONA).date()
    kit = write_kit(
        start_kit(Wilayah.objects.get(pk=UTARA), by=lurah),
        mulai=hari + timedelta(days=30),
        biaya="Konsumsi bersama tuan rumah; 150.000; per malam\n"
        "Bahan bakar motor dinas; 20.000; per kunjungan\nCetak formulir izin; 15.000; per bulan",
        pelajaran="Datang sebelum magrib membuat obrolan lebih lepas.\n"
        "Jangan membawa rombongan; lima orang sudah banyak.\n"
        "Janji tanpa tanggal hampir selalu terlupa.",
        by=lurah,
    )
    publish_kit(kit, by=lurah)
