"""Hand-overs between desks: offered, then accepted or returned with a reason, history for both.

A desk (`Meja`) is an app's own way of taking work; settings.RUJUKAN_MEJA names it, so that apps of
one floor never import each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from wilayah.models import Instansi, Pengguna, RiwayatRujukan, Rujukan, Wilayah

if TYPE_CHECKING:
    from collections.abc import Callable


class RujukanSudahDijawab(Exception):  # noqa: N818 - named by what happened
    """Someone answered this hand-over first."""


class RujukanMasihTerbuka(Exception):  # noqa: N818
    """This piece of work already has an offer that nobody answered."""


class Meja(Protocol):
    """A desk that work can be handed to. Made without arguments; called inside the transaction."""

    def label(self) -> str:
        """What staff call this desk: "Papan tiket"."""

    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Take the work over."""

    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Give the work back to where it came from; the reason is in `rujukan.alasan`."""

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whether this user may accept or return it; `serves_tujuan` is the usual rule."""


class MejaMenyimak(Meja, Protocol):
    """A desk that tells its people of each offer."""

    def on_offered(self, rujukan: Rujukan, by: Pengguna | None) -> None:
        """Owe the messages about this new offer."""


class MejaMemilih(Meja, Protocol):
    """A desk that must be told one thing before it can take the work: which household it is about.

    The answer stands in `rincian[kolom]`, given when offering or when accepting. Without it a
    hand-over stays offered, and the page that accepts it asks.
    """

    kolom: str
    judul: str

    def pilihan(self, user: Pengguna, wilayah: Wilayah) -> Sequence[tuple[str, str]]:
        """(key, label) of what this user may choose in this area; none where they may not."""


@dataclass(frozen=True, slots=True)
class IsiRujukan:
    """What a piece of work tells the desk that takes it, without the desk knowing its model.

    `lampiran`: keys of pesan.Lampiran; `kontak`: key of the pesan.Kontak it is about, where that
    person agreed; `rincian`: fields the two desks have agreed on by name.
    """

    teks: str
    lampiran: tuple[int, ...] = ()
    kontak: int | None = None
    rincian: Mapping[str, Any] = field(default_factory=dict)


def isi_of(rujukan: Rujukan) -> IsiRujukan:
    """What the source's own `isi_rujukan()` says, or the summary where it has none.

    What was agreed at the hand-over itself (`rujukan.rincian`) wins.
    """
    baca = getattr(rujukan.sumber, "isi_rujukan", None)
    isi: IsiRujukan = baca() if baca is not None else IsiRujukan(rujukan.ringkasan)
    return replace(isi, rincian={**isi.rincian, **rujukan.rincian})


def choice_of(meja: Meja) -> MejaMemilih | None:
    """The desk, where it asks for a choice before it can take anything."""
    return cast("MejaMemilih", meja) if hasattr(meja, "pilihan") else None


def origin_desk(rujukan: Rujukan) -> Meja | None:
    """The desk of the app whose work was handed over: its key is the app's label."""
    try:
        return meja_of(rujukan.sumber_tipe.app_label)
    except ValueError:
        return None


def lacks_pilihan(rujukan: Rujukan) -> bool:
    """Whether its desk still has to be told what the work is about."""
    memilih = choice_of(meja_of(rujukan.meja))
    return memilih is not None and not isi_of(rujukan).rincian.get(memilih.kolom)


def record_hasil(rujukan: Rujukan, hasil: models.Model) -> None:
    """Remember what the receiving desk made of it; both sides' histories lead there."""
    rujukan.hasil_tipe = ContentType.objects.get_for_model(hasil)
    rujukan.hasil_id = str(hasil.pk)
    rujukan.save(update_fields=["hasil_tipe", "hasil_id"])


def meja_of(kunci: str) -> Meja:
    """The desk of this key. Raises ValueError for a key not in settings.RUJUKAN_MEJA."""
    path = settings.RUJUKAN_MEJA.get(kunci)
    if path is None:
        raise ValueError(f"meja {kunci} tidak dikenal")
    meja: Meja = import_string(path)()
    return meja


def serves_tujuan(user: Pengguna, rujukan: Rujukan) -> bool:
    """Whether one of today's Penugasan covers where the work is offered to (not its origin)."""
    if user.is_superuser:
        return True
    if rujukan.ke_instansi_id is not None:
        return any(tugas.instansi_id == rujukan.ke_instansi_id for tugas in user.penugasan_aktif)
    return any(
        tugas.wilayah is not None and tugas.wilayah.contains(str(rujukan.ke_wilayah_id))
        for tugas in user.penugasan_aktif
    )


