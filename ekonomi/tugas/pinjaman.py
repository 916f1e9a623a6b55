"""Daily work of the revolving fund."""

from celery import shared_task
from django.utils import timezone

from ekonomi.services.pinjaman.pengingat import remind_angsuran as remind
from pesan.bangun import KELUAR, wake


@shared_task(name="ekonomi.tasks.remind_angsuran")
def remind_angsuran() -> None:
    """Reminders before and after due days; safe to run twice and to run late."""
    if remind(timezone.localdate()):
        wake(KELUAR)
