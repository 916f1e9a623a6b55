"""Every five minutes: orders whose time is over, and payment reports that a crash left."""

from celery import shared_task
from django.utils import timezone

from ekonomi.services.batas_pesanan import expire_pesanan, finish_pesanan
from ekonomi.services.bayar import process_waiting
from pesan.bangun import KELUAR, wake


@shared_task(name="ekonomi.tasks.toko", ignore_result=True)
def toko() -> None:
    """Safe to run twice: each order and event is asked again under its lock."""
    now = timezone.now()
    process_waiting()  # what was paid in time must not end as unpaid
    expire_pesanan(now)
    finish_pesanan(now)
    wake(KELUAR)
