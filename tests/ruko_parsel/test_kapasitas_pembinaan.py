"""Support: proposed from what is lacking, full when it is full, looked back upon honestly."""

import datetime as dt
import threading

import pytest
from django.db import connection

from dasbor.demo.waktu import simulated_clock
from ruko_parsel.angka_pembinaan import compare_pembinaan, propose_pembinaan
from ruko_parsel.models import JenisMasalah, RencanaPembinaan
from ruko_parsel.models.kapasitas import periode_span, shift_periode
from ruko_parsel.services.pembinaan import (
    IsiRencana,
    PembinaanKeliru,
    end_pembinaan,
    plan_pembinaan,
    record_kehadiran,
    register_peserta,
    reopen_pembinaan,
)
from tests.factories import WilayahFactory
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
from tests.ruko_parsel.pabrik_kapasitas import KINI, desa_ke, jam, make_penilaian

LIST = "/admin/ruko_parsel/rencanapembinaan/"


def plan(*desa, kursi=2, masalah="keuangan", tanggal=None, by=None):
    tanggal = tanggal or dt.date(2026, 3, 2)
    isi = IsiRencana(
        kecamatan=WilayahFactory(kode=KECAMATAN), judul="Latihan SPJ", bentuk="pelatihan",
        masalah=JenisMasalah.objects.get(pk=masalah), oleh="Inspektorat", tanggal=tanggal,
        sampai=tanggal + dt.timedelta(days=1), kursi=kursi,
        desa=tuple(WilayahFactory(kode=d) for d in desa),
    )  # fmt: skip
    return plan_pembinaan(isi, by=by or make_petugas())


@pytest.mark.django_db
def test_what_most_villages_lack_and_ask_for_comes_first():
    for n in range(4):
        make_penilaian(desa_ke(n).kode, nilai=3, keuangan=1, stunting=2 if n == 0 else 4)
    make_permintaan(di=INAN, masalah="keuangan")
    usul = propose_pembinaan(KECAMATAN, KINI)
    assert [u.masalah.pk for u in usul] == ["keuangan", "stunting"]
    assert (len(usul[0].rendah), usul[0].permintaan) == (4, 1)


@pytest.mark.django_db
def test_a_plan_is_for_villages_of_its_kecamatan():
    with pytest.raises(PembinaanKeliru, match="bukan desa"):
        plan(f"{TETANGGA}.2001")


@pytest.mark.django_db
def test_seats_do_not_run_over_and_nobody_is_there_twice():
    rencana, desa = plan(INAN, kursi=2), make_desa()
    tempat = WilayahFactory(kode=INAN)
    register_peserta(rencana, desa=tempat, nama="Siti  Karangan", jabatan="Kaur", by=desa)
    with pytest.raises(PembinaanKeliru, match="sudah terdaftar"):
        register_peserta(rencana, desa=tempat, nama="siti karangan", jabatan="Kaur", by=desa)
    register_peserta(rencana, desa=tempat, nama="Amat Karangan", jabatan="Sekdes", by=desa)
    with pytest.raises(PembinaanKeliru, match="kursi"):
        register_peserta(rencana, desa=tempat, nama="Lain", jabatan="Staf", by=desa)


@pytest.mark.django_db
def test_a_village_names_its_people_and_reads_no_others(client):
    rencana = plan(INAN, PANGGUNG, kursi=5)
    desa = make_desa()
    register_peserta(
        rencana, desa=WilayahFactory(kode=PANGGUNG), nama="Rahasia Panggung", jabatan="Kaur",
        by=make_desa(di=PANGGUNG),
    )  # fmt: skip
    client.force_login(desa)
    alamat = f"{LIST}{rencana.pk}/langkah/peserta/"
    client.post(alamat, {"desa": INAN, "nama": "<b>Siti</b>", "jabatan": "Kaur"})
    lain = client.post(alamat, {"desa": PANGGUNG, "nama": "Titipan", "jabatan": "Kaur"})
    assert lain.status_code == 422
    layar = client.get(f"{LIST}{rencana.pk}/change/").content.decode()
    assert "&lt;b&gt;Siti&lt;/b&gt;" in layar
    assert "Rahasia Panggung" not in layar
    assert "Panggung" not in layar.split("Desa sasaran")[1]
    client.post(f"{LIST}{rencana.pk}/langkah/batal/", {"hasil": "Tidak jadi"})
    rencana.refresh_from_db()
    assert rencana.status == "rencana"
    client.force_login(make_desa(di=f"{KECAMATAN}.2009"))
    assert client.get(f"{LIST}{rencana.pk}/change/").status_code == 404


