"""Proposals of visits: made by the planner, then accepted, swapped or skipped, each once."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from luna_maya.baca_rencana import (
    Masukan,
    choose_tuan_rumah,
    companions_of,
    lurah_of,
    nama_rt,
    read_aturan_malam,
    read_masukan,
)
from luna_maya.models import (
    BobotPerencana,
    JenisKunjungan,
    Kendaraan,
    Kunjungan,
    RiwayatUsul,
    SusunanUsul,
    TuanRumah,
    UsulKunjungan,
)
from luna_maya.perencana.malam import choose_malam
from luna_maya.perencana.nilai import score_rt, total
from luna_maya.perencana.nilai_dasar import Bobot, Faktor, KeadaanRt, Usul, Waktu
from luna_maya.perencana.urut import Putaran, propose
from luna_maya.services.kunjungan import Rencana, schedule_kunjungan
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place, zona_of

S = UsulKunjungan.Status


class UsulTertutup(ValueError):  # noqa: N818 - the domain's word
    """This proposal was decided already; the message says how and by whom."""


class UsulDitolak(ValueError):  # noqa: N818
    """What was asked for cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Permintaan:
    """What a run is asked for. `banyak` None: as the weights say. `kunci`: of the form, so that the
    same form sent twice is one run.
    """

    jenis: JenisKunjungan
    mulai: date
    banyak: int | None = None
    kunci: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def make_usulan(kelurahan: Wilayah, permintaan: Permintaan, *, by: Pengguna | None) -> SusunanUsul:
    """Let the planner propose the next visits; what nobody decided before is closed.

    Raises UsulDitolak without RTs, without a lurah, or for a day that is over.
    """
    list(Wilayah.objects.select_for_update(no_key=True).filter(pk=kelurahan.pk))
    lurah = lurah_of(kelurahan.pk)
    if lurah is None:
        raise UsulDitolak("Belum ada lurah yang bertugas di kelurahan ini.")
    if permintaan.mulai < at_place(timezone.now(), kelurahan.pk).date():
        raise UsulDitolak("Tanggal mulai sudah lewat.")
    sama = SusunanUsul.objects.filter(wilayah=kelurahan, kunci=permintaan.kunci).first()
    if sama is not None:
        return sama
    masukan = read_masukan(kelurahan.pk, permintaan.mulai)
    if not masukan.keadaan:
        raise UsulDitolak("Kelurahan ini belum punya RT di daftar wilayah.")
    _close_old(kelurahan, by=by)
    return _plan(kelurahan, permintaan, masukan, lurah, by=by)


@transaction.atomic
def accept_usulan(
    usul: UsulKunjungan,
    *,
    by: Pengguna,
    mulai_at: datetime | None = None,
    kendaraan: Kendaraan | None = None,
) -> Kunjungan:
    """Plan the visit, with those who come along by its kind.

    Raises UsulTertutup when it was decided already, UsulDitolak without a host, in the past or out
    of turn, Bentrok when the time is taken.
    """
    usul = _lock_open(usul)
    if usul.tuan_rumah is None:
        raise UsulDitolak("Belum ada tuan rumah. Tukar dahulu dengan tuan rumah yang bersedia.")
    if not TuanRumah.objects.willing().filter(pk=usul.tuan_rumah_id).exists():
        raise UsulDitolak("Tuan rumah ini tidak lagi bersedia. Tukar dengan yang lain.")
    mulai = mulai_at or usul.mulai_at
    if mulai <= timezone.now():
        raise UsulDitolak("Waktu kunjungan sudah lewat. Pilih tanggal lain.")
    kelurahan = str(usul.wilayah.kode_kelurahan)
    lurah = lurah_of(kelurahan)
    if lurah is None:
        raise UsulDitolak("Belum ada lurah yang bertugas di kelurahan ini.")
    if kendaraan is not None and kendaraan.wilayah_id != kelurahan:
        raise UsulDitolak("Kendaraan itu bukan milik kelurahan ini.")
    usul.alasan_khusus = usul.alasan_khusus or _stated_reason(usul, kelurahan)
    hari = at_place(mulai, kelurahan).date()
    usul.kunjungan = schedule_kunjungan(
        Rencana(
            jenis=usul.jenis, tuan_rumah=usul.tuan_rumah, lurah=lurah, mulai_at=mulai,
            kendaraan=kendaraan, sebab=usul.kalimat,
            tokoh=companions_of(usul.wilayah_id, usul.jenis, hari, lurah),
        ),
        by=by,
    )  # fmt: skip
    _decide(usul, S.DITERIMA, by=by)
    return usul.kunjungan


