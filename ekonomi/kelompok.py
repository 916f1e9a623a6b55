"""Which target groups of the seed (section 3) a household belongs to. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ekonomi.models import AnggotaRumah, KelompokSasaran

PEMUDA_DARI, PEMUDA_SAMPAI = 15, 35  # seed, section 3
IBU_SAMPAI = 59
LANSIA_DARI = 60  # UU 13/1998 art. 1
_K = AnggotaRumah.Kerja
_BELUM_TERSERAP = frozenset({_K.MENCARI, _K.TIDAK, _K.SERABUTAN, ""})
_PENGURUS = frozenset({AnggotaRumah.Hubungan.KEPALA, AnggotaRumah.Hubungan.PASANGAN})


@dataclass(frozen=True, slots=True)
class Usulan:
    """A group and the plain reason it is proposed for."""

    kelompok: str
    sebab: str


def suggest_kelompok(
    *, dtks: bool, anggota: Iterable[AnggotaRumah], usaha_belum_digital: bool, on: date
) -> list[Usulan]:
    """Groups with their reasons, in the seed's order; ages are those of the day `on`.

    A pupil or student is no youth without work; who has a heavy disability is not counted on to
    work. What people know better they change on the household's form.
    """
    orang = list(anggota)
    usulan = [Usulan(KelompokSasaran.MISKIN, "terdaftar DTKS/DTSEN")] if dtks else []
    for kelompok, cocok, sebab in _ATURAN:
        siapa = next((satu for satu in orang if cocok(satu, on)), None)
        if siapa is not None:
            usulan.append(Usulan(kelompok, sebab.format(nama=siapa.nama, umur=siapa.age(on))))
    if usaha_belum_digital:
        usulan.append(Usulan(KelompokSasaran.UMKM, "punya usaha yang belum berjualan digital"))
    return usulan


def _is_pemuda(orang: AnggotaRumah, on: date) -> bool:
    umur = orang.age(on)
    usia = umur is not None and PEMUDA_DARI <= umur <= PEMUDA_SAMPAI
    return usia and not orang.masih_sekolah and orang.kerja in _BELUM_TERSERAP


def _is_ibu(orang: AnggotaRumah, on: date) -> bool:
    umur = orang.age(on)
    perempuan = orang.jenis_kelamin == "P" and orang.hubungan in _PENGURUS
    return perempuan and orang.kerja == _K.RUMAH and (umur is None or umur <= IBU_SAMPAI)


def _is_lansia(orang: AnggotaRumah, on: date) -> bool:
    umur = orang.age(on)
    mampu = orang.disabilitas != AnggotaRumah.Disabilitas.BERAT
    return umur is not None and umur >= LANSIA_DARI and mampu


def _is_disabilitas(orang: AnggotaRumah, on: date) -> bool:
    umur = orang.age(on)
    return orang.disabilitas == AnggotaRumah.Disabilitas.RINGAN and (
        umur is None or umur >= PEMUDA_DARI
    )


_ATURAN = (
    (KelompokSasaran.PEMUDA, _is_pemuda, "{nama}, {umur} tahun, belum terserap kerja"),
    (KelompokSasaran.IBU, _is_ibu, "{nama} mengurus rumah"),
    (KelompokSasaran.LANSIA, _is_lansia, "{nama}, {umur} tahun"),
    (KelompokSasaran.DISABILITAS, _is_disabilitas, "{nama} berdisabilitas ringan"),
)
