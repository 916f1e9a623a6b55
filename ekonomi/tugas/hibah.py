"""Daily work of grants: households are asked for a picture, vouchers whose day is over end."""

from celery import shared_task
from django.utils import timezone

from ekonomi.models import Hibah
from ekonomi.services.hibah.periksa import ask_due
from ekonomi.services.hibah.voucher import expire_vouchers
from pesan.bangun import KELUAR, wake


@shared_task(name="ekonomi.tasks.remind_hibah", ignore_result=True)
def remind_hibah() -> None:
    """Every morning; safe to run twice."""
    hari = timezone.localdate()
    if ask_due(hari):
        wake(KELUAR)
    lewat = Hibah.objects.filter(
        voucher__berlaku_sampai__lt=hari, voucher__batal_at__isnull=True,
        voucher__penukaran__isnull=True,
    )  # fmt: skip
    for hibah in lewat.distinct():
        expire_vouchers(hibah, by=None)
