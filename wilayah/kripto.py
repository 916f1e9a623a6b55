"""Keeping people's numbers: keyed hashes to find a row by, and encrypted columns to read back."""

import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=1)
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.DATA_KEYS])


def encrypt(text: str) -> str:
    """Encrypt with the newest key of DATA_KEYS."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Read back what `encrypt` wrote. Raises ValueError when no key of DATA_KEYS fits."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("tidak dapat dibaca dengan DATA_KEYS yang ada") from error


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 of value under HASH_KEY, as 64 hex digits; `purpose` keeps uses apart."""
    return hmac.new(
        settings.HASH_KEY.encode(), f"{purpose}\x00{value}".encode(), hashlib.sha256
    ).hexdigest()


def same_hash(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one, other)


# No 0/O, 1/I/L, U/V: a code is read aloud and copied by hand.
_ABJAD = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def new_code(length: int) -> str:
    """An unguessable code of `length` easily read letters and digits (4.9 bits each)."""
    return "".join(secrets.choice(_ABJAD) for _ in range(length))


def new_kode_laporan() -> str:
    """The code a report is followed by, in fours to be read aloud: HL-7K3M-9QPX (39 bits)."""
    code = new_code(8)
    return f"HL-{code[:4]}-{code[4:]}"


def new_pin() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that the database only sees encrypted. Cannot be searched; empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(str(value)) if value else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value) if value else value
