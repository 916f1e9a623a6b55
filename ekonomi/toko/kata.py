"""Words that a product must not go on sale with unseen (data: KataTerlarang)."""

import re

from ekonomi.models import KataTerlarang


def forbidden_in(*teks: str) -> KataTerlarang | None:
    """The first forbidden word that stands in these texts as a word of its own, or None."""
    gabung = " ".join(re.findall(r"\w+", " ".join(teks).lower()))
    for satu in KataTerlarang.objects.filter(aktif=True).order_by("kata"):
        kata = " ".join(re.findall(r"\w+", satu.kata.lower()))
        if kata and re.search(rf"\b{re.escape(kata)}\b", gabung):
            return satu
    return None
