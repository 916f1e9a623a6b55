"""The demo portal learns: a version each of two Sunday nights, and a draft rule set replayed."""

import copy
from datetime import datetime, timedelta

from curhat.models import AturanEskalasi
from curhat.services.latih import has_labels, train_versi
from curhat.services.panduan import draft_aturan
from curhat.services.putar_ulang import ask_putar_ulang, run_putar_ulang
from wilayah.kalender import to_wib
from wilayah.models import Pengguna

MINGGU_LALU = (3, 1)  # of which weeks the versions are made: training takes seconds each
CATATAN = "Usulan rapat koordinasi: eskalasi mulai urgensi 3, verifikasi 12 jam"


def learning_nights(sekarang: datetime) -> list[datetime]:
    """The Sunday nights of the past at which the demo trains, oldest first."""
    lokal = to_wib(sekarang)
    minggu = lokal - timedelta(days=(lokal.weekday() + 1) % 7)
    malam = minggu.replace(hour=22, minute=30, second=0, microsecond=0)
    if malam > sekarang:
        malam -= timedelta(days=7)
    return [malam - timedelta(weeks=n - 1) for n in MINGGU_LALU]


def learn() -> None:
    """What the weekly task does, where anybody has judged a reading yet."""
    if has_labels():
        train_versi()


def load_draf() -> None:
    """A draft that changes a threshold and a deadline, replayed over the demo's curhat."""
    operator = Pengguna.objects.filter(is_superuser=True).order_by("pk").first()
    aktif = AturanEskalasi.objects.filter(aktif=True).first()
    if operator is None or aktif is None:
        return
    isi = copy.deepcopy(aktif.isi)
    isi["ambang"]["eskalasi"] = 3
    isi["tenggat"] = isi.get("tenggat", {}) | {"verifikasi_jam": 12}
    ask_putar_ulang(draft_aturan(isi, by=operator, catatan=CATATAN), by=operator)
    run_putar_ulang()
