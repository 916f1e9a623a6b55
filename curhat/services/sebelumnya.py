"""A photo, a voice note or a point sent just before the story: it belongs to the story."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from curhat.services.curhat import CurhatBaru
from pesan.kanal.daftar import get_kanal
from pesan.models import Lampiran, PesanKeluar, PesanMasuk

# The reply that such a message got names it in its key: `salam:<id of the inbox row>`.
AWALAN = "salam:"
_TEMPLAT = [f"salam_{jenis}" for jenis in ("foto", "video", "suara", "berkas", "lokasi")]
_SELAMA = timedelta(hours=1)


def with_earlier(baru: Sequence[CurhatBaru]) -> list[CurhatBaru]:
    """The same curhat, each with the files and the point its contact sent in the hour before.

    One query where nobody did, three where someone did.
    """
    sebelum = _greeted({b.kontak.pk for b in baru if b.kontak is not None})
    if not sebelum:
        return list(baru)
    lampiran = _unused({pk for pks in sebelum.values() for pk in pks})
    titik = _points({pk for pks in sebelum.values() for pk in pks})
    return [
        _join(b, sebelum.get(b.kontak.pk if b.kontak else 0, []), lampiran, titik) for b in baru
    ]


def _greeted(kontak: set[int]) -> dict[int, list[int]]:
    """Contact to the inbox rows that were only greeted, oldest first."""
    if not kontak:
        return {}
    rows = PesanKeluar.objects.filter(
        kontak__in=kontak, templat__in=_TEMPLAT, created_at__gt=timezone.now() - _SELAMA
    ).order_by("id")
    found: dict[int, list[int]] = {}
    for kontak_id, kunci in rows.values_list("kontak", "kunci"):
        if kontak_id is not None and kunci.startswith(AWALAN):
            found.setdefault(kontak_id, []).append(int(kunci.removeprefix(AWALAN)))
    return found


def _unused(masuk: Iterable[int]) -> dict[int, list[int]]:
    rows = Lampiran.objects.filter(pesan_masuk__in=masuk, curhat__isnull=True)
    found: dict[int, list[int]] = {}
    for masuk_id, pk in rows.values_list("pesan_masuk", "pk"):
        if masuk_id is not None:
            found.setdefault(masuk_id, []).append(pk)
    return found


def _points(masuk: Iterable[int]) -> dict[int, tuple[float, float]]:
    found = {}
    for row in PesanMasuk.objects.filter(pk__in=masuk).exclude(muatan=""):
        isi = get_kanal(row.saluran).parse(row)
        if isi.lat is not None and isi.lng is not None:
            found[row.pk] = (isi.lat, isi.lng)
    return found


def _join(
    b: CurhatBaru,
    sebelum: list[int],
    lampiran: dict[int, list[int]],
    titik: dict[int, tuple[float, float]],
) -> CurhatBaru:
    berkas = tuple(pk for masuk in sebelum for pk in lampiran.get(masuk, []))
    lat, lng = b.lat, b.lng
    if lat is None:
        lat, lng = next((titik[m] for m in reversed(sebelum) if m in titik), (None, None))
    return replace(b, lampiran=(*b.lampiran, *berkas), lat=lat, lng=lng)
