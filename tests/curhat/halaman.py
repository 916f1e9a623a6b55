"""Residents' pages as the tests use them: send a report, read its code and PIN, follow it."""

import io
import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

LAPOR = "/taman-madiun/lapor/"
CERITA = "Got depan rumah saya di RT 03 RW 02 mampet sudah tiga bulan, banjir setiap hujan."


def foto(nama="got.jpg", ukuran=(40, 30)):
    """A small real JPEG."""
    keluar = io.BytesIO()
    Image.new("RGB", ukuran, "#3a7").save(keluar, "JPEG")
    return SimpleUploadedFile(nama, keluar.getvalue(), content_type="image/jpeg")


def kirim_laporan(client=None, **isian):
    """POST the form; the response of the POST itself."""
    client = client or Client()
    data = {"token": str(uuid.uuid4()), "cerita": CERITA} | isian
    return client.post(LAPOR, data)


def laporan_baru(client=None, **isian):
    """Send a report and open its answer: (client, page, code, PIN).

    As who sends it whatever was told already (the page between is tests/curhat/test_isu_warga.py).
    """
    client = client or Client()
    response = kirim_laporan(client, **{"tetap": "1"} | isian)
    assert response.status_code == 303, response.content.decode()[:3000]
    page = client.get(response.url)
    assert page.status_code == 200
    kode, pin = kode_pin(page.content.decode())
    return client, page, kode, pin


def kode_pin(html):
    """Code and PIN as the page shows them."""
    return (
        re.search(r"HL-[0-9A-Z]{4}-[0-9A-Z]{4}", html)[0],
        re.search(r"<dt>PIN</dt><dd>(\d{6})</dd>", html)[1],
    )


def masuk_lacak(kode, pin, client=None):
    """Sign in to a report: the client that follows it."""
    client = client or Client()
    response = client.post("/lacak/", {"kode": kode, "pin": pin})
    assert response.status_code == 303
    return client
