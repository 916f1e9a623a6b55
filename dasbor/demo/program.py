"""The demo programme of Kel. Taman: started from the final document about 100 days ago."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Program, SumberProgram, TemplatProgram
from ekonomi.services.program import run_program, start_program
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran

KODE, KELURAHAN = "srsp-2025", "35.77.03.1009"
HARI_KE = 100
# What was agreed with each source, in Rupiah: together the budget of 320 million.
_RENCANA = {"apbd": 180_000_000, "csr": 90_000_000, "kur": 20_000_000, "bergulir": 10_000_000}
_BAZNAS = 20_000_000


def demo_program() -> Program | None:
    """The demo programme, if it is there."""
    ada: Program | None = Program.objects.filter(wilayah=KELURAHAN, kode=KODE).first()
    return ada


def demo_lurah() -> Pengguna:
    """The lurah of the demo kelurahan."""
    tugas = Penugasan.objects.holding(KELURAHAN, Peran.LURAH).select_related("pengguna").first()
    assert tugas is not None  # noqa: S101 - held by fixtures/demo/akun.csv
    lurah: Pengguna = tugas.pengguna
    return lurah


@transaction.atomic
def load_program() -> int:
    """The demo programme, running; gives 1, or 0 when it is there. Needs templates and accounts."""
    list(Wilayah.objects.select_for_update().filter(pk=KELURAHAN))  # one process at a time
    if demo_program() is not None:
        return 0
    lurah = demo_lurah()
    program = start_program(
        TemplatProgram.objects.get(pk="final-2025"),
        Wilayah.objects.get(pk=KELURAHAN),
        timezone.localdate() - dt.timedelta(days=HARI_KE),
        lurah,
        kode=KODE,
    )
    for sumber, rencana in _RENCANA.items():
        SumberProgram.objects.filter(program=program, sumber=sumber).update(rencana=rencana)
    SumberProgram.objects.create(
        program=program, sumber="baznas", rencana=_BAZNAS, urutan=5,
        keterangan="Zakat produktif untuk rumah tangga prioritas",
    )  # fmt: skip
    run_program(program, by=lurah)
    return 1
