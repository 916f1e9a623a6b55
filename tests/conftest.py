"""The test database and the machine's optional programs (browser, Redis).

One embedded PostgreSQL in .data/uji serves every session that runs at the same time. The migrated
and seeded template is built once per state of the code that fills it; each worker's database is a
clone of it. A test that commits (transactional_db, live_server, `nyata`) gets a fresh clone after
it instead of Django's flush: append-only tables refuse TRUNCATE, and the seeded rows stay.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
os.environ["HAI_LURAH_UJI"] = "1"
os.environ["DATA_DIR"] = str(BASE_DIR / ".data" / "uji")
# WhiteNoise warns where there is none, and warnings are errors here
(BASE_DIR / ".data" / "uji" / "static").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CI = os.environ.get("HAI_LURAH_CI") == "1"

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import TransactionTestCase, override_settings  # noqa: E402

from tests.basisdata_uji import BasisDataUji, hold_server  # noqa: E402

settings.DATABASES  # noqa: B018 (loads the settings now, with the environment set above)
django.setup()  # the conftests of folders named on the command line import models early

from pesan.kanal.whatsapp import close_clients  # noqa: E402


@pytest.fixture(autouse=True)
def koneksi_tertutup():
    """A connection left open to a server that has gone is a warning in whatever test comes next."""
    yield
    close_clients()


@pytest.fixture(scope="session")
def basis_data_uji(django_db_blocker):
    """The running server with this worker's own database on it."""
    with hold_server(), contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            basis_data = stack.enter_context(BasisDataUji.create())
        yield basis_data


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, basis_data_uji, tmp_path_factory):
    """Point Django at a fresh clone; attachments go to a folder of this session."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    media.enable()
    original = TransactionTestCase._fixture_teardown

    def reclone(self):
        connections.close_all()
        basis_data_uji.reclone()

    with django_db_blocker.unblock():
        basis_data_uji.use()
    TransactionTestCase._fixture_teardown = reclone
    yield
    TransactionTestCase._fixture_teardown = original
    media.disable()
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def nyata(transactional_db, basis_data_uji):
    """A real database: commits are seen by other connections. Gives the environment that makes a
    process started by the test use the same database and secrets."""
    return basis_data_uji.environment()


def _missing(what):
    if CI:
        pytest.fail(f"{what} tidak terpasang, padahal CI mewajibkannya", pytrace=False)
    pytest.skip(f"{what} tidak terpasang (apt-get install chromium redis-server)")


def find_chromium():
    """Debian's Chromium, or None."""
    found = (shutil.which(nama) for nama in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


def pytest_runtest_setup(item):
    """`browser` and `broker` tests skip where their program is missing, and fail in CI."""
    if item.get_closest_marker("browser") and not find_chromium():
        _missing("Chromium")
    if item.get_closest_marker("broker") and not shutil.which("redis-server"):
        _missing("redis-server")


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser for tests marked `browser`."""
    return find_chromium() or _missing("Chromium")


@pytest.fixture(scope="session")
def redis_url():
    """A private Redis for tests marked `broker`."""
    program = shutil.which("redis-server") or _missing("redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        proses = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            proses.terminate()
            proses.wait(10)


def _wait_port(port):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("redis-server tidak menjawab")
