"""Activities of residents, from staff and in a chat; participation before and after a visit."""
# ruff: noqa: PLC0414 - fixtures, one a line

import datetime as dt

import pytest
from django.test import Client

from curhat.models import Curhat
from luna_maya.kegiatan_masuk import handle
from luna_maya.models import KegiatanWarga, Kunjungan
from luna_maya.partisipasi import participation
from luna_maya.services.kegiatan import KegiatanKeliru, record_kegiatan
from pesan.models import Kontak
from tests.curhat.conftest import TAMAN, kepada_warga, terima
from tests.curhat.conftest import acuan_curhat as acuan_curhat
from tests.curhat.conftest import bersih as bersih
from tests.curhat.conftest import kelurahan as kelurahan
from tests.curhat.conftest import lurah as lurah
from tests.curhat.conftest import moderator as moderator
from tests.curhat.conftest import nomor as nomor
from tests.curhat.conftest import taman as taman
from tests.curhat.conftest import terpisah as terpisah
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import UTARA, WITA, make_kunjungan, make_tokoh, make_tuan_rumah
from tests.luna_maya.pabrik_survei import kode_rt
from wilayah.peran import apply_izin

pytestmark = pytest.mark.django_db
DAFTAR = "/admin/luna_maya/kegiatanwarga/"


def hari(n=0, zona=WITA):
    return dt.datetime.now(zona).date() + dt.timedelta(days=n)


def masuk(peran="moderator", di=UTARA):
    apply_izin()
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


def isi(**lain):
    awal = {"wilayah": kode_rt(1, 1), "jenis": "gotong_royong", "hari": hari(-1).isoformat(),
            "orang": 25, "keterangan": "parit, hubungi 081234567890"}  # fmt: skip
    return awal | lain


# --- staff ---


def test_staff_records_one_after_the_other_and_a_later_figure_replaces():
    WilayahFactory(kode=kode_rt(1, 1))
    client = masuk()
    jawaban = client.post(f"{DAFTAR}add/", isi())
    assert jawaban.status_code == 302
    assert f"rt={kode_rt(1, 1)}&hari={hari(-1)}" in jawaban["Location"]
    assert "081234567890" not in KegiatanWarga.objects.get().keterangan
    kabar = client.post(f"{DAFTAR}add/", isi(orang=30), follow=True).content.decode()
    assert "Angka lama, 25, diganti" in kabar
    assert KegiatanWarga.objects.standing().get().orang == 30
    assert KegiatanWarga.objects.count() == 2


def test_what_cannot_be_is_named_by_its_field():
    WilayahFactory(kode=kode_rt(1, 1))
    client = masuk()
    jawaban = client.post(f"{DAFTAR}add/", isi(hari=hari(3).isoformat()))
    assert jawaban.status_code == 422
    assert "masa depan" in jawaban.content.decode()
    assert client.post(f"{DAFTAR}add/", isi(orang=0)).status_code == 422
    assert client.post(f"{DAFTAR}add/", isi(wilayah="35.77.03.1009.01.01")).status_code == 422
    with pytest.raises(KegiatanKeliru, match="RT"):
        record_kegiatan(
            WilayahFactory(kode=UTARA), jenis="rapat", hari=hari(), orang=5, by=PenggunaFactory()
        )


def test_an_entry_is_taken_back_and_restored_but_not_by_neighbours():
    WilayahFactory(kode=kode_rt(1, 1))
    client = masuk()
    client.post(f"{DAFTAR}add/", isi())
    row = KegiatanWarga.objects.get()
    aksi = {"action": "cabut", "_selected_action": [row.pk]}
    masuk(di="63.06.05.1001").post(DAFTAR, aksi)
    assert KegiatanWarga.objects.standing().exists()
    client.post(DAFTAR, aksi)
    assert not KegiatanWarga.objects.standing().exists()
    client.post(DAFTAR, aksi | {"action": "pulihkan"})
    assert KegiatanWarga.objects.standing().exists()
    assert masuk("camat", "63.06.05").get(f"{DAFTAR}add/").status_code in {403, 404}


def test_the_list_costs_the_same_with_one_and_with_fifteen(django_assert_max_num_queries):
    rt = WilayahFactory(kode=kode_rt(1, 1))
    client = masuk()
    petugas = PenggunaFactory()
    for n in range(15):
        record_kegiatan(rt, jenis="ronda", hari=hari(-n), orang=6, by=petugas)
        if n == 0:
            client.get(DAFTAR)
    with django_assert_max_num_queries(20):
        assert client.get(DAFTAR).status_code == 200


# --- in a chat ---


@pytest.fixture
def ketua(kelurahan):
    """The head of RT 03 RW 02 in Taman, writing as DARI."""
    terima("halo")
    WilayahFactory(kode=f"{TAMAN}.02.04")
    return make_tokoh("Pak Slamet", "ketua_rt", di=f"{TAMAN}.02.03", kontak=Kontak.objects.get())


def terakhir():
    return kepada_warga()[-1]


