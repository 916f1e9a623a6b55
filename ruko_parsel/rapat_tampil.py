"""What of a meeting is shown to whom: the kecamatan all, a village what is for all or its own.

Another village's request is "Permintaan desa lain" with its field; a confidential one is not there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hadir.models import Kehadiran
from ruko_parsel.models import (
    AgendaRapat,
    Keputusan,
    Notulen,
    Permintaan,
    Rapat,
    UndanganRapat,
)
from ruko_parsel.services.rapat import sesi_of
from wilayah.models import Wilayah
from wilayah.zona import at_place

J = AgendaRapat.Jenis
TERLAMBAT = timedelta(minutes=15)
_DESA = (Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN)


@dataclass(frozen=True, slots=True)
class Sudut:
    """Whose eyes: the kecamatan's (`semua`), or a village's; a guest of none has no `desa`.

    `pengguna`: who it is, where they have an account.
    """

    semua: bool = False
    desa: str = ""
    pengguna: int | None = None

    def sees(self, wilayah: str | None) -> bool:
        return self.semua or not wilayah or wilayah == self.desa

    def knows(self, permintaan: Permintaan | None) -> bool:
        """Whether a confidential request is theirs to know of: in its village who filed it."""
        if permintaan is None or not permintaan.rahasia or self.semua:
            return True
        return self.pengguna is not None and permintaan.pemohon_id == self.pengguna


KECAMATAN = Sudut(semua=True)


def sudut_of(undangan: UndanganRapat) -> Sudut:
    """What the holder of this invitation may read."""
    if undangan.wilayah_id == undangan.rapat.wilayah_id:
        return Sudut(semua=undangan.pengguna_id is not None)
    return Sudut(desa=str(undangan.wilayah_id), pengguna=undangan.pengguna_id)


@dataclass(frozen=True, slots=True)
class BarisAgenda:
    """One line of an agenda as somebody may read it; `utuh` is False where the words are masked."""

    agenda: AgendaRapat
    nomor: int
    judul: str
    mulai: datetime
    desa: str
    utuh: bool

    @property
    def jam(self) -> str:
        return f"{self.mulai:%H.%M}"


def agenda_lines(rapat: Rapat, sudut: Sudut) -> list[BarisAgenda]:
    """The agenda in order, each with the hour its turn comes."""
    rows = rapat.agenda.select_related(
        "permintaan__bidang", "wilayah", "keputusan_lalu__permintaan"
    )
    hasil: list[BarisAgenda] = []
    saat = at_place(rapat.mulai_at, str(rapat.wilayah_id))
    for pokok in rows.order_by("urut", "pk"):
        if judul := _title(pokok, sudut):
            utuh = sudut.sees(pokok.wilayah_id)
            desa = pokok.wilayah.nama if utuh and pokok.wilayah is not None else ""
            hasil.append(BarisAgenda(pokok, len(hasil) + 1, judul, saat, desa, utuh))
        saat += timedelta(minutes=pokok.menit)
    return hasil


def _title(pokok: AgendaRapat, sudut: Sudut) -> str:
    """The title for these eyes; empty where the item is not theirs to know of."""
    lalu = pokok.keputusan_lalu
    tentang = pokok.permintaan or (lalu.permintaan if lalu is not None else None)
    if not sudut.knows(tentang):
        return ""
    if sudut.sees(pokok.wilayah_id):
        return pokok.judul
    if pokok.permintaan is not None:
        return f"Permintaan desa lain ({pokok.permintaan.bidang.nama})"
    return "Tindak lanjut rapat lalu (desa lain)" if lalu is not None else "Pokok desa lain"


def decisions_for(rapat: Rapat, sudut: Sudut, notulen: Notulen | None = None) -> list[Keputusan]:
    """Decisions up to this version that these eyes may read; drafts only for the kecamatan."""
    rows = rapat.keputusan.select_related(
        "penanggung_jawab", "wilayah", "agenda", "tindak_lanjut__siapa", "permintaan"
    )
    if notulen is not None:
        rows = rows.filter(notulen__versi__lte=notulen.versi)
    if not sudut.semua:
        rows = rows.filter(berlaku_at__isnull=False)
    semua = rows.order_by("nomor")
    milik = sudut.pengguna  # what is in one's own hands one reads
    return [
        k for k in semua
        if sudut.sees(k.wilayah_id)
        and (sudut.knows(k.permintaan) or (milik and k.penanggung_jawab_id == milik))
    ]  # fmt: skip


def agenda_of(permintaan: Permintaan, sudut: Sudut) -> list[AgendaRapat]:
    """Where a request stands on an agenda, the latest meeting first; for a village once the
    invitations are out.
    """
    rows = permintaan.agenda_rapat.select_related("rapat")
    if not sudut.semua:
        rows = rows.exclude(rapat__status=Rapat.Status.RENCANA, rapat__diundang_at=None)
        rows = rows.exclude(rapat__status=Rapat.Status.BATAL, rapat__diundang_at=None)
    return [a for a in rows.order_by("-rapat__mulai_at", "pk") if sudut.sees(a.wilayah_id)]


def decisions_about(permintaan: Permintaan, sudut: Sudut) -> list[Keputusan]:
    """What meetings decided about a request, as far as these eyes may read it."""
    rows = permintaan.keputusan_rapat.select_related(
        "rapat", "penanggung_jawab", "wilayah", "agenda", "tindak_lanjut__siapa"
    )
    if not sudut.semua:
        rows = rows.filter(berlaku_at__isnull=False)
    return [k for k in rows.order_by("rapat__mulai_at", "nomor") if sudut.sees(k.wilayah_id)]


@dataclass(frozen=True, slots=True)
class Hadirin:
    """Somebody of the list and whether they came."""

    undangan: UndanganRapat
    hadir: Kehadiran | None
    terlambat: bool

    @property
    def keadaan(self) -> str:
        if self.hadir is None:
            return "Tidak hadir"
        return "Hadir, terlambat" if self.terlambat else "Hadir"

    @property
    def nama(self) -> str:
        """Who sat there: the one who was asked, or whom they sent."""
        if self.undangan.jawaban == UndanganRapat.Jawaban.DIWAKILKAN:
            return f"{self.undangan.wakil} (mewakili {self.undangan.siapa})"
        return self.undangan.siapa


@dataclass(frozen=True, slots=True)
class DaftarHadirin:
    """The attendance of a meeting: everybody asked, and villages present of those asked."""

    semua: list[Hadirin]
    desa_hadir: list[str]
    desa_diundang: list[str]

    @property
    def ringkas(self) -> str:
        hadir = sum(h.hadir is not None for h in self.semua)
        kata = f"{hadir} dari {len(self.semua)} undangan hadir"
        if not self.desa_diundang:
            return kata
        return f"{len(self.desa_hadir)} dari {len(self.desa_diundang)} desa/kelurahan hadir; {kata}"


def attendance_of(rapat: Rapat) -> DaftarHadirin:
    """Who was expected and who came; three queries."""
    rows = rapat.undangan.active().select_related("pengguna", "wilayah").order_by("wilayah", "pk")
    sesi = sesi_of(rapat)
    ada = {}
    if sesi is not None:
        ada = {k.kunci_orang: k for k in Kehadiran.objects.valid().filter(sesi=sesi)}
    semua = [_present(rapat, u, ada.get(u.kunci_orang)) for u in rows]
    desa = [h for h in semua if h.undangan.wilayah.tingkat in _DESA]
    return DaftarHadirin(
        semua,
        desa_hadir=_names(h.undangan.wilayah for h in desa if h.hadir is not None),
        desa_diundang=_names(h.undangan.wilayah for h in desa),
    )


def _present(rapat: Rapat, undangan: UndanganRapat, hadir: Kehadiran | None) -> Hadirin:
    lambat = hadir is not None and hadir.dicatat_at > rapat.mulai_at + TERLAMBAT
    return Hadirin(undangan, hadir, lambat)


def _names(areas: Iterable[Wilayah]) -> list[str]:
    return [nama for _kode, nama in sorted({(a.kode, a.nama) for a in areas})]
