"""The decision that appoints the team, and the team's terms of reference (seed, Lampiran B)."""

import datetime as dt

from dokumen.cetak.kertas import alinea, bab, butir, daftar, rincian, tabel, tengah
from ekonomi.models import AnggotaTim, Program, TargetProgram
from ekonomi.naskah.susun import Naskah, Penyusun, change_url, months_of

_TUGAS = [
    "merancang uji coba bersama warga;",
    "mengumpulkan dan menjaga data;",
    "memantau kegiatan di lapangan;",
    "menjaga hubungan dengan mitra.",
]
_KELUARAN = [
    "Rencana pelatihan tiap angkatan",
    "Daftar penerima hibah dengan alasannya",
    "Laporan mingguan",
    "Dasbor indikator yang terisi",
]


def compose_sk(program: Program, *, nomor: str = "", tanggal: dt.date | None = None) -> Naskah:
    """The lurah's decision with the team as its attachment; vacant seats are missing values."""
    p = Penyusun(program, "Keputusan Lurah")
    p.number("Nomor", nomor)
    nama = p.of_program("Nama program", program.nama)
    p.naskah.subjudul = f"tentang Pembentukan Tim SWAT Inovasi Kelurahan untuk Program {nama}"
    mulai, selesai = p.hari("Hari pertama", program.mulai), p.hari("Hari terakhir", program.selesai)
    p.put(
        tengah(f"{p.naskah.kop['jabatan'].upper()},"),
        butir("Menimbang", [
            f"bahwa program {nama} memerlukan tim yang tugasnya jelas;",
            "bahwa nama-nama dalam lampiran dipandang mampu menjalankan tugas itu.",
        ]),
        tengah("MEMUTUSKAN:"),
        rincian([
            ("KESATU", "Membentuk Tim SWAT Inovasi Kelurahan dengan susunan dalam lampiran."),
            ("KEDUA", f"Tim bertugas {' '.join(_TUGAS)}"),
            ("KETIGA", f"Tim bekerja sejak {mulai} sampai dengan {selesai}, dengan evaluasi pada"
             " hari ke-90."),
            ("KEEMPAT", "Biaya yang timbul dibebankan pada anggaran program."),
            ("KELIMA", "Keputusan ini berlaku sejak tanggal ditetapkan."),
        ]),
    )  # fmt: skip
    p.sign(tempat=str(p.naskah.kop["tempat"]), tanggal=tanggal, atas="Ditetapkan di")
    p.put({"jenis": "halaman"}, bab("Lampiran: Susunan Tim"), team_table(p, wajib=True))
    return p.naskah


def team_table(p: Penyusun, *, wajib: bool) -> dict[str, object]:
    """Seats with their people; a vacant one is a missing value."""
    rows = list(p.program.tim.select_related("pengguna").exclude(peran=AnggotaTim.Peran.AUDIT))
    p.of_rows("Susunan tim", rows, "anggotatim", "Anggota tim")
    isi = []
    for ke, satu in enumerate(rows, 1):
        label = f"{satu.get_peran_display()} (kursi {ke})"
        url = change_url("anggotatim", satu.pk)
        nama = p.take(label, satu.orang, "Anggota tim", url, wajib=wajib)
        if not wajib:  # a vacant seat may stand in a settled paper, as such
            nama = satu.orang or "(belum terisi)"
        isi.append([str(ke), satu.get_peran_display(), nama, satu.tugas or "–"])
    return tabel(["No", "Kedudukan", "Nama", "Tugas"], isi)


def compose_tor(program: Program, *, nomor: str = "", tanggal: dt.date | None = None) -> Naskah:
    """What the team is for, what it hands in, who is in it, for how long, how it is judged."""
    p = Penyusun(program, "Kerangka Acuan Kerja")
    nama = p.of_program("Nama program", program.nama)
    p.naskah.subjudul = f"Tim SWAT Inovasi Kelurahan, Program {nama}"
    mulai, selesai = p.hari("Hari pertama", program.mulai), p.hari("Hari terakhir", program.selesai)
    p.put(
        bab("1. Tujuan"),
        alinea("Tim merancang, menjalankan, dan memantau uji coba program, lalu mengusulkan"
               " bagian mana yang diteruskan."),
        bab("2. Latar"),
        alinea(p.of_program("Ringkasan program", program.ringkasan)),
        bab("3. Keluaran"),
        daftar(_KELUARAN),
        bab("4. Susunan dan tugas"),
        team_table(p, wajib=False),
        bab("5. Target yang dikejar"),
        target_table(p),
        bab("6. Jangka waktu"),
        rincian([
            ("Masa tugas", f"{months_of(program)} bulan, {mulai} sampai {selesai}"),
            ("Evaluasi awal", "Hari ke-90: diteruskan, disesuaikan, atau dihentikan"),
        ]),
        bab("7. Langkah 90 hari"),
        step_table(p),
        bab("8. Pelaporan"),
        daftar([
            "Mingguan: kegiatan, uang, kendala, rencana pekan depan.",
            "Bulanan: ringkasan indikator terhadap target.",
            "Triwulan: evaluasi mendalam dan laporan keuangan umum.",
        ]),
    )  # fmt: skip
    p.sign(tempat=str(p.naskah.kop["tempat"]), tanggal=tanggal, atas="Disusun di")
    if nomor:
        p.naskah.nomor = f"Nomor {nomor}"
    return p.naskah


def target_table(p: Penyusun) -> dict[str, object]:
    """What is to be reached, by when."""
    rows = list(p.program.target.select_related("indikator"))
    p.of_rows("Target indikator", rows, "program", "Target program")
    isi = [
        [t.indikator.nama, value_of(t), f"{t.bulan} bulan"]
        for t in rows
    ]  # fmt: skip
    return tabel(["Indikator", "Paling sedikit", "Dalam"], isi, kanan=(1,))


def value_of(target: TargetProgram) -> str:
    """A target as people write it: 25%, 200 rumah tangga."""
    satuan = target.indikator.get_satuan_display()
    angka = f"{target.nilai:f}".rstrip("0").rstrip(".")
    return f"{angka}{'' if satuan == '%' else ' '}{satuan}"


def step_table(p: Penyusun) -> dict[str, object]:
    """The first 90 days."""
    rows = list(p.program.tonggak.filter(fase="90hari"))
    p.of_rows("Langkah 90 hari", rows, "tonggak", "Tonggak")
    isi = [
        [
            f"{t.hari_mulai}–{t.hari_selesai}",
            t.kegiatan,
            f"{t.target} {t.satuan}" if t.target else "–",
        ]
        for t in rows
    ]
    if not isi:
        return alinea("[belum diisi: Langkah 90 hari]")
    return tabel(["Hari", "Kegiatan", "Target"], isi)
