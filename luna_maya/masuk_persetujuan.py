"""A host answers in the chat: YA, TANGGAL LAIN Sabtu depan, TIDAK; and BATAL KUNJUNGAN at any time.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. An answer is understood only while our
question is open; a story in between is a story, and goes on to curhat.
"""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from luna_maya.baca_waktu import read_waktu
from luna_maya.models import AjakanTuanRumah, Kunjungan, PersetujuanTuanRumah
from luna_maya.services.kunjungan import LangkahTerlarang
from luna_maya.services.persetujuan import (
    AKAN_DATANG,
    Cara,
    J,
    Jawab,
    Pilihan,
    WaktuBerubah,
    agree_kunjungan,
    ask_other_time,
    last_answer,
    refuse_kunjungan,
    undangan_url,
    withdraw_persetujuan,
)
from luna_maya.teks_izin import load_teks
from pesan.jawab import reply
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place

T, S = AjakanTuanRumah.Tanya, Kunjungan.Status
MASIH_DITANYA = timedelta(days=14)
# A bare day ("Sabtu depan") is an answer only so soon after the question.
SEGERA = timedelta(hours=48)
_PANJANG = 160
_URUT = (T.FOTO, T.VIDEO, T.SUARA, T.TAMPIL)  # what the chat asks after a yes
_YA = frozenset({"ya", "iya", "y", "bersedia", "boleh", "setuju", "ya bersedia", "iya boleh",
                 "ya boleh", "nggih", "inggih", "siap", "ok", "oke", "bisa", "silakan", "iih",
                 "ya silakan"})  # fmt: skip
_TIDAK = frozenset({"tidak", "tdk", "tidak bersedia", "tidak bisa", "belum bisa", "tidak boleh",
                    "mboten", "ora", "nggak", "gak", "enggak", "jangan", "tidak dulu", "kada",
                    "kada kawa"})  # fmt: skip
_LAIN = re.compile(r"^(?:minta |ganti )?(?:tanggal|hari|waktu|jam) lain\b[\s:,.-]*(.*)$", re.DOTALL)
_CABUT = re.compile(
    r"(?:batal|batalkan|cabut|tidak jadi)(?: saja)? (?:kunjungan|menginap|izin|persetujuan|"
    r"kedatangan)(?: lurah| pak lurah| bu lurah)?"
)


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim answers to an open invitation, and the words that take one back."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    terbuka = {row.kontak_id: row for row in _open(kontak)}  # the last asked wins
    return [
        m.kontak is not None
        and m.isi.jenis in {"teks", "tombol"}
        and len(m.isi.teks) <= _PANJANG
        and _take(m, m.kontak, terbuka.get(m.kontak.pk))
        for m in masuk
    ]


def _open(kontak: list[int]) -> QuerySet[AjakanTuanRumah]:
    rows = AjakanTuanRumah.objects.filter(
        kontak__in=kontak, tanya_at__gt=timezone.now() - MASIH_DITANYA
    )
    return (
        rows.exclude(tanya="")
        .select_related("kunjungan__jenis", "kunjungan__tuan_rumah__kontak", "kunjungan__wilayah",
                        "kunjungan__lurah")
        .order_by("tanya_at", "pk")
    )  # fmt: skip


def _take(m: Masuk, kontak: Kontak, ajakan: AjakanTuanRumah | None) -> bool:
    kecil = " ".join(m.isi.teks.lower().split()).strip(" .!?")
    if _CABUT.fullmatch(kecil):
        return _withdraw(m, kontak)
    if ajakan is None:
        return False
    if ajakan.tanya in {T.JAWAB, T.TANGGAL}:
        return _answer(m, ajakan, kecil)
    return _answer_izin(m, ajakan, kecil)


def _answer(m: Masuk, ajakan: AjakanTuanRumah, kecil: str) -> bool:
    """To the invitation itself."""
    try:
        if ajakan.tanya == T.JAWAB and kecil in _YA | _TIDAK:
            return _agree(m, ajakan) if kecil in _YA else _refuse(m, ajakan)
        if cocok := _LAIN.match(kecil):
            return _other_time(m, ajakan, cocok[1], diminta=True)
        if ajakan.tanya_at is not None and m.diterima_at - ajakan.tanya_at < SEGERA:
            return _other_time(m, ajakan, kecil, diminta=ajakan.tanya == T.TANGGAL)
    except WaktuBerubah:
        return reply(m, "luna_ajak_berubah")
    except LangkahTerlarang:
        return _over(m, ajakan)
    return False


def _agree(m: Masuk, ajakan: AjakanTuanRumah) -> bool:
    kunjungan = ajakan.kunjungan
    agree_kunjungan(kunjungan, Pilihan.usual(kunjungan.tuan_rumah), Jawab(Cara.CHAT))
    if kunjungan.tuan_rumah.ada_anak:  # pictures need the guardian, on the page or on paper
        return _say_done(m, kunjungan)
    return _ask_izin(m, ajakan, T.FOTO, {})


def _refuse(m: Masuk, ajakan: AjakanTuanRumah) -> bool:
    refuse_kunjungan(ajakan.kunjungan, Jawab(Cara.CHAT))
    return reply(m, "luna_ajak_tidak")


