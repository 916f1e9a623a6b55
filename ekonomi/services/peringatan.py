"""Early warning: raised once for each indicator and period, answered by an action plan."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ekonomi.kpi.garis import MERAH, hari_ke
from ekonomi.kpi.hitung import Keadaan, read_keadaan
from ekonomi.kpi.tulis import tulis_nilai
from ekonomi.models import AturanPeringatan, Peringatan, Program, RencanaAksi
from pesan.services import queue_pesan
from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran

HARI_EVALUASI = 90  # seed, sections 3, 7 and 11
_KELONGGARAN = 7  # a review night that was missed is made up for within a week


class RencanaKeliru(ValueError):  # noqa: N818 - the domain's word
    """An action plan that says too little, or one that is over. The message is for its writer."""


def periode_of(program: Program, pada: date) -> str:
    """The period a warning of this day belongs to: its month, or the review about day 90."""
    hari = hari_ke(program, pada)
    evaluasi = HARI_EVALUASI <= hari <= HARI_EVALUASI + _KELONGGARAN
    return Peringatan.HARI_90 if evaluasi else f"{pada:%Y-%m}"


def _is_spoken_of(program: Program, indikator: str, pada: date) -> bool:
    """Whether a warning of the last four weeks is still open: a month's end asks nothing new."""
    terbuka = Peringatan.objects.filter(
        program=program, indikator=indikator, pulih_pada__isnull=True, pada__lte=pada
    )
    return terbuka.filter(pada__gt=pada - timedelta(weeks=4)).exists()


@transaction.atomic
def check_peringatan(
    program: Program, pada: date | None = None, keadaan: list[Keadaan] | None = None
) -> list[Peringatan]:
    """Raise what fell below its threshold, close what came back; gives the new warnings.

    Safe to repeat: an indicator is warned of once a period. The lurah is told of each new one.
    """
    pada = pada or timezone.localdate()
    program = Program.objects.select_for_update().get(pk=program.pk)
    keadaan = keadaan if keadaan is not None else read_keadaan(program, pada)
    aturan = {a.indikator_id: a for a in program.aturan_peringatan.filter(aktif=True)}
    baru = []
    for satu in keadaan:
        milik = aturan.get(satu.indikator.pk)
        if milik is None or satu.target is None:
            continue
        if satu.lampu == MERAH and hari_ke(program, pada) >= milik.hari:
            baru += _raise(program, satu, milik, pada)
        elif satu.lampu in ("hijau", "kuning"):
            _recover(program, satu, pada)
    for peringatan in baru:
        _tell_lurah(peringatan)
    return baru


def _raise(
    program: Program, satu: Keadaan, aturan: AturanPeringatan, pada: date
) -> list[Peringatan]:
    garis, nilai = satu.garis, satu.hasil.nilai
    assert garis is not None  # noqa: S101 - red means that there is a line
    kalimat = (
        f"{satu.indikator.nama} baru {tulis_nilai(nilai, satu.indikator.satuan)}, di bawah "
        f"{aturan.ambang:.0%} dari yang seharusnya tercapai hari ini "
        f"({tulis_nilai(garis, satu.indikator.satuan)}). {satu.hasil.kalimat}"
    )[:400]
    periode = periode_of(program, pada)
    if periode != Peringatan.HARI_90 and _is_spoken_of(program, satu.indikator.pk, pada):
        return []
    peringatan, dibuat = Peringatan.objects.get_or_create(
        program=program, indikator=satu.indikator, periode=periode,
        defaults={
            "pada": pada, "hari": hari_ke(program, pada), "nilai": nilai, "garis": garis,
            "kalimat": kalimat,
        },
    )  # fmt: skip
    return [peringatan] if dibuat else []


def _recover(program: Program, satu: Keadaan, pada: date) -> None:
    Peringatan.objects.filter(
        program=program, indikator=satu.indikator, pulih_pada__isnull=True, pada__lte=pada
    ).update(pulih_pada=pada)


def lurah_of(program: Program) -> list[Pengguna]:
    """Who leads the programme's kelurahan today."""
    tugas = Penugasan.objects.holding(program.wilayah_id, Peran.LURAH).select_related("pengguna")
    return list({t.pengguna_id: t.pengguna for t in tugas}.values())


def _tell_lurah(peringatan: Peringatan) -> None:
    url = reverse("admin:ekonomi_peringatan_change", args=[peringatan.pk])
    for pengguna in lurah_of(peringatan.program):
        queue_pesan(
            kunci=f"peringatan-kpi:{peringatan.pk}:{pengguna.pk}",
            templat="peringatan_kpi",
            slots={
                "program": peringatan.program.nama,
                "indikator": peringatan.indikator.nama,
                "hari": peringatan.hari,
                "kalimat": peringatan.kalimat,
                "url": settings.SITE_URL + url,
            },
            pengguna=pengguna,
            wilayah=peringatan.program.wilayah_id,
        )


@transaction.atomic
def plan_aksi(
    peringatan: Peringatan, *, apa: str, siapa: str, tenggat: date, by: Pengguna
) -> RencanaAksi:
    """Write down what will be done about a warning. Raises RencanaKeliru."""
    peringatan = Peringatan.objects.select_for_update().get(pk=peringatan.pk)
    if not apa.strip() or not siapa.strip():
        raise RencanaKeliru("Tulis apa yang dilakukan dan siapa penanggung jawabnya.")
    if tenggat < timezone.localdate():
        raise RencanaKeliru("Batas waktunya sudah lewat. Pilih hari ini atau sesudahnya.")
    return RencanaAksi.objects.create(
        peringatan=peringatan, apa=apa.strip(), siapa=siapa.strip(), tenggat=tenggat, by=by
    )


@transaction.atomic
def finish_aksi(
    rencana: RencanaAksi, *, hasil: str, by: Pengguna, pada: date | None = None
) -> RencanaAksi:
    """Say that it was done and what came of it. Raises RencanaKeliru."""
    rencana = RencanaAksi.objects.select_for_update().get(pk=rencana.pk)
    if rencana.selesai_pada is not None:
        raise RencanaKeliru("Rencana ini sudah ditutup.")
    if not hasil.strip():
        raise RencanaKeliru("Tulis hasilnya, juga bila belum seperti yang diharapkan.")
    rencana.selesai_pada, rencana.hasil = pada or timezone.localdate(), hasil.strip()
    rencana.save(update_fields=["selesai_pada", "hasil"])
    return rencana


def remind_aksi(program: Program, pada: date | None = None) -> int:
    """Tell the lurah of plans whose day has passed without a result; once for each plan."""
    pada = pada or timezone.localdate()
    lewat = RencanaAksi.objects.filter(
        peringatan__program=program, selesai_pada__isnull=True, tenggat__lt=pada
    ).select_related("peringatan__indikator")
    kepada, n = lurah_of(program), 0
    for rencana in lewat:
        url = reverse("admin:ekonomi_peringatan_change", args=[rencana.peringatan_id])
        for pengguna in kepada:
            n += queue_pesan(
                kunci=f"rencana-lewat:{rencana.pk}:{pengguna.pk}",
                templat="rencana_aksi_lewat",
                slots={
                    "indikator": rencana.peringatan.indikator.nama, "apa": rencana.apa,
                    "siapa": rencana.siapa, "url": settings.SITE_URL + url,
                },
                pengguna=pengguna,
                wilayah=program.wilayah_id,
            ) is not None  # fmt: skip
    return n
