"""What visits brought to light, what came of it, and what became policy."""

import datetime as dt

import pytest

from luna_maya.evaluasi import evaluate, fates
from luna_maya.models import Pertimbangan
from luna_maya.services.janji import make_janji, make_tugas
from luna_maya.services.pertimbangan import (
    PertimbanganKeliru,
    move_pertimbangan,
    propose_pertimbangan,
)
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_lurah
from tests.luna_maya.pabrik_peta import SinyalUji, held, write
from wilayah.models import Wilayah
from wilayah.sinyal import Titik

pytestmark = pytest.mark.django_db
KINI = dt.date.today()  # noqa: DTZ011
EVALUASI = "/admin/luna_maya/pertimbangan/evaluasi/"


@pytest.fixture(autouse=True)
def sinyal(settings):
    settings.SINYAL = ["tests.luna_maya.pabrik_peta.SinyalUji"]
    SinyalUji.isi = []
    return SinyalUji


@pytest.fixture
def tempat():
    WilayahFactory(kode=RT)
    return Wilayah.objects.get(pk=UTARA)


def told(wilayah=RT, lalu=40):
    return Titik(
        wilayah, "curhat", 1, KINI - dt.timedelta(days=lalu), "lingkungan", "banjir_drainase"
    )


def nasib(tempat):
    return fates(tempat, KINI - dt.timedelta(days=365), KINI)


def test_a_problem_nobody_had_told_is_new(tempat):
    write(held())
    assert [n.baru for n in nasib(tempat)] == [True]


@pytest.mark.parametrize("wilayah", [RT, f"{UTARA}.01", UTARA])
def test_one_told_before_is_not_new_even_where_the_rt_is_unknown(tempat, sinyal, wilayah):
    sinyal.isi = [told(wilayah)]
    write(held())
    assert [n.baru for n in nasib(tempat)] == [False]


def test_one_told_elsewhere_later_or_long_ago_is(tempat, sinyal):
    sinyal.isi = [told(f"{UTARA}.04.01"), told(lalu=2), told(lalu=300)]
    write(held(hari=-10))
    assert [n.baru for n in nasib(tempat)] == [True]


def test_the_report_made_of_it_the_same_night_does_not_make_it_old(tempat, sinyal):
    sinyal.isi = [told(lalu=10)]
    write(held(hari=-10))
    assert [n.baru for n in nasib(tempat)] == [True]


def test_staffs_own_word_counts_first(tempat, sinyal):
    sinyal.isi = [told()]
    write(held(hari=-20), baru_terungkap=True)
    write(held(hari=-10), baru_terungkap=False)
    assert [n.baru for n in nasib(tempat)] == [True, False]


def test_the_same_problem_at_the_next_visit_is_not_new_again(tempat):
    write(held(hari=-40))
    write(held(hari=-10))
    assert [n.baru for n in nasib(tempat)] == [True, False]


def test_days_until_somebody_acts_and_until_it_is_done(tempat):
    satu = write(held(hari=-10))
    tugas = make_tugas(satu, isi="Cek got", petugas=satu.by, tenggat=KINI, by=satu.by)
    tugas.selesai_pada, tugas.hasil = KINI, "Sudah dikeruk"
    tugas.save()
    hasil = evaluate(tempat, KINI - dt.timedelta(days=30), KINI)
    assert (hasil.ditindak, hasil.perlu_tindak, hasil.selesai) == (1, 1, 1)
    assert hasil.hari_tindak in {9, 10, 11}
    assert hasil.bagian_ditindak == 1


def test_a_promise_on_the_same_subject_is_acting_on_it(tempat):
    kunjungan = held(hari=-3)
    write(kunjungan)
    janji = write(kunjungan, isi="Got dikeruk", jenis="janji")
    make_janji(janji, isi="Got dikeruk", tenggat=KINI + dt.timedelta(days=9), by=kunjungan.lurah)
    masalah = next(n for n in nasib(tempat) if n.catatan.jenis == "masalah")
    assert masalah.hari_tindak is not None
    assert masalah.hari_selesai is None


