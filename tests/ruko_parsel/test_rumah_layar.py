"""The staff's and public pages of rooms: calendar, list, booking, files, what each may see."""

import datetime as dt

import pytest

from dasbor.demo.waktu import simulated_clock
from ruko_parsel.kalender_ruang import list_acara
from ruko_parsel.models import HariTutup, JamBuka, Pemesanan, Ruang
from ruko_parsel.services.pemesanan import approve_pemesanan
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_rumah import (
    make_diminta,
    make_jam,
    make_pemesanan,
    make_ruang,
    next_senin,
    pukul,
)
from wilayah.models import CatatanEkspor

DAFTAR = "/admin/ruko_parsel/pemesanan/"
KALENDER = f"{DAFTAR}kalender/"


def isian(tempat, **lain):
    awal = {
        "wilayah": INAN, "ruang": tempat.pk, "tanggal": next_senin().isoformat(), "mulai": "09:00",
        "lama": "60", "perihal": "Musyawarah", "jumlah_tamu": "3",
    }  # fmt: skip
    return awal | lain


def hari_kerja(bentuk="hari"):
    return f"{KALENDER}?tanggal={next_senin()}&bentuk={bentuk}"


@pytest.mark.django_db
def test_a_village_books_from_a_free_slot_and_the_desk_agrees(client):
    desa, petugas, ruang = make_desa(), make_petugas(), make_ruang()
    client.force_login(desa)
    grid = client.get(hari_kerja()).content.decode()
    slot = f"add/?ruang={ruang.pk}&amp;tanggal={next_senin()}&amp;mulai=09.00"
    assert slot in grid
    form = client.get(f"{DAFTAR}add/?ruang={ruang.pk}&tanggal={next_senin()}&mulai=09.00")
    assert "09:00" in form.content.decode()
    jawab = client.post(f"{DAFTAR}add/", isian(ruang))
    pemesanan = Pemesanan.objects.get()
    assert jawab["Location"].endswith(f"{pemesanan.pk}/change/")
    assert (pemesanan.status, pemesanan.mulai_at) == ("diminta", pukul(9))
    lagi = client.post(f"{DAFTAR}add/", isian(ruang))
    assert lagi.status_code == 422
    assert "sudah dipesan" in lagi.content.decode()
    client.post(f"{DAFTAR}{pemesanan.pk}/langkah/setujui/", {"petugas": petugas.pk})
    pemesanan.refresh_from_db()
    assert pemesanan.status == "diminta"  # a village does not agree with itself
    client.force_login(petugas)
    client.post(f"{DAFTAR}{pemesanan.pk}/langkah/setujui/", {"petugas": petugas.pk})
    pemesanan.refresh_from_db()
    assert (pemesanan.status, pemesanan.petugas) == ("disetujui", petugas)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("perihal", "", "Tulis perihalnya"),
        ("jumlah_tamu", "99", "paling banyak 12"),
        ("mulai", "25:00", "id_mulai"),
        ("tanggal", "2020-01-06", "sudah lewat"),
        ("ruang", "999999", "id_ruang"),
        ("wilayah", PANGGUNG, "id_wilayah"),
        ("perihal", "a\x00b", "id_perihal"),
    ],
)
def test_bad_input_names_the_field(client, kolom, nilai, kata):
    ruang = make_ruang()
    client.force_login(make_desa())
    jawab = client.post(f"{DAFTAR}add/", isian(ruang, **{kolom: nilai}))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Pemesanan.objects.exists()


@pytest.mark.django_db
def test_village_a_sees_nothing_of_village_b_but_that_it_is_taken(client):
    pemesanan = make_pemesanan(di=PANGGUNG, perihal="Sengketa batas zamrud")
    client.force_login(make_desa())
    for alamat in (DAFTAR, hari_kerja(), hari_kerja("pekan")):
        teks = client.get(alamat).content.decode()
        assert "zamrud" not in teks
        assert pemesanan.kode not in teks
    assert "terisi" in client.get(hari_kerja()).content.decode()
    for akhir in ("change/", "kalender.ics", "langkah/batal/"):
        assert client.get(f"{DAFTAR}{pemesanan.pk}/{akhir}").status_code == 404
    client.force_login(make_petugas(TETANGGA))
    assert client.get(f"{DAFTAR}{pemesanan.pk}/change/").status_code == 404
    assert client.get(f"{KALENDER}?di={KECAMATAN}").status_code == 404
    client.force_login(make_desa(PANGGUNG))
    assert "zamrud" in client.get(hari_kerja()).content.decode()


@pytest.mark.django_db
def test_the_desk_schedules_from_the_requests_page(client):
    ruang, petugas, permintaan = make_ruang(), make_petugas(), make_permintaan()
    client.force_login(petugas)
    halaman = f"/admin/ruko_parsel/permintaan/{permintaan.pk}/"
    assert "Jadwalkan di ruang" in client.get(f"{halaman}change/").content.decode()
    isi = {k: v for k, v in isian(ruang).items() if k not in {"wilayah", "perihal"}}
    client.post(f"{halaman}langkah/jadwalkan_ruang/", isi)
    permintaan.refresh_from_db()
    assert permintaan.status == "dijadwalkan"
    assert Pemesanan.objects.get().kode in client.get(f"{halaman}change/").content.decode()
    ulang = client.post(f"{halaman}langkah/jadwalkan_ruang/", isi)
    assert ulang.status_code == 422
    client.force_login(make_desa())
    client.post(f"{halaman}langkah/jadwalkan_ruang/", isi | {"mulai": "13:00"})
    assert Pemesanan.objects.count() == 1


