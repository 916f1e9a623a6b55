"""The demo's meetings: held by the real services, once, with decisions in several states."""

import pytest

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko import load_permintaan_ruko
from dasbor.demo.ruko_rapat import PARINGIN, load_rapat
from pesan.models import PesanKeluar
from ruko_parsel.models import Keputusan, Rapat
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acuan_curhat")]


def test_five_meetings_and_decisions_of_every_kind_once():
    load_akun()
    load_permintaan_ruko()
    assert load_rapat() == 5
    assert load_rapat() == 0
    rapat = Rapat.objects.in_wilayah(PARINGIN)
    assert rapat.filter(notulen__disetujui_at__isnull=False).count() == 3
    keadaan = {k.keadaan for k in Keputusan.objects.select_related("tindak_lanjut")}
    assert {"Selesai", "Berjalan", "Belum dimulai"} <= keadaan
    assert rapat.filter(status="diundang").exists()
    assert not PesanKeluar.objects.filter(status="queued", templat="rapat_notulen").exists()
