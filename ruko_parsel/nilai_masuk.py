"""A bare 1 to 5 in a chat after a request has ended, and BUKA LAGI when it was not enough.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. Anything longer is a story and goes on.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan
from ruko_parsel.models import PenilaianPermintaan, Permintaan, TanyaNilai
from ruko_parsel.services.nilai import (
    KURANG_PUAS,
    UBAH_SELAMA,
    PenilaianTertutup,
    rate_permintaan,
)
from ruko_parsel.services.permintaan import LangkahTerlarang
from ruko_parsel.services.telaah import reopen_permintaan

MASIH_DITANYA = timedelta(days=7)
_ANGKA = re.compile(r"^\s*([1-5])\s*[.!]?\s*$")
_NILAI = re.compile(r"^\s*nilai\s+([1-5])\b[\s,.:-]*(.{0,240})\s*$", re.I | re.S)
_BUKA = re.compile(r"^\s*buka lagi\b[\s,.:-]*(.{0,400})\s*$", re.I | re.S)


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim what rates or reopens the request this contact was asked about; one query for all."""
    calon = {m.kontak.pk for m in masuk if m.kontak is not None and _fits(m)}
    if not calon:
        return [False] * len(masuk)
    rows = _rows().filter(kontak__in=calon).select_related("permintaan")
    ditanya = {satu.kontak_id: satu for satu in rows}
    return [_one(m, ditanya.get(m.kontak.pk) if m.kontak is not None else None) for m in masuk]


def questions(kontak: Sequence[int]) -> QuerySet[TanyaNilai]:
    """Questions of these contacts that wait, with when each was put (settings.PESAN_BERTANYA)."""
    rows = _rows().filter(kontak__in=kontak, dijawab_at__isnull=True)
    return rows.annotate(ditanya_pada=F("tanya_at"))


def _rows() -> QuerySet[TanyaNilai]:
    now = timezone.now()
    return TanyaNilai.objects.filter(
        Q(dijawab_at__isnull=True, tanya_at__gt=now - MASIH_DITANYA)
        | Q(dijawab_at__gt=now - UBAH_SELAMA)
    )


def _fits(m: Masuk) -> bool:
    if m.isi.jenis not in {"teks", "tombol"}:
        return False
    return any(pola.match(m.isi.teks) for pola in (_ANGKA, _NILAI, _BUKA))


def _one(m: Masuk, tanya: TanyaNilai | None) -> bool:
    if tanya is None or not _fits(m):
        return False
    if buka := _BUKA.match(m.isi.teks):
        return _reopen(m, tanya, buka[1].strip())
    if angka := _ANGKA.match(m.isi.teks):
        if tanya.dijawab_at is not None:  # a number alone answers once; later it is NILAI 4
            return False
        return _rate(m, tanya.permintaan, int(angka[1]), "")
    nilai = _NILAI.match(m.isi.teks)
    assert nilai is not None  # noqa: S101 - _fits has asked
    return _rate(m, tanya.permintaan, int(nilai[1]), nilai[2].strip())


def _rate(m: Masuk, permintaan: Permintaan, nilai: int, kata: str) -> bool:
    try:
        rate_permintaan(permintaan, nilai=nilai, kata=kata, cara=PenilaianPermintaan.Cara.OBROLAN)
    except PenilaianTertutup:
        _say(m, "ruko_nilai_tutup", nomor=permintaan.nomor)
        return True
    kurang = "ya" if nilai <= KURANG_PUAS else ""
    _say(m, "ruko_nilai_terima", nomor=permintaan.nomor, nilai=nilai, kurang=kurang)
    return True


def _reopen(m: Masuk, tanya: TanyaNilai, alasan: str) -> bool:
    try:
        reopen_permintaan(
            tanya.permintaan, alasan=alasan or "Belum selesai menurut yang mengajukan.", by=None
        )
    except LangkahTerlarang:
        return False
    TanyaNilai.objects.filter(pk=tanya.pk).delete()
    _say(m, "ruko_nilai_buka", nomor=tanya.permintaan.nomor)
    return True


def _say(m: Masuk, templat: str, **slots: Any) -> None:
    queue_pesan(
        kunci=f"{templat}:{m.pesan.pk}", templat=templat, slots=slots, kontak=m.kontak,
        wilayah=m.wilayah, nomor_kanal=m.nomor_kanal,
    )  # fmt: skip
