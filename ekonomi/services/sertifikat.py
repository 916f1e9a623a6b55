"""Certificates: numbered without a gap in one register a kelurahan and year, checked by anybody.

What a certificate says is copied into it when it is issued and never changes; it may be withdrawn.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dokumen.cetak.gambar import qr_svg, read_logo
from dokumen.cetak.pdf import compile_template
from dokumen.isian import tanggal_surat
from dokumen.services.kop import Kop, read_kop
from dokumen.services.tandatangan import saved_ttd
from ekonomi.models import (
    Angkatan,
    Peserta,
    RegisterSertifikat,
    RiwayatPeserta,
    Sertifikat,
)
from ekonomi.services.pelatihan_kabar import tell_sertifikat
from ekonomi.services.peserta import log_peserta
from hadir.daftar import mask_nama
from hadir.models import SesiHadir
from hadir.services import lock_sesi
from pesan.services import BerkasKirim
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan

_TEMPLAT = Path(__file__).resolve().parent.parent / "cetak" / "sertifikat.typ"
S, Peristiwa = Peserta.Status, RiwayatPeserta.Peristiwa


class BukanPenandaTangan(PermissionError):  # noqa: N818 - the domain's word
    """Only who holds the role lurah for this area today may issue and withdraw certificates."""

    def __init__(self) -> None:
        super().__init__("Hanya lurah atau kepala desa wilayah ini yang menerbitkan sertifikat.")


class SertifikatDihapus(ValueError):  # noqa: N818 - the domain's word
    """The person was erased: the name is gone and the paper cannot be printed any more."""


def may_sign(wilayah_id: str, by: Pengguna) -> bool:
    """Whether this person is today's lurah or kepala desa there."""
    return any(
        tugas.peran == Peran.LURAH
        and tugas.wilayah is not None
        and tugas.wilayah.contains(wilayah_id)
        for tugas in by.penugasan_aktif
    )


@transaction.atomic
def issue_sertifikat(angkatan: Angkatan, *, by: Pengguna) -> list[Sertifikat]:
    """A certificate for everybody of the batch who passed and has none; each is sent theirs.

    Numbers are given under the register's lock in the order of names; attendance is locked, since
    it was reckoned from. Repeating it issues nothing twice. Raises BukanPenandaTangan.
    """
    if not may_sign(str(angkatan.wilayah_id), by):
        raise BukanPenandaTangan
    angkatan = (
        Angkatan.objects.select_for_update(of=("self",))
        .select_related("kursus", "wilayah")
        .get(pk=angkatan.pk)
    )
    ada = Sertifikat.objects.filter(peserta__angkatan=angkatan, dicabut_at__isnull=True)
    rows = Peserta.objects.filter(angkatan=angkatan, status=S.LULUS, dihapus_at__isnull=True)
    lulus = list(
        rows.exclude(pk__in=list(ada.values_list("peserta", flat=True)))
        .select_related("kontak")
        .order_by("nama", "id")
    )
    if lulus:
        for sesi in SesiHadir.objects.about(angkatan.rujukan).held(timezone.now()):
            lock_sesi(sesi, by=by)
    return _issue_many(angkatan, lulus, by)


def _issue_many(angkatan: Angkatan, lulus: Sequence[Peserta], by: Pengguna) -> list[Sertifikat]:
    kop, hari = read_kop(str(angkatan.wilayah_id)), timezone.localdate()
    register = _lock_register(angkatan, hari) if lulus else None
    hasil = []
    for peserta in lulus:
        assert register is not None  # noqa: S101 - there is somebody to issue for
        peserta.angkatan = angkatan
        register.terakhir += 1
        sertifikat = _build(peserta, register, kop, hari, by)
        sertifikat.save()
        log_peserta(peserta, Peristiwa.SERTIFIKAT, by=by, catatan=sertifikat.nomor)
        _send(peserta, sertifikat)
        hasil.append(sertifikat)
    if register is not None:
        register.save(update_fields=["terakhir"])
    return hasil


