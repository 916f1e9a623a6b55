"""A small classifier and many labelled curhat, so that learning can be tested in a second."""

from curhat import model_aktif
from curhat.models import Curhat, Koreksi
from curhat.services.koreksi import KATEGORI, read_bacaan, record_koreksi
from curhat.triase.klasifikasi import BarisLatih, PengklasifikasiLokal
from tests.factories import CurhatFactory

POKOK = {
    "sampah": ("sampah menumpuk di tps", "bak sampah penuh", "tukang sampah tidak datang"),
    "jalan_jembatan": ("jalan berlubang", "aspal rusak parah", "jembatan retak"),
    "penerangan_jalan": ("lampu jalan mati", "gang gelap gulita", "tiang lampu padam"),
}
# Words the shipped corpus of these tests has never seen: only corrections can teach them.
BARU = ("blekuthuk", "grobyokan", "nggedebus", "plencing")
BENAR = "hewan_hama"


def baris_kecil():
    """What ships, in these tests: three subjects, and a fourth seldom spoken of."""
    rows = [
        BarisLatih(f"{isi} di depan rumah warga nomor {n}", sub)
        for sub, semua in POKOK.items()
        for isi in semua
        for n in range(4)
    ]
    return [*rows, *(BarisLatih(f"tikus masuk rumah {n} kali", BENAR) for n in range(4))]


def use_small_model(monkeypatch, tmp_path):
    """Let training take a blink: few sentences, files in a folder of the test's own."""
    bawaan = PengklasifikasiLokal(baris_kecil(), versi="bawaan-uji")
    monkeypatch.setattr(model_aktif, "FOLDER", tmp_path)
    monkeypatch.setattr(model_aktif, "read_latih", baris_kecil)
    monkeypatch.setattr(model_aktif, "load_bawaan", lambda cache: bawaan)
    model_aktif._dasar.cache_clear()
    model_aktif.forget_model()
    return bawaan


def labelled(n, by, *, sub=BENAR, **isi):
    """`n` curhat in words only these tests use, each judged by a person to be about `sub`."""
    hasil, awal = [], Curhat.objects.count()
    for i in range(awal, awal + n):
        teks = f"{BARU[i % 4]} {BARU[(i + 1) % 4]} kampung sebelah {chr(97 + i % 26)}{i}"
        curhat = CurhatFactory(
            **{"kode": f"HL-UJI-{i:04d}", "isi": teks, "subkategori_id": "sampah", **isi}
        )
        lama, curhat.subkategori_id = read_bacaan(curhat), sub
        record_koreksi(curhat, lama, by=by, dinilai=frozenset({KATEGORI}))
        hasil.append(curhat)
    return hasil


def koreksi_of(curhat):
    return Koreksi.objects.filter(curhat=curhat).order_by("pk")
