"""The requests behind a number: filtered as the number was counted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from ruko_parsel.masa import Masa
from ruko_parsel.models import Permintaan
from ruko_parsel.models.permintaan import late_q
from ruko_parsel.tabel_kecamatan import Tabel
from wilayah.format import tanggal_panjang

KEADAAN = {
    "": "Semua",
    "terbuka": "Belum selesai",
    "belum": "Belum dijawab",
    "menunggak": "Lewat batas, belum dijawab",
    "lewat": "Semua yang terlambat",
    "jeda": "Menunggu desa",
    "tanpa_petugas": "Belum ada petugas",
}
KOLOM = ("nomor", "desa", "jenis masalah", "bidang", "pokok", "keadaan", "urgensi", "diajukan",
         "batas", "pertama dijawab", "selesai", "penilaian desa")  # fmt: skip


def filter_requests(rows: Any, query: QueryDict, kode: str, masa: Masa, now: datetime) -> Any:
    """Requests filed in the span that fit the address; what is unknown in it is left aside."""
    awal, akhir = masa.bounds(kode)
    rows = rows.in_wilayah(kode).filter(created_at__gte=awal, created_at__lt=akhir)
    rows = rows.exclude(status=Permintaan.Status.DIGABUNG)
    desa = query.get("desa", "")
    if desa and "\x00" not in desa:
        rows = rows.filter(wilayah_id=desa)
    for nama in ("bidang", "masalah"):
        isi = query.get(nama, "")
        if isi and "\x00" not in isi:
            rows = rows.filter(**{f"{nama}_id": isi})
    return _in_state(rows, query.get("keadaan", ""), now).select_related(
        "wilayah", "masalah", "bidang"
    )


def late_first_answer(now: datetime) -> Q:
    """Answered after the deadline, or past it without an answer and not waiting for the village.

    Needs the annotation `jawab`.
    """
    return Q(jawab__gt=F("due_at")) | (Q(jawab__isnull=True) & late_q(now))


def with_answer(rows: Any) -> Any:
    """Each request with `jawab`: when it got its first answer, be it the return."""
    # PostgreSQL's LEAST leaves NULL aside
    return rows.annotate(jawab=Least("ditanggapi_at", "closed_at"))


def _in_state(rows: Any, keadaan: str, now: datetime) -> Any:
    return with_answer(rows).filter(state_q(keadaan, now))


def state_q(keadaan: str, now: datetime) -> Q:
    """The condition behind a key of KEADAAN; needs the annotation `jawab`. Everything for others.

    Home cards count by it, so that they agree with the lists they lead to.
    """
    terbuka = ~Q(status__in=Permintaan.ENDED)
    pilihan = {
        "terbuka": terbuka,
        "belum": Q(status__in=Permintaan.MENUNGGU_JAWABAN),
        "menunggak": late_q(now),
        "lewat": late_first_answer(now),
        "jeda": terbuka & Q(dijeda_at__isnull=False),
        "tanpa_petugas": terbuka & Q(petugas__isnull=True),
    }
    return pilihan.get(keadaan, Q())


def request_url(pk: Any) -> str:
    """Where a request is worked on; empty where this portal has no desk."""
    try:
        return reverse("admin:ruko_parsel_permintaan_change", args=[pk])
    except NoReverseMatch:
        return ""


def list_table(rows: QuerySet[Any], kode: str) -> Tabel:
    """The requests as a file; a private one without its subject."""
    return Tabel("permintaan", KOLOM, list(_lines(rows, kode)))


def _lines(rows: QuerySet[Any], kode: str) -> Iterator[list[Any]]:
    def when(waktu: datetime | None) -> str:
        return tanggal_panjang(waktu, kode) if waktu else ""

    for p in rows.order_by("created_at").iterator(chunk_size=1000):
        yield [
            p.nomor, p.wilayah.nama_lengkap, p.masalah.nama, p.bidang.nama,
            "(rahasia)" if p.rahasia else p.judul, p.get_status_display(),
            p.urgensi, when(p.created_at), when(p.due_at), when(p.jawab), when(p.closed_at),
            p.nilai or "",
        ]  # fmt: skip
