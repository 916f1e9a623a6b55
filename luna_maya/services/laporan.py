"""Settling the report of a visit, and what staff add to it by hand."""

import dataclasses
from datetime import date

from django.db import transaction

from luna_maya.cetak.laporan import compose_laporan
from luna_maya.models import Kunjungan, LaporanKunjungan, RingkasanKunjungan
from luna_maya.services.kunjungan import lock_kunjungan, log_kunjungan
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan


class LaporanKeliru(ValueError):  # noqa: N818 - the domain's word
    """A report that cannot be settled yet; the message says why."""


@transaction.atomic
def settle_laporan(
    kunjungan: Kunjungan, *, tanggal: date, by: Pengguna, nomor: str = ""
) -> LaporanKunjungan:
    """Freeze the report as it reads now; a later one is the next version.

    Raises LaporanKeliru before the visit is over.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status != Kunjungan.Status.SELESAI:
        raise LaporanKeliru("Laporan baru dapat ditetapkan sesudah kunjungannya selesai.")
    kertas = compose_laporan(kunjungan, tanggal=tanggal, nomor=nomor.strip()[:80])
    lama = LaporanKunjungan.objects.filter(kunjungan=kunjungan).order_by("-versi").first()
    laporan = LaporanKunjungan.objects.create(
        kunjungan=kunjungan, versi=lama.versi + 1 if lama else 1, nomor=nomor.strip()[:80],
        tanggal=tanggal, isi=dataclasses.asdict(dataclasses.replace(kertas, cap="")), by=by,
    )  # fmt: skip
    log_kunjungan(kunjungan, f"Laporan versi {laporan.versi} ditetapkan", by=by, catatan=nomor)
    return laporan


@transaction.atomic
def write_ringkasan(
    kunjungan: Kunjungan, *, jumlah_warga: int | None, ringkasan: str, by: Pengguna
) -> RingkasanKunjungan:
    """How many came and what it was like; personal data in the words is masked."""
    lock_kunjungan(kunjungan)
    isi, _baru = RingkasanKunjungan.objects.update_or_create(
        kunjungan=kunjungan,
        defaults={
            "jumlah_warga": jumlah_warga, "ringkasan": mask_catatan(ringkasan.strip())[:2000],
            "by": by,
        },
    )  # fmt: skip
    return isi
