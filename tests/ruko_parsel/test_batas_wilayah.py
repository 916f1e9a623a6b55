"""Every model of the desk: what is a village's, no other village and no other kecamatan sees.

The whole demo is loaded once; its rows are looked at through each model's own door and page.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.ruko_semua import load_ruko
from ruko_parsel.models import HariTutup, Keahlian
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import KECAMATAN, TETANGGA, make_petugas
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet, prefix_q

SEMUA = [
    model for model in apps.get_app_config("ruko_parsel").get_models()
    if isinstance(model._default_manager.get_queryset(), ScopedQuerySet)
]  # fmt: skip
# Of the desk alone: a village sees none of it, not even what is about itself.
MEJA = {
    "Antrean", "Disposisi", "HariTutup", "JamBuka", "LaporanRuko", "PeringatanSiaga",
    "PetugasGizi", "Rapat", "Ruang", "Tamu", "TandaRumah",
}  # fmt: skip
DAFTAR = [model for model in apps.get_app_config("ruko_parsel").get_models()
          if model in admin.site._registry]  # fmt: skip
DESA = "desa-panggung"


@pytest.fixture(scope="module")
def isi(django_db_setup, django_db_blocker):
    """The demo of the desk, gone again after this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_akun()
        load_rtrw()
        assert dict(load_ruko())
        HariTutup.objects.create(
            wilayah_id=KECAMATAN, mulai="2026-12-28", selesai="2026-12-29", alasan="Atap"
        )
        yield {
            "desa": Pengguna.objects.get(username=DESA),
            "camat": PenggunaFactory(peran="camat", di=TETANGGA),
            "petugas": make_petugas(TETANGGA),
        }
        transaction.set_rollback(True)


def area_of(model):
    """The path to the village a row is about."""
    nama = {f.name for f in model._meta.get_fields()}
    if "wilayah" in nama:
        return "wilayah"
    return model._default_manager.get_queryset().scope_wilayah


def of_others(model, user):
    """Rows that are another village's than this user's."""
    desa = user.penugasan_aktif[0].wilayah_id
    jalan = area_of(model)
    rows = model._default_manager.filter(**{f"{jalan}__kode__startswith": f"{KECAMATAN}."})
    return rows.exclude(prefix_q(jalan, desa))


@pytest.mark.parametrize("model", SEMUA, ids=lambda m: m.__name__)
def test_the_demo_has_rows_to_look_at(isi, model):
    assert model._default_manager.exists()


@pytest.mark.parametrize("model", SEMUA, ids=lambda m: m.__name__)
def test_a_village_sees_no_row_of_another(isi, model):
    lain = of_others(model, isi["desa"])
    terlihat = model._default_manager.visible_to(isi["desa"])
    if model.__name__ in MEJA:
        assert not list(terlihat)
    terlihat = terlihat.filter(pk__in=lain.values("pk"))
    if model.__name__ == "Keahlian":  # who knows what is for the whole kecamatan, once confirmed
        terlihat = terlihat.exclude(status=Keahlian.Status.DIKUATKAN)
    assert not list(terlihat)


@pytest.mark.parametrize("siapa", ["camat", "petugas"])
@pytest.mark.parametrize("model", SEMUA, ids=lambda m: m.__name__)
def test_another_kecamatan_sees_no_row_at_all(isi, model, siapa):
    terlihat = model._default_manager.visible_to(isi[siapa])
    if model.__name__ == "Pustaka":
        terlihat = terlihat.filter(wilayah__isnull=False)
    assert not list(terlihat)


@pytest.mark.parametrize("siapa", ["desa", "camat", "petugas"])
@pytest.mark.parametrize("model", DAFTAR, ids=lambda m: m.__name__)
def test_pages_of_hidden_rows_are_not_found(isi, model, siapa):
    user = isi[siapa]
    rows = model._default_manager.all()
    if model in SEMUA:
        rows = rows.exclude(pk__in=model._default_manager.visible_to(user).values("pk"))
    elif model.__name__ == "TautanPermintaan":
        rows = rows.exclude(permintaan__wilayah=user.penugasan_aktif[0].wilayah_id)
    else:
        pytest.skip("berlaku di mana-mana")
    client = Client()
    client.force_login(user)
    nama = f"admin:ruko_parsel_{model._meta.model_name}_change"
    for satu in rows.order_by("-pk")[:3]:
        assert client.get(reverse(nama, args=[satu.pk])).status_code in {403, 404}, satu
