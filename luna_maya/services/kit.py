"""The replication kit of a kelurahan: what it adds, publishing it, loading one from elsewhere."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from luna_maya.models import JenisKunjungan, KitReplikasi, SebutanKunjungan
from luna_maya.services.buku import is_lurah_of
from wilayah.ekspor import unescape_formula
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

_MAKS_ISI = 2 * 1024 * 1024  # bytes of one file inside a kit
_MAKS_BARIS = 40
_KUNCI = re.compile(r"[a-z0-9_]{1,40}")


class KitKeliru(ValueError):  # noqa: N818 - the domain's word
    """A kit that cannot be kept or loaded; the message says why."""


def read_biaya(teks: str) -> list[dict[str, Any]]:
    """[{"uraian", "rupiah", "per"}] from lines "Konsumsi; 150.000; per malam".

    Raises KitKeliru naming the line.
    """
    isi = []
    for ke, baris in enumerate(filter(None, map(str.strip, teks.splitlines())), start=1):
        bagian = [satu.strip() for satu in baris.split(";")]
        angka = re.sub(r"^Rp\s*|[.\s]", "", bagian[1], flags=re.I) if len(bagian) > 1 else ""
        if len(bagian) not in (2, 3) or not bagian[0] or not re.fullmatch(r"\d{1,12}", angka):
            raise KitKeliru(f"Baris {ke}: tulis uraian; jumlah rupiah; per apa.")
        per = bagian[2] if len(bagian) == 3 else ""
        uraian = mask_catatan(bagian[0])[:120]
        isi.append({"uraian": uraian, "rupiah": int(angka), "per": mask_catatan(per)[:60]})
    if len(isi) > _MAKS_BARIS:
        raise KitKeliru(f"Biaya paling banyak {_MAKS_BARIS} baris.")
    return isi


@transaction.atomic
def start_kit(wilayah: Wilayah, *, by: Pengguna) -> KitReplikasi:
    """The kit of this kelurahan, made when new."""
    kit, _baru = KitReplikasi.objects.get_or_create(wilayah=wilayah, defaults={"by": by})
    return kit


@transaction.atomic
def write_kit(
    kit: KitReplikasi, *, mulai: date | None, biaya: str, pelajaran: str, by: Pengguna
) -> KitReplikasi:
    """What is added by hand; read in public once published, so personal data is masked."""
    kit = _lock(kit)
    kit.mulai, kit.biaya = mulai, read_biaya(biaya)
    kit.pelajaran, kit.by = mask_catatan(pelajaran.strip())[:4000], by
    kit.save()
    return kit


@transaction.atomic
def publish_kit(kit: KitReplikasi, *, by: Pengguna) -> KitReplikasi:
    """For everybody. Raises PermissionError for anybody but the lurah."""
    if not is_lurah_of(by, str(kit.wilayah_id)):
        raise PermissionError("Hanya lurah yang menerbitkan kit replikasi.")
    kit = _lock(kit)
    if kit.terbit_at is None:
        kit.terbit_at, kit.terbit_by = timezone.now(), by
        kit.save(update_fields=["terbit_at", "terbit_by"])
    return kit


@transaction.atomic
def unpublish_kit(kit: KitReplikasi) -> KitReplikasi:
    """Staff only again."""
    kit = _lock(kit)
    kit.terbit_at = kit.terbit_by = None
    kit.save(update_fields=["terbit_at", "terbit_by"])
    return kit


def _lock(kit: KitReplikasi) -> KitReplikasi:
    rows: Any = KitReplikasi.objects.select_for_update(of=("self",), no_key=True)
    terkunci: KitReplikasi = rows.get(pk=kit.pk)
    return terkunci


@transaction.atomic
def load_kit(isi: bytes, wilayah: Wilayah) -> tuple[int, int]:
    """Add the kinds and local names of another kelurahan's kit; gives how many of each.

    What is here already is never changed. Raises KitKeliru; then nothing is added.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            jenis = json.loads(_read(arsip, "jenis_kunjungan.json"))
            nama = list(csv.DictReader(io.StringIO(_read(arsip, "sebutan.csv"))))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as galat:
        if isinstance(galat, KitKeliru):
            raise
        raise KitKeliru("Berkas ini bukan kit replikasi yang utuh.") from None
    if not isinstance(jenis, list) or not all(isinstance(satu, dict) for satu in jenis):
        raise KitKeliru("jenis_kunjungan.json tidak berisi daftar jenis.")
    return sum(map(_add_jenis, jenis)), sum(_add_nama(satu, wilayah) for satu in nama)


def _read(arsip: zipfile.ZipFile, nama: str) -> str:
    if arsip.getinfo(nama).file_size > _MAKS_ISI:
        raise KitKeliru(f"{nama} terlalu besar.")
    return arsip.read(nama).decode("utf-8-sig")


def _add_jenis(isi: dict[str, Any]) -> bool:
    kode = str(isi.get("kode", ""))
    if JenisKunjungan.objects.filter(kode=kode).exists():
        return False
    dikenal = {kolom.name for kolom in JenisKunjungan._meta.fields} - {"id", "aktif"}
    jenis = JenisKunjungan(**{k: v for k, v in isi.items() if k in dikenal})
    try:
        _check_tanya(jenis.pertanyaan)
        jenis.full_clean()
    except (ValidationError, TypeError) as galat:
        teks = "; ".join(getattr(galat, "messages", [str(galat)]))
        raise KitKeliru(f"Jenis {kode or '?'}: {teks}") from galat
    jenis.save()
    return True


def _check_tanya(tanya: Any) -> None:
    for satu in tanya if isinstance(tanya, list) else [None]:
        if not isinstance(satu, dict) or not str(satu.get("teks", "")).strip():
            raise TypeError("pertanyaannya tidak terbaca")
        if not _KUNCI.fullmatch(str(satu.get("kunci", ""))):
            raise TypeError("kunci pertanyaan hanya huruf kecil, angka, dan garis bawah")


def _add_nama(isi: dict[str, str], wilayah: Wilayah) -> bool:
    jenis = JenisKunjungan.objects.filter(kode=isi.get("jenis") or "").first()
    nama = str(unescape_formula(isi.get("nama") or "")).strip()[:80]
    if jenis is None or not nama:
        return False
    panjang = str(unescape_formula(isi.get("kepanjangan") or "")).strip()[:120]
    _satu, baru = SebutanKunjungan.objects.get_or_create(
        wilayah=wilayah, jenis=jenis, defaults={"nama": nama, "kepanjangan": panjang}
    )
    return baru
