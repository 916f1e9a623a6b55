"""From the inbox to the apps above: claim rows, find their senders, hand them to the handlers.

Each batch is one transaction: what the handlers write and that the rows are done are one commit, so
a killed worker loses and repeats nothing. When a batch fails, its rows are done one at a time.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import cache

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.module_loading import import_string

from pesan import status
from pesan.giliran import in_order
from pesan.kanal.daftar import get_kanal
from pesan.kanal.dasar import IsiMasuk, Masuk
from pesan.models import Kontak, Lampiran, NomorKanal, PesanMasuk
from pesan.nomor import active_numbers
from pesan.pengirim import Pengirim, resolve_kontak
from pesan.sistem import handle_sistem

log = structlog.get_logger("pesan.proses")
Handler = Callable[[Sequence[Masuk]], list[bool]]

PERCOBAAN_MAKS = 5
_Jenis, _Status = PesanMasuk.Jenis, PesanMasuk.Status
# Seconds after arrival at which the n-th failure may be tried again. A status waits for the id of
# its message, which our sender is about to note: soon; anything else waits for a cause to pass.
_JEDA_STATUS = {1: 2, 2: 6, 3: 18, 4: 54}
_JEDA = {1: 10, 2: 30, 3: 90, 4: 270}
_JENIS_LAMPIRAN = {
    "foto": Lampiran.Jenis.FOTO,
    "suara": Lampiran.Jenis.SUARA,
    "video": Lampiran.Jenis.VIDEO,
    "berkas": Lampiran.Jenis.BERKAS,
}


def process_batch(limit: int = 100) -> int:
    """Process up to `limit` waiting rows, oldest first; gives how many were claimed."""
    claimed: list[int] = []
    try:
        with transaction.atomic():
            baris = list(
                PesanMasuk.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(status=_Status.BARU, percobaan=0)
                .order_by("id")[:limit]
            )
            claimed = [b.pk for b in baris]
            _process(baris)
    except Exception as galat:
        log.warning("kelompok_gagal", jumlah=len(claimed), galat=type(galat).__name__)
        for pk in claimed:
            process_alone(pk)
    return len(claimed)


def process_alone(pk: int) -> bool:
    """Process one row in its own transaction, counting a failure; False when it was not done."""
    try:
        with transaction.atomic():
            baris = list(
                PesanMasuk.objects.select_for_update(skip_locked=True, of=("self",)).filter(
                    pk=pk, status=_Status.BARU
                )
            )
            _process(baris)
            return bool(baris)
    except Exception as galat:
        _count_failure(pk, galat)
        return False


def process_one(pk: int) -> PesanMasuk:
    """Process one row if no worker has: for the page that follows a form.

    Waits for a worker that is at it. Gives the row as it is afterwards, without its payload.
    Raises PesanMasuk.DoesNotExist.
    """
    try:
        with transaction.atomic():
            baris = PesanMasuk.objects.select_for_update(of=("self",)).get(pk=pk)
            if baris.status == _Status.BARU:
                _process([baris])
    except PesanMasuk.DoesNotExist:
        raise
    except Exception as galat:
        _count_failure(pk, galat)
    return PesanMasuk.objects.defer("muatan").get(pk=pk)


def retry_failed(limit: int = 100) -> int:
    """Try rows that failed before and whose pause is over, one at a time; gives how many."""
    now = timezone.now()
    waktunya = Q(pk__in=[])
    for jeda, jenis in ((_JEDA_STATUS, Q(jenis=_Jenis.STATUS)), (_JEDA, ~Q(jenis=_Jenis.STATUS))):
        for percobaan, detik in jeda.items():
            batas = now - timedelta(seconds=detik)
            waktunya |= jenis & Q(percobaan=percobaan, diterima_at__lt=batas)
    menunggu = PesanMasuk.objects.filter(waktunya, status=_Status.BARU).order_by("id")
    return sum(process_alone(pk) for pk in menunggu.values_list("pk", flat=True)[:limit])


def retry_masuk(pesan: PesanMasuk) -> None:
    """Give a failed row another try (staff action). Raises ValueError when it cannot be tried."""
    if not pesan.muatan or pesan.jenis == _Jenis.RUSAK or pesan.nomor_kanal_id is None:
        raise ValueError("pesan ini tidak dapat diproses ulang")
    PesanMasuk.objects.filter(pk=pesan.pk, status=_Status.GAGAL).update(
        status=_Status.BARU, selesai_at=None, percobaan=0, galat=""
    )


def _count_failure(pk: int, galat: Exception) -> None:
    log.warning("pesan_gagal", pesan=pk, galat=type(galat).__name__)
    habis = When(percobaan__gte=PERCOBAAN_MAKS - 1, then=Value(_Status.GAGAL))
    selesai = When(percobaan__gte=PERCOBAAN_MAKS - 1, then=Value(timezone.now()))
    # The name of the exception only: its text may quote what the person wrote.
    PesanMasuk.objects.filter(pk=pk, status=_Status.BARU).update(
        percobaan=F("percobaan") + 1,
        galat=type(galat).__name__,
        status=Case(habis, default=Value(_Status.BARU)),
        selesai_at=Case(selesai, default=None),
    )


def _process(baris: Sequence[PesanMasuk]) -> None:
    status.apply_status([b for b in baris if b.jenis == _Jenis.STATUS])
    lainnya = [b for b in baris if b.jenis not in (_Jenis.STATUS, _Jenis.PESAN)]
    for b in lainnya:
        handle_sistem(b)
    masuk = _read([b for b in baris if b.jenis == _Jenis.PESAN])
    for giliran in split_rounds(masuk):
        _hand_over(giliran)
    _mark_done([*lainnya, *(m.pesan for m in masuk)])


def _read(baris: Sequence[PesanMasuk]) -> list[Masuk]:
    """Parse and resolve the sender of each message; what cannot be parsed is marked GAGAL."""
    nomor = _numbers(baris)
    terbaca: list[tuple[Pengirim, IsiMasuk]] = []
    for b in baris:
        kanal = get_kanal(b.saluran)
        try:
            isi = kanal.parse(b)
        except ValueError:
            _reject(b)
            continue
        n = nomor.get(b.nomor_kanal_id or 0)
        wilayah = n.wilayah_id if n else kanal.wilayah(b)
        terbaca.append((Pengirim.read(b, kanal, n, wilayah), isi))
    kontak = resolve_kontak([p for p, _isi in terbaca])
    masuk = [_masuk(p, isi, kontak.get(p.pesan.pk)) for p, isi in terbaca]
    _note_media(masuk)
    return masuk


def _masuk(p: Pengirim, isi: IsiMasuk, kontak: Kontak | None) -> Masuk:
    p.pesan.kontak = kontak
    return Masuk(p.pesan, isi, kontak, p.nomor, p.wilayah, p.pesan.diterima_at)


def _numbers(baris: Iterable[PesanMasuk]) -> dict[int, NomorKanal]:
    pks = {b.nomor_kanal_id for b in baris if b.nomor_kanal_id}
    aktif = active_numbers()
    kenal = {pk: n.baris for pk in pks if (n := aktif.by_pk(pk))}
    if lain := pks - set(kenal):
        kenal |= NomorKanal.objects.in_bulk(lain)
    return kenal


def _reject(baris: PesanMasuk) -> None:
    PesanMasuk.objects.filter(pk=baris.pk).update(
        status=_Status.GAGAL, selesai_at=timezone.now(), galat="isi tidak terbaca"
    )


def _note_media(masuk: Sequence[Masuk]) -> None:
    """A waiting Lampiran for every file still at the provider; a task fetches them."""
    lampiran = [
        Lampiran(
            pesan_masuk=m.pesan,
            jenis=_JENIS_LAMPIRAN[m.isi.jenis],
            id_media=media.id,
            mime=media.mime,
            nama=media.nama,
        )
        for m in masuk
        if m.isi.jenis in _JENIS_LAMPIRAN
        for media in m.isi.media
    ]
    if lampiran:
        Lampiran.objects.bulk_create(lampiran)


def split_rounds(masuk: Iterable[Masuk]) -> list[list[Masuk]]:
    """Batches in which each contact occurs at most once, each contact's messages in order."""
    giliran: list[list[Masuk]] = []
    ke: dict[int, int] = {}
    for m in masuk:
        n = 0
        if m.kontak is not None:
            n = ke.get(m.kontak.pk, 0)
            ke[m.kontak.pk] = n + 1
        if n == len(giliran):
            giliran.append([])
        giliran[n].append(m)
    return giliran


