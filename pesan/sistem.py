"""Notices of a provider that are nobody's message: a changed number, a limit that was hit."""

import structlog
from django.db import IntegrityError, transaction

from pesan import muatan
from pesan.kanal.whatsapp import changed_number
from pesan.models import Kontak, PesanMasuk
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity

log = structlog.get_logger("pesan.sistem")


def handle_sistem(pesan: PesanMasuk) -> None:
    """Take over a person's new number; log the codes of errors. The row itself is kept."""
    isi = muatan.load(pesan)
    if pesan.saluran == Saluran.WHATSAPP and (ganti := changed_number(pesan)):
        _move_number(pesan, *ganti)
    for galat in isi.get("errors", []):
        log.warning("galat_penyedia", saluran=pesan.saluran, kode=str(galat.get("code"))[:12])


def _move_number(pesan: PesanMasuk, lama: str, baru: str) -> None:
    """The old number's hash becomes the new one's, so that the person's reports stay theirs.

    Only where that person has written to the number that says so: whoever holds another number's
    secret must not be able to take over a stranger's reports.
    """
    saluran = pesan.saluran
    hash_lama, hash_baru = hash_identity(saluran, lama), hash_identity(saluran, baru)
    for kolom in ("hash", "hash_lain"):
        kontak = Kontak.objects.filter(saluran=saluran, **{kolom: hash_lama}).first()
        if kontak is None or not _has_written(kontak, pesan.nomor_kanal_id):
            continue
        setattr(kontak, kolom, hash_baru)
        if kontak.alamat == lama:
            kontak.alamat = baru
        try:
            with transaction.atomic():
                kontak.save(update_fields=[kolom, "alamat"])
        except IntegrityError:
            log.warning("nomor_sudah_dikenal", kontak=kontak.pk)


def _has_written(kontak: Kontak, nomor: int | None) -> bool:
    ditulis = PesanMasuk.objects.filter(kontak=kontak, jenis=PesanMasuk.Jenis.PESAN)
    return nomor is not None and ditulis.filter(nomor_kanal=nomor).exists()
