"""Lists and exports of the desk cost as many queries with fifteen rows as with one."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import timezone

from ruko_parsel.models import Jawaban
from ruko_parsel.services.stunting import appoint_gizi
from ruko_parsel.services.tanggapan import draft_tanggapan
from ruko_parsel.services.tindak_lanjut import add_tindak_lanjut
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import KECAMATAN, make_camat, make_desa, make_petugas
from tests.ruko_parsel.pabrik_kapasitas import desa_ke, make_angka
from tests.ruko_parsel.pabrik_meja import answer, make_ditelaah
from tests.ruko_parsel.pabrik_pengetahuan import make_jawaban, make_pustaka

pytestmark = pytest.mark.django_db


def _answer(ke, petugas):
    satu = make_ditelaah(petugas, di=desa_ke(ke).kode, by=make_desa(desa_ke(ke).kode))
    draft_tanggapan(satu, perihal=f"Perihal {ke}", isi="Catat sebagai SiLPA.", by=petugas)


def _follow_up(ke, petugas):
    satu = make_ditelaah(petugas, di=desa_ke(ke).kode, by=make_desa(desa_ke(ke).kode))
    answer(satu, penyusun=petugas, pemeriksa=make_camat())
    satu.refresh_from_db()
    besok = timezone.localdate() + dt.timedelta(days=1)
    add_tindak_lanjut(satu, apa=f"Langkah {ke}", pelaksana="BPD", sampai=besok, by=petugas)


def _figures(ke, petugas):
    """Every second village far above: the warnings have as many rows."""
    make_angka(di=desa_ke(ke).kode, ditimbang=80, stunting=40 if ke % 2 else 8)


def _nutrition(ke, petugas):
    appoint_gizi(WilayahFactory(kode=KECAMATAN), make_petugas(), by=make_camat())


def _library(ke, petugas):
    make_pustaka(f"Templat {ke}", masalah=("keuangan",))


def _waiting(ke, petugas):
    """Answers that should be read again, and drafts."""
    satu = make_jawaban(f"Soal {ke}?")
    kemarin = timezone.localdate() - dt.timedelta(days=1)
    Jawaban.objects.filter(pk=satu.pk).update(tinjau_at=kemarin)
    make_jawaban(f"Draf {ke}?", terbit=False)


ADMIN = "/admin/ruko_parsel"


@pytest.mark.parametrize(
    ("alamat", "buat", "siapa"),
    [
        (f"{ADMIN}/tanggapan/", _answer, make_petugas),
        (f"{ADMIN}/tindaklanjut/", _follow_up, make_petugas),
        (f"{ADMIN}/angkastunting/", _figures, make_camat),
        (f"{ADMIN}/angkastunting/tabel/", _figures, make_camat),
        (f"{ADMIN}/petugasgizi/", _nutrition, make_camat),
        (f"{ADMIN}/pustaka/", _library, make_petugas),
        (f"{ADMIN}/jawaban/", _waiting, make_petugas),
        (f"{ADMIN}/jawaban/?antrean=tinjau", _waiting, make_petugas),
    ],
)
def test_a_list_costs_the_same_at_one_and_fifteen_rows(
    client, alamat, buat, siapa, django_assert_max_num_queries
):
    petugas = make_petugas()
    client.force_login(siapa())
    buat(0, petugas)
    client.get(alamat)
    with django_assert_max_num_queries(22) as satu:
        assert client.get(alamat).status_code == 200
    for ke in range(1, 15):
        buat(ke, petugas)
    with django_assert_max_num_queries(len(satu)):
        assert client.get(alamat).status_code == 200


@pytest.mark.parametrize(
    ("model", "buat", "siapa"),
    [
        ("tindaklanjut", _follow_up, make_petugas),
        ("angkastunting", _figures, make_camat),
        ("pustaka", _library, make_petugas),
        ("jawaban", _waiting, make_petugas),
    ],
)
def test_an_export_costs_the_same_at_one_and_fifteen_rows(
    client, model, buat, siapa, django_assert_max_num_queries
):
    petugas = make_petugas()
    client.force_login(siapa())
    alamat = f"{ADMIN}/{model}/export/"

    def export():
        borang = client.get(alamat).context["form"]
        isi = {nama: "on" for nama in borang.fields if "resource_" in nama}
        jawab = client.post(alamat, {"format": "0", "resource": ""} | isi)
        assert jawab["Content-Type"].startswith("text/csv"), borang.fields
        return jawab.content.decode()

    buat(0, petugas)
    export()
    with django_assert_max_num_queries(40) as satu:
        export()
    for ke in range(1, 15):
        buat(ke, petugas)
    with django_assert_max_num_queries(len(satu)):
        assert len(export().splitlines()) >= 16


def test_every_state_in_a_list_has_a_colour_else_its_code_is_shown_instead_of_its_name():
    for model in apps.get_app_config("ruko_parsel").get_models():
        layar = admin.site._registry.get(model)
        status = set(getattr(getattr(model, "Status", None), "values", ()))
        for nama in layar.list_display if layar is not None else ():
            warna = getattr(getattr(type(layar), nama, None), "label", None)
            if isinstance(warna, dict) and status & set(warna):
                assert status <= set(warna), f"{model.__name__}.{nama}"