@transaction.atomic
def swap_usulan(
    usul: UsulKunjungan,
    *,
    alasan: str,
    by: Pengguna,
    tuan_rumah: TuanRumah | None = None,
    rt: Wilayah | None = None,
) -> UsulKunjungan:
    """Put another host or another RT in its place, at the same evening; gives the new proposal.

    A host brings their own RT. Raises UsulTertutup, UsulDitolak.
    """
    usul = _lock_open(usul)
    alasan = _reason(alasan)
    tujuan = tuan_rumah.wilayah if tuan_rumah else rt
    if tujuan is None or (tuan_rumah is None and tujuan.pk == usul.wilayah_id):
        raise UsulDitolak("Pilih tuan rumah atau RT penggantinya.")
    if tuan_rumah is not None and tuan_rumah.pk == usul.tuan_rumah_id:
        raise UsulDitolak("Itu tuan rumah yang sama.")
    if tuan_rumah is not None and not TuanRumah.objects.willing().filter(pk=tuan_rumah.pk).exists():
        raise UsulDitolak("Tuan rumah itu tidak bersedia.")
    baru = _replacement(usul, tujuan, alasan)
    baru.tuan_rumah = tuan_rumah or choose_tuan_rumah([tujuan.pk], usul.jenis).get(tujuan.pk)
    # both rows name each other's place: the old one gives it up before the new one takes it
    _decide(usul, S.TERGANTI, by=by, alasan=alasan, catat=False)
    baru.save()
    RiwayatUsul.objects.create(usul=baru, status=S.DIUSULKAN, catatan=alasan, by=by)
    usul.pengganti = baru
    _decide(usul, S.DITUKAR, by=by, alasan=alasan)
    return baru


@transaction.atomic
def skip_usulan(usul: UsulKunjungan, *, alasan: str, by: Pengguna) -> UsulKunjungan:
    """Pass over this RT for now, with the reason. Raises UsulTertutup, UsulDitolak without one."""
    usul = _lock_open(usul)
    return _decide(usul, S.DILEWATI, by=by, alasan=_reason(alasan))


@transaction.atomic
def restore_usulan(usul: UsulKunjungan, *, by: Pengguna) -> UsulKunjungan:
    """Take a skip back, as long as no newer run has been made. Raises UsulTertutup."""
    usul = _lock(usul)
    if usul.status != S.DILEWATI:
        raise UsulTertutup("Hanya usulan yang dilewati dapat dikembalikan.")
    kelurahan = usul.susunan.wilayah_id
    if SusunanUsul.objects.filter(wilayah=kelurahan).first() != usul.susunan:
        raise UsulTertutup("Sudah ada susunan yang lebih baru.")
    if UsulKunjungan.objects.open().filter(wilayah=usul.wilayah_id).exists():
        raise UsulTertutup("RT ini sudah ada di usulan lain.")
    usul.status, usul.alasan, usul.diputus_by, usul.diputus_at = S.DIUSULKAN, "", None, None
    usul.save()
    RiwayatUsul.objects.create(usul=usul, status=S.DIUSULKAN, catatan="Dikembalikan", by=by)
    return usul


def _lock(usul: UsulKunjungan) -> UsulKunjungan:
    rows: Any = UsulKunjungan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: UsulKunjungan = rows.select_related(
        "wilayah", "jenis", "tuan_rumah", "susunan", "diputus_by"
    ).get(pk=usul.pk)
    return terkunci


def _lock_open(usul: UsulKunjungan) -> UsulKunjungan:
    usul = _lock(usul)
    if usul.status != S.DIUSULKAN:
        oleh = f" oleh {usul.diputus_by}" if usul.diputus_by else ""
        raise UsulTertutup(f"Usulan ini sudah {usul.get_status_display().lower()}{oleh}.")
    return usul


def _decide(
    usul: UsulKunjungan, status: str, *, by: Pengguna | None, alasan: str = "", catat: bool = True
) -> UsulKunjungan:
    usul.status, usul.alasan = status, alasan
    usul.diputus_by, usul.diputus_at = by, timezone.now()
    usul.save()
    if catat:
        RiwayatUsul.objects.create(usul=usul, status=status, catatan=alasan, by=by)
    return usul


def _reason(alasan: str) -> str:
    alasan = mask_catatan(alasan.strip())[:200]
    if not alasan:
        raise UsulDitolak("Alasan wajib diisi.")
    return alasan


def _close_old(kelurahan: Wilayah, *, by: Pengguna | None) -> None:
    """Open proposals of earlier runs, each with its history row."""
    lama = list(UsulKunjungan.objects.open().in_wilayah(kelurahan.pk).select_for_update())
    UsulKunjungan.objects.filter(pk__in=[satu.pk for satu in lama]).update(
        status=S.TERGANTI, diputus_by=by, diputus_at=timezone.now()
    )
    RiwayatUsul.objects.bulk_create(
        RiwayatUsul(usul=satu, status=S.TERGANTI, by=by) for satu in lama
    )


