"""Two hundred messages while the model's server dies: what each resident got, and when."""

import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from curhat.models import PanggilanModel, TinjauanJawaban, TugasModel
from curhat.services.tugas_model import run_tugas
from pesan.kirim import send_batch
from pesan.models import PesanKeluar, PesanMasuk
from pesan.proses import process_batch

CERITA = (
    "Got di RT 03 RW 02 nomor {n} mampet, air naik ke teras tiap hujan",
    "Lampu jalan nomor {n} di RT 04 RW 01 mati sejak Senin, gelap kalau malam",
    "Sampah di TPS RT 05 RW 03 nomor {n} menumpuk dan bau sampai rumah",
    "Jalan paving nomor {n} di RT 02 RW 04 berlubang, motor sering jatuh",
)


@dataclass(frozen=True, slots=True)
class Angka:
    """What came of it. Times in seconds; lateness is counted from when each answer was due."""

    dijawab: int
    ganda: int
    dari_model: int
    terlambat: float  # the worst
    hasil: dict[str, int]
    lama: float


def story(n):
    """The n-th text: four kinds, each another text, so that the cache does not answer for all."""
    return CERITA[n % len(CERITA)].format(n=n)


class Putaran:
    """The work of a portal in threads of this process, until told to stop."""

    def __init__(self, peladen, bunuh_pada):
        self.berhenti, self.galat = threading.Event(), []
        self._peladen, self._bunuh_pada = peladen, bunuh_pada
        kerja = (lambda: process_batch(50), lambda: send_batch(100), lambda: run_tugas(2.0))
        self._benang = [threading.Thread(target=self._repeat, args=(satu,)) for satu in kerja]
        self._benang.append(threading.Thread(target=self._kill))

    def __enter__(self):
        for satu in self._benang:
            satu.start()
        return self

    def __exit__(self, *_):
        self.berhenti.set()
        for satu in self._benang:
            satu.join(30)

    def _repeat(self, kerja):
        try:
            while not self.berhenti.is_set():
                if not kerja():
                    self.berhenti.wait(0.05)
        except Exception as error:
            self.galat.append(error)
        finally:
            connection.close()

    def _kill(self):
        while len(self._peladen.mentah) < self._bunuh_pada and not self.berhenti.wait(0.01):
            pass
        self._peladen.bunuh()


def run_until_sent(banyak, *, kirim_semua, peladen, graph, bunuh_pada, maks=180.0):
    """Receive, process, ask, send at once; the server dies at its `bunuh_pada`-th call."""
    mulai = time.monotonic()
    with Putaran(peladen, bunuh_pada) as putaran:
        kirim_semua()
        while time.monotonic() - mulai < maks and not putaran.galat and not all_sent(banyak):
            time.sleep(0.1)
    assert not putaran.galat, putaran.galat
    return measure(graph, time.monotonic() - mulai)


def all_sent(banyak):
    """Whether every answer has left and nothing is asked any more."""
    terkirim = PesanKeluar.objects.filter(templat="jawaban", sent_at__isnull=False).count()
    menunggu = TugasModel.objects.filter(status="menunggu").exists()
    return terkirim >= banyak and not menunggu


def measure(graph, lama):
    """Count what the stand-in of WhatsApp received."""
    jawaban = Counter(
        isi.get("to") for _p, _t, isi in list(graph.diterima) if "Solusi:" in str(isi)
    )
    rows = PesanKeluar.objects.filter(templat="jawaban", sent_at__isnull=False)
    jeda = timedelta(seconds=settings.JEDA_SARAN_DETIK)
    terlambat = max(
        ((p.sent_at - p.created_at - jeda).total_seconds() for p in rows.defer("badan")),
        default=0.0,
    )
    hasil = Counter(PanggilanModel.objects.values_list("hasil", flat=True))
    return Angka(
        dijawab=len(jawaban),
        ganda=sum(n - 1 for n in jawaban.values()),
        dari_model=TinjauanJawaban.objects.filter(terkirim=True).count(),
        terlambat=terlambat,
        hasil=dict(sorted(hasil.items())),
        lama=round(lama, 1),
    )


def nothing_left():
    """Whether the inbox is empty."""
    return not PesanMasuk.objects.filter(status="baru").exists()
