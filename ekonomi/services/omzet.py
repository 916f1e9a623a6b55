"""Measured months: recorded, asked about, confirmed, corrected, dropped; and recorded sales.

Every function locks the business or household whose month it is, so that two reports of one month
at the same instant become one figure and one correction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ekonomi.models import Pengukuran, Penjualan, RiwayatPengukuran, Rumah, Usaha
from ekonomi.models.omzet import NILAI_MAKS, first_of_month
from ekonomi.omzet_baca import nama_bulan
from ekonomi.omzet_bulanan import months_of_rumah, sold_in
from ekonomi.omzet_wajar import batas_sekarang, doubt_of
from ekonomi.services.ringkas import note_omzet
from pesan.models import Kontak
from pesan.services import queue_pesan
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan

C, J, S = Pengukuran.Cara, Pengukuran.Jenis, Pengukuran.Status
P = RiwayatPengukuran.Peristiwa
BULAN_MUNDUR = 24  # how far back a month can be told
Pemilik = Usaha | Rumah


class OmzetKeliru(ValueError):  # noqa: N818 - the domain's word
    """A figure or month that cannot be; the message says why, for the person who gave it."""


class OmzetSudahDiputus(Exception):  # noqa: N818
    """Somebody answered this question first."""


@dataclass(frozen=True, slots=True)
class Asal:
    """Who tells a figure, and how: staff (`by`), a contact in a chat, or nobody (a form).

    `kunci` makes it told once. `yakin`: it was asked about already, or staff have seen proof.
    """

    cara: str
    by: Pengguna | None = None
    kontak: Kontak | None = None
    kunci: str | None = None
    yakin: bool = False
    alasan: str = ""


class OrangSama(OmzetKeliru):
    """Who typed a figure that was asked about is not the one who says it is true."""


@transaction.atomic
def record_omzet(
    pemilik: Pemilik,
    *,
    bulan: date,
    nilai: int,
    asal: Asal,
    jenis: str = J.OMZET,
    is_baseline: bool = False,
) -> Pengukuran:
    """Take down one month. An implausible figure waits as `ditanyakan`; what counted until then
    goes on counting. The same figure again changes nothing; another one replaces the first.

    Raises OmzetKeliru for a month to come or long past, or a figure that cannot be.
    """
    bulan = check_bulan(bulan, is_baseline=is_baseline)
    nilai = check_nilai(nilai)
    pemilik = _lock(pemilik)
    if asal.kunci and (ada := Pengukuran.objects.filter(kunci=asal.kunci).first()):
        return ada
    lama = _rows(pemilik, jenis, bulan).valid().first()
    if lama is not None and lama.nilai == nilai and (lama.is_baseline or not is_baseline):
        _close_questions(pemilik, jenis, bulan, asal)
        return lama
    terbuka = _rows(pemilik, jenis, bulan).questioned().first()
    if terbuka is not None and terbuka.nilai == nilai and not asal.yakin:
        return terbuka
    sebab = "" if asal.yakin else _doubt(pemilik, jenis, bulan, nilai)
    tanya = _close_questions(pemilik, jenis, bulan, asal)
    dasar = is_baseline or (lama is not None and lama.is_baseline)
    if lama is not None and not sebab:
        _replace(lama, asal)
    baris = _insert(pemilik, asal, jenis=jenis, bulan=bulan, nilai=nilai, is_baseline=dasar,
                    sebab=sebab, mengganti=lama or tanya)  # fmt: skip
    if not sebab:
        _refresh(pemilik, jenis)
    return baris


@transaction.atomic
def confirm_omzet(
    pengukuran: Pengukuran, *, by: Pengguna | None = None, alasan: str = ""
) -> Pengukuran:
    """The figure that was asked about is true (its owner says so, or staff have seen proof).

    Raises OmzetSudahDiputus when it no longer waits, OrangSama for whoever typed it: a lurah or
    moderator alone may accept a figure of their own.
    """
    baris = _lock_question(pengukuran)
    if not may_confirm(baris, by):
        raise OrangSama("Angka yang Anda catat sendiri dibenarkan orang lain atau pemiliknya.")
    lama = _rows(baris.pemilik, baris.jenis, baris.bulan).valid().first()
    if lama is not None:
        _replace(lama, Asal(baris.cara, by=by))
        baris.is_baseline = baris.is_baseline or lama.is_baseline
    baris.status, baris.alasan = S.SAH, ""
    baris.save(update_fields=["status", "alasan", "is_baseline"])
    _log(baris, P.DITERIMA, by=by, catatan=alasan or "Dibenarkan pemiliknya.")
    _refresh(baris.pemilik, baris.jenis)
    return baris


def may_confirm(pengukuran: Pengukuran, by: Pengguna | None) -> bool:
    """Whether this person may accept the questioned figure; its owner (None) always may."""
    if by is None or pengukuran.oleh_id != by.pk:
        return True
    return by.has_peran(Peran.LURAH, Peran.MODERATOR)


@transaction.atomic
def correct_omzet(pengukuran: Pengukuran, *, nilai: int, alasan: str, by: Pengguna) -> Pengukuran:
    """Staff put another figure in its place, and say why. The old row and its history stay.

    The same questioned figure again would be accepting it: OrangSama, as `confirm_omzet`.
    """
    if not alasan.strip():
        raise OmzetKeliru("Tuliskan alasan perubahannya.")
    ragu = pengukuran.status == S.DITANYAKAN and doubts(pengukuran, nilai)
    if ragu and not may_confirm(pengukuran, by):
        raise OrangSama("Angka sebesar itu dibenarkan orang lain, bukan pencatatnya.")
    asal = Asal(C.FASILITATOR, by=by, yakin=True, alasan=mask_catatan(alasan.strip())[:200])
    return record_omzet(
        pengukuran.pemilik,
        bulan=pengukuran.bulan,
        nilai=nilai,
        asal=asal,
        jenis=pengukuran.jenis,
        is_baseline=pengukuran.is_baseline,
    )


@transaction.atomic
def void_omzet(pengukuran: Pengukuran, *, alasan: str, by: Pengguna | None = None) -> Pengukuran:
    """This figure must not count. Raises OmzetSudahDiputus when it does not any more."""
    if not alasan.strip():
        raise OmzetKeliru("Tuliskan alasannya.")
    _lock(pengukuran.pemilik)
    baris = Pengukuran.objects.select_for_update(of=("self",)).get(pk=pengukuran.pk)
    if baris.status not in (S.SAH, S.DITANYAKAN):
        raise OmzetSudahDiputus("Angka ini sudah tidak dihitung.")
    baris.status, baris.alasan = S.BATAL, mask_catatan(alasan.strip())[:200]
    baris.save(update_fields=["status", "alasan"])
    _log(baris, P.DIBATALKAN, by=by, catatan=baris.alasan)
    _refresh(baris.pemilik, baris.jenis)
    return baris


@transaction.atomic
def add_penjualan(
    usaha: Usaha,
    *,
    tanggal: date,
    jumlah: int,
    sumber: str,
    kunci: str,
    by: Pengguna | None = None,
) -> Penjualan:
    """Note a sale the portal saw. The same `kunci` again gives the row that is there.

    A report of that month that is now below the recorded sales is asked about.
    Raises OmzetKeliru for an amount that is not positive.
    """
    if not 1 <= jumlah <= NILAI_MAKS:
        raise OmzetKeliru("Jumlah penjualan harus lebih dari nol.")
    usaha = _lock(usaha)  # type: ignore[assignment]
    ada = Penjualan.objects.filter(kunci=kunci).first()
    if ada is not None:
        return ada
    sebelum = sold_in(usaha.pk, first_of_month(tanggal))
    baris = Penjualan.objects.create(
        usaha=usaha, tanggal=tanggal, jumlah=jumlah, sumber=sumber, kunci=kunci, by=by
    )
    _follow_sales(usaha, first_of_month(tanggal), sebelum, sebelum + jumlah)
    return baris


@transaction.atomic
def cancel_penjualan(kunci: str, alasan: str) -> bool:
    """A sale did not happen after all; False when it is unknown or was cancelled before."""
    ada = Penjualan.objects.filter(kunci=kunci).select_related("usaha").first()
    if ada is None:
        return False
    usaha = _lock(ada.usaha)
    baris = Penjualan.objects.select_for_update(of=("self",)).get(pk=ada.pk)
    if baris.dibatalkan_at is not None:
        return False
    bulan = first_of_month(baris.tanggal)
    sebelum = sold_in(usaha.pk, bulan)
    baris.dibatalkan_at = timezone.now()
    baris.alasan_batal = mask_catatan(alasan.strip() or "dibatalkan")[:200]
    baris.save(update_fields=["dibatalkan_at", "alasan_batal"])
    _follow_sales(usaha, bulan, sebelum, sebelum - baris.jumlah)
    return True


@transaction.atomic
def settle_penjualan(usaha: Usaha, bulan: date) -> Pengukuran | None:
    """Nobody reported this month: its recorded sales are its turnover. None: nothing to settle."""
    usaha = _lock(usaha)  # type: ignore[assignment]
    jumlah = sold_in(usaha.pk, bulan)
    if not jumlah or _rows(usaha, J.OMZET, bulan).exclude(status=S.BATAL).exists():
        return None
    asal = Asal(C.PENJUALAN, yakin=True, alasan="Tidak ada laporan; dari penjualan tercatat.")
    return record_omzet(usaha, bulan=bulan, nilai=min(jumlah, NILAI_MAKS), asal=asal)


def check_bulan(bulan: date, *, is_baseline: bool = False) -> date:
    """The first of a month that can be told. Raises OmzetKeliru."""
    bulan, kini = first_of_month(bulan), first_of_month(timezone.localdate())
    if bulan > kini:
        raise OmzetKeliru("Bulan itu belum tiba.")
    jarak = (kini.year - bulan.year) * 12 + kini.month - bulan.month
    if jarak > BULAN_MUNDUR and not is_baseline:
        raise OmzetKeliru(f"Bulan itu sudah lebih dari {BULAN_MUNDUR} bulan lalu.")
    return bulan


def check_nilai(nilai: int) -> int:
    """A figure that can be. Raises OmzetKeliru."""
    if nilai < 0:
        raise OmzetKeliru("Omzet tidak bisa kurang dari nol.")
    if nilai > NILAI_MAKS:
        raise OmzetKeliru(f"Paling banyak {rupiah(NILAI_MAKS)}. Periksa jumlah nolnya.")
    return nilai


def default_bulan(hari: date) -> date:
    """The month a bare figure is about: the last one within the first seven days, else this one."""
    return first_of_month(hari - timedelta(days=7)) if hari.day <= 7 else first_of_month(hari)


def _lock(pemilik: Pemilik) -> Pemilik:
    model: Any = type(pemilik)
    baris: Pemilik = model.objects.select_for_update(of=("self",)).get(pk=pemilik.pk)
    return baris


def _owner(pemilik: Pemilik) -> Mapping[str, Pemilik]:
    return {"usaha" if isinstance(pemilik, Usaha) else "rumah": pemilik}


def _rows(pemilik: Pemilik, jenis: str, bulan: date | None = None) -> Any:
    rows = Pengukuran.objects.filter(**_owner(pemilik), jenis=jenis)
    return rows.filter(bulan=bulan) if bulan else rows


def _doubt(pemilik: Pemilik, jenis: str, bulan: date, nilai: int) -> str:
    lain = _rows(pemilik, jenis).valid().filter(bulan__lt=bulan).order_by("-bulan")
    banyak = batas_sekarang().bulan
    terjual = sold_in(pemilik.pk, bulan) if isinstance(pemilik, Usaha) else 0
    return doubt_of(nilai, list(lain.values_list("nilai", flat=True)[:banyak]), penjualan=terjual)


def doubts(pengukuran: Pengukuran, nilai: int) -> bool:
    """Whether this value in the place of the questioned one would be asked about as well."""
    baris = pengukuran
    return bool(_doubt(baris.pemilik, baris.jenis, baris.bulan, nilai))


def _close_questions(pemilik: Pemilik, jenis: str, bulan: date, asal: Asal) -> Pengukuran | None:
    """A newer word takes the place of one that was asked about."""
    tanya: Pengukuran | None = _rows(pemilik, jenis, bulan).questioned().first()
    if tanya is not None:
        _replace(tanya, asal)
    return tanya


def _replace(baris: Pengukuran, asal: Asal) -> None:
    baris.status, baris.alasan = S.DIKOREKSI, ""
    baris.save(update_fields=["status", "alasan"])
    _log(baris, P.DIKOREKSI, by=asal.by, catatan=asal.alasan)


def _insert(
    pemilik: Pemilik, asal: Asal, *, sebab: str, mengganti: Pengukuran | None, **isi: Any
) -> Pengukuran:
    if sebab and mengganti is not None and mengganti.status == S.SAH:
        isi["is_baseline"] = False  # the one that counts stays the start until this is decided
    baris = Pengukuran.objects.create(
        **_owner(pemilik), **isi, wilayah_id=pemilik.wilayah_id, cara=asal.cara, oleh=asal.by,
        kontak=asal.kontak, kunci=asal.kunci, status=S.DITANYAKAN if sebab else S.SAH,
        alasan=sebab, mengganti=mengganti,
    )  # fmt: skip
    _log(baris, P.DITANYAKAN if sebab else P.DICATAT, by=asal.by, catatan=sebab or asal.alasan)
    return baris


def _lock_question(pengukuran: Pengukuran) -> Pengukuran:
    _lock(pengukuran.pemilik)
    baris: Pengukuran = Pengukuran.objects.select_for_update(of=("self",)).get(pk=pengukuran.pk)
    if baris.status != S.DITANYAKAN:
        raise OmzetSudahDiputus("Angka ini sudah diputuskan.")
    return baris


def _follow_sales(usaha: Pemilik, bulan: date, sebelum: int, sesudah: int) -> None:
    """What a sale does to the month: a settled figure follows it, a report below it is asked."""
    lama = _rows(usaha, J.OMZET, bulan).valid().first()
    if lama is not None and lama.cara == C.PENJUALAN:
        asal = Asal(C.PENJUALAN, yakin=True, alasan="Penjualan bulan itu berubah.")
        record_omzet(usaha, bulan=bulan, nilai=min(max(sesudah, 0), NILAI_MAKS), asal=asal)
        return
    if lama is not None and sebelum <= lama.nilai < sesudah:
        _ask_again(lama, sesudah)
    _refresh(usaha, J.OMZET)


def _ask_again(lama: Pengukuran, terjual: int) -> None:
    """The report was right until this sale: its owner is asked once; the sales count meanwhile."""
    _rows(lama.pemilik, J.OMZET, lama.bulan).questioned().update(status=S.DIKOREKSI, alasan="")
    lama.status = S.DITANYAKAN
    lama.alasan = doubt_of(lama.nilai, [], penjualan=terjual)[:200]
    lama.save(update_fields=["status", "alasan"])
    _log(lama, P.DITANYAKAN, by=None, catatan=lama.alasan)
    if lama.kontak is not None:
        queue_pesan(
            kunci=f"omzet-penjualan:{lama.pk}",
            templat="omzet_penjualan",
            slots={
                "bulan": nama_bulan(lama.bulan),
                "nilai": rupiah(lama.nilai),
                "penjualan": rupiah(terjual),
            },
            kontak=lama.kontak,
            wilayah=lama.wilayah_id,
        )


def _refresh(pemilik: Pemilik, jenis: str) -> None:
    """What the household's row says: the turnover of its last measured month."""
    rumah = pemilik.rumah if isinstance(pemilik, Usaha) else pemilik
    if rumah is None or jenis != J.OMZET:
        return
    bulanan = months_of_rumah([rumah.pk]).get(rumah.pk)
    if bulanan:
        note_omzet(rumah, bulanan[max(bulanan)], pada=timezone.localdate())


def _log(baris: Pengukuran, peristiwa: str, *, by: Pengguna | None, catatan: str) -> None:
    RiwayatPengukuran.objects.create(
        pengukuran=baris, peristiwa=peristiwa, by=by, catatan=catatan[:200]
    )


def last_told(pemilik: Pemilik) -> date | None:
    """The newest month that was told of this business or household, whether it counts yet or not"""
    baris = _rows(pemilik, J.OMZET).filter(status__in=[S.SAH, S.DITANYAKAN])
    bulan: date | None = baris.aggregate(bulan=Max("bulan"))["bulan"]
    return bulan
