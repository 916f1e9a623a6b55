"""Messages about a meeting, to whoever was asked; owed with the step that causes them.

A user is written to as staff, a guest at the number they were asked by. The link is each one's own.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from pesan.services import queue_pesan_many
from pesan.services.keluar import Kiriman
from ruko_parsel.models import Rapat, UndanganRapat
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna, Penugasan

GARAM = "ruko_parsel.undangan_rapat"


def undangan_url(undangan: UndanganRapat, halaman: str = "ruko_rapat_undangan", *args: str) -> str:
    """The personal link of an invitation, or of a page that hangs under it."""
    return f"{settings.SITE_URL}{reverse(halaman, args=[sign_undangan(undangan), *args])}"


def sign_undangan(undangan: UndanganRapat) -> str:
    return signing.dumps(undangan.pk, salt=GARAM)


def undangan_of_link(tanda: str) -> UndanganRapat | None:
    """The invitation a personal link opens; None for a forged one, one that was withdrawn, or of
    somebody who no longer serves where they were asked.
    """
    try:
        pk = signing.loads(tanda[:200], salt=GARAM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = UndanganRapat.objects.sent().select_related(
        "rapat__wilayah", "rapat__pimpinan", "rapat__notulis", "wilayah", "pengguna"
    )
    return next(iter(_still_serving(rows.filter(pk=pk))), None)


def _still_serving(undangan: Iterable[UndanganRapat]) -> list[UndanganRapat]:
    """Guests, and users with an assignment of today in the place they were asked for."""
    semua = list(undangan)
    tugas = Penugasan.objects.on(timezone.localdate()).filter(
        pengguna__in=[u.pengguna_id for u in semua if u.pengguna_id], pengguna__is_active=True
    )
    ada = set(tugas.values_list("pengguna", "wilayah"))
    return [
        u for u in semua
        if u.pengguna is None or u.pengguna.is_superuser or (u.pengguna_id, u.wilayah_id) in ada
    ]  # fmt: skip


def rapat_slots(rapat: Rapat) -> dict[str, Any]:
    """What every message about a meeting may fill in."""
    return {
        "judul": rapat.judul,
        "waktu": tanggal_panjang(rapat.mulai_at, str(rapat.wilayah_id)),
        "sampai": rapat.jam_sampai,
        "tempat": rapat.tempat,
        "kecamatan": rapat.wilayah.nama,
    }


def tell_undangan(
    rapat: Rapat, templat: str, *, langkah: str, tanya: bool = False, ke: Any = None, **slots: Any
) -> int:
    """Owe everyone who was asked one message of this step; gives how many. `tanya`: their answer
    is waited for in the chat.
    """
    rows = rapat.undangan.sent() if ke is None else ke
    semua = _still_serving(rows.select_related("pengguna", "kontak"))
    if tanya:
        _expect_answers(semua)
    dasar = rapat_slots(rapat) | slots
    return len(queue_pesan_many([_message(rapat, u, templat, langkah, dasar) for u in semua]))


def _message(
    rapat: Rapat, undangan: UndanganRapat, templat: str, langkah: str, dasar: dict[str, Any]
) -> Kiriman:
    sendiri = {
        "nama": undangan.siapa,
        "kode": undangan.kode,
        "url": undangan_url(undangan),
        "url_ics": undangan_url(undangan, "ruko_rapat_berkas", "acara.ics"),
    }
    hingga = rapat.selesai_at if rapat.selesai_at > timezone.now() else None
    return Kiriman(
        kunci=f"rapat:{rapat.pk}:{langkah}:{undangan.pk}", templat=templat, slots=dasar | sendiri,
        pengguna=undangan.pengguna, kontak=None if undangan.pengguna else undangan.kontak,
        wilayah=str(undangan.wilayah_id), kedaluwarsa_at=hingga,
    )  # fmt: skip


def _expect_answers(semua: list[UndanganRapat]) -> None:
    for undangan in semua:
        undangan.balas_hash = chat_hash(undangan.pengguna, undangan)
    UndanganRapat.objects.bulk_update(semua, ["balas_hash"])


def chat_hash(pengguna: Pengguna | None, undangan: UndanganRapat | None = None) -> str:
    """By which an answer from this person's WhatsApp is known; empty without a number."""
    if pengguna is not None:
        angka = "".join(filter(str.isdigit, pengguna.nomor_wa or ""))
        return hash_identity(Saluran.WHATSAPP, angka) if angka else ""
    kontak = undangan.kontak if undangan is not None else None
    return str(kontak.hash) if kontak is not None else ""
