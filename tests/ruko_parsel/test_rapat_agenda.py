"""The agenda from open requests: ranked, ordered, and for a village without the others' words."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ruko_parsel.models import AgendaRapat, Permintaan
from ruko_parsel.rapat_tampil import KECAMATAN, agenda_lines, sudut_of
from ruko_parsel.services.agenda_rapat import (
    add_permintaan,
    add_pokok,
    carry_over,
    remove_agenda,
    suggest_permintaan,
)
from ruko_parsel.services.batal_rapat import cancel_rapat
from ruko_parsel.services.kabar_rapat import sign_undangan
from ruko_parsel.services.permintaan import move_permintaan
from ruko_parsel.services.rapat import RapatKeliru
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    PANGGUNG,
    TETANGGA,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_rapat import at_hour, make_held, make_rapat, make_sent

pytestmark = pytest.mark.django_db
S = Permintaan.Status


def test_late_old_and_shared_requests_come_first():
    baru = make_permintaan(judul="Baru saja", masalah="stunting")
    lama = make_permintaan(judul="Lama", masalah="fungsi_bpd")
    bersama = [make_permintaan(di=di, masalah="keuangan") for di in (INAN, PANGGUNG)]
    lewat = timezone.now() - dt.timedelta(days=40)
    Permintaan.objects.filter(pk=lama.pk).update(
        created_at=lewat, due_at=lewat + dt.timedelta(days=3)
    )
    usulan = suggest_permintaan(make_rapat())
    assert usulan[0].permintaan == lama
    assert "melewati tenggat" in usulan[0].alasan
    assert {u.permintaan for u in usulan[1:3]} == set(bersama)
    assert "dialami 2 desa" in usulan[1].alasan
    assert usulan[-1].permintaan == baru


def test_a_request_under_study_is_scheduled_and_goes_back_when_it_leaves():
    petugas = make_petugas()
    satu = move_permintaan(make_permintaan(), to=S.DITELAAH, by=petugas)
    rapat = make_rapat(by=petugas)
    assert add_permintaan(rapat, [satu], by=petugas) == 1
    assert add_permintaan(rapat, [satu], by=petugas) == 0
    satu.refresh_from_db()
    assert satu.status == S.DIJADWALKAN
    assert not suggest_permintaan(make_rapat(by=petugas))  # on a coming agenda already
    remove_agenda(rapat.agenda.get(), by=petugas)
    satu.refresh_from_db()
    assert satu.status == S.DITELAAH
    add_permintaan(rapat, [satu], by=petugas)
    cancel_rapat(rapat, alasan="Hujan lebat", by=petugas)
    satu.refresh_from_db()
    assert satu.status == S.DITELAAH


def test_another_kecamatans_request_is_refused():
    WilayahFactory(kode=f"{TETANGGA}.2001")
    asing = make_permintaan(di=f"{TETANGGA}.2001")
    rapat = make_rapat()
    with pytest.raises(RapatKeliru, match="bukan dari kecamatan"):
        add_permintaan(rapat, [asing], by=rapat.notulis)
    tatap = make_rapat(jenis="tatap_muka", desa=WilayahFactory(kode=INAN))
    with pytest.raises(RapatKeliru, match="desa yang ditemui"):
        add_permintaan(tatap, [make_permintaan(di=PANGGUNG)], by=rapat.notulis)


def test_a_village_reads_its_own_words_and_the_others_field_only(client):
    rapat, (inan, panggung) = make_sent(make_desa(), make_desa(di=PANGGUNG))
    milik = make_permintaan(judul="Kas desa Inan kacau")
    rahasia = make_permintaan(judul="Sengketa aparat Inan", rahasia=True)
    add_permintaan(rapat, [milik, rahasia], by=rapat.notulis)
    add_pokok(rapat, judul="Pembukaan", by=rapat.notulis)
    add_pokok(rapat, judul="Soal Inan saja", desa=milik.wilayah, by=rapat.notulis)
    assert len(agenda_lines(rapat, KECAMATAN)) == 4
    # nobody of Inan filed the confidential one, and even the desk's agenda has its number alone
    assert rahasia.nomor not in str(agenda_lines(rapat, sudut_of(inan)))
    assert f"Permintaan {rahasia.nomor}" in [b.judul for b in agenda_lines(rapat, KECAMATAN)]
    bacaan = [b.judul for b in agenda_lines(rapat, sudut_of(panggung))]
    bidang = milik.bidang.nama
    assert bacaan == [f"Permintaan desa lain ({bidang})", "Pembukaan", "Pokok desa lain"]
    halaman = client.get(reverse("ruko_rapat_undangan", args=[sign_undangan(panggung)]))
    for kata in ("Kas desa", "Sengketa", "Soal Inan"):
        assert kata not in halaman.content.decode()
    client.force_login(panggung.pengguna)
    admin = client.get(panggung.get_absolute_url()).content.decode()
    assert "Sengketa" not in admin
    assert "Kas desa" not in admin


def test_the_next_agenda_begins_with_what_is_still_open():
    inan = make_desa()
    lama, _u = make_sent(inan)
    selesai, terbuka = make_held(
        lama, {"isi": "Sudah beres", "penanggung_jawab": inan},
        {"isi": "Kirim data stunting", "penanggung_jawab": inan},
    )  # fmt: skip
    selesai.tindak_lanjut.__class__.objects.filter(pk=selesai.tindak_lanjut_id).update(
        status="selesai", bukti="ada", selesai_at=timezone.now()
    )
    baru = make_rapat(mulai_at=at_hour(hari=30))
    add_pokok(baru, judul="Lain-lain", by=baru.notulis)
    assert carry_over(baru, by=baru.notulis) == 1
    assert carry_over(baru, by=baru.notulis) == 0
    pertama = agenda_lines(baru, KECAMATAN)[0].agenda
    assert (pertama.jenis, pertama.keputusan_lalu) == ("tindak_lanjut", terbuka)


def test_the_officer_chooses_orders_and_takes_off_on_one_page(client):
    petugas = make_petugas()
    satu, dua = make_permintaan(judul="Satu"), make_permintaan(judul="Dua")
    rapat = make_rapat(by=petugas)
    client.force_login(petugas)
    alamat = reverse("admin:ruko_parsel_rapat_agenda", args=[rapat.pk])
    client.post(alamat, {"permintaan": [satu.pk, dua.pk]})
    a, b = rapat.agenda.order_by("urut")
    isi = {"urutkan": "1", f"urut_{a.pk}": "2", f"urut_{b.pk}": "1", f"menit_{a.pk}": "25",
           f"pembawa_{a.pk}": "Kasi <i>PMD</i>"}  # fmt: skip
    client.post(alamat, isi)
    assert [x.pk for x in rapat.agenda.order_by("urut")] == [b.pk, a.pk]
    teks = client.get(alamat).content.decode()
    assert "<i>PMD" not in teks
    client.post(alamat, {"urutkan": "1", f"menit_{a.pk}": "0"})
    client.post(alamat, {"urutkan": "1", f"menit_{a.pk}": "satu"})
    a.refresh_from_db()
    assert a.menit == 25
    client.post(alamat, {"hapus": str(a.pk)})
    assert AgendaRapat.objects.count() == 1


def test_a_stranger_finds_no_agenda(client):
    rapat = make_rapat()
    client.force_login(make_petugas(di=TETANGGA))
    alamat = reverse("admin:ruko_parsel_rapat_agenda", args=[rapat.pk])
    assert client.get(alamat).status_code == 404
    assert client.post(alamat, {"permintaan": "1"}).status_code == 404
