"""Households that may be one: found with reasons, merged with a way back, and erased for good."""

import json

import pytest
from django.test import Client

from ekonomi.models import GabungRumah, PasanganMirip, Rumah, Usaha
from ekonomi.services.gabung import merge_rumah, undo_gabung
from ekonomi.services.mirip import propose_mirip
from ekonomi.services.persetujuan import record_persetujuan
from ekonomi.services.rumah import RumahDitolakError, change_rumah, enrol_rumah, rumah_of_kontak
from pesan.models import BukuHapus
from pesan.services.kontak import erase_kontak
from tests.ekonomi.pabrik import AnggotaRumahFactory, ProgramFactory, RumahFactory, UsahaFactory
from tests.ekonomi.pabrik_rumah import BARIS, PANDEAN, TAMAN, galat_of, seed_file, try_file
from tests.factories import KontakFactory, PenggunaFactory, WilayahFactory
from wilayah.kripto import keyed_hash

pytestmark = pytest.mark.django_db
DAFTAR = "/admin/ekonomi/pasanganmirip/"


def as_role(peran, di=TAMAN):
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


def test_a_like_name_in_the_same_rt_is_proposed_with_its_reason_once():
    satu, dua = (
        RumahFactory(nama_kepala="Bpk. Sarwo Lukita"),
        RumahFactory(nama_kepala="Sarwo Lukito"),
    )
    RumahFactory(nama_kepala="Sarwo Lukita", di=f"{TAMAN}.05.01")
    assert propose_mirip(TAMAN) == 1
    assert propose_mirip(TAMAN) == 0
    pasangan = PasanganMirip.objects.get()
    assert (pasangan.rumah_a, pasangan.rumah_b) == (satu, dua)
    assert pasangan.sebab == ["nama mirip di RT yang sama"]


def test_the_same_family_card_is_found_across_kelurahan():
    kk = keyed_hash("kk", "3577001234567812")
    RumahFactory(no_kk_hash=kk, nama_kepala="Satu")
    RumahFactory(no_kk_hash=kk, nama_kepala="Dua", di=f"{PANDEAN}.01.01")
    propose_mirip(TAMAN)
    assert PasanganMirip.objects.get().alasan == ["kk"]


def test_merging_moves_what_hangs_on_the_row_and_undoing_moves_it_back():
    utama, lain = RumahFactory(nama_kepala="Lama", alamat=""), RumahFactory(alamat="Jl. B 2")
    program = ProgramFactory()
    for rumah in (utama, lain):
        enrol_rumah(rumah, program=program, masuk=program.mulai, by=None)
    orang, usaha = AnggotaRumahFactory(rumah=lain), UsahaFactory(rumah=lain)
    gabung = merge_rumah(utama, lain, pilih={"nama_kepala"}, by=None)
    for baris in (utama, lain, orang, usaha):
        baris.refresh_from_db()
    assert (utama.nama_kepala, utama.alamat) == (lain.nama_kepala, "Jl. B 2")
    assert (lain.status, lain.digabung_ke) == ("digabung", utama)
    assert (orang.rumah, usaha.rumah) == (utama, utama)
    assert utama.keikutsertaan.count() == 1  # both took part: the other stays where it was
    assert lain.keikutsertaan.count() == 1
    undo_gabung(gabung, by=None)
    for baris in (utama, lain, orang, usaha):
        baris.refresh_from_db()
    assert (utama.nama_kepala, utama.alamat, lain.status) == ("Lama", "", "aktif")
    assert (orang.rumah, usaha.rumah) == (lain, lain)
    with pytest.raises(RumahDitolakError):
        undo_gabung(gabung, by=None)


def test_undoing_leaves_what_was_changed_since():
    utama, lain = RumahFactory(alamat=""), RumahFactory(alamat="Jl. B 2")
    gabung = merge_rumah(utama, lain, pilih=set(), by=None)
    change_rumah(utama, data={"alamat": "Jl. Baru 9"}, by=None)
    undo_gabung(gabung, by=None)
    utama.refresh_from_db()
    assert utama.alamat == "Jl. Baru 9"


def test_two_kelurahan_are_not_merged():
    with pytest.raises(RumahDitolakError, match="Dua kelurahan"):
        merge_rumah(RumahFactory(), RumahFactory(di=f"{PANDEAN}.01.01"), pilih=set(), by=None)


def test_the_page_compares_and_merges_the_chosen_columns():
    client = as_role("lurah")
    a, b = RumahFactory(nama_kepala="Sarwo Lukita"), RumahFactory(nama_kepala="Sarwo Lukito")
    propose_mirip(TAMAN)
    pasangan = PasanganMirip.objects.get()
    assert "Sarwo Lukita" in client.get(DAFTAR).content.decode()
    teks = client.get(f"{DAFTAR}{pasangan.pk}/change/").content.decode()
    assert "nama mirip di RT yang sama" in teks
    client.post(f"{DAFTAR}{pasangan.pk}/putus/gabung/", {"utama": "b", "kolom_nama_kepala": "a"})
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.status, b.nama_kepala) == ("digabung", "Sarwo Lukita")
    kartu = client.get(b.get_absolute_url()).content.decode()
    assert "Urungkan penggabungan" in kartu
    client.post(f"/admin/ekonomi/rumah/{b.pk}/langkah/urungkan/")
    a.refresh_from_db()
    assert a.status == "aktif"
    pasangan.refresh_from_db()
    assert pasangan.status == "beda"


