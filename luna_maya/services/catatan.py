"""The observation log: entries are taken once each, changed the same evening, taken back."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from luna_maya.media_izin import MediaIzin, media_of
from luna_maya.models import Catatan, Janji, Kunjungan, RiwayatCatatan
from luna_maya.services.janji import JanjiDitolak, drop_janji, extend_janji, make_janji
from luna_maya.waktu_catatan import believe, closes_at, is_evening, opens_at, takes_catatan
from pesan.lampiran import LampiranDitolak, check_berkas, store_unggahan
from pesan.models import Lampiran
from wilayah.formulir import clean_text
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

P = RiwayatCatatan.Peristiwa
MAKS_FOTO, MAKS_SUARA = 6, 3
_SEBUTAN = {Lampiran.Jenis.FOTO: "foto", Lampiran.Jenis.SUARA: "rekaman suara"}
SEBAB_UNDUR = "Tanggalnya diperbaiki pada malam kunjungan."
SEBAB_TARIK = "Catatan asalnya ditarik kembali karena keliru."


class CatatanDitolak(ValueError):  # noqa: N818 - the domain's word
    """This entry is not taken; the message says why."""


class KunciDipakai(CatatanDitolak):
    """Another person's or another visit's entry has this key."""


class LogTertutup(CatatanDitolak):
    """This visit's log takes nothing (yet, or any more)."""


@dataclass(frozen=True, slots=True)
class IsiCatatan:
    """What an entry says. `tempat`: the RT it is about. A promise has its public words and day."""

    jenis: str
    isi: str
    tempat: Wilayah
    kategori: str = ""
    subkategori: str = ""
    pihak: str = ""
    setuju_laporan: bool = False
    baru_terungkap: bool | None = None
    janji_isi: str = ""
    tenggat: date | None = None


@dataclass(frozen=True, slots=True)
class Berkas:
    """Files as they came, by the field they came in."""

    foto: Sequence[Any] = ()
    suara: Sequence[Any] = ()


@dataclass(slots=True)
class Tercatat:
    """The entry; `baru` is False where it was here already; `ditolak`: files not kept, and why."""

    catatan: Catatan
    baru: bool
    ditolak: list[str] = field(default_factory=list)


@transaction.atomic
def record_catatan(
    kunjungan: Kunjungan,
    isi: IsiCatatan,
    *,
    kunci: uuid.UUID,
    by: Pengguna,
    dicatat_at: datetime | None = None,
    dikirim_at: datetime | None = None,
    berkas: Berkas | None = None,
    now: datetime | None = None,
) -> Tercatat:
    """Take an entry, once for its `kunci`, with the files that may be kept and its promise.

    `dicatat_at`, `dikirim_at`: when it was written and sent by the device's own clock. Raises
    KunciDipakai, LogTertutup; a file that is none is left out and said so.
    """
    now = now or timezone.now()
    lama = _earlier(kunci, kunjungan, by)
    if lama is not None:
        return Tercatat(lama, baru=False)
    waktu = believe(dicatat_at, dikirim_at, kunjungan, now)
    check_open(kunjungan, waktu, now)
    izin = media_of(kunjungan)
    if not izin.catat:
        raise CatatanDitolak("Tuan rumah tidak mengizinkan pencatatan pada kunjungan ini.")
    _check_tempat(kunjungan, isi.tempat)
    catatan = Catatan(kunci=kunci, kunjungan=kunjungan, dicatat_at=waktu, by=by)
    _fill(catatan, isi)
    if not _insert(catatan):
        sama = _earlier(kunci, kunjungan, by)
        assert sama is not None  # noqa: S101 - the key was refused because that row is there
        return Tercatat(sama, baru=False)
    ditolak = _attach(catatan, berkas or Berkas(), izin)
    _promise(catatan, isi, by=by)
    log_catatan(catatan, P.DICATAT, by=by)
    return Tercatat(catatan, baru=True, ditolak=ditolak)


