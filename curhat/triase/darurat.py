"""The learned judge of emergencies: is life or safety in danger now?

A small linear model over our own sentences (`fixtures/latih/darurat.csv`: isi,darurat), with the
rules' findings as extra words. Most dangers are described without any keyword ("putuku nguntal
obat tikus"), and most keywords are harmless ("latihan pemadam kebakaran").
"""

import csv
import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from curhat.triase import aturan, normalisasi, vektor
from curhat.triase.klasifikasi import (
    LATIH,
    PANJANG_FRASA,
    hash_kode,
    read_latih,
)
from curhat.triase.normalisasi import clean, normalise
from curhat.triase.simpanan import cache_folder, load_or_train
from curhat.triase.vektor import Vektor

JALUR = LATIH / "darurat.csv"
KETAT = 5.0
# Everyday complaints of these kinds are never emergencies: they teach what harmless looks like.
BIASA = frozenset(
    [
        "sampah",
        "pohon_taman",
        "penerangan_jalan",
        "adminduk",
        "surat_pengantar",
        "informasi",
        "umkm_modal",
        "umkm_pemasaran",
        "perizinan_pajak",
        "biaya_beasiswa",
        "sekolah_penerimaan",
        "aspirasi_pembangunan",
        "kinerja_aparat",
        "jaminan_kesehatan",
        "bantuan_sosial",
        "lapangan_kerja",
        "jalan_jembatan",
        "lainnya",
    ]
)
# Of these only what no rule of danger speaks in.
BIASA_BILA_AMAN = frozenset(
    [
        "banjir_drainase",
        "air_bersih",
        "lalu_lintas_parkir",
        "fasilitas_umum",
        "ketertiban_umum",
        "pencemaran",
        "harga_pangan",
        "listrik_internet",
        "layanan_kesehatan",
        "gizi_stunting",
        "konflik_warga",
        "anak_putus_sekolah",
    ]
)
BOBOT_BIASA = 0.2
# Sentences on offices, permits and order, written after the judge was measured: they say nothing
# about danger and would only tip the balance towards "safe".
BUKAN_PEMBANDING = frozenset({"tambahan_kota.csv"})

Penanda = Callable[[str], list[str]]


class PenilaiDarurat:
    """Probability 0..1 that a text tells of danger to life or safety now."""

    def __init__(self, penanda: Penanda) -> None:
        bertanda, label, bobot = _read_rows(penanda)
        self.vektor = Vektor().fit(bertanda)
        model = LogisticRegression(C=KETAT, max_iter=300)
        model.fit(self.vektor.transform(bertanda), label, sample_weight=bobot)
        self.koefisien = model.coef_[0].astype(np.float32)
        self.tambahan = float(model.intercept_[0])
        self._nama: list[str] = []

    def score(self, normal: str, tanda: Sequence[str]) -> tuple[float, tuple[str, ...]]:
        """Return the probability for normalised text with the rules' marks, and its words."""
        indeks, bobot = self.vektor.indices(" ".join([normal, *tanda]))
        if not len(indeks):
            return 0.0, ()
        sumbangan = bobot * self.koefisien[indeks]
        nilai = float(sumbangan.sum()) + self.tambahan
        peluang = 1 / (1 + np.exp(-np.clip(nilai, -30, 30)))
        return float(peluang), self._find_kata(indeks, sumbangan) if peluang > 0.3 else ()

    def _find_kata(self, indeks: vektor.Indeks, sumbangan: vektor.Angka) -> tuple[str, ...]:
        if not self._nama:
            self._nama = list(self.vektor.kata)
        nama = self._nama
        batas = int(np.searchsorted(indeks, len(nama)))
        urutan = np.argsort(sumbangan[:batas])[::-1][:5]
        kata = (nama[indeks[i]] for i in urutan if sumbangan[i] > 0)
        return tuple(k for k in kata if "zz" not in k)[:3]


def _read_rows(penanda: Penanda) -> tuple[list[str], list[int], list[float]]:
    """Return marked texts, labels, weights: emergency sentences, everyday complaints."""
    with JALUR.open(encoding="utf-8", newline="") as berkas:
        baris = [
            (normalise(clean(b["isi"])), int(b["darurat"]), 1.0) for b in csv.DictReader(berkas)
        ]
    # every third is enough: they outnumber the emergencies by far
    for satu in [b for b in read_latih(tanpa=BUKAN_PEMBANDING) if len(b.isi) > PANJANG_FRASA][::3]:
        isi = normalise(clean(satu.isi))
        aman = satu.subkategori in BIASA_BILA_AMAN and not any(map(is_bahaya, penanda(isi)))
        if satu.subkategori in BIASA or aman:
            baris.append((isi, 0, BOBOT_BIASA))
    teks = [" ".join([isi, *penanda(isi)]) for isi, _, _ in baris]
    return teks, [b[1] for b in baris], [b[2] for b in baris]


def is_bahaya(tanda: str) -> bool:
    """Say whether a rule's mark tells of a danger that no guard denies."""
    return not tanda.startswith(("zzpengaman", "zzumum")) and not tanda.endswith("tak")


_KODE = hash_kode(normalisasi, vektor, aturan, __file__)
_kunci = threading.Lock()
_termuat: dict[str, PenilaiDarurat] = {}


def load_penilai(
    penanda: Penanda, *, sidik_aturan: str, cache: Path | None = None
) -> PenilaiDarurat:
    """Return the judge for one version of the rules, trained on first use and cached in `cache`."""
    with _kunci:
        if sidik_aturan not in _termuat:
            jalur = (cache or cache_folder()) / f"darurat-{_fingerprint(sidik_aturan)}.joblib"
            _termuat[sidik_aturan] = load_or_train(
                jalur, PenilaiDarurat, lambda: PenilaiDarurat(penanda)
            )
        return _termuat[sidik_aturan]


def _fingerprint(sidik_aturan: str) -> str:
    isi = hashlib.sha256(f"{sidik_aturan}|{_KODE}|{sklearn.__version__}|{np.__version__}".encode())
    for jalur in sorted(LATIH.glob("*.csv")):
        isi.update(jalur.read_bytes())
    isi.update(repr(sorted(normalisasi.read_kata_baku().items())).encode())
    return isi.hexdigest()[:24]
