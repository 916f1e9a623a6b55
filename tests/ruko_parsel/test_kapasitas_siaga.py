"""Readiness: the list, whom a village is warned through, a warning sent once and answered."""

import datetime as dt
import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from pesan.kanal.dasar import IsiMasuk, Masuk
from pesan.models import PesanKeluar, PesanMasuk
from ruko_parsel.angka_siaga import read_siaga
from ruko_parsel.models import (
    ButirSiaga,
    KontakSiaga,
    PenerimaPeringatan,
    PeriksaSiaga,
    PeringatanSiaga,
)
from ruko_parsel.models.siaga import next_review
from ruko_parsel.services.peringatan import IsiPeringatan, receipt_url, send_peringatan
from ruko_parsel.services.siaga import (
    SiagaKeliru,
    check_butir,
    holds_alamat,
    record_uji,
    retire_kontak,
)
from ruko_parsel.siaga_masuk import handle
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik_dokumentasi import jpeg
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_petugas,
)
from tests.ruko_parsel.pabrik_kapasitas import desa_ke, make_kontak_siaga
from wilayah.zona import hari_ini

DESA = f"/admin/ruko_parsel/periksasiaga/desa/{INAN}/"
SEMUA = "/admin/ruko_parsel/periksasiaga/semua/"
SEBAR = "/admin/ruko_parsel/peringatansiaga/sebar/"
ISI = IsiPeringatan("banjir", "siaga", "Air sungai naik satu meter. Kosongkan RT 02.", uji=False)


def send(desa, *, kunci=None, isi=ISI, by=None):
    return send_peringatan(
        WilayahFactory(kode=KECAMATAN), desa, isi, kunci=kunci or uuid.uuid4(),
        by=by or make_camat(),
    )  # fmt: skip


