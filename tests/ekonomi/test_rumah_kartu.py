"""A household's page and the facilitator's form: what is written down, and who sees it."""

import pytest
from django.test import Client

from ekonomi.models import BantuanDiterima, Rumah, ValidasiDtks
from tests.ekonomi.pabrik import AnggotaRumahFactory, ProgramFactory, RumahFactory, UsahaFactory
from tests.factories import PenggunaFactory, WilayahFactory

pytestmark = pytest.mark.django_db
TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
DAFTAR = "/admin/ekonomi/rumah/"


@pytest.fixture(autouse=True)
def taman():
    for kode, slug in ((TAMAN, "taman-madiun"), (PANDEAN, "pandean-madiun")):
        wilayah = WilayahFactory(kode=kode)
        if not wilayah.slug:
            wilayah.slug = slug
            wilayah.save(update_fields=["slug"])
    WilayahFactory(kode=f"{TAMAN}.02.03")


def as_role(peran, di=TAMAN):
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


@pytest.fixture
def fasilitator():
    return as_role("fasilitator")


def isian(**lain):
    """The form as a phone sends it: a household with one member and three empty rows."""
    data = {
        "wilayah": TAMAN, "rw": "2", "rt": "03", "nomor": "KT-9001", "nama_kepala": "Sarwo Uji",
        "alamat": "Jl. Merpati 12", "telepon": "0812-0000-7001", "no_kk": "3577001234567812",
        "potensi_usaha": "Keripik", "keahlian": "Memasak, Menjahit", "aset": "", "internet": "hp",
        "catatan": "", "setuju": "lisan", "anggota-TOTAL_FORMS": "2", "anggota-INITIAL_FORMS": "2",
    }  # fmt: skip
    for n, (nama, hubungan, kelamin) in enumerate((("Sarwo Uji", "kepala", "L"), ("", "anak", ""))):
        data |= {
            f"anggota-{n}-nama": nama, f"anggota-{n}-hubungan": hubungan,
            f"anggota-{n}-jenis_kelamin": kelamin, f"anggota-{n}-disabilitas": "tidak",
            f"anggota-{n}-umur": "34" if nama else "",
            f"anggota-{n}-kerja": "mencari" if nama else "",
        }  # fmt: skip
    return data | {"anggota-0-nik": "3577001234567811"} | lain


def test_a_facilitator_writes_a_household_down_whole(fasilitator):
    jawab = fasilitator.post(f"{DAFTAR}add/", isian())
    rumah = Rumah.objects.get()
    assert (jawab.status_code, jawab["Location"]) == (302, rumah.get_absolute_url())
    assert rumah.wilayah_id == f"{TAMAN}.02.03"
    assert rumah.kelompok == ["pemuda"]
    assert rumah.potensi.keahlian == ["Memasak", "Menjahit"]
    assert rumah.persetujuan.get().keputusan == "setuju"
    assert rumah.riwayat.get().peristiwa == "dicatat"
    assert rumah.anggota.get().nik == "3577001234567811"


def test_numbers_of_identity_are_never_shown_whole(fasilitator):
    fasilitator.post(f"{DAFTAR}add/", isian())
    rumah = Rumah.objects.get()
    for alamat in ("change", "ubah", "cetak"):
        teks = fasilitator.get(f"{DAFTAR}{rumah.pk}/{alamat}/").content.decode()
        assert "3577001234567812" not in teks
        assert "3577001234567811" not in teks
        assert "6281200007001" not in teks
    kartu = fasilitator.get(rumah.get_absolute_url()).content.decode()
    assert "3577**********12" in kartu


def test_a_mistake_loses_nothing_that_was_typed(fasilitator):
    jawab = fasilitator.post(f"{DAFTAR}add/", isian(no_kk="12", rt="abc"))
    teks = jawab.content.decode()
    assert jawab.status_code == 422
    assert "harus 16 angka" in teks
    assert "Bukan nomor RT" in teks
    assert 'value="Jl. Merpati 12"' in teks
    assert 'value="Memasak, Menjahit"' in teks
    assert not Rumah.objects.exists()


def test_more_rows_of_members_come_without_losing_anything(fasilitator):
    jawab = fasilitator.post(f"{DAFTAR}add/", isian(tambah="1"))
    assert jawab.status_code == 200
    assert 'name="anggota-4-nama"' in jawab.content.decode()
    assert not Rumah.objects.exists()


def test_the_next_household_begins_at_the_same_rt_with_the_next_number(fasilitator):
    jawab = fasilitator.post(f"{DAFTAR}add/", isian(berikut="1"))
    assert jawab["Location"] == f"{DAFTAR}add/"
    teks = fasilitator.get(f"{DAFTAR}add/").content.decode()
    assert 'value="KT-9002"' in teks
    assert 'name="rt" value="03"' in teks


