"""Warnings from the kecamatan to the contacts of its villages, and who says they have them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pesan.hitungan import lock_key
from pesan.services import Kiriman
from pesan.services.keluar import queue_pesan_many
from ruko_parsel.models import Bahaya, KontakSiaga, PenerimaPeringatan, PeringatanSiaga
from wilayah.format import tanggal_panjang
from wilayah.formulir import clean_text
from wilayah.models import Pengguna, Wilayah

GARAM = "ruko_parsel.peringatan"
MAKS_TEKS = 500
C = PenerimaPeringatan.Cara
_TOMBOL = re.compile(r"[\[\]{}]")


class PeringatanKeliru(ValueError):  # noqa: N818 - the domain's word
    """This warning cannot be sent; the message says why."""


@dataclass(frozen=True, slots=True)
class IsiPeringatan:
    """What is to be sent where; `uji` marks it as a test in every message."""

    bahaya: str
    tingkat: str
    teks: str
    uji: bool


@transaction.atomic
def send_peringatan(
    kecamatan: Wilayah, desa: Sequence[Wilayah], isi: IsiPeringatan, *, kunci: UUID, by: Pengguna
) -> tuple[PeringatanSiaga, bool]:
    """Owe the warning to every contact of these villages, once for its `kunci`; whether it is new.

    Raises PeringatanKeliru for a village of another kecamatan, or when nobody can be reached.
    """
    lock_key(f"peringatan:{kunci}")
    lama = PeringatanSiaga.objects.filter(kunci=kunci).first()
    if lama is not None:
        if lama.wilayah_id != kecamatan.pk:
            raise PeringatanKeliru("Kiriman ini sudah dipakai. Buka lagi halamannya.")
        return lama, False
    teks = clean_warning(isi.teks)
    if not teks:
        raise PeringatanKeliru("Tulis isi peringatannya.")
    if any(d.kode.rpartition(".")[0] != kecamatan.kode for d in desa):
        raise PeringatanKeliru("Ada desa di luar kecamatan ini.")
    kontak = list(
        KontakSiaga.objects.active().filter(wilayah__in=[d.pk for d in desa])
        .select_related("wilayah", "kontak", "kontak_kedua").order_by("wilayah", "urut")
    )  # fmt: skip
    if not kontak:
        raise PeringatanKeliru("Desa yang dipilih belum punya kontak siaga.")
    peringatan: PeringatanSiaga = PeringatanSiaga.objects.create(
        wilayah=kecamatan, kunci=kunci, bahaya=isi.bahaya, tingkat=isi.tingkat, teks=teks,
        uji=isi.uji, by=by,
    )  # fmt: skip
    _queue(peringatan, _recipients(peringatan, kontak))
    return peringatan, True


def clean_warning(teks: str) -> str:
    """The words without what would become a button or a slot of the message."""
    return _TOMBOL.sub("", clean_text(teks)).strip()[:MAKS_TEKS]


def _recipients(
    peringatan: PeringatanSiaga, kontak: Sequence[KontakSiaga]
) -> list[PenerimaPeringatan]:
    baris = []
    for satu in kontak:
        for orang, tujuan in ((1, satu.kontak), (2, satu.kontak_kedua)):
            if tujuan is not None:
                baris.append(
                    PenerimaPeringatan(
                        peringatan=peringatan, wilayah=satu.wilayah, kontak_siaga=satu,
                        orang=orang, kontak=tujuan,
                    )
                )  # fmt: skip
    return PenerimaPeringatan.objects.bulk_create(baris)


def _queue(peringatan: PeringatanSiaga, penerima: Sequence[PenerimaPeringatan]) -> None:
    """One message a phone number, however many roles its owner has."""
    kiriman = {
        p.kontak_id: Kiriman(
            kunci=f"peringatan:{peringatan.pk}:{p.kontak_id}", templat="siaga_peringatan",
            slots=_slots(peringatan, p), kontak=p.kontak, wilayah=p.wilayah_id,
        )
        for p in reversed(penerima)
    }  # fmt: skip
    pesan = queue_pesan_many(list(kiriman.values()))
    for satu in penerima:
        satu.pesan = pesan.get(kiriman[satu.kontak_id].kunci)
    PenerimaPeringatan.objects.bulk_update(penerima, ["pesan"])


def _slots(peringatan: PeringatanSiaga, penerima: PenerimaPeringatan) -> dict[str, str]:
    return {
        "uji": "UJI COBA, bukan bencana sungguhan." if peringatan.uji else "",
        "tingkat": PeringatanSiaga.Tingkat(peringatan.tingkat).label.upper(),
        "bahaya": Bahaya(peringatan.bahaya).label.lower(),
        "desa": penerima.wilayah.nama_lengkap,
        "isi": peringatan.teks,
        "waktu": tanggal_panjang(peringatan.created_at, penerima.wilayah_id),
        "url": receipt_url(penerima),
    }


def receipt_url(penerima: PenerimaPeringatan) -> str:
    """Where its holder says that the warning has arrived."""
    tanda = signing.dumps(penerima.pk, salt=GARAM)
    return f"{settings.SITE_URL}{reverse('ruko_siaga_terima', args=[tanda])}"


def penerima_of_link(tanda: str) -> PenerimaPeringatan | None:
    """Whose link this is; None for a forged one."""
    try:
        pk = signing.loads(tanda[:200], salt=GARAM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = PenerimaPeringatan.objects.select_related("peringatan", "wilayah")
    found: PenerimaPeringatan | None = rows.filter(pk=pk).first()
    return found


@transaction.atomic
def confirm_peringatan(peringatan: PeringatanSiaga, *, kontak: int, cara: str) -> int:
    """This person has the warning, in each role they have; gives how many rows say so now."""
    return PenerimaPeringatan.objects.filter(
        peringatan=peringatan, kontak_id=kontak, diterima_at__isnull=True
    ).update(diterima_at=timezone.now(), cara=cara)
