"""What came to the desk in a span of days and how long it waited: by village, section, kind, month.

Everything is counted by the database in one statement, whatever the number of requests.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from ruko_parsel.jam_kerja import JAM_SEHARI, calendar_of, hours_sql
from ruko_parsel.masa import Masa
from ruko_parsel.models import Permintaan, RiwayatPermintaan
from ruko_parsel.services.permintaan import DILANJUTKAN, MENUNGGU_DESA
from wilayah.zona import at_place, zona_of

SASARAN = 0.9  # a standard is met when nine of ten are answered within it


@dataclass(frozen=True, slots=True)
class Angka:
    """Counts of one cell; hours are working hours without those in which the village was awaited.

    `tepat`/`lewat`: the first answer against the deadline each request was given; of those neither
    answered nor late nothing is said yet. `dalam`/`luar`: the same against the kind's standard.
    """

    jumlah: int = 0
    terbuka: int = 0
    mendesak: int = 0
    dijawab: int = 0
    tepat: int = 0
    lewat: int = 0
    dalam: int = 0
    luar: int = 0
    selesai: int = 0
    kembali: int = 0
    jam_jawab: float | None = None
    jam_jawab_90: float | None = None
    jam_selesai: float | None = None
    jam_selesai_90: float | None = None
    puas: float | None = None

    @property
    def bagian_lewat(self) -> float | None:
        """The share that was or is answered late, of those of which it is known."""
        return _share(self.lewat, self.tepat + self.lewat)

    @property
    def bagian_tepat(self) -> float | None:
        return _share(self.tepat, self.tepat + self.lewat)

    @property
    def bagian_dalam(self) -> float | None:
        return _share(self.dalam, self.dalam + self.luar)

    @property
    def terpenuhi(self) -> bool | None:
        """Whether the standard is met; None while nothing can be said."""
        return None if self.bagian_dalam is None else self.bagian_dalam >= SASARAN


NOL = Angka()


@dataclass(frozen=True, slots=True)
class AngkaRuko:
    """The cells of one span: all, and by village, section, both, kind, month (its first day)."""

    semua: Angka
    desa: dict[str, Angka]
    bidang: dict[str, Angka]
    silang: dict[tuple[str, str], Angka]
    masalah: dict[str, Angka]
    bulan: dict[str, Angka]


def count_ruko(rows: Any, kode: str, masa: Masa, now: datetime | None = None) -> AngkaRuko:
    """Figures of these requests (a queryset, scoped by the caller) that were filed in the span.

    Merged ones count with the one they were merged into. Two statements: calendar and figures.
    """
    now = now or timezone.now()
    awal, akhir = masa.bounds(kode)
    diminta = _narrow(rows.filter(created_at__gte=awal, created_at__lt=akhir))
    kalender = calendar_of(kode, masa.dari, max(at_place(now, kode).date(), masa.sampai))
    sql, params = diminta.query.sql_with_params()
    jeda = [MENUNGGU_DESA, DILANJUTKAN]
    isi = [*params, kalender.tanggal, kalender.sebelum, kalender.jam, now, jeda, now, now]
    with connection.cursor() as cursor:
        cursor.execute(_statement(sql, str(zona_of(kode))), isi)
        return _sorted_out(cursor.fetchall())


def _narrow(rows: Any) -> Any:
    """Only the columns the statement needs, in its order."""
    return (
        rows.exclude(status=Permintaan.Status.DIGABUNG)
        .order_by()
        .values_list(
            "pk", "wilayah_id", "bidang_id", "masalah_id", "masalah__hari_kerja", "urgensi",
            "status", "nilai", "created_at", "due_at", "dijeda_at", "ditanggapi_at", "closed_at",
        )
    )  # fmt: skip


# as models.permintaan.late_q has it
MENUNGGU_SQL = tuple(s.value for s in Permintaan.MENUNGGU_JAWABAN)
_KOLOM = f"""count(*), count(*) FILTER (WHERE NOT akhir),
    count(*) FILTER (WHERE NOT akhir AND urgensi >= 4),
    count(*) FILTER (WHERE jawab IS NOT NULL),
    count(*) FILTER (WHERE jawab <= due),
    count(*) FILTER (WHERE jawab > due OR (jawab IS NULL AND jeda IS NULL AND due < kini
        AND status IN {MENUNGGU_SQL})),
    count(*) FILTER (WHERE jawab IS NOT NULL AND jam_batas <= standar),
    count(*) FILTER (WHERE jam_batas > standar),
    count(*) FILTER (WHERE status = 'selesai'), count(*) FILTER (WHERE status = 'dikembalikan'),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY jam_batas) FILTER (WHERE jawab IS NOT NULL),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY jam_batas) FILTER (WHERE jawab IS NOT NULL),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY jam_selesai) FILTER (WHERE status = 'selesai'),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY jam_selesai) FILTER (WHERE status = 'selesai'),
    avg(nilai)::float8"""


def _day(waktu: str, zona: str) -> str:
    return f"({waktu} AT TIME ZONE '{zona}')::date"


def _statement(rows: str, zona: str) -> str:
    """Rows with their moments, the pauses' hours, each row's own hours, and the cells."""
    return f"""