def test_a_review_is_due_so_many_months_later_also_past_a_short_month():
    assert next_review(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert next_review(dt.date(2026, 12, 15), 12) == dt.date(2027, 12, 15)


@pytest.mark.django_db
def test_the_score_counts_what_is_there_and_marks_what_is_due():
    desa, by = WilayahFactory(kode=INAN), make_desa()
    butir = list(ButirSiaga.objects.all())
    lama = hari_ini(INAN) - dt.timedelta(days=800)
    check_butir(desa, butir[0], keadaan="ada", bukti="SK no 4", by=by, tanggal=lama)
    check_butir(desa, butir[1], keadaan="sebagian", bukti="satu kentongan", by=by)
    check_butir(desa, butir[2], keadaan="belum", bukti="", by=by)
    siap = read_siaga(desa)
    assert (siap.skor, siap.diperiksa, siap.perlu_tinjau) == (round(150 / 21), 3, 1)
    check_butir(desa, butir[2], keadaan="ada", bukti="sudah", by=by)
    assert read_siaga(desa).skor == round(250 / 21)
    with pytest.raises(SiagaKeliru, match="bukti"):
        check_butir(desa, butir[3], keadaan="ada", bukti=" ", by=by)


@pytest.mark.django_db
def test_a_village_writes_its_list_with_a_photo_and_prints_it(client):
    WilayahFactory(kode=INAN)
    client.force_login(make_desa())
    foto = jpeg()
    isi = {"butir": "tim_siaga", "keadaan": "ada", "bukti": "<i>SK</i>",
           "foto": SimpleUploadedFile("a.jpg", foto)}  # fmt: skip
    assert client.post(DESA, isi).status_code == 302
    satu = PeriksaSiaga.objects.get()
    layar = client.get(DESA).content.decode()
    assert "&lt;i&gt;SK&lt;/i&gt;" in layar
    alamat = f"/admin/ruko_parsel/periksasiaga/foto/{satu.pk}/"
    gambar = client.get(alamat)
    assert gambar.getvalue()
    assert client.get(f"{DESA}lembar.pdf").getvalue().startswith(b"%PDF")
    salah = client.post(DESA, isi | {"foto": SimpleUploadedFile("a.jpg", b"bukan gambar")})
    assert salah.status_code == 422
    assert client.get(SEMUA).url == DESA
    client.force_login(make_desa(di=PANGGUNG))
    assert client.get(DESA).status_code == 404
    assert client.get(alamat).status_code == 404
    assert client.get(f"{DESA}lembar.pdf").status_code == 404


@pytest.mark.django_db
def test_all_villages_cost_the_same_for_one_and_fifteen(client, django_assert_max_num_queries):
    for n in range(15):
        make_kontak_siaga(desa_ke(n).kode, nomor=f"0812555500{n:02d}")
    client.force_login(make_camat())
    with django_assert_max_num_queries(22):
        layar = client.get(SEMUA).content.decode()
    assert layar.count("/periksasiaga/desa/") >= 15
    with django_assert_max_num_queries(25):
        client.get("/admin/ruko_parsel/kontaksiaga/")


@pytest.mark.django_db
def test_numbers_are_encrypted_and_for_that_village_and_its_kecamatan_alone(client):
    satu = make_kontak_siaga(nama_kedua="Mila Karangan", nomor_kedua="081255550002")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nomor, nomor_kedua FROM ruko_parsel_kontaksiaga")
        assert not any("5555" in kolom for kolom in cursor.fetchone())
    alamat = f"/admin/ruko_parsel/kontaksiaga/{satu.pk}/change/"
    for orang, boleh in ((make_desa(), 200), (make_camat(), 200), (make_desa(di=PANGGUNG), 404),
                         (make_petugas(di=TETANGGA), 404)):  # fmt: skip
        client.force_login(orang)
        assert client.get(alamat).status_code == boleh
    assert holds_alamat(satu.kontak)
    retire_kontak(satu, by=make_desa())
    assert not holds_alamat(satu.kontak)


@pytest.mark.django_db
def test_a_contact_is_asked_for_completely_and_in_an_order_of_its_own(client):
    make_kontak_siaga()
    with pytest.raises(SiagaKeliru, match="Urutan"):
        make_kontak_siaga(nomor="081255550009")
    with pytest.raises(SiagaKeliru, match="nomor telepon"):
        make_kontak_siaga(urut=2, nomor="12")
    with pytest.raises(SiagaKeliru, match="nomor lain"):
        make_kontak_siaga(urut=2, nama_kedua="Sama", nomor_kedua="0812 5555 0001")
    client.force_login(make_desa())
    jawab = client.post("/admin/ruko_parsel/kontaksiaga/add/", {"wilayah": INAN, "urut": "2"})
    assert {"jabatan", "nama", "nomor"} <= jawab.context["form"].errors.keys()


@pytest.mark.django_db
def test_a_number_goes_stale_after_half_a_year_until_somebody_gets_through():
    satu = make_kontak_siaga()
    KontakSiaga.objects.update(diperiksa_at=timezone.now() - dt.timedelta(days=200))
    satu.refresh_from_db()
    assert satu.is_stale()
    record_uji(satu, hasil="tidak", by=make_desa())
    satu.refresh_from_db()
    assert satu.is_stale()
    record_uji(satu, hasil="tersambung", by=make_desa())
    satu.refresh_from_db()
    assert not satu.is_stale()


@pytest.mark.django_db
def test_a_warning_is_looked_at_before_it_is_sent_and_sent_once(client):
    make_kontak_siaga(nama_kedua="Mila Karangan", nomor_kedua="081255550002")
    WilayahFactory(kode=PANGGUNG)
    client.force_login(make_camat())
    kunci = uuid.uuid4()
    isi = {"kunci": kunci, "bahaya": "banjir", "tingkat": "awas", "desa": [INAN, PANGGUNG],
           "teks": "Air naik [[YA|TIDAK]] {url}", "uji": "on"}  # fmt: skip
    lihat = client.post(SEBAR, isi | {"aksi": "periksa"}).content.decode()
    assert "UJI COBA" in lihat
    assert "Belum punya kontak siaga" in lihat
    assert not PeringatanSiaga.objects.exists()
    for _ in range(2):
        assert client.post(SEBAR, isi | {"aksi": "sebar"}).status_code == 302
    satu = PeringatanSiaga.objects.get()
    pesan = list(PesanKeluar.objects.filter(templat="siaga_peringatan"))
    assert len(pesan) == 2
    assert all("UJI COBA, bukan bencana sungguhan" in p.badan for p in pesan)
    assert all(p.badan.count("[[") == 1 and "[[SUDAH DITERIMA]]" in p.badan for p in pesan)
    layar = client.get(satu.get_absolute_url()).content.decode()
    assert "0 dari 2 orang" in layar
    keliru = client.post(SEBAR, isi | {"kunci": uuid.uuid4(), "teks": "", "aksi": "sebar"})
    assert keliru.status_code == 422


@pytest.mark.django_db
def test_only_the_kecamatan_sends_and_only_to_its_own(client):
    make_kontak_siaga()
    client.force_login(make_desa())
    assert client.get(SEBAR).status_code == 404
    lain = WilayahFactory(kode=f"{TETANGGA}.2001")
    with pytest.raises(ValueError, match="di luar"):
        send([lain])
    WilayahFactory(kode=PANGGUNG)
    with pytest.raises(ValueError, match="belum punya"):
        send([WilayahFactory(kode=PANGGUNG)])


@pytest.mark.django_db
def test_somebody_with_two_roles_gets_one_message_and_answers_for_both(client):
    make_kontak_siaga()
    make_kontak_siaga(PANGGUNG)
    send([WilayahFactory(kode=INAN), WilayahFactory(kode=PANGGUNG)])
    assert PesanKeluar.objects.filter(templat="siaga_peringatan").count() == 1
    satu = PenerimaPeringatan.objects.first()
    alamat = "/" + receipt_url(satu).split("/", 3)[3]
    halaman = client.get(alamat).content.decode()
    assert f"/ruko-parsel/{KECAMATAN}/siaga/#banjir" in halaman
    assert not PenerimaPeringatan.objects.filter(diterima_at__isnull=False).exists()
    for _ in range(2):
        assert client.post(alamat).status_code == 302
    assert "Terima kasih" in client.get(alamat).content.decode()
    assert PenerimaPeringatan.objects.filter(cara="tautan").count() == 2
    assert client.get("/ruko-parsel/siaga/diterima/abc:def:ghi/").status_code == 404


def masuk(kontak, teks):
    pesan = PesanMasuk.objects.create(
        saluran="whatsapp", id_penyedia=uuid.uuid4().hex, muatan="{}", kontak=kontak
    )
    return Masuk(pesan, IsiMasuk(jenis="teks", teks=teks), kontak, None, INAN, timezone.now())


@pytest.mark.django_db
def test_an_answer_in_chat_counts_and_a_story_passes_on():
    satu = make_kontak_siaga()
    kontak = satu.kontak
    assert handle([masuk(kontak, "SUDAH DITERIMA")]) == [False]  # nothing was sent
    send([satu.wilayah])
    assert handle([masuk(kontak, "Got di depan rumah mampet, sudah diterima RT")]) == [False]
    assert handle([masuk(kontak, "sudah diterima.")]) == [True]
    assert PenerimaPeringatan.objects.get().cara == "obrolan"
    assert handle([masuk(kontak, "sudah diterima")]) == [False]


@pytest.mark.django_db
def test_the_public_page_says_what_to_do_and_shows_no_private_number(client):
    make_kontak_siaga()
    kecamatan = WilayahFactory(kode=KECAMATAN)
    kecamatan.slug = "kec-paringin-selatan-uji"
    kecamatan.save()
    layar = client.get(f"/ruko-parsel/{KECAMATAN}/siaga/")
    isi = layar.content.decode()
    assert "tel:115" in isi
    assert "Tanah longsor" in isi
    assert "5555" not in isi
    assert len(layar.content) < 60_000
    assert client.get("/ruko-parsel/63.99.99/siaga/").status_code == 404
    assert client.get("/ruko-parsel/abc/siaga/").status_code == 404


def test_two_clicks_at_one_instant_send_once(nyata):
    satu = make_kontak_siaga()
    camat, kunci = make_camat(), uuid.uuid4()
    mulai, hasil = threading.Barrier(2), []

    def click():
        mulai.wait()
        hasil.append(send([satu.wilayah], kunci=kunci, by=camat)[1])
        connection.close()

    benang = [threading.Thread(target=click) for _ in range(2)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(hasil) == [False, True]
    assert PesanKeluar.objects.filter(templat="siaga_peringatan").count() == 1
