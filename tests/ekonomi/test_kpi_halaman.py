"""Pages for residents: figures only, none about fewer than five people, empty states, bad input."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from ekonomi.models import Hotspot, LaporanHotspot, SiaranPers
from ekonomi.services.hotspot import check_hotspot
from ekonomi.services.kpi import ensure_aturan, record_capaian
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik import ProgramFactory, RumahFactory
from tests.ekonomi.pabrik_kpi import angkatan, buat_program, hari, ikut, peserta, usaha
from tests.factories import PenggunaFactory, wilayah_of

pytestmark = pytest.mark.django_db
SIAP = "/taman-madiun/siap/"


@pytest.fixture(autouse=True)
def tanpa_simpanan():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def program(taman):
    program = buat_program(
        target={"rumah_terlibat": 20, "peserta_pelatihan": 200, "perempuan_peserta": 50}
    )
    ensure_aturan(program)
    return program


def test_without_a_programme_the_page_says_so(client, taman):
    assert "Belum ada program" in client.get(SIAP).content.decode()
    assert client.get("/taman-madiun/siap/laporan/bulan/").status_code == 404
    assert client.get("/taman-madiun/siap/summary_kpi.csv").status_code == 404


def test_a_draft_is_not_public(client, taman):
    ProgramFactory(status="draf", nama="Masih rahasia")
    assert "rahasia" not in client.get(SIAP).content.decode()


def test_the_page_shows_targets_lights_and_where_figures_come_from(client, program):
    for _ in range(8):
        ikut(program)
    record_capaian(program, hari(50))
    record_capaian(program, timezone.localdate())
    isi = client.get(SIAP).content.decode()
    assert "SIAP-TAMAN" in isi
    assert "8 rumah tangga" in isi
    assert "dari 20 rumah tangga" in isi
    assert 'class="tren"' in isi
    assert "Sesuai target" in isi
    assert "Dihitung dari 8 rumah tangga yang sedang ikut" in isi
    assert len(client.get(SIAP).content) < 60_000


def test_groups_of_fewer_than_five_are_not_told_anywhere(client, program):
    """Three households, three businesses, seven of whom two are men."""
    for _ in range(3):
        ikut(program)
        usaha(program, mulai=hari(3))
    satu = angkatan(program)
    for n in range(1, 8):
        peserta(satu, n, jk="L" if n < 3 else "P")
    record_capaian(program, hari(60))
    record_capaian(program, timezone.localdate())
    isi = client.get(SIAP).content.decode()
    assert "kurang dari 5" in isi
    assert "3 rumah tangga" not in isi
    assert "3 usaha" not in isi
    assert "71,4%" not in isi  # five women and two men
    assert "7 orang" in isi
    laporan = client.get("/taman-madiun/siap/laporan/bulan/").content.decode()
    assert "3 rumah tangga" not in laporan
    assert "71,4%" not in laporan


def test_a_sentence_that_tells_of_a_few_is_left_out(client, program):
    for _ in range(8):
        ikut(program)
    ikut(program, keluar=hari(20))
    isi = client.get(SIAP).content.decode()
    assert "8 rumah tangga" in isi
    assert "1 lainnya sudah keluar" not in isi


def test_the_public_page_is_kept_for_a_minute(client, program, django_assert_max_num_queries):
    client.get(SIAP)
    with django_assert_max_num_queries(4):
        client.get(SIAP)


def test_the_seed_summary_file_is_reckoned_as_its_pandas_lines_do(client, program):
    for n in range(6):
        RumahFactory(omzet=1_000_000 + n * 100_000, dtks=True)
    for _ in range(6):
        RumahFactory(omzet=None, dtks=True)
    for _ in range(3):
        RumahFactory(omzet=None)
    jawab = client.get("/taman-madiun/siap/summary_kpi.csv")
    assert jawab.content.decode() == "percent_active,avg_omzet,dtks_count\n40.0,1250000.0,12\n"


def test_in_the_public_file_a_small_group_is_an_empty_cell(client, program):
    for _ in range(3):
        RumahFactory(omzet=1_000_000, dtks=True)
    for _ in range(20):
        RumahFactory(omzet=None)
    isi = client.get("/taman-madiun/siap/summary_kpi.csv").content.decode()
    assert isi == "percent_active,avg_omzet,dtks_count\n,,\n"


@pytest.mark.parametrize("periode", ["minggu", "bulan", "triwulan", "semester"])
def test_each_period_has_its_report(client, program, periode):
    for _ in range(6):
        ikut(program)
    jawab = client.get(f"/taman-madiun/siap/laporan/{periode}/")
    assert jawab.status_code == 200
    assert "Dari 3 target" in jawab.content.decode()


@pytest.mark.parametrize("sampai", ["bukan-tanggal", "2026-13-45", "2099-01-01"])
def test_a_nonsense_day_counts_as_today(client, program, sampai):
    jawab = client.get(f"/taman-madiun/siap/laporan/bulan/?sampai={sampai}")
    assert jawab.status_code == 200
    assert f"hari ke-{(timezone.localdate() - program.mulai).days}" in jawab.content.decode()
    assert client.get("/taman-madiun/siap/laporan/dekade/").status_code == 404


def hotspot(**isi):
    isi = {
        "nama": "Balai RW 02", "lat": "-7.64", "lng": "111.53", "ssid": "TAMAN-RW02",
        "wilayah": wilayah_of("35.77.03.1009.02"), **isi,
    }  # fmt: skip
    return Hotspot.objects.create(**isi)


def test_hotspots_are_listed_and_told_to_be_down_once_a_day(client, lurah, moderator):
    satu = hotspot()
    hotspot(nama="Balai lama", status="tutup")
    isi = client.get("/taman-madiun/hotspot/").content.decode()
    assert "TAMAN-RW02" in isi
    assert "Balai lama" not in isi
    alamat = f"/taman-madiun/hotspot/{satu.pk}/lapor/"
    assert "kabar=terima" in client.post(alamat)["Location"]
    assert "kabar=sudah" in client.post(alamat)["Location"]
    assert PesanKeluar.objects.filter(templat="hotspot_mati").count() == 0
    client.post(alamat, REMOTE_ADDR="10.1.2.3")
    assert PesanKeluar.objects.filter(templat="hotspot_mati").count() == 2
    assert "sedang dicek" in client.get("/taman-madiun/hotspot/").content.decode()
    check_hotspot(satu, status="nyala", by=moderator)
    assert "sedang dicek" not in client.get("/taman-madiun/hotspot/").content.decode()
    assert LaporanHotspot.objects.count() == 3


def test_a_hotspot_of_elsewhere_cannot_be_reported_here(client, taman):
    satu = hotspot(wilayah=wilayah_of("35.77.03.1002"))
    assert client.post(f"/taman-madiun/hotspot/{satu.pk}/lapor/").status_code == 404
    assert client.get(f"/taman-madiun/hotspot/{satu.pk}/lapor/").status_code == 405


def test_the_hotspot_list_costs_the_same_with_more_rows(
    client,
    taman,
    django_assert_max_num_queries,
):
    for n in range(15):
        hotspot(nama=f"Balai {n}")
    client.get("/taman-madiun/hotspot/")
    with django_assert_max_num_queries(4):
        client.get("/taman-madiun/hotspot/")


def siaran(program, **isi):
    isi = {"judul": "Seratus orang dilatih", "isi": "Isi siaran.", "sumber": "tonggak:1", **isi}
    return SiaranPers.objects.create(program=program, **isi)


def test_only_published_news_is_read(client, program):
    draf = siaran(program)
    alamat = f"/taman-madiun/kabar-program/{draf.pk}/"
    assert client.get(alamat).status_code == 404
    assert "Seratus" not in client.get("/taman-madiun/kabar-program/").content.decode()
    draf.status, draf.terbit_at, draf.disetujui_oleh = "terbit", timezone.now(), PenggunaFactory()
    draf.save()
    assert "Isi siaran." in client.get(alamat).content.decode()
    draf.status, draf.alasan_tarik = "ditarik", "Angkanya keliru"
    draf.save()
    isi = client.get(alamat).content.decode()
    assert "Angkanya keliru" in isi
    assert "Isi siaran." not in isi


@pytest.mark.parametrize(
    "alamat", ["siap/", "rumah-mandiri/", "duta/", "hotspot/", "kabar-program/"]
)
def test_pages_are_of_kelurahan_in_service_only(client, taman, alamat):
    assert client.get(f"/taman-madiun/{alamat}").status_code == 200
    assert client.get(f"/tidak-ada/{alamat}").status_code == 404
    assert client.post(f"/taman-madiun/{alamat}").status_code == 405


def test_another_programme_of_the_area_is_chosen_by_its_code(client, program):
    lama = ProgramFactory(
        kode="srsp-2024", nama="Program lama", mulai=dt.date(2025, 1, 1),
        selesai=dt.date(2025, 12, 31), status="selesai",
    )  # fmt: skip
    assert "Program lama" in client.get(f"{SIAP}?program={lama.kode}").content.decode()
    assert "Program lama 2025" in client.get(SIAP).content.decode()
