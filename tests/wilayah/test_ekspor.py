"""Import and export in the admin: own rows only, safe cells, errors by row and column."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from tests.factories import InstansiFactory, PenggunaFactory, WilayahFactory
from wilayah.ekspor import escape_formula, read_saringan, unescape_formula
from wilayah.models import CatatanEkspor, Instansi, Wilayah

pytestmark = pytest.mark.django_db
TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


@pytest.fixture
def kelola(client):
    WilayahFactory(kode=PANDEAN)
    user = PenggunaFactory(peran="admin_wilayah", di=TAMAN)
    client.force_login(user)
    return user


def ekspor(client, model, bentuk="0"):
    return client.post(
        reverse(f"admin:wilayah_{model}_export"), {"format": bentuk, "resource": "0"}
    )


def impor(client, model, isi, *, simpan=True):
    """The preview; and when it found no fault, the confirmation."""
    berkas = SimpleUploadedFile("isi.csv", isi.encode(), content_type="text/csv")
    url = reverse(f"admin:wilayah_{model}_import")
    respon = client.post(url, {"import_file": berkas, "format": "0", "resource": "0"})
    form = respon.context and respon.context.get("confirm_form")
    if simpan and form:
        client.post(reverse(f"admin:wilayah_{model}_process_import"), form.initial)
    return respon.content.decode()


@pytest.mark.parametrize("isi", ["=1+1", "+62811", "-1+2", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_cells_that_look_like_formulas_are_escaped_and_come_back(isi):
    assert escape_formula(isi) == f"'{isi}"
    assert unescape_formula(escape_formula(isi)) == isi


@pytest.mark.parametrize("isi", ["Kel. Taman", "-7.6411", "-7", "", 5, None, "a=b", "'kutip"])
def test_plain_cells_stay(isi):
    assert escape_formula(isi) == isi
    assert unescape_formula(isi) == isi


def test_an_export_holds_only_what_is_seen_and_no_formula(client, kelola):
    InstansiFactory(kode="PKK", di=TAMAN, nama="=HYPERLINK(1)", nomor_wa="+6281")
    InstansiFactory(kode="RAHASIA-SEBELAH", di=PANDEAN)
    respon = ekspor(client, "instansi")
    teks = respon.content.decode("utf-8-sig")
    rows = {row["kode"]: row for row in csv.DictReader(StringIO(teks))}
    assert rows["PKK"]["nama"] == "'=HYPERLINK(1)"
    assert rows["PKK"]["nomor_wa"] == "'+6281"
    assert "RAHASIA-SEBELAH" not in rows


def test_every_export_leaves_a_row_that_only_the_operator_reads(client, kelola):
    ekspor(client, "instansi")
    catatan = CatatanEkspor.objects.get(by=kelola)
    assert (catatan.apa, catatan.bentuk) == ("instansi", "csv")
    daftar = reverse("admin:wilayah_catatanekspor_changelist")
    assert client.get(daftar).status_code == 403
    client.force_login(PenggunaFactory(is_superuser=True))
    assert client.get(daftar).status_code == 200
    satu = reverse("admin:wilayah_catatanekspor_change", args=[catatan.pk])
    assert client.post(satu, {"apa": "lain"}).status_code == 403


def test_what_was_searched_for_is_not_kept_with_the_export():
    saringan = read_saringan(QueryDict("q=Siti+Aminah&status=baru&kategori=a&kategori=b"))
    assert saringan == "status=baru&kategori=a&kategori=b"


@pytest.mark.parametrize("bentuk", ["0", "1", "2"])
def test_csv_xlsx_and_json_all_work(client, kelola, bentuk):
    respon = ekspor(client, "instansi", bentuk)
    assert respon.status_code == 200
    assert "attachment" in respon["Content-Disposition"]


def test_an_import_adds_and_changes_rows_of_the_own_area(client, kelola):
    lama = InstansiFactory(kode="PKK", di=TAMAN, nama="Lama")
    impor(
        client,
        "instansi",
        "wilayah,kode,nama,jenis,nomor_wa,urutan,aktif\n"
        f"{TAMAN},PKK,Tim PKK,mitra,'+6281,50,1\n{TAMAN},KT,Karang Taruna,mitra,,50,1\n",
    )
    lama.refresh_from_db()
    assert (lama.nama, lama.nomor_wa) == ("Tim PKK", "+6281")
    assert Instansi.objects.get(kode="KT").wilayah_id == TAMAN


@pytest.mark.parametrize(
    ("baris", "pesan"),
    [
        (f"{PANDEAN},KT,Karang Taruna,mitra,50,1", "di luar wilayah tugas"),
        ("35.77,DLH,Dibajak,dinas,50,1", "di luar wilayah tugas"),
        ("99.99,KT,Karang Taruna,mitra,50,1", "tidak ada"),
        (f"{TAMAN},KT,Karang Taruna,entah,50,1", "jenis"),
        (f"{TAMAN},KT,,mitra,50,1", "nama"),
    ],
)
def test_a_bad_row_is_shown_and_keeps_the_whole_file_out(client, kelola, baris, pesan):
    InstansiFactory(kode="DLH", di="35.77", nama="DLH Kota")
    isi = f"wilayah,kode,nama,jenis,urutan,aktif\n{TAMAN},BAIK,Baris Baik,mitra,50,1\n{baris}\n"
    halaman = impor(client, "instansi", isi)
    assert pesan in halaman
    assert not Instansi.objects.filter(kode__in=["BAIK", "KT"]).exists()
    assert not Instansi.objects.filter(nama="Dibajak").exists()


def test_an_unknown_column_is_named(client, kelola):
    halaman = impor(client, "instansi", f"wilayah,kode,nama,gaji\n{TAMAN},KT,X,1\n")
    assert "Kolom tidak dikenal: gaji" in halaman
    assert not Instansi.objects.filter(kode="KT").exists()


def test_areas_take_rt_rw_and_slugs_by_file_but_no_official_rows(client, kelola):
    taman = Wilayah.objects.get(pk=TAMAN)
    judul = "kode,nama,tingkat,induk,label\n"
    impor(client, "wilayah", f"{judul}{TAMAN}.08,RW 08,rw,{TAMAN},Dusun Krajan\n")
    assert Wilayah.objects.get(pk=f"{TAMAN}.08").label == "Dusun Krajan"
    for baris in (
        f"{TAMAN},Kerajaan Taman,kelurahan,{taman.induk_id},",
        "35.77.03.1999,Baru,kelurahan,35.77.03,",
        f"{PANDEAN}.08,RW 08,rw,{PANDEAN},",
        f"{TAMAN}.100.1,RT,rt,{TAMAN}.08,",
        f"{TAMAN}.008,RW,rw,{TAMAN},",
    ):
        impor(client, "wilayah", f"{judul}{baris}\n")
    assert Wilayah.objects.get(pk=TAMAN).nama == "Taman"
    assert set(Wilayah.objects.filter(induk=TAMAN).values_list("kode", flat=True)) == {
        f"{TAMAN}.08"
    }
    assert not Wilayah.objects.filter(pk__in=["35.77.03.1999", f"{PANDEAN}.08"]).exists()


def test_who_may_not_change_may_not_import(client):
    client.force_login(PenggunaFactory(peran="data_officer", di="35.77"))
    assert client.get(reverse("admin:wilayah_instansi_import")).status_code == 403
    assert ekspor(client, "instansi").status_code == 200


def test_who_may_not_see_may_not_export(client):
    client.force_login(PenggunaFactory(peran="petugas", di=InstansiFactory(kode="DLH", di="35.77")))
    assert ekspor(client, "instansi").status_code == 403
