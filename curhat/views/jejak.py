"""The progress of one report as its resident reads it: what happened, what comes next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curhat.models import Curhat, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.status_warga import STATUS_WARGA
from wilayah.format import tanggal_panjang

if TYPE_CHECKING:
    from datetime import datetime

S = Tiket.Status
P = RiwayatCurhat.Peristiwa

_PERISTIWA = {
    P.DITERIMA: "Laporan diterima",
    P.DIJAWAB: "Jawaban pertama dikirim",
    P.DITAHAN: "Menunggu dibaca petugas",
    P.DILEPAS: "Dibaca petugas dan diteruskan",
    P.DITAMBAH: "Keterangan Anda ditambahkan",
    P.DIUBAH: "Pesan Anda ubah",
    P.DITARIK: "Pesan Anda tarik",
    P.TEMBUSAN: "Tembusan dikirim ke lurah",
    P.DITUTUP: "Dinyatakan selesai",
    P.DIBUKA: "Dibuka kembali",
}


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step: its words, when, a note for the resident, and whether it has happened."""

    judul: str
    waktu: str
    catatan: str = ""
    sudah: bool = True


def build_jejak(curhat: Curhat) -> list[Langkah]:
    """All steps in order, then the one expected next. Reads prefetched rows where possible."""
    dated: list[tuple[datetime, int, Langkah]] = []
    for row in curhat.riwayat.all():
        judul = _PERISTIWA.get(P(row.peristiwa))
        if judul:
            dated.append((row.at, row.pk, Langkah(judul, tanggal_panjang(row.at))))
    for tiket in _tickets(curhat):
        dated += [(r.at, r.pk, _step(r, tiket)) for r in tiket.riwayat.all() if _shown(r)]
    dated.sort(key=lambda item: item[:2])
    return [step for _at, _pk, step in dated] + _expected(curhat.tiket_terakhir)


def _tickets(curhat: Curhat) -> list[Tiket]:
    """Its own tickets, and the one of the shared problem it belongs to."""
    milik = {tiket.pk: tiket for tiket in curhat.tiket.all()}
    if curhat.tiket_bersama is not None:
        milik.setdefault(curhat.tiket_bersama.pk, curhat.tiket_bersama)
    return list(milik.values())


def _shown(row: RiwayatTiket) -> bool:
    if row.dari == row.ke:
        return row.untuk_warga and not row.oleh_warga and bool(row.catatan)
    return True


def _step(row: RiwayatTiket, tiket: Tiket) -> Langkah:
    status = S(row.ke)
    judul = "Kabar dari petugas" if row.dari == row.ke else STATUS_WARGA[status]
    if status == S.DITUGASKAN and tiket.instansi is not None:
        judul = f"Diserahkan kepada {tiket.instansi.nama}"
    catatan = row.catatan if row.untuk_warga else ""
    return Langkah(judul, tanggal_panjang(row.at), "" if catatan == f"{judul}." else catatan)


def _expected(tiket: Tiket | None) -> list[Langkah]:
    if tiket is None or tiket.status in Tiket.ENDED:
        return []
    if tiket.status == S.MENUNGGU_KONFIRMASI:
        return [Langkah("Anda memastikan: sudah beres atau belum", "", sudah=False)]
    steps = []
    if tiket.status == S.BARU:
        batas = f"paling lambat {tanggal_panjang(tiket.verifikasi_due_at, tiket.wilayah_id)}"
        steps.append(Langkah("Diperiksa petugas kelurahan", batas, sudah=False))
    batas = f"paling lambat {tanggal_panjang(tiket.due_at, tiket.wilayah_id)}"
    steps.append(Langkah("Ditindaklanjuti, lalu Anda diminta memastikan", batas, sudah=False))
    return steps


def status_in_words(curhat: Curhat) -> str:
    """One line for the top of the page."""
    tiket = curhat.tiket_terakhir
    if tiket is not None:
        return _status_tiket(tiket)
    if curhat.ditutup_at:
        return "Selesai"
    if curhat.ditahan:
        return "Menunggu dibaca petugas"
    return "Sudah dijawab"


def _status_tiket(tiket: Tiket) -> str:
    if tiket.status == S.SELESAI and tiket.hasil != Tiket.Hasil.TERSELESAIKAN:
        return "Ditutup, belum dipastikan beres"
    if tiket.status in {S.DITUGASKAN, S.DIKERJAKAN} and tiket.instansi is not None:
        kata = "Diserahkan kepada" if tiket.status == S.DITUGASKAN else "Dikerjakan oleh"
        return f"{kata} {tiket.instansi.nama}"
    return STATUS_WARGA[S(tiket.status)]
