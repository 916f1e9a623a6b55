"""Weights of the planner: each change is a new version that says who and why."""

from django.db import transaction

from luna_maya.models import BobotPerencana
from luna_maya.perencana.nilai_dasar import Bobot
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan


@transaction.atomic
def save_bobot(kelurahan: Wilayah, bobot: Bobot, *, catatan: str, by: Pengguna) -> BobotPerencana:
    """Put these weights in force; the same as before makes no new version.

    Raises ValueError without a reason, ValidationError for weights out of bounds.
    """
    catatan = mask_catatan(catatan.strip())[:200]
    if not catatan:
        raise ValueError("Tulis mengapa bobotnya diubah.")
    list(Wilayah.objects.select_for_update(no_key=True).filter(pk=kelurahan.pk))
    akhir = BobotPerencana.objects.filter(wilayah=kelurahan).order_by("-versi").first()
    if akhir is not None and akhir.as_bobot() == bobot:
        return akhir
    baru = BobotPerencana(
        wilayah=kelurahan, versi=(akhir.versi if akhir else 0) + 1, catatan=catatan, by=by,
        **bobot.as_dict(),
    )  # fmt: skip
    baru.full_clean(exclude=["by"])
    baru.save()
    return baru
