"""What a text is about: subcategory with calibrated probability and the words that decided.

Trained from the sentences and phrases in `fixtures/latih/` on first use, then read from a cache
file whose name holds a fingerprint of rows, code and library versions.
"""

import csv
import hashlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np
import sklearn
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from curhat.triase import normalisasi, vektor
from curhat.triase.normalisasi import FIXTURES, clean, normalise, read_kata_baku
from curhat.triase.simpanan import cache_folder, load_or_train
from curhat.triase.vektor import Vektor

LATIH = FIXTURES / "latih"
TAKSONOMI = FIXTURES / "taksonomi.csv"
VERSI_KODE = 3  # raise when training changes in a way the fingerprint cannot see

# Chosen by cross-validation on our own sentences (bench/nilai_triase.py --latih).
KETAT = 0.5  # C of the linear SVM
HALUS = 0.3  # smoothing of the naive Bayes beside it
BAGIAN_BAYES = 0.3  # its share of the vote: it errs less on words the SVM saw seldom
HURUF = (3, 5)  # shortest and longest letter group: groups of two only cost time
HURUF_CUKUP = 5  # known letter groups that a misspelt word has at least; nonsense has one or two
PANJANG_KATA = 1.0  # length of the block of words beside that of letter groups
# How far rare subcategories are raised, 1 all the way: how many sentences we wrote of one says
# little about how often people will.
IMBANG = 0.5
BOBOT_FRASA = 1.0  # weight of a phrase beside a sentence
PANJANG_FRASA = 40  # characters; only longer texts count when the temperature is set
LIPATAN = 4  # one part of so many is held out to set the temperature
# People outside write more variously than our own sentences; confidence is dampened by this factor.
REDAM = 0.8


@dataclass(frozen=True, slots=True)
class Prediksi:
    """One text's subcategory, its calibrated probability 0..1, deciding words, next best."""

    subkategori: str
    keyakinan: float
    kata: tuple[str, ...] = ()
    berikutnya: str | None = None


class Pengklasifikasi(Protocol):
    """Whatever can say what normalised texts are about; `versi` goes into the record."""

    versi: str

    def predict(self, texts: Sequence[str]) -> list[Prediksi]: ...


@dataclass(frozen=True, slots=True)
class BarisLatih:
    """One labelled text; `bobot` weighs it against the others."""

    isi: str
    subkategori: str
    bobot: float = 1.0


@lru_cache(maxsize=1)
def read_taksonomi() -> dict[str, dict[str, str]]:
    """Return the taxonomy: subcategory slug to its row of `fixtures/taksonomi.csv`."""
    with TAKSONOMI.open(encoding="utf-8", newline="") as berkas:
        return {baris["subkategori"]: baris for baris in csv.DictReader(berkas)}


def read_latih(folder: Path = LATIH, *, tanpa: frozenset[str] = frozenset()) -> list[BarisLatih]:
    """Return the sentences and phrases that ship, in a fixed order, less the files in `tanpa`."""
    hasil: list[BarisLatih] = []
    for jalur in sorted(satu for satu in folder.glob("*.csv") if satu.name not in tanpa):
        with jalur.open(encoding="utf-8", newline="") as berkas:
            pembaca = csv.DictReader(berkas)
            kolom = "frasa" if jalur.name.startswith("frasa_") else "isi"
            if not {kolom, "subkategori"} <= set(pembaca.fieldnames or ()):
                continue  # other corpora of the folder, e.g. the emergency sentences
            bobot = BOBOT_FRASA if kolom == "frasa" else 1.0
            hasil += [BarisLatih(b[kolom], b["subkategori"], bobot) for b in pembaca if b[kolom]]
    tak_dikenal = {b.subkategori for b in hasil} - set(read_taksonomi())
    if tak_dikenal:
        raise ValueError(f"Subkategori tidak dikenal di {folder}: {', '.join(sorted(tak_dikenal))}")
    return hasil


