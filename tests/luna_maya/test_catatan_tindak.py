"""What is heard becomes a report, a potential or a task, once, on the page and by staff."""

import csv
import io
import threading

import pytest
from django.db import connection

from curhat.models import Curhat, Tiket
from ekonomi.models import TemuanPotensi
from ekonomi.services.rumah import register_rumah
from luna_maya.models import Janji, Tugas
from luna_maya.services.catatan import Berkas, CatatanDitolak, edit_catatan, withdraw_catatan
from luna_maya.services.tindak_catatan import LAPORAN, hand_over_catatan
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_lurah, malam
from tests.luna_maya.pabrik_catatan import going_on, isi, jpg, make_catatan
from wilayah.models import CatatanEkspor, Rujukan
from wilayah.rujukan import return_rujukan

pytestmark = pytest.mark.usefixtures("acuan_curhat")
CERITA = "Lampu jalan di ujung gang dekat musala mati sejak dua minggu, warga takut lewat malam."


@pytest.fixture
def kunjungan(acuan_curhat):  # noqa: F811
    return going_on()


@pytest.fixture
def catatan(kunjungan):
    return make_catatan(kunjungan, teks=CERITA, setuju_laporan=True, pihak="Pak Syarkawi")


@pytest.fixture
def masuk(client, kunjungan):
    client.force_login(kunjungan.lurah)
    return client


def alamat(catatan, *lain):
    awal = f"/luna-maya/catat/{catatan.kunjungan.kode}/"
    return awal + "".join(f"{satu}/" for satu in (catatan.pk, "jadi", *lain) if lain)


def test_a_report_is_made_in_one_step_and_its_state_is_shown(masuk, catatan):
    teks = masuk.post(alamat(catatan, "laporan"), follow=True).content.decode()
    tiket = Tiket.objects.get()
    assert "Sudah menjadi laporan warga." in teks
    assert tiket.nomor in teks
    assert tiket.get_absolute_url() in teks
    assert "Jadikan laporan<" not in teks
    masuk.post(alamat(catatan, "laporan"))
    assert (Rujukan.objects.count(), Curhat.objects.count()) == (1, 1)
    assert catatan.riwayat.filter(peristiwa="laporan").count() == 1


def test_who_may_not_open_the_ticket_gets_no_link(masuk, client, catatan):
    masuk.post(alamat(catatan, "laporan"))
    babinsa = PenggunaFactory(peran="fasilitator", di=UTARA)
    catatan.kunjungan.peserta.create(pengguna=babinsa, unsur="babinsa")
    client.force_login(babinsa)
    teks = client.get(alamat(catatan)).content.decode()
    assert "Laporan warga" in teks
    assert Tiket.objects.get().nomor not in teks


def test_without_the_residents_consent_there_is_no_report(masuk, kunjungan):
    catatan = make_catatan(kunjungan, teks=CERITA)
    assert "Jadikan laporan" not in masuk.get(alamat(catatan)).content.decode()
    teks = masuk.post(alamat(catatan, "laporan"), follow=True).content.decode()
    assert "Warga belum setuju" in teks
    assert Rujukan.objects.count() == 0


def test_words_too_short_for_a_report_are_told_so_and_nothing_is_left(masuk, kunjungan):
    catatan = make_catatan(kunjungan, teks="ok", setuju_laporan=True)
    teks = masuk.post(alamat(catatan, "laporan"), follow=True).content.decode()
    assert "terlalu pendek" in teks
    assert (Rujukan.objects.count(), Curhat.objects.count()) == (0, 0)


