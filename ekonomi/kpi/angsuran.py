"""How punctually households pay what they borrowed of the revolving fund."""

from datetime import date

from django.db.models import F, Q, Sum

from ekonomi.models import JadwalAngsuran, Pinjaman


def tepat_waktu(rumah: set[int], sampai: date) -> dict[int, tuple[int, int]]:
    """Household to (instalments paid whole by their day, instalments due by `sampai`).

    Of the schedule in force; payments taken back do not count.
    """
    tepat = Q(
        alokasi__angsuran__tanggal__lte=F("jatuh_tempo"),
        alokasi__angsuran__pembatalan__isnull=True,
    )
    rows = JadwalAngsuran.objects.filter(
        pinjaman__anggota__rumah__in=rumah,
        pinjaman__status__in=Pinjaman.OUT,
        versi=F("pinjaman__jadwal_versi"),
        jatuh_tempo__lte=sampai,
    ).annotate(
        dibayar=Sum(F("alokasi__pokok") + F("alokasi__jasa"), filter=tepat),
        tagihan=F("pokok") + F("jasa") - F("bebas_jasa"),
    )
    hasil: dict[int, tuple[int, int]] = {}
    for pk, dibayar, tagihan in rows.values_list("pinjaman__anggota__rumah", "dibayar", "tagihan"):
        n, semua = hasil.get(pk, (0, 0))
        hasil[pk] = (n + ((dibayar or 0) >= tagihan), semua + 1)
    return hasil
