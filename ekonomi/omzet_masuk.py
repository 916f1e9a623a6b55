"""Turnover by chat: SAMBUNG with a word, OMZET with a figure, and the answers to our questions.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`; what it does not claim goes on there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ekonomi.models import Pengukuran, TanyaOmzet, Usaha
from ekonomi.omzet_baca import OmzetDibaca, nama_bulan, read_omzet
from ekonomi.services.akses_omzet import (
    SambungGagal,
    SambungTerlaluSering,
    link_kontak,
    rumah_of,
    set_pengingat,
    usaha_of,
)
from ekonomi.services.omzet import (
    Asal,
    OmzetKeliru,
    OmzetSudahDiputus,
    Pemilik,
    confirm_omzet,
    default_bulan,
    record_omzet,
    void_omzet,
)
from ekonomi.services.tanya_omzet import ask_omzet, asked_kontak, close_tanya, open_tanya
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.services import queue_pesan
from pesan.tombol import write_daftar
from wilayah.format import rupiah
from wilayah.kalender import to_wib
from wilayah.rupiah_baca import TidakTerbaca, read_rupiah

J, S = Pengukuran.Jenis, Pengukuran.Status
_SAMBUNG = re.compile(
    r"^\s*(?:kode\s+)?sambung\b[\s:]*([a-z0-9]{4}[\s-]?[a-z0-9]{4})\s*\.?\s*$", re.I
)
_INGATKAN = re.compile(r"^\s*(?:pengingat|ingatkan)\s+(ya|tidak)\b", re.I)
_BUKAN_HURUF = re.compile(r"[^a-z ]+")
_YA = frozenset(
    {"ya", "iya", "y", "ya benar", "iya benar", "benar", "betul", "ya betul", "nggih", "inggih",
     "leres", "nggih leres", "sudah benar", "bener", "iyo"}
)  # fmt: skip
_TIDAK = frozenset({"tidak", "bukan", "salah", "tidak benar", "mboten", "keliru", "ndak", "enggak"})
_BATAL = frozenset({"batal", "batalkan", "tidak jadi", "ndak jadi"})
_CONTOH = "OMZET 1500000"


@dataclass(frozen=True, slots=True)
class _Orang:
    """One message and who wrote it; `kontak` is never None here."""

    masuk: Masuk
    kontak: Kontak

    @property
    def hari(self) -> date:
        return to_wib(self.masuk.diterima_at).date()

    def say(self, templat: str, **slots: Any) -> None:
        """Owe this person one answer to this message."""
        queue_pesan(
            kunci=f"{templat}:{self.masuk.pesan.pk}",
            templat=templat,
            slots=slots,
            kontak=self.kontak,
            wilayah=self.masuk.wilayah,
            nomor_kanal=self.masuk.nomor_kanal,
        )


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim what is about turnover; each contact occurs once in the batch."""
    ditanya = asked_kontak(m.kontak.pk for m in masuk if m.kontak is not None)
    return [_one(m, ditanya) for m in masuk]


def _one(m: Masuk, ditanya: set[int]) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"}:
        return False
    orang = _Orang(m, m.kontak)
    teks = m.isi.teks
    if cocok := _SAMBUNG.match(teks):
        return _connect(orang, cocok[1])
    if (cocok := _INGATKAN.match(teks)) and set_pengingat(
        orang.kontak, mau=cocok[1].lower() == "ya"
    ):
        orang.say("omzet_ingat_ya" if cocok[1].lower() == "ya" else "omzet_ingat_tidak")
        return True
    try:
        dibaca = read_omzet(teks, orang.hari)
    except TidakTerbaca as error:
        orang.say("omzet_caranya", alasan=str(error), contoh=_CONTOH)
        return True
    if dibaca is not None:
        return _report(orang, dibaca)
    return orang.kontak.pk in ditanya and _answer(orang, teks)


def _connect(orang: _Orang, kata: str) -> bool:
    try:
        akses = link_kontak(kata, orang.kontak)
    except SambungTerlaluSering:
        orang.say("omzet_sambung_tunggu")
    except SambungGagal:
        orang.say("omzet_sambung_gagal")
    else:
        orang.say("omzet_tersambung", nama=str(akses.pemilik.nama if not akses.rumah_id else
                  "keluarga Anda"), contoh=_CONTOH)  # fmt: skip
    return True


def _report(orang: _Orang, dibaca: OmzetDibaca) -> bool:
    usaha, rumah = usaha_of(orang.kontak), rumah_of(orang.kontak)
    bulan = dibaca.bulan or default_bulan(orang.hari)
    if not usaha and not rumah:
        orang.say("omzet_belum_tersambung")
    elif dibaca.jenis == J.PENDAPATAN and rumah:
        _take(orang, rumah[0], replace(dibaca, bulan=bulan))
    elif len(usaha) > 1:
        _ask_which(orang, usaha, dibaca.nilai, bulan)
    else:
        pemilik = usaha[0] if usaha else rumah[0]
        _take(orang, pemilik, OmzetDibaca(J.OMZET, dibaca.nilai, bulan))
    return True


