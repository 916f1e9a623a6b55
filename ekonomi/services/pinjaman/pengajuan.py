"""From an application to a decision by another person, and the money paid out."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from buku_besar.services import Baris, post_jurnal
from ekonomi.models import (
    AnggotaKelompok,
    AnggotaKoperasi,
    JadwalAngsuran,
    KelompokTanggungRenteng,
    Pinjaman,
    ProdukPinjaman,
    RiwayatPinjaman,
)
from ekonomi.services.pinjaman.galat import BelumBoleh, JumlahKeliru, TidakBerhak
from ekonomi.services.pinjaman.hak import refuse_tidak_berhak
from ekonomi.services.pinjaman.jadwal import Cicilan, build_jadwal
from ekonomi.services.pinjaman.kabar import tell_anggota
from ekonomi.services.pinjaman.kunci import (
    PIUTANG,
    TEMPAT,
    day_of,
    lock_koperasi,
    lock_pinjaman,
    log_pinjaman,
    reason_of,
    refuse_kas,
    refuse_same,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna

S = Pinjaman.Status
P = RiwayatPinjaman.Peristiwa


@transaction.atomic
def apply_pinjaman(
    anggota: AnggotaKoperasi,
    *,
    produk: ProdukPinjaman,
    pokok: int,
    tenor: int,
    tujuan: str,
    by: Pengguna,
    kelompok: KelompokTanggungRenteng | None = None,
) -> Pinjaman:
    """Record an application. Terms are copied from the product, so later changes leave it alone.

    Raises JumlahKeliru outside the product's limits, BelumBoleh for a member who left or still has
    an application or loan of this product, TidakBerhak where a grant must have come first.
    """
    koperasi = lock_koperasi(anggota.koperasi_id)
    anggota = AnggotaKoperasi.objects.select_related("rumah").get(pk=anggota.pk)
    _check_batas(produk, pokok, tenor)
    _check_anggota(anggota, produk, kelompok)
    if produk.butuh_hibah:
        if anggota.rumah is None:
            raise TidakBerhak("Produk ini hanya untuk anggota dari rumah tangga penerima hibah.")
        refuse_tidak_berhak(anggota.rumah, timezone.localdate())
    koperasi.nomor_pinjaman += 1
    koperasi.save(update_fields=["nomor_pinjaman"])
    pinjaman = Pinjaman.objects.create(
        anggota=anggota, produk=produk, kelompok=kelompok, pokok=pokok, tenor=tenor,
        nomor=f"PJ-{koperasi.wilayah_id.replace('.', '')}-{koperasi.nomor_pinjaman:04d}",
        jasa_persen=produk.jasa_persen, metode=produk.metode, tujuan=tujuan.strip()[:200],
        diajukan_oleh=by,
    )  # fmt: skip
    log_pinjaman(pinjaman, P.DIAJUKAN, by=by, jumlah=pokok)
    return pinjaman


def _check_batas(produk: ProdukPinjaman, pokok: int, tenor: int) -> None:
    if not produk.aktif:
        raise BelumBoleh(f"Produk {produk.nama} tidak ditawarkan lagi.")
    if not produk.pokok_min <= pokok <= produk.pokok_maks:
        raise JumlahKeliru(
            f"{produk.nama}: antara {rupiah(produk.pokok_min)} dan {rupiah(produk.pokok_maks)}."
        )
    if not 1 <= tenor <= produk.tenor_maks:
        raise JumlahKeliru(f"{produk.nama}: paling lama {produk.tenor_maks} bulan.")


def _check_anggota(
    anggota: AnggotaKoperasi, produk: ProdukPinjaman, kelompok: KelompokTanggungRenteng | None
) -> None:
    if anggota.status != AnggotaKoperasi.Status.AKTIF:
        raise BelumBoleh(f"{anggota} sudah keluar dari koperasi.")
    if produk.koperasi_id != anggota.koperasi_id:
        raise BelumBoleh("Produk ini milik koperasi lain.")
    terbuka = (S.DIAJUKAN, S.DISETUJUI, S.BERJALAN)
    lama = Pinjaman.objects.filter(anggota=anggota, produk=produk, status__in=terbuka).first()
    if lama is not None:
        raise BelumBoleh(
            f"{anggota} masih mempunyai {lama.nomor} ({lama.get_status_display().lower()})."
        )
    if Pinjaman.objects.filter(anggota=anggota, status=S.DIHAPUS).exists():
        raise BelumBoleh(f"{anggota} mempunyai pinjaman yang dihapusbukukan.")
    if kelompok is None:
        return
    di = AnggotaKelompok.objects.on(timezone.localdate()).filter(kelompok=kelompok, anggota=anggota)
    if not di.exists():
        raise BelumBoleh(f"{anggota} bukan anggota kelompok {kelompok}.")


@transaction.atomic
def decide_pinjaman(
    pinjaman: Pinjaman, *, setuju: bool, by: Pengguna, alasan: str = ""
) -> Pinjaman:
    """Approve or refuse, by another person than recorded it. A refusal needs a reason.

    Raises OrangSama, and BelumBoleh when it was decided or withdrawn meanwhile.
    """
    pinjaman = _expect(pinjaman, S.DIAJUKAN)
    refuse_same(pinjaman.diajukan_oleh_id, by, "memutus")
    pinjaman.alasan = alasan.strip()[:300] if setuju else reason_of(alasan)
    pinjaman.status = S.DISETUJUI if setuju else S.DITOLAK
    pinjaman.diputus_oleh, pinjaman.diputus_at = by, timezone.now()
    pinjaman.save()
    log_pinjaman(pinjaman, P.DISETUJUI if setuju else P.DITOLAK, by=by, catatan=pinjaman.alasan)
    tell_anggota(
        pinjaman.anggota, templat="pinjaman_diputus", kunci=f"pinjaman-putus:{pinjaman.pk}",
        rujukan=pinjaman.nomor,
        slots={
            "nomor": pinjaman.nomor, "jumlah": rupiah(pinjaman.pokok),
            "keputusan": "disetujui" if setuju else "belum dapat disetujui",
            "alasan": pinjaman.alasan,
        },
    )  # fmt: skip
    return pinjaman


@transaction.atomic
def cancel_pinjaman(pinjaman: Pinjaman, *, alasan: str, by: Pengguna) -> Pinjaman:
    """Withdraw what was not paid out yet."""
    pinjaman = _expect(pinjaman, S.DIAJUKAN, S.DISETUJUI)
    pinjaman.alasan, pinjaman.status = reason_of(alasan), S.BATAL
    pinjaman.save()
    log_pinjaman(pinjaman, P.BATAL, by=by, catatan=pinjaman.alasan)
    return pinjaman


@transaction.atomic
def disburse_pinjaman(
    pinjaman: Pinjaman, *, by: Pengguna, tanggal: date | None = None, cara: str = "kas"
) -> Pinjaman:
    """Pay the loan out: journal and schedule. Twice is refused.

    Raises KasKurang, PeriodeTertutup, BelumBoleh unless it is approved.
    """
    koperasi = lock_koperasi(pinjaman.anggota.koperasi_id)
    pinjaman = _expect(pinjaman, S.DISETUJUI)
    assert pinjaman.diputus_at is not None  # noqa: S101 - a constraint holds it
    hari = day_of(tanggal, sejak=timezone.localdate(pinjaman.diputus_at))
    refuse_kas(koperasi, cara, pinjaman.pokok)
    pinjaman.jurnal_cair = post_jurnal(
        koperasi.buku, tanggal=hari, uraian=f"Pencairan {pinjaman.nomor}",
        baris=[Baris(PIUTANG, debit=pinjaman.pokok), Baris(TEMPAT[cara], kredit=pinjaman.pokok)],
        kunci=f"cair:{pinjaman.pk}", rujukan=pinjaman.nomor, by=by,
    )  # fmt: skip
    pinjaman.status, pinjaman.tanggal_cair = S.BERJALAN, hari
    pinjaman.sisa_pokok, pinjaman.jadwal_versi = pinjaman.pokok, 1
    jadwal = plan_jadwal(pinjaman.produk, pinjaman, mulai=hari)
    pinjaman.tempo_berikut = jadwal[0].jatuh_tempo
    pinjaman.save()
    write_jadwal(pinjaman, jadwal)
    log_pinjaman(pinjaman, P.CAIR, by=by, jumlah=pinjaman.pokok)
    tell_anggota(
        pinjaman.anggota, templat="pinjaman_cair", kunci=f"pinjaman-cair:{pinjaman.pk}",
        rujukan=pinjaman.nomor,
        slots={
            "nomor": pinjaman.nomor, "jumlah": rupiah(pinjaman.pokok),
            "angsuran": rupiah(jadwal[0].jumlah), "banyak": pinjaman.tenor,
            "tempo": f"{jadwal[0].jatuh_tempo:%d-%m-%Y}",
        },
    )  # fmt: skip
    return pinjaman


def plan_jadwal(
    produk: ProdukPinjaman,
    pinjaman: Pinjaman,
    *,
    mulai: date,
    pokok: int | None = None,
    tenor: int | None = None,
    persen: Decimal | None = None,
) -> list[Cicilan]:
    """The schedule of this loan from a day on; by its own terms unless others are given."""
    return build_jadwal(
        pokok=pokok or pinjaman.pokok,
        persen=pinjaman.jasa_persen if persen is None else persen,
        menurun=pinjaman.metode == ProdukPinjaman.Metode.MENURUN,
        tenor=tenor or pinjaman.tenor,
        mulai=mulai,
        pembulatan=produk.pembulatan,
    )


def write_jadwal(pinjaman: Pinjaman, jadwal: list[Cicilan]) -> None:
    """The lines of the schedule in force."""
    JadwalAngsuran.objects.bulk_create(
        JadwalAngsuran(
            pinjaman=pinjaman, versi=pinjaman.jadwal_versi, ke=satu.ke,
            jatuh_tempo=satu.jatuh_tempo, pokok=satu.pokok, jasa=satu.jasa,
        )
        for satu in jadwal
    )  # fmt: skip


def _expect(pinjaman: Pinjaman, *status: str) -> Pinjaman:
    pinjaman = lock_pinjaman(pinjaman)
    if pinjaman.status not in status:
        raise BelumBoleh(f"{pinjaman.nomor} sekarang {pinjaman.get_status_display().lower()}.")
    return pinjaman
