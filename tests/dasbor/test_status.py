"""`/status/`: what the operator's monitor reads."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from dasbor import kesehatan
from pesan.models import Detak, PesanMasuk

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidup():
    now = timezone.now()
    for nama in ("worker", "scheduler"):
        Detak.objects.update_or_create(nama=nama, defaults={"at": now})


def test_all_well_is_200(client, hidup):
    response = client.get("/status/")
    assert response.status_code == 200
    assert response.json()["status"] == "baik"
    assert response.json()["versi"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("nama", ["worker", "scheduler"])
def test_a_stopped_process_is_503(client, hidup, nama):
    Detak.objects.filter(nama=nama).update(at=timezone.now() - timedelta(seconds=90))
    response = client.get("/status/")
    assert response.status_code == 503
    assert response.json()[nama] == "berhenti"


def test_messages_that_nobody_processes_are_503(client, hidup):
    pesan = PesanMasuk.objects.create(saluran="web", id_penyedia="uji", muatan="{}")
    assert client.get("/status/").json()["masuk_menunggu"] == 1
    tua = timezone.now() - timedelta(minutes=11)
    PesanMasuk.objects.filter(pk=pesan.pk).update(diterima_at=tua)
    assert client.get("/status/").status_code == 503


def test_a_lost_database_is_503_and_not_an_error(client, monkeypatch):
    def gone(_now):
        raise OperationalError

    monkeypatch.setattr(kesehatan, "read_database", gone)
    response = client.get("/status/")
    assert response.status_code == 503
    assert response.json()["database"] == "tidak terjangkau"


def test_a_lost_broker_is_503(client, hidup, settings):
    settings.BROKER_IS_DATABASE = False
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get("/status/")
    assert response.status_code == 503
    assert response.json()["broker"] == "tidak terjangkau"


def test_it_opens_no_session_and_says_nothing_of_people(client, hidup):
    response = client.get("/status/")
    assert not response.cookies
    assert set(response.json()) == {
        "versi", "worker", "scheduler", "keluar_antre", "keluar_tertua_detik", "masuk_menunggu",
        "masuk_tertua_detik", "database", "broker", "status",
    }  # fmt: skip
