"""Two rows become one household, with a way back."""

import json
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from ekonomi.models import GabungRumah, PasanganMirip, Potensi, RiwayatRumah, Rumah
from ekonomi.services.rumah import RumahDitolakError, log_rumah, set_numbers
from wilayah.models import Pengguna

# columns a person chooses between; the rest of the kept row stays
PILIHAN = (
    "nomor", "nama_kepala", "alamat", "wilayah_id", "dtks", "potensi_usaha", "pelatihan", "modal",
    "omzet", "onboarded", "kelompok", "no_kk", "telepon",
)  # fmt: skip
_KOSONG: tuple[Any, ...] = (None, "", [], 0)
# rows that say what was done with the row itself stay with it
_TETAP = frozenset({"riwayatrumah", "validasidtks", "persetujuanrumah", "pasanganmirip",
                    "gabungrumah", "rumah", "angkarumah", "potensi"})  # fmt: skip


def differing(satu: Rumah, dua: Rumah) -> list[str]:
    """Columns in which two rows differ and both say something."""
    return [
        kolom
        for kolom in PILIHAN
        if kolom != "nomor"
        and getattr(satu, kolom) != getattr(dua, kolom)
        and getattr(dua, kolom) not in _KOSONG
    ]


@transaction.atomic
def merge_rumah(
    utama: Rumah, digabung: Rumah, *, pilih: set[str], by: Pengguna | None
) -> GabungRumah:
    """Keep `utama`, with the columns `pilih` (and those it lacks) taken from `digabung`.

    Members, businesses and whatever else hangs on `digabung` move over; what may not (a history, a
    grant that the kept row has too) stays on it and is shown with the kept household. Raises
    RumahDitolakError for rows that are merged, erased, or not of one kelurahan.
    """
    utama, digabung = _lock_two(utama, digabung)
    if utama.kelurahan != digabung.kelurahan:
        raise RumahDitolakError("Dua kelurahan: catat pindahnya di salah satu, jangan digabung.")
    sebelum = {kolom: _plain(getattr(utama, kolom)) for kolom in PILIHAN}
    for kolom in PILIHAN:
        ambil = kolom in pilih or getattr(utama, kolom) in _KOSONG
        if kolom != "nomor" and ambil and getattr(digabung, kolom) not in _KOSONG:
            _take(utama, digabung, kolom)
    utama.diperbarui = max(utama.diperbarui, digabung.diperbarui)
    digabung.status, digabung.digabung_ke = Rumah.Status.DIGABUNG, utama
    digabung.save(update_fields=["status", "digabung_ke", "updated_at"])
    utama.save()
    gabung = GabungRumah.objects.create(
        utama=utama,
        digabung=digabung,
        pindahan=_move_all(digabung, utama),
        sebelum=json.dumps(sebelum),
        sesudah=json.dumps({kolom: _plain(getattr(utama, kolom)) for kolom in PILIHAN}),
        by=by,
    )
    _decide(utama, digabung, PasanganMirip.Status.DIGABUNG, by=by)
    log_rumah(
        utama, RiwayatRumah.Peristiwa.DIGABUNG, by=by, catatan=f"{digabung.nomor} masuk ke sini"
    )
    log_rumah(digabung, RiwayatRumah.Peristiwa.DIGABUNG, by=by, catatan=f"ke {utama.nomor}")
    return gabung


def _take(utama: Rumah, digabung: Rumah, kolom: str) -> None:
    setattr(utama, kolom, getattr(digabung, kolom))
    if kolom in {"no_kk", "telepon"}:
        setattr(utama, f"{kolom}_hash", getattr(digabung, f"{kolom}_hash"))
    if kolom == "telepon":
        utama.kontak = digabung.kontak


def _plain(nilai: Any) -> Any:
    return nilai.isoformat() if isinstance(nilai, date) else nilai


def _lock_two(satu: Rumah, dua: Rumah) -> tuple[Rumah, Rumah]:
    """Both rows, locked in one order, so that two mergers never wait for each other."""
    if satu.pk == dua.pk:
        raise RumahDitolakError("Ini baris yang sama.")
    rows = Rumah.objects.select_for_update(of=("self",)).filter(pk__in=[satu.pk, dua.pk])
    terkunci = {baris.pk: baris for baris in rows.order_by("pk")}
    for baris in terkunci.values():
        if baris.status == Rumah.Status.DIGABUNG or baris.dihapus_at is not None:
            raise RumahDitolakError(f"{baris.nomor} sudah digabung atau dihapus.")
    return terkunci[satu.pk], terkunci[dua.pk]


