"""The weekly report: figures, money, milestones, what waits, for the seven days up to a day."""

import datetime as dt

from django.utils import timezone

from dokumen.cetak.kertas import Blok, alinea, bab, daftar, rincian, tabel
from dokumen.isian import tanggal_surat
from ekonomi.kpi.laporan import MINGGU, laporan
from ekonomi.kpi.tulis import tulis_nilai
from ekonomi.models import Program
from ekonomi.naskah.susun import Naskah, Penyusun
from ekonomi.services.angka_anggaran import line_rows, received_between
from wilayah.format import rupiah


def compose_mingguan(
    program: Program, *, nomor: str = "", tanggal: dt.date | None = None
) -> Naskah:
    """The week that ends today (or on `tanggal`, when it is settled)."""
    sampai = tanggal or timezone.localdate()
    dari = sampai - dt.timedelta(days=6)
    p = Penyusun(program, "Laporan Mingguan")
    nama = p.of_program("Nama program", program.nama)
    p.naskah.subjudul = f"{nama}, {tanggal_surat(dari)} sampai {tanggal_surat(sampai)}"
    if nomor:
        p.naskah.nomor = f"Nomor {nomor}"
    p.put(
        bab("1. Indikator"), _figures(p, sampai),
        bab("2. Uang"), *_money(p, dari, sampai),
        bab("3. Tonggak"), *_steps(p, dari, sampai),
        bab("4. Yang menunggu"), _waiting(p),
    )  # fmt: skip
    p.sign(tempat=str(p.naskah.kop["tempat"]), tanggal=sampai, atas="Dilaporkan di")
    return p.naskah


def _figures(p: Penyusun, sampai: dt.date) -> Blok:
    data = laporan(p.program, MINGGU, sampai)
    rows = [baris for baris in data.baris if baris.akhir.target is not None]
    p.of_rows("Target indikator", rows, "program", "Target program")
    if not rows:
        return alinea("[belum diisi: Target indikator]")
    isi = [
        [
            baris.akhir.indikator.nama,
            tulis_nilai(baris.akhir.hasil.nilai, baris.akhir.indikator.satuan),
            baris.teks_selisih,
            tulis_nilai(baris.akhir.target.nilai, baris.akhir.indikator.satuan),
        ]
        for baris in rows
        if baris.akhir.target is not None
    ]
    return tabel(["Indikator", "Sekarang", "Pekan ini", "Target"], isi, kanan=(1, 2, 3))


def _money(p: Penyusun, dari: dt.date, sampai: dt.date) -> list[Blok]:
    pos = line_rows(p.program, dari, sampai)
    masuk = sum(received_between(p.program, dari, sampai).values())
    isi = [
        [b["nama"], rupiah(b["realisasi"]), rupiah(b["kumulatif"]), rupiah(b["sisa"])] for b in pos
    ]
    isi.append([
        "Jumlah", *(rupiah(sum(b[k] for b in pos)) for k in ("realisasi", "kumulatif", "sisa")),
    ])  # fmt: skip
    return [
        alinea(f"Pekan ini diterima {rupiah(masuk)}."),
        tabel(["Pos", "Pekan ini", "Sejak awal", "Sisa"], isi, kanan=(1, 2, 3)),
    ]


def _steps(p: Penyusun, dari: dt.date, sampai: dt.date) -> list[Blok]:
    rows = list(p.program.tonggak.select_related("program"))
    p.of_rows("Tonggak", rows, "tonggak", "Tonggak")
    selesai = [t for t in rows if t.selesai_at and dari <= t.selesai_at <= sampai]
    telat = [t for t in rows if t.state_on(sampai) == "terlambat"]
    dekat = sampai + dt.timedelta(days=7)
    depan = [t for t in rows if t.selesai_at is None and sampai < t.tenggat <= dekat]
    return [
        blok
        for judul, milik in (
            ("Selesai pekan ini", selesai),
            ("Terlambat", telat),
            ("Jatuh tempo pekan depan", depan),
        )
        for blok in _named(judul, [f"{t.kegiatan} ({t.tenggat:%d-%m-%Y})" for t in milik])
    ]


def _named(judul: str, isi: list[str]) -> list[Blok]:
    return [alinea(f"{judul}:"), daftar(isi)] if isi else [alinea(f"{judul}: tidak ada.")]


def _waiting(p: Penyusun) -> Blok:
    program = p.program
    return rincian([
        ("Belanja menunggu", str(program.belanja.filter(status="menunggu").count())),
        ("Kejanggalan", f"{program.anomali.filter(hasil='baru').count()} belum ditinjau"),
        (
            "Temuan audit",
            f"{program.temuan.exclude(keadaan__in=['selesai', 'batal']).count()} belum selesai",
        ),
        ("Kursi tim kosong", str(program.tim.filter(nama="", pengguna=None).count())),
    ])  # fmt: skip
