"""Requests: filed, moved through the desk's states, ended; each step a history row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pesan.models import Kontak, Lampiran
from pesan.pin import pin_hash
from ruko_parsel.models import (
    JenisMasalah,
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
)
from ruko_parsel.services.kabar import (
    tell_assigned,
    tell_filed,
    tell_moved,
    tell_question,
    tell_resumed,
)
from ruko_parsel.services.kabar_asal import share_langkah
from wilayah.kripto import new_code, new_pin
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.tenggat import AturanTenggat, due_at, shift_for_pause
from wilayah.zona import at_place

S = Permintaan.Status
AWALAN_KODE = "RP"
# The one table of moves (issue: diterima → ditelaah → dijadwalkan/didisposisikan → ditanggapi →
# tindak lanjut → selesai, with returned, merged and passed up); what is over is reopened only by
# the village, which is not content.
_JALAN = frozenset({S.DIKEMBALIKAN, S.DIGABUNG, S.DITERUSKAN})
BOLEH: dict[str, frozenset[str]] = {
    S.DITERIMA: frozenset({S.DITELAAH}) | _JALAN,
    S.DITELAAH: frozenset({S.DIJADWALKAN, S.DIDISPOSISIKAN, S.DITANGGAPI}) | _JALAN,
    S.DIJADWALKAN: frozenset({S.DITELAAH, S.DIDISPOSISIKAN, S.DITANGGAPI, S.TINDAK_LANJUT})
    | _JALAN,
    S.DIDISPOSISIKAN: frozenset({S.DITELAAH, S.DIJADWALKAN, S.DITANGGAPI}) | _JALAN,
    S.DITANGGAPI: frozenset({S.TINDAK_LANJUT, S.SELESAI, S.DITELAAH, S.DITERUSKAN}),
    S.TINDAK_LANJUT: frozenset({S.SELESAI, S.DITELAAH, S.DITERUSKAN}),
    S.DITERUSKAN: frozenset({S.DITELAAH, S.DITANGGAPI, S.TINDAK_LANJUT, S.SELESAI}),
    S.SELESAI: frozenset({S.DITELAAH}),
    S.DIKEMBALIKAN: frozenset({S.DITELAAH}),
    S.DIGABUNG: frozenset(),
}
MENDESAK_HARI, DARURAT_JAM = 2, 24
MENUNGGU_DESA, DILANJUTKAN = "Menunggu desa", "Dilanjutkan"  # the history's words of a pause


class LangkahTerlarang(ValueError):  # noqa: N818 - the domain's word
    """A request may not go from its state to the one asked for."""


@dataclass(frozen=True, slots=True)
class Ajuan:
    """What a request is filed with; `wilayah` is the village."""

    wilayah: Wilayah
    jenis: str
    masalah: JenisMasalah
    judul: str
    uraian: str
    saluran: str
    urgensi: int = 2
    rahasia: bool = False
    pemohon: Pengguna | None = None
    kontak: Kontak | None = None
    lampiran: Iterable[Lampiran] = field(default_factory=tuple)
    rujukan: Rujukan | None = None


@transaction.atomic
def file_permintaan(ajuan: Ajuan, *, by: Pengguna | None = None) -> tuple[Permintaan, str]:
    """Take a request in; gives it and the PIN that follows it (shown once, only its hash kept).

    Raises ValueError for an area that is no village of a kecamatan.
    """
    kecamatan = kecamatan_of(ajuan.wilayah)
    kode, pin = f"{AWALAN_KODE}-{new_code(4)}-{new_code(4)}", new_pin()
    aturan = rule_for(ajuan.masalah, ajuan.urgensi)
    now = timezone.now()
    permintaan: Permintaan = Permintaan.objects.create(
        wilayah=ajuan.wilayah, nomor=_next_nomor(kecamatan, now), kode=kode,
        pin_hash=pin_hash(kode, pin), jenis=ajuan.jenis, masalah=ajuan.masalah,
        bidang=ajuan.masalah.bidang, judul=ajuan.judul.strip()[:160],
        uraian=ajuan.uraian.strip(), urgensi=ajuan.urgensi, rahasia=ajuan.rahasia,
        saluran=ajuan.saluran, pemohon=ajuan.pemohon, kontak=ajuan.kontak, rujukan=ajuan.rujukan,
        due_at=due_at(now, aturan, kecamatan), due_aturan=aturan.nama,
    )  # fmt: skip
    permintaan.lampiran.set(ajuan.lampiran)
    log_permintaan(permintaan, "Diajukan", by=by)
    tell_filed(permintaan, by=by)
    return permintaan, pin


def kecamatan_of(wilayah: Wilayah) -> str:
    """Code of the kecamatan of a village. Raises ValueError for any other area."""
    if wilayah.tingkat not in {Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN}:
        raise ValueError("Pilih desa atau kelurahan.")
    return str(wilayah.kode).rpartition(".")[0]


def rule_for(masalah: JenisMasalah, urgensi: int) -> AturanTenggat:
    """How long the desk has until its first answer, and why."""
    if urgensi >= 5:
        return AturanTenggat(nama=f"Darurat: {DARURAT_JAM} jam", jam=DARURAT_JAM)
    if urgensi == 4 and masalah.hari_kerja > MENDESAK_HARI:
        return AturanTenggat(nama=f"Mendesak: {MENDESAK_HARI} hari kerja", hari_kerja=MENDESAK_HARI)
    return AturanTenggat(
        nama=f"{masalah.nama}: {masalah.hari_kerja} hari kerja", hari_kerja=masalah.hari_kerja
    )


def lock_permintaan(permintaan: Permintaan) -> Permintaan:
    """The request as it is now, locked until the transaction ends."""
    rows: Any = Permintaan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Permintaan = rows.select_related("masalah", "bidang", "wilayah", "kontak").get(
        pk=permintaan.pk
    )
    return terkunci


@transaction.atomic
def move_permintaan(
    permintaan: Permintaan, *, to: str, by: Pengguna | None, apa: str = "", catatan: str = "",
    untuk_desa: bool = True, **isi: Any,
) -> Permintaan:  # fmt: skip
    """Take a request to another state; `isi` are fields that change with it.

    Raises LangkahTerlarang. The first answer and the end are dated here.
    """
    permintaan = lock_permintaan(permintaan)
    dari, petugas = permintaan.status, permintaan.petugas_id
    if to not in BOLEH[dari]:
        raise LangkahTerlarang(
            f"Permintaan yang {permintaan.get_status_display().lower()} tidak dapat menjadi "
            f"{S(to).label.lower()}."
        )
    now = timezone.now()
    for nama, nilai in isi.items():
        setattr(permintaan, nama, nilai)
    permintaan.status = to
    if to == S.DITANGGAPI and permintaan.ditanggapi_at is None:
        permintaan.ditanggapi_at = now
    permintaan.closed_at = now if to in Permintaan.ENDED else None
    if dari in Permintaan.ENDED:
        permintaan.hasil = isi.get("hasil", "")
    permintaan.save()
    riwayat = log_permintaan(
        permintaan, apa or S(to).label, dari=dari, by=by, catatan=catatan, untuk_desa=untuk_desa
    )
    tell_moved(permintaan, riwayat, by=by)
    if permintaan.petugas_id not in {None, petugas}:
        tell_assigned(permintaan, riwayat, by=by)
    share_langkah(permintaan, by=by, catatan=catatan, untuk_desa=untuk_desa)
    return permintaan


@transaction.atomic
def pause_permintaan(permintaan: Permintaan, *, by: Pengguna | None, catatan: str) -> Permintaan:
    """The desk waits for the village: its clock stands still."""
    permintaan = lock_permintaan(permintaan)
    if permintaan.dijeda_at is None and not permintaan.is_ended:
        permintaan.dijeda_at = timezone.now()
        permintaan.save(update_fields=["dijeda_at", "updated_at"])
        riwayat = log_permintaan(permintaan, MENUNGGU_DESA, by=by, catatan=catatan)
        tell_question(permintaan, riwayat, by=by, tanya=catatan)
    return permintaan


@transaction.atomic
def resume_permintaan(permintaan: Permintaan, *, by: Pengguna | None) -> Permintaan:
    """The village has answered; the time of waiting costs the desk nothing."""
    permintaan = lock_permintaan(permintaan)
    if permintaan.dijeda_at is None:
        return permintaan
    permintaan.due_at = shift_for_pause(
        permintaan.due_at, permintaan.dijeda_at, timezone.now(),
        rule_for(permintaan.masalah, permintaan.urgensi), kecamatan_of(permintaan.wilayah),
    )  # fmt: skip
    permintaan.dijeda_at = None
    permintaan.save(update_fields=["dijeda_at", "due_at", "updated_at"])
    riwayat = log_permintaan(permintaan, DILANJUTKAN, by=by)
    if permintaan.petugas_id is None:  # an officer reads it in the notice of the words themselves
        tell_resumed(permintaan, riwayat, by=by)
    return permintaan


def log_permintaan(
    permintaan: Permintaan, apa: str, *, by: Pengguna | None, dari: str = "", catatan: str = "",
    untuk_desa: bool = True,
) -> RiwayatPermintaan:  # fmt: skip
    """One row of the history; the note without personal data, since it can never be changed."""
    return RiwayatPermintaan.objects.create(
        permintaan=permintaan, dari=dari, ke=permintaan.status, apa=apa,
        catatan=mask_catatan(catatan), untuk_desa=untuk_desa, by=by,
    )  # fmt: skip


def _next_nomor(kecamatan: str, now: datetime) -> str:
    """The next number of this kecamatan's year by its own clock, gapless: RP/63.11.07/2026/0001."""
    tahun = at_place(now, kecamatan).year
    rows: Any = NomorPermintaan.objects
    rows.get_or_create(kecamatan_id=kecamatan, tahun=tahun)
    baris = rows.select_for_update().get(kecamatan_id=kecamatan, tahun=tahun)
    baris.terakhir += 1
    baris.save(update_fields=["terakhir"])
    return f"RP/{kecamatan}/{tahun}/{baris.terakhir:04d}"