@pytest.mark.django_db
def test_the_day_and_the_week_ask_the_same_at_one_and_fifteen_bookings(
    client, django_assert_max_num_queries
):
    client.force_login(make_petugas())
    make_pemesanan(ruang=make_ruang("Ruang 0"))
    for alamat in (hari_kerja(), hari_kerja("pekan"), DAFTAR):
        client.get(alamat)
        with django_assert_max_num_queries(60) as satu:
            client.get(alamat)
        for n in range(1, 8):
            ruang = make_ruang(f"Ruang {n} {len(alamat)}")
            make_pemesanan(ruang=ruang)
        with django_assert_max_num_queries(len(satu)):
            client.get(alamat)
        Ruang.objects.exclude(nama="Ruang 0").update(aktif=False)


@pytest.mark.django_db
def test_a_house_without_rooms_or_hours_says_what_to_do(client):
    client.force_login(make_petugas())
    make_jam(TETANGGA)
    assert "Tambahkan ruang pertama" in client.get(KALENDER).content.decode()
    client.post("/admin/ruko_parsel/jambuka/biasa/")
    client.post("/admin/ruko_parsel/jambuka/biasa/")
    assert JamBuka.objects.filter(wilayah=KECAMATAN).count() == 10


@pytest.mark.django_db
def test_rooms_hours_and_closed_days_are_the_desks_alone(client):
    make_ruang()
    client.force_login(make_petugas())
    isi = {"wilayah": KECAMATAN, "nama": "Aula", "kapasitas": "40", "letak": "", "fasilitas": "",
           "aktif": "on", "urut": "2"}  # fmt: skip
    client.post("/admin/ruko_parsel/ruang/add/", isi)
    assert Ruang.objects.filter(nama="Aula").exists()
    client.post("/admin/ruko_parsel/ruang/add/", isi | {"wilayah": TETANGGA, "nama": "Lain"})
    assert not Ruang.objects.filter(nama="Lain").exists()
    pemesanan = make_pemesanan()
    tutup = {"wilayah": KECAMATAN, "ruang": "", "mulai": next_senin().isoformat(),
             "selesai": next_senin().isoformat(), "alasan": "Dicat"}  # fmt: skip
    jawab = client.post("/admin/ruko_parsel/haritutup/add/", tutup, follow=True)
    assert HariTutup.objects.get().alasan == "Dicat"
    assert "1 pemesanan jatuh pada hari itu" in jawab.content.decode()
    assert pemesanan.ruang.pk
    client.force_login(make_desa())
    assert client.get("/admin/ruko_parsel/ruang/").status_code == 403


@pytest.mark.django_db
def test_the_list_is_exported_with_a_record(client):
    make_pemesanan(perihal="=2+2")
    client.force_login(make_petugas())
    isi = {f"pemesananresource_{f}": "on" for f in ("kode", "perihal", "mulai")}
    jawab = client.post(f"{DAFTAR}export/", {"format": "0", "resource": "0"} | isi)
    assert "'=2+2" in jawab.content.decode()
    assert "WITA" in jawab.content.decode()
    assert CatatanEkspor.objects.get().jumlah == 1


@pytest.mark.django_db
def test_calendars_hold_ones_own_and_the_camat_what_stands(client):
    desa, petugas, camat = make_desa(), make_petugas(), make_camat()
    pemesanan = make_diminta()
    milik = make_pemesanan(by=desa, ruang=make_ruang("Ruang lain"))
    dari, sampai = pukul(0), pukul(23)
    acara = list(list_acara(desa, dari, sampai))
    assert [a.sementara for a in acara] == [True]
    assert not list(list_acara(camat, dari, sampai))
    approve_pemesanan(milik, petugas=petugas, by=petugas)
    for orang in (desa, petugas, camat):
        (satu,) = list_acara(orang, dari, sampai)
        assert (satu.tempat, satu.sementara) == ("Ruang lain", False)
        assert satu.mulai.hour == 9
    assert not list(list_acara(make_desa(PANGGUNG), dari, sampai))
    client.force_login(desa)
    isi = client.get(f"{DAFTAR}{milik.pk}/kalender.ics").content.decode()
    assert "BEGIN:VEVENT" in isi
    assert f"ruang-{milik.kode}@" in isi
    assert pemesanan.kode not in isi


@pytest.mark.django_db
def test_the_public_page_tells_hours_and_free_rooms_and_no_name(client):
    pemesanan = make_pemesanan(perihal="Sengketa zamrud")
    HariTutup.objects.create(
        wilayah_id=KECAMATAN, mulai=next_senin() + dt.timedelta(days=1),
        selesai=next_senin() + dt.timedelta(days=1), alasan="Rapat kabupaten",
    )  # fmt: skip
    alamat = f"/ruko-parsel/{KECAMATAN}/jadwal/?tanggal={next_senin()}"
    with simulated_clock() as jam:
        jam.sekarang = pukul(7)
        jawab = client.get(alamat)
    teks = jawab.content.decode()
    assert len(jawab.content) < 60_000
    assert "08.00–16.00" in teks
    assert "<b>08.00</b> kosong" in teks
    assert "<b>09.00</b> terisi" in teks
    assert "<b>07.00</b>" not in teks
    assert "terisi" in teks
    assert "Rapat kabupaten" in teks
    for kata in ("zamrud", pemesanan.kode, pemesanan.wilayah.nama, str(pemesanan.pemesan)):
        assert kata not in teks
    assert client.get(f"/ruko-parsel/{TETANGGA}/jadwal/").status_code == 404
    assert client.get(f"/ruko-parsel/{KECAMATAN}/jadwal/?tanggal=ngawur").status_code == 200
