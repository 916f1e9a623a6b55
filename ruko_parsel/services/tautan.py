"""Links of a request to tickets and figures of the other apps, as they stood on that day."""

from django.db import transaction
from django.utils import timezone

from ruko_parsel.models import Permintaan, TautanPermintaan
from ruko_parsel.services.permintaan import lock_permintaan, log_permintaan
from wilayah.models import Pengguna
from wilayah.tautan import read_tautan

TERBANYAK = 20


class TautanDitolak(ValueError):  # noqa: N818 - the domain's word
    """This cannot be linked, or unlinked, here."""


@transaction.atomic
def link_permintaan(
    permintaan: Permintaan, *, jenis: str, kunci: str, by: Pengguna
) -> TautanPermintaan:
    """Link a request to what `by` may see in its village; the same again is the first.

    Raises TautanDitolak.
    """
    permintaan = lock_permintaan(permintaan)
    _check_open(permintaan)
    sudah = permintaan.tautan.filter(jenis=jenis, kunci=kunci).first()
    if sudah is not None:
        return sudah
    if permintaan.tautan.count() >= TERBANYAK:
        raise TautanDitolak(f"Paling banyak {TERBANYAK} tautan. Lepas dulu yang tidak perlu.")
    desa = str(permintaan.wilayah_id)
    satu = read_tautan(by, desa, [(jenis, kunci)]).get((jenis, kunci))
    if satu is None:
        raise TautanDitolak("Tautan ini tidak ditemukan di desa itu, atau bukan untuk Anda.")
    tautan = TautanPermintaan.objects.create(
        permintaan=permintaan, jenis=jenis, kunci=kunci, label=satu.label[:160],
        nilai=satu.nilai[:60], by=by,
    )  # fmt: skip
    log_permintaan(permintaan, "Ditautkan", by=by, catatan=_words(tautan))
    return tautan


@transaction.atomic
def unlink_permintaan(tautan: TautanPermintaan, *, by: Pengguna) -> None:
    """Take a link away; the history keeps that it was there. A second time does nothing.

    Raises TautanDitolak.
    """
    permintaan = lock_permintaan(tautan.permintaan)
    _check_open(permintaan)
    ada = permintaan.tautan.filter(pk=tautan.pk).first()
    if ada is None:
        return
    kata = _words(ada)
    ada.delete()
    log_permintaan(permintaan, "Tautan dilepas", by=by, catatan=kata)


def _check_open(permintaan: Permintaan) -> None:
    if permintaan.is_ended:
        raise TautanDitolak("Permintaan ini sudah berakhir.")


def _words(tautan: TautanPermintaan) -> str:
    return f"{tautan.label}: {tautan.nilai}" if tautan.nilai else tautan.label


def linked_at(tautan: TautanPermintaan) -> str:
    """The day its figure is of, on the portal's clock."""
    return f"{timezone.localtime(tautan.created_at):%d-%m-%Y}"
