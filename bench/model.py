"""Two hundred messages while the model's server is killed in the middle: who got what, and when.

    .venv/bin/python -m bench.model [--pesan N] [--jeda DETIK] [--bunuh N]

One process with threads for processing, asking and sending; the server and the stand-in of
WhatsApp's API are those of the tests. Also prints one text answered by the model and by the rules.
"""

import argparse
import json
import logging
import os
import sys

from bench.portal import AKAR, describe_machine, open_portal

TERLAMBAT_MAKS = 10.0


def switch_on(url: str) -> None:
    """The model on in every demo area, its answers without review."""
    from django.conf import settings  # noqa: PLC0415 - after django.setup()

    from curhat.services.model_bahasa import set_sakelar  # noqa: PLC0415
    from wilayah.models import Pengguna, Wilayah  # noqa: PLC0415

    settings.OPENAI_BASE_URL, settings.OPENAI_MODEL = url, "uji"
    settings.MODEL_TINJAU_BANYAK = 0
    by = Pengguna.objects.filter(is_superuser=True).first()
    assert by is not None
    set_sakelar(Wilayah.objects.get(pk="35"), by=by, aktif=True)


def store(banyak: int) -> None:
    """Inbox rows of as many people, as the webhook stores them."""
    from bench.masuk import webhook  # noqa: PLC0415
    from pesan.models import NomorKanal  # noqa: PLC0415
    from pesan.nomor import reload_numbers  # noqa: PLC0415
    from pesan.pintu import store as keep  # noqa: PLC0415
    from tests.curhat.dua_ratus import story  # noqa: PLC0415

    daftar = reload_numbers()
    nomor = NomorKanal.objects.filter(wilayah="35.77.03.1009").get()
    buat = webhook(nomor.nomor_id, nomor.app_secret)
    for n in range(banyak):
        _path, badan, _kepala = buat()
        isi = json.loads(badan)
        isi["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] = story(n)
        keep(json.dumps(isi).encode(), nomor.app_secret, daftar)


def show_both() -> None:
    """One curhat by the model beside the same by the rules."""
    from curhat.models import TinjauanJawaban  # noqa: PLC0415

    satu = TinjauanJawaban.objects.filter(terkirim=True).select_related("curhat").first()
    if satu is not None:
        print(f"text: {satu.curhat.isi}\n-- by the rules:\n{satu.teks_aturan}")
        print(f"-- by the model:\n{satu.teks_akhir}\n")


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--pesan", type=int, default=200)
    argumen.add_argument("--jeda", type=int, default=60)
    argumen.add_argument("--bunuh", type=int, default=80)
    pilihan = argumen.parse_args()
    from tests.peladen_openai import Peladen  # noqa: PLC0415
    from tests.pesan.graph import Graph  # noqa: PLC0415

    graph, peladen = Graph(), Peladen()
    peladen.jeda = 0.5
    with open_portal(WHATSAPP_API_URL=graph.url, JEDA_SARAN_DETIK=str(pilihan.jeda)):
        from curhat.model_aktif import pengklasifikasi_aktif  # noqa: PLC0415
        from pesan.models import PesanKeluar  # noqa: PLC0415
        from pesan.proses import process_batch  # noqa: PLC0415
        from tests.curhat.dua_ratus import run_until_sent  # noqa: PLC0415

        logging.disable(logging.WARNING)
        print(describe_machine(), flush=True)
        pengklasifikasi_aktif()
        process_batch()
        PesanKeluar.objects.filter(status="queued").update(status="expired")
        PesanKeluar.objects.filter(templat="jawaban").update(templat="lama")
        switch_on(peladen.url)
        angka = run_until_sent(
            pilihan.pesan,
            kirim_semua=lambda: store(pilihan.pesan),
            peladen=peladen,
            graph=graph,
            bunuh_pada=pilihan.bunuh,
        )
        show_both()
    graph.tutup()
    print(f"messages: {pilihan.pesan}; server killed at its call number {pilihan.bunuh}")
    print(f"answered: {angka.dijawab}, doubled: {angka.ganda}, by the model: {angka.dari_model}")
    print(f"outcomes of the calls: {angka.hasil}")
    print(f"latest answer: {angka.terlambat:.1f} s after it was due ({angka.lama:.0f} s in all)")
    tercapai = (
        angka.dijawab == pilihan.pesan
        and not angka.ganda
        and angka.terlambat < TERLAMBAT_MAKS
        and angka.dari_model > 0
    )
    print(f"target: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
