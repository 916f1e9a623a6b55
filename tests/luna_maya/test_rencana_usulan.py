"""Proposals are made with their reasons, and decided once."""

import datetime as dt
import itertools
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from luna_maya.models import (
    Catatan,
    Kunjungan,
    RiwayatUsul,
    SusunanUsul,
    TuanRumah,
    UsulKunjungan,
)
from luna_maya.perencana.nilai_dasar import Bobot
from luna_maya.services.bobot import save_bobot
from luna_maya.services.kunjungan import Bentrok, cancel_kunjungan
from luna_maya.services.usulan import (
    UsulDitolak,
    UsulTertutup,
    accept_usulan,
    make_usulan,
    restore_usulan,
    skip_usulan,
    swap_usulan,
)
from tests.factories import TiketFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    UTARA,
    WITA,
    jenis,
    make_kendaraan,
    make_kunjungan,
    make_tokoh,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_rencana import RT_A, RT_B, RT_C, Kampung
from wilayah.models import Wilayah

S = UsulKunjungan.Status


@pytest.fixture
def kampung(db):
    return Kampung()


def test_the_rt_with_waiting_curhat_comes_first_and_says_why(kampung):
    TiketFactory(di=RT_C, diterima_at=timezone.now() - dt.timedelta(days=19))
    TiketFactory(di=RT_C)
    usul = kampung.susun()
    assert usul[0].wilayah_id == RT_C
    assert len(usul) == 3
    assert "Belum pernah dikunjungi" in usul[0].kalimat
    assert "2 curhat belum dijawab" in usul[0].kalimat
    assert "menunggu 19 hari" in usul[0].kalimat
    assert float(usul[0].poin) == pytest.approx(sum(f["poin"] for f in usul[0].faktor))


def test_a_private_case_moves_nothing(kampung):
    sebelum = [(u.wilayah_id, u.poin) for u in kampung.susun()]
    for _ in range(5):
        TiketFactory(di=RT_C, rahasia=True, perlu_tinjau=True)
    assert [(u.wilayah_id, u.poin) for u in kampung.susun(banyak=3)] == sebelum


def test_the_snapshot_holds_weights_and_inputs_and_never_changes(kampung):
    susunan = kampung.susun()[0].susunan
    assert susunan.bobot == Bobot().as_dict()
    assert set(susunan.masukan) == {RT_A, RT_B, RT_C}
    assert kampung.tuan[RT_A].nama not in repr(susunan.masukan)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        SusunanUsul.objects.update(putaran=9)


def test_evenings_stand_on_the_clock_of_the_place_and_are_spread(kampung):
    usul = kampung.susun()
    waktu = [u.mulai_at.astimezone(WITA) for u in usul]
    assert {satu.time() for satu in waktu} == {jenis("ngobrol").mulai_biasa}
    assert all((b - a).days >= 3 for a, b in itertools.pairwise(waktu))


def test_an_evening_with_another_visit_of_the_lurah_is_left_alone(kampung):
    hari = kampung.susun()[0].mulai_at
    make_kunjungan(lurah=kampung.lurah, mulai_at=hari, tuan_rumah=make_tuan_rumah("Lain"))
    assert hari not in [u.mulai_at for u in kampung.susun(banyak=3)]


def test_the_host_not_visited_longest_is_suggested(kampung):
    kedua = make_tuan_rumah("Keluarga kedua", di=RT_A)
    make_tuan_rumah("Tidak mau", di=RT_A, kesediaan="tidak")
    make_tuan_rumah("Pos", di=RT_A, tempat="pos_kamling")
    make_kunjungan(lurah=kampung.lurah, tuan_rumah=kampung.tuan[RT_A], mulai_at=malam(hari=-3))
    usul = next(u for u in kampung.susun() if u.wilayah_id == RT_A)
    assert usul.tuan_rumah == kedua


def test_an_rt_without_a_host_is_proposed_all_the_same_and_cannot_be_accepted(db):
    kampung = Kampung(with_host=(RT_A,))
    kosong = next(u for u in kampung.susun() if u.wilayah_id == RT_B)
    assert kosong.tuan_rumah is None
    with pytest.raises(UsulDitolak, match="Belum ada tuan rumah"):
        accept_usulan(kosong, by=kampung.lurah)


