"""The queue and a problem's page in the admin: decide, join by code, split, dissolve; who may."""

import pytest
from django.utils import timezone

from curhat.models import Curhat, Isu, Tiket, UsulanIsu
from curhat.services.isu import Sebab, unite_curhat
from curhat.services.usulan import propose_isu
from tests.factories import CurhatFactory, KontakFactory, PenggunaFactory, TiketFactory

pytestmark = pytest.mark.usefixtures("kelurahan")
RT = "35.77.03.1009.02.03"
ANTRE = "/admin/curhat/usulanisu/"


def got(**isi):
    isi = {"di": RT, "isi": "got mampet air meluap tiap hujan", "kontak": KontakFactory()} | isi
    return CurhatFactory(**isi)


def usul(**isi):
    got()
    got(**isi)
    assert propose_isu(timezone.now()) == 1
    return UsulanIsu.objects.latest("pk")


@pytest.fixture
def meja(client, moderator):
    client.force_login(moderator)
    return client


def putus(client, usulan, kunci):
    return client.post(f"{ANTRE}{usulan.pk}/putus/{kunci}/", follow=True).content.decode()


def langkah(client, isu, kunci, **data):
    alamat = f"/admin/curhat/isu/{isu.pk}/langkah/{kunci}/"
    return client.post(alamat, data, follow=True).content.decode()


def test_a_moderator_reads_why_and_joins(meja):
    usulan = usul()
    html = meja.get(ANTRE).content.decode()
    assert usulan.kalimat in html
    assert "air meluap tiap hujan" in html
    assert 'data-putus="y"' in html
    assert Isu.objects.count() == 0
    assert "Digabung ke ISU-" in putus(meja, usulan, "ya")
    assert "Tidak ada usulan" in meja.get(ANTRE).content.decode()


def test_a_moderator_refuses_and_the_second_decision_is_told_of_the_first(meja):
    usulan = usul()
    putus(meja, usulan, "tidak")
    assert "sudah diputus lebih dulu" in putus(meja, usulan, "ya")
    assert not Isu.objects.exists()
    assert (
        "Bukan masalah yang sama oleh" in meja.get(f"{ANTRE}{usulan.pk}/change/").content.decode()
    )


def test_the_queue_costs_the_same_for_one_and_fifteen(meja, django_assert_max_num_queries):
    usul()
    meja.get(ANTRE)
    with django_assert_max_num_queries(14):
        meja.get(ANTRE)
    for _ in range(14):
        got()
    assert propose_isu(timezone.now()) == 14
    with django_assert_max_num_queries(14):
        assert meja.get(ANTRE).content.decode().count('data-putus="y"') == 15


def satukan(n, by, **isi):
    utama = got(**isi)
    for _ in range(n - 1):
        isu = unite_curhat(got(), utama, sebab=Sebab("manual", by=by))
    return isu


def test_the_list_costs_the_same_for_one_and_fifteen(
    meja, moderator, django_assert_max_num_queries
):
    satukan(2, moderator)
    meja.get("/admin/curhat/isu/")
    with django_assert_max_num_queries(20):
        meja.get("/admin/curhat/isu/")
    for _ in range(14):
        satukan(2, moderator)
    with django_assert_max_num_queries(20):
        html = meja.get("/admin/curhat/isu/").content.decode()
    assert html.count("ISU-") >= 15


def test_join_by_code_split_and_dissolve_on_the_page(meja, moderator):
    isu = satukan(2, moderator)
    lain = got()
    assert "bergabung" in langkah(meja, isu, "gabung", kode=lain.kode.lower())
    assert isu.anggota.filter(ended_at=None).count() == 3
    assert "Tidak ada laporan" in langkah(meja, isu, "gabung", kode="HL-XXXX-XXXX")
    assert "dipisahkan" in langkah(meja, isu, "pisah", curhat=lain.pk)
    assert "Tiket utama milik" in langkah(meja, isu, "pisah", curhat=isu.tiket.curhat_id)
    assert "Ringkasan disimpan" in langkah(
        meja, isu, "ringkasan", ringkasan="Got mampet, RT 03", tampil="on"
    )
    assert "Dibubarkan" in langkah(meja, isu, "bubar")
    isu.refresh_from_db()
    assert isu.bubar_at is not None
    assert meja.get(f"/admin/curhat/isu/{isu.pk}/change/").status_code == 200


