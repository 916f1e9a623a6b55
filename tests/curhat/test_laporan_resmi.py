"""A formal report: its name, signature and files reach staff, unless the person wants to hide."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from curhat.ekspor import KOLOM, KOLOM_RINGKAS, write_rows
from curhat.models import Curhat
from curhat.services.lacak import set_pilihan
from curhat.services.tiket import open_tiket
from pesan.models import Lampiran
from tests.curhat.halaman import foto, laporan_baru, masuk_lacak

NAMA = "Wulan Contoh"
TTD = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def resmi(kelurahan):
    berkas = SimpleUploadedFile("denah.jpg", foto().read(), content_type="image/jpeg")
    _, _, kode, pin = laporan_baru(resmi="on", nama=NAMA, ttd_gambar=TTD, berkas=[berkas])
    return kode, pin


@pytest.fixture
def staf(moderator):
    client = Client()
    client.force_login(moderator)
    return client


def status(client, berkas):
    response = client.get(f"/lampiran/{berkas.pk}/")
    for close in response._resource_closers:  # not close(): it would end the connection too
        close()
    return response.status_code


def pages(client, curhat):
    tiket = open_tiket(curhat, sebab="Uji")
    return [
        client.get(f"/admin/curhat/{apa}/{pk}/change/").content.decode()
        for apa, pk in (("tiket", tiket.pk), ("curhat", curhat.pk))
    ]


def test_name_signature_and_files_of_a_formal_report_reach_staff(resmi, staf):
    curhat = Curhat.objects.get()
    assert (curhat.resmi, curhat.nama_pelapor) == (True, NAMA)
    for html in pages(staf, curhat):
        assert NAMA in html
        assert "Tanda tangan" in html
        assert "denah.jpg" in html or "Foto" in html
    for berkas in Lampiran.objects.all():
        assert status(staf, berkas) == 200


def test_who_wants_to_hide_has_no_name_and_no_signature(resmi, staf):
    curhat = set_pilihan(Curhat.objects.get(), anonim=True)
    for html in pages(staf, curhat):
        assert NAMA not in html
        assert "Tanda tangan" not in html
        assert "nama disembunyikan" in html
        assert "denah.jpg" in html or "Foto" in html
    ttd = Lampiran.objects.get(jenis="tanda_tangan")
    assert status(staf, ttd) == 404
    # the person themself still sees it
    assert status(masuk_lacak(*resmi), ttd) == 200


def test_the_name_is_never_exported(resmi):
    for kolom in (KOLOM, KOLOM_RINGKAS):
        assert NAMA not in str(write_rows(list(Curhat.objects.all()), kolom))


def test_the_name_goes_with_the_rest_when_all_is_erased(resmi):
    masuk_lacak(*resmi).post("/lacak/hapus/", {"apa": "semua", "yakin": "1"})
    assert Curhat.objects.get().nama_pelapor == ""
    assert not Lampiran.objects.exclude(status="dihapus").exists()


def test_a_name_without_a_formal_report_is_not_kept(kelurahan):
    laporan_baru(nama=NAMA)
    curhat = Curhat.objects.get()
    assert (curhat.resmi, curhat.nama_pelapor) == (False, "")