def _move_all(dari: Rumah, ke: Rumah) -> list[list[Any]]:
    """Point what hangs on `dari` at `ke`; gives [model, id] of each row that moved."""
    pindah: list[list[Any]] = []
    for relasi in Rumah._meta.related_objects:
        model: Any = relasi.related_model
        if model._meta.model_name in _TETAP or not relasi.field.concrete:
            continue
        kolom = relasi.field.name
        for pk in model._base_manager.filter(**{kolom: dari}).values_list("pk", flat=True):
            if _repoint(model, pk, kolom, ke):
                pindah.append([model._meta.label, kolom, pk])
    if not Potensi.objects.filter(rumah=ke).exists():
        for pk in Potensi.objects.filter(rumah=dari).values_list("pk", flat=True):
            _repoint(Potensi, pk, "rumah", ke)
            pindah.append([Potensi._meta.label, "rumah", pk])
    return pindah


def _repoint(model: type[models.Model], pk: Any, kolom: str, ke: Rumah) -> bool:
    """Move one row; False where a constraint or an append-only table says it stays."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**{kolom: ke})
    except (IntegrityError, DatabaseError):
        return False
    return True


@transaction.atomic
def undo_gabung(gabung: GabungRumah, *, by: Pengguna | None) -> GabungRumah:
    """Two households again: what moved goes back, and so do columns nobody changed since."""
    gabung = GabungRumah.objects.select_for_update().get(pk=gabung.pk)
    if gabung.diurungkan_at is not None:
        raise RumahDitolakError("Penggabungan ini sudah diurungkan.")
    utama = Rumah.objects.select_for_update(of=("self",)).get(pk=gabung.utama_id)
    digabung = Rumah.objects.select_for_update(of=("self",)).get(pk=gabung.digabung_id)
    if utama.dihapus_at or not gabung.sebelum or utama.status == Rumah.Status.DIGABUNG:
        raise RumahDitolakError("Penggabungan ini tidak dapat diurungkan lagi.")
    digabung.status, digabung.digabung_ke = Rumah.Status.AKTIF, None
    digabung.save(update_fields=["status", "digabung_ke", "updated_at"])
    for label, kolom, pk in gabung.pindahan:
        model: Any = _model(label)
        model._base_manager.filter(pk=pk, **{kolom: utama}).update(**{kolom: digabung})
    _put_back(utama, json.loads(gabung.sebelum), json.loads(gabung.sesudah))
    gabung.diurungkan_at, gabung.diurungkan_by = timezone.now(), by
    gabung.sebelum = gabung.sesudah = ""
    gabung.save()
    _decide(utama, digabung, PasanganMirip.Status.BEDA, by=by)
    for baris in (utama, digabung):
        log_rumah(baris, RiwayatRumah.Peristiwa.DIURUNGKAN, by=by)
    return gabung


def _model(label: str) -> Any:
    return next(
        relasi.related_model
        for relasi in Rumah._meta.related_objects
        if relasi.related_model._meta.label == label
    )


def _put_back(utama: Rumah, sebelum: dict[str, Any], sesudah: dict[str, Any]) -> None:
    from_merge = {k: v for k, v in sebelum.items() if v != sesudah[k]}
    for kolom, nilai in from_merge.items():
        if _plain(getattr(utama, kolom)) == sesudah[kolom]:
            setattr(utama, kolom, nilai)
    set_numbers(utama, {"no_kk": utama.no_kk, "telepon": utama.telepon})
    utama.save()


@transaction.atomic
def mark_beda(pasangan: PasanganMirip, *, by: Pengguna | None) -> PasanganMirip:
    """A person looked: these are two households. The pair is not proposed again."""
    baris: PasanganMirip = PasanganMirip.objects.select_for_update(of=("self",)).get(pk=pasangan.pk)
    if baris.status != PasanganMirip.Status.MENUNGGU:
        raise RumahDitolakError("Usulan ini sudah diputuskan.")
    _decide(baris.rumah_a, baris.rumah_b, PasanganMirip.Status.BEDA, by=by)
    baris.refresh_from_db()
    return baris


def _decide(satu: Rumah, dua: Rumah, status: str, *, by: Pengguna | None) -> None:
    a, b = sorted((satu.pk, dua.pk))
    PasanganMirip.objects.filter(rumah_a_id=a, rumah_b_id=b).update(
        status=status, by=by, diputus_at=timezone.now()
    )
