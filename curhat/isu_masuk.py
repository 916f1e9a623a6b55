"""Inbound "saya juga": a form that joins a problem, or the answer to our question in a chat.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`; what it does not claim goes on there.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from curhat import acuan
from curhat.masalah import problem_of
from curhat.masuk import curhat_from
from curhat.models import AnggotaIsu, Curhat, Tiket, UsulanIsu
from curhat.services.curhat import escalation_reason, open_curhat_many, triase_baru
from curhat.services.isu import (
    Sebab,
    TidakDapatDigabung,
    UsulanSudahDijawab,
    confirm_usulan,
    reject_usulan,
    unite_curhat,
)
from curhat.services.jangkauan import reach_q
from curhat.services.kabar import curhat_slots
from curhat.services.tiket import open_tiket
from curhat.triase.hasil import Triase
from pesan.hitungan import count_up
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan, record_persetujuan

MASIH_DITANYA = timedelta(hours=48)
VERSI_FORMULIR = "saya-juga-1"  # the wording of templates/curhat/saya_juga.html
C = AnggotaIsu.Cara
_BUKAN_HURUF = re.compile(r"[^a-z ]+")
_SAYA_JUGA = frozenset(
    {"saya juga", "aku juga", "kami juga", "juga", "sama", "iya sama", "ya sama", "sami", "podo",
     "kulo nggih", "kula nggih", "kulo ugi", "kula ugi", "saya jg", "sy juga"}
)  # fmt: skip
_BEDA = frozenset({"beda", "berbeda", "bukan", "tidak sama", "ndak sama", "bedo", "sanes"})


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the forms that join a problem, and answers to a question that is still open."""
    return [_join(m) if _names_isu(m) else _reply(m) for m in masuk]


def _names_isu(m: Masuk) -> bool:
    return m.isi.jenis == "formulir" and bool(m.isi.pilihan.get("isu"))


def _join(m: Masuk) -> bool:
    """Open the report as any other, then make it part of the problem; False: a plain report.

    The problem may have ended since: then what was written is a report of its own.
    """
    found = problem_of(str(m.isi.pilihan["isu"]), m.wilayah or "")
    if found is None:
        return False
    tiket = found[0]
    baru = curhat_from(m)
    (hasil,) = triase_baru([baru])
    if m.isi.pilihan.get("isu_saja"):  # our own words: what they are about is known
        sub = tiket.curhat.subkategori
        hasil = replace(hasil, kategori=sub.kategori_id, subkategori=sub.pk, perlu_tinjau=False)
    # the problem has its ticket: another one, and another [NOTIF], only where it cannot wait
    sendiri = must_not_wait(hasil)
    (dibuka,) = open_curhat_many([baru], [hasil if sendiri else replace(hasil, eskalasi=False)])
    curhat = dibuka.curhat
    if curhat.eskalasi != hasil.eskalasi:
        curhat.eskalasi = hasil.eskalasi
        curhat.save(update_fields=["eskalasi", "updated_at"])
    _keep_consent(curhat, m)
    if not curhat.ditahan:
        _unite(curhat, tiket, str(m.isi.pilihan.get("perangkat", "")))
    return True


def must_not_wait(hasil: Triase) -> bool:
    """Words that someone must hear of this minute, whatever was told before."""
    return hasil.darurat or hasil.urgensi >= 5 or bool(hasil.kata_kritis)


def _keep_consent(curhat: Curhat, m: Masuk) -> None:
    if curhat.kontak is None:
        return
    pilihan = m.isi.pilihan
    keputusan = {"kontak": "ya", "simpan_alamat": pilihan.get("simpan") or "tiket"}
    for jenis, nilai in keputusan.items():
        record_persetujuan(curhat.kontak, jenis, str(nilai), VERSI_FORMULIR, curhat.kode)


def _unite(curhat: Curhat, tiket: Tiket, orang: str) -> None:
    """Join; beyond so many in an hour a person looks first, and the report waits as a proposal."""
    kunci = f"isu:{tiket.pk}"
    if count_up({kunci: 1}, timedelta(hours=1))[kunci] > settings.ISU_IKUT_PER_JAM:
        UsulanIsu.objects.create(
            wilayah=curhat.wilayah,
            curhat=curhat,
            mirip=tiket.curhat,
            skor=1.0,
            penjelasan={
                "kalimat": "Warga menekan “saya juga”, tetapi terlalu banyak dalam satu jam."
            },
        )
        _stand_alone(curhat)
        return
    # an address tells people apart better than a device that several may hold
    orang = "" if curhat.kontak is not None and curhat.kontak.alamat else orang
    try:
        unite_curhat(curhat, tiket.curhat, sebab=Sebab(C.SAYA_JUGA, orang=orang))
    except TidakDapatDigabung:
        Curhat.objects.filter(pk=curhat.pk).update(perlu_tinjau=True)
        _stand_alone(curhat)


def _stand_alone(curhat: Curhat) -> None:
    """It did not join: what is urgent has a ticket of its own, as any report."""
    if curhat.eskalasi:
        open_tiket(curhat, sebab=escalation_reason(curhat))


def _reply(m: Masuk) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"}:
        return False
    kata = " ".join(_BUKAN_HURUF.sub(" ", m.isi.teks[:40].lower()).split())
    if kata not in _SAYA_JUGA | _BEDA:
        return False
    usulan = _asked(m)
    if usulan is None:
        return False
    try:
        if kata in _BEDA:
            reject_usulan(usulan, by=None)
            _say_different(m, usulan.curhat)
        else:
            confirm_usulan(usulan, by=None, cara=C.SAYA_JUGA)
    except (UsulanSudahDijawab, TidakDapatDigabung):
        return False
    return True


def _asked(m: Masuk) -> UsulanIsu | None:
    """The newest question to this person that nobody has answered."""
    found: UsulanIsu | None = (
        UsulanIsu.objects.waiting()
        .filter(
            reach_q(m, "curhat__"),
            curhat__kontak=m.kontak,
            ditanya_at__gt=timezone.now() - MASIH_DITANYA,
        )
        .select_related("curhat__wilayah", "curhat__subkategori")
        .order_by("-id")
        .first()
    )
    return found


def _say_different(m: Masuk, curhat: Curhat) -> None:
    queue_pesan(
        kunci=f"beda:{m.pesan.pk}",
        templat="isu_beda_dicatat",
        slots=curhat_slots(curhat),
        kontak=m.kontak,
        wilayah=curhat.wilayah,
        rujukan=curhat.kode,
    )


def prepare() -> None:
    """Read the taxonomy, so that a new process answers its first message at once."""
    acuan.subkategori_all()
