"""The API opens a row only through a role that may read it there, not one held elsewhere."""

import pytest
from django.urls import reverse

from tests.factories import (
    CurhatFactory,
    PenggunaFactory,
    PenugasanFactory,
    TiketFactory,
    WilayahFactory,
)

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


@pytest.mark.django_db
def test_a_moderator_there_who_is_a_facilitator_here_reads_nothing_here(client):
    WilayahFactory(kode=PANDEAN)
    sini, sana = CurhatFactory(di=TAMAN), CurhatFactory(di=PANDEAN)
    tiket_sini, tiket_sana = TiketFactory(curhat=sini), TiketFactory(curhat=sana)
    user = PenggunaFactory(peran="fasilitator", di=TAMAN)
    PenugasanFactory(pengguna=user, peran="moderator", di=PANDEAN)
    client.force_login(user)
    daftar = client.get(reverse("api_curhat")).content.decode()
    assert sana.kode in daftar
    assert sini.kode not in daftar
    tiket = client.get(reverse("api_tiket")).content.decode()
    assert tiket_sana.nomor in tiket
    assert tiket_sini.nomor not in tiket
    assert client.post(reverse("api_tiket_notify", args=[tiket_sini.nomor])).status_code == 404
