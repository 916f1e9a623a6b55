"""Hostile input: NUL bytes in addresses, times past the calendar, nested videos, zip bombs, links
of one purpose used for another.
"""

import io
import time
import zipfile

import openpyxl
import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import reverse

from luna_maya.berkas_kunjungan import check_video
from luna_maya.penghapus import erase_tuan_rumah
from luna_maya.services.persetujuan import sign_undangan
from luna_maya.services.survei_undang import survei_url
from pesan.lampiran import LampiranDitolak
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_lurah
from tests.luna_maya.pabrik_dokumentasi import mp4
from tests.luna_maya.pabrik_persetujuan import make_invited
from tests.luna_maya.pabrik_pesan import SLUG, open_utara
from tests.luna_maya.pabrik_survei import make_survei
from wilayah.berkas_tabel import BerkasTidakTerbaca, read_berkas

FTYP = b"\0\0\0\x10ftypisom\0\0\0\1"


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_a_nul_byte_in_an_address_is_no_failure_of_ours():
    open_utara()
    client = masuk(make_lurah())
    for alamat in (
        "/luna-maya/catat/AB%00CD/", "/luna-maya/saya/AB%00CD/", "/luna-maya/undangan/a%00b/",
        "/admin/luna_maya/dokumentasi/kunjungan/AB%00/",
    ):  # fmt: skip
        assert client.get(alamat).status_code == 404, alamat
    for alamat in (
        "/admin/luna_maya/kunjungan/?di=%00", "/admin/luna_maya/catatan/?kategori=%00",
        "/admin/luna_maya/tuanrumah/?kesediaan=a%00", f"/{SLUG}/luna-maya/janji/?rt=%00",
        f"/admin/luna_maya/kunjungan/add/?di={UTARA}&jenis=%00",
    ):  # fmt: skip
        assert client.get(alamat).status_code < 500, alamat
    ajak = "/admin/luna_maya/persetujuantuanrumah/untuk/AB%00/ajak/"
    assert client.post(ajak).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("hari", ["9999-12-31", "2999-01-01", "0001-01-01"])
def test_a_visit_past_the_calendar_is_an_error_of_its_field(hari):
    open_utara()
    lurah = make_lurah()
    kunjungan = make_kunjungan(lurah=lurah)
    client = masuk(lurah)
    isi = {"hari": hari, "mulai": "20:00", "sampai": "06:00", "alasan": "salah ketik",
           "tuan_rumah": kunjungan.tuan_rumah_id, "lurah": lurah.pk}  # fmt: skip
    for alamat in (
        f"/admin/luna_maya/kunjungan/add/?di={UTARA}&jenis=menginap",
        f"/admin/luna_maya/kunjungan/{kunjungan.pk}/langkah/jadwal/",
    ):
        assert client.post(alamat, isi).status_code == 422, alamat


@pytest.mark.django_db
def test_a_host_who_wishes_for_the_year_9999_is_asked_again_and_staff_can_go_on():
    open_utara()
    kunjungan = make_invited()
    alamat = reverse("luna_undangan", args=[sign_undangan(kunjungan)])
    for hari in ("9999-12-31", "0001-01-01"):
        isi = {"langkah": "lain", "tanggal": hari, "jam": "23:30"}
        assert Client().post(alamat, isi).status_code == 422
    waktu = f"/admin/luna_maya/persetujuantuanrumah/untuk/{kunjungan.kode}/waktu/"
    assert masuk(kunjungan.lurah).post(waktu).status_code == 302


@pytest.mark.parametrize(
    "isi",
    [
        FTYP + b"\0\0\0\0moov" * 100_000, FTYP + b"\0\0\0\0mdia" * 100_000,
        FTYP + b"\0\0\0\x08free" * 1_250_000, FTYP + b"\0\0\0\1moov" + b"\xff" * 8 + b"x" * 99,
        FTYP + b"\xff\xff\xff\xffmoov" + b"hdlr....vide", b"\x1aE\xdf\xa3" + b"<script>" * 9,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"<html><script>1</script>",
    ],
)  # fmt: skip
def test_a_lying_video_is_refused_at_once_and_never_a_crash(isi):
    mulai = time.perf_counter()
    with pytest.raises(LampiranDitolak):
        check_video(isi)
    assert time.perf_counter() - mulai < 2


def test_a_real_video_still_passes():
    assert check_video(mp4()).mime == "video/mp4"


def test_an_xlsx_that_unpacks_to_far_more_is_refused_before_it_is_unpacked():
    buku = openpyxl.Workbook()
    buku.active.append(["nama", "rw", "rt"])
    buku.active.append(["Pak Contoh", "1", "2"])
    asli, bom = io.BytesIO(), io.BytesIO()
    buku.save(asli)
    assert len(read_berkas("asli.xlsx", asli.getvalue())) == 2
    with zipfile.ZipFile(asli) as dari, zipfile.ZipFile(bom, "w", zipfile.ZIP_DEFLATED) as ke:
        for satu in dari.infolist():
            ke.writestr(satu.filename, dari.read(satu))
        ke.writestr("xl/sharedStrings.xml", b"a" * 60_000_000)
    assert len(bom.getvalue()) < 200_000
    with pytest.raises(BerkasTidakTerbaca, match="terlalu besar"):
        read_berkas("bom.xlsx", bom.getvalue())
    with pytest.raises(BerkasTidakTerbaca):
        read_berkas("rusak.xlsx", b"PK\x03\x04" + b"\xff" * 500)


@pytest.mark.django_db
def test_a_link_of_one_purpose_opens_no_other_door():
    open_utara()
    kunjungan = make_invited()
    survei = survei_url(make_survei()).rstrip("/").rpartition("/")[2]
    undangan = sign_undangan(kunjungan)
    tanpa_garam = signing.dumps([kunjungan.pk, kunjungan.tuan_rumah_id])
    terkirim = signing.dumps(1, salt="luna_maya.undang.terkirim")
    client = Client()
    for nama, asing in (
        ("luna_undangan", (survei, tanpa_garam, terkirim, undangan[:-2] + "AA", "x" * 5000)),
        ("luna_survei", (undangan, tanpa_garam, terkirim, "x" * 5000)),
    ):
        for tanda in asing:
            alamat = reverse(nama, args=[tanda])
            assert client.get(alamat).status_code == 404, (nama, tanda[:30])
    for tanda in (undangan, survei):
        alamat = reverse("luna_undang_terkirim", args=[SLUG, tanda])
        assert client.get(alamat).status_code == 404
    assert client.get(reverse("luna_undangan", args=[undangan])).status_code == 200


@pytest.mark.django_db
def test_the_link_of_a_host_ends_with_the_hosts_data():
    open_utara()
    kunjungan = make_invited()
    alamat = reverse("luna_undangan", args=[sign_undangan(kunjungan)])
    with transaction.atomic():
        erase_tuan_rumah(kunjungan.tuan_rumah)
    assert Client().get(alamat).status_code == 404
    assert Client().post(alamat, {"langkah": "ya"}).status_code == 404
