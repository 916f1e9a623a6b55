"""Staff pages of turnover: the queue by keyboard, many months in a row, cards, the result."""

import re

import pytest
from django.test import Client

from ekonomi.models import AksesOmzet, CatatanHasil, Pengukuran
from ekonomi.services.omzet import Asal, record_omzet
from tests.ekonomi.pabrik import ProgramFactory, RumahFactory
from tests.ekonomi.pabrik_omzet import RT, bulan_lalu, catat, peserta, status_of, usaha_rumah
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.models import CatatanEkspor
from wilayah.peran import apply_izin

pytestmark = pytest.mark.usefixtures("taman")
PANDEAN = "35.77.03.1002"
DAFTAR = "/admin/ekonomi/pengukuran/"


def as_user(peran="fasilitator", di="35.77.03.1009"):
    apply_izin()
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


def ragu(usaha=None, nilai=15_000_000):
    usaha = usaha or usaha_rumah()
    catat(usaha, 1_000_000, n=2)
    return record_omzet(usaha, bulan=bulan_lalu(), nilai=nilai, asal=Asal("chat"))


def test_the_queue_goes_from_one_to_the_next():
    satu, dua, client = ragu(), ragu(), as_user("moderator")
    halaman = client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()
    assert 'data-tuts="s"' in halaman
    assert "jauh di atas biasanya" in halaman
    jawab = client.post(f"{DAFTAR}{satu.pk}/putus/terima/")
    assert jawab["Location"] == f"{DAFTAR}{dua.pk}/change/"
    jawab = client.post(
        f"{DAFTAR}{dua.pk}/putus/koreksi/", {"nilai": "1,5 juta", "alasan": "nol kelebihan"}
    )
    assert jawab["Location"] == DAFTAR
    assert status_of(satu.usaha)[-1] == (15_000_000, "sah")
    assert status_of(dua.usaha)[-1] == (1_500_000, "sah")


def test_dropping_or_correcting_asks_for_a_reason_and_keeps_the_words():
    satu, client = ragu(), as_user("moderator")
    jawab = client.post(f"{DAFTAR}{satu.pk}/putus/koreksi/", {"nilai": "1,5 juta", "alasan": ""})
    assert jawab.status_code == 422
    assert 'value="1,5 juta"' in jawab.content.decode()
    client.post(f"{DAFTAR}{satu.pk}/putus/batal/", {"alasan": "salah orang"})
    satu.refresh_from_db()
    assert (satu.status, satu.alasan) == ("batal", "salah orang")


def test_two_officers_deciding_one_figure_decide_it_once():
    satu, client = ragu(), as_user("moderator")
    client.post(f"{DAFTAR}{satu.pk}/putus/terima/")
    jawab = client.post(f"{DAFTAR}{satu.pk}/putus/terima/", follow=True)
    assert "sudah diputuskan" in jawab.content.decode()


def test_an_officer_of_another_area_sees_and_decides_nothing():
    satu, client = ragu(), as_user("lurah", PANDEAN)
    assert satu.usaha.nama not in client.get(DAFTAR).content.decode()
    for alamat in (
        f"{DAFTAR}{satu.pk}/change/", f"{DAFTAR}isi/{RT}/", f"{DAFTAR}rumah/{satu.usaha.rumah_id}/",
        f"{DAFTAR}kartu/usaha/{satu.usaha_id}/",
    ):  # fmt: skip
        assert client.get(alamat).status_code in {302, 404}, alamat
    assert client.post(f"{DAFTAR}{satu.pk}/putus/terima/").status_code == 404
    assert client.post(f"{DAFTAR}kartu/usaha/{satu.usaha_id}/").status_code == 404
    satu.refresh_from_db()
    assert satu.status == "ditanyakan"


@pytest.mark.parametrize("peran", ["camat", "data_officer", "petugas", "operator_kios"])
def test_roles_without_figures_see_none(peran):
    satu = ragu()
    client = as_user(peran, "35.77.03" if peran == "camat" else "35.77.03.1009")
    for alamat in (DAFTAR, f"{DAFTAR}{satu.pk}/change/", f"{DAFTAR}isi/"):
        jawab = client.get(alamat)
        assert jawab.status_code in {302, 403, 404}, (peran, alamat)


