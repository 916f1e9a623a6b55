"""Indicators on turnover of the programme's households, in Rupiah a month."""

from dataclasses import dataclass
from datetime import date, timedelta

from ekonomi.kpi.dasar import Hasil, Lingkup, bagian, bulat, count_true, hitungan, smallest
from ekonomi.kpi.pelatihan import peserta
from ekonomi.models import Pengukuran
from ekonomi.omzet_bulanan import months_of_rumah

HARI_SEGAR = 60  # an older month says nothing of this one


@dataclass(frozen=True, slots=True)
class Perubahan:
    """A household's first measured month and its last one; None where not measured."""

    awal: int | None
    kini: int | None
    bulan_kini: date | None


def perubahan(rumah: set[int], sampai: date) -> dict[int, Perubahan]:
    """Household to its change. The first is the month recorded as baseline, else the earliest;
    the last is the newest month by `sampai` that comes after it."""
    baseline = _baseline_months(rumah)
    hasil = {}
    bulanan = months_of_rumah(rumah)
    for pk in rumah:
        bulan = {b: n for b, n in bulanan.get(pk, {}).items() if b <= sampai}
        mulai = baseline.get(pk)
        if mulai not in bulan:
            mulai = min(bulan, default=None)
        sesudah = [b for b in bulan if mulai is not None and b > mulai]
        akhir = max(sesudah, default=None)
        hasil[pk] = Perubahan(
            awal=bulan[mulai] if mulai else None,
            kini=bulan[akhir] if akhir else None,
            bulan_kini=akhir,
        )
    return hasil


def _baseline_months(rumah: set[int]) -> dict[int, date]:
    rows = Pengukuran.objects.valid().filter(is_baseline=True, jenis=Pengukuran.Jenis.OMZET)
    bulan: dict[int, date] = {}
    for jalan in ("usaha__rumah_id", "rumah_id"):
        bulan |= dict(rows.filter(**{f"{jalan}__in": rumah}).values_list(jalan, "bulan"))
    return bulan


def _rumah(lingkup: Lingkup) -> set[int]:
    return set(lingkup.ikut().values_list("rumah_id", flat=True))


def pendapatan_naik(lingkup: Lingkup) -> Hasil:
    """How much the households' turnover together grew on their first month, in per cent.

    Only households with both; the others are `kurang`, drop-outs among them.
    """
    semua = perubahan(_rumah(lingkup), lingkup.sampai)
    lengkap = [p for p in semua.values() if p.awal and p.kini is not None]
    awal = sum(p.awal or 0 for p in lengkap)
    kini = sum(p.kini or 0 for p in lengkap)
    kurang = len(semua) - len(lengkap)
    return Hasil(
        nilai=bulat((kini - awal) * 100 / awal) if awal else None,
        pembilang=bulat(kini - awal),
        penyebut=bulat(awal),
        pada=lingkup.sampai,
        kurang=kurang,
        kalimat=f"Dihitung dari {len(lengkap)} rumah tangga yang punya omzet awal dan ukuran "
        f"sesudahnya; {kurang} peserta belum punya keduanya.",
        sel=smallest(len(lengkap)),
    )


def omzet_bulanan(lingkup: Lingkup) -> Hasil:
    """The sum of what the households now in the programme last took in within a month."""
    rumah = set(lingkup.masih_ikut().values_list("rumah_id", flat=True))
    batas = lingkup.sampai - timedelta(days=HARI_SEGAR)
    terakhir = []
    for bulanan in months_of_rumah(rumah).values():
        segar = [b for b in bulanan if batas.replace(day=1) <= b <= lingkup.sampai]
        if segar:
            terakhir.append(bulanan[max(segar)])
    tanpa = len(rumah) - len(terakhir)
    kalimat = (
        f"ukuran terakhir {len(terakhir)} rumah tangga dalam {HARI_SEGAR} hari; "
        f"{tanpa} belum mengirim angka."
    )
    return hitungan(
        lingkup, sum(terakhir), kalimat, kurang=tanpa, penyebut=bulat(len(terakhir)),
        sel=smallest(len(terakhir)),
    )  # fmt: skip


def dampak_pelatihan(lingkup: Lingkup) -> Hasil:
    """Households of trained persons whose turnover grew, of those with both months."""
    rumah = set(peserta(lingkup).filter(rumah__isnull=False).values_list("rumah_id", flat=True))
    semua = perubahan(rumah, lingkup.sampai)
    lengkap = [p for p in semua.values() if p.awal is not None and p.kini is not None]
    naik = count_true((p.kini or 0) > (p.awal or 0) for p in lengkap)
    kalimat = f"{naik} dari {len(lengkap)} rumah tangga peserta pelatihan yang omzetnya terukur."
    return bagian(lingkup, naik, len(lengkap), kalimat, kurang=len(semua) - len(lengkap))
