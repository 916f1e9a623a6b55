"""Monthly reports: drafted once a month is over, remarked on, signed by the camat, corrected."""

import dataclasses
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dokumen.cetak.kertas import alinea, bab
from pesan.hitungan import lock_key
from pesan.services import queue_pesan
from ruko_parsel.cetak.kop import sign_of_kecamatan
from ruko_parsel.cetak.laporan_bulan import compose_laporan, is_over, nama_bulan, settled
from ruko_parsel.masa import closed_month
from ruko_parsel.models import LaporanRuko, Permintaan
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

PANJANG_CATATAN = 4000


class LaporanKeliru(ValueError):  # noqa: N818 - the domain's word
    """A report that cannot take this step; the message says why."""


@transaction.atomic
def draft_laporan(kecamatan: Wilayah, bulan: date, *, by: Pengguna | None = None) -> LaporanRuko:
    """The report of this month; made and sent to the camat where there is none yet.

    Raises LaporanKeliru for a month that is not over at the place.
    """
    now = timezone.now()
    if not is_over(bulan, kecamatan.kode, now):
        raise LaporanKeliru("Laporan disusun sesudah bulannya selesai.")
    lock_key(f"laporan-ruko:{kecamatan.kode}:{bulan}")
    ada = LaporanRuko.objects.filter(wilayah=kecamatan, bulan=bulan).order_by("-versi").first()
    return ada or _compose(kecamatan, bulan, now, versi=1, by=by)


def draft_due(now: datetime) -> int:
    """Draft last month's report of every kecamatan that has requests; gives how many are new."""
    bertugas = Permintaan.objects.order_by().values_list("wilayah__induk_id").distinct()
    baru = 0
    for kecamatan in Wilayah.objects.filter(pk__in=bertugas).order_by("kode"):
        bulan = closed_month(at_place(now, kecamatan.kode).date()).dari
        if not LaporanRuko.objects.filter(wilayah=kecamatan, bulan=bulan).exists():
            draft_laporan(kecamatan, bulan)
            baru += 1
    return baru


@transaction.atomic
def recompose_laporan(laporan: LaporanRuko, *, by: Pengguna) -> LaporanRuko:
    """A draft with the figures as they are known now; remarks stay."""
    laporan = _lock_draft(laporan)
    now = timezone.now()
    kertas = compose_laporan(laporan.wilayah, laporan.bulan, now)
    laporan.isi, laporan.disusun_at, laporan.disusun_by = dataclasses.asdict(kertas), now, by
    laporan.save(update_fields=["isi", "disusun_at", "disusun_by"])
    return laporan


@transaction.atomic
def write_catatan(laporan: LaporanRuko, catatan: str, *, by: Pengguna) -> LaporanRuko:
    """The officer's remarks; personal data in them is masked."""
    laporan = _lock_draft(laporan)
    laporan.catatan = mask_catatan(catatan.strip())[:PANJANG_CATATAN]
    laporan.disusun_by = by
    laporan.save(update_fields=["catatan", "disusun_by"])
    return laporan


@transaction.atomic
def sign_laporan(laporan: LaporanRuko, *, by: Pengguna) -> LaporanRuko:
    """Freeze what the camat has read. Raises PermissionError for anybody but the camat."""
    laporan = _lock_draft(laporan)
    if not is_camat_of(by, laporan.wilayah_id):
        raise PermissionError("Laporan disahkan oleh camat.")
    now = timezone.now()
    laporan.nomor = _number(laporan)
    laporan.isi = dataclasses.asdict(_signed(laporan, by, at_place(now, laporan.wilayah_id).date()))
    laporan.disahkan_at, laporan.disahkan_by = now, by
    laporan.save(update_fields=["nomor", "isi", "disahkan_at", "disahkan_by"])
    return laporan