def test_the_head_of_the_rt_tells_it_in_one_line(ketua):
    terima("GOTONG ROYONG RT 03 25 orang")
    satu = KegiatanWarga.objects.get()
    assert (satu.wilayah_id, satu.orang, satu.tokoh, satu.by) == (f"{TAMAN}.02.03", 25, ketua, None)
    assert "25 orang" in terakhir()[1]
    terima("gotong royong rt 3 rw 2, 31 warga")
    assert KegiatanWarga.objects.standing().get().orang == 31
    assert "25 orang, kami ganti" in terakhir()[1]
    terima("kerja bakti RT 03 12 orang kemarin")
    kerja = KegiatanWarga.objects.get(jenis="kerja_bakti")
    assert kerja.hari == KegiatanWarga.objects.standing().get(orang=31).hari - dt.timedelta(days=1)


def test_another_rt_a_wrong_day_and_nonsense_are_answered_plainly(ketua):
    terima("RONDA RT 04 6 orang")
    assert terakhir()[0] == "kegiatan_bukan_rt"
    terima("RAPAT RT 03 15 orang 31/02")
    assert "Tanggal itu tidak ada" in terakhir()[1]
    terima("RAPAT RT 03 9000 orang")
    assert "antara 1 dan" in terakhir()[1]
    assert not KegiatanWarga.objects.exists()


def test_the_head_of_an_rw_may_tell_of_any_rt_below(ketua):
    ketua.unsur, ketua.wilayah = "ketua_rw", WilayahFactory(kode=f"{TAMAN}.02")
    ketua.save()
    terima("RONDA RT 04 6 orang")
    assert KegiatanWarga.objects.get().wilayah_id == f"{TAMAN}.02.04"


def test_out_of_office_or_anybody_else_it_is_a_story(ketua, terpisah):
    ketua.selesai = dt.date(2025, 1, 1)
    ketua.save()
    sebelum = Curhat.objects.count()
    terima("GOTONG ROYONG RT 03 25 orang")
    terima("gotong royong RT 03 kok sepi, yang datang cuma 5 orang padahal parit mampet")
    assert not KegiatanWarga.objects.exists()
    assert Curhat.objects.count() > sebelum


def test_messages_about_anything_else_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert handle([]) == []


# --- before and after ---


def visit(rt, n):
    """A visit held n days ago."""
    WilayahFactory(kode=rt)
    rumah = make_tuan_rumah(f"Keluarga {rt}", di=rt)
    mulai = dt.datetime.combine(hari(-n), dt.time(20), tzinfo=WITA)
    kunjungan = make_kunjungan(tuan_rumah=rumah, mulai_at=mulai)
    Kunjungan.objects.filter(pk=kunjungan.pk).update(status="selesai")


def catat(rt, *pasangan):
    petugas = PenggunaFactory()
    for n, orang in pasangan:
        record_kegiatan(
            WilayahFactory(kode=rt), jenis="gotong_royong", hari=hari(-n), orang=orang, by=petugas
        )


def test_without_a_visit_there_is_nothing_to_compare():
    WilayahFactory(kode=UTARA)
    assert participation(UTARA).kata == "Belum ada RT yang dikunjungi."


def test_people_a_month_before_and_after_by_hand(django_assert_num_queries):
    rt = kode_rt(1, 1)
    visit(rt, 120)
    catat(rt, (215, 5), (150, 15), (180, 15), (100, 30), (60, 30), (10, 99))
    with django_assert_num_queries(3):
        satu = participation(UTARA).baris[0]
    assert (satu.sebelum.kegiatan, satu.sebelum.per_bulan) == (2, 10.0)
    assert (satu.sesudah.kegiatan, satu.sesudah.per_bulan) == (2, 20.0)  # day 10 is too late
    assert satu.kata == "Naik 10 orang sebulan."


def test_where_too_little_is_known_the_words_say_why():
    baru, jarang, tanpa = (kode_rt(1, n) for n in (1, 2, 3))
    visit(baru, 10)
    visit(jarang, 120)
    visit(tanpa, 300)
    catat(jarang, (250, 9), (130, 9), (100, 9))
    kata = {b.kode: b.kata for b in participation(UTARA).baris}
    assert kata[baru] == "Baru 10 hari sejak kunjungan; belum dapat dibandingkan."
    assert "terlalu sedikit" in kata[jarang]
    assert "belum dicatat tiga bulan sebelum" in kata[tanpa]
    assert "Baru 0 RT" in participation(UTARA).kata


def test_five_rts_give_a_change_with_its_uncertainty():
    for n in range(1, 7):
        rt = kode_rt(1, n)
        visit(rt, 130)
        catat(rt, (230, 4), (200, 10), (160, 10), (100, 25 + n), (70, 25))
    hasil = participation(UTARA)
    assert hasil.sebanding == 6
    assert hasil.selisih.bawah > 0
    assert "belum tentu karena kunjungan" in hasil.kata
    isi = masuk().get(f"{DAFTAR}partisipasi/")
    assert isi.status_code == 200
