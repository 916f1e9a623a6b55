"""UNDANG LURAH pengajian Jumat 19.00 RT 03 RW 02 by chat, BATAL UNDANGAN, and USUL TUAN RUMAH.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. What is missing is asked once each, for
half an hour; whatever is no answer to the open question goes on to curhat.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from luna_maya.baca_waktu import read_waktu
from luna_maya.models import Tokoh, Undangan, UndanganLewatPesan, Unsur
from luna_maya.services.kabar import place_name
from luna_maya.services.undangan import (
    Ajuan,
    BukanWilayahnya,
    UndanganTertutup,
    check_waktu,
    make_undangan,
    propose_tuan_rumah,
    status_url,
    undangan_slots,
    withdraw_undangan,
)
from pesan.hitungan import count_up
from pesan.jawab import reply
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.models.draf import BERLAKU
from pesan.tombol import write_daftar
from wilayah.models import Wilayah
from wilayah.rtrw import normal_rt, normal_rw
from wilayah.zona import at_place

SEHARI_MAKS = 5  # invitations of one person in a day
_PANJANG = 400
A = Undangan.Acara
_UNDANG = re.compile(
    r"^(?:mau |ingin |mohon )?(?:meng|ng)?undang(?:an)?(?: untuk| kepada)?(?: pak| bu| bapak| ibu)?"
    r" (?:lurah|kades|kepala desa)\b[\s:,.-]*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BATAL = re.compile(
    r"(?:batal|batalkan|cabut|tidak jadi) (?:undangan|undang)(?: pak| bu)?(?: lurah)?"
)
_USUL = re.compile(r"^usul(?:kan|an)? tuan rumah\b[\s:,.-]*(.*)$", re.IGNORECASE | re.DOTALL)
_TIDAK_JADI = frozenset({"tidak jadi", "batal", "gak jadi", "ga jadi", "kada jadi"})
_RT = re.compile(r"\brt\.?\s*(\d{1,3})(?:\s*/\s*(?:rw\.?\s*)?(\d{1,3}))?\b", re.IGNORECASE)
_RW = re.compile(r"\brw\.?\s*(\d{1,3})\b", re.IGNORECASE)
_ACARA = {
    "pengajian": A.PENGAJIAN, "yasinan": A.PENGAJIAN, "maulid": A.PENGAJIAN, "haul": A.TAHLILAN,
    "tahlilan": A.TAHLILAN, "tahlil": A.TAHLILAN, "hajatan": A.HAJATAN, "nikahan": A.HAJATAN,
    "pernikahan": A.HAJATAN, "syukuran": A.HAJATAN, "selamatan": A.HAJATAN, "khitanan": A.HAJATAN,
    "sunatan": A.HAJATAN, "ngobrol": A.NGOBROL, "ngopi": A.NGOBROL, "silaturahmi": A.NGOBROL,
    "menginap": A.MENGINAP, "nginap": A.MENGINAP, "acara lain": A.LAIN, "lain": A.LAIN,
}  # fmt: skip
_P_ACARA = re.compile(rf"\b({'|'.join(_ACARA)})\b", re.IGNORECASE)
_TANYA = {
    "acara": ("Acaranya apa?", ""),
    "waktu": ("Hari dan jam berapa?", "Jumat jam 19.00, atau 12 Desember bakda isya"),
    "tempat": ("Di RT dan RW berapa?", "RT 03 RW 02"),
    "nama": ("Atas nama siapa, dan apa patokan tempatnya?", "Bu Masitah, sebelah musala"),
}


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim invitations, proposals of heads of RT and RW, and answers to what we asked for one."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    rows = UndanganLewatPesan.objects.filter(kontak__in=kontak, hingga__gt=timezone.now())
    terbuka = {row.kontak_id: row for row in rows}
    return [
        m.kontak is not None
        and m.isi.jenis in {"teks", "tombol"}
        and len(m.isi.teks) <= _PANJANG
        and _take(m, m.kontak, terbuka.get(m.kontak.pk))
        for m in masuk
    ]


def _take(m: Masuk, kontak: Kontak, draf: UndanganLewatPesan | None) -> bool:
    kelurahan = ".".join(str(m.wilayah or "").split(".")[:4])
    if kelurahan.count(".") != 3:
        return False
    teks = " ".join(m.isi.teks.split())
    kecil = teks.lower().strip(" .!?")
    if _BATAL.fullmatch(kecil):
        return _withdraw(m, kontak)
    if cocok := _USUL.match(teks):
        return _propose(m, kontak, kelurahan, cocok[1])
    if cocok := _UNDANG.match(teks):
        return _begin(m, kontak, kelurahan, cocok[1])
    return draf is not None and _answer(m, draf, kelurahan, teks)


def _begin(m: Masuk, kontak: Kontak, kelurahan: str, teks: str) -> bool:
    kunci = f"undang:{kontak.pk}"
    if count_up({kunci: 1}, timedelta(days=1))[kunci] > SEHARI_MAKS:
        return reply(m, "luna_undang_penuh")
    draf, _baru = UndanganLewatPesan.objects.update_or_create(
        kontak=kontak, defaults={"isian": "", "ditanya": "", "hingga": timezone.now() + BERLAKU}
    )
    isian: dict[str, Any] = {}
    sisa = _read_place(isian, _read_acara(isian, teks))
    sisa = _read_time(isian, sisa, kelurahan, m)
    isian["pesan"] = " ".join(sisa.split()).strip(" .,;:-")[:300]
    return _next(m, draf, kelurahan, isian)


def _answer(m: Masuk, draf: UndanganLewatPesan, kelurahan: str, teks: str) -> bool:
    """To the one thing that was asked last."""
    if teks.lower().strip(" .!") in _TIDAK_JADI:
        draf.delete()
        return reply(m, "luna_undang_batal")
    isian = draf.read()
    if draf.ditanya == "nama":
        if len(teks) > 120 or "?" in teks or len(teks.split()) > 14:
            return False
        nama, _koma, alamat = teks.partition(",")
        isian["nama"], isian["alamat"] = nama.strip()[:120], alamat.strip()[:200]
    elif not _read_answer(isian, draf.ditanya, teks, kelurahan, m):
        return False
    return _next(m, draf, kelurahan, isian)


def _read_answer(
    isian: dict[str, Any], ditanya: str, teks: str, kelurahan: str, m: Masuk
) -> bool:  # fmt: skip
    """Whether the text says what was asked and little else."""
    if len(teks.split()) > 10:
        return False
    lama = {nama: isian.get(nama) for nama in ("acara", "hari", "jam", "rt", "rw")}
    if ditanya == "acara":
        _read_acara(isian, teks)
    elif ditanya == "waktu":
        _read_time(isian, teks, kelurahan, m)
    else:
        _read_place(isian, teks)
    return lama != {nama: isian.get(nama) for nama in lama}


def _read_acara(isian: dict[str, Any], teks: str) -> str:
    cocok = _P_ACARA.search(teks)
    if cocok is None:
        return teks
    isian["acara"] = str(_ACARA[cocok[1].lower()])
    return f"{teks[: cocok.start()]} {teks[cocok.end() :]}"


def _read_place(isian: dict[str, Any], teks: str) -> str:
    if cocok := _RT.search(teks):
        isian["rt"] = normal_rt(cocok[1])
        isian["rw"] = normal_rw(cocok[2]) if cocok[2] else isian.get("rw")
        teks = f"{teks[: cocok.start()]} {teks[cocok.end() :]}"
    if cocok := _RW.search(teks):
        isian["rw"] = normal_rw(cocok[1])
        teks = f"{teks[: cocok.start()]} {teks[cocok.end() :]}"
    return teks


def _read_time(isian: dict[str, Any], teks: str, kelurahan: str, m: Masuk) -> str:
    """The day and the hour, each kept when it was said before."""
    waktu = read_waktu(teks, at_place(m.diterima_at, kelurahan))
    if waktu.hari is not None:
        isian["hari"] = waktu.hari.isoformat()
    if waktu.jam is not None:
        isian["jam"], isian["geser"] = waktu.jam.isoformat(), waktu.geser
    return waktu.sisa if waktu.hari is not None or waktu.jam is not None else teks


def _moment(isian: dict[str, Any], kelurahan: str) -> datetime | None:
    if not isian.get("hari") or not isian.get("jam"):
        return None
    hari = date.fromisoformat(isian["hari"]) + timedelta(days=isian.get("geser", 0))
    zona = at_place(timezone.now(), kelurahan).tzinfo
    return datetime.combine(hari, time.fromisoformat(isian["jam"]), tzinfo=zona)


def _next(m: Masuk, draf: UndanganLewatPesan, kelurahan: str, isian: dict[str, Any]) -> bool:
    """Ask the next thing that is missing; then record the invitation."""
    saat, catatan = _moment(isian, kelurahan), ""
    if saat is not None:
        try:
            check_waktu(saat)
        except ValueError as galat:
            saat, catatan = None, f"{galat} "
            isian.pop("hari", None)
    wilayah = find_rt(kelurahan, isian.get("rt"), isian.get("rw"))
    kurang = [
        nama
        for nama, ada in (
            ("acara", isian.get("acara")), ("waktu", saat), ("tempat", wilayah),
            ("nama", isian.get("nama")),
        )
        if not ada
    ]  # fmt: skip
    if not kurang:
        return _record(m, draf, isian, saat, wilayah)
    return _ask(m, draf, isian, kurang[0], catatan if kurang[0] == "waktu" else "")


def _ask(
    m: Masuk, draf: UndanganLewatPesan, isian: dict[str, Any], apa: str, catatan: str
) -> bool:  # fmt: skip
    draf.keep(isian, apa)
    tanya, contoh = _TANYA[apa]
    pilihan = write_daftar([(label, "") for _nilai, label in A.choices]) if apa == "acara" else ""
    return reply(m, "luna_undang_tanya", tanya=f"{catatan}{tanya}", contoh=contoh, pilihan=pilihan)


def _record(
    m: Masuk, draf: UndanganLewatPesan, isian: dict[str, Any], saat: Any, wilayah: Any
) -> bool:  # fmt: skip
    kunci = f"chat:{draf.pk}:{m.pesan.pk}"
    ajuan = Ajuan(
        acara=isian["acara"], mulai_at=saat, wilayah=wilayah, nama=isian["nama"],
        alamat=isian.get("alamat", ""), pesan=isian.get("pesan", ""), kontak=m.kontak,
        asal=Undangan.Asal.CHAT,
    )  # fmt: skip
    undangan, pin = make_undangan(ajuan, kunci=kunci)
    draf.delete()
    slots = undangan_slots(undangan) | {"pin": pin, "url": status_url(undangan)}
    return reply(m, "luna_undang_terima", **slots)


def find_rt(kelurahan: str, rt: str | None, rw: str | None) -> Wilayah | None:
    """The RT of these numbers; without its RW only where exactly one holds it."""
    if not rt:
        return None
    rows = Wilayah.objects.in_wilayah(kelurahan).filter(tingkat=Wilayah.Tingkat.RT)
    if rw:
        found: Wilayah | None = rows.filter(pk=f"{kelurahan}.{rw}.{rt}").first()
        return found
    calon = list(rows.filter(kode__endswith=f".{rt}")[:2])
    return calon[0] if len(calon) == 1 else None


def _withdraw(m: Masuk, kontak: Kontak) -> bool:
    if UndanganLewatPesan.objects.filter(kontak=kontak).delete()[0]:
        return reply(m, "luna_undang_batal")
    rows = Undangan.objects.filter(
        kontak=kontak, status__in=["baru", "diterima"], mulai_at__gt=timezone.now()
    )
    undangan = rows.order_by("-created_at").first()
    if undangan is None:
        return reply(m, "luna_undang_kosong")
    try:
        withdraw_undangan(undangan)
    except UndanganTertutup:
        return reply(m, "luna_undang_kosong")
    return True


def _propose(m: Masuk, kontak: Kontak, kelurahan: str, teks: str) -> bool:
    """Only a head in office; anybody else's words are a story."""
    hari = at_place(timezone.now(), kelurahan).date()
    rows = Tokoh.objects.in_wilayah(kelurahan).active(hari).filter(kontak=kontak)
    tokoh = rows.filter(unsur__in=[Unsur.KETUA_RT, Unsur.KETUA_RW]).select_related("wilayah")
    ketua = list(tokoh)
    if not ketua:
        return False
    isian: dict[str, Any] = {}
    nama = " ".join(_read_place(isian, teks).split()).strip(" .,;:-")
    wilayah = find_rt(kelurahan, isian.get("rt"), isian.get("rw") or _own_rw(ketua, isian))
    if not nama or not isian.get("rt"):
        return reply(m, "luna_usul_cara")
    for satu in ketua if wilayah is not None else []:
        try:
            rumah, baru = propose_tuan_rumah(satu, nama=nama, wilayah=wilayah)  # type: ignore[arg-type]
        except BukanWilayahnya:
            continue
        except ValueError:
            return reply(m, "luna_usul_cara")
        templat = "luna_usul_catat" if baru else "luna_usul_ada"
        return reply(m, templat, nama=rumah.nama, rt=place_name(rumah.wilayah))
    milik = ", ".join(place_name(satu.wilayah) for satu in ketua)
    return reply(m, "luna_usul_luar", wilayah=milik)


def _own_rw(ketua: list[Tokoh], isian: dict[str, Any]) -> str | None:
    """The RW of a head who names only an RT: their own."""
    rw = {str(satu.wilayah_id).split(".")[4] for satu in ketua if satu.wilayah_id.count(".") > 3}
    return rw.pop() if len(rw) == 1 and isian.get("rt") else None
