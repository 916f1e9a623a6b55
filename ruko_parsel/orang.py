"""Who sits where today: the desk of a kecamatan and a village's own staff."""

from django.db.models import QuerySet
from django.utils import timezone

from ruko_parsel.models import Permintaan
from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran
from wilayah.scope import above, prefix_q

MEJA = (Peran.CAMAT, Peran.PETUGAS_KECAMATAN)
DESA = (Peran.LURAH, Peran.MODERATOR)


def kecamatan_of_permintaan(permintaan: Permintaan) -> str:
    """Code of the kecamatan a request was brought to, without reading its village."""
    return str(permintaan.wilayah_id).rpartition(".")[0]


def desk_of(kecamatan: str, *peran: Peran) -> QuerySet[Pengguna]:
    """Who works at this kecamatan's desk today, each once, by name; `peran` limits the roles."""
    return _holders(kecamatan, peran or MEJA)


def village_staff(desa: str, *peran: Peran) -> QuerySet[Pengguna]:
    """A village's own staff of today: kepala desa or lurah, and the secretary."""
    return _holders(desa, peran or DESA)


def _holders(kode: str, peran: tuple[Peran, ...]) -> QuerySet[Pengguna]:
    tugas = Penugasan.objects.on(timezone.localdate()).filter(wilayah=kode, peran__in=peran)
    rows: QuerySet[Pengguna] = Pengguna.objects.filter(
        is_active=True, pk__in=tugas.values("pengguna")
    )
    return rows.order_by("nama", "pk")


def in_office(permintaan: Permintaan, orang: Pengguna | None) -> bool:
    """Whether this person works at the request's desk today: who has left hears no more of it."""
    if orang is None or not orang.is_active:
        return False
    desk = desk_of(kecamatan_of_permintaan(permintaan))
    return orang.is_superuser or desk.filter(pk=orang.pk).exists()


def serves_in(orang: Pengguna | None, kode: str) -> bool:
    """Whether this person has an assignment of today in this area or below it."""
    if orang is None or not orang.is_active:
        return False
    tugas = Penugasan.objects.on(timezone.localdate()).filter(pengguna=orang)
    return orang.is_superuser or tugas.filter(prefix_q("wilayah", kode)).exists()


def is_desk(user: Pengguna, permintaan: Permintaan, *peran: Peran) -> bool:
    """Whether this person works at the desk the request was brought to (or above it)."""
    atas = above(kecamatan_of_permintaan(permintaan))
    return user.is_superuser or any(
        t.peran in (peran or MEJA) and t.wilayah_id in atas for t in user.penugasan_aktif
    )


def is_village(user: Pengguna, permintaan: Permintaan) -> bool:
    """Whether this person speaks for the village: its own staff."""
    return any(
        t.peran in DESA and t.wilayah_id == permintaan.wilayah_id for t in user.penugasan_aktif
    )
