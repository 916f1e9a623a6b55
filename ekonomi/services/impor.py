"""The life of an import: uploaded, mapped, tried, kept; or given up, or begun again."""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ekonomi.impor.baca import (
    UKURAN_TERBESAR,
    BerkasDitolakError,
    Ragam,
    detect_ragam,
    first_rows,
    kind_of,
    read_rows,
)
from ekonomi.impor.jalankan import Jalan, run_rows
from ekonomi.impor.kemajuan import Kemajuan
from ekonomi.impor.kepala import find_kepala, plain
from ekonomi.impor.kolom import LABEL, SEBUTAN, SEMUA, WAJIB
from ekonomi.impor.peta import guess_peta
from ekonomi.models import GalatImpor, Impor, PetaKolom
from ekonomi.models.impor import MACET
from ekonomi.services.mirip import propose_mirip
from pesan.bangun import wake
from wilayah.models import Pengguna, Wilayah

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

log = structlog.get_logger("ekonomi.impor")
S = Impor.Status
TUGAS = "ekonomi.tasks.run_impor"
_DIKENAL = frozenset(plain(cara) for semua in SEBUTAN.values() for cara in semua)


class ImporDitolakError(ValueError):
    """A step that this import does not allow now; the message is for people."""


@transaction.atomic
def open_impor(*, wilayah: Wilayah, berkas: "UploadedFile[Any]", by: Pengguna | None) -> Impor:
    """Keep an uploaded file and read its header; columns are guessed, or as last time here.

    Raises BerkasDitolakError for a file that cannot be read at all.
    """
    if (berkas.size or 0) > UKURAN_TERBESAR:
        raise BerkasDitolakError(
            f"Berkas ini lebih dari {UKURAN_TERBESAR // 2**20} MB; bagi menjadi beberapa."
        )
    isi = berkas.read()
    bentuk = kind_of(isi)
    ragam = detect_ragam(isi) if bentuk == "csv" else Ragam()
    berkas.seek(0)
    rows = first_rows(berkas, bentuk, ragam)
    kepala = find_kepala(rows, _DIKENAL)
    impor = Impor(
        wilayah=wilayah,
        nama_berkas=(berkas.name or "berkas")[:160],
        bentuk=bentuk,
        ukuran=len(isi),
        sha256=hashlib.sha256(isi).hexdigest(),
        ragam=ragam.as_dict(),
        kepala=kepala.judul,
        baris_kepala=kepala.baris,
        peta=_first_peta(wilayah, kepala.judul),
        status=S.DIPETAKAN,
        by=by,
        berkas_hingga=timezone.now() + timedelta(days=settings.RETENSI_HARI["impor"]),
    )
    berkas.seek(0)
    impor.berkas.save(impor.nama_berkas, berkas, save=True)
    return impor


def _first_peta(wilayah: Wilayah, judul: list[str]) -> dict[str, int]:
    """A mapping kept for this kelurahan where it fits all it names, else a guess."""
    for peta in PetaKolom.objects.filter(wilayah=wilayah).order_by("-updated_at"):
        cocok = peta.resolve(judul)
        if len(cocok) == len(peta.isi):
            return cocok
    return guess_peta(judul, SEBUTAN)


@transaction.atomic
def map_impor(
    impor: Impor, peta: dict[str, int], *, by: Pengguna | None, simpan_nama: str = ""
) -> Impor:
    """Say which column is which, and queue the trial run; with a name the mapping is kept.

    Raises ImporDitolakError where a needed column is missing or one is used twice.
    """
    impor = _lock(impor)
    if impor.status in Impor.BERJALAN and not impor.macet:
        raise ImporDitolakError("Berkas ini sedang diproses.")
    if impor.status in Impor.AKHIR or not impor.berkas:
        raise ImporDitolakError("Impor ini sudah selesai; unggah berkasnya lagi.")
    check_peta(peta, len(impor.kepala))
    impor.peta = peta
    if simpan_nama:
        isi = {" ".join(impor.kepala[n].lower().split()): kolom for kolom, n in peta.items()}
        PetaKolom.objects.update_or_create(
            wilayah=impor.wilayah, nama=simpan_nama[:80], defaults={"isi": isi, "by": by}
        )
    return _queue(impor, simpan=False)


def check_peta(peta: dict[str, int], lebar: int) -> None:
    """Raises ImporDitolakError for a mapping that cannot be used."""
    kurang = [LABEL[kolom] for kolom in WAJIB if kolom not in peta]
    if kurang:
        raise ImporDitolakError(f"Kolom wajib belum dicocokkan: {', '.join(kurang)}.")
    if len(set(peta.values())) != len(peta):
        raise ImporDitolakError("Satu kolom berkas dipakai untuk dua isian.")
    if any(kolom not in SEMUA or not 0 <= n < lebar for kolom, n in peta.items()):
        raise ImporDitolakError("Kolom yang dipilih tidak ada di berkas.")


@transaction.atomic
def keep_impor(impor: Impor, *, by: Pengguna | None) -> Impor:
    """Queue the saving of a file whose trial found nothing wrong."""
    impor = _lock(impor)
    if impor.status != S.DIPERIKSA:
        raise ImporDitolakError("Periksa berkasnya dulu.")
    if impor.jumlah_galat:
        raise ImporDitolakError(f"Masih ada {impor.jumlah_galat} galat; perbaiki berkasnya dulu.")
    impor.by = by or impor.by
    return _queue(impor, simpan=True)


@transaction.atomic
def restart_impor(impor: Impor, *, by: Pengguna | None) -> Impor:
    """Begin again what stopped or failed; nothing of it had been saved."""
    impor = _lock(impor)
    if impor.keadaan not in {S.BERHENTI, S.GAGAL} or not impor.berkas:
        raise ImporDitolakError("Impor ini tidak perlu dimulai lagi.")
    impor.by = by or impor.by
    return _queue(impor, simpan=impor.simpan)


