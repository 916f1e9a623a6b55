"""What the public page of a visit shows of it: pictures, videos and words that may be shown now.

Include `luna_maya/dokumentasi_publik.html` with `publik=public_of(kunjungan)` and `area`, and link
`gaya/dokumentasi.css`. Nothing of it may be kept in a cache: a withdrawal counts at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from luna_maya.models import Dokumentasi, Kunjungan, Testimoni
from luna_maya.tautan_video import host_of


@dataclass(slots=True)
class Publik:
    """Public pictures (the cover first), videos as (caption, address, host), and words."""

    foto: list[Dokumentasi] = field(default_factory=list)
    video: list[Dokumentasi] = field(default_factory=list)
    tautan: list[tuple[str, str, str]] = field(default_factory=list)
    kata: list[Testimoni] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.foto or self.video or self.tautan or self.kata)


def public_of(kunjungan: Kunjungan) -> Publik:
    """Of one visit; two queries."""
    return public_of_many([kunjungan]).get(kunjungan.pk, Publik())


def public_of_many(kunjungan: Iterable[Kunjungan]) -> dict[int, Publik]:
    """{visit's pk: what may be shown} of several; two queries. Missing: nothing."""
    kunci = [k.pk for k in kunjungan]
    hasil: dict[int, Publik] = defaultdict(Publik)
    for dok in Dokumentasi.objects.public().filter(kunjungan__in=kunci).select_related("lampiran"):
        ini = hasil[dok.kunjungan_id]
        if dok.jenis == Dokumentasi.Jenis.FOTO:
            ini.foto.append(dok)
        elif dok.jenis == Dokumentasi.Jenis.VIDEO:
            ini.video.append(dok)
        else:
            ini.tautan.append((dok.keterangan or dok.teks_alt, dok.tautan, host_of(dok.tautan)))
    kata = Testimoni.objects.public().filter(kunjungan__in=kunci).select_related("wilayah")
    for satu in kata:
        hasil[satu.kunjungan_id].kata.append(satu)
    return dict(hasil)