def test_kept_apart_they_are_not_proposed_again():
    client = as_role("moderator")
    RumahFactory(nama_kepala="Sarwo Lukita")
    RumahFactory(nama_kepala="Sarwo Lukito")
    propose_mirip(TAMAN)
    client.post(f"{DAFTAR}{PasanganMirip.objects.get().pk}/putus/beda/")
    assert propose_mirip(TAMAN) == 0
    assert PasanganMirip.objects.get().status == "beda"


def test_a_pair_across_a_border_shows_each_side_only_its_own():
    kk = keyed_hash("kk", "3577001234567812")
    RumahFactory(no_kk_hash=kk, nama_kepala="Milik Taman")
    lain = RumahFactory(no_kk_hash=kk, nama_kepala="Milik Pandean", di=f"{PANDEAN}.01.01")
    propose_mirip(TAMAN)
    client, pasangan = as_role("lurah"), PasanganMirip.objects.get()
    for alamat in (DAFTAR, f"{DAFTAR}{pasangan.pk}/change/"):
        teks = client.get(alamat).content.decode()
        assert "Milik Pandean" not in teks
        assert lain.nomor not in teks
    assert "Kel. Pandean" in client.get(f"{DAFTAR}{pasangan.pk}/change/").content.decode()
    assert client.post(f"{DAFTAR}{pasangan.pk}/putus/gabung/").status_code == 404


def everything_of(*rumah):
    """All that the tables hold of these rows, as one text."""
    isi = [Rumah.objects.filter(pk=r.pk).values().get() for r in rumah]
    for r in rumah:
        isi += [
            *r.anggota.values(),
            *r.produk_lokal.values(),
            *Usaha.objects.filter(rumah=r).values(),
        ]
        isi += [*r.riwayat.values(), *r.persetujuan.values("keputusan")]
    isi += list(GabungRumah.objects.values("sebelum", "sesudah"))
    return json.dumps(isi, default=str)


def test_a_withdrawn_consent_takes_the_person_out_and_leaves_the_figures():
    rumah = RumahFactory(
        nomor="KT-9001", nama_kepala="Zamrud Satu", alamat="Zamrud 2", omzet=5, dtks=True,
        asli={"nama_kepala_keluarga": ["Zamrud  Satu", "Zamrud Satu"]},
    )  # fmt: skip
    lama = RumahFactory(nama_kepala="Zamrud Lama", alamat="Zamrud 3")
    merge_rumah(rumah, lama, pilih={"alamat"}, by=None)
    AnggotaRumahFactory(rumah=rumah, nama="Zamrud Tiga", nik="3577009999", nik_hash="x")
    UsahaFactory(rumah=rumah, nama="Warung Zamrud", nama_pemilik="Zamrud Tiga")
    assert "Zamrud" in everything_of(rumah)
    record_persetujuan(rumah, keputusan="dicabut", cara="lisan", by=None)
    rumah.refresh_from_db()
    lama.refresh_from_db()
    assert "Zamrud" not in everything_of(rumah, lama)
    assert "3577009999" not in everything_of(rumah, lama)
    assert (rumah.omzet, rumah.dtks, rumah.wilayah_id) == (5, True, f"{TAMAN}.02")
    assert not Rumah.objects.active().exists()
    assert BukuHapus.objects.filter(kelas="rumah").exists()
    WilayahFactory(kode=f"{TAMAN}.02.03")
    [(_baris, kolom, sebab)] = galat_of(try_file(seed_file(BARIS)))
    assert kolom == "household_id"
    assert "mencabut persetujuannya" in sebab
    for salah in (change_rumah,):
        with pytest.raises(RumahDitolakError):
            salah(rumah, data={"alamat": "x"}, by=None)


def test_erasing_a_contact_erases_the_household_it_speaks_for():
    kontak = KontakFactory(nomor="6281200007001")
    rumah = RumahFactory(nama_kepala="Zamrud")
    change_rumah(rumah, data={"telepon": "6281200007001"}, by=None)
    rumah.refresh_from_db()
    assert rumah.kontak == kontak
    assert rumah_of_kontak(kontak) == rumah
    erase_kontak(kontak)
    rumah.refresh_from_db()
    assert rumah.nama_kepala == "(dihapus)"
    assert rumah.dihapus_at is not None


def test_erasing_a_contact_takes_only_its_number_off_another_familys_card():
    rumah = RumahFactory(nama_kepala="Keluarga Lain")
    change_rumah(rumah, data={"telepon": "6281200007002"}, by=None)
    erase_kontak(KontakFactory(nomor="6281200007002"))
    rumah.refresh_from_db()
    assert (rumah.nama_kepala, rumah.telepon, rumah.telepon_hash) == ("Keluarga Lain", "", "")


def test_the_withdrawal_step_asks_to_be_sure():
    client, rumah = as_role("fasilitator"), RumahFactory()
    langkah = f"/admin/ekonomi/rumah/{rumah.pk}/langkah/persetujuan/"
    assert client.post(langkah, {"keputusan": "dicabut", "cara": "lisan"}).status_code == 422
    client.post(langkah, {"keputusan": "dicabut", "cara": "lisan", "yakin": "on"})
    teks = client.get(rumah.get_absolute_url()).content.decode()
    assert "mencabut persetujuannya" in teks
    assert rumah.nama_kepala not in teks
