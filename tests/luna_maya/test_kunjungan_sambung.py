"""A visit's page and its neighbours: the calendar, the log, pictures, who is asked along later."""

import pytest
from django.urls import reverse

from luna_maya.models import Kunjungan
from luna_maya.services.jalan import change_peserta
from luna_maya.services.kontak import set_kontak_tokoh
from luna_maya.services.kunjungan import move_kunjungan
from pesan.models import PesanKeluar
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_lurah, make_tokoh, malam
from tests.luna_maya.pabrik_dokumentasi import make_foto, make_selesai
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
S = Kunjungan.Status
BARU = "/admin/luna_maya/kunjungan/add/"


@pytest.fixture
def lurah():
    WilayahFactory(kode=UTARA)
    Wilayah.objects.filter(pk=UTARA, slug__isnull=True).update(slug="kandangan-utara-uji")
    return make_lurah()


def test_the_evening_chosen_in_the_calendar_is_kept_while_the_kind_is_chosen(client, lurah):
    client.force_login(lurah)
    hari = f"{malam(hari=5):%Y-%m-%d}"
    pilih = client.get(f"{BARU}?di={UTARA}&hari={hari}&mulai={hari}T19:00").content.decode()
    tautan = f"?di={UTARA}&amp;jenis=menginap&amp;hari={hari}&amp;mulai={hari}T19%3A00"
    assert tautan in pilih
    form = client.get(BARU + tautan.replace("&amp;", "&"))
    assert f'value="{hari}"' in form.content.decode() or hari in str(form.context["form"]["hari"])
    assert f"?di={UTARA}&amp;hari={hari}" in form.content.decode()  # another kind, the same evening


def test_what_the_address_says_is_text_and_never_markup(client, lurah):
    client.force_login(lurah)
    isi = client.get(BARU, {"di": UTARA, "hari": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in isi


def test_the_page_leads_to_its_log_its_month_and_its_pictures(client, lurah):
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(hari=0, jam=22))
    client.force_login(lurah)
    alamat = kunjungan.get_absolute_url()
    catat = reverse("luna_catat", args=[kunjungan.kode])
    isi = client.get(alamat).content.decode()
    assert catat not in isi  # nobody has agreed yet
    assert f"kalender/?di={UTARA}&amp;tanggal={malam(hari=0):%Y-%m-%d}" in isi
    assert "Unggah, catat izin, dan susun laporan" in isi
    for ke in (S.PASTI, S.BERLANGSUNG, S.SELESAI):
        kunjungan = move_kunjungan(kunjungan, to=ke, by=lurah)
        assert catat in client.get(alamat).content.decode()
    kalender = client.get(f"{reverse('admin:luna_maya_kunjungan_kalender')}?di={UTARA}")
    assert kalender.status_code == 200


def test_pictures_of_the_visit_stand_on_its_page(client):
    foto = make_foto(make_selesai())
    client.force_login(foto.kunjungan.lurah)
    isi = client.get(foto.kunjungan.get_absolute_url()).content.decode()
    assert reverse("admin:luna_maya_dokumentasi_berkas", args=[foto.pk, "kecil"]) in isi
    camat = PenggunaFactory(peran="camat", di="63.06.05")
    client.force_login(camat)
    isi = client.get(foto.kunjungan.get_absolute_url()).content.decode()
    assert "dok-petak" not in isi


def told():
    return PesanKeluar.objects.filter(templat="luna_jadwal")


def test_who_is_asked_along_later_is_told_once_and_nobody_else(lurah):
    babinsa = set_kontak_tokoh(make_tokoh(), nomor="081200000071")
    bhabin = set_kontak_tokoh(make_tokoh("Aiptu Syahrani", "bhabinkamtibmas"),
                              nomor="081200000072")  # fmt: skip
    staf = PenggunaFactory(peran="moderator", di=UTARA)
    kunjungan = make_kunjungan(lurah=lurah, tokoh=[babinsa])
    assert told().count() == 1
    ikut = {"tokoh": [babinsa, bhabin], "petugas": [staf], "kendaraan": None}
    for _ in range(2):
        change_peserta(kunjungan, **ikut, by=lurah)
    baru = told().exclude(kontak=babinsa.kontak)
    assert {(p.kontak_id, p.pengguna_id) for p in baru} == {
        (bhabin.kontak_id, None), (None, staf.pk),
    }  # fmt: skip
    change_peserta(kunjungan, tokoh=[bhabin], petugas=[], kendaraan=None, by=lurah)
    assert told().count() == 3


def test_somebody_added_afterwards_to_an_evening_that_is_over_hears_nothing(lurah):
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(hari=-3))
    kunjungan = move_kunjungan(kunjungan, to=S.PASTI, by=lurah)
    tokoh = set_kontak_tokoh(make_tokoh(), nomor="081200000073")
    change_peserta(kunjungan, tokoh=[tokoh], petugas=[], kendaraan=None, by=lurah)
    assert not told().exists()
