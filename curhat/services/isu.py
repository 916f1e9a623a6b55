"""Shared problems: several reports become one, one ticket serves them all, and undo splits them.

Locks are taken in one order: proposal, curhat (by number), tickets. What is read before the curhat
are locked is read again after.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from curhat.isu_kelas import KATEGORI_TERBUKA, jendela_hari, longest_jendela
from curhat.models import AnggotaIsu, Curhat, Isu, RiwayatIsu, RiwayatTiket, Tiket, UsulanIsu
from curhat.perpindahan import ISU
from curhat.services.anggota import leave_isu, lock_curhat, membership, person_of
from curhat.services.kabar import tell_one
from curhat.services.tiket import S, move, open_tiket
from curhat.services.urgensi import rate_tiket
from curhat.triase.samaran import mask_catatan
from pesan.services import hold_alamat
from wilayah.kripto import new_code
from wilayah.models import Pengguna, Wilayah

P = RiwayatIsu.Peristiwa
C = AnggotaIsu.Cara
SEBAB = "Dilaporkan lebih dari satu warga"


class TidakDapatDigabung(ValueError):  # noqa: N818 - the domain's word
    """These reports cannot be one problem; the message says why, in words for staff."""


class UsulanSudahDijawab(Exception):  # noqa: N818 - named by what happened
    """Someone decided on this proposal first."""


@dataclass(frozen=True, slots=True)
class Sebab:
    """How a report comes to a shared problem, and who it is that reports."""

    cara: str
    by: Pengguna | None = None
    skor: float | None = None
    penjelasan: dict[str, Any] | None = None
    orang: str = ""
    asal: str = ""


def place_words(wilayah: Wilayah) -> str:
    """ "RT 03/RW 02", "RW 02", or the name of the area: never an address."""
    if wilayah.rt:
        return f"RT {wilayah.rt}/RW {wilayah.rw}"
    return f"RW {wilayah.rw}" if wilayah.rw else wilayah.nama_lengkap


def summary_of(curhat: Curhat) -> str:
    """Subject and place in plain words; nothing of what a resident wrote."""
    return f"{curhat.subkategori.nama}, {place_words(curhat.wilayah)}"[:120]


@transaction.atomic
def confirm_usulan(usulan: UsulanIsu, *, by: Pengguna | None, cara: str = C.DIKONFIRMASI) -> Isu:
    """The two are one problem, says a moderator, or (`by` None) the resident's "saya juga".

    Raises UsulanSudahDijawab, TidakDapatDigabung.
    """
    usulan = _lock_usulan(usulan)
    sebab = Sebab(cara, by=by, skor=usulan.skor, penjelasan=usulan.penjelasan)
    isu = _unite(usulan.curhat_id, usulan.mirip_id, sebab)
    _answer(usulan, UsulanIsu.Status.DITERIMA, by)
    return isu


@transaction.atomic
def reject_usulan(usulan: UsulanIsu, *, by: Pengguna | None) -> UsulanIsu:
    """They are two problems; this pair is never proposed again. Raises UsulanSudahDijawab."""
    usulan = _lock_usulan(usulan)
    _answer(usulan, UsulanIsu.Status.DITOLAK, by)
    return usulan


def _lock_usulan(usulan: UsulanIsu) -> UsulanIsu:
    locked: UsulanIsu = UsulanIsu.objects.select_for_update(of=("self",)).get(pk=usulan.pk)
    if locked.status != UsulanIsu.Status.MENUNGGU:
        raise UsulanSudahDijawab(locked.get_status_display())
    return locked


def _answer(usulan: UsulanIsu, status: str, by: Pengguna | None) -> None:
    usulan.status, usulan.by, usulan.dijawab_at = status, by, timezone.now()
    usulan.save(update_fields=["status", "by", "dijawab_at"])


@transaction.atomic
def unite_curhat(curhat: Curhat, mirip: Curhat, *, sebab: Sebab) -> Isu:
    """Make a report part of the problem another one tells of. Raises TidakDapatDigabung."""
    return _unite(curhat.pk, mirip.pk, sebab)


def _unite(curhat_pk: int, mirip_pk: int, sebab: Sebab) -> Isu:
    rows = lock_curhat(_related([curhat_pk, mirip_pk]))
    curhat, mirip = rows[curhat_pk], rows[mirip_pk]
    _refuse(curhat, mirip)
    punya, tujuan = membership(curhat), membership(mirip)
    if punya is not None and tujuan is not None:
        if punya.isu_id != tujuan.isu_id:
            _absorb(punya.isu, tujuan.isu, sebab)
        return tujuan.isu
    if punya is not None:
        curhat, mirip, tujuan = mirip, curhat, punya
    if tujuan is None:
        mirip, curhat = sorted([curhat, mirip], key=_main_first)
        isu = _start(mirip, sebab)
    else:
        isu = tujuan.isu
    _join(isu, curhat, sebab)
    _drop_usulan(isu)
    return isu


def _related(pks: list[int]) -> set[int]:
    """These reports and all members of their problems: what a union may touch."""
    isu = AnggotaIsu.objects.filter(curhat__in=pks, ended_at__isnull=True).values("isu")
    ikut = AnggotaIsu.objects.filter(isu__in=isu, ended_at__isnull=True)
    return {*pks, *ikut.values_list("curhat", flat=True)}


def _refuse(curhat: Curhat, mirip: Curhat) -> None:
    if curhat.pk == mirip.pk:
        raise TidakDapatDigabung("Itu laporan yang sama.")
    if curhat.dihapus_at or mirip.dihapus_at:
        raise TidakDapatDigabung("Salah satu laporan sudah dihapus warga.")
    if curhat.ditahan or mirip.ditahan:
        raise TidakDapatDigabung("Salah satu laporan masih ditahan; lepaskan dulu.")
    if curhat.wilayah.kode_kelurahan != mirip.wilayah.kode_kelurahan:
        raise TidakDapatDigabung("Kedua laporan dari kelurahan yang berbeda.")


def _main_first(curhat: Curhat) -> tuple[bool, bool, int]:
    """Whose ticket serves the others: never a private case's where it can be avoided."""
    return (
        curhat.rahasia,
        not Tiket.objects.open().filter(curhat=curhat).exists(),
        curhat.pk,
    )