@transaction.atomic
def correct_laporan(laporan: LaporanRuko, *, sebab: str, by: Pengguna) -> LaporanRuko:
    """A new draft with today's figures beside the signed one, which stays as it is.

    Raises LaporanKeliru for a draft, and while a correction is open.
    """
    lock_key(f"laporan-ruko:{laporan.wilayah_id}:{laporan.bulan}")
    semua = list(
        LaporanRuko.objects.filter(wilayah=laporan.wilayah_id, bulan=laporan.bulan)
        .select_related("wilayah")
        .order_by("-versi")
    )
    akhir = semua[0]
    if akhir.disahkan_at is None:
        raise LaporanKeliru("Versi terakhir belum disahkan; ubah yang itu.")
    if not sebab.strip():
        raise LaporanKeliru("Tulis apa yang dibetulkan.")
    return _compose(
        akhir.wilayah, akhir.bulan, timezone.now(), versi=akhir.versi + 1, by=by,
        sebab=mask_catatan(sebab.strip())[:240], catatan=akhir.catatan,
    )  # fmt: skip


def is_camat_of(user: Any, kecamatan: str) -> bool:
    """Whether this person is the camat of the place today."""
    return any(t.peran == Peran.CAMAT and t.wilayah_id == kecamatan for t in user.penugasan_aktif)


def _compose(
    kecamatan: Wilayah, bulan: date, now: datetime, *, versi: int, by: Pengguna | None,
    sebab: str = "", catatan: str = "",
) -> LaporanRuko:  # fmt: skip
    laporan: LaporanRuko = LaporanRuko.objects.create(
        wilayah=kecamatan, bulan=bulan, versi=versi, sebab=sebab, catatan=catatan,
        isi=dataclasses.asdict(compose_laporan(kecamatan, bulan, now)), disusun_at=now,
        disusun_by=by,
    )  # fmt: skip
    _tell_camat(laporan)
    return laporan


def _lock_draft(laporan: LaporanRuko) -> LaporanRuko:
    rows: Any = LaporanRuko.objects.select_for_update(of=("self",))
    terkunci: LaporanRuko = rows.select_related("wilayah").get(pk=laporan.pk)
    if terkunci.disahkan_at is not None:
        raise LaporanKeliru("Laporan ini sudah disahkan. Buat pembetulan bila ada yang keliru.")
    return terkunci


def _number(laporan: LaporanRuko) -> str:
    """One a month and version, so that it needs no counter: LB/63.11.07/2026/11, then …/P1."""
    ujung = f"/P{laporan.versi - 1}" if laporan.versi > 1 else ""
    return f"LB/{laporan.wilayah_id}/{laporan.bulan:%Y/%m}{ujung}"


def _signed(laporan: LaporanRuko, camat: Pengguna, hari: date) -> Any:
    kertas = settled(laporan.isi)
    tambahan = []
    if laporan.sebab:
        tambahan += [bab("Pembetulan"), alinea(laporan.sebab)]
    tambahan += remarks_of(laporan)
    return dataclasses.replace(
        kertas, cap="", nomor=f"Nomor: {laporan.nomor}", blok=[*kertas.blok, *tambahan],
        ttd=sign_of_kecamatan(kertas.kop, hari, camat),
    )  # fmt: skip


def remarks_of(laporan: LaporanRuko) -> list[dict[str, Any]]:
    """The officer's remarks as blocks, a paragraph a line."""
    baris = [b.strip() for b in laporan.catatan.splitlines() if b.strip()]
    return [bab("Catatan"), *(alinea(b) for b in baris)] if baris else []


def _tell_camat(laporan: LaporanRuko) -> None:
    """Each camat of the place gets one message a version."""
    alamat = reverse("admin:ruko_parsel_laporanruko_change", args=[laporan.pk])
    tugas = Penugasan.objects.on(timezone.localdate()).filter(
        peran=Peran.CAMAT, wilayah=laporan.wilayah, pengguna__is_active=True
    )
    for satu in tugas.select_related("pengguna"):
        queue_pesan(
            kunci=f"ruko-laporan:{laporan.pk}:{satu.pengguna_id}", templat="ruko_laporan_siap",
            pengguna=satu.pengguna, wilayah=laporan.wilayah,
            slots={"bulan": nama_bulan(laporan.bulan), "tempat": laporan.wilayah.nama_lengkap,
                   "url": settings.SITE_URL + alamat},
        )  # fmt: skip
