"""A ticket handed to the coordination desk: accepted or returned, one history on both sides."""

import pytest
from django.core.exceptions import PermissionDenied

from curhat.services import tiket as layanan
from curhat.services.tambahan import add_keterangan
from curhat.views.jejak import build_jejak
from pesan.models import Lampiran, PesanKeluar
from ruko_parsel.models import Permintaan
from ruko_parsel.services.permintaan import move_permintaan
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_petugas,
)
from tests.ruko_parsel.pabrik_rujukan import ALASAN, make_tiket, offer_tiket, take_tiket
from wilayah.hasil_rujukan import read_hasil
from wilayah.meja_tawar import desks_for
from wilayah.models import RiwayatRujukan, Rujukan
from wilayah.rujukan import RujukanSudahDijawab, accept_rujukan, return_rujukan

S = Permintaan.Status


@pytest.fixture
def orang(db):
    return make_desa(nama="Sekdes Inan"), make_petugas(nama="Bu Rina")


def apa(permintaan):
    return [r.apa for r in permintaan.riwayat.order_by("pk")]


def test_the_desk_is_offered_only_where_somebody_is_on_duty(db):
    desa = make_desa()
    assert "koordinasi" not in {t.kunci for t in desks_for("curhat.tiket", INAN)}
    make_petugas(di=TETANGGA)
    assert "koordinasi" not in {t.kunci for t in desks_for("curhat.tiket", INAN)}
    make_camat()
    tawaran = {t.kunci: t for t in desks_for("curhat.tiket", f"{INAN}.00.01")}
    assert str(tawaran["koordinasi"].tempat.pk) == KECAMATAN
    assert tawaran["koordinasi"].label.startswith("Rumah Koordinasi, ")
    assert "laporan_kunjungan" not in tawaran
    assert desa.pk


