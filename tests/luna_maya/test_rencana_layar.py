"""The staff pages of planning: proposals, decisions, weights; who sees them, what goes wrong."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from luna_maya.models import BobotPerencana, Kunjungan, SusunanUsul, UsulKunjungan
from luna_maya.services.usulan import accept_usulan, skip_usulan
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    UTARA,
    WITA,
    jenis,
    make_kendaraan,
    make_kunjungan,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_rencana import RT_A, RT_B, RT_C, Kampung

pytestmark = pytest.mark.django_db
SUSUN = "admin:luna_maya_usulkunjungan_susun"
ATUR = "admin:luna_maya_bobotperencana_atur"


@pytest.fixture
def kampung():
    return Kampung()


@pytest.fixture
def lurah(client, kampung):
    client.force_login(kampung.lurah)
    return client


def susun(client, kampung, **lain):
    isi = {"di": UTARA, "jenis": jenis("ngobrol").pk, "mulai": kampung.besok.isoformat(),
           "banyak": 3, "kunci": str(uuid.uuid4())} | lain  # fmt: skip
    return client.post(reverse(SUSUN), isi)


def langkah(client, usul, kunci, **isi):
    alamat = reverse("admin:luna_maya_usulkunjungan_langkah", args=[usul.pk, kunci])
    return client.post(alamat, isi, follow=True)


def terima_isi(usul, **lain):
    mulai = usul.mulai_at.astimezone(WITA)
    return {"hari": mulai.date().isoformat(), "jam": f"{mulai:%H:%M}", "kendaraan": ""} | lain


def test_a_run_from_the_page_shows_reasons_bars_and_the_local_clock(lurah, kampung):
    jawab = susun(lurah, kampung)
    assert jawab.status_code == 302
    teks = lurah.get(jawab.url).content.decode()
    assert teks.count('class="kotak usul"') == 3
    assert "Belum pernah dikunjungi" in teks
    assert "19.30 WITA" in teks
    assert 'class="isi" width="200"' in teks
    assert "style=" not in teks.split('id="content-main"')[1].split("</article>")[0]


def test_the_same_form_twice_is_one_run(lurah, kampung):
    kunci = str(uuid.uuid4())
    for _ in range(2):
        susun(lurah, kampung, kunci=kunci)
    assert SusunanUsul.objects.count() == 1


def test_a_wrong_field_is_named(lurah, kampung):
    jawab = susun(lurah, kampung, mulai="kemarin", banyak=99)
    assert jawab.status_code == 422
    assert set(jawab.context["form"].errors) == {"mulai", "banyak"}
    lewat = susun(lurah, kampung, mulai="2020-01-01")
    assert "Tanggal mulai sudah lewat" in lewat.content.decode()


def test_accepting_reads_the_time_on_the_clock_of_the_place(lurah, kampung):
    usul = kampung.susun()[0]
    motor = make_kendaraan()
    jawab = langkah(lurah, usul, "terima", **terima_isi(usul, jam="20:15", kendaraan=motor.pk))
    kunjungan = Kunjungan.objects.get()
    assert f"{kunjungan.mulai_at.astimezone(WITA):%H.%M}" == "20.15"
    assert kunjungan.kendaraan == motor
    assert "direncanakan" in jawab.content.decode()
    assert "20.15 WITA" in jawab.content.decode()


def test_a_second_accept_says_who_was_first(lurah, kampung):
    usul = kampung.susun()[0]
    langkah(lurah, usul, "terima", **terima_isi(usul))
    jawab = langkah(lurah, usul, "terima", **terima_isi(usul))
    assert "sudah diterima oleh" in jawab.content.decode()
    assert Kunjungan.objects.count() == 1


def test_a_taken_evening_reopens_the_form_with_what_was_typed(lurah, kampung):
    make_kunjungan(lurah=kampung.lurah, mulai_at=malam(hari=40))
    usul = kampung.susun()[0]
    hari = malam(hari=40).date().isoformat()
    jawab = langkah(lurah, usul, "terima", **terima_isi(usul, hari=hari, jam="20:00"))
    assert jawab.status_code == 422
    teks = jawab.content.decode()
    assert "Lurah sudah punya kunjungan lain" in teks
    assert hari in teks
    assert " open" in teks


def test_an_evening_the_planner_keeps_free_is_allowed_with_a_warning(lurah, kampung):
    make_tuan_rumah("Keluarga menginap", di=RT_A)
    usul = kampung.susun(kode="menginap")[0]
    kamis = kampung.besok + dt.timedelta(days=(3 - kampung.besok.weekday()) % 7 + 7)
    jawab = langkah(lurah, usul, "terima", **terima_isi(usul, hari=kamis.isoformat()))
    assert Kunjungan.objects.count() == 1
    assert "Perhatikan: malam itu" in jawab.content.decode()


def test_swapping_and_skipping_ask_for_a_reason(lurah, kampung):
    usul = kampung.susun()[0]
    for kunci in ("tukar", "lewati"):
        jawab = langkah(lurah, usul, kunci, alasan="")
        assert jawab.status_code == 422
        assert "wajib diisi" in jawab.content.decode()
    assert "Pilih tuan rumah lain atau RT lain" in langkah(
        lurah, usul, "tukar", alasan="Hujan."
    ).content.decode()  # fmt: skip
    usul.refresh_from_db()
    assert usul.status == "diusulkan"


def test_a_swap_and_a_skip_and_its_undo_from_the_page(lurah, kampung):
    lain = make_tuan_rumah("Keluarga lain", di=RT_A)
    a = next(u for u in kampung.susun() if u.wilayah_id == RT_A)
    langkah(lurah, a, "tukar", tuan_rumah=lain.pk, rt="", alasan="Bapak sakit.")
    b = UsulKunjungan.objects.open().exclude(wilayah=RT_A).first()
    teks = langkah(lurah, b, "lewati", alasan="Kerja bakti.").content.decode()
    assert "Keluarga lain" in teks
    assert "Kerja bakti." in teks
    assert "Kembalikan" in teks
    langkah(lurah, b, "kembali")
    b.refresh_from_db()
    assert b.status == "diusulkan"


def test_a_vehicle_or_host_of_another_kelurahan_cannot_be_typed_in(lurah, kampung):
    usul = kampung.susun()[0]
    asing = make_kendaraan("Mobil lain", di="63.06.05.1001")
    tuan = make_tuan_rumah("Orang lain", di="63.06.05.1001.01.01")
    assert langkah(lurah, usul, "terima", **terima_isi(usul, kendaraan=asing.pk)).status_code == 422
    assert langkah(lurah, usul, "tukar", tuan_rumah=tuan.pk, alasan="x").status_code == 422


def test_markup_in_a_reason_or_a_name_stays_text(lurah, kampung):
    make_tuan_rumah("<script>alert(1)</script>", di=RT_B)
    usul = kampung.susun()[0]
    teks = langkah(lurah, usul, "lewati", alasan="<img src=x onerror=1>").content.decode()
    assert "<img src=x" not in teks
    assert "<script>alert(1)" not in teks


def test_each_missing_thing_has_its_own_sentence(client, kampung):
    client.force_login(kampung.lurah)
    assert "Belum ada usulan" in client.get(reverse(SUSUN)).content.decode()
    kosong = WilayahFactory(kode="63.06.05.1003")
    client.force_login(PenggunaFactory(peran="moderator", di=kosong))
    assert "belum punya RT" in client.get(reverse(SUSUN)).content.decode()
    WilayahFactory(kode="63.06.05.1003.01.01")
    assert "Belum ada lurah yang bertugas" in client.get(reverse(SUSUN)).content.decode()


def test_an_rt_without_a_host_says_so_and_offers_no_acceptance(client):
    kampung = Kampung(with_host=())
    kampung.susun()
    client.force_login(kampung.lurah)
    teks = client.get(reverse(SUSUN)).content.decode()
    assert teks.count("Belum ada tuan rumah di RT ini") == 3
    assert "Terima dan rencanakan" not in teks


def test_a_neighbour_and_a_stranger_get_nowhere(client, kampung):
    usul = kampung.susun()[0]
    alamat = reverse("admin:luna_maya_usulkunjungan_langkah", args=[usul.pk, "lewati"])
    assert client.post(alamat, {"alasan": "x"}).status_code == 302  # to the login
    client.force_login(PenggunaFactory(peran="lurah", di="35.77.03.1002"))
    assert client.post(alamat, {"alasan": "x"}).status_code == 404
    assert client.get(reverse(SUSUN), {"di": UTARA}).status_code == 404
    assert client.get(reverse(ATUR), {"di": UTARA}).status_code == 404
    assert susun(client, kampung).status_code == 404
    client.force_login(PenggunaFactory(peran="camat", di="63.06.05"))
    assert client.get(reverse(SUSUN)).status_code == 404
    usul.refresh_from_db()
    assert usul.status == "diusulkan"


def test_the_page_asks_no_more_for_many_proposals(
    client, kampung, django_assert_max_num_queries
):  # fmt: skip
    client.force_login(kampung.lurah)
    kampung.susun(banyak=1)
    with django_assert_max_num_queries(28) as satu:
        client.get(reverse(SUSUN))
    for n in range(1, 13):
        make_tuan_rumah(f"Keluarga {n}", di=f"{UTARA}.03.{n:02d}")
    assert len(kampung.susun(banyak=15)) == 15
    with django_assert_max_num_queries(len(satu)):
        client.get(reverse(SUSUN))


def test_the_history_lists_filters_exports_and_asks_no_more_for_many(
    lurah, kampung, django_assert_max_num_queries
):
    alamat = reverse("admin:luna_maya_usulkunjungan_changelist")
    kampung.susun(banyak=1)
    with django_assert_max_num_queries(30) as satu:
        assert lurah.get(alamat).status_code == 200
    for _ in range(6):
        usul = kampung.susun(banyak=3)
    skip_usulan(usul[0], alasan="=RUMUS()", by=kampung.lurah)
    with django_assert_max_num_queries(len(satu)):
        lurah.get(alamat)
    assert "=RUMUS()" in lurah.get(f"{alamat}?status__exact=dilewati").content.decode()
    halaman = lurah.get(reverse("admin:luna_maya_usulkunjungan_change", args=[usul[0].pk]))
    assert "bobot bawaan, putaran 1" in halaman.content.decode()


def test_weights_are_looked_at_before_they_are_saved(lurah, kampung):
    isi = BobotPerencana(wilayah=kampung.kelurahan).as_bobot().as_dict()
    isi = {k: v for k, v in isi.items() if v is not False} | {"di": UTARA, "catatan": ""}
    jawab = lurah.post(reverse(ATUR), isi | {"curhat": 90, "langkah": "lihat"})
    assert jawab.status_code == 200
    assert "belum disimpan" in jawab.content.decode()
    assert not BobotPerencana.objects.exists()
    tanpa = lurah.post(reverse(ATUR), isi | {"curhat": 90, "langkah": "simpan"})
    assert tanpa.status_code == 422
    assert "catatan" in tanpa.context["form"].errors
    baik = isi | {"curhat": 90, "langkah": "simpan", "catatan": "Curhat menumpuk"}
    assert lurah.post(reverse(ATUR), baik).status_code == 302
    teks = lurah.get(reverse(ATUR)).content.decode()
    assert "Versi 1" in teks
    assert "Curhat menumpuk" in teks
    assert BobotPerencana.objects.get().by == kampung.lurah


def test_the_look_says_how_each_rt_moves(lurah, kampung):
    make_tuan_rumah("Pengundang", di=RT_C, asal="undangan")
    isi = dict.fromkeys(BobotPerencana.ANGKA, 0) | {
        "per_pekan": 2, "banyak": 6, "tunda_hari": 30, "di": UTARA, "langkah": "lihat",
    }  # fmt: skip
    teks = lurah.post(reverse(ATUR), isi).content.decode()
    assert "turun 2" in teks
    assert "naik 1" in teks


@pytest.mark.parametrize(
    ("isi", "kolom"), [({"curhat": 101}, "__all__"), ({"curhat": -1}, "curhat"),
                       ({"belum_pernah": 5}, "__all__"), ({"musim": "banyak"}, "musim")],
)  # fmt: skip
def test_weights_out_of_bounds_are_refused_in_words(lurah, kampung, isi, kolom):
    awal = BobotPerencana(wilayah=kampung.kelurahan).as_bobot().as_dict()
    jawab = lurah.post(reverse(ATUR), awal | {"di": UTARA, "langkah": "lihat"} | isi)
    assert jawab.status_code == 422
    assert kolom in jawab.context["form"].errors


def test_a_decided_proposal_links_its_visit_and_keeps_its_place(lurah, kampung):
    usul = kampung.susun()[0]
    kunjungan = accept_usulan(usul, by=kampung.lurah)
    teks = lurah.get(reverse(SUSUN)).content.decode()
    assert "Diterima" in teks
    assert kunjungan.kode in teks or f"kunjungan/{kunjungan.pk}" in teks
