"""Rooms are booked, agreed to, moved and called off; each step a history row in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from ruko_parsel.jam_ruang import JamRumah, local_day
from ruko_parsel.models import Pemesanan, Permintaan, RiwayatPemesanan, Ruang
from ruko_parsel.orang import desk_of
from ruko_parsel.pihak import kode_kecamatan, sits_at_desk, village_areas
from ruko_parsel.services.kabar_ruang import (
    one_line,
    tell_approved,
    tell_asked,
    tell_cancelled,
    tell_moved,
    tell_refused,
)
from ruko_parsel.services.permintaan import lock_permintaan, log_permintaan, move_permintaan
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

S = Pemesanan.Status
P = Permintaan.Status
BOLEH: dict[str, frozenset[str]] = {
    S.DIMINTA: frozenset({S.DISETUJUI, S.DITOLAK, S.BATAL}),
    S.DISETUJUI: frozenset({S.BERLANGSUNG, S.BATAL, S.TIDAK_DATANG}),
    S.BERLANGSUNG: frozenset({S.SELESAI}),
}
TERSINGKAT, TERLAMA = timedelta(minutes=15), timedelta(hours=4)
TERJAUH = timedelta(days=180)
_BENTROK = {
    "pemesanan_ruang_satu": "Ruang itu sudah dipesan pada waktu itu. Pilih waktu atau ruang lain.",
    "pemesanan_petugas_satu": "Petugas itu sudah menerima tamu lain pada waktu itu.",
}


class Bentrok(ValueError):  # noqa: N818 - the domain's word
    """The room or the officer is taken at that time; the message says which."""


class WaktuKeliru(ValueError):  # noqa: N818
    """This time cannot be booked; the message says why."""


class LangkahTerlarang(ValueError):  # noqa: N818
    """A booking may not go from its state to the one asked for."""


@dataclass(frozen=True, slots=True)
class Pesanan:
    """What a booking is made of; `wilayah` is the village that comes."""

    ruang: Ruang
    wilayah: Wilayah
    mulai_at: datetime
    selesai_at: datetime
    perihal: str
    jumlah_tamu: int = 1
    permintaan: Permintaan | None = None
    petugas: Pengguna | None = None


@transaction.atomic
def book_ruang(pesanan: Pesanan, *, by: Pengguna) -> Pemesanan:
    """Hold a room: the desk's booking stands at once, a village's waits for the desk.

    Raises Bentrok, WaktuKeliru, ValueError, PermissionError for somebody else's village.
    """
    oleh_meja = sits_at_desk(by, str(pesanan.wilayah.pk))
    if not oleh_meja and pesanan.wilayah not in village_areas(by):
        raise PermissionError("Anda hanya dapat memesan untuk desa Anda sendiri.")
    permintaan = lock_permintaan(pesanan.permintaan) if pesanan.permintaan else None
    _check(pesanan)
    pemesanan = Pemesanan(
        ruang=pesanan.ruang, wilayah=pesanan.wilayah, mulai_at=pesanan.mulai_at,
        selesai_at=pesanan.selesai_at, perihal=one_line(pesanan.perihal)[:160],
        jumlah_tamu=pesanan.jumlah_tamu, permintaan=permintaan, pemesan=by,
        petugas=pesanan.petugas if oleh_meja else None,
        status=S.DISETUJUI if oleh_meja else S.DIMINTA,
    )  # fmt: skip
    if not pemesanan.perihal:
        raise ValueError("Tulis perihalnya.")
    if permintaan and oleh_meja:
        _schedule_permintaan(permintaan, pemesanan, by=by)
    elif permintaan:
        log_permintaan(permintaan, f"Desa meminta ruang: {_when(pemesanan)}", by=by)
    _save(pemesanan)
    apa = "Dipesan meja" if oleh_meja else "Diminta desa"
    langkah = log_pemesanan(pemesanan, apa, by=by, ke=pemesanan.mulai_at)
    (tell_approved if oleh_meja else tell_asked)(pemesanan, langkah, by=by)
    return pemesanan


@transaction.atomic
def schedule_ruang(
    permintaan: Permintaan, *, ruang: Ruang, mulai_at: datetime, selesai_at: datetime,
    petugas: Pengguna | None, by: Pengguna, perihal: str = "", jumlah_tamu: int = 1,
) -> Pemesanan:  # fmt: skip
    """The desk gives a request a room and a time; the request becomes DIJADWALKAN with it.

    Raises Bentrok, WaktuKeliru, LangkahTerlarang of the request, PermissionError.
    """
    if not sits_at_desk(by, str(permintaan.wilayah_id)):
        raise PermissionError("Hanya meja kecamatan yang menjadwalkan.")
    pesanan = Pesanan(
        ruang=ruang, wilayah=permintaan.wilayah, mulai_at=mulai_at, selesai_at=selesai_at,
        perihal=perihal or _subject(permintaan), jumlah_tamu=jumlah_tamu, permintaan=permintaan,
        petugas=petugas or permintaan.petugas or by,
    )  # fmt: skip
    return book_ruang(pesanan, by=by)


@transaction.atomic
def approve_pemesanan(pemesanan: Pemesanan, *, petugas: Pengguna, by: Pengguna) -> Pemesanan:
    """The desk agrees and says who receives the guests; its request becomes DIJADWALKAN.

    Raises Bentrok when that officer is taken, LangkahTerlarang, WaktuKeliru when it is too late.
    """
    pemesanan = lock_pemesanan(pemesanan)
    if not sits_at_desk(by, str(pemesanan.wilayah_id)):
        raise PermissionError("Hanya meja kecamatan yang menyetujui.")
    _may_go(pemesanan, S.DISETUJUI)
    if pemesanan.mulai_at <= timezone.now():
        raise WaktuKeliru("Waktunya sudah lewat. Tolak, lalu tawarkan waktu lain.")
    _check_petugas(petugas, kode_kecamatan(str(pemesanan.wilayah_id)))
    pemesanan.petugas, pemesanan.status = petugas, S.DISETUJUI
    if pemesanan.permintaan is not None:
        _schedule_permintaan(lock_permintaan(pemesanan.permintaan), pemesanan, by=by)
    _save(pemesanan)
    langkah = log_pemesanan(pemesanan, "Disetujui", by=by, ke=pemesanan.mulai_at)
    tell_approved(pemesanan, langkah, by=by)
    return pemesanan


@transaction.atomic
def refuse_pemesanan(pemesanan: Pemesanan, *, alasan: str, by: Pengguna | None) -> Pemesanan:
    """The desk cannot receive them then; the reason goes to the village. Raises ValueError."""
    pemesanan = lock_pemesanan(pemesanan)
    langkah = _end(pemesanan, S.DITOLAK, "Ditolak", alasan, by)
    tell_refused(pemesanan, langkah)
    return pemesanan


@transaction.atomic
def cancel_pemesanan(
    pemesanan: Pemesanan, *, alasan: str, by: Pengguna | None, dari_rapat: bool = False
) -> Pemesanan:
    """Village or desk calls it off; the room is free again. Raises ValueError, LangkahTerlarang."""
    pemesanan = lock_pemesanan(pemesanan, dari_rapat=dari_rapat)
    langkah = _end(pemesanan, S.BATAL, "Dibatalkan", alasan, by)
    tell_cancelled(pemesanan, langkah, by=by)
    return pemesanan


@transaction.atomic
def move_pemesanan(
    pemesanan: Pemesanan, *, ruang: Ruang, mulai_at: datetime, selesai_at: datetime, alasan: str,
    by: Pengguna, dari_rapat: bool = False,
) -> Pemesanan:  # fmt: skip
    """Another room or time. The desk's word stands; moved by the village it waits again.

    Raises Bentrok, WaktuKeliru, LangkahTerlarang once it has begun or ended.
    """
    pemesanan = lock_pemesanan(pemesanan, dari_rapat=dari_rapat)
    if pemesanan.status not in {S.DIMINTA, S.DISETUJUI}:
        raise LangkahTerlarang(f"Pemesanan ini {pemesanan.get_status_display().lower()}.")
    semula = pemesanan.mulai_at
    pemesanan.ruang, pemesanan.mulai_at, pemesanan.selesai_at = ruang, mulai_at, selesai_at
    _check(pemesanan)
    if not sits_at_desk(by, str(pemesanan.wilayah_id)):
        pemesanan.status = S.DIMINTA
    if pemesanan.permintaan is not None:
        log_permintaan(pemesanan.permintaan, f"Ruang dipindah: {_when(pemesanan)}", by=by)
    _save(pemesanan)
    langkah = log_pemesanan(
        pemesanan,
        "Dipindah",
        by=by,
        catatan=one_line(alasan)[:200],
        dari=semula,
        ke=pemesanan.mulai_at,
    )
    tell_moved(pemesanan, langkah, semula=semula, by=by)
    return pemesanan


@transaction.atomic
def arrive_pemesanan(
    pemesanan: Pemesanan, *, by: Pengguna | None, dari_rapat: bool = False
) -> Pemesanan:
    """The guests are here. On the day itself only; twice changes nothing."""
    pemesanan = lock_pemesanan(pemesanan, dari_rapat=dari_rapat)
    if pemesanan.status == S.BERLANGSUNG:
        return pemesanan
    _may_go(pemesanan, S.BERLANGSUNG)
    kecamatan = kode_kecamatan(str(pemesanan.wilayah_id))
    if local_day(pemesanan.mulai_at, kecamatan) != local_day(timezone.now(), kecamatan):
        raise WaktuKeliru("Pemesanan ini bukan untuk hari ini.")
    return _step(pemesanan, S.BERLANGSUNG, "Tamu datang", by)


@transaction.atomic
def finish_pemesanan(
    pemesanan: Pemesanan, *, by: Pengguna | None, dari_rapat: bool = False
) -> Pemesanan:
    """The meeting is over; the room is free again. Raises LangkahTerlarang."""
    pemesanan = lock_pemesanan(pemesanan, dari_rapat=dari_rapat)
    return _step(pemesanan, S.SELESAI, "Selesai", by)


@transaction.atomic
def miss_pemesanan(pemesanan: Pemesanan, *, by: Pengguna | None) -> Pemesanan:
    """Nobody came. Raises WaktuKeliru before it should have begun, LangkahTerlarang."""
    pemesanan = lock_pemesanan(pemesanan)
    if pemesanan.mulai_at > timezone.now():
        raise WaktuKeliru("Waktunya belum tiba.")
    return _step(pemesanan, S.TIDAK_DATANG, "Tidak datang", by)


def lock_pemesanan(pemesanan: Pemesanan, *, dari_rapat: bool = False) -> Pemesanan:
    """The booking as it is now, locked until the transaction ends.

    Raises LangkahTerlarang for a meeting's: that one moves and ends with its meeting alone.
    """
    rows: Any = Pemesanan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Pemesanan = rows.select_related(
        "ruang", "wilayah", "permintaan__kontak", "permintaan__pemohon", "pemesan", "petugas"
    ).get(pk=pemesanan.pk)
    if terkunci.is_rapat and not dari_rapat:
        raise LangkahTerlarang("Ruang ini dipakai rapat kecamatan; ubah dari halaman rapatnya.")
    return terkunci


def log_pemesanan(
    pemesanan: Pemesanan, apa: str, *, by: Pengguna | None, catatan: str = "",
    dari: datetime | None = None, ke: datetime | None = None,
) -> RiwayatPemesanan:  # fmt: skip
    """One row of the history; the note without personal data, since it can never be changed."""
    return RiwayatPemesanan.objects.create(
        pemesanan=pemesanan, status=pemesanan.status, apa=apa, catatan=mask_catatan(catatan),
        dari_mulai_at=dari, ke_mulai_at=ke, by=by,
    )  # fmt: skip


def _subject(permintaan: Permintaan) -> str:
    """What stands on the calendar; of a secret request its number alone."""
    return f"Permintaan {permintaan.nomor}" if permintaan.rahasia else permintaan.judul


def _when(pemesanan: Pemesanan) -> str:
    waktu = tanggal_panjang(pemesanan.mulai_at, str(pemesanan.wilayah_id))
    return f"{pemesanan.ruang.nama[:40]}, {waktu}"


def _schedule_permintaan(permintaan: Permintaan, pemesanan: Pemesanan, *, by: Pengguna) -> None:
    """The request stands on the calendar now; one that only just came in was read with it."""
    apa = f"Dijadwalkan: {_when(pemesanan)}"
    if permintaan.status == P.DIJADWALKAN:
        log_permintaan(permintaan, apa, by=by)
        return
    if permintaan.status == P.DITERIMA:
        permintaan = move_permintaan(permintaan, to=P.DITELAAH, by=by)
    if permintaan.status in {P.DITELAAH, P.DIDISPOSISIKAN}:
        move_permintaan(permintaan, to=P.DIJADWALKAN, by=by, apa=apa)
    elif permintaan.is_ended:
        raise LangkahTerlarang(f"Permintaan ini {permintaan.get_status_display().lower()}.")
    else:  # answered already: a meeting about the follow-up changes no state
        log_permintaan(permintaan, apa, by=by)


def _may_go(pemesanan: Pemesanan, to: str) -> None:
    if to not in BOLEH.get(pemesanan.status, frozenset()):
        raise LangkahTerlarang(
            f"Pemesanan yang {pemesanan.get_status_display().lower()} tidak dapat menjadi "
            f"{S(to).label.lower()}."
        )


def _step(pemesanan: Pemesanan, to: str, apa: str, by: Pengguna | None) -> Pemesanan:
    _may_go(pemesanan, to)
    pemesanan.status = to
    _save(pemesanan)
    log_pemesanan(pemesanan, apa, by=by)
    return pemesanan


def _end(
    pemesanan: Pemesanan, to: str, apa: str, alasan: str, by: Pengguna | None
) -> RiwayatPemesanan:
    alasan = mask_catatan(one_line(alasan))[:200]
    if not alasan:
        raise ValueError("Tulis alasannya.")
    _may_go(pemesanan, to)
    pemesanan.alasan, pemesanan.status = alasan, to
    if pemesanan.permintaan is not None:
        log_permintaan(
            pemesanan.permintaan, f"Ruang {apa.lower()}: {_when(pemesanan)}", by=by, catatan=alasan
        )
    _save(pemesanan)
    return log_pemesanan(pemesanan, apa, by=by, catatan=alasan)


def _check(pesanan: Pesanan | Pemesanan) -> None:
    """Raises WaktuKeliru or ValueError for what cannot be held."""
    ruang, mulai, selesai = pesanan.ruang, pesanan.mulai_at, pesanan.selesai_at
    kecamatan = kode_kecamatan(str(pesanan.wilayah.pk))
    if str(ruang.wilayah_id) != kecamatan or not ruang.aktif:
        raise ValueError("Ruang itu sedang tidak dipakai.")
    if pesanan.permintaan is not None and pesanan.permintaan.wilayah_id != pesanan.wilayah.pk:
        raise ValueError("Permintaan itu milik desa lain.")
    if pesanan.petugas is not None:
        _check_petugas(pesanan.petugas, kecamatan)
    if not 1 <= pesanan.jumlah_tamu <= ruang.kapasitas:
        raise ValueError(f"{ruang.nama} paling banyak untuk {ruang.kapasitas} orang.")
    _check_waktu(ruang, mulai, selesai, kecamatan)


def _check_waktu(ruang: Ruang, mulai: datetime, selesai: datetime, kecamatan: str) -> None:
    now = timezone.now()
    if mulai < now:
        raise WaktuKeliru("Waktunya sudah lewat. Pilih waktu yang akan datang.")
    if mulai > now + TERJAUH:
        raise WaktuKeliru("Paling jauh enam bulan dari sekarang.")
    if not TERSINGKAT <= selesai - mulai <= TERLAMA:
        raise WaktuKeliru("Lamanya antara 15 menit dan 4 jam.")
    hari = local_day(mulai, kecamatan)
    jam = JamRumah(kecamatan, hari, hari)
    if sebab := jam.closed(ruang.pk, hari):
        raise WaktuKeliru(f"Hari itu tutup: {sebab}.")
    if not jam.is_open(ruang.pk, mulai, selesai):
        raise WaktuKeliru("Di luar jam buka ruang itu.")


def _check_petugas(petugas: Pengguna, kecamatan: str) -> None:
    if not desk_of(kecamatan).filter(pk=petugas.pk).exists():
        raise ValueError("Petugas itu tidak bertugas di kecamatan ini.")


def _save(pemesanan: Pemesanan) -> None:
    """Raises Bentrok for what the database's own constraints refuse.

    Claims in one house come one by one: two at the same instant would end as a deadlock.
    """
    lock_key(f"jadwal-ruang:{kode_kecamatan(str(pemesanan.wilayah_id))}")
    try:
        with transaction.atomic():
            pemesanan.save()
    except IntegrityError as error:
        for nama, pesan in _BENTROK.items():
            if nama in str(error):
                raise Bentrok(pesan) from error
        raise
