"""Mentors and pairs: who accompanies whom, visits and their next steps."""

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ekonomi.models import BuktiUsaha, KunjunganPendamping, Mentor, Pendampingan, Usaha
from pesan.models import Lampiran
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

TINGKAT_MENTOR = 3  # from this step on a business may accompany others


class PasanganDitolak(ValueError):  # noqa: N818 - the domain's word
    """These two cannot be paired now; the message says why."""


class BelumBolehMentor(ValueError):  # noqa: N818
    """This business may not accompany others yet; the message says what is missing."""


@transaction.atomic
def start_pendampingan(
    mentor: Mentor, usaha: Usaha, *, tujuan: str, mulai: date, by: Pengguna | None
) -> Pendampingan:
    """Pair them. Raises PasanganDitolak: mentor full or not active, self, or already accompanied.

    The mentor's row is locked, so that two desks cannot fill the last place twice.
    """
    mentor = Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
    if not mentor.aktif:
        raise PasanganDitolak("Mentor ini sedang tidak aktif.")
    if mentor.usaha_id == usaha.pk:
        raise PasanganDitolak("Seseorang tidak dapat mendampingi usahanya sendiri.")
    terisi = mentor.pendampingan.filter(selesai__isnull=True).count()
    if terisi >= mentor.kapasitas:
        raise PasanganDitolak(
            f"{mentor.nama} sudah mendampingi {terisi} usaha, sebanyak kesanggupannya."
        )
    try:
        with transaction.atomic():
            return Pendampingan.objects.create(
                mentor=mentor, usaha_mentor_id=mentor.usaha_id, usaha=usaha, mulai=mulai,
                tujuan=mask_catatan(tujuan.strip())[:200], by=by,
            )  # fmt: skip
    except IntegrityError as error:
        if "pendampingan_satu_mentor" not in str(error):
            raise
        raise PasanganDitolak("Usaha ini sedang didampingi mentor lain.") from error


@transaction.atomic
def end_pendampingan(
    pasangan: Pendampingan, *, selesai: date, hasil: str, by: Pengguna | None
) -> Pendampingan:
    """The pair has done its work, or did not work out. Raises PasanganDitolak."""
    baris = Pendampingan.objects.select_for_update(of=("self",)).get(pk=pasangan.pk)
    if baris.selesai is not None:
        raise PasanganDitolak("Pendampingan ini sudah selesai.")
    if selesai < baris.mulai:
        raise PasanganDitolak("Tanggal selesai tidak bisa sebelum mulai.")
    if not hasil.strip():
        raise PasanganDitolak("Tuliskan hasilnya.")
    baris.selesai, baris.hasil = selesai, mask_catatan(hasil.strip())[:200]
    baris.save(update_fields=["selesai", "hasil"])
    return baris


@transaction.atomic
def record_kunjungan(
    pasangan: Pendampingan,
    *,
    tanggal: date,
    topik: str,
    temuan: str,
    token: uuid.UUID,
    tindak_lanjut: str = "",
    tenggat: date | None = None,
    foto: Lampiran | None = None,
    by: Pengguna | None = None,
) -> KunjunganPendamping:
    """Write down a visit; the same `token` again gives the visit that is there.

    Raises PasanganDitolak for a visit outside the pair's time.
    """
    ada = KunjunganPendamping.objects.filter(token=token).first()
    if ada is not None:
        return ada
    baris = Pendampingan.objects.select_for_update(of=("self",)).get(pk=pasangan.pk)
    if tanggal < baris.mulai or tanggal > timezone.localdate():
        raise PasanganDitolak("Tanggal kunjungan di antara mulai pendampingan dan hari ini.")
    if baris.selesai is not None and tanggal > baris.selesai:
        raise PasanganDitolak("Pendampingan ini sudah selesai sebelum tanggal itu.")
    if tenggat is not None and tenggat < tanggal:
        raise PasanganDitolak("Tenggat tidak bisa sebelum tanggal kunjungan.")
    visit, _baru = KunjunganPendamping.objects.get_or_create(
        token=token,
        defaults={
            "pendampingan": baris,
            "tanggal": tanggal,
            "topik": mask_catatan(topik.strip())[:120],
            "temuan": mask_catatan(temuan.strip())[:1000],
            "tindak_lanjut": mask_catatan(tindak_lanjut.strip())[:200],
            "tenggat": tenggat if tindak_lanjut.strip() else None,
            "foto": foto,
            "oleh": by,
        },
    )
    return visit


@transaction.atomic
def finish_langkah(kunjungan: KunjunganPendamping) -> bool:
    """The next step of a visit is done; False when it was done or there is none."""
    n = (
        KunjunganPendamping.objects.open_steps()
        .filter(pk=kunjungan.pk)
        .update(selesai_at=timezone.now())
    )
    return bool(n)


@transaction.atomic
def reopen_langkah(kunjungan: KunjunganPendamping) -> bool:
    """It was not done after all."""
    rows = KunjunganPendamping.objects.counted().filter(pk=kunjungan.pk)
    return bool(rows.update(selesai_at=None))


@transaction.atomic
def cancel_kunjungan(kunjungan: KunjunganPendamping, *, alasan: str) -> bool:
    """It was written down by mistake; the row stays with the reason."""
    if not alasan.strip():
        raise PasanganDitolak("Tuliskan alasannya.")
    rows = KunjunganPendamping.objects.counted().filter(pk=kunjungan.pk)
    return bool(
        rows.update(batal_at=timezone.now(), alasan_batal=mask_catatan(alasan.strip())[:200])
    )


@transaction.atomic
def become_mentor(usaha: Usaha, *, by: Pengguna, kapasitas: int = 3) -> Mentor:
    """Who went up a step becomes a mentor to others.

    Raises BelumBolehMentor: below step 3, without a certificate, or not active. Safe to repeat.
    """
    usaha = Usaha.objects.select_for_update(of=("self",)).get(pk=usaha.pk)
    kurang = missing_for_mentor(usaha)
    if kurang:
        raise BelumBolehMentor("; ".join(kurang))
    isi: dict[str, Any] = {
        "nama": usaha.nama_pemilik,
        "wilayah_id": usaha.wilayah_id,
        "bidang": [usaha.bidang],
        "kapasitas": kapasitas,
        "asal": Mentor.Asal.LULUSAN,
        "sejak": timezone.localdate(),
    }
    mentor, baru = Mentor.objects.get_or_create(usaha=usaha, defaults=isi)
    if not baru and not mentor.aktif:
        mentor.aktif = True
        mentor.save(update_fields=["aktif"])
    return mentor


def missing_for_mentor(usaha: Usaha) -> list[str]:
    """What this business still lacks to accompany others; empty: it may."""
    kurang = []
    if usaha.status != Usaha.Status.AKTIF:
        kurang.append("usahanya tidak aktif")
    if usaha.tingkat < TINGKAT_MENTOR:
        kurang.append(f"tingkatnya baru {usaha.tingkat}, paling sedikit {TINGKAT_MENTOR}")
    sertifikat = BuktiUsaha.objects.valid().filter(usaha=usaha, jenis="sertifikat")
    if not sertifikat.exists():
        kurang.append("sertifikat pelatihannya belum dicatat")
    return kurang
