"""Working off what the model is asked: claim, ask (calls overlap), weigh, check, use.

Only the network call leaves the main thread. A claim moves `boleh_at` ahead by SEWA before anything
is asked; what a killed worker held is found again after it, or given up at `tenggat_at`.
"""

import time
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from curhat.model_bahasa import anggaran, pemutus
from curhat.model_bahasa.klien import Klien
from curhat.model_bahasa.nilai import RUSAK, Hasil, Jawab, Permintaan, Rekaman
from curhat.model_bahasa.rekaman import record_panggilan
from curhat.models import Curhat, TugasModel
from curhat.services import jawaban_model, suara
from curhat.services.model_bahasa import sakelar_of
from curhat.services.tinjauan import drop_tinjauan

if TYPE_CHECKING:
    from concurrent.futures import Future

log = structlog.get_logger("curhat.model")
SEWA = timedelta(seconds=45)
PERCOBAAN_MAKS = 3
GILIRAN_DETIK = 5.0  # nothing new is begun after this long
J = TugasModel.Jenis


@dataclass(slots=True)
class Siap:
    """A claimed task ready to be asked, with what must be settled afterwards."""

    tugas: TugasModel
    curhat: Curhat
    minta: Permintaan | Rekaman
    dipesan: int
    anggaran: str
    konteks: "jawaban_model.Konteks | None" = None


def run_tugas(giliran: float = GILIRAN_DETIK) -> bool:
    """Work until nothing waits or the turn is over; True when there may be more."""
    hingga = time.monotonic() + giliran
    berjalan: dict[Future[Jawab], Siap] = {}
    with Klien() as klien:
        while True:
            habis = time.monotonic() >= hingga
            if not habis:
                _fill(klien, berjalan)
            if not berjalan:
                return habis
            selesai, _ = wait(berjalan, timeout=0.25, return_when=FIRST_COMPLETED)
            for masa_depan in selesai:
                _finish(berjalan.pop(masa_depan), masa_depan.result())


def _fill(klien: Klien, berjalan: "dict[Future[Jawab], Siap]") -> None:
    """Begin calls until enough overlap or nothing waits."""
    while (kosong := settings.MODEL_SERENTAK - len(berjalan)) > 0:
        diambil = _claim(kosong)
        for tugas in diambil:
            siap = _prepare(tugas)
            if siap is None:
                continue
            if isinstance(siap.minta, Rekaman):
                berjalan[klien.transcribe(siap.minta)] = siap
            else:
                berjalan[klien.ask(siap.minta)] = siap
        if len(diambil) < kosong:
            return


@transaction.atomic
def _claim(limit: int) -> list[TugasModel]:
    now = timezone.now()
    baris = list(
        TugasModel.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("lampiran")
        .filter(status=TugasModel.Status.MENUNGGU, boleh_at__lte=now)
        .order_by("boleh_at", "id")[:limit]
    )
    TugasModel.objects.filter(pk__in=[t.pk for t in baris]).update(
        boleh_at=now + SEWA, percobaan=F("percobaan") + 1
    )
    for tugas in baris:
        tugas.percobaan += 1
    return baris


def _prepare(tugas: TugasModel) -> Siap | None:
    """What to ask for this task, or None when it has been settled without asking."""
    curhat = Curhat.objects.select_related(
        "wilayah", "subkategori__kategori", "kontak", "unit", "pesan_masuk"
    ).get(pk=tugas.curhat_id)
    try:
        return _ready(tugas, curhat)
    except Exception as galat:
        log.error("tugas_model_gagal", tugas=tugas.pk, galat=type(galat).__name__)  # noqa: TRY400
        _settle(tugas, curhat, Jawab(Hasil.GALAT, percobaan=0), keterangan=type(galat).__name__)
        return None


def _ready(tugas: TugasModel, curhat: Curhat) -> Siap | None:
    if tugas.tenggat_at <= timezone.now() or tugas.percobaan > PERCOBAAN_MAKS:
        return _refuse(tugas, curhat, Hasil.LEWAT)
    if tugas.jenis == J.DENGAR:
        return _ready_suara(tugas, curhat)
    halangan = jawaban_model.obstacle(curhat)
    return _refuse(tugas, curhat, halangan) if halangan else _ready_jawab(tugas, curhat)


def _ready_jawab(tugas: TugasModel, curhat: Curhat) -> Siap | None:
    konteks = jawaban_model.build_konteks(curhat)
    tugas.sidik = konteks.sidik
    TugasModel.objects.filter(pk=tugas.pk).update(sidik=konteks.sidik)
    if konteks.tersimpan is not None:
        siap = Siap(tugas, curhat, konteks.minta, 0, "", konteks)
        _finish(siap, Jawab(Hasil.SIMPANAN, konteks.tersimpan, percobaan=0))
        return None
    if not pemutus.may_call():
        return _refuse(tugas, curhat, Hasil.PEMUTUS)
    dipesan = sum(len(p["content"]) for p in konteks.minta.pesan) // 3 + settings.MODEL_TOKEN_MAKS
    kunci = anggaran.reserve(konteks.kelurahan, dipesan, anggaran=_budget(konteks.kelurahan))
    if not kunci:
        return _refuse(tugas, curhat, Hasil.ANGGARAN)
    return Siap(tugas, curhat, konteks.minta, dipesan, kunci, konteks)


