"""Emptying the outbox: claim, commit, send over the network, note what came of it.

A claim counts the attempt and moves `kirim_setelah` ahead by SEWA before anything is sent, so a
worker that dies in between leaves a row that is taken up again after SEWA. Such a message may go
out twice; not more often than workers die while holding it, never more than PERCOBAAN_MAKS times,
and not at all once a status of the provider has named it (the tracker, see pesan.status).
"""

import random
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from pesan.berkas import PDF
from pesan.kanal.daftar import get_kanal, has_kanal
from pesan.kanal.dasar import GagalKirim
from pesan.models import BerkasKeluar, Kontak, PeristiwaPesan, PesanKeluar
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_of_staff
from pesan.services.keluar import TEMPLAT_BERHENTI, TEMPLAT_PAMIT, queue_second_way
from pesan.services.templat import find_templat
from pesan.status import advance
from pesan.templat_meta import approved_template

log = structlog.get_logger("pesan.kirim")
_S, _Cara = PesanKeluar.Status, PesanKeluar.Cara

PERCOBAAN_MAKS = 6
# A batch starts nothing new after BATAS_DETIK; what it has begun (one call of 15 s timeouts for
# each thread) ends long before SEWA, so a slow provider never has two workers on one message.
BATAS_DETIK = 60.0
SEWA = timedelta(seconds=300)
BENANG = 8
# WhatsApp lets a short burst through to one person, then about one message every six seconds.
RENTETAN, RENTETAN_DETIK, JEDA_PENERIMA = 10, 60, timedelta(seconds=6)
PER_NOMOR_DETIK = 80  # Cloud API throughput of one business number


@dataclass(slots=True)
class Hasil:
    """What came of one claimed message; `tetap` ends it, else it is tried again."""

    pesan: PesanKeluar
    id_penyedia: str = ""
    galat: str = ""
    tetap: bool = False
    status_akhir: str = _S.FAILED


class Laju:
    """At most `per_detik` calls a second for each key, across the threads of this process."""

    def __init__(self, per_detik: int, tidur: Callable[[float], None] = time.sleep) -> None:
        self._per_detik = per_detik
        self._tidur = tidur
        self._kunci = threading.Lock()
        self._lalu: defaultdict[object, deque[float]] = defaultdict(lambda: deque(maxlen=per_detik))

    def wait(self, key: object) -> None:
        """Take a place, and sleep until it is due."""
        with self._kunci:
            lalu, now = self._lalu[key], time.monotonic()
            due = max(now, lalu[0] + 1.0) if len(lalu) == self._per_detik else now
            lalu.append(due)
        if due > now:
            self._tidur(due - now)


_laju = Laju(PER_NOMOR_DETIK)


def send_batch(limit: int = 100) -> int:
    """Send up to `limit` messages that are due; gives how many were claimed.

    What is not begun within BATAS_DETIK goes back into the queue as if it had not been claimed.
    """
    until = time.monotonic() + BATAS_DETIK
    claimed = _claim(limit)
    if not claimed:
        return 0
    hasil: list[Hasil] = []
    siap: list[PesanKeluar] = []
    jendela = _staff_windows(claimed)
    for pesan in claimed:
        ditolak = _prepare(pesan, jendela)
        if ditolak is None:
            siap.append(pesan)
        else:
            hasil.append(ditolak)
    if siap:
        giliran = _by_recipient(siap)
        with ThreadPoolExecutor(max_workers=min(BENANG, len(giliran))) as pool:
            for terkirim in pool.map(lambda satu: _send_in_order(satu, until), giliran):
                hasil.extend(terkirim)
    _record(hasil)
    _give_back(claimed, hasil)
    return len(claimed)


def _give_back(claimed: Sequence[PesanKeluar], hasil: Sequence[Hasil]) -> None:
    sudah = {h.pesan.pk for h in hasil}
    sisa = [p.pk for p in claimed if p.pk not in sudah]
    _move(sisa, [timezone.now()] * len(sisa), attempt=-1)


def _claim(limit: int) -> list[PesanKeluar]:
    now = timezone.now()
    with transaction.atomic():
        baris = list(
            PesanKeluar.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("kontak", "pengguna", "nomor_kanal", "berkas")
            .filter(status=_S.QUEUED, kirim_setelah__lte=now)
            .order_by("kirim_setelah", "id")[:limit]
        )
        boleh, nanti = _pace(baris, now)
        _move([p.pk for p in boleh], [now + SEWA] * len(boleh), attempt=1)
        _move([p.pk for p, _kapan in nanti], [kapan for _p, kapan in nanti], attempt=0)
    for p in boleh:
        p.percobaan += 1
    return boleh


def _pace(
    baris: Sequence[PesanKeluar], now: datetime
) -> tuple[list[PesanKeluar], list[tuple[PesanKeluar, datetime]]]:
    """Those that may go now, and those of a recipient who has just had many, with their time."""
    terkirim = _recently_sent(baris, now)
    boleh: list[PesanKeluar] = []
    nanti: list[tuple[PesanKeluar, datetime]] = []
    for p in baris:
        if p.saluran != Saluran.WHATSAPP:
            boleh.append(p)
            continue
        penerima = (p.kontak_id, p.pengguna_id)
        terkirim[penerima] += 1
        lebih = terkirim[penerima] - RENTETAN
        if lebih <= 0:
            boleh.append(p)
        else:
            nanti.append((p, now + lebih * JEDA_PENERIMA))
    return boleh, nanti


