"""Computing indicators and where they stand against their targets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from ekonomi.kpi.daftar import RUMUS
from ekonomi.kpi.dasar import SEL_MINIMUM, Hasil, Lingkup
from ekonomi.kpi.garis import AMBANG_BAWAAN, LABEL_LAMPU, garis_target, hari_ke, lampu, rasio
from ekonomi.models import (
    AturanPeringatan,
    Capaian,
    Indikator,
    Program,
    TargetProgram,
    TitikTarget,
)


class RumusTidakDikenal(LookupError):  # noqa: N818 - the domain's word
    """An indicator names a computation that the portal does not have."""


@dataclass(frozen=True, slots=True)
class Keadaan:
    """One indicator on one day: its value, where it should be, and the light."""

    indikator: Indikator
    hasil: Hasil
    target: TargetProgram | None
    garis: Decimal | None
    ambang: Decimal

    @property
    def lampu(self) -> str:
        """hijau, kuning, merah or abu (no data); "" without a target."""
        if self.target is None:
            return ""
        return lampu(self.hasil.nilai, self.garis, self.ambang)

    @property
    def label_lampu(self) -> str:
        """The light in words."""
        return LABEL_LAMPU.get(self.lampu, "")

    @property
    def rasio(self) -> Decimal | None:
        """Reached of today's line."""
        return rasio(self.hasil.nilai, self.garis)

    @property
    def persen_target(self) -> int | None:
        """Reached of the whole target in per cent, 0 to 100, for a bar."""
        if self.target is None or self.hasil.nilai is None:
            return None
        return max(0, min(100, int(self.hasil.nilai * 100 / self.target.nilai)))

    @property
    def is_kecil(self) -> bool:
        """Too few people behind it to show it to the public."""
        return self.hasil.is_kecil


def hitung(indikator: Indikator, lingkup: Lingkup) -> Hasil:
    """Compute one indicator. Raises RumusTidakDikenal."""
    rumus = RUMUS.get(indikator.rumus)
    if rumus is None:
        raise RumusTidakDikenal(f"rumus {indikator.rumus} tidak dikenal")
    return rumus(lingkup)


def hitung_semua(
    program: Program,
    sampai: date | None = None,
    *,
    wilayah: str = "",
    kode: Iterable[str] | None = None,
) -> dict[str, Hasil]:
    """Indicator code to its figure, of all known or of those named. Formulas run at most once."""
    lingkup = Lingkup(program, sampai or timezone.localdate(), wilayah)
    rows = Indikator.objects.all()
    if kode is not None:
        rows = rows.filter(pk__in=list(kode))
    jadi: dict[str, Hasil] = {}
    hasil = {}
    for satu in rows:
        if satu.rumus not in jadi:
            jadi[satu.rumus] = hitung(satu, lingkup)
        hasil[satu.pk] = jadi[satu.rumus]
    return hasil


def titik_program(program: Program) -> dict[int, list[tuple[int, Decimal]]]:
    """Target to the points of its path, in one query."""
    titik: dict[int, list[tuple[int, Decimal]]] = {}
    rows = TitikTarget.objects.filter(target__program=program)
    for target, hari, nilai in rows.values_list("target_id", "hari", "nilai"):
        titik.setdefault(target, []).append((hari, nilai))
    return titik


def read_target(program: Program) -> dict[str, TargetProgram]:
    """Indicator code to the programme's target; the programme is on each without a query."""
    target = {}
    for satu in TargetProgram.objects.filter(program=program).select_related("indikator"):
        satu.program = program
        target[satu.indikator_id] = satu
    return target


def read_ambang(program: Program) -> dict[str, Decimal]:
    """Indicator code to the share of the line below which the light is red."""
    rows = AturanPeringatan.objects.filter(program=program, aktif=True)
    return dict(rows.values_list("indikator_id", "ambang"))


def read_keadaan(
    program: Program, sampai: date | None = None, *, wilayah: str = ""
) -> list[Keadaan]:
    """Every indicator as it stands on a day, computed now; with a target first, in their order.

    In a part of the area there is no target: it is the whole programme's.
    """
    sampai = sampai or timezone.localdate()
    hasil = hitung_semua(program, sampai, wilayah=wilayah)
    return susun_keadaan(program, hasil, sampai, bertarget=not wilayah)


def read_tercatat(program: Program, sampai: date) -> list[Keadaan]:
    """As `read_keadaan`, from the last snapshot of each indicator by that day: three queries."""
    rows = (
        Capaian.objects.filter(program=program, tanggal__lte=sampai)
        .order_by("indikator_id", "-tanggal")
        .distinct("indikator_id")
    )
    hasil = {satu.indikator_id: as_hasil(satu) for satu in rows}
    return susun_keadaan(program, hasil, sampai)


def as_hasil(capaian: Capaian) -> Hasil:
    """A snapshot as the figure it was."""
    return Hasil(
        nilai=capaian.nilai, pembilang=capaian.pembilang, penyebut=capaian.penyebut,
        pada=capaian.tanggal, kurang=capaian.kurang, kalimat=capaian.catatan, sel=capaian.sel,
    )  # fmt: skip


def susun_keadaan(
    program: Program, hasil: dict[str, Hasil], pada: date, *, bertarget: bool = True
) -> list[Keadaan]:
    """Figures with their targets, lines and thresholds."""
    target = read_target(program) if bertarget else {}
    titik = titik_program(program) if bertarget else {}
    ambang = read_ambang(program) if bertarget else {}
    keadaan = []
    for indikator in Indikator.objects.filter(pk__in=hasil):
        milik = target.get(indikator.pk)
        garis = garis_target(milik, pada, titik.get(milik.pk, ())) if milik else None
        batas = ambang.get(indikator.pk, AMBANG_BAWAAN)
        keadaan.append(Keadaan(indikator, hasil[indikator.pk], milik, garis, batas))
    return sorted(keadaan, key=lambda k: (k.target is None, k.indikator.urutan))


__all__ = [
    "SEL_MINIMUM", "Keadaan", "RumusTidakDikenal", "hari_ke", "hitung", "hitung_semua",
    "read_keadaan", "read_tercatat",
]  # fmt: skip
