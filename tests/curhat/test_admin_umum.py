"""Rules and subjects hold in every area at once: an area's admin reads them and writes none."""

import json

import pytest
from django.contrib.auth.models import Group, Permission

from curhat.models import AturanEskalasi, Subkategori, VersiModel
from tests.factories import PenggunaFactory

BISA_BACA = {
    "aturaneskalasi": ("admin_wilayah", "lurah"),
    "subkategori": ("admin_wilayah", "data_officer"),
}


@pytest.fixture
def pengelola(acuan_curhat, client):
    """An area admin of the whole city, whose group somebody gave every permission by hand."""
    user = PenggunaFactory(peran="admin_wilayah", di="35.77")
    Group.objects.get(name="admin_wilayah").permissions.add(
        *Permission.objects.filter(content_type__app_label="curhat")
    )
    client.force_login(user)
    return user


@pytest.mark.parametrize(("model", "peran"), [(m, p) for m, s in BISA_BACA.items() for p in s])
def test_whom_they_bind_may_read_them(acuan_curhat, client, model, peran):
    client.force_login(PenggunaFactory(peran=peran, di="35.77"))
    assert client.get(f"/admin/curhat/{model}/").status_code == 200
    assert client.get(f"/admin/curhat/{model}/add/").status_code == 403


def test_the_roles_give_no_right_to_write_them(acuan_curhat):
    user = PenggunaFactory(peran="admin_wilayah", di="35.77")
    for model in ("aturaneskalasi", "kategori", "subkategori", "versimodel", "contohlatih"):
        for aksi in ("add", "change", "delete"):
            assert not user.has_perm(f"curhat.{aksi}_{model}"), (aksi, model)


def test_even_with_the_permission_no_rule_set_is_added_changed_or_switched(pengelola, client):
    lama = AturanEskalasi.objects.get(aktif=True)
    lain = AturanEskalasi.objects.create(versi="lain", isi=lama.isi)
    data = {"isi": json.dumps(lama.isi), "catatan": "x"}
    path = "/admin/curhat/aturaneskalasi/"
    assert client.post(f"{path}add/", data).status_code == 403
    assert client.post(f"{path}{lama.pk}/change/", data).status_code == 403
    assert client.post(f"{path}{lama.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(path, {"action": "activate_selected", "_selected_action": [lain.pk]})
    assert AturanEskalasi.objects.get(aktif=True) == lama
    assert AturanEskalasi.objects.count() == 2


def test_even_with_the_permission_no_subjects_target_is_changed(pengelola, client):
    sub = Subkategori.objects.get(slug="sampah")
    data = {"unit": "SAYA", "target_hari_kerja": "1"}
    path = f"/admin/curhat/subkategori/{sub.pk}/change/"
    assert client.get(path).status_code == 200
    assert client.post(path, data).status_code == 403
    assert Subkategori.objects.get(pk=sub.pk).unit == sub.unit


def test_even_with_the_permission_no_model_version_is_switched(pengelola, client):
    versi = VersiModel.objects.create(versi="v1")
    client.post(
        "/admin/curhat/versimodel/",
        {"action": "activate_selected", "_selected_action": [versi.pk]},
    )
    assert not VersiModel.objects.filter(aktif=True).exists()


def test_a_superuser_changes_a_subjects_target_and_who_answers(acuan_curhat, client):
    client.force_login(PenggunaFactory(is_superuser=True))
    page = client.get("/admin/curhat/subkategori/sampah/change/")
    data = {k: v for k, v in page.context["adminform"].form.initial.items() if v is not None} | {
        "unit": "DLH",
        "target_hari_kerja": "4",
    }
    assert client.post("/admin/curhat/subkategori/sampah/change/", data).status_code == 302
    assert Subkategori.objects.get(slug="sampah").target_hari_kerja == 4
