"""Who a message is from: finding or making the Kontak of every message of a batch at once.

Everything happens under transaction locks on the channel ids, so two workers can neither make one
person twice nor handle two messages of one person at the same time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from pesan.kanal.dasar import Kanal
from pesan.models import Kontak, NomorKanal, PesanMasuk
from pesan.models.kanal import Saluran
from wilayah.kripto import encrypt, keyed_hash
from wilayah.models import Pengguna


@dataclass(slots=True)
class Pengirim:
    """What one inbox row says about its sender."""

    pesan: PesanMasuk
    hashes: tuple[str, ...]
    alamat: str
    waktu: datetime
    wilayah: str | None
    nomor: NomorKanal | None

    @classmethod
    def read(
        cls, pesan: PesanMasuk, kanal: Kanal, nomor: NomorKanal | None, wilayah: str | None
    ) -> "Pengirim":
        now = timezone.now()
        waktu = kanal.waktu(pesan) or pesan.diterima_at
        return cls(
            pesan=pesan,
            hashes=tuple(hash_identity(pesan.saluran, i) for i in kanal.identities(pesan)[:2]),
            alamat=kanal.reply_address(pesan),
            waktu=min(waktu, now),
            wilayah=wilayah,
            nomor=nomor,
        )


def hash_identity(saluran: str, identitas: str) -> str:
    """The keyed hash a person's channel id is known by."""
    return keyed_hash(f"kontak:{saluran}", identitas)


def hash_of_staff(pengguna: Pengguna) -> str:
    """What a contact is recognised by when this person writes from the number of their account."""
    return hash_identity(Saluran.WHATSAPP, "".join(filter(str.isdigit, pengguna.nomor_wa)))


def resolve_kontak(pengirim: Sequence[Pengirim]) -> dict[int, Kontak]:
    """Inbox row id to Kontak, created where new; rows without a sender id are left out."""
    bernama = [p for p in pengirim if p.hashes]
    if not bernama:
        return {}
    _lock({h for p in bernama for h in p.hashes})
    buku = _Buku(_existing(bernama))
    hasil = {p.pesan.pk: buku.find_or_make(p) for p in bernama}
    buku.write()
    return hasil


def _lock(hashes: set[str]) -> None:
    kunci = sorted(int(h[:15], 16) for h in hashes)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(k)) FROM unnest(%s::bigint[]) AS k", [kunci]
        )


def _existing(pengirim: Iterable[Pengirim]) -> list[Kontak]:
    by_saluran: dict[str, set[str]] = {}
    for p in pengirim:
        by_saluran.setdefault(p.pesan.saluran, set()).update(p.hashes)
    return [
        kontak
        for saluran, hashes in by_saluran.items()
        for kontak in Kontak.objects.filter(
            Q(hash__in=hashes) | Q(hash_lain__in=hashes), saluran=saluran
        )
    ]


class _Buku:
    """The contacts of one batch, by channel and hash, with what has to be written afterwards."""

    def __init__(self, kontak: Iterable[Kontak]) -> None:
        self.by_hash: dict[tuple[str, str], Kontak] = {}
        self.baru: list[Kontak] = []
        self.ubah: dict[int, Kontak] = {}
        self.alamat_baru: set[int] = set()
        for k in kontak:
            self._note(k)

    def _note(self, kontak: Kontak) -> None:
        for h in (kontak.hash, kontak.hash_lain):
            if h:
                self.by_hash[kontak.saluran, h] = kontak

    def find_or_make(self, p: Pengirim) -> Kontak:
        saluran = p.pesan.saluran
        kontak = next(
            (k for h in p.hashes if (k := self.by_hash.get((saluran, h)))),
            None,
        )
        if kontak is not None and self._is_other_person(kontak, p.hashes):
            self._give_up(kontak, p.hashes[1])
            kontak = None
        if kontak is None:
            lain = p.hashes[1] if len(p.hashes) > 1 else None
            kontak = Kontak(saluran=saluran, hash=p.hashes[0], hash_lain=lain)
            self.baru.append(kontak)
        else:
            self._learn(kontak, p.hashes)
            if kontak.pk:
                self.ubah[kontak.pk] = kontak
        self._note(kontak)
        self._heard(kontak, p)
        return kontak

    def _is_other_person(self, kontak: Kontak, hashes: tuple[str, ...]) -> bool:
        """A known phone number with another person's user id: the number has changed hands."""
        punya = {kontak.hash, kontak.hash_lain}
        return len(hashes) == 2 and None not in punya and hashes[0] not in punya

    def _give_up(self, kontak: Kontak, nomor_hash: str) -> None:
        if kontak.hash == nomor_hash and kontak.hash_lain:
            kontak.hash = kontak.hash_lain
        kontak.hash_lain = None
        del self.by_hash[kontak.saluran, nomor_hash]
        if kontak.pk:
            self.ubah[kontak.pk] = kontak

    def _learn(self, kontak: Kontak, hashes: tuple[str, ...]) -> None:
        """Take over the id not seen before, unless it is another contact's."""
        for h in hashes:
            if h in (kontak.hash, kontak.hash_lain) or (kontak.saluran, h) in self.by_hash:
                continue
            if kontak.hash_lain is None or kontak.hash_lain not in hashes:
                kontak.hash_lain = h
            else:
                kontak.hash = h

    def _heard(self, kontak: Kontak, p: Pengirim) -> None:
        terakhir = kontak.terakhir_masuk_at
        kontak.terakhir_masuk_at = max(terakhir, p.waktu) if terakhir else p.waktu
        kontak.nomor_terakhir = p.nomor
        lama = kontak.wilayah_id
        if p.wilayah and not (lama and f"{lama}.".startswith(f"{p.wilayah}.")):
            kontak.wilayah_id = p.wilayah
        if p.alamat:
            ditahan = bool(kontak.alamat) and kontak.alamat_hingga is None
            if kontak.alamat != p.alamat:
                kontak.alamat = p.alamat
                self.alamat_baru.add(kontak.pk or 0)
            if kontak.simpan == Kontak.Simpan.DICABUT or ditahan:
                kontak.alamat_hingga = None
            else:
                hari = settings.RETENSI_HARI["alamat_balas"]
                kontak.alamat_hingga = timezone.now() + timedelta(days=hari)

    def write(self) -> None:
        if self.ubah:
            self._update(list(self.ubah.values()))
        if self.baru:
            Kontak.objects.bulk_create(self.baru)

    def _update(self, kontak: list[Kontak]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                _UBAH,
                [
                    [k.pk for k in kontak],
                    [k.hash for k in kontak],
                    [k.hash_lain for k in kontak],
                    [encrypt(k.alamat) if k.pk in self.alamat_baru else None for k in kontak],
                    [k.alamat_hingga for k in kontak],
                    [k.terakhir_masuk_at for k in kontak],
                    [k.wilayah_id for k in kontak],
                ],
            )


# One statement for the whole batch; an address that did not change is not encrypted again.
_UBAH = """
UPDATE pesan_kontak AS k
SET hash = v.hash, hash_lain = v.hash_lain, alamat = coalesce(v.alamat, k.alamat),
    alamat_hingga = v.alamat_hingga, terakhir_masuk_at = v.terakhir, wilayah_id = v.wilayah
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
            %s::timestamptz[], %s::text[])
     AS v(id, hash, hash_lain, alamat, alamat_hingga, terakhir, wilayah)
WHERE k.id = v.id
"""