@transaction.atomic
def edit_catatan(
    catatan: Catatan,
    isi: IsiCatatan,
    *,
    by: Pengguna,
    berkas: Berkas | None = None,
    buang: Iterable[int] = (),
    now: datetime | None = None,
) -> Tercatat:
    """Change an entry the same evening; `buang`: keys of attachments to leave out.

    Raises CatatanDitolak once it was taken back, handed on, or the evening is over.
    """
    catatan = lock_catatan(catatan)
    if not may_edit(catatan, now or timezone.now()):
        raise CatatanDitolak("Catatan ini sudah tidak dapat diubah.")
    _check_tempat(catatan.kunjungan, isi.tempat)
    _fill(catatan, isi)
    catatan.save()
    catatan.lampiran.remove(*catatan.lampiran.filter(pk__in=list(buang)))
    ditolak = _attach(catatan, berkas or Berkas(), media_of(catatan.kunjungan))
    _promise(catatan, isi, by=by)
    log_catatan(catatan, P.DIUBAH, by=by)
    return Tercatat(catatan, baru=False, ditolak=ditolak)


@transaction.atomic
def withdraw_catatan(catatan: Catatan, *, by: Pengguna, now: datetime | None = None) -> Catatan:
    """Take an entry back; its promise ends with the reason. Twice is once.

    Raises CatatanDitolak once something was made of it, or the log is closed.
    """
    now = now or timezone.now()
    catatan = lock_catatan(catatan)
    if catatan.dicabut_at is not None:
        return catatan
    if now > closes_at(catatan.kunjungan):
        raise LogTertutup("Catatan kunjungan ini sudah ditutup.")
    if is_handed_on(catatan):
        raise CatatanDitolak("Catatan ini sudah ditindaklanjuti, jadi tidak dapat ditarik.")
    catatan.dicabut_at = now
    catatan.save(update_fields=["dicabut_at"])
    _drop_promise(catatan, by=by)
    log_catatan(catatan, P.DITARIK, by=by)
    return catatan


def check_open(kunjungan: Kunjungan, ditulis_at: datetime, now: datetime) -> None:
    """Raises LogTertutup with what to tell the person who writes."""
    if kunjungan.status == Kunjungan.Status.BATAL:
        raise LogTertutup("Kunjungan ini dibatalkan, jadi tidak ada catatannya.")
    if now < opens_at(kunjungan):
        raise LogTertutup("Catatan dibuka pada hari kunjungan.")
    if not takes_catatan(kunjungan, ditulis_at, now):
        raise LogTertutup("Catatan kunjungan ini sudah ditutup.")


def lock_catatan(catatan: Catatan) -> Catatan:
    """The entry as it is now, locked until the transaction ends."""
    rows: Any = Catatan.objects.select_for_update(of=("self",))
    terkunci: Catatan = rows.select_related("kunjungan__jenis", "wilayah").get(pk=catatan.pk)
    return terkunci


def log_catatan(catatan: Catatan, peristiwa: str, *, by: Pengguna | None) -> RiwayatCatatan:
    """One row of the entry's history."""
    return RiwayatCatatan.objects.create(catatan=catatan, peristiwa=peristiwa, by=by)


def is_handed_on(catatan: Catatan) -> bool:
    """Whether a report, a potential or a task was made of it."""
    masih = catatan.rujukan.exclude(status="dikembalikan")
    return masih.exists() or catatan.tugas.exists()


def may_edit(catatan: Catatan, now: datetime) -> bool:
    """Whether its words may still be changed by those who may at all."""
    segar = catatan.dicabut_at is None and is_evening(catatan.kunjungan, now)
    return segar and not is_handed_on(catatan)


def _earlier(kunci: uuid.UUID, kunjungan: Kunjungan, by: Pengguna) -> Catatan | None:
    """The entry with this key. Raises KunciDipakai where it is not this person's and visit's."""
    lama = Catatan.objects.filter(kunci=kunci).first()
    if lama is not None and (lama.kunjungan_id, lama.by_id) != (kunjungan.pk, by.pk):
        raise KunciDipakai("Kiriman ini sudah dipakai untuk catatan lain. Tulis sebagai yang baru.")
    return lama


def _insert(catatan: Catatan) -> bool:
    """Whether it was the first with its key: a second one waits here until the first is done."""
    try:
        with transaction.atomic():
            catatan.save(force_insert=True)
    except IntegrityError as error:
        if "kunci" not in str(error):
            raise
        return False
    return True


def _check_tempat(kunjungan: Kunjungan, tempat: Wilayah) -> None:
    kelurahan = kunjungan.wilayah.kode_kelurahan or kunjungan.wilayah_id
    if not (tempat.kode == kelurahan or tempat.kode.startswith(f"{kelurahan}.")):
        raise CatatanDitolak("Pilih RT atau RW di kelurahan kunjungan ini.")


