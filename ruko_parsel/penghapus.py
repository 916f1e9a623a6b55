"""What the desk keeps of residents, how long, and taking it away.

Named in settings: PENGHAPUS, RETENSI.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from pesan.models import BukuHapus, Kontak
from pesan.models.kanal import Saluran
from pesan.penghapus import erase_lampiran, erase_pesan_tentang
from pesan.pengirim import hash_identity
from pesan.retensi import in_pieces
from pesan.services import release_alamat
from ruko_parsel.lampiran_permintaan import files_of
from ruko_parsel.models import DrafAjuan, Permintaan, Tamu, TandaTerima, TanyaNilai
from ruko_parsel.models.permintaan import DITARIK_PEMOHON
from ruko_parsel.services.ajuan import withdraw_permintaan
from ruko_parsel.services.permintaan import BOLEH
from ruko_parsel.services.tamu import blank_tamu
from ruko_parsel.services.undangan_rapat import erase_tamu

DIHAPUS = "Permintaan warga (isi dihapus)"
_LEPAS = timedelta(days=3)  # the hourly release looks at what ended since
S = Permintaan.Status


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Erase this person from the requests they made; number, field and steps stay.

    A request that nobody has answered is withdrawn; one under way goes on without their words.
    """
    DrafAjuan.objects.filter(kontak=kontak).delete()
    erase_tamu(kontak)
    _erase_buku_tamu(kontak)
    TanyaNilai.objects.filter(kontak=kontak).delete()
    milik = list(Permintaan.objects.filter(kontak=kontak).order_by("pk"))
    for satu in milik:
        if S.DIKEMBALIKAN in BOLEH[satu.status]:
            withdraw_permintaan(satu, alasan="Pemohon meminta datanya dihapus.", by=None)
        terkunci = Permintaan.objects.select_for_update(of=("self",)).get(pk=satu.pk)
        if is_resident(terkunci):
            blank_isi(terkunci)
        else:
            Permintaan.objects.filter(pk=satu.pk).update(kontak=None)
    if milik:
        BukuHapus.objects.create(
            kelas="permintaan_ruko", jumlah=len(milik), sebab="permintaan warga"
        )


def _erase_buku_tamu(kontak: Kontak) -> None:
    """Lines of the guest book with this person's number, which only its text can tell."""
    rows = Tamu.objects.filter(dihapus_at__isnull=True).only("pk", "nomor")
    milik = [
        tamu.pk for tamu in rows.iterator(chunk_size=500)
        if (angka := _full_number(tamu.nomor))
        and hash_identity(Saluran.WHATSAPP, angka) == kontak.hash
    ]  # fmt: skip
    for tamu in Tamu.objects.filter(pk__in=milik):
        blank_tamu(tamu, by=None)
    if milik:
        BukuHapus.objects.create(kelas="buku_tamu", jumlah=len(milik), sebab="permintaan warga")


def _full_number(nomor: str) -> str:
    """ "0812-…" as channels know it: digits with the country's code."""
    angka = "".join(filter(str.isdigit, nomor))
    return f"62{angka[1:]}" if angka.startswith("0") else angka


def is_resident(permintaan: Permintaan) -> bool:
    """Whether a resident asked, not somebody of the village's staff in office."""
    return permintaan.pemohon_id is None and permintaan.rujukan_id is None


def blank_isi(permintaan: Permintaan) -> None:
    """Words, files, contact; code and PIN open it no more. The caller holds the transaction."""
    erase_lampiran(list(files_of(permintaan)))
    permintaan.tambahan.exclude(teks="").update(teks="")
    TandaTerima.objects.filter(permintaan=permintaan).update(pin="")
    if permintaan.hasil.startswith(DITARIK_PEMOHON):  # the reason is their own words
        Permintaan.objects.filter(pk=permintaan.pk).update(hasil=DITARIK_PEMOHON)
    TanyaNilai.objects.filter(permintaan=permintaan).delete()
    Permintaan.objects.filter(pk=permintaan.pk).update(
        judul=DIHAPUS, uraian="", kata_nilai="", kontak=None, pin_hash=""
    )
    erase_pesan_tentang(permintaan.kode, masuk=None)


def blank_permintaan(now: datetime) -> dict[str, int]:
    """Residents' requests so long after their end; PINs of receipts that have closed.

    Also drafts of chats, and the addresses of people whose last request has ended.
    """
    DrafAjuan.objects.filter(hingga__lt=now).delete()
    _release(now)
    lama = now - timedelta(days=settings.RETENSI_HARI["permintaan_ruko"])
    warga = Permintaan.objects.filter(
        Q(kontak__isnull=False) | ~Q(uraian=""), pemohon__isnull=True, rujukan__isnull=True,
        closed_at__lt=lama,
    )  # fmt: skip
    desa = Permintaan.objects.filter(kontak__isnull=False, closed_at__lt=lama)
    pin = TandaTerima.objects.exclude(pin="").filter(hingga__lt=now)
    return {
        "permintaan_ruko": in_pieces(warga, _blank_rows)
        + in_pieces(desa, lambda qs: qs.update(kontak=None)),
        "pin_permintaan": in_pieces(pin, lambda qs: qs.update(pin="")),
    }


def _blank_rows(rows: QuerySet[Any]) -> int:
    semua = list(rows)
    for satu in semua:
        blank_isi(satu)
    return len(semua)


@transaction.atomic
def _release(now: datetime) -> None:
    """Whoever's request ended: the address goes a day later, unless something else needs it."""
    selesai = Permintaan.objects.filter(closed_at__gt=now - _LEPAS, kontak__isnull=False)
    rows = Kontak.objects.filter(
        pk__in=selesai.values("kontak"), alamat_hingga__isnull=True, simpan=Kontak.Simpan.TIKET
    )
    for kontak in rows.select_for_update(skip_locked=True):
        release_alamat(kontak)
