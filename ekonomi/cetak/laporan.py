"""A published quarterly statement on paper and as a table: only what the frozen row says."""

import csv
import io
from typing import Any

from dokumen.cetak.kertas import Blok, Kertas, alinea, bab, daftar, rincian, tabel
from ekonomi.models import LaporanTriwulan
from wilayah.ekspor import escape_formula
from wilayah.format import rupiah, tanggal_panjang


def as_kertas(laporan: LaporanTriwulan) -> Kertas:
    """The statement as a document."""
    isi = laporan.isi
    return Kertas(
        judul="Laporan Keuangan Triwulan",
        subjudul=f"{isi['program']}, {isi['triwulan']} ({isi['bulan']})",
        kelurahan=str(laporan.program.wilayah_id),
        blok=_blocks(laporan, isi),
        kaki=f"{isi['triwulan']}, versi {laporan.versi}, terbit"
        f" {tanggal_panjang(laporan.terbit_at)}",
    )


def _blocks(laporan: LaporanTriwulan, isi: dict[str, Any]) -> list[Blok]:
    blok = [alinea(teks) for teks in isi["kalimat"]]
    if laporan.catatan:
        blok.insert(0, alinea(f"Versi {laporan.versi}, koreksi: {laporan.catatan}"))
    if laporan.pengantar:
        blok.append(alinea(laporan.pengantar))
    total = isi["total"]
    blok += [
        bab("Per pos anggaran"),
        tabel(
            ["Pos", "Anggaran", "Triwulan ini", "Sejak awal", "Komitmen", "Sisa"],
            [[p["nama"], *(rupiah(p[k]) for k in _KOLOM_POS)] for p in isi["pos"]]
            + [["Jumlah", *(rupiah(total[k]) for k in _KOLOM_POS)]],
            kanan=(1, 2, 3, 4, 5),
        ),
        bab("Sumber dan pemakaian"),
        tabel(
            ["Sumber", "Rencana", "Diterima", "Diterima sejak awal", "Dipakai sejak awal", "Sisa"],
            [
                [
                    s["nama"],
                    rupiah(s["rencana"]) if s["rencana"] is not None else "belum disepakati",
                    rupiah(s["diterima"]),
                    rupiah(s["diterima_kumulatif"]),
                    rupiah(s["dipakai_kumulatif"]),
                    rupiah(s["sisa"]),
                ]
                for s in isi["sumber"]
            ],
            kanan=(1, 2, 3, 4, 5),
        ),
    ]
    if isi["penerima"]:
        baris = [[p["nama"], str(p["transaksi"]), rupiah(p["jumlah"])] for p in isi["penerima"]]
        blok += [
            bab("Dibayarkan kepada"),
            tabel(["Jenis penerima", "Pembayaran", "Jumlah"], baris, kanan=(1, 2)),
        ]
    if isi["revisi"]:
        blok += [bab("Perubahan anggaran"), daftar([_revision(r) for r in isi["revisi"]])]
    return [*blok, bab("Pengawasan"), rincian(_oversight(isi))]


_KOLOM_POS = ("anggaran", "realisasi", "kumulatif", "komitmen", "sisa")


def _revision(revisi: dict[str, Any]) -> str:
    return (
        f"{revisi['pos']}: {rupiah(revisi['dari'])} menjadi {rupiah(revisi['menjadi'])}."
        f" {revisi['alasan']}"
    )


def _oversight(isi: dict[str, Any]) -> list[tuple[str, str]]:
    temuan, anomali = isi["temuan"], isi["anomali"]
    return [
        (
            "Temuan audit",
            f"{temuan['jumlah']}; {temuan['selesai']} selesai, {temuan['ditanggapi']}"
            f" ditindaklanjuti, {temuan['terbuka']} menunggu tanggapan",
        ),
        (
            "Belanja yang ditandai",
            f"{anomali['ditandai']}; {anomali['ditinjau']} sudah ditinjau",
        ),
        ("Buku besar", "Cocok sampai rupiahnya" if isi["cocok"] else "Belum cocok, diperiksa"),
    ]


def as_csv(laporan: LaporanTriwulan) -> bytes:
    """One row a line and source: what can be added up. With a BOM, for spreadsheets."""
    isi, keluar = laporan.isi, io.StringIO(newline="")
    tulis = csv.writer(keluar)
    tulis.writerow(
        ["kelurahan", "program", "triwulan", "versi", "bagian", "nama", "ukuran", "rupiah"]
    )
    awal = [isi["kelurahan"], isi["program"], f"{laporan.tahun}-{laporan.triwulan}", laporan.versi]
    for bagian, nama, ukuran, nilai in _cells(isi):
        baris = [*awal, bagian, nama, ukuran, nilai]
        tulis.writerow([escape_formula(sel) for sel in baris])
    return b"\xef\xbb\xbf" + keluar.getvalue().encode()


def _cells(isi: dict[str, Any]) -> list[tuple[str, str, str, Any]]:
    sel: list[tuple[str, str, str, Any]] = []
    for pos in isi["pos"]:
        sel += [("pos", pos["kode"], ukuran, pos[ukuran]) for ukuran in _KOLOM_POS]
    for sumber in isi["sumber"]:
        sel += [
            ("sumber", sumber["kode"], ukuran, sumber[ukuran])
            for ukuran in ("rencana", "diterima", "diterima_kumulatif", "dipakai", "sisa")
        ]
    sel += [("pos dan sumber", s["pos"], s["sumber"], s["jumlah"]) for s in isi["silang"]]
    sel += [("penerima", p["nama"], "jumlah", p["jumlah"]) for p in isi["penerima"]]
    return sel
