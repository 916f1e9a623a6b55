"""What `pesan` keeps of a person, and taking it away (named in settings.PENGHAPUS)."""

import re
import secrets
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from pesan.berkas import erase_berkas
from pesan.models import BukuHapus, Kontak, Lampiran, PesanKeluar, PesanMasuk
from pesan.models.kanal import SALURAN_FORMULIR
from pesan.pengirim import hash_identity
from pesan.services.keluar import TEMPLAT_PAMIT

_KATA = re.compile(r"[\w.+@:-]{5,}")  # what a phone number, user id or address may look like


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank the raw payloads, messages, files and the address; the hash can no longer be found.

    The rows stay, empty, so that counts and the append-only records remain true.
    """
    masuk = PesanMasuk.objects.filter(kontak=kontak)
    jumlah_lampiran = erase_lampiran(list(Lampiran.objects.filter(pesan_masuk__in=masuk)))
    jumlah_masuk = masuk.exclude(muatan="").update(muatan="", muatan_hingga=None)
    jumlah_masuk += _erase_unlinked(kontak)
    keluar = PesanKeluar.objects.filter(kontak=kontak)
    # The words that say it is done still go out; the address goes with them (pesan.kirim).
    pamit = keluar.filter(status=PesanKeluar.Status.QUEUED, templat__in=TEMPLAT_PAMIT)
    ada_pamit = pamit.exists()
    lainnya = keluar.exclude(pk__in=pamit.values("pk"))
    jumlah_berkas = erase_berkas(lainnya)
    lainnya.filter(status=PesanKeluar.Status.QUEUED).update(
        status=PesanKeluar.Status.EXPIRED, galat="dihapus atas permintaan warga"
    )
    jumlah_keluar = lainnya.exclude(badan="").update(badan="", slots="")
    kontak.alamat = kontak.alamat if ada_pamit else ""
    kontak.alamat_hingga = timezone.now() + timedelta(hours=1) if ada_pamit else None
    kontak.hash, kontak.hash_lain = f"{AWALAN_DIHAPUS}{secrets.token_hex(24)}", None
    kontak.bahasa = ""
    kontak.save()
    for kelas, jumlah in (
        ("muatan_mentah", jumlah_masuk),
        ("pesan_keluar", jumlah_keluar),
        ("lampiran", jumlah_lampiran),
        ("berkas_keluar", jumlah_berkas),
    ):
        if jumlah:
            BukuHapus.objects.create(kelas=kelas, jumlah=jumlah, sebab="permintaan warga")


def _erase_unlinked(kontak: Kontak) -> int:
    """Blank what could not be processed, so was never linked, but names this person."""
    if kontak.saluran in SALURAN_FORMULIR:
        return 0  # a form that failed has no contact yet, and names one that anybody can type
    tersisa = PesanMasuk.objects.filter(saluran=kontak.saluran, kontak=None).exclude(muatan="")
    milik = [p.pk for p in tersisa.iterator(chunk_size=200) if _names(p.muatan, kontak)]
    return PesanMasuk.objects.filter(pk__in=milik).update(muatan="", muatan_hingga=None)


def _names(muatan: str, kontak: Kontak) -> bool:
    sidik = {kontak.hash, kontak.hash_lain}
    return any(hash_identity(kontak.saluran, kata) in sidik for kata in set(_KATA.findall(muatan)))


def erase_masuk(masuk: int) -> None:
    """Blank one inbox row and the files that came with it."""
    erase_lampiran(list(Lampiran.objects.filter(pesan_masuk=masuk)))
    PesanMasuk.objects.filter(pk=masuk).update(muatan="", muatan_hingga=None)


def erase_pesan_tentang(rujukan: str, *, masuk: int | None) -> None:
    """Blank what one report brought in and what was written about it; its contact stays."""
    if masuk is not None:
        erase_masuk(masuk)
    keluar = PesanKeluar.objects.filter(rujukan=rujukan)
    keluar.filter(status=PesanKeluar.Status.QUEUED).update(
        status=PesanKeluar.Status.EXPIRED, galat="dihapus atas permintaan warga"
    )
    erase_berkas(keluar)
    keluar.exclude(badan="").update(badan="", slots="")


AWALAN_DIHAPUS = "dihapus-"  # of Kontak.hash, once a person has been erased


def erase_lampiran(lampiran: list[Lampiran]) -> int:
    """Empty these rows and delete their files once the transaction commits; gives their number."""
    now = timezone.localtime()
    for baris in lampiran:
        if baris.berkas:
            transaction.on_commit(partial(baris.berkas.storage.delete, str(baris.berkas.name)))
        baris.berkas, baris.nama, baris.sha256, baris.id_media = "", "", "", ""
        baris.status, baris.ukuran = Lampiran.Status.DIHAPUS, 0
        baris.alasan = f"dihapus {now:%d-%m-%Y}"
    fields = ["berkas", "nama", "sha256", "id_media", "status", "ukuran", "alasan"]
    Lampiran.objects.bulk_update(lampiran, fields)
    return len(lampiran)
