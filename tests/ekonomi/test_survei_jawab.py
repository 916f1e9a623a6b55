"""A survey by link, chat and paper: saved part by part, left and resumed, compared, summed up."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from curhat.models import Curhat
from ekonomi.hasil_survei import HasilSurvei, Tanggapan, hide_few
from ekonomi.models import JawabanSurvei, Keikutsertaan, Pengukuran, Survei
from ekonomi.services.survei import (
    SurveiTertutup,
    close_survei,
    draft_survei,
    open_survei,
    questions_of,
    run_survei,
    save_jawaban,
    send_undangan,
    survei_url,
)
from pesan.models import Kontak, PesanKeluar
from tests.curhat.conftest import DARI, kepada_warga, terima
from tests.ekonomi.pabrik import ProgramFactory, RumahFactory
from tests.ekonomi.pabrik_omzet import RT
from tests.factories import KontakFactory, PenggunaFactory
from wilayah.kalender import WIB
from wilayah.peran import apply_izin
from wilayah.pertanyaan import (
    JawabanKeliru,
    bagian_of,
    distribution,
    kumpulan_tersedia,
    load_kumpulan,
    read_pertanyaan,
)

pytestmark = pytest.mark.usefixtures("kelurahan")


def survei(n=1, kode="awal", kontak=None, di=RT, buka=True):
    """An open survey of n households, the first with a contact."""
    program, hari = ProgramFactory(), timezone.localdate()
    for ke in range(n):
        rumah = RumahFactory(di=di, kontak=kontak if ke == 0 else None, kelompok=["ibu"])
        Keikutsertaan.objects.create(program=program, rumah=rumah, masuk=program.mulai)
    satu = draft_survei(
        program, kode=kode, judul="Survei uji", bulan_ke=11, buka=hari,
        tutup=hari + dt.timedelta(days=20), by=None,
    )  # fmt: skip
    if buka:
        open_survei(satu)
        satu.refresh_from_db()
    return satu


AWAL = {"sumber": "usaha", "bekerja": "1", "tabungan": "kadang", "yakin": "4", "harapan": "modal"}


def alamat(baris):
    return "/" + survei_url(baris).split("//", 1)[1].split("/", 1)[1]


# --- the questions as values ---


def test_the_sets_that_ship_can_all_be_asked_in_plain_parts():
    assert {kode for kode, _judul in kumpulan_tersedia()} >= {"dampak", "awal"}
    tanya = read_pertanyaan(load_kumpulan("dampak")["pertanyaan"])
    assert [nama for nama, _t in bagian_of(tanya)] == [
        "Penghasilan", "Pekerjaan", "Tabungan dan utang", "Keyakinan", "Kepuasan",
    ]  # fmt: skip
    assert all(len(p.teks) < 100 for p in tanya)


def test_answers_are_read_as_people_write_them():
    tanya = {p.kunci: p for p in read_pertanyaan(load_kumpulan("dampak")["pertanyaan"])}
    assert tanya["sumber"].read_chat("2") == "upah"
    assert tanya["sumber"].read_chat("usaha sendiri") == "usaha"
    assert tanya["puas"].read_chat("4") == "4"
    assert tanya["bekerja"].read_chat("1") == "0"  # the first choice, not "one person"
    assert tanya["pendapatan"].read_chat("1,5 juta") == 1_500_000
    for kunci, teks in (("sumber", "9"), ("puas", "6"), ("pendapatan", "lumayan")):
        with pytest.raises(JawabanKeliru):
            tanya[kunci].read_chat(teks)


def test_small_cells_are_hidden_and_cannot_be_had_by_subtraction():
    tanya = read_pertanyaan(load_kumpulan("awal")["pertanyaan"])[0]
    jawaban = [{"sumber": "usaha"}] * 10 + [{"sumber": "upah"}] * 6 + [{"sumber": "kiriman"}] * 2
    baris = {b.label: b.n for b in distribution(tanya, jawaban).baris}
    assert baris["Usaha sendiri"] == 10
    assert baris["Kiriman keluarga"] is None
    assert baris["Upah atau gaji"] is None  # or 18 - 10 - 6 would tell
    assert baris["Belum ada"] == 0
    assert distribution(tanya, jawaban[:4]).baris == ()


# --- by link ---


def test_a_form_is_saved_part_by_part_left_and_handed_in(client):
    baris = survei().jawaban.get()
    url = alamat(baris)
    assert "bagian 1 dari 4" in client.get(url).content.decode()
    assert client.post(f"{url}?hal=1", {"sumber": "usaha"})["Location"] == f"{url}?hal=2"
    baru = Client()  # another day, another phone
    assert "bagian 2 dari 4" in baru.get(url).content.decode()
    jawab = baru.post(f"{url}?hal=2", {"langkah": "nanti"})
    assert "Jawaban tersimpan" in baru.get(jawab["Location"]).content.decode()
    for hal, isi in ((2, {"bekerja": "1"}), (3, {"tabungan": "kadang"}),
                     (4, {"yakin": "4", "harapan": "modal"})):  # fmt: skip
        jawab = baru.post(f"{url}?hal={hal}", isi)
    assert jawab["Location"] == url
    assert "sudah kami terima" in baru.get(url).content.decode()
    baris.refresh_from_db()
    assert (baris.status, baris.cara, baris.jawaban) == ("selesai", "tautan", AWAL)


def test_an_open_required_question_is_named_and_the_last_page_leads_back(client):
    url = alamat(survei().jawaban.get())
    jawab = client.post(f"{url}?hal=1", {})
    assert jawab.status_code == 422
    assert "Belum dijawab: Dari mana penghasilan" in jawab.content.decode()
    jawab = client.post(f"{url}?hal=4", {"yakin": "4", "harapan": "modal"})
    assert jawab["Location"] == f"{url}?hal=1&kurang=1"


def test_who_does_not_want_is_not_asked_again(client):
    satu = survei(kontak=KontakFactory())
    url = alamat(satu.jawaban.get())
    client.post(url, {"langkah": "tolak"})
    assert "tidak kami tanyakan lagi" in client.get(url).content.decode()
    assert send_undangan(satu, timezone.now()) == 0


def test_a_forged_link_is_nothing_and_a_closed_survey_says_so(client):
    satu = survei()
    url = alamat(satu.jawaban.get())
    assert client.get("/survei/abc:def:ghi/").status_code == 404
    close_survei(satu)
    assert "sudah ditutup" in client.get(url).content.decode()
    client.post(f"{url}?hal=1", {"sumber": "usaha"})
    assert satu.jawaban.get().jawaban == {}
    with pytest.raises(SurveiTertutup):
        open_survei(satu)


def test_the_income_told_in_a_survey_is_a_measurement():
    baris = survei(kode="dampak").jawaban.get()
    isi = {p.kunci: p.pilihan[0][0] for p in questions_of(baris.survei) if p.pilihan}
    save_jawaban(baris, {**isi, "pendapatan": 1_200_000}, cara="tautan", selesai=True)
    satu = Pengukuran.objects.get()
    assert (satu.jenis, satu.nilai, satu.cara, satu.rumah) == (
        "pendapatan", 1_200_000, "survei", baris.rumah,
    )  # fmt: skip


# --- invitations ---


def pukul(jam, n=0):
    hari = timezone.localdate() + dt.timedelta(days=n)
    return dt.datetime.combine(hari, dt.time(jam), tzinfo=WIB)


def test_who_has_a_contact_is_invited_once_and_reminded_once():
    satu = survei(n=2, kontak=KontakFactory())
    assert [send_undangan(satu, pukul(9, n)) for n in (0, 1, 8, 9, 16)] == [1, 0, 1, 0, 0]
    assert list(PesanKeluar.objects.order_by("id").values_list("templat", flat=True)) == [
        "survei_undang", "survei_ingat",
    ]  # fmt: skip


def test_a_survey_that_is_over_closes_itself(monkeypatch):
    satu = survei()
    Survei.objects.filter(pk=satu.pk).update(
        buka=timezone.localdate() - dt.timedelta(days=9),
        tutup=timezone.localdate() - dt.timedelta(days=1),
    )
    run_survei()
    satu.refresh_from_db()
    assert satu.status == "tutup"


def test_households_that_join_later_are_taken_in_with_the_next_numbers():
    satu = survei(n=2)
    Keikutsertaan.objects.create(
        program=satu.program, rumah=RumahFactory(di=RT), masuk=timezone.localdate()
    )
    assert open_survei(satu) == 1
    assert sorted(satu.jawaban.values_list("nomor", flat=True)) == [1, 2, 3]


# --- by chat ---


@pytest.fixture
def obrolan():
    """A survey whose one household writes as DARI."""
    terima("halo")
    return survei(kontak=Kontak.objects.get()).jawaban.get()


def terakhir():
    return kepada_warga()[-1]


def test_one_question_a_message_to_the_end(obrolan):
    terima("SURVEI")
    assert "(1/5) Dari mana penghasilan" in terakhir()[1]
    for jawaban in ("1", "Satu orang", "kadang-kadang", "4"):
        terima(jawaban)
    assert "(5/5)" in terakhir()[1]
    terima("Modal atau alat")
    assert terakhir()[0] == "survei_selesai"
    obrolan.refresh_from_db()
    assert (obrolan.status, obrolan.cara, obrolan.jawaban) == ("selesai", "chat", AWAL)
    terima("SURVEI")
    assert terakhir()[0] == "survei_sudah"


def test_it_can_be_left_and_taken_up_days_later(obrolan):
    terima("SURVEI")
    terima("1")
    terima("NANTI")
    assert terakhir()[0] == "survei_jeda"
    sebelum = len(kepada_warga())
    terima("1")  # nothing is asked now
    assert obrolan.survei.jawaban.get().jawaban == {"sumber": "usaha"}
    terima("survei")
    assert "(2/5)" in terakhir()[1]
    assert len(kepada_warga()) > sebelum


def test_an_answer_days_later_still_counts_without_starting_again(obrolan):
    terima("SURVEI")
    JawabanSurvei.objects.update(tanya_at=timezone.now() - dt.timedelta(days=5))
    terima("1")
    assert obrolan.survei.jawaban.get().jawaban == {"sumber": "usaha"}


def test_a_story_in_between_is_a_story_and_a_short_slip_is_asked_again(obrolan, terpisah):
    terima("SURVEI")
    terima("Got depan rumah RT 03 RW 02 mampet, air masuk ke teras tiap hujan")
    assert Curhat.objects.count() == 1
    terima("9")
    assert terakhir()[0] == "survei_tanya"
    assert "Pilih salah satu" in terakhir()[1]


def test_refusing_in_the_chat_ends_it(obrolan):
    terima("SURVEI")
    terima("TIDAK MAU")
    assert terakhir()[0] == "survei_tolak"
    assert obrolan.survei.jawaban.get().status == "menolak"


def test_nobody_elses_words_are_answers(obrolan):
    terima("SURVEI")
    terima("1", dari="6281299990000")
    assert obrolan.survei.jawaban.get().jawaban == {}
    assert DARI


# --- on paper ---


def as_user(peran="fasilitator", di="35.77.03.1009"):
    apply_izin()
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


def masukan(client, satu, isi=AWAL, nomor=1):
    data = {"nomor": nomor, "simpan": "1", **isi}
    return client.post(f"/admin/ekonomi/survei/{satu.pk}/masukan/", data)


def test_a_paper_is_typed_in_by_number_and_a_second_person_checks_it():
    satu = survei(n=2)
    client = as_user()
    assert "formulir 1" in client.get(f"/admin/ekonomi/survei/{satu.pk}/kertas/").content.decode()
    assert masukan(client, satu).status_code == 302
    assert "oleh orang lain" in masukan(client, satu).content.decode()
    kedua = as_user()
    jawab = masukan(kedua, satu, AWAL | {"yakin": "2"})
    assert "dua masukan berbeda" in jawab.content.decode()
    kedua.post(f"/admin/ekonomi/survei/{satu.pk}/masukan/", {"nomor": 1, "pakai": "kedua"})
    baris = satu.jawaban.get(nomor=1)
    assert (baris.cara, baris.jawaban["yakin"], baris.dicocokkan) == ("kertas", "2", True)


def test_a_paper_with_gaps_names_them_and_an_unknown_number_says_so():
    satu, client = survei(), as_user()
    jawab = masukan(client, satu, {"sumber": "usaha"})
    assert jawab.status_code == 422
    assert "Belum dijawab" in jawab.content.decode()
    assert "tidak ada di wilayah" in masukan(client, satu, nomor=99).content.decode()


def test_a_facilitator_of_another_rt_cannot_type_it_in():
    satu = survei(n=2)
    client = as_user(di="35.77.03.1009.03.01")
    assert masukan(client, satu).status_code == 404
    assert not satu.jawaban.exclude(jawaban={}).exists()


def test_a_facilitator_of_one_rt_types_in_its_own_papers():
    satu = survei(n=2)
    client = as_user(di=RT)
    assert masukan(client, satu).status_code == 302
    assert satu.jawaban.get(nomor=1).status == "selesai"
    assert client.get(f"/admin/ekonomi/survei/{satu.pk}/change/").status_code in {302, 404}


# --- the result ---


def test_the_result_shows_who_did_not_answer_and_hides_small_groups():
    satu = survei(n=7)
    for baris in satu.jawaban.filter(nomor__lte=6):
        save_jawaban(baris, AWAL, cara="tautan", selesai=True)
    teks = as_user("lurah").get(f"/admin/ekonomi/survei/{satu.pk}/change/").content.decode()
    assert "6 dari 7" in teks
    assert "86%" in teks
    assert re.search(r"RW 02</td><td class=\"angka\">7</td><td class=\"angka\">86%", teks)
    assert "6 (100%)" in teks
    unduh = as_user("lurah").get(f"/admin/ekonomi/survei/{satu.pk}/unduh/").content.decode()
    assert len(unduh.splitlines()) == 7
    assert "Sutrapada" not in unduh
    camat = as_user("camat", "35.77.03")
    assert "86%" in camat.get(f"/admin/ekonomi/survei/{satu.pk}/change/").content.decode()
    assert camat.get(f"/admin/ekonomi/survei/{satu.pk}/unduh/").status_code == 404


def test_above_the_kelurahan_no_group_shows_fewer_than_five_who_did_not_answer():
    satu = survei(n=7)
    for baris in satu.jawaban.filter(nomor__lte=6):
        save_jawaban(baris, AWAL, cara="tautan", selesai=True)
    alamat = f"/admin/ekonomi/survei/{satu.pk}/change/"
    for orang in (as_user("camat", "35.77.03"), as_user("data_officer", "35.77")):
        teks = orang.get(alamat).content.decode()
        assert "RW 02" in teks
        assert re.search(r"RW 02</td><td class=\"angka\">–</td>.*tidak ditampilkan", teks)
        assert 'class="angka">86%' not in teks
    assert "tidak ditampilkan" not in as_user("fasilitator").get(alamat).content.decode()


def test_a_hidden_group_cannot_be_had_by_subtraction():
    hasil = HasilSurvei(
        diminta=40, selesai=30, sebagian=0, menolak=0, cara=(), sebaran=(),
        per_rw=(Tanggapan("RW 01", 10, 8), Tanggapan("RW 02", 20, 12), Tanggapan("RW 03", 10, 10)),
        per_kelompok=(Tanggapan("Ibu", 12, 6),),
    )  # fmt: skip
    tampil = hide_few(hasil)
    assert [t.menjawab for t in tampil.per_rw] == [None, 12, None]
    assert [t.ditutup for t in tampil.per_rw] == [True, False, True]
    assert tampil.per_kelompok[0].menjawab == 6


def test_a_survey_is_made_opened_and_closed_by_the_lurah_alone():
    program, client = ProgramFactory(), as_user("lurah")
    hari = timezone.localdate()
    data = {"program": program.pk, "kode": "dampak", "judul": "Dampak", "bulan_ke": 11,
            "buka": f"{hari}", "tutup": f"{hari - dt.timedelta(days=1)}"}  # fmt: skip
    assert client.post("/admin/ekonomi/survei/add/", data).status_code == 422
    data["tutup"] = f"{hari + dt.timedelta(days=14)}"
    client.post("/admin/ekonomi/survei/add/", data)
    assert client.post("/admin/ekonomi/survei/add/", data).status_code == 422  # the same title
    satu = Survei.objects.get()
    buka = f"/admin/ekonomi/survei/{satu.pk}/langkah/buka/"
    assert as_user().post(buka).status_code == 404
    assert as_user("lurah", "35.77.03.1002").post(buka).status_code == 404
    client.post(buka)
    satu.refresh_from_db()
    assert satu.status == "buka"
    client.post(f"/admin/ekonomi/survei/{satu.pk}/langkah/tutup/")
    satu.refresh_from_db()
    assert satu.status == "tutup"
