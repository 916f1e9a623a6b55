"""Which reports words from a chat may touch.

Contacts are shared by all areas, numbers are not: whoever holds the secret of one kelurahan's
number could sign words "from" anybody. Such words reach only the reports of that number's area and
those that came in through the number itself.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from curhat.models import Curhat
from curhat.penghapus import erase_curhat
from pesan.berkas import erase_berkas
from pesan.kanal.dasar import Masuk
from pesan.models import BukuHapus, Kontak, Lampiran, PesanKeluar, PesanMasuk
from pesan.penghapus import erase_lampiran
from pesan.services import erase_kontak
from wilayah.scope import prefix_q

SEBAB = "permintaan warga"


def reach_q(masuk: Masuk, jalur: str = "") -> Q:
    """The condition on Curhat (or on what has one, by `jalur`) for reports this message reaches."""
    q = prefix_q(f"{jalur}wilayah", masuk.wilayah) if masuk.wilayah else Q(pk__in=[])
    if masuk.nomor_kanal is not None:
        q |= Q(**{f"{jalur}pesan_masuk__nomor_kanal": masuk.nomor_kanal})
    return q


def reaches(masuk: Masuk, curhat: Curhat, lewat_nomor: int | None) -> bool:
    """As `reach_q`, for a row at hand that came in through the number `lewat_nomor`."""
    if masuk.nomor_kanal is not None and masuk.nomor_kanal.pk == lewat_nomor:
        return True
    return bool(masuk.wilayah) and f"{curhat.wilayah_id}.".startswith(f"{masuk.wilayah}.")


def has_others(masuk: Masuk, kontak: Kontak) -> bool:
    """Whether this contact has reports that this message does not reach."""
    rows = Curhat.objects.filter(kontak=kontak, dihapus_at=None)
    return rows.exclude(pk__in=rows.filter(reach_q(masuk)).values("pk")).exists()


@transaction.atomic
def erase_by_chat(masuk: Masuk, kontak: Kontak, *, sebagian: bool) -> None:
    """Erase the person; with `sebagian` only what this message reaches, the contact stays."""
    if not sebagian:
        erase_kontak(kontak)
        return
    rows = Curhat.objects.filter(reach_q(masuk), kontak=kontak, dihapus_at=None)
    curhat = list(rows.select_for_update(of=("self",)))
    for c in curhat:
        erase_curhat(c)
    _erase_words(masuk, kontak, curhat)
    BukuHapus.objects.create(kelas="curhat", jumlah=len(curhat), sebab=SEBAB)


def _erase_words(masuk: Masuk, kontak: Kontak, curhat: Sequence[Curhat]) -> None:
    """What was said about these reports, and everything said through this number."""
    nomor = Q(nomor_kanal=masuk.nomor_kanal, nomor_kanal__isnull=False)
    surat = PesanMasuk.objects.filter(nomor | Q(curhat__in=curhat), kontak=kontak)
    pks = list(surat.values_list("pk", flat=True))
    PesanMasuk.objects.filter(pk__in=pks).update(muatan="", muatan_hingga=None)
    erase_lampiran(list(Lampiran.objects.filter(pesan_masuk__in=pks)))
    keluar = PesanKeluar.objects.filter(
        nomor | Q(rujukan__in=[c.kode for c in curhat]), kontak=kontak
    ).exclude(templat="hapus_sebagian")  # the words that say it is done still go out
    keluar.filter(status=PesanKeluar.Status.QUEUED).update(
        status=PesanKeluar.Status.EXPIRED, galat=f"dihapus atas {SEBAB}"
    )
    erase_berkas(keluar)
    keluar.update(badan="", slots="")
