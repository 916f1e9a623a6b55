"""Whether a programme's indicators are stable (seed, section 15: ready to be replicated)."""

from datetime import date, timedelta

from django.utils import timezone

from ekonomi.kpi.garis import AMBANG_BAWAAN, MERAH, garis_target, lampu
from ekonomi.kpi.hitung import read_ambang, read_target, titik_program
from ekonomi.models import Capaian, Program

MINGGU_STABIL = 4


def why_unstable(program: Program, pada: date | None = None) -> list[str]:
    """What keeps the indicators from being stable, one sentence each; none: they are.

    Stable: in each of the last four weeks there is a figure of every target, and no light was red.
    """
    pada = pada or timezone.localdate()
    target = read_target(program)
    if not target:
        return ["Program ini belum punya target."]
    sejak = pada - timedelta(weeks=MINGGU_STABIL)
    rows = Capaian.objects.filter(
        program=program, indikator__in=target, tanggal__gt=sejak, tanggal__lte=pada
    ).select_related("indikator")
    titik, ambang = titik_program(program), read_ambang(program)
    minggu: dict[str, set[int]] = {kode: set() for kode in target}
    merah: dict[str, date] = {}
    for satu in rows:
        milik, kode = target[satu.indikator_id], satu.indikator_id
        if satu.nilai is not None:
            minggu[kode].add((pada - satu.tanggal).days // 7)
        garis = garis_target(milik, satu.tanggal, titik.get(milik.pk, ()))
        if lampu(satu.nilai, garis, ambang.get(kode, AMBANG_BAWAAN)) == MERAH:
            merah[kode] = max(satu.tanggal, merah.get(kode, satu.tanggal))
    nama = {kode: satu.indikator.nama for kode, satu in target.items()}
    alasan = [
        f"{nama[kode]}: data hanya ada di {len(ada)} dari {MINGGU_STABIL} minggu terakhir."
        for kode, ada in minggu.items()
        if len(ada) < MINGGU_STABIL
    ]
    return alasan + [
        f"{nama[kode]}: jauh di bawah garis target pada {hari:%d-%m-%Y}."
        for kode, hari in merah.items()
    ]


def is_stable(program: Program, pada: date | None = None) -> bool:
    """Whether nothing keeps the programme's indicators from being stable."""
    return not why_unstable(program, pada)
