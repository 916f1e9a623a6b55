"""Tickets handed to the coordination desk, for tests."""

from curhat.services import tiket as layanan
from tests.factories import CurhatFactory
from tests.ruko_parsel.pabrik import INAN, KECAMATAN
from wilayah.models import Rujukan, Wilayah
from wilayah.rujukan import accept_rujukan

ALASAN = "Perlu dibahas bersama kecamatan."


def make_tiket(*, di=INAN, by, **lain):
    """An open, checked ticket of a resident of this village."""
    curhat = CurhatFactory(di=di, **lain)
    tiket = curhat.tiket.first() or layanan.open_tiket(curhat, sebab="Uji")
    return layanan.verify_tiket(tiket, by=by) if tiket.status == "baru" else tiket


def offer_tiket(tiket, *, by):
    """The ticket as offered to the desk of its kecamatan; gives the hand-over."""
    layanan.divert_tiket(
        tiket, by=by, alasan=ALASAN, ke_wilayah=Wilayah.objects.get(pk=KECAMATAN),
        meja="koordinasi",
    )  # fmt: skip
    return Rujukan.objects.order_by("pk").last()


def take_tiket(tiket, *, by, petugas, masalah="siaga_bencana"):
    """Offered and accepted; gives the request."""
    rujukan = offer_tiket(tiket, by=by)
    accept_rujukan(rujukan, by=petugas, rincian={"masalah": masalah})
    rujukan.refresh_from_db()
    return rujukan.hasil
