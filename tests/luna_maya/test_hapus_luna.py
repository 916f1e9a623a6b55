"""What is left of a person at night and in a survey, and of pictures, when the time is over."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from luna_maya.cetak.dasar import read_photos
from luna_maya.kontak_malam import kontak_sekarang
from luna_maya.models import (
    Dokumentasi,
    DrafPercaya,
    Kunjungan,
    PersetujuanMalam,
    PetugasMalam,
    SuaraPercaya,
)
from luna_maya.retensi_luna import blank_nomor_malam, drop_originals
from luna_maya.services.kontak import set_kontak_tokoh
from luna_maya.services.kontak_malam import NomorHilang, agree_malam, change_nomor, withdraw_malam
from luna_maya.services.survei import cast_suara
from pesan.models import BukuHapus, Lampiran
from pesan.retensi import apply_retensi
from pesan.services import erase_kontak
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import UTARA, make_tokoh, make_tuan_rumah
from tests.luna_maya.pabrik_dokumentasi import host_says, make_foto, make_selesai
from tests.luna_maya.pabrik_persetujuan import make_host
from tests.luna_maya.pabrik_petugas import make_jaga, make_petugas_malam
from tests.luna_maya.pabrik_survei import make_survei

pytestmark = pytest.mark.django_db
SEHARI = dt.timedelta(days=1)


def test_a_survey_left_in_the_middle_goes_with_the_mark_that_it_was_begun():
    kontak, lain = make_host().kontak, make_host("Keluarga Lain").kontak
    survei = make_survei()
    for satu in (kontak, lain):
        cast_suara(survei, satu.pk)
        DrafPercaya.objects.create(
            survei=survei, kontak=satu, kelompok="warga", tanya_at=timezone.now(),
            isi='{"kedekatan": "4"}',
        )  # fmt: skip
    erase_kontak(kontak)
    assert list(DrafPercaya.objects.values_list("kontak", flat=True)) == [lain.pk]
    assert SuaraPercaya.objects.count() == 1
    assert BukuHapus.objects.get(kelas="draf_percaya").jumlah == 1


def test_who_is_reached_at_night_and_asks_to_be_erased_is_reached_no_more():
    tokoh = set_kontak_tokoh(make_tokoh(), nomor="081200000077")
    petugas = make_petugas_malam("Babinsa", "+6281200000077", tokoh=tokoh)
    make_jaga(petugas, mulai=dt.time(0), sampai=dt.time(0))
    assert kontak_sekarang(UTARA).orang is not None
    erase_kontak(tokoh.kontak)
    petugas.refresh_from_db()
    assert (petugas.nomor, petugas.setuju_at) == ("", None)
    assert kontak_sekarang(UTARA).orang is None
    assert [p.keputusan for p in PersetujuanMalam.objects.all()] == ["ya", "cabut"]
    assert BukuHapus.objects.get(kelas="nomor_malam").jumlah == 1


def test_a_number_taken_back_is_kept_thirty_days_and_then_goes():
    lurah = PenggunaFactory(peran="lurah", di=UTARA)
    petugas = make_petugas_malam(pengguna=lurah)
    lain = make_petugas_malam("Pak Wahyu", "+6281299990003", setuju=False)
    now = timezone.now()
    assert blank_nomor_malam(now + 99 * SEHARI) == {"nomor_malam": 0}
    withdraw_malam(petugas, by=lurah)
    assert blank_nomor_malam(now + 29 * SEHARI) == {"nomor_malam": 0}
    assert apply_retensi(now + 31 * SEHARI)["nomor_malam"] == 1
    assert PetugasMalam.objects.get(pk=petugas.pk).nomor == ""
    assert PetugasMalam.objects.get(pk=lain.pk).nomor
    assert "30 hari" in BukuHapus.objects.get(kelas="nomor_malam").sebab
    with pytest.raises(NomorHilang):
        agree_malam(petugas, by=lurah)
    client = Client()
    client.force_login(lurah)
    halaman = client.post(f"/luna-maya/saya/malam/{petugas.pk}/", {"aksi": "setuju"}, follow=True)
    assert "Nomor Anda sudah dihapus" in halaman.content.decode()
    change_nomor(petugas, nomor="0812 9999 0009", by=lurah)
    assert agree_malam(petugas, by=lurah).is_shown


def old(dok, hari=1900):
    lalu = timezone.now() - hari * SEHARI
    Kunjungan.objects.filter(pk=dok.kunjungan_id).update(
        mulai_at=lalu - dt.timedelta(hours=9), selesai_at=lalu
    )


def test_the_original_of_a_photo_goes_after_five_years_and_the_small_one_stays():
    utara = WilayahFactory(kode=UTARA)
    utara.slug = "kandangan-utara"
    utara.save()
    foto = make_foto()
    assert drop_originals(timezone.now()) == {"foto_luna": 0}
    old(foto)
    assert apply_retensi()["foto_luna"] == 1
    assert drop_originals(timezone.now()) == {"foto_luna": 0}
    foto.refresh_from_db()
    assert foto.lampiran.status == Lampiran.Status.DIHAPUS
    assert foto.dihapus_at is None
    assert list(Dokumentasi.objects.public()) == [foto]
    assert "masa simpan" in foto.riwayat_tampil.last().apa
    awal = "/kandangan-utara/luna-maya/"
    assert Client().get(f"{awal}foto/{foto.pk}/penuh/").status_code == 404
    kecil = Client().get(f"{awal}foto/{foto.pk}/kecil/")
    assert b"".join(kecil.streaming_content).startswith(b"\xff\xd8")
    halaman = Client().get(f"{awal}{foto.kunjungan.kode}/").content.decode()
    assert f"foto/{foto.pk}/kecil/" in halaman
    assert f"foto/{foto.pk}/penuh/" not in halaman
    assert len(read_photos([foto])) == 1
    client = Client()
    client.force_login(foto.kunjungan.lurah)
    meja = client.get(f"/admin/luna_maya/dokumentasi/{foto.pk}/change/").content.decode()
    assert f"{foto.pk}/berkas/kecil/" in meja
    assert f"{foto.pk}/berkas/penuh/" not in meja


def test_what_nobody_may_see_goes_whole():
    foto = make_foto(izin=("tidak",))
    lain = make_foto(make_selesai(tuan_rumah=make_tuan_rumah("Warung Acil Imah")))
    host_says(lain.kunjungan, "cabut")
    old(foto)
    old(lain)
    assert drop_originals(timezone.now()) == {"foto_luna": 2}
    for dok in (foto, lain):
        dok.refresh_from_db()
        assert dok.dihapus_at is not None
        assert not dok.kecil
        assert {o.nama for o in dok.orang.all()} == {""}