def test_a_ticket_becomes_a_request_of_its_village(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    tiket.refresh_from_db()
    assert (permintaan.wilayah_id, permintaan.saluran) == (INAN, "rujukan")
    assert (permintaan.pemohon, permintaan.urgensi) == (desa, tiket.urgensi)
    assert permintaan.masalah_id == "siaga_bencana"
    assert ALASAN in permintaan.uraian
    assert tiket.curhat.isi not in permintaan.uraian  # read where it is, and erased there
    assert (tiket.status, tiket.petugas) == ("ditugaskan", petugas)
    assert Rujukan.objects.get().hasil == permintaan


def test_the_desk_hears_of_an_offer_and_the_words_stay_out_of_buttons(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa, ringkasan="Banjir [[YA|TIDAK]]")
    offer_tiket(tiket, by=desa)
    pesan = PesanKeluar.objects.get(templat="ruko_rujukan_masuk")
    assert pesan.pengguna == petugas
    assert not pesan.badan.rstrip().endswith("]]")


def test_the_page_asks_for_the_kind_before_it_takes(client, orang):
    desa, petugas = orang
    rujukan = offer_tiket(make_tiket(by=desa), by=desa)
    client.force_login(petugas)
    alamat = f"/admin/wilayah/rujukan/{rujukan.pk}/terima/"
    halaman = client.get(alamat).content.decode()
    assert "Jenis masalah" in halaman
    assert "Got di depan rumah" in halaman  # with its story
    assert client.post(alamat, {"pilihan": "", "teks": ""}).status_code == 422
    client.post(alamat, {"pilihan": "siaga_bencana", "teks": "Kami bahas Senin."})
    client.post(alamat, {"pilihan": "siaga_bencana", "teks": ""})
    assert Permintaan.objects.count() == 1


def test_it_comes_back_with_a_reason_and_may_be_offered_again(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    rujukan = offer_tiket(tiket, by=desa)
    with pytest.raises(ValueError, match="alasan"):
        return_rujukan(rujukan, by=petugas, alasan="  ")
    return_rujukan(rujukan, by=petugas, alasan="Cukup lewat kerja bakti desa.")
    tiket.refresh_from_db()
    assert tiket.status == "diverifikasi"
    assert "kerja bakti desa" in tiket.riwayat.last().catatan
    assert not Permintaan.objects.exists()
    assert take_tiket(tiket, by=desa, petugas=petugas).status == S.DITERIMA


def test_strangers_and_the_village_itself_cannot_answer(orang):
    desa, petugas = orang
    rujukan = offer_tiket(make_tiket(by=desa), by=desa)
    jauh = make_petugas(di=TETANGGA)
    kabupaten = PenggunaFactory(peran="data_officer", di="63.11")
    for siapa in (desa, jauh, kabupaten, make_desa(di=PANGGUNG)):
        with pytest.raises(PermissionDenied):
            accept_rujukan(rujukan, by=siapa, rincian={"masalah": "stunting"})
    assert rujukan not in Rujukan.objects.visible_to(jauh)
    assert rujukan not in Rujukan.objects.visible_to(make_desa(di=PANGGUNG))
    accept_rujukan(rujukan, by=petugas, rincian={"masalah": "stunting"})
    with pytest.raises(RujukanSudahDijawab):
        return_rujukan(rujukan, by=petugas, alasan="Terlambat.")


def test_without_or_with_an_unknown_kind_nothing_is_taken(orang):
    desa, petugas = orang
    rujukan = offer_tiket(make_tiket(by=desa), by=desa)
    for rincian in (None, {"masalah": "asal"}):
        with pytest.raises(ValueError, match="jenis masalah"):
            accept_rujukan(rujukan, by=petugas, rincian=rincian)
    rujukan.refresh_from_db()
    assert (rujukan.status, Permintaan.objects.count()) == ("ditawarkan", 0)


def test_steps_of_the_request_are_read_on_the_tickets_side(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    permintaan = move_permintaan(permintaan, to=S.DITELAAH, by=petugas)
    move_permintaan(permintaan, to=S.DITANGGAPI, by=petugas, catatan="Surat ke PU sudah dibuat.")
    jejak = " ".join(f"{s.judul} {s.catatan}" for s in build_jejak(tiket.curhat))
    assert "sedang ditelaah" in jejak
    assert "sudah ditanggapi" in jejak
    assert "Surat ke PU" not in jejak  # between the two desks
    catatan = " ".join(tiket.riwayat.values_list("catatan", flat=True))
    assert "Surat ke PU" in catatan
    riwayat = RiwayatRujukan.objects.filter(dari="tujuan")
    assert "sedang ditelaah" in riwayat.first().catatan


def test_a_note_for_the_desk_alone_does_not_cross(orang):
    desa, petugas = orang
    permintaan = take_tiket(make_tiket(by=desa), by=desa, petugas=petugas)
    move_permintaan(
        permintaan, to=S.DITELAAH, by=petugas, catatan="Kades sedang sibuk.", untuk_desa=False
    )
    assert not RiwayatRujukan.objects.filter(catatan__contains="sibuk").exists()


def finish(permintaan, petugas, hasil="Saluran dibersihkan bersama dinas."):
    for ke in (S.DITELAAH, S.DITANGGAPI):
        permintaan = move_permintaan(permintaan, to=ke, by=petugas)
    return move_permintaan(permintaan, to=S.SELESAI, by=petugas, hasil=hasil)


def test_when_it_is_finished_the_resident_is_asked_and_a_no_reaches_the_desk(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    permintaan = finish(take_tiket(tiket, by=desa, petugas=petugas), petugas)
    tiket.refresh_from_db()
    assert tiket.status == "menunggu_konfirmasi"
    assert tiket.tindakan == "Saluran dibersihkan bersama dinas."
    layanan.reopen_tiket(tiket, alasan="Masih tergenang.")
    baris = permintaan.riwayat.last()
    assert baris.apa == "Kabar dari asal rujukan"
    assert "dibuka lagi" in baris.catatan
    assert "tergenang" not in baris.catatan  # the resident's words stay where they can be erased


def test_a_request_that_is_sent_back_gives_the_ticket_back(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    move_permintaan(permintaan, to=S.DIKEMBALIKAN, by=petugas, hasil="Lengkapi ukuran saluran.")
    tiket.refresh_from_db()
    assert (tiket.status, tiket.petugas) == ("diverifikasi", None)
    assert "Lengkapi ukuran" in tiket.riwayat.last().catatan
    lagi = take_tiket(tiket, by=desa, petugas=petugas)
    assert (lagi.pk, lagi.status) == (permintaan.pk, S.DITELAAH)
    assert "Dirujuk lagi" in apa(lagi)
    move_permintaan(lagi, to=S.DITANGGAPI, by=petugas)
    assert tiket.riwayat.filter(catatan__contains="sudah ditanggapi").count() == 1


def test_what_is_merged_goes_on_hearing_from_the_one_that_is_answered(orang):
    desa, petugas = orang
    satu, dua = make_tiket(by=desa), make_tiket(by=desa)
    a = take_tiket(satu, by=desa, petugas=petugas)
    b = take_tiket(dua, by=desa, petugas=petugas)
    move_permintaan(b, to=S.DIGABUNG, by=petugas, digabung_ke=a)
    finish(a, petugas)
    dua.refresh_from_db()
    assert dua.status == "menunggu_konfirmasi"
    assert dua.riwayat.filter(catatan__contains="permintaan lain yang serupa").exists()


def test_the_desk_sees_what_the_resident_and_the_village_add(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    assert "Kabar dari asal rujukan" not in apa(permintaan)  # who took it knows
    add_keterangan(tiket.curhat, teks="Airnya sekarang sampai dapur, nomor saya 081234567890.")
    layanan.start_tiket(tiket, by=desa, catatan="Kami pasang karung pasir.")
    kabar = [r.catatan for r in permintaan.riwayat.filter(apa="Kabar dari asal rujukan")]
    assert "Warga menambah keterangan" in kabar[0]
    assert "081234567890" not in "".join(kabar)
    assert "karung pasir" in kabar[1]
    assert RiwayatRujukan.objects.filter(dari="asal").count() == 2
    tiket.curhat.refresh_from_db()
    assert "dapur" in Rujukan.objects.get().sumber.isi_rujukan().teks


def test_a_ticket_that_ends_by_itself_is_said_and_later_steps_do_not_touch_it(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    layanan.confirm_selesai(tiket)
    assert "selesai" in permintaan.riwayat.last().catatan
    finish(permintaan, petugas)
    tiket.refresh_from_db()
    assert tiket.status == "selesai"


def test_files_come_along_but_no_signature_and_nobody_hidden(orang):
    desa, petugas = orang
    tiket = make_tiket(by=desa, anonim=True)
    foto = Lampiran.objects.create(jenis="foto")
    tanda = Lampiran.objects.create(jenis=Lampiran.Jenis.TANDA_TANGAN)
    tiket.curhat.lampiran.add(foto, tanda)
    permintaan = take_tiket(tiket, by=desa, petugas=petugas)
    assert list(permintaan.lampiran.all()) == [foto]
    assert permintaan.kontak is None


def test_the_state_is_told_only_to_who_may_see_the_request(orang):
    desa, petugas = orang
    permintaan = take_tiket(make_tiket(by=desa), by=desa, petugas=petugas)
    rujukan = Rujukan.objects.get()
    assert read_hasil([rujukan], user=desa)[rujukan.pk].sebutan == permintaan.nomor
    assert read_hasil([rujukan], user=make_desa(di=PANGGUNG)) == {}
    Permintaan.objects.update(rahasia=True)
    assert read_hasil([rujukan]) == {}


def test_a_private_ticket_offers_no_desk(client, orang):
    desa, _petugas = orang
    tiket = make_tiket(by=desa)
    terbuka = make_tiket(by=desa)
    tiket.curhat.rahasia = True
    tiket.curhat.save()
    client.force_login(desa)
    halaman = client.get(f"/admin/curhat/tiket/{terbuka.pk}/change/").content.decode()
    assert 'value="koordinasi"' in halaman
    halaman = client.get(f"/admin/curhat/tiket/{tiket.pk}/change/").content.decode()
    assert 'value="koordinasi"' not in halaman


def test_the_step_of_the_page_offers_it(client, orang):
    desa, _petugas = orang
    tiket = make_tiket(by=desa)
    client.force_login(desa)
    alamat = f"/admin/curhat/tiket/{tiket.pk}/langkah/tawarkan/"
    assert client.post(alamat, {"meja": "entah", "alasan": ALASAN}).status_code == 422
    client.post(alamat, {"meja": "koordinasi", "alasan": ALASAN})
    rujukan = Rujukan.objects.get()
    assert (rujukan.meja, str(rujukan.ke_wilayah_id)) == ("koordinasi", KECAMATAN)