def _lock_register(angkatan: Angkatan, hari: date) -> RegisterSertifikat:
    kunci: dict[str, Any] = {"wilayah": angkatan.wilayah, "tahun": hari.year}
    RegisterSertifikat.objects.get_or_create(**kunci)
    found: RegisterSertifikat = RegisterSertifikat.objects.select_for_update(of=("self",)).get(
        **kunci
    )
    return found


def _build(
    peserta: Peserta, register: RegisterSertifikat, kop: Kop, hari: date, by: Pengguna
) -> Sertifikat:
    angkatan, kursus = peserta.angkatan, peserta.angkatan.kursus
    sertifikat = Sertifikat(
        wilayah=angkatan.wilayah, peserta=peserta, register=register, urut=register.terakhir,
        nomor=f"{register.terakhir:03d}/SERT-PLT/{kop['kode_unit']}/{hari.year}",
        tanggal=hari, kursus=kursus.nama, kop=kop, penanda_tangan=by, tanda_tangan=saved_ttd(by),
    )  # fmt: skip
    sertifikat.data = {
        "nama": peserta.nama,
        "jam": str(kursus.jam),
        "mulai": tanggal_surat(angkatan.mulai),
        "selesai": tanggal_surat(angkatan.selesai),
        "tempat": angkatan.tempat,
        "materi": kursus.materi,
        "angkatan": str(angkatan.nomor),
        "hadir": str(peserta.persen_hadir if peserta.persen_hadir is not None else ""),
        "nilai": f"{peserta.nilai:g}" if peserta.nilai is not None else "",
        "pelatih": angkatan.pelatih,
    }
    return sertifikat


def _send(peserta: Peserta, sertifikat: Sertifikat) -> None:
    if peserta.kontak is None:  # nobody else would read what takes a moment to draw
        return
    berkas = BerkasKirim(nama_berkas(sertifikat), render_sertifikat(sertifikat))
    tell_sertifikat(peserta, sertifikat.nomor, berkas, f"latih-sertifikat:{sertifikat.pk}")


@transaction.atomic
def revoke_sertifikat(sertifikat: Sertifikat, *, alasan: str, by: Pengguna) -> Sertifikat:
    """Take a certificate back; its number stays, its page says so. Another may be issued.

    Raises BukanPenandaTangan, ValueError without a reason. Twice changes nothing.
    """
    if not alasan.strip():
        raise ValueError("Tuliskan alasan pencabutannya.")
    rows = Sertifikat.objects.select_for_update(of=("self",)).select_related("peserta")
    sertifikat = rows.get(pk=sertifikat.pk)
    if not may_sign(str(sertifikat.wilayah_id), by):
        raise BukanPenandaTangan
    if sertifikat.dicabut_at is not None:
        return sertifikat
    sertifikat.dicabut_at, sertifikat.dicabut_oleh = timezone.now(), by
    sertifikat.alasan = mask_catatan(alasan.strip())[:300]
    sertifikat.save(update_fields=["dicabut_at", "dicabut_oleh", "alasan"])
    log_peserta(sertifikat.peserta, Peristiwa.DICABUT, by=by, catatan=alasan)
    return sertifikat


def missing_urut(register: RegisterSertifikat) -> list[int]:
    """Numbers of a register that no certificate carries: empty as long as the promise holds."""
    ada = set(Sertifikat.objects.filter(register=register).values_list("urut", flat=True))
    return [n for n in range(1, register.terakhir + 1) if n not in ada]


def nama_berkas(sertifikat: Sertifikat) -> str:
    """A file name without anything of the person."""
    return f"sertifikat-{re.sub(r'[^a-z0-9]+', '-', sertifikat.nomor.lower()).strip('-')}.pdf"


def verify_url(sertifikat: Sertifikat) -> str:
    """The address behind the QR."""
    return f"{settings.SITE_URL}{reverse('sertifikat', args=[sertifikat.token])}"