@pytest.mark.django_db
def test_the_desk_writes_attendance_and_result_and_may_undo(client):
    rencana, petugas = plan(INAN, kursi=5), make_petugas()
    satu = register_peserta(
        rencana, desa=WilayahFactory(kode=INAN), nama="Siti", jabatan="Kaur", by=petugas
    )
    client.force_login(petugas)
    client.post(f"{LIST}{rencana.pk}/langkah/hadir/", {"hadir": [satu.pk]})
    satu.refresh_from_db()
    assert satu.hadir is True
    kosong = client.post(f"{LIST}{rencana.pk}/langkah/selesai/", {"hasil": ""})
    assert kosong.status_code == 422
    client.post(f"{LIST}{rencana.pk}/langkah/selesai/", {"hasil": "Semua bisa mengisi"})
    rencana.refresh_from_db()
    assert rencana.status == "selesai"
    assert reopen_pembinaan(rencana, by=petugas).status == "berjalan"


@pytest.mark.django_db
def test_participants_are_compared_with_the_others_of_the_same_time_and_nothing_is_claimed(client):
    lalu = shift_periode(KINI, -1)
    mulai = periode_span(lalu)[1] - dt.timedelta(days=60)
    with simulated_clock() as waktu:
        waktu.sekarang = jam(mulai - dt.timedelta(days=10))
        for n in range(4):
            make_penilaian(desa_ke(n).kode, periode=lalu, nilai=2)
        waktu.sekarang = jam(mulai)
        rencana = plan(desa_ke(0).kode, desa_ke(1).kode, tanggal=mulai, kursi=9)
        orang = register_peserta(
            rencana, desa=desa_ke(0), nama="Siti", jabatan="Kaur", by=make_petugas()
        )
        record_kehadiran(rencana, {orang.pk: True}, by=make_petugas())
        end_pembinaan(rencana, to="selesai", hasil="Baik", by=make_petugas())
    make_penilaian(desa_ke(0).kode, nilai=4)
    make_penilaian(desa_ke(2).kode, nilai=3)
    make_penilaian(desa_ke(3).kode, nilai=3)
    satu = compare_pembinaan(KECAMATAN, "desa")[0]
    # the second village of the plan sent nobody: it is neither a participant nor one of the others
    assert (satu.peserta.n, satu.lain.n) == (1, 2)
    assert satu.selisih == 1
    assert "1 desa peserta naik 2,0" in satu.kalimat
    assert "bukan bukti" in satu.hati_hati
    assert "kebetulan" in satu.hati_hati
    client.force_login(make_camat())
    assert "naik 2,0" in client.get(f"{LIST}dampak/?sudut=desa").content.decode()
    assert client.get(f"{LIST}dampak/?bentuk=csv").status_code == 200
    assert client.get(f"{LIST}usul/").status_code == 200
    client.force_login(make_desa())
    assert client.get(f"{LIST}dampak/").status_code == 404


@pytest.mark.django_db
def test_lists_cost_the_same_for_one_and_fifteen(client, django_assert_max_num_queries):
    petugas = make_petugas()
    client.force_login(make_camat())
    for n in range(15):
        rencana = plan(INAN, by=petugas)
        end_pembinaan(rencana, to="selesai", hasil=f"Hasil {n}", by=petugas)
        if n in {0, 14}:
            with django_assert_max_num_queries(25):
                client.get(LIST)
            with django_assert_max_num_queries(25):
                client.get(f"{LIST}dampak/")
    assert RencanaPembinaan.objects.count() == 15


@pytest.mark.django_db
def test_a_plan_is_made_from_a_proposal(client):
    WilayahFactory(kode=INAN)
    client.force_login(make_petugas())
    isi = {
        "judul": "Latihan", "bentuk": "pelatihan", "masalah": "keuangan", "oleh": "Inspektorat",
        "tanggal": "2026-12-05", "sampai": "2026-12-04", "kursi": "10", "desa": [INAN],
    }  # fmt: skip
    assert "sebelum tanggal mulai" in client.post(f"{LIST}add/", isi).content.decode()
    client.post(f"{LIST}add/", isi | {"sampai": "2026-12-06"})
    assert RencanaPembinaan.objects.get().desa.get().desa_id == INAN


def test_the_last_seat_goes_to_one_of_two(nyata):
    rencana, desa = plan(INAN, kursi=1), make_desa()
    tempat = WilayahFactory(kode=INAN)
    mulai, hasil = threading.Barrier(2), []

    def enter(nama):
        mulai.wait()
        try:
            register_peserta(rencana, desa=tempat, nama=nama, jabatan="Kaur", by=desa)
            hasil.append("masuk")
        except PembinaanKeliru:
            hasil.append("penuh")
        connection.close()

    benang = [threading.Thread(target=enter, args=(n,)) for n in ("Siti", "Amat")]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(hasil) == ["masuk", "penuh"]
