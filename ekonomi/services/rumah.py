"""Writing down a household and what becomes of it; each act leaves a line in its history."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ekonomi.kelompok import Usulan, suggest_kelompok
from ekonomi.models import (
    AnggotaRumah,
    BantuanDiterima,
    Keikutsertaan,
    Potensi,
    Program,
    RiwayatRumah,
    Rumah,
    ValidasiDtks,
)
from pesan.models import Kontak
from pesan.pengirim import hash_identity
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

P = RiwayatRumah.Peristiwa
# what a form may set directly; the seed's other columns are kept by ekonomi.services.ringkas
KOLOM_RUMAH = (
    "nomor", "nama_kepala", "alamat", "wilayah", "potensi_usaha", "kelompok", "lat", "lng",
)  # fmt: skip


class RumahDitolakError(ValueError):
    """An act that this household does not allow now; the message is for people."""


@transaction.atomic
def register_rumah(
    *,
    data: dict[str, Any],
    anggota: Sequence[dict[str, Any]] = (),
    potensi: dict[str, Any] | None = None,
    by: Pengguna | None,
) -> Rumah:
    """Write a new household down, with its members and potential.

    `data` has columns of KOLOM_RUMAH and may have `no_kk` (16 digits) and `telepon` (628…). Groups
    not chosen are those its members suggest.
    """
    on = timezone.localdate()
    rumah = Rumah(diperbarui=on, **{k: v for k, v in data.items() if k in KOLOM_RUMAH})
    set_numbers(rumah, data)
    rumah.save()
    for satu in anggota:
        _save_anggota(AnggotaRumah(rumah=rumah), satu)
    Potensi.objects.create(rumah=rumah, diperiksa=on if potensi else None, **(potensi or {}))
    if not rumah.kelompok:
        rumah.kelompok = [satu.kelompok for satu in groups_of(rumah, on=on)]
        rumah.save(update_fields=["kelompok"])
    log_rumah(rumah, P.DICATAT, by=by)
    return rumah


@transaction.atomic
def change_rumah(rumah: Rumah, *, data: dict[str, Any], by: Pengguna | None) -> Rumah:
    """Change the household's own columns; the history names which. Nothing different: no line."""
    baris = lock_rumah(rumah)
    lama = {k: getattr(baris, k) for k in (*KOLOM_RUMAH, "no_kk_hash", "telepon_hash")}
    for kolom in KOLOM_RUMAH:
        if kolom in data:
            setattr(baris, kolom, data[kolom])
    set_numbers(baris, data)
    beda = [k.removesuffix("_hash") for k, nilai in lama.items() if getattr(baris, k) != nilai]
    if beda:
        baris.diperbarui = timezone.localdate()
        baris.save()
        log_rumah(baris, P.DIUBAH, by=by, kolom=beda)
    return baris


def set_numbers(rumah: Rumah, data: dict[str, Any]) -> None:
    """Family card and telephone with the hashes they are found by; None leaves them as they are."""
    if data.get("no_kk") is not None:
        rumah.no_kk = data["no_kk"]
        rumah.no_kk_hash = keyed_hash("kk", rumah.no_kk) if rumah.no_kk else ""
    if data.get("telepon") is not None:
        rumah.telepon = data["telepon"]
        rumah.telepon_hash = hash_identity("whatsapp", rumah.telepon) if rumah.telepon else ""
        if rumah.telepon_hash:
            cocok = Kontak.objects.filter(saluran="whatsapp")
            rumah.kontak = cocok.filter(
                Q(hash=rumah.telepon_hash) | Q(hash_lain=rumah.telepon_hash)
            ).first()


def rumah_of_kontak(kontak: Kontak) -> Rumah | None:
    """The active household a person on WhatsApp belongs to: linked, or by its telephone number.

    None where there is none, or more than one.
    """
    sidik = [satu for satu in (kontak.hash, kontak.hash_lain) if satu]
    rows = Rumah.objects.active().filter(
        Q(kontak=kontak) | Q(anggota__kontak=kontak) | Q(telepon_hash__in=sidik)
    )
    dua = list(rows.distinct()[:2])
    return dua[0] if len(dua) == 1 else None


