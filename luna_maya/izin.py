"""What a host allows on a visit. Ask here before anything is recorded, kept or shown.

    izin = izin_of(kunjungan)
    if not izin.may_foto: ...

Lists ask once for all rows: `izin_of_many`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luna_maya.models import Kunjungan, PersetujuanTuanRumah, Tempat

if TYPE_CHECKING:
    from luna_maya.models import JenisKunjungan

# A visit whose kind asks no host: at a guard post or hall there is no household to ask.
UMUM = frozenset({Tempat.POS_KAMLING, Tempat.BALAI, Tempat.WARUNG, Tempat.MASJID})


@dataclass(frozen=True, slots=True)
class Izin:
    """What is allowed now. `jawaban`: the answer it rests on ("" where nobody was asked or has
    answered). `tanpa_anak`: no child's face in any picture, whatever else is allowed.
    """

    may_catat: bool = False
    may_foto: bool = False
    may_video: bool = False
    may_suara: bool = False
    may_sebut_rt: bool = False
    may_tampil: bool = False
    tanpa_anak: bool = True
    jawaban: str = ""

    @property
    def is_cabut(self) -> bool:
        """Taken back: what was shown must go."""
        return self.jawaban == PersetujuanTuanRumah.Jawaban.CABUT


TANPA_IZIN = Izin()


def izin_of(kunjungan: Kunjungan) -> Izin:
    """What the host of this visit allows, by the latest answer; one query."""
    terakhir = PersetujuanTuanRumah.objects.filter(kunjungan=kunjungan).order_by("-pk").first()
    return _read(kunjungan, terakhir)


def izin_of_many(kunjungan: Iterable[Kunjungan]) -> dict[int, Izin]:
    """{visit's pk: what is allowed}; one query. Give rows with jenis and tuan_rumah selected."""
    rows = list(kunjungan)
    terakhir = {
        satu.kunjungan_id: satu
        for satu in PersetujuanTuanRumah.objects.filter(kunjungan__in=[k.pk for k in rows])
        .order_by("kunjungan_id", "-pk")
        .distinct("kunjungan_id")
    }
    return {k.pk: _read(k, terakhir.get(k.pk)) for k in rows}


def _read(kunjungan: Kunjungan, baris: PersetujuanTuanRumah | None) -> Izin:
    if baris is None:
        return _unasked(kunjungan.jenis, kunjungan.tuan_rumah.tempat)
    return Izin(
        may_catat=baris.izin_catatan,
        may_foto=baris.izin_foto,
        may_video=baris.izin_video,
        may_suara=baris.izin_suara,
        may_sebut_rt=baris.izin_sebut_rt,
        may_tampil=baris.izin_tampil,
        tanpa_anak=baris.ada_anak or kunjungan.tuan_rumah.ada_anak,
        jawaban=baris.jawaban,
    )


def _unasked(jenis: "JenisKunjungan", tempat: str) -> Izin:
    """Without an answer: nothing where a host must be asked; notes and the RT where the kind asks
    nobody; at a place open to all also pictures of it and being shown (people in them are asked
    one by one).
    """
    if jenis.perlu_persetujuan:
        return TANPA_IZIN
    umum = tempat in UMUM
    return Izin(may_catat=True, may_sebut_rt=True, may_foto=umum, may_tampil=umum)
