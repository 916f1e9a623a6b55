"""Checked rows into the register by COPY and set-based statements, inside the caller's transaction.

`Simpanan` fills a temporary table; `merge` compares it with the register and writes what differs.
A row that is the same stays untouched, down to its `updated_at`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ekonomi.impor.kolom import TABEL
from ekonomi.impor.periksa import KOLOM_SALIN, BarisRumah

_BUAT = """
CREATE TEMP TABLE impor_baris (
    n integer NOT NULL, nomor text NOT NULL, nama_kepala text, alamat text, wilayah_id text,
    dtks boolean, potensi_usaha text, pelatihan varchar[], modal bigint, omzet bigint,
    onboarded boolean, diperbarui date, no_kk text, no_kk_hash text, telepon text,
    telepon_hash text, setuju boolean, asli jsonb NOT NULL,
    id bigint, beda text[] NOT NULL DEFAULT '{}', basi boolean NOT NULL DEFAULT false
) ON COMMIT DROP
"""
_SALIN = f"COPY impor_baris ({', '.join(KOLOM_SALIN)}) FROM STDIN"
# pg_advisory_xact_lock takes two integers: ours, and the kelurahan's digits
_KUNCI = 7102025


@dataclass(frozen=True, slots=True)
class Hasil:
    """How many rows were new, changed, the same, and left alone because ours are newer."""

    baru: int
    berubah: int
    tetap: int
    dilewati: int
    urutan: list[int]
    basi: list[tuple[int, str]]  # (row of the file, date of ours)


class Simpanan:
    """The temporary table of one import. Needs an open transaction; gone at its end."""

    def __init__(self, kelurahan: str) -> None:
        self.kelurahan = kelurahan
        with connection.cursor() as cursor:
            # two imports of one kelurahan take turns: both would add the same new households
            angka = int(kelurahan.replace(".", "")[-9:])
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_KUNCI, angka])
            cursor.execute("DROP TABLE IF EXISTS impor_baris")
            cursor.execute(_BUAT)

    def add(self, rows: Sequence[BarisRumah]) -> None:
        """Append rows by COPY."""
        with connection.cursor() as cursor, cursor.cursor.copy(_SALIN) as salin:
            for baris in rows:
                salin.write_row(baris.for_copy())

    def merge(self, peta: dict[str, str], *, by: int | None, on: date, now: datetime) -> Hasil:
        """Write what is new or different; `peta` is our columns -> the file's headers."""
        return _Gabung(self.kelurahan, peta, by=by, on=on, now=now).run()


