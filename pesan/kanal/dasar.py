"""The one interface of channels, and the plain values that pass between them and the apps above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from pesan.models import Kontak, NomorKanal, PesanKeluar, PesanMasuk

JenisIsi = Literal[
    "teks", "foto", "suara", "video", "berkas", "stiker", "lokasi", "kontak", "reaksi", "tombol",
    "edit", "hapus", "formulir", "tak_didukung",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a message, still at the provider: fetch it by `id`."""

    id: str
    mime: str = ""
    nama: str = ""


@dataclass(frozen=True, slots=True)
class IsiMasuk:
    """What one message says, whatever the channel.

    `teks` is the text, the caption, or the button's title. `id_asal` is the provider's id of the
    message that an edit, a deletion or a reaction is about. `pilihan` are a form's other fields.
    """

    jenis: JenisIsi
    teks: str = ""
    lat: float | None = None
    lng: float | None = None
    tombol: str = ""
    id_asal: str = ""
    media: tuple[Media, ...] = ()
    pilihan: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Masuk:
    """One inbound message on its way through the handlers, its contact and number resolved."""

    pesan: PesanMasuk
    isi: IsiMasuk
    kontak: Kontak | None
    nomor_kanal: NomorKanal | None
    wilayah: str | None  # code of the area the number or page belongs to
    diterima_at: datetime


class Penangan(Protocol):
    """A handler named in settings.PESAN_HANDLERS.

    Gets a batch in which each contact occurs at most once, inside one transaction; answers for each
    message whether it claimed it. What nobody claims is marked done all the same.
    """

    def __call__(self, masuk: Sequence[Masuk]) -> list[bool]: ...


class GagalKirim(Exception):  # noqa: N818 - the domain's word
    """A message could not be sent. `tetap`: trying again cannot help."""

    def __init__(self, alasan: str, *, tetap: bool = False) -> None:
        super().__init__(alasan)
        self.tetap = tetap


class Kanal(Protocol):
    """A way messages come and go: one module in `pesan/kanal/`, named in settings.PESAN_KANAL."""

    saluran: str

    def parse(self, pesan: PesanMasuk) -> IsiMasuk:
        """Read one stored event. Raises ValueError when it cannot be understood."""
        ...

    def identities(self, pesan: PesanMasuk) -> tuple[str, ...]:
        """The sender's channel ids in this event, most stable first; empty for a nameless form."""
        ...

    def reply_address(self, pesan: PesanMasuk) -> str:
        """Where an answer goes ("" where there is no way back)."""
        ...

    def waktu(self, pesan: PesanMasuk) -> datetime | None:
        """When the person wrote it, by the provider's clock; None when it does not say."""
        ...

    def wilayah(self, pesan: PesanMasuk) -> str | None:
        """Code of the area the event itself names (a form's page); None where the number does."""
        ...

    def send(self, pesan: PesanKeluar) -> str:
        """Hand one message to the provider; returns its id. Raises GagalKirim."""
        ...

    def fetch(self, id_media: str, nomor: NomorKanal, batas: int) -> bytes:
        """A file of a message, of at most `batas` bytes. Raises GagalKirim."""
        ...
