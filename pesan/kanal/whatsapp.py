"""WhatsApp Cloud API: reading its events, sending through pywa, fetching media.

Reading is a table of our own over plain dicts: pywa parses only the first message of a batch and
refuses shapes it does not know, and here everything gets an answer. Sending and errors are pywa's.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

import httpx
from django.conf import settings
from pywa.client import WhatsApp as Klien
from pywa.errors import (
    AuthorizationError,
    InvalidParameter,
    MediaDownloadError,
    MediaUploadError,
    ServiceUnavailable,
    ThrottlingError,
    UnknownError,
    WhatsAppError,
)
from pywa.types.callback import Button, Section, SectionList, SectionRow
from pywa.types.templates import BodyText, HeaderDocument, TemplateLanguage

from pesan import muatan, tombol
from pesan.kanal.dasar import GagalKirim, IsiMasuk, JenisIsi, Media
from pesan.models import NomorKanal, PesanKeluar, PesanMasuk
from pesan.models.kanal import Saluran

BATAS_TEKS = 4096
BATAS_BERTOMBOL = 1024  # also of a file's caption
_WAKTU = httpx.Timeout(10.0, connect=5.0)
# Whose addresses may get our token when Graph tells where a file lies.
_HOST_MEDIA = (".fbsbx.com", ".facebook.com", ".whatsapp.net")
_JENIS_MEDIA: dict[str, JenisIsi] = {
    "image": "foto",
    "video": "video",
    "audio": "suara",
    "voice": "suara",
    "document": "berkas",
    "sticker": "stiker",
}
_Pesan = dict[str, Any]


class WhatsApp:
    """One module behind the Kanal interface; the numbers it speaks for are NomorKanal rows."""

    saluran: str = Saluran.WHATSAPP

    def parse(self, pesan: PesanMasuk) -> IsiMasuk:
        return parse_message(_object(muatan.load(pesan).get("message")))

    def identities(self, pesan: PesanMasuk) -> tuple[str, ...]:
        """The business-scoped user id first: a phone number can change hands, or be withheld."""
        isi = muatan.load(pesan)
        message, contact = _object(isi.get("message")), _contact(isi)
        ids = [
            muatan.clean(message.get("from_user_id") or contact.get("user_id"), 200),
            muatan.clean(message.get("from") or contact.get("wa_id"), 200),
        ]
        return tuple(dict.fromkeys(i for i in ids if i))

    def reply_address(self, pesan: PesanMasuk) -> str:
        isi = muatan.load(pesan)
        message, contact = _object(isi.get("message")), _contact(isi)
        for nilai in (message.get("from"), contact.get("wa_id")):
            if isinstance(nilai, str) and nilai:
                return nilai
        return muatan.clean(message.get("from_user_id") or contact.get("user_id"), 200)

    def waktu(self, pesan: PesanMasuk) -> datetime | None:
        """When the person sent it, as the provider says; None when it does not."""
        return parse_time(_object(muatan.load(pesan).get("message")).get("timestamp"))

    def wilayah(self, pesan: PesanMasuk) -> str | None:
        return None

    def send(self, pesan: PesanKeluar) -> str:
        if pesan.nomor_kanal is None:
            raise GagalKirim("belum ada nomor WhatsApp untuk wilayah ini", tetap=True)
        alamat = recipient(pesan)
        if not alamat:
            raise GagalKirim("nomor tujuan tidak ada", tetap=True)
        try:
            return _send(client_for(pesan.nomor_kanal), alamat, pesan)
        except WhatsAppError as galat:
            raise GagalKirim(f"WhatsApp {galat.code}", tetap=not _may_pass(galat)) from None
        except httpx.HTTPError as galat:
            raise GagalKirim(type(galat).__name__) from None
        except OSError:
            raise GagalKirim("berkasnya tidak ada lagi", tetap=True) from None
        except (KeyError, IndexError, TypeError, ValueError) as galat:
            raise GagalKirim(f"jawaban tidak dikenal ({type(galat).__name__})") from None

    def fetch(self, id_media: str, nomor: NomorKanal, batas: int) -> bytes:
        """The bytes of a file a person sent. Raises GagalKirim, `tetap` when it is too large."""
        klien = client_for(nomor)
        try:
            url = str(klien.api.get_media_url(id_media)["url"])
            if not _may_fetch(url):
                raise GagalKirim("alamat berkas tidak dipercaya", tetap=True)
            with klien.api.stream_media_bytes(url, timeout=_WAKTU) as jawaban:
                jawaban.raise_for_status()
                return _read_bounded(jawaban, batas)
        except WhatsAppError as galat:
            raise GagalKirim(f"WhatsApp {galat.code}", tetap=not _may_pass(galat)) from None
        except (httpx.HTTPError, KeyError) as galat:
            raise GagalKirim(type(galat).__name__) from None


def parse_message(message: _Pesan) -> IsiMasuk:
    """What one Cloud API message object says; a type nobody knows is `tak_didukung`."""
    jenis = message.get("type")
    if jenis in _JENIS_MEDIA:
        return _media(message, jenis)
    reader = _READERS.get(jenis) if isinstance(jenis, str) else None
    return reader(message) if reader else IsiMasuk("tak_didukung")


def _text(message: _Pesan) -> IsiMasuk:
    return IsiMasuk("teks", muatan.clean(_object(message.get("text")).get("body")))


def _media(message: _Pesan, jenis: str) -> IsiMasuk:
    isi = _object(message.get(jenis))
    id_media = muatan.clean(isi.get("id"), 120)
    if not id_media:
        return IsiMasuk("tak_didukung")
    nama = muatan.clean(isi.get("filename"), 80)
    media = Media(id_media, muatan.clean(isi.get("mime_type"), 60), nama)
    return IsiMasuk(_JENIS_MEDIA[jenis], muatan.clean(isi.get("caption")), media=(media,))


def _location(message: _Pesan) -> IsiMasuk:
    isi = _object(message.get("location"))
    try:
        lat, lng = float(isi["latitude"]), float(isi["longitude"])
    except (KeyError, TypeError, ValueError):
        return IsiMasuk("tak_didukung")
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        return IsiMasuk("tak_didukung")
    nama = ", ".join(t for t in (muatan.clean(isi.get(k), 200) for k in ("name", "address")) if t)
    return IsiMasuk("lokasi", nama, lat=lat, lng=lng)


def _interactive(message: _Pesan) -> IsiMasuk:
    isi = _object(message.get("interactive"))
    jawaban = _object(isi.get("button_reply")) or _object(isi.get("list_reply"))
    if not jawaban:
        return IsiMasuk("tak_didukung")
    judul, kunci = muatan.clean(jawaban.get("title")), muatan.clean(jawaban.get("id"), 256)
    return IsiMasuk("tombol", judul, tombol=kunci, id_asal=_context(message))


def _button(message: _Pesan) -> IsiMasuk:
    isi = _object(message.get("button"))
    judul, kunci = muatan.clean(isi.get("text")), muatan.clean(isi.get("payload"), 256)
    return IsiMasuk("tombol", judul, tombol=kunci, id_asal=_context(message))


def _context(message: _Pesan) -> str:
    return muatan.clean(_object(message.get("context")).get("id"), 200)


def _reaction(message: _Pesan) -> IsiMasuk:
    isi = _object(message.get("reaction"))
    asal = muatan.clean(isi.get("message_id"), 200)
    return IsiMasuk("reaksi", muatan.clean(isi.get("emoji"), 20), id_asal=asal)


def _edit(message: _Pesan) -> IsiMasuk:
    """A corrected message: the new words; files stay as they came with the original."""
    isi = _object(message.get("edit"))
    baru = parse_message(_object(isi.get("message")))
    return IsiMasuk("edit", baru.teks, id_asal=muatan.clean(isi.get("original_message_id"), 200))


def _revoke(message: _Pesan) -> IsiMasuk:
    isi = _object(message.get("revoke"))
    return IsiMasuk("hapus", id_asal=muatan.clean(isi.get("original_message_id"), 200))


def _welcome(_message: _Pesan) -> IsiMasuk:
    # The person opened the chat and wrote nothing yet: an empty text, answered with a greeting.
    return IsiMasuk("teks")


def _contacts(_message: _Pesan) -> IsiMasuk:
    # Other people's numbers: that they were sent is all we keep.
    return IsiMasuk("kontak")


_READERS: dict[str, Callable[[_Pesan], IsiMasuk]] = {
    "text": _text,
    "location": _location,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "contacts": _contacts,
    "request_welcome": _welcome,
}


def changed_number(pesan: PesanMasuk) -> tuple[str, str] | None:
    """Old and new WhatsApp id when this event says a person changed their number."""
    message = _object(muatan.load(pesan).get("message"))
    system = _object(message.get("system"))
    lama, baru = message.get("from"), system.get("wa_id") or system.get("new_wa_id")
    if message.get("type") != "system" or not isinstance(lama, str) or not isinstance(baru, str):
        return None
    return lama, baru


def parse_time(nilai: Any) -> datetime | None:
    """Seconds since 1970 as text, as the provider writes them."""
    try:
        return datetime.fromtimestamp(int(nilai), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def recipient(pesan: PesanKeluar) -> str:
    """The number or business-scoped id this message goes to, in the clear; "" for none."""
    if pesan.kontak is not None:
        return str(pesan.kontak.alamat)
    return re.sub(r"\D", "", pesan.pengguna.nomor_wa) if pesan.pengguna is not None else ""


def _send(klien: Any, alamat: str, pesan: PesanKeluar) -> str:
    """The provider's id. A file it no longer has is uploaded anew at the next attempt."""
    titipan = pesan.titipan
    lama = titipan.id_media if titipan is not None else ""
    try:
        return _send_as(klien, alamat, pesan)
    except (MediaUploadError, MediaDownloadError, InvalidParameter) as galat:
        if titipan is None or not lama:
            raise
        titipan.id_media = ""
        raise GagalKirim(f"WhatsApp {galat.code}, berkas diunggah ulang") from None


