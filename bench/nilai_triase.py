"""How well triage does: 15 groups, emergencies, RT/RW. Prints figures, never texts.

    .venv/bin/python bench/nilai_triase.py [--latih] [--segar] [--kacau]

`--latih` adds 5-fold cross-validation on our own corpus, which is what may be tuned on.
`--segar` measures only the fresh emergency texts, which nothing may ever be tuned on.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

AKAR = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(AKAR))

import numpy as np  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402
from sklearn.model_selection import StratifiedKFold  # noqa: E402

from curhat.triase.aturan import read_aturan  # noqa: E402
from curhat.triase.hasil import Konteks  # noqa: E402
from curhat.triase.klasifikasi import (  # noqa: E402
    PengklasifikasiLokal,
    Prediksi,
    load_pengklasifikasi,
    read_latih,
    read_taksonomi,
)
from curhat.triase.mesin import triase_many  # noqa: E402
from curhat.triase.normalisasi import clean, normalise  # noqa: E402
from curhat.triase.rtrw import extract_rtrw  # noqa: E402

DEV = AKAR.parent / "shared" / "data" / "eval" / "keluhan_dev.csv"
WARGA = AKAR / "tests" / "curhat" / "data" / "contoh_warga.csv"
PORTAL = WARGA.with_name("contoh_portal.csv")
DARURAT = AKAR / "tests" / "curhat" / "data" / "darurat.csv"
SEGAR = DARURAT.with_name("darurat_segar.csv")
LAIN = "(tanpa kelompok)"
# An independent, plain reading: both labels in full before both numbers, nothing else.
ORAKEL_RT = re.compile(r"(?<![a-z])rt[\s.:]{0,3}0{0,2}(\d{1,2})(?!\d)", re.IGNORECASE)
ORAKEL_RW = re.compile(r"(?<![a-z])rw[\s.:]{0,3}0{0,2}(\d{1,2})(?!\d)", re.IGNORECASE)


def read_rows(jalur: Path) -> list[dict[str, str]]:
    with jalur.open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))


def group_of(subkategori: str) -> str:
    return read_taksonomi().get(subkategori, {}).get("kelompok_uji") or LAIN


def score_groups(
    benar: Sequence[str], prediksi: Sequence[Prediksi], ambang: float = 0.0
) -> tuple[float, dict[str, float]]:
    """Return macro-F1 over the groups of `benar`, and each group's F1."""
    tebakan = [group_of(p.subkategori) if p.keyakinan >= ambang else LAIN for p in prediksi]
    label = sorted(set(benar) - {LAIN})
    nilai = f1_score(list(benar), tebakan, labels=label, average=None, zero_division=0)
    return float(np.mean(nilai)), dict(zip(label, map(float, nilai), strict=True))


def score_dev(ambang: float = 0.0) -> tuple[float, dict[str, float]]:
    """Measure the shipped classifier on the 600 real complaints."""
    rows = read_rows(DEV)
    model = load_pengklasifikasi()
    prediksi = model.predict([normalise(clean(b["isi"])) for b in rows])
    return score_groups([b["kelompok"] for b in rows], prediksi, ambang)


def score_warga(ambang: float = 0.0, jalur: Path = WARGA) -> tuple[float, dict[str, float]]:
    """Measure it on our own held-out texts (columns isi, subkategori)."""
    rows = [b for b in read_rows(jalur) if group_of(b["subkategori"]) != LAIN]
    prediksi = load_pengklasifikasi().predict([normalise(clean(b["isi"])) for b in rows])
    return score_groups([group_of(b["subkategori"]) for b in rows], prediksi, ambang)


def print_kacau() -> None:
    """Print, for each group of the dev file, how many were read as which subcategory."""
    rows = read_rows(DEV)
    prediksi = load_pengklasifikasi().predict([normalise(clean(b["isi"])) for b in rows])
    hitung = Counter((b["kelompok"], p.subkategori) for b, p in zip(rows, prediksi, strict=True))
    for kelompok in sorted({k for k, _ in hitung}):
        isi = ", ".join(f"{s} {n}" for (k, s), n in hitung.most_common() if k == kelompok)
        print(f"    {kelompok}: {isi}")


