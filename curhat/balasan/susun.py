"""The answer to a resident: the seed's template, filled from triage and the solution guide.

Order after the seed, "AI Response Template (final)": empathy, summary, likely cause, solutions A, B
and C, three concrete steps, urgency and category, what to type next; then the disclaimer of part G.
"""

import re

from curhat.balasan.catatan import write_catatan
from curhat.balasan.jawaban import WEB, BagianJawaban, Jawaban, KonteksJawaban
from curhat.balasan.kalimat import clip, end_titik, fill, put
from curhat.balasan.kenali import choose_keadaan
from curhat.balasan.naskah import write_pendek, write_penuh
from curhat.balasan.panduan import Keadaan, Panduan
from curhat.balasan.ragam import (
    PEMBUKA,
    SANGKALAN,
    SESUDAH,
    SESUDAH_WEB,
    TANYA_RT_RW,
    TANYA_RT_RW_AMAN,
    Ragam,
    choose_ragam,
)
from curhat.triase.hasil import Tempat, Triase

DARURAT_UTAMA = "112"
SEGERA_UMUM = "Menjauh ke tempat aman dan jangan bertindak sendiri."
MAKS_NAMA = 60  # characters of one name a caller passes; official ones are shorter
MAKS_AJAKAN = 120
MAKS_NOMOR = 2  # emergency numbers named in the first line

# The seed: "Urgensi=4 (perlu tindakan dalam 7 hari)".
ARTI_URGENSI = {4: "perlu tindakan dalam 7 hari", 5: "perlu tindakan segera"}

RINGKASAN_RAHASIA = "Cerita Anda kami terima dan kami jaga rahasianya."
_POLA_RT_RW = re.compile(r"\br[tw]\W{0,2}\d", re.IGNORECASE)
_POLA_NOMOR = re.compile(r"\b1\d\d\b")
_TANPA_RT_RW = frozenset({"informasi"})
_SEBUTAN = ("kelurahan ", "desa ", "kel. ", "kampung ")
_JABATAN = re.compile(r"\b(?:lurah|kepala desa|kades)\b", re.IGNORECASE)
_SAPAAN = re.compile(r"(?:pak/bu|bapak/ibu|bapak|ibu|pak|bu)\s+", re.IGNORECASE)


def compose_jawaban(triase: Triase, panduan: Panduan, konteks: KonteksJawaban) -> Jawaban:
    """The answer to one curhat: whole on the web, at most `konteks.batas` characters elsewhere.

    The same arguments give the same answer; `konteks.sebelumnya` keeps two answers in a row apart.
    """
    keadaan = choose_keadaan(panduan, triase.teks, triase.teks_tersamar)
    ragam = choose_ragam(triase.subkategori, panduan, keadaan, konteks.sebelumnya, konteks.benih)
    bagian = _build_bagian(triase, panduan, keadaan, ragam, konteks)
    return Jawaban(
        teks=write_penuh(bagian) if konteks.kanal == WEB else write_pendek(bagian, konteks.batas),
        bagian=bagian,
        varian=ragam.as_id(triase.subkategori, keadaan.nama),
        keadaan=keadaan.nama,
        surat=keadaan.surat,
    )