class PengklasifikasiLokal:
    """TF-IDF of words and letter groups, linear SVM and naive Bayes, fitted temperature."""

    def __init__(self, baris: Sequence[BarisLatih], *, versi: str = "") -> None:
        teks = [normalise(clean(b.isi)) for b in baris]
        label = np.array([b.subkategori for b in baris])
        bobot = weigh_label(label, np.array([b.bobot for b in baris]))
        self.vektor = Vektor(huruf=HURUF, panjang_kata=PANJANG_KATA).fit(teks)
        x = self.vektor.transform(teks)
        self.label: list[str] = [str(satu) for satu in np.unique(label)]
        self.kelompok = number_kelompok(self.label)
        self.koefisien, self.tambahan = _fit(x, label, bobot)
        kalimat = np.array([len(b.isi) > PANJANG_FRASA for b in baris])
        self.suhu = REDAM * _fit_suhu(x, label, bobot, kalimat)
        self.versi = versi or f"lokal-{fingerprint(baris)[:10]}"
        self._nama: list[str] | None = None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_nama": None}

    def predict(self, texts: Sequence[str]) -> list[Prediksi]:
        """Return one `Prediksi` for each normalised text."""
        return [self._predict(teks) for teks in texts]

    def _predict(self, teks: str) -> Prediksi:
        indeks, bobot = self.vektor.indices(teks)
        if not len(indeks):
            return Prediksi("lainnya", 0.0)
        baris = self.koefisien[indeks]
        nilai = _vote(bobot @ baris + self.tambahan)
        peluang = np.exp(self.suhu * (nilai - nilai.max()))
        peluang /= peluang.sum()
        # kin share their votes: the likeliest group first, then the likeliest inside it
        sekelompok = np.bincount(self.kelompok, peluang)[self.kelompok]
        terbaik = int(np.where(sekelompok == sekelompok.max(), peluang, -1.0).argmax())
        kata = self._find_kata(indeks, bobot * baris[:, terbaik])  # the SVM's columns
        lain = peluang.copy()
        lain[terbaik] = -1.0
        berikut = self.label[int(lain.argmax())] if len(lain) > 1 else None
        yakin = float(peluang[terbaik])
        if indeks[0] >= len(self.vektor.kata):
            # not one known word, only scraps of letters: whatever they resemble is a guess
            yakin *= 0.5 * min(1.0, len(indeks) / HURUF_CUKUP)
        return Prediksi(self.label[terbaik], yakin, kata, berikut)

    def _find_kata(self, indeks: vektor.Indeks, sumbangan: vektor.Angka) -> tuple[str, ...]:
        """Return the three words or word pairs that spoke most for the choice."""
        if self._nama is None:
            self._nama = list(self.vektor.kata)
        batas = int(np.searchsorted(indeks, len(self._nama)))
        urutan = np.argsort(sumbangan[:batas])[::-1][:3]
        return tuple(self._nama[indeks[i]] for i in urutan if sumbangan[i] > 0)


def number_kelompok(label: Sequence[str]) -> NDArray[np.intp]:
    """Return each label's group of the taxonomy as a number; a label of no group stands alone."""
    taksonomi = read_taksonomi()
    nama = [taksonomi.get(satu, {}).get("kelompok_uji") or satu for satu in label]
    return np.unique(nama, return_inverse=True)[1]


