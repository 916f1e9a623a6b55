"""Tonight's visits of one person: what is opened at the door before leaving.

A night lasts from six in the morning until six the next, on the clock of the person's own area: a
visit that began last evening is tonight's until the morning, and one that nobody finished stays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from luna_maya.halaman_kunjungan import head_in, log_url_of, names_everywhere
from luna_maya.models import Kunjungan
from wilayah.models import Pengguna
from wilayah.peran import peran_with
from wilayah.zona import zona_of

S = Kunjungan.Status
_PAGI = 6  # o'clock
_BANYAK = 12


@dataclass(frozen=True, slots=True)
class MalamIni:
    """One visit of tonight in words, with the pages it leads to ("" where there is none)."""

    waktu: str
    jenis: str
    tempat: str
    tuan_rumah: str
    keadaan: str
    status: str
    url: str
    url_catat: str


def night_of(user: Pengguna, now: datetime) -> tuple[datetime, datetime]:
    """The night that `now` belongs to: from six in the morning until six the next."""
    kode = next((str(t.wilayah_id) for t in user.penugasan_aktif if t.wilayah_id), None)
    lokal = now.astimezone(zona_of(kode))
    pagi = lokal.replace(hour=_PAGI, minute=0, second=0, microsecond=0)
    if lokal < pagi:
        pagi -= timedelta(days=1)
    return pagi, pagi + timedelta(days=1)


def in_night(rows: QuerySet[Any], awal: datetime, akhir: datetime) -> QuerySet[Any]:
    """Visits of one night that are still to be held or to be finished."""
    return rows.filter(mulai_at__lt=akhir, selesai_at__gt=awal).exclude(
        status__in=[S.BATAL, S.SELESAI]
    )


def visits_tonight(user: Pengguna, now: datetime) -> list[MalamIni]:
    """Those this person goes on, and those of the desk; one query, one more for local names."""
    ikut = Kunjungan.objects.going(user).filter(pk=OuterRef("pk"))
    siapa = Q(Exists(ikut))
    if user.has_perm("luna_maya.change_kunjungan"):
        peran = peran_with("luna_maya.kunjungan", "change")
        siapa |= Q(pk__in=Kunjungan.objects.visible_to(user, peran=peran).values("pk"))
    rows = in_night(
        Kunjungan.objects.annotate(saya=Exists(ikut)).filter(siapa), *night_of(user, now)
    )
    found = list(rows.select_related("jenis", "tuan_rumah").order_by("mulai_at")[:_BANYAK])
    nama = names_everywhere() if found else {}
    return [_words(satu, nama) for satu in found]


def _words(satu: Any, nama: dict[str, dict[str, str]]) -> MalamIni:
    kepala = head_in(satu, nama)
    return MalamIni(
        waktu=kepala.waktu, jenis=kepala.jenis, tempat=kepala.tempat,
        tuan_rumah=satu.tuan_rumah.nama, keadaan=satu.get_status_display(), status=satu.status,
        url=reverse("luna_saya_kunjungan", args=[satu.kode]) if satu.saya
        else reverse("admin:luna_maya_kunjungan_change", args=[satu.pk]),
        url_catat=log_url_of(satu),
    )  # fmt: skip
