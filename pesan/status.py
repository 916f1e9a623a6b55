"""Delivery states from the providers, in whatever order they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.utils import timezone

from pesan import muatan
from pesan.kanal.whatsapp import parse_time
from pesan.models import PeristiwaPesan, PesanKeluar, PesanMasuk
from pesan.services.keluar import queue_second_way

_S = PesanKeluar.Status
# A state is only replaced by a higher one: "failed" is final unless it did arrive after all.
_TINGKAT = {_S.QUEUED: 0, _S.EXPIRED: 1, _S.SENT: 2, _S.FAILED: 3, _S.DELIVERED: 4, _S.READ: 5}
_WAKTU = {_S.SENT: "sent_at", _S.DELIVERED: "delivered_at", _S.READ: "read_at"}
_PERCOBAAN_MAKS = 5


@dataclass(frozen=True, slots=True)
class Kabar:
    """One status event, read."""

    baris: PesanMasuk
    id_penyedia: str
    status: str
    waktu: datetime | None
    galat: str
    pk_pesan: int | None  # our own row, from the tracker we sent along


def advance(pesan: PesanKeluar, status: str, waktu: datetime, galat: str = "") -> bool:
    """Bring a message to a state if that is a step forward; its time is noted in any case."""
    kolom = _WAKTU.get(_S(status))
    if kolom and getattr(pesan, kolom) is None:
        setattr(pesan, kolom, waktu)
    if _TINGKAT[_S(status)] <= _TINGKAT[_S(pesan.status)]:
        return False
    pesan.status = status
    pesan.galat = galat if status == _S.FAILED else ""
    return True


def apply_status(baris: Sequence[PesanMasuk]) -> None:
    """Apply status events to the outbox and mark their rows; inside the caller's transaction.

    One whose message is unknown waits: its id may be noted a moment later.
    """
    if not baris:
        return
    kabar = [k for b in baris if (k := _read(b))]
    pesan = _find(kabar)
    peristiwa: list[PeristiwaPesan] = []
    cocok: set[int] = set()
    for k in kabar:
        p = pesan.get((k.id_penyedia, k.baris.nomor_kanal_id))
        if p is None:
            continue
        cocok.add(k.baris.pk)
        advance(p, k.status, k.waktu or k.baris.diterima_at, k.galat)
        peristiwa.append(
            PeristiwaPesan(pesan=p, status=k.status, keterangan=k.galat, waktu_penyedia=k.waktu)
        )
    _write(list({p.pk: p for p in pesan.values()}.values()), peristiwa)
    tak_dikenal = {k.baris.pk for k in kabar} - cocok
    _mark([b.pk for b in baris if b.pk not in tak_dikenal], tak_dikenal)


def _read(baris: PesanMasuk) -> Kabar | None:
    isi: dict[str, Any] = muatan.load(baris).get("status") or {}
    status = isi.get("status")
    if status not in _WAKTU and status != _S.FAILED:
        return None  # "deleted", "warning" and what may come: nothing of ours changes
    return Kabar(
        baris=baris,
        id_penyedia=muatan.clean(isi.get("id"), 200),
        status=str(status),
        waktu=parse_time(isi.get("timestamp")),
        galat=_error(isi),
        pk_pesan=_tracked(isi.get("biz_opaque_callback_data")),
    )


def _error(isi: dict[str, Any]) -> str:
    galat = isi.get("errors")
    if not isinstance(galat, list) or not galat or not isinstance(galat[0], dict):
        return ""
    return f"WhatsApp {galat[0].get('code')}: {muatan.clean(galat[0].get('title'), 120)}"[:200]


def _tracked(nilai: Any) -> int | None:
    kata = nilai.split(":") if isinstance(nilai, str) else []
    return int(kata[1]) if len(kata) == 2 and kata[0] == "pesan" and kata[1].isdigit() else None


def _find(kabar: Sequence[Kabar]) -> dict[tuple[str, int | None], PesanKeluar]:
    """The messages these are about, locked; by id, or by our tracker where no id was noted yet."""
    syarat = Q(id_penyedia__in={k.id_penyedia for k in kabar if k.id_penyedia})
    # The tracker is a plain number anybody can guess: it counts only for the number we sent from.
    tanpa_id = {(k.pk_pesan, k.baris.nomor_kanal_id): k for k in kabar if k.pk_pesan}
    if tanpa_id:
        syarat |= Q(pk__in={pk for pk, _nomor in tanpa_id}, id_penyedia="", sent_at=None)
    baris = (
        PesanKeluar.objects.select_for_update(of=("self",))
        .filter(syarat, saluran__in={k.baris.saluran for k in kabar})
        .defer("badan", "slots")
        .order_by("pk")
    )
    hasil = {}
    for p in baris:
        if not p.id_penyedia:
            dilacak = tanpa_id.get((p.pk, p.nomor_kanal_id))
            if dilacak is None:
                continue
            p.id_penyedia = dilacak.id_penyedia
        hasil[p.id_penyedia, p.nomor_kanal_id] = p
    return hasil


def _write(pesan: list[PesanKeluar], peristiwa: list[PeristiwaPesan]) -> None:
    if not peristiwa:
        return
    kolom = ["status", "galat", "id_penyedia", "sent_at", "delivered_at", "read_at"]
    PesanKeluar.objects.bulk_update(pesan, kolom)
    PeristiwaPesan.objects.bulk_create(peristiwa)
    for p in pesan:
        if p.status == _S.FAILED and p.pengguna_id:
            queue_second_way(p)


def _mark(selesai: list[int], menunggu: set[int]) -> None:
    now = timezone.now()
    if selesai:
        # Applied, it is of no more use, and it names the recipient's number.
        PesanMasuk.objects.filter(pk__in=selesai).update(
            status=PesanMasuk.Status.SELESAI, selesai_at=now, muatan="", muatan_hingga=None
        )
    if menunggu:
        # After the last try it is somebody else's message (sent by hand, from another system).
        habis = Q(percobaan__gte=_PERCOBAAN_MAKS - 1)
        PesanMasuk.objects.filter(pk__in=menunggu).update(
            percobaan=F("percobaan") + 1,
            galat="pesan belum dikenal",
            status=Case(When(habis, then=Value("selesai")), default=Value("baru")),
            selesai_at=Case(When(habis, then=Value(now)), default=None),
            muatan=Case(When(habis, then=Value("")), default=F("muatan"), output_field=TextField()),
        )
