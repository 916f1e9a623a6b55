"""Learning from corrections: tested on labels never learned from, in use only when better."""

import os
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from curhat import model_aktif, tasks
from curhat.data_latih import is_uji, read_data
from curhat.models import Curhat, Koreksi, RiwayatPakai, VersiModel
from curhat.penghapus import erase_curhat
from curhat.services.curhat import correct_curhat
from curhat.services.latih import LatihSibukError, renew_versi, train_versi
from curhat.services.pakai import LATIH, PakaiDitolakError, activate_versi, try_lock
from curhat.triase.klasifikasi import PengklasifikasiLokal
from curhat.ukur_latih import judge, measure_aturan, sign_test
from tests.curhat.latih_uji import BENAR, labelled, use_small_model
from tests.factories import CurhatFactory, PenggunaFactory


@pytest.fixture(autouse=True)
def kecil(monkeypatch, tmp_path, kelurahan):
    yield use_small_model(monkeypatch, tmp_path)
    model_aktif._dasar.cache_clear()
    model_aktif.forget_model()


@pytest.fixture
def banyak(settings, moderator):
    """Fifty corrections, about ten of them held out."""
    settings.LATIH_UJI_MINIMUM = 5
    return labelled(50, moderator)


def data_now():
    return read_data(contoh_hingga=10**9, koreksi_hingga=10**9)


def test_a_better_version_is_switched_on_and_says_why(banyak):
    versi = train_versi()
    assert versi.aktif
    assert versi.metrik["f1_makro"] > versi.metrik["dipakai"]["f1_makro"]
    assert versi.alasan.startswith("Lebih baik: F1")
    assert versi.jumlah_contoh + versi.metrik["diukur"] == 50
    riwayat = list(versi.riwayat.order_by("pk").values_list("peristiwa", flat=True))
    assert riwayat == ["dibuat", "dipakai"]
    model = model_aktif.pengklasifikasi_aktif()
    assert model.versi == versi.versi
    assert model.predict(["blekuthuk grobyokan"])[0].subkategori == BENAR


def test_held_out_labels_are_never_learned_from(banyak, monkeypatch):
    dilatih, asli = [], PengklasifikasiLokal.__init__

    def catat(self, baris, *, versi=""):
        dilatih.extend(b.isi for b in baris)
        asli(self, baris, versi=versi)

    monkeypatch.setattr(PengklasifikasiLokal, "__init__", catat)
    train_versi()
    diuji = [c.isi for c in banyak if is_uji(f"curhat:{c.kode}")]
    assert len(diuji) >= 5
    assert len(dilatih) > 40
    assert not set(diuji) & set(dilatih)


def test_a_copy_of_a_tested_text_is_not_learned_from_either(banyak, moderator):
    diuji = next(c for c in banyak if is_uji(f"curhat:{c.kode}"))
    for _ in range(8):  # some of these copies fall on the learning side
        labelled(1, moderator, isi=diuji.isi.upper())
    data = data_now()
    kunci = {b.isi.lower() for b in data.latih}
    assert diuji.isi.lower() not in kunci
    assert [b.isi.lower() for b in data.uji].count(diuji.isi.lower()) == 1


def test_a_worse_version_is_kept_but_not_switched_on(banyak, moderator):
    baik = train_versi()
    for curhat in banyak:  # the same words, now said to be many things
        if not is_uji(f"curhat:{curhat.kode}"):
            pokok = ("sampah", "jalan_jembatan", "penerangan_jalan")[curhat.pk % 3]
            correct_curhat(curhat, by=moderator, subkategori=pokok)
    buruk = train_versi()
    assert buruk != baik
    assert not buruk.aktif
    assert buruk.alasan.startswith("Tidak lebih baik")
    assert VersiModel.objects.get(aktif=True) == baik


def test_too_few_tested_labels_switch_nothing_on(moderator):
    labelled(12, moderator)
    versi = train_versi()
    assert not versi.aktif
    assert "perlu 30" in versi.alasan


@pytest.mark.parametrize(
    ("menang", "kalah", "cukup"),
    [(5, 0, True), (4, 0, False), (9, 2, True), (8, 3, False), (0, 0, False), (3, 3, False)],
)
def test_what_chance_may_explain_is_not_better(menang, kalah, cukup):
    metrik = {
        "diukur": 100, "f1_makro": 0.8, "dipakai": {"f1_makro": 0.7}, "menang": menang,
        "kalah": kalah, "kebetulan": sign_test(menang, kalah), "per_subkategori": {},
    }  # fmt: skip
    assert judge(metrik)[0] is cukup