def test_the_list_takes_as_many_queries_for_fifteen_as_for_one(django_assert_max_num_queries):
    client = as_user("moderator")
    catat(usaha_rumah(), 1_000_000)
    client.get(DAFTAR)
    with django_assert_max_num_queries(20) as satu:
        client.get(DAFTAR)
    for _ in range(14):
        catat(usaha_rumah(), 1_000_000)
    with django_assert_max_num_queries(len(satu)):
        client.get(DAFTAR)


# --- the facilitator's list ---


def isi_rt(client, data, status=302):
    jawab = client.post(f"{DAFTAR}isi/{RT}/", {"bulan": f"{bulan_lalu():%Y-%m}", **data})
    assert jawab.status_code == status
    return jawab


def test_many_months_are_saved_in_a_row_and_empty_ones_passed_over():
    satu, dua, tiga = usaha_rumah(), usaha_rumah(), usaha_rumah()
    kosong = RumahFactory(di=RT)
    client = as_user()
    halaman = client.get(f"{DAFTAR}isi/").content.decode()
    assert f"{DAFTAR}isi/{RT}/" in halaman
    isi_rt(client, {f"u{satu.pk}": "1,5 juta", f"u{dua.pk}": "750rb", f"u{tiga.pk}": "",
                    f"r{kosong.pk}": "0"})  # fmt: skip
    assert sorted(Pengukuran.objects.values_list("nilai", flat=True)) == [0, 750_000, 1_500_000]
    assert Pengukuran.objects.filter(cara="fasilitator", oleh__isnull=False).count() == 3


def test_a_wrong_one_keeps_its_words_and_stops_no_other():
    satu, dua = usaha_rumah(), usaha_rumah()
    jawab = isi_rt(as_user(), {f"u{satu.pk}": "sejuta", f"u{dua.pk}": "750rb"}, 422)
    teks = jawab.content.decode()
    assert 'value="sejuta"' in teks
    assert f'id="galat_u{satu.pk}"' in teks
    assert status_of(dua) == [(750_000, "sah")]


def test_a_jump_typed_by_a_facilitator_waits_too():
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, n=2)
    isi_rt(as_user(), {f"u{usaha.pk}": "10 juta"})
    assert status_of(usaha)[-1] == (10_000_000, "ditanyakan")


def test_a_business_of_another_rt_cannot_be_smuggled_in():
    usaha_rumah()
    lain = usaha_rumah("35.77.03.1009.03.01")
    isi_rt(as_user(), {f"u{lain.pk}": "1 juta"})
    assert not Pengukuran.objects.exists()


def test_a_facilitator_of_one_rt_sees_only_it():
    usaha_rumah()
    lain = usaha_rumah("35.77.03.1009.03.01")
    client = as_user("fasilitator", RT)
    assert lain.rumah.wilayah_id not in client.get(f"{DAFTAR}isi/").content.decode()
    assert client.get(f"{DAFTAR}isi/35.77.03.1009.03.01/").status_code == 404
    assert client.get(f"{DAFTAR}isi/99.99/").status_code == 404


def test_the_rt_page_takes_as_many_queries_for_fifteen_as_for_one(django_assert_max_num_queries):
    client = as_user()
    usaha_rumah()
    client.get(f"{DAFTAR}isi/{RT}/")
    with django_assert_max_num_queries(25) as satu:
        client.get(f"{DAFTAR}isi/{RT}/")
    for _ in range(14):
        catat(usaha_rumah(), 1_000_000)
    with django_assert_max_num_queries(len(satu)):
        client.get(f"{DAFTAR}isi/{RT}/")


