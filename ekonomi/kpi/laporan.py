"""Periodic reports of a programme (seed, sections 10-11): weekly, monthly, quarterly, half-yearly.

`laporan(program, periode, sampai)` gives plain values; pages, print, CSV and documents write them.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from ekonomi.kpi.hitung import Keadaan, hari_ke, read_keadaan, read_tercatat
from ekonomi.kpi.tulis import tulis_nilai
from ekonomi.models import (
    LembarKeputusan,
    Peringatan,
    Program,
    RencanaAksi,
    SiaranPers,
    TemuanEvaluasi,
)
from wilayah.ekspor import escape_formula

MINGGU, BULAN, TRIWULAN, SEMESTER = "minggu", "bulan", "triwulan", "semester"
JUDUL = {
    MINGGU: "Laporan mingguan (operasional)",
    BULAN: "Laporan bulanan (ringkasan)",
    TRIWULAN: "Laporan triwulan (evaluasi mendalam)",
    SEMESTER: "Laporan enam bulanan (matriks hasil dan bukti)",
}


@dataclass(frozen=True, slots=True)
class BarisLaporan:
    """One indicator within a period: where it began, where it ended, and where it should be."""

    awal: Decimal | None
    akhir: Keadaan

    @property
    def selisih(self) -> Decimal | None:
        """The change within the period."""
        if self.awal is None or self.akhir.hasil.nilai is None:
            return None
        return self.akhir.hasil.nilai - self.awal

    @property
    def teks_akhir(self) -> str:
        """The value at the end, in words."""
        return tulis_nilai(self.akhir.hasil.nilai, self.akhir.indikator.satuan)

    @property
    def teks_selisih(self) -> str:
        """The change in words: "+12 orang", "tetap", "–"."""
        if self.selisih is None:
            return "–"
        if self.selisih == 0:
            return "tetap"
        tanda = "+" if self.selisih > 0 else "−"
        return f"{tanda}{tulis_nilai(abs(self.selisih), self.akhir.indikator.satuan)}"


@dataclass(frozen=True, slots=True)
class Laporan:
    """A period's figures, warnings, plans, decisions and findings; texts are for people."""

    program: Program
    periode: str
    dari: date
    sampai: date
    baris: list[BarisLaporan]
    peringatan: list[Peringatan]
    rencana: list[RencanaAksi]
    lembar: list[LembarKeputusan]
    temuan: list[TemuanEvaluasi]
    siaran: list[SiaranPers]

    @property
    def judul(self) -> str:
        return JUDUL[self.periode]

    @property
    def hari(self) -> int:
        """The programme's day at the end of the period."""
        return hari_ke(self.program, self.sampai)

    @property
    def bertarget(self) -> list[BarisLaporan]:
        return [b for b in self.baris if b.akhir.target is not None]

    @property
    def ringkasan(self) -> list[str]:
        """The period in a few sentences, worst first; never empty."""
        n = dict.fromkeys(("hijau", "kuning", "merah", "abu"), 0)
        for baris in self.bertarget:
            n[baris.akhir.lampu] += 1
        kalimat = [
            f"Dari {len(self.bertarget)} target, {n['hijau']} sesuai garis, {n['kuning']} sedikit "
            f"di bawahnya, {n['merah']} jauh di bawahnya, {n['abu']} belum ada datanya."
        ]
        merah = [b.akhir.indikator.nama for b in self.bertarget if b.akhir.lampu == "merah"]
        if merah:
            kalimat.append(f"Perlu perhatian: {', '.join(merah)}.")
        terbuka = [r for r in self.rencana if r.selesai_pada is None]
        if self.peringatan or terbuka:
            kalimat.append(
                f"Peringatan baru dalam masa ini {len(self.peringatan)}; rencana aksi yang masih "
                f"berjalan {len(terbuka)}."
            )
        kurang = sum(b.akhir.hasil.kurang for b in self.bertarget)
        if kurang:
            kalimat.append(f"Ada {kurang} catatan yang datanya belum lengkap.")
        return kalimat