def _build_bagian(
    triase: Triase, panduan: Panduan, keadaan: Keadaan, ragam: Ragam, konteks: KonteksJawaban
) -> BagianJawaban:
    nilai = _build_nilai(triase, konteks)
    besar = keadaan.c[ragam.c]
    darurat = _write_darurat(triase, panduan, keadaan, konteks, nilai)
    tenang = not (triase.darurat or triase.rahasia)
    return BagianJawaban(
        darurat=darurat,
        bantuan=_write_bantuan(keadaan.bantuan or panduan.bantuan, darurat, nilai),
        pembuka=fill(PEMBUKA[ragam.frasa], nilai) if tenang else "",
        empati=fill(panduan.empati[ragam.empati], nilai),
        ringkasan=_write_ringkasan(triase, nilai["tempat_tahu"]),
        label_sebab="Penting" if triase.rahasia else "Diagnosis singkat",
        sebab=fill(keadaan.sebab[ragam.sebab], nilai),
        catatan=write_catatan(triase, ragam.frasa),
        a=fill(keadaan.a[ragam.a], nilai),
        b=fill(keadaan.b[ragam.b], nilai),
        c=fill(besar.teks, nilai),
        pihak=put(besar.pihak, nilai) if besar.pihak else None,
        biaya=put(besar.biaya, nilai) if besar.biaya else None,
        langkah=(
            fill(keadaan.langkah[0], nilai),
            fill(keadaan.langkah[1], nilai),
            fill(keadaan.langkah[2], nilai),
        ),
        urgensi=triase.urgensi,
        arti_urgensi=ARTI_URGENSI.get(triase.urgensi),
        kategori=triase.kategori.capitalize(),
        judul=panduan.judul if triase.kategori != triase.subkategori else "",
        tanya=_write_tanya(triase, konteks, ragam.frasa),
        ajakan=_write_ajakan(keadaan, konteks, ragam.frasa),
        kode=_write_kode(konteks),
        sangkalan=fill(SANGKALAN[ragam.frasa], nilai),
    )


def _build_nilai(triase: Triase, konteks: KonteksJawaban) -> dict[str, str]:
    rt_rw = _write_rt_rw(triase)
    desa = _is_desa(triase, konteks)
    tempat = ", ".join(
        satu for satu in (clip((triase.jalan or "").strip(" ,."), MAKS_NAMA), rt_rw) if satu
    )
    return {
        "rt_rw": rt_rw or "RT/RW setempat",
        "tempat": tempat or "lokasi itu",
        "tempat_tahu": tempat,
        "kelurahan": _call_kelurahan(konteks.kelurahan, desa=desa),
        "lurah": _call_lurah(konteks.lurah, desa=desa),
        "unit": clip(konteks.unit or "dinas terkait", MAKS_NAMA),
        "telepon_unit": clip(
            f"telepon {konteks.telepon_unit}" if konteks.telepon_unit else "kantor kelurahan",
            MAKS_NAMA,
        ),
        "darurat": clip(_main_nomor(konteks)[1], MAKS_NAMA),
    }


def _write_rt_rw(triase: Triase) -> str:
    rt = triase.rt and f"RT {triase.rt}"
    rw = triase.rw and f"RW {triase.rw}"
    return "/".join(satu for satu in (rt, rw) if satu)


def _is_desa(triase: Triase, konteks: KonteksJawaban) -> bool:
    """Official codes of a desa count from 2001, those of a kelurahan from 1001."""
    if konteks.desa or (konteks.kelurahan or "").lower().startswith("desa "):
        return True
    kode = (triase.wilayah or "").split(".")
    return len(kode) > 3 and kode[3].startswith("2")


def _call_kelurahan(nama: str | None, *, desa: bool) -> str:
    sebutan = "Desa" if desa else "Kelurahan"
    if not nama:
        return sebutan.lower()
    nama = clip(nama.strip(), MAKS_NAMA)
    return nama if nama.lower().startswith(_SEBUTAN) else f"{sebutan} {nama}"


def _call_lurah(lurah: str | None, *, desa: bool) -> str:
    """The office always, with the name where it is known: "Pak Lurah Irwan", not "Pak Irwan"."""
    jabatan = "Kepala Desa" if desa else "Lurah"
    nama = clip((lurah or "").strip(), MAKS_NAMA)
    if not nama or _JABATAN.search(nama):
        return nama or jabatan
    cocok = _SAPAAN.match(nama)
    return f"{cocok[0]}{jabatan} {nama[cocok.end() :]}" if cocok else f"{jabatan} {nama}"


def _main_nomor(konteks: KonteksJawaban) -> tuple[str, str]:
    """112 where the area has it: it reaches every service; else the nearest number."""
    umum = (satu for satu in konteks.darurat if satu[1] == DARURAT_UTAMA)
    return next(umum, konteks.darurat[0] if konteks.darurat else ("Darurat", DARURAT_UTAMA))


