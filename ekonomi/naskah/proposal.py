"""The full proposal: a summary of one page, then every part from the programme's rows."""

import datetime as dt

from dokumen.cetak.kertas import Blok, alinea, bab, daftar, tabel
from ekonomi.models import Program
from ekonomi.naskah.susun import Naskah, Penyusun, change_url, months_of
from ekonomi.naskah.tim_swat import step_table, target_table, team_table, value_of
from wilayah.format import rupiah


def compose_proposal(
    program: Program, *, nomor: str = "", tanggal: dt.date | None = None
) -> Naskah:
    """Everything that the kecamatan or an agency asks for, in one document."""
    p = Penyusun(program, "Proposal Program")
    nama = p.of_program("Nama program", program.nama)
    versi = p.take(
        "Versi dokumen", program.versi, "Program", change_url("program", program.pk), wajib=False
    )
    p.naskah.subjudul = f"{nama}, {program.wilayah.nama_lengkap}"
    if nomor:
        p.naskah.nomor = f"Nomor {nomor}"
    p.put(bab("Ringkasan eksekutif"), *_summary(p), {"jenis": "halaman"})
    p.put(
        bab("1. Latar dan tujuan"),
        alinea(p.of_program("Ringkasan program", program.ringkasan)),
        alinea(f"Dokumen acuan: {versi}."),
        bab("2. Sasaran"), _groups(p),
        bab("3. Target tahun pertama"), target_table(p),
        bab("4. Anggaran"), _budget(p),
        bab("5. Sumber dana"), _sources(p),
        bab("6. Tim pelaksana"), team_table(p, wajib=False),
        bab("7. Mitra dan perannya"), _partners(p),
        bab("8. Langkah 90 hari"), step_table(p),
        bab("9. Jadwal 12 bulan"), _months(p),
        bab("10. Pemantauan dan evaluasi"), _monitoring(),
        bab("11. Risiko dan pencegahannya"), _risks(p),
        bab("12. Komunikasi"), _telling(p),
        bab("13. Keberlanjutan dan replikasi"),
        alinea("Sesudah terbukti di satu kelurahan, program diulang di tiga kelurahan tetangga,"
               " lalu sekecamatan dan sekota. Syaratnya: indikator stabil, koperasi lokal"
               " terbentuk, dan dana bergulir berfungsi."),
    )  # fmt: skip
    p.sign(tempat=str(p.naskah.kop["tempat"]), tanggal=tanggal, atas="Diajukan di")
    return p.naskah


def _summary(p: Penyusun) -> list[Blok]:
    program = p.program
    target = list(program.target.select_related("indikator"))
    isi = [f"{t.indikator.nama.lower()} paling sedikit {value_of(t)}" for t in target[:5]]
    kalimat = "; ".join(isi) or "[belum diisi: Target indikator]"
    total = p.rupiah(
        "Jumlah anggaran", sum(program.pos.values_list("jumlah", flat=True)), "Pos anggaran",
        change_url("program", program.pk),
    )  # fmt: skip
    return [
        alinea(p.of_program("Ringkasan program", program.ringkasan)),
        alinea(
            f"Program berjalan {months_of(program)} bulan, dari"
            f" {p.hari('Hari pertama', program.mulai)} sampai"
            f" {p.hari('Hari terakhir', program.selesai)}, dengan penilaian pada hari ke-90."
        ),
        alinea(f"Target utamanya: {kalimat}."),
        alinea(f"Anggaran yang diperlukan {total}."),
    ]


def _groups(p: Penyusun) -> Blok:
    rows = list(p.program.sasaran.all())
    p.of_rows("Sasaran program", rows, "sasaranprogram", "Sasaran program")
    if not rows:
        return alinea("[belum diisi: Sasaran program]")
    isi = [
        [s.get_kelompok_display(), str(s.jumlah) if s.jumlah else "–", s.keterangan or "–"]
        for s in rows
    ]
    return tabel(["Kelompok", "Jumlah", "Keterangan"], isi, kanan=(1,))


