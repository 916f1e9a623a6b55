"""A meeting from its plan to its end; each step is a history row and tells who was asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hadir.models import SesiHadir
from hadir.services import close_sesi, move_sesi, reopen_sesi, schedule_sesi
from ruko_parsel.models import NomorRapat, Rapat, RiwayatRapat, Ruang
from ruko_parsel.services.kabar_rapat import tell_undangan
from ruko_parsel.services.ruang_rapat import (
    begin_ruang,
    end_ruang,
    follow_ruang,
    hold_ruang,
    name_ruang,
)
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

S = Rapat.Status
BOLEH_RAPAT: dict[str, frozenset[str]] = {
    S.RENCANA: frozenset({S.DIUNDANG, S.BERLANGSUNG, S.BATAL}),
    S.DIUNDANG: frozenset({S.BERLANGSUNG, S.BATAL}),
    S.BERLANGSUNG: frozenset({S.SELESAI}),
    S.SELESAI: frozenset({S.BERLANGSUNG}),  # ended by mistake
    S.BATAL: frozenset(),
}


class RapatKeliru(ValueError):  # noqa: N818 - the domain's word
    """The meeting cannot be as asked; the words say why. `kolom` names the field, if one."""

    def __init__(self, pesan: str, kolom: str = "") -> None:
        self.kolom = kolom
        super().__init__(pesan)


@dataclass(frozen=True, slots=True)
class Rencana:
    """What a meeting is planned with; `wilayah` is the kecamatan, times carry a zone."""

    wilayah: Wilayah
    judul: str
    jenis: str
    tempat: str
    mulai_at: datetime
    selesai_at: datetime
    pimpinan: Pengguna
    notulis: Pengguna
    desa: Wilayah | None = None
    tautan: str = ""
    pengantar: str = ""
    ruang: Ruang | None = None
    peserta: int = 1


@transaction.atomic
def plan_rapat(rencana: Rencana, *, by: Pengguna | None) -> Rapat:
    """Plan a meeting, with a room of the house if one is chosen; nobody is told before the
    invitations go out. Raises RapatKeliru, and Bentrok or WaktuKeliru for the room.
    """
    _check(rencana)
    tahun = at_place(rencana.mulai_at, str(rencana.wilayah.kode)).year
    urut = next_number(str(rencana.wilayah.kode), tahun, NomorRapat.Apa.RAPAT)
    rapat = Rapat.objects.create(
        nomor=f"RAPAT/{rencana.wilayah.kode}/{tahun}/{urut:03d}", wilayah=rencana.wilayah,
        judul=rencana.judul.strip()[:160], jenis=rencana.jenis, tempat=_place(rencana),
        mulai_at=rencana.mulai_at, selesai_at=rencana.selesai_at, pimpinan=rencana.pimpinan,
        notulis=rencana.notulis, desa=rencana.desa, tautan=rencana.tautan,
        pengantar=rencana.pengantar.strip(),
    )  # fmt: skip
    if rencana.ruang is not None:
        hold_ruang(rapat, rencana.ruang, peserta=rencana.peserta, by=by)
    log_rapat(rapat, "Direncanakan", by=by)
    planned: Rapat = rapat
    return planned


def _place(rencana: Rencana) -> str:
    tempat = rencana.tempat.strip()
    return (tempat or (name_ruang(rencana.ruang) if rencana.ruang else ""))[:160]


def _check(rencana: Rencana) -> None:
    if rencana.wilayah.tingkat != Wilayah.Tingkat.KECAMATAN:
        raise RapatKeliru("Rapat diadakan oleh kecamatan.", "wilayah")
    if rencana.selesai_at <= rencana.mulai_at:
        raise RapatKeliru("Jam selesai harus sesudah jam mulai.", "selesai")
    tatap = rencana.jenis == Rapat.Jenis.TATAP_MUKA
    if tatap and rencana.desa is None:
        raise RapatKeliru("Pilih desa yang ditemui.", "desa")
    if not tatap and rencana.desa is not None:
        raise RapatKeliru("Desa hanya diisi untuk tatap muka.", "desa")
    if rencana.desa is not None and rencana.desa.kode.rpartition(".")[0] != rencana.wilayah.kode:
        raise RapatKeliru("Desa ini bukan desa kecamatan Anda.", "desa")
    if rencana.jenis == Rapat.Jenis.DARING and not rencana.tautan:
        raise RapatKeliru("Tulis tautan rapat daringnya.", "tautan")
    if not _place(rencana):
        raise RapatKeliru("Tulis tempatnya, atau pilih ruangnya.", "tempat")


def lock_rapat(rapat: Rapat) -> Rapat:
    """The meeting as it is now, locked until the transaction ends."""
    rows: Any = Rapat.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Rapat = rows.select_related("wilayah", "desa", "pimpinan", "notulis").get(pk=rapat.pk)
    return terkunci


def move_rapat(rapat: Rapat, to: str) -> None:
    """Another state of a locked meeting, unsaved. Raises RapatKeliru."""
    if to not in BOLEH_RAPAT[rapat.status]:
        raise RapatKeliru(
            f"Rapat yang {rapat.get_status_display().lower()} tidak dapat menjadi "
            f"{S(to).label.lower()}."
        )
    rapat.status = to


@transaction.atomic
def reschedule_rapat(
    rapat: Rapat, *, mulai_at: datetime, selesai_at: datetime, tempat: str, alasan: str,
    by: Pengguna, tautan: str | None = None, ruang: Ruang | None = None,
) -> Rapat:  # fmt: skip
    """Another time or place; who was asked is told and asked again. Its room goes along: `ruang`
    is the one it has from now on, none lets it go. Raises RapatKeliru; Bentrok or WaktuKeliru.
    """
    rapat = lock_rapat(rapat)
    if rapat.status not in Rapat.AKAN_DATANG:
        raise RapatKeliru("Hanya rapat yang belum berlangsung yang dapat dipindah.")
    if selesai_at <= mulai_at:
        raise RapatKeliru("Jam selesai harus sesudah jam mulai.", "selesai")
    if mulai_at <= timezone.now():
        raise RapatKeliru("Waktu yang baru sudah lewat.", "tanggal")
    waktu_sama = (rapat.mulai_at, rapat.selesai_at) == (mulai_at, selesai_at)
    pindah = follow_ruang(
        rapat, ruang, mulai_at=mulai_at, selesai_at=selesai_at, alasan=alasan, by=by
    )
    tempat = _new_place(rapat, tempat.strip()[:160], ruang, pindah=pindah)
    tautan = rapat.tautan if tautan is None else tautan
    if waktu_sama and (tempat, tautan) == (rapat.tempat, rapat.tautan):
        return rapat
    rapat.mulai_at, rapat.selesai_at, rapat.tempat, rapat.tautan = (
        mulai_at, selesai_at, tempat, tautan,
    )  # fmt: skip
    rapat.urutan_rencana += 1
    rapat.save()
    _follow_session(rapat, by=by, waktu_sama=waktu_sama)
    log_rapat(rapat, "Jadwal atau tempat diubah", by=by, catatan=alasan)
    if rapat.status == S.DIUNDANG:
        if not waktu_sama:
            forget_answers(rapat)
        tell_undangan(
            rapat, "rapat_ubah", langkah=f"ubah:{rapat.urutan_rencana}", tanya=not waktu_sama,
            alasan=mask_catatan(alasan),
        )  # fmt: skip
    return rapat


def _new_place(rapat: Rapat, tempat: str, ruang: Ruang | None, *, pindah: bool) -> str:
    """Words of the place; those left as they were follow the room. Raises RapatKeliru."""
    sama = pindah and tempat == rapat.tempat
    if ruang is not None:
        return name_ruang(ruang)[:160] if sama or not tempat else tempat
    if sama or not tempat:
        raise RapatKeliru("Tulis tempatnya, atau pilih ruangnya.", "tempat")
    return tempat


def forget_answers(rapat: Rapat) -> None:
    """Another day is another question."""
    rapat.undangan.active().exclude(jawaban="belum").update(
        jawaban="belum", wakil="", alasan="", dijawab_at=None, dijawab_cara=""
    )


def _follow_session(rapat: Rapat, *, by: Pengguna, waktu_sama: bool) -> None:
    sesi = sesi_of(rapat)
    if sesi is None:
        return
    if not waktu_sama:
        sesi = move_sesi(sesi, mulai_at=rapat.mulai_at, selesai_at=rapat.selesai_at, by=by)
    if sesi.tempat != rapat.tempat:
        sesi.tempat = rapat.tempat
        sesi.save(update_fields=["tempat"])


@transaction.atomic
def start_rapat(rapat: Rapat, *, by: Pengguna | None) -> Rapat:
    """The meeting begins and its attendance list opens. Raises RapatKeliru."""
    rapat = lock_rapat(rapat)
    if rapat.status == S.BERLANGSUNG:
        return rapat
    lagi = rapat.status == S.SELESAI
    move_rapat(rapat, S.BERLANGSUNG)
    rapat.save(update_fields=["status", "updated_at"])
    reopen_sesi(make_sesi(rapat, by=by), by=by)
    begin_ruang(rapat, by=by)
    log_rapat(rapat, "Dibuka lagi" if lagi else "Dimulai", by=by)
    return rapat


@transaction.atomic
def end_rapat(rapat: Rapat, *, by: Pengguna | None) -> Rapat:
    """The meeting is over; nobody signs in by themselves any more. Raises RapatKeliru."""
    rapat = lock_rapat(rapat)
    if rapat.status == S.SELESAI:
        return rapat
    move_rapat(rapat, S.SELESAI)
    rapat.save(update_fields=["status", "updated_at"])
    sesi = sesi_of(rapat)
    if sesi is not None:
        close_sesi(sesi, by=by)
    end_ruang(rapat, by=by)
    log_rapat(rapat, "Selesai", by=by)
    return rapat


def make_sesi(rapat: Rapat, *, by: Pengguna | None) -> SesiHadir:
    """The meeting's attendance session, planned if there is none yet."""
    return sesi_of(rapat) or schedule_sesi(
        wilayah=rapat.wilayah, judul=rapat.judul, rujukan=rapat.sesi_rujukan,
        mulai_at=rapat.mulai_at, selesai_at=rapat.selesai_at, tempat=rapat.tempat, by=by,
    )  # fmt: skip


def sesi_of(rapat: Rapat) -> SesiHadir | None:
    """The attendance session of a meeting; one a meeting, since it moves along with it."""
    sesi: SesiHadir | None = SesiHadir.objects.about(rapat.sesi_rujukan).first()
    return sesi


def log_rapat(
    rapat: Rapat, apa: str, *, by: Pengguna | None, catatan: str = ""
) -> RiwayatRapat:  # fmt: skip
    """One row of the history; the note without personal data, since it can never be changed."""
    return RiwayatRapat.objects.create(
        rapat=rapat, apa=apa[:120], catatan=mask_catatan(catatan) if catatan else "", by=by
    )


def next_number(kecamatan: str, tahun: int, apa: str) -> int:
    """The next number of this kecamatan's year, gapless."""
    rows: Any = NomorRapat.objects
    rows.get_or_create(kecamatan_id=kecamatan, tahun=tahun, apa=apa)
    baris = rows.select_for_update().get(kecamatan_id=kecamatan, tahun=tahun, apa=apa)
    baris.terakhir += 1
    baris.save(update_fields=["terakhir"])
    return int(baris.terakhir)
