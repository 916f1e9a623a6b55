"""Seats of a batch: who registers gets one or waits; who leaves makes room for the next.

Everything about seats happens under the lock of the batch's row, so two who come for the last seat
at the same instant get one seat and one place in the queue.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from ekonomi.models import AnggotaRumah, Angkatan, Peserta, RiwayatPeserta
from ekonomi.services.pelatihan_kabar import tell_dapat_kursi, tell_keluar, tell_terdaftar
from pesan.models import Kontak, Persetujuan
from pesan.pin import clean_kode, open_by_pin, pin_hash
from pesan.services import hold_alamat, record_persetujuan
from wilayah.kripto import keyed_hash, new_code, new_pin
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

AWALAN = "PLT"
S, Peristiwa = Peserta.Status, RiwayatPeserta.Peristiwa


class PendaftaranTutup(ValueError):  # noqa: N818 - the domain's word
    """Nobody registers for this batch now."""

    def __init__(self) -> None:
        super().__init__("Pendaftaran angkatan ini sedang tidak dibuka.")


class SudahTerdaftar(ValueError):  # noqa: N818 - the domain's word
    """This person is on the batch's lists already."""

    def __init__(self, peserta: Peserta) -> None:
        self.peserta = peserta
        super().__init__("Nama ini sudah terdaftar di angkatan ini.")


@dataclass(frozen=True, slots=True)
class Calon:
    """Who registers, as they say themselves."""

    nama: str
    jenis_kelamin: str
    tahun_lahir: int | None = None
    kelompok: Sequence[str] = ()
    asal_wilayah: Wilayah | None = None
    anggota: AnggotaRumah | None = None
    kontak: Kontak | None = None
    persetujuan: str = ""  # which wording was agreed to; empty: on paper, with staff


@dataclass(frozen=True, slots=True)
class Pendaftaran:
    """The row, and the PIN that is shown once."""

    peserta: Peserta
    pin: str
    baru: bool = True


def clean_nama(nama: str) -> str:
    """Spaces put right, nothing else: people write their names as they wish."""
    return " ".join(nama.split())[:120]


def hash_orang(nama: str, tahun_lahir: int | None) -> str:
    """What one person of a batch is known by: the name's letters and the year of birth."""
    huruf = unicodedata.normalize("NFKD", nama).encode("ascii", "ignore").decode().lower()
    inti = re.sub(r"[^a-z0-9]+", " ", huruf or nama.lower()).strip()
    return keyed_hash("peserta", f"{inti}|{tahun_lahir or ''}")


def pin_of_token(token: str) -> str:
    """The PIN of one form: the same form sent again shows the same PIN."""
    return f"{int(keyed_hash('pin-formulir', token)[:12], 16) % 1_000_000:06d}"


@transaction.atomic
def register_peserta(
    angkatan: Angkatan,
    calon: Calon,
    *,
    asal: str,
    by: Pengguna | None = None,
    token: str = "",
) -> Pendaftaran:
    """Put somebody on a batch: on a seat, on the waiting list, or (with selection) to be chosen.

    The same `token` again gives the same registration. Raises PendaftaranTutup, SudahTerdaftar.
    """
    angkatan = _lock(angkatan)
    kunci = keyed_hash("daftar-pelatihan", token) if token else ""
    if kunci and (lama := Peserta.objects.filter(kunci_daftar=kunci).first()):
        return Pendaftaran(lama, pin_of_token(token), baru=False)
    if not (angkatan.is_berjalan if by is not None else angkatan.accepts(timezone.now())):
        raise PendaftaranTutup
    if (lama := _find_same(angkatan, calon)) is not None:
        raise SudahTerdaftar(lama)
    pin = pin_of_token(token) if token else new_pin()
    peserta = _build(angkatan, calon, asal, pin, kunci)
    _seat(angkatan, peserta, langsung=by is not None or not angkatan.seleksi)
    peserta.save()
    log_peserta(peserta, Peristiwa.DAFTAR, by=by, catatan=peserta.get_asal_display())
    if peserta.status != S.DAFTAR:
        log_peserta(peserta, peserta.status, by=by)
    _keep_consent(peserta, calon)
    tell_terdaftar(peserta, pin)
    return Pendaftaran(peserta, pin)


def _find_same(angkatan: Angkatan, calon: Calon) -> Peserta | None:
    aktif = Peserta.objects.filter(angkatan=angkatan).active()
    if calon.anggota is not None and (found := aktif.filter(anggota=calon.anggota).first()):
        return found
    orang = hash_orang(calon.nama, calon.tahun_lahir)
    found_same: Peserta | None = aktif.filter(orang_hash=orang).first()
    return found_same


