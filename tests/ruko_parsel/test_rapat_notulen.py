"""Minutes, decisions in force and how they are asked for, attendance, papers, chat."""

import datetime as dt
import threading
from urllib.parse import urlsplit

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hadir.models import Kehadiran, SesiHadir
from hadir.services import current_kode, record_hadir
from pesan.kanal.dasar import IsiMasuk, Masuk
from pesan.models import Kontak, PesanKeluar, PesanMasuk
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from ruko_parsel.cetak.rapat import compose_notulen
from ruko_parsel.kalender_rapat import list_acara
from ruko_parsel.models import Keputusan, Permintaan
from ruko_parsel.rapat_masuk import handle, questions
from ruko_parsel.rapat_tampil import KECAMATAN, attendance_of, sudut_of
from ruko_parsel.services.agenda_rapat import add_permintaan
from ruko_parsel.services.ingat_rapat import run_tagih, run_tuntas
from ruko_parsel.services.kabar_rapat import sign_undangan
from ruko_parsel.services.keputusan import (
    extend_keputusan,
    finish_keputusan,
    keputusan_url,
    reassign_keputusan,
    reopen_keputusan,
)
from ruko_parsel.services.notulen import (
    IsiKeputusan,
    SudahBerubah,
    add_keputusan,
    approve_notulen,
    correct_notulen,
    open_notulen,
    save_notulen,
)
from ruko_parsel.services.permintaan import move_permintaan
from ruko_parsel.services.rapat import RapatKeliru, end_rapat, start_rapat
from tests.factories import KontakFactory
from tests.ruko_parsel.pabrik import PANGGUNG, TETANGGA, make_desa, make_permintaan, make_petugas
from tests.ruko_parsel.pabrik_rapat import make_held, make_rapat, make_sent
from wilayah.zona import zona_of

pytestmark = pytest.mark.django_db
S = Permintaan.Status
WA = "+6281299990001"


def told(templat):
    return PesanKeluar.objects.filter(templat=templat).count()


def at_ten(hari):
    return dt.datetime.combine(hari, dt.time(10), tzinfo=zona_of("63.11.07"))


