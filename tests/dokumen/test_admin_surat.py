"""The desk of letters: lists, a letter's page and its steps, files, registers, kinds, heads."""

import base64
import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from import_export.formats.base_formats import CSV

from dokumen.models import JenisSurat, KopSurat, Surat
from dokumen.services import submit_surat
from dokumen.services.tandatangan import keep_ttd, saved_ttd
from tests.dasbor.test_bahasa_admin import english_in
from tests.dokumen.conftest import PANDEAN, TAMAN, gambar_ttd, jenis
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.models import CatatanEkspor, Wilayah


@pytest.fixture
def meja(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def meja_lurah(client, lurah):
    client.force_login(lurah)
    return client


@pytest.fixture
def dilayani(taman):
    Wilayah.objects.filter(pk=TAMAN).update(slug="taman-madiun")


def page(surat):
    return reverse("admin:dokumen_surat_change", args=[surat.pk])


def step(client, surat, kunci, **isi):
    return client.post(reverse("admin:dokumen_surat_langkah", args=[surat.pk, kunci]), isi)


def drawn():
    return "data:image/png;base64," + base64.b64encode(gambar_ttd()).decode()


def test_the_moderator_begins_fills_and_hands_in_a_letter(meja, dilayani, lurah):
    mulai = {"jenis": jenis("sktm").pk, "wilayah": TAMAN}
    jawab = meja.post(reverse("admin:dokumen_surat_add"), mulai)
    surat = Surat.objects.get()
    assert jawab["Location"] == page(surat)
    teks = meja.get(page(surat)).content.decode()
    assert "Belum diisi" in teks
    assert "Tandatangani" not in teks
    salah = step(meja, surat, "isi", nik="12", nama="Sulastri")
    assert salah.status_code == 422
    assert "16 angka" in salah.content.decode()
    assert 'value="Sulastri"' in salah.content.decode()
    contoh = {satu.nama: satu.contoh for satu in surat.jenis.kolom}
    assert step(meja, surat, "isi", **contoh).status_code == 302
    assert step(meja, surat, "ajukan").status_code == 302
    surat.refresh_from_db()
    assert surat.status == "menunggu_tanda_tangan"
    assert step(meja, surat, "tandatangani", cara="basah").status_code == 302
    surat.refresh_from_db()
    assert surat.status == "menunggu_tanda_tangan"


def test_handing_in_an_incomplete_letter_says_what_is_missing(meja, buat):
    surat = buat("sktm", nik="")
    jawab = step(meja, surat, "ajukan")
    assert jawab.status_code == 422
    assert "NIK belum diisi" in jawab.content.decode()


def test_the_lurah_draws_a_signature_keeps_it_and_signs_the_rest_at_once(meja_lurah, buat, lurah):
    surat = submit_surat(buat("sktm"))
    kosong = step(meja_lurah, surat, "tandatangani", cara="gambar")
    assert kosong.status_code == 422
    assert "Gambar dulu" in kosong.content.decode()
    jawab = step(meja_lurah, surat, "tandatangani", cara="gambar", gambar=drawn(), simpan="on")
    assert jawab.status_code == 302
    surat.refresh_from_db()
    assert (surat.status, surat.cara_ttd) == ("terbit", "gambar")
    assert saved_ttd(lurah) is not None
    lain = [submit_surat(buat(kode)) for kode in ("pengantar", "undangan")]
    draf = buat("sktm")
    daftar = reverse("admin:dokumen_surat_changelist")
    pilih = {"action": "sign_with_kept", "_selected_action": [s.pk for s in [*lain, draf]]}
    teks = meja_lurah.post(daftar, pilih, follow=True).content.decode()
    assert "2 surat terbit" in teks
    assert "1 surat dilewati" in teks
    assert Surat.objects.filter(status="terbit", cara_ttd="gambar").count() == 3


def test_an_uploaded_signature_is_checked(meja_lurah, buat):
    surat = submit_surat(buat("sktm"))
    pdf = SimpleUploadedFile("ttd.png", b"%PDF-1.7", content_type="image/png")
    jawab = step(meja_lurah, surat, "tandatangani", cara="unggah", berkas=pdf)
    assert jawab.status_code == 422
    assert "bukan gambar" in jawab.content.decode()
    png = SimpleUploadedFile("ttd.png", gambar_ttd(), content_type="image/png")
    assert step(meja_lurah, surat, "tandatangani", cara="unggah", berkas=png).status_code == 302
    surat.refresh_from_db()
    assert surat.status == "terbit"


def test_the_moderator_is_not_offered_to_sign_in_bulk(meja, buat, moderator):
    surat = submit_surat(buat("sktm"))
    daftar = reverse("admin:dokumen_surat_changelist")
    assert "sign_on_paper" not in meja.get(daftar).content.decode()
    meja.post(daftar, {"action": "sign_on_paper", "_selected_action": [surat.pk]})
    surat.refresh_from_db()
    assert surat.status == "menunggu_tanda_tangan"


def test_the_lurah_sends_back_withdraws_and_replaces(meja_lurah, buat, terbit):
    surat = submit_surat(buat("sktm"))
    assert step(meja_lurah, surat, "kembalikan", alasan="Cocokkan NIK").status_code == 302
    assert "Cocokkan NIK" in meja_lurah.get(page(surat)).content.decode()
    lama = terbit("sktm", ttd=True)
    jawab = step(meja_lurah, lama, "ganti")
    baru = Surat.objects.get(mengganti=lama)
    assert jawab["Location"] == page(baru)
    assert step(meja_lurah, lama, "cabut", alasan="").status_code == 422
    assert step(meja_lurah, lama, "cabut", alasan="Keliru").status_code == 302
    teks = meja_lurah.get(page(lama)).content.decode()
    assert "Dicabut" in teks
    assert "Diganti oleh" in teks


def test_a_download_stands_in_the_history(meja, terbit, moderator):
    surat = terbit("sktm")
    for bentuk, awal in (("pdf", b"%PDF-"), ("docx", b"PK")):
        jawab = meja.get(reverse("admin:dokumen_surat_berkas", args=[surat.pk, bentuk]))
        assert jawab.content.startswith(awal)
        assert "attachment" in jawab["Content-Disposition"]
        assert "Sulastri" not in jawab["Content-Disposition"]
    unduh = surat.riwayat.filter(peristiwa="diunduh", by=moderator)
    assert list(unduh.values_list("catatan", flat=True)) == ["pdf", "docx"]
    assert all(len(satu.asal_hash) == 64 for satu in unduh)
    isi = docx.Document(io.BytesIO(jawab.content))
    assert isi.core_properties.title == "Surat Keterangan Tidak Mampu"
    gambar = meja.get(reverse("admin:dokumen_surat_pratinjau", args=[surat.pk, 1]))
    assert gambar.content.startswith(b"\x89PNG")
    assert meja.get(reverse("admin:dokumen_surat_pratinjau", args=[surat.pk, 9])).status_code == 404


def test_a_letter_of_another_kelurahan_is_a_404_everywhere(client, terbit, buat):
    client.force_login(PenggunaFactory(peran="lurah", di=PANDEAN))
    keluar, tunggu = terbit("sktm", ttd=True), submit_surat(buat("sktm"))
    for surat in (keluar, tunggu):
        alamat = [
            page(surat),
            reverse("admin:dokumen_surat_berkas", args=[surat.pk, "pdf"]),
            reverse("admin:dokumen_surat_pratinjau", args=[surat.pk, 1]),
        ]
        assert [client.get(satu).status_code for satu in alamat] == [404] * 3
        assert step(client, surat, "tandatangani", cara="basah").status_code == 404
    for nama in ("surat", "barisregister", "registersurat"):
        teks = client.get(reverse(f"admin:dokumen_{nama}_changelist")).content.decode()
        assert keluar.nomor not in teks
        assert "Sulastri" not in teks
    assert Surat.objects.filter(status="terbit").count() == 1


@pytest.mark.parametrize("peran", ["camat", "data_officer", "admin_wilayah", "operator_kios"])
def test_roles_above_the_desk_do_not_read_letters(client, terbit, peran):
    client.force_login(PenggunaFactory(peran=peran, di="35.77"))
    surat = terbit("sktm")
    assert client.get(page(surat)).status_code in {403, 404}
    assert client.get(reverse("admin:dokumen_surat_changelist")).status_code == 403


def test_lists_take_the_same_queries_at_one_and_at_fifteen_rows(
    meja, terbit, django_assert_max_num_queries
):
    for banyak in (1, 14):
        for _ in range(banyak):
            terbit("sktm", ttd=True)
        with django_assert_max_num_queries(16):
            assert meja.get(reverse("admin:dokumen_surat_changelist")).status_code == 200
        with django_assert_max_num_queries(16):
            assert meja.get(reverse("admin:dokumen_barisregister_changelist")).status_code == 200


def test_the_register_shows_its_books_and_exports_without_persons(meja, terbit):
    surat = terbit("sktm")
    terbit("sedot")
    buku = meja.get(reverse("admin:dokumen_registersurat_changelist")).content.decode()
    assert "lengkap" in buku
    assert "Permohonan masuk" in buku
    baris = meja.get(reverse("admin:dokumen_barisregister_changelist")).content.decode()
    assert surat.nomor in baris
    assert "Sulastri" in baris
    alamat = reverse("admin:dokumen_barisregister_export")
    kolom = {"resource": "", "format": "0"}
    form = meja.get(alamat).context["form"]
    pilih = {f.name: "on" for f in form if f.name.startswith("barisregisterresource_")}
    berkas = meja.post(alamat, kolom | pilih)
    teks = berkas.content.decode()
    assert CSV().get_content_type() in berkas["Content-Type"]
    assert surat.nomor in teks
    assert "Sulastri" not in teks
    assert "3577035503850000" not in teks
    assert CatatanEkspor.objects.get().jumlah == 2


def kind(**lain):
    return {
        "kode": "keramaian", "nama": "Surat izin keramaian", "alias": "keramaian, hajatan",
        "wilayah": TAMAN, "arah": "kelurahan", "bentuk": "keterangan", "klasifikasi": "300.1",
        "hal": "Surat Keterangan Keramaian", "sifat": "Biasa", "kepada": "", "tembusan": "",
        "isian": "acara | Acara | teks | wajib | wayangan", "teks": "Untuk {acara}.",
    } | lain  # fmt: skip


def test_staff_write_a_kind_of_their_own_and_see_how_it_looks(meja, dilayani):
    alamat = reverse("admin:dokumen_jenissurat_add")
    keliru = meja.post(alamat, kind(teks="Untuk {acra} di {kelurahan}."))
    assert "Isian tidak dikenal di isi surat: {acra}" in keliru.content.decode()
    keliru = meja.post(alamat, kind(isian="acara | Acara | lagu"))
    assert "Baris 1" in keliru.content.decode()
    umum = meja.post(alamat, kind(wilayah=""))
    assert umum.status_code == 200
    assert not JenisSurat.objects.filter(kode="keramaian").exists()
    assert meja.post(alamat, kind()).status_code == 302
    milik = JenisSurat.objects.get(kode="keramaian")
    assert milik.alias == ["keramaian", "hajatan"]
    assert milik.isian[0]["contoh"] == "wayangan"
    gambar = meja.get(reverse("admin:dokumen_jenissurat_contoh", args=[milik.pk]))
    assert gambar.content.startswith(b"\x89PNG")
    ubah = reverse("admin:dokumen_jenissurat_change", args=[milik.pk])
    assert meja.post(ubah, kind(nama="Izin keramaian")).status_code == 302
    assert jenis("keramaian", milik.wilayah).versi == 2


def test_general_kinds_are_the_operators_and_can_be_copied(meja, dilayani):
    umum = jenis("sktm")
    ubah = reverse("admin:dokumen_jenissurat_change", args=[umum.pk])
    assert meja.post(ubah, kind(kode="sktm")).status_code == 403
    daftar = reverse("admin:dokumen_jenissurat_changelist")
    salin = {"action": "copy_selected", "_selected_action": [umum.pk]}
    jawab = meja.post(daftar, salin, follow=True)
    assert "tanggungan | Jumlah tanggungan | angka | wajib pribadi | 3" in jawab.content.decode()
    henti = {"action": "retire_selected", "_selected_action": [umum.pk]}
    meja.post(daftar, henti)
    assert jenis("sktm").aktif


def test_the_lurah_sets_the_head_and_a_moderator_only_reads_it(client, lurah, moderator, dilayani):
    isi = {
        "wilayah": TAMAN, "alamat": "Jalan Kenanga 8", "nama_pejabat": "Danu", "nip": "123",
        "pola_nomor": "{urut}", "tempat": "", "kode_pos": "", "telepon": "", "surel": "",
        "laman": "", "jabatan": "Plt. Lurah Taman", "pangkat": "", "kode_unit": "",
    }  # fmt: skip
    alamat = reverse("admin:dokumen_kopsurat_add")
    client.force_login(moderator)
    assert client.post(alamat, isi).status_code == 403
    client.force_login(lurah)
    teks = client.post(alamat, isi).content.decode()
    assert "18 angka" in teks
    assert "{tahun}" in teks
    baik = isi | {"nip": "198001012005010000", "pola_nomor": "{urut}/{tahun}"}
    gambar = SimpleUploadedFile("logo.png", gambar_ttd(), content_type="image/png")
    assert client.post(alamat, baik | {"logo": gambar}).status_code == 302
    kop = KopSurat.objects.get()
    assert kop.logo.name.endswith(".png")
    assert "logo.png" not in kop.logo.name
    contoh = client.get(reverse("admin:dokumen_kopsurat_contoh", args=[kop.pk]))
    assert contoh.content.startswith(b"\x89PNG")
    client.force_login(PenggunaFactory(peran="lurah", di=PANDEAN))
    WilayahFactory(kode=PANDEAN)
    assert client.post(alamat, baik).status_code == 200
    asing = reverse("admin:dokumen_kopsurat_change", args=[kop.pk])
    assert client.get(asing).status_code == 404


def test_a_kept_signature_is_forgotten_by_its_person_alone(client, lurah, moderator):
    keep_ttd(gambar_ttd(), by=lurah, simpan=True)
    alamat = reverse("admin:dokumen_surat_lupakan_ttd")
    client.force_login(moderator)
    client.post(alamat)
    assert saved_ttd(lurah) is not None
    client.force_login(lurah)
    client.get(alamat)
    assert saved_ttd(lurah) is not None
    client.post(alamat)
    assert saved_ttd(lurah) is None


def test_no_english_on_the_pages_of_letters(client, taman, terbit, kop, lurah):
    client.force_login(PenggunaFactory(is_superuser=True))
    surat = terbit("sktm", ttd=True)
    alamat = [page(surat), reverse("admin:dokumen_surat_add")]
    for nama in ("surat", "barisregister", "registersurat", "jenissurat", "kopsurat"):
        alamat.append(reverse(f"admin:dokumen_{nama}_changelist"))
    alamat.append(reverse("admin:dokumen_jenissurat_change", args=[jenis("sktm").pk]))
    alamat.append(reverse("admin:dokumen_kopsurat_change", args=[kop.pk]))
    alamat.append(reverse("admin:dokumen_barisregister_export"))
    for satu in alamat:
        jawab = client.get(satu)
        assert jawab.status_code == 200, satu
        assert english_in(jawab) == [], satu
    client.force_login(lurah)
    assert english_in(client.get(page(surat))) == []