def _build(angkatan: Angkatan, calon: Calon, asal: str, pin: str, kunci: str) -> Peserta:
    kode = clean_kode(new_code(8), AWALAN)
    anggota = calon.anggota
    return Peserta(
        angkatan=angkatan,
        nama=clean_nama(calon.nama),
        jenis_kelamin=calon.jenis_kelamin,
        tahun_lahir=calon.tahun_lahir,
        kelompok=list(calon.kelompok),
        asal_wilayah=calon.asal_wilayah or (anggota.rumah.wilayah if anggota else None),
        anggota=anggota,
        rumah=anggota.rumah if anggota else None,
        kontak=calon.kontak,
        orang_hash=hash_orang(calon.nama, calon.tahun_lahir),
        kode=kode,
        pin_hash=pin_hash(kode, pin),
        kunci_daftar=kunci,
        asal=asal,
        persetujuan_at=timezone.now() if calon.persetujuan else None,
        persetujuan_versi=calon.persetujuan,
    )


def _keep_consent(peserta: Peserta, calon: Calon) -> None:
    if calon.kontak is None:
        return
    if calon.persetujuan:
        record_persetujuan(
            calon.kontak, Persetujuan.Jenis.KONTAK, "ya", calon.persetujuan, peserta.kode
        )
    hold_alamat(calon.kontak)


def _seat(angkatan: Angkatan, peserta: Peserta, *, langsung: bool) -> None:
    if not langsung:
        peserta.status, peserta.kursi = S.DAFTAR, None
        return
    peserta.kursi = free_kursi(angkatan, peserta.jenis_kelamin)
    peserta.status = S.DITERIMA if peserta.kursi else S.CADANGAN


def free_kursi(angkatan: Angkatan, jenis_kelamin: str) -> int | None:
    """The lowest free seat this person may have; None when there is none. Under the batch's lock.

    Seats kept for women are not given to men, however many are free.
    """
    pakai = dict(Peserta.objects.filter(angkatan=angkatan).seated().values_list(
        "kursi", "jenis_kelamin"
    ))  # fmt: skip
    if len(pakai) >= angkatan.kuota:
        return None
    laki = sum(kelamin == "L" for kelamin in pakai.values())
    if jenis_kelamin == "L" and laki >= angkatan.kuota - (angkatan.kuota_perempuan or 0):
        return None
    return next((n for n in range(1, angkatan.kuota + 1) if n not in pakai), None)


@transaction.atomic
def accept_peserta(peserta: Peserta, *, by: Pengguna | None) -> Peserta:
    """Give a seat to who waits to be chosen or stands in the queue. Raises ValueError when full."""
    angkatan = _lock(peserta.angkatan)
    peserta = _lock_peserta(peserta)
    if peserta.status not in (S.DAFTAR, S.CADANGAN) or not angkatan.is_berjalan:
        raise ValueError("Peserta ini tidak sedang menunggu kursi.")
    kursi = free_kursi(angkatan, peserta.jenis_kelamin)
    if kursi is None:
        raise ValueError("Tidak ada kursi untuknya. Tambah kuota, atau tunggu yang mundur.")
    _give(peserta, kursi, by)
    return peserta


@transaction.atomic
def promote_cadangan(angkatan: Angkatan, *, by: Pengguna | None = None) -> list[Peserta]:
    """Free seats go to who has waited longest and may have one; each is told."""
    angkatan = _lock(angkatan)
    if not angkatan.is_berjalan:
        return []
    naik = []
    tunggu = Peserta.objects.select_for_update(of=("self",)).select_related("kontak")
    for peserta in tunggu.filter(angkatan=angkatan, status=S.CADANGAN).order_by("created_at", "id"):
        kursi = free_kursi(angkatan, peserta.jenis_kelamin)
        if kursi is not None:
            peserta.angkatan = angkatan
            _give(peserta, kursi, by)
            naik.append(peserta)
    return naik


def _give(peserta: Peserta, kursi: int, by: Pengguna | None) -> None:
    peserta.status, peserta.kursi = S.DITERIMA, kursi
    peserta.save(update_fields=["status", "kursi", "updated_at"])
    log_peserta(peserta, Peristiwa.DITERIMA, by=by)
    tell_dapat_kursi(peserta)


@transaction.atomic
def withdraw_peserta(peserta: Peserta, *, by: Pengguna | None = None, alasan: str = "") -> Peserta:
    """The person gives up their place; the next in the queue gets it. Twice changes nothing.

    Raises ValueError once there is a result.
    """
    angkatan = _lock(peserta.angkatan)
    peserta = _lock_peserta(peserta)
    if peserta.status in Peserta.KELUAR:
        return peserta
    _leave(peserta, S.MUNDUR, alasan, by)
    promote_cadangan(angkatan, by=by)
    return peserta