class _Gabung:
    """The statements of one merge, in their order."""

    def __init__(
        self, kelurahan: str, peta: dict[str, str], *, by: int | None, on: date, now: datetime
    ) -> None:
        self.peta = peta
        self.alamat = "alamat_rt_rw" in peta
        self.tempat = not {"alamat_rt_rw", "rt", "rw"}.isdisjoint(peta)
        # date_updated alone is compared apart: an empty cell keeps the date there is
        kolom = {k: t for k, t in TABEL.items() if k in peta and k not in {"household_id"}}
        self.tabel = {k: t for k, t in kolom.items() if k != "date_updated"}
        if self.alamat:
            self.tabel["alamat_rt_rw"] = "alamat"
        self.nilai = {
            "kel": kelurahan, "by": by, "on": on, "now": now, "peta": sorted(peta),
            "teks": peta.get("persetujuan", ""),
        }  # fmt: skip

    def run(self) -> Hasil:
        self._sql("CREATE INDEX ON impor_baris (nomor)")
        self._sql("ANALYZE impor_baris")
        self._match()
        basi = self._rows(
            "SELECT t.n, to_char(r.diperbarui, 'DD/MM/YYYY') FROM impor_baris t"
            " JOIN ekonomi_rumah r ON r.id = t.id WHERE t.basi ORDER BY t.n LIMIT 200"
        )
        dilewati = self._rows("SELECT count(*) FROM impor_baris WHERE basi")[0][0]
        berubah = self._update()
        self._respell()
        baru = self._insert()
        self._follow_up()
        urutan = [pk for (pk,) in self._rows("SELECT id FROM impor_baris ORDER BY n")]
        tetap = len(urutan) - baru - berubah - dilewati
        return Hasil(baru, berubah, tetap, dilewati, urutan, basi)

    def _sql(self, sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.nilai)
            return int(cursor.rowcount)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.nilai)
            return list(cursor.fetchall())

    def _match(self) -> None:
        """Lock the households that are there; note what differs, and where ours is newer."""
        self._sql(
            "SELECT 1 FROM ekonomi_rumah r JOIN impor_baris t ON t.nomor = r.nomor"
            " WHERE r.kelurahan = %(kel)s ORDER BY r.id FOR UPDATE OF r"
        )
        beda = [
            f"CASE WHEN r.{t} IS DISTINCT FROM t.{t} THEN '{k}' END" for k, t in self.tabel.items()
        ]
        if self.tempat:
            beda.append("CASE WHEN r.wilayah_id IS DISTINCT FROM t.wilayah_id THEN 'rt_rw' END")
        if "date_updated" in self.peta:
            beda.append("CASE WHEN r.diperbarui <> t.diperbarui THEN 'date_updated' END")
        for rahasia in ("no_kk", "telepon"):
            if rahasia in self.peta:
                beda.append(
                    f"CASE WHEN t.{rahasia}_hash <> '' AND r.{rahasia}_hash <> t.{rahasia}_hash"
                    f" THEN '{rahasia}' END"
                )
        daftar = f"array_remove(ARRAY[{', '.join(beda)}]::text[], NULL)"
        self._sql(
            f"UPDATE impor_baris t SET id = r.id, beda = {daftar},"  # noqa: S608 - our own names
            f" basi = COALESCE(r.diperbarui > t.diperbarui, false) AND cardinality({daftar}) > 0,"
            " diperbarui = COALESCE(t.diperbarui, r.diperbarui)"
            " FROM ekonomi_rumah r WHERE r.kelurahan = %(kel)s AND r.nomor = t.nomor"
        )
        self._sql("UPDATE impor_baris SET diperbarui = %(on)s WHERE diperbarui IS NULL")
        # an empty date got ours only now: what it was spelled as, and what we would write
        self._sql(
            "UPDATE impor_baris SET asli = jsonb_set(asli, '{date_updated,1}',"
            " to_jsonb(diperbarui::text)) WHERE asli #>> '{date_updated,1}' = ''"
        )

    def _update(self) -> int:
        isi = [f"{t} = t.{t}" for t in self.tabel.values()]
        if self.tempat:
            isi.append("wilayah_id = t.wilayah_id")
        for rahasia in ("no_kk", "telepon"):
            if rahasia in self.peta:
                for kolom in (rahasia, f"{rahasia}_hash"):
                    isi.append(
                        f"{kolom} = CASE WHEN '{rahasia}' = ANY(t.beda) THEN t.{kolom}"
                        f" ELSE r.{kolom} END"
                    )
        isi += [
            "diperbarui = GREATEST(r.diperbarui, t.diperbarui)",
            "asli = (r.asli - %(peta)s::text[]) || t.asli",
            "updated_at = %(now)s",
        ]
        return self._sql(
            f"UPDATE ekonomi_rumah r SET {', '.join(isi)} FROM impor_baris t"  # noqa: S608
            " WHERE r.id = t.id AND cardinality(t.beda) > 0 AND NOT t.basi"
        )

    def _respell(self) -> None:
        """The same values in another spelling: remembered, but no change."""
        self._sql(
            "UPDATE ekonomi_rumah r SET asli = (r.asli - %(peta)s::text[]) || t.asli"
            " FROM impor_baris t WHERE r.id = t.id AND cardinality(t.beda) = 0"
            " AND r.asli IS DISTINCT FROM (r.asli - %(peta)s::text[]) || t.asli"
        )

    def _insert(self) -> int:
        """New households in the file's order, so that an export by id has that order too."""
        self._sql(
            "WITH baru AS (INSERT INTO ekonomi_rumah (nomor, nama_kepala, alamat, wilayah_id,"
            " dtks, kelompok, potensi_usaha, pelatihan, modal, omzet, onboarded, diperbarui,"
            " no_kk, no_kk_hash, telepon, telepon_hash, asli, status, nomor_hash, created_at,"
            " updated_at)"
            " SELECT nomor, nama_kepala, COALESCE(alamat, ''), COALESCE(wilayah_id, %(kel)s),"
            " COALESCE(dtks, false), CASE WHEN dtks THEN ARRAY['miskin'] ELSE '{}' END,"
            " COALESCE(potensi_usaha, ''), COALESCE(pelatihan, '{}'), COALESCE(modal, 0), omzet,"
            " COALESCE(onboarded, false), diperbarui, no_kk, no_kk_hash, telepon, telepon_hash,"
            " asli, 'aktif', '', %(now)s, %(now)s FROM impor_baris WHERE id IS NULL ORDER BY n"
            " RETURNING id, nomor)"
            " UPDATE impor_baris t SET id = baru.id, beda = ARRAY['baru'] FROM baru"
            " WHERE t.nomor = baru.nomor"
        )
        return int(self._rows("SELECT count(*) FROM impor_baris WHERE beda = ARRAY['baru']")[0][0])

    def _follow_up(self) -> None:
        """History, the check that a file's DTKS column is, and consent where the file holds it."""
        self._sql(
            "INSERT INTO ekonomi_riwayatrumah (rumah_id, peristiwa, kolom, catatan, by_id, at)"
            " SELECT id, 'diimpor', beda, '', %(by)s, %(now)s FROM impor_baris"
            " WHERE cardinality(beda) > 0 AND NOT basi ORDER BY n"
        )
        if "dtks_status" in self.peta:
            self._sql(
                "INSERT INTO ekonomi_validasidtks (rumah_id, hasil, sumber, tanggal, bukti,"
                " catatan, by_id, at) SELECT id, CASE WHEN dtks THEN 'terdaftar'"
                " WHEN 'baru' = ANY(beda) THEN 'tidak' ELSE 'keluar' END,"
                " 'berkas', diperbarui, '', '', %(by)s, %(now)s FROM impor_baris"
                " WHERE NOT basi AND beda && ARRAY['dtks_status', 'baru'] ORDER BY n"
            )
        if "persetujuan" in self.peta:
            self._sql(
                "INSERT INTO ekonomi_persetujuanrumah (rumah_id, keputusan, versi, teks, cara,"
                " by_id, at) SELECT t.id, 'setuju', 'formulir', %(teks)s, 'formulir', %(by)s,"
                " %(now)s FROM impor_baris t WHERE t.setuju AND NOT EXISTS (SELECT 1 FROM"
                " ekonomi_persetujuanrumah p WHERE p.rumah_id = t.id AND p.keputusan = 'setuju')"
            )
