"""Links to videos that lie elsewhere: https at a known host, one spelling, nothing that tracks."""

import re
from urllib.parse import SplitResult, parse_qs, parse_qsl, quote, urlencode, urlsplit

from django.conf import settings

PANJANG = 300
_DEPAN = ("", "www.", "m.", "player.")
_NAMA_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_YOUTUBE = re.compile(r"[A-Za-z0-9_-]{11}")
_VIMEO = re.compile(r"(?:/video)?/(\d{3,12})(?:/([0-9a-f]{6,20}))?")
_DRIVE = re.compile(r"[A-Za-z0-9_-]{20,80}")
# Query words that only follow the reader about.
_PELACAK = re.compile(
    r"utm_\w+|fbclid|gclid|igsh(?:id)?|si|feature|ref(?:_src)?|pp|ab_channel|usp|mc_\w+", re.I
)


class TautanDitolak(ValueError):  # noqa: N818 - the domain's word
    """A link that is not kept; the message says why."""


def read_tautan(teks: str) -> str:
    """The canonical address of a video. Raises TautanDitolak."""
    url = _split(teks.strip())
    host = (url.hostname or "").removesuffix(".")
    dasar = _known(host)
    if dasar in ("youtube.com", "youtu.be"):
        return _youtube(url, dasar)
    if dasar == "vimeo.com":
        return _vimeo(url)
    if dasar == "drive.google.com":
        return _drive(url)
    tanya = [satu for satu in parse_qsl(url.query) if not _PELACAK.fullmatch(satu[0])]
    jalan = quote(url.path or "/", safe="/%:@!$&'()*+,;=-._~")
    hasil = f"https://{host}{jalan}" + (f"?{urlencode(tanya)}" if tanya else "")
    if len(hasil) > PANJANG:
        raise TautanDitolak(f"Tautannya lebih dari {PANJANG} huruf; terlalu panjang.")
    return hasil


def host_of(tautan: str) -> str:
    """What readers are told they go to: "www.youtube.com"."""
    return urlsplit(tautan).hostname or ""


def _split(teks: str) -> SplitResult:
    """Parts of an address that every browser reads the same way."""
    if not teks or len(teks) > 2000 or re.search(r"[\s\\\x00-\x1f\x7f]", teks):
        raise TautanDitolak("Tautannya tidak terbaca. Salin utuh dari peramban, ya.")
    try:
        url = urlsplit(teks)
        port = url.port
    except ValueError:
        raise TautanDitolak("Tautannya tidak terbaca. Salin utuh dari peramban, ya.") from None
    if url.scheme != "https":
        raise TautanDitolak("Tautan harus diawali https://")
    if url.username is not None or url.password is not None or port not in (None, 443):
        raise TautanDitolak("Tautannya berisi nama pengguna atau nomor pintu; pakai tautan biasa.")
    return url


def _known(host: str) -> str:
    """The entry of settings.TAUTAN_VIDEO this host belongs to. Only ASCII: no look-alikes."""
    if _NAMA_HOST.fullmatch(host) and not any(b.startswith("xn--") for b in host.split(".")):
        for satu in settings.TAUTAN_VIDEO:
            if satu.startswith(".") and host.endswith(satu):
                return str(satu)
            if host in {f"{depan}{satu}" for depan in _DEPAN}:
                return str(satu)
    boleh = ", ".join(s.removeprefix(".") for s in settings.TAUTAN_VIDEO)
    raise TautanDitolak(f"Video hanya boleh dari {boleh}.")


def _youtube(url: SplitResult, dasar: str) -> str:
    bagian = [b for b in url.path.split("/") if b]
    if dasar == "youtu.be":
        nomor = bagian[0] if bagian else ""
    elif bagian[:1] == ["watch"]:
        nomor = parse_qs(url.query).get("v", [""])[0]
    elif len(bagian) > 1 and bagian[0] in ("shorts", "live", "embed", "v"):
        nomor = bagian[1]
    else:
        nomor = ""
    if not _YOUTUBE.fullmatch(nomor):
        raise TautanDitolak("Tautan YouTube ini tidak menuju satu video.")
    return f"https://www.youtube.com/watch?v={nomor}"


def _vimeo(url: SplitResult) -> str:
    cocok = _VIMEO.fullmatch(url.path.removesuffix("/"))
    if not cocok:
        raise TautanDitolak("Tautan Vimeo ini tidak menuju satu video.")
    kunci = cocok[2] or parse_qs(url.query).get("h", [""])[0]
    if kunci and not re.fullmatch(r"[0-9a-f]{6,20}", kunci):
        kunci = ""
    return f"https://vimeo.com/{cocok[1]}" + (f"/{kunci}" if kunci else "")


def _drive(url: SplitResult) -> str:
    bagian = [b for b in url.path.split("/") if b]
    if bagian[:2] == ["file", "d"] and len(bagian) > 2:
        nomor = bagian[2]
    elif bagian in (["open"], ["uc"]):
        nomor = parse_qs(url.query).get("id", [""])[0]
    else:
        nomor = ""
    if not _DRIVE.fullmatch(nomor):
        raise TautanDitolak("Tautan Google Drive ini tidak menuju satu berkas video.")
    return f"https://drive.google.com/file/d/{nomor}/view"
