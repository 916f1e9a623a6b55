"""The public statement of a quarter: composed from the rows, frozen when the lurah publishes it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from ekonomi.models import Anomali, Belanja, LaporanTriwulan, Program, RevisiAnggaran, TemuanAudit
from ekonomi.services.angka_anggaran import (
    company_rows,
    ledger_between,
    line_rows,
    payee_rows,
    source_rows,
    spent_between,
)
from ekonomi.services.jejak import Peristiwa, log_jejak
from ekonomi.triwulan import Triwulan, quarters_between
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

K = TemuanAudit.Keadaan


class LaporanKeliru(ValueError):  # noqa: N818 - the domain's word
    """A statement that cannot be published now; the message says why."""


def quarters_of(program: Program, hari: dt.date) -> list[Triwulan]:
    """The programme's quarters up to the one of this day, the latest first."""
    akhir = min(program.selesai, hari)
    return quarters_between(program.mulai, akhir)[::-1] if akhir >= program.mulai else []


def build_isi(program: Program, tw: Triwulan, *, sampai: dt.date | None = None) -> dict[str, Any]:
    """Everything the statement shows, plain data. `sampai`: of a quarter still running, to here."""
    mulai, selesai = tw.mulai, min(tw.selesai, sampai or tw.selesai)
    pos = line_rows(program, mulai, selesai)
    sumber = source_rows(program, mulai, selesai)
    isi: dict[str, Any] = {
        "program": program.nama,
        "kode": program.kode,
        "kelurahan": program.wilayah.nama_lengkap,
        "triwulan": str(tw),
        "bulan": tw.bulan,
        "mulai": mulai.isoformat(),
        "selesai": selesai.isoformat(),
        "pos": [{k: v for k, v in baris.items() if k != "id"} for baris in pos],
        "sumber": sumber,
        "silang": _cross(program, pos, mulai, selesai),
        "penerima": payee_rows(program, mulai, selesai),
        "penyedia": company_rows(program, mulai, selesai),
        "temuan": _findings(program),
        "anomali": _flags(program),
        "revisi": _revisions(program, mulai, selesai),
        "total": {
            k: sum(baris[k] for baris in pos)
            for k in ("anggaran", "realisasi", "kumulatif", "komitmen", "sisa")
        }
        | {k: sum(baris[k] for baris in sumber) for k in ("diterima", "diterima_kumulatif")},
        "transaksi": _booked(program, mulai, selesai),
        "buku_besar": ledger_between(program, mulai, selesai),
    }
    buku = isi["buku_besar"]
    isi["cocok"] = (buku["belanja"], buku["diterima"]) == (
        isi["total"]["realisasi"], isi["total"]["diterima"],
    )  # fmt: skip
    isi["kalimat"] = _sentences(isi)
    return isi


def _booked(program: Program, mulai: dt.date, selesai: dt.date) -> int:
    return Belanja.objects.filter(
        program=program, status=Belanja.Status.DIBUKUKAN, tanggal__range=(mulai, selesai)
    ).count()


def _cross(
    program: Program, pos: list[dict[str, Any]], mulai: dt.date, selesai: dt.date
) -> list[dict[str, Any]]:
    """Spending of the span by line and source, in the order of the lines."""
    silang = spent_between(program, mulai, selesai)
    return [
        {"pos": baris["kode"], "nama": baris["nama"], "sumber": sumber, "jumlah": jumlah}
        for baris in pos
        for (milik, sumber), jumlah in sorted(silang.items())
        if milik == baris["id"]
    ]


def _findings(program: Program) -> dict[str, int]:
    hari = timezone.localdate()
    angka = TemuanAudit.objects.filter(program=program).aggregate(
        jumlah=Count("pk", filter=~Q(keadaan=K.BATAL)),
        terbuka=Count("pk", filter=Q(keadaan=K.TERBUKA)),
        ditanggapi=Count("pk", filter=Q(keadaan=K.DITANGGAPI)),
        selesai=Count("pk", filter=Q(keadaan=K.SELESAI)),
        terlambat=Count(
            "pk", filter=Q(keadaan__in=[K.TERBUKA, K.DITANGGAPI], tenggat__lt=hari)
        ),
    )  # fmt: skip
    return {k: int(v) for k, v in angka.items()}


