"""Draft of the Peraturan Lurah for the pilot (seed, sections 6 and 13, Lampiran A)."""

import datetime as dt

from django.conf import settings

from dokumen.cetak.kertas import butir, pasal, tengah
from ekonomi.models import Program
from ekonomi.naskah.susun import Naskah, Penyusun, change_url, months_of
from wilayah.format import rupiah

# What the pilot rests on; Bagian Hukum checks it before it is settled.
_DASAR = [
    "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik;",
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah beserta perubahannya;",
    "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi;",
    "Peraturan Pemerintah Nomor 17 Tahun 2018 tentang Kecamatan;",
    "Peraturan Menteri Dalam Negeri Nomor 130 Tahun 2018 tentang Kegiatan Pembangunan Sarana dan"
    " Prasarana Kelurahan dan Pemberdayaan Masyarakat di Kelurahan.",
]


def compose_perlur(program: Program, *, nomor: str = "", tanggal: dt.date | None = None) -> Naskah:
    """Authority for 6 to 12 months, the money, transparency, protection of who carries it out."""
    p = Penyusun(program, f"Peraturan {_jabatan(program)}")
    p.number("Nomor", nomor)
    nama = p.of_program("Nama program", program.nama)
    p.naskah.subjudul = f"tentang Pelaksanaan Uji Coba Program {nama}"
    kop = p.naskah.kop
    p.put(
        tengah(f"{kop['jabatan'].upper()},"),
        butir("Menimbang", [
            f"bahwa {p.of_program('Ringkasan program', _inner(program.ringkasan))};",
            "bahwa cara kerja baru perlu diuji dalam skala kecil, dengan hasil yang diukur dan"
            " pelaksana yang dilindungi selama bertindak dengan iktikad baik;",
            "bahwa karena itu perlu ditetapkan peraturan tentang uji coba program ini.",
        ]),
        butir("Mengingat", _DASAR),
        tengah("MEMUTUSKAN:"),
    )  # fmt: skip
    p.put(*_articles(p, nama))
    p.sign(tempat=str(kop["tempat"]), tanggal=tanggal, atas="Ditetapkan di")
    return p.naskah


def _jabatan(program: Program) -> str:
    return "Kepala Desa" if program.wilayah.tingkat == "desa" else "Lurah"


def _inner(teks: str) -> str:
    """A sentence as part of another: without its capital and its full stop."""
    bersih = teks.strip().rstrip(".")
    return bersih[:1].lower() + bersih[1:]


def _articles(p: Penyusun, nama: str) -> list[dict[str, object]]:
    program = p.program
    wilayah = str(program.wilayah.nama)
    bulan = months_of(program)
    lama = p.take(
        "Lama uji coba (6 sampai 12 bulan)", f"{bulan} bulan" if 6 <= bulan <= 12 else "",
        "Program, hari pertama dan terakhir", change_url("program", program.pk),
    )  # fmt: skip
    mulai, selesai = p.hari("Hari pertama", program.mulai), p.hari("Hari terakhir", program.selesai)
    return [
        pasal(1, "Ketentuan umum", [
            f"Program adalah {nama}, yang dilaksanakan di {wilayah}.",
            "Uji coba adalah pelaksanaan program dalam jangka waktu dan anggaran yang terbatas,"
            " dengan hasil yang diukur sejak awal.",
            "Pelaksana adalah lurah, Tim SWAT Inovasi Kelurahan, dan siapa pun yang ditugaskan"
            " dalam program ini.",
        ]),
        pasal(2, "Kewenangan dan jangka waktu", [
            f"Lurah berwenang melaksanakan uji coba selama {lama}, sejak {mulai} sampai dengan"
            f" {selesai}.",
            "Kewenangan itu meliputi memilih peserta, menetapkan cara kerja, menjalin kemitraan,"
            " dan menghentikan kegiatan yang tidak berhasil.",
            "Sesudah hari ke-90 lurah memutuskan kegiatan mana yang diperbesar, disesuaikan, atau"
            " dihentikan, berdasarkan hasil yang tercatat.",
        ]),
        pasal(3, "Sasaran", _groups(p)),
        pasal(4, "Anggaran dan sumber dana", _money(p)),
        pasal(5, "Hibah produktif", [
            f"Sebagian anggaran, yaitu {_grant(p)}, disediakan sebagai hibah produktif berupa"
            " modal atau alat bagi rumah tangga sasaran.",
            "Penerima dipilih dengan kriteria yang diumumkan, disetujui dua orang, dan diserahkan"
            " dengan tanda terima dan foto.",
            "Satu rumah tangga tidak menerima hal yang sama dua kali.",
        ]),
        pasal(6, "Tim pelaksana", [_team(p)]),
        *_closing(p),
    ]  # fmt: skip


