"""What each command of a chat does to the report it is about, and what is said about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from curhat.balasan.tanya import PILIHAN_TEMBUSAN
from curhat.models import Curhat, Tiket
from curhat.services.buka import reopen_curhat
from curhat.services.curhat import mark_selesai
from curhat.services.gabung import add_place, move_to_kandidat
from curhat.services.kabar import curhat_slots, tiket_slots
from curhat.services.nilai import RENDAH, NilaiTetap, rate_jawaban
from curhat.services.pilih import choose, choose_simpan
from curhat.services.saran import release_saran, saran_body
from curhat.services.tanya import open_questions
from curhat.services.tiket import confirm_selesai
from curhat.services.ubah import change_curhat, ubah_slots
from curhat.ucapan import Ucapan
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.services import queue_pesan

_LANJUTAN = "\n".join(
    (
        "Ingin tembusan ke Lurah? BALAS: TEMBUSAN YA / TEMBUSAN TIDAK.",
        f"[[{'|'.join(PILIHAN_TEMBUSAN)}|LANJUT]]",
    )
)


@dataclass(frozen=True, slots=True)
class Perintah:
    """One command on its way: who said it, about which report, and the key of the answer."""

    masuk: Masuk
    kontak: Kontak
    curhat: Curhat
    tiket: Tiket | None
    u: Ucapan
    kunci: str

    def say(self, templat: str, *, akhiran: str = "", **lebih: Any) -> None:
        """The answer from a template, about the report or its ticket."""
        slots = tiket_slots(self.tiket) if self.tiket else _without_tiket(self.curhat)
        queue_pesan(
            kunci=f"{self.kunci}{akhiran}",
            templat=templat,
            slots=slots | lebih,
            kontak=self.kontak,
            wilayah=self.curhat.wilayah,
            rujukan=self.curhat.kode,
        )


def _without_tiket(curhat: Curhat) -> dict[str, Any]:
    status = "Selesai" if curhat.ditutup_at else "Diterima, sudah dijawab"
    return curhat_slots(curhat) | {
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


def _status(p: Perintah) -> None:
    p.say("status")


def _advise(p: Perintah) -> None:
    """LANJUT: the advice that waits goes now; one that has gone comes once more.

    How things stand where there is none (held for review).
    """
    if release_saran(p.curhat):
        return
    jawaban = p.curhat.jawaban.first()
    if jawaban is None:
        p.say("status")
        return
    queue_pesan(
        kunci=p.kunci,
        templat="jawaban",
        badan=saran_body(p.curhat, jawaban.teks),
        kontak=p.kontak,
        wilayah=p.curhat.wilayah,
        rujukan=p.curhat.kode,
    )


def _done(p: Perintah) -> None:
    if p.tiket is not None and p.tiket.status not in Tiket.ENDED:
        confirm_selesai(p.tiket)  # thanks the resident itself
        return
    if p.tiket is None:
        mark_selesai(p.curhat)
    p.say("selesai_terima_kasih")


def _not_done(p: Perintah) -> None:
    if not reopen_curhat(p.curhat, alasan=p.u.isi):  # a reopening tells the resident itself
        p.say("status")


def _choose_anonim(p: Perintah) -> None:
    choose(p.curhat, anonim=p.u.ya)
    lanjutan = _LANJUTAN if "tembusan" in open_questions(p.curhat) else ""
    p.say("anonim_ya" if p.u.ya else "anonim_tidak", lanjutan=lanjutan)


def _choose_tembusan(p: Perintah) -> None:
    choose(p.curhat, tembusan=p.u.ya)
    p.say("tembusan_ya" if p.u.ya else "tembusan_tidak")


def _keep(p: Perintah) -> None:
    choose_simpan(p.curhat, p.kontak, p.u.isi)
    p.say(f"simpan_{p.u.isi}")


def _place(p: Perintah) -> None:
    rt, rw = (satu.zfill(2) for satu in re.findall(r"\d+", p.u.isi)[:2])
    add_place(p.curhat, p.masuk, rt=rt, rw=rw)


def _confirm_kelurahan(p: Perintah) -> None:
    (kandidat,) = p.curhat.kandidat_wilayah
    move_to_kandidat(p.curhat, p.masuk, kandidat["kode"] if p.u.ya else None)


def _rate(p: Perintah) -> None:
    """A digit is a mark for the advice (perintah: once it has gone)."""
    try:
        baris = rate_jawaban(p.curhat, nilai=int(p.u.isi))
    except NilaiTetap as tetap:
        p.say("nilai_tetap", nilai=tetap.nilai)
        return
    if baris is None:
        p.say("status")
        return
    p.say("nilai_dicatat", nilai=baris.nilai, rendah="ya" if baris.nilai <= RENDAH else "")


def _change(p: Perintah) -> None:
    if not p.u.isi:
        p.say("ubah", **ubah_slots(p.curhat))
        return
    curhat = change_curhat(p.curhat, p.u.isi)
    p.say("ubah_tersimpan", **curhat_slots(curhat))


LAKSANA: dict[str, Callable[[Perintah], None]] = {
    "status": _status,
    "lanjut": _advise,
    "sesudah": _done,
    "belum": _not_done,
    "anonim": _choose_anonim,
    "tembusan": _choose_tembusan,
    "simpan": _keep,
    "rtrw": _place,
    "kelurahan": _confirm_kelurahan,
    "nilai": _rate,
    "ubah": _change,
}
