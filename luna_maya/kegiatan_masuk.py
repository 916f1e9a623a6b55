"""An activity told in a chat by who leads that RT: GOTONG ROYONG RT 03 25 orang.

A handler of settings.PESAN_HANDLERS. Only a head of RT or RW in office is heard here; anybody
else's words go on to curhat.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from luna_maya.models import KegiatanWarga, Tokoh, Unsur
from luna_maya.services.kegiatan import KegiatanKeliru, record_kegiatan
from luna_maya.services.survei_undang import KETUA
from pesan.jawab import reply
from pesan.kanal.dasar import Masuk
from wilayah.models import Wilayah
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.zona import at_place

J = KegiatanWarga.Jenis
_JENIS = {"gotong royong": J.GOTONG_ROYONG, "kerja bakti": J.KERJA_BAKTI, "rapat": J.RAPAT,
          "rapat warga": J.RAPAT, "ronda": J.RONDA, "ronda malam": J.RONDA}  # fmt: skip
_POLA = re.compile(
    r"^\s*(?P<jenis>gotong royong|kerja bakti|rapat(?: warga)?|ronda(?: malam)?)\s+(?:di\s+)?"
    r"rt[\s.:]*(?P<rt>\d{1,3})(?:\s*[/,]?\s*rw[\s.:]*(?P<rw>\d{1,3}))?[\s,:;-]+"
    r"(?P<orang>\d{1,5})\s*(?:orang|warga)?"
    r"(?:[\s,]+(?P<kapan>hari ini|kemarin|(?:tgl|tanggal)?\s*\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?))?"
    r"\s*[.!]*\s*$",
    re.IGNORECASE,
)
_TANGGAL = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim reports of an activity by heads of RT and RW; no query when nobody wrote one."""
    cocok = [_match(m) for m in masuk]
    kontak = [m.kontak.pk for m, satu in zip(masuk, cocok, strict=True) if satu and m.kontak]
    if not kontak:
        return [False] * len(masuk)
    tokoh: dict[int, list[Tokoh]] = {}
    rows = Tokoh.objects.active(timezone.localdate()).filter(kontak__in=kontak, unsur__in=KETUA)
    for satu in rows.select_related("wilayah"):
        tokoh.setdefault(satu.kontak_id or 0, []).append(satu)
    return [
        isi is not None and m.kontak is not None and _take(m, isi, tokoh.get(m.kontak.pk, []))
        for m, isi in zip(masuk, cocok, strict=True)
    ]


def _match(m: Masuk) -> re.Match[str] | None:
    if m.kontak is None or m.isi.jenis != "teks" or len(m.isi.teks) > 120:
        return None
    return _POLA.match(m.isi.teks)


def _take(m: Masuk, isi: re.Match[str], tokoh: list[Tokoh]) -> bool:
    if not tokoh:
        return False
    pelapor, rt = _place(tokoh, isi)
    if pelapor is None or rt is None:
        reply(m, "kegiatan_bukan_rt", rt=isi["rt"])
        return True
    jenis = _JENIS[" ".join(isi["jenis"].lower().split())]
    try:
        hari = _day(isi["kapan"], at_place(timezone.now(), rt.kode).date())
        row, lama = record_kegiatan(
            rt, jenis=jenis, hari=hari, orang=int(isi["orang"]), tokoh=pelapor
        )
    except KegiatanKeliru as error:
        reply(m, "kegiatan_keliru", alasan=str(error))
        return True
    reply(
        m, "kegiatan_tercatat", jenis=J(row.jenis).label, tempat=rt.nama, orang=str(row.orang),
        hari=f"{row.hari:%d/%m/%Y}", lama="" if lama is None else str(lama),
    )  # fmt: skip
    return True


def _place(tokoh: list[Tokoh], isi: re.Match[str]) -> tuple[Tokoh | None, Wilayah | None]:
    """Who of these leads the RT that was named, and the RT."""
    rt, rw = normal_rt(isi["rt"]), normal_rw(isi["rw"]) if isi["rw"] else None
    for satu in tokoh:
        if rw is not None and satu.wilayah.rw != rw:
            continue
        if satu.unsur == Unsur.KETUA_RT and satu.wilayah.rt == rt:
            return satu, satu.wilayah
        if satu.unsur == Unsur.KETUA_RW and satu.wilayah.rt is None:
            ada = Wilayah.objects.filter(pk=f"{satu.wilayah_id}.{rt}").first()
            if ada is not None:
                return satu, ada
    return None, None


def _day(kapan: str | None, kini: date) -> date:
    """The day that was meant; without a year the last one. Raises KegiatanKeliru."""
    kata = " ".join((kapan or "").lower().split())
    if kata in {"", "hari ini"}:
        return kini
    if kata == "kemarin":
        return kini - timedelta(days=1)
    cocok = _TANGGAL.search(kata)
    assert cocok is not None  # noqa: S101 - the pattern above has it
    hari, bulan, tahun = int(cocok[1]), int(cocok[2]), int(cocok[3] or kini.year)
    try:
        tepat = date(tahun, bulan, hari)
        return tepat.replace(year=tahun - 1) if tepat > kini and not cocok[3] else tepat
    except ValueError as error:
        raise KegiatanKeliru("hari", "Tanggal itu tidak ada.") from error