@pytest.mark.parametrize("apa", ["tanpa_rt", "tanpa_lurah", "kemarin"])
def test_what_is_missing_is_said(kampung, apa):
    if apa == "tanpa_rt":
        TuanRumah.objects.all().delete()
        Wilayah.objects.filter(tingkat="rt").delete()
    elif apa == "tanpa_lurah":
        kampung.lurah.penugasan.all().delete()
    kata = {"tanpa_rt": "belum punya RT", "tanpa_lurah": "lurah", "kemarin": "lewat"}[apa]
    with pytest.raises(UsulDitolak, match=kata):
        kampung.susun(hari=-1 if apa == "kemarin" else 1)


def test_accepting_plans_the_visit_with_those_who_come_along(kampung):
    babinsa = make_tokoh()
    ketua = make_tokoh("Ketua RW 02", "ketua_rw", di=f"{UTARA}.02")
    make_tokoh("Ketua RW 01", "ketua_rw", di=f"{UTARA}.01")
    make_tokoh("Dulu", "bhabinkamtibmas", selesai=dt.date(2025, 1, 1))
    make_tokoh("Ketua RT", "ketua_rt", di=RT_C)  # not of this kind
    motor = make_kendaraan()
    usul = next(u for u in kampung.susun() if u.wilayah_id == RT_C)
    kunjungan = accept_usulan(usul, by=kampung.lurah, kendaraan=motor)
    assert {p.tokoh for p in kunjungan.peserta.all()} == {babinsa, ketua}
    assert (kunjungan.wilayah_id, kunjungan.lurah, kunjungan.kendaraan) == (
        RT_C, kampung.lurah, motor,
    )  # fmt: skip
    assert "Belum pernah dikunjungi" in kunjungan.sebab
    usul.refresh_from_db()
    assert (usul.status, usul.kunjungan, usul.diputus_by) == (S.DITERIMA, kunjungan, kampung.lurah)
    assert RiwayatUsul.objects.get(usul=usul).status == S.DITERIMA


def test_a_decided_proposal_says_by_whom(kampung):
    usul = kampung.susun()[0]
    accept_usulan(usul, by=kampung.lurah)
    with pytest.raises(UsulTertutup, match=f"sudah diterima oleh {kampung.lurah}"):
        accept_usulan(usul, by=kampung.lurah)
    with pytest.raises(UsulTertutup):
        skip_usulan(usul, alasan="Hujan.", by=kampung.lurah)
    assert Kunjungan.objects.count() == 1


def test_a_taken_time_leaves_the_proposal_open(kampung):
    satu, dua, _tiga = kampung.susun()
    accept_usulan(satu, by=kampung.lurah)
    with pytest.raises(Bentrok):
        accept_usulan(dua, by=kampung.lurah, mulai_at=satu.mulai_at)
    dua.refresh_from_db()
    assert dua.status == S.DIUSULKAN


def test_neither_the_past_nor_another_kelurahans_vehicle(kampung):
    usul = kampung.susun()[0]
    with pytest.raises(UsulDitolak, match="lewat"):
        accept_usulan(usul, by=kampung.lurah, mulai_at=timezone.now())
    with pytest.raises(UsulDitolak, match="Kendaraan"):
        accept_usulan(
            usul, by=kampung.lurah, kendaraan=make_kendaraan("Motor lain", di="63.06.05.1001")
        )


def test_skipping_needs_a_reason_and_sets_the_rt_aside(kampung):
    usul = kampung.susun()[0]
    with pytest.raises(UsulDitolak, match="Alasan"):
        skip_usulan(usul, alasan="  ", by=kampung.lurah)
    skip_usulan(usul, alasan="Keluarga sedang berduka, telepon 081234567890", by=kampung.lurah)
    usul.refresh_from_db()
    assert "081234567890" not in usul.alasan
    lagi = kampung.susun(banyak=3)
    assert lagi[-1].wilayah_id == usul.wilayah_id
    assert "dilewati 0 hari lalu: Keluarga sedang berduka" in lagi[-1].kalimat