@transaction.atomic
def offer_rujukan(
    *,
    sumber: models.Model,
    meja: str,
    ke_wilayah: Wilayah | None = None,
    ke_instansi: Instansi | None = None,
    ringkasan: str,
    wilayah: Wilayah,
    alasan: str,
    by: Pengguna | None,
    rincian: Mapping[str, str] | None = None,
) -> Rujukan:
    """Offer a piece of work to another desk, at one area or one agency.

    `rincian`: what the desk needs beside the words, where it is known already (`MejaMemilih`).
    Raises ValueError for an unknown desk or not exactly one destination, RujukanMasihTerbuka when
    an earlier offer of the same work is unanswered.
    """
    tujuan: Any = meja_of(meja)
    if (ke_wilayah is None) == (ke_instansi is None):
        raise ValueError("isi ke_wilayah atau ke_instansi, salah satu")
    try:
        with transaction.atomic():
            rujukan = Rujukan.objects.create(
                sumber_tipe=ContentType.objects.get_for_model(sumber),
                sumber_id=str(sumber.pk),
                meja=meja,
                ke_wilayah=ke_wilayah,
                ke_instansi=ke_instansi,
                ringkasan=ringkasan[:300],
                rincian=dict(rincian or {}),
                wilayah=wilayah,
                alasan=mask_catatan(alasan),
            )
    except IntegrityError as error:
        if "rujukan_satu_tawaran_terbuka" not in str(error):
            raise
        raise RujukanMasihTerbuka(str(sumber)) from error
    _write_riwayat(rujukan, catatan=alasan, by=by)
    if hasattr(tujuan, "on_offered"):
        tujuan.on_offered(rujukan, by)
    return rujukan


@transaction.atomic
def accept_rujukan(
    rujukan: Rujukan, *, by: Pengguna, catatan: str = "", rincian: Mapping[str, str] | None = None
) -> Rujukan:
    """Take the work; `rincian` adds what the desk chose. Raises RujukanSudahDijawab, ValueError
    for what the desk still misses, PermissionDenied for someone else's desk.
    """
    rujukan, meja = _lock_open(rujukan, by)
    if rincian:
        rujukan.rincian |= rincian
        rujukan.save(update_fields=["rincian"])
    _answer(rujukan, Rujukan.Status.DITERIMA)
    _write_riwayat(rujukan, catatan=catatan, by=by)
    meja.on_accepted(rujukan, by)
    return rujukan


@transaction.atomic
def hand_over_rujukan(**tawaran: Any) -> Rujukan:
    """Offer (arguments of `offer_rujukan`) and, where `by` may answer there, accept in one step.

    Otherwise, and where the desk must choose something first, it stays offered and waits for it.
    """
    rujukan = offer_rujukan(**tawaran)
    by = tawaran["by"]
    boleh = by is not None and meja_of(rujukan.meja).can_answer(by, rujukan)
    if boleh and not lacks_pilihan(rujukan):
        return accept_rujukan(rujukan, by=by)
    return rujukan


@transaction.atomic
def return_rujukan(rujukan: Rujukan, *, by: Pengguna, alasan: str) -> Rujukan:
    """Give the work back and say why; `alasan` replaces the offer's, which its history row keeps.

    Raises ValueError without a reason, RujukanSudahDijawab, PermissionDenied.
    """
    if not alasan.strip():
        raise ValueError("alasan wajib diisi")
    rujukan, meja = _lock_open(rujukan, by)
    rujukan.alasan = mask_catatan(alasan.strip())
    _answer(rujukan, Rujukan.Status.DIKEMBALIKAN)
    _write_riwayat(rujukan, catatan=rujukan.alasan, by=by)
    meja.on_returned(rujukan, by)
    return rujukan


@transaction.atomic
def withdraw_rujukan(sumber: models.Model, *, alasan: str, by: Pengguna | None) -> int:
    """End the unanswered offers of a piece of work that went another way; returns how many."""
    rows: Any = Rujukan.objects.select_for_update().filter(
        sumber_tipe=ContentType.objects.get_for_model(sumber),
        sumber_id=str(sumber.pk),
        status=Rujukan.Status.DITAWARKAN,
    )
    for rujukan in list(rows):
        rujukan.alasan = alasan
        _answer(rujukan, Rujukan.Status.DIKEMBALIKAN)
        _write_riwayat(rujukan, catatan=alasan, by=by)
    return len(rows)


def _lock_open(rujukan: Rujukan, by: Pengguna) -> tuple[Rujukan, Meja]:
    _lock_sumber(rujukan)
    locked: Any = Rujukan.objects.select_for_update().get(pk=rujukan.pk)
    meja = meja_of(locked.meja)
    if not meja.can_answer(by, locked):
        raise PermissionDenied("Rujukan ini ditujukan ke meja lain.")
    if locked.status != Rujukan.Status.DITAWARKAN:
        raise RujukanSudahDijawab(locked.get_status_display())
    return locked, meja


def _lock_sumber(rujukan: Rujukan) -> None:
    """The piece of work first, then its hand-over: the order in which a desk withdraws one.

    The other way round, an answer and a withdrawal at the same instant would wait for each other.
    """
    model: Any = rujukan.sumber_tipe.model_class()
    model._base_manager.select_for_update(of=("self",)).filter(pk=rujukan.sumber_id).first()


def mask_catatan(teks: str) -> str:
    """Staff's words without personal data: a history row can never be changed."""
    mask: Callable[[str], str] = import_string(settings.PENYAMAR_CATATAN)
    return mask(teks)


def _answer(rujukan: Rujukan, status: Rujukan.Status) -> None:
    rujukan.status = status
    rujukan.dijawab_at = timezone.now()
    rujukan.save(update_fields=["status", "dijawab_at", "alasan"])


def _write_riwayat(rujukan: Rujukan, *, catatan: str, by: Pengguna | None) -> None:
    RiwayatRujukan.objects.create(
        rujukan=rujukan, status=rujukan.status, catatan=mask_catatan(catatan), by=by
    )
