"""The demo's requests: all states, once only."""

import pytest

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko import PARINGIN, load_permintaan_ruko
from ruko_parsel.models import Permintaan

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_state_and_loads_once():
    load_akun()
    assert load_permintaan_ruko() == 26
    assert load_permintaan_ruko() == 0
    ada = set(Permintaan.objects.in_wilayah(PARINGIN).values_list("status", flat=True))
    assert ada == set(Permintaan.Status.values)
    nomor = list(Permintaan.objects.in_wilayah(PARINGIN).order_by("created_at", "pk")
                 .values_list("nomor", flat=True))  # fmt: skip
    per_tahun = {n.rsplit("/", 2)[1]: [] for n in nomor}
    for satu in nomor:
        per_tahun[satu.rsplit("/", 2)[1]].append(satu)
    assert all(isi == sorted(isi) for isi in per_tahun.values())
