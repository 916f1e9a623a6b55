"""The papers of a meeting as blocks: invitation, agenda, attendance list, minutes.

Each is scoped by whose eyes it is for (`rapat_tampil.Sudut`); PDF and Word come from the same.
"""

import dataclasses
from datetime import date
from typing import Any

from django.utils import timezone

from dokumen.cetak.kertas import Blok, Kertas, alinea, bab, rincian, tabel
from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from dokumen.isian import hari_tanggal, tanggal_surat
from ruko_parsel.cetak.kop import read_kop_kecamatan, sign_of_kecamatan
from ruko_parsel.models import Notulen, Rapat, UndanganRapat
from ruko_parsel.rapat_tampil import (
    KECAMATAN,
    DaftarHadirin,
    Sudut,
    agenda_lines,
    attendance_of,
    decisions_for,
    sudut_of,
)
from ruko_parsel.services.notulen import approved_notulen
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place, nama_zona

PDF, WORD = "application/pdf", (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)  # fmt: skip
_TANPA = "–"


def compile_kertas(kertas: Kertas, bentuk: str) -> tuple[bytes, str]:
    """The file and its type; `bentuk` is "pdf" or "docx"."""
    if bentuk == "docx":
        return compile_docx(kertas), WORD
    return compile_pdf(kertas), PDF


def _paper(rapat: Rapat, judul: str, blok: list[Blok], **lain: Any) -> Kertas:
    kode = str(rapat.wilayah_id)
    return Kertas(
        judul=judul, kelurahan=kode, blok=blok, kop=read_kop_kecamatan(kode),
        kaki=f"{judul} · {rapat.nomor}", **lain,
    )  # fmt: skip


def _time_and_place(rapat: Rapat) -> list[tuple[str, str]]:
    kode = str(rapat.wilayah_id)
    mulai, selesai = (at_place(w, kode) for w in (rapat.mulai_at, rapat.selesai_at))
    jam = f"{mulai:%H.%M} sampai {selesai:%H.%M} {nama_zona(kode)}"
    if mulai.date() != selesai.date():
        jam = f"{mulai:%H.%M} {nama_zona(kode)} sampai {tanggal_panjang(selesai, kode)}"
    semua = [
        ("Hari, tanggal", hari_tanggal(mulai.date())),
        ("Waktu", jam),
        ("Tempat", rapat.tempat),
    ]
    return [*semua, ("Tautan", rapat.tautan)] if rapat.tautan else semua


def _signature(rapat: Rapat, hari: date, *, pimpinan: bool = False) -> dict[str, Any]:
    """The camat's, or of who led the meeting where that was somebody else."""
    kop = read_kop_kecamatan(str(rapat.wilayah_id))
    if pimpinan and str(rapat.pimpinan) != kop["nama"]:
        atas = [f"{kop['tempat']}, {tanggal_surat(hari)}", "Pimpinan rapat"]
        return {"atas": atas, "nama": str(rapat.pimpinan), "bawah": []}
    return sign_of_kecamatan(kop, hari)


def compose_undangan(rapat: Rapat, undangan: UndanganRapat | None = None) -> Kertas:
    """The letter of invitation, to one person or with the list of all who are asked."""
    kode = str(rapat.wilayah_id)
    kirim = at_place(rapat.diundang_at or timezone.now(), kode).date()
    sudut = KECAMATAN if undangan is None else sudut_of(undangan)
    pengantar = rapat.pengantar or (
        "Untuk memperkuat koordinasi kecamatan dengan desa dan kelurahan, kami mengundang "
        "Bapak/Ibu hadir pada:"
    )
    blok = [*_addressed(rapat, undangan), alinea(pengantar)]
    blok.append(rincian([*_time_and_place(rapat), ("Acara", rapat.judul)]))
    pokok = agenda_lines(rapat, sudut)
    if pokok:
        blok += [alinea("Yang akan dibahas:"), _agenda_table(rapat, sudut)]
    blok.append(alinea("Mohon jawaban hadir atau tidaknya lewat tautan di pesan undangan. Bila "
                       "berhalangan, undangan ini boleh diwakilkan."))  # fmt: skip
    blok.append(alinea("Atas perhatian dan kehadirannya kami ucapkan terima kasih."))
    kertas = _paper(
        rapat, "Undangan", blok, nomor=f"Nomor: {rapat.nomor_surat}" if rapat.nomor_surat else "",
        ttd=_signature(rapat, kirim),
    )  # fmt: skip
    return kertas if rapat.nomor_surat else dataclasses.replace(kertas, cap="DRAF")


