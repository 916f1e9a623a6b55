"""Tables of children weighed, exact or with small cells hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruko_parsel.models import AngkaStunting, PetugasGizi
from ruko_parsel.tutup_sel import Cacah, hide_cells, is_small, may_sum
from wilayah.models import Wilayah
from wilayah.peran import Peran

DITUTUP = "ditutup"


@dataclass(frozen=True, slots=True)
class SelAngka:
    """A count as somebody may read it; None: nothing was reported, `tutup`: it is hidden."""

    jumlah: int | None
    dari: int | None
    tutup: bool = False

    @property
    def teks(self) -> str:
        if self.tutup:
            return DITUTUP
        return "–" if self.jumlah is None else str(self.jumlah)

    @property
    def persen(self) -> str:
        """Prevalence with one decimal as written in Indonesian; empty where it may not be told."""
        if self.tutup or self.jumlah is None or not self.dari:
            return ""
        return f"{100 * self.jumlah / self.dari:.1f}".replace(".", ",") + " %"


@dataclass(slots=True)
class BarisAngka:
    """One village, or the sum, in one month."""

    kode: str
    nama: str
    ditimbang: SelAngka
    stunting: SelAngka
    wasting: SelAngka
    sumber: str = ""
    contoh: bool = False


@dataclass(slots=True)
class TabelStunting:
    """The villages of a kecamatan in one month and their sum."""

    bulan: date
    baris: list[BarisAngka] = field(default_factory=list)
    jumlah: BarisAngka | None = None
    tepat: bool = False

    @property
    def is_empty(self) -> bool:
        return all(b.ditimbang.jumlah is None and not b.ditimbang.tutup for b in self.baris)


def sees_exact(user: Any, kecamatan: str) -> bool:
    """Whether this person's work needs the exact figures of every village of the kecamatan."""
    if user.is_superuser:
        return True
    peran = {t.peran for t in user.penugasan_aktif if t.wilayah_id == kecamatan}
    if Peran.CAMAT in peran:
        return True
    return (
        Peran.PETUGAS_KECAMATAN in peran
        and PetugasGizi.objects.filter(
            wilayah=kecamatan, pengguna=user.pk, dicabut_at__isnull=True
        ).exists()
    )


def table_of(
    desa: Sequence[Wilayah], angka: Mapping[str, AngkaStunting], bulan: date, *, tepat: bool
) -> TabelStunting:
    """The month's table from the rows by village; `tepat` hides nothing."""
    tabel = TabelStunting(bulan, tepat=tepat)
    stunting = {k: Cacah(a.ditimbang, a.stunting) for k, a in angka.items()}
    wasting = {k: Cacah(a.ditimbang, a.wasting) for k, a in angka.items() if a.wasting is not None}
    tutup_s = frozenset[str]() if tepat else hide_cells(stunting)
    tutup_w = frozenset[str]() if tepat else hide_cells(wasting)
    tutup_n = frozenset[str]() if tepat else _hide_weighed(stunting)
    for satu in desa:
        a = angka.get(satu.pk)
        if a is None:
            kosong = SelAngka(None, None)
            tabel.baris.append(BarisAngka(satu.kode, satu.nama_lengkap, kosong, kosong, kosong))
            continue
        dari = None if satu.pk in tutup_n else a.ditimbang
        tabel.baris.append(
            BarisAngka(
                satu.kode, satu.nama_lengkap, SelAngka(dari, dari, tutup=dari is None),
                _cell(a.stunting, dari, tutup=satu.pk in tutup_s | tutup_n),
                _cell(a.wasting, dari, tutup=satu.pk in tutup_w | tutup_n),
                a.get_sumber_display(), a.contoh,
            )
        )  # fmt: skip
    if angka:
        tabel.jumlah = _sum_row(stunting, wasting, (tutup_s, tutup_w, tutup_n), tepat=tepat)
    return tabel


def _cell(jumlah: int | None, dari: int | None, *, tutup: bool) -> SelAngka:
    return SelAngka(None, None, tutup=True) if tutup else SelAngka(jumlah, dari)


def _hide_weighed(cacah: Mapping[str, Cacah]) -> frozenset[str]:
    """Villages whose number of children weighed is itself small, and one more beside a lone one."""
    tertutup = {k for k, c in cacah.items() if is_small(c.dari)}
    lain = sorted(cacah.keys() - tertutup, key=lambda k: (cacah[k].dari, k))
    if len(tertutup) == 1 or (tertutup and sum(cacah[k].dari for k in tertutup) < 10):
        tertutup |= set(lain[:1])
    return frozenset(tertutup)


def _sum_row(
    stunting: Mapping[str, Cacah], wasting: Mapping[str, Cacah],
    tutup: tuple[frozenset[str], frozenset[str], frozenset[str]], *, tepat: bool,
) -> BarisAngka:  # fmt: skip
    dari = sum(c.dari for c in stunting.values())
    tutup_n = not tepat and is_small(dari)

    def total(cacah: Mapping[str, Cacah], tertutup: frozenset[str]) -> SelAngka:
        if not cacah:
            return SelAngka(None, None)
        if tutup_n or not (tepat or may_sum(cacah, tertutup)):
            return SelAngka(None, None, tutup=True)
        return SelAngka(sum(c.jumlah for c in cacah.values()), sum(c.dari for c in cacah.values()))

    n = SelAngka(None, None, tutup=True) if tutup_n else SelAngka(dari, dari)
    return BarisAngka(
        "", "Seluruh kecamatan", n, total(stunting, tutup[0] | tutup[2]),
        total(wasting, (tutup[1] | tutup[2]) & frozenset(wasting)),
    )  # fmt: skip


def read_tables(kecamatan: str, bulan: Sequence[date], *, tepat: bool) -> dict[date, TabelStunting]:
    """The tables of these months, in two queries."""
    desa = list(Wilayah.objects.filter(induk_id=kecamatan).order_by("nama"))
    per: dict[date, dict[str, AngkaStunting]] = {b: {} for b in bulan}
    rows = AngkaStunting.objects.filter(wilayah__in=[d.pk for d in desa], bulan__in=bulan)
    for satu in rows.order_by():
        per[satu.bulan][satu.wilayah_id] = satu
    return {b: table_of(desa, isi, b, tepat=tepat) for b, isi in per.items()}


def months_before(bulan: date, banyak: int) -> list[date]:
    """So many months up to and with this one, the earliest first."""
    urut = bulan.year * 12 + bulan.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(urut - banyak + 1, urut + 1)]
