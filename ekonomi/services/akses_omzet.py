"""Cards of households, businesses and mentors: code, PIN, and the word that ties a chat to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import (
    AksesOmzet,
    JawabanSurvei,
    Mentor,
    Pengukuran,
    Rumah,
    TanyaOmzet,
    Usaha,
)
from pesan.hitungan import count_up
from pesan.models import Kontak
from pesan.pin import clean_kode, open_by_pin, pin_hash
from pesan.services import record_persetujuan
from wilayah.kripto import keyed_hash, new_code, new_pin
from wilayah.models import Pengguna

AWALAN = "OM"
BERLAKU = timedelta(days=14)  # how long the word that ties a chat works
COBA_PER_JAM = 5  # wrong words of one contact
VERSI_PENGINGAT = "pengingat-omzet-1"  # the wording of templat omzet_tersambung
GARAM = "ekonomi.omzet"
TAUTAN_UMUR = timedelta(days=10)


class SambungGagal(ValueError):  # noqa: N818 - the domain's word
    """This word ties nothing; the same answer whether it never was, is used or has lapsed."""


class SambungTerlaluSering(SambungGagal):
    """Too many wrong words of this contact within the hour."""


@dataclass(frozen=True, slots=True)
class KartuBaru:
    """What is shown once, to be written on the card: PIN and word are kept as hashes only."""

    akses: AksesOmzet
    pin: str
    sambung: str


@transaction.atomic
def issue_akses(pemilik: Rumah | Usaha | Mentor, *, by: Pengguna) -> KartuBaru:
    """A new card; one given before stops working, its chat contact stays tied."""
    model: Any = type(pemilik)
    pemilik = model.objects.select_for_update(of=("self",)).get(pk=pemilik.pk)
    now = timezone.now()
    lama = AksesOmzet.objects.active().filter(**_owner(pemilik)).first()
    if lama is not None:
        lama.dicabut_at = now
        lama.save(update_fields=["dicabut_at"])
    kode = clean_kode(new_code(8), AWALAN)
    pin, kata = new_pin(), new_code(8)
    akses = AksesOmzet.objects.create(
        **_owner(pemilik),
        wilayah_id=pemilik.wilayah_id,
        kode=kode,
        pin_hash=pin_hash(kode, pin),
        sambung_hash=_hash(kata),
        sambung_hingga=now + BERLAKU,
        sambung_at=lama.sambung_at if lama else None,
        kontak=lama.kontak if lama else None,
        pengingat=lama.pengingat if lama else None,
        diingatkan=lama.diingatkan if lama else None,
        by=by,
    )
    return KartuBaru(akses, pin, f"SAMBUNG {kata[:4]}-{kata[4:]}")


@transaction.atomic
def revoke_akses(akses: AksesOmzet) -> None:
    """The card is lost: nothing opens with it any more, and its chat is untied."""
    baris = AksesOmzet.objects.select_for_update(of=("self",)).get(pk=akses.pk)
    if baris.dicabut_at is None:
        _untie(baris)
        baris.dicabut_at = timezone.now()
        baris.save(update_fields=["dicabut_at", "kontak"])


def open_akses(kode: str, pin: str, *, asal: str) -> AksesOmzet:
    """The card this code and PIN belong to. Raises PinSalah, PinTerkunci."""
    return open_by_pin(clean_kode(kode, AWALAN), pin, asal=asal, find=_find)


def link_kontak(kata: str, kontak: Kontak) -> AksesOmzet:
    """Tie a chat contact to the card whose word this is; the word works once.

    Raises SambungGagal, SambungTerlaluSering.
    """
    kunci = f"sambung:{kontak.pk}"
    with transaction.atomic():
        akses = (
            AksesOmzet.objects.active()
            .select_for_update(of=("self",))
            .filter(sambung_hash=_hash(kata), sambung_hingga__gt=timezone.now())
            .first()
        )
        if akses is not None and not _is_blocked(kunci):
            _tie(akses, kontak)
            return akses
    if count_up({kunci: 1}, timedelta(hours=1))[kunci] > COBA_PER_JAM:
        raise SambungTerlaluSering
    raise SambungGagal


@transaction.atomic
def set_pengingat(kontak: Kontak, *, mau: bool) -> int:
    """Whether this person wants to be reminded each month; gives for how many cards."""
    n = AksesOmzet.objects.active().filter(kontak=kontak).update(pengingat=mau)
    if n:
        record_persetujuan(
            kontak, "simpan_alamat", Kontak.Simpan.DICABUT if mau else Kontak.Simpan.TIDAK,
            VERSI_PENGINGAT,
        )  # fmt: skip
    return n


@transaction.atomic
def erase_of(kontak: Kontak) -> None:
    """Forget this contact: cards end, questions go, figures stay without who sent them."""
    for akses in AksesOmzet.objects.select_for_update(of=("self",)).filter(kontak=kontak):
        revoke_akses(akses)
    AksesOmzet.objects.filter(kontak=kontak).update(kontak=None)
    Usaha.objects.filter(kontak=kontak).update(kontak=None)
    Pengukuran.objects.filter(kontak=kontak).update(kontak=None)
    TanyaOmzet.objects.filter(kontak=kontak).delete()
    JawabanSurvei.objects.filter(kontak=kontak).update(kontak=None, tanya="")


def usaha_of(kontak: Kontak) -> list[Usaha]:
    """The active businesses this contact may report for, in the order they are offered."""
    akses = AksesOmzet.objects.active().filter(kontak=kontak)
    rumah = akses.filter(rumah__isnull=False).values("rumah")
    rows = Usaha.objects.active().filter(
        Q(kontak=kontak) | Q(pk__in=akses.filter(usaha__isnull=False).values("usaha"))
        | Q(rumah__in=rumah) | Q(rumah__kontak=kontak)
    )  # fmt: skip
    return list(rows.select_related("rumah").order_by("nama", "pk"))


def rumah_of(kontak: Kontak) -> list[Rumah]:
    """The households this contact may report for."""
    akses = AksesOmzet.objects.active().filter(kontak=kontak)
    rows = Rumah.objects.active().filter(
        Q(kontak=kontak) | Q(pk__in=akses.filter(rumah__isnull=False).values("rumah"))
        | Q(pk__in=akses.filter(usaha__rumah__isnull=False).values("usaha__rumah"))
    )  # fmt: skip
    return list(rows.order_by("pk"))


def usaha_of_akses(akses: AksesOmzet) -> list[Usaha]:
    """The active businesses a card opens."""
    if akses.usaha_id:
        return [akses.usaha]  # type: ignore[list-item]
    return list(Usaha.objects.active().filter(rumah=akses.rumah_id).order_by("nama", "pk"))


def link_url(akses: AksesOmzet) -> str:
    """A personal link that opens the card's page without PIN for ten days."""
    tanda = signing.dumps([akses.pk, akses.pin_hash[:16]], salt=GARAM)
    return f"{settings.SITE_URL}{reverse('omzet_tautan', args=[tanda])}"


