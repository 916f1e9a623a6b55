"""Kinds of letters: finding one by a resident's words, and writing a new version of one."""

import re
from typing import Any

from django.db import transaction
from rapidfuzz import fuzz, process

from dokumen.isian import Isian
from dokumen.models import JenisSurat
from dokumen.naskah import SLOT_TETAP, read_blok, slot_names
from wilayah.models import Pengguna, Wilayah

_MIRIP = 84  # of 100; "pengntar" finds pengantar, "sampah" does not find sedot
_BUKAN_JENIS = re.compile(
    r"\b(minta|mohon|mau|buat|buatkan|bikin|tolong|draft?|konsep|butuh|surat|permohonan|saya|aku"
    r"|dong|ya|pak|bu|untuk|dibuatkan|format|contoh)\b"
)
_BERARTI = re.compile(r"[^a-z0-9 ]+")


def list_jenis(wilayah: Wilayah | str) -> list[JenisSurat]:
    """The kinds that may be asked for here, by name; an area's own stands for the general one."""
    kode = wilayah if isinstance(wilayah, str) else wilayah.pk
    by_kode: dict[str, JenisSurat] = {}
    # the general ones first, then the wider areas: the nearest is what stays
    for jenis in JenisSurat.objects.active_at(kode).order_by("wilayah__kode"):
        ada = by_kode.get(jenis.kode)
        if ada is None or len(jenis.wilayah_id or "") >= len(ada.wilayah_id or ""):
            by_kode[jenis.kode] = jenis
    return sorted(by_kode.values(), key=lambda satu: satu.nama)


def find_jenis(kata: str, wilayah: Wilayah | str) -> JenisSurat | None:
    """The kind a resident means: "SEDOT", "surat pengantar", "pengntar", "draf perbaikan jalan".

    None when no kind is near enough, or two are equally near.
    """
    dikenal = {
        nama: jenis
        for jenis in list_jenis(wilayah)
        for nama in {_plain(teks) for teks in (jenis.kode, jenis.nama, *jenis.alias)}
        if nama
    }
    dicari = _plain(kata)
    if not dicari:
        return None
    if dicari in dikenal:
        return dikenal[dicari]
    dekat = process.extract(dicari, list(dikenal), scorer=fuzz.token_sort_ratio, limit=5)
    if not dekat or dekat[0][1] < _MIRIP:
        dekat = _inside(dicari, list(dikenal))
    terbaik = {dikenal[nama].pk for nama, nilai, _n in dekat if nilai == dekat[0][1]}
    return dikenal[dekat[0][0]] if len(terbaik) == 1 else None


def _inside(dicari: str, dikenal: list[str]) -> list[tuple[str, float, int]]:
    """Names that stand word for word in a longer sentence, the longest first."""
    ada = [nama for nama in dikenal if re.search(rf"\b{re.escape(nama)}\b", dicari)]
    return [(nama, float(len(nama)), 0) for nama in sorted(ada, key=len, reverse=True)]


def _plain(kata: str) -> str:
    bersih = _BERARTI.sub(" ", kata.lower()[:200].replace("_", " "))
    return " ".join(_BUKAN_JENIS.sub(" ", bersih).split())


def current_version(jenis: JenisSurat) -> JenisSurat:
    """The version in use of this kind, or itself where none is in use any more."""
    found = JenisSurat.objects.filter(kode=jenis.kode, wilayah=jenis.wilayah_id, aktif=True).first()
    return found or jenis


def check_jenis(*, isian: Any, teks: dict[str, str]) -> list[Isian]:
    """The fields of a kind. Raises ValueError with what is wrong, in words for staff.

    `teks` holds every text with slots by what staff call it ("isi surat", "kepada", …).
    """
    if not isinstance(isian, list) or not all(isinstance(baris, dict) for baris in isian):
        raise ValueError("Isian harus berupa daftar, satu isian satu butir.")
    kolom = [Isian.read(baris) for baris in isian]
    nama = [satu.nama for satu in kolom]
    if ganda := sorted({satu for satu in nama if nama.count(satu) > 1}):
        raise ValueError(f"Isian ditulis dua kali: {', '.join(ganda)}.")
    if bentrok := sorted(set(nama) & set(SLOT_TETAP)):
        raise ValueError(f"Nama isian dipakai portal sendiri: {', '.join(bentrok)}.")
    for apa, isi in teks.items():
        _check_slots(apa, isi, {*nama, *SLOT_TETAP})
    read_blok(teks.get("isi surat", ""))
    return kolom


def _check_slots(apa: str, isi: str, dikenal: set[str]) -> None:
    asing = [satu for satu in slot_names(isi) if satu not in dikenal]
    if asing:
        kata = ", ".join(f"{{{satu}}}" for satu in asing)
        boleh = ", ".join(f"{{{satu}}}" for satu in sorted(dikenal))
        raise ValueError(f"Isian tidak dikenal di {apa}: {kata}. Yang tersedia: {boleh}.")
    sisa = re.sub(r"\{[^{}]*\}", "", isi)
    if "{" in sisa or "}" in sisa:
        raise ValueError(f"Kurung kurawal di {apa} tidak berpasangan.")


@transaction.atomic
def write_jenis(
    *, kode: str, wilayah: Wilayah | None, by: Pengguna | None, **isi: Any
) -> JenisSurat:
    """Put a new version of a kind into use; the one before stays for the letters written by it.

    Raises ValueError for fields or texts that do not fit together.
    """
    check_jenis(isian=isi["isian"], teks=texts_of(isi))
    sama = JenisSurat.objects.select_for_update().filter(kode=kode, wilayah=wilayah)
    versi = max((satu.versi for satu in sama), default=0) + 1
    sama.filter(aktif=True).update(aktif=False)
    return JenisSurat.objects.create(
        kode=kode, wilayah=wilayah, versi=versi, by=by, **{"aktif": True, **isi}
    )


def texts_of(isi: dict[str, Any]) -> dict[str, str]:
    """Every text of a kind that may hold slots, by what staff call it."""
    return {
        "hal atau judul": isi.get("hal", ""),
        "kepada": isi.get("kepada", ""),
        "isi surat": isi.get("teks", ""),
        "tembusan": isi.get("tembusan", ""),
    }


def retire_jenis(jenis: JenisSurat) -> bool:
    """Offer this kind no more; letters written by it stay. False when it was out of use already."""
    return bool(JenisSurat.objects.filter(pk=jenis.pk, aktif=True).update(aktif=False))
