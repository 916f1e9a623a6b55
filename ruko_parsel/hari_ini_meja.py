"""Today's lines about answers, dispositions and follow-ups (part "meja")."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from ruko_parsel.hari_ini import BANYAK, LEWAT, MENUNGGU, Butir
from ruko_parsel.models import Disposisi, Permintaan, Tanggapan, TindakLanjut
from ruko_parsel.pihak import DESA, MEJA
from wilayah.format import tanggal_pendek
from wilayah.peran import Peran
from wilayah.zona import at_place, nama_zona

T = Tanggapan.Status


def answer_items(user: Any, now: datetime) -> list[Butir]:
    """Answers to check (by another than who wrote them), to send, to mend; one query."""
    if not user.peran_aktif & MEJA:
        return []
    bagi_saya = Q(status=T.DIPERBAIKI, penyusun=user) | Q(status=T.DISETUJUI, penyusun=user)
    periksa = Q(status=T.DIAJUKAN) & ~Q(penyusun=user)
    rows = (
        Tanggapan.objects.visible_to(user, peran=MEJA)
        .filter(bagi_saya | periksa)
        .select_related("permintaan__wilayah")
        .order_by("-permintaan__urgensi", "permintaan__due_at")[:BANYAK]
    )
    kata = {
        T.DIAJUKAN.value: "Periksa jawabannya",
        T.DISETUJUI.value: "Sudah disetujui, kirimkan",
        T.DIPERBAIKI.value: "Dikembalikan pemeriksa, perbaiki",
    }
    return [
        Butir(_subject(t.permintaan, t.perihal),
              f"{t.permintaan.wilayah.nama_lengkap}. {kata[t.status]}.", t.get_absolute_url(),
              t.permintaan.urgensi >= 4 or t.permintaan.is_late(now))
        for t in rows
    ]  # fmt: skip


def disposition_items(user: Any, now: datetime) -> list[Butir]:
    """Dispositions on my desk; one query. For the desk."""
    if not user.peran_aktif & MEJA:
        return []
    rows = (
        Disposisi.objects.visible_to(user, peran=MEJA)
        .waiting()
        .for_user(user)
        .select_related("permintaan__wilayah", "dari")
        .order_by("sampai", "created_at")[:BANYAK]
    )
    hasil = []
    for d in rows:
        hari = at_place(now, d.wilayah_id).date()
        lewat = d.sampai is not None and d.sampai < hari
        segera = d.sifat in {d.Sifat.SEGERA, d.Sifat.SANGAT_SEGERA}
        hasil.append(
            Butir(_subject(d.permintaan, d.permintaan.judul),
                  f"Disposisi dari {d.dari}{_until(d.sampai, hari)}.", d.get_absolute_url(),
                  lewat or segera, LEWAT if lewat else MENUNGGU)
        )  # fmt: skip
    return hasil


def follow_up_items(user: Any, now: datetime) -> list[Butir]:
    """My own follow-ups; for the camat the late ones of everybody too; for a village those in its
    area that are due within the week. One query.
    """
    bagian = user.peran_aktif & (MEJA | DESA)
    if not bagian:
        return []
    hari = at_place(now, next((t.wilayah_id for t in user.penugasan_aktif if t.wilayah_id), None))
    kini = hari.date()
    rows = TindakLanjut.objects.visible_to(user, peran=MEJA | DESA).open()
    pilih = Q(siapa=user)
    if bagian & DESA or Peran.CAMAT in bagian:
        pilih |= Q(sampai__lt=kini)
    rows = rows.filter(pilih).select_related("wilayah", "siapa").order_by("sampai")[:BANYAK]
    return [
        Butir(t.apa, f"{t.wilayah.nama_lengkap}, {t.oleh}{_until(t.sampai, kini)}.",
              t.get_absolute_url(), t.sampai < kini, LEWAT if t.sampai < kini else MENUNGGU)
        for t in rows
    ]  # fmt: skip


def _subject(permintaan: Permintaan, teks: str) -> str:
    """A private request keeps its subject to itself."""
    return permintaan.nomor if permintaan.rahasia else teks


def _until(sampai: date | None, kini: date) -> str:
    if sampai is None:
        return ""
    lama = (sampai - kini).days
    if lama < 0:
        return f", lewat {-lama} hari"
    return ", hari ini" if lama == 0 else f", sampai {tanggal_pendek(sampai)}"


def clock(waktu: datetime, kode: Any) -> str:
    """ "09.30 WITA": the hour on the clock of the place."""
    return f"{at_place(waktu, str(kode)):%H.%M} {nama_zona(str(kode))}"
