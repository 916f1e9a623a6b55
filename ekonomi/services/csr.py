"""CSR commitments: what companies promised for each year, what came, and the reminder before."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import JanjiCsr, KomitmenCsr, Program, RealisasiCsr
from ekonomi.services.peringatan import lurah_of
from pesan.models import Lampiran
from pesan.services import queue_pesan
from wilayah.format import rupiah
from wilayah.models import Pengguna

HARI_INGAT = 30  # days before a year's promise is due


class CsrKeliru(ValueError):  # noqa: N818 - the domain's word
    """What cannot be recorded, and why."""


@transaction.atomic
def record_realisasi(
    janji: JanjiCsr, *, jumlah: int, tanggal: date, by: Pengguna,
    bukti: Lampiran | None = None, catatan: str = "",
) -> RealisasiCsr:  # fmt: skip
    """What a company gave of a promise, in Rupiah. More than promised is taken too.

    Raises CsrKeliru for nought, a day to come, or goods without words.
    """
    janji = JanjiCsr.objects.select_for_update().get(pk=janji.pk)
    if jumlah <= 0:
        raise CsrKeliru("Nilainya harus lebih dari nol.")
    if tanggal > timezone.localdate():
        raise CsrKeliru("Tanggalnya belum terjadi.")
    if bukti is None and not catatan.strip():
        raise CsrKeliru("Sertakan bukti, atau tulis nomor bukti di catatan.")
    return RealisasiCsr.objects.create(
        janji=janji, jumlah=jumlah, tanggal=tanggal, bukti=bukti, catatan=catatan.strip(), by=by
    )


@transaction.atomic
def reverse_realisasi(realisasi: RealisasiCsr, *, alasan: str, by: Pengguna) -> RealisasiCsr:
    """Take back what was recorded by mistake, once, with the reason. Raises CsrKeliru."""
    realisasi = RealisasiCsr.objects.select_for_update().get(pk=realisasi.pk)
    if realisasi.batal_id is not None or hasattr(realisasi, "dibatalkan"):
        raise CsrKeliru("Catatan ini sudah dibatalkan.")
    if not alasan.strip():
        raise CsrKeliru("Tulis alasan pembatalannya.")
    return RealisasiCsr.objects.create(
        janji=realisasi.janji, jumlah=-realisasi.jumlah, tanggal=timezone.localdate(),
        catatan=alasan.strip()[:200], batal=realisasi, by=by,
    )  # fmt: skip


def realised_of(komitmen: KomitmenCsr) -> tuple[int, int]:
    """(realised, promised) in Rupiah over all years of a commitment."""
    janji = komitmen.janji.aggregate(n=Sum("jumlah"))["n"] or 0
    nyata = RealisasiCsr.objects.filter(janji__komitmen=komitmen).aggregate(n=Sum("jumlah"))["n"]
    return int(nyata or 0), int(janji)


def remind_csr(program: Program, pada: date | None = None) -> int:
    """Tell the lurah of promises that fall due within thirty days and are not met; once each."""
    pada = pada or timezone.localdate()
    rows = JanjiCsr.objects.filter(
        komitmen__program=program, diingatkan_at__isnull=True,
        jatuh_tempo__gte=pada, jatuh_tempo__lte=pada + timedelta(days=HARI_INGAT),
    ).select_related("komitmen").annotate(nyata=Sum("realisasi__jumlah"))  # fmt: skip
    n = 0
    for janji in rows:
        kurang = janji.jumlah - (janji.nyata or 0)
        if kurang > 0:
            n += _remind(program, janji, kurang)
    return n


@transaction.atomic
def _remind(program: Program, janji: JanjiCsr, kurang: int) -> int:
    url = reverse("admin:ekonomi_komitmencsr_change", args=[janji.komitmen_id])
    for pengguna in lurah_of(program):
        queue_pesan(
            kunci=f"csr:{janji.pk}:{pengguna.pk}", templat="csr_jatuh_tempo",
            slots={
                "perusahaan": janji.komitmen.perusahaan, "uraian": janji.uraian,
                "kurang": rupiah(kurang), "tanggal": f"{janji.jatuh_tempo:%d-%m-%Y}",
                "url": settings.SITE_URL + url,
            },
            pengguna=pengguna, wilayah=program.wilayah_id,
        )  # fmt: skip
    JanjiCsr.objects.filter(pk=janji.pk).update(diingatkan_at=timezone.now())
    return 1