def weigh_label(label: NDArray[np.str_], bobot: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights, raised for labels with little weight in all, lowered for others."""
    _, nomor = np.unique(label, return_inverse=True)
    jumlah = np.bincount(nomor, bobot)
    return np.asarray(bobot * (jumlah.mean() / jumlah[nomor]) ** IMBANG)


def _fit(
    x: sparse.csr_matrix, label: NDArray[np.str_], bobot: NDArray[np.float64]
) -> tuple[vektor.Angka, vektor.Angka]:
    """Return weights (features by twice the labels: SVM, then Bayes) and constants."""
    svm = LinearSVC(C=KETAT, random_state=0).fit(x, label, sample_weight=bobot)
    bayes = ComplementNB(alpha=HALUS).fit(x, label, sample_weight=bobot)
    bayes_w = bayes.feature_log_prob_.T
    if len(svm.classes_) == 2:  # sklearn keeps one column for two labels
        svm_w, svm_b = np.hstack([-svm.coef_.T, svm.coef_.T]), np.array([-1, 1]) * svm.intercept_
    else:
        svm_w, svm_b = svm.coef_.T, svm.intercept_
    koefisien = np.hstack([svm_w, bayes_w]).astype(np.float32)
    tambahan = np.concatenate([svm_b, np.zeros(bayes_w.shape[1])]).astype(np.float32)
    return np.ascontiguousarray(koefisien), tambahan


def _vote(nilai: vektor.Angka) -> vektor.Angka:
    """Join the SVM's and the Bayes values of one text or of many (last axis), each standardised."""
    svm, bayes = np.split(nilai, 2, axis=-1)
    gabung = (1 - BAGIAN_BAYES) * _standardise(svm) + BAGIAN_BAYES * _standardise(bayes)
    return np.asarray(gabung, dtype=np.float32)


def _standardise(nilai: vektor.Angka) -> vektor.Angka:
    simpang = nilai.std(axis=-1, keepdims=True)
    hasil = (nilai - nilai.mean(axis=-1, keepdims=True)) / np.maximum(simpang, 1e-6)
    return np.asarray(hasil, dtype=np.float32)


def _fit_suhu(
    x: sparse.csr_matrix,
    label: NDArray[np.str_],
    bobot: NDArray[np.float64],
    kalimat: NDArray[np.bool_],
) -> float:
    """Return the factor on the votes whose softmax is truest on a part not trained on."""
    _, nomor, banyak = np.unique(label, return_inverse=True, return_counts=True)
    if banyak.min() < LIPATAN or not kalimat.any():
        return 1.0
    lipatan = StratifiedKFold(LIPATAN, shuffle=True, random_state=0)
    latih, uji = next(lipatan.split(np.zeros(len(label)), label))
    uji = uji[kalimat[uji]]
    if not len(uji):
        return 1.0
    koefisien, tambahan = _fit(x[latih], label[latih], bobot[latih])
    semua, target = _vote(np.asarray(x[uji] @ koefisien + tambahan)), nomor[uji]

    def loss(suhu: float) -> float:
        z = suhu * semua
        z -= z.max(axis=1, keepdims=True)
        log = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return float(-log[np.arange(len(target)), target].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 20), method="bounded").x)


def hash_kode(*modul: ModuleType | str) -> str:
    """Return a hash of source files. Taken at import: a process that began before an edit must not
    store its model under the edited code's name.
    """
    isi = hashlib.sha256()
    for satu in modul:
        jalur = satu if isinstance(satu, str) else satu.__file__
        isi.update(Path(jalur or "").read_bytes())
    return isi.hexdigest()


_KODE = hash_kode(normalisasi, vektor, __file__)


def fingerprint(baris: Iterable[BarisLatih]) -> str:
    """Return a hash of everything a trained model depends on."""
    isi = hashlib.sha256()
    for satu in baris:
        isi.update(f"{satu.isi}\x1f{satu.subkategori}\x1f{satu.bobot}\x1e".encode())
    isi.update(repr(sorted(read_kata_baku().items())).encode())
    isi.update(f"{_KODE}|{VERSI_KODE}|{sklearn.__version__}|{np.__version__}".encode())
    return isi.hexdigest()[:24]


_kunci = threading.Lock()
_termuat: dict[tuple[str, str], PengklasifikasiLokal] = {}


def load_pengklasifikasi(
    *, tambahan: Sequence[BarisLatih] = (), cache: Path | None = None
) -> PengklasifikasiLokal:
    """Return the shipped classifier, trained with `tambahan` as well; cached in `cache`.

    Without `cache` the folder is `curhat.triase.simpanan.cache_folder()`.
    """
    baris = [*read_latih(), *tambahan]
    sidik = fingerprint(baris)
    folder = cache or cache_folder()
    with _kunci:
        kunci = (str(folder), sidik)
        if kunci not in _termuat:
            _termuat[kunci] = load_or_train(
                folder / f"pengklasifikasi-{sidik}.joblib",
                PengklasifikasiLokal,
                lambda: PengklasifikasiLokal(baris),
            )
        return _termuat[kunci]