def _recently_sent(
    baris: Sequence[PesanKeluar], now: datetime
) -> Counter[tuple[int | None, int | None]]:
    kontak = {p.kontak_id for p in baris if p.kontak_id}
    pengguna = {p.pengguna_id for p in baris if p.pengguna_id}
    hitung = (
        PesanKeluar.objects.filter(
            Q(kontak_id__in=kontak) | Q(pengguna_id__in=pengguna),
            saluran=Saluran.WHATSAPP,
            sent_at__gt=now - timedelta(seconds=RENTETAN_DETIK),
        )
        .order_by()
        .values_list("kontak_id", "pengguna_id")
        .annotate(n=Count("pk"))
    )
    return Counter({(k, g): n for k, g, n in hitung})


def _move(pks: list[int], kapan: list[datetime], *, attempt: int) -> None:
    if not pks:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE pesan_pesankeluar AS p
            SET kirim_setelah = v.kapan, percobaan = percobaan + %s
            FROM unnest(%s::bigint[], %s::timestamptz[]) AS v(id, kapan) WHERE p.id = v.id
            """,
            [attempt, pks, kapan],
        )


def _staff_windows(baris: Sequence[PesanKeluar]) -> set[int]:
    """Users who wrote from their own number in the last 24 hours: free text may reach them."""
    hashes = {
        hash_of_staff(p.pengguna): p
        for p in baris
        if p.pengguna is not None and p.saluran == Saluran.WHATSAPP
    }
    if not hashes:
        return set()
    dikenal = Kontak.objects.filter(
        Q(hash__in=hashes) | Q(hash_lain__in=hashes), saluran=Saluran.WHATSAPP
    ).defer("alamat")
    return {
        p.pengguna_id
        for k in dikenal
        if k.jendela_terbuka
        for h in (k.hash, k.hash_lain or "")
        if (p := hashes.get(h)) and p.pengguna_id
    }


def _prepare(pesan: PesanKeluar, jendela_petugas: set[int]) -> Hasil | None:
    """Why this message cannot go out, or None; chooses free text or the approved template."""
    if pesan.kedaluwarsa_at is not None and pesan.kedaluwarsa_at <= timezone.now():
        return Hasil(pesan, galat="lewat waktu", tetap=True, status_akhir=_S.EXPIRED)
    if not has_kanal(pesan.saluran):
        return Hasil(pesan, galat=f"saluran {pesan.saluran} tidak dipasang", tetap=True)
    kontak = pesan.kontak
    if kontak is not None and kontak.berhenti_at and pesan.templat not in TEMPLAT_BERHENTI:
        return Hasil(pesan, galat="penerima minta berhenti", tetap=True, status_akhir=_S.EXPIRED)
    if hilang := _what_is_gone(pesan):
        return Hasil(pesan, galat=hilang, tetap=True)
    if pesan.percobaan > PERCOBAAN_MAKS:
        return Hasil(pesan, galat=pesan.galat or "percobaan habis", tetap=True)
    return _choose_way(pesan, jendela_petugas) if pesan.saluran == Saluran.WHATSAPP else None


def _what_is_gone(pesan: PesanKeluar) -> str:
    if pesan.kontak is not None and not pesan.kontak.alamat:
        return "alamat balas sudah dihapus"
    if pesan.titipan is not None and not pesan.titipan.isi:
        return "berkasnya sudah dihapus"
    return ""


def _choose_way(pesan: PesanKeluar, jendela_petugas: set[int]) -> Hasil | None:
    terbuka = _window_open(pesan, jendela_petugas)
    if terbuka and pesan.kontak is not None:
        pesan.cara = _Cara.BEBAS
        return None
    templat = find_templat(pesan.templat, Saluran.WHATSAPP, pesan.wilayah_id)
    pesan.templat_meta = approved_template(templat, pesan)
    if pesan.templat_meta is not None:
        pesan.cara = _Cara.TEMPLAT
        # a template's header document must be a PDF, and approved as such
        berkepala = templat is not None and templat.berkas_meta
        pesan.berkas_ikut = berkepala and pesan.titipan is not None and pesan.titipan.mime == PDF
        return None
    if terbuka:
        pesan.cara = _Cara.BEBAS
        return None
    galat = "di luar jendela 24 jam dan belum ada templat WhatsApp yang disetujui"
    return Hasil(pesan, galat=galat, tetap=True)


def _window_open(pesan: PesanKeluar, jendela_petugas: set[int]) -> bool:
    if pesan.kontak is not None:
        return pesan.kontak.saluran == Saluran.WHATSAPP and pesan.kontak.jendela_terbuka
    return pesan.pengguna_id in jendela_petugas


def _by_recipient(pesan: Sequence[PesanKeluar]) -> list[list[PesanKeluar]]:
    """One list for each person, so that what was said first also leaves first."""
    daftar: defaultdict[tuple[int | None, int | None], list[PesanKeluar]] = defaultdict(list)
    for p in sorted(pesan, key=lambda p: p.pk):
        daftar[p.kontak_id, p.pengguna_id].append(p)
    return list(daftar.values())


def _send_in_order(pesan: Sequence[PesanKeluar], until: float) -> list[Hasil]:
    """One person's messages in turn; those whose turn has not come by `until` are left out."""
    hasil = []
    for p in pesan:
        if time.monotonic() >= until:
            break
        hasil.append(_send(p))
    return hasil


