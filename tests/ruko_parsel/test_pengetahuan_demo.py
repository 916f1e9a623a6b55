"""The demo of the knowledge loads, twice, and holds nobody's data."""

import time

import pytest
from django.core.management import call_command

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko import load_permintaan_ruko
from dasbor.demo.ruko_pengetahuan import load_pengetahuan
from ruko_parsel.ahli import find_ahli
from ruko_parsel.cari import search_rows
from ruko_parsel.models import Jawaban, JenisMasalah, Keahlian, Pustaka
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan


@pytest.mark.django_db
def test_the_demo_loads_once_and_is_whole(settings, client):
    settings.DEMO = True
    call_command("muat_awal", "--no-demo", verbosity=0)
    load_akun()
    load_permintaan_ruko()
    mulai = time.monotonic()
    assert load_pengetahuan() > 40
    assert time.monotonic() - mulai < 20
    assert load_pengetahuan() == 0
    terbit = Jawaban.objects.published()
    assert terbit.count() >= 25
    assert set(terbit.values_list("masalah", flat=True)) == set(
        JenisMasalah.objects.values_list("pk", flat=True)
    )
    assert Pustaka.objects.count() >= 15
    for jawaban in terbit:
        teks = f"{jawaban.tanya} {jawaban.jawab}"
        assert mask_catatan(teks) == teks, teks
        assert "[" not in teks, teks
    assert Jawaban.objects.filter(status="usul").count() == 2
    camat = Pengguna.objects.get(username="camat-paringin")
    assert Keahlian.objects.visible_to(camat).count() >= 10
    orang = find_ahli(camat, kecamatan="63.11.07", teks="siskeudes")
    assert orang[0].nama == "Zulkifian Amandarata"
    for teks, kata in (
        ("nota warung", "warung"), ("sungai meluap banjir", "sungai"), ("timbangan balita", "Timb"),
        ("laporan realisasi ditolak", "realisasi"), ("tengkes tim desa", "stunting"),
    ):  # fmt: skip
        assert kata in search_rows(terbit, teks).rows[0].tanya, teks
    assert "pustaka" in client.get("/ruko-parsel/pustaka/").content.decode()
