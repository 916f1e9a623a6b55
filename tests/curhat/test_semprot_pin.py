"""Guessing PINs: locked alike for known and unknown codes, spaced out for a busy origin."""

from datetime import timedelta

import pytest

from curhat.services.lacak import PinSalah, PinTerkunci, check_pin
from pesan import pin as lacak
from pesan.hitungan import extend_hitungan
from pesan.models import Hitungan
from tests.curhat.halaman import laporan_baru

pytestmark = pytest.mark.usefixtures("kelurahan")


def salah(kode, kali=1, asal=""):
    for _ in range(kali):
        with pytest.raises(PinSalah):
            check_pin(kode, "12", asal=asal)


def test_an_unknown_code_locks_like_a_known_one():
    _, _, kode, pin = laporan_baru()
    kata = []
    for satu in (kode, "HL-2222-2222"):
        salah(satu, 5)
        with pytest.raises(PinTerkunci) as galat:
            check_pin(satu, pin)
        kata.append(str(galat.value))
    assert kata[0] == kata[1]


def test_a_right_pin_forgets_the_wrong_ones():
    _, _, kode, pin = laporan_baru()
    salah(kode, 4)
    check_pin(kode, pin)
    salah(kode, 4)
    assert check_pin(kode, pin).kode == kode


def test_an_origin_that_sprays_is_spaced_out_and_the_right_pin_passes_in_turn(settings):
    settings.PIN_SALAH_PER_ASAL = 3
    _, _, kode, pin = laporan_baru()
    for n in range(3):
        salah(f"HL-2222-222{n + 2}", asal="kios")
    salah("HL-3333-3333", asal="kios")  # the first turn
    with pytest.raises(PinTerkunci):
        check_pin(kode, pin, asal="kios")
    assert check_pin(kode, pin, asal="lain").kode == kode
    extend_hitungan("pin:asal:kios:giliran", timedelta(seconds=-1))
    assert check_pin(kode, pin, asal="kios").kode == kode


def test_while_all_codes_are_sprayed_each_rests_sooner_and_longer(settings):
    settings.PIN_SALAH_SEMUA = 2
    _, _, kode, pin = laporan_baru()
    salah("HL-2222-2222", 2)
    assert check_pin(kode, pin).kode == kode
    salah(kode, 2)
    with pytest.raises(PinTerkunci) as galat:
        check_pin(kode, pin)
    assert galat.value.sampai - Hitungan.objects.get(pk="pin:semua").hingga > timedelta(hours=4)
    assert lacak.MAKS_GAGAL_RAMAI == 2
