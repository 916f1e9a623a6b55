"""Keys of the outbox: what makes a message owed once."""

import hashlib

PANJANG = 120  # PesanKeluar.kunci


def fit(kunci: str) -> str:
    """The key itself, or its beginning and a digest where it is longer than the column."""
    if len(kunci) <= PANJANG:
        return kunci
    return f"{kunci[:70]}:{hashlib.sha256(kunci.encode()).hexdigest()[:48]}"