def akses_of_link(tanda: str) -> AksesOmzet | None:
    """The card of a personal link; None once it has lapsed or the card was replaced."""
    return signed_akses(tanda, GARAM, TAUTAN_UMUR)


def signed_akses(tanda: str, garam: str, umur: timedelta | int) -> AksesOmzet | None:
    """The card a signed value names; None when it is forged, too old, or the card was replaced."""
    try:
        pk, sidik = signing.loads(tanda, salt=garam, max_age=umur)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    akses = (
        AksesOmzet.objects.active()
        .filter(pk=pk)
        .select_related("rumah", "usaha__rumah", "mentor", "wilayah")
        .first()
    )
    return akses if akses is not None and akses.pin_hash.startswith(str(sidik)) else None


def _find(kode: str) -> AksesOmzet | None:
    rows = AksesOmzet.objects.active().filter(kode=kode)
    return rows.select_related("rumah", "usaha__rumah", "mentor", "wilayah").first()


def _hash(kata: str) -> str:
    return keyed_hash("sambung", "".join(c for c in kata.upper() if c.isalnum()))


def _owner(pemilik: Rumah | Usaha | Mentor) -> Mapping[str, Any]:
    nama = {Usaha: "usaha", Rumah: "rumah", Mentor: "mentor"}[type(pemilik)]
    return {nama: pemilik}


def _is_blocked(kunci: str) -> bool:
    return count_up({kunci: 0}, timedelta(hours=1))[kunci] > COBA_PER_JAM


def _tie(akses: AksesOmzet, kontak: Kontak) -> None:
    now = timezone.now()
    akses.kontak, akses.sambung_at, akses.sambung_hingga = kontak, now, now
    akses.pengingat = None
    akses.save(update_fields=["kontak", "sambung_at", "sambung_hingga", "pengingat"])
    if akses.rumah_id:
        Rumah.objects.filter(pk=akses.rumah_id).update(kontak=kontak)
    elif akses.usaha_id:
        Usaha.objects.filter(pk=akses.usaha_id).update(kontak=kontak)


def _untie(akses: AksesOmzet) -> None:
    if akses.kontak_id and akses.rumah_id:
        Rumah.objects.filter(pk=akses.rumah_id, kontak=akses.kontak_id).update(kontak=None)
    if akses.kontak_id and akses.usaha_id:
        Usaha.objects.filter(pk=akses.usaha_id, kontak=akses.kontak_id).update(kontak=None)
    akses.kontak = None