def _start(curhat: Curhat, sebab: Sebab) -> Isu:
    """A new shared problem around the report whose ticket serves all; it gets one if need be."""
    tiket = open_tiket(curhat, sebab=SEBAB, by=sebab.by)
    isu = Isu.objects.create(
        kode=f"ISU-{new_code(6)}",
        wilayah=curhat.wilayah,
        subkategori=curhat.subkategori,
        ringkasan=summary_of(curhat),
        tiket=tiket,
        jendela_hari=jendela_hari(curhat.subkategori_id) or longest_jendela(),
        tampil=not curhat.rahasia and curhat.kategori_id in KATEGORI_TERBUKA,
        by=sebab.by,
    )
    curhat.tiket_bersama = tiket
    Curhat.objects.filter(pk=curhat.pk).update(tiket_bersama=tiket)
    AnggotaIsu.objects.create(
        isu=isu, curhat=curhat, cara=C.PERTAMA, orang=person_of(curhat.kontak), by=sebab.by
    )
    RiwayatIsu.objects.create(
        isu=isu, curhat=curhat, peristiwa=P.DIBUAT, by=sebab.by, asal_hash=sebab.asal
    )
    return isu


def _join(isu: Isu, curhat: Curhat, sebab: Sebab, lama: AnggotaIsu | None = None) -> AnggotaIsu:
    """Add a locked report; its open ticket ends as merged, its resident is told.

    `lama`: the membership it had in another problem, whose merged ticket it keeps for undo.
    """
    utama = _lock_tiket(isu.tiket_id)
    if utama.status in Tiket.ENDED:
        raise TidakDapatDigabung(
            "Tiket utamanya sudah berakhir. Buka lagi tiket itu, atau biarkan laporan ini sendiri."
        )
    Curhat.objects.filter(pk=curhat.pk).update(tiket_bersama=utama)
    curhat.tiket_bersama = utama
    sendiri, status = _merge_own(curhat, utama, sebab)
    if sendiri is None and lama is not None and lama.tiket_semula is not None:
        sendiri, status = lama.tiket_semula, lama.status_semula
        Tiket.objects.filter(pk=sendiri.pk, status=S.DIGABUNG).update(digabung_ke=utama)
    anggota = AnggotaIsu.objects.create(
        isu=isu,
        curhat=curhat,
        cara=sebab.cara,
        skor=sebab.skor,
        penjelasan=sebab.penjelasan or {},
        orang=sebab.orang or person_of(curhat.kontak),
        tiket_semula=sendiri,
        status_semula=status,
        by=sebab.by,
    )
    RiwayatIsu.objects.create(
        isu=isu, curhat=curhat, peristiwa=P.BERGABUNG, by=sebab.by, asal_hash=sebab.asal
    )
    if curhat.kontak is not None:
        hold_alamat(curhat.kontak)
    rate_tiket(utama, utama.curhat, by=sebab.by)
    _tell_joined(utama, anggota)
    return anggota


