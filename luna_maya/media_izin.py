"""What a visit's host lets the log keep. Whatever was refused is not even offered."""

from dataclasses import dataclass

from luna_maya.izin import izin_of
from luna_maya.models import Kunjungan


@dataclass(frozen=True, slots=True)
class MediaIzin:
    """Whether notes, photos and voice may be kept; `tanpa_anak`: no child's face in a picture.

    Notes are the lurah's own words without names: they end where a host said so. Photos and voice
    begin only where a host said so.
    """

    catat: bool
    foto: bool
    suara: bool
    tanpa_anak: bool


def media_of(kunjungan: Kunjungan) -> MediaIzin:
    """The host's answer as it stands now."""
    izin = izin_of(kunjungan)
    return MediaIzin(
        catat=izin.may_catat or not izin.jawaban,
        foto=izin.may_foto,
        suara=izin.may_suara,
        tanpa_anak=izin.tanpa_anak,
    )
