"""The model's server is killed in the middle of two hundred messages: nobody notices."""

from tests.curhat.conftest import terima
from tests.curhat.dua_ratus import nothing_left, run_until_sent, story
from tests.curhat.model_uji import nyalakan
from tests.pesan.conftest import amplop, kirim, pesan

BANYAK = 200


def test_two_hundred_answers_none_late_none_doubled(nyata, kelurahan, settings, peladen, graph):
    settings.MODEL_TINJAU_BANYAK, settings.MODEL_SERENTAK = 0, 8
    settings.JEDA_SARAN_DETIK, settings.MODEL_BATAS_DETIK = 15, 3
    peladen.jeda = 0.1
    terima("Halo pak lurah")  # caches and the classifier are there
    nyalakan(settings, peladen)

    def kirim_semua():
        for awal in range(0, BANYAK, 25):
            isi = [pesan(story(n), dari=f"62812{n:07d}") for n in range(awal, awal + 25)]
            assert kirim(amplop(messages=isi)).status_code == 200

    angka = run_until_sent(
        BANYAK, kirim_semua=kirim_semua, peladen=peladen, graph=graph, bunuh_pada=30
    )
    assert angka.dijawab == BANYAK
    assert angka.ganda == 0
    assert angka.terlambat < 10
    assert 5 <= angka.dari_model < BANYAK  # some by the model, the rest by the rules
    assert nothing_left()
