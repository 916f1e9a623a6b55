"""A request's words as everybody may read them: no person, no number, no village."""

import re
from collections.abc import Iterable

from django.utils import timezone

from ruko_parsel.models import Permintaan
from ruko_parsel.services.permintaan import kecamatan_of
from wilayah.models import Penugasan, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.scope import prefix_q

DESA, ORANG = "[desa]", "[nama]"
_SEBUTAN = r"(?:desa|ds|kelurahan|kel|kampung|dusun)\.?"
_SAPAAN = r"(?:bapak|bpk|pak|ibu|bu|sdri?|saudara|saudari|h|hj)\.?"
_TEMPAT_MIN, _NAMA_MIN = 3, 4


def mask_permintaan(permintaan: Permintaan, teks: str) -> str:
    """Personal data, the village's own names and those of who had to do with it, in brackets."""
    return mask_nama(mask_catatan(teks), villages_of(permintaan), people_of(permintaan))


def villages_of(permintaan: Permintaan) -> list[str]:
    """Names the village goes by: its own and what its parts are called."""
    desa = permintaan.wilayah
    bawah = Wilayah.objects.in_wilayah(desa.pk).values_list("nama", "label", "tingkat")
    nama = {desa.nama}
    for resmi, setempat, tingkat in bawah:
        nama.add(setempat)
        if tingkat not in {Wilayah.Tingkat.RT, Wilayah.Tingkat.RW}:
            nama.add(resmi)
    return sorted((n for n in nama if len(n) >= _TEMPAT_MIN), key=len, reverse=True)


def people_of(permintaan: Permintaan) -> list[str]:
    """Names of the staff of the village and of its kecamatan, and of who asked and answered."""
    kecamatan = kecamatan_of(permintaan.wilayah)
    tugas = Penugasan.objects.on(timezone.localdate()).filter(
        prefix_q("wilayah", permintaan.wilayah_id) | prefix_q("wilayah", kecamatan)
    )
    nama = set(tugas.values_list("pengguna__nama", flat=True))
    nama |= {str(o) for o in (permintaan.pemohon, permintaan.petugas) if o is not None}
    return sorted((n for n in nama if len(n) >= _NAMA_MIN), key=len, reverse=True)


def mask_nama(teks: str, tempat: Iterable[str], orang: Iterable[str]) -> str:
    """These names out of a text.

    A village's name alone counts only with a capital: "panggung" is also a stage. Of a person the
    whole name goes, and each part of it behind a form of address ("Pak Rahmadi").
    """
    for nama in orang:
        teks = _sub(rf"(?:{_SAPAAN}\s+)?{_spaced(nama)}", ORANG, teks)
        for bagian in nama.split():
            if len(bagian) >= _NAMA_MIN:
                teks = _sub(rf"{_SAPAAN}\s+{re.escape(bagian)}", ORANG, teks)
    for nama in tempat:
        teks = _sub(rf"{_SEBUTAN}\s+{_spaced(nama)}", DESA, teks)
        for tulis in {nama, nama.upper(), nama.title()}:
            teks = re.sub(rf"\b{_spaced(tulis)}\b", DESA, teks)
    return teks


def _sub(pola: str, ganti: str, teks: str) -> str:
    return re.sub(rf"(?<!\w){pola}(?!\w)", ganti, teks, flags=re.IGNORECASE)


def _spaced(nama: str) -> str:
    """A name whatever space stands between its words."""
    return r"\s+".join(re.escape(satu) for satu in nama.split())


def left_in(permintaan: Permintaan | None, *teks: str) -> bool:
    """Whether any of these texts still says who or where; asked again before publishing."""
    if permintaan is None:
        return any(mask_catatan(satu) != satu for satu in teks)
    return any(mask_permintaan(permintaan, satu) != satu for satu in teks)
