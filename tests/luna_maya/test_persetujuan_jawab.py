"""A host is asked, says yes, another date or no, and may take it back at any time."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from luna_maya import kait
from luna_maya.izin import izin_of, izin_of_many
from luna_maya.models import Kunjungan, PersetujuanTuanRumah
from luna_maya.services.kunjungan import (
    LangkahTerlarang,
    cancel_kunjungan,
    move_kunjungan,
    reschedule_kunjungan,
)
from luna_maya.services.persetujuan import (
    Cara,
    Jawab,
    PerluWali,
    Pilihan,
    WaktuBerubah,
    agree_kunjungan,
    ask_other_time,
    invite_tuan_rumah,
    move_to_wish,
    refuse_kunjungan,
    withdraw_persetujuan,
)
from pesan.models import PesanKeluar
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import make_kunjungan, make_tokoh, malam
from tests.luna_maya.pabrik_persetujuan import (
    CHAT,
    TAUTAN,
    make_agreed,
    make_host,
    make_invited,
)

S = Kunjungan.Status
USUAL = Pilihan({"catatan": True, "sebut_rt": True})
dikurangi: list[object] = []


def note_kait(kunjungan, izin):
    dikurangi.append((kunjungan.pk, izin.jawaban))


@pytest.fixture
def kait_dicatat(monkeypatch):
    dikurangi.clear()
    monkeypatch.setattr(
        kait, "IZIN_BERKURANG", ["tests.luna_maya.test_persetujuan_jawab.note_kait"]
    )
    return dikurangi


def bodies(templat):
    return [satu.badan for satu in PesanKeluar.objects.filter(templat=templat)]


@pytest.mark.django_db
def test_an_invitation_says_when_who_and_where_to_choose_and_has_three_buttons():
    babinsa = make_tokoh()
    kunjungan = make_invited(tokoh=[babinsa])
    assert kunjungan.status == S.MENUNGGU
    (isi,) = bodies("luna_ajak")
    assert "19.00 WITA" in isi
    assert "Lurah, Babinsa" in isi
    assert "/luna-maya/undangan/" in isi
    assert isi.endswith("[[YA|TANGGAL LAIN|TIDAK]]")
    assert "Gang Purnama" not in isi
    assert not izin_of(kunjungan).may_catat


@pytest.mark.django_db
def test_yes_makes_the_visit_stand_and_allows_notes_but_no_pictures():
    kunjungan = make_invited(tokoh=[make_tokoh()])
    agree_kunjungan(kunjungan, Pilihan.usual(kunjungan.tuan_rumah), CHAT)
    kunjungan.refresh_from_db()
    izin = izin_of(kunjungan)
    assert kunjungan.status == S.PASTI
    assert kunjungan.tuan_rumah.kesediaan == "ya"
    assert (izin.may_catat, izin.may_sebut_rt) == (True, True)
    assert not any([izin.may_foto, izin.may_video, izin.may_suara, izin.may_tampil])
    assert len(bodies("luna_pasti_tuan")) == 1


@pytest.mark.django_db
def test_the_same_answer_twice_is_one_row_and_one_message():
    kunjungan = make_invited()
    satu = agree_kunjungan(kunjungan, USUAL, TAUTAN)
    assert agree_kunjungan(kunjungan, USUAL, TAUTAN) == satu
    assert PersetujuanTuanRumah.objects.count() == 1
    assert len(bodies("luna_pasti_tuan")) == 1


@pytest.mark.django_db
def test_no_calls_it_off_with_a_neutral_reason_and_the_host_is_not_asked_again():
    kunjungan = make_invited()
    refuse_kunjungan(kunjungan, CHAT)
    refuse_kunjungan(kunjungan, CHAT)
    kunjungan.refresh_from_db()
    kunjungan.tuan_rumah.refresh_from_db()
    assert (kunjungan.status, kunjungan.alasan_batal) == (
        S.BATAL, "Waktunya belum cocok untuk tuan rumah.",
    )  # fmt: skip
    assert kunjungan.tuan_rumah.kesediaan == "tidak"
    assert PersetujuanTuanRumah.objects.get().jawaban == "tidak"
    assert bodies("luna_batal_tuan") == []


@pytest.mark.django_db
def test_another_date_waits_for_staff_who_take_it_and_ask_again():
    kunjungan = make_invited()
    minta = malam(hari=5, jam=20)
    ask_other_time(kunjungan, minta=minta, jawab=CHAT)
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.MENUNGGU
    assert "20.00 WITA" in bodies("luna_jawab_petugas")[0]
    move_to_wish(kunjungan, by=kunjungan.lurah)
    kunjungan.refresh_from_db()
    assert (kunjungan.mulai_at, kunjungan.status) == (minta, S.MENUNGGU)
    assert len(bodies("luna_ajak")) == 2
    agree_kunjungan(kunjungan, USUAL, TAUTAN)


@pytest.mark.django_db
def test_an_answer_to_a_time_that_was_changed_meanwhile_is_refused():
    kunjungan = make_invited()
    lama = kunjungan.mulai_at
    baru = malam(hari=3)
    reschedule_kunjungan(kunjungan, mulai_at=baru, selesai_at=baru + dt.timedelta(hours=9),
                         alasan="Hujan", by=kunjungan.lurah)  # fmt: skip
    with pytest.raises(WaktuBerubah):
        agree_kunjungan(kunjungan, USUAL, CHAT)
    invite_tuan_rumah(kunjungan, by=None)
    with pytest.raises(WaktuBerubah):
        agree_kunjungan(kunjungan, USUAL, Jawab(Cara.TAUTAN, untuk=lama))
    agree_kunjungan(kunjungan, USUAL, Jawab(Cara.TAUTAN, untuk=baru))


@pytest.mark.django_db
def test_a_host_withdraws_an_hour_before_and_everybody_hears_it_at_once(kait_dicatat):
    staf = PenggunaFactory(email="staf@uji.invalid")
    babinsa = make_tokoh()
    kunjungan = make_agreed(
        izin={"foto": True}, tokoh=[babinsa], petugas=[staf],
        mulai_at=timezone.now() + dt.timedelta(hours=1),
    )  # fmt: skip
    withdraw_persetujuan(kunjungan, TAUTAN)
    withdraw_persetujuan(kunjungan, TAUTAN)
    kunjungan.refresh_from_db()
    assert (kunjungan.status, kunjungan.alasan_batal) == (S.BATAL, "Tuan rumah berhalangan.")
    kena = PesanKeluar.objects.filter(templat="luna_batal")
    assert {satu.pengguna for satu in kena} == {staf, kunjungan.lurah}
    assert izin_of(kunjungan).is_cabut
    assert not izin_of(kunjungan).may_foto
    assert kait_dicatat == [(kunjungan.pk, "cabut")]


@pytest.mark.django_db
def test_after_the_visit_a_withdrawal_takes_off_what_was_shown_and_the_visit_stays(kait_dicatat):
    kunjungan = make_agreed(izin={"foto": True, "tampil": True})
    move_kunjungan(kunjungan, to=S.SELESAI, by=None)
    withdraw_persetujuan(kunjungan, TAUTAN)
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.SELESAI
    assert kait_dicatat == [(kunjungan.pk, "cabut")]
    assert not izin_of(kunjungan).may_tampil


@pytest.mark.django_db
def test_allowing_less_calls_what_must_go_and_allowing_more_does_not(kait_dicatat):
    kunjungan = make_agreed(izin={"foto": True})
    agree_kunjungan(kunjungan, Pilihan({"catatan": True, "foto": True, "sebut_rt": True,
                                        "video": True}), TAUTAN)  # fmt: skip
    assert kait_dicatat == []
    agree_kunjungan(kunjungan, USUAL, TAUTAN)
    assert kait_dicatat == [(kunjungan.pk, "ya")]
    assert PersetujuanTuanRumah.objects.count() == 3


@pytest.mark.django_db
def test_with_children_pictures_need_the_guardians_word():
    kunjungan = make_invited(tuan_rumah=make_host(ada_anak=True))
    assert "Wajah anak tidak difoto" in bodies("luna_ajak")[0]
    with pytest.raises(PerluWali):
        agree_kunjungan(kunjungan, Pilihan({"foto": True}), TAUTAN)
    assert not PersetujuanTuanRumah.objects.exists()
    agree_kunjungan(kunjungan, Pilihan({"foto": True}, wali=True), TAUTAN)
    izin = izin_of(kunjungan)
    assert izin.may_foto
    assert izin.tanpa_anak


@pytest.mark.django_db
def test_a_place_open_to_all_needs_no_answer_a_home_of_that_kind_shows_nothing():
    pos = make_kunjungan(kode_jenis="sambang", tuan_rumah=make_host("Pos RT", tempat="pos_kamling"))
    rumah = make_kunjungan(kode_jenis="undangan", tuan_rumah=make_host("Rumah Bu Siti"))
    izin = izin_of_many([pos, rumah])
    assert izin[pos.pk].may_foto
    assert izin[pos.pk].may_tampil
    assert izin[rumah.pk].may_catat
    assert not izin[rumah.pk].may_foto
    assert not izin[rumah.pk].may_tampil


@pytest.mark.django_db
def test_many_visits_are_asked_about_in_one_query(django_assert_num_queries):
    rows = [make_agreed(tuan_rumah=make_host(f"Keluarga {n}"), mulai_at=malam(hari=n))
            for n in range(1, 4)]  # fmt: skip
    rows = list(Kunjungan.objects.select_related("jenis", "tuan_rumah"))
    with django_assert_num_queries(1):
        assert all(satu.may_catat for satu in izin_of_many(rows).values())


@pytest.mark.django_db
def test_what_is_agreed_or_over_is_not_asked_again():
    kunjungan = make_agreed()
    with pytest.raises(LangkahTerlarang):
        invite_tuan_rumah(kunjungan, by=None)
    cancel_kunjungan(kunjungan, alasan="Banjir", by=None)
    with pytest.raises(LangkahTerlarang):
        agree_kunjungan(kunjungan, USUAL, TAUTAN)


@pytest.mark.django_db
def test_answers_can_neither_be_changed_nor_deleted():
    make_agreed()
    with pytest.raises(Exception, match="append-only"):
        PersetujuanTuanRumah.objects.update(izin_foto=True)


def _both(*kerja):
    mulai, galat = threading.Barrier(len(kerja)), []

    def run(satu):
        mulai.wait()
        try:
            satu()
        except (LangkahTerlarang, WaktuBerubah) as error:
            galat.append(error)
        finally:
            connection.close()

    benang = [threading.Thread(target=run, args=(satu,)) for satu in kerja]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    return galat


def test_the_same_answer_from_chat_and_page_at_the_same_instant_is_one(nyata):
    kunjungan = make_invited()
    assert _both(
        lambda: agree_kunjungan(kunjungan, USUAL, CHAT),
        lambda: agree_kunjungan(kunjungan, USUAL, TAUTAN),
    ) == []  # fmt: skip
    assert PersetujuanTuanRumah.objects.count() == 1
    assert PesanKeluar.objects.filter(templat="luna_pasti_tuan").count() == 1


def test_a_withdrawal_and_a_confirmation_at_the_same_instant_end_withdrawn(nyata):
    for n in range(1, 6):
        kunjungan = make_invited(tuan_rumah=make_host(f"Keluarga {n}"), mulai_at=malam(hari=n))
        galat = _both(
            lambda k=kunjungan: withdraw_persetujuan(k, TAUTAN),
            lambda k=kunjungan: agree_kunjungan(k, USUAL, CHAT),
        )
        kunjungan.refresh_from_db()
        assert kunjungan.status == S.BATAL
        assert izin_of(kunjungan).is_cabut
        assert PersetujuanTuanRumah.objects.filter(kunjungan=kunjungan).count() == 2 - len(galat)
