"""The demo's trust and participation: rounds that can be read, RTs too small to be shown."""

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from dasbor.demo.luna_survei import load_survei_percaya
from luna_maya.hasil_percaya import trust_result
from luna_maya.models import KegiatanWarga, SurveiPercaya
from luna_maya.partisipasi import participation

pytestmark = pytest.mark.django_db


def test_a_before_and_an_after_round_and_a_dozen_activities():
    load_akun()
    load_rtrw()
    load_kunjungan()
    assert load_survei_percaya() > 150
    assert load_survei_percaya() == 0
    assert set(SurveiPercaya.objects.values_list("status", flat=True)) == {"tutup", "buka"}
    hasil = trust_result(UTARA, "2025")
    baris = {b.sel.kode: b.sel for b in hasil.warga[0].baris}
    assert baris[UTARA].kata == "naik"
    rt = [sel for sel in baris.values() if sel.tingkat == "rt"]
    assert any(sel.sesudah for sel in rt)
    assert any(sel.sesudah is None and not sel.kosong_sesudah for sel in rt)
    assert {b.sel.kata for satu in hasil.warga for b in satu.baris} >= {
        "naik", "belum dapat dibedakan",
    }  # fmt: skip
    assert KegiatanWarga.objects.count() >= 12
    ikut = participation(UTARA)
    assert ikut.sebanding >= 5
    assert any("terlalu sedikit" in b.kata for b in ikut.baris)