def _send(pesan: PesanKeluar) -> Hasil:
    """One network call, in a thread of the pool: no database here."""
    if pesan.saluran == Saluran.WHATSAPP:
        _laju.wait(pesan.nomor_kanal_id)
    try:
        return Hasil(pesan, id_penyedia=get_kanal(pesan.saluran).send(pesan))
    except GagalKirim as galat:
        return Hasil(pesan, galat=str(galat)[:200], tetap=galat.tetap)
    except Exception as galat:
        # the name only: a message of the library may quote the number it was given
        log.error("kirim_rusak", pesan=pesan.pk, galat=type(galat).__name__)  # noqa: TRY400
        return Hasil(pesan, galat=type(galat).__name__)


def _record(hasil: Sequence[Hasil]) -> None:
    """Note the results in one transaction; a status that came first is not overwritten."""
    now = timezone.now()
    by_pk = {h.pesan.pk: h for h in hasil}
    with transaction.atomic():
        baris = list(
            PesanKeluar.objects.select_for_update(of=("self",))
            .defer("badan", "slots")
            .filter(pk__in=by_pk)
            .order_by("pk")
        )
        peristiwa = [p for b in baris if (p := _apply(b, by_pk[b.pk], now))]
        kolom = ["status", "cara", "galat", "id_penyedia", "kirim_setelah", "sent_at"]
        PesanKeluar.objects.bulk_update(baris, kolom)
        _note_media(hasil)
        PeristiwaPesan.objects.bulk_create(peristiwa)
        for b in baris:
            if b.status == _S.FAILED and b.pengguna_id:
                queue_second_way(b)
        forget_after_farewell([b for b in baris if b.status != _S.QUEUED])


def _note_media(hasil: Sequence[Hasil]) -> None:
    """What the provider calls an uploaded file: the next attempt need not upload it again."""
    for h in hasil:
        if (titipan := h.pesan.titipan) is not None:
            ada = BerkasKeluar.objects.filter(pk=titipan.pk, status=BerkasKeluar.Status.ADA)
            ada.exclude(id_media=titipan.id_media).update(id_media=titipan.id_media)


def forget_after_farewell(baris: Sequence[PesanKeluar]) -> None:
    """The reply address goes as soon as the last words have been said, or cannot be."""
    pamit = {b.kontak_id for b in baris if b.kontak_id and b.templat in TEMPLAT_PAMIT}
    if pamit:
        masih = Q(alamat_hingga__isnull=False) | Q(berhenti_at__isnull=False)
        Kontak.objects.filter(masih, pk__in=pamit).update(alamat="", alamat_hingga=None)


def _apply(baris: PesanKeluar, hasil: Hasil, now: datetime) -> PeristiwaPesan | None:
    baris.cara = hasil.pesan.cara
    if not hasil.galat:
        baris.id_penyedia = baris.id_penyedia or hasil.id_penyedia
        advance(baris, _S.SENT, now)
        return PeristiwaPesan(pesan=baris, status=_S.SENT, keterangan=_remark(baris, hasil.pesan))
    if baris.status != _S.QUEUED:
        return None  # the provider has named it meanwhile: it did arrive
    baris.galat = hasil.galat
    if hasil.tetap or hasil.pesan.percobaan >= PERCOBAAN_MAKS:
        baris.status = hasil.status_akhir
        return PeristiwaPesan(pesan=baris, status=baris.status, keterangan=hasil.galat)
    baris.kirim_setelah = now + backoff(hasil.pesan.percobaan)
    return None


def _remark(baris: PesanKeluar, terkirim: PesanKeluar) -> str:
    """What "sent" leaves out: a file the template cannot bring; in the demo mail is a file."""
    if terkirim.titipan is not None and not terkirim.berkas_ikut:
        return "templat tanpa dokumen: berkasnya hanya di halaman lacak"
    ke_berkas = baris.saluran == Saluran.EMAIL and settings.SUREL_KE_BERKAS
    return "mode contoh: ditulis ke berkas, tidak dikirim" if ke_berkas else ""


def backoff(percobaan: int) -> timedelta:
    """The pause after the n-th failed attempt: 10 s, 40 s, 160 s, … up to an hour, ±25 %."""
    detik = min(10 * 4 ** (percobaan - 1), 3600)
    return timedelta(seconds=detik * random.uniform(0.75, 1.25))  # noqa: S311 - not a secret
