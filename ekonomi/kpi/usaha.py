"""Indicators on businesses: new ones, steps up, digital selling, orders."""

from typing import Any

from django.db.models import Q

from ekonomi.kpi.dasar import Hasil, Lingkup, bagian, hitungan
from ekonomi.models import Pesanan, RiwayatTingkat, Usaha
from wilayah.scope import prefix_q


def usaha_sejak_mulai(lingkup: Lingkup) -> Any:
    """Active businesses that began within the programme."""
    return lingkup.usaha().filter(mulai__gte=lingkup.program.mulai, mulai__lte=lingkup.sampai)


def usaha_lama(lingkup: Lingkup) -> Any:
    """Active businesses that were there before; one without a starting day counts as old."""
    return lingkup.usaha().filter(Q(mulai__isnull=True) | Q(mulai__lt=lingkup.program.mulai))


def naik_kelas(lingkup: Lingkup) -> set[int]:
    """Old businesses on a higher step on that day than on the programme's first day."""
    tingkat: dict[int, tuple[int, int]] = {}
    langkah = RiwayatTingkat.objects.filter(
        usaha__in=usaha_lama(lingkup), pada__gte=lingkup.program.mulai, pada__lte=lingkup.sampai
    ).order_by("pada", "id")
    for usaha, dari, ke in langkah.values_list("usaha_id", "dari", "ke"):
        awal, _ = tingkat.get(usaha, (dari, dari))
        tingkat[usaha] = (awal, ke)
    return {usaha for usaha, (awal, kini) in tingkat.items() if kini > awal}


def _tanpa_tanggal(lingkup: Lingkup) -> int:
    return int(lingkup.usaha().filter(mulai__isnull=True).count())


def usaha_baru(lingkup: Lingkup) -> Hasil:
    """Businesses that began within the programme and still run."""
    n, tanpa = usaha_sejak_mulai(lingkup).count(), _tanpa_tanggal(lingkup)
    kalimat = f"{n} usaha aktif yang mulai sejak hari pertama program; {tanpa} tanpa tanggal mulai."
    return hitungan(lingkup, n, kalimat, kurang=tanpa)


def usaha_baru_naik_kelas(lingkup: Lingkup) -> Hasil:
    """New ones, and old ones that went a step up; each once."""
    baru, naik = usaha_sejak_mulai(lingkup).count(), len(naik_kelas(lingkup))
    kalimat = f"{baru} usaha baru yang masih aktif dan {naik} usaha lama yang naik tingkat."
    return hitungan(lingkup, baru + naik, kalimat, kurang=_tanpa_tanggal(lingkup))


def umkm_naik_kelas_persen(lingkup: Lingkup) -> Hasil:
    """Old businesses that went a step up, of all old ones that still run."""
    lama, naik = usaha_lama(lingkup).count(), len(naik_kelas(lingkup))
    kalimat = f"{naik} dari {lama} usaha aktif yang sudah ada sebelum program."
    return bagian(lingkup, naik, lama, kalimat, kurang=_tanpa_tanggal(lingkup))


def umkm_onboard(lingkup: Lingkup) -> Hasil:
    """Active businesses that sell on a digital market, by the day of the proof."""
    n = lingkup.usaha().filter(onboarded_at__lte=lingkup.sampai).count()
    return hitungan(lingkup, n, f"{n} usaha aktif yang sudah berjualan di pasar digital.")


def usaha_aktif(lingkup: Lingkup) -> Hasil:
    """Businesses that run; those known to have begun later are left out."""
    n = lingkup.usaha().filter(
        Q(mulai__isnull=True) | Q(mulai__lte=lingkup.sampai)
    ).count()  # fmt: skip
    berhenti = Usaha.objects.filter(
        prefix_q("wilayah", lingkup.kode), status=Usaha.Status.BERHENTI
    ).count()
    return hitungan(lingkup, n, f"{n} usaha yang tercatat berjalan; {berhenti} sudah berhenti.")


def order_marketplace(lingkup: Lingkup) -> Hasil:
    """Orders of the shop since the programme began, without those given up."""
    n = Pesanan.objects.filter(
        prefix_q("wilayah", lingkup.kode), created_at__lt=lingkup.akhir,
        created_at__date__gte=lingkup.program.mulai,
    ).exclude(status__in=Pesanan.GIVEN_UP).count()  # fmt: skip
    return hitungan(lingkup, n, f"{n} pesanan Toko Warga yang tidak dibatalkan.", sel=None)
