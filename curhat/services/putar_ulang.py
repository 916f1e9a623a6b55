"""Replaying a draft rule set over the last curhat, beside the rules in use, before it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from curhat.model_aktif import pengklasifikasi_aktif
from curhat.models import AturanEskalasi, Curhat, PutarUlang
from curhat.penghapus import TANPA_KATA
from curhat.services.pakai import PakaiDitolakError
from curhat.triase.aturan import Aturan, parse_aturan
from curhat.triase.banding import Sebab, explain_change, kind_of_change
from curhat.triase.hasil import Konteks, Triase
from curhat.triase.mesin import triase_many
from wilayah.models import Pengguna
from wilayah.peran import peran_with

log = structlog.get_logger("curhat.putar_ulang")
S = PutarUlang.Status
BAWAAN, TERBANYAK = 500, 5000  # how many curhat are read again: unless told, and at most
SEKALI = 100  # curhat read between two signs of life
_MACET = timedelta(minutes=5)  # without a sign of life: its worker is dead


def curhat_for(user: Any) -> Any:
    """The curhat a person may read, with words still in them; a replay shows no others."""
    rows = Curhat.objects.visible_to(user, peran=peran_with("curhat.curhat", "view"))
    return rows.filter(dihapus_at__isnull=True).exclude(isi__in=TANPA_KATA)


def ask_putar_ulang(aturan: AturanEskalasi, *, by: Pengguna, banyak: int = BAWAAN) -> PutarUlang:
    """Queue a replay of this rule set against the one in use, over the last `banyak` curhat.

    Raises PakaiDitolakError where no rules are in use or the number cannot be.
    """
    if not 1 <= banyak <= TERBANYAK:
        raise PakaiDitolakError(f"Banyaknya curhat antara 1 dan {TERBANYAK}.")
    aktif = AturanEskalasi.objects.filter(aktif=True).first()
    if aktif is None:
        raise PakaiDitolakError("Belum ada aturan yang dipakai; muat dulu aturan bawaan.")
    return PutarUlang.objects.create(aturan=aturan, pembanding=aktif, diminta=banyak, by=by)


def run_putar_ulang() -> int:
    """Do every replay that waits, or whose worker died; how many. Safe to run beside itself."""
    jumlah = 0
    while (putar := _claim()) is not None:
        try:
            _run(putar)
        except Exception as error:
            log.exception("putar_ulang_gagal", id=putar.pk)
            PutarUlang.objects.filter(pk=putar.pk).update(
                status=S.GAGAL, galat=type(error).__name__
            )
        jumlah += 1
    return jumlah


@transaction.atomic
def _claim() -> PutarUlang | None:
    now = timezone.now()
    macet = Q(status=S.JALAN) & (Q(detak_at__isnull=True) | Q(detak_at__lt=now - _MACET))
    putar = (
        PutarUlang.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(Q(status=S.ANTRE) | macet)
        .select_related("aturan", "pembanding", "by")
        .order_by("pk")
        .first()
    )
    if putar is not None:
        putar.status, putar.detak_at, putar.dibaca = S.JALAN, now, 0
        putar.save(update_fields=["status", "detak_at", "dibaca"])
    return putar


def _run(putar: PutarUlang) -> None:
    baru, lama = parse_aturan(putar.aturan.isi), parse_aturan(putar.pembanding.isi)
    ids = list(
        curhat_for(putar.by)
        .order_by("-diterima_at", "-pk")
        .values_list("pk", flat=True)[: putar.diminta]
    )
    PutarUlang.objects.filter(pk=putar.pk).update(jumlah=len(ids))
    hasil: list[dict[str, Any]] = []
    for awal in range(0, len(ids), SEKALI):
        hasil += list(_changes(ids[awal : awal + SEKALI], lama, baru))
        dibaca = min(awal + SEKALI, len(ids))
        PutarUlang.objects.filter(pk=putar.pk).update(dibaca=dibaca, detak_at=timezone.now())
    PutarUlang.objects.filter(pk=putar.pk).update(
        status=S.SELESAI, hasil=hasil, selesai_at=timezone.now()
    )


def _changes(ids: Sequence[int], lama: Aturan, baru: Aturan) -> Iterator[dict[str, Any]]:
    isi = dict(Curhat.objects.filter(pk__in=ids).values_list("pk", "isi"))
    ada = [pk for pk in ids if pk in isi]
    for pk, a, b in _read_both([isi[pk] for pk in ada], ada, lama, baru):
        jenis = kind_of_change(a, b)
        if jenis:
            yield {"id": pk, "jenis": jenis, "urgensi": [a.urgensi, b.urgensi]}


def _read_both(
    teks: Sequence[str], ids: Sequence[int], lama: Aturan, baru: Aturan
) -> Iterator[tuple[int, Triase, Triase]]:
    """Both rule sets over the same masked words, with the classifier in use for both."""
    pasangan = [(satu, Konteks()) for satu in teks]
    model = pengklasifikasi_aktif()
    dua = [triase_many(pasangan, aturan=satu, pengklasifikasi=model) for satu in (lama, baru)]
    yield from zip(ids, *dua, strict=True)


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One line of a replay's page: which curhat, what would change, and the phrases."""

    curhat: Curhat
    jenis: str
    urgensi_lama: int
    urgensi_baru: int
    sebab: list[Sebab]


def visible_hasil(putar: PutarUlang, user: Any) -> list[dict[str, Any]]:
    """The changes of curhat this person may read and whose words are still there."""
    boleh = set(
        curhat_for(user)
        .filter(pk__in=[satu["id"] for satu in putar.hasil])
        .values_list("pk", flat=True)
    )
    return [satu for satu in putar.hasil if satu["id"] in boleh]


def explain_hasil(putar: PutarUlang, hasil: Sequence[dict[str, Any]]) -> list[Perubahan]:
    """These changes with their phrases, read again now from the masked words."""
    rows = Curhat.objects.select_related("wilayah__induk__induk", "subkategori").in_bulk(
        [satu["id"] for satu in hasil]
    )
    ada = [satu for satu in hasil if satu["id"] in rows]
    lama, baru = parse_aturan(putar.pembanding.isi), parse_aturan(putar.aturan.isi)
    teks = [rows[satu["id"]].isi for satu in ada]
    dibaca = _read_both(teks, [satu["id"] for satu in ada], lama, baru)
    return [
        Perubahan(
            rows[pk], satu["jenis"], satu["urgensi"][0], satu["urgensi"][1], explain_change(a, b)
        )
        for satu, (pk, a, b) in zip(ada, dibaca, strict=True)
    ]
