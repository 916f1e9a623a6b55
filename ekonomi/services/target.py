"""A programme's targets: added, changed, and every change on the trail with its reason."""

from decimal import Decimal

from django.db import transaction

from ekonomi.models import Indikator, Program, TargetProgram
from ekonomi.services.jejak import Peristiwa, log_jejak
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

BULAN_MAKS = 60


class TargetKeliru(ValueError):  # noqa: N818 - the domain's word
    """A target that cannot be; the message says why."""


@transaction.atomic
def add_target(
    program: Program, indikator: Indikator, *, nilai: Decimal, bulan: int, alasan: str,
    by: Pengguna, keterangan: str = "",
) -> TargetProgram:  # fmt: skip
    """One more indicator that the programme promises. Raises TargetKeliru where it is one."""
    alasan = _check(indikator, nilai, bulan, alasan)
    program = _lock(program)
    if program.target.filter(indikator=indikator).exists():
        raise TargetKeliru(f"{indikator} sudah menjadi target program ini.")
    baru: TargetProgram = TargetProgram.objects.create(
        program=program, indikator=indikator, nilai=nilai, bulan=bulan,
        keterangan=keterangan.strip()[:200], urutan=program.target.count() + 1,
    )  # fmt: skip
    _log(baru, "belum ada", alasan, by)
    return baru


@transaction.atomic
def change_target(
    target: TargetProgram, *, nilai: Decimal, bulan: int, keterangan: str, alasan: str,
    by: Pengguna,
) -> TargetProgram:  # fmt: skip
    """Another value, month or note. Nothing different: nothing is written. Raises TargetKeliru."""
    _lock(target.program)
    baris: TargetProgram = (
        TargetProgram.objects.select_for_update(of=("self",))
        .select_related("indikator", "program")
        .get(pk=target.pk)
    )
    alasan = _check(baris.indikator, nilai, bulan, alasan)
    keterangan = keterangan.strip()[:200]
    semula = (baris.nilai, baris.bulan, baris.keterangan)
    if semula == (nilai, bulan, keterangan):
        return baris
    if nilai < max((t.nilai for t in baris.titik.all()), default=Decimal(0)):
        raise TargetKeliru("Jalur target ini punya titik yang lebih tinggi; ubah titiknya dulu.")
    dulu = _words(baris)
    baris.nilai, baris.bulan, baris.keterangan = nilai, bulan, keterangan
    baris.save(update_fields=["nilai", "bulan", "keterangan"])
    _log(baris, dulu, alasan, by)
    return baris


def _check(indikator: Indikator, nilai: Decimal, bulan: int, alasan: str) -> str:
    """The reason, cleaned. Raises TargetKeliru."""
    if nilai <= 0:
        raise TargetKeliru("Target harus lebih dari nol.")
    if indikator.satuan == Indikator.Satuan.PERSEN and nilai > 100:
        raise TargetKeliru("Target dalam persen paling banyak 100.")
    if not 1 <= bulan <= BULAN_MAKS:
        raise TargetKeliru(f"Bulannya antara 1 dan {BULAN_MAKS}.")
    bersih = mask_catatan(alasan.strip())[:200]
    if not bersih:
        raise TargetKeliru("Tuliskan alasan perubahan target.")
    return bersih


def _lock(program: Program) -> Program:
    terkunci: Program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if terkunci.status not in {Program.Status.DRAF, Program.Status.BERJALAN}:
        raise TargetKeliru("Program ini sudah berakhir; targetnya tidak berubah lagi.")
    return terkunci


def _words(target: TargetProgram) -> str:
    """ "100 dalam 12 bulan", as the trail keeps it."""
    nilai = f"{target.nilai.normalize():f}"
    return f"{nilai} dalam {target.bulan} bulan"


def _log(target: TargetProgram, dulu: str, alasan: str, by: Pengguna) -> None:
    log_jejak(
        target.program, Peristiwa.TARGET, by=by, rujukan=str(target.indikator_id),
        catatan=f"{dulu} menjadi {_words(target)}: {alasan}",
    )  # fmt: skip