@transaction.atomic
def save_anggota(
    rumah: Rumah, *, data: dict[str, Any], by: Pengguna | None, anggota: AnggotaRumah | None = None
) -> AnggotaRumah:
    """Add a member, or change one of this household. `nik` None leaves the number as it is."""
    baris = lock_rumah(rumah)
    orang = AnggotaRumah(rumah=baris) if anggota is None else anggota
    if orang.rumah_id != baris.pk:
        raise RumahDitolakError("Anggota ini bukan dari rumah tangga ini.")
    _save_anggota(orang, data)
    _touch(baris, "anggota", by=by)
    return orang


def _save_anggota(orang: AnggotaRumah, data: dict[str, Any]) -> None:
    for kolom, nilai in data.items():
        if kolom != "nik":
            setattr(orang, kolom, nilai)
    if data.get("nik") is not None:
        orang.nik = data["nik"]
        orang.nik_hash = keyed_hash("nik", orang.nik) if orang.nik else ""
    orang.save()


@transaction.atomic
def remove_anggota(anggota: AnggotaRumah, *, by: Pengguna | None) -> None:
    """Take a member out who does not live there (any more). Owners of a business cannot go."""
    if anggota.usaha.exists():
        raise RumahDitolakError("Anggota ini tercatat sebagai pemilik usaha; ubah usahanya dulu.")
    baris = lock_rumah(anggota.rumah)
    anggota.delete()
    _touch(baris, "anggota", by=by)


@transaction.atomic
def map_potensi(rumah: Rumah, *, data: dict[str, Any], by: Pengguna | None) -> Potensi:
    """Write down skills, assets and internet access as found today."""
    baris = lock_rumah(rumah)
    hari = timezone.localdate()
    potensi, _made = Potensi.objects.update_or_create(
        rumah=baris, defaults={**data, "diperiksa": hari}
    )
    baris.temuan_potensi.filter(ditindak_pada__isnull=True).update(ditindak_pada=hari)
    _touch(baris, "potensi", by=by)
    return potensi


@transaction.atomic
def set_kelompok(rumah: Rumah, *, kelompok: Sequence[str], by: Pengguna | None) -> Rumah:
    """Choose the target groups; what is computed only proposes."""
    return change_rumah(rumah, data={"kelompok": list(kelompok)}, by=by)


def groups_of(rumah: Rumah, *, on: date) -> list[Usulan]:
    """The groups that the household's members and businesses suggest on this day."""
    return suggest_kelompok(
        dtks=rumah.dtks,
        anggota=rumah.anggota.all(),
        usaha_belum_digital=any(
            satu.status == "aktif" and satu.onboarded_at is None for satu in rumah.usaha.all()
        ),
        on=on,
    )


@transaction.atomic
def validate_dtks(
    rumah: Rumah,
    *,
    hasil: str,
    sumber: str,
    tanggal: date,
    by: Pengguna | None,
    bukti: str = "",
    catatan: str = "",
) -> ValidasiDtks:
    """Record a check against DTKS or DTSEN; the newest check says what the household is."""
    baris = lock_rumah(rumah)
    if tanggal > timezone.localdate():
        raise RumahDitolakError("Tanggal pemeriksaan tidak boleh di masa depan.")
    validasi = ValidasiDtks.objects.create(
        rumah=baris,
        hasil=hasil,
        sumber=sumber,
        tanggal=tanggal,
        bukti=mask_catatan(bukti),
        catatan=mask_catatan(catatan),
        by=by,
    )
    terbaru = baris.validasi.first()
    dtks = terbaru is not None and terbaru.hasil == ValidasiDtks.Hasil.TERDAFTAR
    if baris.dtks != dtks:
        baris.dtks = dtks
    _touch(baris, "dtks", by=by)
    return validasi


@transaction.atomic
def note_bantuan(rumah: Rumah, *, data: dict[str, Any], by: Pengguna | None) -> BantuanDiterima:
    """Write down aid that the household has from elsewhere."""
    baris = lock_rumah(rumah)
    bantuan = BantuanDiterima(rumah=baris, **data)
    bantuan.full_clean()
    bantuan.save()
    _touch(baris, "bantuan", by=by)
    return bantuan