def test_a_card_is_made_by_pressing_and_shown_once():
    usaha, client = usaha_rumah(), as_user()
    alamat = f"{DAFTAR}kartu/usaha/{usaha.pk}/"
    client.get(alamat)
    assert not AksesOmzet.objects.exists()
    jawab = client.post(alamat)
    kode = AksesOmzet.objects.get().kode
    assert kode in jawab.content.decode()
    assert re.search(r"PIN <b>\d{6}</b>", jawab.content.decode())
    assert "no-store" in jawab["Cache-Control"]
    assert not re.search(r"PIN <b>", client.get(alamat).content.decode())


# --- the programme's result ---


@pytest.fixture
def program():
    program = ProgramFactory()
    for n in range(8):
        peserta(program, awal=1_000_000, kini=1_300_000 + 10_000 * n)
    peserta(program, awal=1_000_000, kini=5_000_000, keluar=bulan_lalu(1))
    peserta(program, awal=1_000_000)
    return program


def hasil(client, program, query=""):
    jawab = client.get(f"{DAFTAR}hasil/{program.pk}/{query}")
    assert jawab.status_code == 200
    return jawab.content.decode()


def test_the_result_reads_as_sentences_with_interval_and_both_ways(program):
    teks = hasil(as_user("lurah"), program)
    # mean now (1.30+1.31+...+1.37)/8 = 1.335; with the one who left at the start: 1.2978
    assert "Omzet rata-rata naik 33,5%" in teks
    assert "Rp 1.335.000" in teks
    assert "29,8%" in teks
    assert "Sasaran kenaikan 25% tercapai." in teks
    assert "1 belum lapor" in teks
    assert "1 keluar" in teks
    assert "<svg" in teks


def test_the_target_is_the_programmes_own_and_few_households_conclude_nothing():
    program = ProgramFactory()
    for _ in range(4):
        peserta(program, awal=1_000_000, kini=2_000_000)
    assert "terlalu sedikit" in hasil(as_user("lurah"), program)


def test_a_programme_without_a_start_says_so():
    assert "Belum ada rumah tangga" in hasil(as_user("lurah"), ProgramFactory())


def test_who_sees_sums_only_gets_no_name_and_no_file(program):
    client = as_user("camat", "35.77.03")
    teks = hasil(client, program)
    assert "Omzet rata-rata naik 33,5%" in teks
    assert "Sutrapada" not in teks
    assert client.get(f"{DAFTAR}hasil/{program.pk}/unduh/").status_code == 404
    assert as_user("lurah", PANDEAN).get(f"{DAFTAR}hasil/{program.pk}/").status_code == 404


def test_the_file_has_no_names_runs_no_formula_and_is_recorded(program):
    nakal = peserta(program, awal=1_000_000, kini=900_000).rumah
    nakal.nomor = "=1+1"
    nakal.save()
    teks = as_user("lurah").get(f"{DAFTAR}hasil/{program.pk}/unduh/").content.decode()
    assert len(teks.splitlines()) == 12
    assert "Sutrapada" not in teks
    assert "'=1+1" in teks
    assert CatatanEkspor.objects.get().jumlah == 11


def test_prices_are_noted_with_their_source(program):
    client = as_user("lurah")
    alamat = f"{DAFTAR}hasil/{program.pk}/"
    assert client.post(alamat, {"inflasi": "2,5", "sumber_inflasi": ""}).status_code == 422
    client.post(alamat, {"inflasi": "2,5", "sumber_inflasi": "BPS Kota Madiun"})
    assert CatatanHasil.objects.get().by is not None
    # 1.335 / 1.025 = 1.30244
    assert "kenaikan nyatanya sekitar 30,2%" in hasil(client, program)
    assert as_user("camat", "35.77.03").post(alamat, {"inflasi": "1"}).status_code == 404


def test_the_table_can_be_narrowed(program):
    teks = hasil(as_user("lurah"), program, "?keadaan=keluar")
    assert teks.count("pengukuran/rumah/") == 1


def test_a_household_page_shows_every_row(program):
    rumah = program.keikutsertaan.first().rumah
    teks = as_user("lurah").get(f"{DAFTAR}rumah/{rumah.pk}/").content.decode()
    assert "Rp 1.000.000" in teks
    assert "(awal)" in teks
    assert WilayahFactory(kode=RT).nama in teks