def _flags(program: Program) -> dict[str, int]:
    semua = Anomali.objects.filter(program=program)
    menunggu = semua.filter(hasil=Anomali.Hasil.BARU).count()
    jumlah = semua.count()
    return {"ditandai": jumlah, "menunggu": menunggu, "ditinjau": jumlah - menunggu}


def _revisions(program: Program, mulai: dt.date, selesai: dt.date) -> list[dict[str, Any]]:
    rows = RevisiAnggaran.objects.filter(
        pos__program=program, at__date__range=(mulai, selesai)
    ).select_related("pos").order_by("at", "pk")  # fmt: skip
    return [
        {
            "tanggal": timezone.localdate(satu.at).isoformat(),
            "pos": satu.pos.nama,
            "jenis": satu.get_jenis_display(),
            "dari": satu.dari,
            "menjadi": satu.menjadi,
            "alasan": satu.alasan,
        }
        for satu in rows
    ]


def _sentences(isi: dict[str, Any]) -> list[str]:
    """The statement in a few plain sentences."""
    total, temuan = isi["total"], isi["temuan"]
    kalimat = [
        f"Selama {isi['triwulan']} program menerima {rupiah(total['diterima'])} dan membelanjakan"
        f" {rupiah(total['realisasi'])} dalam {isi['transaksi']} pembayaran."
    ]
    besar = max(isi["pos"], key=lambda baris: baris["realisasi"], default=None)
    if besar and besar["realisasi"] > 0:
        kalimat.append(
            f"Paling banyak untuk {besar['nama'].lower()}, {rupiah(besar['realisasi'])}."
        )
    if total["anggaran"]:
        bagian = round(total["kumulatif"] * 100 / total["anggaran"])
        kalimat.append(
            f"Sejak awal program sudah terpakai {rupiah(total['kumulatif'])}, yaitu {bagian}% dari"
            f" anggaran {rupiah(total['anggaran'])}."
        )
    if temuan["jumlah"]:
        kalimat.append(
            f"Tim audit kelurahan mencatat {temuan['jumlah']} temuan; {temuan['selesai']} sudah"
            f" selesai dan {temuan['jumlah'] - temuan['selesai']} masih ditindaklanjuti."
        )
    else:
        kalimat.append("Tim audit kelurahan belum mencatat temuan.")
    return kalimat


def latest_laporan(program: Program, tw: Triwulan) -> LaporanTriwulan | None:
    """The newest version of a quarter's statement."""
    rows = LaporanTriwulan.objects.filter(program=program, tahun=tw.tahun, triwulan=tw.ke)
    terbaru: LaporanTriwulan | None = rows.order_by("-versi").first()
    return terbaru


@transaction.atomic
def publish_laporan(
    program: Program, tw: Triwulan, *, by: Pengguna, pengantar: str = "", catatan: str = ""
) -> LaporanTriwulan:
    """Freeze and publish the quarter; again it is a correction with a remark (`catatan`).

    Raises LaporanKeliru before the quarter is over, outside the programme's days, without a
    remark, or when nothing changed since the last version.
    """
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if tw.selesai >= timezone.localdate():
        raise LaporanKeliru(f"{tw} belum berakhir; terbitkan setelah {tw.selesai:%d-%m-%Y}.")
    if tw not in quarters_between(program.mulai, program.selesai):
        raise LaporanKeliru(f"Program tidak berjalan pada {tw}.")
    lama = latest_laporan(program, tw)
    isi, pengantar = build_isi(program, tw), mask_catatan(pengantar.strip())[:1500]
    catatan = mask_catatan(catatan.strip())[:400]
    if lama is not None and not catatan:
        raise LaporanKeliru("Laporan ini sudah terbit. Tuliskan apa yang dikoreksi.")
    if lama is not None and (lama.isi, lama.pengantar) == (isi, pengantar):
        raise LaporanKeliru("Tidak ada yang berubah sejak versi terakhir.")
    laporan = LaporanTriwulan.objects.create(
        program=program, tahun=tw.tahun, triwulan=tw.ke, versi=lama.versi + 1 if lama else 1,
        isi=isi, pengantar=pengantar, catatan=catatan if lama else "", by=by,
    )  # fmt: skip
    log_jejak(
        program, Peristiwa.LAPORAN, by=by, rujukan=f"{tw.kode} versi {laporan.versi}",
        jumlah=isi["total"]["realisasi"], catatan=catatan,
    )  # fmt: skip
    return laporan
