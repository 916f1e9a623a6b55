"""A promise is kept, moved or dropped in the open; nothing of it changes silently."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from luna_maya.keadaan_janji import Keadaan, in_keadaan, state_of, with_awal
from luna_maya.models import Janji, RiwayatJanji
from luna_maya.services.ingat_janji import remind_janji
from luna_maya.services.janji import (
    JanjiDitolak,
    drop_janji,
    extend_janji,
    keep_janji,
    make_janji,
    undo_janji,
)
from pesan.models import PesanKeluar
from tests.curhat.halaman import foto
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import RT, UTARA, make_kunjungan, make_lurah
from tests.luna_maya.pabrik_janji import hari_ini, make_catatan, make_promise

HARI = dt.timedelta(days=1)


@pytest.fixture
def lurah(db):
    return make_lurah()


@pytest.fixture
def janji(lurah):
    return make_promise(kunjungan=make_kunjungan(lurah=lurah))


def state(janji, pada=None):
    return state_of(with_awal(Janji.objects.filter(pk=janji.pk)).get(), pada or hari_ini())


def test_the_same_entry_makes_one_promise_without_personal_data(lurah):
    catatan = make_catatan(kunjungan=make_kunjungan(lurah=lurah), jenis="janji")
    for isi in ("Telepon 081234567890 dihubungi", "Lain"):
        janji = make_janji(catatan, isi=isi, tenggat=hari_ini(), by=lurah)
    assert Janji.objects.get() == janji
    assert "081234567890" not in janji.isi
    assert janji.riwayat.get().apa == "dicatat"


def test_kept_in_time_and_kept_late_are_told_apart(janji, lurah):
    keep_janji(janji, pada=hari_ini(), hasil="Lampu sudah menyala.", by=lurah)
    assert state(janji) == Keadaan.TEPAT
    telat = make_promise("Selokan dikeruk", hari=-3, catatan=make_catatan(
        kunjungan=janji.kunjungan, jenis="janji"))  # fmt: skip
    assert state(telat) == Keadaan.LEWAT
    keep_janji(telat, pada=hari_ini(), hasil="Dikeruk bersama.", by=lurah)
    assert state(telat) == Keadaan.TERLAMBAT
    assert [state(j) for j in in_keadaan(with_awal(Janji.objects.all()), "tepat", hari_ini())] == [
        Keadaan.TEPAT
    ]


def test_a_moved_date_keeps_the_first_one_in_view(janji, lurah):
    semula = janji.tenggat
    janji = extend_janji(janji, tenggat=semula + 5 * HARI, alasan="Menunggu tiang.", by=lurah)
    janji = extend_janji(janji, tenggat=semula + 9 * HARI, alasan="Hujan.", by=lurah)
    assert with_awal(Janji.objects.all()).get().awal == semula
    assert [r.tenggat_lama for r in janji.riwayat.filter(apa="diundur")] == [
        semula, semula + 5 * HARI,
    ]  # fmt: skip
    undo_janji(janji, by=lurah)
    janji.refresh_from_db()
    assert janji.tenggat == semula + 5 * HARI


def test_kept_after_the_first_day_is_late_however_often_it_was_moved(lurah):
    janji = make_promise(hari=-2, kunjungan=make_kunjungan(lurah=lurah))
    janji = extend_janji(janji, tenggat=hari_ini() + 3 * HARI, alasan="Hujan.", by=lurah)
    keep_janji(janji, pada=hari_ini(), hasil="Jadi.", by=lurah)
    assert state(janji) == Keadaan.TERLAMBAT


@pytest.mark.parametrize(
    ("langkah", "isi", "pesan"),
    [
        (keep_janji, {"pada": hari_ini() + HARI, "hasil": "x"}, "masa depan"),
        (keep_janji, {"pada": hari_ini() - HARI, "hasil": "x"}, "sebelum janjinya"),
        (keep_janji, {"pada": hari_ini(), "hasil": "  "}, "hasilnya"),
        (drop_janji, {"alasan": ""}, "alasannya"),
        (extend_janji, {"tenggat": hari_ini(), "alasan": "x"}, "sesudah tanggal"),
        (extend_janji, {"tenggat": hari_ini() + 30 * HARI, "alasan": " "}, "alasan mengundur"),
    ],
)
def test_what_does_not_fit_is_refused_and_says_why(janji, lurah, langkah, isi, pesan):
    with pytest.raises(JanjiDitolak, match=pesan):
        langkah(janji, by=lurah, **isi)
    assert janji.riwayat.count() == 1


def test_a_dropped_promise_says_why_and_can_be_taken_back_within_a_day(janji, lurah):
    drop_janji(janji, alasan="Lampunya milik jalan provinsi.", by=lurah)
    with pytest.raises(JanjiDitolak, match="sudah dicatat"):
        keep_janji(janji, pada=hari_ini(), hasil="x", by=lurah)
    undo_janji(janji, by=lurah)
    janji.refresh_from_db()
    assert (janji.status, janji.keterangan) == ("berjalan", "")
    assert [r.apa for r in janji.riwayat.all()] == ["dicatat", "gugur", "diurungkan"]
    with pytest.raises(JanjiDitolak, match="Tidak ada langkah"):
        undo_janji(janji, by=lurah)


def test_after_a_day_it_stands(janji, lurah, monkeypatch):
    drop_janji(janji, alasan="Lampunya milik jalan provinsi.", by=lurah)
    nanti = timezone.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(timezone, "now", lambda: nanti)
    with pytest.raises(JanjiDitolak, match="Tidak ada langkah"):
        undo_janji(janji, by=lurah)


def test_the_history_cannot_be_changed_and_the_database_knows_the_rules(janji, lurah):
    drop_janji(janji, alasan="Bukan kewenangan.", by=lurah)
    langkah = janji.riwayat.last()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RiwayatJanji.objects.filter(pk=langkah.pk).update(catatan="lain")
    with pytest.raises(IntegrityError, match="riwayat_janji_beralasan"), transaction.atomic():
        RiwayatJanji.objects.create(janji=janji, apa="gugur", by=lurah)
    with pytest.raises(IntegrityError, match="riwayat_janji_diundur_maju"), transaction.atomic():
        RiwayatJanji.objects.create(
            janji=janji, apa="diundur", catatan="x", by=lurah, tenggat_lama=hari_ini(),
            tenggat_baru=hari_ini(),
        )  # fmt: skip


def test_two_who_answer_at_once_leave_one_answer(nyata):
    lurah = make_lurah()
    janji = make_promise(kunjungan=make_kunjungan(lurah=lurah))
    mulai, hasil = threading.Barrier(2), []

    def jawab(langkah, **isi):
        mulai.wait(10)
        try:
            langkah(janji, by=lurah, **isi)
            hasil.append("jadi")
        except JanjiDitolak:
            hasil.append("ditolak")
        finally:
            connection.close()

    benang = [
        threading.Thread(target=jawab, args=(drop_janji,), kwargs={"alasan": "Batal."}),
        threading.Thread(target=jawab, args=(keep_janji,),
                         kwargs={"pada": hari_ini(), "hasil": "Jadi."}),
    ]  # fmt: skip
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join(20)
    assert sorted(hasil) == ["ditolak", "jadi"]
    assert janji.riwayat.count() == 2


def test_the_lurah_is_reminded_once_before_and_once_after_the_day(janji, lurah):
    now = timezone.now()
    assert remind_janji(now) == 0
    for hari in (4, 5, 6, 8, 9):
        remind_janji(now + hari * HARI)
    pesan = PesanKeluar.objects.filter(pengguna=lurah).order_by("pk")
    assert [p.templat for p in pesan] == ["luna_janji_ingat", "luna_janji_lewat"]
    assert "Lampu gang diperbaiki" in pesan[0].badan
    assert "RT 02 RW 01" in pesan[0].badan


def test_the_staff_page_keeps_it_with_a_photo(client, janji, lurah):
    client.force_login(lurah)
    url = reverse("admin:luna_maya_janji_langkah", args=[janji.pk, "tepati"])
    salah = client.post(url, {"pada": "bukan tanggal", "hasil": ""})
    assert salah.status_code == 422
    assert set(salah.context["langkah"][0][1].errors) == {"pada", "hasil"}
    gambar = foto("bukti.jpg")
    hari = hari_ini().strftime("%d/%m/%Y")
    jawab = client.post(url, {"pada": hari, "hasil": "Menyala <b>terang</b>.", "bukti": gambar})
    assert jawab.status_code == 302, jawab.content.decode()[:3000]
    janji.refresh_from_db()
    assert janji.status == "ditepati"
    assert janji.riwayat.last().bukti is not None
    halaman = client.get(reverse("admin:luna_maya_janji_change", args=[janji.pk])).content.decode()
    assert "&lt;b&gt;terang" in halaman
    assert "Foto bukti" in halaman
    assert client.post(url, {"pada": hari, "hasil": "lagi"}).status_code == 302
    assert janji.riwayat.count() == 2
    foto_url = reverse("admin:luna_maya_janji_bukti", args=[janji.pk])
    berkas = client.get(foto_url)
    assert b"".join(berkas.streaming_content)[:3] == b"\xff\xd8\xff"
    client.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1001"))
    assert client.get(foto_url).status_code == 404
    client.logout()
    assert client.get(foto_url).status_code in {302, 404}


def test_another_kelurahan_finds_nothing(client, janji):
    client.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1001"))
    assert client.get(reverse("admin:luna_maya_janji_change", args=[janji.pk])).status_code == 404
    url = reverse("admin:luna_maya_janji_langkah", args=[janji.pk, "gugur"])
    assert client.post(url, {"alasan": "x"}).status_code == 404
    assert (
        "Lampu gang" not in client.get(reverse("admin:luna_maya_janji_changelist")).content.decode()
    )


@pytest.mark.parametrize("saring", ["", "segera", "lewat", "tepat", "terlambat", "gugur"])
def test_the_list_can_be_filtered_by_state_and_rt(client, janji, lurah, saring):
    client.force_login(lurah)
    url = reverse("admin:luna_maya_janji_changelist")
    halaman = client.get(url, {"keadaan": saring, "rt": RT} if saring else {})
    assert halaman.status_code == 200
    assert ("Lampu gang" in halaman.content.decode()) is (saring in {"", "segera"})


def test_the_list_asks_the_same_number_of_times_for_many(
    client, lurah, django_assert_max_num_queries
):
    kunjungan = make_kunjungan(lurah=lurah)
    client.force_login(lurah)
    url = reverse("admin:luna_maya_janji_changelist")
    make_promise(kunjungan=kunjungan)
    client.get(url)
    with django_assert_max_num_queries(16) as satu:
        client.get(url)
    for n in range(14):
        make_promise(f"Janji {n}", kunjungan=kunjungan)
    with django_assert_max_num_queries(len(satu)):
        client.get(url)


def test_the_export_says_the_state_and_both_days(client, janji, lurah):
    semula = janji.tenggat
    extend_janji(janji, tenggat=semula + 5 * HARI, alasan="Menunggu tiang.", by=lurah)
    client.force_login(lurah)
    url = reverse("admin:luna_maya_janji_export")
    isi = client.post(url, {"format": "0", "resource": "", **_all_fields(client, url)}).content
    teks = isi.decode()
    assert "Sedang diupayakan" in teks
    assert semula.isoformat() in teks
    assert "RT 02 RW 01" in teks
    assert UTARA not in teks


def _all_fields(client, url):
    form = client.get(url).context["form"]
    return {nama: "on" for nama in form.fields if nama.startswith("janjiresource_")}
