"""Word templates for villages, written by ourselves: what to fill in stands in square brackets."""

from collections.abc import Callable
from dataclasses import dataclass

from dokumen.cetak.kertas import Blok, alinea, bab, butir, daftar, pasal, rincian, tabel
from dokumen.services.kop import Kop
from wilayah.models import Wilayah
from wilayah.scope import above

_TITIK = "[…]"
_RAPAT = [
    ("Hari, tanggal", "[hari], [tanggal bulan tahun]"), ("Waktu", "[pukul] sampai [pukul] WITA"),
    ("Tempat", "[tempat]"), ("Pemimpin rapat", "[nama dan jabatan]"), ("Notulis", "[nama]"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Templat:
    """One template; `soal` are kinds of problem, the first decides the field."""

    judul: str
    tentang: str
    soal: tuple[str, ...]
    blok: Callable[[], list[Blok]]
    nomor: str = ""


def blank_kop(kecamatan: Wilayah) -> Kop:
    """The head of a letter of any village of this kecamatan, to be filled in."""
    kota = Wilayah.objects.get(pk=above(str(kecamatan.pk))[1])
    kosong = dict.fromkeys(("alamat", "kode_pos", "telepon", "surel", "laman", "logo"), "")
    return kosong | {
        "pemda": f"Pemerintah {kota.nama}", "sebutan": "Desa", "kelurahan": "[nama desa]",
        "kecamatan": kecamatan.nama, "alamat": "[alamat kantor]", "tempat": "[nama desa]",
    }  # fmt: skip


def _signatures(*siapa: str) -> Blok:
    """Who signs, with room for it."""
    return tabel(["Jabatan", "Nama", "Tanda tangan"], [[s, "[nama]", " "] for s in siapa],
                 lebar=(3, 4, 4))  # fmt: skip


def _rows(jumlah: int, kolom: int) -> list[list[str]]:
    return [[str(n), *([" "] * (kolom - 1))] for n in range(1, jumlah + 1)]


def _berita_acara() -> list[Blok]:
    return [
        alinea("Pada hari dan tanggal di bawah ini diadakan musyawarah desa tentang [pokok]."),
        rincian(_RAPAT),
        bab("Yang hadir"),
        alinea("Pemerintah desa, BPD, dan unsur masyarakat menurut daftar hadir terlampir: "
               "[jumlah] orang, [jumlah] di antaranya perempuan."),
        bab("Yang dibicarakan"), daftar(["[pokok pertama dan pendapat yang muncul]", _TITIK]),
        bab("Yang disepakati"),
        tabel(["No.", "Kesepakatan", "Yang mengerjakan", "Paling lambat"], _rows(5, 4),
              lebar=(1, 6, 3, 3)),
        alinea("Berita acara ini dibacakan kembali, disetujui yang hadir, dan ditandatangani."),
        _signatures("Kepala Desa", "Ketua BPD", "Wakil masyarakat", "Notulis"),
    ]  # fmt: skip


def _undangan() -> list[Blok]:
    return [
        rincian([("Nomor", "[nomor]"), ("Lampiran", "[jumlah] lembar"),
                 ("Perihal", "Undangan rapat"), ("Kepada", "Yth. [nama atau jabatan]")]),
        alinea("Dengan hormat, kami mengundang Bapak/Ibu hadir pada:"),
        rincian([*_RAPAT[:3], ("Acara", "[acara]")]),
        alinea("Mohon membawa: [data atau berkas]. Bila berhalangan, mohon mengutus wakil yang "
               "dapat mengambil keputusan dan memberi kabar paling lambat [tanggal]."),
        alinea("Atas kehadirannya kami ucapkan terima kasih."),
        _signatures("Kepala Desa"),
    ]  # fmt: skip


def _sk_siaga() -> list[Blok]:
    return [
        butir("Menimbang", [
            "bahwa desa perlu siap menghadapi [banjir, kebakaran lahan, angin kencang, …];",
            "bahwa untuk itu perlu dibentuk tim yang jelas tugas dan orangnya;",
        ]),
        butir("Mengingat", [
            "Undang-Undang Nomor 24 Tahun 2007 tentang Penanggulangan Bencana;",
            "Undang-Undang Nomor 6 Tahun 2014 tentang Desa dan perubahannya;",
            "[peraturan daerah atau peraturan desa yang berlaku];",
        ]),
        alinea("MEMUTUSKAN:"),
        pasal(1, "Pembentukan", ["Membentuk Tim Siaga Bencana Desa [nama desa] tahun [tahun]."]),
        pasal(2, "Tugas", [
            "Mencatat titik rawan, jalur evakuasi, tempat kumpul, dan warga yang perlu dibantu "
            "lebih dulu: lansia, penyandang disabilitas, ibu hamil, dan bayi.",
            "Meneruskan peringatan dini ke setiap RT dengan cara yang disepakati.",
            "Berlatih paling sedikit setahun sekali dan melaporkan hasilnya.",
        ]),
        pasal(3, "Biaya", ["Biaya dibebankan pada APB Desa [tahun] sesuai kemampuan desa."]),
        bab("Lampiran: susunan tim"),
        tabel(["No.", "Nama", "Unsur", "Tugas"], _rows(10, 4), lebar=(1, 4, 3, 4)),
        _signatures("Kepala Desa"),
    ]  # fmt: skip


def _laporan() -> list[Blok]:
    return [
        rincian([("Kegiatan", "[nama kegiatan]"), ("Sumber dana", "[sumber]"),
                 ("Pagu", "Rp [jumlah]"), ("Waktu", "[tanggal] sampai [tanggal]"),
                 ("Pelaksana", "[tim pelaksana kegiatan]")]),
        bab("Mengapa kegiatan ini diadakan"), alinea("[kebutuhan warga dan dasar usulannya]"),
        bab("Apa yang dikerjakan"), alinea("[langkah, siapa yang terlibat, jumlah peserta]"),
        bab("Hasil"),
        tabel(["Yang direncanakan", "Yang tercapai", "Keterangan"], [[" "] * 3 for _ in range(4)]),
        bab("Penggunaan dana"),
        tabel(["No.", "Uraian", "Anggaran (Rp)", "Realisasi (Rp)", "Sisa (Rp)"], _rows(5, 5),
              kanan=(2, 3, 4), lebar=(1, 5, 3, 3, 3)),
        bab("Kendala dan saran"), alinea(_TITIK),
        bab("Lampiran"), daftar(["Daftar hadir", "Foto kegiatan", "Bukti belanja"]),
        _signatures("Ketua pelaksana", "Kepala Desa"),
    ]  # fmt: skip


def _daftar_hadir() -> list[Blok]:
    return [
        rincian([("Acara", "[acara]"), *_RAPAT[:3]]),
        tabel(["No.", "Nama", "L/P", "Unsur atau alamat RT", "Tanda tangan"], _rows(25, 5),
              lebar=(1, 5, 1, 4, 3)),
        alinea("Jumlah hadir: [jumlah] orang, laki-laki [jumlah], perempuan [jumlah]."),
        alinea("Daftar ini memuat nama orang. Simpan di kantor desa dan jangan dibagikan."),
    ]  # fmt: skip


def _sk_stunting() -> list[Blok]:
    return [
        butir("Menimbang", ["bahwa pencegahan stunting di desa perlu dikerjakan bersama;"]),
        butir("Mengingat", [
            "Peraturan Presiden Nomor 72 Tahun 2021 tentang Percepatan Penurunan Stunting;",
            "[keputusan bupati tentang tim kabupaten];",
        ]),
        alinea("MEMUTUSKAN:"),
        pasal(1, "Pembentukan", ["Membentuk Tim Percepatan Penurunan Stunting Desa [nama desa]."]),
        pasal(2, "Tugas", [
            "Memastikan setiap ibu hamil, bayi, dan balita terdata dan ditimbang setiap bulan.",
            "Mendampingi keluarga berisiko bersama kader dan bidan desa.",
            "Mengadakan rembuk stunting dan memasukkan hasilnya ke RKP Desa.",
        ]),
        bab("Lampiran: susunan tim"),
        tabel(["No.", "Nama", "Unsur", "Kedudukan"], _rows(10, 4), lebar=(1, 4, 3, 4)),
        _signatures("Kepala Desa"),
    ]  # fmt: skip


TEMPLAT: tuple[Templat, ...] = (
    Templat("Berita acara musyawarah desa", "Catatan musyawarah dengan kesepakatan dan "
            "penanggung jawabnya.", ("fungsi_bpd", "program_normatif"), _berita_acara),
    Templat("Undangan rapat desa", "Undangan singkat yang menyebut apa yang harus dibawa.",
            ("layanan_ti", "fungsi_bpd"), _undangan),
    Templat("Keputusan kepala desa tentang tim siaga bencana", "Susunan dan tugas tim siaga "
            "bencana desa.", ("siaga_bencana",), _sk_siaga, "Nomor [nomor] Tahun [tahun]"),
    Templat("Keputusan kepala desa tentang tim percepatan penurunan stunting", "Susunan dan "
            "tugas tim stunting desa.", ("stunting",), _sk_stunting, "Nomor [nomor] Tahun [tahun]"),
    Templat("Laporan kegiatan desa", "Laporan dengan hasil dan penggunaan dana.",
            ("keuangan", "program_normatif"), _laporan),
    Templat("Daftar hadir kegiatan", "Dua puluh lima baris, dengan kolom laki-laki dan perempuan.",
            ("lembaga_pemberdayaan", "gerakan_pemberdayaan"), _daftar_hadir),
)  # fmt: skip
