"""The guide in the admin: wrong lines are named, a change is a version, an area is one's own."""

import pytest

from curhat.models import PanduanSolusi
from tests.curhat.conftest import PANDEAN, TAMAN
from tests.factories import PenggunaFactory, WilayahFactory

SUB = "sampah"


@pytest.fixture
def umum(taman):
    return PanduanSolusi.objects.get(subkategori=SUB, wilayah=None, aktif=True)


@pytest.fixture
def pengelola(taman):
    return PenggunaFactory(peran="admin_wilayah", di=TAMAN)


def save(client, teks, wilayah="", pk=None):
    data = {"subkategori": SUB, "wilayah": wilayah, "teks": teks, "catatan": "coba"}
    path = f"{pk}/change/" if pk else "add/"
    return client.post(f"/admin/curhat/panduansolusi/{path}", data)


def changed(umum):
    """The guide with one more sentence in its first step, still well formed."""
    return umum.teks.replace(".\n", ". Ajak tetangga.\n", 1).strip()


def errors(jawab, nama):
    return str(jawab.context["adminform"].form.errors.get(nama, ""))


def test_a_superusers_change_is_a_new_version_and_the_old_text_stays(umum, client):
    client.force_login(PenggunaFactory(is_superuser=True))
    teks = changed(umum)
    assert teks != umum.teks
    assert save(client, teks.replace("\n", "\r\n"), pk=umum.pk).status_code == 302
    baru = PanduanSolusi.objects.get(subkategori=SUB, wilayah=None, aktif=True)
    assert (baru.versi, baru.teks) == (umum.versi + 1, teks)
    lama = PanduanSolusi.objects.get(pk=umum.pk)
    assert (lama.aktif, lama.teks) == (False, umum.teks)


def test_a_wrong_line_is_named_and_nothing_is_written(umum, client):
    client.force_login(PenggunaFactory(is_superuser=True))
    baris = umum.teks.splitlines()
    rusak = "\n".join([*baris[:2], "[karangan]", *baris[2:]])
    jawab = save(client, rusak, pk=umum.pk)
    assert jawab.status_code == 200
    assert "baris 3" in errors(jawab, "teks").lower()
    assert rusak.splitlines()[2] in jawab.content.decode()
    assert PanduanSolusi.objects.filter(subkategori=SUB).count() == 1


@pytest.mark.parametrize("peran", ["admin_wilayah", "lurah", "moderator"])
def test_an_areas_people_write_their_own_guide_and_leave_the_general_one(umum, client, peran):
    client.force_login(PenggunaFactory(peran=peran, di=TAMAN))
    assert save(client, changed(umum), wilayah=TAMAN).status_code == 302
    baru = PanduanSolusi.objects.get(subkategori=SUB, wilayah=TAMAN, aktif=True)
    assert baru.versi == 1
    assert PanduanSolusi.objects.get(pk=umum.pk).aktif


@pytest.mark.parametrize("wilayah", ["", PANDEAN, "35.77", "tidak-ada"])
def test_an_area_admin_writes_for_no_other_area_and_not_for_all(umum, client, pengelola, wilayah):
    kota = WilayahFactory(kode="35.77")
    kota.slug = kota.slug or "kota-madiun"
    kota.save(update_fields=["slug"])
    client.force_login(pengelola)
    jawab = save(client, changed(umum), wilayah=wilayah)
    assert jawab.status_code == 200
    assert errors(jawab, "wilayah")
    assert list(PanduanSolusi.objects.filter(subkategori=SUB)) == [umum]


def test_opening_the_general_guide_and_saving_it_does_not_change_it_for_all(
    umum, client, pengelola
):
    client.force_login(pengelola)
    save(client, changed(umum), pk=umum.pk)
    save(client, changed(umum), wilayah=TAMAN, pk=umum.pk)
    lagi = PanduanSolusi.objects.get(pk=umum.pk)
    assert (lagi.aktif, lagi.teks, lagi.wilayah) == (True, umum.teks, None)


def test_a_neighbours_guide_is_not_replaced(umum, client, pengelola):
    client.force_login(PenggunaFactory(peran="admin_wilayah", di=PANDEAN))
    save(client, changed(umum), wilayah=PANDEAN)
    tetangga = PanduanSolusi.objects.get(wilayah=PANDEAN)
    client.force_login(pengelola)
    for wilayah in (PANDEAN, TAMAN):
        save(client, umum.teks, wilayah=wilayah, pk=tetangga.pk)
    tetangga.refresh_from_db()
    assert (tetangga.aktif, tetangga.teks) == (True, changed(umum))


@pytest.mark.parametrize("peran", ["petugas_kecamatan", "data_officer", "operator_kios"])
def test_roles_without_the_desk_write_no_guide(umum, client, peran):
    client.force_login(PenggunaFactory(peran=peran, di=TAMAN))
    assert save(client, changed(umum), wilayah=TAMAN).status_code == 403
    assert PanduanSolusi.objects.filter(subkategori=SUB).count() == 1
