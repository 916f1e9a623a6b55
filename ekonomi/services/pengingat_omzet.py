"""Early each month: who wants it is reminded once; what nobody reported is read off the sales."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ekonomi.models import AksesOmzet, Pengukuran, Penjualan, Usaha
from ekonomi.models.omzet import first_of_month
from ekonomi.omzet_baca import nama_bulan
from ekonomi.services.akses_omzet import link_url, usaha_of_akses
from ekonomi.services.omzet import settle_penjualan
from pesan.services import queue_pesan
from wilayah.kalender import to_wib

HARI_PENGINGAT = range(1, 6)
JAM_PENGINGAT = range(8, 18)  # nobody is woken
HARI_TUTUP = 8  # a month nobody reported is settled from its sales


def remind_omzet(now: datetime) -> int:
    """Remind each tied contact that agreed, once for last month; gives how many were reminded."""
    lokal = to_wib(now)
    if lokal.day not in HARI_PENGINGAT or lokal.hour not in JAM_PENGINGAT:
        return 0
    bulan = first_of_month(lokal.date().replace(day=1) - timedelta(days=1))
    rows = (
        AksesOmzet.objects.active()
        .filter(kontak__isnull=False, kontak__berhenti_at__isnull=True, pengingat=True)
        .filter(Q(diingatkan__isnull=True) | Q(diingatkan__lt=bulan))
        .exclude(mentor__isnull=False)
        .values_list("pk", flat=True)
    )
    return sum(_remind_one(pk, bulan) for pk in rows)


@transaction.atomic
def _remind_one(pk: int, bulan: date) -> bool:
    akses = (
        AksesOmzet.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("kontak", "usaha", "rumah")
        .filter(Q(diingatkan__isnull=True) | Q(diingatkan__lt=bulan), pk=pk)
        .first()
    )
    if akses is None:
        return False
    akses.diingatkan = bulan
    akses.save(update_fields=["diingatkan"])
    if not is_missing(akses, bulan):
        return False
    pesan = queue_pesan(
        kunci=f"omzet-ingat:{akses.pk}:{bulan:%Y-%m}",
        templat="omzet_ingat",
        slots={"bulan": nama_bulan(bulan), "url": link_url(akses)},
        kontak=akses.kontak,
        wilayah=akses.wilayah_id,
    )
    return pesan is not None


def is_missing(akses: AksesOmzet, bulan: date) -> bool:
    """Whether a month of what this card stands for has not been told."""
    usaha = usaha_of_akses(akses)
    told = Pengukuran.objects.filter(
        bulan=bulan, status__in=[Pengukuran.Status.SAH, Pengukuran.Status.DITANYAKAN]
    )
    if not usaha:
        return not told.filter(rumah=akses.rumah_id).exists()
    return told.filter(usaha__in=usaha).count() < len(usaha)


def settle_last_month(now: datetime) -> int:
    """From the 8th: businesses that sold through the portal and reported nothing; gives how many"""
    hari = to_wib(now).date()
    if hari.day < HARI_TUTUP:
        return 0
    bulan = first_of_month(hari.replace(day=1) - timedelta(days=1))
    told = Pengukuran.objects.filter(usaha__isnull=False, bulan=bulan)
    rows = (
        Penjualan.objects.counted()
        .filter(tanggal__gte=bulan, tanggal__lt=first_of_month(hari))
        .exclude(usaha__in=told.exclude(status=Pengukuran.Status.BATAL).values("usaha"))
        .values_list("usaha", flat=True)
        .distinct()
        .order_by(F("usaha"))
    )
    return sum(
        settle_penjualan(usaha, bulan) is not None for usaha in Usaha.objects.filter(pk__in=rows)
    )


def run_omzet() -> None:
    """What the scheduler does each hour."""
    now = timezone.now()
    remind_omzet(now)
    settle_last_month(now)