def test_a_skip_can_be_taken_back_until_there_is_a_newer_run(kampung):
    usul = kampung.susun()[0]
    skip_usulan(usul, alasan="Hujan.", by=kampung.lurah)
    assert restore_usulan(usul, by=kampung.lurah).status == S.DIUSULKAN
    skip_usulan(usul, alasan="Hujan.", by=kampung.lurah)
    kampung.susun(banyak=3)
    with pytest.raises(UsulTertutup, match="lebih baru"):
        restore_usulan(usul, by=kampung.lurah)
    assert [r.status for r in usul.riwayat.all()] == ["dilewati", "diusulkan", "dilewati"]


def test_swapping_the_host_keeps_rt_evening_and_history(kampung):
    lain = make_tuan_rumah("Keluarga lain", di=RT_A)
    usul = next(u for u in kampung.susun() if u.wilayah_id == RT_A)
    baru = swap_usulan(usul, tuan_rumah=lain, alasan="Bapak sakit.", by=kampung.lurah)
    usul.refresh_from_db()
    assert (usul.status, usul.pengganti, usul.alasan) == (S.DITUKAR, baru, "Bapak sakit.")
    assert (baru.wilayah_id, baru.mulai_at, baru.urut) == (RT_A, usul.mulai_at, usul.urut)
    assert accept_usulan(baru, by=kampung.lurah).tuan_rumah == lain


def test_swapping_for_another_rt_says_that_somebody_chose_it(kampung):
    usul = kampung.susun(banyak=1)[0]
    lain = Wilayah.objects.get(pk=RT_B if usul.wilayah_id != RT_B else RT_A)
    baru = swap_usulan(usul, rt=lain, alasan="Ada kerja bakti.", by=kampung.lurah)
    assert baru.tuan_rumah == kampung.tuan[lain.pk]
    assert "Ada kerja bakti." in baru.alasan_khusus
    assert baru.faktor


def test_a_swap_into_an_rt_that_is_proposed_already_names_it(kampung):
    satu, dua, _ = kampung.susun()
    with pytest.raises(UsulDitolak, match="usulan nomor 2"):
        swap_usulan(satu, rt=dua.wilayah, alasan="Dekat.", by=kampung.lurah)
    with pytest.raises(UsulDitolak, match="Pilih"):
        swap_usulan(satu, alasan="Dekat.", by=kampung.lurah)
    with pytest.raises(UsulDitolak, match="susun"):
        swap_usulan(
            satu, rt=WilayahFactory(kode=f"{UTARA}.09.01"), alasan="Baru.", by=kampung.lurah
        )


def test_a_new_run_closes_what_nobody_decided(kampung):
    lama = kampung.susun()
    skip_usulan(lama[0], alasan="Hujan.", by=kampung.lurah)
    kampung.susun(banyak=3)
    assert [
        u.status for u in UsulKunjungan.objects.filter(susunan=lama[0].susunan).order_by("urut")
    ] == [S.DILEWATI, S.TERGANTI, S.TERGANTI]  # fmt: skip
    assert UsulKunjungan.objects.open().count() == 3


def test_the_same_form_sent_twice_is_one_run(kampung):
    minta = kampung.minta()
    pertama = make_usulan(kampung.kelurahan, minta, by=kampung.lurah)
    assert make_usulan(kampung.kelurahan, minta, by=kampung.lurah) == pertama


def test_nobody_is_visited_twice_while_another_waits_without_a_reason(kampung):
    """RT A and B were visited; the run proposes C, then the next round. A may come only after C
    was planned, or skipped with a reason, which then stands in A's visit.
    """
    for n, rt in enumerate((RT_A, RT_B)):
        make_kunjungan(
            lurah=kampung.lurah, tuan_rumah=kampung.tuan[rt], mulai_at=malam(hari=-60 - n)
        )
    c, berikut, _ = kampung.susun()
    assert (c.wilayah_id, c.putaran, berikut.putaran) == (RT_C, 1, 2)
    with pytest.raises(UsulDitolak, match="RT 01 RW 02 belum mendapat giliran"):
        accept_usulan(berikut, by=kampung.lurah)
    skip_usulan(c, alasan="Jalan putus.", by=kampung.lurah)
    kunjungan = accept_usulan(berikut, by=kampung.lurah)
    assert "RT 01 RW 02 dilewati: Jalan putus." in kunjungan.sebab


