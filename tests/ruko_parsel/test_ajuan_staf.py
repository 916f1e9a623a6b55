"""Village staff file and follow in the admin; the desk files for who comes to it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from pesan.models import PesanKeluar
from ruko_parsel.admin.permintaan import PermintaanResource
from ruko_parsel.models import Permintaan, TandaTerima
from ruko_parsel.services.ajuan import withdraw_permintaan
from ruko_parsel.services.permintaan import move_permintaan, pause_permintaan
from tests.factories import InstansiFactory, PenggunaFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_ajuan import desa, isian_staf, meja  # noqa: F401 - fixtures
from tests.ruko_parsel.test_ajuan_warga import foto

S = Permintaan.Status
TAMBAH = reverse("admin:ruko_parsel_permintaan_add")
DAFTAR = reverse("admin:ruko_parsel_permintaan_changelist")


def page(permintaan):
    return reverse("admin:ruko_parsel_permintaan_change", args=[permintaan.pk])


def step(permintaan, kunci):
    return reverse("admin:ruko_parsel_permintaan_langkah", args=[permintaan.pk, kunci])


@pytest.fixture
def sekdes(meja, client):  # noqa: F811
    """The secretary of desa Inan, signed in."""
    user = make_desa(nama="Zulkifian")
    client.force_login(user)
    return user


def test_a_secretary_files_for_the_own_village(client, sekdes):
    isi = client.get(TAMBAH).content.decode()
    assert "Desa Inan" in isi
    assert "Panggung" not in isi
    jawab = client.post(TAMBAH, isian_staf(urgensi="4", lampiran=foto()))
    permintaan = Permintaan.objects.get()
    assert jawab["Location"] == page(permintaan)
    assert (permintaan.pemohon, permintaan.saluran) == (sekdes, "petugas")
    assert permintaan.due_aturan == "Mendesak: 2 hari kerja"
    assert permintaan.lampiran.count() == 1
    assert "SPJ semester satu" in client.get(page(permintaan)).content.decode()


def test_a_village_head_may_file_too(client, meja):  # noqa: F811
    client.force_login(make_desa(peran="lurah"))
    client.post(TAMBAH, isian_staf())
    assert Permintaan.objects.count() == 1


def test_nobody_files_for_another_village(client, sekdes):
    jawab = client.post(TAMBAH, isian_staf(wilayah=PANGGUNG))
    assert jawab.status_code == 422
    assert not Permintaan.objects.exists()


def test_what_is_wrong_is_named_and_the_draft_stays(client, sekdes):
    jawab = client.post(TAMBAH, isian_staf(judul="", masalah=""))
    isi = jawab.content.decode()
    assert jawab.status_code == 422
    assert "Tulis pokoknya" in isi
    assert "Sepertinya ini tentang administrasi" in isi
    assert "Bendahara kami baru" in isi


def test_the_same_form_twice_is_one_request(client, sekdes):
    data = isian_staf()
    client.post(TAMBAH, data)
    client.post(TAMBAH, data)
    assert Permintaan.objects.count() == 1


def test_other_roles_neither_file_nor_see(client, meja):  # noqa: F811
    client.force_login(PenggunaFactory(peran="fasilitator", di=INAN))
    assert client.get(TAMBAH).status_code in {403, 404}
    assert client.get(DAFTAR).status_code == 403


def test_an_agency_reads_what_was_passed_up_to_it_alone(client, meja):  # noqa: F811
    make_permintaan()
    client.force_login(PenggunaFactory(peran="petugas", di=InstansiFactory()))
    assert client.get(TAMBAH).status_code in {403, 404}
    assert client.get(DAFTAR).context["cl"].result_count == 0


def test_one_village_sees_nothing_of_another(client, sekdes):
    sendiri, lain = make_permintaan(), make_permintaan(di=PANGGUNG, judul="Milik Panggung")
    isi = client.get(DAFTAR).content.decode()
    assert sendiri.nomor in isi
    assert lain.nomor not in isi
    assert client.get(page(lain)).status_code == 404
    assert client.post(step(lain, "tambah"), {"teks": "x"}).status_code == 404


def test_a_kecamatan_sees_only_its_own(client, meja):  # noqa: F811
    milik, tetangga = make_permintaan(), make_permintaan(di=f"{TETANGGA}.2001")
    client.force_login(meja)
    assert client.get(page(milik)).status_code == 200
    assert client.get(page(tetangga)).status_code == 404


def test_the_village_reads_what_is_meant_for_it_and_the_desk_reads_all(client, sekdes, meja):  # noqa: F811
    permintaan = make_permintaan(by=sekdes)
    move_permintaan(permintaan, to=S.DITELAAH, by=meja, catatan="untuk-meja", untuk_desa=False)
    assert "untuk-meja" not in client.get(page(permintaan)).content.decode()
    client.force_login(meja)
    assert "untuk-meja" in client.get(page(permintaan)).content.decode()


def test_a_word_of_the_village_lets_the_clock_go_on_and_tells_the_officer(client, sekdes, meja):  # noqa: F811
    meja.email = "meja@uji.invalid"
    meja.save()
    permintaan = make_permintaan(by=sekdes)
    Permintaan.objects.filter(pk=permintaan.pk).update(petugas=meja)
    pause_permintaan(permintaan, by=meja, catatan="Mohon buku kas.")
    client.post(step(permintaan, "tambah"), {"teks": "Terlampir.", "lampiran": foto()})
    permintaan.refresh_from_db()
    assert permintaan.dijeda_at is None
    isi = client.get(page(permintaan)).content.decode()
    assert "Terlampir." in isi
    assert "Lampiran 1" in isi
    assert PesanKeluar.objects.filter(templat="ruko_tambahan", pengguna=meja).count() == 1


def test_the_village_takes_its_request_back_with_a_reason(client, sekdes):
    permintaan = make_permintaan(by=sekdes)
    assert client.post(step(permintaan, "tarik"), {"alasan": ""}).status_code == 422
    client.post(step(permintaan, "tarik"), {"alasan": "Sudah dibicarakan."})
    permintaan.refresh_from_db()
    assert permintaan.hasil == "Ditarik desa: Sudah dibicarakan."
    assert permintaan.riwayat.last().apa == "Ditarik desa"


def test_what_was_returned_comes_again_completed_with_a_new_deadline(client, sekdes, meja):  # noqa: F811
    permintaan = make_permintaan(by=sekdes)
    move_permintaan(permintaan, to=S.DIKEMBALIKAN, by=meja, hasil="Lampirkan buku kas.")
    lama = permintaan.due_at
    assert client.post(step(permintaan, "ulang"), {"teks": ""}).status_code == 422
    client.post(step(permintaan, "ulang"), {"teks": "Buku kas kami titip di meja."})
    client.post(step(permintaan, "ulang"), {"teks": "Buku kas kami titip di meja."})
    permintaan.refresh_from_db()
    assert (permintaan.status, permintaan.hasil, permintaan.closed_at) == (S.DITELAAH, "", None)
    assert permintaan.due_at >= lama
    assert permintaan.tambahan.count() == 1


def test_where_no_desk_is_open_the_form_says_so(client, desa):  # noqa: F811
    client.force_login(make_desa())
    assert "belum membuka meja koordinasi" in client.get(TAMBAH).content.decode()


def test_the_desk_has_none_of_the_villages_steps(client, meja):  # noqa: F811
    permintaan = make_permintaan()
    client.force_login(meja)
    client.post(step(permintaan, "tarik"), {"alasan": "Bukan hak meja"})
    permintaan.refresh_from_db()
    assert permintaan.status == S.DITERIMA
    assert "Tarik permintaan" not in client.get(page(permintaan)).content.decode()


def test_a_confidential_request_is_seen_by_few(client, sekdes, meja):  # noqa: F811
    permintaan = make_permintaan(by=sekdes, rahasia=True, judul="Perselisihan perangkat")
    camat, kades, lain = make_camat(), make_desa(peran="lurah"), make_petugas()
    lihat = {
        siapa: permintaan in Permintaan.objects.visible_to(siapa)
        for siapa in (sekdes, camat, kades, meja, lain)
    }
    assert lihat == {sekdes: True, camat: True, kades: False, meja: False, lain: False}
    Permintaan.objects.filter(pk=permintaan.pk).update(petugas=lain)
    assert permintaan in Permintaan.objects.visible_to(lain)
    client.force_login(meja)
    assert permintaan.nomor not in client.get(DAFTAR).content.decode()
    assert client.get(page(permintaan)).status_code == 404


def test_the_desk_files_for_who_came_and_prints_code_and_pin(client, meja):  # noqa: F811
    tamu = make_desa(nama="Norhalifah", di=PANGGUNG)
    client.force_login(meja)
    data = isian_staf(wilayah=PANGGUNG, pemohon=tamu.pk, kontak="081234567890")
    slip = client.post(TAMBAH, data, follow=True)
    permintaan, tanda = Permintaan.objects.get(), TandaTerima.objects.get()
    assert (permintaan.saluran, permintaan.pemohon) == ("meja", tamu)
    assert permintaan.riwayat.get().by == meja
    isi = slip.content.decode()
    assert tanda.pin in isi
    assert permintaan.kode in isi
    client.force_login(tamu)
    cetak = reverse("admin:ruko_parsel_permintaan_tanda_terima", args=[permintaan.pk])
    assert tanda.pin not in client.get(cetak).content.decode()


def test_who_came_must_be_of_that_village(client, meja):  # noqa: F811
    client.force_login(meja)
    data = isian_staf(wilayah=PANGGUNG, pemohon=make_desa().pk)
    jawab = client.post(TAMBAH, data)
    assert jawab.status_code == 422
    assert "tidak bertugas di" in jawab.content.decode()


def test_the_pin_of_a_residents_form_is_never_shown_to_staff(client, meja):  # noqa: F811
    client.post(
        "/inan-balangan/koordinasi/",
        {"token": str(uuid4()), "jenis": "bantuan", "uraian": "Gizi balita kurang",
         "masalah": "stunting", "urgensi": "2"},
    )  # fmt: skip
    tanda = TandaTerima.objects.get()
    client.force_login(meja)
    cetak = reverse("admin:ruko_parsel_permintaan_tanda_terima", args=[tanda.permintaan_id])
    assert tanda.pin not in client.get(cetak).content.decode()


def test_a_file_opens_only_for_who_sees_the_request(client, sekdes):
    client.post(TAMBAH, isian_staf(lampiran=foto()))
    permintaan = Permintaan.objects.get()
    alamat = reverse(
        "admin:ruko_parsel_permintaan_lampiran",
        args=[permintaan.pk, permintaan.lampiran.get().pk],
    )
    assert b"".join(client.get(alamat).streaming_content)
    client.force_login(make_desa(di=PANGGUNG))
    assert client.get(alamat).status_code == 404


def test_an_empty_list_says_how_to_begin(client, sekdes):
    assert "Belum ada permintaan koordinasi" in client.get(DAFTAR).content.decode()


@pytest.mark.parametrize(
    ("saring", "banyak"),
    [
        ("batas=terlambat", 1), ("batas=terbuka", 2), ("batas=jeda", 0), ("urgensi=5", 1),
        ("urgensi=abc", 3), ("status__exact=dikembalikan", 1), ("q=gizi", 1),
        ("masalah__kode__exact=stunting", 1),
    ],
)  # fmt: skip
def test_the_list_is_filtered_and_searched(client, sekdes, saring, banyak):
    lama = make_permintaan(judul="Lama")
    Permintaan.objects.filter(pk=lama.pk).update(
        created_at="2025-01-01T00:00Z", due_at="2025-01-09T00:00Z"
    )
    make_permintaan(urgensi=5, masalah="stunting", uraian="Soal gizi balita")
    withdraw_permintaan(make_permintaan(), alasan="Salah kirim", by=sekdes)
    jawab = client.get(f"{DAFTAR}?{saring}")
    assert jawab.status_code == 200
    assert jawab.context["cl"].queryset.count() == banyak


def test_the_list_is_exported_without_codes(client, sekdes):
    permintaan = make_permintaan(judul="=SUM(A1)")
    data = {"format": "0", "resource": ""}
    data |= {f"permintaanresource_{f}": "on" for f in PermintaanResource().fields}
    jawab = client.post(reverse("admin:ruko_parsel_permintaan_export"), data)
    isi = jawab.content.decode()
    assert permintaan.nomor in isi
    assert "'=SUM(A1)" in isi
    assert permintaan.kode not in isi


@pytest.mark.parametrize("baris", [1, 15])
def test_the_list_reads_a_fixed_number_of_times(
    client, sekdes, baris, django_assert_max_num_queries
):
    for _ in range(baris):
        make_permintaan(by=sekdes)
    client.get(DAFTAR)
    with django_assert_max_num_queries(24):
        client.get(DAFTAR)


def test_markup_in_a_story_is_shown_as_words(client, sekdes):
    permintaan = make_permintaan(judul="<b>tebal</b>", uraian="<img src=x onerror=alert(1)>")
    for alamat in (DAFTAR, page(permintaan)):
        isi = client.get(alamat).content.decode()
        assert "<b>tebal</b>" not in isi
        assert "<img src=x" not in isi
