"""Entries of the log as pages show them: people masked, what became of each, what may be done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from luna_maya.catatan_boleh import is_meja
from luna_maya.media_izin import MediaIzin
from luna_maya.models import Catatan, Kunjungan, Tugas
from luna_maya.services.tindak_catatan import LAPORAN, POTENSI
from luna_maya.waktu_catatan import closes_at, is_evening
from pesan.models import Lampiran
from wilayah.format import tanggal_panjang
from wilayah.hasil_rujukan import HasilRujukan, read_hasil
from wilayah.models import Rujukan, Wilayah
from wilayah.rujukan import choice_of, meja_of

_KATA = re.compile(r"\w+")
_KEMBALI = Rujukan.Status.DIKEMBALIKAN


def mask_pihak(teks: str) -> str:
    """Who was involved, as first letters: "Pak Durahman, RT 02" becomes "P** D**, R** 0**"."""
    return _KATA.sub(lambda m: f"{m[0][0]}**", teks)


@dataclass(slots=True)
class Lanjutan:
    """Something that came out of an entry. `url` only where this reader may open it."""

    apa: str
    keadaan: str
    url: str = ""


@dataclass(slots=True)
class BarisCatatan:
    """One entry for a page."""

    catatan: Catatan
    jam: str
    tempat: str
    pihak: str
    foto: list[Lampiran]
    suara: list[Lampiran]
    lanjutan: list[Lanjutan] = field(default_factory=list)
    boleh: set[str] = field(default_factory=set)


def with_lanjutan(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The entries with all that `read_baris` reads of them, in a fixed number of queries."""
    return rows.select_related(
        "kunjungan__jenis", "wilayah__induk", "by", "janji_lurah"
    ).prefetch_related("lampiran", "rujukan", "tugas__petugas")


def read_baris(
    rows: Iterable[Catatan], *, user: Any, izin: MediaIzin, now: datetime
) -> list[BarisCatatan]:
    """Entries of one visit, with what this reader may see and do."""
    daftar = list(rows)
    hasil = read_hasil([r for c in daftar for r in c.rujukan.all()], user=user)
    return [_baris(satu, user, izin, now, hasil) for satu in daftar]


def _baris(
    satu: Catatan, user: Any, izin: MediaIzin, now: datetime, hasil: dict[int, HasilRujukan]
) -> BarisCatatan:
    berkas = [b for b in satu.lampiran.all() if b.status == Lampiran.Status.ADA]
    return BarisCatatan(
        catatan=satu,
        jam=tanggal_panjang(satu.dicatat_at, satu.wilayah_id),
        tempat=place_of(satu.wilayah),
        pihak=mask_pihak(satu.pihak),
        foto=[b for b in berkas if b.jenis == Lampiran.Jenis.FOTO and izin.foto],
        suara=[b for b in berkas if b.jenis == Lampiran.Jenis.SUARA and izin.suara],
        lanjutan=read_lanjutan(satu, hasil),
        boleh=_allowed(satu, user, now),
    )


def read_lanjutan(satu: Catatan, hasil: dict[int, HasilRujukan]) -> list[Lanjutan]:
    """Promise, hand-overs and tasks of an entry and how far each is."""
    lanjutan = []
    janji = getattr(satu, "janji_lurah", None)
    if janji is not None:
        batas = f"{janji.tenggat:%d-%m-%Y}"
        lanjutan.append(Lanjutan("Janji", f"{janji.get_status_display()}, paling lambat {batas}"))
    for rujukan in satu.rujukan.all():
        jadi = hasil.get(rujukan.pk)
        if jadi is not None:
            lanjutan.append(Lanjutan(f"{jadi.apa} {jadi.sebutan}", jadi.keadaan, jadi.url))
        else:
            alasan = f": {rujukan.alasan}" if rujukan.status == _KEMBALI else ""
            keadaan = f"{rujukan.get_status_display()}{alasan}"
            lanjutan.append(Lanjutan(meja_of(rujukan.meja).label(), keadaan))
    lanjutan += [_tugas(t) for t in satu.tugas.all()]
    return lanjutan


def _tugas(tugas: Tugas) -> Lanjutan:
    keadaan = (
        f"selesai: {tugas.hasil}"
        if tugas.selesai_pada
        else f"paling lambat {tugas.tenggat:%d-%m-%Y}"
    )
    return Lanjutan(f"Tugas {tugas.petugas}", f"{tugas.isi} ({keadaan})")


def _allowed(satu: Catatan, user: Any, now: datetime) -> set[str]:
    if satu.dicabut_at is not None:
        return set()
    meja, boleh = is_meja(user, satu), set()
    lanjut = any(r.status != _KEMBALI for r in satu.rujukan.all()) or bool(satu.tugas.all())
    if (meja or satu.by_id == user.pk) and not lanjut:
        boleh |= {"ubah"} if is_evening(satu.kunjungan, now) else set()
        boleh |= {"tarik"} if now <= closes_at(satu.kunjungan) else set()
    return boleh | (steps_of(satu) if meja else set())


def steps_of(satu: Catatan) -> set[str]:
    """What the desk may still make of an entry: laporan, potensi, tugas."""
    if satu.dicabut_at is not None:
        return set()
    sudah = {r.meja for r in satu.rujukan.all() if r.status != _KEMBALI}
    bisa = {"tugas"}
    if satu.setuju_laporan and LAPORAN in settings.RUJUKAN_MEJA and LAPORAN not in sudah:
        bisa.add("laporan")
    if POTENSI in settings.RUJUKAN_MEJA and POTENSI not in sudah:
        bisa.add("potensi")
    return bisa


def choices_of_potensi(user: Any, kunjungan: Kunjungan | Catatan) -> tuple[str, Sequence[Any]]:
    """What the desk of potentials asks for, and what may be answered: its field, its choices."""
    memilih = choice_of(meja_of(POTENSI)) if POTENSI in settings.RUJUKAN_MEJA else None
    if memilih is None:
        return "", []
    return memilih.kolom, memilih.pilihan(user, kelurahan_of(kunjungan))


def kelurahan_of(satu: Kunjungan | Catatan) -> Wilayah:
    """The kelurahan or desa it lies in."""
    return Wilayah.objects.get(pk=satu.wilayah.kode_kelurahan)


def place_of(tempat: Wilayah) -> str:
    """As people say it: "RT 02 RW 01", "RW 01", else the area's own name."""
    if tempat.rt:
        return f"RT {tempat.rt}" if tempat.rw == "00" else f"RT {tempat.rt} RW {tempat.rw}"
    return f"RW {tempat.rw}" if tempat.rw else str(tempat)
