"""E-mail: out only; the second way of staff notices, and answers to forms that left an address."""

import smtplib
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage

from pesan import tombol
from pesan.kanal.dasar import GagalKirim, IsiMasuk
from pesan.models import NomorKanal, PesanKeluar, PesanMasuk
from pesan.models.kanal import Saluran


class Email:
    """Through Django's mail settings (EMAIL_URL)."""

    saluran: str = Saluran.EMAIL

    def parse(self, pesan: PesanMasuk) -> IsiMasuk:
        raise ValueError(f"surel tidak diterima ({pesan.pk})")

    def identities(self, pesan: PesanMasuk) -> tuple[str, ...]:
        raise ValueError(f"surel tidak diterima ({pesan.pk})")

    def reply_address(self, pesan: PesanMasuk) -> str:
        raise ValueError(f"surel tidak diterima ({pesan.pk})")

    def waktu(self, pesan: PesanMasuk) -> datetime | None:
        raise ValueError(f"surel tidak diterima ({pesan.pk})")

    def wilayah(self, pesan: PesanMasuk) -> str | None:
        raise ValueError(f"surel tidak diterima ({pesan.pk})")

    def send(self, pesan: PesanKeluar) -> str:
        alamat = pesan.kontak.alamat if pesan.kontak else getattr(pesan.pengguna, "email", "")
        if "@" not in alamat:
            raise GagalKirim("alamat surel tidak ada", tetap=True)
        badan = tombol.as_words(pesan.badan)
        nomor = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip(" >"))
        surat = EmailMessage(_subject(badan), badan, to=[alamat], headers={"Message-ID": nomor})
        if (titipan := pesan.titipan) is not None:
            try:
                surat.attach(titipan.nama, titipan.read_isi(), titipan.mime)
            except OSError:
                raise GagalKirim("berkasnya tidak ada lagi", tetap=True) from None
        try:
            surat.send()
        except smtplib.SMTPRecipientsRefused:
            raise GagalKirim("alamat surel ditolak", tetap=True) from None
        except (OSError, smtplib.SMTPException) as galat:
            raise GagalKirim(type(galat).__name__) from None
        return nomor

    def fetch(self, id_media: str, nomor: NomorKanal, batas: int) -> bytes:
        raise GagalKirim(f"surel tidak diterima ({nomor.pk}, {id_media}, {batas})", tetap=True)


def _subject(badan: str) -> str:
    """The first line that says something, shortened."""
    baris = next((b.strip(" *") for b in badan.splitlines() if b.strip(" *")), "Kabar kelurahan")
    return f"HAI LURAH: {baris}"[:120]
