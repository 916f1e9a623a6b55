"""A sensitive ticket shared with one officer of the agency that stands by: by the lurah alone."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from curhat.models import BagiPeka, Curhat, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.perpindahan import STAF, may_move
from curhat.services.kabar import notify_petugas
from curhat.services.tiket import move
from wilayah.models import Instansi, Pengguna, Penugasan
from wilayah.peran import Peran

S = Tiket.Status


def officers_for(tiket: Tiket) -> Any:
    """Officers, today, of the agencies that serve the ticket's area."""
    instansi = Instansi.objects.serving(tiket.wilayah_id).values("pk")
    tugas = Penugasan.objects.on(timezone.localdate()).filter(
        instansi__in=instansi, peran=Peran.PETUGAS
    )
    return Pengguna.objects.filter(is_active=True, pk__in=tugas.values("pengguna")).order_by("nama")


def may_share(tiket: Tiket, by: Pengguna) -> bool:
    """Whether this person is the lurah of the ticket's area (or the operator)."""
    if by.is_superuser:
        return True
    lurah = Penugasan.objects.holding(tiket.wilayah_id, Peran.LURAH)
    return any(tugas.pengguna_id == by.pk for tugas in lurah)


@transaction.atomic
def share_tiket(tiket: Tiket, *, by: Pengguna, petugas: Pengguna, catatan: str = "") -> BagiPeka:
    """Open a sensitive ticket to one officer and give them the work. On record; told at once.

    Raises ValueError where it is not sensitive, not the lurah's to share, or no such officer.
    """
    Curhat.objects.select_for_update(of=("self",)).get(pk=tiket.curhat_id)
    tiket = (
        Tiket.objects.select_for_update(of=("self",))
        .select_related("curhat__subkategori", "curhat__kontak", "instansi")
        .get(pk=tiket.pk)
    )
    if not tiket.curhat.rahasia:
        raise ValueError("Hanya kasus peka yang dibagikan satu per satu; pakai Tugaskan.")
    if not may_share(tiket, by):
        raise ValueError("Hanya lurah yang boleh membagikan kasus peka.")
    if not officers_for(tiket).filter(pk=petugas.pk).exists():
        raise ValueError("Petugas itu tidak bertugas di unit yang melayani wilayah ini.")
    bagi, _baru = BagiPeka.objects.get_or_create(
        tiket=tiket, pengguna=petugas, berakhir_at=None, defaults={"by": by}
    )
    tugas = Penugasan.objects.on(timezone.localdate()).filter(
        pengguna=petugas, peran=Peran.PETUGAS, instansi__isnull=False
    )
    pertama = tugas.first()
    tiket.petugas, tiket.instansi_id = petugas, pertama.instansi_id if pertama else None
    if may_move(tiket.status, S.DITUGASKAN, STAF):
        move(tiket, to=S.DITUGASKAN, by=by, note="Dibagikan kepada satu petugas unit.",
             untuk_warga=False)  # fmt: skip
    else:
        tiket.save(update_fields=["petugas", "instansi", "updated_at"])
        _record(tiket, by, "Dibagikan kepada satu petugas unit.")
    _record_curhat(tiket, by, f"kepada pengguna {petugas.pk}")
    notify_petugas(tiket)
    return bagi


@transaction.atomic
def unshare_tiket(tiket: Tiket, *, by: Pengguna) -> int:
    """Close a sensitive ticket to every officer again; gives how many could open it."""
    if not may_share(tiket, by):
        raise ValueError("Hanya lurah yang boleh mencabut pembagian kasus peka.")
    jumlah = BagiPeka.objects.active().filter(tiket=tiket).update(berakhir_at=timezone.now())
    if jumlah:
        _record(tiket, by, "Pembagian kepada petugas unit dicabut.")
        _record_curhat(tiket, by, "pembagian dicabut")
    return jumlah


def _record(tiket: Tiket, by: Pengguna, catatan: str) -> None:
    RiwayatTiket.objects.create(
        tiket=tiket, dari=tiket.status, ke=tiket.status, by=by, untuk_warga=False, catatan=catatan
    )


def _record_curhat(tiket: Tiket, by: Pengguna, catatan: str) -> None:
    RiwayatCurhat.objects.create(
        curhat_id=tiket.curhat_id,
        peristiwa=RiwayatCurhat.Peristiwa.DIBAGI,
        by=by,
        catatan=catatan,
    )