def _closing(p: Penyusun) -> list[dict[str, object]]:
    """Articles 7 to 11: openness, data, protection, evaluation."""
    program = p.program
    return [
        pasal(7, "Keterbukaan", [
            "Laporan keuangan ringkas diumumkan setiap triwulan di"
            f" {_site()}/{program.wilayah.slug or ''}/transparansi/, tanpa nama orang.",
            "Setiap pengeluaran disertai bukti, dan pengeluaran di atas batas yang ditetapkan"
            " disetujui orang kedua.",
            "Temuan tim audit kelurahan dan tindak lanjutnya diumumkan jumlah dan keadaannya.",
        ]),
        pasal(8, "Pelindungan data warga", [
            "Data yang dikumpulkan hanya yang diperlukan, disimpan aman, dan tidak diumumkan"
            " dengan nama tanpa persetujuan tertulis.",
        ]),
        pasal(9, "Pelindungan pelaksana", [
            "Pelaksana yang bertindak dengan iktikad baik, sesuai peraturan ini, dan mencatat"
            " keputusannya tidak disalahkan semata-mata karena uji coba tidak mencapai targetnya.",
            "Pelindungan ini tidak berlaku bagi penyalahgunaan wewenang atau uang.",
        ]),
        pasal(10, "Evaluasi", [
            "Kemajuan dilaporkan mingguan, bulanan, dan triwulan menurut indikator program.",
            "Evaluasi dapat dilakukan pula oleh tim independen yang diberi akses baca.",
        ]),
        pasal(11, "Penutup", [
            "Peraturan ini mulai berlaku pada tanggal ditetapkan dan berakhir bersama uji coba.",
        ]),
    ]  # fmt: skip


def _site() -> str:
    return settings.SITE_URL.split("://", 1)[-1]


def _groups(p: Penyusun) -> list[str]:
    rows = list(p.program.sasaran.all())
    if not p.of_rows("Sasaran program", rows, "sasaranprogram", "Sasaran program"):
        return ["[belum diisi: Sasaran program]"]
    isi = [f"{s.get_kelompok_display()}{f' sebanyak {s.jumlah}' if s.jumlah else ''}" for s in rows]
    return [f"Sasaran program adalah {'; '.join(isi)}."]


def _money(p: Penyusun) -> list[str]:
    program = p.program
    pos = list(program.pos.order_by("urutan"))
    p.of_rows("Pos anggaran", pos, "program", "Pos anggaran")
    total = p.rupiah(
        "Jumlah anggaran", sum(s.jumlah for s in pos), "Pos anggaran",
        change_url("program", program.pk),
    )  # fmt: skip
    sumber = list(program.sumber.all())
    p.of_rows("Sumber dana", sumber, "sumberprogram", "Sumber dana")
    nama = ", ".join(s.get_sumber_display() for s in sumber) or "[belum diisi: Sumber dana]"
    return [
        f"Anggaran uji coba berjumlah {total}.",
        f"Dana bersumber dari {nama}.",
        "Pergeseran antarpos dicatat dengan alasan dan diumumkan pada laporan triwulan.",
    ]


def _grant(p: Penyusun) -> str:
    pos = p.program.pos.filter(kode="bantuan").first()
    return p.take(
        "Anggaran hibah produktif", rupiah(pos.jumlah) if pos else "", "Pos anggaran bantuan",
        change_url("program", p.program.pk),
    )  # fmt: skip


def _team(p: Penyusun) -> str:
    rows = list(p.program.tim.all())
    if not p.of_rows("Susunan tim", rows, "anggotatim", "Anggota tim"):
        return "[belum diisi: Susunan tim]"
    return (
        f"Program dilaksanakan Tim SWAT Inovasi Kelurahan yang beranggota {len(rows)} orang dan"
        " ditetapkan dengan keputusan lurah."
    )
