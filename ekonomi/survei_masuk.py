"""A survey in a chat: one question a message, to be left and taken up again at any time.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. It claims only what fits: a story that
comes between two questions is a story, and goes on to curhat.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from ekonomi.models import JawabanSurvei
from ekonomi.services.survei import (
    SurveiTertutup,
    questions_of,
    refuse_survei,
    save_jawaban,
    survei_url,
)
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan
from wilayah.pertanyaan import JawabanKeliru, Pertanyaan, is_survey_word, next_question

MASIH_DITANYA = timedelta(days=14)
ULANG = timedelta(hours=2)  # a short answer that does not fit is asked again only so soon after
_MULAI = re.compile(r"^\s*(mulai |lanjut(kan)? |isi )?(survei|survey)\s*[.!]?\s*$", re.I)
_JEDA = re.compile(r"^\s*(nanti( saja)?|stop survei|berhenti survei|jeda)\s*[.!]?\s*$", re.I)
_TOLAK = re.compile(r"^\s*(tolak|tidak mau|tidak bersedia)( survei)?\s*[.!]?\s*$", re.I)
_LEWATI = re.compile(r"^\s*(lewati|lewat|skip)\s*[.!]?\s*$", re.I)
_SARAN = re.compile(r"^\s*saran\b[\s:,.-]*", re.I)
B = JawabanSurvei.Status


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim what starts, answers or ends a survey of this contact."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    ditanya = set(_waiting().filter(kontak__in=kontak).values_list("kontak_id", flat=True))
    return [_one(m, ditanya) for m in masuk]


def questions(kontak: Sequence[int]) -> QuerySet[JawabanSurvei]:
    """Questions of these contacts that wait, with when each was put (settings.PESAN_BERTANYA)."""
    return _waiting().filter(kontak__in=kontak).annotate(ditanya_pada=F("tanya_at"))


def _one(m: Masuk, ditanya: set[int]) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"} or len(m.isi.teks) > 600:
        return False
    mulai = bool(_MULAI.match(m.isi.teks))
    if not mulai and m.kontak.pk not in ditanya:
        return False
    baris = _row(m, mulai=mulai)
    if baris is None:
        return False
    try:
        return _start(m, baris) if mulai else _answer(m, baris)
    except SurveiTertutup:
        _say(m, "survei_tutup")
        return True


def _row(m: Masuk, *, mulai: bool) -> JawabanSurvei | None:
    """The newest open form of this contact; without SURVEI only one that waits for an answer."""
    rows = _open() if mulai else _waiting()
    rows = rows.filter(kontak=m.kontak)
    return rows.select_related("survei", "rumah").order_by("-survei__buka", "-pk").first()


def _open() -> QuerySet[JawabanSurvei]:
    return JawabanSurvei.objects.filter(survei__status="buka")


def _waiting() -> QuerySet[JawabanSurvei]:
    """Forms whose last question was asked not long ago."""
    sejak = timezone.now() - MASIH_DITANYA
    return _open().filter(tanya_at__gt=sejak).exclude(tanya="")


def _start(m: Masuk, baris: JawabanSurvei) -> bool:
    if baris.status == B.SELESAI:
        _say(m, "survei_sudah", judul=baris.survei.judul)
        return True
    _ask_next(m, save_jawaban(baris, {}, cara=JawabanSurvei.Cara.CHAT))
    return True


def _answer(m: Masuk, baris: JawabanSurvei) -> bool:
    teks = m.isi.teks
    tanya = next((p for p in questions_of(baris.survei) if p.kunci == baris.tanya), None)
    if tanya is None:
        return False
    if _JEDA.match(teks):
        JawabanSurvei.objects.filter(pk=baris.pk).update(tanya="")
        _say(m, "survei_jeda", url=survei_url(baris))
        return True
    if _TOLAK.match(teks):
        refuse_survei(baris)
        _say(m, "survei_tolak")
        return True
    if _LEWATI.match(teks) and not tanya.wajib:
        _ask_next(m, save_jawaban(baris, {tanya.kunci: None}, cara=JawabanSurvei.Cara.CHAT))
        return True
    return _take(m, baris, tanya, teks)


def _take(m: Masuk, baris: JawabanSurvei, tanya: Pertanyaan, teks: str) -> bool:
    if tanya.jenis == "teks":
        if not _SARAN.match(teks):
            return False
        teks = _SARAN.sub("", teks)
    try:
        nilai = tanya.read_chat(teks)
    except JawabanKeliru as error:
        return _again(m, baris, tanya, str(error))
    if nilai is None:
        return _again(m, baris, tanya, "Jawabannya masih kosong.")
    _ask_next(m, save_jawaban(baris, {tanya.kunci: nilai}, cara=JawabanSurvei.Cara.CHAT))
    return True


def _again(m: Masuk, baris: JawabanSurvei, tanya: Pertanyaan, alasan: str) -> bool:
    """Ask once more after a short answer that does not fit; anything longer is something else."""
    baru = baris.tanya_at is not None and timezone.now() - baris.tanya_at < ULANG
    if not baru or len(m.isi.teks.split()) > 2 or is_survey_word(m.isi.teks):
        return False
    _say(m, "survei_tanya", awal=alasan, **_slots(tanya, baris))
    return True


def _ask_next(m: Masuk, baris: JawabanSurvei) -> None:
    tanya = next_question(questions_of(baris.survei), baris.jawaban)
    if tanya is None:
        save_jawaban(baris, {}, cara=JawabanSurvei.Cara.CHAT, selesai=True)
        _say(m, "survei_selesai", judul=baris.survei.judul)
        return
    JawabanSurvei.objects.filter(pk=baris.pk).update(tanya=tanya.kunci, tanya_at=timezone.now())
    _say(m, "survei_tanya", awal="", **_slots(tanya, baris))


def _slots(tanya: Pertanyaan, baris: JawabanSurvei) -> dict[str, str]:
    semua = questions_of(baris.survei)
    ke = next(n for n, p in enumerate(semua, start=1) if p.kunci == tanya.kunci)
    cara = {
        "angka": "Balas dengan angkanya, misalnya 1500000.",
        "teks": "Balas dengan kata SARAN di depan, misalnya: SARAN jam pelatihan sore saja.",
        "skala": f"1 = {tanya.ujung[0]}, 5 = {tanya.ujung[1]}.",
    }.get(tanya.jenis, "")
    nomor = [f"{n}. {label}" for n, (_nilai, label) in enumerate(tanya.pilihan, start=1)]
    lewati = "" if tanya.wajib else "Boleh dilewati: balas LEWATI."
    tombol = [label for _nilai, label in tanya.pilihan]
    if tanya.jenis == "skala":
        nomor = []
    return {
        "ke": str(ke),
        "banyak": str(len(semua)),
        "tanya": tanya.teks,
        "nomor": "\n".join(nomor),
        "cara": " ".join(satu for satu in (cara, lewati) if satu),
        "pilihan": "|".join(satu.replace("|", " ").replace(":", " ") for satu in tombol),
    }


def _say(m: Masuk, templat: str, **slots: Any) -> None:
    queue_pesan(
        kunci=f"{templat}:{m.pesan.pk}",
        templat=templat,
        slots=slots,
        kontak=m.kontak,
        wilayah=m.wilayah,
        nomor_kanal=m.nomor_kanal,
    )
