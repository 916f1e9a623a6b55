"""Undoing a payment that was a mistake: the last one of its loan, with a reason."""

from django.db import transaction
from django.utils import timezone

from buku_besar.services import reverse_jurnal
from ekonomi.models import Angsuran, JadwalAngsuran, PembatalanAngsuran, Pinjaman, RiwayatPinjaman
from ekonomi.services.pinjaman.bayar import refresh_pinjaman
from ekonomi.services.pinjaman.galat import BelumBoleh
from ekonomi.services.pinjaman.kabar import tell_anggota
from ekonomi.services.pinjaman.kunci import (
    lock_koperasi,
    lock_pinjaman,
    log_pinjaman,
    reason_of,
    refuse_kas,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna


@transaction.atomic
def void_angsuran(angsuran: Angsuran, *, alasan: str, by: Pengguna) -> PembatalanAngsuran:
    """Take a payment back: mirror journal of today, schedule and loan as they were before it.

    Only the last payment of a loan, and not past a new schedule or a write-off. Raises BelumBoleh,
    KasKurang, PeriodeTertutup.
    """
    alasan = reason_of(alasan, "Tuliskan alasan membatalkan pembayaran.")
    koperasi = lock_koperasi(angsuran.pinjaman.anggota.koperasi_id)
    pinjaman = lock_pinjaman(angsuran.pinjaman)
    angsuran = Angsuran.objects.select_related("jurnal").get(pk=angsuran.pk)
    _refuse_not_last(pinjaman, angsuran)
    refuse_kas(koperasi, angsuran.cara, angsuran.jumlah)
    if angsuran.jenis == Angsuran.Jenis.PEMULIHAN:
        pinjaman.dipulihkan -= angsuran.jumlah
        pinjaman.save(update_fields=["dipulihkan", "updated_at"])
    else:
        _restore(pinjaman, angsuran)
    hari = timezone.localdate()
    jurnal = reverse_jurnal(angsuran.jurnal, tanggal=hari, alasan=alasan, by=by)
    batal = PembatalanAngsuran.objects.create(
        angsuran=angsuran, alasan=alasan, jurnal=jurnal, oleh=by
    )
    log_pinjaman(
        pinjaman, RiwayatPinjaman.Peristiwa.DIBATALKAN, by=by, jumlah=angsuran.jumlah,
        catatan=f"{angsuran.nomor_kuitansi}: {alasan}",
    )  # fmt: skip
    tell_anggota(
        pinjaman.anggota, templat="angsuran_batal", kunci=f"angsuran-batal:{angsuran.pk}",
        rujukan=pinjaman.nomor,
        slots={
            "kuitansi": angsuran.nomor_kuitansi, "jumlah": rupiah(angsuran.jumlah),
            "nomor": pinjaman.nomor, "alasan": alasan,
        },
    )  # fmt: skip
    return batal


def _refuse_not_last(pinjaman: Pinjaman, angsuran: Angsuran) -> None:
    if PembatalanAngsuran.objects.filter(angsuran=angsuran).exists():
        raise BelumBoleh("Pembayaran ini sudah dibatalkan.")
    akhir = Angsuran.objects.filter(pinjaman=pinjaman, pembatalan__isnull=True).first()
    if akhir is None or akhir.pk != angsuran.pk:
        raise BelumBoleh("Batalkan dulu pembayaran yang sesudahnya: yang terakhir lebih dulu.")
    pulih = angsuran.jenis == Angsuran.Jenis.PEMULIHAN
    lama = angsuran.alokasi.exclude(jadwal__versi=pinjaman.jadwal_versi).exists()
    if lama or pulih != (pinjaman.status == Pinjaman.Status.DIHAPUS):
        raise BelumBoleh("Sesudah pembayaran ini jadwalnya sudah diganti; tidak dapat dibatalkan.")


def _restore(pinjaman: Pinjaman, angsuran: Angsuran) -> None:
    baris: list[JadwalAngsuran] = []
    for alokasi in angsuran.alokasi.select_related("jadwal"):
        satu = alokasi.jadwal
        satu.bayar_pokok -= alokasi.pokok
        satu.bayar_jasa -= alokasi.jasa
        satu.bebas_jasa -= alokasi.bebas_jasa
        baris.append(satu)
    JadwalAngsuran.objects.bulk_update(baris, ["bayar_pokok", "bayar_jasa", "bebas_jasa"])
    pinjaman.sisa_pokok += angsuran.pokok
    refresh_pinjaman(pinjaman, angsuran.tanggal)
