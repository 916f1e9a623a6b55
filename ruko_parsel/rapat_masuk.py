"""Answers in a chat: HADIR, TIDAK HADIR, DIWAKILKAN nama; SELESAI and BELUM alasan.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. Only who was asked is understood, and
only in these words; a story goes on to curhat.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.services import queue_pesan
from ruko_parsel.models import Keputusan, Rapat, UndanganRapat
from ruko_parsel.services.keputusan import finish_keputusan, report_keputusan
from ruko_parsel.services.rapat import RapatKeliru
from ruko_parsel.services.undangan_rapat import answer_undangan

J = UndanganRapat.Jawaban
MASIH_DITANYA = timedelta(days=14)
SEGERA = timedelta(days=3)  # a bare "belum" is an answer to us only so soon after we asked
_PANJANG = 400
_HADIR = re.compile(r"(?:ya,? )?(?:saya )?(?:akan )?(?:bisa )?hadir", re.I)
_TIDAK = re.compile(r"(?:tidak|tdk|kada|belum) (?:bisa |dapat )?hadir\b[\s:,.-]*(?P<alasan>.*)",
                    re.I | re.S)  # fmt: skip
_WAKIL = re.compile(r"(?:di)?wakil(?:kan)?\b[\s:,.-]*(?:oleh |kepada )?(?P<nama>.*)", re.I | re.S)
_KERJA = re.compile(r"(?P<kata>selesai|belum)\b(?:\s+#?(?P<nomor>\d{1,9}))?[\s:,.-]*(?P<kata2>.*)",
                    re.I | re.S)  # fmt: skip


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim answers to open invitations and decisions; at most two queries for the batch.

    None where nobody wrote words that can be such an answer, which is almost every batch.
    """
    sidik = [m.kontak.hash for m in masuk if m.kontak is not None and _fits(m)]
    if not sidik:
        return [False] * len(masuk)
    undangan: dict[str, UndanganRapat] = {u.balas_hash: u for u in _invitations(sidik)}
    keputusan: dict[str, list[Keputusan]] = {}
    for satu in _decisions(sidik):
        keputusan.setdefault(satu.balas_hash, []).append(satu)
    return [
        m.kontak is not None
        and _fits(m)
        and (
            _answer(m, undangan.get(m.kontak.hash))
            or _report(m, keputusan.get(m.kontak.hash, []))
        )
        for m in masuk
    ]  # fmt: skip


def _fits(m: Masuk) -> bool:
    """Whether these words can answer an invitation or a decision, whoever wrote them."""
    if m.isi.jenis not in {"teks", "tombol"} or len(m.isi.teks) > _PANJANG:
        return False
    teks = _plain(m)
    return any(pola.fullmatch(teks) for pola in (_HADIR, _TIDAK, _WAKIL)) or (
        _work_of(m) is not None
    )


def _plain(m: Masuk) -> str:
    return " ".join(m.isi.teks.split()).strip(" .!")


def _work_of(m: Masuk) -> re.Match[str] | None:
    return _KERJA.fullmatch(m.isi.teks.strip(" .!\n"))


def questions(kontak: Sequence[int]) -> QuerySet[Kontak]:
    """What these contacts were asked last by us, and when (settings.PESAN_BERTANYA)."""
    sejak = timezone.now() - MASIH_DITANYA
    undangan = UndanganRapat.objects.sent().filter(
        balas_hash=OuterRef("hash"), dikirim_at__gt=sejak, rapat__selesai_at__gt=timezone.now()
    )
    keputusan = Keputusan.objects.open().filter(balas_hash=OuterRef("hash"), tanya_at__gt=sejak)
    rows: QuerySet[Any] = Kontak.objects.filter(pk__in=kontak).annotate(
        kontak_id=F("pk"),
        ditanya_pada=Greatest(
            Subquery(undangan.order_by("-dikirim_at").values("dikirim_at")[:1]),
            Subquery(keputusan.order_by("-tanya_at").values("tanya_at")[:1]),
        ),
    )
    return rows.filter(ditanya_pada__isnull=False)


