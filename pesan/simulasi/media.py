"""Files of the simulated phone and of the stand-in Graph API, kept below DATA_DIR."""

import re
import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404

_ID = re.compile(r"sim[0-9a-f]{24}|[1-9][0-9]{19}")


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "simulasi"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def save_media(isi: bytes, mime: str) -> str:
    """Keep a file; gives the media id by which the stand-in hands it out."""
    return _write(f"sim{secrets.token_hex(12)}", isi, mime)


def save_unggahan(isi: bytes, mime: str) -> str:
    """Keep a file the portal uploads; gives an id of digits, as Meta's are."""
    return _write(str(10**19 + secrets.randbelow(9 * 10**19)), isi, mime)


def has_media(id_media: str) -> bool:
    """Whether a file of this id is kept."""
    return bool(_ID.fullmatch(id_media)) and (_folder() / id_media).is_file()


def _write(id_media: str, isi: bytes, mime: str) -> str:
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
