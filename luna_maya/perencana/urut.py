"""Which RTs come next. Pure.

The rule above all points: every RT is visited before any is visited twice in a round, unless an
urgent signal above the threshold stands against it; then the proposal says so.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from luna_maya.perencana.nilai import mendesak, score_rt, total
from luna_maya.perencana.nilai_dasar import Bobot, Faktor, KeadaanRt, Usul, Waktu


@dataclass(frozen=True, slots=True)
class Putaran:
    """Which round is going on and which RTs it has visited already."""

    nomor: int
    sudah: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Dinilai:
    keadaan: KeadaanRt
    faktor: tuple[Faktor, ...]

    @property
    def urutan(self) -> tuple[float, float, str]:
        """Most points first, then the longest not visited, then the code: never by chance."""
        sejak = self.keadaan.hari_sejak
        return (-total(self.faktor), -(1e9 if sejak is None else sejak), self.keadaan.rt)

    def usul(self, putaran: int, alasan: str = "") -> Usul:
        return Usul(self.keadaan.rt, total(self.faktor), self.faktor, putaran, alasan)


def round_of(kunjungan: Iterable[str], semua: Collection[str]) -> Putaran:
    """The round that visits (RT codes, the earliest first) have brought us to.

    A second visit within a round neither ends it nor counts for the next; an RT that is new today
    is awaited like any other.
    """
    ada, nomor, sudah = frozenset(semua), 1, set[str]()
    for rt in kunjungan:
        if rt in ada:
            sudah.add(rt)
        if ada and sudah == ada:
            nomor, sudah = nomor + 1, set()
    return Putaran(nomor, frozenset(sudah))


def propose(
    keadaan: Sequence[KeadaanRt],
    bobot: Bobot,
    waktu: Waktu,
    putaran: Putaran,
    banyak: int | None = None,
) -> list[Usul]:
    """The next visits in order, no RT twice."""
    sisa = {satu.rt: _Dinilai(satu, score_rt(satu, bobot, waktu)) for satu in keadaan}
    nomor, sudah = putaran.nomor, set(putaran.sudah)
    semua, hasil = frozenset(sisa), list[Usul]()
    while sisa and len(hasil) < (bobot.banyak if banyak is None else banyak):
        usul = _pick(sisa, sudah, bobot, nomor)
        if usul is None:
            break
        hasil.append(usul)
        del sisa[usul.rt]
        sudah.add(usul.rt)
        if sudah >= semua:
            nomor, sudah = nomor + 1, set()
    return hasil


def _pick(sisa: dict[str, _Dinilai], sudah: set[str], bobot: Bobot, nomor: int) -> Usul | None:
    """The next one: the best that waits in this round, or an urgent one above it."""
    baris = sorted(sisa.values(), key=lambda satu: satu.urutan)
    belum = [satu for satu in baris if satu.keadaan.rt not in sudah]
    siap = [satu for satu in belum if not _is_ditunda(satu.keadaan, bobot)]
    desak = next((s for s in baris if s.keadaan.rt in sudah and _may_break(s, bobot)), None)
    if siap and (desak is None or desak.urutan >= siap[0].urutan):
        return siap[0].usul(nomor)
    if desak is not None:
        return desak.usul(nomor, _why_urgent(desak, bobot, siap[0] if siap else None))
    # all that wait were set aside with a reason: they come back before anybody comes twice
    return belum[0].usul(nomor) if belum else None


def _is_ditunda(rt: KeadaanRt, bobot: Bobot) -> bool:
    return rt.dilewati_hari is not None and rt.dilewati_hari < bobot.tunda_hari


def _may_break(satu: _Dinilai, bobot: Bobot) -> bool:
    """Whether unanswered curhat there are above the threshold, and the last visit long enough ago,
    and nobody has just said why not to go there.
    """
    sejak = satu.keadaan.hari_sejak
    return (
        sejak is not None
        and sejak >= bobot.jeda_hari
        and 0 < mendesak(satu.faktor) >= bobot.ambang_mendesak
        and not _is_ditunda(satu.keadaan, bobot)
    )


def _why_urgent(satu: _Dinilai, bobot: Bobot, lain: _Dinilai | None) -> str:
    rt = satu.keadaan
    poin = f"{mendesak(satu.faktor):.1f}".replace(".", ",")
    dulu = f" sebelum {lain.keadaan.nama} yang belum mendapat giliran" if lain else ""
    return (
        f"Didatangi lagi dalam putaran yang sama{dulu} karena mendesak: {rt.curhat} curhat belum "
        f"dijawab, yang tertua {rt.hari_menunggu} hari ({poin} poin, ambangnya "
        f"{bobot.ambang_mendesak})"
    )