def _send_as(klien: Any, alamat: str, pesan: PesanKeluar) -> str:
    # The tracker comes back with every status: it names the row if we die before noting the id.
    tracker = f"pesan:{pesan.pk}"
    if pesan.templat_meta is not None:
        return _send_template(klien, alamat, pesan, tracker)
    if pesan.titipan is not None:
        return _send_file(klien, alamat, pesan, tracker)
    teks, baris = tombol.read(pesan.badan)
    buttons = _choices(teks, baris)
    return str(klien.send_message(alamat, teks[:BATAS_TEKS], buttons=buttons, tracker=tracker).id)


def _send_template(klien: Any, alamat: str, pesan: PesanKeluar, tracker: str) -> str:
    assert pesan.templat_meta is not None  # noqa: S101 - the caller has checked
    nama, slots = pesan.templat_meta
    isian = [_one_line(nilai) for nilai in slots]
    params: list[Any] = [BodyText.params(*isian)] if isian else []  # type: ignore[arg-type]
    bahasa = TemplateLanguage.INDONESIAN
    if pesan.titipan is not None and pesan.berkas_ikut:
        media, nama_berkas = _upload(klien, pesan), pesan.titipan.nama
        params.insert(0, HeaderDocument.params(document=media, filename=nama_berkas))
    return str(klien.send_template(alamat, nama, bahasa, params or None, tracker=tracker).id)