def test_a_subject_that_loses_much_stops_a_version(settings):
    nilai = {"n": 20, "recall": 0.5, "recall_dipakai": 0.9}
    metrik = {
        "diukur": 100, "f1_makro": 0.8, "dipakai": {"f1_makro": 0.7}, "menang": 20, "kalah": 2,
        "kebetulan": 0.001, "per_subkategori": {"perempuan_anak": nilai},
    }  # fmt: skip
    baik, alasan = judge(metrik)
    assert not baik
    assert "perempuan_anak" in alasan
    nilai["n"] = 9  # too few to say so
    assert judge(metrik)[0]


def test_private_cases_teach_nothing(moderator):
    labelled(10, moderator, rahasia=True)
    assert data_now().latih == data_now().uji == []


def test_private_cases_teach_only_masked_where_the_setting_says_so(settings, moderator):
    settings.LATIH_RAHASIA_TERSAMAR = True
    isi = "Tetangga saya bu Sumarsih dipukul suaminya, kata Pak RT namanya Parmin blekuthuk"
    for n in range(10):
        labelled(1, moderator, isi=f"{isi} {n}", rahasia=True)
    data = data_now()
    semua = " ".join(b.isi for b in [*data.latih, *data.uji])
    assert "blekuthuk" in semua
    assert "Pak RT" in semua
    assert "Sumarsih" not in semua
    assert "Parmin" not in semua


def test_held_back_and_withdrawn_reports_teach_nothing(moderator):
    labelled(3, moderator, ditahan=True)
    labelled(3, moderator, isi="(pesan ditarik oleh pengirim)")
    labelled(3, moderator, isi="")
    assert data_now().latih == data_now().uji == []


def test_what_was_added_later_is_not_part_of_the_label(moderator):
    labelled(10, moderator, isi="Tikus di dapur\n\n[Tambahan] sudah saya foto kemarin")
    assert {b.isi for b in [*data_now().latih, *data_now().uji]} == {"Tikus di dapur"}


def test_an_erased_report_leaves_the_data_and_the_model_is_made_anew(banyak, tmp_path):
    versi = train_versi()
    lama = model_aktif.path_of(versi.sidik)
    assert lama.exists()
    dihapus = next(c for c in banyak if not is_uji(f"curhat:{c.kode}"))
    with transaction.atomic():
        erase_curhat(Curhat.objects.select_for_update(of=("self",)).get(pk=dihapus.pk))
    assert dihapus.isi not in {b.isi for b in data_now().latih}
    assert renew_versi() == [versi]
    versi.refresh_from_db()
    assert versi.aktif
    assert not lama.exists()
    assert model_aktif.path_of(versi.sidik).exists()
    assert versi.riwayat.first().peristiwa == "diulang"
    assert renew_versi() == []


def test_the_week_without_a_new_label_trains_nothing(banyak):
    tasks.latih()
    assert VersiModel.objects.count() == 1
    tasks.latih()
    assert VersiModel.objects.count() == 1
    correct_curhat(banyak[0], by=banyak[0].koreksi.first().by, urgensi=2)
    tasks.latih()  # an urgency alone teaches the classifier nothing
    assert VersiModel.objects.count() == 1


def test_the_same_labels_give_the_same_version(banyak):
    assert train_versi() == train_versi()
    assert RiwayatPakai.objects.filter(peristiwa="dibuat").count() == 1
    assert VersiModel.objects.get().alasan.startswith("Lebih baik")


def test_a_file_of_rows_that_no_version_knows_is_dropped(banyak, tmp_path):
    versi = train_versi()
    asing = tmp_path / "versi-dulu-sekali.joblib"
    asing.write_bytes(b"lama")
    model_aktif.forget_model()
    model_aktif.pengklasifikasi_aktif()
    assert asing.exists()  # young: a training that has not ended may be writing it
    os.utime(asing, (1, 1))
    model_aktif.forget_model()
    model_aktif.pengklasifikasi_aktif()
    assert not asing.exists()
    assert model_aktif.path_of(versi.sidik).exists()


