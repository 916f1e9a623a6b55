"""A request's page meets rooms and meetings; "terlambat" means one thing everywhere."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pesan.models import PesanKeluar
from ruko_parsel.models import Permintaan
from ruko_parsel.services.agenda_rapat import add_permintaan
from ruko_parsel.services.pemesanan import schedule_ruang
from ruko_parsel.services.permintaan import move_permintaan, pause_permintaan
from ruko_parsel.services.telaah import merge_permintaan
from ruko_parsel.services.undangan_rapat import invite_pengguna, send_undangan
from tests.factories import InstansiFactory
from tests.ruko_parsel.pabrik import INAN, PANGGUNG, make_desa, make_permintaan, make_petugas
from tests.ruko_parsel.pabrik_rapat import make_held, make_rapat
from tests.ruko_parsel.pabrik_rumah import make_ruang, pukul
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
S = Permintaan.Status


def page(client, orang, permintaan):
    client.force_login(orang)
    return client.get(permintaan.get_absolute_url())


def test_the_village_finds_its_way_to_a_room(client):
    desa = make_desa()
    satu = make_permintaan(by=desa)
    assert "Minta ruang dan waktu" not in page(client, desa, satu).content.decode()  # no house
    make_ruang()
    jawab = page(client, desa, satu)
    alamat = dict(jawab.context["tautan"])["Minta ruang dan waktu"]
    form = client.get(alamat).context["form"]
    assert form.initial["permintaan"] == str(satu.pk)
    assert (form.initial["wilayah"], form.initial["perihal"]) == (INAN, satu.judul)
    assert "Minta ruang dan waktu" not in page(client, make_petugas(), satu).content.decode()


def test_the_desk_puts_it_on_an_agenda(client):
    petugas = make_petugas()
    satu = make_permintaan()
    jawab = page(client, petugas, satu)
    assert "Rencanakan rapat" in dict(jawab.context["tautan"])
    assert "agenda" not in [langkah.kunci for langkah, _form in jawab.context["langkah"]]
    rapat = make_rapat(by=petugas)
    alamat = reverse("admin:ruko_parsel_permintaan_langkah", args=[satu.pk, "agenda"])
    jawab = client.post(alamat, {"rapat": rapat.pk, "menit": "15"}, follow=True)
    assert f"Masuk agenda {rapat.judul}." in jawab.content.decode()
    assert rapat.agenda.get().permintaan == satu
    assert "Dibahas di rapat" in jawab.content.decode()
    assert f"Rapat: {rapat.judul}" in dict(jawab.context["tautan"])


def test_a_meeting_of_another_kecamatan_or_another_village_is_no_choice(client):
    petugas = make_petugas()
    satu = make_permintaan()
    make_permintaan(di=PANGGUNG)
    lain = make_rapat(by=petugas, jenis="tatap_muka", desa=Wilayah.objects.get(pk=PANGGUNG))
    page(client, petugas, satu)
    alamat = reverse("admin:ruko_parsel_permintaan_langkah", args=[satu.pk, "agenda"])
    client.post(alamat, {"rapat": lain.pk, "menit": "15"})
    assert not lain.agenda.exists()


def test_the_village_reads_of_the_meeting_once_it_was_announced_and_of_decisions_in_force(client):
    petugas, desa = make_petugas(), make_desa()
    satu = move_permintaan(make_permintaan(by=desa), to=S.DITELAAH, by=petugas)
    rapat = make_rapat(by=petugas)
    add_permintaan(rapat, [satu], by=petugas)
    assert "Dibahas di rapat" not in page(client, desa, satu).content.decode()
    assert "Dibahas di rapat" in page(client, petugas, satu).content.decode()
    invite_pengguna(rapat, [desa], by=petugas)
    send_undangan(rapat, by=petugas)
    assert "Dibahas di rapat" in page(client, desa, satu).content.decode()
    isi = {"isi": "Pendampingan dua kali", "penanggung_teks": "Desa Inan"}
    rapat.refresh_from_db()
    make_held(rapat, isi | {"agenda": rapat.agenda.get()})
    halaman = page(client, desa, satu).content.decode()
    assert "Keputusan rapat" in halaman
    assert "Pendampingan dua kali" in halaman


def test_whoever_was_merged_hears_of_the_room_in_their_own_words():
    petugas, inan, panggung = make_petugas(), make_desa(), make_desa(PANGGUNG)
    utama = make_permintaan(by=inan, judul="Laporan Inan")
    ikut = make_permintaan(di=PANGGUNG, by=panggung, judul="Laporan Panggung")
    merge_permintaan(ikut, utama, by=petugas, alasan="Sama")
    utama.refresh_from_db()
    schedule_ruang(utama, ruang=make_ruang(), mulai_at=pukul(9), selesai_at=pukul(10),
                   petugas=None, by=petugas)  # fmt: skip
    rows = PesanKeluar.objects.filter(templat="ruko_ruang_setuju")
    assert {satu.pengguna for satu in rows} == {inan, panggung}
    pesan = rows.get(pengguna=panggung)
    assert "Laporan Panggung" in pesan.badan
    assert "Inan" not in pesan.badan
    assert ikut.get_absolute_url() in pesan.badan


def late(**isi):
    satu = make_permintaan(**isi)
    lama = timezone.now() - dt.timedelta(days=30)
    Permintaan.objects.filter(pk=satu.pk).update(
        created_at=lama, due_at=lama + dt.timedelta(days=5)
    )
    satu.refresh_from_db()
    return satu


def test_late_is_one_thing_in_every_list(client):
    petugas = make_petugas()
    telat = late(judul="Telat sungguh")
    jeda = late(judul="Menunggu keterangan")
    pause_permintaan(jeda, catatan="Berapa sisanya?", by=petugas)
    for judul, ke in (("Sudah dijawab", S.DITANGGAPI), ("Dikerjakan", S.TINDAK_LANJUT)):
        satu = late(judul=judul)
        Permintaan.objects.filter(pk=satu.pk).update(status=ke, ditanggapi_at=timezone.now())
    naik = late(judul="Dibawa ke kabupaten")
    Permintaan.objects.filter(pk=naik.pk).update(
        status=S.DITERUSKAN, diteruskan_ke=InstansiFactory()
    )
    now = timezone.now()
    assert list(Permintaan.objects.overdue(now)) == [telat]
    assert [p for p in Permintaan.objects.all() if p.is_late(now)] == [telat]
    client.force_login(petugas)
    daftar = client.get(reverse("admin:ruko_parsel_permintaan_changelist"), {"batas": "terlambat"})
    assert list(daftar.context["cl"].result_list) == [telat]
    assert 'class="angka lewat"' in daftar.content.decode()
    papan = client.get(reverse("admin:ruko_parsel_papan"), {"lihat": "terlambat"})
    assert [b["p"] for k in papan.context["kelompok"] for b in k["baris"]] == [telat]
    kecamatan = client.get(
        reverse("admin:ruko_parsel_laporanruko_daftar"), {"keadaan": "menunggak"}
    )
    assert list(kecamatan.context["halaman"]) == [telat]
