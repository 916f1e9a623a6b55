"""Dispositions: given, read, handed on, answered. Each step is told and stands in the history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from ruko_parsel.models import Disposisi, Permintaan
from ruko_parsel.orang import desk_of, kecamatan_of_permintaan
from ruko_parsel.services.kabar_meja import tell_disposisi, tell_disposisi_answered
from ruko_parsel.services.permintaan import (
    BOLEH,
    LangkahTerlarang,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
)
from ruko_parsel.services.telaah import take_permintaan
from wilayah.models import Pengguna
from wilayah.zona import hari_ini

S = Permintaan.Status


@dataclass(frozen=True, slots=True)
class Perintah:
    """What a disposition says."""

    kepada: Pengguna
    perintah: str
    sampai: date | None = None
    sifat: str = Disposisi.Sifat.BIASA
    tembusan: Iterable[Pengguna] = field(default_factory=tuple)


@transaction.atomic
def give_disposisi(permintaan: Permintaan, isi: Perintah, *, by: Pengguna) -> Disposisi:
    """Order somebody of the desk to work on a request; whoever gets it becomes its officer.

    Raises ValueError for nobody of this desk, oneself, an empty order or a day that has passed;
    LangkahTerlarang for a request that is over.
    """
    permintaan = lock_permintaan(permintaan)
    if permintaan.is_ended:
        raise LangkahTerlarang("Permintaan ini sudah berakhir.")
    if permintaan.status == S.DITERIMA:
        permintaan = take_permintaan(permintaan, by=by)
    disposisi = _write(permintaan, isi, by=by)
    # the sheet's own message says so: the officer is set without a second one
    Permintaan.objects.filter(pk=permintaan.pk).update(petugas=isi.kepada)
    if S.DIDISPOSISIKAN in BOLEH[permintaan.status]:
        move_permintaan(permintaan, to=S.DIDISPOSISIKAN, by=by, catatan=f"Kepada {isi.kepada}.")
    else:
        log_permintaan(permintaan, "Disposisi", by=by, dari=permintaan.status,
                       catatan=f"Kepada {isi.kepada}.", untuk_desa=False)  # fmt: skip
    return disposisi


@transaction.atomic
def pass_disposisi(disposisi: Disposisi, isi: Perintah, *, by: Pengguna) -> Disposisi:
    """Hand a sheet on to somebody else; the chain stays on paper. Only who has it may.

    Raises PermissionError, LangkahTerlarang (answered or handed on already), ValueError.
    """
    disposisi = _lock_mine(disposisi, by)
    permintaan = lock_permintaan(disposisi.permintaan)
    disposisi.diteruskan_at = timezone.now()
    disposisi.dibaca_at = disposisi.dibaca_at or disposisi.diteruskan_at
    disposisi.save(update_fields=["diteruskan_at", "dibaca_at"])
    lanjutan = _write(permintaan, isi, by=by, induk=disposisi)
    if not permintaan.is_ended:
        Permintaan.objects.filter(pk=permintaan.pk).update(petugas=isi.kepada)
    log_permintaan(permintaan, "Disposisi diteruskan", by=by, dari=permintaan.status,
                   catatan=f"Kepada {isi.kepada}.", untuk_desa=False)  # fmt: skip
    return lanjutan


@transaction.atomic
def read_disposisi(disposisi: Disposisi, *, by: Pengguna) -> bool:
    """The receipt: its addressee has opened it. Whether this was the first time."""
    if disposisi.kepada_id != by.pk or disposisi.dibaca_at is not None:
        return False
    rows = Disposisi.objects.filter(pk=disposisi.pk, dibaca_at__isnull=True)
    return bool(rows.update(dibaca_at=timezone.now()))


@transaction.atomic
def answer_disposisi(disposisi: Disposisi, *, jawaban: str, by: Pengguna) -> Disposisi:
    """Report back to whoever gave it. Raises PermissionError, LangkahTerlarang, ValueError."""
    disposisi = _lock_mine(disposisi, by)
    if not jawaban.strip():
        raise ValueError("Tulis jawabannya.")
    disposisi.dijawab_at = timezone.now()
    disposisi.dibaca_at = disposisi.dibaca_at or disposisi.dijawab_at
    disposisi.jawaban = jawaban.strip()
    disposisi.save(update_fields=["dijawab_at", "dibaca_at", "jawaban"])
    permintaan = lock_permintaan(disposisi.permintaan)
    log_permintaan(permintaan, "Disposisi dijawab", by=by, dari=permintaan.status,
                   catatan=disposisi.jawaban, untuk_desa=False)  # fmt: skip
    tell_disposisi_answered(disposisi)
    return disposisi


def chain_of(permintaan: Permintaan) -> list[Disposisi]:
    """All sheets of a request, the oldest first, with their people; two queries."""
    rows = permintaan.disposisi.select_related("dari", "kepada", "permintaan")
    return list(rows.prefetch_related("tembusan").order_by("created_at", "pk"))


def _lock_mine(disposisi: Disposisi, by: Pengguna) -> Disposisi:
    lock_permintaan(disposisi.permintaan)  # first the request, as every other step does
    rows = Disposisi.objects.select_for_update(of=("self",)).select_related(
        "permintaan__wilayah", "dari", "kepada"
    )
    terkunci: Disposisi = rows.get(pk=disposisi.pk)
    if terkunci.kepada_id != by.pk:
        raise PermissionError("Disposisi ini ditujukan kepada orang lain.")
    if not terkunci.is_waiting:
        raise LangkahTerlarang("Disposisi ini sudah dijawab atau diteruskan.")
    return terkunci


def _write(
    permintaan: Permintaan, isi: Perintah, *, by: Pengguna, induk: Disposisi | None = None
) -> Disposisi:
    tembusan = [satu for satu in isi.tembusan if satu.pk not in {isi.kepada.pk, by.pk}]
    _check(permintaan, isi, tembusan, by)
    disposisi: Disposisi = Disposisi.objects.create(
        permintaan=permintaan, wilayah=permintaan.wilayah, induk=induk, dari=by,
        kepada=isi.kepada, perintah=isi.perintah.strip(), sifat=isi.sifat, sampai=isi.sampai,
    )  # fmt: skip
    disposisi.tembusan.set(tembusan)
    tell_disposisi(disposisi)
    return disposisi


def _check(permintaan: Permintaan, isi: Perintah, tembusan: list[Pengguna], by: Pengguna) -> None:
    if not isi.perintah.strip():
        raise ValueError("Tulis isi disposisinya.")
    if isi.kepada.pk == by.pk:
        raise ValueError("Disposisi tidak dapat ditujukan kepada diri sendiri.")
    if isi.sampai is not None and isi.sampai < hari_ini(str(permintaan.wilayah_id)):
        raise ValueError("Tanggal selesai sudah lewat.")
    orang = {isi.kepada.pk, *(satu.pk for satu in tembusan)}
    ada = desk_of(kecamatan_of_permintaan(permintaan)).filter(pk__in=orang).count()
    if ada != len(orang):
        raise ValueError("Disposisi dan tembusannya hanya untuk pegawai kecamatan ini.")