def test_promises_are_told_apart(tempat):
    kunjungan = held(hari=-3)
    for n, (tenggat, isi) in enumerate(
        [(30, {}), (-1, {}), (30, {"status": "ditepati", "ditepati_pada": KINI}),
         (-5, {"status": "ditepati", "ditepati_pada": KINI}),
         (30, {"status": "gugur", "keterangan": "Bukan kewenangan"})]
    ):  # fmt: skip
        janji = make_janji(
            write(kunjungan, isi=f"Janji {n}", jenis="janji", sub=""),
            isi=f"Janji {n}", tenggat=KINI + dt.timedelta(days=tenggat), by=kunjungan.lurah,
        )  # fmt: skip
        type(janji).objects.filter(pk=janji.pk).update(**isi)
    hasil = evaluate(tempat, KINI - dt.timedelta(days=30), KINI)
    assert hasil.janji == dict.fromkeys(("tepat", "terlambat", "berjalan", "lewat", "gugur"), 1)


def test_an_empty_period_has_no_shares(tempat):
    hasil = evaluate(tempat, KINI, KINI)
    assert (hasil.bagian_baru, hasil.bagian_ditindak, hasil.hari_tindak) == (None, None, None)


def test_the_page_says_it_in_words(client, tempat):
    lurah = make_lurah()
    client.force_login(lurah)
    assert "Belum ada kunjungan yang selesai" in client.get(EVALUASI).text
    write(held(lurah))
    teks = client.get(EVALUASI).text
    assert "1 dari 1" in teks
    assert "<svg" in teks


def test_a_finding_is_brought_up_and_decided(client, tempat):
    lurah = make_lurah()
    satu = write(held(lurah))
    client.force_login(lurah)
    hasil = client.post("/admin/luna_maya/pertimbangan/add/", {
        "wilayah": UTARA, "judul": "Got Gang Kasturi", "uraian": "Dikeruk tiap tahun.",
        "bentuk": "musrenbang", "catatan": [satu.pk],
    })  # fmt: skip
    baru = Pertimbangan.objects.get()
    assert hasil.status_code == 302
    assert list(baru.catatan.all()) == [satu]
    alamat = f"/admin/luna_maya/pertimbangan/{baru.pk}/langkah/putus/"
    keliru = client.post(alamat, {"ke": "dipakai"})
    assert "Tulis keputusan dan alasannya." in keliru.text
    client.post(alamat, {"ke": "dipakai", "hasil": "Masuk rencana 2027", "dokumen": "BA 4/2026"})
    baru.refresh_from_db()
    assert (baru.status, baru.riwayat.count()) == ("dipakai", 2)
    assert baru.diputus_pada is not None


def test_a_decided_one_is_only_reopened(tempat):
    lurah = make_lurah()
    satu = propose_pertimbangan(
        tempat, judul="Lampu", uraian="x", bentuk="dinas", catatan=[], by=lurah
    )
    satu = move_pertimbangan(satu, to="tidak", hasil="Sudah dianggarkan dinas", by=lurah)
    with pytest.raises(PertimbanganKeliru):
        move_pertimbangan(satu, to="dipakai", hasil="x", by=lurah)
    assert move_pertimbangan(satu, to="dibahas", by=lurah).diputus_pada is None


def test_another_area_cannot_touch_it(client, tempat):
    satu = propose_pertimbangan(
        tempat, judul="Lampu", uraian="x", bentuk="dinas", catatan=[], by=make_lurah()
    )
    client.force_login(PenggunaFactory(peran="lurah", di="35.77.03.1009"))
    for alamat in ("change/", "langkah/putus/"):
        hasil = client.post(f"/admin/luna_maya/pertimbangan/{satu.pk}/{alamat}", {"ke": "tidak"})
        assert hasil.status_code in {302, 404}
    satu.refresh_from_db()
    assert satu.status == "diusulkan"
