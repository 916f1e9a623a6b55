"""Closing a period, and reopening one with a reason."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string

from buku_besar.models import Akun, Buku, Jurnal, Periode, RiwayatPeriode
from buku_besar.models.periode import span_label
from buku_besar.services.galat import PeriodeBelumBoleh
from buku_besar.services.jurnal import Baris, post_penutup
from buku_besar.services.laporan import neraca_saldo
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

Peristiwa = RiwayatPeriode.Peristiwa


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    mulai = day.replace(day=1)
    return mulai, (mulai + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@transaction.atomic
def close_periode(buku: Buku, *, mulai: date, selesai: date, by: Pengguna) -> Periode:
    """Close these days (a month, by `month_of`): nothing is dated in them any more.

    What settings.BUKU_SEBELUM_TUTUP names for this book is posted first, in the same transaction.
    Closing a closed period again changes nothing. Raises PeriodeBelumBoleh when the days are not
    over, overlap another period, or earlier journals lie in days that are still open.
    """
    buku = Buku.objects.select_for_update(of=("self",), no_key=True).get(pk=buku.pk)
    periode = Periode.objects.filter(buku=buku, mulai=mulai, selesai=selesai).first()
    if periode is not None and periode.is_closed:
        return periode
    _refuse_early(buku, mulai, selesai)
    if periode is None:
        _refuse_overlap(buku, mulai, selesai)
        periode = Periode.objects.create(buku=buku, mulai=mulai, selesai=selesai)
    sebelum = settings.BUKU_SEBELUM_TUTUP.get(buku.kode)
    if sebelum:
        import_string(sebelum)(buku, mulai=mulai, selesai=selesai, by=by)
    if (selesai.month, selesai.day) == (12, 31):
        close_tahun(buku, tahun=selesai.year, by=by)
    RiwayatPeriode.objects.create(periode=periode, peristiwa=Peristiwa.DITUTUP, by=by)
    periode.ditutup_at, periode.ditutup_oleh = timezone.now(), by
    periode.save(update_fields=["ditutup_at", "ditutup_oleh"])
    return periode


@transaction.atomic
def reopen_periode(periode: Periode, *, alasan: str, by: Pengguna) -> Periode:
    """Open the latest closed period again, with the reason on record.

    Raises PeriodeBelumBoleh when it is open, or a later one is closed; ValueError without a reason.
    """
    alasan = mask_catatan(alasan.strip())
    if not alasan:
        raise ValueError("Tuliskan alasan membuka periode.")
    buku = Buku.objects.select_for_update(of=("self",), no_key=True).get(pk=periode.buku_id)
    periode = Periode.objects.get(pk=periode.pk)
    if not periode.is_closed:
        raise PeriodeBelumBoleh(f"Periode {periode} memang terbuka.")
    akhir = Periode.objects.closed().filter(buku=buku).aggregate(akhir=Max("mulai"))["akhir"]
    if akhir != periode.mulai:
        raise PeriodeBelumBoleh(f"Buka dulu periode sesudah {periode}: yang terakhir lebih dulu.")
    RiwayatPeriode.objects.create(periode=periode, peristiwa=Peristiwa.DIBUKA, alasan=alasan, by=by)
    periode.ditutup_at = periode.ditutup_oleh = None
    periode.save(update_fields=["ditutup_at", "ditutup_oleh"])
    return periode


def close_tahun(buku: Buku, *, tahun: int, by: Pengguna) -> Jurnal | None:
    """Move the year's income and cost into the account that holds results; None when all is nought.

    Dated 31 December, part of closing that month; a reopened December moves what came since.
    """
    akhir = date(tahun, 12, 31)
    hasil = Akun.objects.filter(buku=buku, sifat=Akun.Sifat.HASIL).first()
    if hasil is None:
        raise PeriodeBelumBoleh("Buku ini belum mempunyai akun penampung hasil tahun.")
    nominal = (Akun.Jenis.PENDAPATAN, Akun.Jenis.BEBAN)
    baris = [
        Baris(satu.kode, debit=max(-bersih, 0), kredit=max(bersih, 0))
        for satu in neraca_saldo(buku, sampai=akhir)
        if satu.jenis in nominal and (bersih := satu.debit - satu.kredit)
    ]
    if not baris:
        return None
    lebih = sum(satu.debit - satu.kredit for satu in baris)
    if lebih:
        baris.append(Baris(hasil.kode, debit=max(-lebih, 0), kredit=max(lebih, 0)))
    ke = Jurnal.objects.filter(buku=buku, penutup=True, tahun=tahun).count() + 1
    return post_penutup(buku, tanggal=akhir, baris=baris, kunci=f"tutup-tahun:{tahun}:{ke}", by=by)


def _refuse_early(buku: Buku, mulai: date, selesai: date) -> None:
    if selesai < mulai:
        raise PeriodeBelumBoleh("Tanggal sampai tidak boleh sebelum tanggal mulai.")
    if selesai >= timezone.localdate():
        raise PeriodeBelumBoleh(
            f"{span_label(mulai, selesai)} belum berakhir; tutup setelah hari terakhirnya lewat."
        )
    terbuka = first_open(buku, before=mulai)
    if terbuka is not None:
        raise PeriodeBelumBoleh(
            f"Tutup dulu {span_label(*month_of(terbuka))}: masih ada jurnal di bulan itu."
        )


def first_open(buku: Buku, *, before: date) -> date | None:
    """The earliest day before this one that has journals and lies in no closed period."""
    rows = Jurnal.objects.filter(buku=buku, tanggal__lt=before)
    for mulai, selesai in (
        Periode.objects.closed().filter(buku=buku).values_list("mulai", "selesai")
    ):
        rows = rows.exclude(tanggal__range=(mulai, selesai))
    return rows.order_by("tanggal").values_list("tanggal", flat=True).first()


def _refuse_overlap(buku: Buku, mulai: date, selesai: date) -> None:
    lain = Periode.objects.filter(buku=buku, mulai__lte=selesai, selesai__gte=mulai).first()
    if lain is not None:
        raise PeriodeBelumBoleh(f"Hari-hari ini bertumpang dengan periode {lain}.")
