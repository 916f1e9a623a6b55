"""How much one request may bring, how often a token may call, and whose pictures a page shows."""

import pytest

from config.middleware import BATAS_FORMULIR, BATAS_MESIN, image_sources
from tests.curhat.conftest import acuan_curhat, kelurahan, lurah, moderator, nomor, taman
from tests.factories import TiketFactory
from wilayah.kunci_api import LajuKunci, create_kunci

__all__ = ["acuan_curhat", "kelurahan", "lurah", "moderator", "nomor", "taman"]  # fixtures


def announce(client, path, panjang):
    """A POST that announces a length; what is refused by it is never read."""
    return client.post(path, data=b"", content_type="text/plain", CONTENT_LENGTH=str(panjang))


def test_a_form_that_is_too_large_is_refused_kindly(db, client):
    jawab = announce(client, "/lapor/", BATAS_FORMULIR + 1)
    assert jawab.status_code == 413
    isi = jawab.content.decode()
    assert "terlalu besar" in isi
    assert "<h1>" in isi
    assert jawab["X-Request-ID"]
    assert "img-src" in jawab["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/ingest", "/ingest/", "/api/v1/ingest/", "/api/tickets", "/webhook/whatsapp"]
)
def test_machines_have_a_smaller_limit(db, client, path):
    jawab = announce(client, path, BATAS_MESIN + 1)
    assert jawab.status_code == 413
    assert jawab["Content-Type"] == "application/json"


@pytest.mark.parametrize("panjang", ["", "0", "sepuluh", "-1", "٣"])
def test_an_odd_length_is_not_ours_to_judge(db, client, panjang):
    assert announce(client, "/lapor/", panjang).status_code != 413


def test_five_photos_and_four_files_of_ten_megabytes_may_pass(db, client):
    assert BATAS_FORMULIR > 9 * 10 * 1024 * 1024
    assert announce(client, "/tidak-ada/", 91 * 1024 * 1024).status_code != 413


def test_one_token_that_calls_too_often_does_not_hold_up_another(
    client, kelurahan, moderator, monkeypatch
):
    monkeypatch.setattr(LajuKunci, "THROTTLE_RATES", {"notify": "2/min"})
    tiket = TiketFactory()

    def notify(kunci):
        headers = {"Authorization": f"Bearer {kunci}"}
        return client.post(f"/api/v1/ticket/{tiket.nomor}/notify/", headers=headers).status_code

    satu, dua = (create_kunci(pengguna=moderator, nama=nama)[1] for nama in "ab")
    assert [notify(satu) for _ in range(3)] == [202, 202, 429]
    assert notify(dua) == 202


@pytest.mark.parametrize(
    ("ubin", "sumber"),
    [
        ("https://tile.contoh.id/{z}/{x}/{y}.png", "'self' data: blob: https://tile.contoh.id"),
        ("https://{s}.ubin.id:8443/{z}.png", "'self' data: blob: https://*.ubin.id:8443"),
        ("/ubin/{z}/{x}/{y}.png", "'self' data: blob:"),
    ],
)
def test_pictures_come_from_here_and_from_the_map_only(ubin, sumber):
    assert image_sources(ubin) == sumber


@pytest.mark.parametrize("path", ["/lacak/", "/admin/login/"])
def test_no_page_takes_pictures_from_anywhere(db, client, path):
    gambar = client.get(path)["Content-Security-Policy"].split("img-src ")[1].split(";")[0]
    assert gambar == "'self' data: blob: https://tile.openstreetmap.org"
