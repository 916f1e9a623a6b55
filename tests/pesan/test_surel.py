"""Mail is called sent only where there is a way for it to go, and never printed."""

import os
import stat
import subprocess
import sys

import pytest
from django.core import mail
from django.utils import timezone

from config import rahasia
from pesan.kanal import daftar
from pesan.kirim import send_batch
from pesan.models import PeristiwaPesan, PesanKeluar
from pesan.services import queue_pesan
from tests.config.proses import BASE_DIR
from tests.factories import PenggunaFactory

ISI = "PIN Anda 123456"


@pytest.fixture
def tanpa_surel(settings):
    settings.PESAN_KANAL = ["pesan.kanal.whatsapp.WhatsApp", "pesan.kanal.web.Web"]
    daftar._semua.cache_clear()
    yield
    daftar._semua.cache_clear()


def settings_of(tmp_path, kode, **env):
    """Run `kode` with fresh settings; gives (exit code, stdout, stderr)."""
    hasil = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import django; django.setup()\n{kode}"],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(tmp_path / "data"),
            **rahasia.generate(),
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return hasil.returncode, hasil.stdout, hasil.stderr


ADA = "from pesan.kanal.daftar import has_kanal; print(has_kanal('email'))"
KIRIM = f"from django.core.mail import send_mail; send_mail('a', '{ISI}', None, ['a@contoh.id'])"


def test_without_a_mail_server_there_is_no_mail_channel(tmp_path):
    code, out, err = settings_of(tmp_path, f"{ADA}\n{KIRIM}")
    assert (code, out) == (0, "False\n"), err
    assert ISI not in err


def test_with_a_mail_server_there_is(tmp_path):
    env = {"EMAIL_URL": "smtp+tls://a:b@surat.contoh:587"}
    assert settings_of(tmp_path, ADA, **env)[1] == "True\n"


@pytest.mark.parametrize("url", ["consolemail://", "dummymail://"])
def test_a_mail_address_that_only_pretends_is_refused(tmp_path, url):
    code, _out, err = settings_of(tmp_path, "", EMAIL_URL=url)
    assert code
    assert "EMAIL_URL" in err


def test_in_the_demo_mail_is_a_file_for_the_operator(tmp_path):
    code, out, err = settings_of(tmp_path, f"{ADA}\n{KIRIM}", HAI_LURAH_DEMO="1")
    assert (code, out) == (0, "True\n"), err
    assert ISI not in err
    folder = tmp_path / "data" / "surel"
    (berkas,) = folder.iterdir()
    assert ISI in berkas.read_text()
    assert stat.S_IMODE(berkas.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_the_demo_wrote_to_a_file_says_so(taman, settings):
    settings.SUREL_KE_BERKAS = True
    staf = PenggunaFactory(email="a@contoh.id")
    queue_pesan(kunci="1", templat="x", badan=ISI, pengguna=staf, wilayah=taman)
    send_batch()
    assert "tidak dikirim" in PeristiwaPesan.objects.get(status="sent").keterangan


def test_a_notice_that_nobody_can_bring_is_failed_at_once(taman, tanpa_surel):
    staf = PenggunaFactory(email="a@contoh.id")
    queue_pesan(kunci="1", templat="x", badan=ISI, pengguna=staf, wilayah=taman)
    send_batch()
    assert PesanKeluar.objects.get().status == "failed"
    assert mail.outbox == []


def test_a_mail_left_over_from_before_is_failed_truly(taman, tanpa_surel):
    PesanKeluar.objects.create(
        kunci="1",
        saluran="email",
        templat="x",
        badan=ISI,
        pengguna=PenggunaFactory(email="a@b.id"),
        kirim_setelah=timezone.now(),
    )
    send_batch()
    surat = PesanKeluar.objects.get()
    assert (surat.status, surat.sent_at) == ("failed", None)
    assert "tidak dipasang" in surat.galat