def _fill(catatan: Catatan, isi: IsiCatatan) -> None:
    """Names and numbers in the words are masked; who was involved stands apart, encrypted."""
    teks = mask_catatan(clean_text(isi.isi).strip())
    if not teks:
        raise CatatanDitolak("Tulis apa yang dilihat atau didengar.")
    catatan.jenis, catatan.isi, catatan.wilayah = isi.jenis, teks, isi.tempat
    catatan.kategori, catatan.subkategori = isi.kategori, isi.subkategori
    catatan.pihak = clean_text(isi.pihak).strip()
    catatan.setuju_laporan, catatan.baru_terungkap = isi.setuju_laporan, isi.baru_terungkap


def _promise(catatan: Catatan, isi: IsiCatatan, *, by: Pengguna) -> None:
    """The entry's promise: made, put right the same evening, or ended when it is none any more."""
    if catatan.jenis != Catatan.Jenis.JANJI:
        _drop_promise(catatan, by=by)
        return
    if not isi.janji_isi.strip() or isi.tenggat is None:
        raise CatatanDitolak("Janji perlu kalimat untuk warga dan tanggalnya.")
    if isi.tenggat < opens_at(catatan.kunjungan).date():
        raise CatatanDitolak("Tanggal janji harus sesudah kunjungan.")
    janji = make_janji(catatan, isi=isi.janji_isi, tenggat=isi.tenggat, by=by)
    if janji.status == Janji.Status.BERJALAN:
        _correct(janji, isi.janji_isi, isi.tenggat, by=by)


def _correct(janji: Janji, kalimat: str, tenggat: date, *, by: Pengguna) -> None:
    """A slip of the same evening. A later day is a step that the public sees, as ever."""
    if tenggat > janji.tenggat:
        try:
            extend_janji(janji, tenggat=tenggat, alasan=SEBAB_UNDUR, by=by)
        except JanjiDitolak as error:
            raise CatatanDitolak(str(error)) from error
    sebelum = min(tenggat, janji.tenggat)
    kalimat = mask_catatan(kalimat.strip())[:240]
    if kalimat != janji.isi or sebelum != janji.tenggat:
        Janji.objects.filter(pk=janji.pk).update(isi=kalimat, tenggat=tenggat)


def _drop_promise(catatan: Catatan, *, by: Pengguna) -> None:
    for janji in Janji.objects.filter(catatan=catatan, status=Janji.Status.BERJALAN):
        drop_janji(janji, alasan=SEBAB_TARIK, by=by)


def _attach(catatan: Catatan, berkas: Berkas, izin: MediaIzin) -> list[str]:
    """Keep what may be kept; gives a sentence for each file that was not."""
    ditolak: list[str] = []
    for daftar, jenis, maks, boleh in (
        (list(berkas.foto), Lampiran.Jenis.FOTO, MAKS_FOTO, izin.foto),
        (list(berkas.suara), Lampiran.Jenis.SUARA, MAKS_SUARA, izin.suara),
    ):
        sebutan = _SEBUTAN[jenis]
        if daftar and not boleh:
            ditolak.append(f"Tuan rumah tidak mengizinkan {sebutan}, jadi tidak disimpan.")
            continue
        if len(daftar) > maks:
            ditolak.append(f"Hanya {maks} {sebutan} pertama yang disimpan.")
        for satu in daftar[:maks]:
            try:
                catatan.lampiran.add(_keep(satu, jenis))
            except LampiranDitolak as error:
                nama = clean_text(getattr(satu, "name", ""))[:60]
                ditolak.append(f"“{nama}” tidak disimpan: {error}")
    return ditolak


def _keep(satu: Any, jenis: Lampiran.Jenis) -> Lampiran:
    """A voice note may be any kind that is accepted at all, so what it is is asked first."""
    if jenis == Lampiran.Jenis.SUARA:
        nyata = check_berkas(satu.read(settings.LAMPIRAN_MAX_BYTES + 1), jenis)
        satu.seek(0)
        if nyata.jenis != jenis:
            raise LampiranDitolak(f"Ini bukan {_SEBUTAN[jenis]}.")
    return store_unggahan(satu, jenis)
