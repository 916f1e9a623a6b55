"""By chat: KERJA, DAFTAR KERJA, a photo of what a grant is used for; and a ticket's other desk."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from curhat.models import Tiket
from curhat.services.tiket import divert_tiket
from ekonomi.models import FotoHibah, Pekerja, ProyekPadatKarya
from ekonomi.services.hibah.periksa import ask_due
from ekonomi.services.padat_karya.daftar import hash_kk, hash_nik
from ekonomi.services.padat_karya.proyek import cancel_proyek, open_pendaftaran
from ekonomi.services.padat_karya.upah import ensure_tarif
from pesan.models import Kontak, PesanKeluar
from pesan.services.kontak import erase_kontak
from tests.curhat.conftest import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    kelurahan,
    lurah,
    moderator,
    nomor,
    taman,
    terima,
    terima_isi,
)
from tests.ekonomi.pabrik import AnggotaRumahFactory, ProgramFactory, RumahFactory
from tests.ekonomi.pabrik_hibah import PaketFactory, ProyekFactory, serah, setuju, usul
from tests.factories import PenggunaFactory, TiketFactory
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import Rujukan
from wilayah.rujukan import accept_rujukan

TAMAN = "35.77.03.1009"


@pytest.fixture
def dibuka(kelurahan):  # noqa: F811
    ensure_tarif()
    return open_pendaftaran(ProyekFactory(), by=PenggunaFactory(peran="fasilitator", di=TAMAN))


def jawaban(templat):
    return PesanKeluar.objects.filter(templat=templat).order_by("-pk").first().badan


def kenal(rumah=None):
    """The person behind the tests' number as a household's member."""
    kontak = Kontak.objects.get()
    rumah = rumah or RumahFactory(no_kk_hash=hash_kk("3577030202960001"))
    AnggotaRumahFactory(
        rumah=rumah, kontak=kontak, kerja="mencari", nik_hash=hash_nik("3577030101960001")
    )
    return rumah


def test_kerja_lists_what_is_open_and_daftar_kerja_registers(dibuka):
    terima("KERJA")
    assert f"{dibuka.pk}. Keruk saluran Gang Melati" in jawaban("kerja_buka")
    kenal()
    terima(f"daftar kerja {dibuka.pk}")
    pekerja = Pekerja.objects.get()
    assert pekerja.kode in jawaban("kerja_daftar_ya")
    assert pekerja.menganggur
    terima(f"DAFTAR KERJA {dibuka.pk}")
    assert "sudah ada yang mendaftar" in jawaban("kerja_daftar_tidak")
    assert Pekerja.objects.count() == 1


def test_a_stranger_gets_the_form_and_an_unknown_number_the_list(dibuka):
    terima(f"DAFTAR KERJA {dibuka.pk}")
    assert f"/taman-madiun/padat-karya/{dibuka.pk}/daftar/" in jawaban("kerja_daftar_tidak")
    terima("DAFTAR KERJA 999999")
    assert "Keruk saluran" in jawaban("kerja_buka")


def test_with_nothing_open_kerja_says_so_and_a_story_about_work_is_a_report(kelurahan):  # noqa: F811
    terima("kerja")
    assert jawaban("kerja_buka") == "Saat ini belum ada pendaftaran padat karya yang dibuka."
    terima("Suami saya kerja serabutan dan gotnya mampet di RT 03 RW 02")
    assert PesanKeluar.objects.filter(templat="kerja_buka").count() == 1


def test_a_ticket_offered_to_public_works_becomes_a_plan_and_comes_back_with_a_reason(
    kelurahan,  # noqa: F811
    moderator,  # noqa: F811
    lurah,  # noqa: F811
):
    ProgramFactory()
    client = Client()
    client.force_login(moderator)
    tiket = TiketFactory(status="diverifikasi", oleh=moderator, di=f"{TAMAN}.02.03")
    alamat = f"/admin/curhat/tiket/{tiket.pk}"
    assert "Tawarkan ke meja lain" in client.get(f"{alamat}/change/").content.decode()
    isi = {"meja": "padat_karya", "alasan": "Got perlu dikeruk bersama."}
    client.post(f"{alamat}/langkah/tawarkan/", isi)
    rujukan = Rujukan.objects.get(meja="padat_karya")
    client.force_login(lurah)
    client.post(f"/admin/wilayah/rujukan/{rujukan.pk}/kembalikan/", {"teks": "Belum ada dana."})
    tiket.refresh_from_db()
    assert tiket.status == "diverifikasi"
    assert not ProyekPadatKarya.objects.exists()
    client.post(f"{alamat}/langkah/tawarkan/", isi)
    rujukan = Rujukan.objects.get(meja="padat_karya", status="ditawarkan")
    client.post(f"/admin/wilayah/rujukan/{rujukan.pk}/terima/", {"teks": ""})
    tiket.refresh_from_db()
    assert tiket.status == "ditugaskan"
    proyek = ProyekPadatKarya.objects.get()
    assert (proyek.status, proyek.rujukan, str(proyek.wilayah_id)) == (
        "rencana", rujukan, f"{TAMAN}.02.03",
    )  # fmt: skip
    assert tiket.curhat.ringkasan not in proyek.judul


def test_without_a_programme_the_desk_says_what_is_missing(kelurahan, moderator):  # noqa: F811
    client = Client()
    client.force_login(moderator)
    tiket = TiketFactory(status="diverifikasi", oleh=moderator, di=f"{TAMAN}.02.03")
    client.post(
        f"/admin/curhat/tiket/{tiket.pk}/langkah/tawarkan/", {"meja": "padat_karya", "alasan": "x"}
    )
    rujukan = Rujukan.objects.get()
    jawab = client.post(f"/admin/wilayah/rujukan/{rujukan.pk}/terima/", {"teks": ""}, follow=True)
    assert "Belum ada program yang berjalan" in jawab.content.decode()
    rujukan.refresh_from_db()
    assert rujukan.status == "ditawarkan"


def test_a_sensitive_case_is_not_offered_to_another_desk(kelurahan, moderator):  # noqa: F811
    client = Client()
    client.force_login(moderator)
    tiket = TiketFactory(status="diverifikasi", oleh=moderator, di=f"{TAMAN}.02.03", rahasia=True)
    alamat = f"/admin/curhat/tiket/{tiket.pk}"
    assert "Tawarkan ke meja lain" not in client.get(f"{alamat}/change/").content.decode()
    client.post(f"{alamat}/langkah/tawarkan/", {"meja": "padat_karya", "alasan": "x"})
    assert not Rujukan.objects.exists()
    assert Tiket.objects.get().status == "diverifikasi"


def photographed(caption=""):
    return terima_isi(
        type="image", image={"id": "91001", "mime_type": "image/jpeg", "caption": caption}
    )


@pytest.fixture
def ditanya(kelurahan):  # noqa: F811
    """A grant handed over to whom the tests' number belongs, asked about after 28 days."""
    terima("KERJA")
    tim = [PenggunaFactory(peran=p, di=TAMAN) for p in ("fasilitator", "moderator", "lurah")]
    rumah = RumahFactory(kontak=Kontak.objects.get())
    hibah = setuju(usul(PaketFactory(), tim[0], rumah=rumah), *tim)
    hibah = serah(hibah, tim[0]).hibah
    assert ask_due(timezone.localdate() + dt.timedelta(days=28)) == 1
    return hibah


