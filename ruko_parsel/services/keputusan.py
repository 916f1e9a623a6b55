"""Decisions in force, until they are done: each is a follow-up (`services.tindak_lanjut`), asked
for through its owner's link, in the portal and in the chat.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dokumen.isian import tanggal_surat
from pesan.models import Lampiran
from pesan.services import queue_pesan
from ruko_parsel.models import (
    Keputusan,
    Permintaan,
    Rapat,
    RiwayatTindakLanjut,
    TindakLanjut,
)
from ruko_parsel.orang import in_office, serves_in
from ruko_parsel.services.kabar_rapat import chat_hash
from ruko_parsel.services.rapat import RapatKeliru
from ruko_parsel.services.tindak_lanjut import (
    add_tindak_lanjut,
    drop_tindak_lanjut,
    finish_tindak_lanjut,
    postpone_tindak_lanjut,
)
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

T = TindakLanjut.Status
GARAM = "ruko_parsel.keputusan"
_TANPA_KATA = "Dilaporkan selesai oleh penanggung jawab."


def start_following(keputusan: Keputusan, *, by: Pengguna) -> Keputusan:
    """Put a decision in force: it becomes a follow-up. The caller locks and is atomic.

    A request that is over stays as it is; the follow-up then hangs on the meeting alone.
    """
    permintaan = keputusan.permintaan
    if permintaan is not None and permintaan.is_ended:
        permintaan = None
    baris = add_tindak_lanjut(
        permintaan, apa=keputusan.isi, sampai=keputusan.tenggat, by=by,
        siapa=keputusan.penanggung_jawab, pelaksana=keputusan.penanggung_teks,
        asal=origin_of(keputusan.rapat), wilayah=keputusan.wilayah or keputusan.rapat.wilayah,
    )  # fmt: skip
    keputusan.tindak_lanjut = baris
    keputusan.save()
    orang = keputusan.penanggung_jawab
    if orang is None:  # who has no account is asked after through the notulis
        tell_penanggung(keputusan, "keputusan_baru", langkah="baru")
    else:  # told by the follow-up itself; the answer in the chat is waited for here
        _expect_answer(keputusan, orang)
    return keputusan


def origin_of(rapat: Rapat) -> str:
    """Where a decision comes from, in words."""
    return f"{rapat.judul[:120]}, {tanggal_panjang(rapat.mulai_at, str(rapat.wilayah_id))}"


def keputusan_url(keputusan: Keputusan, orang: Pengguna) -> str:
    """The owner's personal link; another owner's is another one."""
    tanda = signing.dumps([keputusan.pk, orang.pk], salt=GARAM)
    return f"{settings.SITE_URL}{reverse('ruko_rapat_keputusan', args=[tanda])}"


def keputusan_of_link(tanda: str) -> Keputusan | None:
    """The decision a personal link opens; None for a forged one, or once its owner is another one
    or serves in this kecamatan no more.
    """
    try:
        pk, oleh = signing.loads(tanda[:200], salt=GARAM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Keputusan.objects.filter(pk=pk, tindak_lanjut__siapa=oleh)
    keputusan: Keputusan | None = rows.select_related(
        "rapat__wilayah", "wilayah", "tindak_lanjut__siapa"
    ).first()
    if keputusan is None or not serves_in(_owner(keputusan), str(keputusan.rapat.wilayah_id)):
        return None
    return keputusan


def _owner(keputusan: Keputusan) -> Pengguna | None:
    return keputusan.tindak_lanjut.siapa if keputusan.tindak_lanjut is not None else None


@transaction.atomic
def report_keputusan(keputusan: Keputusan, *, catatan: str, by: Pengguna | None) -> Keputusan:
    """ "Not yet, because …": the decision goes on. Raises RapatKeliru without a word of why."""
    keputusan, baris = _lock_open(keputusan)
    if not catatan.strip():
        raise RapatKeliru("Tulis singkat sebabnya atau sampai di mana.", "catatan")
    baris.status = T.BERJALAN
    baris.save(update_fields=["status", "updated_at"])
    _log(baris, "Belum selesai", by=by, catatan=catatan)
    return keputusan


@transaction.atomic
def finish_keputusan(
    keputusan: Keputusan, *, hasil: str, bukti: Lampiran | None = None, by: Pengguna | None
) -> Keputusan:
    """It is done; twice changes nothing. The officer is told once a request has nothing left."""
    keputusan, baris = _lock(keputusan)
    if baris.status == T.SELESAI:
        return keputusan
    _must_be_open(keputusan)
    hasil = mask_catatan(hasil.strip()) if hasil.strip() else _TANPA_KATA
    keputusan.tindak_lanjut = finish_tindak_lanjut(baris, bukti=hasil, by=by, lampiran=bukti)
    tell_tuntas(keputusan)
    return keputusan


@transaction.atomic
def drop_keputusan(keputusan: Keputusan, *, alasan: str, by: Pengguna) -> Keputusan:
    """It will not be done, and why. Raises RapatKeliru without a reason."""
    keputusan, baris = _lock_open(keputusan)
    if not alasan.strip():
        raise RapatKeliru("Tulis mengapa tidak dilanjutkan.", "alasan")
    alasan = mask_catatan(alasan.strip())
    keputusan.tindak_lanjut = drop_tindak_lanjut(baris, alasan=alasan, by=by)
    tell_penanggung(keputusan, "keputusan_batal", langkah=f"batal:{_stamp()}", alasan=alasan,
                    kecuali=by)  # fmt: skip
    tell_tuntas(keputusan)
    return keputusan


@transaction.atomic
def reopen_keputusan(keputusan: Keputusan, *, alasan: str, by: Pengguna) -> Keputusan:
    """It was not done after all. Raises RapatKeliru."""
    keputusan, baris = _lock(keputusan)
    if not baris.is_ended:
        raise RapatKeliru("Keputusan ini memang belum selesai.")
    if not alasan.strip():
        raise RapatKeliru("Tulis mengapa dibuka lagi.", "alasan")
    baris.status, baris.selesai_at, baris.bukti, baris.alasan_batal = T.BERJALAN, None, "", ""
    baris.save()
    _ask_anew(keputusan)
    _log(baris, "Dibuka lagi", by=by, catatan=alasan)
    tell_penanggung(keputusan, "keputusan_baru", langkah=f"buka:{_stamp()}", kecuali=by)
    return keputusan


@transaction.atomic
def extend_keputusan(
    keputusan: Keputusan, *, tenggat: date, alasan: str, by: Pengguna
) -> Keputusan:
    """A later day; the one decided stays on the record. Raises RapatKeliru."""
    keputusan, baris = _lock_open(keputusan)
    if tenggat <= baris.sampai:
        raise RapatKeliru("Pilih hari sesudah tenggat yang sekarang.", "tenggat")
    if not alasan.strip():
        raise RapatKeliru("Tulis mengapa diundur.", "alasan")
    keputusan.tindak_lanjut = postpone_tindak_lanjut(baris, sampai=tenggat, alasan=alasan, by=by)
    _ask_anew(keputusan)
    tell_penanggung(keputusan, "keputusan_baru", langkah=f"undur:{tenggat.isoformat()}", kecuali=by)
    return keputusan


@transaction.atomic
def reassign_keputusan(keputusan: Keputusan, *, orang: Pengguna, by: Pengguna) -> Keputusan:
    """Another owner, who is told; the old link opens nothing any more. The caller has checked that
    this person may have it (`notulen.check_penanggung`).
    """
    keputusan, baris = _lock_open(keputusan)
    if baris.siapa_id == orang.pk:
        return keputusan
    baris.siapa, baris.pelaksana = orang, ""
    baris.save(update_fields=["siapa", "pelaksana", "updated_at"])
    _ask_anew(keputusan)
    _log(baris, "Penanggung jawab diganti", by=by)
    tell_penanggung(keputusan, "keputusan_baru", langkah=f"alih:{_stamp()}")
    return keputusan


def tell_tuntas(keputusan: Keputusan) -> bool:
    """Owe the officer one message when nothing of a request is left to do; once for each end."""
    permintaan = keputusan.permintaan
    if permintaan is None or permintaan.status != Permintaan.Status.TINDAK_LANJUT:
        return False
    semua = TindakLanjut.objects.filter(permintaan=permintaan)
    terakhir = semua.exclude(selesai_at=None).order_by("-selesai_at", "-pk").first()
    if terakhir is None or semua.open().exists():
        return False
    row = queue_pesan(
        kunci=f"keputusan:tuntas:{terakhir.pk}:{int(terakhir.selesai_at.timestamp())}",
        templat="keputusan_tuntas",
        pengguna=permintaan.petugas if in_office(permintaan, permintaan.petugas)
        else keputusan.rapat.notulis,
        wilayah=str(keputusan.rapat.wilayah_id),
        slots={
            "nomor": permintaan.nomor, "judul": "" if permintaan.rahasia else permintaan.judul,
            "url": f"{settings.SITE_URL}{permintaan.get_absolute_url()}",
        },
    )  # fmt: skip
    return row is not None


def tell_penanggung(
    keputusan: Keputusan, templat: str, *, langkah: str, kecuali: Pengguna | None = None,
    **slots: Any,
) -> bool:  # fmt: skip
    """Owe the owner one message; who has no account is asked after through the notulis."""
    baris = keputusan.tindak_lanjut
    assert baris is not None  # noqa: S101 - only decisions in force have an owner to tell
    pemilik = baris.siapa
    if not serves_in(pemilik, str(keputusan.rapat.wilayah_id)):
        pemilik = None  # who has left is asked after through the notulis too
    orang = pemilik or keputusan.rapat.notulis
    if kecuali is not None and kecuali == orang:
        return False
    lewat = "" if pemilik is not None else str(baris.siapa or baris.pelaksana)
    halaman = f"{settings.SITE_URL}{keputusan.get_absolute_url()}"
    isi = {
        "nama": str(orang), "rapat": keputusan.rapat.judul, "isi": keputusan.isi,
        "tenggat": tanggal_surat(baris.sampai), "id": keputusan.pk, "lewat": lewat,
        "url": halaman if lewat else keputusan_url(keputusan, orang),
    }  # fmt: skip
    if not baris.is_ended:
        _expect_answer(keputusan, orang)
    row = queue_pesan(
        kunci=f"keputusan:{keputusan.pk}:{langkah}:{orang.pk}", templat=templat, pengguna=orang,
        wilayah=str(keputusan.wilayah_id or keputusan.rapat.wilayah_id), slots=isi | slots,
    )  # fmt: skip
    return row is not None


def _expect_answer(keputusan: Keputusan, orang: Pengguna) -> None:
    keputusan.balas_hash, keputusan.tanya_at = chat_hash(orang), timezone.now()
    keputusan.save(update_fields=["balas_hash", "tanya_at"])


def _ask_anew(keputusan: Keputusan) -> None:
    keputusan.tahap, keputusan.balas_hash = "", ""
    keputusan.save(update_fields=["tahap", "balas_hash"])


def _log(baris: TindakLanjut, apa: str, *, by: Pengguna | None, catatan: str = "") -> None:
    """One row of the history; the note without personal data, since it can never be changed."""
    RiwayatTindakLanjut.objects.create(
        tindak_lanjut=baris, ke=baris.status, apa=apa[:120], by=by,
        catatan=mask_catatan(catatan.strip()) if catatan.strip() else "",
    )  # fmt: skip


def _lock(keputusan: Keputusan) -> tuple[Keputusan, TindakLanjut]:
    """The decision and its follow-up, the request's row first as everywhere at the desk."""
    if keputusan.permintaan_id is not None:
        Permintaan.objects.select_for_update(no_key=True).get(pk=keputusan.permintaan_id)
    rows: Any = Keputusan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Keputusan = rows.select_related(
        "rapat__notulis", "rapat__wilayah", "permintaan__petugas", "wilayah"
    ).get(pk=keputusan.pk)
    baris: Any = TindakLanjut.objects.select_for_update(of=("self",), no_key=True)
    ada = baris.select_related("siapa", "wilayah", "permintaan").filter(keputusan=terkunci).first()
    if ada is None:
        raise RapatKeliru("Keputusan ini belum berlaku; setujui dulu notulennya.")
    terkunci.tindak_lanjut = ada
    return terkunci, ada


def _must_be_open(keputusan: Keputusan) -> None:
    if not keputusan.is_open:
        raise RapatKeliru("Keputusan ini sudah tidak berjalan.")


def _lock_open(keputusan: Keputusan) -> tuple[Keputusan, TindakLanjut]:
    keputusan, baris = _lock(keputusan)
    _must_be_open(keputusan)
    return keputusan, baris


def _stamp() -> int:
    return int(timezone.now().timestamp())
