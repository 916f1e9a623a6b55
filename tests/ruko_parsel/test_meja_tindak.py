"""Follow-ups, passing up to an agency, and the end that waits for both."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from ruko_parsel.models import Permintaan, RiwayatTindakLanjut, TindakLanjut
from ruko_parsel.services.disposisi import Perintah, give_disposisi
from ruko_parsel.services.permintaan import LangkahTerlarang, move_permintaan
from ruko_parsel.services.telaah import finish_permintaan, merge_permintaan
from ruko_parsel.services.terus import forward_permintaan, recall_permintaan
from ruko_parsel.services.tindak_lanjut import (
    add_tindak_lanjut,
    drop_tindak_lanjut,
    finish_tindak_lanjut,
    postpone_tindak_lanjut,
    start_tindak_lanjut,
)
from tests.factories import InstansiFactory, PenggunaFactory, WilayahFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import answer, make_ditelaah, messages_to
from wilayah.models import Penugasan, Rujukan, Wilayah
from wilayah.rujukan import accept_rujukan, return_rujukan

pytestmark = pytest.mark.django_db
S, T = Permintaan.Status, TindakLanjut.Status
BESOK = timezone.localdate() + dt.timedelta(days=3)


def _answered(petugas, **lain):
    satu = make_ditelaah(petugas, **lain)
    answer(satu, penyusun=petugas, pemeriksa=make_camat())
    return Permintaan.objects.get(pk=satu.pk)


def test_a_follow_up_moves_the_request_and_is_told_to_who_does_it():
    petugas, desa = make_petugas(), make_desa()
    satu = _answered(petugas, by=desa)
    baris = add_tindak_lanjut(satu, apa="Perbaiki buku kas", siapa=desa, sampai=BESOK, by=petugas)
    satu.refresh_from_db()
    assert (satu.status, baris.wilayah_id, baris.oleh) == (S.TINDAK_LANJUT, INAN, str(desa))
    assert "Perbaiki buku kas" in messages_to(desa, "ruko_tindak")[0]


def test_a_request_ends_only_when_every_follow_up_is_done_or_dropped_with_a_reason():
    petugas, desa = make_petugas(), make_desa()
    satu = _answered(petugas, by=desa)
    a = add_tindak_lanjut(satu, apa="A", siapa=desa, sampai=BESOK, by=petugas)
    b = add_tindak_lanjut(satu, apa="B", pelaksana="BPD Inan", sampai=BESOK, by=petugas)
    with pytest.raises(ValueError, match="2 tindak lanjut"):
        finish_permintaan(satu, hasil="Beres", by=petugas)
    start_tindak_lanjut(a, by=desa)
    finish_tindak_lanjut(a, bukti="Buku kas Oktober sudah rapi.", by=desa)
    assert len(messages_to(petugas, "ruko_tindak_usai")) == 1
    with pytest.raises(ValueError, match="alasan"):
        drop_tindak_lanjut(b, alasan="", by=petugas)
    drop_tindak_lanjut(b, alasan="Anggaran belum ada.", by=petugas)
    assert finish_permintaan(satu, hasil="Beres", by=petugas).status == S.SELESAI
    with pytest.raises(LangkahTerlarang):
        finish_tindak_lanjut(a, bukti="Lagi", by=desa)


def test_one_of_a_meeting_hangs_on_no_request_but_says_where_it_comes_from():
    petugas = make_petugas()
    area = WilayahFactory(kode=KECAMATAN)
    isi = {"apa": "Susun jadwal", "pelaksana": "Kecamatan", "sampai": BESOK, "by": petugas}
    with pytest.raises(ValueError, match="berasal"):
        add_tindak_lanjut(None, wilayah=area, **isi)
    with pytest.raises(ValueError, match="desa atau kecamatan"):
        add_tindak_lanjut(None, asal="Rapat Senin", **isi)
    baris = add_tindak_lanjut(None, wilayah=area, asal="Rapat Senin", **isi)
    assert (baris.permintaan, baris.status) == (None, T.RENCANA)


def test_the_days_history_says_from_when_to_when_and_cannot_be_changed():
    petugas = make_petugas()
    baris = add_tindak_lanjut(_answered(petugas), apa="A", pelaksana="BPD",
                              sampai=dt.date(2026, 11, 30), by=petugas)  # fmt: skip
    postpone_tindak_lanjut(baris, sampai=dt.date(2026, 12, 2), alasan="Hujan.", by=petugas)
    assert baris.riwayat.last().apa == "Tenggat diubah dari 30/11/2026 ke 02/12/2026"
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        RiwayatTindakLanjut.objects.update(apa="x")
    with pytest.raises(IntegrityError, match="berbukti"), transaction.atomic():
        TindakLanjut.objects.update(status=T.SELESAI, selesai_at=timezone.now())


def test_a_village_reports_on_its_own_and_sees_nothing_of_another(client):
    petugas, desa = make_petugas(), make_desa()
    baris = add_tindak_lanjut(
        _answered(petugas, by=desa), apa="Kirim SPJ", pelaksana="Pemerintah Desa", sampai=BESOK,
        by=petugas,
    )  # fmt: skip
    halaman = baris.get_absolute_url()
    langkah = f"/admin/ruko_parsel/tindaklanjut/{baris.pk}/langkah/"
    client.force_login(make_desa(di=PANGGUNG))
    assert client.get(halaman).status_code == 404
    assert client.post(f"{langkah}selesai/", {"bukti": "x"}).status_code == 404
    client.force_login(desa)
    assert client.get(halaman).status_code == 200
    client.post(f"{langkah}batal/", {"alasan": "Tidak mau."})  # the desk's step
    baris.refresh_from_db()
    assert baris.status == T.RENCANA
    assert client.post(f"{langkah}selesai/", {"bukti": ""}).status_code == 422
    assert client.post(f"{langkah}selesai/", {"bukti": "Surat 12/2026."}).status_code == 302
    baris.refresh_from_db()
    assert (baris.status, baris.bukti) == (T.SELESAI, "Surat 12/2026.")


def test_somebody_elses_is_not_reported_by_a_colleague(client):
    petugas, desa = make_petugas(), make_desa()
    baris = add_tindak_lanjut(
        _answered(petugas), apa="Hadir", siapa=petugas, sampai=BESOK, by=petugas
    )
    client.force_login(desa)
    client.post(f"/admin/ruko_parsel/tindaklanjut/{baris.pk}/langkah/selesai/", {"bukti": "x"})
    baris.refresh_from_db()
    assert baris.status == T.RENCANA


def test_written_down_by_hand_for_ones_own_area_only(client):
    petugas = make_petugas()
    make_permintaan()
    WilayahFactory(kode=f"{TETANGGA}.1002")
    client.force_login(petugas)
    isi = {"apa": "Susun jadwal", "pelaksana": "Kecamatan", "sampai": str(BESOK),
           "asal": "Apel Senin"}  # fmt: skip
    alamat = "/admin/ruko_parsel/tindaklanjut/add/"
    assert client.post(alamat, isi | {"wilayah": f"{TETANGGA}.1002"}).status_code == 422
    assert client.post(alamat, isi | {"wilayah": INAN}).status_code == 302
    assert TindakLanjut.objects.get().wilayah_id == INAN


def _agency(kode="63.11"):
    WilayahFactory(kode=kode)
    return InstansiFactory(kode="DPMD-UJI", wilayah=Wilayah.objects.get(pk=kode))


def test_an_agency_without_people_gets_a_letter_on_paper(client):
    petugas, desa = make_petugas(), make_desa()
    satu = make_ditelaah(petugas, by=desa)
    surat = forward_permintaan(satu, instansi=_agency(), isi="Mohon arahan.\n\n- A\n- B",
                               by=petugas)  # fmt: skip
    satu.refresh_from_db()
    assert (satu.status, surat.rujukan) == (S.DITERUSKAN, None)
    assert surat.instansi.nama in messages_to(desa, "ruko_terus")[0]
    client.force_login(desa)
    assert client.get(f"/ruko-parsel/pengantar/{surat.pk}/surat.pdf").content[:4] == b"%PDF"
    client.force_login(make_desa(di=PANGGUNG))
    assert client.get(f"/ruko-parsel/pengantar/{surat.pk}/surat.pdf").status_code == 404


def test_an_agency_with_people_answers_and_both_histories_say_so():
    petugas, instansi = make_petugas(), _agency()
    opd = PenggunaFactory()
    Penugasan.objects.create(pengguna=opd, peran="petugas", instansi=instansi)
    satu = make_ditelaah(petugas)
    surat = forward_permintaan(satu, instansi=instansi, isi="Mohon arahan.", by=petugas)
    assert len(messages_to(opd, "ruko_opd")) == 1
    opd = type(opd).objects.get(pk=opd.pk)
    assert satu in Permintaan.objects.visible_to(opd)
    accept_rujukan(surat.rujukan, by=opd)
    assert satu.riwayat.filter(apa="Diterima instansi").exists()
    assert "menerima" in messages_to(petugas, "ruko_opd_jawab")[0]
    assert Rujukan.objects.get().hasil == satu


def test_what_an_agency_sends_back_is_on_the_desk_again():
    petugas, instansi = make_petugas(), _agency()
    opd = PenggunaFactory()
    Penugasan.objects.create(pengguna=opd, peran="petugas", instansi=instansi)
    satu = make_ditelaah(petugas)
    surat = forward_permintaan(satu, instansi=instansi, isi="Mohon arahan.", by=petugas)
    with pytest.raises(LangkahTerlarang):
        forward_permintaan(satu, instansi=instansi, isi="Lagi.", by=petugas)
    opd = type(opd).objects.get(pk=opd.pk)
    return_rujukan(surat.rujukan, by=opd, alasan="Bukan kewenangan kami.")
    satu.refresh_from_db()
    assert (satu.status, satu.diteruskan_ke) == (S.DITELAAH, None)


def test_taken_back_the_offer_is_withdrawn_and_an_agency_elsewhere_is_refused():
    petugas, instansi = make_petugas(), _agency()
    Penugasan.objects.create(pengguna=PenggunaFactory(), peran="petugas", instansi=instansi)
    satu = make_ditelaah(petugas)
    with pytest.raises(ValueError, match="tidak melayani"):
        forward_permintaan(satu, instansi=_agency("35.77"), isi="x", by=petugas)
    forward_permintaan(satu, instansi=instansi, isi="Mohon arahan.", by=petugas)
    satu = recall_permintaan(satu, alasan="Sudah jelas.", by=petugas)
    assert (satu.status, satu.diteruskan_ke) == (S.DITELAAH, None)
    assert Rujukan.objects.get().status == Rujukan.Status.DIKEMBALIKAN


def test_a_meetings_follow_up_begins_from_a_scheduled_request():
    petugas = make_petugas()
    satu = move_permintaan(make_ditelaah(petugas), to=S.DIJADWALKAN, by=petugas)
    add_tindak_lanjut(satu, apa="A", pelaksana="BPD", sampai=BESOK, by=petugas)
    satu.refresh_from_db()
    assert satu.status == S.TINDAK_LANJUT


@pytest.mark.parametrize("banyak", [1, 15])
def test_the_list_asks_as_much_for_15_rows_as_for_one(
    client, banyak, django_assert_max_num_queries
):
    petugas, desa = make_petugas(), make_desa()
    satu = _answered(petugas)
    for ke in range(banyak):
        add_tindak_lanjut(satu, apa=f"Langkah {ke}", siapa=desa, sampai=BESOK, by=petugas)
    client.force_login(petugas)
    client.get("/admin/ruko_parsel/tindaklanjut/")
    with django_assert_max_num_queries(14):
        client.get("/admin/ruko_parsel/tindaklanjut/")


def test_what_hangs_on_a_confidential_request_is_seen_by_who_sees_the_request(client):
    camat, petugas, rekan = make_camat(), make_petugas(), make_petugas()
    desa, kades = make_desa(), make_desa(peran="lurah")
    satu = make_ditelaah(camat, by=desa, rahasia=True, judul="Selisih kas")
    lembar = give_disposisi(satu, Perintah(kepada=petugas, perintah="Periksa."), by=camat)
    surat = answer(satu, penyusun=petugas, pemeriksa=camat)
    satu.refresh_from_db()
    baris = add_tindak_lanjut(satu, apa="Audit", pelaksana="BPD", sampai=BESOK, by=camat)
    alamat = [baris.get_absolute_url(), surat.get_absolute_url(), lembar.get_absolute_url()]
    for orang, kode in (
        (camat, [200, 200, 200]), (petugas, [200, 200, 200]), (rekan, [404, 404, 404]),
        (desa, [200, 200, 404]), (kades, [404, 404, 404]),
    ):  # fmt: skip
        client.force_login(orang)
        assert [client.get(a).status_code for a in alamat] == kode
    assert messages_to(rekan) == []
    assert messages_to(kades) == []


def test_a_village_does_not_read_what_another_does_whose_request_was_merged(client):
    petugas, inan = make_petugas(), make_desa()
    utama = make_ditelaah(petugas, by=inan)
    lain = make_ditelaah(petugas, di=PANGGUNG)
    add_tindak_lanjut(lain, apa="Cek tebing Panggung", sampai=BESOK, siapa=petugas, by=petugas)
    merge_permintaan(lain, utama, by=petugas)
    for orang, ada in ((inan, False), (petugas, True)):
        client.force_login(orang)
        halaman = client.get(utama.get_absolute_url()).content.decode()
        assert ("Cek tebing Panggung" in halaman) is ada
