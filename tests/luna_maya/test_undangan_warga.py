"""Residents invite the lurah by form and by chat; staff accept or decline; heads propose hosts."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from curhat.models import Curhat
from luna_maya.models import Kunjungan, TuanRumah, Undangan, UndanganLewatPesan
from luna_maya.services.kontak import set_kontak_tokoh
from luna_maya.services.kunjungan import Bentrok
from luna_maya.services.undangan import (
    Ajuan,
    Terima,
    UndanganTertutup,
    accept_undangan,
    decline_undangan,
    make_undangan,
    pin_of_kunci,
    withdraw_undangan,
)
from pesan.models import PesanKeluar
from tests.curhat.conftest import terima
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_kunjungan, make_lurah, make_tokoh, malam
from tests.luna_maya.pabrik_persetujuan import make_host
from tests.luna_maya.pabrik_pesan import (  # noqa: F401 - fixtures
    SLUG,
    acuan_curhat,
    bersih,
    last_body,
    open_utara,
    templates,
    utara,
)

S = Undangan.Status
TOKEN = "7a3f1f8e-3a55-4e4b-9a0b-2f6f3f0f9a11"


def make(acara="pengajian", **lain):
    lain.setdefault("wilayah", WilayahFactory(kode=RT))
    lain.setdefault("mulai_at", malam(hari=6))
    kunci = lain.pop("kunci", f"uji:{Undangan.objects.count()}")
    isi = {"nama": "Bu Masitah", "alamat": "Sebelah langgar Al-Falah", "acara": acara} | lain
    return make_undangan(Ajuan(**isi), kunci=kunci)[0]


def isian(**lain):
    return {
        "token": TOKEN, "acara": "tahlilan", "tanggal": str(malam(hari=4).date()), "jam": "19:30",
        "tempat": "rumah", "rt": "2", "rw": "01", "alamat": "Gang Mawar, rumah biru",
        "nama": "Bu Masitah", "pesan": "Haul orang tua", "kontak": "",
    } | lain  # fmt: skip


@pytest.fixture
def buka(db):
    return open_utara()


@pytest.mark.usefixtures("buka")
class TestForm:
    """By the web."""

    def test_an_invitation_gives_code_and_pin_and_tells_the_lurah_once(self, client):
        lurah = make_lurah(email="lurah@uji.invalid")
        jawab = client.post(f"/{SLUG}/undang-lurah/", isian())
        client.post(f"/{SLUG}/undang-lurah/", isian())
        undangan = Undangan.objects.get()
        assert undangan.wilayah_id == RT
        halaman = client.get(jawab["Location"]).content.decode()
        assert undangan.kode in halaman
        assert pin_of_kunci(undangan.kunci) in halaman
        kabar = PesanKeluar.objects.get(templat="luna_undang_petugas")
        assert kabar.pengguna == lurah
        assert "19.30 WITA" in kabar.badan
        assert "Mawar" not in kabar.badan
        assert "Masitah" not in kabar.badan

    @pytest.mark.parametrize(
        ("salah", "kata"),
        [
            ({"acara": ""}, "Pilih jenis acaranya."),
            ({"tanggal": "2020-01-01"}, "sudah lewat"),
            ({"tanggal": "2031-01-01"}, "paling lama setahun"),
            ({"rt": "abc"}, "Nomor RT belum benar"),
            ({"kontak": "12"}, "Tulis nomor seperti"),
            ({"nama": ""}, "Tulis nama Anda."),
        ],
    )
    def test_what_is_wrong_is_named_by_its_field(self, client, salah, kata):
        halaman = client.post(f"/{SLUG}/undang-lurah/", isian(**salah))
        assert halaman.status_code == 422
        assert kata in halaman.content.decode()
        assert not Undangan.objects.exists()

    def test_an_rt_we_do_not_know_makes_no_area_and_keeps_what_was_typed(self, client):
        client.post(f"/{SLUG}/undang-lurah/", isian(rt="77", rw="55"))
        undangan = Undangan.objects.get()
        assert undangan.wilayah_id == UTARA
        assert undangan.pesan.startswith("RT 77 RW 55.")

    def test_a_flood_from_one_place_is_stopped(self, client):
        for n in range(12):
            client.post(f"/{SLUG}/undang-lurah/", isian(token=f"{TOKEN[:-2]}{n:02d}"))
        halaman = client.post(f"/{SLUG}/undang-lurah/", isian(token=f"{TOKEN[:-2]}99"))
        assert halaman.status_code == 422
        assert Undangan.objects.count() == 12

    def test_code_and_pin_open_the_answer_and_take_it_back(self, client):
        undangan = make()
        pin = pin_of_kunci(undangan.kunci)
        status = reverse("luna_undang_status", args=[SLUG])
        salah = client.post(status, {"kode": undangan.kode, "pin": "000000"})
        assert salah.status_code == 422
        client.post(status, {"kode": undangan.kode.lower().replace("-", " "), "pin": pin})
        halaman = client.get(status).content.decode()
        assert "Menunggu jawaban" in halaman
        assert "langgar" not in halaman
        client.post(reverse("luna_undang_cabut", args=[SLUG]))
        undangan.refresh_from_db()
        assert undangan.status == S.DICABUT
        client.post(reverse("luna_undang_keluar", args=[SLUG]))
        assert "Undangan saya" in client.get(status).content.decode()

    def test_the_form_is_small_and_markup_is_text(self, client):
        assert len(client.get(f"/{SLUG}/undang-lurah/").content) < 60_000
        halaman = client.post(f"/{SLUG}/undang-lurah/", isian(nama="<script>x</script>", rt=""))
        assert "<script>x" not in halaman.content.decode()


@pytest.mark.usefixtures("buka")
class TestMeja:
    """At the desk."""

    def test_accepted_it_is_a_visit_at_the_inviters_and_the_inviter_is_told(self):
        lurah = make_lurah()
        kontak = make_host(nomor="081200000001").kontak
        undangan = make(kontak=kontak)
        kunjungan = accept_undangan(undangan, Terima(WilayahFactory(kode=RT), lurah), by=lurah)
        undangan.refresh_from_db()
        rumah = kunjungan.tuan_rumah
        assert (undangan.status, undangan.kunjungan) == (S.DITERIMA, kunjungan)
        assert (rumah.asal, rumah.kesediaan, rumah.alamat) == (
            "undangan", "ya", "Sebelah langgar Al-Falah",
        )  # fmt: skip
        assert kunjungan.status == Kunjungan.Status.PASTI
        assert kunjungan.acara == "Pengajian"
        assert "luna_pasti_tuan" in templates()

    def test_a_night_at_the_inviters_still_asks_what_may_be_recorded(self):
        lurah = make_lurah()
        undangan = make("menginap", kontak=make_host(nomor="081200000001").kontak)
        kunjungan = accept_undangan(undangan, Terima(WilayahFactory(kode=RT), lurah), by=lurah)
        kunjungan.refresh_from_db()
        assert kunjungan.status == Kunjungan.Status.MENUNGGU
        assert {"luna_undang_ya", "luna_ajak"} <= set(templates())

    def test_where_the_lurah_is_taken_nothing_is_written(self):
        lurah = make_lurah()
        make_kunjungan(lurah=lurah, mulai_at=malam(hari=6))
        undangan = make()
        with pytest.raises(Bentrok):
            accept_undangan(undangan, Terima(WilayahFactory(kode=RT), lurah), by=lurah)
        undangan.refresh_from_db()
        assert undangan.status == S.BARU

    def test_declined_the_inviter_reads_why_and_who_stands_in_and_that_one_is_told_where(self):
        wakil = set_kontak_tokoh(make_tokoh(), nomor="081200000088")
        undangan = make(kontak=make_host(nomor="081200000001").kontak)
        with pytest.raises(ValueError, match="alasan"):
            decline_undangan(undangan, alasan=" ", by=make_lurah())
        decline_undangan(undangan, alasan="Ada rapat", wakil=wakil, by=make_lurah())
        isi = last_body("luna_undang_tidak")
        assert "Ada rapat" in isi
        assert "Serka Wahyunadi, Babinsa" in isi
        assert "Al-Falah" in last_body("luna_wakil")
        with pytest.raises(UndanganTertutup):
            withdraw_undangan(undangan)

    def test_withdrawn_after_it_was_accepted_the_visit_is_called_off(self):
        lurah = make_lurah()
        undangan = make()
        kunjungan = accept_undangan(undangan, Terima(WilayahFactory(kode=RT), lurah), by=lurah)
        withdraw_undangan(undangan)
        withdraw_undangan(undangan)
        kunjungan.refresh_from_db()
        assert kunjungan.status == Kunjungan.Status.BATAL
        assert undangan.riwayat.count() == 3

    def test_staff_answer_on_the_page_and_others_find_nothing(self, client):
        lurah = make_lurah()
        undangan = make()
        client.force_login(lurah)
        halaman = client.get(undangan.get_absolute_url())
        assert "Sebelah langgar Al-Falah" in halaman.content.decode()
        # a browser shows a day and an hour only in these forms
        assert f'value="{malam(hari=6):%Y-%m-%d}"' in halaman.content.decode()
        assert 'value="19:00"' in halaman.content.decode()
        assert "RT 02 RW 01</option>" in halaman.content.decode()  # there are many RT 02
        langkah = reverse("admin:luna_maya_undangan_langkah", args=[undangan.pk, "terima"])
        hari = malam(hari=6)
        jawab = client.post(langkah, {"wilayah": RT, "lurah": lurah.pk,
                                      "tanggal": str(hari.date()), "jam": "20:00"})  # fmt: skip
        assert jawab.status_code == 302
        assert Kunjungan.objects.get().mulai_at == malam(hari=6, jam=20)
        assert "langgar" not in client.get(undangan.get_absolute_url()).content.decode()
        client.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1003"))
        assert client.get(undangan.get_absolute_url()).status_code == 404
        assert client.post(langkah).status_code == 404

    def test_a_head_proposes_through_staff_and_only_in_the_own_rt(self, client):
        ketua = make_tokoh("Pak Anang", "ketua_rt", di=RT)
        client.force_login(make_lurah())
        url = reverse("admin:luna_maya_usul")
        data = {"tokoh": ketua.pk, "nama": "Keluarga Pak Ideham", "wilayah": f"{UTARA}.02.03"}
        halaman = client.post(url, data)
        assert halaman.status_code == 422
        client.post(url, data | {"wilayah": RT})
        rumah = TuanRumah.objects.get(nama="Keluarga Pak Ideham")
        assert (rumah.asal, rumah.diusulkan_oleh) == ("ketua", ketua)

    def test_the_list_costs_the_same_at_one_and_fifteen_rows(
        self, client, django_assert_max_num_queries
    ):
        client.force_login(make_lurah())
        url = reverse("admin:luna_maya_undangan_changelist")
        make()
        client.get(url)
        with django_assert_max_num_queries(30) as satu:
            assert client.get(url).status_code == 200
        for n in range(14):
            make(kunci=f"lagi:{n}")
        with django_assert_max_num_queries(len(satu.captured_queries)):
            client.get(url)


@pytest.mark.usefixtures("utara", "bersih")
@pytest.mark.django_db
class TestObrolan:
    """By chat."""

    def test_all_in_one_message_but_the_name(self):
        terima("UNDANG LURAH pengajian 12 Desember 19.00 RT 02 RW 01 di langgar")
        assert templates() == ["luna_undang_tanya"]
        terima("Bu Masitah, sebelah langgar")
        undangan = Undangan.objects.get()
        assert (undangan.acara, undangan.wilayah_id, undangan.asal) == ("pengajian", RT, "chat")
        assert undangan.nama == "Bu Masitah"
        isi = last_body("luna_undang_terima")
        assert undangan.kode in isi
        assert pin_of_kunci(undangan.kunci) in isi
        assert "19.00 WITA" in isi
        assert not Curhat.objects.exists()

    def test_what_is_missing_is_asked_once_each(self):
        for kata in ("undang lurah", "Hajatan", "besok", "jam 8 malam", "RT 3 RW 2", "Pak Udin"):
            terima(kata)
        undangan = Undangan.objects.get()
        assert (undangan.acara, undangan.wilayah_id) == ("hajatan", f"{UTARA}.02.03")
        assert undangan.mulai_at == malam(hari=1, jam=20)

    def test_a_story_in_between_goes_on_and_tidak_jadi_ends_it(self):
        terima("undang lurah tahlilan")
        terima("Got di depan rumah kami mampet sudah seminggu dan baunya masuk sampai ke dapur")
        assert Curhat.objects.count() == 1
        terima("tidak jadi")
        assert not UndanganLewatPesan.objects.exists()
        assert templates()[-1] == "luna_undang_batal"

    def test_batal_undangan_takes_the_last_one_back(self):
        terima("UNDANG LURAH pengajian 12 Desember 19.00 RT 02 RW 01")
        terima("Bu Masitah")
        terima("batal undangan")
        assert Undangan.objects.get().status == S.DICABUT
        terima("batal undangan")
        assert templates()[-1] == "luna_undang_kosong"

    def test_a_head_in_office_proposes_a_host_of_the_own_rt(self):
        set_kontak_tokoh(make_tokoh("Pak Anang", "ketua_rt", di=RT), nomor="081200000001")
        terima("USUL TUAN RUMAH Keluarga Bapak Hasan RT 02 RW 01")
        rumah = TuanRumah.objects.get()
        assert (rumah.nama, rumah.wilayah_id, rumah.asal) == ("Keluarga Bapak Hasan", RT, "ketua")
        terima("usul tuan rumah keluarga bapak hasan rt 2")
        terima("USUL TUAN RUMAH Bu Aminah RT 03 RW 02")
        terima("USUL TUAN RUMAH")
        assert templates() == [
            "luna_usul_catat", "luna_usul_ada", "luna_usul_luar", "luna_usul_cara",
        ]  # fmt: skip
        assert TuanRumah.objects.count() == 1

    def test_a_former_head_or_a_stranger_proposes_nobody(self):
        kemarin = timezone.localdate() - dt.timedelta(days=2)
        lama = make_tokoh("Pak Anang", "ketua_rt", di=RT, selesai=kemarin)
        set_kontak_tokoh(lama, nomor="081200000001")
        terima("USUL TUAN RUMAH Keluarga Bapak Hasan RT 02 RW 01")
        assert not TuanRumah.objects.exists()
        assert Curhat.objects.count() == 1


def test_two_people_accept_the_same_invitation_at_the_same_instant(nyata):
    open_utara()
    lurah, undangan = make_lurah(), make()
    rt = WilayahFactory(kode=RT)
    mulai, hasil = threading.Barrier(2), []

    def run():
        mulai.wait()
        try:
            accept_undangan(undangan, Terima(rt, lurah), by=lurah)
            hasil.append("jadi")
        except UndanganTertutup:
            hasil.append("tertutup")
        finally:
            connection.close()

    benang = [threading.Thread(target=run) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(hasil) == ["jadi", "tertutup"]
    assert Kunjungan.objects.count() == 1
