"""Findings of the independent team: written by it alone, answered by the lurah, followed up."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import Program, RiwayatEvaluasi, TemuanEvaluasi
from ekonomi.services.peringatan import lurah_of
from pesan.services import queue_pesan
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan

S = TemuanEvaluasi.Status
_KOLOM = ("judul", "bagian", "keparahan", "bukti", "rekomendasi", "ringkasan_publik")
_JAWABAN = (S.DITANGGAPI, S.DIKERJAKAN, S.SELESAI, S.TIDAK_DITERIMA)


class BukanHaknya(PermissionError):  # noqa: N818 - the domain's word
    """The evaluator's own text is the evaluator's, the answer the lurah's."""


def may_write_temuan(program: Program, by: Pengguna) -> bool:
    """Whether this person is of the evaluation team of this programme's area today."""
    return _holds(by, Peran.EVALUATOR, program)


def may_answer_temuan(program: Program, by: Pengguna) -> bool:
    """Whether this person is the lurah of this programme's area today."""
    return _holds(by, Peran.LURAH, program)


def _holds(by: Pengguna, peran: str, program: Program) -> bool:
    return any(
        tugas.peran == peran
        and tugas.wilayah is not None
        and tugas.wilayah.contains(str(program.wilayah_id))
        for tugas in by.penugasan_aktif
    )


@transaction.atomic
def write_temuan(
    *, program: Program, by: Pengguna, temuan: TemuanEvaluasi | None = None, **isi: Any
) -> TemuanEvaluasi:
    """A new finding, or a change of one's own. The lurah is told of a new one.

    Raises BukanHaknya for anybody else.
    """
    if not may_write_temuan(program, by):
        raise BukanHaknya("Hanya tim evaluasi program ini yang menulis temuan.")
    baru = temuan is None
    if temuan is not None:
        temuan = TemuanEvaluasi.objects.select_for_update().get(pk=temuan.pk)
        if temuan.evaluator_id != by.pk:
            raise BukanHaknya("Temuan ini ditulis anggota tim lain.")
    else:
        temuan = TemuanEvaluasi(program=program, evaluator=by)
    for kolom in _KOLOM:
        if kolom in isi:
            setattr(temuan, kolom, mask_catatan(str(isi[kolom]).strip()))
    temuan.full_clean(exclude=["evaluator"])
    temuan.save()
    _log(temuan, "Temuan ditulis" if baru else "Temuan diubah", by=by)
    if baru:
        _tell(temuan)
    return temuan


def _tell(temuan: TemuanEvaluasi) -> None:
    url = reverse("admin:ekonomi_temuanevaluasi_change", args=[temuan.pk])
    for pengguna in lurah_of(temuan.program):
        queue_pesan(
            kunci=f"temuan:{temuan.pk}:{pengguna.pk}", templat="temuan_evaluasi",
            slots={
                "judul": temuan.judul, "keparahan": temuan.get_keparahan_display().lower(),
                "url": settings.SITE_URL + url,
            },
            pengguna=pengguna, wilayah=temuan.program.wilayah_id,
        )  # fmt: skip


@transaction.atomic
def answer_temuan(
    temuan: TemuanEvaluasi, *, status: str, tanggapan: str, by: Pengguna
) -> TemuanEvaluasi:
    """The lurah's answer and how far the follow-up is. Raises BukanHaknya, ValueError."""
    temuan = TemuanEvaluasi.objects.select_for_update().get(pk=temuan.pk)
    if not may_answer_temuan(temuan.program, by):
        raise BukanHaknya("Hanya lurah yang menanggapi temuan.")
    if status not in _JAWABAN:
        raise ValueError("Pilih keadaan tindak lanjutnya.")
    if not tanggapan.strip():
        raise ValueError("Tulis tanggapan atau apa yang sudah dilakukan.")
    temuan.status, temuan.tanggapan = status, mask_catatan(tanggapan.strip())
    temuan.tanggapan_by, temuan.tanggapan_at = by, timezone.now()
    temuan.save()
    _log(temuan, temuan.get_status_display(), by=by, catatan=temuan.tanggapan[:500])
    return temuan


@transaction.atomic
def publish_temuan(temuan: TemuanEvaluasi, *, by: Pengguna, ya: bool = True) -> TemuanEvaluasi:
    """The evaluator lets residents read the summary, or takes it back. Raises as above."""
    temuan = TemuanEvaluasi.objects.select_for_update().get(pk=temuan.pk)
    if temuan.evaluator_id != by.pk or not may_write_temuan(temuan.program, by):
        raise BukanHaknya("Hanya penulis temuan yang menerbitkan ringkasannya.")
    if ya and not temuan.ringkasan_publik:
        raise ValueError("Tulis dulu ringkasan untuk umum, tanpa nama siapa pun.")
    temuan.terbit_at = timezone.now() if ya else None
    temuan.save(update_fields=["terbit_at", "updated_at"])
    _log(temuan, "Ringkasan diterbitkan" if ya else "Ringkasan ditarik", by=by)
    return temuan


def _log(temuan: TemuanEvaluasi, peristiwa: str, *, by: Pengguna, catatan: str = "") -> None:
    RiwayatEvaluasi.objects.create(temuan=temuan, peristiwa=peristiwa, catatan=catatan, by=by)