@transaction.atomic
def end_bantuan(bantuan: BantuanDiterima, *, sampai: date, by: Pengguna | None) -> BantuanDiterima:
    """The aid ran until this day."""
    baris = lock_rumah(bantuan.rumah)
    bantuan.sampai = sampai
    bantuan.full_clean()
    bantuan.save()
    _touch(baris, "bantuan", by=by)
    return bantuan


@transaction.atomic
def set_status(rumah: Rumah, *, status: str, alasan: str, by: Pengguna | None) -> Rumah:
    """The household moved away, is no more, or is back. Merging has its own service."""
    baris = lock_rumah(rumah)
    if Rumah.Status.DIGABUNG in {status, baris.status}:
        raise RumahDitolakError("Rumah tangga yang digabung diurus lewat penggabungannya.")
    if baris.status != status:
        baris.status = status
        baris.save(update_fields=["status", "updated_at"])
        catatan = f"{baris.get_status_display()}: {alasan}"
        log_rumah(baris, P.STATUS, by=by, catatan=catatan)
    return baris


@transaction.atomic
def enrol_rumah(
    rumah: Rumah, *, program: Program, masuk: date, by: Pengguna | None
) -> Keikutsertaan:
    """The household joins a running programme of its kelurahan; twice is once."""
    baris = lock_rumah(rumah)
    if baris.status != Rumah.Status.AKTIF:
        raise RumahDitolakError("Hanya rumah tangga aktif yang dapat ikut program.")
    if program.status != Program.Status.BERJALAN or not program.wilayah.contains(baris.wilayah_id):
        raise RumahDitolakError("Program ini tidak berjalan di wilayah rumah tangga ini.")
    ikut, baru = Keikutsertaan.objects.get_or_create(
        program=program, rumah=baris, defaults={"masuk": masuk}
    )
    if baru:
        log_rumah(baris, P.IKUT, by=by, catatan=program.nama)
    elif ikut.keluar is not None:
        raise RumahDitolakError("Rumah tangga ini pernah keluar dari program itu.")
    return ikut


@transaction.atomic
def leave_program(
    ikut: Keikutsertaan, *, keluar: date, alasan: str, by: Pengguna | None
) -> Keikutsertaan:
    """The household leaves; it stays counted as one that did."""
    baris = lock_rumah(ikut.rumah)
    if keluar < ikut.masuk:
        raise RumahDitolakError("Tanggal keluar sebelum tanggal ikut.")
    ikut.keluar, ikut.alasan_keluar = keluar, mask_catatan(alasan)[:200]
    ikut.save(update_fields=["keluar", "alasan_keluar"])
    log_rumah(baris, P.KELUAR, by=by, catatan=alasan)
    return ikut


def log_rumah(
    rumah: Rumah,
    peristiwa: str,
    *,
    by: Pengguna | None,
    kolom: Iterable[str] = (),
    catatan: str = "",
) -> RiwayatRumah:
    """One line of history, in the caller's transaction; staff's words without personal data."""
    return RiwayatRumah.objects.create(
        rumah=rumah,
        peristiwa=peristiwa,
        kolom=list(kolom),
        catatan=mask_catatan(catatan)[:300] if catatan else "",
        by=by,
    )


def lock_rumah(rumah: Rumah) -> Rumah:
    """The row, locked. Raises RumahDitolakError for one that was merged away or erased."""
    baris: Rumah = Rumah.objects.select_for_update(of=("self",)).get(pk=rumah.pk)
    if baris.dihapus_at is not None:
        raise RumahDitolakError("Data rumah tangga ini sudah dihapus atas permintaan warganya.")
    if baris.status == Rumah.Status.DIGABUNG:
        raise RumahDitolakError("Rumah tangga ini sudah digabung ke baris lain.")
    return baris


def _touch(baris: Rumah, kolom: str, *, by: Pengguna | None) -> None:
    baris.diperbarui = timezone.localdate()
    baris.save()
    log_rumah(baris, P.DIUBAH, by=by, kolom=[kolom])
