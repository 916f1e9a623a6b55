"""A WhatsApp number of Kel. Taman, its signed posts, and messages as the Cloud API writes them."""

import hashlib
import hmac
import itertools
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pesan.models import Kontak, NomorKanal
from pesan.muat import load_templat
from pesan.nomor import forget_numbers
from pesan.pengirim import hash_identity
from pesan.services.templat import forget_templat
from tests.factories import WilayahFactory
from tests.pesan.graph import Graph

CONTOH = Path(__file__).parent / "webhooks"
RAHASIA = "rahasia-uji-taman"
_urut = itertools.count(1)
# What the tests' own handler was given, in order: (inbox id, text).
DITANGANI: list[Any] = []


def catat(masuk):
    """A handler for tests: notes every message and claims it."""
    DITANGANI.extend((m.pesan.pk, m.isi.teks, m) for m in masuk)
    return [True] * len(masuk)


def gagal(_masuk):
    """A handler that cannot."""
    raise RuntimeError("Pak Budi, 0812xxxx, tidak boleh masuk catatan")


@pytest.fixture(autouse=True)
def bersih():
    DITANGANI.clear()
    forget_numbers()
    forget_templat()
    yield
    forget_numbers()
    forget_templat()


@pytest.fixture
def penangan(settings):
    """Only the tests' handler, behind STOP and MULAI."""
    settings.PESAN_HANDLERS = ["pesan.perintah.handle", "tests.pesan.conftest.catat"]
    return DITANGANI


@pytest.fixture
def templat(db):
    load_templat()


@pytest.fixture
def taman(db):
    return WilayahFactory(kode="35.77.03.1009")


@pytest.fixture
def nomor(taman):
    return NomorKanal.objects.create(
        saluran="whatsapp",
        nomor_id="111222333",
        tampilan="+62 351-000-0001",
        wilayah=taman,
        app_secret=RAHASIA,
        verify_token="token-uji",
        access_token="akses-uji",
    )


def tanda_tangan(badan, rahasia=RAHASIA):
    return "sha256=" + hmac.new(rahasia.encode(), badan, hashlib.sha256).hexdigest()


def kirim(badan, rahasia=RAHASIA, client=None, path="/webhook/whatsapp"):
    """Post a payload (dict or bytes) signed with the secret."""
    mentah = badan if isinstance(badan, bytes) else json.dumps(badan).encode()
    return (client or Client()).post(
        path,
        data=mentah,
        content_type="application/json",
        headers={"X-Hub-Signature-256": tanda_tangan(mentah, rahasia)},
    )


def amplop(*, messages=(), statuses=(), errors=(), contacts=None, nomor_id="111222333"):
    """A webhook body with one change."""
    nilai = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "628000000001", "phone_number_id": nomor_id},
    }
    if contacts is None and messages:
        contacts = [
            {"profile": {"name": "Warga"}, "wa_id": m["from"]} for m in messages if "from" in m
        ]
    for kunci, isi in (
        ("contacts", contacts), ("messages", messages), ("statuses", statuses), ("errors", errors),
    ):  # fmt: skip
        if isi:
            nilai[kunci] = list(isi)
    perubahan = {"value": nilai, "field": "messages"}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [perubahan]}],
    }


def pesan(teks="Lampu mati", dari="6281200000001", **lain):
    """One text message, sent now."""
    return {
        "from": dari,
        "id": f"wamid.uji{next(_urut)}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": teks},
    } | lain


def kabar(id_pesan, status, **lain):
    """One delivery state."""
    return {
        "id": id_pesan,
        "status": status,
        "timestamp": str(int(time.time())),
        "recipient_id": "6281200000001",
    } | lain


@pytest.fixture
def graph(settings):
    """The stand-in, with the sender pointed at it."""
    server = Graph()
    settings.WHATSAPP_API_URL = server.url
    yield server
    server.tutup()


@pytest.fixture
def warga(nomor):
    """A resident who has just written to the number of Kel. Taman."""
    return Kontak.objects.create(
        saluran="whatsapp",
        hash=hash_identity("whatsapp", "6281200000001"),
        alamat="6281200000001",
        alamat_hingga=timezone.now() + timedelta(days=1),
        terakhir_masuk_at=timezone.now(),
        wilayah=nomor.wilayah,
    )
