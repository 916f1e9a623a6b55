"""A task is told to whoever gets it, done with a result, and opened again without losing it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from luna_maya.services.ingat_janji import remind_tugas
from luna_maya.services.tugas import TugasDitolak, finish_tugas, reopen_tugas
from pesan.models import PesanKeluar
from tests.factories import InstansiFactory, PenggunaFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_lurah
from tests.luna_maya.pabrik_janji import make_catatan, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def lurah():
    return make_lurah()


@pytest.fixture
def petugas():
    return PenggunaFactory(peran="fasilitator", di=UTARA)


@pytest.fixture
def tugas(lurah, petugas):
    return make_task(petugas, catatan=make_catatan(kunjungan=make_kunjungan(lurah=lurah)))


def test_who_gets_it_is_told_and_who_gave_it_hears_the_result(tugas, lurah, petugas):
    assert PesanKeluar.objects.get(pengguna=petugas).templat == "luna_tugas_baru"
    finish_tugas(tugas, hasil="12 meter.", by=petugas)
    pesan = PesanKeluar.objects.get(pengguna=lurah)
    assert pesan.templat == "luna_tugas_selesai"
    assert "12 meter" in pesan.badan
    with pytest.raises(TugasDitolak, match="sudah dicatat"):
        finish_tugas(tugas, hasil="lagi", by=petugas)


def test_my_own_task_sends_no_message(lurah):
    make_task(lurah, catatan=make_catatan(kunjungan=make_kunjungan(lurah=lurah)))
    assert not PesanKeluar.objects.exists()


def test_it_needs_a_result_and_can_be_opened_again(tugas, petugas):
    with pytest.raises(TugasDitolak, match="hasilnya"):
        finish_tugas(tugas, hasil=" ", by=petugas)
    finish_tugas(tugas, hasil="12 meter.", by=petugas)
    tugas = reopen_tugas(tugas, by=petugas)
    assert (tugas.selesai_pada, tugas.hasil) == (None, "")
    assert [(r.apa, r.catatan) for r in tugas.riwayat.all()] == [
        ("diberikan", ""), ("selesai", "12 meter."), ("dibuka", ""),
    ]  # fmt: skip
    with pytest.raises(TugasDitolak, match="belum dicatat"):
        reopen_tugas(tugas, by=petugas)


def test_a_late_task_is_told_of_once(tugas, petugas):
    now = timezone.now()
    assert remind_tugas(now) == 0
    for hari in (5, 6):
        remind_tugas(now + dt.timedelta(days=hari))
    pesan = PesanKeluar.objects.filter(pengguna=petugas, templat="luna_tugas_lewat")
    assert pesan.count() == 1


def test_my_tasks_are_a_list_and_finish_on_their_page(client, tugas, petugas):
    client.force_login(petugas)
    daftar = client.get(reverse("admin:luna_maya_tugas_changelist"), {"punya": "saya"})
    assert "Ukur panjang selokan" in daftar.content.decode()
    url = reverse("admin:luna_maya_tugas_langkah", args=[tugas.pk, "selesai"])
    assert client.post(url, {"hasil": ""}).status_code == 422
    assert client.post(url, {"hasil": "12 meter."}).status_code == 302
    tugas.refresh_from_db()
    assert tugas.hasil == "12 meter."
    daftar = client.get(
        reverse("admin:luna_maya_tugas_changelist"), {"punya": "saya", "keadaan": "terbuka"}
    )
    assert "Ukur panjang" not in daftar.content.decode()


def test_others_see_only_their_own(client, tugas):
    for peran, di in (("fasilitator", UTARA), ("lurah", "63.06.05.1001")):
        client.force_login(PenggunaFactory(peran=peran, di=di))
        halaman = client.get(reverse("admin:luna_maya_tugas_changelist"))
        assert "Ukur panjang" not in halaman.content.decode()
        ekspor = reverse("admin:luna_maya_tugas_export")
        kolom = {n: "on" for n in client.get(ekspor).context["form"].fields if "tugasres" in n}
        assert b"Ukur" not in client.post(ekspor, {"format": "0", "resource": "", **kolom}).content
        url = reverse("admin:luna_maya_tugas_langkah", args=[tugas.pk, "selesai"])
        assert client.post(url, {"hasil": "x"}).status_code == 404


def test_an_officer_of_an_agency_finds_a_task_given_to_them(client, lurah):
    petugas = PenggunaFactory(peran="petugas", di=InstansiFactory(kode="DLH-UJI"))
    tugas = make_task(petugas, catatan=make_catatan(kunjungan=make_kunjungan(lurah=lurah)))
    client.force_login(petugas)
    halaman = client.get(reverse("admin:luna_maya_tugas_change", args=[tugas.pk]))
    assert halaman.status_code == 200


@pytest.mark.parametrize("saring", ["terbuka", "lewat", "selesai"])
def test_the_late_ones_can_be_listed(client, tugas, lurah, petugas, saring):
    lewat = make_task(petugas, "Tanya PDAM", hari=-1, catatan=tugas.catatan)
    client.force_login(lurah)
    halaman = client.get(reverse("admin:luna_maya_tugas_changelist"), {"keadaan": saring})
    assert (lewat.isi in halaman.content.decode()) is (saring != "selesai")
    assert (tugas.isi in halaman.content.decode()) is (saring == "terbuka")


def test_the_list_asks_the_same_number_of_times_for_many(
    client, tugas, lurah, petugas, django_assert_max_num_queries
):
    client.force_login(lurah)
    url = reverse("admin:luna_maya_tugas_changelist")
    client.get(url)
    with django_assert_max_num_queries(16) as satu:
        client.get(url)
    for n in range(14):
        make_task(petugas, f"Tugas {n}", catatan=tugas.catatan)
    with django_assert_max_num_queries(len(satu)):
        client.get(url)
