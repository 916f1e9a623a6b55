"""The host's page works without JavaScript; staff record paper with its scan."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from luna_maya.izin import izin_of
from luna_maya.models import Kunjungan, PersetujuanTuanRumah
from luna_maya.services.kunjungan import reschedule_kunjungan
from luna_maya.services.persetujuan import sign_undangan
from pesan.models import PesanKeluar
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, malam
from tests.luna_maya.pabrik_persetujuan import make_agreed, make_host, make_invited
from wilayah.zona import zona_of

pytestmark = pytest.mark.django_db
S = Kunjungan.Status
SEMUA = ("catatan", "foto", "video", "suara", "sebut_rt", "tampil")


def alamat(kunjungan):
    return reverse("luna_undangan", args=[sign_undangan(kunjungan)])


def isi(kunjungan, langkah="ya", ya=("catatan", "sebut_rt"), **lain):
    kunjungan.refresh_from_db()
    pilihan = {apa: "ya" if apa in ya else "tidak" for apa in SEMUA}
    return {"langkah": langkah, "untuk": kunjungan.mulai_at.isoformat(), **pilihan, **lain}


def test_the_page_says_when_who_and_asks_each_permission_apart(client):
    kunjungan = make_invited()
    halaman = client.get(alamat(kunjungan))
    teks = halaman.content.decode()
    assert "19.00 WITA" in teks
    assert "Boleh mengambil foto?" in teks
    assert "Gang Purnama" not in teks
    assert "Durahman" not in teks
    assert halaman["X-Robots-Tag"] == "noindex, nofollow"
    assert len(halaman.content) < 60_000


def test_yes_with_photos_is_recorded_as_chosen_and_a_reload_changes_nothing(client):
    kunjungan = make_invited()
    data = isi(kunjungan, ya=("catatan", "foto"))
    jawab = client.post(alamat(kunjungan), data)
    assert jawab.status_code == 303
    client.post(alamat(kunjungan), data)
    kunjungan.refresh_from_db()
    izin = izin_of(kunjungan)
    assert kunjungan.status == S.PASTI
    assert (izin.may_catat, izin.may_foto, izin.may_sebut_rt) == (True, True, False)
    assert PersetujuanTuanRumah.objects.count() == 1
    assert "sudah tercatat" in client.get(jawab["Location"]).content.decode()


def test_a_missing_choice_is_named(client):
    kunjungan = make_invited()
    data = isi(kunjungan)
    del data["video"]
    halaman = client.post(alamat(kunjungan), data)
    assert halaman.status_code == 422
    assert "Pilih ya atau tidak: video." in halaman.content.decode()


def test_with_children_the_guardian_is_asked_for_by_name_of_the_field(client):
    kunjungan = make_invited(tuan_rumah=make_host(ada_anak=True))
    halaman = client.post(alamat(kunjungan), isi(kunjungan, ya=("catatan", "foto")))
    assert halaman.status_code == 422
    assert "orang tua atau wali" in halaman.content.decode()
    client.post(alamat(kunjungan), isi(kunjungan, ya=("catatan", "foto"), wali="on"))
    assert izin_of(kunjungan).may_foto


def test_another_time_is_read_on_the_clock_of_the_place(client):
    kunjungan = make_invited()
    hari = malam(hari=8).date()
    client.post(alamat(kunjungan), isi(kunjungan, "lain", tanggal=str(hari), jam="00:30"))
    baris = PersetujuanTuanRumah.objects.get()
    assert baris.minta_mulai_at == dt.datetime.combine(hari, dt.time(0, 30), zona_of(UTARA))
    assert "diatur ulang" in client.get(alamat(kunjungan)).content.decode()


def test_a_time_that_has_passed_or_is_none_is_refused(client):
    kunjungan = make_invited()
    halaman = client.post(
        alamat(kunjungan), isi(kunjungan, "lain", tanggal="2020-01-01", jam="19:00")
    )
    assert "sudah lewat" in halaman.content.decode()
    halaman = client.post(alamat(kunjungan), isi(kunjungan, "lain", tanggal="31-31-31", jam=""))
    assert "Pilih jamnya." in halaman.content.decode()
    assert not PersetujuanTuanRumah.objects.exists()


def test_a_page_that_was_open_while_the_visit_moved_is_told_so(client):
    kunjungan = make_invited()
    data = isi(kunjungan)
    baru = malam(hari=4)
    reschedule_kunjungan(kunjungan, mulai_at=baru, selesai_at=baru + dt.timedelta(hours=5),
                         alasan="Hujan", by=None)  # fmt: skip
    halaman = client.post(alamat(kunjungan), data)
    assert halaman.status_code == 422
    assert "diatur ulang" in halaman.content.decode()


def test_no_and_withdrawal_need_no_reason(client):
    kunjungan = make_invited()
    client.post(alamat(kunjungan), isi(kunjungan, "tidak"))
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.BATAL
    lain = make_agreed(tuan_rumah=make_host("Bu Masitah"), mulai_at=malam(hari=2))
    client.post(alamat(lain), {"langkah": "cabut"})
    lain.refresh_from_db()
    assert lain.status == S.BATAL
    assert "Persetujuan sudah dicabut" in client.get(alamat(lain)).content.decode()


def test_a_forged_link_and_the_link_of_another_host_open_nothing(client):
    kunjungan = make_invited()
    lama = alamat(kunjungan)
    assert client.get("/luna-maya/undangan/karangan/").status_code == 404
    Kunjungan.objects.update(tuan_rumah=make_host("Keluarga Lain"))
    assert client.get(lama).status_code == 404


def meja(kunjungan, apa):
    return reverse(f"admin:luna_maya_setuju_{apa}", args=[kunjungan.kode])


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def test_staff_ask_the_host_from_the_visits_page(client):
    kunjungan = make_kunjungan(tuan_rumah=make_host())
    client.force_login(kunjungan.lurah)
    halaman = client.get(kunjungan.get_absolute_url()).content.decode()
    assert "Undang tuan rumah" in halaman
    assert "+6281" in halaman
    client.post(meja(kunjungan, "ajak"))
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.MENUNGGU
    assert PesanKeluar.objects.filter(templat="luna_ajak").count() == 1
    assert client.get(meja(kunjungan, "ajak")).status_code == 405


@pytest.mark.parametrize("status", ["failed", "expired"])
def test_an_invitation_that_could_not_go_out_is_told_until_it_is_asked_anew(client, status):
    kunjungan = make_invited()
    client.force_login(kunjungan.lurah)
    gagal = "Undangan lewat WhatsApp tidak terkirim"
    assert gagal not in client.get(kunjungan.get_absolute_url()).content.decode()
    PesanKeluar.objects.filter(templat="luna_ajak").update(status=status)
    assert gagal in client.get(kunjungan.get_absolute_url()).content.decode()
    client.post(reverse("admin:luna_maya_setuju_ajak", args=[kunjungan.kode]))
    assert gagal not in client.get(kunjungan.get_absolute_url()).content.decode()


def test_a_paper_form_is_printed_signed_and_recorded_with_its_scan(client):
    kunjungan = make_kunjungan(tuan_rumah=make_host(ada_anak=True))
    client.force_login(kunjungan.lurah)
    cetak = client.get(meja(kunjungan, "formulir"))
    assert cetak.content.startswith(b"%PDF-")
    data = isi(kunjungan, jawaban="ya", ya=("catatan", "foto"))
    tanpa = client.post(meja(kunjungan, "kertas"), data)
    assert tanpa.status_code == 422
    assert "Sertakan foto atau pindaian" in tanpa.content.decode()
    pindaian = SimpleUploadedFile("f.pdf", PDF)
    wali = client.post(meja(kunjungan, "kertas"), data | {"pindaian": pindaian})
    assert "Ada anak di rumah ini" in wali.content.decode()
    pindaian = SimpleUploadedFile("f.pdf", PDF)
    client.post(meja(kunjungan, "kertas"), data | {"pindaian": pindaian, "wali": "on"})
    baris = PersetujuanTuanRumah.objects.get()
    assert (baris.cara, baris.by, baris.wali_setuju) == ("kertas", kunjungan.lurah, True)
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.PASTI
    berkas = client.get(reverse("admin:luna_maya_setuju_pindaian", args=[baris.pk]))
    assert b"".join(berkas.streaming_content) == PDF


def test_a_file_that_is_no_form_is_refused_and_nothing_is_recorded(client):
    kunjungan = make_kunjungan(tuan_rumah=make_host())
    client.force_login(kunjungan.lurah)
    data = isi(kunjungan, jawaban="ya") | {"pindaian": SimpleUploadedFile("f.pdf", b"<html>")}
    halaman = client.post(meja(kunjungan, "kertas"), data)
    assert halaman.status_code == 422
    assert not PersetujuanTuanRumah.objects.exists()


def test_a_host_without_a_phone_calls_it_off_through_staff_but_cannot_agree_so(client):
    kunjungan = make_agreed()
    client.force_login(kunjungan.lurah)
    halaman = client.post(meja(kunjungan, "lisan"), {"jawaban": "ya"})
    assert halaman.status_code == 422
    client.post(meja(kunjungan, "lisan"), {"jawaban": "cabut"})
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.BATAL
    assert PersetujuanTuanRumah.objects.first().cara == "lisan"


@pytest.mark.parametrize("apa", ["kertas", "lisan", "formulir"])
def test_staff_of_another_kelurahan_find_nothing(client, apa):
    kunjungan = make_invited()
    client.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1003"))
    assert client.get(meja(kunjungan, apa)).status_code == 404
    assert client.post(meja(kunjungan, "ajak")).status_code == 404


def test_the_camat_sees_no_consent_of_a_host(client):
    kunjungan = make_invited()
    client.force_login(PenggunaFactory(peran="camat", di="63.06.05"))
    assert client.get(meja(kunjungan, "formulir")).status_code == 404
    assert client.get(reverse("admin:luna_maya_persetujuantuanrumah_changelist")).status_code == 403


def test_the_list_of_answers_costs_the_same_at_one_and_fifteen_rows(
    client, django_assert_max_num_queries
):
    lurah = make_agreed().lurah
    client.force_login(lurah)
    url = reverse("admin:luna_maya_persetujuantuanrumah_changelist")
    client.get(url)
    with django_assert_max_num_queries(15) as satu:
        client.get(url)
    for n in range(2, 16):
        make_agreed(tuan_rumah=make_host(f"Keluarga {n}"), mulai_at=malam(hari=n))
    with django_assert_max_num_queries(len(satu.captured_queries)):
        halaman = client.get(url)
    assert halaman.status_code == 200
    assert "Keluarga" not in halaman.content.decode()


def test_markup_in_a_hosts_name_is_shown_as_text(client):
    kunjungan = make_agreed(tuan_rumah=make_host("<b>Bu</b> & <script>x</script>"))
    client.force_login(kunjungan.lurah)
    assert "<script>x" not in client.get(kunjungan.get_absolute_url()).content.decode()
    assert client.get(meja(kunjungan, "formulir")).content.startswith(b"%PDF-")


def test_a_visit_that_passed_without_an_answer_asks_nothing_any_more(client):
    kunjungan = make_invited()
    lalu = timezone.now() - dt.timedelta(days=2)
    Kunjungan.objects.update(mulai_at=lalu, selesai_at=lalu + dt.timedelta(hours=2))
    teks = client.get(alamat(kunjungan)).content.decode()
    assert "Waktunya sudah lewat" in teks
    assert "<form class" not in teks.split("<main")[-1]


def test_a_browser_that_answers_from_the_page_sends_where_it_comes_from(client):
    """`no-referrer` would make browsers post `Origin: null`, which the CSRF check refuses."""
    assert client.get(alamat(make_invited()))["Referrer-Policy"] == "same-origin"
