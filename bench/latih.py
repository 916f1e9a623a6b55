"""How long `latih` takes for 10,000 labelled rows, and what each further 200 corrections give.

    .venv/bin/python -m bench.latih [--hanya waktu|kurva] [--baris 10000] [--langkah 200]

The labelled texts are our own. For the time: halves of shipped sentences joined. For the curve:
every correction and every tested text is a sentence of its own that the base has not seen, written
as in a chat (greetings, short forms, words left out); the base is what is left of the sentences,
and the phrases. Nothing here reads or measures `keluhan_dev.csv`.
"""

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Iterator, Sequence

from sklearn.metrics import f1_score

from bench.portal import describe_machine, open_portal
from curhat.triase import klasifikasi
from curhat.triase.klasifikasi import BarisLatih, PengklasifikasiLokal, read_latih
from curhat.triase.normalisasi import clean, normalise

BOBOT = 3.0  # as curhat.data_latih weighs a person's label
PANJANG = 40  # characters from which a shipped row is a sentence and not a phrase
SASARAN = 60.0  # seconds for 10,000 rows
UJI = 1000  # texts
_SALAM = (
    "pak lurah",
    "min",
    "selamat siang",
    "nuwun sewu",
    "halo",
    "permisi pak",
    "assalamualaikum",
)
_AKHIR = (
    "mohon dibantu",
    "tolong ya",
    "terima kasih",
    "gimana ini",
    "matur nuwun",
    "segera ya pak",
)
_SINGKAT = {
    "yang": "yg", "tidak": "gak", "sudah": "udah", "dengan": "dgn", "karena": "krn", "untuk": "utk",
    "belum": "blm", "saya": "sy", "sampai": "smp", "jalan": "jln", "rumah": "rmh", "bisa": "bs",
}  # fmt: skip


def make_rows(asal: Sequence[BarisLatih], banyak: int, acak: random.Random) -> list[BarisLatih]:
    """Labelled texts as residents might write them: two halves of one subject, shortened, noisy."""
    per_pokok: dict[str, list[str]] = {}
    for satu in asal:
        per_pokok.setdefault(satu.subkategori, []).append(satu.isi)
    pokok = [satu.subkategori for satu in asal]
    return [
        BarisLatih(_write(per_pokok[sub], acak), sub, BOBOT)
        for sub in (acak.choice(pokok) for _ in range(banyak))
    ]


def _write(kalimat: Sequence[str], acak: random.Random) -> str:
    a, b = acak.choice(kalimat).split(), acak.choice(kalimat).split()
    return _as_chat([*a[: max(3, len(a) * 2 // 3)], *b[len(b) // 2 :]], acak)


def _as_chat(kata: Sequence[str], acak: random.Random) -> str:
    kata = [_SINGKAT.get(k, k) if acak.random() < 0.5 else k for k in kata if acak.random() > 0.08]
    awal = f"{acak.choice(_SALAM)} " if acak.random() < 0.4 else ""
    akhir = f" {acak.choice(_AKHIR)}" if acak.random() < 0.4 else ""
    return f"{awal}{' '.join(kata)} di rt {acak.randint(1, 30)}{akhir}"


def time_command(banyak: int) -> tuple[float, float]:
    """(wall, processor) seconds of `manage.py latih --csv` with so many rows, database and all."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup()

    kalimat = [b for b in read_latih() if len(b.isi) > PANJANG]
    rows = make_rows(kalimat, banyak, random.Random(1))
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as berkas:
        tulis = csv.writer(berkas)
        tulis.writerows([("isi", "label"), *((b.isi, b.subkategori) for b in rows)])
        berkas.flush()
        mulai, cpu = time.perf_counter(), time.process_time()
        call_command("latih", csv=berkas.name, kolom="isi", label="label")
        return time.perf_counter() - mulai, time.process_time() - cpu


def learning_curve(banyak: int, langkah: int) -> Iterator[tuple[int, float]]:
    """(corrections, macro-F1 on held-out texts) after each further `langkah` corrections."""
    semua = read_latih()
    kalimat = [b for b in semua if len(b.isi) > PANJANG]
    acak = random.Random(7)
    acak.shuffle(kalimat)
    obrolan = [
        BarisLatih(_as_chat(b.isi.split(), acak), b.subkategori, BOBOT)
        for b in kalimat[: UJI + banyak]
    ]
    uji, koreksi = obrolan[:UJI], obrolan[UJI:]
    dasar = [*kalimat[UJI + banyak :], *(b for b in semua if len(b.isi) <= PANJANG)]
    print(f"base: {len(dasar)} rows; tested on {len(uji)} texts", flush=True)
    klasifikasi.LIPATAN = len(semua)  # no temperature: it changes no label and costs fits
    teks, label = [normalise(clean(b.isi)) for b in uji], [b.subkategori for b in uji]
    for n in range(0, len(koreksi) + 1, langkah):
        model = PengklasifikasiLokal([*dasar, *koreksi[:n]], versi="bench")
        tebakan = [p.subkategori for p in model.predict(teks)]
        nama = sorted(set(label))
        f1 = f1_score(label, tebakan, labels=nama, average="macro", zero_division=0)
        yield n, float(f1)


def main() -> int:
    argumen = argparse.ArgumentParser()
    argumen.add_argument("--baris", type=int, default=10_000)
    argumen.add_argument("--kurva", type=int, default=2000)
    argumen.add_argument("--langkah", type=int, default=200)
    argumen.add_argument("--hanya", choices=["waktu", "kurva"])
    pilihan = argumen.parse_args()
    lolos = pilihan.hanya == "kurva" or show_time(pilihan.baris)
    if pilihan.hanya != "waktu":
        show_curve(pilihan.kurva, pilihan.langkah)
    return 0 if lolos else 1


def show_time(baris: int) -> bool:
    """Print how long the command takes; whether it is within the target."""
    with open_portal(HAI_LURAH_DEMO="0"):
        print(describe_machine(), flush=True)
        wall, cpu = time_command(baris)
    print(f"latih with {baris} labelled rows: {wall:.1f} s, processor {cpu:.1f} s", flush=True)
    return wall < SASARAN


def show_curve(banyak: int, langkah: int) -> None:
    """Print the learning curve as a table."""
    dasar = sebelum = 0.0
    for n, f1 in learning_curve(banyak, langkah):
        if not n:
            print("corrections  macro-F1   gain  ratio to base")
        dasar, naik = dasar or f1, f1 - sebelum if n else 0.0
        print(f"{n:>11}    {f1:.4f} {naik:+.4f}  {f1 / dasar:.3f}", flush=True)
        sebelum = f1


if __name__ == "__main__":
    raise SystemExit(main())