def score_latih(lipatan: int = 5) -> tuple[float, float]:
    """Return macro-F1 over groups and over subcategories, cross-validated on our own sentences."""
    baris = read_latih()
    kalimat = [b for b in baris if len(b.isi) > 40]
    frasa = [b for b in baris if len(b.isi) <= 40]
    label = np.array([b.subkategori for b in kalimat])
    hasil: list[Prediksi] = [Prediksi("", 0.0)] * len(kalimat)
    bagi = StratifiedKFold(lipatan, shuffle=True, random_state=1)
    for latih, uji in bagi.split(np.zeros(len(label)), label):
        model = PengklasifikasiLokal([*(kalimat[i] for i in latih), *frasa], versi="uji")
        tebakan = model.predict([normalise(clean(kalimat[i].isi)) for i in uji])
        for i, satu in zip(uji, tebakan, strict=True):
            hasil[i] = satu
    kelompok, _ = score_groups([group_of(s) for s in label], hasil)
    sub = f1_score(label, [p.subkategori for p in hasil], average="macro")
    return kelompok, float(sub)


def score_darurat(bagian: str | None = None) -> tuple[float, float]:
    """Return recall and precision of emergencies; `bagian` "uji" or "ubah" or all."""
    rows = [b for b in read_rows(DARURAT) if bagian in {None, b["bagian"]}]
    return _recall_precision(rows)


def score_segar() -> tuple[float, float]:
    """Return recall and precision of emergencies on the fresh texts."""
    return _recall_precision(read_rows(SEGAR))


def _recall_precision(rows: list[dict[str, str]]) -> tuple[float, float]:
    hasil = triase_many([(b["isi"], Konteks()) for b in rows])
    hitung = Counter((b["darurat"] == "1", h.darurat) for b, h in zip(rows, hasil, strict=True))
    kena, luput, salah = hitung[True, True], hitung[True, False], hitung[False, True]
    return kena / (kena + luput), kena / max(1, kena + salah)


def score_rtrw() -> tuple[int, int, int]:
    """Return how many dev rows plainly state RT or RW, how many were read right, and found."""
    sebut = benar = semua = 0
    for baris in read_rows(DEV):
        teks = clean(baris["isi"])
        hasil = extract_rtrw(teks)
        semua += bool(hasil.rt or hasil.rw)
        rt, rw = (set(map(int, pola.findall(teks))) - {0} for pola in (ORAKEL_RT, ORAKEL_RW))
        if not rt and not rw:
            continue
        sebut += 1
        benar += _agrees(rt, hasil.rt) and _agrees(rw, hasil.rw)
    return sebut, benar, semua


def _agrees(orakel: set[int], hasil: str | None) -> bool:
    return not orakel or (hasil is not None and int(hasil) in orakel)


def print_groups(nama: str, nilai: tuple[float, dict[str, float]]) -> None:
    print(f"{nama}: macro-F1 {nilai[0]:.4f}")
    for kelompok, f1 in sorted(nilai[1].items(), key=lambda satu: satu[1]):
        print(f"    {f1:.3f}  {kelompok}")


def main() -> None:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--latih", action="store_true")
    argumen.add_argument("--segar", action="store_true")
    argumen.add_argument("--kacau", action="store_true", help="confusion counts of the dev file")
    pilihan = argumen.parse_args()
    if pilihan.segar:
        ingat, tepat = score_segar()
        print(f"darurat segar: recall {ingat:.3f}, precision {tepat:.3f}")
        return
    ambang = read_aturan().ambang_keyakinan
    if pilihan.latih:
        kelompok, sub = score_latih()
        print(f"own corpus, 5-fold: groups {kelompok:.4f}, subcategories {sub:.4f}")
    if DEV.exists():
        print_groups("keluhan_dev", score_dev())
        print(f"  with threshold {ambang}: {score_dev(ambang)[0]:.4f}")
        if pilihan.kacau:
            print_kacau()
        sebut, benar, semua = score_rtrw()
        print(f"RT/RW: {benar}/{sebut} rows of the plain oracle right; found in {semua} rows")
    if WARGA.exists():
        print_groups("contoh_warga", score_warga())
        print(f"  with threshold {ambang}: {score_warga(ambang)[0]:.4f}")
        print(f"contoh_portal: macro-F1 {score_warga(jalur=PORTAL)[0]:.4f}")
    for bagian in ("ubah", "uji", None):
        ingat, tepat = score_darurat(bagian)
        print(f"darurat {bagian or 'semua'}: recall {ingat:.3f}, precision {tepat:.3f}")


if __name__ == "__main__":
    main()
