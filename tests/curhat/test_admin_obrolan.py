"""The page Obrolan: masked words, the true state of what was sent, only one's own area."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curhat.models import AmbilAlih, Curhat, RiwayatCurhat, TandaBaca
from curhat.services.obrolan import take_obrolan
from curhat.services.pesan_petugas import SMS_MAKS, sms_text, to_gsm7
from pesan.models import Kontak, PesanKeluar, TemplatPesan
from pesan.services.templat import forget_templat
from tests.curhat.conftest import DARI, PANDEAN, TAMAN, terima
from tests.dasbor.test_bahasa_admin import english_in
from tests.factories import CurhatFactory, KontakFactory, PenggunaFactory

pytestmark = pytest.mark.django_db
CERITA = "HAI LURAH Taman\nLampu jalan di RT 04 RW 01 mati, WA 081234567890. Nama saya Sutrisna"


@pytest.fixture
def kontak(kelurahan):
    terima(CERITA)
    return Kontak.objects.get()


@pytest.fixture
def masuk(client, moderator):
    client.force_login(moderator)
    return client


def halaman(client, kontak):
    return client.get(reverse("admin:curhat_obrolan_change", args=[kontak.pk]))


def langkah(client, kontak, kunci, **isi):
    return client.post(reverse("admin:curhat_obrolan_langkah", args=[kontak.pk, kunci]), isi)


def test_the_bubbles_are_masked_and_hold_no_pin(masuk, kontak):
    terima("tambahan, nomor saya 0813-9999-8888")
    response = halaman(masuk, kontak)
    teks = response.content.decode()
    assert "Lampu jalan di RT 04 RW 01 mati" in teks
    for pribadi in ("081234567890", "0813-9999-8888", "Sutrisna", DARI, "PIN: "):
        assert pribadi not in teks
    assert english_in(response) == []


def test_answers_to_tap_are_words_to_read(masuk, kontak):
    teks = halaman(masuk, kontak).content.decode()
    assert "(Pilihan: 5 Sangat membantu, " in teks
    assert "[[" not in teks
    assert "|4 Membantu" not in teks


def test_each_of_our_messages_shows_its_true_state(masuk, kontak):
    keadaan = {
        "queued": "antre", "sent": "terkirim", "delivered": "sampai", "read": "dibaca",
        "failed": "gagal: WhatsApp 131026: tidak terkirim", "expired": "kedaluwarsa",
    }  # fmt: skip
    pesan = PesanKeluar.objects.get(templat="jawaban")
    for status, kata in keadaan.items():
        galat = "WhatsApp 131026: tidak terkirim" if status == "failed" else ""
        PesanKeluar.objects.filter(pk=pesan.pk).update(status=status, galat=galat)
        teks = masuk.get(reverse("admin:curhat_obrolan_pesan", args=[kontak.pk])).content.decode()
        assert f'<span class="keadaan-{status}">{kata}' in teks
    PesanKeluar.objects.filter(pk=pesan.pk).update(cara="halaman", status="delivered", galat="")
    assert "hanya di halaman lacak" in halaman(masuk, kontak).content.decode()


def test_the_polled_part_polls_again_and_is_only_a_part(masuk, kontak):
    teks = masuk.get(reverse("admin:curhat_obrolan_pesan", args=[kontak.pk])).content.decode()
    assert 'hx-trigger="every 4s"' in teks
    assert "<html" not in teks
    lagi = re.search(r'hx-get="([^"]+)"', teks)[1]
    assert masuk.get(lagi).status_code == 204  # nothing new: the page stays as it is
    terima("masih mati pak")
    assert "masih mati pak" in masuk.get(lagi).content.decode()


def test_take_over_write_and_hand_back_by_the_page(masuk, kontak, moderator):
    assert langkah(masuk, kontak, "ambil").status_code == 302
    assert AmbilAlih.objects.open().get().by == moderator
    assert langkah(masuk, kontak, "tulis", teks="").status_code == 422
    langkah(masuk, kontak, "tulis", teks="Besok kami datang.")
    assert "Besok kami datang." in halaman(masuk, kontak).content.decode()
    langkah(masuk, kontak, "kembali")
    assert not AmbilAlih.objects.open().exists()
    ditolak = langkah(masuk, kontak, "tulis", teks="Halo")
    assert ditolak.status_code == 302
    assert PesanKeluar.objects.filter(templat="dari_petugas").count() == 1


def test_who_waits_for_staff_comes_first_then_who_is_unread(masuk, kelurahan, moderator):
    for n in range(3):
        terima("Lampu jalan dekat warung mati, gelap sekali kalau malam", dari=f"6281100{n}")
    satu, dua, tiga = Kontak.objects.order_by("id")
    take_obrolan(satu, by=moderator)
    halaman(masuk, tiga)
    terima("halo pak", dari="62811000")
    url = reverse("admin:curhat_obrolan_changelist")
    rows = [o.pk for o in masuk.get(url).context["cl"].result_list]
    assert rows == [satu.pk, dua.pk, tiga.pk]
    for keadaan, wanted in (
        ("menunggu", {satu.pk}), ("dipegang", {satu.pk}), ("saya", {satu.pk}),
        ("belum_dibaca", {satu.pk, dua.pk}),
    ):  # fmt: skip
        hasil = masuk.get(url, {"keadaan": keadaan}).context["cl"].result_list
        assert {o.pk for o in hasil} == wanted, keadaan
    teks = masuk.get(url).content.decode()
    assert "1 dipegang petugas, 1 menunggu jawaban" in teks
    assert "62811" not in teks


def test_a_conversation_is_found_by_code(masuk, kontak):
    kode = Curhat.objects.get().kode
    url = reverse("admin:curhat_obrolan_changelist")
    assert kode in masuk.get(url, {"q": kode[3:]}).content.decode()
    assert kode not in masuk.get(url, {"q": "ZZZZ"}).content.decode()


def test_the_list_costs_the_same_for_one_and_for_fifteen(
    masuk, kelurahan, django_assert_max_num_queries
):
    url = reverse("admin:curhat_obrolan_changelist")
    CurhatFactory(kontak=KontakFactory())
    masuk.get(url)
    with django_assert_max_num_queries(20) as satu:
        masuk.get(url)
    for _ in range(14):
        CurhatFactory(kontak=KontakFactory())
    with django_assert_max_num_queries(len(satu)):
        masuk.get(url)


def test_a_neighbour_sees_neither_list_nor_page_nor_poll(client, kontak):
    client.force_login(PenggunaFactory(peran="moderator", di=PANDEAN))
    kode = Curhat.objects.get().kode
    assert kode not in client.get(reverse("admin:curhat_obrolan_changelist")).content.decode()
    assert halaman(client, kontak).status_code == 404
    assert client.get(f"/admin/curhat/obrolan/{kontak.pk}/pesan/").status_code == 404
    for kunci in ("ambil", "kembali", "tulis", "alamat"):
        assert langkah(client, kontak, kunci, teks="x", alasan="x").status_code == 404
    assert not TandaBaca.objects.exists()


def test_who_may_not_read_all_reports_of_a_contact_sees_only_their_part(client, kontak, moderator):
    peka = CurhatFactory(kontak=kontak, rahasia=True, isi="dipukuli suami zamrud", di=PANDEAN)
    CurhatFactory(kontak=kontak, isi="laporan lain intan", di=PANDEAN)
    PesanKeluar.objects.create(
        kunci="uji", saluran="whatsapp", kontak=kontak, templat="jawaban", badan="zamrud rahasia",
        rujukan=peka.kode, kirim_setelah=timezone.now(),
    )  # fmt: skip
    client.force_login(moderator)
    teks = halaman(client, kontak).content.decode()
    assert "zamrud" not in teks
    assert "intan" not in teks
    assert "Sebagian percakapan tidak ditampilkan" in teks


def test_an_admin_of_the_area_sees_no_sensitive_conversation(client, kelurahan):
    kontak = KontakFactory()
    curhat = CurhatFactory(kontak=kontak, rahasia=True)
    client.force_login(PenggunaFactory(peran="admin_wilayah", di="35.77"))
    assert halaman(client, kontak).status_code == 404
    assert curhat.kode not in client.get("/admin/curhat/obrolan/").content.decode()


def test_the_window_is_told_and_outside_it_the_template_is_shown_before_it_goes(
    masuk, kontak, moderator
):
    take_obrolan(kontak, by=moderator)
    assert "Jendela pesan bebas terbuka" in halaman(masuk, kontak).content.decode()
    Kontak.objects.update(terakhir_masuk_at=timezone.now() - timedelta(hours=30))
    teks = halaman(masuk, kontak).content.decode()
    assert "belum ada templat yang disetujui" in teks
    assert 'name="teks"' not in teks
    TemplatPesan.objects.filter(kode="dari_petugas").update(nama_meta="dari_petugas")
    forget_templat()
    teks = halaman(masuk, kontak).content.decode()
    assert "Pratinjau templat" in teks
    assert "(tulisan Anda)" in teks
    langkah(masuk, kontak, "tulis", teks="Kami datang besok")
    assert "Pesan petugas tentang laporan" in PesanKeluar.objects.get(templat="dari_petugas").badan


def test_the_sms_is_one_part_of_plain_letters_with_code_and_link(masuk, kontak):
    curhat = Curhat.objects.select_related("wilayah").get()
    teks = sms_text(curhat)
    assert len(teks) <= SMS_MAKS
    assert to_gsm7(teks) == teks
    assert curhat.kode in teks
    assert "/lacak/" in teks
    assert "ampu" not in teks
    assert teks.split("Buka")[0] in halaman(masuk, kontak).content.decode()


@pytest.mark.parametrize("panjang", [10, 60, 100, 140])
def test_the_sms_fits_whatever_the_address_of_the_portal(kontak, settings, panjang):
    settings.SITE_URL = "https://" + "a" * panjang + ".id"
    assert len(sms_text(Curhat.objects.select_related("wilayah").get())) <= SMS_MAKS


def test_the_number_is_shown_once_for_a_reason_that_is_on_record(masuk, kontak, moderator):
    assert langkah(masuk, kontak, "alamat", alasan="").status_code == 422
    response = langkah(masuk, kontak, "alamat", alasan="SMS kabar, nomor 081234567890")
    assert DARI in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    baris = RiwayatCurhat.objects.get(peristiwa="alamat")
    assert (baris.by, baris.catatan) == (moderator, "SMS kabar, nomor [telepon]")
    assert DARI not in halaman(masuk, kontak).content.decode()


def test_a_number_that_was_erased_or_is_hidden_is_never_shown(masuk, kontak):
    Curhat.objects.update(anonim=True)
    assert "disembunyikan" in halaman(masuk, kontak).content.decode()
    assert langkah(masuk, kontak, "alamat", alasan="perlu").status_code == 302
    Curhat.objects.update(anonim=False)
    Kontak.objects.update(alamat="")
    teks = halaman(masuk, kontak).content.decode()
    assert "hanya terjangkau lewat kode dan PIN" in teks
    assert langkah(masuk, kontak, "ambil").status_code == 302
    assert not AmbilAlih.objects.exists()
    assert not RiwayatCurhat.objects.filter(peristiwa="alamat").exists()


def test_a_data_officer_has_no_conversations(client, kontak):
    client.force_login(PenggunaFactory(peran="data_officer", di=TAMAN))
    assert client.get("/admin/curhat/obrolan/").status_code == 403
    assert halaman(client, kontak).status_code == 404
