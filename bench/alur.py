"""Pipeline: stored messages to answers in the outbox, and on to a stand-in of the Graph API.

    .venv/bin/python -m bench.alur [--pesan N] [--profil]

One worker process; the messages are of as many people, over all demo numbers, texts our own. The
advice is due at once here (JEDA_SARAN_DETIK=0): what is measured is work, not the minute in which
a resident may still add something. "Answered" means that acknowledgement and advice are owed.
"""

import argparse
import cProfile
import http.server
import json
import logging
import os
import pstats
import sys
import threading
import time
from socketserver import ThreadingMixIn

from bench.portal import AKAR, describe_machine, open_portal

SASARAN = 150.0


class Graph(http.server.BaseHTTPRequestHandler):
    """Takes every message and gives it an id."""

    protocol_version = "HTTP/1.1"
    nomor = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Graph.nomor += 1
        badan = json.dumps(
            {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.bench{Graph.nomor}"}],
             "contacts": [{"input": "1", "wa_id": "1"}]}
        ).encode()  # fmt: skip
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(badan)))
        self.end_headers()
        self.wfile.write(badan)

    def log_message(self, *_: object) -> None:
        return


class Peladen(ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


def store_messages(banyak: int) -> None:
    """Put unprocessed inbox rows in place, as the webhook would have."""
    from bench.masuk import webhook  # noqa: PLC0415 - after django.setup()
    from curhat.triase.klasifikasi import read_latih  # noqa: PLC0415
    from pesan.models import NomorKanal  # noqa: PLC0415
    from pesan.nomor import reload_numbers  # noqa: PLC0415
    from pesan.pintu import store  # noqa: PLC0415

    daftar = reload_numbers()
    nomor = list(NomorKanal.objects.all())
    buat = [webhook(n.nomor_id, n.app_secret) for n in nomor]
    teks = [b.isi for b in read_latih() if 60 < len(b.isi) < 400]
    langkah = max(1, len(teks) // banyak)
    for i in range(banyak):
        _path, badan, _headers = buat[i % len(buat)]()
        isi = json.loads(badan)
        message = isi["entry"][0]["changes"][0]["value"]["messages"][0]
        message["text"]["body"] = teks[i * langkah % len(teks)]
        badan = json.dumps(isi).encode()
        store(badan, nomor[i % len(nomor)].app_secret, daftar)


def answer_all(profil: cProfile.Profile | None) -> dict[str, float]:
    """Process what is stored; gives how many and the seconds."""
    from curhat.models import Curhat, Tiket  # noqa: PLC0415
    from pesan.models import PesanKeluar, PesanMasuk  # noqa: PLC0415
    from pesan.proses import process_batch  # noqa: PLC0415

    sebelum = Curhat.objects.count()
    menunggu = PesanMasuk.objects.filter(status="baru").count()
    PesanKeluar.objects.filter(status="queued").update(status="expired")
    if profil:
        profil.enable()
    mulai = time.perf_counter()
    while process_batch(100):
        pass
    lama = time.perf_counter() - mulai
    if profil:
        profil.disable()
    return {
        "menunggu": menunggu,
        "lama": lama,
        "curhat": Curhat.objects.count() - sebelum,
        "tiket": Tiket.objects.count(),
        "dijawab": PesanKeluar.objects.filter(templat="jawaban", status="queued").count(),
        "gagal": PesanMasuk.objects.filter(status="gagal").count(),
    }


def send_all() -> tuple[int, int, float]:
    """Send what is owed now: (sent, owed, seconds)."""
    from pesan.kirim import send_batch  # noqa: PLC0415
    from pesan.models import PesanKeluar  # noqa: PLC0415

    antre = PesanKeluar.objects.filter(status="queued", saluran="whatsapp").count()
    mulai = time.perf_counter()
    while PesanKeluar.objects.filter(status="queued", kirim_setelah__lte=_now()).exists():
        send_batch(100)
    lama = time.perf_counter() - mulai
    return PesanKeluar.objects.filter(status="sent").count(), antre, lama


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--pesan", type=int, default=3000)
    argumen.add_argument("--profil", action="store_true")
    pilihan = argumen.parse_args()
    peladen = Peladen(("127.0.0.1", 0), Graph)
    threading.Thread(target=peladen.serve_forever, daemon=True).start()
    alamat = f"http://127.0.0.1:{peladen.server_port}"
    profil = cProfile.Profile() if pilihan.profil else None
    with open_portal(WHATSAPP_API_URL=alamat, JEDA_SARAN_DETIK="0"):
        from curhat.model_aktif import pengklasifikasi_aktif  # noqa: PLC0415
        from pesan.proses import process_batch  # noqa: PLC0415

        logging.disable(logging.INFO)
        print(describe_machine(), flush=True)
        pengklasifikasi_aktif()
        process_batch()
        store_messages(pilihan.pesan)
        jawab = answer_all(profil)
        terkirim, antre, kirim = send_all()
    return report(jawab, terkirim, antre, kirim, profil)


def report(
    jawab: dict[str, float], terkirim: int, antre: int, kirim: float,
    profil: cProfile.Profile | None,
) -> int:  # fmt: skip
    """Print the figures; 0 where the target is met."""
    laju = jawab["menunggu"] / jawab["lama"]
    semua = jawab["menunggu"] / (jawab["lama"] + kirim)
    print(f"{jawab['menunggu']:.0f} messages stored: {jawab['curhat']:.0f} curhat, ", end="")
    print(f"{jawab['dijawab']:.0f} answers, {jawab['tiket']:.0f} tickets")
    print(f"failed: {jawab['gagal']:.0f}")
    print(f"stored to answered: {laju:.0f} messages/s ({jawab['lama']:.1f} s)")
    print(f"sent: {terkirim} of {antre} outbox messages, {terkirim / kirim:.0f}/s ({kirim:.1f} s)")
    print(f"stored to sent: {semua:.0f} messages/s")
    if profil:
        pstats.Stats(profil).sort_stats("cumulative").print_stats(60)
    print(f"target {SASARAN:.0f} messages/s answered: {'met' if laju >= SASARAN else 'MISSED'}")
    return 0 if laju >= SASARAN else 1


def _now() -> object:
    from django.utils import timezone  # noqa: PLC0415

    return timezone.now()


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
