"""Tasks that came out of a visit: given to a person, done with a result, opened again."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luna_maya.models import Catatan, RiwayatTugas, Tugas
from luna_maya.tempat import short_place, tanggal_hari
from pesan.services import queue_pesan
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

A = RiwayatTugas.Apa


class TugasDitolak(ValueError):  # noqa: N818 - the domain's word
    """This step does not fit the task as it is now; the message says why."""


@transaction.atomic
def make_tugas(
    catatan: Catatan, *, isi: str, petugas: Pengguna, tenggat: date, by: Pengguna
) -> Tugas:
    """Give somebody something to do until a day, and tell them."""
    tugas = Tugas.objects.create(
        catatan=catatan, wilayah=catatan.wilayah, isi=isi.strip()[:240], petugas=petugas,
        tenggat=tenggat, by=by,
    )  # fmt: skip
    _log(tugas, A.DIBERIKAN, by=by)
    if petugas.pk != by.pk:
        tell_petugas(tugas, "luna_tugas_baru", kunci=f"luna-tugas:{tugas.pk}")
    return tugas


@transaction.atomic
def finish_tugas(tugas: Tugas, *, hasil: str, by: Pengguna) -> Tugas:
    """It is done; `hasil` says what came of it. Raises TugasDitolak."""
    hasil = hasil.strip()[:240]
    if not hasil:
        raise TugasDitolak("Tulis hasilnya.")
    tugas = _lock(tugas)
    if tugas.selesai_pada is not None:
        raise TugasDitolak("Tugas ini sudah dicatat selesai.")
    tugas.selesai_pada = at_place(timezone.now(), tugas.wilayah_id).date()
    tugas.hasil = hasil
    tugas.save(update_fields=["selesai_pada", "hasil"])
    _log(tugas, A.SELESAI, by=by, catatan=hasil)
    if tugas.by_id not in {by.pk, tugas.petugas_id}:
        tell_pemberi(tugas)
    return tugas


@transaction.atomic
def reopen_tugas(tugas: Tugas, *, by: Pengguna) -> Tugas:
    """It was not done after all; the result stays in the history. Raises TugasDitolak."""
    tugas = _lock(tugas)
    if tugas.selesai_pada is None:
        raise TugasDitolak("Tugas ini belum dicatat selesai.")
    tugas.selesai_pada, tugas.hasil = None, ""
    tugas.save(update_fields=["selesai_pada", "hasil"])
    _log(tugas, A.DIBUKA, by=by)
    return tugas


def tell_petugas(tugas: Tugas, templat: str, *, kunci: str) -> None:
    """A message to whoever has the task."""
    queue_pesan(
        kunci=kunci, templat=templat, slots=_slots(tugas), pengguna=tugas.petugas,
        wilayah=tugas.wilayah_id,
    )  # fmt: skip


def tell_pemberi(tugas: Tugas) -> None:
    """Whoever gave it hears that it is done."""
    ke = tugas.riwayat.count()
    queue_pesan(
        kunci=f"luna-tugas-selesai:{tugas.pk}:{ke}", templat="luna_tugas_selesai",
        slots=_slots(tugas) | {"hasil": tugas.hasil}, pengguna=tugas.by, wilayah=tugas.wilayah_id,
    )  # fmt: skip


def _slots(tugas: Tugas) -> dict[str, str]:
    return {
        "tugas": tugas.isi,
        "tempat": short_place(tugas.wilayah_id),
        "batas": tanggal_hari(tugas.tenggat),
        "url": settings.SITE_URL + reverse("admin:luna_maya_tugas_change", args=[tugas.pk]),
    }


def _lock(tugas: Tugas) -> Tugas:
    rows = Tugas.objects.select_for_update(of=("self",)).select_related("petugas", "by")
    terkunci: Tugas = rows.get(pk=tugas.pk)
    return terkunci


def _log(tugas: Tugas, apa: str, *, by: Pengguna, catatan: str = "") -> None:
    RiwayatTugas.objects.create(tugas=tugas, apa=apa, by=by, catatan=mask_catatan(catatan))