def _plan(
    kelurahan: Wilayah,
    minta: Permintaan,
    masukan: Masukan,
    lurah: Pengguna,
    *,
    by: Pengguna | None,
) -> SusunanUsul:
    """One run with its proposals and a picture of all it knew."""
    bobot, versi = BobotPerencana.in_force(kelurahan.pk)
    daftar = propose(masukan.keadaan, bobot, masukan.waktu, masukan.putaran, minta.banyak)
    aturan = read_aturan_malam(kelurahan.pk, lurah, minta.mulai, minta.jenis, bobot)
    malam = choose_malam(minta.mulai, len(daftar), aturan)
    susunan = SusunanUsul.objects.create(
        wilayah=kelurahan, kunci=minta.kunci, jenis=minta.jenis, mulai=minta.mulai,
        versi_bobot=versi,
        bobot=bobot.as_dict(), masukan={satu.rt: satu.as_dict() for satu in masukan.keadaan},
        waktu={"musim": masukan.waktu.musim, "bulan": masukan.waktu.bulan},
        putaran=masukan.putaran.nomor, sudah=sorted(masukan.putaran.sudah),
        dihindari=[[hari.isoformat(), sebab] for hari, sebab in malam.dihindari], by=by,
    )  # fmt: skip
    _write(susunan, daftar, malam.pilihan)
    return susunan


def _write(susunan: SusunanUsul, daftar: list[Usul], malam: tuple[date, ...]) -> None:
    """One proposal an evening; where evenings ran out, fewer."""
    tuan = choose_tuan_rumah([satu.rt for satu in daftar], susunan.jenis)
    zona = zona_of(susunan.wilayah_id)
    UsulKunjungan.objects.bulk_create(
        UsulKunjungan(
            susunan=susunan, wilayah_id=satu.rt, urut=urut, jenis=susunan.jenis,
            tuan_rumah=tuan.get(satu.rt), poin=satu.poin, faktor=_as_json(satu.faktor),
            mulai_at=datetime.combine(hari, susunan.jenis.mulai_biasa, tzinfo=zona),
            alasan_khusus=satu.alasan_khusus, putaran=satu.putaran,
        )
        for urut, (satu, hari) in enumerate(zip(daftar, malam, strict=False), start=1)
    )  # fmt: skip


def _as_json(faktor: tuple[Faktor, ...]) -> list[dict[str, Any]]:
    return [
        {"kunci": f.kunci, "label": f.label, "poin": f.poin, "kalimat": f.kalimat} for f in faktor
    ]


def _replacement(usul: UsulKunjungan, tujuan: Wilayah, alasan: str) -> UsulKunjungan:
    """A proposal for another place by what the run knew of it."""
    susunan = usul.susunan
    isi = susunan.masukan.get(tujuan.pk)
    if isi is None:
        raise UsulDitolak("RT itu tidak ada dalam susunan ini. Susun ulang usulannya.")
    terbuka = UsulKunjungan.objects.open().filter(wilayah=tujuan).exclude(pk=usul.pk).first()
    if terbuka is not None:
        raise UsulDitolak(f"{nama_rt(tujuan)} sudah ada di usulan nomor {terbuka.urut}.")
    faktor = score_rt(
        KeadaanRt.from_dict(isi), Bobot.from_dict(susunan.bobot), Waktu(**susunan.waktu)
    )
    pilihan = "" if tujuan.pk == usul.wilayah_id else f"Dipilih menggantikan yang lain: {alasan}"
    return UsulKunjungan(
        susunan=susunan, wilayah=tujuan, urut=usul.urut, jenis=usul.jenis, mulai_at=usul.mulai_at,
        poin=total(faktor), faktor=_as_json(faktor), putaran=usul.putaran,
        alasan_khusus=(pilihan or usul.alasan_khusus)[:400],
    )  # fmt: skip


def _stated_reason(usul: UsulKunjungan, kelurahan: str) -> str:
    """Why this RT may be visited again while others of the round wait; empty where none does.

    Raises UsulDitolak while one of them was neither planned nor skipped with a reason.
    """
    masukan: Masukan = read_masukan(kelurahan, at_place(timezone.now(), kelurahan).date())
    putaran: Putaran = masukan.putaran
    if usul.wilayah_id not in putaran.sudah:
        return ""
    tunda = Bobot.from_dict(usul.susunan.bobot).tunda_hari
    menunggu = [satu for satu in masukan.keadaan if satu.rt not in putaran.sudah]
    belum = [
        satu for satu in menunggu if satu.dilewati_hari is None or satu.dilewati_hari >= tunda
    ]  # fmt: skip
    if belum:
        raise UsulDitolak(
            f"{belum[0].nama} belum mendapat giliran dalam putaran ini. Terima atau lewati "
            "usulannya dahulu, dengan alasan."
        )
    sebab = "; ".join(f"{satu.nama} dilewati: {satu.dilewati_alasan}" for satu in menunggu)
    return f"Giliran kedua, karena yang belum dikunjungi ditunda ({sebab})"[:400]
