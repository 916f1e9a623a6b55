"""The ways in: filed once a form, words added later, taken back; behind code and PIN."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from pesan.lampiran import Berkas, keep
from pesan.models import Kontak, Lampiran
from pesan.pin import clean_kode, open_by_pin
from pesan.services import hold_alamat, queue_pesan, release_alamat
from ruko_parsel.lampiran_permintaan import files_of
from ruko_parsel.models import Permintaan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.permintaan import DITARIK, DITARIK_PEMOHON
from ruko_parsel.services.kabar import officers_of
from ruko_parsel.services.permintaan import (
    AWALAN_KODE,
    Ajuan,
    LangkahTerlarang,
    file_permintaan,
    kecamatan_of,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
    resume_permintaan,
    rule_for,
)
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan
from wilayah.tenggat import due_at

MAKS_LAMPIRAN = 20  # files of one request, those added later included
MAKS_TAMBAHAN = 40  # words of one request
_JUDUL = 80


def title_of(uraian: str) -> str:
    """The first sentence of a story, short enough for a title.

    >>> title_of("Jembatan roboh. Warga memutar jauh.")
    'Jembatan roboh'
    """
    awal = " ".join(uraian.split())
    for tanda in (". ", "? ", "! "):
        awal = awal.partition(tanda)[0]
    if len(awal) > _JUDUL:
        awal = f"{awal[:_JUDUL].rpartition(' ')[0] or awal[:_JUDUL]} …"
    return awal.rstrip(" .")


def keep_lampiran(berkas: Iterable[tuple[str, Berkas]]) -> list[Lampiran]:
    """Keep files that a form has checked, by (name, file)."""
    hasil = []
    for nama, satu in berkas:
        lampiran = Lampiran(nama=nama[:80])
        keep(lampiran, satu)
        hasil.append(lampiran)
    return hasil


@transaction.atomic
def file_once(
    ajuan: Ajuan, *, kunci: str, by: Pengguna | None = None,
    berkas: Sequence[tuple[str, Berkas]] = (),
) -> TandaTerima:  # fmt: skip
    """File a request once for each `kunci`; the same key again gives the same receipt.

    Keeps `berkas` with it. The reply address is held until the request has ended.
    """
    lock_key(f"ruko-ajuan:{kunci}")
    lama = TandaTerima.objects.select_related("permintaan__wilayah").filter(kunci=kunci).first()
    if lama is not None:
        return lama
    permintaan, pin = file_permintaan(ajuan, by=by)
    if berkas:
        permintaan.lampiran.add(*keep_lampiran(berkas))
    if permintaan.kontak is not None:
        hold_alamat(permintaan.kontak)
    hingga = timezone.now() + timedelta(days=settings.RETENSI_HARI["pin_permintaan"])
    return TandaTerima.objects.create(permintaan=permintaan, kunci=kunci, pin=pin, hingga=hingga)


def find_permintaan(kode: str, pin: str, *, asal: str) -> Permintaan:
    """What code and PIN open. Raises PinSalah, PinTerkunci."""
    rows = Permintaan.objects.select_related("wilayah", "masalah", "kontak")
    return open_by_pin(
        clean_kode(kode, AWALAN_KODE), pin, asal=asal, find=lambda k: rows.filter(kode=k).first()
    )


@transaction.atomic
def add_tambahan(
    permintaan: Permintaan, *, by: Pengguna | None, teks: str = "",
    berkas: Sequence[tuple[str, Berkas]] = (),
) -> TambahanPermintaan:  # fmt: skip
    """A word or file of the village (`by`) or of the resident (None); the waiting clock goes on.

    The history says that it happened, never the words. Raises LangkahTerlarang for a request that
    is over, ValueError without words and files or beyond the limits.
    """
    teks = teks.strip()
    if not teks and not berkas:
        raise ValueError("Tulis keterangannya atau pilih berkas.")
    permintaan = lock_permintaan(permintaan)
    if permintaan.is_ended:
        raise LangkahTerlarang(
            f"Permintaan ini sudah {permintaan.get_status_display().lower()}. Ajukan yang baru bila"
            " masih ada yang perlu dibicarakan."
        )
    _check_room(permintaan, len(berkas))
    oleh = TambahanPermintaan.Oleh.WARGA if by is None else TambahanPermintaan.Oleh.DESA
    tambahan = TambahanPermintaan.objects.create(permintaan=permintaan, oleh=oleh, teks=teks, by=by)
    if berkas:
        tambahan.lampiran.add(*keep_lampiran(berkas))
    catatan = f"{len(berkas)} lampiran" if berkas else ""
    siapa = "Desa" if by is not None else "Pemohon"
    log_permintaan(permintaan, f"{siapa} menambah keterangan", by=by, catatan=catatan)
    _tell_petugas(permintaan, tambahan)
    if permintaan.dijeda_at is not None:
        resume_permintaan(permintaan, by=by)
    return tambahan


def _check_room(permintaan: Permintaan, berkas: int) -> None:
    if permintaan.tambahan.count() >= MAKS_TAMBAHAN:
        raise ValueError("Keterangannya sudah banyak. Bicarakan langsung dengan petugasnya, ya.")
    ada = files_of(permintaan).count()
    if berkas and ada + berkas > MAKS_LAMPIRAN:
        raise ValueError(f"Satu permintaan paling banyak {MAKS_LAMPIRAN} lampiran.")


def _tell_petugas(permintaan: Permintaan, tambahan: TambahanPermintaan) -> None:
    """Whoever handles it learns that there is more to read; the desk where they have left."""
    if permintaan.petugas is None:
        return
    for satu in officers_of(permintaan):
        assert satu.pengguna is not None  # noqa: S101 - officers have accounts
        queue_pesan(
            kunci=f"ruko-tambahan:{tambahan.pk}:{satu.pengguna.pk}", templat="ruko_tambahan",
            slots={
                "nomor": permintaan.nomor, "desa": permintaan.wilayah.nama_lengkap,
                "url": f"{settings.SITE_URL}{permintaan.get_absolute_url()}",
            },
            pengguna=satu.pengguna, wilayah=permintaan.wilayah_id, rujukan=permintaan.kode,
        )  # fmt: skip


@transaction.atomic
def withdraw_permintaan(
    permintaan: Permintaan, *, alasan: str, by: Pengguna | None
) -> Permintaan:  # fmt: skip
    """The village, or the resident (`by` None), takes its request back. Twice is once.

    Raises LangkahTerlarang where the desk has answered already, ValueError without a reason.
    """
    alasan = mask_catatan(alasan.strip())
    if not alasan:
        raise ValueError("Tulis alasannya.")
    permintaan = lock_permintaan(permintaan)
    if permintaan.is_withdrawn:
        return permintaan
    apa = DITARIK if by is not None else DITARIK_PEMOHON
    # a resident's words not into the history: they can be erased
    permintaan = move_permintaan(
        permintaan, to=Permintaan.Status.DIKEMBALIKAN, by=by, apa=apa,
        catatan=alasan if by is not None else "",
        hasil=f"{apa}: {alasan}"[:240], dijeda_at=None,
    )  # fmt: skip
    if permintaan.kontak is not None:
        release_alamat(permintaan.kontak)
    return permintaan


@transaction.atomic
def resubmit_permintaan(permintaan: Permintaan, *, teks: str, by: Pengguna) -> Permintaan:
    """What was returned or taken back comes again, completed; the deadline runs anew.

    Raises LangkahTerlarang for one that was not returned, ValueError without words.
    """
    permintaan = lock_permintaan(permintaan)
    if permintaan.status != Permintaan.Status.DIKEMBALIKAN:
        raise LangkahTerlarang("Hanya yang dikembalikan atau ditarik yang dapat diajukan lagi.")
    aturan = rule_for(permintaan.masalah, permintaan.urgensi)
    kecamatan = kecamatan_of(permintaan.wilayah)
    permintaan = move_permintaan(
        permintaan, to=Permintaan.Status.DITELAAH, by=by, apa="Diajukan lagi",
        due_at=due_at(timezone.now(), aturan, kecamatan), due_aturan=aturan.nama,
        ditanggapi_at=None,
    )  # fmt: skip
    if permintaan.kontak is not None:
        hold_alamat(permintaan.kontak)
    add_tambahan(permintaan, teks=teks, by=by)
    return permintaan


def hold_kontak(kontak: Kontak) -> bool:
    """Whether a request of this person is open (settings.PENAHAN_ALAMAT)."""
    return bool(Permintaan.objects.open().filter(kontak=kontak).exists())
