"""The survey of trust in a chat: SURVEI LURAH, then one question a message.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`; a story between two questions goes on to
curhat. Each answer is taken out of the inbox as soon as it is read: what stays is anonymous.
"""

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from luna_maya.models import DrafPercaya, JawabanPercaya, SuaraPercaya, SurveiPercaya, Tokoh
from luna_maya.services.survei import (
    Masukan,
    SudahMenjawab,
    SurveiTertutup,
    areas_of,
    cast_suara,
    is_open,
    questions_for,
    record_jawaban,
    sidik_of,
)
from luna_maya.services.survei_undang import DRAF_UMUR, KETUA
from pesan.jawab import reply
from pesan.kanal.dasar import Masuk
from pesan.penghapus import erase_masuk
from wilayah.models import Wilayah
from wilayah.pertanyaan import JawabanKeliru, Pertanyaan, is_survey_word, next_question
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.zona import at_place

ULANG = timedelta(hours=2)  # a short answer that does not fit is asked again only so soon after
TANYA_RT = "rt"
_MULAI = re.compile(
    r"^\s*(mulai |isi |ikut |lanjut(kan)? )?(survei|survey)\s+(pak |bu |ibu )?lurah\s*[.!]?\s*$",
    re.IGNORECASE,
)
_JEDA = re.compile(r"^\s*(nanti( saja)?|jeda)\s*[.!]?\s*$", re.IGNORECASE)
_BATAL = re.compile(
    r"^\s*(batal|batalkan|stop|berhenti|tolak|tidak (mau|bersedia))( survei)?\s*[.!]?\s*$", re.I
)
_LEWATI = re.compile(r"^\s*(lewati|lewat|skip)\s*[.!]?\s*$", re.IGNORECASE)
_HARAPAN = re.compile(r"^\s*(harapan|saran)\b[\s:,.-]*", re.IGNORECASE)
_RT = re.compile(
    r"^\s*(?:saya\s+)?(?:di\s+)?rt\.?\s*(\w{1,4})(?:\s*[/,]?\s*rw\.?\s*(\w{1,4}))?\s*[.!]?\s*$",
    re.I,
)
K = JawabanPercaya.Kelompok


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim what starts, answers or ends a survey of this contact."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    rows: Any = DrafPercaya.objects.select_for_update(of=("self",)).filter(
        kontak__in=kontak, tanya_at__gt=timezone.now() - DRAF_UMUR
    )
    draf = {satu.kontak_id: satu for satu in rows.select_related("survei")}
    return [_one(m, draf) for m in masuk]


def questions(kontak: Sequence[int]) -> QuerySet[DrafPercaya]:
    """Questions of these contacts that wait, with when each was put (settings.PESAN_BERTANYA)."""
    rows = DrafPercaya.objects.filter(kontak__in=kontak, tanya_at__gt=timezone.now() - DRAF_UMUR)
    return rows.exclude(tanya="").annotate(ditanya_pada=F("tanya_at"))


def _one(m: Masuk, semua: dict[int, DrafPercaya]) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"} or len(m.isi.teks) > 600:
        return False
    draf = semua.get(m.kontak.pk)
    if _MULAI.match(m.isi.teks):
        return _start(m, draf)
    if draf is None or not draf.tanya:
        return False
    if not is_open(draf.survei):
        draf.delete()
        reply(m, "percaya_tutup")
        return True
    return _answer(m, draf)


def _start(m: Masuk, draf: DrafPercaya | None) -> bool:
    assert m.kontak is not None  # noqa: S101 - asked before
    if draf is not None and is_open(draf.survei):
        _ask_next(m, draf)
        return True
    survei = _round_of(m)
    if survei is None:
        reply(m, "percaya_tidak_ada")
        return True
    try:
        cast_suara(survei, m.kontak.pk)
    except SudahMenjawab:
        reply(m, "percaya_sudah")
        return True
    ketua = _is_head(m, survei)
    draf = DrafPercaya.objects.create(
        survei=survei, kontak=m.kontak, kelompok=K.KETUA if ketua else K.WARGA,
        wilayah=None if ketua else _known_rt(m, survei), tanya_at=timezone.now(),
    )  # fmt: skip
    reply(m, "percaya_mulai", kelurahan=survei.wilayah.nama)
    _ask_next(m, draf)
    return True


def _round_of(m: Masuk) -> SurveiPercaya | None:
    """The open round of the kelurahan the message came to, by the clock there."""
    if m.wilayah is None or m.wilayah.count(".") < 3:
        return None
    kelurahan = ".".join(m.wilayah.split(".")[:4])
    rows = SurveiPercaya.objects.filter(wilayah=kelurahan).select_related("wilayah")
    return rows.open_on(at_place(timezone.now(), kelurahan).date()).order_by("-buka").first()


def _is_head(m: Masuk, survei: SurveiPercaya) -> bool:
    rows = Tokoh.objects.in_wilayah(survei.wilayah_id).filter(kontak=m.kontak, unsur__in=KETUA)
    return rows.active(timezone.localdate()).exists()


def _known_rt(m: Masuk, survei: SurveiPercaya) -> Wilayah | None:
    di = m.kontak.wilayah_id if m.kontak is not None else None
    return next((satu for satu in areas_of(survei) if satu.kode == di), None)