def _budget(p: Penyusun) -> Blok:
    rows = list(p.program.pos.order_by("urutan"))
    p.of_rows("Pos anggaran", rows, "program", "Pos anggaran")
    if not rows:
        return alinea("[belum diisi: Pos anggaran]")
    isi = [[s.nama, s.rincian or "–", rupiah(s.jumlah)] for s in rows]
    isi.append(["Jumlah", "", rupiah(sum(s.jumlah for s in rows))])
    return tabel(["Komponen", "Rincian", "Anggaran"], isi, kanan=(2,))


def _sources(p: Penyusun) -> Blok:
    rows = list(p.program.sumber.all())
    if not p.of_rows("Sumber dana", rows, "sumberprogram", "Sumber dana"):
        return alinea("[belum diisi: Sumber dana]")
    isi = [
        [
            s.get_sumber_display(),
            s.keterangan or "–",
            p.rupiah(
                f"Rencana dari {s.get_sumber_display()}", s.rencana, "Sumber dana",
                change_url("sumberprogram", s.pk),
            ),
        ]
        for s in rows
    ]  # fmt: skip
    return tabel(["Sumber", "Keterangan", "Rencana"], isi, kanan=(2,))


def _partners(p: Penyusun) -> Blok:
    rows = list(p.program.mitra.exclude(status="mundur"))
    if not p.of_rows("Mitra", rows, "mitraprogram", "Mitra program"):
        return alinea("[belum diisi: Mitra]")
    isi = [[m.nama, m.peran, m.get_status_display()] for m in rows]
    return tabel(["Mitra", "Peran", "Keadaan"], isi)


def _months(p: Penyusun) -> Blok:
    rows = list(p.program.tonggak.filter(fase="12bulan"))
    if not p.of_rows("Jadwal 12 bulan", rows, "tonggak", "Tonggak"):
        return alinea("[belum diisi: Jadwal 12 bulan]")
    isi = [[_month(t.hari_mulai, t.hari_selesai), t.kegiatan] for t in rows]
    return tabel(["Bulan", "Kegiatan"], isi)


def _month(mulai: int, selesai: int) -> str:
    awal, akhir = mulai * 12 // 365 + 1, selesai * 12 // 365 + 1
    return str(awal) if awal == akhir else f"{awal}–{akhir}"


def _monitoring() -> Blok:
    return daftar([
        "Laporan mingguan untuk pekerjaan sehari-hari, bulanan untuk ringkasan, triwulan untuk"
        " evaluasi mendalam.",
        "Dasbor SIAP-TAMAN menampilkan peserta, usaha aktif, omzet gabungan, pesanan, dan tenaga"
        " kerja terserap.",
        "Penilaian hari ke-90 menentukan kegiatan yang diperbesar, disesuaikan, atau dihentikan.",
        "Uang diperiksa tim audit kelurahan dan diumumkan setiap triwulan.",
    ])  # fmt: skip


def _risks(p: Penyusun) -> Blok:
    rows = list(p.program.risiko.exclude(status="ditutup"))
    if not p.of_rows("Risiko", rows, "risikoprogram", "Risiko program"):
        return alinea("[belum diisi: Risiko]")
    isi = [
        [
            r.risiko,
            r.mitigasi,
            p.take(
                f"Pemilik risiko: {r.risiko}", r.pemilik, "Risiko program",
                change_url("risikoprogram", r.pk),
            ),
        ]
        for r in rows
    ]  # fmt: skip
    return tabel(["Risiko", "Pencegahan", "Pemilik"], isi)


def _telling(p: Penyusun) -> Blok:
    rows = list(p.program.komunikasi.all())
    if not p.of_rows("Rencana komunikasi", rows, "rencanakomunikasi", "Rencana komunikasi"):
        return alinea("[belum diisi: Rencana komunikasi]")
    isi = [[k.kegiatan, k.saluran, k.sasaran or "–", k.frekuensi or "–"] for k in rows]
    return tabel(["Kegiatan", "Saluran", "Untuk", "Seberapa sering"], isi)