def test_sent_twice_it_is_written_down_once(fasilitator):
    fasilitator.post(f"{DAFTAR}add/", isian())
    jawab = fasilitator.post(f"{DAFTAR}add/", isian())
    assert jawab.status_code == 422
    assert "sudah dipakai" in jawab.content.decode()
    assert Rumah.objects.count() == 1


def test_who_does_not_agree_is_not_written_down(fasilitator):
    jawab = fasilitator.post(f"{DAFTAR}add/", isian(setuju="tidak"))
    assert jawab.status_code == 422
    assert not Rumah.objects.exists()


def test_a_nik_of_another_household_is_refused_at_its_field(fasilitator):
    fasilitator.post(f"{DAFTAR}add/", isian())
    jawab = fasilitator.post(f"{DAFTAR}add/", isian(nomor="KT-9002", no_kk=""))
    assert "sudah tercatat di rumah tangga lain" in jawab.content.decode()


def test_changing_leaves_hidden_numbers_and_names_the_columns(fasilitator):
    fasilitator.post(f"{DAFTAR}add/", isian())
    rumah = Rumah.objects.get()
    orang = rumah.anggota.get()
    data = isian(nama_kepala="Sarwo Baru", no_kk="", telepon="")
    data |= {"anggota-0-pk": orang.pk, "anggota-0-nama": "Sarwo Baru", "anggota-0-nik": ""}
    assert fasilitator.post(f"{DAFTAR}{rumah.pk}/ubah/", data).status_code == 302
    rumah.refresh_from_db()
    orang.refresh_from_db()
    assert (rumah.nama_kepala, rumah.no_kk) == ("Sarwo Baru", "3577001234567812")
    assert (orang.nama, orang.nik) == ("Sarwo Baru", "3577001234567811")
    assert ["nama_kepala"] in [r.kolom for r in rumah.riwayat.all()]


def test_a_member_can_be_taken_out_unless_they_own_a_business(fasilitator):
    rumah = RumahFactory()
    satu, dua = AnggotaRumahFactory(rumah=rumah), AnggotaRumahFactory(rumah=rumah)
    UsahaFactory(rumah=rumah, pemilik=dua)
    data = isian(nomor=rumah.nomor, nama_kepala=rumah.nama_kepala)
    for n, orang in enumerate((satu, dua)):
        data |= {
            f"anggota-{n}-pk": orang.pk, f"anggota-{n}-nama": orang.nama,
            f"anggota-{n}-jenis_kelamin": "P", f"anggota-{n}-nik": "",
        }  # fmt: skip
    jawab = fasilitator.post(f"{DAFTAR}{rumah.pk}/ubah/", data | {"anggota-1-hapus": "on"})
    assert "pemilik usaha" in jawab.content.decode()
    assert (
        fasilitator.post(f"{DAFTAR}{rumah.pk}/ubah/", data | {"anggota-0-hapus": "on"}).status_code
        == 302
    )
    assert [o.pk for o in rumah.anggota.all()] == [dua.pk]


def test_a_check_changes_what_the_household_is_and_stays_on_record(fasilitator):
    rumah = RumahFactory()
    langkah = f"{DAFTAR}{rumah.pk}/langkah/validasi/"
    isi = {"sumber": "dtsen", "bukti": "BA-1"}
    fasilitator.post(langkah, {"hasil": "terdaftar", "tanggal": "2026-10-01", **isi})
    rumah.refresh_from_db()
    assert rumah.dtks
    fasilitator.post(langkah, {"hasil": "tidak", "tanggal": "2026-09-01", **isi})
    rumah.refresh_from_db()
    assert rumah.dtks  # an older check comes second
    fasilitator.post(langkah, {"hasil": "keluar", "tanggal": "2026-11-01", **isi})
    rumah.refresh_from_db()
    assert not rumah.dtks
    assert ValidasiDtks.objects.count() == 3


def test_a_check_in_the_future_is_refused_with_its_words_kept(fasilitator):
    rumah = RumahFactory()
    jawab = fasilitator.post(
        f"{DAFTAR}{rumah.pk}/langkah/validasi/",
        {"hasil": "terdaftar", "sumber": "dtks", "tanggal": "2199-01-01", "bukti": "BA-77"},
    )
    teks = jawab.content.decode()
    assert jawab.status_code == 422
    assert "masa depan" in teks
    assert 'value="BA-77"' in teks


