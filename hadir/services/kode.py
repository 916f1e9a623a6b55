"""The code on the facilitator's screen: new every 40 seconds, good for the one after it too.

It lives 40 to 80 seconds, so a photograph of it is worth nothing tomorrow. Who opened it in time
has a ticket of ten minutes to type their own code with.
"""

import io
import time
from dataclasses import dataclass

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from hadir.models import SesiHadir
from wilayah.kripto import keyed_hash, same_hash

DETIK = 40
UMUR_KARCIS = 10 * 60  # seconds to type a registration code
_GARAM = "hadir.karcis"


@dataclass(frozen=True, slots=True)
class KodeLayar:
    """What the screen shows now: address for the QR, six digits to type, seconds until the next."""

    url: str
    angka: str
    sisa: int


def _window() -> int:
    return int(time.time() // DETIK)


def _sign(sesi: SesiHadir, jendela: int) -> str:
    return keyed_hash("hadir-kode", f"{sesi.token}:{jendela}")


def _digits(sesi: SesiHadir, jendela: int) -> str:
    return f"{int(_sign(sesi, jendela)[16:32], 16) % 1_000_000:06d}"


def current_kode(sesi: SesiHadir) -> KodeLayar:
    """The code of this moment."""
    jendela = _window()
    alamat = reverse("hadir_masuk", args=[f"{sesi.token}.{_sign(sesi, jendela)[:14]}"])
    sisa = DETIK - int(time.time()) % DETIK
    return KodeLayar(f"{settings.SITE_URL}{alamat}", _digits(sesi, jendela), sisa)


def qr_svg(sesi: SesiHadir) -> SafeString:
    """The code of this moment as an SVG picture for a page."""
    keluar = io.BytesIO()
    qr = segno.make_qr(current_kode(sesi).url, error="m")
    qr.save(keluar, kind="svg", border=2, xmldecl=False, omitsize=True, dark="#000", light="#fff")
    return mark_safe(keluar.getvalue().decode())  # noqa: S308 - our own drawing


def find_by_kode(kode: str) -> SesiHadir | None:
    """The session whose screen shows this code now or showed it a moment ago."""
    token, _titik, tanda = kode.partition(".")
    if len(kode) > 60 or len(tanda) != 14:
        return None
    sesi: SesiHadir | None = SesiHadir.objects.filter(token=token).first()
    if sesi is None:
        return None
    sekarang = _window()
    cocok = [same_hash(_sign(sesi, n)[:14], tanda) for n in (sekarang, sekarang - 1)]
    return sesi if any(cocok) else None


def find_by_angka(angka: str) -> SesiHadir | None:
    """The open session whose screen shows these six digits; None too when two happen to."""
    angka = "".join(satu for satu in angka if satu.isdecimal())
    if len(angka) != 6:
        return None
    sekarang = _window()
    cocok = [
        sesi
        for sesi in SesiHadir.objects.open()
        if any(same_hash(_digits(sesi, n), angka) for n in (sekarang, sekarang - 1))
    ]
    return cocok[0] if len(cocok) == 1 else None


def write_karcis(sesi: SesiHadir, cara: str) -> str:
    """What a page carries after its code was good: which session, and how it was entered."""
    return signing.dumps([sesi.pk, cara], salt=_GARAM)


def read_karcis(karcis: str) -> tuple[SesiHadir, str] | None:
    """The session of a ticket that is not too old."""
    try:
        pk, cara = signing.loads(karcis[:200], salt=_GARAM, max_age=UMUR_KARCIS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    sesi = SesiHadir.objects.filter(pk=pk).first()
    return (sesi, cara) if sesi is not None else None
