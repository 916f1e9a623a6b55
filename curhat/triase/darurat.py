"""The learned judge of emergencies: is life or safety in danger now?

A small linear model over our own sentences (`fixtures/latih/darurat.csv`, columns isi,darurat), with
the rules' findings as extra words. Most dangers are described without any keyword ("putuku nguntal
obat tikus"), and most keywords are harmless ("latihan pemadam kebakaran").
"""

import csv
import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import joblib
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from curhat.triase import aturan, normalisasi, vektor
from curhat.triase.klasifikasi import CACHE, LATIH, read_latih, save_joblib
from curhat.triase.normalisasi import clean, normalise
from curhat.triase.vektor import Vektor

JALUR = LATIH / "darurat.csv"
KETAT = 5.0
# Everyday complaints of these kinds are never emergencies: they teach what harmless looks like.
BIASA = (
    "sampah", "pohon_taman", "penerangan_jalan", "adminduk", "surat_pengantar", "informasi", "umkm_modal",
    "umkm_pemasaran", "perizinan_pajak", "biaya_beasiswa", "sekolah_penerimaan", "aspirasi_pembangunan",
    "kinerja_aparat", "jaminan_kesehatan", "bantuan_sosial", "lapangan_kerja", "jalan_jembatan", "lainnya",
)  # fmt: skip
BOBOT_BIASA = 0.2
PERINGKAS = 60  # words: of longer texts, each window of this length is judged and the worst counts

Penanda = Callable[[str], list[str]]


class PenilaiDarurat:
    """Probability 0..1 that a text tells of danger to life or safety now."""

    def __init__(self, penanda: Penanda) -> None:
        teks, label, bobot = _read_rows()
        bertanda = [" ".join([satu, *penanda(satu)]) for satu in teks]
        self.vektor = Vektor().fit(bertanda)
        model = LogisticRegression(C=KETAT, max_iter=300)
        model.fit(self.vektor.transform(bertanda), label, sample_weight=bobot)
        self.koefisien = model.coef_[0].astype(np.float32)
        self.tambahan = float(model.intercept_[0])
        self._nama: list[str] = []

    def score(self, normal: str, tanda: Sequence[str]) -> tuple[float, tuple[str, ...]]:
        """Return the probability for normalised text with the rules' marks, and the words that spoke."""
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


def _read_rows() -> tuple[list[str], list[int], list[float]]:
    with JALUR.open(encoding="utf-8", newline="") as berkas:
        baris = [(b["isi"], int(b["darurat"]), 1.0) for b in csv.DictReader(berkas)]
    # every third is enough: they outnumber the emergencies by far
    biasa = [b for b in read_latih() if b.subkategori in BIASA and len(b.isi) > 40][::3]
    baris += [(b.isi, 0, BOBOT_BIASA) for b in biasa]
    return [normalise(clean(b[0])) for b in baris], [b[1] for b in baris], [b[2] for b in baris]


_kunci = threading.Lock()
_termuat: dict[str, PenilaiDarurat] = {}


def load_penilai(
    penanda: Penanda, *, sidik_aturan: str, cache: Path | None = None
) -> PenilaiDarurat:
    """Return the judge for one version of the rules, trained on first use and cached in `cache`."""
    with _kunci:
        if sidik_aturan not in _termuat:
            jalur = (cache or CACHE) / f"darurat-{_fingerprint(sidik_aturan)}.joblib"
            _termuat[sidik_aturan] = _read_or_train(penanda, jalur)
        return _termuat[sidik_aturan]


def _read_or_train(penanda: Penanda, jalur: Path) -> PenilaiDarurat:
    try:
        model = joblib.load(jalur)
        if isinstance(model, PenilaiDarurat):
            return model
    except Exception:  # noqa: S110 - absent or damaged: it is trained again and replaced
        pass
    model = PenilaiDarurat(penanda)
    save_joblib(model, jalur)
    return model


def _fingerprint(sidik_aturan: str) -> str:
    isi = hashlib.sha256(sidik_aturan.encode())
    for jalur in sorted(LATIH.glob("*.csv")):
        isi.update(jalur.read_bytes())
    for modul in (normalisasi.__file__, vektor.__file__, aturan.__file__, __file__):
        isi.update(Path(modul).read_bytes())
    isi.update((normalisasi.LEKSIKON / "kata_baku.csv").read_bytes())
    isi.update(f"{sklearn.__version__}|{np.__version__}".encode())
    return isi.hexdigest()[:24]
