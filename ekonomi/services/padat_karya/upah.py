"""Payrolls: made from the days worked, checked by another person, paid, reversed when wrong."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ekonomi.models import BarisUpah, DaftarUpah, HariKerja, HariUpah, ProyekPadatKarya
from ekonomi.models.padat_karya import UpahHarian, tarif_on
from ekonomi.services.padat_karya.catat import (
    KaryaDitolak,
    S,
    constraint_of,
    holds_peran,
    lock_proyek,
    log_proyek,
    require_status,
)
from ekonomi.services.padat_karya.dana import owe_upah, pay_upah_jurnal, undo_upah
from ekonomi.services.padat_karya.kabar import tell_pekerja
from hadir.models import SesiHadir
from hadir.services import lock_sesi
from pesan.lampiran import LampiranDitolak, store_unggahan
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan

_D = DaftarUpah.Status
PEMERIKSA = frozenset({Peran.LURAH, Peran.MODERATOR, Peran.BENDAHARA})
PEMBAYAR = frozenset({Peran.BENDAHARA})


def rate_on(proyek: ProyekPadatKarya, hari: date) -> int:
    """The wage of a day, in Rupiah: the project's own or that of the dated table.

    Raises KaryaDitolak where neither says anything.
    """
    tarif = proyek.upah_harian or tarif_on(str(proyek.wilayah_id), hari)
    if tarif is None:
        raise KaryaDitolak(f"Tarif upah untuk {hari:%d-%m-%Y} belum ditetapkan.")
    return tarif


@transaction.atomic
def make_daftar_upah(
    proyek: ProyekPadatKarya, *, dari: date, sampai: date, by: Pengguna
) -> DaftarUpah:
    """A draft with every worked day of a span that no payroll has yet.

    Raises KaryaDitolak: no such days, a span that ends before it begins or in the future.
    """
    if sampai < dari or sampai > timezone.localdate():
        raise KaryaDitolak("Periksa tanggalnya: hari terakhir sesudah hari pertama, bukan besok.")
    proyek = lock_proyek(proyek)
    require_status(proyek, S.BERJALAN)
    per_orang = _days(proyek, dari, sampai)
    if not per_orang:
        raise KaryaDitolak("Tidak ada hari kerja yang belum dibayar pada tanggal itu.")
    daftar: DaftarUpah = DaftarUpah.objects.create(
        proyek=proyek, dari=dari, sampai=sampai, dibuat_oleh=by
    )
    try:
        with transaction.atomic():
            daftar.total = _write(daftar, per_orang)
    except IntegrityError as error:
        if constraint_of(error) != "hariupah_tidak_dua_kali":
            raise
        raise KaryaDitolak("Sebagian hari ini sudah masuk daftar upah lain.") from error
    daftar.save(update_fields=["total", "updated_at"])
    log_proyek(proyek, "Daftar upah disusun", by=by, catatan=f"DU-{daftar.pk}")
    return daftar


def _days(proyek: ProyekPadatKarya, dari: date, sampai: date) -> dict[int, list[HariKerja]]:
    """Worked days without a payroll, by worker."""
    rows = HariKerja.objects.filter(
        pekerja__proyek=proyek, batal=False, tanggal__gte=dari, tanggal__lte=sampai
    )
    dibayar = set(
        HariUpah.objects.filter(pekerja__proyek=proyek, batal=False).values_list(
            "pekerja_id", "tanggal"
        )
    )
    hasil: dict[int, list[HariKerja]] = defaultdict(list)
    for hari in rows.order_by("pekerja__urutan", "pekerja_id", "tanggal"):
        if (hari.pekerja_id, hari.tanggal) not in dibayar:
            hasil[hari.pekerja_id].append(hari)
    return hasil


def _write(daftar: DaftarUpah, per_orang: dict[int, list[HariKerja]]) -> int:
    """The lines and their days; gives the sum."""
    tarif = {h.tanggal: 0 for hari in per_orang.values() for h in hari}
    for satu in tarif:
        tarif[satu] = rate_on(daftar.proyek, satu)
    rincian, baris = [], []
    for pekerja_id, hari in per_orang.items():
        jumlah = sum(h.bagian * tarif[h.tanggal] // 2 for h in hari)
        banyak = Decimal(sum(h.bagian for h in hari)) / 2
        baris.append(BarisUpah(daftar=daftar, pekerja_id=pekerja_id, hari=banyak, jumlah=jumlah))
    BarisUpah.objects.bulk_create(baris)
    for satu_baris in baris:
        rincian += [
            HariUpah(
                baris=satu_baris, pekerja_id=h.pekerja_id, tanggal=h.tanggal, bagian=h.bagian,
                tarif=tarif[h.tanggal], jumlah=h.bagian * tarif[h.tanggal] // 2,
            )
            for h in per_orang[satu_baris.pekerja_id]
        ]  # fmt: skip
    HariUpah.objects.bulk_create(rincian)
    return sum(b.jumlah for b in baris)


@transaction.atomic
def submit_upah(daftar: DaftarUpah, *, by: Pengguna) -> DaftarUpah:
    """Hand a draft to the checker; the attendance of its days is locked.

    Raises KaryaDitolak where the attendance changed since it was made.
    """
    daftar = _lock(daftar)
    _require(daftar, _D.DRAF)
    if _changed(daftar):
        raise KaryaDitolak("Kehadiran berubah sesudah daftar ini disusun. Batalkan, susun ulang.")
    daftar.status = _D.DIAJUKAN
    daftar.save(update_fields=["status", "updated_at"])
    hari = HariUpah.objects.filter(baris__daftar=daftar).values_list("tanggal", flat=True)
    rows = SesiHadir.objects.about(daftar.proyek.rujukan_hadir).filter(tanggal__in=set(hari))
    for sesi in rows.filter(dikunci_at__isnull=True):
        lock_sesi(sesi, by=by)
    log_proyek(daftar.proyek, "Daftar upah diajukan", by=by, catatan=f"DU-{daftar.pk}")
    return daftar


def _changed(daftar: DaftarUpah) -> bool:
    isi = HariUpah.objects.filter(baris__daftar=daftar)
    tertulis = set(isi.values_list("pekerja_id", "tanggal", "bagian"))
    sekarang = HariKerja.objects.filter(
        pekerja__in={t[0] for t in tertulis}, batal=False, tanggal__gte=daftar.dari,
        tanggal__lte=daftar.sampai,
    )  # fmt: skip
    return not tertulis <= set(sekarang.values_list("pekerja_id", "tanggal", "bagian"))


@transaction.atomic
def approve_upah(daftar: DaftarUpah, *, by: Pengguna) -> DaftarUpah:
    """The checker agrees: the sum is owed. Raises KaryaDitolak for its maker, for who may not
    check, beyond the budget line; PeriodeTertutup where today's books are closed.
    """
    daftar = _lock(daftar)
    _require(daftar, _D.DIAJUKAN)
    if by.pk == daftar.dibuat_oleh_id:
        raise KaryaDitolak("Yang menyusun daftar upah tidak boleh memeriksanya sendiri.")
    if not holds_peran(by, PEMERIKSA, str(daftar.proyek.wilayah_id)):
        raise KaryaDitolak("Yang memeriksa daftar upah: lurah, moderator, atau bendahara.")
    if _changed(daftar):
        raise KaryaDitolak("Kehadiran berubah sesudah daftar ini disusun. Kembalikan dulu.")
    daftar.diperiksa_oleh, daftar.diperiksa_at = by, timezone.now()
    daftar.jurnal_utang = owe_upah(daftar, tanggal=timezone.localdate(), by=by)
    daftar.status = _D.DISETUJUI
    daftar.save()
    log_proyek(daftar.proyek, "Daftar upah disetujui", by=by, catatan=f"DU-{daftar.pk}")
    return daftar


@transaction.atomic
def pay_upah(
    daftar: DaftarUpah, *, tanggal: date, cara: str, bukti: Any = None, by: Pengguna
) -> DaftarUpah:
    """The treasurer pays; every worker with a contact gets the slip. Raises KaryaDitolak: not
    approved, its maker, no treasurer, a day before the approval; PeriodeTertutup.
    """
    daftar = _lock(daftar)
    _require(daftar, _D.DISETUJUI)
    if by.pk == daftar.dibuat_oleh_id:
        raise KaryaDitolak("Yang menyusun daftar upah tidak boleh membayarkannya sendiri.")
    if not holds_peran(by, PEMBAYAR, str(daftar.proyek.wilayah_id)):
        raise KaryaDitolak("Upah dibayarkan oleh bendahara.")
    if cara not in DaftarUpah.Cara.values:
        raise KaryaDitolak("Pilih cara bayarnya: tunai atau transfer.")
    if daftar.diperiksa_at is None or not (
        timezone.localdate(daftar.diperiksa_at) <= tanggal <= timezone.localdate()
    ):
        raise KaryaDitolak("Tanggal bayar antara hari disetujui dan hari ini.")
    try:
        daftar.bukti = store_unggahan(bukti, "berkas") if bukti else None
    except LampiranDitolak as error:
        raise KaryaDitolak(str(error)) from error
    daftar.cara, daftar.dibayar_pada, daftar.dibayar_oleh = cara, tanggal, by
    daftar.jurnal_bayar = pay_upah_jurnal(daftar, tanggal=tanggal, by=by)
    daftar.status = _D.DIBAYAR
    daftar.save()
    log_proyek(daftar.proyek, "Upah dibayar", by=by, catatan=f"DU-{daftar.pk}")
    _send_slips(daftar)
    return daftar


def _send_slips(daftar: DaftarUpah) -> None:
    baris = list(daftar.baris.select_related("pekerja__kontak", "pekerja__proyek"))
    slots = {
        b.pekerja_id: {
            "hari": f"{b.hari.normalize():f}".replace(".", ","),
            "jumlah": rupiah(b.jumlah),
            "dari": f"{daftar.dari:%d-%m-%Y}",
            "sampai": f"{daftar.sampai:%d-%m-%Y}",
            "cara": daftar.get_cara_display().lower(),
            "slip": f"DU-{daftar.pk}-{b.pekerja.kode}",
        }
        for b in baris
    }
    tell_pekerja([b.pekerja for b in baris], "kerja_slip", kunci=f"slip:{daftar.pk}", slots=slots)


@transaction.atomic
def return_upah(daftar: DaftarUpah, *, alasan: str, by: Pengguna) -> DaftarUpah:
    """The checker sends a payroll back to its maker. Raises KaryaDitolak without a reason."""
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan apa yang harus diperbaiki.")
    daftar = _lock(daftar)
    _require(daftar, _D.DIAJUKAN)
    daftar.status, daftar.alasan = _D.DRAF, mask_catatan(alasan.strip())[:300]
    daftar.save(update_fields=["status", "alasan", "updated_at"])
    log_proyek(daftar.proyek, "Daftar upah dikembalikan", by=by, catatan=alasan)
    return daftar


@transaction.atomic
def cancel_upah(daftar: DaftarUpah, *, alasan: str, by: Pengguna) -> DaftarUpah:
    """End a payroll; one that was posted is reversed in the books today. Its days are free for a
    right one. Raises KaryaDitolak without a reason, or for who may not; PeriodeTertutup.
    """
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan alasannya.")
    daftar = _lock(daftar)
    _require(daftar, _D.DRAF, _D.DIAJUKAN, _D.DISETUJUI, _D.DIBAYAR)
    dibukukan = daftar.status in (_D.DISETUJUI, _D.DIBAYAR)
    if dibukukan and not holds_peran(by, PEMERIKSA, str(daftar.proyek.wilayah_id)):
        raise KaryaDitolak("Daftar yang sudah dibukukan hanya dibalik lurah atau bendahara.")
    daftar.status, daftar.alasan = _D.BATAL, mask_catatan(alasan.strip())[:300]
    if dibukukan:
        undo_upah(daftar, tanggal=timezone.localdate(), alasan=daftar.alasan, by=by)
    daftar.save(update_fields=["status", "alasan", "updated_at"])
    HariUpah.objects.filter(baris__daftar=daftar).update(batal=True)
    kata = "Daftar upah dibalik" if dibukukan else "Daftar upah dibatalkan"
    log_proyek(daftar.proyek, kata, by=by, catatan=f"DU-{daftar.pk}: {alasan}")
    return daftar


def _lock(daftar: DaftarUpah) -> DaftarUpah:
    """The project first, then its payroll: as making one does."""
    lock_proyek(daftar.proyek)
    rows = DaftarUpah.objects.select_for_update(of=("self",))
    terkait = ("proyek__program__wilayah", "proyek__pos", "jurnal_bayar", "dibuat_oleh")
    found: DaftarUpah = rows.select_related(*terkait).get(pk=daftar.pk)
    return found


def _require(daftar: DaftarUpah, *boleh: str) -> None:
    if daftar.status not in boleh:
        keadaan = daftar.get_status_display().lower()
        raise KaryaDitolak(f"Daftar upah ini {keadaan}; langkah itu tidak tersedia.")


def planned_upah(proyek: ProyekPadatKarya) -> int:
    """What the wages of a whole project come to by its plan, in Rupiah."""
    mulai = proyek.mulai or timezone.localdate()
    return sum(
        proyek.kuota * rate_on(proyek, mulai + timedelta(days=n)) for n in range(proyek.hari_kerja)
    )


def ensure_tarif() -> int:
    """The seed's Rp 100.000 a day, where no rate was ever set; gives how many rows were written."""
    if UpahHarian.objects.exists():
        return 0
    UpahHarian.objects.create(
        tarif=100_000, berlaku_dari=date(2025, 1, 1), dasar="Kebijakan Final, bagian 9"
    )
    return 1
