"""Files sent from the simulated phone, kept below DATA_DIR until the portal fetches them."""

import re
import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404

_ID = re.compile(r"sim[0-9a-f]{24}")


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "simulasi"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def save_media(isi: bytes, mime: str) -> str:
    """Keep a file; gives the media id by which the stand-in hands it out."""
    id_media = f"sim{secrets.token_hex(12)}"
    (_folder() / id_media).write_bytes(mime.encode()[:100] + b"\n" + isi)
    return id_media


def read_media(id_media: str) -> tuple[str, bytes]:
    """(mime, bytes). Raises Http404."""
    if not _ID.fullmatch(id_media):
        raise Http404("media tidak ada")
    try:
        mime, _baris, isi = (_folder() / id_media).read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise Http404("media tidak ada") from None
    return mime.decode(), isi