def _addressed(rapat: Rapat, undangan: UndanganRapat | None) -> list[Blok]:
    if undangan is not None:
        tempat = undangan.lembaga or undangan.wilayah.nama_lengkap
        return [alinea(f"Kepada Yth. {undangan.siapa}, {tempat}")]
    rows = rapat.undangan.active().filter(di_tempat=False).select_related("pengguna", "wilayah")
    isi = [[str(ke), u.siapa, u.lembaga or u.wilayah.nama] for ke, u in enumerate(rows, start=1)]
    if not isi:
        return [alinea("Kepada Yth. [belum diisi: daftar undangan]")]
    return [alinea("Kepada Yth.:"), tabel(["No.", "Nama", "Dari"], isi, lebar=(1, 6, 5))]


def _agenda_table(rapat: Rapat, sudut: Sudut) -> Blok:
    isi = [
        [str(b.nomor), b.jam, b.judul, b.desa or _TANPA, b.agenda.pembawa if b.utuh else _TANPA]
        for b in agenda_lines(rapat, sudut)
    ]
    return tabel(["No.", "Pukul", "Pokok", "Desa", "Dibawakan"], isi, lebar=(1, 2, 8, 3, 3))


def compose_agenda(rapat: Rapat, sudut: Sudut) -> Kertas:
    """The agenda on one sheet, with room for notes."""
    blok = [rincian([*_time_and_place(rapat), ("Pimpinan", str(rapat.pimpinan)),
                     ("Notulis", str(rapat.notulis))])]  # fmt: skip
    if agenda_lines(rapat, sudut):
        blok.append(_agenda_table(rapat, sudut))
    else:
        blok.append(alinea("Agenda belum disusun."))
    return _paper(rapat, "Agenda Rapat", blok, subjudul=rapat.judul)


def compose_hadir(rapat: Rapat) -> Kertas:
    """The attendance list with a column to sign in; for the kecamatan only."""
    hadir = attendance_of(rapat)
    isi = [
        [str(ke), h.nama, h.undangan.lembaga or h.undangan.wilayah.nama, _came(rapat, h), ""]
        for ke, h in enumerate(hadir.semua, start=1)
    ]
    isi += [[str(len(isi) + n), "", "", "", ""] for n in range(1, 6)]  # who comes unasked
    blok = [
        rincian(_time_and_place(rapat)), alinea(hadir.ringkas + "."),
        tabel(["No.", "Nama", "Dari", "Keterangan", "Tanda tangan"], isi, lebar=(1, 5, 4, 3, 4)),
    ]  # fmt: skip
    hari = at_place(rapat.mulai_at, str(rapat.wilayah_id)).date()
    return _paper(rapat, "Daftar Hadir", blok, subjudul=rapat.judul, ttd=_signature(rapat, hari))


def _came(rapat: Rapat, h: Any) -> str:
    if h.hadir is None:
        return h.undangan.get_jawaban_display() if h.undangan.jawaban == "tidak" else ""
    jam = at_place(h.hadir.dicatat_at, str(rapat.wilayah_id))
    return f"{jam:%H.%M}{', terlambat' if h.terlambat else ''}"


