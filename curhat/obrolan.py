"""A conversation as staff read it: bubbles in time order, masked, each with its true state.

The words of residents are masked again before they are shown; a PIN is never shown. Who may not
read every report of a contact sees only what belongs to the reports they may read, and what came
while one's own desk held the conversation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from curhat.models import AmbilAlih, Curhat, Tiket
from curhat.models.obrolan import visible_curhat
from curhat.services.kata import later_blocks
from curhat.triase.format import parse_pesan
from curhat.triase.normalisasi import clean
from curhat.triase.samaran import mask_pribadi
from pesan.kanal.daftar import get_kanal, has_kanal
from pesan.models import Kontak, PesanKeluar, PesanMasuk
from pesan.services.keluar import TEMPLAT_PIN
from pesan.tombol import split
from wilayah.scope import above

BANYAK = 80  # newest bubbles of one page
_BERMEDIA = {
    "foto": "Foto",
    "suara": "Pesan suara",
    "video": "Video",
    "berkas": "Berkas",
    "stiker": "Stiker",
    "lokasi": "Titik lokasi",
    "kontak": "Kartu kontak",
    "reaksi": "Reaksi",
    "hapus": "Pesan ditarik",
}
_KEADAAN = {
    "queued": "antre",
    "sent": "terkirim",
    "delivered": "sampai",
    "read": "dibaca",
    "failed": "gagal",
    "expired": "kedaluwarsa",
}


@dataclass(frozen=True, slots=True)
class Gelembung:
    """One bubble. `dari`: "warga", "petugas" or "asisten"; `keadaan` only of what we wrote."""

    at: datetime
    dari: str
    isi: str
    keadaan: str = ""
    status: str = ""
    galat: str = ""


def read_obrolan(kontak: Kontak, user: Any) -> list[Gelembung]:
    """The newest bubbles that this user may read, oldest first. A fixed number of queries."""
    curhat = list(visible_curhat(user).filter(kontak=kontak))
    utuh = is_whole(kontak, curhat)
    semua = [*_inbound(kontak, curhat, utuh=utuh), *_outbound(kontak, curhat, utuh=utuh)]
    return sorted(semua, key=lambda g: g.at)[-BANYAK:]


def is_whole(kontak: Kontak, curhat: Iterable[Curhat]) -> bool:
    """Whether these are all the reports of this contact: then all of the conversation is theirs."""
    lain = Curhat.objects.filter(kontak=kontak, dihapus_at__isnull=True)
    return not lain.exclude(pk__in=[c.pk for c in curhat]).exists()


def _inbound(kontak: Kontak, curhat: list[Curhat], *, utuh: bool) -> list[Gelembung]:
    rows = PesanMasuk.objects.filter(kontak=kontak, jenis=PesanMasuk.Jenis.PESAN)
    if not utuh:
        rows = rows.filter(Q(curhat__in=curhat) | _held_q(curhat))
    cerita = {c.pesan_masuk_id: c for c in curhat if c.pesan_masuk_id}
    terakhir = list(rows.distinct().order_by("-id")[:BANYAK])
    tanpa_baris = [c for c in curhat if c.pesan_masuk_id is None]  # told to the office, or imported
    return [
        *(Gelembung(p.diterima_at, "warga", _words(p, cerita.get(p.pk))) for p in terakhir),
        *(Gelembung(c.diterima_at, "warga", _story(c)) for c in tanpa_baris),
    ]


def _held_q(curhat: list[Curhat]) -> Q:
    """What came in, through a number of the desk's area, while the conversation was held."""
    q = Q(pk__in=[])
    for ambil in AmbilAlih.objects.filter(curhat__in=curhat):
        waktu = (ambil.since, ambil.until or timezone.now())
        lewat = Q(nomor_kanal__wilayah__in=above(ambil.wilayah_id))
        q |= Q(diterima_at__range=waktu, curhat__isnull=True) & lewat
    return q


def _story(curhat: Curhat) -> str:
    """The words that opened a report, without what was added later."""
    return curhat.isi.removesuffix(later_blocks(curhat.isi)).strip() or "(tanpa kata)"


def _words(pesan: PesanMasuk, curhat: Curhat | None) -> str:
    """What one message said, masked; of a story the words triage kept."""
    if curhat is not None:
        return _story(curhat)
    if not pesan.muatan:
        return "(isi pesan sudah dihapus)"
    if not has_kanal(pesan.saluran):
        return "(saluran tidak dipasang)"
    try:
        isi = get_kanal(pesan.saluran).parse(pesan)
    except ValueError:
        return "(pesan tidak terbaca)"
    teks = mask_pribadi(parse_pesan(clean(isi.teks)).isi).teks.strip()
    label = _BERMEDIA.get(isi.jenis, "")
    return ": ".join(filter(None, [label, teks])) or "(kosong)"


def _outbound(kontak: Kontak, curhat: list[Curhat], *, utuh: bool) -> list[Gelembung]:
    rows = PesanKeluar.objects.filter(kontak=kontak)
    if not utuh:
        kode = [c.kode for c in curhat]
        nomor = Tiket.objects.filter(curhat__in=curhat).values("nomor")
        rows = rows.filter(Q(rujukan__in=kode) | Q(rujukan__in=nomor))
    return [_said(p) for p in reversed(rows.order_by("-id")[:BANYAK])]


def _said(pesan: PesanKeluar) -> Gelembung:
    if pesan.templat in TEMPLAT_PIN:
        isi = "Tanda terima dengan kode, PIN, dan pemberitahuan data pribadi."
    else:
        isi = _readable(pesan.badan) or "(isi pesan sudah dihapus)"
    return Gelembung(
        at=pesan.created_at,
        dari="petugas" if pesan.templat == "dari_petugas" else "asisten",
        isi=isi,
        keadaan=_state(pesan),
        status=pesan.status,
        galat=pesan.galat,
    )


def _state(pesan: PesanKeluar) -> str:
    """The outbox's own state in words; never more than it knows."""
    if pesan.cara == PesanKeluar.Cara.HALAMAN:
        return "hanya di halaman lacak"
    keadaan = _KEADAAN[pesan.status]
    return f"{keadaan} sebagai templat" if pesan.cara == PesanKeluar.Cara.TEMPLAT else keadaan


def _readable(badan: str) -> str:
    """What was said; the answers to tap stand below it as words."""
    teks, pilihan = split(badan)
    return f"{teks}\n(Pilihan: {', '.join(pilihan)})" if pilihan else teks
