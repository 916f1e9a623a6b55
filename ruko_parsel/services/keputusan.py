"""Decisions in force, until they are done: reported on, finished with proof, moved, dropped."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dokumen.isian import tanggal_surat
from pesan.models import Lampiran
from pesan.services import queue_pesan
from ruko_parsel.models import Keputusan, RiwayatKeputusan
from ruko_parsel.services.kabar_rapat import chat_hash
from ruko_parsel.services.permintaan import lock_permintaan, log_permintaan
from ruko_parsel.services.rapat import RapatKeliru
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = Keputusan.Status
GARAM = "ruko_parsel.keputusan"


def keputusan_url(keputusan: Keputusan) -> str:
    """The owner's personal link; another owner's is another one."""
    tanda = signing.dumps([keputusan.pk, keputusan.penanggung_jawab_id], salt=GARAM)
    return f"{settings.SITE_URL}{reverse('ruko_rapat_keputusan', args=[tanda])}"


def keputusan_of_link(tanda: str) -> Keputusan | None:
    """The decision a personal link opens; None for a forged one, or once it has another owner."""
    try:
        pk, oleh = signing.loads(tanda[:200], salt=GARAM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Keputusan.objects.filter(pk=pk, penanggung_jawab=oleh, berlaku_at__isnull=False)
    keputusan: Keputusan | None = rows.select_related(
        "rapat__wilayah", "wilayah", "penanggung_jawab", "bukti"
    ).first()
    return keputusan


@transaction.atomic
def report_keputusan(keputusan: Keputusan, *, catatan: str, by: Pengguna | None) -> Keputusan:
    """ "Not yet, because …": the decision goes on. Raises RapatKeliru without a word of why."""
    keputusan = _lock_open(keputusan)
    if not catatan.strip():
        raise RapatKeliru("Tulis singkat sebabnya atau sampai di mana.", "catatan")
    keputusan.status = S.BERJALAN
    keputusan.save(update_fields=["status"])
    log_keputusan(keputusan, "Belum selesai", by=by, catatan=catatan)
    return keputusan


@transaction.atomic
def finish_keputusan(
    keputusan: Keputusan, *, hasil: str, bukti: Lampiran | None = None, by: Pengguna | None
) -> Keputusan:
    """It is done; twice changes nothing. The officer is told once a request has nothing left."""
    keputusan = _lock(keputusan)
    if keputusan.status == S.SELESAI:
        return keputusan
    _must_be_open(keputusan)
    keputusan.hasil = mask_catatan(hasil.strip())[:240]
    keputusan.bukti = bukti
    _end(keputusan, S.SELESAI, "Selesai dikerjakan", by=by)
    return keputusan


@transaction.atomic
def drop_keputusan(keputusan: Keputusan, *, alasan: str, by: Pengguna) -> Keputusan:
    """It will not be done, and why. Raises RapatKeliru without a reason."""
    keputusan = _lock_open(keputusan)
    if not alasan.strip():
        raise RapatKeliru("Tulis mengapa tidak dilanjutkan.", "alasan")
    keputusan.hasil = mask_catatan(alasan.strip())[:240]
    _end(keputusan, S.BATAL, "Tidak dilanjutkan", by=by)
    tell_penanggung(keputusan, "keputusan_batal", langkah=f"batal:{_stamp()}",
                    alasan=keputusan.hasil, kecuali=by)  # fmt: skip
    return keputusan


@transaction.atomic
def reopen_keputusan(keputusan: Keputusan, *, alasan: str, by: Pengguna) -> Keputusan:
    """It was not done after all. Raises RapatKeliru."""
    keputusan = _lock(keputusan)
    if keputusan.status not in {S.SELESAI, S.BATAL}:
        raise RapatKeliru("Keputusan ini memang belum selesai.")
    if not alasan.strip():
        raise RapatKeliru("Tulis mengapa dibuka lagi.", "alasan")
    keputusan.status, keputusan.done_at, keputusan.hasil = S.BERJALAN, None, ""
    keputusan.bukti, keputusan.tahap = None, ""
    keputusan.save()
    log_keputusan(keputusan, "Dibuka lagi", by=by, catatan=alasan)
    tell_penanggung(keputusan, "keputusan_baru", langkah=f"buka:{_stamp()}", kecuali=by)
    return keputusan


@transaction.atomic
def extend_keputusan(
    keputusan: Keputusan, *, tenggat: date, alasan: str, by: Pengguna
) -> Keputusan:
    """A later day; the first one stays on the record. Raises RapatKeliru."""
    keputusan = _lock_open(keputusan)
    if tenggat <= keputusan.tenggat:
        raise RapatKeliru("Pilih hari sesudah tenggat yang sekarang.", "tenggat")
    if not alasan.strip():
        raise RapatKeliru("Tulis mengapa diundur.", "alasan")
    lama, keputusan.tenggat, keputusan.tahap = keputusan.tenggat, tenggat, ""
    keputusan.save(update_fields=["tenggat", "tahap"])
    log_keputusan(
        keputusan, f"Tenggat {lama:%d-%m-%Y} menjadi {tenggat:%d-%m-%Y}", by=by, catatan=alasan
    )
    tell_penanggung(keputusan, "keputusan_baru", langkah=f"undur:{tenggat.isoformat()}", kecuali=by)
    return keputusan


@transaction.atomic
def reassign_keputusan(
    keputusan: Keputusan, *, orang: Pengguna, by: Pengguna
) -> Keputusan:  # fmt: skip
    """Another owner, who is told; the old link opens nothing any more. The caller has checked that
    this person may have it (`notulen.check_penanggung`)."""
    keputusan = _lock_open(keputusan)
    if keputusan.penanggung_jawab_id == orang.pk:
        return keputusan
    keputusan.penanggung_jawab, keputusan.penanggung_teks = orang, ""
    keputusan.balas_hash, keputusan.tahap = "", ""
    keputusan.save()
    log_keputusan(keputusan, "Penanggung jawab diganti", by=by, catatan=str(orang))
    tell_penanggung(keputusan, "keputusan_baru", langkah=f"alih:{_stamp()}")
    return keputusan


def _end(keputusan: Keputusan, status: str, apa: str, *, by: Pengguna | None) -> None:
    keputusan.status, keputusan.done_at = S(status), timezone.now()
    keputusan.balas_hash = ""
    keputusan.save()
    log_keputusan(keputusan, apa, by=by, catatan=keputusan.hasil)
    if keputusan.permintaan is not None:
        _close_request_work(keputusan)


def _close_request_work(keputusan: Keputusan) -> None:
    """The last follow-up of a request: its history says so and the officer is told."""
    assert keputusan.permintaan is not None  # noqa: S101 - the caller has checked
    permintaan = lock_permintaan(keputusan.permintaan)
    if permintaan.is_ended or Keputusan.objects.open().filter(permintaan=permintaan).exists():
        return
    log_permintaan(permintaan, "Semua tindak lanjut rapat selesai", by=None)
    petugas = permintaan.petugas or keputusan.rapat.notulis
    queue_pesan(
        kunci=f"keputusan:tuntas:{permintaan.pk}:{keputusan.pk}:{_stamp()}",
        templat="keputusan_tuntas", pengguna=petugas, wilayah=str(keputusan.rapat.wilayah_id),
        slots={
            "nomor": permintaan.nomor, "judul": permintaan.judul,
            "url": f"{settings.SITE_URL}{permintaan.get_absolute_url()}",
        },
    )  # fmt: skip


def tell_penanggung(
    keputusan: Keputusan, templat: str, *, langkah: str, kecuali: Pengguna | None = None,
    **slots: Any,
) -> bool:  # fmt: skip
    """Owe the owner one message; who has no account is asked after through the notulis."""
    orang = keputusan.penanggung_jawab or keputusan.rapat.notulis
    if kecuali is not None and kecuali == orang:
        return False
    lewat = keputusan.penanggung_jawab is None
    halaman = f"{settings.SITE_URL}{keputusan.get_absolute_url()}"
    url = halaman if lewat else keputusan_url(keputusan)
    isi = {
        "nama": str(orang), "rapat": keputusan.rapat.judul, "isi": keputusan.isi,
        "tenggat": tanggal_surat(keputusan.tenggat), "id": keputusan.pk, "url": url,
        "lewat": keputusan.penanggung_teks if lewat else "",
    }  # fmt: skip
    if keputusan.is_open:
        keputusan.balas_hash, keputusan.tanya_at = chat_hash(orang), timezone.now()
        keputusan.save(update_fields=["balas_hash", "tanya_at"])
    row = queue_pesan(
        kunci=f"keputusan:{keputusan.pk}:{langkah}:{orang.pk}", templat=templat, pengguna=orang,
        wilayah=str(keputusan.wilayah_id or keputusan.rapat.wilayah_id), slots=isi | slots,
    )  # fmt: skip
    return row is not None


def log_keputusan(
    keputusan: Keputusan, apa: str, *, by: Pengguna | None, catatan: str = ""
) -> RiwayatKeputusan:  # fmt: skip
    """One row of the history; the note without personal data, since it can never be changed."""
    return RiwayatKeputusan.objects.create(
        keputusan=keputusan, ke=keputusan.status, apa=apa[:120], by=by,
        catatan=mask_catatan(catatan.strip()) if catatan.strip() else "",
    )  # fmt: skip


def _lock(keputusan: Keputusan) -> Keputusan:
    rows: Any = Keputusan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Keputusan = rows.select_related(
        "rapat__notulis", "permintaan", "penanggung_jawab", "wilayah"
    ).get(pk=keputusan.pk)
    return terkunci


def _must_be_open(keputusan: Keputusan) -> None:
    if not keputusan.is_open:
        raise RapatKeliru("Keputusan ini sudah tidak berjalan.")


def _lock_open(keputusan: Keputusan) -> Keputusan:
    keputusan = _lock(keputusan)
    _must_be_open(keputusan)
    return keputusan


def _stamp() -> int:
    return int(timezone.now().timestamp())