def test_an_urgent_rt_may_come_again_and_the_visit_says_why(kampung):
    for n, rt in enumerate((RT_A, RT_B)):
        make_kunjungan(
            lurah=kampung.lurah, tuan_rumah=kampung.tuan[rt], mulai_at=malam(hari=-60 - n)
        )
    for _ in range(12):
        TiketFactory(di=RT_A, diterima_at=timezone.now() - dt.timedelta(days=70))
    usul = kampung.susun()[0]
    assert usul.wilayah_id == RT_A
    assert "mendesak: 12 curhat belum dijawab, yang tertua 70 hari" in usul.alasan_khusus
    assert "mendesak" in accept_usulan(usul, by=kampung.lurah).sebab


def test_a_cancelled_visit_gives_its_rt_the_turn_back(kampung):
    usul = kampung.susun()[0]
    kunjungan = accept_usulan(usul, by=kampung.lurah)
    cancel_kunjungan(kunjungan, alasan="Banjir.", by=kampung.lurah)
    assert usul.wilayah_id in {u.wilayah_id for u in kampung.susun(banyak=3)}
    assert kampung.susun(banyak=2)[0].susunan.sudah == []


def test_problems_without_follow_up_and_invitations_count(kampung):
    kunjungan = make_kunjungan(
        lurah=kampung.lurah, tuan_rumah=kampung.tuan[RT_A], mulai_at=malam(hari=-90)
    )
    for n in range(2):
        Catatan.objects.create(
            kunjungan=kunjungan, wilayah=kunjungan.wilayah, jenis="masalah", isi=f"Got {n}",
            dicatat_at=timezone.now(), by=kampung.lurah,
        )  # fmt: skip
    make_tuan_rumah("Pengundang", di=RT_B, asal="undangan")
    usul = {u.wilayah_id: {f["kunci"]: f for f in u.faktor} for u in kampung.susun()}
    assert "2 masalah" in usul[RT_A]["masalah"]["kalimat"]
    assert "1 warga mengundang" in usul[RT_B]["undangan"]["kalimat"]


def test_weights_are_versions_with_who_and_why(kampung):
    satu = save_bobot(kampung.kelurahan, Bobot(curhat=60), catatan="Curhat dulu", by=kampung.lurah)
    sama = save_bobot(kampung.kelurahan, Bobot(curhat=60), catatan="Lagi", by=kampung.lurah)
    dua = save_bobot(kampung.kelurahan, Bobot(curhat=10), catatan="Kembali", by=kampung.lurah)
    assert (satu.versi, sama, dua.versi) == (1, satu, 2)
    assert kampung.susun()[0].susunan.versi_bobot == 2
    with pytest.raises(ValueError, match="mengapa"):
        save_bobot(kampung.kelurahan, Bobot(), catatan=" ", by=kampung.lurah)
    for buruk in (Bobot(curhat=101), Bobot(belum_pernah=5, lama=6), Bobot(per_pekan=0)):
        with pytest.raises(ValidationError, match=r"Poin|belum pernah"):
            save_bobot(kampung.kelurahan, buruk, catatan="Salah", by=kampung.lurah)


def test_the_database_keeps_one_open_proposal_per_rt(kampung):
    usul = kampung.susun()[0]
    usul.pk, usul.urut = None, 9
    with pytest.raises(IntegrityError, match="usul_satu_terbuka_per_rt"), transaction.atomic():
        usul.save()


def test_two_people_accept_the_same_proposal_at_the_same_instant(nyata):
    kampung = Kampung()
    usul = kampung.susun()[0]
    mulai, hasil = threading.Barrier(2), []

    def accept():
        mulai.wait()
        try:
            accept_usulan(usul, by=kampung.lurah)
            hasil.append("jadi")
        except UsulTertutup:
            hasil.append("tertutup")
        finally:
            connection.close()

    benang = [threading.Thread(target=accept) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(hasil) == ["jadi", "tertutup"]
    assert Kunjungan.objects.count() == 1