@transaction.atomic
def remove_peserta(peserta: Peserta, *, alasan: str, by: Pengguna) -> Peserta:
    """Take somebody off a batch, who is told why. Raises ValueError without a reason."""
    if not alasan.strip():
        raise ValueError("Tuliskan alasannya; peserta akan membacanya.")
    angkatan = _lock(peserta.angkatan)
    peserta = _lock_peserta(peserta)
    if peserta.status in Peserta.KELUAR:
        return peserta
    _leave(peserta, S.BATAL, alasan.strip(), by)
    promote_cadangan(angkatan, by=by)
    return peserta


def _leave(peserta: Peserta, status: str, alasan: str, by: Pengguna | None) -> None:
    if peserta.status in (S.LULUS, S.TIDAK_LULUS):
        raise ValueError("Hasilnya sudah ada; peserta ini tidak dapat dikeluarkan lagi.")
    peserta.status, peserta.kursi, peserta.alasan = status, None, mask_catatan(alasan)[:300]
    peserta.save(update_fields=["status", "kursi", "alasan", "updated_at"])
    log_peserta(peserta, status, by=by, catatan=alasan)
    tell_keluar(peserta)


@transaction.atomic
def set_nilai(peserta: Peserta, nilai: Decimal | None, *, by: Pengguna) -> Peserta:
    """Write down a score of 0 to 100, or take it away. Raises ValueError."""
    if nilai is not None and not 0 <= nilai <= 100:
        raise ValueError("Nilai ditulis 0 sampai 100.")
    peserta = _lock_peserta(peserta)
    if peserta.status not in Peserta.BERKURSI:
        raise ValueError("Nilai hanya untuk peserta yang diterima.")
    if peserta.nilai == nilai:
        return peserta
    if peserta.sertifikat.filter(dicabut_at__isnull=True).exists():
        raise ValueError("Sertifikatnya sudah terbit; nilainya tidak dapat diubah.")
    peserta.nilai = nilai
    peserta.save(update_fields=["nilai", "updated_at"])
    log_peserta(peserta, Peristiwa.NILAI, by=by, catatan=f"{nilai if nilai is not None else '–'}")
    return peserta


@transaction.atomic
def link_peserta(peserta: Peserta, anggota: AnggotaRumah, *, by: Pengguna) -> Peserta:
    """Say which member of which household this participant is. Raises SudahTerdaftar, ValueError"""
    peserta = _lock_peserta(peserta)
    if not anggota.rumah.wilayah.pk.startswith(peserta.angkatan.wilayah_id):
        raise ValueError("Rumah tangga itu bukan di kelurahan angkatan ini.")
    sama = Peserta.objects.filter(angkatan=peserta.angkatan, anggota=anggota).active()
    lain = sama.exclude(pk=peserta.pk).first()
    if lain is not None:
        raise SudahTerdaftar(lain)
    peserta.anggota, peserta.rumah = anggota, anggota.rumah
    peserta.asal_wilayah = anggota.rumah.wilayah
    peserta.save(update_fields=["anggota", "rumah", "asal_wilayah", "updated_at"])
    log_peserta(peserta, Peristiwa.DAFTAR, by=by, catatan="Dihubungkan dengan rumah tangga")
    return peserta


@transaction.atomic
def renew_pin(peserta: Peserta, *, by: Pengguna) -> str:
    """A new PIN for who lost theirs and showed who they are; the old one ends."""
    peserta = _lock_peserta(peserta)
    pin = new_pin()
    peserta.pin_hash = pin_hash(peserta.kode, pin)
    peserta.save(update_fields=["pin_hash", "updated_at"])
    log_peserta(peserta, Peristiwa.PIN, by=by)
    return pin


def find_peserta(kode: str, pin: str, *, asal: str) -> Peserta:
    """The registration of a code and PIN. Raises PinSalah, PinTerkunci."""

    def find(bersih: str) -> Peserta | None:
        rows = Peserta.objects.filter(dihapus_at__isnull=True)
        found: Peserta | None = rows.filter(kode=bersih).first()
        return found

    return open_by_pin(clean_kode(kode, AWALAN), pin, asal=asal, find=find)


def log_peserta(
    peserta: Peserta, peristiwa: str, *, by: Pengguna | None, catatan: str = ""
) -> None:
    """A row of the person's history."""
    RiwayatPeserta.objects.create(
        peserta=peserta, peristiwa=peristiwa, by=by,
        catatan=mask_catatan(catatan)[:300] if catatan else "",
    )  # fmt: skip


def _lock(angkatan: Angkatan) -> Angkatan:
    rows = Angkatan.objects.select_for_update(of=("self",)).select_related("kursus", "wilayah")
    found: Angkatan = rows.get(pk=angkatan.pk)
    return found


def _lock_peserta(peserta: Peserta) -> Peserta:
    rows = Peserta.objects.select_for_update(of=("self",))
    found: Peserta = rows.select_related("angkatan__kursus", "angkatan__wilayah", "kontak").get(
        pk=peserta.pk
    )
    return found