def first_day(periode: str, sampai: date) -> date:
    """The first day of the period that ends on `sampai`. Raises ValueError for an unknown one."""
    if periode == MINGGU:
        return sampai - timedelta(days=6)
    if periode == BULAN:
        return sampai.replace(day=1)
    if periode == TRIWULAN:
        return date(sampai.year, 3 * ((sampai.month - 1) // 3) + 1, 1)
    if periode == SEMESTER:
        return sampai - relativedelta(months=6) + timedelta(days=1)
    raise ValueError("periode: minggu, bulan, triwulan, atau semester")


def laporan(program: Program, periode: str, sampai: date | None = None) -> Laporan:
    """The report of the period that ends on a day (today unless given).

    Today's figures are computed now, those of earlier days are the snapshots of then. Raises
    ValueError for an unknown period.
    """
    hari_ini = timezone.localdate()
    sampai = min(sampai or hari_ini, hari_ini)
    dari = max(first_day(periode, sampai), program.mulai)
    akhir = read_keadaan(program) if sampai == hari_ini else read_tercatat(program, sampai)
    awal = {k.indikator.pk: k.hasil.nilai for k in read_tercatat(program, dari - timedelta(days=1))}
    return Laporan(
        program=program,
        periode=periode,
        dari=dari,
        sampai=sampai,
        baris=[BarisLaporan(awal.get(k.indikator.pk), k) for k in akhir],
        peringatan=_peringatan(program, dari, sampai),
        rencana=_rencana(program, dari, sampai),
        lembar=list(
            LembarKeputusan.objects.filter(
                program=program, status="ditandatangani", ditandatangani_at__date__gte=dari,
                ditandatangani_at__date__lte=sampai,
            )
        ),
        temuan=list(
            TemuanEvaluasi.objects.filter(program=program, created_at__date__lte=sampai)
            if periode in (TRIWULAN, SEMESTER)
            else []
        ),
        siaran=list(
            SiaranPers.objects.filter(
                program=program, status="terbit", terbit_at__date__gte=dari,
                terbit_at__date__lte=sampai,
            )
        ),
    )  # fmt: skip


def _peringatan(program: Program, dari: date, sampai: date) -> list[Peringatan]:
    rows = Peringatan.objects.filter(program=program, pada__gte=dari, pada__lte=sampai)
    return list(rows.select_related("indikator").prefetch_related("rencana"))


def _rencana(program: Program, dari: date, sampai: date) -> list[RencanaAksi]:
    """Plans that ran or ended within the period."""
    rows = RencanaAksi.objects.filter(
        peringatan__program=program, peringatan__pada__lte=sampai
    ).exclude(selesai_pada__lt=dari)
    return list(rows.select_related("peringatan__indikator"))


KOLOM_CSV = (
    "indikator", "satuan", "awal_masa", "akhir_masa", "selisih", "garis_target", "target",
    "keadaan", "baris_tanpa_data", "dihitung_dari",
)  # fmt: skip


def laporan_csv(data: Laporan) -> str:
    """The figures as CSV; plain numbers, nothing a spreadsheet would run."""
    keluar = io.StringIO()
    tulis = csv.writer(keluar, lineterminator="\n")
    tulis.writerow(KOLOM_CSV)
    for baris in data.baris:
        k = baris.akhir
        tulis.writerow(
            escape_formula(sel)
            for sel in (
                k.indikator.pk, k.indikator.satuan, _angka(baris.awal), _angka(k.hasil.nilai),
                _angka(baris.selisih), _angka(k.garis),
                _angka(k.target.nilai if k.target else None), k.lampu, k.hasil.kurang,
                k.hasil.kalimat,
            )
        )  # fmt: skip
    return keluar.getvalue()


def _angka(nilai: Decimal | None) -> str:
    return "" if nilai is None else f"{nilai:.2f}"