def test_the_command_without_a_file_says_what_it_did(banyak, capsys):
    call_command("latih")
    keluar = capsys.readouterr().out
    assert "koreksi petugas" in keluar
    assert "Lebih baik" in keluar
    assert "Dipakai." in keluar


def test_the_command_without_any_label_says_so():
    with pytest.raises(CommandError, match="Belum ada koreksi"):
        call_command("latih")


def test_urgency_and_place_agreement_count_the_machines_readings_only(moderator):
    for urgensi in (3, 4, 5, 3):
        correct_curhat(CurhatFactory(urgensi=3), by=moderator, urgensi=urgensi)
    dua_kali = CurhatFactory(urgensi=3)
    correct_curhat(dua_kali, by=moderator)
    correct_curhat(dua_kali, by=moderator, urgensi=1)
    nilai = measure_aturan(Koreksi.objects.latest("pk").pk)
    assert nilai["urgensi"] == {"n": 5, "selisih": 0.6, "tepat": 0.6, "dalam_satu": 0.8}
    assert nilai["tempat"] == {"n": 1, "tepat": 1.0, "kelurahan": 1.0}


# --- switching by hand


def test_going_back_needs_a_reason_and_is_kept(banyak, moderator):
    satu = train_versi()
    with pytest.raises(PakaiDitolakError, match="alasan"):
        activate_versi(None, by=moderator, alasan="  ")
    activate_versi(None, by=moderator, alasan="Terlalu sering salah soal hama")
    assert not VersiModel.objects.filter(aktif=True).exists()
    baris = satu.riwayat.first()
    assert (baris.peristiwa, baris.by) == ("dilepas", moderator)
    assert "hama" in baris.alasan
    with pytest.raises(DatabaseError, match="append-only"):
        RiwayatPakai.objects.update(alasan="lain")


def test_who_decided_on_an_old_page_is_told(banyak, moderator):
    satu = train_versi()
    with pytest.raises(PakaiDitolakError, match="orang lain"):
        activate_versi(None, by=moderator, alasan="kembali saja", dari=0)
    assert VersiModel.objects.get(aktif=True) == satu


def test_a_version_without_a_file_here_is_made_beside_the_work(banyak, moderator, monkeypatch):
    versi = train_versi()
    activate_versi(None, by=moderator, alasan="kembali dulu")
    model_aktif.forget_model()
    assert model_aktif.pengklasifikasi_aktif().versi == "bawaan-uji"
    model_aktif.path_of(versi.sidik).unlink()
    activate_versi(versi, by=moderator, alasan="pakai lagi")
    dibuat = []
    monkeypatch.setattr(model_aktif, "_start_making", dibuat.append)
    model_aktif.look_again()
    assert model_aktif.pengklasifikasi_aktif().versi == "bawaan-uji"
    assert dibuat == [versi]
    model_aktif.load_versi(versi)
    model_aktif.look_again()
    assert model_aktif.pengklasifikasi_aktif().versi == versi.versi


# --- at the same time


def test_a_second_training_at_the_same_time_is_turned_away(nyata, banyak):
    """The weekly task gives way; the command says so."""
    mulai, selesai, hasil = threading.Event(), threading.Event(), []

    def hold():
        with transaction.atomic():
            hasil.append(try_lock(LATIH))
            mulai.set()
            selesai.wait(20)
        connection.close()

    benang = threading.Thread(target=hold)
    benang.start()
    mulai.wait(20)
    try:
        with pytest.raises(LatihSibukError):
            train_versi()
        tasks.latih()
        tasks.segarkan_model()
    finally:
        selesai.set()
        benang.join()
    assert hasil == [True]
    assert not VersiModel.objects.exists()
    tasks.latih()
    assert VersiModel.objects.count() == 1


def test_two_people_switching_at_once_leave_one_in_use(nyata, banyak):
    satu = train_versi()
    dua = VersiModel.objects.create(versi="lain", sidik="", jumlah_contoh=0)
    orang, mulai, galat = PenggunaFactory(), threading.Barrier(2), []

    def switch(versi):
        mulai.wait()
        try:
            activate_versi(versi, by=orang, alasan="dicoba bersamaan", dari=satu.pk)
        except PakaiDitolakError as error:
            galat.append(error)
        finally:
            connection.close()

    benang = [threading.Thread(target=switch, args=(v,)) for v in (dua, None)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert len(galat) == 1
    assert VersiModel.objects.filter(aktif=True).count() <= 1