def test_two_people_press_at_the_same_instant(nyata):
    kunjungan = going_on()
    catatan = make_catatan(kunjungan, teks=CERITA, setuju_laporan=True)
    mulai, hasil = threading.Barrier(2), []

    def press():
        mulai.wait()
        try:
            hasil.append(hand_over_catatan(catatan, meja=LAPORAN, by=kunjungan.lurah).pk)
        finally:
            connection.close()

    benang = [threading.Thread(target=press) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert len(hasil) == 2
    assert len(set(hasil)) == 1
    assert Tiket.objects.count() == 1


def test_a_potential_goes_on_the_household_that_was_chosen(masuk, kunjungan):
    data = {"nomor": "KU-001", "nama_kepala": "Norhalidah", "alamat": "Gang Purnama",
            "wilayah": WilayahFactory(kode=RT)}  # fmt: skip
    rumah = register_rumah(data=data, by=None)
    catatan = make_catatan(kunjungan, teks="Menganyam purun, pesanan dari kota.", jenis="potensi")
    assert "Norhalidah (KU-001)" in masuk.get(alamat(catatan)).content.decode()
    teks = masuk.post(alamat(catatan, "potensi"), {"rumah": "Entah"}, follow=True).content.decode()
    assert "pilih dari daftarnya" in teks
    masuk.post(alamat(catatan, "potensi"), {"rumah": "Norhalidah (KU-001)"})
    assert TemuanPotensi.objects.get().rumah == rumah
    masuk.post(alamat(catatan, "potensi"), {"rumah": str(rumah.pk)})
    assert Rujukan.objects.count() == 1


def test_without_a_household_it_waits_at_the_desk(masuk, kunjungan):
    catatan = make_catatan(kunjungan, teks="Menganyam purun.", jenis="potensi")
    teks = masuk.post(alamat(catatan, "potensi"), {"rumah": ""}, follow=True).content.decode()
    assert "menunggu jawaban" in teks
    rujukan = Rujukan.objects.get()
    assert rujukan.status == "ditawarkan"
    return_rujukan(rujukan, by=kunjungan.lurah, alasan="Rumahnya belum terdata.")
    teks = masuk.get(alamat(catatan)).content.decode()
    assert "Rumahnya belum terdata." in teks
    assert "Jadikan potensi" in teks


def test_a_task_has_a_person_and_a_day_and_is_made_once(masuk, catatan):
    lurah, hari = catatan.kunjungan.lurah, malam(7).date()
    data = {"isi": "Pasang lampu", "petugas": lurah.pk, "tenggat": hari.isoformat()}
    for _ in range(2):
        masuk.post(alamat(catatan, "tugas"), data)
    tugas = Tugas.objects.get()
    assert (tugas.petugas, tugas.tenggat, tugas.isi) == (lurah, hari, "Pasang lampu")
    assert "Pasang lampu" in masuk.get(alamat(catatan)).content.decode()


@pytest.mark.parametrize(
    ("kolom", "nilai"), [("isi", " "), ("petugas", "0"), ("tenggat", "2020-01-01"),
                         ("tenggat", "besok")],
)  # fmt: skip
def test_a_task_that_cannot_be_is_named_by_its_field(masuk, catatan, kolom, nilai):
    hari = malam(7).date().isoformat()
    data = {"isi": "Pasang lampu", "petugas": catatan.kunjungan.lurah.pk, "tenggat": hari}
    jawab = masuk.post(alamat(catatan, "tugas"), data | {kolom: nilai})
    assert jawab.status_code == 422
    assert f'id_{kolom}"' in jawab.content.decode()
    assert Tugas.objects.count() == 0


def test_somebody_of_another_area_gets_no_task(masuk, catatan):
    orang = make_lurah(di="63.06.05.1003")
    hari = malam(7).date().isoformat()
    jawab = masuk.post(alamat(catatan, "tugas"), {"isi": "x", "petugas": orang.pk, "tenggat": hari})
    assert jawab.status_code == 422


def test_what_was_handed_on_is_neither_changed_nor_taken_back(catatan):
    lurah = catatan.kunjungan.lurah
    hand_over_catatan(catatan, meja=LAPORAN, by=lurah)
    with pytest.raises(CatatanDitolak):
        edit_catatan(catatan, isi("Lain"), by=lurah)
    with pytest.raises(CatatanDitolak):
        withdraw_catatan(catatan, by=lurah)


def test_what_was_taken_back_is_not_handed_on(catatan):
    lurah = catatan.kunjungan.lurah
    withdraw_catatan(catatan, by=lurah)
    with pytest.raises(CatatanDitolak, match="ditarik"):
        hand_over_catatan(catatan, meja=LAPORAN, by=lurah)


def test_a_slip_in_a_promise_is_put_right_and_a_later_day_is_public(kunjungan):
    lurah = kunjungan.lurah
    dua, enam = malam(20).date(), malam(26).date()
    catatan = make_catatan(
        kunjungan, jenis="janji", teks="Janji", janji_isi="Lampu dipasang", tenggat=dua
    )
    edit_catatan(
        catatan, isi("Janji", jenis="janji", janji_isi="Lampu gang dipasang", tenggat=enam),
        by=lurah,
    )  # fmt: skip
    janji = Janji.objects.get()
    assert (janji.isi, janji.tenggat) == ("Lampu gang dipasang", enam)
    assert [r.apa for r in janji.riwayat.order_by("pk")] == ["dicatat", "diundur"]
    edit_catatan(catatan, isi("Bukan janji", jenis="aspirasi"), by=lurah)
    janji.refresh_from_db()
    assert janji.status == "gugur"


def test_staff_find_read_and_hand_on_in_the_admin(masuk, catatan, kunjungan):
    make_catatan(kunjungan, teks="Menganyam purun.", jenis="potensi", kategori="umkm")
    daftar = "/admin/luna_maya/catatan/"
    teks = masuk.get(daftar).content.decode()
    assert "Lampu jalan" in teks
    assert "purun" in teks
    for saring, ada, tiada in (
        ("jenis__exact=potensi", "purun", "Lampu jalan"), ("masa=7", "purun", ""),
        ("lanjut=sudah", "", "purun"), ("lanjut=belum", "purun", ""),
        ("setuju_laporan__exact=1", "Lampu jalan", "purun"), (f"di={UTARA}", "purun", ""),
    ):  # fmt: skip
        teks = masuk.get(f"{daftar}?{saring}").content.decode()
        assert ada in teks, saring
        assert not tiada or tiada not in teks, saring
    satu = f"{daftar}{catatan.pk}/change/"
    teks = masuk.get(satu).content.decode()
    assert "P** S**" in teks
    assert "Syarkawi" not in teks
    langkah = f"{daftar}{catatan.pk}/langkah/"
    masuk.post(f"{langkah}laporan/")
    hari = malam(7).date()
    masuk.post(f"{langkah}tugas/", {"isi": "Cek", "petugas": kunjungan.lurah.pk,
                                    "tenggat": hari.isoformat()})  # fmt: skip
    masuk.post(f"{langkah}potensi/", {"rumah": ""})
    teks = masuk.get(satu).content.decode()
    assert Tiket.objects.get().nomor in teks
    assert Tugas.objects.count() == 1
    assert Rujukan.objects.filter(meja="potensi_rumah", status="ditawarkan").count() == 1
    assert "Lampu jalan" in masuk.get(f"{daftar}?lanjut=sudah").content.decode()


def test_another_areas_staff_and_those_above_find_nothing_in_the_admin(client, catatan):
    for peran, di in (("lurah", "63.06.05.1003"), ("camat", "63.06.05")):
        client.force_login(PenggunaFactory(peran=peran, di=di))
        path = f"/admin/luna_maya/catatan/{catatan.pk}/change/"
        assert client.get(path).status_code in {403, 404}
        assert client.post(alamat(catatan, "laporan")).status_code == 404


def test_the_export_masks_people_and_is_recorded(masuk, catatan):
    jawab = masuk.post(
        "/admin/luna_maya/catatan/export/",
        {"format": "0", "resource": "0", "catatanresource_pihak": "on", "catatanresource_isi": "on",
         "catatanresource_dicatat_at": "on", "catatanresource_tindak_lanjut": "on"},
    )  # fmt: skip
    (baris,) = csv.DictReader(io.StringIO(jawab.content.decode()))
    assert baris["pihak_tersamar"] == "P** S**"
    assert baris["dicatat_at"].endswith("WITA")
    assert CatatanEkspor.objects.get().jumlah == 1


def test_the_admins_list_asks_no_more_with_fifteen_rows(
    masuk, catatan, kunjungan, django_assert_max_num_queries
):
    masuk.get("/admin/luna_maya/catatan/")
    with django_assert_max_num_queries(40) as satu:
        masuk.get("/admin/luna_maya/catatan/")
    for n in range(14):
        make_catatan(kunjungan, teks=f"Catatan ke-{n}", berkas=Berkas(foto=[jpg()]))
    with django_assert_max_num_queries(40) as banyak:
        masuk.get("/admin/luna_maya/catatan/")
    assert len(banyak) == len(satu)
