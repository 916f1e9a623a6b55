"""What a visit's host allowed to be kept. Whatever was refused is not even offered."""

from dataclasses import dataclass

from luna_maya.models import Kunjungan


@dataclass(frozen=True, slots=True)
class MediaIzin:
    """Whether notes, photos and voice may be kept."""

    catat: bool = True
    foto: bool = True
    suara: bool = True


def media_of(kunjungan: Kunjungan) -> MediaIzin:
    """The host's answer as it stands now."""
    return MediaIzin()
