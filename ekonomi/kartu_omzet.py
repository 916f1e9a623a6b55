"""The sections of a household's card that turnover and mentoring add."""

from typing import Any

from django.utils import timezone

from ekonomi.kartu import Bagian
from ekonomi.models import Pendampingan, Pengukuran, Rumah
from ekonomi.services.tingkat import assess_many
from ekonomi.views.omzet import chart_of, months_of_owner


def turnover(rumah: Rumah, user: Any) -> Bagian | None:
    """The household's months as a line, and how many figures wait for an answer."""
    if not user.has_perm("ekonomi.view_pengukuran"):
        return None
    angka, _sumber = months_of_owner(rumah, Pengukuran.Jenis.OMZET)
    tanya = Pengukuran.objects.questioned()
    tanya = tanya.filter(usaha__rumah=rumah) | tanya.filter(rumah=rumah)
    return Bagian(
        "omzet",
        "Omzet",
        "admin/ekonomi/kartu_omzet.html",
        {
            "garis": chart_of(angka, timezone.localdate()),
            "terakhir": max(angka.items(), default=None),
            "tanya": tanya.count(),
        },
    )


def steps(rumah: Rumah, user: Any) -> Bagian | None:
    """Each business: its step, what the next one needs, its mentor."""
    usaha = list(rumah.usaha.filter(status="aktif"))
    if not usaha or not user.has_perm("ekonomi.view_riwayattingkat"):
        return None
    mentor = {
        p.usaha_id: p.mentor
        for p in Pendampingan.objects.running().filter(usaha__in=usaha).select_related("mentor")
    }
    nilai = [(n, mentor.get(n.usaha.pk)) for n in assess_many(usaha, timezone.localdate())]
    return Bagian("kelas", "Naik kelas", "admin/ekonomi/kartu_kelas.html", {"nilai": nilai})
