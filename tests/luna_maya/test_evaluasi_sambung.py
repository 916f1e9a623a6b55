"""The evaluation with its neighbours: reports made at the desk, taking part, trust, periods."""

import datetime as dt

import pytest

from curhat.models import Curhat, Tiket
from curhat.services import tiket as layanan
from curhat.sinyal import SinyalCurhat
from luna_maya.admin.peta import period
from luna_maya.evaluasi import evaluate, fates
from luna_maya.peta_masalah import map_problems
from luna_maya.services.kegiatan import record_kegiatan
from luna_maya.services.survei import close_survei
from luna_maya.services.tindak_catatan import hand_over_catatan
from pesan.models import PesanKeluar
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures
from tests.factories import CurhatFactory, PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_lurah
from tests.luna_maya.pabrik_peta import held, write
from tests.luna_maya.pabrik_survei import jawab, make_survei
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acuan_curhat")]
CERITA = "Lampu jalan di ujung gang mati sudah dua minggu, anak-anak takut lewat kalau malam."
EVALUASI = "/admin/luna_maya/pertimbangan/evaluasi/"


@pytest.fixture
def lurah():
    return make_lurah()


@pytest.fixture
def tempat():
    WilayahFactory(kode=RT)
    return Wilayah.objects.get(pk=UTARA)


def setahun():
    kini = hari_ini(UTARA)
    return kini - dt.timedelta(days=365), kini


def told(lurah, *, hari, di=RT, **lain):
    """An entry that became a report at the desk."""
    satu = write(
        held(lurah, hari=hari), isi=CERITA, sub="penerangan_jalan", setuju_laporan=True, **lain
    )
    satu.wilayah = WilayahFactory(kode=di)
    satu.save()
    hand_over_catatan(satu, meja="laporan_kunjungan", by=lurah)
    return satu


def test_a_report_made_of_an_entry_is_counted_once_on_the_map(lurah, tempat):
    told(lurah, hari=-20)
    curhat = Curhat.objects.get()
    assert (curhat.saluran, curhat.subkategori_id) == ("kunjungan", "penerangan_jalan")
    jumlah = map_problems(tempat, *setahun()).jumlah.total
    assert (jumlah.catatan, jumlah.curhat) == (1, 0)
    CurhatFactory(di=RT, subkategori_id="penerangan_jalan")
    jumlah = map_problems(tempat, *setahun()).jumlah.total
    assert (jumlah.catatan, jumlah.curhat) == (1, 1)


def test_it_still_waits_like_any_other_until_somebody_works_on_it(lurah, tempat):
    told(lurah, hari=-20)
    titik = list(SinyalCurhat().titik(UTARA, *setahun()))
    assert [(t.jenis, t.jumlah) for t in titik] == [("curhat_belum", 1)]


def test_it_does_not_make_the_problem_known_before_the_visit(lurah, tempat):
    """Told for the whole kelurahan at one visit; seen in an RT at the next."""
    told(lurah, hari=-20, di=UTARA)
    write(held(lurah, hari=-5), isi=CERITA, sub="penerangan_jalan")
    assert [n.baru for n in fates(tempat, *setahun())] == [True, True]
    CurhatFactory(di=RT, subkategori_id="penerangan_jalan",
                  diterima_at=held(lurah, hari=-60).mulai_at)  # fmt: skip
    assert [n.baru for n in fates(tempat, *setahun())] == [True, False]


def test_a_report_is_done_when_its_ticket_is_solved_also_where_it_was_merged(lurah, tempat):
    told(lurah, hari=-10)
    tiket = Tiket.objects.get()
    assert evaluate(tempat, *setahun(), user=lurah).selesai == 0
    for langkah in (
        lambda t: layanan.assign_tiket(t, by=lurah, petugas=lurah),
        lambda t: layanan.start_tiket(t, by=lurah),
        lambda t: layanan.close_tiket(t, by=lurah, tindakan="Lampu diganti."),
        lambda t: layanan.confirm_selesai(t, by=lurah),
    ):
        tiket = langkah(tiket) or Tiket.objects.get(pk=tiket.pk)
    hasil = evaluate(tempat, *setahun(), user=lurah)
    assert (hasil.selesai, hasil.ditindak) == (1, 1)
    assert hasil.hari_selesai in {9, 10, 11}