def _invitations(sidik: list[str]) -> QuerySet[UndanganRapat]:
    """The last sent wins; meetings that are over ask nothing any more."""
    rows = UndanganRapat.objects.sent().filter(
        balas_hash__in=[s for s in sidik if s], rapat__selesai_at__gt=timezone.now(),
        rapat__status__in=[Rapat.Status.DIUNDANG, Rapat.Status.BERLANGSUNG],
    )  # fmt: skip
    return rows.select_related("rapat__wilayah", "pengguna", "wilayah").order_by("dikirim_at", "pk")


def _decisions(sidik: list[str]) -> QuerySet[Keputusan]:
    rows = Keputusan.objects.open().filter(
        balas_hash__in=[s for s in sidik if s], tanya_at__gt=timezone.now() - MASIH_DITANYA
    )
    return rows.select_related("rapat__notulis", "tindak_lanjut__siapa").order_by(
        "-tanya_at", "-pk"
    )


def _answer(m: Masuk, undangan: UndanganRapat | None) -> bool:
    if undangan is None:
        return False
    teks = _plain(m)
    isi: dict[str, str] = {}
    if _HADIR.fullmatch(teks):
        isi = {"jawaban": J.HADIR}
    elif cocok := _TIDAK.fullmatch(teks):
        isi = {"jawaban": J.TIDAK, "alasan": cocok["alasan"]}
    elif cocok := _WAKIL.fullmatch(teks):
        if not cocok["nama"].strip():
            return _say(m, "rapat_siapa_wakil", judul=undangan.rapat.judul)
        isi = {"jawaban": J.DIWAKILKAN, "wakil": cocok["nama"]}
    if not isi:
        return False
    try:
        undangan = answer_undangan(
            undangan, cara=UndanganRapat.Cara.OBROLAN, by=undangan.pengguna, **isi
        )
    except RapatKeliru as error:
        return _say(m, "rapat_tak_jadi", alasan=str(error))
    return _say(
        m, "rapat_jawab", judul=undangan.rapat.judul, wakil=undangan.wakil,
        jawaban=undangan.get_jawaban_display().lower(),
        kode=undangan.kode if undangan.jawaban != J.TIDAK else "",
    )  # fmt: skip


def _report(m: Masuk, milik: list[Keputusan]) -> bool:
    cocok = _work_of(m)
    if cocok is None or not milik:
        return False
    kata, nomor, sisa = cocok["kata"].lower(), cocok["nomor"], cocok["kata2"].strip()
    pilihan = [k for k in milik if k.pk == int(nomor)] if nomor else milik
    if not pilihan:
        return False
    if not nomor and kata == "belum" and not sisa and not _asked_just_now(pilihan[0]):
        return False
    if len(pilihan) > 1:
        daftar = "; ".join(f"{k.pk} = {k.isi[:60]}" for k in pilihan[:5])
        return _say(m, "keputusan_mana", daftar=daftar, contoh=pilihan[0].pk)
    return _apply(m, pilihan[0], kata, sisa)


def _asked_just_now(keputusan: Keputusan) -> bool:
    return keputusan.tanya_at is not None and timezone.now() - keputusan.tanya_at < SEGERA


def _apply(m: Masuk, keputusan: Keputusan, kata: str, sisa: str) -> bool:
    baris = keputusan.tindak_lanjut
    siapa = baris.siapa if baris is not None else None
    by = siapa or keputusan.rapat.notulis
    try:
        if kata == "selesai":
            finish_keputusan(keputusan, hasil=sisa, by=by)
            return _say(m, "keputusan_terima", isi=keputusan.isi)
        if not sisa:
            return _say(m, "keputusan_sebab", nomor=keputusan.pk)
        report_keputusan(keputusan, catatan=sisa, by=by)
    except RapatKeliru as error:
        return _say(m, "rapat_tak_jadi", alasan=str(error))
    return _say(m, "keputusan_dicatat", isi=keputusan.isi)


def _say(m: Masuk, templat: str, **slots: Any) -> bool:
    queue_pesan(
        kunci=f"{templat}:{m.pesan.pk}", templat=templat, slots=slots, kontak=m.kontak,
        wilayah=m.wilayah, nomor_kanal=m.nomor_kanal,
    )  # fmt: skip
    return True
