"""What a village thinks of a finished request: 1 to 5 and a word, changeable for a week."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from ruko_parsel.models import PenilaianPermintaan, Permintaan, TanyaNilai
from ruko_parsel.services.kabar import GARAM_NILAI
from ruko_parsel.services.permintaan import lock_permintaan, log_permintaan
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

UBAH_SELAMA = timedelta(days=7)
UMUR_TAUTAN = timedelta(days=180)  # a message lies in a phone for years, and phones change hands
KURANG_PUAS = 2  # up to this the village is offered to open the request again
KATA = {1: "Sangat kurang", 2: "Kurang", 3: "Cukup", 4: "Baik", 5: "Sangat baik"}


class PenilaianTertutup(ValueError):  # noqa: N818 - the domain's word
    """Not finished yet, or rated more than a week ago."""


@transaction.atomic
def rate_permintaan(
    permintaan: Permintaan, *, nilai: int, kata: str = "", cara: str, by: Pengguna | None = None
) -> Permintaan:
    """Keep what the village says; the last word within a week of the first one holds.

    Raises ValueError outside 1 to 5, PenilaianTertutup.
    """
    permintaan = lock_permintaan(permintaan)
    if nilai not in KATA:
        raise ValueError("Pilih nilai 1 sampai 5.")
    if not may_rate(permintaan):
        raise PenilaianTertutup("Permintaan ini belum selesai atau masa penilaiannya sudah lewat.")
    kata = mask_catatan(" ".join(kata.split()))[:240]
    if (permintaan.nilai, permintaan.kata_nilai) == (nilai, kata):
        return permintaan
    PenilaianPermintaan.objects.create(permintaan=permintaan, nilai=nilai, cara=cara, by=by)
    permintaan.nilai, permintaan.kata_nilai = nilai, kata
    permintaan.save(update_fields=["nilai", "kata_nilai", "updated_at"])
    log_permintaan(permintaan, f"Dinilai desa: {nilai} dari 5", by=by, dari=permintaan.status)
    TanyaNilai.objects.filter(permintaan=permintaan, dijawab_at=None).update(
        dijawab_at=timezone.now()
    )
    return permintaan


def may_rate(permintaan: Permintaan) -> bool:
    """Whether a word on it is taken now: finished, and not a week after the first one."""
    if permintaan.status != Permintaan.Status.SELESAI or permintaan.closed_at is None:
        return False
    pertama = permintaan.penilaian.filter(at__gte=permintaan.closed_at).order_by("at").first()
    return pertama is None or timezone.now() <= pertama.at + UBAH_SELAMA


def permintaan_of_link(tanda: str) -> Permintaan | None:
    """The request a personal link opens; None for a forged or an old one."""
    try:
        pk = signing.loads(tanda[:200], salt=GARAM_NILAI, max_age=UMUR_TAUTAN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Permintaan.objects.select_related("wilayah", "masalah")
    return rows.filter(pk=pk).first()