def _answer(m: Masuk, draf: DrafPercaya) -> bool:
    teks = m.isi.teks
    if _JEDA.match(teks):
        draf.tanya = ""
        draf.save(update_fields=["tanya"])
        reply(m, "percaya_jeda")
        return True
    if _BATAL.match(teks):
        _drop(draf)
        reply(m, "percaya_batal")
        return True
    if draf.tanya == TANYA_RT:
        return _take_rt(m, draf)
    tanya = next((p for p in _questions(draf) if p.kunci == draf.tanya), None)
    if tanya is None:
        return False
    if _LEWATI.match(teks) and not tanya.wajib:
        _keep(m, draf, tanya, None)
        return True
    return _take(m, draf, tanya)


def _take_rt(m: Masuk, draf: DrafPercaya) -> bool:
    if _LEWATI.match(m.isi.teks):
        draf.wilayah = draf.survei.wilayah
        return _go_on(m, draf)
    cocok = _RT.match(m.isi.teks)
    if cocok is None:
        return _again(m, draf, "RT-nya belum terbaca.")
    rt, rw = normal_rt(cocok[1]), normal_rw(cocok[2]) if cocok[2] else None
    ada = [satu for satu in areas_of(draf.survei) if satu.rt == rt and rw in (None, satu.rw)]
    if len(ada) != 1:
        return _again(m, draf, "Sebutkan juga RW-nya." if ada else "RT itu tidak ikut survei ini.")
    draf.wilayah = ada[0]
    return _go_on(m, draf)


def _go_on(m: Masuk, draf: DrafPercaya) -> bool:
    erase_masuk(m.pesan.pk)
    draf.save(update_fields=["wilayah"])
    _ask_next(m, draf)
    return True


def _take(m: Masuk, draf: DrafPercaya, tanya: Pertanyaan) -> bool:
    teks = m.isi.teks
    if tanya.jenis == "teks":
        if not _HARAPAN.match(teks):
            return False
        teks = _HARAPAN.sub("", teks)
    try:
        nilai = tanya.read_chat(teks)
    except JawabanKeliru:
        return _again(m, draf, "Balas dengan angka 1 sampai 5.")
    if nilai is None:
        return _again(m, draf, "Jawabannya masih kosong.")
    _keep(m, draf, tanya, nilai)
    return True


def _again(m: Masuk, draf: DrafPercaya, alasan: str) -> bool:
    """Ask once more after a short answer that does not fit; anything longer is something else."""
    if timezone.now() - draf.tanya_at > ULANG or len(m.isi.teks.split()) > 4:
        return False
    if is_survey_word(m.isi.teks):
        return False
    erase_masuk(m.pesan.pk)
    _ask(m, draf, alasan)
    return True


def _keep(m: Masuk, draf: DrafPercaya, tanya: Pertanyaan, nilai: Any) -> None:
    erase_masuk(m.pesan.pk)
    draf.isi = json.dumps({**json.loads(draf.isi), tanya.kunci: nilai})
    draf.save(update_fields=["isi"])
    _ask_next(m, draf)


def _ask_next(m: Masuk, draf: DrafPercaya) -> None:
    if draf.kelompok == K.WARGA and draf.wilayah_id is None:
        draf.tanya = TANYA_RT
    else:
        tanya = next_question(_questions(draf), json.loads(draf.isi))
        if tanya is None:
            _hand_in(m, draf)
            return
        draf.tanya = tanya.kunci
    draf.tanya_at = timezone.now()
    draf.save(update_fields=["tanya", "tanya_at"])
    _ask(m, draf, "")


def _hand_in(m: Masuk, draf: DrafPercaya) -> None:
    """The draft becomes an answer that leads to nobody, and is gone."""
    masukan = Masukan(
        wilayah=draf.wilayah_id or draf.survei.wilayah_id,
        kelompok=draf.kelompok,
        isian=json.loads(draf.isi),
        cara=JawabanPercaya.Cara.OBROLAN,
    )
    survei = draf.survei
    draf.delete()
    try:
        record_jawaban(survei, masukan)
    except SurveiTertutup:
        reply(m, "percaya_tutup")
        return
    reply(m, "percaya_selesai")


def _drop(draf: DrafPercaya) -> None:
    sidik = sidik_of(draf.survei, draf.kontak_id)
    SuaraPercaya.objects.filter(survei=draf.survei, sidik=sidik).delete()
    draf.delete()


def _questions(draf: DrafPercaya) -> list[Pertanyaan]:
    return questions_for(draf.survei, draf.kelompok)


def _ask(m: Masuk, draf: DrafPercaya, awal: str) -> None:
    if draf.tanya == TANYA_RT:
        reply(m, "percaya_rt", awal=awal)
        return
    semua = _questions(draf)
    ke, tanya = next((n, p) for n, p in enumerate(semua, start=1) if p.kunci == draf.tanya)
    cara = f"1 = {tanya.ujung[0]}, 5 = {tanya.ujung[1]}."
    if tanya.jenis == "teks":
        cara = "Balas dengan kata HARAPAN di depan, misalnya: HARAPAN lebih sering datang ke RT."
    lewati = "" if tanya.wajib else "Boleh dilewati: balas LEWATI."
    reply(
        m, "percaya_tanya", awal=awal, ke=str(ke), banyak=str(len(semua)), tanya=tanya.teks,
        cara=" ".join(satu for satu in (cara, lewati) if satu),
        pilihan="|".join(nilai for nilai, _label in tanya.pilihan),
    )  # fmt: skip