def test_running_aid_is_written_down_once_and_ends(fasilitator):
    rumah = RumahFactory()
    isi = {"jenis": "pkh", "dari": "Kemensos", "nilai": "Rp 600.000", "per": "triwulan"}
    langkah = f"{DAFTAR}{rumah.pk}/langkah/"
    assert fasilitator.post(f"{langkah}bantuan/", {**isi, "mulai": "2026-01-31"}).status_code == 302
    kedua = fasilitator.post(f"{langkah}bantuan/", {**isi, "mulai": "2026-02-01"})
    assert "belum berakhir" in kedua.content.decode()
    bantuan = BantuanDiterima.objects.get()
    assert bantuan.nilai == 600_000
    keliru = fasilitator.post(
        f"{langkah}akhiri_bantuan/", {"bantuan": bantuan.pk, "sampai": "2026-01-30"}
    )
    assert keliru.status_code == 422
    fasilitator.post(f"{langkah}akhiri_bantuan/", {"bantuan": bantuan.pk, "sampai": "2026-02-28"})
    bantuan.refresh_from_db()
    assert bantuan.sampai.isoformat() == "2026-02-28"


def test_a_household_joins_and_leaves_a_programme_with_a_reason(fasilitator):
    rumah, program = RumahFactory(), ProgramFactory()
    langkah = f"{DAFTAR}{rumah.pk}/langkah/"
    fasilitator.post(f"{langkah}ikut/", {"program": program.pk, "masuk": "2026-09-01"})
    ikut = rumah.keikutsertaan.get()
    isi = {"ikut": ikut.pk, "keluar": "2026-10-01"}
    assert fasilitator.post(f"{langkah}keluar/", {**isi, "alasan": ""}).status_code == 422
    fasilitator.post(f"{langkah}keluar/", {**isi, "alasan": "Pindah kota"})
    ikut.refresh_from_db()
    assert ikut.alasan_keluar == "Pindah kota"


def test_suggested_groups_are_taken_over_by_one_tap(fasilitator):
    rumah = RumahFactory(dtks=True)
    AnggotaRumahFactory(rumah=rumah, kerja="rumah")
    assert "Usulan kelompok" in fasilitator.get(rumah.get_absolute_url()).content.decode()
    fasilitator.post(f"{DAFTAR}{rumah.pk}/kelompok/")
    rumah.refresh_from_db()
    assert rumah.kelompok == ["miskin", "ibu"]


def test_markup_in_a_name_is_text(fasilitator):
    rumah = RumahFactory(nama_kepala="<script>alert(1)</script>")
    AnggotaRumahFactory(rumah=rumah, nama="<b>tebal</b>")
    for alamat in (DAFTAR, rumah.get_absolute_url(), f"{DAFTAR}{rumah.pk}/cetak/"):
        teks = fasilitator.get(alamat).content.decode()
        assert "<script>alert(1)" not in teks
        assert "<b>tebal" not in teks


@pytest.mark.parametrize("peran", ["camat", "data_officer", "admin_wilayah", "petugas_kecamatan"])
def test_who_may_only_count_never_sees_a_household(peran):
    rumah = RumahFactory(nama_kepala="Nama Rahasia")
    client = as_role(peran, "35.77" if peran in {"data_officer", "admin_wilayah"} else "35.77.03")
    for alamat in (DAFTAR, rumah.get_absolute_url(), f"{DAFTAR}unduh/csv/"):
        jawab = client.get(alamat)
        assert jawab.status_code in {403, 404}
        assert "Nama Rahasia" not in b"".join(jawab).decode()


def test_a_household_of_another_kelurahan_is_not_there():
    rumah = RumahFactory()
    client = as_role("lurah", PANDEAN)
    for alamat in ("change", "ubah", "cetak", "kelompok", "langkah/validasi"):
        assert client.post(f"{DAFTAR}{rumah.pk}/{alamat}/").status_code == 404
    assert rumah.nama_kepala not in client.get(DAFTAR).content.decode()


def test_the_filters_narrow_the_list_and_its_file(fasilitator):
    ada = RumahFactory(dtks=True, kelompok=["ibu"], nama_kepala="Yang Terdaftar")
    UsahaFactory(rumah=ada)
    RumahFactory(nama_kepala="Yang Lain", diperbarui="2020-01-01")
    for saring in ("dtks=ya", "kelompok=ibu", "usaha=ada", "data=baru", "q=Terdaftar"):
        teks = fasilitator.get(f"{DAFTAR}?{saring}").content.decode()
        assert "Yang Terdaftar" in teks, saring
        assert "Yang Lain" not in teks, saring
        isi = b"".join(fasilitator.get(f"{DAFTAR}unduh/csv/?{saring}")).decode()
        assert isi.count("\n") == 2, saring
    assert "Yang Lain" in fasilitator.get(f"{DAFTAR}?data=lama&rw={TAMAN}.02").content.decode()


def test_the_list_asks_as_much_for_fifteen_households_as_for_one(
    fasilitator, django_assert_max_num_queries
):
    RumahFactory()
    fasilitator.get(DAFTAR)
    with django_assert_max_num_queries(14) as satu:
        fasilitator.get(DAFTAR)
    for _ in range(14):
        UsahaFactory(rumah=RumahFactory())
    with django_assert_max_num_queries(len(satu)):
        fasilitator.get(DAFTAR)