@cache
def _handlers(paths: tuple[str, ...]) -> tuple[Handler, ...]:
    return tuple(import_string(path) for path in paths)


def prepare_handlers() -> None:
    """Load the handlers now rather than with the first message; for a worker that has just started.

    A handler's module may have a `prepare()` for what is slow the first time (a model to load).
    """
    for handle in _handlers(tuple(settings.PESAN_HANDLERS)):
        prepare = getattr(sys.modules[handle.__module__], "prepare", None)
        if prepare is not None:
            prepare()


def _hand_over(masuk: Sequence[Masuk]) -> None:
    for urutan, sisa in in_order(masuk):
        for handle in _handlers(urutan):
            if not sisa:
                break
            diambil = handle(sisa)
            sisa = [m for m, ambil in zip(sisa, diambil, strict=True) if not ambil]  # noqa: PLW2901


# A person who has just asked to be forgotten: the message that asked it goes too. So does a notice
# of the provider: it names numbers and is of no use once applied.
_SELESAI = """
UPDATE pesan_pesanmasuk AS m
SET status = 'selesai', selesai_at = now(), kontak_id = v.kontak, galat = '',
    muatan = CASE WHEN k.hash LIKE 'dihapus-%%' OR m.jenis = 'sistem' THEN '' ELSE m.muatan END
FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, kontak)
LEFT JOIN pesan_kontak AS k ON k.id = v.kontak
WHERE m.id = v.id
"""


def _mark_done(baris: Sequence[PesanMasuk]) -> None:
    if not baris:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SELESAI, [[b.pk for b in baris], [b.kontak_id for b in baris]])