def _send_file(klien: Any, alamat: str, pesan: PesanKeluar, tracker: str) -> str:
    """The file with the text as its caption; a list under a file becomes numbered words."""
    assert pesan.titipan is not None  # noqa: S101 - the caller has checked
    teks, baris = tombol.read(pesan.badan)
    daftar = tombol.is_daftar(baris)
    teks = tombol.as_words(pesan.badan) if daftar else teks
    lain: dict[str, Any] = {
        "caption": teks[:BATAS_BERTOMBOL] or None,
        "buttons": None if daftar else _choices(teks[:BATAS_BERTOMBOL], baris),
        "tracker": tracker,
    }
    media = _upload(klien, pesan)
    if pesan.titipan.gambar:
        return str(klien.send_image(alamat, media, **lain).id)
    return str(klien.send_document(alamat, media, pesan.titipan.nama, **lain).id)


def _upload(klien: Any, pesan: PesanKeluar) -> str:
    """The id of the message's file at the provider, uploaded once; kept on the row by the sender"""
    titipan = pesan.titipan
    assert titipan is not None  # noqa: S101 - the caller has checked
    if not titipan.id_media:
        jawaban = klien.api.upload_media(
            phone_id=klien.phone_id,
            media=titipan.read_isi(),
            mime_type=titipan.mime,
            filename=f"berkas.{str(titipan.isi.name).rsplit('.', 1)[-1]}",
        )
        titipan.id_media = str(int(jawaban["id"]))
    return titipan.id_media


