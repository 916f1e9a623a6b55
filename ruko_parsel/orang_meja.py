"""Who is on duty at the coordination desk of a kecamatan, today."""

from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran

MEJA = (Peran.PETUGAS_KECAMATAN, Peran.CAMAT)


def desk_of(kecamatan: str, *peran: Peran) -> list[Pengguna]:
    """People who hold one of these roles (none named: the desk's) at exactly this kecamatan."""
    tugas = Penugasan.objects.holding(kecamatan, *(peran or MEJA)).filter(wilayah=kecamatan)
    orang: dict[int, Pengguna] = {}
    for satu in tugas.select_related("pengguna"):
        orang.setdefault(satu.pengguna_id, satu.pengguna)
    return list(orang.values())
