"""Sensitive cases for the data officer: counts of people for each kelurahan and kind, nothing else.

A cell of fewer than five people is not there, and there are no totals from which it could be
reckoned (design.md, Public means aggregated). Every download is on record.
"""

import csv
import io
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q

from curhat.models import Curhat
from curhat.triase.peka import UMUM
from wilayah.models import Wilayah
from wilayah.peran import Peran
from wilayah.scope import prefix_q

PALING_SEDIKIT = 5
KOLOM = ("kode_wilayah", "kelurahan", "jenis", "jumlah_orang")


def may_count(user: Any) -> bool:
    """Whether this person is a data officer today (or the operator)."""
    return bool(user.is_superuser or Peran.DATA_OFFICER in user.peran_aktif)


def count_peka(user: Any, since: datetime) -> list[tuple[str, str, str, int]]:
    """(area code, kelurahan, kind, people) of the officer's areas, cells of five or more only."""
    orang: dict[tuple[str, str], set[Any]] = defaultdict(set)
    rows = Curhat.objects.filter(
        _areas_q(user), rahasia=True, ditahan=False, dihapus_at__isnull=True, diterima_at__gte=since
    )
    for pk, wilayah, jenis, kontak in rows.values_list(
        "pk", "wilayah_id", "jenis_peka", "kontak_id"
    ):
        kelurahan = ".".join(wilayah.split(".")[:4])
        for satu in jenis or [UMUM]:
            orang[kelurahan, satu].add(("kontak", kontak) if kontak else ("laporan", pk))
    cukup = {sel: len(siapa) for sel, siapa in orang.items() if len(siapa) >= PALING_SEDIKIT}
    nama = dict(Wilayah.objects.filter(pk__in={w for w, _j in cukup}).values_list("kode", "nama"))
    return [(w, nama.get(w, ""), jenis, n) for (w, jenis), n in sorted(cukup.items())]


def _areas_q(user: Any) -> Q:
    if user.is_superuser:
        return Q()
    q = Q(pk__in=[])
    for tugas in user.penugasan_aktif:
        if tugas.peran == Peran.DATA_OFFICER and tugas.wilayah_id:
            q |= prefix_q("wilayah", tugas.wilayah_id)
    return q


def write_csv(rows: list[tuple[str, str, str, int]]) -> str:
    """The cells as CSV."""
    isi = io.StringIO()
    csv.writer(isi).writerows([KOLOM, *rows])
    return isi.getvalue()
