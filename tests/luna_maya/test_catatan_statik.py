"""What the phone keeps of the log exists by the names it is given: plain ones, and hashed ones."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as setelan
from django.contrib.staticfiles import finders
from django.core.management import call_command

from tests.luna_maya.pabrik_catatan import going_on

pytestmark = pytest.mark.django_db
TETAP = re.compile(r"\.[0-9a-f]{12}\.\w+$")  # as static/js/antrean_sw.js knows a hashed name
_BERKAS = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="([^"]+\.(?:css|js|svg|png|ico))"')


@pytest.fixture
def bersidik(settings, tmp_path):
    """Static files as in production, of our own folder."""
    settings.STATICFILES_DIRS = [setelan.BASE_DIR / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **setelan.STORAGES, "staticfiles": {"BACKEND": "config.statik.PenyimpananStatik"},
    }  # fmt: skip
    finders.get_finder.cache_clear()
    call_command("collectstatic", interactive=False, verbosity=0)
    yield tmp_path
    finders.get_finder.cache_clear()


def kept(client):
    """Addresses that the worker imports and those that it keeps of the log, without their start."""
    kunjungan = going_on()
    client.force_login(kunjungan.lurah)
    pekerja = client.get("/antrean-sw.js").content.decode()
    impor = re.search(r"importScripts\((.*)\);", pekerja)[1]
    halaman = client.get(f"/luna-maya/catat/{kunjungan.kode}/").content.decode()
    semua = [*json.loads(f"[{impor}]"), *_BERKAS.findall(halaman)]
    assert len(semua) > 6
    awal = setelan.STATIC_URL
    assert [satu for satu in semua if not satu.startswith(awal)] == []
    return [satu.removeprefix(awal) for satu in semua], pekerja


def test_by_plain_names_each_file_is_there(client):
    semua, _pekerja = kept(client)
    assert [satu for satu in semua if finders.find(satu) is None] == []


def test_by_hashed_names_each_file_is_there_and_known_as_one_that_never_changes(client, bersidik):
    semua, pekerja = kept(client)
    assert [satu for satu in semua if not (Path(bersidik) / satu).is_file()] == []
    assert [satu for satu in semua if not TETAP.search(satu)] == []
    atur = json.loads(re.search(r"ANTREAN_ATUR = (\{.*\});", pekerja)[1])
    assert atur["statik"] == setelan.STATIC_URL


def test_what_the_styles_of_the_log_load_is_hashed_and_there_too(client, bersidik):
    semua, _pekerja = kept(client)
    gaya = [bersidik / satu for satu in semua if satu.endswith(".css")]
    dimuat = [
        (satu.parent / alamat.strip("'\"")).resolve()
        for satu in gaya
        for alamat in re.findall(r"url\(([^)]+)\)", satu.read_text())
        if not alamat.strip("'\"").startswith(("data:", "#"))
    ]
    assert [str(satu) for satu in dimuat if not satu.is_file()] == []
