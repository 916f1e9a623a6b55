"""Residents invite the lurah; heads of RT and RW propose hosts. Staff accept or decline kindly."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luna_maya.models import (
    JenisKunjungan,
    Kendaraan,
    Kunjungan,
    RiwayatUndangan,
    Tempat,
    Tokoh,
    TuanRumah,
    Undangan,
    Unsur,
)
from luna_maya.services.kabar import place_name
from luna_maya.services.kunjungan import Rencana, cancel_kunjungan, schedule_kunjungan
from luna_maya.services.persetujuan import invite_tuan_rumah
from pesan.models import Kontak
from pesan.pin import clean_kode, open_by_pin, pin_hash
from pesan.services import hold_alamat, queue_pesan, release_alamat
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.services.area import lurah_of
from wilayah.zona import at_place

AWALAN = "UL"
S, A = Undangan.Status, Undangan.Acara
TERJAUH = timedelta(days=365)
# What the visit becomes; an event of residents is of the kind "undangan".
_JENIS: dict[str, str] = {A.NGOBROL: "ngobrol", A.MENGINAP: "menginap"}


class UndanganTertutup(ValueError):  # noqa: N818 - the domain's word
    """This invitation was answered or withdrawn already."""


class BukanWilayahnya(ValueError):  # noqa: N818
    """Only a head in office proposes hosts, and only in the own RT or RW."""


@dataclass(frozen=True, slots=True)
class Ajuan:
    """An invitation as a resident made it. `wilayah`: the RT, or the kelurahan."""

    acara: str
    mulai_at: datetime
    wilayah: Wilayah
    nama: str
    tempat: str = Tempat.RUMAH
    alamat: str = ""
    pesan: str = ""
    ada_anak: bool = False
    kontak: Kontak | None = None
    asal: str = Undangan.Asal.WEB


@dataclass(frozen=True, slots=True)
class Terima:
    """How an invitation is taken up. `mulai_at` None: as wished."""

    wilayah: Wilayah
    lurah: Pengguna
    mulai_at: datetime | None = None
    kendaraan: Kendaraan | None = None
    tokoh: Iterable[Tokoh] = field(default_factory=tuple)


def check_waktu(mulai_at: datetime, now: datetime | None = None) -> None:
    """Raises ValueError for a time that has passed or lies more than a year ahead."""
    now = now or timezone.now()
    if mulai_at <= now:
        raise ValueError("Waktu itu sudah lewat. Pilih waktu yang akan datang.")
    if mulai_at > now + TERJAUH:
        raise ValueError("Pilih waktu paling lama setahun dari sekarang.")


@transaction.atomic
def make_undangan(ajuan: Ajuan, *, kunci: str) -> tuple[Undangan, str]:
    """Record an invitation once for each `kunci` (a form's token, a message's key).

    Gives it and its PIN. Raises ValueError for an impossible time.
    """
    check_waktu(ajuan.mulai_at)
    pin = pin_of_kunci(kunci)
    isi = {nama: getattr(ajuan, nama) for nama in Ajuan.__slots__}
    undangan, baru = Undangan.objects.get_or_create(
        kunci=kunci, defaults={**isi, "nama": " ".join(ajuan.nama.split())[:120]}
    )
    if baru:
        undangan.pin_hash = pin_hash(undangan.kode, pin)
        undangan.save(update_fields=["pin_hash"])
        if undangan.kontak is not None:
            hold_alamat(undangan.kontak)
        log_undangan(undangan, "Masuk")
        _tell_lurah(undangan, "baru")
    return undangan, pin


def pin_of_kunci(kunci: str) -> str:
    """The PIN, made of the key and our secret, so that the page after the form can show it."""
    return f"{int(keyed_hash('undangan-pin', kunci)[:12], 16) % 1_000_000:06d}"


def find_undangan(kode: str, pin: str, *, asal: str) -> Undangan:
    """What code and PIN open. Raises PinSalah, PinTerkunci."""
    rows = Undangan.objects.filter(dihapus_at__isnull=True).select_related("wilayah", "kontak")
    return open_by_pin(
        clean_kode(kode, AWALAN), pin, asal=asal, find=lambda k: rows.filter(kode=k).first()
    )


@transaction.atomic
def accept_undangan(undangan: Undangan, terima: Terima, *, by: Pengguna) -> Kunjungan:
    """The lurah comes: the inviter becomes a host, the visit is planned, the inviter told.

    Raises UndanganTertutup, Bentrok where somebody is taken then, ValueError without an RT.
    """
    undangan = lock_undangan(undangan)
    if terima.wilayah.kode.count(".") < 4:
        raise ValueError("Pilih RT tempat acaranya.")
    rumah = _host_of(undangan, terima.wilayah, by)
    jenis = JenisKunjungan.objects.get(kode=_JENIS.get(undangan.acara, "undangan"))
    kunjungan = schedule_kunjungan(
        Rencana(
            jenis=jenis, tuan_rumah=rumah, lurah=terima.lurah, kendaraan=terima.kendaraan,
            mulai_at=terima.mulai_at or undangan.mulai_at, tokoh=terima.tokoh,
            acara="" if undangan.acara in _JENIS else undangan.get_acara_display(),
            sebab=f"Undangan warga {undangan.kode}.",
        ),
        by=by,
    )  # fmt: skip
    _decide(undangan, S.DITERIMA, by=by, kunjungan=kunjungan)
    log_undangan(undangan, "Diterima", by=by)
    if jenis.perlu_persetujuan:
        _tell_inviter(undangan, "luna_undang_ya")
        invite_tuan_rumah(kunjungan, by=by)
    return kunjungan


def _host_of(undangan: Undangan, rt: Wilayah, by: Pengguna) -> TuanRumah:
    """The inviter as a host of that RT, found again by name."""
    nama = undangan.nama or f"Pengundang {undangan.kode}"
    rumah = TuanRumah.objects.filter(
        wilayah=rt, nama__iexact=nama, dihapus_at__isnull=True
    ).first() or TuanRumah(wilayah=rt, nama=nama, asal=TuanRumah.Asal.UNDANGAN, by=by)  # fmt: skip
    rumah.tempat = undangan.tempat
    rumah.alamat = undangan.alamat or rumah.alamat
    rumah.kontak = undangan.kontak or rumah.kontak
    rumah.ada_anak = rumah.ada_anak or undangan.ada_anak
    rumah.kesediaan = TuanRumah.Kesediaan.YA
    rumah.save()
    return rumah


@transaction.atomic
def decline_undangan(
    undangan: Undangan, *, alasan: str, wakil: Tokoh | None = None, by: Pengguna
) -> Undangan:
    """The lurah cannot come: a kind reason, and who stands in, are told to the inviter.

    Raises ValueError without a reason, UndanganTertutup.
    """
    alasan = mask_catatan(alasan.strip())[:200]
    if not alasan:
        raise ValueError("Tulis alasannya; pengundang membacanya.")
    undangan = lock_undangan(undangan)
    _decide(undangan, S.DITOLAK, by=by, alasan=alasan, wakil=wakil)
    log_undangan(undangan, "Belum dapat dipenuhi", by=by, catatan=alasan)
    sebagai = f"{wakil.nama}, {wakil.get_unsur_display()}" if wakil is not None else ""
    _tell_inviter(undangan, "luna_undang_tidak", alasan=alasan, wakil=sebagai)
    if wakil is not None:
        _tell_wakil(undangan, wakil)
    _let_go(undangan)
    return undangan


@transaction.atomic
def withdraw_undangan(undangan: Undangan, *, asal: str = "") -> Undangan:
    """The inviter takes it back; a visit that came of it is called off. Twice is once.

    Raises UndanganTertutup for one that was declined or whose visit has begun.
    """
    undangan = lock_undangan(undangan, only_open=False)
    if undangan.status == S.DICABUT:
        return undangan
    kunjungan = undangan.kunjungan
    if undangan.status == S.DITOLAK or (kunjungan and kunjungan.mulai_at <= timezone.now()):
        raise UndanganTertutup("Undangan ini tidak dapat dicabut lagi.")
    undangan.status, undangan.decided_at = S.DICABUT, undangan.decided_at or timezone.now()
    undangan.save(update_fields=["status", "decided_at"])
    log_undangan(undangan, "Dicabut pengundang")
    if kunjungan is not None and kunjungan.status != Kunjungan.Status.BATAL:
        cancel_kunjungan(
            kunjungan, alasan="Pengundang membatalkan acaranya.", by=None, kabari_tuan=False
        )
    _tell_inviter(undangan, "luna_undang_cabut")
    _tell_lurah(undangan, "dicabut")
    _let_go(undangan)
    return undangan


@transaction.atomic
def propose_tuan_rumah(
    tokoh: Tokoh, *, nama: str, wilayah: Wilayah, by: Pengguna | None = None
) -> tuple[TuanRumah, bool]:
    """A head of RT or RW proposes a host; gives the host and whether it is new.

    Raises BukanWilayahnya, ValueError without a name.
    """
    nama = " ".join(nama.split())[:120]
    if len(nama) < 3:
        raise ValueError("Tulis nama tuan rumahnya.")
    if not is_head_of(tokoh, wilayah):
        raise BukanWilayahnya("Ketua RT atau RW hanya mengusulkan tuan rumah di wilayahnya.")
    ada = TuanRumah.objects.filter(wilayah=wilayah, nama__iexact=nama, dihapus_at__isnull=True)
    if (lama := ada.first()) is not None:
        return lama, False
    return TuanRumah.objects.create(
        nama=nama, wilayah=wilayah, asal=TuanRumah.Asal.KETUA, diusulkan_oleh=tokoh, by=by
    ), True


def is_head_of(tokoh: Tokoh, rt: Wilayah) -> bool:
    """Whether this person heads that RT, or the RW it lies in, today where it is."""
    hari = at_place(timezone.now(), rt.kode).date()
    menjabat = tokoh.mulai <= hari and (tokoh.selesai is None or tokoh.selesai >= hari)
    memimpin = tokoh.unsur in {Unsur.KETUA_RT, Unsur.KETUA_RW}
    di = str(tokoh.wilayah_id)
    di_dalam = rt.kode == di or rt.kode.startswith(f"{di}.")
    return menjabat and memimpin and di_dalam and rt.kode.count(".") == 5 and di.count(".") >= 4


def lock_undangan(undangan: Undangan, *, only_open: bool = True) -> Undangan:
    """The row, locked until the transaction ends. Raises UndanganTertutup."""
    rows: Any = Undangan.objects.select_for_update(of=("self",), no_key=True)
    baris: Undangan = rows.select_related("wilayah", "kontak", "kunjungan").get(pk=undangan.pk)
    if only_open and baris.status != S.BARU:
        raise UndanganTertutup(f"Undangan ini sudah {baris.get_status_display().lower()}.")
    return baris


def log_undangan(
    undangan: Undangan, apa: str, *, by: Pengguna | None = None, catatan: str = ""
) -> None:
    """One row of its history."""
    RiwayatUndangan.objects.create(
        undangan=undangan, apa=apa, catatan=mask_catatan(catatan)[:240] if catatan else "", by=by
    )


def _decide(undangan: Undangan, status: str, *, by: Pengguna, **kolom: Any) -> None:
    undangan.status, undangan.by, undangan.decided_at = status, by, timezone.now()
    for nama, nilai in kolom.items():
        setattr(undangan, nama, nilai)
    undangan.save()


def _let_go(undangan: Undangan) -> None:
    """Nothing more to say: the reply address goes a day later, unless something else needs it."""
    if undangan.kontak is not None:
        release_alamat(undangan.kontak)


def undangan_slots(undangan: Undangan) -> dict[str, Any]:
    """What messages about an invitation may fill in."""
    kode = str(undangan.wilayah_id)
    area = area_of(kode)
    return {
        "acara": undangan.get_acara_display().lower(),
        "waktu": tanggal_panjang(undangan.mulai_at, kode),
        "rt": place_name(undangan.wilayah),
        "kode": undangan.kode,
        "kepala": area.kepala if area else "Lurah",
    }


def _tell_inviter(undangan: Undangan, templat: str, **slots: Any) -> None:
    if undangan.kontak is not None:
        queue_pesan(
            kunci=f"undang:{undangan.pk}:{templat}", templat=templat,
            slots=undangan_slots(undangan) | slots, kontak=undangan.kontak,
            wilayah=undangan.wilayah_id, rujukan=undangan.kode,
        )  # fmt: skip


def _tell_lurah(undangan: Undangan, keadaan: str) -> None:
    tugas = lurah_of(str(undangan.wilayah_id))
    if tugas is not None:
        queue_pesan(
            kunci=f"undang:{undangan.pk}:lurah:{keadaan}", templat="luna_undang_petugas",
            slots=undangan_slots(undangan)
            | {"keadaan": keadaan, "url": f"{settings.SITE_URL}{undangan.get_absolute_url()}"},
            pengguna=tugas.pengguna, wilayah=undangan.wilayah_id, rujukan=undangan.kode,
        )  # fmt: skip


def _tell_wakil(undangan: Undangan, wakil: Tokoh) -> None:
    """Who stands in learns where; an address only where nobody else reads the message."""
    surat = wakil.pengguna is None
    url = f"{settings.SITE_URL}{undangan.get_absolute_url()}"
    queue_pesan(
        kunci=f"undang:{undangan.pk}:wakil", templat="luna_wakil",
        slots=undangan_slots(undangan)
        | {"alamat": undangan.alamat if surat else "", "url": "" if surat else url},
        kontak=wakil.kontak if surat else None, pengguna=wakil.pengguna,
        wilayah=undangan.wilayah_id, rujukan=undangan.kode, kedaluwarsa_at=undangan.mulai_at,
    )  # fmt: skip


def status_url(undangan: Undangan) -> str:
    """Where code and PIN open an invitation."""
    area = area_of(str(undangan.wilayah_id))
    alamat = reverse("luna_undang_status", args=[area.slug]) if area else "/"
    return f"{settings.SITE_URL}{alamat}"
