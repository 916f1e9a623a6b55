"""Commands of a resident in a chat: SESUDAH, BELUM, ANONIM, TEMBUSAN, STATUS, HAPUS DATA."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from curhat import acuan
from curhat.balasan.salam import salam_for
from curhat.models import Curhat, Tiket
from curhat.services.buka import reopen_curhat
from curhat.services.curhat import mark_selesai
from curhat.services.jangkauan import erase_by_chat, has_others, reach_q
from curhat.services.kabar import curhat_slots, tiket_slots
from curhat.services.lacak import set_pilihan
from curhat.services.saran import release_saran
from curhat.services.tiket import confirm_selesai
from curhat.ucapan import Ucapan
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.services import queue_pesan

MASIH_TENTANG = timedelta(days=14)  # a BELUM with words this long after the end is about that work


def is_answer(masuk: Masuk, u: Ucapan, terakhir: Curhat | None) -> bool:
    """Whether words that begin like a command are one: "Belum ada air sejak Senin" may be a story.

    SESUDAH or BELUM with more words behind it counts only where something can be confirmed or was
    reported lately.
    """
    if u.jenis not in {"sesudah", "belum"} or not u.isi:
        return True
    if masuk.kontak is None:
        return False
    asked = Q(status=Tiket.Status.MENUNGGU_KONFIRMASI)
    ended = Q(status__in=Tiket.ENDED, closed_at__gt=timezone.now() - MASIH_TENTANG)
    milik = Tiket.objects.filter(reach_q(masuk, "curhat__"), curhat__kontak=masuk.kontak)
    if milik.filter(asked | ended).exists():
        return True
    return terakhir is not None and (u.jenis == "belum" or len(u.isi.split()) <= 3)


def obey(masuk: Masuk, ucapan: Sequence[Ucapan]) -> None:
    """Do what each command says and answer once for each."""
    if masuk.kontak is None:
        return
    for n, u in enumerate(ucapan):
        _obey_one(masuk, masuk.kontak, u, f"perintah:{masuk.pesan.pk}:{n}")
        if u.jenis == "hapus":  # nobody is left to whom anything could be said
            return


def _obey_one(masuk: Masuk, kontak: Kontak, u: Ucapan, kunci: str) -> None:
    if u.jenis == "hapus":
        # Erasing the contact would erase the confirmation too, so it is confirmed first.
        sebagian = has_others(masuk, kontak)
        _say_plain(masuk, kontak, kunci, "hapus_sebagian" if sebagian else "hapus_data")
        erase_by_chat(masuk, kontak, sebagian=sebagian)
        return
    curhat = _meant(masuk, kontak, u)
    if u.jenis == "bantuan" or curhat is None:
        _say_plain(masuk, kontak, kunci, "bantuan" if u.jenis == "bantuan" else "tanpa_laporan")
        return
    tiket = curhat.tiket.order_by("-id").first()
    if u.jenis == "sesudah":
        _done(curhat, tiket, kontak, kunci)
    elif u.jenis == "belum":
        _not_done(curhat, tiket, kontak, u, kunci)
    elif u.jenis == "lanjut":
        _advise(curhat, kontak, kunci)
    elif u.jenis == "status":
        _say(kontak, "status", kunci, curhat, tiket)
    else:
        anonim = u.ya if u.jenis == "anonim" else None
        set_pilihan(curhat, anonim=anonim, tembusan=None if u.jenis == "anonim" else u.ya)
        _say(kontak, f"{u.jenis}_{'ya' if u.ya else 'tidak'}", kunci, curhat, tiket)


def _meant(masuk: Masuk, kontak: Kontak, u: Ucapan) -> Curhat | None:
    """The curhat a command is about: by code, else the one awaiting an answer, else the newest.

    Only among those that the number it came to may touch (`curhat.services.jangkauan`).
    """
    rows = Curhat.objects.filter(reach_q(masuk), kontak=kontak).select_related(
        "wilayah", "subkategori", "kontak"
    )
    if u.jenis == "status" and u.isi:
        wanted = u.isi.upper().replace(" ", "").removeprefix("HL").replace("-", "")
        named = rows.filter(kode=f"HL-{wanted[:4]}-{wanted[4:]}").first()
        named = named or rows.filter(tiket__nomor=u.isi.upper()).first()
        if named is not None:
            return named
    if u.jenis in {"sesudah", "belum"}:
        waiting = (
            rows.filter(tiket__status=Tiket.Status.MENUNGGU_KONFIRMASI).order_by("-id").first()
        )
        if waiting is not None:
            return waiting
    return rows.order_by("-id").first()


def _advise(curhat: Curhat, kontak: Kontak, kunci: str) -> None:
    """LANJUT: the advice that waits goes now; one that has gone comes once more.

    How things stand where there is none (held for review).
    """
    if release_saran(curhat):
        return
    jawaban = curhat.jawaban.first()
    if jawaban is None:
        _say(kontak, "status", kunci, curhat, curhat.tiket.order_by("-id").first())
        return
    queue_pesan(
        kunci=kunci,
        templat="jawaban",
        badan=jawaban.teks,
        kontak=kontak,
        wilayah=curhat.wilayah,
        rujukan=curhat.kode,
    )


def _done(curhat: Curhat, tiket: Tiket | None, kontak: Kontak, kunci: str) -> None:
    if tiket is not None and tiket.status not in Tiket.ENDED:
        confirm_selesai(tiket)  # thanks the resident itself
        return
    if tiket is None:
        mark_selesai(curhat)
    _say(kontak, "selesai_terima_kasih", kunci, curhat, tiket)


def _not_done(curhat: Curhat, tiket: Tiket | None, kontak: Kontak, u: Ucapan, kunci: str) -> None:
    if not reopen_curhat(curhat, alasan=u.isi):  # a reopening tells the resident itself
        _say(kontak, "status", kunci, curhat, tiket)


def _say(kontak: Kontak, templat: str, kunci: str, curhat: Curhat, tiket: Tiket | None) -> None:
    slots = tiket_slots(tiket) if tiket else curhat_slots(curhat) | _without_tiket(curhat)
    queue_pesan(
        kunci=kunci,
        templat=templat,
        slots=slots,
        kontak=kontak,
        wilayah=curhat.wilayah,
        rujukan=curhat.kode,
    )


def _without_tiket(curhat: Curhat) -> dict[str, str]:
    status = "Selesai" if curhat.ditutup_at else "Diterima, sudah dijawab"
    return {
        "id": curhat.kode,
        "nomor": curhat.kode,
        "status": status,
        "unit": "petugas kelurahan",
        "batas": "–",
        "tindakan": "",
        "alasan": "",
        "urgency_score": str(curhat.urgensi),
        "url": reverse("lacak"),
    }


def _say_plain(masuk: Masuk, kontak: Kontak, kunci: str, jenis: str) -> None:
    nama = acuan.wilayah_row(masuk.wilayah).nama if masuk.wilayah else ""
    queue_pesan(
        kunci=kunci,
        templat=jenis,
        badan=salam_for(jenis, kelurahan=nama, benih=masuk.pesan.pk),
        kontak=kontak,
        wilayah=masuk.wilayah,
    )