def render_sertifikat(sertifikat: Sertifikat) -> bytes:
    """The certificate as PDF, with DICABUT across it once withdrawn. Raises SertifikatDihapus."""
    if sertifikat.dihapus_at is not None:
        raise SertifikatDihapus("Nama di sertifikat ini sudah dihapus; yang tersisa registernya.")
    kop, isi = sertifikat.kop, sertifikat.data
    gambar = {"qr": qr_svg(verify_url(sertifikat))}
    if (logo := read_logo(kop.get("logo", ""))) is not None:
        gambar["logo"] = logo
    if sertifikat.tanda_tangan is not None:
        gambar["ttd"] = base64.b64decode(sertifikat.tanda_tangan.gambar)
    data = _words(sertifikat, kop, isi) | {"logo": "logo" in gambar, "ttd": "ttd" in gambar}
    return compile_template(_source(), data, gambar)


def _words(sertifikat: Sertifikat, kop: Kop, isi: dict[str, str]) -> dict[str, Any]:
    nip = kop.get("nip", "")
    catatan = [f"Kehadiran: {isi['hadir']}%"] if isi["hadir"] else []
    catatan += [f"Nilai: {isi['nilai']}"] if isi["nilai"] else []
    catatan += [f"Pelatih: {isi['pelatih']}"] if isi["pelatih"] else []
    return {
        "judul": "Sertifikat",
        "nomor": sertifikat.nomor,
        "cap": "DICABUT" if sertifikat.dicabut_at else "",
        "pemda": kop["pemda"],
        "kecamatan": f"Kecamatan {kop['kecamatan']}",
        "kantor": f"{kop['sebutan']} {kop['kelurahan']}",
        "nama": isi["nama"],
        "kalimat": "yang telah mengikuti dan dinyatakan lulus pelatihan",
        "kursus": sertifikat.kursus,
        "rincian": f"{isi['jam']} jam pelajaran, {_span(isi)}, di {isi['tempat']}",
        "materi": [baris.strip() for baris in isi["materi"].split("\n") if baris.strip()],
        "catatan": catatan,
        "tempat_tanggal": f"{kop['tempat']}, {tanggal_surat(sertifikat.tanggal)}",
        "jabatan": f"{kop['jabatan']},",
        "pejabat": kop["nama"] or "................................",
        "pangkat": [teks for teks in (kop.get("pangkat", ""), f"NIP {nip}" if nip else "") if teks],
        "periksa": "Pindai untuk memeriksa keaslian, atau buka",
        "alamat_periksa": f"{settings.SITE_URL.split('://', 1)[-1]}/sertifikat/",
        "kode_cek": sertifikat.kode_cek_terbaca,
    }


def _span(isi: dict[str, str]) -> str:
    if isi["mulai"] == isi["selesai"]:
        return isi["mulai"]
    return f"{isi['mulai']} sampai {isi['selesai']}"


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """What may be said of a certificate to whoever holds its QR."""

    nama: str  # masked, unless its own code was entered
    penuh: bool
    kursus: str
    nomor: str
    tanggal: date
    tempat: str
    dicabut: date | None


def check_sertifikat(sertifikat: Sertifikat, *, kode: str = "") -> HasilPeriksa:
    """The certificate's own words; the name in full only for who types the code from the paper."""
    bersih = re.sub(r"[^A-Z0-9]", "", kode.upper())
    penuh = bool(bersih) and keyed_hash("cek", bersih) == keyed_hash("cek", sertifikat.kode_cek)
    nama = sertifikat.data.get("nama", "")
    kop = sertifikat.kop
    return HasilPeriksa(
        nama=(nama if penuh else mask_nama(nama)) or "(data dihapus)",
        penuh=penuh and bool(nama),
        kursus=sertifikat.kursus,
        nomor=sertifikat.nomor,
        tanggal=sertifikat.tanggal,
        tempat=f"{kop['sebutan']} {kop['kelurahan']}, Kecamatan {kop['kecamatan']}, {kop['kota']}",
        dicabut=timezone.localdate(sertifikat.dicabut_at) if sertifikat.dicabut_at else None,
    )
