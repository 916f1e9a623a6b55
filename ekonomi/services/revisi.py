"""Changing a line's budget while the programme runs: the total stays, or a source pays for more."""

import uuid
from typing import Any

from django.db import transaction

from ekonomi.models import PosAnggaran, Program, RevisiAnggaran, SumberDana, SumberProgram
from ekonomi.services.anggaran import AnggaranKeliru, PaguTerlampaui, left_on
from ekonomi.services.jejak import Peristiwa, log_jejak
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

Jenis = RevisiAnggaran.Jenis


@transaction.atomic
def shift_dana(
    dari: PosAnggaran, ke: PosAnggaran, *, jumlah: int, alasan: str, by: Pengguna
) -> tuple[RevisiAnggaran, RevisiAnggaran]:
    """Move budget from one line to another of the same programme; the total stays.

    Only what is neither spent nor committed can go. Raises PaguTerlampaui, AnggaranKeliru.
    """
    if dari.pk == ke.pk or dari.program_id != ke.program_id:
        raise AnggaranKeliru("Pilih dua pos yang berbeda dari program yang sama.")
    alasan = _clean(jumlah, alasan)
    terkunci = _lock(dari.program_id, dari.pk, ke.pk)
    dari, ke = terkunci[dari.pk], terkunci[ke.pk]
    if (sisa := left_on(dari)) < jumlah:
        raise PaguTerlampaui(f"{dari.nama}: sisa yang dapat digeser {rupiah(sisa)}.")
    isi = {"tindakan": uuid.uuid4(), "jenis": Jenis.GESER, "alasan": alasan, "by": by}
    keluar, masuk = _change(dari, -jumlah, **isi), _change(ke, jumlah, **isi)
    log_jejak(
        dari.program, Peristiwa.REVISI, by=by, rujukan=f"{dari.kode} ke {ke.kode}",
        jumlah=jumlah, catatan=alasan,
    )  # fmt: skip
    return keluar, masuk


@transaction.atomic
def raise_dana(
    pos: PosAnggaran, *, jumlah: int, sumber: str, alasan: str, by: Pengguna
) -> RevisiAnggaran:
    """More budget on a line, paid for by a source whose plan grows by as much."""
    if sumber not in SumberDana.values:
        raise AnggaranKeliru("Sebutkan sumber dana tambahannya.")
    alasan = _clean(jumlah, alasan)
    pos = _lock(pos.program_id, pos.pk)[pos.pk]
    revisi = _change(
        pos, jumlah, tindakan=uuid.uuid4(), jenis=Jenis.TAMBAH, sumber=sumber, alasan=alasan, by=by
    )
    rencana, _baru = SumberProgram.objects.get_or_create(
        program=pos.program, sumber=sumber, defaults={"rencana": 0}
    )
    rencana.rencana = (rencana.rencana or 0) + jumlah
    rencana.save(update_fields=["rencana"])
    log_jejak(
        pos.program, Peristiwa.REVISI, by=by, rujukan=f"{pos.kode} dari {sumber}", jumlah=jumlah,
        catatan=alasan,
    )  # fmt: skip
    return revisi


def _clean(jumlah: int, alasan: str) -> str:
    bersih = mask_catatan(alasan.strip())[:300]
    if jumlah <= 0:
        raise AnggaranKeliru("Jumlahnya harus lebih dari nol.")
    if not bersih:
        raise AnggaranKeliru("Tuliskan alasan revisi.")
    return bersih


def _lock(program: int, *pos: int) -> dict[int, PosAnggaran]:
    """The lines under locks, in the order everyone takes them."""
    list(Program.objects.select_for_update(no_key=True).filter(pk=program))
    rows = PosAnggaran.objects.select_for_update(of=("self",)).select_related("program")
    return {satu.pk: satu for satu in rows.filter(pk__in=pos).order_by("pk")}


def _change(pos: PosAnggaran, beda: int, **isi: Any) -> RevisiAnggaran:
    menjadi = pos.jumlah + beda
    PosAnggaran.objects.filter(pk=pos.pk).update(jumlah=menjadi)
    return RevisiAnggaran.objects.create(pos=pos, dari=pos.jumlah, menjadi=menjadi, **isi)
