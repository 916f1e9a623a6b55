"""[NOTIF] of a sensitive matter: that there is one and where to open it, nothing else.

Only the lurah and the moderators are told, who alone may open it. The outbox gives the notice its
second way by e-mail where WhatsApp cannot deliver it.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from curhat.models import Curhat
from curhat.services.kabar import curhat_slots, penanggung_jawab
from pesan.services import queue_pesan
from wilayah.models import Pengguna


def notify_peka(curhat: Curhat, *, kecuali: Pengguna | None = None) -> int:
    """Tell them at once, once for each report; gives how many people. `kecuali`: who wrote it.

    Held ones (too many of one sender within an hour) are told of once an hour.
    """
    kunci = f"peka:{curhat.pk}"
    if curhat.ditahan:
        jam = timezone.now().strftime("%Y%m%d%H")
        kunci = f"peka-ditahan:{curhat.kontak_id or curhat.wilayah_id}:{jam}"
    slots = curhat_slots(curhat) | {
        "url": settings.SITE_URL + reverse("admin:curhat_curhat_change", args=[curhat.pk])
    }
    kepada = [p for p in penanggung_jawab(curhat.wilayah_id) if p != kecuali]
    for pengguna in kepada:
        queue_pesan(
            kunci=f"{kunci}:{pengguna.pk}",
            templat="notif_peka",
            slots=slots,
            pengguna=pengguna,
            wilayah=curhat.wilayah_id,
            rujukan=curhat.kode,
        )
    return len(kepada)