def _ask_izin(m: Masuk, ajakan: AjakanTuanRumah, apa: str, draf: dict[str, bool]) -> bool:
    AjakanTuanRumah.objects.filter(pk=ajakan.pk).update(
        tanya=apa, tanya_at=timezone.now(), draf=draf
    )
    butir = load_teks().butir(apa)
    return reply(m, "luna_izin_tanya", tanya=butir.tanya, penjelasan=butir.penjelasan)


def _answer_izin(m: Masuk, ajakan: AjakanTuanRumah, kecil: str) -> bool:
    """To one of the questions after a yes."""
    if kecil not in _YA | _TIDAK:
        return False
    draf = {**ajakan.draf, ajakan.tanya: kecil in _YA}
    sisa = [apa for apa in _URUT if apa not in draf]
    if sisa:
        return _ask_izin(m, ajakan, sisa[0], draf)
    kunjungan = ajakan.kunjungan
    AjakanTuanRumah.objects.filter(pk=ajakan.pk).update(tanya="", draf={})
    izin = {**Pilihan.usual(kunjungan.tuan_rumah).izin, **draf}
    try:
        agree_kunjungan(kunjungan, Pilihan(izin), Jawab(Cara.CHAT))
    except LangkahTerlarang:
        return _over(m, ajakan)
    except ValueError:  # children were noted, or the time was changed, while we asked
        return _say_done(m, kunjungan)
    return _say_done(m, kunjungan)


def _say_done(m: Masuk, kunjungan: Kunjungan) -> bool:
    baris = last_answer(kunjungan)
    butir = load_teks().izin
    ya = [b.label.lower() for b in butir if baris is not None and baris.is_allowed(b.kunci)]
    tidak = [b.label.lower() for b in butir if b.label.lower() not in ya]
    return reply(
        m, "luna_izin_selesai", boleh=", ".join(ya) or "tidak ada",
        tidak=", ".join(tidak) or "tidak ada", url=undangan_url(kunjungan),
    )  # fmt: skip


def _other_time(m: Masuk, ajakan: AjakanTuanRumah, teks: str, *, diminta: bool) -> bool:
    """Take the day that was named; `diminta`: another time was asked for in so many words."""
    kunjungan = ajakan.kunjungan
    kode = str(kunjungan.wilayah_id)
    kini = at_place(m.diterima_at, kode)
    waktu = read_waktu(teks, kini)
    saat = waktu.at(kini, _usual_hour(kunjungan, kode))
    if saat is None or not waktu.utuh or saat <= timezone.now():
        return diminta and _ask_again(m, ajakan, teks)
    ask_other_time(kunjungan, minta=saat, jawab=Jawab(Cara.CHAT))
    return reply(m, "luna_ajak_dicatat", minta=tanggal_panjang(saat, kode))


def _usual_hour(kunjungan: Kunjungan, kode: str) -> time:
    mulai: datetime = at_place(kunjungan.mulai_at, kode)
    return mulai.timetz().replace(tzinfo=None)


def _ask_again(m: Masuk, ajakan: AjakanTuanRumah, teks: str) -> bool:
    """Which day? A long text that names none is something else."""
    lagi = ajakan.tanya == T.TANGGAL
    if lagi and len(teks.split()) > 6:
        return False
    if ajakan.kunjungan.status not in AKAN_DATANG:
        return _over(m, ajakan)
    AjakanTuanRumah.objects.filter(pk=ajakan.pk).update(tanya=T.TANGGAL, tanya_at=timezone.now())
    return reply(m, "luna_ajak_tanggal_ulang" if lagi else "luna_ajak_tanggal")


def _over(m: Masuk, ajakan: AjakanTuanRumah) -> bool:
    AjakanTuanRumah.objects.filter(pk=ajakan.pk).update(tanya="")
    batal = Kunjungan.objects.filter(pk=ajakan.kunjungan_id, status=S.BATAL).exists()
    return reply(m, "luna_ajak_usai", keadaan="batal" if batal else "lewat")


def _withdraw(m: Masuk, kontak: Kontak) -> bool:
    """The next visit at this contact's house, else the last one that was agreed to."""
    rows = Kunjungan.objects.filter(tuan_rumah__kontak=kontak)
    kunjungan = rows.upcoming(timezone.now()).first()
    if kunjungan is None:
        setuju = PersetujuanTuanRumah.objects.filter(
            kunjungan__in=rows.exclude(status=S.BATAL), jawaban=J.YA
        )
        baris = setuju.select_related("kunjungan").order_by("-kunjungan__mulai_at").first()
        kunjungan = baris.kunjungan if baris is not None else None
    if kunjungan is None:
        return False
    datang = kunjungan.selesai_at > timezone.now() and kunjungan.status != S.SELESAI
    withdraw_persetujuan(kunjungan, Jawab(Cara.CHAT))
    akibat = (
        "Kunjungan tidak jadi dan semua yang ikut sudah diberi tahu."
        if datang
        else "Foto, rekaman, dan kesan dari kunjungan itu tidak ditampilkan lagi."
    )
    return reply(m, "luna_cabut_tuan", akibat=akibat)
