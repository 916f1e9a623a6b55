"""The secrets of an installation: generated once in the embedded mode, otherwise required."""

import base64
import binascii
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import berkas

NAMA = ("SECRET_KEY", "DATA_KEYS", "HASH_KEY")


def load(data_dir: Path, *, embedded: bool) -> Mapping[str, str]:
    """SECRET_KEY, DATA_KEYS (comma list of Fernet keys, newest first) and HASH_KEY.

    The environment wins. What it lacks comes from DATA_DIR/rahasia.json (0600, made on the first
    run) in the embedded mode; otherwise ImproperlyConfigured names what is missing.
    """
    found = {nama: os.environ.get(nama, "").strip() for nama in NAMA}
    missing = [nama for nama, nilai in found.items() if not nilai]
    if missing and not embedded:
        raise ImproperlyConfigured(
            f"Variabel lingkungan belum diisi: {', '.join(missing)}. "
            "Tanpa basis data tertanam (DATABASE_URL diisi) setiap rahasia harus diberikan."
        )
    if missing:
        stored = _stored(data_dir / "rahasia.json")
        found |= {nama: stored[nama] for nama in missing}
    _check_data_keys(found["DATA_KEYS"])
    return found


def generate() -> dict[str, str]:
    """Fresh secrets for one installation."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATA_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "HASH_KEY": secrets.token_urlsafe(32),
    }


def _stored(path: Path) -> dict[str, str]:
    text = berkas.read_or_create(path, lambda: json.dumps(generate(), indent=1))
    try:
        stored = json.loads(text)
        return {nama: str(stored[nama]) for nama in NAMA}
    except (ValueError, KeyError, TypeError) as galat:
        raise ImproperlyConfigured(
            f"Berkas rahasia {path} rusak. Kembalikan dari cadangan: tanpa kunci aslinya "
            "alamat balasan warga tidak dapat dibaca lagi."
        ) from galat


def _check_data_keys(value: str) -> None:
    for key in value.split(","):
        try:
            size = len(base64.urlsafe_b64decode(key.strip()))
        except (binascii.Error, ValueError):
            size = 0
        if size != 32:
            raise ImproperlyConfigured(
                "DATA_KEYS harus berisi kunci Fernet (32 bita, base64 url-safe), dipisah koma."
            )


if __name__ == "__main__":
    # `python -m config.rahasia >> lingkungan.env`: the lines a new installation needs.
    sys.stdout.writelines(f"{nama}={nilai}\n" for nama, nilai in generate().items())
