"""The way of one evening: shortest order, times that fit, addresses for those who go."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from luna_maya.jalan_malam import read_jalan
from luna_maya.models import Kunjungan
from luna_maya.services.kunjungan import Bentrok, cancel_kunjungan
from luna_maya.services.urutan_malam import apply_jalan
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, WITA, make_kunjungan, make_tuan_rumah, malam
from tests.luna_maya.pabrik_rencana import RT_A, RT_B, Kampung
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
JALAN = "admin:luna_maya_usulkunjungan_jalan"
TIMUR = [Decimal("115.2600"), Decimal("115.2650"), Decimal("115.2700"), Decimal("115.2750")]


@pytest.fixture
def kampung():
    kampung = Kampung()
    Wilayah.objects.filter(pk=UTARA).update(lat=Decimal("-2.78"), lng=Decimal("115.25"))
    kampung.kelurahan.refresh_from_db()
    return kampung


def pos(n, lng, di=RT_A, **lain):
    return make_tuan_rumah(
        f"Pos {n}", di=di, tempat="pos_kamling", lat=Decimal("-2.78"), lng=lng, **lain
    )


def sambang(kampung, urut, awal=20, **lain):
    """Posts along one road, planned one after the other in this order of their distance."""
    hasil = []
    for n, ke in enumerate(urut):
        mulai = malam(hari=2, jam=awal) + dt.timedelta(minutes=45 * n)
        hasil.append(
            make_kunjungan(
                lurah=kampung.lurah, kode_jenis="sambang", tuan_rumah=pos(ke, TIMUR[ke]),
                mulai_at=mulai, selesai_at=mulai + dt.timedelta(minutes=30), **lain,
            )
        )  # fmt: skip
    return hasil


def hari():
    return malam(hari=2).date()


def nama(jalan):
    return [p.kunjungan.tuan_rumah.nama for p in jalan.perhentian]


def test_four_posts_are_ordered_by_the_shortest_way(kampung):
    sambang(kampung, [2, 0, 3, 1])
    jalan = read_jalan(kampung.kelurahan, hari(), kampung.lurah)
    assert nama(jalan) in (
        ["Pos 0", "Pos 1", "Pos 2", "Pos 3"],
        ["Pos 3", "Pos 2", "Pos 1", "Pos 0"],
    )
    assert jalan.tepat
    assert jalan.jumlah_km == pytest.approx(2 * 2.78, abs=0.05)
    assert jalan.perhentian[0].mulai_at == malam(hari=2, jam=20)
    for a, b in zip(jalan.perhentian, jalan.perhentian[1:], strict=False):
        assert b.mulai_at > a.selesai_at
        assert b.mulai_at.minute % 5 == 0
        assert b.selesai_at - b.mulai_at == dt.timedelta(minutes=30)


def test_applying_moves_them_all_by_the_service_with_history(kampung):
    kunjungan = sambang(kampung, [2, 0, 3, 1])
    jalan = read_jalan(kampung.kelurahan, hari(), kampung.lurah)
    assert jalan.berubah
    pindah = apply_jalan(jalan, by=kampung.lurah)
    assert pindah
    lagi = read_jalan(kampung.kelurahan, hari(), kampung.lurah)
    assert nama(lagi) == nama(jalan)
    assert not lagi.berubah
    for satu in kunjungan:
        akhir = satu.riwayat.last()
        satu.refresh_from_db()
        assert akhir.apa in {"Direncanakan", "Dijadwalkan ulang"}
        assert akhir.ke_mulai_at == satu.mulai_at


def test_a_jadwal_that_changed_meanwhile_is_not_overwritten(kampung):
    kunjungan = sambang(kampung, [2, 0, 3, 1])
    jalan = read_jalan(kampung.kelurahan, hari(), kampung.lurah)
    bergeser = next(p for p in jalan.perhentian if p.pindah).kunjungan
    cancel_kunjungan(bergeser, alasan="Hujan.", by=kampung.lurah)
    with pytest.raises(Bentrok, match="baru saja berubah"):
        apply_jalan(jalan, by=kampung.lurah)
    for satu in kunjungan:
        assert satu.riwayat.filter(apa="Dijadwalkan ulang").count() == 0


def test_a_night_stays_last_and_leads_nowhere_after(kampung):
    rumah = make_tuan_rumah("Rumah", di=RT_B, lat=Decimal("-2.78"), lng=Decimal("115.2510"))
    make_kunjungan(lurah=kampung.lurah, tuan_rumah=rumah, mulai_at=malam(hari=2, jam=23))
    sambang(kampung, [1, 0])
    jalan = read_jalan(kampung.kelurahan, hari(), kampung.lurah)
    assert nama(jalan)[-1] == "Rumah"
    assert jalan.pulang_km == 0
    assert jalan.perhentian[-1].perlu_tanya == jalan.perhentian[-1].pindah


def test_an_evening_past_midnight_and_over_the_months_end(kampung):
    awal = dt.datetime(2027, 1, 31, 23, 0, tzinfo=WITA)
    for n, ke in enumerate([1, 0]):
        make_kunjungan(
            lurah=kampung.lurah, kode_jenis="sambang", tuan_rumah=pos(ke, TIMUR[ke]),
            mulai_at=awal + dt.timedelta(minutes=31 * n),
            selesai_at=awal + dt.timedelta(minutes=31 * n + 30),
        )  # fmt: skip
    jalan = read_jalan(kampung.kelurahan, awal.date(), kampung.lurah)
    assert len(jalan.perhentian) == 2
    apply_jalan(jalan, by=kampung.lurah)
    assert Kunjungan.objects.filter(selesai_at__gt=dt.datetime(2027, 2, 1, tzinfo=WITA)).exists()


def test_without_a_point_of_its_own_the_nearest_areas_centre_stands_in(kampung):
    make_kunjungan(
        lurah=kampung.lurah, kode_jenis="sambang", mulai_at=malam(hari=2, jam=21),
        tuan_rumah=make_tuan_rumah("Tanpa titik", di=RT_A, tempat="pos_kamling"),
    )  # fmt: skip
    (satu,) = read_jalan(kampung.kelurahan, hari(), kampung.lurah).perhentian
    assert satu.asal_titik == "titik tengah kelurahan"
    Wilayah.objects.filter(pk=RT_A).update(lat=Decimal("-2.79"), lng=Decimal("115.26"))
    (satu,) = read_jalan(kampung.kelurahan, hari(), kampung.lurah).perhentian
    assert satu.asal_titik == "titik tengah RT"
    Wilayah.objects.filter(pk__startswith=UTARA).update(lat=None, lng=None)
    jalan = read_jalan(kampung.kelurahan, hari(), kampung.lurah)
    assert (jalan.kantor, jalan.tanpa_titik, jalan.jumlah_km) == (None, 1, 0)


def test_a_hosts_own_point_is_drawn_only_for_who_goes(kampung):
    sambang(kampung, [0])
    moderator = PenggunaFactory(peran="moderator", di=UTARA)
    (bagi_lurah,) = read_jalan(kampung.kelurahan, hari(), kampung.lurah).perhentian
    (bagi_lain,) = read_jalan(kampung.kelurahan, hari(), moderator).perhentian
    assert bagi_lurah.asal_titik == "titik tempat"
    assert bagi_lain.asal_titik == "titik tengah kelurahan"


def test_the_page_draws_lists_and_applies(client, kampung):
    sambang(kampung, [2, 0, 3, 1])
    client.force_login(kampung.lurah)
    isi = {"di": UTARA, "hari": hari().isoformat()}
    jawab = client.get(reverse(JALAN), isi)
    teks = jawab.content.decode()
    assert "4 perhentian" in teks
    assert "<polyline" in teks
    assert "20.00 WITA" in teks
    sidik = jawab.context["jalan"].sidik
    salah = client.post(reverse(JALAN), isi | {"sidik": "lain"}, follow=True)
    assert "baru saja berubah" in salah.content.decode()
    benar = client.post(reverse(JALAN), isi | {"sidik": sidik}, follow=True)
    assert "dijadwalkan ulang" in benar.content.decode()
    assert "sudah mengikuti urutan ini" in benar.content.decode()


def test_an_empty_evening_a_wrong_day_and_a_neighbour(client, kampung):
    client.force_login(kampung.lurah)
    assert "Tidak ada kunjungan" in client.get(reverse(JALAN)).content.decode()
    assert client.get(reverse(JALAN), {"hari": "besok"}).status_code == 200
    client.force_login(PenggunaFactory(peran="lurah", di="35.77.03.1002"))
    assert client.get(reverse(JALAN), {"di": UTARA}).status_code == 404


def test_the_page_asks_no_more_for_many_stops(client, kampung, django_assert_max_num_queries):
    client.force_login(kampung.lurah)
    sambang(kampung, [0])
    isi = {"di": UTARA, "hari": hari().isoformat()}
    with django_assert_max_num_queries(25) as satu:
        client.get(reverse(JALAN), isi)
    for n in range(14):
        mulai = malam(hari=2, jam=0) + dt.timedelta(minutes=70 * n)
        make_kunjungan(
            lurah=kampung.lurah, kode_jenis="sambang",
            tuan_rumah=pos(f"lain {n}", Decimal("115.25") + n * Decimal("0.001")),
            mulai_at=mulai, selesai_at=mulai + dt.timedelta(minutes=30),
        )  # fmt: skip
    with django_assert_max_num_queries(len(satu)):
        jawab = client.get(reverse(JALAN), isi)
    assert "belum tentu yang terpendek" in jawab.content.decode()