def _choices(teks: str, baris: Sequence[tombol.Baris]) -> list[Button] | SectionList | None:
    """Buttons for a few answers to a short text, else a list: buttons take 1,024 characters."""
    if not baris:
        return None
    if not tombol.is_daftar(baris) and len(teks) <= BATAS_BERTOMBOL:
        return [Button(title=b.judul, callback_data=b.judul) for b in baris]
    rows = [
        SectionRow(title=b.judul, callback_data=b.judul, description=b.keterangan or None)
        for b in baris
    ]
    return SectionList(button_title="Pilih jawaban", sections=[Section("Jawaban", rows)])


def _one_line(nilai: str) -> str:
    """A template's value may hold no line breaks and no empty text."""
    return " ".join(nilai.split())[:1000] or "-"


_SESI: "WeakSet[httpx.Client]" = WeakSet()  # so that what is kept open can be closed


@lru_cache(maxsize=256)
def _client(nomor_id: str, token: str, base: str, versi: str) -> Any:
    sesi = httpx.Client(timeout=_WAKTU)
    _SESI.add(sesi)
    klien = Klien(phone_id=nomor_id, token=token, api_version=versi, session=sesi)
    # pywa sets Meta's address in its constructor; ours may be the stand-in.
    klien.api._session.base_url = f"{base.rstrip('/')}/v{versi}"
    return klien


def client_for(nomor: NomorKanal) -> Any:
    """One pywa client for each number and token, kept with its open connections."""
    base, versi = settings.WHATSAPP_API_URL, settings.WHATSAPP_API_VERSION
    return _client(nomor.nomor_id, nomor.access_token, base, versi)


def close_clients() -> None:
    """Close the connections kept open to the provider and forget the clients."""
    for sesi in list(_SESI):
        sesi.close()
    _client.cache_clear()


def _may_pass(galat: WhatsAppError) -> bool:
    """Whether the same call may succeed later: limits, outages, tokens that can be renewed."""
    if isinstance(galat, ThrottlingError | ServiceUnavailable | UnknownError | AuthorizationError):
        return True
    return bool(galat.is_transient) or (galat.status_code or 0) >= 500


def _may_fetch(url: str) -> bool:
    bagian, graph = urlsplit(url), urlsplit(settings.WHATSAPP_API_URL)
    if bagian.netloc == graph.netloc and bagian.scheme == graph.scheme:
        return True
    return bagian.scheme == "https" and (bagian.hostname or "").endswith(_HOST_MEDIA)


def _read_bounded(jawaban: httpx.Response, batas: int) -> bytes:
    isi = bytearray()
    for potong in jawaban.iter_bytes():
        isi += potong
        if len(isi) > batas:
            raise GagalKirim("berkas terlalu besar", tetap=True)
    return bytes(isi)


def _object(nilai: Any) -> dict[str, Any]:
    return nilai if isinstance(nilai, dict) else {}


def _contact(isi: dict[str, Any]) -> dict[str, Any]:
    daftar: Sequence[Any] = isi.get("contacts") or [{}]
    return _object(daftar[0])