def _ready_suara(tugas: TugasModel, curhat: Curhat) -> Siap | None:
    if suara.is_still_fetching(tugas):
        TugasModel.objects.filter(pk=tugas.pk).update(
            boleh_at=timezone.now() + suara.JEDA_AMBIL, percobaan=0
        )
        return None
    rekaman = suara.read_rekaman(tugas)
    if rekaman is None:
        return _refuse(tugas, curhat, Hasil.BATAL)
    if not pemutus.may_call():
        return _refuse(tugas, curhat, Hasil.PEMUTUS)
    return Siap(tugas, curhat, rekaman, 0, "")


def _refuse(tugas: TugasModel, curhat: Curhat, hasil: Hasil) -> Siap | None:
    """Settled without asking anybody: nothing is ready."""
    _settle(tugas, curhat, Jawab(hasil, percobaan=0))
    return None


def _budget(kelurahan: str) -> int:
    sakelar = sakelar_of(kelurahan)
    milik = sakelar.anggaran_token if sakelar is not None else None
    return settings.MODEL_ANGGARAN_TOKEN if milik is None else milik


def _finish(siap: Siap, jawab: Jawab) -> None:
    """Use what came back. Whatever goes wrong here leaves the rules answer where it is."""
    if jawab.hasil in RUSAK:
        pemutus.note_gagal()
    elif jawab.hasil != Hasil.SIMPANAN:
        pemutus.note_baik()
    # a call that ran out of time may have been charged all the same
    terpakai = jawab.token_masuk + jawab.token_keluar
    dipakai = siap.dipesan if jawab.hasil == Hasil.LAMBAT else terpakai
    anggaran.settle(siap.anggaran, dipesan=siap.dipesan, dipakai=dipakai)
    try:
        with transaction.atomic():
            if _still_ours(siap.tugas):
                _use(siap, jawab)
            else:  # asked anew meanwhile: only the cost of this one is kept
                record_panggilan(
                    siap.tugas, siap.curhat, jawab, hasil=Hasil.BATAL, model=_model_of(siap.tugas)
                )
    except Exception as galat:
        log.error("tugas_model_gagal", tugas=siap.tugas.pk, galat=type(galat).__name__)  # noqa: TRY400
        _settle(siap.tugas, siap.curhat, jawab, hasil=Hasil.GALAT, keterangan=type(galat).__name__)


def _still_ours(tugas: TugasModel) -> bool:
    """Whether nobody has taken the task up anew since we claimed it; locks its row."""
    baris = TugasModel.objects.select_for_update().get(pk=tugas.pk)
    return baris.status == TugasModel.Status.MENUNGGU and baris.percobaan == tugas.percobaan


def _use(siap: Siap, jawab: Jawab) -> None:
    tugas = siap.tugas
    if tugas.jenis == J.DENGAR:
        _settle(tugas, siap.curhat, jawab, hasil=suara.use_transkrip(tugas, jawab))
        return
    assert siap.konteks is not None  # noqa: S101 - a chat task is never ready without
    hasil, keterangan = jawaban_model.use_jawab(siap.curhat, siap.konteks, jawab)
    _settle(
        tugas,
        siap.curhat,
        jawab,
        hasil=hasil,
        keterangan=keterangan,
        prompt=siap.konteks.prompt,
    )


def _settle(
    tugas: TugasModel,
    curhat: Curhat,
    jawab: Jawab,
    *,
    hasil: Hasil | None = None,
    keterangan: str = "",
    prompt: int | None = None,
) -> None:
    """End the task and put the call on record."""
    hasil = hasil or jawab.hasil
    with transaction.atomic():
        selesai = TugasModel.objects.filter(pk=tugas.pk, status=TugasModel.Status.MENUNGGU).update(
            status=TugasModel.Status.SELESAI, hasil=hasil
        )
        if not selesai:
            return
        if hasil not in (Hasil.OK, Hasil.SIMPANAN):
            _leave_to_rules(tugas, curhat)
        record_panggilan(
            tugas,
            curhat,
            jawab,
            hasil=hasil,
            keterangan=keterangan,
            prompt=prompt,
            model=_model_of(tugas),
            sidik=tugas.sidik,
        )


def _leave_to_rules(tugas: TugasModel, curhat: Curhat) -> None:
    """Nothing came of it: who spoke is asked to type; a review of older words is void."""
    if tugas.jenis == J.DENGAR:
        suara.ask_to_type(tugas)
    else:
        drop_tinjauan(curhat)


def _model_of(tugas: TugasModel) -> str:
    suara_nya = tugas.jenis == J.DENGAR
    return settings.OPENAI_TRANSCRIBE_MODEL if suara_nya else settings.OPENAI_MODEL