WITH dasar(pk, desa, bidang, masalah, hari_kerja, urgensi, status, nilai, mulai, due, jeda,
           tanggap, tutup) AS ({rows}),
h(tanggal, sebelum, jam) AS MATERIALIZED (
    SELECT * FROM unnest(%s::date[], %s::float8[], %s::float8[])),
p AS MATERIALIZED (
    SELECT d.*, k.kini, least(d.tanggap, d.tutup) AS jawab, d.tutup IS NOT NULL AS akhir,
           coalesce(least(d.tanggap, d.tutup), k.kini) AS batas,
           coalesce(d.tutup, k.kini) AS ujung
    FROM dasar d CROSS JOIN (SELECT %s::timestamptz AS kini) k),
{_pauses(zona)},
w AS ({_measured(zona)})
SELECT grouping(desa, bidang, masalah, bulan), desa, bidang, masalah, bulan, {_KOLOM}
FROM w GROUP BY GROUPING SETS ((), (desa), (bidang), (desa, bidang), (masalah), (bulan))
"""  # noqa: S608 - parts of our own; what is asked for goes in as parameters


def _pauses(zona: str) -> str:
    """Hours in which the village was awaited, up to the first answer and up to the end."""

    def lost(batas: str, a: str, b: str) -> str:
        dari, sampai = f"least(j.dari, p.{batas})", f"least(j.sampai, p.{batas})"
        return f"sum({hours_sql(sampai, b, zona)} - {hours_sql(dari, a, zona)})"

    return f"""langkah AS (
    SELECT r.permintaan_id AS pk, r.apa, r.at AS dari,
           lead(r.at) OVER (PARTITION BY r.permintaan_id ORDER BY r.at, r.id) AS sampai
    FROM {RiwayatPermintaan._meta.db_table} r JOIN p ON p.pk = r.permintaan_id
    WHERE r.apa = ANY(%s)),
j AS (SELECT pk, dari, coalesce(sampai, %s::timestamptz) AS sampai FROM langkah
      WHERE apa = '{MENUNGGU_DESA}'),
hilang AS (
    SELECT p.pk, {lost("batas", "b1", "b2")} AS jawab, {lost("ujung", "u1", "u2")} AS selesai
    FROM j JOIN p USING (pk)
    JOIN h b1 ON b1.tanggal = {_day("least(j.dari, p.batas)", zona)}
    JOIN h b2 ON b2.tanggal = {_day("least(j.sampai, p.batas)", zona)}
    JOIN h u1 ON u1.tanggal = {_day("least(j.dari, p.ujung)", zona)}
    JOIN h u2 ON u2.tanggal = {_day("least(j.sampai, p.ujung)", zona)}
    GROUP BY p.pk)"""  # noqa: S608


def _measured(zona: str) -> str:
    """Each request with its month, its hours, and the hours its kind's standard allows."""
    mulai = hours_sql("p.mulai", "hm", zona)
    return f"""
    SELECT p.*, to_char(p.mulai AT TIME ZONE '{zona}', 'YYYY-MM') AS bulan,
        {hours_sql("p.batas", "hb", zona)} - {mulai} - coalesce(hilang.jawab, 0) AS jam_batas,
        {hours_sql("p.ujung", "hu", zona)} - {mulai} - coalesce(hilang.selesai, 0)
            AS jam_selesai,
        hm.sebelum + hm.jam - {mulai} + p.hari_kerja * {JAM_SEHARI} + 0.0001 AS standar
    FROM p JOIN h hm ON hm.tanggal = {_day("p.mulai", zona)}
    JOIN h hb ON hb.tanggal = {_day("p.batas", zona)}
    JOIN h hu ON hu.tanggal = {_day("p.ujung", zona)}
    LEFT JOIN hilang ON hilang.pk = p.pk
    WHERE p.mulai <= %s::timestamptz"""  # noqa: S608


def _sorted_out(rows: list[tuple[Any, ...]]) -> AngkaRuko:
    """The grouping number says which columns were folded (desa 8, bidang 4, masalah 2, bulan 1)."""
    hasil = AngkaRuko(NOL, {}, {}, {}, {}, {})
    semua = NOL
    for folded, desa, bidang, masalah, bulan, *isi in rows:
        angka = Angka(*isi)
        if folded == 15:
            semua = angka
        elif folded == 3:
            hasil.silang[desa, bidang] = angka
        elif folded == 7:
            hasil.desa[desa] = angka
        elif folded == 11:
            hasil.bidang[bidang] = angka
        elif folded == 13:
            hasil.masalah[masalah] = angka
        else:
            hasil.bulan[bulan] = angka
    return AngkaRuko(semua, hasil.desa, hasil.bidang, hasil.silang, hasil.masalah, hasil.bulan)


def _share(bagian: int, dari: int) -> float | None:
    return bagian / dari if dari else None
