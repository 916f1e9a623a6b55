"""Meetings in calendars: of who was asked, of who leads or writes, of the kecamatan's desk."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from ruko_parsel.models import Rapat, UndanganRapat
from ruko_parsel.services.kabar_rapat import undangan_url
from wilayah.ical import Acara
from wilayah.peran import peran_with
from wilayah.zona import at_place

S = Rapat.Status


def list_acara(pengguna: Any, dari: datetime, sampai: datetime) -> Iterator[Acara]:
    """Their meetings between these moments (`settings.KALENDER_SUMBER`)."""
    if not pengguna.is_active:
        return
    peran = peran_with("ruko_parsel.rapat", "view")
    meja = Rapat.objects.visible_to(pengguna, peran=peran).values("pk")
    # only where they serve today: who has left an office leaves its meetings
    kode = [tugas.wilayah_id for tugas in pengguna.penugasan_aktif if tugas.wilayah_id]
    undangan = {
        u.rapat_id: u
        for u in UndanganRapat.objects.sent().filter(pengguna=pengguna, wilayah__in=kode)
        .exclude(jawaban=UndanganRapat.Jawaban.TIDAK)
    }  # fmt: skip
    memimpin = Q(pimpinan=pengguna) | Q(notulis=pengguna)
    ikut = Q(pk__in=list(undangan)) | Q(wilayah__in=kode) & memimpin
    rows = Rapat.objects.filter(ikut | Q(pk__in=meja), mulai_at__lt=sampai, selesai_at__gt=dari)
    for rapat in rows.select_related("wilayah").order_by("mulai_at"):
        yield acara_of(rapat, undangan.get(rapat.pk))


def acara_of(rapat: Rapat, undangan: UndanganRapat | None = None) -> Acara:
    """One entry; with an invitation its own page, else the staff page."""
    kode = str(rapat.wilayah_id)
    url = (
        undangan_url(undangan)
        if undangan is not None
        else f"{settings.SITE_URL}{rapat.get_absolute_url()}"
    )
    return Acara(
        uid=f"rapat-{rapat.pk}@{settings.SITE_URL.rpartition('/')[2]}",
        mulai=at_place(rapat.mulai_at, kode), selesai=at_place(rapat.selesai_at, kode),
        judul=rapat.judul, updated=rapat.updated_at, tempat=rapat.tautan or rapat.tempat,
        uraian=f"{rapat.get_jenis_display()}, Kecamatan {rapat.wilayah.nama}", url=url,
        batal=rapat.status == S.BATAL, sementara=rapat.status == S.RENCANA,
        sequence=rapat.urutan_rencana,
    )  # fmt: skip