def test_approval_freezes_and_sends_each_decision_on_its_way():
    inan, petugas = make_desa(), make_petugas()
    rapat, _u = make_sent(inan, by=petugas)
    satu = move_permintaan(make_permintaan(), to=S.DITELAAH, by=petugas)
    add_permintaan(rapat, [satu], by=petugas)
    (putusan,) = make_held(
        rapat, {"isi": "Dampingi pembukuan Inan", "agenda": rapat.agenda.get(),
                "penanggung_jawab": petugas},
    )  # fmt: skip
    satu.refresh_from_db()
    assert satu.status == S.TINDAK_LANJUT
    assert putusan.wilayah_id == satu.wilayah_id
    assert putusan.tindak_lanjut.permintaan == satu
    assert any("Diputuskan di" in r.apa for r in satu.riwayat.all())
    assert told("rapat_notulen") == 1
    for rusak in (
        lambda: Keputusan.objects.filter(pk=putusan.pk).update(isi="Lain"),
        lambda: rapat.notulen.update(pembuka="Lain"),
        lambda: rapat.notulen.get().isi.update(teks="Lain"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rusak()
    assert SesiHadir.objects.get(rujukan=rapat.sesi_rujukan).dikunci_at is not None


def test_only_the_chair_or_the_camat_approves_and_only_when_it_is_over():
    rapat, _u = make_sent(make_desa())
    with pytest.raises(RapatKeliru, match="sejak rapat dimulai"):
        open_notulen(rapat, by=rapat.notulis)
    start_rapat(rapat, by=rapat.notulis)
    notulen = open_notulen(rapat, by=rapat.notulis)
    with pytest.raises(PermissionError):
        approve_notulen(notulen, by=make_petugas())
    with pytest.raises(RapatKeliru, match="Akhiri dulu"):
        approve_notulen(notulen, by=rapat.pimpinan)
    end_rapat(rapat, by=rapat.notulis)
    approve_notulen(notulen, by=rapat.pimpinan)
    with pytest.raises(RapatKeliru, match="sudah disetujui"):
        approve_notulen(notulen, by=rapat.pimpinan)


def test_two_who_approve_at_once_make_one_follow_up(nyata):
    rapat, _u = make_sent(make_desa())
    start_rapat(rapat, by=rapat.notulis)
    notulen = open_notulen(rapat, by=rapat.notulis)
    hari = timezone.localdate() + dt.timedelta(days=9)
    add_keputusan(notulen, IsiKeputusan("Kirim data", hari, penanggung_teks="BPD Inan"),
                  by=rapat.notulis)  # fmt: skip
    end_rapat(rapat, by=rapat.notulis)
    mulai, hasil = threading.Barrier(2), []

    def work():
        mulai.wait()
        try:
            approve_notulen(notulen, by=rapat.pimpinan)
            hasil.append("ya")
        except RapatKeliru:
            hasil.append("tidak")
        connection.close()

    benang = [threading.Thread(target=work) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(hasil) == ["tidak", "ya"]
    assert Keputusan.objects.open().count() == 1


def test_a_draft_saved_by_two_keeps_the_first_and_the_words_of_the_second(client):
    petugas = make_petugas()
    rapat, _u = make_sent(make_desa(), by=petugas)
    add_permintaan(rapat, [make_permintaan()], by=petugas)
    start_rapat(rapat, by=petugas)
    notulen = open_notulen(rapat, by=petugas)
    pokok = rapat.agenda.get().pk
    save_notulen(notulen, pembuka="A", penutup="", teks={pokok: "x"}, simpanan=0, by=petugas)
    with pytest.raises(SudahBerubah):
        save_notulen(notulen, pembuka="B", penutup="", teks={}, simpanan=0, by=petugas)
    client.force_login(petugas)
    alamat = reverse("admin:ruko_parsel_rapat_notulen", args=[rapat.pk])
    isi = {"simpanan": 0, "pembuka": "Tulisan kedua <b>", "penutup": "", f"agenda_{pokok}": "y"}
    jawab = client.post(alamat, isi)
    assert jawab.status_code == 422
    teks = jawab.content.decode()
    assert "Tulisan kedua &lt;b&gt;" in teks
    assert 'name="simpanan" value="1"' in teks
    assert client.post(alamat, isi, headers={"accept": "application/json"}).status_code == 409
    isi["simpanan"] = 1
    jawab = client.post(alamat, isi, headers={"accept": "application/json"})
    assert jawab.json()["simpanan"] == 2


def test_a_wrong_decision_names_its_field(client):
    petugas, asing = make_petugas(), make_desa(di=PANGGUNG)
    rapat, _u = make_sent(make_desa(), by=petugas)
    add_permintaan(rapat, [make_permintaan()], by=petugas)
    start_rapat(rapat, by=petugas)
    notulen = open_notulen(rapat, by=petugas)
    besok = timezone.localdate() + dt.timedelta(days=9)
    for kolom, isi in (
        ("isi", {"isi": " ", "penanggung_teks": "BPD"}),
        ("penanggung_jawab", {}),
        ("penanggung_jawab", {"penanggung_jawab": make_petugas(di=TETANGGA)}),
        ("penanggung_jawab", {"penanggung_jawab": asing, "agenda": rapat.agenda.get()}),
        ("tenggat", {"penanggung_teks": "BPD", "tenggat": besok - dt.timedelta(days=60)}),
    ):
        with pytest.raises(RapatKeliru) as galat:
            add_keputusan(notulen, IsiKeputusan(**({"isi": "A", "tenggat": besok} | isi)),
                          by=petugas)  # fmt: skip
        assert galat.value.kolom == kolom
    client.force_login(petugas)
    alamat = reverse("admin:ruko_parsel_rapat_notulen", args=[rapat.pk])
    jawab = client.post(alamat, {"langkah": "putuskan", "isi": "A", "tenggat": besok})
    assert jawab.status_code == 422
    assert "penanggung jawabnya" in jawab.content.decode()


def test_a_correction_is_a_version_and_may_add_decisions():
    rapat, _u = make_sent(make_desa())
    make_held(rapat, {"isi": "Pertama", "penanggung_teks": "BPD Inan"})
    with pytest.raises(RapatKeliru, match="apa yang dibetulkan"):
        correct_notulen(rapat, catatan=" ", by=rapat.notulis)
    baru = correct_notulen(rapat, catatan="Jumlah kursi keliru", by=rapat.notulis)
    hari = timezone.localdate() + dt.timedelta(days=9)
    add_keputusan(baru, IsiKeputusan("Kedua", hari, penanggung_teks="BPD Inan"), by=rapat.notulis)
    approve_notulen(baru, by=rapat.pimpinan)
    assert [k.nomor for k in rapat.keputusan.order_by("nomor")] == [1, 2]
    assert Keputusan.objects.open().count() == 2
    assert [n.versi for n in rapat.notulen.all()] == [2, 1]


def test_owners_are_asked_before_on_the_day_and_weekly_after_once_each():
    inan = make_desa(nomor_wa=WA)
    rapat, _u = make_sent(inan)
    (putusan,) = make_held(rapat, {"penanggung_jawab": inan})
    hari = putusan.batas
    for lewat in (-5, -2, -1, 0, 0, 3, 7, 8, 14):
        run_tagih(at_ten(hari + dt.timedelta(days=lewat)))
    assert told("keputusan_ingat") == 2
    assert told("keputusan_lewat") == 2
    assert run_tagih(at_ten(hari + dt.timedelta(days=30)).replace(hour=5)) == 0  # not at night
    extend_keputusan(putusan, tenggat=hari + dt.timedelta(days=40), alasan="Hujan",
                     by=rapat.notulis)  # fmt: skip
    assert run_tagih(at_ten(hari + dt.timedelta(days=30))) == 0
    assert run_tagih(at_ten(hari + dt.timedelta(days=38))) == 1


def test_the_owner_reports_by_link_and_an_old_link_dies(client):
    inan, petugas = make_desa(), make_petugas()
    rapat, _u = make_sent(inan, by=petugas)
    (putusan,) = make_held(rapat, {"penanggung_jawab": inan})
    alamat = urlsplit(keputusan_url(putusan, inan)).path
    assert "Kirim data" in client.get(alamat).content.decode()
    kosong = client.post(alamat, {"keadaan": "belum"})
    assert "Tulis singkat sebabnya" in kosong.content.decode()
    assert client.post(alamat, {"keadaan": "belum", "catatan": "Tunggu kades"}).status_code == 303
    putusan.refresh_from_db()
    assert putusan.tindak_lanjut.status == "berjalan"
    assert client.post(alamat, {"keadaan": "selesai", "catatan": "Terkirim"}).status_code == 303
    assert client.post(alamat, {"keadaan": "selesai", "catatan": "Lagi"}).status_code == 303
    putusan = Keputusan.objects.get()
    assert (putusan.keadaan, putusan.hasil) == ("Selesai", "Terkirim")
    reopen_keputusan(putusan, alasan="Datanya kurang", by=petugas)
    reassign_keputusan(putusan, orang=petugas, by=rapat.pimpinan)
    assert client.get(alamat).status_code == 404


def test_the_officer_is_told_when_nothing_of_a_request_is_left():
    petugas = make_petugas()
    rapat, _u = make_sent(make_desa(), by=petugas)
    satu = move_permintaan(make_permintaan(), to=S.DITELAAH, by=petugas, petugas=petugas)
    add_permintaan(rapat, [satu], by=petugas)
    pokok = rapat.agenda.get()
    a, b = make_held(rapat, *({"agenda": pokok, "penanggung_jawab": petugas} for _ in range(2)))
    finish_keputusan(a, hasil="Beres", by=petugas)
    assert run_tuntas() == 0
    assert told("keputusan_tuntas") == 0
    finish_keputusan(b, hasil="Beres juga", by=petugas)
    run_tuntas()
    assert told("keputusan_tuntas") == 1


def say(teks, nomor=WA):
    angka = nomor.lstrip("+")
    kontak, _baru = Kontak.objects.get_or_create(
        saluran=Saluran.WHATSAPP, hash=hash_identity(Saluran.WHATSAPP, angka),
        defaults={"alamat": angka},
    )  # fmt: skip
    n = PesanMasuk.objects.count() + 1
    pesan = PesanMasuk.objects.create(saluran=Saluran.WHATSAPP, id_penyedia=f"uji{n}")
    m = Masuk(pesan, IsiMasuk("teks", teks), kontak, None, "63.11.07", timezone.now())
    return handle([m])[0]


def test_a_batch_in_which_nobody_answers_costs_no_query(django_assert_num_queries):
    pesan = PesanMasuk.objects.create(saluran=Saluran.WHATSAPP, id_penyedia="uji-cerita")
    cerita = IsiMasuk("teks", "Jalan di depan balai desa berlubang, tolong dilihat")
    m = Masuk(pesan, cerita, KontakFactory(), None, "63.11.07", timezone.now())
    with django_assert_num_queries(0):
        assert handle([m]) == [False]


def test_answers_in_the_chat_are_understood_and_stories_pass_on():
    inan = make_desa(nomor_wa=WA)
    rapat, (undangan,) = make_sent(inan)
    assert not say("HADIR", "+6281299990002")
    assert not say("Kami ingin hadir tetapi jalan desa rusak sejak banjir kemarin")
    assert say("Hadir")
    assert say("diwakilkan")
    undangan.refresh_from_db()
    assert undangan.jawaban == "hadir"
    assert say("DIWAKILKAN Ahmad [[A|B]]")
    undangan.refresh_from_db()
    assert (undangan.jawaban, undangan.wakil) == ("diwakilkan", "Ahmad [[A|B]]")
    assert not PesanKeluar.objects.filter(templat="rapat_jawab", badan__contains="[[A|B]]").exists()
    assert say("tidak hadir, sakit")
    (putusan,) = make_held(rapat, {"penanggung_jawab": inan})
    assert not say("sudah selesai semua ya pak")
    assert say(f"BELUM {putusan.pk}")  # asks why
    assert say("BELUM menunggu kepala desa")
    putusan = Keputusan.objects.get()
    assert putusan.tindak_lanjut.status == "berjalan"
    kontak = Kontak.objects.get(hash=putusan.balas_hash)
    assert questions([kontak.pk]).count() == 1
    assert say("SELESAI sudah dikirim")
    assert Keputusan.objects.get().hasil == "sudah dikirim"
    assert not say("SELESAI")


def test_who_scans_the_code_is_counted_by_village(client):
    inan, panggung, petugas = make_desa(), make_desa(di=PANGGUNG), make_petugas()
    rapat, (satu, dua) = make_sent(inan, panggung, by=petugas)
    start_rapat(rapat, by=petugas)
    sesi = SesiHadir.objects.get(rujukan=rapat.sesi_rujukan)
    halaman = client.get(urlsplit(current_kode(sesi).url).path)
    karcis = halaman.context["karcis"]
    salah = client.post("/hadir/", {"karcis": karcis, "kode": "ZZZZ9"})
    assert salah.status_code == 422
    assert client.post("/hadir/", {"karcis": karcis, "kode": satu.kode}).status_code == 302
    assert attendance_of(rapat).ringkas.startswith("1 dari 2 desa/kelurahan hadir")
    client.force_login(petugas)
    alamat = reverse("admin:ruko_parsel_rapat_hadir", args=[rapat.pk])
    client.post(alamat, {"kunci": dua.kunci_orang})
    client.post(alamat, {"kunci": dua.kunci_orang})
    client.post(alamat, {"batal": dua.kunci_orang})
    client.post(alamat, {"tamu": "1", "nama": "Tamu <b>", "lembaga": "Puskesmas"})
    assert Kehadiran.objects.valid().filter(sesi=sesi).count() == 2
    isi = client.get(alamat).content.decode()
    assert "Tamu &lt;b&gt;" in isi
    assert client.get(reverse("admin:ruko_parsel_rapat_layar", args=[rapat.pk])).status_code == 200
    assert client.post(alamat, {"kunci": "undangan:999999"}).status_code == 302
    client.force_login(make_petugas(di=TETANGGA))
    assert client.get(alamat).status_code == 404


def test_a_village_downloads_minutes_without_the_others(client):
    inan, panggung = make_desa(nama="Zulaikha Inanwati"), make_desa(di=PANGGUNG)
    petugas = make_petugas()
    rapat, (satu, dua) = make_sent(inan, panggung, by=petugas)
    rahasia = make_permintaan(judul="Sengketa Inan", rahasia=True)
    add_permintaan(rapat, [rahasia], by=petugas)
    start_rapat(rapat, by=petugas)
    sesi = SesiHadir.objects.get(rujukan=rapat.sesi_rujukan)
    record_hadir(sesi, satu.kunci_orang, cara="daftar", by=petugas)
    notulen = open_notulen(rapat, by=petugas)
    pokok = rapat.agenda.get()
    save_notulen(notulen, pembuka="Dibuka camat", penutup="", simpanan=0, by=petugas,
                 teks={pokok.pk: "Uraian peka Inan"})  # fmt: skip
    make_held(rapat, {"isi": "Damai di Inan", "agenda": pokok, "penanggung_jawab": inan},
              {"isi": "Semua kirim data", "penanggung_teks": "Semua sekdes"})  # fmt: skip
    semua, desa = (str(compose_notulen(rapat, s).blok) for s in (KECAMATAN, sudut_of(dua)))
    for kata in (rahasia.nomor, "Uraian peka Inan", "Damai di Inan", str(inan)):
        assert kata in semua
        assert kata not in desa
    assert "Semua kirim data" in desa
    assert "Damai di Inan" in str(compose_notulen(rapat, sudut_of(satu)).blok)
    tanda = sign_undangan(dua)
    for nama, awal in (("notulen.pdf", b"%PDF"), ("notulen.docx", b"PK"), ("undangan.pdf", b"%PDF"),
                       ("agenda.pdf", b"%PDF"), ("acara.ics", b"BEGIN:VCALENDAR")):  # fmt: skip
        jawab = client.get(reverse("ruko_rapat_berkas", args=[tanda, nama]))
        assert jawab.content.startswith(awal), nama
    assert client.get(reverse("ruko_rapat_berkas", args=[tanda, "hadir.pdf"])).status_code == 404
    client.force_login(petugas)
    for nama in ("hadir.pdf", "hadir.docx", "notulen.docx", "acara.ics"):
        alamat = reverse("admin:ruko_parsel_rapat_berkas", args=[rapat.pk, nama])
        assert client.get(alamat).status_code == 200


def test_a_village_sees_decisions_for_itself_and_for_all_only(client):
    inan, panggung, petugas = make_desa(), make_desa(di=PANGGUNG), make_petugas()
    rapat, _u = make_sent(inan, panggung, by=petugas)
    a, b = make_held(
        rapat, {"isi": "Hanya Inan", "penanggung_jawab": inan, "desa": make_permintaan().wilayah},
        {"isi": "Untuk semua", "penanggung_teks": "Sekdes"},
    )  # fmt: skip
    client.force_login(panggung)
    daftar = client.get(reverse("admin:ruko_parsel_keputusan_changelist")).content.decode()
    assert "Untuk semua" in daftar
    assert "Hanya Inan" not in daftar
    assert client.get(a.get_absolute_url()).status_code == 404
    langkah = reverse("admin:ruko_parsel_keputusan_langkah", args=[b.pk, "batal"])
    client.post(langkah, {"alasan": "Tidak mau"})
    b.refresh_from_db()
    assert b.is_open
    client.force_login(make_petugas(di=TETANGGA))
    assert client.get(b.get_absolute_url()).status_code == 404
    client.force_login(petugas)
    client.post(langkah, {"alasan": "Diganti program kabupaten"})
    b = Keputusan.objects.get(pk=b.pk)
    assert b.keadaan == "Tidak dilanjutkan"


def test_the_calendar_holds_meetings_one_is_asked_to():
    inan, lain = make_desa(), make_desa(di=PANGGUNG)
    rapat, _u = make_sent(inan)
    dari, sampai = timezone.now(), timezone.now() + dt.timedelta(days=30)
    (acara,) = list_acara(inan, dari, sampai)
    assert acara.mulai == rapat.mulai_at
    assert acara.mulai.tzname() == "WITA"
    assert not list(list_acara(lain, dari, sampai))
    assert [a.uid for a in list_acara(rapat.notulis, dari, sampai)] == [acara.uid]


def test_the_officer_plans_a_meeting_on_the_clock_of_the_place(client):
    petugas, camat = make_petugas(), make_rapat().pimpinan
    client.force_login(petugas)
    alamat = reverse("admin:ruko_parsel_rapat_add")
    isi = {"wilayah": "63.11.07", "judul": "Musyawarah", "jenis": "musyawarah",
           "tanggal": "2027-01-31", "mulai": "09:00", "selesai": "08:00", "tempat": "Aula",
           "pimpinan": camat.pk, "notulis": petugas.pk}  # fmt: skip
    assert "sesudah jam mulai" in client.post(alamat, isi).content.decode()
    isi["selesai"] = "11:00"
    assert client.post(alamat, isi).status_code == 302
    rapat = petugas.rapat_dicatat.get(judul="Musyawarah")
    assert rapat.mulai_at == dt.datetime(2027, 1, 31, 1, tzinfo=dt.UTC)
    isi["jenis"] = "tatap_muka"
    assert "Pilih desa" in client.post(alamat, isi).content.decode()
    client.force_login(make_desa())
    assert client.get(alamat).status_code in {403, 404}


def test_lists_cost_the_same_for_one_row_and_for_fifteen(client, django_assert_max_num_queries):
    petugas = make_petugas()
    client.force_login(petugas)
    daftar = ("rapat", "undanganrapat", "keputusan")
    hitung = []
    for banyak in (1, 14):
        for _ in range(banyak):
            rapat, _u = make_sent(make_desa(), by=petugas)
            make_held(rapat, {"penanggung_teks": "BPD Inan"})
        for satu in daftar:
            alamat = reverse(f"admin:ruko_parsel_{satu}_changelist")
            with django_assert_max_num_queries(40) as dicatat:
                assert client.get(alamat).status_code == 200
            hitung.append(len(dicatat))
    assert hitung[:3] == hitung[3:]


def test_the_month_shows_meetings_and_survives_any_month(client):
    rapat = make_rapat()
    client.force_login(rapat.notulis)
    alamat = reverse("admin:ruko_parsel_rapat_kalender")
    bulan = f"{rapat.mulai_at.astimezone(zona_of('63.11.07')):%Y-%m}"
    assert rapat.judul in client.get(alamat, {"bulan": bulan}).content.decode()
    for aneh in ("", "x", "2026-13", "0000-01", "9999-12"):
        assert client.get(alamat, {"bulan": aneh}).status_code == 200
