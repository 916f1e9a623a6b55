"""Conversations as scripts: what a resident writes, what must come back, how time passes.

    > Got mampet depan rumah            the resident writes (several in a row are one delivery)
    > [tombol] ANONIM YA                taps a button or row
    > [foto] keterangan                 sends a photo, with or without a caption
    > [titik]                           sends a point on the map
    < terima: Ingin anonim              a message of this template came, and holds these words
    < -                                 nothing else came
    + 2 menit                           time passes; what is due by then is sent

Every message that came must be named in order. A line that begins with # is a remark.
"""

import re
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from curhat.models import Curhat, Jawaban, Penilaian, Pertanyaan, Tiket
from pesan.models import Kontak, Lampiran, PesanKeluar, PesanMasuk
from tests.curhat.conftest import DARI
from tests.pesan.conftest import amplop, kirim, pesan

_SATUAN = {"detik": "seconds", "menit": "minutes", "jam": "hours", "hari": "days"}
_WAKTU = {
    PesanMasuk: ("diterima_at", "muatan_hingga"),
    PesanKeluar: ("created_at", "kirim_setelah", "kedaluwarsa_at", "sent_at"),
    Kontak: ("terakhir_masuk_at", "alamat_hingga"),
    Lampiran: ("created_at",),
    Curhat: ("diterima_at", "created_at"),
    Jawaban: ("at",),
    Pertanyaan: ("at",),
    Penilaian: ("at",),
    Tiket: ("created_at", "due_at", "closed_at"),
}


def maju(**lama):
    """Let time pass: everything that is there becomes older. What is due by then was sent."""
    jeda = timedelta(**lama)
    for model, kolom in _WAKTU.items():
        model.objects.update(**{k: F(k) - jeda for k in kolom})
    kirim_yang_tiba()


def kirim_yang_tiba():
    """What a sender would do now: whatever is due has left."""
    now = timezone.now()
    PesanKeluar.objects.filter(status="queued", kirim_setelah__lte=now).update(
        status="sent", sent_at=now
    )


class Percakapan:
    """One person's chat with the number of Kel. Taman."""

    def __init__(self, process, dari=DARI):
        self._process, self._dari = process, dari
        self._antre = []
        self._dibaca = 0

    def play(self, naskah):
        for nomor, baris in enumerate(map(str.strip, naskah.strip().splitlines()), start=1):
            if not baris or baris.startswith("#"):
                continue
            tanda, isi = baris[0], baris[1:].strip()
            if tanda == ">":
                self._antre.append(self._message(isi))
                continue
            self._deliver()
            if tanda == "+":
                angka, satuan = isi.split()
                maju(**{_SATUAN[satuan]: int(angka)})
            elif isi == "-":
                assert self._rest() == [], f"baris {nomor}: {self._rest()}"
            else:
                self._expect(nomor, isi)
        self._deliver()

    def _expect(self, nomor, isi):
        templat, _, kata = isi.partition(":")
        sisa = self._rest()
        assert sisa, f"baris {nomor}: tidak ada balasan, padahal ditunggu {isi!r}"
        ada, badan = sisa[0]
        assert ada == templat.strip(), f"baris {nomor}: {isi!r}, yang datang {sisa}"
        assert kata.strip() in badan, f"baris {nomor}: {kata!r} tidak ada di {badan!r}"
        self._dibaca += 1

    def _rest(self):
        rows = PesanKeluar.objects.filter(
            kontak__isnull=False, kirim_setelah__lte=timezone.now()
        ).order_by("kirim_setelah", "id")
        return [(p.templat, p.badan) for p in rows][self._dibaca :]

    def _deliver(self):
        if self._antre:
            assert kirim(amplop(messages=self._antre)).status_code == 200
            self._antre = []
            kirim_yang_tiba()
            self._process()

    def _message(self, isi):
        cocok = re.match(r"\[(tombol|foto|titik)\]\s*(.*)", isi, re.DOTALL)
        if cocok is None:
            return pesan(isi.replace("\\n", "\n"), dari=self._dari)
        jenis, kata = cocok.groups()
        lain = {
            "tombol": {
                "type": "interactive",
                "interactive": {
                    "type": "list_reply",
                    "list_reply": {"id": kata, "title": kata},
                },
            },
            "foto": {
                "type": "image",
                "image": {"id": "91001", "mime_type": "image/jpeg", "caption": kata},
            },
            "titik": {
                "type": "location",
                "location": {"latitude": -7.6432, "longitude": 111.5301},
            },
        }[jenis]
        satu = pesan(dari=self._dari) | lain
        del satu["text"]
        return satu