def _lock_tiket(pk: int) -> Tiket:
    return (
        Tiket.objects.select_for_update(of=("self",))
        .select_related("curhat__subkategori", "curhat__kontak", "curhat__wilayah", "instansi")
        .get(pk=pk)
    )


def _merge_own(curhat: Curhat, utama: Tiket, sebab: Sebab) -> tuple[Tiket | None, str]:
    """End the report's own open ticket as merged, with history on both; what it was before."""
    terbuka = Tiket.objects.open().filter(curhat=curhat.pk).exclude(pk=utama.pk).first()
    if terbuka is None:
        return None, ""
    tiket = _lock_tiket(terbuka.pk)
    semula, tiket.digabung_ke = tiket.status, utama
    move(tiket, to=S.DIGABUNG, by=sebab.by, pelaku=ISU, note=f"Digabung ke tiket {utama.nomor}.")
    _note_on(utama, curhat, f"Tiket {tiket.nomor} digabung ke tiket ini.", sebab.by)
    return tiket, semula


def _note_on(tiket: Tiket, curhat: Curhat, catatan: str, by: Pengguna | None) -> None:
    """A line in the main ticket's history; none for a private case, which joins unseen."""
    if curhat.rahasia and not tiket.curhat.rahasia:
        return
    RiwayatTiket.objects.create(
        tiket=tiket, dari=tiket.status, ke=tiket.status, catatan=catatan, untuk_warga=False, by=by
    )


def _tell_joined(tiket: Tiket, anggota: AnggotaIsu) -> None:
    """The resident hears that their report is followed together with others, by their own code.

    Where the others are just being asked whether it is over, this one is asked too.
    """
    tell_one(tiket, anggota.curhat, "isu_digabung", kunci=f"gabung:{anggota.pk}")
    if tiket.status == S.MENUNGGU_KONFIRMASI:
        kunci = f"tutup:{tiket.pk}:{tiket.putaran}:{anggota.curhat_id}"
        tell_one(tiket, anggota.curhat, "minta_konfirmasi", kunci=kunci)


def _absorb(dari: Isu, ke: Isu, sebab: Sebab) -> None:
    """Two shared problems turn out to be one: the members of `dari` join `ke`."""
    semua = list(dari.anggota.filter(ended_at__isnull=True).select_related("tiket_semula"))
    orang = {satu.curhat_id: satu.orang for satu in semua}
    rows = lock_curhat(orang)
    # its owner last, or the ticket would go to another one in between
    for pk, curhat in sorted(rows.items(), key=lambda p: p[0] == dari.tiket.curhat_id):
        lama = leave_isu(curhat, sebab=f"Bergabung ke {ke.kode}", by=sebab.by)
        # the last one was let go when the problem ended with it
        lama = lama or next(satu for satu in semua if satu.curhat_id == pk)
        curhat.tiket_bersama = None
        satu = Sebab(sebab.cara, by=sebab.by, skor=sebab.skor, orang=orang[pk], asal=sebab.asal)
        _join(ke, curhat, satu, lama)
    _drop_usulan(ke)


def _drop_usulan(isu: Isu) -> None:
    """Proposals between reports that are one problem by now have lost their question."""
    anggota = isu.anggota.filter(ended_at__isnull=True).values("curhat")
    UsulanIsu.objects.waiting().filter(curhat__in=anggota, mirip__in=anggota).update(
        status=UsulanIsu.Status.GUGUR, dijawab_at=timezone.now()
    )


