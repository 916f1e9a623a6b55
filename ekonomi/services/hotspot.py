"""Hotspots: what residents say is down, and what staff found when they looked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import Hotspot, LaporanHotspot
from pesan.hitungan import take_turn
from pesan.services import queue_pesan
from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan

LAPORAN_CUKUP = 2  # different residents within a day before staff are told
JENDELA = timedelta(hours=24)
S = Hotspot.Status


@transaction.atomic
def report_hotspot(hotspot: Hotspot, *, asal_hash: str, catatan: str = "") -> bool:
    """A resident says that it is down; once a day from one address. False: said before.

    Staff of the kelurahan are told when so many have said it; nobody's word alone closes it.
    """
    hotspot = Hotspot.objects.select_for_update().get(pk=hotspot.pk)
    if hotspot.status == S.TUTUP:
        return False
    if not take_turn(f"hotspot:{hotspot.pk}:{asal_hash}", JENDELA):
        return False
    LaporanHotspot.objects.create(
        hotspot=hotspot, dari=LaporanHotspot.Dari.WARGA, status=S.GANGGUAN,
        catatan=mask_catatan(catatan.strip())[:200], asal_hash=asal_hash,
    )  # fmt: skip
    if count_laporan(hotspot, timezone.now()) == LAPORAN_CUKUP:
        _tell_staff(hotspot)
    return True


def count_laporan(hotspot: Hotspot, at: datetime) -> int:
    """Residents' reports within the last day that no look of staff has answered."""
    sejak = max(at - JENDELA, hotspot.dicek_at or at - JENDELA)
    return hotspot.laporan.filter(dari=LaporanHotspot.Dari.WARGA, at__gt=sejak).count()


def count_per_hotspot(rows: list[Hotspot], at: datetime) -> dict[int, int]:
    """As `count_laporan`, for many in one query."""
    sejak = {h.pk: max(at - JENDELA, h.dicek_at or at - JENDELA) for h in rows}
    q = Q(pk__in=[])
    for pk, batas in sejak.items():
        q |= Q(hotspot=pk, at__gt=batas)
    laporan = LaporanHotspot.objects.filter(q, dari=LaporanHotspot.Dari.WARGA)
    return dict(laporan.order_by().values_list("hotspot").annotate(n=Count("pk")))


def _tell_staff(hotspot: Hotspot) -> None:
    tugas = Penugasan.objects.holding(hotspot.wilayah_id, Peran.MODERATOR, Peran.LURAH)
    url = settings.SITE_URL + reverse("admin:ekonomi_hotspot_change", args=[hotspot.pk])
    hari = timezone.localdate()
    for pengguna in {t.pengguna_id: t.pengguna for t in tugas.select_related("pengguna")}.values():
        queue_pesan(
            kunci=f"hotspot:{hotspot.pk}:{hari}:{pengguna.pk}", templat="hotspot_mati",
            slots={"hotspot": hotspot.nama, "banyak": LAPORAN_CUKUP, "url": url},
            pengguna=pengguna, wilayah=hotspot.wilayah_id,
        )  # fmt: skip


@transaction.atomic
def check_hotspot(hotspot: Hotspot, *, status: str, by: Pengguna, catatan: str = "") -> Hotspot:
    """Staff looked: it works, is disturbed, or is given up. Raises ValueError for another state."""
    if status not in S.values:
        raise ValueError("Pilih menyala, gangguan, atau tidak dipakai lagi.")
    hotspot = Hotspot.objects.select_for_update().get(pk=hotspot.pk)
    LaporanHotspot.objects.create(
        hotspot=hotspot, dari=LaporanHotspot.Dari.PETUGAS, status=status,
        catatan=mask_catatan(catatan.strip())[:200], by=by,
    )  # fmt: skip
    hotspot.status, hotspot.dicek_at = status, timezone.now()
    hotspot.save(update_fields=["status", "dicek_at"])
    return hotspot
