"""Naik kelas: what a business fulfils, going up and down, evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from statistics import median

from django.db import transaction
from django.utils import timezone

from ekonomi.models import (
    BuktiUsaha,
    JenisBukti,
    KriteriaTingkat,
    KunjunganPendamping,
    RiwayatTingkat,
    TingkatUsaha,
    Usaha,
)
from ekonomi.models.omzet import first_of_month
from ekonomi.omzet_bulanan import Bulanan, months_of_usaha
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

BULAN_OMZET = 3  # turnover is the median of so many months before the day it is asked
SAKSI_BERLAKU = timedelta(days=90)  # a visit witnesses so long


class TingkatDitolak(ValueError):  # noqa: N818 - the domain's word
    """It may not go up or down now; the message says why."""


@dataclass(frozen=True, slots=True)
class Nilai:
    """One criterion looked at: fulfilled or not, and why, in words."""

    jenis: str
    nama: str
    wajib: bool
    terpenuhi: bool
    sebab: str


@dataclass(frozen=True, slots=True)
class Penilaian:
    """What a business fulfils of the next step; `ke` None: it stands on the highest."""

    usaha: Usaha
    ke: TingkatUsaha | None
    nilai: tuple[Nilai, ...]
    saksi: KunjunganPendamping | None

    @property
    def terpenuhi(self) -> bool:
        """Whether every required criterion is; the witness is asked for apart."""
        return self.ke is not None and all(n.terpenuhi for n in self.nilai if n.wajib)

    @property
    def siap(self) -> bool:
        return self.terpenuhi and self.saksi is not None

    @property
    def kurang(self) -> list[str]:
        hasil = [n.sebab for n in self.nilai if n.wajib and not n.terpenuhi]
        if self.saksi is None and self.ke is not None:
            hasil.append("belum ada kunjungan pendamping dalam 90 hari terakhir")
        return hasil


def assess_tingkat(usaha: Usaha, on: date) -> Penilaian:
    """What this business fulfils of the step above its own, on this day."""
    return assess_many([usaha], on)[0]


def assess_many(usaha: Iterable[Usaha], on: date) -> list[Penilaian]:
    """As assess_tingkat for many, with a fixed number of queries."""
    semua = list(usaha)
    pk = [satu.pk for satu in semua]
    bulanan = months_of_usaha(pk)
    bukti: dict[tuple[int, str], BuktiUsaha] = {
        (b.usaha_id, b.jenis): b
        for b in BuktiUsaha.objects.valid().filter(usaha__in=pk, pada__lte=on).order_by("pada")
    }
    saksi: dict[int, KunjunganPendamping] = {
        k.pendampingan.usaha_id: k
        for k in KunjunganPendamping.objects.counted()
        .filter(pendampingan__usaha__in=pk, tanggal__gt=on - SAKSI_BERLAKU, tanggal__lte=on)
        .select_related("pendampingan__mentor", "oleh")
        .order_by("tanggal", "pk")
    }
    tingkat = {t.nomor: t for t in TingkatUsaha.objects.prefetch_related("kriteria")}
    return [
        _assess(_Bahan(satu, on, bulanan.get(satu.pk, {}), bukti), tingkat, saksi.get(satu.pk))
        for satu in semua
    ]


@transaction.atomic
def raise_tingkat(usaha: Usaha, *, by: Pengguna, alasan: str) -> RiwayatTingkat:
    """One step up, on two sources: the portal's own reckoning, and a visit by somebody else.

    Raises TingkatDitolak when a required criterion or the witness is missing.
    """
    usaha = Usaha.objects.select_for_update(of=("self",)).get(pk=usaha.pk)
    hari = timezone.localdate()
    nilai = assess_tingkat(usaha, hari)
    if nilai.ke is None:
        raise TingkatDitolak("Usaha ini sudah di tingkat teratas.")
    saksi = _witness(usaha, hari, by)
    if not nilai.terpenuhi or saksi is None:
        kurang = nilai.kurang or ["kunjungan yang ada dicatat oleh Anda sendiri"]
        raise TingkatDitolak("Belum bisa naik: " + "; ".join(kurang) + ".")
    return _move(usaha, nilai.ke.nomor, alasan=alasan, by=by, nilai=nilai, saksi=saksi)


@transaction.atomic
def lower_tingkat(usaha: Usaha, *, by: Pengguna, alasan: str) -> RiwayatTingkat:
    """One step down, with a reason. Raises TingkatDitolak."""
    usaha = Usaha.objects.select_for_update(of=("self",)).get(pk=usaha.pk)
    if usaha.tingkat <= 1:
        raise TingkatDitolak("Usaha ini sudah di tingkat pertama.")
    nilai = assess_tingkat(usaha, timezone.localdate())
    return _move(usaha, usaha.tingkat - 1, alasan=alasan, by=by, nilai=nilai, saksi=None)


@transaction.atomic
def add_bukti(
    usaha: Usaha,
    *,
    jenis: str,
    pada: date,
    by: Pengguna | None,
    jumlah: int = 1,
    nomor: str = "",
    catatan: str = "",
) -> BuktiUsaha:
    """Something was seen; newer evidence of a kind replaces the older (certificates add up).

    Raises TingkatDitolak for evidence of the future, or a NIB or certificate without number.
    """
    if pada > timezone.localdate():
        raise TingkatDitolak("Tanggalnya belum tiba.")
    if jenis in {"nib", "sertifikat"} and not nomor.strip():
        raise TingkatDitolak("Isi nomornya.")
    Usaha.objects.select_for_update(of=("self",)).get(pk=usaha.pk)
    rows = BuktiUsaha.objects.valid().filter(usaha=usaha, jenis=jenis)
    if jenis == JenisBukti.SERTIFIKAT:
        ada = rows.filter(nomor=nomor.strip()).first()
        if ada is not None:
            return ada
    else:
        rows.update(dicabut_at=timezone.now(), alasan_cabut="diganti bukti yang lebih baru")
    return BuktiUsaha.objects.create(
        usaha=usaha, jenis=jenis, jumlah=jumlah, nomor=nomor.strip()[:60], pada=pada, oleh=by,
        catatan=mask_catatan(catatan.strip())[:200],
    )  # fmt: skip


@transaction.atomic
def withdraw_bukti(bukti: BuktiUsaha, *, alasan: str) -> bool:
    """It no longer holds, and why; False when it was withdrawn before."""
    if not alasan.strip():
        raise TingkatDitolak("Tuliskan alasannya.")
    rows = BuktiUsaha.objects.valid().filter(pk=bukti.pk)
    return bool(
        rows.update(dicabut_at=timezone.now(), alasan_cabut=mask_catatan(alasan.strip())[:200])
    )


@dataclass(frozen=True, slots=True)
class _Bahan:
    """What one business is looked at by."""

    usaha: Usaha
    on: date
    bulanan: Mapping[date, Bulanan]
    bukti: Mapping[tuple[int, str], BuktiUsaha]


def _assess(
    bahan: _Bahan, tingkat: Mapping[int, TingkatUsaha], saksi: KunjunganPendamping | None
) -> Penilaian:
    ke = tingkat.get(bahan.usaha.tingkat + 1)
    if ke is None:
        return Penilaian(bahan.usaha, None, (), saksi)
    return Penilaian(bahan.usaha, ke, tuple(_look(k, bahan) for k in ke.kriteria.all()), saksi)


def _look(kriteria: KriteriaTingkat, bahan: _Bahan) -> Nilai:
    usaha = bahan.usaha
    if kriteria.jenis == JenisBukti.OMZET:
        ya, sebab = _turnover(kriteria.ambang, bahan.on, bahan.bulanan)
    elif kriteria.jenis == JenisBukti.PASAR:
        ya = usaha.onboarded_at is not None and usaha.onboarded_at <= bahan.on
        sebab = (
            f"berjualan digital sejak {usaha.onboarded_at:%d/%m/%Y}"
            if ya and usaha.onboarded_at
            else "belum berjualan di pasar digital"
        )
    else:
        ya, sebab = _evidence(kriteria, bahan.bukti.get((usaha.pk, kriteria.jenis)))
    return Nilai(kriteria.jenis, kriteria.get_jenis_display(), kriteria.wajib, ya, sebab)


def _turnover(ambang: int, on: date, bulanan: Mapping[date, Bulanan]) -> tuple[bool, str]:
    """The median of the last three measured months within half a year before this one."""
    batas = first_of_month(on)
    sejak = first_of_month(batas - timedelta(days=183))
    bulan = [b for b in sorted(bulanan, reverse=True) if sejak <= b < batas][:BULAN_OMZET]
    if len(bulan) < BULAN_OMZET:
        return False, f"omzet baru tercatat {len(bulan)} dari {BULAN_OMZET} bulan"
    tengah = int(median(bulanan[b].nilai for b in bulan))
    if tengah >= ambang:
        return True, f"omzet {rupiah(tengah)} sebulan, paling sedikit {rupiah(ambang)}"
    return False, f"omzet {rupiah(tengah)} sebulan, perlu {rupiah(ambang)}"


def _evidence(kriteria: KriteriaTingkat, bukti: BuktiUsaha | None) -> tuple[bool, str]:
    nama = kriteria.get_jenis_display()
    if bukti is None:
        return False, f"{nama}: belum ada bukti"
    if bukti.jumlah < kriteria.ambang:
        return False, f"{nama}: baru {bukti.jumlah}, perlu {kriteria.ambang}"
    nomor = f" nomor {bukti.nomor}" if bukti.nomor else ""
    return True, f"{nama}{nomor}, dilihat {bukti.pada:%d/%m/%Y}"


def _witness(usaha: Usaha, hari: date, by: Pengguna) -> KunjunganPendamping | None:
    """The newest visit within 90 days that somebody other than the decider wrote down."""
    rows = KunjunganPendamping.objects.counted().filter(
        pendampingan__usaha=usaha, tanggal__gt=hari - SAKSI_BERLAKU, tanggal__lte=hari
    )
    semua = rows.order_by("-tanggal", "-pk")
    return next((satu for satu in semua if satu.oleh_id != by.pk), None)


def _move(
    usaha: Usaha,
    ke: int,
    *,
    alasan: str,
    by: Pengguna,
    nilai: Penilaian,
    saksi: KunjunganPendamping | None,
) -> RiwayatTingkat:
    if not alasan.strip():
        raise TingkatDitolak("Tuliskan alasannya.")
    riwayat = RiwayatTingkat.objects.create(
        usaha=usaha,
        dari=usaha.tingkat,
        ke=ke,
        alasan=mask_catatan(alasan.strip())[:200],
        hitungan=[asdict(n) for n in nilai.nilai],
        saksi=saksi,
        by=by,
        pada=timezone.localdate(),
    )
    usaha.tingkat = ke
    usaha.save(update_fields=["tingkat", "updated_at"])
    return riwayat
