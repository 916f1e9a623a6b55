"""Photos and videos of a visit: added, described, taken off; every answer about being shown.

Each of these leaves a row of `RiwayatTampil` without a name in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from luna_maya.berkas_kunjungan import check_video, draw_kecil
from luna_maya.kalimat_tampil import VERSI
from luna_maya.models import Dokumentasi, IzinOrang, Kunjungan, OrangTampil, RiwayatTampil
from luna_maya.services.kunjungan import lock_kunjungan
from luna_maya.tautan_video import read_tautan
from pesan.lampiran import LampiranDitolak, check_berkas, keep
from pesan.models import Lampiran
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

J = Dokumentasi.Jenis
MAKS = 40  # photos and videos of one visit


class DokumentasiKeliru(ValueError):  # noqa: N818 - the domain's word
    """What is asked for does not fit what is recorded; the message says why."""


@dataclass(frozen=True, slots=True)
class Unggahan:
    """One file as it came: what it was called, only to say which one is meant, and its bytes."""

    nama: str
    isi: bytes


@dataclass(slots=True)
class HasilUnggah:
    """What was kept, and why the others were not."""

    baru: list[Dokumentasi] = field(default_factory=list)
    ditolak: list[str] = field(default_factory=list)


def add_berkas(
    kunjungan: Kunjungan, berkas: Sequence[Unggahan], *, teks_alt: str, by: Pengguna,
    diambil_oleh: str = "",
) -> HasilUnggah:  # fmt: skip
    """Keep photos and videos, each by its content; a bad one does not spoil the others."""
    hasil = HasilUnggah()
    for satu in berkas:
        try:
            hasil.baru.append(_add_one(kunjungan, satu, teks_alt, diambil_oleh, by))
        except (LampiranDitolak, DokumentasiKeliru) as galat:
            hasil.ditolak.append(f"{satu.nama[:60]}: {galat}")
    return hasil


def _add_one(
    kunjungan: Kunjungan, satu: Unggahan, teks_alt: str, diambil_oleh: str, by: Pengguna
) -> Dokumentasi:
    video = satu.isi[4:8] == b"ftyp" or satu.nama.lower().endswith((".mp4", ".mov", ".3gp"))
    heic = satu.isi[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif")
    berkas = check_video(satu.isi) if video and not heic else check_berkas(satu.isi)
    with transaction.atomic():
        kunjungan = _lock(kunjungan)
        lampiran = Lampiran(nama="")
        keep(lampiran, berkas)
        if _have(kunjungan).filter(lampiran__sha256=lampiran.sha256).exists():
            lampiran.berkas.delete(save=False)
            raise DokumentasiKeliru("sudah ada di kunjungan ini.")
        dok = Dokumentasi(
            jenis=J.VIDEO if video and not heic else J.FOTO, lampiran=lampiran,
            **_common(kunjungan, teks_alt, diambil_oleh, by),
        )  # fmt: skip
        if dok.jenis == J.FOTO:
            nama = f"{lampiran.sha256[:32]}.jpg"
            dok.kecil.save(nama, ContentFile(draw_kecil(berkas.isi)), save=False)
        dok.save()
        _log(dok, "Ditambahkan", by=by)
    return dok


@transaction.atomic
def add_tautan(
    kunjungan: Kunjungan, teks: str, *, teks_alt: str, by: Pengguna, diambil_oleh: str = ""
) -> Dokumentasi:
    """Keep a link to a video. Raises TautanDitolak, DokumentasiKeliru."""
    tautan = read_tautan(teks)
    kunjungan = _lock(kunjungan)
    if _have(kunjungan).filter(tautan=tautan).exists():
        raise DokumentasiKeliru("Tautan itu sudah ada di kunjungan ini.")
    dok = Dokumentasi.objects.create(
        jenis=J.TAUTAN, tautan=tautan, **_common(kunjungan, teks_alt, diambil_oleh, by)
    )
    _log(dok, "Ditambahkan", by=by)
    return dok


def _lock(kunjungan: Kunjungan) -> Kunjungan:
    """Raises DokumentasiKeliru where nothing can be added."""
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status == Kunjungan.Status.BATAL:
        raise DokumentasiKeliru("kunjungan ini batal.")
    if _have(kunjungan).count() >= MAKS:
        raise DokumentasiKeliru(f"satu kunjungan paling banyak {MAKS} gambar dan video.")
    return kunjungan


def _have(kunjungan: Kunjungan) -> Any:
    return Dokumentasi.objects.standing().filter(kunjungan=kunjungan)


def _common(kunjungan: Kunjungan, teks_alt: str, diambil_oleh: str, by: Pengguna) -> dict[str, Any]:
    terakhir = _have(kunjungan).aggregate(n=Max("urut"))["n"]
    alt = mask_catatan(teks_alt.strip())[:240]
    if not alt:
        raise DokumentasiKeliru("Tulis apa yang terlihat.")
    return {
        "kunjungan": kunjungan, "wilayah_id": kunjungan.wilayah_id, "teks_alt": alt,
        "diambil_oleh": diambil_oleh.strip()[:80], "urut": (terakhir or 0) + 1, "by": by,
    }  # fmt: skip


@transaction.atomic
def edit_dokumentasi(
    dok: Dokumentasi, *, keterangan: str, teks_alt: str, diambil_oleh: str, urut: int,
    sampul: bool, by: Pengguna,
) -> Dokumentasi:  # fmt: skip
    """Caption and order; a new cover takes the place of the old one."""
    lock_kunjungan(dok.kunjungan)  # one cover, also when two people choose at once
    dok = lock_dokumentasi(dok)
    if sampul and dok.jenis != J.FOTO:
        raise DokumentasiKeliru("Gambar sampul harus foto.")
    if sampul:
        _have(dok.kunjungan).filter(sampul=True).exclude(pk=dok.pk).update(sampul=False)
    dok.keterangan = mask_catatan(keterangan.strip())[:240]
    dok.teks_alt = mask_catatan(teks_alt.strip())[:240]
    if not dok.teks_alt:
        raise DokumentasiKeliru("Tulis apa yang terlihat.")
    dok.diambil_oleh, dok.urut, dok.sampul = diambil_oleh.strip()[:80], urut, sampul
    dok.save()
    _log(dok, "Keterangan diubah", by=by)
    return dok


@transaction.atomic
def state_orang(dok: Dokumentasi, pernyataan: str, *, by: Pengguna) -> Dokumentasi:
    """State that everybody seen is on record, or that nobody is seen; "" takes the statement back.

    Raises DokumentasiKeliru where the record says otherwise.
    """
    dok = lock_dokumentasi(dok)
    P = Dokumentasi.Pernyataan  # noqa: N806 - an alias
    ada = dok.orang.exists()
    if pernyataan == P.KOSONG and ada:
        raise DokumentasiKeliru("Ada orang yang tercatat terlihat di sini.")
    if pernyataan == P.SEMUA and not ada:
        raise DokumentasiKeliru(
            "Belum ada orang yang dicatat. Bila memang tidak ada orang, pilih “Tidak ada orang”."
        )
    dok.pernyataan = P(pernyataan)
    dok.pernyataan_by = by if pernyataan else None
    dok.pernyataan_at = timezone.now() if pernyataan else None
    dok.save(update_fields=["pernyataan", "pernyataan_by", "pernyataan_at"])
    _log(dok, f"Dinyatakan: {P(pernyataan).label}", by=by)
    return dok


@dataclass(frozen=True, slots=True)
class JawabanOrang:
    """What somebody who is seen said about being shown; `wali` answers for a child."""

    nama: str
    izin: str
    cara: str
    anak: bool = False
    wali: str = ""


@transaction.atomic
def record_orang(dok: Dokumentasi, jawaban: JawabanOrang, *, by: Pengguna) -> OrangTampil:
    """Put somebody who is seen on record. An earlier statement no longer holds: it was not so.

    Raises DokumentasiKeliru for a child without a guardian.
    """
    nama, wali = jawaban.nama.strip()[:120], jawaban.wali.strip()[:120]
    if not nama:
        raise DokumentasiKeliru("Isi nama orang yang terlihat.")
    if jawaban.anak and not wali:
        raise DokumentasiKeliru("Untuk anak, isi nama orang tua atau walinya.")
    dok = lock_dokumentasi(dok)
    orang = OrangTampil.objects.create(
        dokumentasi=dok, nama=nama, anak=jawaban.anak, wali=wali if jawaban.anak else "",
        izin=jawaban.izin, cara=jawaban.cara, versi=VERSI, diberi_at=timezone.now(), by=by,
    )  # fmt: skip
    _log(dok, "Orang dicatat", orang=orang, by=by)
    if dok.pernyataan:
        state_orang(dok, "", by=by)
    return orang


@transaction.atomic
def answer_orang(orang: OrangTampil, *, izin: str, cara: str, by: Pengguna) -> OrangTampil:
    """A new answer of the same person, also after a withdrawal."""
    lock_dokumentasi(orang.dokumentasi)
    orang = OrangTampil.objects.select_for_update(no_key=True, of=("self",)).get(pk=orang.pk)
    orang.izin, orang.cara, orang.versi = IzinOrang(izin), cara, VERSI
    orang.diberi_at, orang.dicabut_at = timezone.now(), None
    orang.save(update_fields=["izin", "cara", "versi", "diberi_at", "dicabut_at"])
    _log(orang.dokumentasi, "Jawaban baru", orang=orang, by=by)
    return orang


@transaction.atomic
def withdraw_orang(orang: OrangTampil, *, cara: str, by: Pengguna | None) -> OrangTampil:
    """Somebody took their consent back: nothing shows them from now on. Twice is once."""
    orang = OrangTampil.objects.select_for_update(no_key=True, of=("self",)).get(pk=orang.pk)
    if orang.dicabut_at is None:
        orang.dicabut_at = timezone.now()
        orang.save(update_fields=["dicabut_at"])
        _log(orang.dokumentasi, "Izin dicabut", orang=orang, cara=cara, by=by)
    return orang


@transaction.atomic
def remove_dokumentasi(dok: Dokumentasi, *, alasan: str, by: Pengguna | None) -> Dokumentasi:
    """Delete the picture or link for good; who agreed to what stays as a record, without names."""
    dok = lock_dokumentasi(dok)
    if dok.dihapus_at is not None:
        return dok
    for berkas in filter(None, (dok.kecil, dok.lampiran.berkas if dok.lampiran else None)):
        transaction.on_commit(partial(berkas.storage.delete, str(berkas.name)))
    if dok.lampiran is not None:
        dok.lampiran.berkas, dok.lampiran.status = "", Lampiran.Status.DIHAPUS
        dok.lampiran.sha256, dok.lampiran.nama, dok.lampiran.ukuran = "", "", 0
        dok.lampiran.save()
    dok.kecil, dok.tautan, dok.sampul, dok.dihapus_at = "", "", False, timezone.now()
    dok.save()
    dok.orang.update(nama="", wali="")
    _log(dok, mask_catatan(f"Dihapus: {alasan.strip()}")[:120], by=by)
    return dok


def lock_dokumentasi(dok: Dokumentasi) -> Dokumentasi:
    """The row as it is now, locked until the transaction ends. Raises DokumentasiKeliru."""
    rows: Any = Dokumentasi.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Dokumentasi = rows.select_related("kunjungan", "lampiran").get(pk=dok.pk)
    if terkunci.dihapus_at is not None and dok.dihapus_at is None:
        raise DokumentasiKeliru("Gambar ini sudah dihapus.")
    return terkunci


def _log(
    dok: Dokumentasi, apa: str, *, by: Pengguna | None, orang: OrangTampil | None = None,
    cara: str = "",
) -> None:  # fmt: skip
    RiwayatTampil.objects.create(
        dokumentasi=dok, orang=orang, apa=apa, by=by,
        izin=orang.izin if orang else "", versi=orang.versi if orang else None,
        cara=mask_catatan(cara)[:60] or (orang.get_cara_display() if orang else ""),
    )  # fmt: skip