@transaction.atomic
def split_anggota(isu: Isu, curhat: Curhat, *, by: Pengguna) -> Tiket | None:
    """Undo for one report: it is followed by itself again, with its own ticket as it was.

    Gives that ticket, None where it had none. Raises TidakDapatDigabung for the report whose ticket
    serves the others, ValueError for one that is no member.
    """
    rows = lock_curhat(_related([curhat.pk]))
    curhat = rows[curhat.pk]
    mine = membership(curhat)
    if mine is None or mine.isu_id != isu.pk:
        raise ValueError("Laporan ini sudah tidak bergabung di sini.")
    utama = _lock_tiket(mine.isu.tiket_id)
    if utama.curhat_id == curhat.pk and isu.anggota.filter(ended_at__isnull=True).count() > 1:
        raise TidakDapatDigabung(
            "Tiket utama milik laporan ini. Pisahkan laporan yang lain, atau bubarkan semuanya."
        )
    return _split(utama, curhat, by)


def _split(utama: Tiket, curhat: Curhat, by: Pengguna) -> Tiket | None:
    mine = leave_isu(curhat, sebab="Dipisah petugas", by=by, peristiwa=P.DIPISAH)
    tiket = _give_back(mine, utama, by) if mine is not None else None
    utama.refresh_from_db()
    if utama.status not in Tiket.ENDED:
        rate_tiket(utama, utama.curhat, by=by)
    _note_on(utama, curhat, "Satu laporan dipisahkan dari tiket ini.", by)
    kunci = f"pisah:{mine.pk if mine else curhat.pk}"
    tell_one(tiket or utama, curhat, "isu_dipisah", kunci=kunci)
    return tiket


def _give_back(mine: AnggotaIsu, utama: Tiket, by: Pengguna) -> Tiket | None:
    """The own ticket in the state it had; one that had been handed over goes to the moderator."""
    if mine.tiket_semula_id is None:
        return None
    tiket = _lock_tiket(mine.tiket_semula_id)
    if tiket.status != S.DIGABUNG:
        return None
    tiket.digabung_ke = None
    ke = S.DIVERIFIKASI if mine.status_semula == S.DIALIHKAN else mine.status_semula
    note = f"Dipisahkan lagi dari tiket {utama.nomor}."
    return move(tiket, to=ke, by=by, pelaku=ISU, note=note)


@transaction.atomic
def dissolve_isu(isu: Isu, *, by: Pengguna) -> int:
    """Undo for all: every report is followed by itself again. Gives how many were split off."""
    pks = [*isu.anggota.filter(ended_at__isnull=True).values_list("curhat", flat=True)]
    rows = lock_curhat(pks)
    utama = _lock_tiket(isu.tiket_id)
    lain = [curhat for pk, curhat in rows.items() if pk != utama.curhat_id]
    for curhat in lain:
        if membership(curhat) is not None:
            _split(utama, curhat, by)
    return len(lain)


@transaction.atomic
def describe_isu(isu: Isu, *, by: Pengguna, ringkasan: str, tampil: bool) -> Isu:
    """A moderator's own plain words for the public page, and whether it may be shown there.

    Raises ValueError for words that hold personal data, or to show a private case.
    """
    isu = Isu.objects.select_for_update(of=("self",)).select_related("tiket__curhat").get(pk=isu.pk)
    ringkasan = " ".join(ringkasan.split())[:120]
    if not ringkasan or mask_catatan(ringkasan) != ringkasan:
        raise ValueError("Tulis hal dan tempatnya saja, tanpa nama, nomor, atau alamat orang.")
    if tampil and (isu.tiket.curhat.rahasia or isu.subkategori.kategori_id not in KATEGORI_TERBUKA):
        raise ValueError("Masalah ini menyangkut orang, jadi tidak dapat ditampilkan untuk umum.")
    isu.ringkasan, isu.tampil = ringkasan, tampil
    isu.save(update_fields=["ringkasan", "tampil", "updated_at"])
    RiwayatIsu.objects.create(
        isu=isu, peristiwa=P.DIUBAH, catatan="tampil" if tampil else "tidak tampil", by=by
    )
    return isu


def drop_usulan_of(curhat: Curhat) -> None:
    """A report's words are erased: what was said of them goes, open proposals lapse."""
    AnggotaIsu.objects.filter(curhat=curhat).update(penjelasan={})
    rows = UsulanIsu.objects.filter(Q(curhat=curhat) | Q(mirip=curhat))
    rows.waiting().update(status=UsulanIsu.Status.GUGUR, dijawab_at=timezone.now())
    rows.update(penjelasan={})
