"""The outbox's way in: owed once, by the right channel, and never to who asked us to stop."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone

from pesan.models import Kontak, NomorKanal, Persetujuan, PesanKeluar, PesanMasuk, TemplatPesan
from pesan.services import (
    Kiriman,
    hold_alamat,
    queue_pesan,
    queue_pesan_many,
    record_persetujuan,
    release_alamat,
    resend_pesan,
)
from pesan.services.templat import forget_templat, render
from tests.factories import PenggunaFactory, WilayahFactory


def _templat(kode="uji", badan="Halo {nama}, kode {kode}.", **lain):
    forget_templat()
    return TemplatPesan.objects.create(kode=kode, badan=badan, **lain)


def test_a_message_is_owed_once(warga):
    _templat()
    satu = queue_pesan(kunci="k1", templat="uji", slots={"nama": "Sari"}, kontak=warga)
    dua = queue_pesan(kunci="k1", templat="uji", slots={"nama": "Lain"}, kontak=warga)
    assert satu == dua
    pesan = PesanKeluar.objects.get()
    assert pesan.badan == "Halo Sari, kode ."
    assert (pesan.status, pesan.saluran, pesan.versi_templat) == ("queued", "whatsapp", 1)


def test_a_very_long_key_still_counts_once(warga):
    for _ in range(2):
        queue_pesan(kunci="k" * 300, templat="x", badan="isi", kontak=warga)
    assert PesanKeluar.objects.count() == 1


def test_a_missing_template_is_an_error_and_a_body_needs_none(warga):
    with pytest.raises(LookupError):
        queue_pesan(kunci="a", templat="tidak_ada", kontak=warga)
    assert queue_pesan(kunci="b", templat="tidak_ada", badan="isi", kontak=warga) is not None


def test_the_nearest_areas_text_wins_then_the_general_one(warga, taman):
    kota = WilayahFactory(kode="35.77")
    rt = WilayahFactory(kode="35.77.03.1009.02.03")
    _templat(badan="umum")
    _templat(badan="kota", wilayah=kota)
    _templat(badan="kota wa", wilayah=kota, saluran="whatsapp")
    queue_pesan(kunci="1", templat="uji", kontak=warga, wilayah=rt)
    queue_pesan(kunci="2", templat="uji", kontak=warga)
    assert PesanKeluar.objects.get(kunci="1").badan == "kota wa"
    assert PesanKeluar.objects.get(kunci="2").badan == "umum"


def test_braces_and_percent_signs_of_a_person_stay_as_they_are():
    assert render("{a} {b}", {"a": "{b} %s {0}", "b": "x"}) == "{b} %s {0} x"


def test_a_resident_is_answered_from_the_number_they_wrote_to(warga, nomor):
    pandean = WilayahFactory(kode="35.77.03.1002")
    NomorKanal.objects.create(
        saluran="whatsapp", nomor_id="2", tampilan="2", wilayah=pandean, app_secret="x"
    )
    PesanMasuk.objects.create(
        saluran="whatsapp", id_penyedia="m1", kontak=warga, nomor_kanal=nomor, muatan="{}"
    )
    pesan = queue_pesan(kunci="1", templat="x", badan="x", kontak=warga, wilayah=pandean)
    assert pesan.nomor_kanal == nomor


def test_who_asked_us_to_stop_gets_nothing_but_the_confirmation(warga, templat):
    warga.berhenti_at = timezone.now()
    assert queue_pesan(kunci="1", templat="x", badan="isi", kontak=warga) is None
    assert queue_pesan(kunci="2", templat="berhenti", kontak=warga) is not None


def test_nobody_is_owed_nothing(db):
    assert queue_pesan(kunci="1", templat="x", badan="isi") is None


def _staf(**lain):
    return PenggunaFactory(peran="lurah", di="35.77.03.1009", **lain)


def test_staff_are_told_by_whatsapp_else_by_mail_else_truly_not(nomor, taman):
    kepada = {
        "wa": _staf(nomor_wa="+6281111", email="a@contoh.id"),
        "surel": _staf(email="b@contoh.id"),
        "tiada": _staf(),
    }
    for kunci, pengguna in kepada.items():
        queue_pesan(kunci=kunci, templat="x", badan="isi", pengguna=pengguna, wilayah=taman)
    jalan = {p.kunci: (p.saluran, p.status) for p in PesanKeluar.objects.all()}
    assert jalan == {
        "wa": ("whatsapp", "queued"),
        "surel": ("email", "queued"),
        "tiada": ("email", "failed"),
    }


def test_without_a_number_of_the_area_staff_get_mail(taman):
    pengguna = _staf(nomor_wa="+6281111", email="a@contoh.id")
    pesan = queue_pesan(kunci="1", templat="x", badan="isi", pengguna=pengguna, wilayah=taman)
    assert pesan.saluran == "email"


@pytest.mark.parametrize(
    ("saluran", "alamat", "jalan"),
    [
        ("web", "", ("web", "delivered", "halaman")),
        ("kios", "", ("kios", "delivered", "halaman")),
        ("web", "sari@contoh.id", ("email", "queued", "bebas")),
        ("web", "6281200000001", ("web", "delivered", "halaman")),
        ("telegram", "123", ("telegram", "delivered", "halaman")),
        ("whatsapp", "", ("whatsapp", "delivered", "halaman")),
    ],
)
def test_a_form_is_answered_on_its_page_or_by_mail(nomor, saluran, alamat, jalan):
    kontak = Kontak.objects.create(saluran=saluran, hash=f"{saluran}{alamat}", alamat=alamat)
    pesan = queue_pesan(kunci="1", templat="x", badan="isi", kontak=kontak, wilayah=nomor.wilayah)
    assert (pesan.saluran, pesan.status, pesan.cara) == jalan


def test_a_form_that_left_a_whatsapp_number_gets_an_approved_template(nomor):
    _templat(nama_meta="uji_meta")
    kontak = Kontak.objects.create(saluran="web", hash="h", alamat="6281200000001")
    pesan = queue_pesan(kunci="1", templat="uji", kontak=kontak, wilayah=nomor.wilayah)
    assert (pesan.saluran, pesan.status, pesan.cara) == ("whatsapp", "queued", "templat")


def test_many_cost_three_queries(warga, nomor, django_assert_max_num_queries):
    queue_pesan(kunci="0", templat="x", badan="isi", kontak=warga)
    kiriman = [
        Kiriman(kunci=str(n), templat="x", badan="isi", kontak=warga, wilayah=nomor.wilayah)
        for n in range(40)
    ]
    with django_assert_max_num_queries(3):
        assert len(queue_pesan_many(kiriman)) == 40


def test_only_a_failed_message_can_be_sent_again(warga):
    staf = _staf()
    pesan = queue_pesan(kunci="1", templat="x", badan="isi", kontak=warga)
    with pytest.raises(ValueError, match="gagal"):
        resend_pesan(pesan, by=staf)
    PesanKeluar.objects.update(status="failed", percobaan=6, galat="x")
    assert resend_pesan(pesan, by=staf).status == "queued"
    assert pesan.peristiwa.get().status == "queued"


def test_the_address_is_held_while_a_ticket_is_open(warga):
    hold_alamat(warga)
    warga.refresh_from_db()
    assert warga.alamat_hingga is None
    release_alamat(warga)
    assert warga.alamat_hingga > timezone.now()


def test_a_person_who_wants_nothing_kept_is_not_held(warga):
    record_persetujuan(warga, "simpan_alamat", "tidak", "v1")
    hold_alamat(warga)
    warga.refresh_from_db()
    assert warga.simpan == "tidak"
    assert warga.alamat_hingga is not None
    record_persetujuan(warga, "simpan_alamat", "dicabut", "v1")
    assert warga.alamat_hingga is None
    assert Persetujuan.objects.count() == 2


def test_a_message_has_exactly_one_recipient(warga):
    with pytest.raises(IntegrityError, match="pesan_keluar_satu_penerima"), transaction.atomic():
        PesanKeluar.objects.create(
            kunci="x", saluran="whatsapp", templat="x", badan="x", kirim_setelah=timezone.now()
        )


@pytest.mark.parametrize(
    ("nama", "ubah"),
    [
        ("pesan_masuk_selesai_iff_at", {"status": "selesai", "selesai_at": None}),
        ("pesan_masuk_selesai_iff_at", {"status": "baru", "selesai_at": timezone.now()}),
        ("pesan_masuk_sekali", {"id_penyedia": "a"}),
    ],
)
def test_the_inbox_cannot_say_what_is_not_so(nomor, nama, ubah):
    for id_penyedia in ("a", "b"):
        PesanMasuk.objects.create(saluran="whatsapp", id_penyedia=id_penyedia, muatan="{}")
    with pytest.raises(IntegrityError, match=nama), transaction.atomic():
        PesanMasuk.objects.filter(id_penyedia="b").update(**ubah)


@pytest.mark.parametrize(
    ("nama", "kolom"), [("kontak_hash_unik", "hash"), ("kontak_hash_lain_unik", "hash_lain")]
)
def test_one_channel_id_is_one_person(db, nama, kolom):
    Kontak.objects.create(saluran="whatsapp", hash="a", hash_lain="b")
    isi = {"hash": "c"} | {kolom: "a" if kolom == "hash" else "b"}
    with pytest.raises(IntegrityError, match=nama), transaction.atomic():
        Kontak.objects.create(saluran="whatsapp", **isi)


def test_only_one_version_of_a_template_is_active(db):
    _templat()
    with pytest.raises(IntegrityError, match="templat_pesan_satu_aktif"), transaction.atomic():
        _templat(versi=2)


@pytest.mark.parametrize("perintah", ["UPDATE pesan_persetujuan SET keputusan='x'",
                                      "DELETE FROM pesan_persetujuan",
                                      "TRUNCATE pesan_persetujuan"])  # fmt: skip
def test_consent_can_only_be_added_to(warga, perintah):
    record_persetujuan(warga, "anonim", "ya", "v1")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises((InternalError, ProgrammingError), match="append-only"):
            cursor.execute(perintah)


def test_a_line_of_a_template_may_depend_on_a_slot():
    badan = "Satu.\n{?tanya}{tanya}\nDua.\n{?pilihan}[[{pilihan}]]"
    assert render(badan, {"tanya": "Di mana?", "pilihan": "A|B"}) == (
        "Satu.\nDi mana?\nDua.\n[[A|B]]"
    )
    assert render(badan, {"tanya": ""}) == "Satu.\nDua."
