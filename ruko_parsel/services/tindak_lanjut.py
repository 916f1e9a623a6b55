"""Follow-ups: written down, begun, done with what shows it, or dropped with a reason."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from pesan.models import Lampiran
from ruko_parsel.models import Permintaan, RiwayatTindakLanjut, TindakLanjut
from ruko_parsel.services.kabar_meja import tell_tindak_lanjut, tell_tindak_lanjut_done
from ruko_parsel.services.permintaan import (
    LangkahTerlarang,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
)
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

S = Permintaan.Status
T = TindakLanjut.Status
_MULAI_DARI = frozenset({S.DITANGGAPI, S.DIJADWALKAN})  # an answer or a meeting leads to the work


@transaction.atomic
def add_tindak_lanjut(
    permintaan: Permintaan | None, *, apa: str, sampai: date, by: Pengguna | None,
    siapa: Pengguna | None = None, pelaksana: str = "", asal: str = "",
    wilayah: Wilayah | None = None,
) -> TindakLanjut:  # fmt: skip
    """Write down what is to be done, by whom, until when; a request moves to TINDAK_LANJUT.

    Without a request `wilayah` and `asal` (a meeting's decision in words) are needed. Raises
    ValueError for what is missing, LangkahTerlarang for a request that is over.
    """
    if permintaan is not None:
        permintaan = lock_permintaan(permintaan)
        if permintaan.is_ended:
            raise LangkahTerlarang("Permintaan ini sudah berakhir.")
        wilayah = permintaan.wilayah
    _check(apa, siapa, pelaksana, asal=asal, ada_permintaan=permintaan is not None)
    if wilayah is None:
        raise ValueError("Pilih desa atau kecamatannya.")
    baris: TindakLanjut = TindakLanjut.objects.create(
        permintaan=permintaan, wilayah=wilayah, apa=apa.strip()[:240], siapa=siapa,
        pelaksana=pelaksana.strip()[:120], sampai=sampai, asal=asal.strip()[:200],
    )  # fmt: skip
    tell_tindak_lanjut(baris, _log(baris, "Dicatat", by=by), by=by)
    if permintaan is None:
        return baris
    if permintaan.status in _MULAI_DARI:
        move_permintaan(permintaan, to=S.TINDAK_LANJUT, by=by, catatan=baris.apa)
    else:
        log_permintaan(permintaan, "Tindak lanjut dicatat", by=by, dari=permintaan.status,
                       catatan=baris.apa)  # fmt: skip
    return baris


def _check(
    apa: str, siapa: Pengguna | None, pelaksana: str, *, asal: str, ada_permintaan: bool
) -> None:
    if not apa.strip():
        raise ValueError("Tulis apa yang dikerjakan.")
    if siapa is None and not pelaksana.strip():
        raise ValueError("Isi siapa yang mengerjakan.")
    if not ada_permintaan and not asal.strip():
        raise ValueError("Tulis dari mana tindak lanjut ini berasal.")


@transaction.atomic
def start_tindak_lanjut(baris: TindakLanjut, *, by: Pengguna) -> TindakLanjut:
    """Somebody has begun. Raises LangkahTerlarang for one that is over."""
    baris = lock_tindak_lanjut(baris)
    if baris.status == T.RENCANA:
        _end(baris, T.BERJALAN)
        _log(baris, "Mulai dikerjakan", by=by)
    return baris


@transaction.atomic
def finish_tindak_lanjut(
    baris: TindakLanjut, *, bukti: str, by: Pengguna | None, lampiran: Lampiran | None = None
) -> TindakLanjut:
    """Done; `bukti` says what shows it, `lampiran` is a picture or paper of it. Raises ValueError
    without words, LangkahTerlarang.
    """
    if not bukti.strip():
        raise ValueError("Tulis hasil atau buktinya.")
    baris = lock_tindak_lanjut(baris)
    _end(baris, T.SELESAI, bukti=bukti.strip())
    if lampiran is not None:
        baris.lampiran.add(lampiran)
    tell_tindak_lanjut_done(baris, _log(baris, "Selesai", by=by, catatan=bukti), by=by)
    _note_on_request(baris, "Tindak lanjut selesai", by=by)
    return baris


@transaction.atomic
def drop_tindak_lanjut(baris: TindakLanjut, *, alasan: str, by: Pengguna) -> TindakLanjut:
    """Not to be done after all, and why. Raises ValueError without a reason, LangkahTerlarang."""
    if not alasan.strip():
        raise ValueError("Tulis alasannya.")
    baris = lock_tindak_lanjut(baris)
    _end(baris, T.BATAL, alasan_batal=alasan.strip()[:240])
    tell_tindak_lanjut_done(baris, _log(baris, "Tidak dilanjutkan", by=by, catatan=alasan), by=by)
    _note_on_request(baris, "Tindak lanjut tidak dilanjutkan", by=by)
    return baris


@transaction.atomic
def postpone_tindak_lanjut(
    baris: TindakLanjut, *, sampai: date, alasan: str, by: Pengguna
) -> TindakLanjut:
    """Another day, and why. Raises ValueError without a reason, LangkahTerlarang."""
    if not alasan.strip():
        raise ValueError("Tulis alasannya.")
    baris = lock_tindak_lanjut(baris)
    semula, baris.sampai = baris.sampai, sampai
    baris.save(update_fields=["sampai", "updated_at"])
    _log(baris, f"Tenggat diubah dari {semula:%d/%m/%Y} ke {sampai:%d/%m/%Y}", by=by,
         catatan=alasan)  # fmt: skip
    return baris


def lock_tindak_lanjut(baris: TindakLanjut) -> TindakLanjut:
    """The follow-up as it is now, its request locked first. Raises LangkahTerlarang when over."""
    if baris.permintaan_id is not None:
        Permintaan.objects.select_for_update(no_key=True).get(pk=baris.permintaan_id)
    rows = TindakLanjut.objects.select_for_update(of=("self",), no_key=True)
    terkunci: TindakLanjut = rows.select_related("wilayah").get(pk=baris.pk)
    if terkunci.is_ended:
        raise LangkahTerlarang("Tindak lanjut ini sudah berakhir.")
    return terkunci


def _end(baris: TindakLanjut, ke: str, **isi: str) -> None:
    for nama, nilai in isi.items():
        setattr(baris, nama, nilai)
    baris.status = ke
    baris.selesai_at = timezone.now() if ke in TindakLanjut.ENDED else None
    baris.save()


def _note_on_request(baris: TindakLanjut, apa: str, *, by: Pengguna | None) -> None:
    if baris.permintaan is not None:
        log_permintaan(baris.permintaan, apa, by=by, dari=baris.permintaan.status,
                       catatan=baris.apa)  # fmt: skip


def _log(
    baris: TindakLanjut, apa: str, *, by: Pengguna | None, catatan: str = ""
) -> RiwayatTindakLanjut:
    return RiwayatTindakLanjut.objects.create(
        tindak_lanjut=baris, ke=baris.status, apa=apa, catatan=mask_catatan(catatan), by=by
    )