def _write_darurat(
    triase: Triase,
    panduan: Panduan,
    keadaan: Keadaan,
    konteks: KonteksJawaban,
    nilai: dict[str, str],
) -> str | None:
    """What to do now and whom to call, unless the guide's own sentence names the numbers."""
    if not triase.darurat:
        return None
    segera = end_titik(fill(keadaan.segera or panduan.segera or SEGERA_UMUM, nilai))
    if _POLA_NOMOR.search(segera):
        return segera
    nomor = dict.fromkeys((_main_nomor(konteks), *konteks.darurat))
    daftar = [f"{clip(nama, 30)} {clip(satu, 20)}" for nama, satu in list(nomor)[:MAKS_NOMOR]]
    return f"{segera} Telepon {', '.join(daftar)}."


def _write_bantuan(bantuan: str | None, darurat: str | None, nilai: dict[str, str]) -> str | None:
    """Help lines, unless the emergency line has named every one of them."""
    if not bantuan:
        return None
    isi = fill(bantuan, nilai)
    baru = set(_POLA_NOMOR.findall(isi)) - set(_POLA_NOMOR.findall(darurat or ""))
    return isi if baru else None


def _write_ringkasan(triase: Triase, tempat: str) -> str:
    """The summary, with the place where it is known and not already said.

    A sensitive story is not repeated: the phone may be read by the one it speaks of.
    """
    if triase.rahasia:
        return RINGKASAN_RAHASIA
    isi = " ".join((triase.ringkasan or triase.teks_tersamar).split())
    isi = clip(isi, 140).rstrip(" .,;") or "pesan Anda sudah kami terima"
    if tempat and not _POLA_RT_RW.search(isi):
        isi = f"{isi} ({tempat})"
    return end_titik(isi[:1].upper() + isi[1:])


def _write_tanya(triase: Triase, konteks: KonteksJawaban, frasa: int) -> tuple[str, ...]:
    tanya = []
    if triase.kandidat_wilayah:
        tanya.append(_ask_wilayah(triase.kandidat_wilayah))
    elif not (triase.wilayah or konteks.kelurahan):
        tanya.append("Ini di kelurahan mana?")
    kurang = " dan ".join(
        nama for nama, isi in (("RT", triase.rt), ("RW", triase.rw)) if not isi
    ).replace("RT dan RW", "RT/RW")
    if konteks.tanya_rt_rw and kurang and triase.subkategori not in _TANPA_RT_RW:
        pilihan = TANYA_RT_RW_AMAN if triase.rahasia else TANYA_RT_RW
        tanya.append(pilihan[frasa].format(kurang=kurang))
    if tanya and konteks.kanal == WEB:
        tanya.append("Lengkapi di halaman lacak.")
    return tuple(tanya)


def _ask_wilayah(kandidat: tuple[Tempat, ...]) -> str:
    nama = [_call_tempat(satu) for satu in kandidat[:3]]
    if len(nama) == 1:
        return f"Apakah ini di {nama[0]}?"
    return f"Maksudnya {', '.join(nama[:-1])} atau {nama[-1]}?"


def _call_tempat(tempat: Tempat) -> str:
    sebutan = "Desa" if tempat.tingkat.lower() == "desa" else "Kelurahan"
    nama = clip(tempat.nama, 30)
    return nama if nama.lower().startswith(_SEBUTAN) else f"{sebutan} {nama}"


def _write_ajakan(keadaan: Keadaan, konteks: KonteksJawaban, frasa: int) -> tuple[str, ...]:
    sesudah = (SESUDAH_WEB if konteks.kanal == WEB else SESUDAH)[frasa]
    surat = (keadaan.surat or "").upper().replace("_", " ")
    lain = (
        clip(satu.replace("{surat}", surat), MAKS_AJAKAN)
        for satu in konteks.ajakan
        if surat or "{surat}" not in satu
    )
    return (sesudah, *lain)


def _write_kode(konteks: KonteksJawaban) -> str | None:
    if not konteks.kode:
        return None
    pin = f", PIN {clip(konteks.pin, 20)}" if konteks.pin else ""
    return f"Kode: {clip(konteks.kode, 30)}{pin}"
