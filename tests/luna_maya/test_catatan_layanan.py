"""An entry of the log is taken once, at a believable time, with the files that are files."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from luna_maya.models import Catatan, Janji, RiwayatCatatan
from luna_maya.services.catatan import (
    Berkas,
    CatatanDitolak,
    KunciDipakai,
    LogTertutup,
    edit_catatan,
    record_catatan,
    withdraw_catatan,
)
from luna_maya.services.jawaban import record_jawaban
from luna_maya.services.kunjungan import cancel_kunjungan
from luna_maya.waktu_catatan import opens_at
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_tokoh, make_tuan_rumah, malam
from tests.luna_maya.pabrik_catatan import going_on, isi, jpg, make_catatan, ogg

db = pytest.mark.django_db


@db
def test_the_same_key_twice_is_one_entry():
    kunjungan, kunci = going_on(), uuid.uuid4()
    satu = record_catatan(kunjungan, isi(), kunci=kunci, by=kunjungan.lurah)
    lagi = record_catatan(kunjungan, isi("Lain sama sekali"), kunci=kunci, by=kunjungan.lurah)
    assert (satu.baru, lagi.baru) == (True, False)
    assert lagi.catatan == satu.catatan
    assert Catatan.objects.get().isi.startswith("Lampu")
    assert RiwayatCatatan.objects.count() == 1


@db
def test_a_key_of_another_person_or_visit_is_refused():
    babinsa = PenggunaFactory()
    kunjungan = going_on(tokoh=[make_tokoh(pengguna=babinsa)])
    kunci = make_catatan(kunjungan).kunci
    with pytest.raises(KunciDipakai):
        make_catatan(kunjungan, kunci=kunci, by=babinsa)
    lain = going_on(tuan_rumah=make_tuan_rumah("Keluarga Lain"))
    with pytest.raises(KunciDipakai):
        make_catatan(lain, kunci=kunci, by=lain.lurah)


def test_the_same_entry_arrives_twice_at_the_same_instant(nyata):
    kunjungan, kunci = going_on(), uuid.uuid4()
    mulai, hasil = threading.Barrier(4), []

    def send():
        mulai.wait()
        try:
            satu = record_catatan(
                kunjungan, isi(jenis="janji", janji_isi="Lampu dipasang", tenggat=malam(9).date()),
                kunci=kunci, by=kunjungan.lurah, berkas=Berkas(foto=[jpg()]),
            )  # fmt: skip
            hasil.append((satu.baru, satu.catatan.pk))
        finally:
            connection.close()

    benang = [threading.Thread(target=send) for _ in range(4)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(baru for baru, _ in hasil) == [False, False, False, True]
    assert len({pk for _, pk in hasil}) == 1
    assert Janji.objects.count() == 1
    assert Catatan.objects.get().lampiran.count() == 1


@db
def test_names_and_numbers_are_masked_and_people_encrypted():
    catatan = make_catatan(
        teks="Bapak bernama Syarkawi, hp 081234567890, mengeluh banjir.", pihak="Pak Syarkawi"
    )
    assert "081234567890" not in catatan.isi
    assert "Syarkawi" not in catatan.isi
    with connection.cursor() as cursor:
        cursor.execute("SELECT pihak FROM luna_maya_catatan WHERE id = %s", [catatan.pk])
        assert "Syarkawi" not in cursor.fetchone()[0]


@db
def test_the_device_time_is_kept_where_it_can_be_true():
    kunjungan, now = going_on(), timezone.now()
    sejam = now - dt.timedelta(hours=1)
    assert make_catatan(kunjungan, dicatat_at=sejam).dicatat_at == sejam
    besok = now + dt.timedelta(days=1)
    assert make_catatan(kunjungan, dicatat_at=besok, now=now).dicatat_at == now
    kemarin = opens_at(kunjungan) - dt.timedelta(minutes=1)
    assert make_catatan(kunjungan, dicatat_at=kemarin, now=now).dicatat_at == now


@db
def test_a_clock_that_is_wrong_is_moved_by_as_much_as_it_is_wrong():
    kunjungan, now = going_on(), timezone.now()
    meleset = dt.timedelta(days=400)
    catatan = make_catatan(
        kunjungan, now=now, dikirim_at=now + meleset,
        dicatat_at=now + meleset - dt.timedelta(minutes=50),
    )  # fmt: skip
    assert catatan.dicatat_at == now - dt.timedelta(minutes=50)


@db
def test_past_midnight_and_over_the_years_end_the_log_stays_open():
    kunjungan = make_kunjungan(mulai_at=malam().replace(month=12, day=31))
    lewat = kunjungan.mulai_at + dt.timedelta(hours=7)
    assert lewat.month == 1
    catatan = make_catatan(kunjungan, dicatat_at=lewat, now=lewat)
    assert catatan.dicatat_at == lewat


@db
def test_the_log_opens_on_the_day_and_closes_days_after(settings):
    settings.CATATAN_TUTUP_HARI = 2
    kunjungan = make_kunjungan(mulai_at=malam(3))
    with pytest.raises(LogTertutup, match="dibuka"):
        make_catatan(kunjungan)
    tutup = kunjungan.selesai_at + dt.timedelta(days=2)
    assert make_catatan(kunjungan, now=tutup - dt.timedelta(minutes=1))
    with pytest.raises(LogTertutup, match="ditutup"):
        make_catatan(kunjungan, now=tutup + dt.timedelta(minutes=1))
    # written in time on a phone that found a signal a week later
    assert make_catatan(kunjungan, dicatat_at=kunjungan.mulai_at, now=tutup + dt.timedelta(days=7))


@db
def test_a_visit_that_was_called_off_takes_nothing():
    kunjungan = going_on()
    cancel_kunjungan(kunjungan, alasan="Hujan lebat.", by=kunjungan.lurah)
    kunjungan.refresh_from_db()
    with pytest.raises(LogTertutup, match="dibatalkan"):
        make_catatan(kunjungan)


@db
def test_a_video_that_is_no_video_is_left_out_and_the_words_are_kept():
    kunjungan = going_on()
    hasil = record_catatan(
        kunjungan, isi(), kunci=uuid.uuid4(), by=kunjungan.lurah,
        berkas=Berkas(
            foto=[jpg(), ogg("film.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 40),
                  ogg("x.jpg", b"<script>")],
            suara=[ogg(), jpg("bukan.ogg"), ogg("kosong.ogg", b"")],
        ),
    )  # fmt: skip
    assert sorted(hasil.catatan.lampiran.values_list("jenis", flat=True)) == ["foto", "suara"]
    assert len(hasil.ditolak) == 4
    assert "bukan rekaman suara" in " ".join(hasil.ditolak)
    assert "film.mp4" in hasil.ditolak[0]


@db
def test_a_huge_file_is_left_out_by_its_name(settings):
    settings.LAMPIRAN_MAX_BYTES = 300
    kunjungan = going_on()
    hasil = record_catatan(
        kunjungan, isi(), kunci=uuid.uuid4(), by=kunjungan.lurah,
        berkas=Berkas(foto=[jpg("besar.jpg", (900, 900))], suara=[ogg(isi=b"OggS" + b"x" * 400)]),
    )  # fmt: skip
    assert hasil.catatan.lampiran.count() == 0
    assert all("lebih dari" in satu for satu in hasil.ditolak)
    assert "besar.jpg" in hasil.ditolak[0]


@db
@pytest.mark.parametrize("izin", [None, {}, {"foto": False, "suara": False}])
def test_media_the_host_did_not_allow_are_not_kept(izin):
    kunjungan = going_on(izin=izin)
    hasil = record_catatan(
        kunjungan, isi(), kunci=uuid.uuid4(), by=kunjungan.lurah,
        berkas=Berkas(foto=[jpg()], suara=[ogg()]),
    )  # fmt: skip
    assert hasil.catatan.lampiran.count() == 0
    assert len(hasil.ditolak) == 2
    assert "tidak mengizinkan foto" in hasil.ditolak[0]


@db
def test_a_host_who_wants_nothing_written_is_obeyed():
    kunjungan = going_on(izin={"catatan": False})
    with pytest.raises(CatatanDitolak, match="tidak mengizinkan pencatatan"):
        make_catatan(kunjungan)


@db
def test_a_place_outside_the_kelurahan_is_refused():
    with pytest.raises(CatatanDitolak, match="RT atau RW"):
        make_catatan(going_on(), di="63.06.05.1003.01.01")


@db
def test_a_promise_is_made_with_the_entry_and_ends_with_it():
    kunjungan = going_on()
    catatan = make_catatan(
        kunjungan, jenis="janji", teks="Lurah menjanjikan lampu.",
        janji_isi="Lampu gang dipasang", tenggat=malam(20).date(),
    )  # fmt: skip
    assert catatan.janji_lurah.isi == "Lampu gang dipasang"
    withdraw_catatan(catatan, by=kunjungan.lurah)
    janji = Janji.objects.get()
    assert (janji.status, janji.keterangan != "") == ("gugur", True)


@db
def test_a_promise_without_its_day_leaves_nothing_behind():
    with pytest.raises(CatatanDitolak, match="tanggal"):
        make_catatan(going_on(), jenis="janji", janji_isi="Lampu dipasang")
    assert Catatan.objects.count() == 0


@db
def test_it_is_changed_the_same_evening_and_not_later():
    kunjungan = going_on()
    catatan = make_catatan(kunjungan, berkas=Berkas(foto=[jpg()]))
    foto = catatan.lampiran.get()
    edit_catatan(catatan, isi("Lampu di dua gang mati."), by=kunjungan.lurah, buang=[foto.pk])
    catatan.refresh_from_db()
    assert catatan.isi == "Lampu di dua gang mati."
    assert catatan.lampiran.count() == 0
    assert [r.peristiwa for r in catatan.riwayat.all()] == ["dicatat", "diubah"]
    besok = kunjungan.selesai_at + dt.timedelta(hours=13)
    with pytest.raises(CatatanDitolak, match="tidak dapat diubah"):
        edit_catatan(catatan, isi("Terlambat"), by=kunjungan.lurah, now=besok)


@db
def test_taken_back_twice_is_once():
    catatan = make_catatan()
    withdraw_catatan(catatan, by=catatan.by)
    withdraw_catatan(catatan, by=catatan.by)
    assert Catatan.objects.standing().count() == 0
    assert catatan.riwayat.filter(peristiwa="ditarik").count() == 1


@db
def test_answers_of_two_phones_do_not_overwrite_what_came_later():
    kunjungan, now = going_on(), timezone.now()
    awal, akhir = now - dt.timedelta(hours=2), now - dt.timedelta(hours=1)
    babinsa = PenggunaFactory(peran="moderator", di=UTARA)
    record_jawaban(kunjungan, {"potensi": "Anyaman"}, kunci=uuid.uuid4(), by=kunjungan.lurah,
                   dicatat_at=akhir)  # fmt: skip
    kunci = uuid.uuid4()
    ditulis = record_jawaban(
        kunjungan, {"potensi": "Lama", "harapan": "Jalan rata", "karangan": "x"}, kunci=kunci,
        by=babinsa, dicatat_at=awal,
    )  # fmt: skip
    assert ditulis == ["harapan"]
    assert record_jawaban(kunjungan, {"harapan": "Dua kali"}, kunci=kunci, by=babinsa) == []
    kunjungan.refresh_from_db()
    assert kunjungan.jawaban == {"potensi": "Anyaman", "harapan": "Jalan rata"}
    with pytest.raises(KunciDipakai):
        record_jawaban(kunjungan, {"harapan": "Orang lain"}, kunci=kunci, by=kunjungan.lurah)
