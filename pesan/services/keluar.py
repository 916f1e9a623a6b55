"""The outbox's only way in: a message owed is a row, written with the change that causes it.

Nothing here sends or enqueues anything; views and tasks wake the sender (`pesan.bangun`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pesan import kunci as kunci_pesan
from pesan.berkas import BerkasKirim, Diperiksa, attach, check_kirim, copy_berkas
from pesan.kanal.daftar import has_kanal
from pesan.models import (
    BerkasKeluar,
    Kontak,
    NomorKanal,
    PeristiwaPesan,
    PesanKeluar,
    PesanMasuk,
)
from pesan.models.kanal import Saluran
from pesan.nomor import active_numbers
from pesan.services.templat import Templat, find_templat, render
from wilayah.models import Pengguna, Wilayah

BERLAKU = timedelta(days=3)  # a message not sent by then has lost its point
# What still goes to a person who asked us to stop or to forget them: the confirmation of just that.
TEMPLAT_BERHENTI = frozenset({"berhenti", "mulai", "hapus_data"})
# After these the reply address is gone, as their text says.
TEMPLAT_PAMIT = frozenset({"berhenti", "hapus_data"})
# These hold the PIN, which staff must never see and which is blanked once it has arrived.
TEMPLAT_PIN = frozenset({"terima", "terima_peka", *settings.TEMPLAT_BERPIN})
_Cara, _Status = PesanKeluar.Cara, PesanKeluar.Status


@dataclass(frozen=True, slots=True)
class Kiriman:
    """One message owed: to a `kontak` or to a `pengguna`, by a template or with its own `badan`.

    `kunci` makes it owed once. `nomor_kanal` is the number to answer from; without it the number
    the person last wrote to is taken, for staff the one of the nearest area. `berkas` goes out with
    the text, which becomes its caption (WhatsApp: 1,024 characters).
    """

    kunci: str
    templat: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    badan: str | None = None
    kontak: Kontak | None = None
    pengguna: Pengguna | None = None
    wilayah: Wilayah | str | None = None
    rujukan: str = ""
    kirim_setelah: datetime | None = None
    kedaluwarsa_at: datetime | None = None
    nomor_kanal: NomorKanal | None = None
    berkas: BerkasKirim | None = None

    @property
    def kode_wilayah(self) -> str | None:
        return self.wilayah.kode if isinstance(self.wilayah, Wilayah) else self.wilayah


def queue_pesan(
    *,
    kunci: str,
    templat: str,
    slots: Mapping[str, Any] | None = None,
    badan: str | None = None,
    kontak: Kontak | None = None,
    pengguna: Pengguna | None = None,
    wilayah: Wilayah | str | None = None,
    rujukan: str = "",
    kirim_setelah: datetime | None = None,
    kedaluwarsa_at: datetime | None = None,
    nomor_kanal: NomorKanal | None = None,
    berkas: BerkasKirim | None = None,
) -> PesanKeluar | None:
    """Owe one message. The same `kunci` again gives the row that is there.

    None when there is nobody to send it to, or the person asked us to stop. Raises LookupError
    when `badan` is not given and no such template exists, BerkasDitolak when `berkas` is of a kind
    or size that no channel takes. See `Kiriman` for the arguments.
    """
    kiriman = Kiriman(
        kunci=kunci,
        templat=templat,
        slots=slots or {},
        badan=badan,
        kontak=kontak,
        pengguna=pengguna,
        wilayah=wilayah,
        rujukan=rujukan,
        kirim_setelah=kirim_setelah,
        kedaluwarsa_at=kedaluwarsa_at,
        nomor_kanal=nomor_kanal,
        berkas=berkas,
    )
    return queue_pesan_many([kiriman]).get(kunci)


def queue_pesan_many(kiriman: Sequence[Kiriman]) -> dict[str, PesanKeluar]:
    """Owe many messages with three queries; gives the rows by `kunci` (without their bodies).

    Leaves out who cannot or must not get one, as `queue_pesan` does. Files cost two more queries.
    """
    boleh = [k for k in kiriman if _may_get(k)]
    if not boleh:
        return {}
    berkas = {kunci_pesan.fit(k.kunci): check_kirim(k.berkas) for k in boleh if k.berkas}
    nomor = _last_numbers(boleh)
    baris = [_row(k, nomor) for k in boleh]
    by_stored = _store_with_files(baris, berkas) if berkas else _store(baris)
    return {
        k.kunci: by_stored[b.kunci]
        for k, b in zip(boleh, baris, strict=True)
        if b.kunci in by_stored
    }


def _store(baris: Sequence[PesanKeluar]) -> dict[str, PesanKeluar]:
    PesanKeluar.objects.bulk_create(baris, ignore_conflicts=True)
    tersimpan = PesanKeluar.objects.defer("badan", "slots").filter(
        kunci__in=[b.kunci for b in baris]
    )
    return {b.kunci: b for b in tersimpan}


@transaction.atomic
def _store_with_files(
    baris: Sequence[PesanKeluar], berkas: Mapping[str, Diperiksa]
) -> dict[str, PesanKeluar]:
    """As `_store`; what was owed already keeps the file it has, or has not."""
    lama = set(PesanKeluar.objects.filter(kunci__in=berkas).values_list("kunci", flat=True))
    by_stored = _store(baris)
    attach({kunci: b for kunci, b in berkas.items() if kunci not in lama}, by_stored.values())
    return by_stored


def _may_get(k: Kiriman) -> bool:
    if k.kontak is None:
        return k.pengguna is not None
    return k.kontak.berhenti_at is None or k.templat in TEMPLAT_BERHENTI


def _row(k: Kiriman, nomor: Mapping[int, int]) -> PesanKeluar:
    jalan = _route_staff(k) if k.pengguna is not None else _route_kontak(k, nomor)
    templat = (
        None if k.badan is not None else find_templat(k.templat, jalan.saluran, k.kode_wilayah)
    )
    if templat is None and k.badan is None:
        raise LookupError(f"templat {k.templat} tidak ada")
    now = timezone.now()
    kirim_setelah = k.kirim_setelah or now
    return PesanKeluar(
        kunci=kunci_pesan.fit(k.kunci),
        saluran=jalan.saluran,
        nomor_kanal_id=jalan.nomor,
        kontak=k.kontak,
        pengguna=k.pengguna,
        wilayah_id=k.kode_wilayah,
        templat=k.templat,
        versi_templat=templat.versi if templat else 0,
        badan=_body(k, templat),
        slots=json.dumps({nama: str(nilai) for nama, nilai in k.slots.items()}) if k.slots else "",
        rujukan=k.rujukan,
        status=jalan.status,
        cara=jalan.cara,
        galat=jalan.galat,
        kirim_setelah=kirim_setelah,
        kedaluwarsa_at=k.kedaluwarsa_at or kirim_setelah + BERLAKU,
        delivered_at=now if jalan.status == _Status.DELIVERED else None,
    )


def _body(k: Kiriman, templat: Templat | None) -> str:
    if templat is None:
        return k.badan or ""
    return render(templat.badan, k.slots)


@dataclass(frozen=True, slots=True)
class _Jalan:
    """The way a message takes, and its first state."""

    saluran: str
    nomor: int | None = None
    status: str = _Status.QUEUED
    cara: str = _Cara.BEBAS
    galat: str = ""


def _route_staff(k: Kiriman) -> _Jalan:
    """WhatsApp where user and area have a number, else e-mail, else a true FAILED."""
    assert k.pengguna is not None  # noqa: S101 - the caller has checked
    nomor = _number_for(k.nomor_kanal, k.kode_wilayah)
    if k.pengguna.nomor_wa and nomor is not None and has_kanal(Saluran.WHATSAPP):
        return _Jalan(Saluran.WHATSAPP, nomor)
    if k.pengguna.email and has_kanal(Saluran.EMAIL):
        return _Jalan(Saluran.EMAIL)
    return _Jalan(Saluran.EMAIL, status=_Status.FAILED, galat="petugas tanpa WhatsApp dan surel")


def _route_kontak(k: Kiriman, nomor: Mapping[int, int]) -> _Jalan:
    """The channel the person came by; what has no way back waits on their own page.

    A web form may leave an e-mail address (answered there) or a WhatsApp number (only by an
    approved template: that person has not written to our number, so no window is open).
    """
    assert k.kontak is not None  # noqa: S101 - the caller has checked
    saluran, alamat = k.kontak.saluran, k.kontak.alamat
    if saluran == Saluran.WHATSAPP:
        if not alamat:
            return _Jalan(saluran, status=_Status.DELIVERED, cara=_Cara.HALAMAN)
        dari = k.nomor_kanal or k.kontak.nomor_terakhir
        pk = dari.pk if dari else nomor.get(k.kontak.pk)
        return _Jalan(saluran, pk or _number_for(None, k.kode_wilayah or k.kontak.wilayah_id))
    if "@" in alamat and has_kanal(Saluran.EMAIL):
        return _Jalan(Saluran.EMAIL)
    if alamat and saluran in (Saluran.WEB, Saluran.KIOS, Saluran.API):
        templat = find_templat(k.templat, Saluran.WHATSAPP, k.kode_wilayah)
        pk = _number_for(None, k.kode_wilayah)
        if templat is not None and templat.nama_meta and pk is not None:
            return _Jalan(Saluran.WHATSAPP, pk, cara=_Cara.TEMPLAT)
    if saluran not in (Saluran.WEB, Saluran.KIOS, Saluran.API) and has_kanal(saluran) and alamat:
        return _Jalan(saluran)
    return _Jalan(saluran, status=_Status.DELIVERED, cara=_Cara.HALAMAN)


def _number_for(nomor: NomorKanal | None, wilayah: str | None) -> int | None:
    if nomor is not None:
        return nomor.pk
    found = active_numbers().nearest(Saluran.WHATSAPP, wilayah)
    return found.pk if found else None


def _last_numbers(kiriman: Iterable[Kiriman]) -> dict[int, int]:
    """Contact to the number they last wrote to: the 24-hour window is open only there."""
    kontak = {
        k.kontak.pk
        for k in kiriman
        if k.kontak is not None
        and k.kontak.saluran == Saluran.WHATSAPP
        and (k.nomor_kanal or k.kontak.nomor_terakhir) is None
    }
    if not kontak:
        return {}
    terakhir = (
        PesanMasuk.objects.filter(kontak_id__in=kontak, nomor_kanal__isnull=False)
        .order_by("kontak_id", "-id")
        .distinct("kontak_id")
        .values_list("kontak_id", "nomor_kanal_id")
    )
    return {kontak_id: nomor_id for kontak_id, nomor_id in terakhir if kontak_id and nomor_id}


def queue_second_way(pesan: PesanKeluar) -> PesanKeluar | None:
    """E-mail for a staff notice that WhatsApp could not deliver; None when there is no such way."""
    pengguna = pesan.pengguna
    if pengguna is None or pesan.saluran == Saluran.EMAIL or not pengguna.email:
        return None
    if not has_kanal(Saluran.EMAIL):
        return None
    now = timezone.now()
    kunci = kunci_pesan.fit(f"{pesan.kunci}:surel")
    kedua, baru = PesanKeluar.objects.get_or_create(
        kunci=kunci,
        defaults={
            "saluran": Saluran.EMAIL,
            "pengguna": pengguna,
            "wilayah_id": pesan.wilayah_id,
            "templat": pesan.templat,
            "versi_templat": pesan.versi_templat,
            "badan": pesan.badan,
            "rujukan": pesan.rujukan,
            "kirim_setelah": now,
            "kedaluwarsa_at": now + BERLAKU,
        },
    )
    if baru:
        copy_berkas(pesan, kedua)
    return kedua


@transaction.atomic
def resend_pesan(pesan: PesanKeluar, *, by: Pengguna) -> PesanKeluar:
    """Put a failed or expired message back into the queue, counting its attempts anew.

    Raises ValueError for a message in any other state, or one whose text has been erased.
    """
    pesan = PesanKeluar.objects.select_for_update().get(pk=pesan.pk)
    if pesan.status not in (_Status.FAILED, _Status.EXPIRED) or not pesan.badan:
        raise ValueError("hanya pesan gagal atau kedaluwarsa yang masih berisi dapat dikirim ulang")
    now = timezone.now()
    pesan.status, pesan.percobaan, pesan.galat, pesan.id_penyedia = _Status.QUEUED, 0, "", ""
    pesan.kirim_setelah, pesan.kedaluwarsa_at = now, now + BERLAKU
    pesan.save()
    BerkasKeluar.objects.filter(pesan=pesan).update(id_media="")  # it may have expired there
    PeristiwaPesan.objects.create(
        pesan=pesan, status=_Status.QUEUED, keterangan=f"dikirim ulang oleh pengguna {by.pk}"
    )
    return pesan


__all__ = [
    "TEMPLAT_BERHENTI",
    "TEMPLAT_PAMIT",
    "TEMPLAT_PIN",
    "BerkasKirim",
    "Kiriman",
    "queue_pesan",
    "queue_pesan_many",
    "queue_second_way",
    "resend_pesan",
]
