"""What became of the messages of the simulated past: nobody may be sent them today."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from pesan.models import PeristiwaPesan, PesanKeluar
from pesan.models.kanal import Saluran
from pesan.services.templat import find_templat

_S, _Cara = PesanKeluar.Status, PesanKeluar.Cara
_DI_LUAR_JENDELA = "di luar jendela 24 jam dan belum ada templat WhatsApp yang disetujui"
# How far a message got: its last state, how it left, and when it was due.
_Nasib = tuple[str, str, datetime]


def settle_keluar(at: datetime | None, *, hari_ini: datetime, sekarang: datetime) -> None:
    """Bring what was queued up to `at` to the state it would have reached by now (None: each
    message by the moment it was made).

    From `hari_ini` (midnight) on, WhatsApp messages that can still leave stay queued: the worker
    sends them, as it would have.
    """
    antre = PesanKeluar.objects.filter(status=_S.QUEUED).select_related("kontak")
    by_nasib: dict[_Nasib, list[PesanKeluar]] = defaultdict(list)
    for pesan in antre.defer("badan", "slots"):
        pada = at or pesan.created_at
        if pada < hari_ini or not _leaves_now(pesan):
            mulai = max(pada, pesan.kirim_setelah)  # the advice leaves a minute after the receipt
            by_nasib[(*_nasib(pesan), mulai)].append(pesan)
    peristiwa = []
    for (status, cara, mulai), sama in by_nasib.items():
        waktu = _course(status, mulai, sekarang)
        peristiwa += [
            PeristiwaPesan(pesan=p, status=s, waktu_penyedia=w, keterangan=_why(s))
            for p in sama
            for s, w in waktu.items()
        ]
        PesanKeluar.objects.filter(pk__in=[p.pk for p in sama]).update(
            status=status, cara=cara, percobaan=1, **_columns(waktu)
        )
    PeristiwaPesan.objects.bulk_create(peristiwa)


def _leaves_now(pesan: PesanKeluar) -> bool:
    if pesan.saluran != Saluran.WHATSAPP:
        return False
    return pesan.kontak is None or pesan.kontak.jendela_terbuka


def _nasib(pesan: PesanKeluar) -> tuple[str, str]:
    """E-mail is only known to be sent; of the others four in five are read within the hour."""
    if pesan.saluran != Saluran.WHATSAPP:
        return _S.SENT, _Cara.BEBAS
    akhir = _S.READ if pesan.pk % 5 else _S.DELIVERED
    if pesan.kontak is not None and pesan.kontak.jendela_terbuka:
        return akhir, _Cara.BEBAS
    templat = find_templat(pesan.templat, Saluran.WHATSAPP, pesan.wilayah_id)
    ada = templat is not None and templat.nama_meta
    return (akhir, _Cara.TEMPLAT) if ada else (_S.FAILED, _Cara.BEBAS)


def _course(status: str, at: datetime, sekarang: datetime) -> dict[str, datetime]:
    """The states on the way and when each was reached."""
    if status == _S.FAILED:
        return {status: at}
    jeda = {
        _S.SENT: timedelta(seconds=3),
        _S.DELIVERED: timedelta(seconds=6),
        _S.READ: timedelta(minutes=2 + at.minute % 40),
    }
    semua = list(jeda)
    return {s: min(at + jeda[s], sekarang) for s in semua[: semua.index(_S(status)) + 1]}


def _why(status: str) -> str:
    return _DI_LUAR_JENDELA if status == _S.FAILED else ""


def _columns(waktu: dict[str, datetime]) -> dict[str, Any]:
    if _S.FAILED in waktu:
        return {"galat": _DI_LUAR_JENDELA}
    id_demo = Concat(Value("demo-"), Cast(F("pk"), CharField()))
    return {"id_penyedia": id_demo} | {f"{_S(s).value}_at": w for s, w in waktu.items()}
