"""A business on its way to a marketplace: links and steps with date and proof, and its arrival."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ekonomi.models import ButirOnboarding, CentangOnboarding, TautanPasar, Usaha
from ekonomi.models.onboarding import check_host
from ekonomi.services.ringkas import note_onboarded
from pesan.lampiran import store_unggahan
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """How far a business is: required steps done of all required, and its links."""

    selesai: int
    wajib: int
    tautan: int
    terbukti: bool

    @property
    def lengkap(self) -> bool:
        return self.wajib > 0 and self.selesai >= self.wajib and self.tautan > 0 and self.terbukti


def progress_of(usaha: Usaha) -> Kemajuan:
    """As things stand; a required step that needs proof counts only with it."""
    wajib = {b.pk: b for b in ButirOnboarding.objects.filter(aktif=True, wajib=True)}
    centang = CentangOnboarding.objects.filter(usaha=usaha, butir__in=wajib)
    selesai = sum(c.bukti_id is not None or not wajib[c.butir_id].perlu_bukti for c in centang)
    tautan = list(TautanPasar.objects.filter(usaha=usaha))
    return Kemajuan(
        selesai=selesai,
        wajib=len(wajib),
        tautan=len(tautan),
        terbukti=any(t.bukti_id is not None for t in tautan),
    )


@transaction.atomic
def add_tautan(
    usaha: Usaha,
    *,
    pasar: str,
    url: str,
    sejak: date,
    bukti: "UploadedFile[Any] | bytes | None" = None,
    by: Pengguna | None = None,
) -> TautanPasar:
    """Note where a business sells. Raises ValidationError by field, LampiranDitolak."""
    usaha = _lock(usaha)
    _check_day("sejak", sejak)
    check_host(pasar, url)
    tautan = TautanPasar(usaha=usaha, pasar=pasar, url=url, sejak=sejak, by=by)
    tautan.full_clean(exclude=["bukti"])
    tautan.bukti = store_unggahan(bukti, "foto") if bukti else None
    tautan.save()
    _arrive(usaha)
    return tautan


@transaction.atomic
def tick_butir(
    usaha: Usaha,
    butir: ButirOnboarding,
    *,
    tanggal: date,
    bukti: "UploadedFile[Any] | bytes | None" = None,
    catatan: str = "",
    by: Pengguna | None = None,
) -> CentangOnboarding:
    """Note a step as done, or give a step that was noted its proof.

    Raises ValidationError for a day to come or a missing proof, LampiranDitolak.
    """
    usaha = _lock(usaha)
    _check_day("tanggal", tanggal)
    ada = CentangOnboarding.objects.filter(usaha=usaha, butir=butir).first()
    if butir.perlu_bukti and not bukti and (ada is None or ada.bukti_id is None):
        raise ValidationError({"bukti": f"“{butir.nama}” perlu foto bukti."})
    baris = ada or CentangOnboarding(usaha=usaha, butir=butir)
    baris.tanggal, baris.by = tanggal, by
    baris.catatan = mask_catatan(catatan.strip())[:200]
    if bukti:
        baris.bukti = store_unggahan(bukti, "foto")
    baris.save()
    _arrive(usaha)
    return baris


@transaction.atomic
def untick_butir(usaha: Usaha, butir: ButirOnboarding, *, by: Pengguna) -> None:
    """A step noted by mistake; a business that is then incomplete is no longer counted."""
    usaha = _lock(usaha)
    dulu = progress_of(usaha).lengkap
    CentangOnboarding.objects.filter(usaha=usaha, butir=butir).delete()
    _leave(usaha, lengkap_dulu=dulu)


@transaction.atomic
def remove_tautan(tautan: TautanPasar, *, by: Pengguna) -> None:
    """A shop that is no more; without any the business is no longer counted."""
    usaha = _lock(tautan.usaha)
    dulu = progress_of(usaha).lengkap
    TautanPasar.objects.filter(pk=tautan.pk).delete()
    _leave(usaha, lengkap_dulu=dulu)


def _arrive(usaha: Usaha) -> None:
    """Complete for the first time: the day of the last required step or the first proven link.

    A business that an import says is there already keeps its day.
    """
    if usaha.onboarded_at is None and progress_of(usaha).lengkap:
        _set(usaha, _arrived_on(usaha))


def _leave(usaha: Usaha, *, lengkap_dulu: bool) -> None:
    """What was complete and is no more does not count any longer."""
    if lengkap_dulu and usaha.onboarded_at is not None and not progress_of(usaha).lengkap:
        _set(usaha, None)


def _set(usaha: Usaha, hari: date | None) -> None:
    usaha.onboarded_at = hari
    usaha.save(update_fields=["onboarded_at", "updated_at"])
    if usaha.rumah is not None:
        ya = usaha.rumah.usaha.filter(onboarded_at__isnull=False).exists()
        note_onboarded(usaha.rumah, pada=hari or timezone.localdate(), ya=ya)


def _arrived_on(usaha: Usaha) -> date:
    langkah = CentangOnboarding.objects.filter(
        usaha=usaha, butir__wajib=True, butir__aktif=True
    ).values_list("tanggal", flat=True)
    tautan = TautanPasar.objects.filter(usaha=usaha, bukti__isnull=False)
    return max([*langkah, min(tautan.values_list("sejak", flat=True))])


def _check_day(nama: str, hari: date) -> None:
    if hari > timezone.localdate():
        raise ValidationError({nama: "Tanggalnya belum terjadi."})


def _lock(usaha: Usaha) -> Usaha:
    baris: Usaha = (
        Usaha.objects.select_for_update(of=("self",)).select_related("rumah").get(pk=usaha.pk)
    )
    return baris