def test_a_report_of_another_kelurahan_cannot_be_joined_by_code(meja, moderator):
    isu = satukan(2, moderator)
    lain = got(di="35.77.03.1002.02.03")
    assert "Tidak ada laporan dengan kode itu" in langkah(meja, isu, "gabung", kode=lain.kode)


def test_the_tickets_page_says_whom_it_serves(meja, moderator):
    utama = TiketFactory(curhat=got())
    lain = TiketFactory(curhat=got())
    unite_curhat(lain.curhat, utama.curhat, sebab=Sebab("manual", by=moderator))
    html = meja.get(utama.get_absolute_url()).content.decode()
    assert "2 laporan dilayani tiket ini" in html
    html = meja.get(lain.get_absolute_url()).content.decode()
    assert f'digabung ke <a href="/admin/curhat/tiket/{utama.pk}/change/">{utama.nomor}' in html
    html = meja.get(f"/admin/curhat/curhat/{lain.curhat_id}/change/").content.decode()
    assert Isu.objects.get().kode in html


@pytest.mark.parametrize(
    ("peran", "di"),
    [("moderator", "35.77.03.1002"), ("lurah", "35.77.03.1002"), ("petugas_kecamatan", "35.77.01")],
)
def test_elsewhere_nothing_is_seen_or_done(client, moderator, peran, di):
    usulan, isu = usul(), satukan(2, moderator)
    client.force_login(PenggunaFactory(peran=peran, di=di))
    for alamat in (
        f"{ANTRE}{usulan.pk}/change/", f"/admin/curhat/isu/{isu.pk}/change/",
    ):  # fmt: skip
        assert client.get(alamat).status_code in {403, 404}
    for alamat in (
        f"{ANTRE}{usulan.pk}/putus/ya/", f"/admin/curhat/isu/{isu.pk}/langkah/bubar/",
    ):  # fmt: skip
        assert client.post(alamat).status_code in {403, 404}
    usulan.refresh_from_db()
    assert usulan.status == "menunggu"


def test_a_private_member_is_listed_only_to_who_may_read_it(client, meja, moderator):
    isu = satukan(3, moderator)
    peka = got(rahasia=True, isi="zamrudpeka di got")
    unite_curhat(peka, isu.tiket.curhat, sebab=Sebab("manual", by=moderator))
    alamat = f"/admin/curhat/isu/{isu.pk}/change/"
    assert peka.kode in meja.get(alamat).content.decode()
    client.force_login(PenggunaFactory(peran="admin_wilayah", di="35.77"))
    html = client.get(alamat).content.decode()
    assert "3 laporan" in html
    assert peka.kode not in html
    assert peka.kode not in client.get(isu.tiket.get_absolute_url()).content.decode()
    assert "3 laporan dilayani" in client.get(isu.tiket.get_absolute_url()).content.decode()


def test_a_proposal_that_touches_a_private_case_is_for_lurah_and_moderators(client, meja):
    usulan = usul(rahasia=True)
    assert usulan.curhat.kode in meja.get(ANTRE).content.decode()
    client.force_login(PenggunaFactory(peran="admin_wilayah", di="35.77"))
    assert usulan.curhat.kode not in client.get(ANTRE).content.decode()
    assert client.post(f"{ANTRE}{usulan.pk}/putus/ya/").status_code == 404


def test_the_api_names_the_problem_of_a_ticket(meja, moderator):
    isu = satukan(2, moderator)
    (baris,) = meja.get("/api/v1/tickets/").json()["results"]
    assert baris["isu"] == isu.kode
    TiketFactory(curhat=got())
    kode = {b["isu"] for b in meja.get("/api/v1/tickets/").json()["results"]}
    assert kode == {isu.kode, None}
    assert Tiket.objects.count() == 2
    assert Curhat.objects.count() == 3
