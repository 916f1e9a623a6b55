"""Voice notes: written down by a model where there is one, always kept, heard by staff in any case.

The transcript is the resident's words: masked, read by triage as words are, sent back to be
corrected. Without it a kind request to type goes out. The recording stays as evidence.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curhat import acuan
from curhat.balasan.kalimat import clip
from curhat.balasan.salam import salam_for
from curhat.model_bahasa.nilai import Hasil, Jawab, Rekaman
from curhat.models import Curhat, RiwayatCurhat, TugasModel
from curhat.services.baca_ulang import has_story, known, retriage
from curhat.services.curhat import triase_baru
from curhat.services.kabar import curhat_slots
from curhat.services.model_bahasa import TUGAS, hears
from curhat.triase.normalisasi import clean
from curhat.triase.samaran import mask_pribadi
from pesan.bangun import wake
from pesan.models import Lampiran, PesanMasuk
from pesan.services import queue_pesan

RINGKASAN = "Pesan suara, perlu didengarkan"
JEDA_AMBIL = timedelta(seconds=3)
TENGGAT = timedelta(minutes=5)  # then the request to type goes out
MAKS_BACA_BALIK = 500  # characters of the transcript that are read back
_OPUS_HZ = 48_000


@transaction.atomic
def hear_suara(curhat: Curhat, masuk: PesanMasuk) -> None:
    """A voice note has come with or to this curhat: written down if possible, flagged for staff."""
    curhat = Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk)
    curhat.perlu_tinjau = True
    if not has_story(curhat) and not curhat.ringkasan:
        curhat.ringkasan = RINGKASAN
    curhat.save(update_fields=["perlu_tinjau", "ringkasan", "updated_at"])
    suara = list(Lampiran.objects.filter(pesan_masuk=masuk, jenis=Lampiran.Jenis.SUARA))
    if not suara or not hears(curhat.wilayah_id):
        _ask(curhat, masuk)
        return
    now = timezone.now()
    TugasModel.objects.bulk_create(
        [
            TugasModel(
                curhat=curhat,
                lampiran=satu,
                jenis=TugasModel.Jenis.DENGAR,
                boleh_at=now,
                tenggat_at=now + TENGGAT,
            )
            for satu in suara
        ],
        ignore_conflicts=True,
    )
    wake(TUGAS)


def is_still_fetching(tugas: TugasModel) -> bool:
    """Whether the recording is still at the provider."""
    lampiran = tugas.lampiran
    return lampiran is not None and lampiran.status == Lampiran.Status.MENUNGGU


def read_rekaman(tugas: TugasModel) -> Rekaman | None:
    """The recording to be written down; None where it is gone, refused or too long."""
    lampiran = tugas.lampiran
    if lampiran is None or lampiran.status != Lampiran.Status.ADA or not lampiran.berkas:
        return None
    try:
        with lampiran.berkas.open("rb") as berkas:
            isi: bytes = berkas.read()
    except FileNotFoundError:
        return None
    if (ogg_seconds(isi) or 0) > settings.SUARA_MAKS_DETIK:
        return None
    akhiran = str(lampiran.berkas.name).rsplit(".", 1)[-1]
    return Rekaman(settings.OPENAI_TRANSCRIBE_MODEL, f"suara.{akhiran}", isi)


def ogg_seconds(isi: bytes) -> float | None:
    """Length of an Ogg Opus recording by its last page; None for another kind."""
    awal = isi.rfind(b"OggS")
    if not isi.startswith(b"OggS") or awal < 0 or len(isi) < awal + 14:
        return None
    return int.from_bytes(isi[awal + 6 : awal + 14], "little") / _OPUS_HZ


def use_transkrip(tugas: TugasModel, jawab: Jawab) -> Hasil:
    """What the note says becomes words of the curhat, and is read back. In a transaction.

    Anything but OK: nothing was understood, and the caller asks the resident to type.
    """
    teks = mask_pribadi(clean(jawab.teks)).teks.strip()
    if jawab.hasil != Hasil.OK:
        return jawab.hasil
    if sum(huruf.isalpha() for huruf in teks) < 3:
        return Hasil.RAGU
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .get(pk=tugas.curhat_id)
    )
    if curhat.dihapus_at is not None:
        return Hasil.BATAL
    (hasil,) = triase_baru([known(curhat, teks)])
    # a sensitive story is not repeated: the phone may be read by the one it speaks of
    if not (hasil.rahasia or curhat.rahasia):
        _read_back(tugas, curhat, teks)
    retriage(curhat, teks)
    if curhat.ringkasan == RINGKASAN:
        curhat.ringkasan = clip(teks, 140)
    curhat.perlu_tinjau = True  # a machine may mishear: a person listens as well
    curhat.save(update_fields=["ringkasan", "perlu_tinjau", "updated_at"])
    RiwayatCurhat.objects.create(
        curhat=curhat,
        peristiwa=RiwayatCurhat.Peristiwa.MODEL,
        catatan="Pesan suara ditulis oleh model; rekaman aslinya tetap tersimpan.",
    )
    return Hasil.OK


def _read_back(tugas: TugasModel, curhat: Curhat, teks: str) -> None:
    if curhat.kontak is None:
        return
    queue_pesan(
        kunci=f"didengar:{tugas.pk}",
        templat="suara_didengar",
        slots=curhat_slots(curhat) | {"teks": clip(teks, MAKS_BACA_BALIK)},
        kontak=curhat.kontak,
        wilayah=curhat.wilayah_id,
        rujukan=curhat.kode,
    )


def ask_to_type(tugas: TugasModel) -> None:
    """The note could not be written down: the resident is asked to type, staff listen."""
    curhat = Curhat.objects.select_related("wilayah", "kontak").get(pk=tugas.curhat_id)
    if tugas.lampiran is not None and tugas.lampiran.pesan_masuk is not None:
        _ask(curhat, tugas.lampiran.pesan_masuk)


def _ask(curhat: Curhat, masuk: PesanMasuk) -> None:
    if curhat.kontak is None or curhat.dihapus_at is not None:
        return
    kode = curhat.wilayah.kode_kelurahan or curhat.wilayah_id
    queue_pesan(
        kunci=f"salam:{masuk.pk}",
        templat="salam_suara",
        badan=salam_for("suara", kelurahan=acuan.wilayah_row(kode).nama, benih=masuk.pk),
        kontak=curhat.kontak,
        wilayah=kode,
        rujukan=curhat.kode,
    )
