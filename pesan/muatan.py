"""The raw payload of one inbox row: what is stored, and reading it back once."""

import json
from typing import Any

from pesan.models import PesanMasuk


def dump(isi: dict[str, Any]) -> str:
    """As JSON in ASCII, so that lone surrogates and null characters survive being stored."""
    return json.dumps(isi, separators=(",", ":"))


def load(pesan: PesanMasuk) -> dict[str, Any]:
    """The stored payload, parsed once for each row object. Raises ValueError when it is gone."""
    siap: dict[str, Any] | None = pesan.__dict__.get("_muatan_terbaca")
    if siap is None:
        isi = json.loads(pesan.muatan)
        if not isinstance(isi, dict):
            raise ValueError("muatan bukan objek")
        siap = pesan.__dict__["_muatan_terbaca"] = isi
    return siap


def clean(nilai: Any, batas: int = 20_000) -> str:
    """Text that PostgreSQL and UTF-8 accept: no null characters, no lone surrogates, bounded."""
    if not isinstance(nilai, str):
        return ""
    return nilai[:batas].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
