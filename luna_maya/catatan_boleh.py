"""Who writes into a visit's log, who reads it, who hands its entries on."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404

from luna_maya.models import Catatan, Kunjungan
from wilayah.peran import peran_with

_LABEL = "luna_maya.catatan"


def kunjungan_for(user: Any, kode: str) -> Kunjungan:
    """A visit whose log is this user's: going along, or at the desk of that kelurahan.

    Raises Http404 for anybody else.
    """
    rows = logs_for(user).select_related("jenis", "tuan_rumah", "wilayah__induk", "lurah")
    kunjungan: Kunjungan | None = rows.filter(kode=kode).first()
    if kunjungan is None:
        raise Http404
    return kunjungan


def logs_for(user: Any) -> Any:
    """Visits whose log this user opens."""
    if not user.is_authenticated or not user.is_active:
        return Kunjungan.objects.none()
    ikut = Kunjungan.objects.going(user).values("pk")
    meja = Kunjungan.objects.visible_to(user, peran=peran_with(_LABEL, "add")).values("pk")
    return Kunjungan.objects.filter(Q(pk__in=ikut) | Q(pk__in=meja))


def open_logs(user: Any, now: datetime) -> Any:
    """Those being written these days, the one nearest in time first."""
    rows = logs_for(user).standing().select_related("jenis", "wilayah__induk")
    tutup = now - timedelta(days=settings.CATATAN_TUTUP_HARI)
    return rows.filter(mulai_at__lt=now + timedelta(days=1), selesai_at__gt=tutup).order_by(
        "-mulai_at"
    )


def is_meja(user: Any, catatan: Catatan | Kunjungan) -> bool:
    """Whether this user hands entries of that place on (the desk of the kelurahan)."""
    if user.is_superuser:
        return True
    peran = peran_with(_LABEL, "change")
    return user.has_perm("luna_maya.change_catatan") and any(
        tugas.peran in peran
        and tugas.wilayah is not None
        and tugas.wilayah.contains(str(catatan.wilayah_id))
        for tugas in user.penugasan_aktif
    )


def may_change(user: Any, catatan: Catatan) -> bool:
    """Who wrote it, and the desk."""
    return catatan.by_id == user.pk or is_meja(user, catatan)