def page(client, lurah, **query):
    client.force_login(lurah)
    jawab_ = client.get(EVALUASI, query)
    assert jawab_.status_code == 200
    return jawab_.content.decode()


def test_where_nothing_can_be_said_of_trust_or_taking_part_the_words_say_so(client, lurah, tempat):
    isi = page(client, lurah)
    assert "Tidak ada RT yang dikunjungi untuk pertama kali" in isi
    assert "Tidak ada survei kepercayaan yang ditutup" in isi
    survei = make_survei()
    jawab(survei, 4, 4, 5)
    assert "Tidak ada survei kepercayaan yang ditutup" in page(client, lurah)
    close_survei(survei, by=lurah)
    held(lurah, hari=-10)
    isi = page(client, lurah)
    assert "jawaban yang masuk belum cukup" in isi
    assert "Baru 0 RT yang dapat dibandingkan" in isi
    assert "0 dari 1 RT" in isi


def test_trust_is_shown_by_rw_and_taking_part_by_rt(client, lurah, tempat):
    held(lurah, hari=-100)
    for n in (195, 150, 120, 90, 60, 30):
        record_kegiatan(Wilayah.objects.get(pk=RT), jenis="gotong_royong", orang=20, by=lurah,
                        hari=hari_ini(UTARA) - dt.timedelta(days=n))  # fmt: skip
    sebelum = make_survei(rt=((1, 1), (1, 2)))
    jawab(sebelum, 2, 2, 3, 3, 2, 3)
    close_survei(sebelum, by=lurah)
    isi = page(client, lurah)
    assert "survei sesudah kunjungan belum ditutup" in isi
    assert "RW 01" in isi
    assert "RT 01 RW 01" not in isi
    assert "1 dari 1 RT" in isi
    lalu = page(client, lurah, masa="tahun-lalu")
    assert "Tidak ada survei kepercayaan yang ditutup" in lalu
    assert "Tahun lalu</option>" in lalu


def test_periods_by_name_and_anything_else_is_a_year():
    kini = dt.date(2026, 11, 26)
    assert period("triwulan-ini", kini) == (dt.date(2026, 10, 1), kini)
    assert period("tahun-lalu", kini) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert period("tahun-ini", kini) == (dt.date(2026, 1, 1), kini)
    assert period("entah", kini) is None


def notified():
    return set(
        PesanKeluar.objects.filter(templat__startswith="notif_").values_list("pengguna", flat=True)
    )


@pytest.mark.parametrize(
    "isi",
    [
        CERITA,
        "Tiang listrik roboh menimpa rumah, warga terjebak dan ada yang luka parah, tolong segera.",
        "Ibu itu bercerita suaminya memukul dia hampir setiap malam di depan anaknya.",
    ],
)
def test_who_wrote_the_entry_is_not_told_of_the_ticket_and_the_others_are(lurah, tempat, isi):
    moderator = PenggunaFactory(peran="moderator", di=UTARA)
    satu = write(held(lurah), isi=isi, sub="", setuju_laporan=True)
    hand_over_catatan(satu, meja="laporan_kunjungan", by=lurah)
    assert Tiket.objects.exists()
    assert notified() == {moderator.pk}


def test_a_ticket_opened_again_is_news_for_everybody(lurah, tempat):
    told(lurah, hari=-3)
    tiket = Tiket.objects.get()
    layanan.assign_tiket(tiket, by=lurah, petugas=PenggunaFactory(peran="petugas", di=UTARA))
    layanan.start_tiket(tiket, by=lurah)
    layanan.close_tiket(tiket, by=lurah, tindakan="Lampu diganti.")
    layanan.reopen_tiket(Tiket.objects.get(), by=None, alasan="Masih mati.")
    assert lurah.pk in notified()