def test_a_photo_after_the_question_is_its_answer(ditanya):
    photographed("ini gerobaknya pak")
    foto = FotoHibah.objects.get(jenis="pakai")
    assert (foto.dari, foto.pemeriksaan.hari, foto.hibah) == ("warga", 30, ditanya)
    assert ditanya.kode in jawaban("hibah_foto_terima")
    assert not Tiket.objects.exists()


def test_a_photo_with_a_story_is_a_report_and_not_an_answer(ditanya):
    cerita = "Got di depan rumah saya RT 03 RW 02 mampet sejak hari Senin, airnya masuk ke teras. "
    photographed(cerita * 3)
    assert not FotoHibah.objects.filter(jenis="pakai").exists()


def test_a_photo_of_somebody_who_was_not_asked_goes_on(kelurahan):  # noqa: F811
    photographed("lampu mati")
    assert not FotoHibah.objects.exists()


def test_an_erased_worker_without_a_wage_loses_the_name(dibuka):
    terima("KERJA")
    kenal()
    terima(f"DAFTAR KERJA {dibuka.pk}")
    erase_kontak(Kontak.objects.get())
    pekerja = Pekerja.objects.get()
    assert (pekerja.nama, pekerja.kontak, pekerja.pin_hash) == ("(data dihapus)", None, "")


def test_a_project_that_is_given_up_gives_the_ticket_back(kelurahan, moderator, lurah):  # noqa: F811
    program = ProgramFactory()
    tiket = TiketFactory(status="diverifikasi", oleh=moderator, di=f"{TAMAN}.02.03")
    divert_tiket(
        tiket, by=moderator, alasan="Got perlu dikeruk.", ke_wilayah=program.wilayah,
        meja="padat_karya",
    )  # fmt: skip
    rujukan = accept_rujukan(Rujukan.objects.get(), by=lurah)
    proyek = ProyekPadatKarya.objects.get()
    assert read_hasil([Rujukan.objects.get()], user=lurah)[rujukan.pk].keadaan == "Rencana"
    cancel_proyek(proyek, alasan="Dananya dialihkan.", by=lurah)
    tiket.refresh_from_db()
    assert tiket.status == "diverifikasi"
    assert "Dananya dialihkan" in tiket.riwayat.last().catatan
    assert rujukan.riwayat.filter(dari="tujuan").count() == 1
