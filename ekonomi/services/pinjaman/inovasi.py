"""Grants from the innovation endowment: a resident's idea, decided by two, paid once."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from buku_besar.services import Baris, post_jurnal, saldo
from ekonomi.models import AnggotaKoperasi, Koperasi, UsulanInovasi
from ekonomi.services.pinjaman.galat import BelumBoleh, JumlahKeliru
from ekonomi.services.pinjaman.kunci import (
    ABADI,
    TEMPAT,
    day_of,
    lock_koperasi,
    reason_of,
    refuse_kas,
    refuse_same,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna

S = UsulanInovasi.Status


@transaction.atomic
def propose_inovasi(
    koperasi: Koperasi,
    *,
    judul: str,
    uraian: str,
    pengusul: str,
    diminta: int,
    by: Pengguna,
    anggota: AnggotaKoperasi | None = None,
) -> UsulanInovasi:
    """Record a resident's idea and what it would cost."""
    if diminta <= 0:
        raise JumlahKeliru("Biaya yang diminta harus di atas nol.")
    return UsulanInovasi.objects.create(
        koperasi=koperasi, judul=judul.strip(), uraian=uraian.strip(), pengusul=pengusul.strip(),
        diminta=diminta, anggota=anggota, diajukan_oleh=by,
    )  # fmt: skip


@transaction.atomic
def decide_inovasi(
    usulan: UsulanInovasi, *, disetujui: int, by: Pengguna, alasan: str
) -> UsulanInovasi:
    """Grant `disetujui` Rupiah, or with 0 refuse; by another person than recorded it."""
    usulan = _lock(usulan, S.DIAJUKAN)
    refuse_same(usulan.diajukan_oleh_id, by, "memutus")
    if not 0 <= disetujui <= usulan.diminta:
        raise JumlahKeliru(f"Antara nol dan yang diminta, {rupiah(usulan.diminta)}.")
    usulan.alasan = reason_of(alasan)
    usulan.status = S.DISETUJUI if disetujui else S.DITOLAK
    usulan.disetujui = disetujui or None
    usulan.diputus_oleh, usulan.diputus_at = by, timezone.now()
    usulan.save()
    return usulan


@transaction.atomic
def pay_inovasi(
    usulan: UsulanInovasi, *, by: Pengguna, tanggal: date | None = None, cara: str = "kas"
) -> UsulanInovasi:
    """Pay it out of the endowment. Raises KasKurang; JumlahKeliru: the endowment lacks it."""
    koperasi = lock_koperasi(usulan.koperasi_id)
    usulan = _lock(usulan, S.DISETUJUI)
    hari, jumlah = day_of(tanggal), int(usulan.disetujui or 0)
    ada = saldo(koperasi.buku, ABADI)
    if ada < jumlah:
        raise JumlahKeliru(f"Dana abadi berisi {rupiah(ada)}, kurang {rupiah(jumlah - ada)}.")
    refuse_kas(koperasi, cara, jumlah)
    usulan.jurnal = post_jurnal(
        koperasi.buku, tanggal=hari, uraian=f"Dana abadi untuk gagasan {usulan.pk}",
        baris=[Baris(ABADI, debit=jumlah), Baris(TEMPAT[cara], kredit=jumlah)],
        kunci=f"inovasi:{usulan.pk}", rujukan=f"inovasi-{usulan.pk}", by=by,
    )  # fmt: skip
    usulan.status, usulan.dibayar_pada = S.DIBAYAR, hari
    usulan.save()
    return usulan


@transaction.atomic
def finish_inovasi(usulan: UsulanInovasi, *, hasil: str, by: Pengguna) -> UsulanInovasi:
    """What came of it, in words."""
    usulan = _lock(usulan, S.DIBAYAR)
    usulan.hasil, usulan.status = reason_of(hasil, "Tuliskan hasilnya."), S.SELESAI
    usulan.save()
    return usulan


def _lock(usulan: UsulanInovasi, status: str) -> UsulanInovasi:
    usulan = UsulanInovasi.objects.select_for_update(of=("self",), no_key=True).get(pk=usulan.pk)
    if usulan.status != status:
        raise BelumBoleh(f"“{usulan.judul}” sekarang: {usulan.get_status_display().lower()}.")
    return usulan
