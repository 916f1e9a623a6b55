"""Putting a rule set or a model in use: one at a time, with who and why, and back again."""

from django.db import connection, transaction

from curhat.aturan_aktif import forget_aturan
from curhat.model_aktif import look_again
from curhat.models import AturanEskalasi, PutarUlang, RiwayatPakai, VersiModel
from curhat.services.panduan import check_aturan
from curhat.triase.samaran import mask_pribadi
from wilayah.models import Pengguna

P = RiwayatPakai.Peristiwa
_KUNCI = 0x1A71  # namespace of our advisory locks
_ATURAN, _MODEL, LATIH = 1, 2, 3
APA_SAJA = -1


class PakaiDitolakError(ValueError):
    """Not put in use; the message says why, for the person who asked."""


def lock_pakai(hal: int) -> None:
    """Wait until nobody else switches this kind; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_KUNCI, hal])


def try_lock(hal: int) -> bool:
    """As `lock_pakai`, but False at once where another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_KUNCI, hal])
        (dapat,) = cursor.fetchone()
    return bool(dapat)


def clean_alasan(alasan: str) -> str:
    """The written reason, masked. Raises PakaiDitolakError where there is none."""
    alasan = " ".join(alasan.split())
    if len(alasan) < 5:
        raise PakaiDitolakError("Tuliskan alasannya, agar orang lain kelak mengerti.")
    return mask_pribadi(alasan).teks[:300]


def has_replay(aturan: AturanEskalasi, *, terhadap: AturanEskalasi | None) -> bool:
    """Whether this draft was replayed to the end against the rule set in use now."""
    return PutarUlang.objects.filter(
        aturan=aturan, pembanding=terhadap, status=PutarUlang.Status.SELESAI
    ).exists()


def was_used(aturan: AturanEskalasi) -> bool:
    """Whether it has been in use before: going back to it needs no replay."""
    return aturan.riwayat.filter(peristiwa__in=[P.DIPAKAI, P.DILEPAS]).exists()


@transaction.atomic
def activate_aturan(
    aturan: AturanEskalasi, *, by: Pengguna, alasan: str, dari: int = APA_SAJA
) -> AturanEskalasi:
    """Put this rule set in use; the one before stays as a row and can be switched back on.

    `dari`: id of the rule set that was in use when the person decided. Raises ValueError naming the
    entry when it cannot be read; PakaiDitolakError without a reason, without a replay against the
    rules in use, or when somebody else has switched meanwhile. Nothing is switched then.
    """
    alasan = clean_alasan(alasan)
    check_aturan(aturan.isi)
    lock_pakai(_ATURAN)
    lama = AturanEskalasi.objects.filter(aktif=True).first()
    _refuse_changed(lama.pk if lama else 0, dari)
    if lama == aturan:
        return lama
    if not was_used(aturan) and not has_replay(aturan, terhadap=lama):
        raise PakaiDitolakError("Putar ulang dulu draf ini terhadap aturan yang sedang dipakai.")
    if lama is not None:
        AturanEskalasi.objects.filter(pk=lama.pk).update(aktif=False)
        RiwayatPakai.objects.create(aturan=lama, peristiwa=P.DILEPAS, by=by, alasan=alasan)
    aturan.aktif = True
    aturan.save(update_fields=["aktif"])
    RiwayatPakai.objects.create(aturan=aturan, peristiwa=P.DIPAKAI, by=by, alasan=alasan)
    transaction.on_commit(forget_aturan)
    return aturan


@transaction.atomic
def activate_versi(
    versi: VersiModel | None, *, by: Pengguna | None, alasan: str, dari: int = APA_SAJA
) -> VersiModel | None:
    """Put this model in use everywhere within seconds; None goes back to what ships.

    `dari`: id of the version that was in use when the person decided (0: what ships). Raises
    PakaiDitolakError without a reason or when somebody else has switched meanwhile.
    """
    alasan = clean_alasan(alasan)
    lock_pakai(_MODEL)
    lama = VersiModel.objects.filter(aktif=True).first()
    _refuse_changed(lama.pk if lama else 0, dari)
    if lama == versi:
        return versi
    if lama is not None:
        VersiModel.objects.filter(pk=lama.pk).update(aktif=False)
        RiwayatPakai.objects.create(model=lama, peristiwa=P.DILEPAS, by=by, alasan=alasan)
    if versi is not None:
        versi.aktif = True
        versi.save(update_fields=["aktif"])
        RiwayatPakai.objects.create(model=versi, peristiwa=P.DIPAKAI, by=by, alasan=alasan)
    transaction.on_commit(look_again)
    return versi


def _refuse_changed(sekarang: int, dari: int) -> None:
    if dari not in (APA_SAJA, sekarang):
        raise PakaiDitolakError(
            "Sementara itu orang lain sudah mengganti yang dipakai. Periksa lagi, lalu ulangi."
        )
