"""Forms: the web page, the kiosk and `POST /ingest` put what was filled in straight into the inbox.

There is no provider; the answer waits on the page that follows, behind code and PIN. A person may
leave an e-mail address or a WhatsApp number to be answered there as well.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from pesan import bangun, muatan
from pesan.kanal.dasar import GagalKirim, IsiMasuk
from pesan.kotak_masuk import BarisMasuk, insert_masuk
from pesan.lampiran import check_berkas, keep
from pesan.models import Lampiran, NomorKanal, PesanKeluar, PesanMasuk
from pesan.models.kanal import Saluran
from wilayah.kripto import new_kode_laporan, new_pin
from wilayah.models import Wilayah

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


def store_laporan(
    *,
    wilayah: Wilayah | str | None,
    data: Mapping[str, Any],
    files: "Iterable[tuple[str, UploadedFile[Any] | bytes]]" = (),
    token: str,
    saluran: str = Saluran.WEB,
) -> PesanMasuk:
    """Store what a form says, once for each `token`; the same token again gives the same row.

    `data`: `teks` (the story), `lat` and `lng`, `kontak` (e-mail or WhatsApp number, optional),
    `pengirim` (a sender's own id, API only) and whatever else the form asks; plain JSON values.
    `files`: pairs of Lampiran.Jenis and file, checked and kept at once. Code and PIN are made here
    and stay in the payload (`data_laporan`). Raises LampiranDitolak before anything is stored.
    """
    diperiksa = [(_read_name(f), check_berkas(_read_file(f), jenis)) for jenis, f in files]
    kode_wilayah = wilayah.kode if isinstance(wilayah, Wilayah) else wilayah
    isi = {
        "formulir": dict(data),
        "wilayah": kode_wilayah,
        "kode": new_kode_laporan(),
        "pin": new_pin(),
    }
    id_penyedia = f"formulir:{token}"[:200]
    pin_hingga = timezone.now() + timedelta(days=settings.RETENSI_HARI["pin"])
    baris = BarisMasuk(id_penyedia, muatan.dump(isi), pin_hingga=pin_hingga)
    if diperiksa:
        with transaction.atomic():
            baru = insert_masuk(saluran, [baris])
            for nama, berkas in diperiksa if baru else ():
                keep(Lampiran(pesan_masuk_id=baru[0], nama=nama), berkas)
    else:
        baru = insert_masuk(saluran, [baris])
    if not baru:
        return PesanMasuk.objects.get(saluran=saluran, id_penyedia=id_penyedia)
    bangun.wake(bangun.MASUK)
    return PesanMasuk(pk=baru[0], saluran=saluran, id_penyedia=id_penyedia, muatan=baris.muatan)


def data_laporan(pesan: PesanMasuk) -> dict[str, Any]:
    """Code, PIN, area and fields of a stored form: keys kode, pin, wilayah, formulir.

    Raises ValueError once the payload has expired.
    """
    return muatan.load(pesan)


class Web:
    """One module behind the Kanal interface, for every saluran that is a form."""

    saluran: str = Saluran.WEB

    def parse(self, pesan: PesanMasuk) -> IsiMasuk:
        isi = muatan.load(pesan)
        formulir = _form(pesan)
        pilihan = {
            kunci: muatan.clean(nilai) if isinstance(nilai, str) else nilai
            for kunci, nilai in formulir.items()
        }
        return IsiMasuk(
            "formulir",
            muatan.clean(formulir.get("teks")),
            lat=_number(formulir.get("lat"), 90),
            lng=_number(formulir.get("lng"), 180),
            pilihan=pilihan | {"kode": isi.get("kode"), "pin": isi.get("pin")},
        )

    def identities(self, pesan: PesanMasuk) -> tuple[str, ...]:
        """Of this one form: an address anybody can type must never link two reports."""
        alamat = self.reply_address(pesan) or muatan.clean(_form(pesan).get("pengirim"), 200)
        return (f"{pesan.id_penyedia}\n{alamat.lower()}",) if alamat else ()

    def reply_address(self, pesan: PesanMasuk) -> str:
        return clean_alamat(_form(pesan).get("kontak"))

    def waktu(self, pesan: PesanMasuk) -> datetime | None:
        return pesan.diterima_at

    def wilayah(self, pesan: PesanMasuk) -> str | None:
        kode = muatan.load(pesan).get("wilayah")
        return kode if isinstance(kode, str) else None

    def send(self, pesan: PesanKeluar) -> str:
        raise GagalKirim(f"formulir tidak dapat dikirimi ({pesan.pk})", tetap=True)

    def fetch(self, id_media: str, nomor: NomorKanal, batas: int) -> bytes:
        raise GagalKirim(
            f"formulir menyimpan berkasnya sendiri ({nomor.pk}, {id_media}, {batas})", tetap=True
        )


def clean_alamat(nilai: Any) -> str:
    """An e-mail address, or a number as digits with its country code; "" for neither."""
    teks = muatan.clean(nilai, 200).strip()
    if "@" in teks:
        return teks if _is_surel(teks) else ""
    try:
        nomor = phonenumbers.parse(teks, settings.PHONENUMBER_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(nomor):
        return ""
    digits = phonenumbers.format_number(nomor, phonenumbers.PhoneNumberFormat.E164).lstrip("+")
    # E.164 ends at 15 digits; with the country code a number anybody can be written at has ten
    return digits if 10 <= len(digits) <= 15 else ""


def _is_surel(teks: str) -> bool:
    try:
        validate_email(teks)
    except ValidationError:
        return False
    return True


def _form(pesan: PesanMasuk) -> dict[str, Any]:
    isi = muatan.load(pesan).get("formulir")
    if not isinstance(isi, dict):
        raise ValueError("bukan formulir")  # noqa: TRY004 - a payload that cannot be read
    return isi


def _number(nilai: Any, batas: float) -> float | None:
    try:
        angka = float(nilai)
    except (TypeError, ValueError):
        return None
    return angka if -batas <= angka <= batas else None


def _read_name(berkas: "UploadedFile[Any] | bytes") -> str:
    return "" if isinstance(berkas, bytes) else (berkas.name or "")[:80]


def _read_file(berkas: "UploadedFile[Any] | bytes") -> bytes:
    return berkas if isinstance(berkas, bytes) else berkas.read(settings.LAMPIRAN_MAX_BYTES + 1)