@transaction.atomic
def cancel_impor(impor: Impor) -> Impor:
    """Give an import up; its file goes at once."""
    impor = _lock(impor)
    if impor.status in Impor.AKHIR:
        raise ImporDitolakError("Impor ini sudah berakhir.")
    if impor.status == S.MENYIMPAN and not impor.macet:
        raise ImporDitolakError("Sedang disimpan; tunggu sampai selesai.")
    impor.status = S.BATAL
    impor.save(update_fields=["status"])
    drop_berkas(impor)
    return impor


def drop_berkas(impor: Impor) -> None:
    """Delete the file and what its cells said; figures stay. The caller's transaction."""
    if impor.berkas:
        nama, gudang = str(impor.berkas.name), impor.berkas.storage
        transaction.on_commit(lambda: gudang.delete(nama))
    GalatImpor.objects.filter(impor=impor).delete()
    impor.berkas, impor.berkas_hingga = "", None
    impor.save(update_fields=["berkas", "berkas_hingga"])


def _lock(impor: Impor) -> Impor:
    baris: Impor = Impor.objects.select_for_update().select_related(None).get(pk=impor.pk)
    return baris


def _queue(impor: Impor, *, simpan: bool) -> Impor:
    impor.status, impor.simpan, impor.alasan = S.ANTRE, simpan, ""
    impor.dibaca, impor.detak_at = 0, None
    impor.save()
    wake(TUGAS)
    return impor


def run_antrean() -> int:
    """Do every import that waits; how many. Safe to run beside itself."""
    mark_berhenti()
    jumlah = 0
    while (impor := _claim()) is not None:
        run_impor(impor)
        jumlah += 1
    return jumlah


def mark_berhenti() -> int:
    """Say of imports whose worker died that they stopped; nothing of them was saved."""
    macet = Q(detak_at__isnull=True) | Q(detak_at__lt=timezone.now() - MACET)
    return Impor.objects.filter(macet, status__in=[S.MEMERIKSA, S.MENYIMPAN]).update(
        status=S.BERHENTI, alasan="Proses berhenti di tengah jalan. Tidak ada yang tersimpan."
    )


@transaction.atomic
def _claim(pk: int | None = None) -> Impor | None:
    antre = Impor.objects.select_for_update(skip_locked=True).filter(status=S.ANTRE)
    antre = antre if pk is None else antre.filter(pk=pk)
    impor: Impor | None = antre.order_by("pk").first()
    if impor is not None:
        impor.status = S.MENYIMPAN if impor.simpan else S.MEMERIKSA
        impor.detak_at = timezone.now()
        impor.save(update_fields=["status", "detak_at"])
    return impor


def run_impor_now(impor: Impor) -> Impor:
    """Run one queued import here instead of in the worker (commands, tests)."""
    claimed = _claim(impor.pk)
    return run_impor(claimed) if claimed is not None else impor


def run_impor(impor: Impor) -> Impor:
    """One pass over the file of a claimed import; its row says what came of it."""
    try:
        with Kemajuan(impor.pk) as tell, impor.berkas.open("rb") as berkas:
            ragam = Ragam.of(impor.ragam)
            rows = (b for b in read_rows(berkas, impor.bentuk, ragam) if b[0] > impor.baris_kepala)
            jalan = run_rows(
                rows,
                wilayah=impor.wilayah,
                peta=impor.peta,
                judul=impor.kepala,
                by=impor.by_id,
                simpan=impor.simpan,
                tell=tell,
                finish=lambda satu: _note(impor, satu, S.SELESAI),
            )
    except BerkasDitolakError as galat:
        return _fail(impor, str(galat))
    except Exception as galat:
        log.exception("impor_gagal", id=impor.pk)
        return _fail(
            impor, f"Galat tak terduga ({type(galat).__name__}). Tidak ada yang tersimpan."
        )
    if impor.status == S.SELESAI:
        propose_mirip(impor.wilayah_id, jalan.hasil.urutan if jalan.hasil else [])
    else:
        _note(impor, jalan, S.DIPERIKSA)
    return impor


def _fail(impor: Impor, alasan: str) -> Impor:
    impor.status, impor.alasan = S.GAGAL, alasan[:300]
    impor.save(update_fields=["status", "alasan"])
    return impor


@transaction.atomic
def _note(impor: Impor, jalan: Jalan, status: str) -> None:
    """Figures and errors of a pass; in its own transaction when it is kept."""
    GalatImpor.objects.filter(impor=impor).delete()
    GalatImpor.objects.bulk_create(
        [
            GalatImpor(
                impor=impor, baris=g.baris, kolom=g.kolom, isi=g.isi, sebab=g.sebab,
                peringatan=g.peringatan,
            )
            for g in jalan.galat
        ],
        batch_size=1000,
    )  # fmt: skip
    isi: dict[str, Any] = {
        "status": status,
        "baris": jalan.baris,
        "dibaca": jalan.baris,
        "jumlah_galat": jalan.jumlah_galat,
        "jumlah_peringatan": jalan.jumlah_peringatan,
    }
    for nama in ("baru", "berubah", "tetap", "dilewati"):
        isi[nama] = getattr(jalan.hasil, nama) if jalan.hasil else 0
    if status == S.SELESAI:
        isi |= {"selesai_at": timezone.now(), "urutan": jalan.hasil.urutan if jalan.hasil else []}
    for nama, nilai in isi.items():
        setattr(impor, nama, nilai)
    impor.save(update_fields=list(isi))
