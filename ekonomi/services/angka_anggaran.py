"""What a programme's money says of a span of days, per line, per source and both. Reads only.

A payment counts on its day; one that was taken back counts against the day of its reversal, as in
the ledger. Whole Rupiah.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet, Sum

from buku_besar.models import Akun, Entri
from ekonomi.models import Belanja, Komitmen, Penerimaan, PosAnggaran, Program, SumberDana
from ekonomi.services.anggaran import reference_of

S = Belanja.Status
ORANG_SEDIKIT = 5  # fewer people than this are never shown as a cell of their own
_ORANG = {
    Belanja.JenisPenerima.NARASUMBER,
    Belanja.JenisPenerima.PEKERJA,
    Belanja.JenisPenerima.WARGA,
}
Silang = dict[tuple[int, str], int]  # (line, source) to Rupiah


def spent_between(program: Program, mulai: dt.date | None, selesai: dt.date) -> Silang:
    """Spending less what was taken back, by line and source; `mulai` None: from the beginning."""
    hasil: dict[tuple[int, str], int] = defaultdict(int)
    semua = Belanja.objects.filter(program=program, status__in=[S.DIBUKUKAN, S.DIBALIK])
    for baris in _sums(_within(semua, "tanggal", mulai, selesai)):
        hasil[baris["pos"], baris["sumber"]] += baris["n"]
    balik = semua.filter(jurnal__pembalik__isnull=False)
    for baris in _sums(_within(balik, "jurnal__pembalik__tanggal", mulai, selesai)):
        hasil[baris["pos"], baris["sumber"]] -= baris["n"]
    return {kunci: n for kunci, n in hasil.items() if n}


def received_between(program: Program, mulai: dt.date | None, selesai: dt.date) -> dict[str, int]:
    """Income less what was taken back, by source."""
    hasil: dict[str, int] = defaultdict(int)
    semua = Penerimaan.objects.filter(program=program)
    for baris in _per_source(_within(semua, "tanggal", mulai, selesai)):
        hasil[baris["sumber"]] += baris["n"]
    balik = semua.filter(jurnal__pembalik__isnull=False)
    for baris in _per_source(_within(balik, "jurnal__pembalik__tanggal", mulai, selesai)):
        hasil[baris["sumber"]] -= baris["n"]
    return dict(hasil)


def _within(
    rows: QuerySet[Any], kolom: str, mulai: dt.date | None, selesai: dt.date
) -> QuerySet[Any]:
    rows = rows.filter(**{f"{kolom}__lte": selesai})
    return rows.filter(**{f"{kolom}__gte": mulai}) if mulai else rows


def _sums(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values("pos", "sumber").annotate(n=Sum("jumlah")).order_by()


def _per_source(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values("sumber").annotate(n=Sum("jumlah")).order_by()


def committed_on(program: Program) -> dict[int, int]:
    """What is promised and not yet paid, and what waits for a second person, by line."""
    hasil: dict[int, int] = defaultdict(int)
    terbuka = Komitmen.objects.filter(pos__program=program, dilepas_at__isnull=True)
    for baris in terbuka.values("pos").annotate(n=Sum(F("jumlah") - F("terpakai"))).order_by():
        hasil[baris["pos"]] += int(baris["n"])
    menunggu = Belanja.objects.filter(program=program, status=S.MENUNGGU)
    for baris in menunggu.values("pos").annotate(n=Sum("jumlah")).order_by():
        hasil[baris["pos"]] += int(baris["n"])
    return dict(hasil)


def line_rows(program: Program, mulai: dt.date | None, selesai: dt.date) -> list[dict[str, Any]]:
    """Each line with its budget, spending of the span and since the beginning, promised, left."""
    rentang = _per_line(spent_between(program, mulai, selesai))
    semua = _per_line(spent_between(program, None, selesai))
    janji = committed_on(program)
    return [
        {
            "id": pos.pk,
            "kode": pos.kode,
            "nama": pos.nama,
            "rincian": pos.rincian,
            "anggaran": pos.jumlah,
            "realisasi": rentang.get(pos.pk, 0),
            "kumulatif": semua.get(pos.pk, 0),
            "komitmen": janji.get(pos.pk, 0),
            "sisa": pos.jumlah - semua.get(pos.pk, 0) - janji.get(pos.pk, 0),
        }
        for pos in PosAnggaran.objects.filter(program=program).order_by("urutan", "kode")
    ]


def _per_line(silang: Silang) -> dict[int, int]:
    hasil: dict[int, int] = defaultdict(int)
    for (pos, _sumber), jumlah in silang.items():
        hasil[pos] += jumlah
    return hasil


def source_rows(program: Program, mulai: dt.date | None, selesai: dt.date) -> list[dict[str, Any]]:
    """Each source with its plan, what came in and what of it was used, span and beginning."""
    masuk = received_between(program, mulai, selesai)
    masuk_semua = received_between(program, None, selesai)
    pakai = _used(spent_between(program, mulai, selesai))
    pakai_semua = _used(spent_between(program, None, selesai))
    rencana = dict(program.sumber.values_list("sumber", "rencana"))
    dipakai = {*rencana, *masuk_semua, *pakai_semua}
    return [
        {
            "kode": sumber.value,
            "nama": sumber.label,
            "rencana": rencana.get(sumber.value),
            "diterima": masuk.get(sumber.value, 0),
            "diterima_kumulatif": masuk_semua.get(sumber.value, 0),
            "dipakai": pakai.get(sumber.value, 0),
            "dipakai_kumulatif": pakai_semua.get(sumber.value, 0),
            "sisa": masuk_semua.get(sumber.value, 0) - pakai_semua.get(sumber.value, 0),
        }
        for sumber in SumberDana
        if sumber.value in dipakai
    ]


def _used(silang: Silang) -> dict[str, int]:
    hasil: dict[str, int] = defaultdict(int)
    for (_pos, sumber), jumlah in silang.items():
        hasil[sumber] += jumlah
    return hasil


def ledger_between(program: Program, mulai: dt.date, selesai: dt.date) -> dict[str, int]:
    """What the ledger itself says of the span: `belanja` (cost) and `diterima` (income)."""
    rows = (
        Entri.objects.filter(
            jurnal__rujukan=reference_of(program),
            jurnal__buku__wilayah=program.wilayah_id,
            jurnal__tanggal__range=(mulai, selesai),
            jurnal__penutup=False,
            akun__jenis__in=[Akun.Jenis.BEBAN, Akun.Jenis.PENDAPATAN],
        )
        .values("akun__jenis")
        .annotate(d=Sum("debit"), k=Sum("kredit"))
        .order_by()
    )
    bersih = {baris["akun__jenis"]: int(baris["d"]) - int(baris["k"]) for baris in rows}
    return {
        "belanja": bersih.get(Akun.Jenis.BEBAN, 0),
        "diterima": -bersih.get(Akun.Jenis.PENDAPATAN, 0),
    }


def payee_rows(program: Program, mulai: dt.date, selesai: dt.date) -> list[dict[str, Any]]:
    """Payments by kind of payee. A kind of fewer than five people has no row of its own.

    Such kinds are put together; where even together they are fewer than five, the smallest other
    kind joins them, so that no sum can be worked out for a few people.
    """
    rows = Belanja.objects.filter(program=program, status=S.DIBUKUKAN)
    kelompok: dict[str, dict[str, Any]] = {}
    orang: dict[str, dict[str, int]] = defaultdict(dict)
    for satu in _within(rows, "tanggal", mulai, selesai):
        jenis = Belanja.JenisPenerima(satu.jenis_penerima)
        baris = kelompok.setdefault(
            jenis.value, {"nama": jenis.label, "transaksi": 0, "jumlah": 0, "orang": None}
        )
        baris["transaksi"] += 1
        baris["jumlah"] += satu.jumlah
        kunci = satu.penerima.strip().lower() or f"#{satu.pk}"
        orang[jenis.value][kunci] = max(orang[jenis.value].get(kunci, 0), satu.banyak_penerima)
    for kode, baris in kelompok.items():
        if kode in _ORANG:
            baris["orang"] = sum(orang[kode].values())
    return _merge_small(list(kelompok.values()))


def _merge_small(baris: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kecil = [b for b in baris if b["orang"] is not None and b["orang"] < ORANG_SEDIKIT]
    besar = [b for b in baris if b not in kecil]
    if not kecil:
        return sorted(baris, key=lambda b: -b["jumlah"])
    if besar and sum(b["orang"] for b in kecil) < ORANG_SEDIKIT:
        teman = min(besar, key=lambda b: (b["orang"] is None, b["jumlah"]))
        besar.remove(teman)
        kecil.append(teman)
    gabung = {
        "nama": "Lainnya, digabung supaya perorangan tidak dikenali",
        "transaksi": sum(b["transaksi"] for b in kecil),
        "jumlah": sum(b["jumlah"] for b in kecil),
        "orang": None,
    }
    return [*sorted(besar, key=lambda b: -b["jumlah"]), gabung]


def company_rows(program: Program, mulai: dt.date, selesai: dt.date) -> list[dict[str, Any]]:
    """Companies and offices that agreed to be named, with what they were paid."""
    setuju = Belanja.objects.filter(program=program, status=S.DIBUKUKAN, boleh_tampil=True)
    rows = _within(setuju, "tanggal", mulai, selesai)
    hasil: dict[str, dict[str, Any]] = {}
    for satu in rows.order_by("tanggal"):
        baris = hasil.setdefault(
            " ".join(satu.penerima.lower().split()),
            {"nama": satu.penerima, "transaksi": 0, "jumlah": 0},
        )
        baris["transaksi"] += 1
        baris["jumlah"] += satu.jumlah
    return sorted(hasil.values(), key=lambda b: -b["jumlah"])
