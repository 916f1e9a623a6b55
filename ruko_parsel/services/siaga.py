"""Readiness of a village: its check-list, and whom it is warned through."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import phonenumbers
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from phonenumbers import PhoneNumberFormat

from pesan.hitungan import lock_key
from pesan.lampiran import store_unggahan
from pesan.models import Kontak
from pesan.services import hold_alamat, kontak_of_nomor, release_alamat
from ruko_parsel.models import ButirSiaga, KontakSiaga, PeriksaSiaga, UjiKontak
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.zona import hari_ini

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

# What whoever writes a number down tells the person first.
VERSI_NOMOR = "siaga-nomor-1"


class SiagaKeliru(ValueError):  # noqa: N818 - the domain's word
    """What is asked for cannot be written so; the message says why."""


@transaction.atomic
def check_butir(
    desa: Wilayah, butir: ButirSiaga, *, keadaan: str, bukti: str, by: Pengguna,
    tanggal: "date | None" = None, foto: "UploadedFile[Any] | None" = None,
) -> PeriksaSiaga:  # fmt: skip
    """Write how one line stands. Raises SiagaKeliru, pesan.lampiran.LampiranDitolak."""
    kini = hari_ini(desa.kode)
    tanggal = tanggal or kini
    bukti = mask_catatan(bukti.strip())[:300]
    if tanggal > kini:
        raise SiagaKeliru("Tanggal pemeriksaan tidak boleh di masa depan.")
    if keadaan != PeriksaSiaga.Keadaan.BELUM and not bukti and foto is None:
        raise SiagaKeliru("Tulis bukti atau lampirkan foto.")
    periksa: PeriksaSiaga = PeriksaSiaga.objects.create(
        wilayah=desa, butir=butir, keadaan=keadaan, bukti=bukti, tanggal=tanggal, by=by,
        foto=store_unggahan(foto) if foto is not None else None,
    )  # fmt: skip
    return periksa


@dataclass(frozen=True, slots=True)
class IsiKontak:
    """A contact as it is written down; the second person is optional."""

    jabatan: str
    nama: str
    nomor: str
    urut: int
    nama_kedua: str = ""
    nomor_kedua: str = ""


def read_nomor(teks: str) -> str:
    """A typed number as "+62…". Raises SiagaKeliru."""
    try:
        nomor = phonenumbers.parse(teks, settings.PHONENUMBER_REGION)
    except phonenumbers.NumberParseException:
        nomor = None
    if nomor is None or not phonenumbers.is_valid_number(nomor):
        raise SiagaKeliru("Tulis nomor telepon yang benar, misalnya 0812 3456 7890.")
    return phonenumbers.format_number(nomor, PhoneNumberFormat.E164)


@transaction.atomic
def add_kontak(desa: Wilayah, isi: IsiKontak, *, by: Pengguna) -> KontakSiaga:
    """Write a contact down; its numbers count as made sure of now. Raises SiagaKeliru."""
    lock_key(f"kontak-siaga:{desa.kode}")
    return _save(KontakSiaga(wilayah=desa), isi, by)


@transaction.atomic
def change_kontak(kontak: KontakSiaga, isi: IsiKontak, *, by: Pengguna) -> KontakSiaga:
    """Another person, number or place in the order. Raises SiagaKeliru."""
    kontak = _lock(kontak)
    lama = [kontak.kontak, kontak.kontak_kedua]
    kontak = _save(kontak, isi, by)
    release_contacts([k for k in lama if k is not None])
    return kontak


@transaction.atomic
def retire_kontak(kontak: KontakSiaga, *, by: Pengguna) -> KontakSiaga:
    """Called no more; names and numbers are taken out. Twice is once."""
    kontak = _lock(kontak)
    if kontak.aktif:
        blank_kontak(kontak)
        kontak.by = by
        kontak.save()
    return kontak


def blank_kontak(kontak: KontakSiaga) -> None:
    """Take names and numbers out and let the addresses go; the role and its tests stay."""
    lama = [k for k in (kontak.kontak, kontak.kontak_kedua) if k is not None]
    kontak.aktif, kontak.nama, kontak.nomor = False, "", ""
    kontak.kontak_kedua, kontak.nama_kedua, kontak.nomor_kedua = None, "", ""
    kontak.save()
    release_contacts(lama)


@transaction.atomic
def record_uji(
    kontak: KontakSiaga, *, hasil: str, by: Pengguna, orang: int = 1, catatan: str = ""
) -> UjiKontak:
    """A test call; one that got through makes sure of the numbers for half a year more."""
    kontak = _lock(kontak)
    if orang == 2 and kontak.kontak_kedua_id is None:
        raise SiagaKeliru("Kontak ini tidak punya orang kedua.")
    uji: UjiKontak = UjiKontak.objects.create(
        kontak=kontak, orang=orang, hasil=hasil, catatan=mask_catatan(catatan.strip())[:240], by=by
    )
    if hasil == UjiKontak.Hasil.TERSAMBUNG:
        kontak.diperiksa_at = timezone.now()
        kontak.save(update_fields=["diperiksa_at"])
    return uji


def holds_alamat(kontak: Kontak) -> bool:
    """Whether some village is warned through this person (settings.PENAHAN_ALAMAT)."""
    milik = Q(kontak=kontak) | Q(kontak_kedua=kontak)
    return bool(KontakSiaga.objects.active().filter(milik).exists())


def release_contacts(kontak: list[Kontak]) -> None:
    """Each address goes a day later, unless some village or another app still needs it."""
    for satu in kontak:
        if satu.alamat and satu.alamat_hingga is None:
            release_alamat(satu)


def _save(baris: KontakSiaga, isi: IsiKontak, by: Pengguna) -> KontakSiaga:
    nomor, kedua = read_nomor(isi.nomor), isi.nomor_kedua.strip()
    if bool(kedua) != bool(isi.nama_kedua.strip()):
        raise SiagaKeliru("Isi nama dan nomor orang kedua, atau kosongkan keduanya.")
    kedua = read_nomor(kedua) if kedua else ""
    if kedua == nomor:
        raise SiagaKeliru("Orang kedua harus memakai nomor lain.")
    baris.jabatan, baris.urut, baris.by = isi.jabatan.strip()[:80], isi.urut, by
    baris.nama, baris.nomor = " ".join(isi.nama.split())[:120], nomor
    baris.nama_kedua, baris.nomor_kedua = " ".join(isi.nama_kedua.split())[:120], kedua
    baris.kontak = _contact(nomor, baris.wilayah)
    baris.kontak_kedua = _contact(kedua, baris.wilayah) if kedua else None
    baris.diperiksa_at = timezone.now()
    try:
        with transaction.atomic():
            baris.save()
    except IntegrityError as error:
        if "kontak_siaga_urut_satu" in str(error):
            raise SiagaKeliru("Urutan itu sudah dipakai kontak lain di desa ini.") from error
        raise
    return baris


def _contact(nomor: str, wilayah: Wilayah) -> Kontak:
    angka = nomor.lstrip("+")
    kontak = kontak_of_nomor(
        angka, wilayah=wilayah, versi_teks=VERSI_NOMOR, simpan=Kontak.Simpan.TIKET,
        rujukan="kontak-siaga",
    )  # fmt: skip
    assert kontak is not None  # noqa: S101 - read_nomor gave digits
    if not kontak.alamat and kontak.simpan != Kontak.Simpan.TIDAK:
        kontak.alamat = angka
        kontak.save(update_fields=["alamat"])
    hold_alamat(kontak)
    return kontak


def _lock(kontak: KontakSiaga) -> KontakSiaga:
    lock_key(f"kontak-siaga:{kontak.wilayah_id}")
    rows: Any = KontakSiaga.objects.select_for_update(of=("self",), no_key=True)
    terkunci: KontakSiaga = rows.select_related("wilayah", "kontak", "kontak_kedua").get(
        pk=kontak.pk
    )
    return terkunci
