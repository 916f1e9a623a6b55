import csv
import io
import re
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from curhat import model_aktif
from curhat.models import (
    AmbilAlih,
    Curhat,
    Isu,
    Koreksi,
    PutarUlang,
    RiwayatCurhat,
    RiwayatTiket,
    Tiket,
    UsulanIsu,
    VersiModel,
)
from curhat.services.anggota import count_public
from curhat.services.curhat import CurhatBaru, triase_baru
from dasbor.demo.akun import read_akun, sandi_path
from dasbor.demo.cerita import read_cerita
from dasbor.demo.gambar import JENIS, draw_foto
from dasbor.demo.waktu import next_kantor
from dokumen.models import RegisterSurat, Surat
from dokumen.services import render_pdf
from dokumen.services.register import missing_numbers
from pesan.lampiran import check_berkas
from pesan.models import BerkasKeluar, Lampiran, PeristiwaPesan, PesanKeluar
from tests.curhat.latih_uji import baris_kecil
from wilayah.kalender import WIB, to_wib
from wilayah.models import Pengguna, Rujukan

FIXTURES = Path(django_settings.BASE_DIR) / "fixtures" / "demo"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo portal, seeded once for this file and rolled back at its end."""
    folder = tmp_path_factory.mktemp("data")
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(DEMO=True, DATA_DIR=folder),
        transaction.atomic(),
    ):
        # what the demo's versions add to; the whole of what ships takes a minute to learn
        patch.setattr(model_aktif, "read_latih", baris_kecil)
        patch.setattr(model_aktif, "FOLDER", folder)
        call_command("muat_awal", demo=True, verbosity=0)
        yield
        transaction.set_rollback(True)


def test_every_state_of_a_ticket_occurs(demo):
    assert set(Tiket.objects.values_list("status", flat=True)) == set(Tiket.Status.values)
    assert set(Tiket.objects.values_list("hasil", flat=True)) == {"", *Tiket.Hasil.values}


def test_the_history_shows_what_a_lurah_would_meet(demo):
    now = timezone.now()
    assert Curhat.objects.count() >= 120
    assert Curhat.objects.filter(ditahan=True).count() >= 3
    assert Curhat.objects.filter(perlu_tinjau=True, ditahan=False).exists()
    assert Curhat.objects.filter(anonim=True).count() >= 3
    assert Curhat.objects.filter(tembusan=True).count() >= 3
    assert Curhat.objects.filter(rahasia=True).count() >= 2
    assert Curhat.objects.filter(lampiran__isnull=False).count() >= 20
    assert Curhat.objects.filter(lat__isnull=False).exists()
    assert Curhat.objects.filter(wilayah__kode__startswith="35.77.03.1002").exists()
    assert Tiket.objects.overdue(now).count() >= 3
    assert Tiket.objects.filter(putaran__gt=1).count() >= 2
    assert RiwayatCurhat.objects.filter(peristiwa="koreksi").exists()
    assert set(Rujukan.objects.values_list("status", flat=True)) >= {"ditawarkan", "dikembalikan"}
    sehari = now - timedelta(days=1)
    assert Curhat.objects.filter(darurat=True, diterima_at__gt=sehari).exists()


def test_a_conversation_is_held_and_a_sensitive_one_may_be_answered(demo):
    ambil = AmbilAlih.objects.get()
    assert AmbilAlih.objects.waiting().get() == ambil
    assert ambil.diberi_tahu_at is not None
    assert PesanKeluar.objects.filter(kontak=ambil.kontak, templat="dari_petugas").count() == 2
    assert "nomere 14" in ambil.curhat.isi
    lelah = Curhat.objects.get(rahasia=True, aman_dibalas=True)
    assert lelah.jenis_peka == ["bunuh_diri"]


def test_seven_neighbours_share_a_problem_and_a_proposal_waits(demo, client):
    isu = Isu.objects.open().get(anggota__curhat__wilayah="35.77.03.1009.02.03", bubar_at=None,
                                 anggota__cara="pertama")  # fmt: skip
    assert count_public([isu])[isu.pk] == 7
    assert UsulanIsu.objects.waiting().filter(curhat__tiket_bersama=None).exists()
    assert "7 warga ikut melapor" in client.get("/taman-madiun/").content.decode()


def test_the_demo_has_learned_and_has_a_draft_to_look_at(demo):
    assert Koreksi.objects.count() >= 40
    assert Koreksi.objects.filter(benar=False).exists()
    assert Koreksi.objects.filter(benar=True).exists()
    satu, dua = VersiModel.objects.order_by("pk")
    assert satu.created_at < dua.created_at <= timezone.now()
    assert dua.jumlah_koreksi > satu.jumlah_koreksi > 0
    putar = PutarUlang.objects.get()
    assert (putar.status, putar.aturan.aktif) == ("selesai", False)
    assert {b["jenis"] for b in putar.hasil} >= {"eskalasi_baru"}


def test_no_row_is_younger_than_now_and_the_oldest_is_weeks_old(demo):
    now = timezone.now()
    for model, kolom in ((Curhat, "created_at"), (Tiket, "created_at"), (RiwayatTiket, "at")):
        waktu = list(model.objects.values_list(kolom, flat=True))
        assert max(waktu) <= now
        assert min(waktu) < now - timedelta(days=40)


def test_nothing_of_the_past_waits_in_the_outbox(demo):
    tengah_malam = to_wib(timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    antre = PesanKeluar.objects.filter(status="queued").select_related("kontak")
    assert all(p.created_at >= tengah_malam for p in antre)
    assert all(p.saluran == "whatsapp" for p in antre)
    assert all(p.kontak.jendela_terbuka for p in antre if p.kontak)
    terkirim = PesanKeluar.objects.filter(sent_at__isnull=False)
    assert terkirim.count() > 300
    bisu = terkirim.exclude(pk__in=PeristiwaPesan.objects.values("pesan"))
    assert not bisu.exists()


def test_seeding_again_changes_nothing_and_keeps_the_password(demo):
    before = Curhat.objects.count(), Tiket.objects.count(), Pengguna.objects.count()
    sandi = sandi_path().read_text()
    call_command("muat_awal", demo=True, verbosity=0)
    assert (Curhat.objects.count(), Tiket.objects.count(), Pengguna.objects.count()) == before
    assert sandi_path().read_text() == sandi


def test_the_accounts_are_printed_with_a_password_that_works(demo):
    keluar = io.StringIO()
    call_command("akun_demo", stdout=keluar)
    sandi = sandi_path().read_text().strip()
    assert sandi in keluar.getvalue()
    for akun in ("lurah-taman", "moderator-taman", "petugas-dlh", "camat-taman", "admin"):
        assert re.search(rf"^\s+{akun}\s.*http\S+/", keluar.getvalue(), re.MULTILINE)
        assert Pengguna.objects.get(username=akun).check_password(sandi)
    assert stat.S_IMODE(sandi_path().stat().st_mode) == 0o600


def test_the_lurah_logs_in_and_moderators_of_elsewhere_see_only_their_own(demo):
    sandi = sandi_path().read_text().strip()
    lurah = authenticate(None, username="lurah-taman", password=sandi)
    assert lurah is not None
    assert Curhat.objects.visible_to(lurah).count() > 80
    pandean = Pengguna.objects.get(username="moderator-pandean")
    kode = Curhat.objects.visible_to(pandean).values_list("wilayah", flat=True)
    assert kode
    assert all(k.startswith("35.77.03.1002") for k in kode)


def test_the_page_each_account_should_see_first_opens(demo, client):
    for akun in read_akun():
        client.force_login(Pengguna.objects.get(username=akun.username))
        assert client.get(akun.lihat).status_code == 200, akun


def test_triage_finds_what_the_texts_were_written_for(demo):
    cerita = read_cerita()
    baru = [CurhatBaru(c.isi, c.saluran, c.kelurahan, timezone.now()) for c in cerita]
    tepat = sum(t.subkategori == c.niat for t, c in zip(triase_baru(baru), cerita, strict=True))
    assert tepat / len(cerita) >= 0.85


def test_letters_of_every_state_are_there_with_whole_registers(demo):
    assert set(Surat.objects.values_list("status", flat=True)) == set(Surat.Status.values)
    assert {"gambar", "basah", "warga"} <= set(Surat.objects.values_list("cara_ttd", flat=True))
    assert all(missing_numbers(buku) == [] for buku in RegisterSurat.objects.all())
    assert Surat.objects.filter(created_at__gt=timezone.now()).count() == 0
    assert render_pdf(Surat.objects.filter(cara_ttd="gambar")[0]).startswith(b"%PDF")


def test_every_invented_resident_is_one_person(demo):
    warga = {(c.saluran, c.warga) for c in read_cerita() if c.warga}
    assert Curhat.objects.exclude(kontak=None).values("kontak").distinct().count() == len(warga)


def test_pictures_are_kept_as_pictures(demo):
    ada = set(Lampiran.objects.values_list("status", "mime"))
    assert ada == {("ada", "image/jpeg"), ("ada", "image/webp")}  # webp: the shop's small pictures


def test_no_demo_text_holds_a_number_that_could_be_somebodys():
    cerita = read_cerita()
    assert len({c.isi for c in cerita}) == len(cerita) >= 120
    for c in cerita:
        for teks in (c.isi, *c.tindakan):
            assert not re.search(r"\d[\d .-]{6,}\d|\+62|@", teks), teks
    with (FIXTURES / "akun.csv").open(encoding="utf-8") as berkas:
        nomor = [row["nomor_wa"] for row in csv.DictReader(berkas)]
    assert all(re.fullmatch(r"(\+6281200000\d{3})?", satu) for satu in nomor)


def test_every_photo_named_can_be_drawn():
    for n, jenis in enumerate(JENIS):
        assert check_berkas(draw_foto(jenis, n)).mime == "image/jpeg"
    assert {c.foto for c in read_cerita()} <= {"", *JENIS}


@pytest.mark.django_db
def test_without_demo_data_the_accounts_command_says_what_to_run(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="muat_awal --demo"):
        call_command("akun_demo")


def test_staff_work_on_weekdays_in_office_hours():
    jumat_malam = datetime(2026, 11, 20, 19, 30, tzinfo=WIB)
    assert next_kantor(jumat_malam) == datetime(2026, 11, 23, 8, 30, tzinfo=WIB)


def test_residents_of_the_demo_asked_for_letters_after_their_reports(demo):
    surat = Surat.objects.exclude(rujukan="").filter(rujukan__in=Curhat.objects.values("kode"))
    keadaan = set(surat.values_list("status", flat=True))
    assert keadaan == {"draf", "menunggu_tanda_tangan", "terbit", "dicabut"}
    assert surat.filter(terbit_at__gt=timezone.now()).count() == 0
    assert BerkasKeluar.objects.filter(pesan__templat="surat_terbit", status="ada").exists()
    gagal = PesanKeluar.objects.filter(templat__startswith="surat_", status="failed")
    assert not gagal.exists()
