"""A letter until it is signed: drafted, filled, handed in, sent back, cancelled."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from dokumen.isian import IsianKeliru, clean_isian
from dokumen.keadaan import ForbiddenMove, check_move
from dokumen.models import JenisSurat, RiwayatSurat, Surat
from dokumen.services.kabar import notify_dikembalikan, notify_menunggu
from pesan.models import Kontak
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

S, Peristiwa = Surat.Status, RiwayatSurat.Peristiwa


@transaction.atomic
def draft_surat(
    *,
    jenis: JenisSurat,
    wilayah: Wilayah,
    isian: Mapping[str, Any],
    kontak: Kontak | None = None,
    rujukan: str = "",
    rahasia: bool = False,
    by: Pengguna | None = None,
) -> Surat:
    """Begin a letter. `isian` may be empty or in part; `by` None means the resident.

    `rahasia` for the letter of a sensitive case. Raises IsianKeliru by field, ValueError where the
    area lies in no kelurahan or does not have this kind.
    """
    if wilayah.kode_kelurahan is None:
        raise ValueError("Surat dibuat untuk sebuah kelurahan atau desa, bukan wilayah di atasnya.")
    if jenis.wilayah_id and not jenis.wilayah.contains(wilayah.pk):  # type: ignore[union-attr]
        raise ValueError(f"{jenis.nama} tidak tersedia di {wilayah}.")
    surat = Surat(
        jenis=jenis, wilayah=wilayah, kontak=kontak, rujukan=rujukan, rahasia=rahasia, by=by
    )
    surat.isian = _given(clean_isian(jenis.kolom, isian))
    surat.save()
    log_surat(surat, Peristiwa.DIBUAT, by=by)
    return surat


@transaction.atomic
def fill_surat(surat: Surat, *, isian: Mapping[str, Any], by: Pengguna | None = None) -> Surat:
    """Put values into fields; an empty value takes one out. Values not named stay.

    Raises IsianKeliru by field, ForbiddenMove once the letter was handed in.
    """
    surat = lock_surat(surat)
    if surat.status != S.DRAF:
        raise ForbiddenMove("Isian hanya dapat diubah selama surat masih draf.")
    bersih = clean_isian(surat.jenis.kolom, isian)
    surat.isian = _given({**surat.isian, **bersih})
    surat.save(update_fields=["isi", "updated_at"])
    log_surat(surat, Peristiwa.DIISI, by=by, catatan=", ".join(sorted(bersih)))
    return surat


@transaction.atomic
def submit_surat(surat: Surat, *, by: Pengguna | None = None) -> Surat:
    """Hand a complete draft to the lurah, who is told.

    Raises IsianKeliru naming each required field that is empty, ForbiddenMove outside a draft.
    """
    surat = lock_surat(surat)
    check_move(surat, S.MENUNGGU)
    if kurang := surat.kurang:
        label = {satu.nama: satu.label for satu in surat.jenis.kolom}
        raise IsianKeliru({nama: f"{label[nama]} belum diisi." for nama in kurang})
    surat.status, surat.diajukan_at, surat.alasan = S.MENUNGGU, timezone.now(), ""
    surat.save(update_fields=["status", "diajukan_at", "alasan", "updated_at"])
    log_surat(surat, Peristiwa.DIAJUKAN, by=by)
    notify_menunggu(surat)
    return surat


@transaction.atomic
def reject_surat(surat: Surat, *, by: Pengguna, alasan: str) -> Surat:
    """Send a letter back to be filled anew; its resident reads the reason.

    Raises ForbiddenMove outside MENUNGGU, ValueError without a reason.
    """
    surat = lock_surat(surat)
    if not alasan.strip():
        raise ValueError("Tuliskan alasannya; pemohon akan membacanya.")
    check_move(surat, S.DRAF)
    surat.status, surat.alasan = S.DRAF, alasan.strip()
    surat.save(update_fields=["status", "alasan", "updated_at"])
    log_surat(surat, Peristiwa.DIKEMBALIKAN, by=by, catatan=alasan)
    notify_dikembalikan(surat)
    return surat


@transaction.atomic
def cancel_surat(surat: Surat, *, by: Pengguna | None = None) -> Surat:
    """Give up a letter that is not out. Raises ForbiddenMove for one that is."""
    surat = lock_surat(surat)
    check_move(surat, S.BATAL)
    surat.status, surat.mengganti = S.BATAL, None
    surat.save(update_fields=["status", "mengganti", "updated_at"])
    log_surat(surat, Peristiwa.DIBATALKAN, by=by)
    return surat


def lock_surat(surat: Surat) -> Surat:
    """The row anew and locked, with its kind and area."""
    rows = Surat.objects.select_for_update(of=("self",))
    found: Surat = rows.select_related("jenis", "wilayah", "kontak").get(pk=surat.pk)
    return found


def log_surat(
    surat: Surat, peristiwa: str, *, by: Pengguna | None, catatan: str = "", asal_hash: str = ""
) -> None:
    """A row of the letter's history; words of staff go in masked."""
    RiwayatSurat.objects.create(
        surat=surat,
        peristiwa=peristiwa,
        by=by,
        catatan=mask_catatan(catatan)[:500] if catatan else "",
        asal_hash=asal_hash,
    )


def _given(nilai: Mapping[str, str]) -> dict[str, str]:
    return {nama: isi for nama, isi in nilai.items() if isi}
