"""Indicators on turnover of the programme's households, in Rupiah a month."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ekonomi.hasil import BULAN_KINI, baselines_of
from ekonomi.kpi.dasar import Hasil, Lingkup, bagian, bulat, count_true, hitungan, smallest
from ekonomi.kpi.pelatihan import peserta
from ekonomi.models import Pengukuran
from ekonomi.omzet_bulanan import months_of_rumah

HARI_SEGAR = 60  # an older month says nothing of this one


@dataclass(frozen=True, slots=True)
class Perubahan:
    """What a household began with and its newest month; None where not measured."""

    awal: int | None
    kini: int | None


def perubahan(rumah: set[int], sampai: date) -> dict[int, Perubahan]:
    """Household to its change, by the rule of the programme's result (`ekonomi.hasil`): the
    recorded baseline, against the newest of the last three months by `sampai`."""
    awal = baselines_of(rumah, Pengukuran.Jenis.OMZET)
    bulanan = months_of_rumah(rumah)
    hasil = {}
    for pk in rumah:
        baru = [b for b in bulanan.get(pk, {}) if b <= sampai and _months(b, sampai) < BULAN_KINI]
        akhir = max(baru, default=None)
        hasil[pk] = Perubahan(awal.get(pk), bulanan[pk][akhir] if akhir else None)
    return hasil


def _months(bulan: date, hari: date) -> int:
    return (hari.year - bulan.year) * 12 + hari.month - bulan.month


def pendapatan_naik(lingkup: Lingkup) -> Hasil:
    """How much the households' turnover together grew on their baselines, in per cent.

    The same figure as the result page's: households still in with both, also those that began at
    nothing; the others are `kurang`. Who left is named in the sentence.
    """
    semua = perubahan(set(lingkup.masih_ikut().values_list("rumah_id", flat=True)), lingkup.sampai)
    lengkap = [p for p in semua.values() if p.awal is not None and p.kini is not None]
    awal = sum(p.awal or 0 for p in lengkap)
    kini = sum(p.kini or 0 for p in lengkap)
    kurang, keluar = len(semua) - len(lengkap), lingkup.ikut().count() - len(semua)
    return Hasil(
        nilai=bulat(Decimal(kini - awal) * 100 / awal) if awal else None,
        pembilang=bulat(kini - awal),
        penyebut=bulat(awal),
        pada=lingkup.sampai,
        kurang=kurang,
        kalimat=f"Dihitung dari {len(lengkap)} rumah tangga yang punya angka awal dan angka tiga "
        f"bulan terakhir; {kurang} peserta belum punya keduanya, {keluar} sudah keluar.",
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
