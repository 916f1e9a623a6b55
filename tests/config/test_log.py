"""Nothing a resident wrote reaches the log, not even inside an exception of a library."""

import json
import logging
import sys

import pytest
import structlog
from django.db import IntegrityError, connection
from django.test import Client, override_settings
from django.urls import include, path

from config.log import _SHARED, FormatCatatan, exception_places

RAHASIA = "Bu Sri di gang mawar dipukuli suaminya"


@pytest.fixture
def catatan():
    """Lines as they would be written, from the root logger."""
    lines = []

    class Tampung(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(self.format(record)))

    handler = Tampung()
    handler.setFormatter(
        FormatCatatan(
            processor=structlog.processors.JSONRenderer(),
            foreign_pre_chain=[*_SHARED, exception_places],
        )
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def broken_row():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE baris (isi text NOT NULL, lain text NOT NULL)")
        cursor.execute("INSERT INTO baris (isi) VALUES (%s)", [RAHASIA])


def fail(_request, **_):
    raise ValueError(RAHASIA)


urlpatterns = [path("uji/terima/<str:tanda>/", fail), path("", include("config.urls"))]


def test_the_row_postgresql_quotes_is_left_out(db, catatan):
    try:
        broken_row()
    except IntegrityError as galat:
        dikutip = str(galat)
        logging.getLogger("pustaka").exception("gagal menyimpan")
        structlog.get_logger("kami").exception("gagal_kami")
    assert RAHASIA in dikutip
    assert RAHASIA not in json.dumps(catatan)
    for satu in catatan:
        assert satu["galat"].startswith("IntegrityError < NotNullViolation")
        assert any(j.startswith("tests/config/test_log.py:") for j in satu["jejak"])
        assert any(j.endswith(":broken_row") for j in satu["jejak"])
    assert [satu["event"] for satu in catatan] == ["gagal menyimpan", "gagal_kami"]


@pytest.mark.parametrize("cara", ["arg", "peta", "teks"])
def test_an_exception_put_into_the_words_is_left_out(catatan, cara):
    try:
        fail(None)
    except ValueError as galat:
        lain = logging.getLogger("celery.app.trace")
        if cara == "arg":
            lain.error("Task raised: %r", galat)
            lain.error("Task raised: %r", repr(galat), exc_info=sys.exc_info())
        elif cara == "peta":
            lain.error("Task %(exc)s", {"exc": repr(galat), "name": "x"}, exc_info=True)
        else:
            lain.exception(f"gagal: {galat}")
    assert catatan
    assert RAHASIA not in json.dumps(catatan)
    assert "ValueError" in json.dumps(catatan)


@override_settings(ROOT_URLCONF="tests.config.test_log")
def test_a_failed_request_is_logged_by_its_route(catatan):
    client = Client(raise_request_exception=False)
    assert client.get("/uji/terima/tanda-milik-warga/").status_code == 500
    tertulis = json.dumps(catatan)
    assert "tanda-milik-warga" not in tertulis
    assert RAHASIA not in tertulis
    baris = next(c for c in catatan if c["logger"] == "django.request")
    assert baris["event"] == "Internal Server Error: uji/terima/<str:tanda>/"
    assert baris["galat"] == "ValueError"
    assert len(baris["permintaan"]) == 32


def test_a_path_that_leads_nowhere_is_not_logged(db, catatan, client):
    assert client.get("/lapor/terima/tanda-milik-warga/apa").status_code == 404
    assert "tanda-milik-warga" not in json.dumps(catatan)
    assert any(c["event"] == "Not Found: (tanpa rute)" for c in catatan)


@pytest.mark.parametrize(
    ("lain", "status"), [({"SECURE_SSL_REDIRECT": True}, 301), ({"ALLOWED_HOSTS": ["x"]}, 400)]
)
def test_what_another_middleware_refuses_has_an_id_and_a_line_too(
    db, catatan, client, lain, status
):
    with override_settings(**lain):
        jawab = client.get("/lapor/")
    assert jawab.status_code == status
    (baris,) = [c for c in catatan if c["event"] == "permintaan"]
    assert (baris["status"], baris["permintaan"]) == (status, jawab["X-Request-ID"])
