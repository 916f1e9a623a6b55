"""Intake: POST /webhook/whatsapp and POST /<slug>/lapor/ against a bare view that inserts one row.

    .venv/bin/python -m bench.masuk [--permintaan N] [--sambungan N]

Same server (Granian), settings, middleware and database, same run; rounds alternate, medians count.
"""

import argparse
import hashlib
import hmac
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.portal import AKAR, describe_machine, open_portal

SASARAN = 0.5
# reads the words and compares them with open problems before it stores: shown, no target
MENCARI = "POST /<slug>/lapor/, looking for the same problem"
PUTARAN = 3
_CERITA = "Lampu jalan di RT 04 RW 01 mati sejak Senin, gelap sekali kalau malam."
Kirim = Callable[[], tuple[str, bytes, dict[str, str]]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def granian(port: int) -> Iterator[None]:
    """The server as `make run` starts it: two workers, eight threads each."""
    program = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi"]
    program += ["config.wsgi:application", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    program += ["--workers", "2", "--blocking-threads", "8", "--log-level", "error"]
    server = subprocess.Popen(program, cwd=AKAR, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(20)


def bare() -> tuple[str, bytes, dict[str, str]]:
    return "/bench/dasar", b'{"x": 1}', {"Content-Type": "application/json"}


def webhook(nomor_id: str, rahasia: str) -> Kirim:
    """A signed Cloud API body with one text message of a unique id."""

    def make() -> tuple[str, bytes, dict[str, str]]:
        pesan = {
            "from": "628" + str(uuid.uuid4().int)[:9], "id": f"wamid.{uuid.uuid4().hex}",
            "timestamp": str(int(time.time())), "type": "text", "text": {"body": _CERITA},
        }  # fmt: skip
        nilai = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "62800", "phone_number_id": nomor_id},
            "contacts": [{"profile": {"name": "Warga"}, "wa_id": pesan["from"]}],
            "messages": [pesan],
        }
        perubahan = {"value": nilai, "field": "messages"}
        badan = json.dumps(
            {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [perubahan]}]}
        ).encode()
        tanda = hmac.new(rahasia.encode(), badan, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={tanda}"}
        return "/webhook/whatsapp", badan, headers

    return make


def form(port: int, slug: str, *, tetap: bool) -> Kirim:
    """The report form as a browser posts it, with the page's own cookie and CSRF token.

    `tetap`: sent from the page "Mungkin sudah dilaporkan", so that nothing is looked for again.
    """
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", f"/{slug}/lapor/")
    page = link.getresponse()
    html = page.read().decode()
    cookies = "; ".join(
        nilai.split(";")[0] for nama, nilai in page.getheaders() if nama.lower() == "set-cookie"
    )
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found, "no form on the page"
    csrf = found[1]

    def make() -> tuple[str, bytes, dict[str, str]]:
        isi = {"csrfmiddlewaretoken": csrf, "token": str(uuid.uuid4()), "cerita": _CERITA}
        isi |= {"tetap": "1"} if tetap else {}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        return f"/{slug}/lapor/", urlencode(isi).encode(), headers

    return make


def rate(port: int, make: Kirim, banyak: int, sambungan: int, harap: set[int]) -> float:
    """Requests a second over this many kept-alive connections."""
    siap = [[make() for _ in range(banyak // sambungan)] for _ in range(sambungan)]
    gagal: list[int] = []

    def run(permintaan: list[tuple[str, bytes, dict[str, str]]]) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path, badan, headers in permintaan:
            link.request("POST", path, badan, headers)
            jawab = link.getresponse()
            jawab.read()
            if jawab.status not in harap:
                gagal.append(jawab.status)

    benang = [threading.Thread(target=run, args=(s,)) for s in siap]
    mulai = time.perf_counter()
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    lama = time.perf_counter() - mulai
    assert not gagal, f"unexpected answers: {gagal[:5]}"
    return sum(map(len, siap)) / lama


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--permintaan", type=int, default=1600)
    argumen.add_argument("--sambungan", type=int, default=16)
    pilihan = argumen.parse_args()
    port = free_port()
    with open_portal(port=port):
        from pesan.models import NomorKanal, PesanMasuk  # noqa: PLC0415 - after django.setup()

        nomor = NomorKanal.objects.filter(wilayah="35.77.03.1009").first()
        assert nomor is not None
        sebelum = PesanMasuk.objects.exclude(jenis="sistem").count()  # the demo's own
        print(describe_machine(), flush=True)
        with granian(port):
            cara: dict[str, tuple[Kirim, set[int]]] = {
                "bare insert": (bare, {200}),
                "POST /webhook/whatsapp": (webhook(nomor.nomor_id, nomor.app_secret), {200}),
                "POST /<slug>/lapor/": (form(port, "taman-madiun", tetap=True), {303}),
                MENCARI: (form(port, "taman-madiun", tetap=False), {303}),
            }
            hasil: dict[str, list[float]] = {nama: [] for nama in cara}
            for make, harap in cara.values():
                rate(port, make, pilihan.sambungan * 10, pilihan.sambungan, harap)  # warm
            for _ in range(PUTARAN):
                for nama, (make, harap) in cara.items():
                    hasil[nama].append(
                        rate(port, make, pilihan.permintaan, pilihan.sambungan, harap)
                    )
        tersimpan = PesanMasuk.objects.exclude(jenis="sistem").count() - sebelum
    dasar = statistics.median(hasil["bare insert"])
    tercapai = True
    for nama, laju in hasil.items():
        tengah = statistics.median(laju)
        tercapai = tercapai and (tengah / dasar >= SASARAN or nama == MENCARI)
        print(f"{nama}: {tengah:.0f}/s, {tengah / dasar:.2f} of the bare insert")
    harap_baris = 3 * (PUTARAN * pilihan.permintaan + pilihan.sambungan * 10)
    print(f"rows stored: {tersimpan} of {harap_baris} posted")
    print(f"target {SASARAN}: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai and tersimpan == harap_baris else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
