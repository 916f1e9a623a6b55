"""Indonesian, Javanese or both."""

import csv
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from curhat.triase.normalisasi import LEKSIKON, split_kata

DIBACA = 500  # characters are plenty for two languages
YAKIN_JAWA = 0.9
BAGIAN_CAMPURAN = 0.12  # of the marker words, from which the lesser language counts


@lru_cache(maxsize=1)
def load_pengenal() -> LanguageIdentifier:
    """Return the language identifier, limited to Indonesian and Javanese (loads in about 1 s)."""
    pengenal = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    pengenal.set_languages(["id", "jv"])
    return pengenal


@lru_cache(maxsize=1)
def read_penanda() -> dict[str, str]:
    """Return words that only one of the two languages uses, with that language."""
    with (LEKSIKON / "penanda_bahasa.csv").open(encoding="utf-8", newline="") as berkas:
        return {baris["kata"]: baris["bahasa"] for baris in csv.DictReader(berkas)}


def detect_bahasa(teks: str) -> str | None:
    """Return "id", "jv" or "campuran"; None where there are no words."""
    kata = [k for k in split_kata(teks[:DIBACA]) if len(k) > 1 and not k.isdigit()]
    if not kata:
        return None
    penanda = read_penanda()
    jawa = sum(penanda.get(k) == "jv" for k in kata)
    indonesia = sum(penanda.get(k) == "id" for k in kata)
    if jawa == 0 and indonesia > 0:
        return "id"
    if jawa >= 2 and indonesia >= 2 and min(jawa, indonesia) / (jawa + indonesia) > BAGIAN_CAMPURAN:
        return "campuran"
    if jawa + indonesia >= 3 and jawa != indonesia:
        return "jv" if jawa > indonesia else "id"
    bahasa, yakin = load_pengenal().classify(" ".join(kata))
    return "jv" if bahasa == "jv" and (jawa or yakin >= YAKIN_JAWA) else "id"
