"""Lampiran D of the seed: six things a proposal goes in with, each worked out from the rows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse

from dokumen.cetak.kertas import alinea, bab, daftar, tabel
from ekonomi.models import AnggotaTim, MitraProgram, Program
from ekonomi.naskah.perlur import compose_perlur
from ekonomi.naskah.proposal import compose_proposal
from ekonomi.naskah.susun import Isian, Naskah, Penyusun, change_url
from wilayah.format import rupiah

_SAAT_TETAP = frozenset({"Nomor", "Tanggal penetapan"})  # given when the paper is settled
_PENDUKUNG = {
    MitraProgram.Jenis.BANK: "bank",
    MitraProgram.Jenis.KAMPUS: "perguruan tinggi",
    MitraProgram.Jenis.CSR: "perusahaan (CSR)",
}


@dataclass(frozen=True, slots=True)
class Butir:
    """One item: what is missing of it (none: it is there) and where that is put right."""

    nomor: int
    nama: str
    kurang: list[tuple[str, str]]  # (what, address)

    @property
    def ada(self) -> bool:
        return not self.kurang


def check_lampiran_d(program: Program) -> list[Butir]:
    """The six items of the checklist."""
    proposal = compose_proposal(program)
    perlur = compose_perlur(program)
    return [
        Butir(1, "Ringkasan eksekutif (satu halaman)", _summary(program)),
        Butir(2, "Proposal lengkap", _of_naskah(proposal.kurang)),
        Butir(3, "Rencana anggaran dan sumber pendanaan", _money(program)),
        Butir(4, "Surat dukungan mitra: bank, perguruan tinggi, CSR", _letters(program)),
        Butir(5, "Draf Peraturan Lurah", _of_naskah(perlur.kurang)),
        Butir(6, "Rencana pemantauan, evaluasi, dan contoh dasbor", _monitoring(program)),
    ]


def _of_naskah(kurang: list[Isian]) -> list[tuple[str, str]]:
    return [(satu.label, satu.url) for satu in kurang if satu.label not in _SAAT_TETAP]


def _summary(program: Program) -> list[tuple[str, str]]:
    url = change_url("program", program.pk)
    kurang = []
    if not program.ringkasan.strip():
        kurang.append(("Ringkasan program", url))
    if not program.target.exists():
        kurang.append(("Target indikator", url))
    if not program.pos.exists():
        kurang.append(("Pos anggaran", url))
    return kurang


def _money(program: Program) -> list[tuple[str, str]]:
    """Lines, and sources whose agreed amounts cover them."""
    url = f"{reverse('admin:ekonomi_sumberprogram_changelist')}?program={program.pk}"
    total = program.pos.aggregate(n=Sum("jumlah"))["n"] or 0
    sumber = list(program.sumber.all())
    kurang = [] if total else [("Pos anggaran", change_url("program", program.pk))]
    if not sumber:
        return [*kurang, ("Sumber dana", url)]
    kurang += [
        (f"Jumlah dari {s.get_sumber_display()}", change_url("sumberprogram", s.pk))
        for s in sumber
        if s.rencana is None
    ]
    ada = sum(s.rencana or 0 for s in sumber)
    if ada < total:
        kurang.append((f"Sumber dana belum cukup, masih kurang {rupiah(total - ada)}", url))
    return kurang


def _letters(program: Program) -> list[tuple[str, str]]:
    ada = set(
        program.mitra.filter(surat_dukungan__isnull=False)
        .exclude(status=MitraProgram.Status.MUNDUR)
        .values_list("jenis", flat=True)
    )
    url = f"{reverse('admin:ekonomi_mitraprogram_changelist')}?program={program.pk}"
    return [(f"Surat dari {nama}", url) for jenis, nama in _PENDUKUNG.items() if jenis not in ada]


def _monitoring(program: Program) -> list[tuple[str, str]]:
    kurang = []
    if not program.target.exists():
        kurang.append(("Target indikator", change_url("program", program.pk)))
    if not program.tonggak.exists():
        url = f"{reverse('admin:ekonomi_tonggak_changelist')}?program={program.pk}"
        kurang.append(("Tonggak kegiatan", url))
    data = program.tim.filter(peran=AnggotaTim.Peran.DATA)
    if not any(satu.orang for satu in data.select_related("pengguna")):
        url = f"{reverse('admin:ekonomi_anggotatim_changelist')}?program={program.pk}"
        kurang.append(("Petugas data di tim", url))
    return kurang


def compose_lampiran_d(
    program: Program, *, nomor: str = "", tanggal: dt.date | None = None
) -> Naskah:
    """The checklist on paper, with what is missing of each item."""
    p = Penyusun(program, "Daftar Periksa Pengajuan")
    nama = p.of_program("Nama program", program.nama)
    p.naskah.subjudul = f"{nama}, {program.wilayah.nama_lengkap}"
    if nomor:
        p.naskah.nomor = f"Nomor {nomor}"
    semua = check_lampiran_d(program)
    isi = [[str(b.nomor), b.nama, "Ada" if b.ada else f"Kurang {len(b.kurang)}"] for b in semua]
    p.put(tabel(["No", "Berkas", "Keadaan"], isi))
    for satu in semua:
        for apa, url in satu.kurang:
            p.take(f"{satu.nama}: {apa}", "", "Lampiran D", url)
    kurang = [b for b in semua if not b.ada]
    if not kurang:
        p.put(alinea("Semua berkas lengkap dan siap diajukan."))
    for satu in kurang:
        p.put(bab(f"Yang kurang dari {satu.nama.lower()}"), daftar([k for k, _url in satu.kurang]))
    p.sign(tempat=str(p.naskah.kop["tempat"]), tanggal=tanggal, atas="Diperiksa di")
    return p.naskah
