"""The night contact for residents (page, chat) and at the desk; "kunjungan saya"."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luna_maya.alamat_tuan import TERTUTUP
from luna_maya.kontak_masuk import _KATA
from luna_maya.models import KontakMalam, PersetujuanMalam, PetugasMalam
from luna_maya.services.kontak_malam import withdraw_malam
from luna_maya.services.kunjungan import cancel_kunjungan, move_kunjungan
from pesan.models import PesanKeluar
from tests.curhat.conftest import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    kelurahan,
    lurah,
    moderator,
    nomor,
    taman,
    terima,
)
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    UTARA,
    make_kunjungan,
    make_lurah,
    make_tokoh,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_petugas import make_jaga, make_pengganti, make_petugas_malam
from wilayah.halaman import forget_area
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
JADWAL = "/admin/luna_maya/kontakmalam/"
ORANG = "/admin/luna_maya/petugasmalam/"
SAYA = "/luna-maya/saya/"
SLUG = "kandangan-utara-hulu-sungai-selatan"
PENUH = {"mulai": dt.time(0), "sampai": dt.time(0)}


@pytest.fixture
def utara():
    WilayahFactory(kode=UTARA)
    Wilayah.objects.filter(pk=UTARA).update(slug=SLUG)
    forget_area()
    yield Wilayah.objects.get(pk=UTARA)
    forget_area()


@pytest.fixture
def meja(client, utara):
    client.force_login(PenggunaFactory(peran="moderator", di=UTARA))
    return client


def teks(jawab):
    return jawab.content.decode()


def test_residents_read_who_is_reached_now_and_who_stands_in(client, utara):
    make_jaga(pengganti=make_pengganti(), **PENUH)
    jawab = client.get(f"/{SLUG}/lurah-malam/")
    isi = teks(jawab)
    assert "Pak Fahmi, Lurah" in isi
    assert "Siap 24 jam" in isi
    assert "tel:+6281299990001" in isi
    assert "https://wa.me/6281299990002" in isi
    assert "Keadaan darurat?" in isi
    assert len(jawab.content) < 60_000


def test_a_withdrawn_consent_takes_name_and_number_off_at_once(client, utara):
    petugas = make_petugas_malam()
    make_jaga(petugas, **PENUH)
    withdraw_malam(petugas, by=petugas.pengguna)
    isi = teks(client.get(f"/{SLUG}/lurah-malam/"))
    assert "Pak Fahmi" not in isi
    assert "81299990001" not in isi.replace("-", "")
    assert "nomornya belum ditampilkan" in isi


def test_with_no_schedule_the_page_says_so(client, utara):
    isi = teks(client.get(f"/{SLUG}/lurah-malam/"))
    assert "tidak ada yang bertugas malam" in isi
    assert client.get("/tidak-ada/lurah-malam/").status_code == 404


def test_the_page_costs_the_same_for_one_turn_and_for_many(client, utara):
    def count():
        forget_area()
        with CaptureQueriesContext(connection) as query:
            assert client.get(f"/{SLUG}/lurah-malam/").status_code == 200
        return len(query)

    petugas = make_petugas_malam()
    make_jaga(petugas, hari=(0,))
    client.get(f"/{SLUG}/lurah-malam/")
    satu = count()
    make_jaga(petugas, hari=(1, 2, 3, 4, 5, 6))
    for n in range(9):
        make_jaga(petugas, hari=(), tanggal=dt.date(2027, 1, 1 + n))
    assert count() == satu


@pytest.mark.parametrize(
    ("kata", "kena"),
    [
        ("LURAH MALAM", True), ("kontak lurah", True), ("Kontak Pak Lurah", True),
        ("lurah malam ini", True), ("lurah malam tidak bisa dihubungi", False), ("malam", False),
    ],
)  # fmt: skip
def test_only_the_words_alone_are_the_question(kata, kena):
    assert bool(_KATA.fullmatch(kata)) is kena


def test_chat_answers_with_the_contact_and_a_story_is_a_report(kelurahan):  # noqa: F811
    petugas = make_petugas_malam("Pak Danu, Lurah", di="35.77.03.1009")
    make_jaga(petugas, **PENUH)
    terima("Lurah malam?")
    badan = PesanKeluar.objects.get(templat="kontak_malam").badan
    assert "Pak Danu, Lurah, 0812-9999-0001" in badan
    assert "24 jam" in badan
    assert "/taman-madiun/lurah-malam/" in badan
    assert "{" not in badan
    terima("Lurah malam tadi lewat tapi gotnya tetap mampet di RT 03 RW 02")
    assert PesanKeluar.objects.filter(templat="kontak_malam").count() == 1


def test_chat_says_when_nobody_is_on_duty(kelurahan):  # noqa: F811
    terima("KONTAK LURAH")
    badan = PesanKeluar.objects.get(templat="kontak_malam").badan
    assert "tidak ada kontak malam" in badan
    assert "Yang dapat dihubungi" not in badan


def isi_jaga(petugas, **lain):
    return {"hari": ["0", "1"], "mulai": "19:00", "sampai": "06:00", "petugas": petugas.pk,
            "keterangan": "", **lain}  # fmt: skip


def test_the_desk_writes_several_nights_at_once_and_sees_the_week(meja):
    petugas = make_petugas_malam()
    jawab = meja.post(f"{JADWAL}add/", isi_jaga(petugas), follow=True)
    assert KontakMalam.objects.count() == 2
    isi = teks(jawab)
    assert "Jadwal sepekan, dalam jam WITA" in isi
    assert "Tidak ada yang bertugas" in isi
    assert meja.get(f"{JADWAL}?pekan=2027-01-01&di={UTARA}").status_code == 200
    assert meja.get(f"{JADWAL}?pekan=2027-13-99").status_code == 200


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"hari": ["1"]}, "Selasa: Pada hari dan jam itu"),
        ({"hari": []}, "Pilih hari dalam pekan"),
        ({"hari": ["3"], "tanggal": "2027-01-01"}, "Pilih hari dalam pekan"),
        ({"hari": ["3"], "pengganti": "sama"}, "Pengganti harus orang lain"),
    ],
)
def test_a_wrong_turn_is_an_error_of_its_field(meja, isi, kata):
    petugas = make_petugas_malam()
    make_jaga(petugas, hari=(1,))
    kirim = isi_jaga(petugas, **isi)
    if kirim.get("pengganti"):
        kirim["pengganti"] = petugas.pk
    jawab = meja.post(f"{JADWAL}add/", kirim)
    assert jawab.status_code == 422
    assert kata in teks(jawab)
    assert KontakMalam.objects.count() == 1


def test_a_turn_is_changed_and_taken_out(meja):
    petugas, lain = make_petugas_malam(), make_pengganti()
    kontak = make_jaga(petugas, hari=(1,))[0]
    alamat = f"{JADWAL}{kontak.pk}/change/"
    assert 'value="19:00"' in teks(meja.get(alamat))
    meja.post(alamat, isi_jaga(lain, hari=["2"], pengganti=petugas.pk, sampai="19:00"))
    kontak.refresh_from_db()
    assert (kontak.hari, kontak.petugas, kontak.lama_menit) == (2, lain, 1440)
    assert meja.post(f"{JADWAL}{kontak.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not KontakMalam.objects.exists()


def test_another_kelurahan_sees_and_changes_no_turn(client, utara):
    kontak = make_jaga(hari=(1,))[0]
    client.force_login(make_lurah(di="63.06.05.1001"))
    for alamat in (f"{JADWAL}{kontak.pk}/change/", f"{JADWAL}{kontak.pk}/delete/",
                   f"{ORANG}{kontak.petugas_id}/change/"):  # fmt: skip
        assert client.get(alamat).status_code == 404, alamat
    assert "Pak Fahmi" not in teks(client.get(JADWAL))
    assert "Pak Fahmi" not in teks(client.get(ORANG))


@pytest.mark.parametrize("alamat", [JADWAL, ORANG])
def test_lists_cost_the_same_for_few_and_many(meja, alamat):
    def count():
        with CaptureQueriesContext(connection) as query:
            assert meja.get(alamat).status_code == 200
        return len(query)

    petugas = make_petugas_malam()
    make_jaga(petugas, hari=(0,))
    meja.get(alamat)
    satu = count()
    make_jaga(petugas, hari=(1, 2, 3, 4, 5, 6), pengganti=make_pengganti())
    for n in range(12):
        tokoh = make_tokoh(f"Orang {n}", "tokoh")
        make_petugas_malam(f"Orang {n}", tokoh=tokoh)
    assert count() == satu


def test_a_person_without_account_agrees_through_the_desk(meja):
    tokoh = make_tokoh()
    isi = {"wilayah": UTARA, "tokoh": tokoh.pk, "sebutan": "Babinsa", "nomor": "0812 9999 0003"}
    meja.post(f"{ORANG}add/", isi)
    petugas = PetugasMalam.objects.get()
    assert petugas.nomor == "+6281299990003"
    assert not petugas.is_shown
    assert "sudah tercatat" in teks(meja.post(f"{ORANG}add/", isi))
    assert "Tulis nomor telepon" in teks(meja.post(f"{ORANG}add/", isi | {"nomor": "halo"}))
    alamat = f"{ORANG}{petugas.pk}/langkah/setuju/"
    assert meja.post(alamat, {"cara": "lisan"}).status_code == 422
    meja.post(alamat, {"cara": "lisan", "dibacakan": "on"})
    petugas.refresh_from_db()
    assert petugas.is_shown
    meja.post(f"{ORANG}{petugas.pk}/langkah/cabut/")
    assert [p.cara for p in PersetujuanMalam.objects.all()] == ["lisan", "lisan"]


def test_who_comes_along_without_a_role_opens_the_visit_and_nobody_else(client):
    fasilitator = PenggunaFactory(peran="fasilitator", di="35.77.03.1009")
    kunjungan = make_kunjungan(petugas=[fasilitator], mulai_at=malam(1))
    kunjungan = move_kunjungan(kunjungan, to="pasti", by=kunjungan.lurah)
    alamat = f"{SAYA}{kunjungan.kode}/"
    assert client.get(SAYA).status_code == 302
    client.force_login(fasilitator)
    for satu in (SAYA, alamat):
        isi = teks(client.get(satu))
        assert "Gang Purnama" in isi
        assert "19.00 sampai" in isi
        assert f"/luna-maya/catat/{kunjungan.kode}/" in isi
    client.force_login(PenggunaFactory(peran="moderator", di=UTARA))
    assert client.get(alamat).status_code == 404
    assert "Belum ada kunjungan yang Anda ikuti" in teks(client.get(SAYA))
    client.force_login(PenggunaFactory(is_superuser=True))
    assert client.get(alamat).status_code == 404


def test_the_address_closes_when_the_visit_is_called_off(client):
    babinsa = PenggunaFactory()
    kunjungan = make_kunjungan(tokoh=[make_tokoh(pengguna=babinsa)], mulai_at=malam(1))
    client.force_login(babinsa)
    assert "Gang Purnama" in teks(client.get(f"{SAYA}{kunjungan.kode}/"))
    cancel_kunjungan(kunjungan, alasan="Berduka", by=kunjungan.lurah)
    isi = teks(client.get(f"{SAYA}{kunjungan.kode}/"))
    assert "Gang Purnama" not in isi
    assert "Durahman" not in isi
    assert TERTUTUP in isi


def test_my_visits_cost_the_same_for_one_and_for_fifteen(client):
    orang = make_lurah()

    def count():
        with CaptureQueriesContext(connection) as query:
            assert client.get(SAYA).status_code == 200
        return len(query)

    make_kunjungan(lurah=orang, mulai_at=malam(1), tokoh=[make_tokoh()])
    client.force_login(orang)
    client.get(SAYA)
    satu = count()
    for n in range(2, 16):
        make_kunjungan(lurah=orang, mulai_at=malam(n), tuan_rumah=make_tuan_rumah(f"Rumah {n}"))
    assert count() == satu


def test_i_consent_on_my_own_page_and_take_it_back(client):
    petugas = make_petugas_malam(setuju=False)
    alamat = f"{SAYA}malam/{petugas.pk}/"
    client.force_login(PenggunaFactory(peran="lurah", di=UTARA))
    assert client.post(alamat, {"aksi": "setuju"}).status_code == 404
    client.force_login(petugas.pengguna)
    assert "Saya setuju" in teks(client.get(SAYA))
    assert "Cabut persetujuan" in teks(client.post(alamat, {"aksi": "setuju"}, follow=True))
    petugas.refresh_from_db()
    assert petugas.is_shown
    assert petugas.setuju_at <= timezone.now()
    client.post(alamat, {"aksi": "cabut"})
    petugas.refresh_from_db()
    assert not petugas.is_shown