def compose_notulen(
    rapat: Rapat, sudut: Sudut, notulen: Notulen | None = None
) -> Kertas:  # fmt: skip
    """The minutes as these eyes may read them. Raises LookupError where none are approved, unless
    a draft is given.
    """
    notulen = notulen or approved_notulen(rapat)
    if notulen is None:
        raise LookupError("Notulen rapat ini belum disetujui.")
    hadir = attendance_of(rapat)
    blok = [rincian([*_time_and_place(rapat), ("Pimpinan", str(rapat.pimpinan)),
                     ("Notulis", str(rapat.notulis)), ("Kehadiran", hadir.ringkas)])]  # fmt: skip
    if notulen.catatan_koreksi:
        blok.append(alinea(f"Versi {notulen.versi}. Yang dibetulkan: {notulen.catatan_koreksi}"))
    if notulen.pembuka:
        blok += [bab("Pembukaan"), *_paragraphs(notulen.pembuka)]
    blok += [bab("Pembahasan"), *_discussion(rapat, sudut, notulen), bab("Keputusan")]
    blok += [_decision_table(rapat, sudut, notulen)]
    if notulen.penutup:
        blok += [bab("Penutup"), *_paragraphs(notulen.penutup)]
    blok += [bab("Yang hadir"), *_present(hadir, sudut)]
    kode = str(rapat.wilayah_id)
    hari = at_place(notulen.disetujui_at or timezone.now(), kode).date()
    return _paper(
        rapat, "Notulen Rapat", blok, subjudul=rapat.judul, nomor=f"Nomor: {rapat.nomor}",
        cap="" if notulen.is_beku else "DRAF", ttd=_signature(rapat, hari, pimpinan=True),
    )  # fmt: skip


def _paragraphs(teks: str) -> list[Blok]:
    return [alinea(satu) for satu in teks.splitlines() if satu.strip()]


def _discussion(rapat: Rapat, sudut: Sudut, notulen: Notulen) -> list[Blok]:
    teks = dict(notulen.isi.values_list("agenda", "teks"))
    blok: list[Blok] = []
    for baris in agenda_lines(rapat, sudut):
        desa = f" ({baris.desa})" if baris.desa else ""
        blok.append(alinea(f"{baris.nomor}. {baris.judul}{desa}"))
        if baris.utuh:
            blok += _paragraphs(teks.get(baris.agenda.pk, "") or "Tidak ada catatan.")
    return blok or [alinea("Rapat berlangsung tanpa agenda tertulis.")]


def _decision_table(rapat: Rapat, sudut: Sudut, notulen: Notulen) -> Blok:
    isi = [
        [str(k.nomor), k.isi, k.wilayah.nama if k.wilayah else "Semua", k.oleh_siapa,
         tanggal_surat(k.tenggat)]
        for k in decisions_for(rapat, sudut, notulen)
    ]  # fmt: skip
    if not isi:
        return alinea("Tidak ada keputusan.")
    kepala = ["No.", "Keputusan", "Untuk", "Penanggung jawab", "Paling lambat"]
    return tabel(kepala, isi, lebar=(1, 7, 3, 4, 3))


def _present(hadir: DaftarHadirin, sudut: Sudut) -> list[Blok]:
    """Everybody by name for the kecamatan; a village reads villages, and its own people's names."""
    ada = [h for h in hadir.semua if h.hadir is not None]
    if not sudut.semua:
        desa = ", ".join(hadir.desa_hadir) or "Belum tercatat"
        ada = [h for h in ada if h.undangan.wilayah_id == sudut.desa]
        awal = [alinea(f"Desa dan kelurahan yang hadir: {desa}.")]
    else:
        awal = []
    isi = [[str(n), h.nama, h.undangan.lembaga or h.undangan.wilayah.nama, h.keadaan]
           for n, h in enumerate(ada, start=1)]  # fmt: skip
    if not isi:
        return awal or [alinea("Kehadiran belum dicatat.")]
    return [*awal, tabel(["No.", "Nama", "Dari", "Keterangan"], isi, lebar=(1, 6, 5, 3))]
