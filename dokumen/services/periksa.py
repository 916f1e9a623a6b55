"""Is this letter genuine? Answered to anybody who holds it, with nothing of the person on it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from dokumen.models import Surat
from dokumen.models.surat import SuratQuerySet
from dokumen.services.kop import Kop
from pesan.hitungan import count_up, read_hitungan

JAM = timedelta(hours=1)
S = Surat.Status


class TerlaluSering(Exception):  # noqa: N818 - the domain's word
    """Too many unknown letters were asked for from one address in the last hour."""


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """What may be said about a letter: no name, no field, no reason."""

    keadaan: str  # asli, diterima, dicabut
    jenis: str
    nomor: str
    tanggal: date
    tempat: str
    dicabut: date | None
    pengganti: str


def verify_token(token: str, *, asal: str = "") -> HasilPeriksa | None:
    """The letter behind a QR; None when unknown or not (yet) issued. Raises TerlaluSering."""
    return _answer(Surat.objects.filter(token=token), asal)


def find_token(kode: str, *, asal: str = "") -> str | None:
    """The token of the letter with this short code, as typed from paper. Raises TerlaluSering."""
    bersih = re.sub(r"[^A-Z0-9]", "", kode.upper())[:40]
    surat = _issued(Surat.objects.filter(kode_cek=bersih), asal)
    return surat.token if surat else None


def _answer(rows: SuratQuerySet, asal: str) -> HasilPeriksa | None:
    surat = _issued(rows.select_related("jenis", "pengganti"), asal)
    if surat is None:
        return None
    assert surat.tanggal is not None  # noqa: S101 - held by surat_bernomor_iff_keluar
    pengganti = getattr(surat, "pengganti", None)
    return HasilPeriksa(
        keadaan=_state(surat),
        jenis="Surat" if surat.rahasia else surat.jenis.nama,
        nomor=surat.nomor,
        tanggal=surat.tanggal,
        tempat=_place(surat.kop),
        dicabut=localdate(surat.dicabut_at) if surat.dicabut_at else None,
        pengganti=pengganti.nomor if pengganti is not None else "",
    )


def _state(surat: Surat) -> str:
    if surat.status == S.DICABUT:
        return "dicabut"
    return "diterima" if surat.jenis.is_dari_warga else "asli"


def _place(kop: Kop) -> str:
    """Kelurahan Taman, Kecamatan Taman, Kota Madiun: as on the letter, never deeper."""
    return f"{kop['sebutan']} {kop['kelurahan']}, Kecamatan {kop['kecamatan']}, {kop['kota']}"


def _issued(rows: SuratQuerySet, asal: str) -> Surat | None:
    kunci = f"surat:periksa:{asal}"
    hitung = read_hitungan([kunci]).get(kunci) if asal else None
    if hitung is not None and hitung.jumlah >= settings.SURAT_SALAH_PER_ASAL:
        raise TerlaluSering
    surat = rows.filter(status__in=Surat.OUT).first()
    if surat is None and asal:
        count_up({kunci: 1}, JAM)
    return surat
