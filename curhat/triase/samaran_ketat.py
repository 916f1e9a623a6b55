"""Stricter masking, for words of private cases that may be learned from only without any name."""

import re

from curhat.triase.samaran import mask_pribadi

_SAPAAN = (
    r"(?:bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|mas|mbak|mbah|kang|cak|ning|gus|nyai|kyai|"
    r"bang|kak|dik|adik|pakde|bude|paklik|bulik|om|tante|haji|ustadz|ustad)"
)
# Who is addressed by an office and not by name says nothing of a person.
_JABATAN = r"(?:rt|rw|lurah|camat|kades|kadus|guru|bidan|dokter|polisi|satpam|hansip|modin)"
_SETELAH_SAPAAN = re.compile(
    rf"(?<!\w)(?P<sapaan>{_SAPAAN}\.?\s)(?!{_JABATAN}\b)[^\W\d_][\w'’\-]{{1,20}}", re.IGNORECASE
)
_BERHURUF_BESAR = re.compile(
    rf"(?<=[^\s.!?\n:])(?P<jarak>[ ,]+)(?!(?i:{_SAPAAN}|{_JABATAN})\b)[A-Z][a-z'’]{{2,20}}\b"
)


def mask_ketat(teks: str) -> str:
    """As `mask_pribadi`; then no word after an address, and no capital inside a sentence, stays."""
    tersamar = mask_pribadi(teks).teks
    tersamar = _SETELAH_SAPAAN.sub(r"\g<sapaan>[nama]", tersamar)
    return _BERHURUF_BESAR.sub(r"\g<jarak>[nama]", tersamar)
