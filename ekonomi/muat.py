"""Loading the programme templates that ship (fixtures/program/)."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from ekonomi.models import TemplatProgram
from ekonomi.templat import read_folder

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "program"


@transaction.atomic
def load_program_templat(folder: Path = FOLDER) -> int:
    """Load the templates; safe to repeat. Gives how many are new or changed.

    Programmes that were started keep what they were started with. Raises TemplatKeliru.
    """
    ditulis = 0
    for mentah, templat in read_folder(folder):
        kolom = {
            "nama": templat.nama,
            "versi": templat.versi,
            "tanggal_dokumen": templat.tanggal_dokumen,
            "total": templat.total,
            "urutan": templat.urutan,
            "isi": mentah,
        }
        lama = TemplatProgram.objects.filter(pk=templat.kode).values(*kolom).first()
        if lama != kolom:
            TemplatProgram.objects.update_or_create(pk=templat.kode, defaults=kolom)
            ditulis += 1
    return ditulis
