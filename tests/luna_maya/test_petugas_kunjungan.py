"""The desk's pages of visits: who sees what, a new one, and the steps of an evening."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luna_maya.alamat_tuan import TERTUTUP
from luna_maya.models import Kunjungan, TuanRumah
from luna_maya.services.kunjungan import move_kunjungan
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    RT,
    UTARA,
    jenis,
    make_kendaraan,
    make_kunjungan,
    make_lurah,
    make_tokoh,
    make_tuan_rumah,
    malam,
)
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
S = Kunjungan.Status
DAFTAR = "/admin/luna_maya/kunjungan/"
BARU = f"{DAFTAR}add/"


@pytest.fixture
def utara():
    wilayah = WilayahFactory(kode=UTARA)
    Wilayah.objects.filter(pk=UTARA, slug__isnull=True).update(slug="kandangan-utara-uji")
    return wilayah


@pytest.fixture
def lurah(utara):
    return make_lurah(nama="Fahmi Rizani")


@pytest.fixture
def meja(client, lurah):
    client.force_login(lurah)
    return client


def langkah(client, kunjungan, kunci, **isi):
    alamat = reverse("admin:luna_maya_kunjungan_langkah", args=[kunjungan.pk, kunci])
    return client.post(alamat, isi, follow=True)


def teks(jawab):
    return jawab.content.decode()


def isi_form(**lain):
    """What the form of a new visit sends."""
    hari = malam(3)
    return {
        "hari": f"{hari:%Y-%m-%d}", "mulai": "19:30", "sampai": "05:30", "acara": "", "agenda": "",
        **lain,
    }  # fmt: skip


def pasti(lurah, **lain):
    kunjungan = make_kunjungan(lurah=lurah, **lain)
    return move_kunjungan(kunjungan, to=S.PASTI, by=lurah)


def test_the_list_shows_the_local_name_and_the_clock_of_the_place(meja, lurah, utara):
    make_kunjungan(lurah=lurah, mulai_at=malam(2))
    isi = teks(meja.get(DAFTAR))
    assert "LUNA MAYA" in isi
    assert "19.00 WITA" in isi
    assert "RT 02 RW 01" in isi
    assert "Keluarga Pak Durahman" in isi


@pytest.mark.parametrize(("peran", "di"), [("camat", "63.06.05"), ("data_officer", "63.06")])
def test_above_the_kelurahan_when_and_which_rt_but_no_host(client, lurah, peran, di):
    kunjungan = make_kunjungan(lurah=lurah, agenda="Membahas saluran air")
    client.force_login(PenggunaFactory(peran=peran, di=di))
    halaman = [
        DAFTAR, kunjungan.get_absolute_url(), f"{DAFTAR}{kunjungan.pk}/cetak/",
        f"{DAFTAR}?q=Durahman",
    ]  # fmt: skip
    for alamat in halaman:
        jawab = client.get(alamat)
        assert jawab.status_code == 200, alamat
        assert "Keluarga Pak" not in teks(jawab)
        assert "saluran air" not in teks(jawab)
        assert "Gang Purnama" not in teks(jawab)
    assert "RT 02 RW 01" in teks(client.get(kunjungan.get_absolute_url()))
    assert "RT 02 RW 01" not in teks(client.get(f"{DAFTAR}?q=Durahman"))  # nothing to probe by
    assert langkah(client, kunjungan, "batal", alasan="x", yakin="on").status_code == 404
    assert client.get(BARU).status_code == 404
    assert client.get("/admin/luna_maya/tuanrumah/").status_code == 403


def test_a_lurah_of_another_kelurahan_finds_nothing(client, lurah):
    kunjungan = make_kunjungan(lurah=lurah)
    client.force_login(make_lurah(di="63.06.05.1001"))
    assert client.get(kunjungan.get_absolute_url()).status_code == 404
    assert client.get(f"{DAFTAR}{kunjungan.pk}/cetak/").status_code == 404
    assert langkah(client, kunjungan, "batal", alasan="x", yakin="on").status_code == 404
    assert "RT 02 RW 01" not in teks(client.get(DAFTAR))
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.RENCANA


def test_the_address_is_read_by_those_going(client, meja, lurah):
    kunjungan = make_kunjungan(lurah=lurah)
    assert "Gang Purnama" in teks(meja.get(kunjungan.get_absolute_url()))
    client.force_login(PenggunaFactory(peran="moderator", di=UTARA))
    isi = teks(client.get(kunjungan.get_absolute_url()))
    assert "Gang Purnama" not in isi
    assert TERTUTUP in isi
    assert "Keluarga Pak Durahman" in isi


@pytest.mark.parametrize("alamat", [DAFTAR, f"{DAFTAR}?saya=ya&waktu=tahun-ini&di={RT}"])
def test_the_list_costs_the_same_for_one_and_for_fifteen(meja, lurah, alamat):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as query:
            assert meja.get(alamat).status_code == 200
        return len(query)

    make_kunjungan(lurah=lurah, mulai_at=malam(1), tokoh=[make_tokoh()])
    meja.get(alamat)
    satu = count()
    for n in range(2, 16):
        make_kunjungan(lurah=lurah, mulai_at=malam(n))
    assert count() == satu


def test_the_page_costs_the_same_for_few_and_many_people(meja, lurah):
    def count(kunjungan):
        with CaptureQueriesContext(connection) as query:
            assert meja.get(kunjungan.get_absolute_url()).status_code == 200
        return len(query)

    satu = pasti(lurah, tokoh=[make_tokoh()])
    banyak = pasti(lurah, mulai_at=malam(5), tokoh=[make_tokoh(f"Orang {n}") for n in range(9)])
    meja.get(satu.get_absolute_url())
    assert abs(count(satu) - count(banyak)) <= 1


def test_filters_narrow_by_rt_period_and_myself(meja, lurah, utara):
    make_kunjungan(lurah=lurah, mulai_at=malam(0, jam=23, menit=59))
    lain = make_tuan_rumah("Warung Acil Imah", di=f"{UTARA}.02.01", tempat="warung")
    orang = PenggunaFactory(peran="lurah", di=UTARA)
    make_kunjungan(lurah=orang, tuan_rumah=lain, mulai_at=malam(40), kode_jenis="sambang")
    saring = {
        f"?di={UTARA}.02": ("RT 01 RW 02", "RT 02 RW 01"),
        "?saya=ya": ("RT 02 RW 01", "RT 01 RW 02"),
        "?waktu=malam-ini": ("RT 02 RW 01", "RT 01 RW 02"),
        "?q=Acil": ("RT 01 RW 02", "RT 02 RW 01"),
    }
    for query, (ada, tidak) in saring.items():
        tabel = teks(meja.get(DAFTAR + query)).split('id="result_list"')[1]
        assert ada in tabel, query
        assert tidak not in tabel, query


def test_an_export_holds_no_address_and_a_host_only_for_the_desk(client, lurah):
    make_kunjungan(lurah=lurah)
    for siapa, nama in ((lurah, "Keluarga Pak Durahman"),
                        (PenggunaFactory(peran="camat", di="63.06.05"), None)):  # fmt: skip
        client.force_login(siapa)
        jawab = client.post(f"{DAFTAR}export/", {"format": "1", "resource": "0"} | {
            f"kunjunganresource_{k}": "on"
            for k in ("kode", "mulai", "jenis", "rt", "tuan_rumah", "yang_ikut")
        })  # fmt: skip
        assert jawab.status_code == 200
        baris = list(openpyxl.load_workbook(BytesIO(jawab.content)).active.values)
        isi = dict(zip(baris[0], baris[1], strict=True))
        assert isi["tuan_rumah"] == nama
        assert isi["rt"] == "02"
        assert isi["mulai"].endswith("WITA")
        assert "Purnama" not in str(baris)


def test_a_new_visit_asks_first_for_its_kind_and_knows_its_hours(meja, utara):
    assert "LUNA MAYA" in teks(meja.get(BARU))
    make_tokoh()
    make_tokoh("Ketua RT 02", "ketua_rt", di=RT)
    isi = teks(meja.get(f"{BARU}?jenis=ngobrol"))
    assert 'value="19:30"' in isi
    assert 'value="21:30"' in isi
    assert isi.count("checked") >= 1  # babinsa comes along by itself


def test_a_visit_is_planned_past_midnight_on_the_clock_of_the_place(meja, lurah):
    rumah, motor = make_tuan_rumah(), make_kendaraan()
    kepala = make_tokoh("Utuh Amat", "ketua_rt", di=RT)
    make_tokoh("Ketua RT lain", "ketua_rt", di=f"{UTARA}.02.01")
    fasilitator = PenggunaFactory(peran="fasilitator", di=UTARA)
    isi = isi_form(tuan_rumah=rumah.pk, lurah=lurah.pk, kendaraan=motor.pk, setempat="on",
                   petugas=[fasilitator.pk])  # fmt: skip
    jawab = meja.post(f"{BARU}?jenis=menginap", isi)
    kunjungan = Kunjungan.objects.get()
    assert jawab.url == kunjungan.get_absolute_url()
    assert kunjungan.mulai_at == malam(3, 19, 30)
    assert kunjungan.selesai_at - kunjungan.mulai_at == dt.timedelta(hours=10)
    assert kunjungan.wilayah_id == RT
    assert {p.tokoh or p.pengguna for p in kunjungan.peserta.all()} == {kepala, fasilitator}


def test_a_form_sent_twice_plans_one_visit(meja, lurah):
    kirim = isi_form(tuan_rumah="", lurah=lurah.pk, nama_baru="Pak Ahim", rw_baru="1", rt_baru="2")
    for _ in range(2):
        jawab = meja.post(f"{BARU}?jenis=menginap", kirim)
        assert jawab.url == Kunjungan.objects.get().get_absolute_url()
    assert TuanRumah.objects.count() == 1


def test_a_clash_names_the_visit_and_the_next_free_evening(meja, lurah):
    make_kunjungan(lurah=lurah, mulai_at=malam(3))
    make_kunjungan(lurah=lurah, mulai_at=malam(4), tuan_rumah=make_tuan_rumah("Lain"))
    rumah = make_tuan_rumah("Keluarga Ketiga")
    jawab = meja.post(f"{BARU}?jenis=menginap", isi_form(tuan_rumah=rumah.pk, lurah=lurah.pk))
    assert jawab.status_code == 422
    isi = teks(jawab)
    assert "Fahmi Rizani sudah punya kunjungan LUNA MAYA di RT 02 RW 01" in isi
    assert "Malam kosong berikutnya" in isi
    bebas = malam(5, 19, 30)
    assert f"{bebas.day} " in isi.split("Malam kosong berikutnya:")[1][:12]
    assert Kunjungan.objects.count() == 2


def test_a_new_host_is_written_down_with_the_visit_or_not_at_all(meja, lurah):
    baru = {"nama_baru": "Keluarga <b>Ahim</b>", "rw_baru": "1", "rt_baru": "RT 4",
            "tempat_baru": "rumah", "alamat_baru": "Jalan Melati 2"}  # fmt: skip
    make_kunjungan(lurah=lurah, mulai_at=malam(3))
    kirim = isi_form(lurah=lurah.pk, **baru)
    assert meja.post(f"{BARU}?jenis=menginap", kirim).status_code == 422
    assert not TuanRumah.objects.filter(nama__startswith="Keluarga <b>").exists()
    kirim["hari"] = f"{malam(8):%Y-%m-%d}"
    jawab = meja.post(f"{BARU}?jenis=menginap", kirim, follow=True)
    rumah = TuanRumah.objects.get(nama__startswith="Keluarga <b>")
    assert rumah.wilayah_id == f"{UTARA}.01.04"
    assert "Keluarga &lt;b&gt;Ahim" in teks(jawab)
    kirim["hari"] = f"{malam(9):%Y-%m-%d}"
    jawab = meja.post(f"{BARU}?jenis=menginap", kirim)
    assert "sudah ada di RT ini" in teks(jawab)


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"hari": "2020-01-01"}, "Waktunya sudah lewat"),
        ({"tuan_rumah": ""}, "Pilih tuan rumah"),
        ({"tuan_rumah": "", "nama_baru": "Pak Anu", "rw_baru": "abc", "rt_baru": "1"},
         "bukan nomor RW"),
        ({"tuan_rumah": "", "nama_baru": "Pak Anu"}, "Isi nomor RW"),
        ({"mulai": "jam tujuh"}, "Masukkan"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(meja, lurah, isi, kata):
    kirim = isi_form(tuan_rumah=make_tuan_rumah().pk, lurah=lurah.pk) | isi
    jawab = meja.post(f"{BARU}?jenis=menginap", kirim)
    assert jawab.status_code == 422
    assert kata in teks(jawab)


def test_hosts_and_lurah_of_another_kelurahan_cannot_be_chosen(meja, lurah):
    luar = make_tuan_rumah("Luar", di="63.06.05.1001.01.01")
    orang = make_lurah(di="63.06.05.1001")
    jawab = meja.post(f"{BARU}?jenis=menginap", isi_form(tuan_rumah=luar.pk, lurah=orang.pk))
    assert jawab.status_code == 422
    assert not Kunjungan.objects.exists()


def test_an_evening_runs_from_start_to_end_with_who_was_there(meja, lurah):
    kunjungan = pasti(lurah, mulai_at=timezone.now() + dt.timedelta(minutes=30),
                      tokoh=[make_tokoh()])  # fmt: skip
    assert "belum mulai" in teks(langkah(meja, kunjungan, "selesai"))
    langkah(meja, kunjungan, "mulai")
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.BERLANGSUNG
    Kunjungan.objects.filter(pk=kunjungan.pk).update(
        mulai_at=timezone.now() - dt.timedelta(hours=1)
    )
    orang = kunjungan.peserta.get()
    isi = {f"hadir_{orang.pk}": "ya", "jawab_harapan": "Lampu <i>jalan</i>"}
    jawab = langkah(meja, kunjungan, "selesai", **isi)
    assert "Lampu &lt;i&gt;jalan" in teks(jawab)
    kunjungan.refresh_from_db()
    orang.refresh_from_db()
    assert (kunjungan.status, orang.hadir) == (S.SELESAI, True)
    assert kunjungan.jawaban == {"harapan": "Lampu <i>jalan</i>"}
    langkah(meja, kunjungan, "selesai", **isi)  # sent twice
    langkah(meja, kunjungan, "isi", **{f"hadir_{orang.pk}": "tidak", "jawab_harapan": "Lampu"})
    orang.refresh_from_db()
    assert orang.hadir is False
    apa = list(kunjungan.riwayat.values_list("apa", flat=True))
    assert apa[-3:] == ["Dimulai", "Selesai", "Hadir dan jawaban diperbarui"]


def test_a_forbidden_step_is_refused_in_words(meja, lurah):
    kunjungan = make_kunjungan(lurah=lurah)
    assert "direncanakan: “Mulai kunjungan” tidak dapat" in teks(langkah(meja, kunjungan, "mulai"))
    jauh = pasti(lurah, mulai_at=malam(20))
    assert "belum waktunya" in teks(langkah(meja, jauh, "mulai"))
    assert langkah(meja, kunjungan, "terbang").status_code == 404


def test_calling_off_needs_reason_and_certainty_and_happens_once(meja, lurah):
    kunjungan = make_kunjungan(lurah=lurah)
    assert langkah(meja, kunjungan, "batal", alasan="Hujan lebat").status_code == 422
    for _ in range(2):
        langkah(meja, kunjungan, "batal", alasan="Hujan lebat", yakin="on")
    assert kunjungan.riwayat.filter(apa="Dibatalkan").count() == 1
    assert "Rencanakan lagi" in teks(meja.get(kunjungan.get_absolute_url()))


def test_moving_keeps_both_times_and_the_same_time_writes_nothing(meja, lurah):
    kunjungan = pasti(lurah)
    baru = malam(6)
    isi = {"hari": f"{baru:%Y-%m-%d}", "mulai": "20:00", "sampai": "20:00", "alasan": "Hujan"}
    langkah(meja, kunjungan, "jadwal", **isi)
    langkah(meja, kunjungan, "jadwal", **isi)
    kunjungan.refresh_from_db()
    assert kunjungan.mulai_at == malam(6, 20)
    assert kunjungan.selesai_at == malam(7, 20)
    assert kunjungan.riwayat.filter(apa="Dijadwalkan ulang").count() == 1


def test_moving_onto_another_visit_says_which(meja, lurah):
    make_kunjungan(lurah=lurah, mulai_at=malam(6), tuan_rumah=make_tuan_rumah("Lain"))
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(2))
    jawab = langkah(meja, kunjungan, "jadwal", hari=f"{malam(6):%Y-%m-%d}", mulai="21:00",
                    sampai="23:00", alasan="Hujan")  # fmt: skip
    assert jawab.status_code == 422
    assert "sudah punya kunjungan LUNA MAYA" in teks(jawab)
    assert "Hujan" in teks(jawab)  # what was typed is still there


def test_who_comes_along_and_the_vehicle_change(meja, lurah):
    babinsa, lain = make_tokoh(), make_tokoh("Aipda Rahim", "bhabinkamtibmas")
    motor = make_kendaraan()
    kunjungan = make_kunjungan(lurah=lurah, tokoh=[babinsa])
    for _ in range(2):
        langkah(meja, kunjungan, "ikut", tokoh=[lain.pk], kendaraan=motor.pk)
    assert [p.tokoh for p in kunjungan.peserta.all()] == [lain]
    riwayat = kunjungan.riwayat.get(apa="Yang ikut diubah")
    assert "Rahim" not in riwayat.catatan
    kedua = make_kunjungan(lurah=PenggunaFactory(), tuan_rumah=make_tuan_rumah("Lain"))
    jawab = langkah(meja, kedua, "ikut", kendaraan=motor.pk)
    assert jawab.status_code == 422
    assert "Motor dinas sudah dipakai kunjungan" in teks(jawab)


def test_the_paper_has_the_questions_and_room_to_write(meja, lurah):
    kunjungan = make_kunjungan(lurah=lurah)
    isi = teks(meja.get(f"{DAFTAR}{kunjungan.pk}/cetak/"))
    assert "kunjungan-garis" in isi
    assert jenis().tanya()[0]["teks"] in isi


def test_the_page_of_a_visit_leads_to_its_photos_and_report_and_opens_no_step_too_early(client):
    lurah = make_lurah()
    satu = make_kunjungan(lurah=lurah, mulai_at=malam(hari=9))
    for status in ("menunggu", "pasti"):
        satu = move_kunjungan(satu, to=status, by=lurah)
    client.force_login(lurah)
    halaman = client.get(satu.get_absolute_url()).content.decode()
    laporan = f"/admin/luna_maya/dokumentasi/kunjungan/{satu.kode}/"
    assert laporan in halaman
    assert client.get(laporan).status_code == 200
    assert '<details class="langkah utama" open' not in halaman