def _take(orang: _Orang, pemilik: Pemilik, dibaca: OmzetDibaca, *, lagi: bool = False) -> None:
    """Record it and answer; `lagi`: it was asked about once, so it is not asked again."""
    assert dibaca.bulan is not None  # noqa: S101 - the caller has filled it in
    asal = Asal(Pengukuran.Cara.CHAT, kontak=orang.kontak, kunci=f"pesan:{orang.masuk.pesan.pk}")
    try:
        baris = record_omzet(
            pemilik, bulan=dibaca.bulan, nilai=dibaca.nilai, asal=asal, jenis=dibaca.jenis
        )
    except OmzetKeliru as error:
        orang.say("omzet_caranya", alasan=str(error), contoh=_CONTOH)
        return
    slots = {
        "nilai": rupiah(baris.nilai),
        "bulan": nama_bulan(baris.bulan),
        "nama": _nama(pemilik),
        "jenis": "Omzet" if baris.jenis == J.OMZET else "Pendapatan",
    }
    if baris.status != S.DITANYAKAN:
        close_tanya(orang.kontak)
        orang.say("omzet_dicatat", **slots)
    elif lagi:
        orang.say("omzet_ditinjau", **slots)
    else:
        ask_omzet(
            orang.kontak, jenis=TanyaOmzet.Jenis.BENAR, nilai=baris.nilai, bulan=baris.bulan,
            pesan=orang.masuk.pesan, pengukuran=baris,
        )  # fmt: skip
        orang.say("omzet_benar", alasan=baris.alasan, **slots)


def _ask_which(orang: _Orang, usaha: list[Usaha], nilai: int, bulan: date) -> None:
    ask_omzet(
        orang.kontak, jenis=TanyaOmzet.Jenis.USAHA, nilai=nilai, bulan=bulan,
        pesan=orang.masuk.pesan, pilihan=[satu.pk for satu in usaha[:10]],
    )  # fmt: skip
    daftar = write_daftar([(satu.nama[:24], satu.get_bidang_display()) for satu in usaha[:10]])
    orang.say(
        "omzet_usaha_mana",
        nilai=rupiah(nilai),
        bulan=nama_bulan(bulan),
        nomor="\n".join(f"{n}. {satu.nama}" for n, satu in enumerate(usaha[:10], start=1)),
        pilihan=daftar.removeprefix("[[").removesuffix("]]"),
    )


def _answer(orang: _Orang, teks: str) -> bool:
    """The answer to an open question of ours; False for anything else."""
    if len(teks) > 60:
        return False
    tanya = open_tanya(orang.kontak)
    if tanya is None:
        return False
    if tanya.jenis == TanyaOmzet.Jenis.USAHA:
        return _answer_which(orang, tanya, teks)
    return _answer_true(orang, tanya, teks)


def _answer_which(orang: _Orang, tanya: TanyaOmzet, teks: str) -> bool:
    by_pk = {satu.pk: satu for satu in usaha_of(orang.kontak)}
    usaha = [by_pk[pk] for pk in tanya.pilihan if pk in by_pk]
    pilih = _pick(usaha, teks)
    if pilih is None:
        return False
    close_tanya(orang.kontak)
    _take(orang, pilih, OmzetDibaca(J.OMZET, tanya.nilai, tanya.bulan))
    return True


def _pick(usaha: list[Usaha], teks: str) -> Usaha | None:
    kata = " ".join(teks.casefold().split()).strip(" .")
    nomor = kata.removeprefix("nomor").removeprefix("no").strip(" .")
    if nomor.isdecimal() and len(nomor) <= 2:
        return usaha[int(nomor) - 1] if 1 <= int(nomor) <= len(usaha) else None
    sama = [satu for satu in usaha if len(kata) >= 3 and satu.nama.casefold().startswith(kata)]
    return sama[0] if len(sama) == 1 else None


def _answer_true(orang: _Orang, tanya: TanyaOmzet, teks: str) -> bool:
    baris = tanya.pengukuran
    assert baris is not None  # noqa: S101 - a question of this kind has one
    kata = " ".join(_BUKAN_HURUF.sub(" ", teks.lower()).split())
    nilai = read_rupiah(teks)
    if nilai is not None and nilai >= 100:
        close_tanya(orang.kontak)
        _take(orang, baris.pemilik, OmzetDibaca(baris.jenis, nilai, baris.bulan), lagi=True)
        return True
    slots = {"nilai": rupiah(baris.nilai), "bulan": nama_bulan(baris.bulan),
             "nama": _nama(baris.pemilik), "jenis": baris.get_jenis_display()}  # fmt: skip
    if kata in _TIDAK:
        orang.say("omzet_angka_benar", **slots)
        return True
    if kata not in _YA | _BATAL:
        return False
    close_tanya(orang.kontak)
    try:
        if kata in _BATAL:
            void_omzet(baris, alasan="Dibatalkan pemiliknya di obrolan.")
        else:
            confirm_omzet(baris, alasan="Dibenarkan pemiliknya di obrolan.")
    except OmzetSudahDiputus:
        orang.say("omzet_sudah_diputus", **slots)
        return True
    orang.say("omzet_batal" if kata in _BATAL else "omzet_dicatat", **slots)
    return True


def _nama(pemilik: Pemilik) -> str:
    return pemilik.nama if isinstance(pemilik, Usaha) else "keluarga Anda"
