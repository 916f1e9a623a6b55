"""Settling a governance document: number, day, and every word frozen."""

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from dokumen.cetak.kertas import Kertas
from ekonomi.models import NaskahProgram, Program
from ekonomi.naskah.daftar import NASKAH
from ekonomi.services.jejak import Peristiwa, log_jejak
from wilayah.models import Pengguna


class NaskahKeliru(ValueError):  # noqa: N818 - the domain's word
    """A document that cannot be settled; the message says what is missing."""


@transaction.atomic
def settle_naskah(
    program: Program, jenis: str, *, nomor: str, tanggal: dt.date, by: Pengguna
) -> NaskahProgram:
    """Freeze the document as it reads now. A later one is the next version.

    Raises NaskahKeliru while mandatory values are missing.
    """
    program = Program.objects.select_for_update(of=("self",)).select_related("wilayah").get(
        pk=program.pk
    )  # fmt: skip
    naskah = NASKAH[jenis].compose(program, nomor=nomor.strip(), tanggal=tanggal)
    if naskah.kurang:
        kurang = ", ".join(satu.label for satu in naskah.kurang)
        raise NaskahKeliru(f"Belum dapat ditetapkan; belum diisi: {kurang}.")
    lama = NaskahProgram.objects.filter(program=program, jenis=jenis).order_by("-versi").first()
    tetap = NaskahProgram.objects.create(
        program=program, jenis=jenis, versi=lama.versi + 1 if lama else 1, nomor=nomor.strip(),
        tanggal=tanggal, isi=dataclasses.asdict(naskah.as_kertas(draf=False)), by=by,
    )  # fmt: skip
    log_jejak(program, Peristiwa.NASKAH, by=by, rujukan=jenis, catatan=nomor)
    return tetap


def settled_kertas(naskah: NaskahProgram) -> Kertas:
    """A settled document as it was, ready to print."""
    isi: dict[str, Any] = naskah.isi
    return Kertas(**isi)
