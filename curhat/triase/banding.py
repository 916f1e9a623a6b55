"""Two readings of one text beside each other: what another rule set would change, and why."""

from dataclasses import dataclass

from curhat.triase.hasil import Alasan, Triase

# What is said of the change that weighs most; the order is the order of the page.
NAIK, TURUN, URGENSI, RAHASIA = "eskalasi_baru", "eskalasi_hilang", "urgensi", "rahasia"
_TEMUAN = frozenset({"darurat", "urgensi", "kata_kritis", "rahasia"})


@dataclass(frozen=True, slots=True)
class Sebab:
    """One phrase and the rule that makes something of it; `hanya` says in which reading."""

    temuan: str
    frasa: str
    aturan: str
    hanya: str  # "lama", "baru", "" where both have it


def kind_of_change(lama: Triase, baru: Triase) -> str:
    """What would change between two readings of one text; "" where nothing that counts does."""
    if baru.eskalasi != lama.eskalasi:
        return NAIK if baru.eskalasi else TURUN
    if baru.urgensi != lama.urgensi or baru.darurat != lama.darurat:
        return URGENSI
    return RAHASIA if baru.rahasia != lama.rahasia else ""


def explain_change(lama: Triase, baru: Triase) -> list[Sebab]:
    """The phrases that only one of the two made something of; where none, those that both did.

    A threshold alone may change an escalation: then the phrases of the urgency explain it.
    """
    di_lama, di_baru = _phrases(lama), _phrases(baru)
    beda = [_sebab(a, "baru") for a in di_baru if a not in di_lama]
    beda += [_sebab(a, "lama") for a in di_lama if a not in di_baru]
    return beda or [_sebab(a, "") for a in di_baru]


def _phrases(triase: Triase) -> list[Alasan]:
    return list(dict.fromkeys(a for a in triase.alasan if a.temuan in _TEMUAN))


def _sebab(alasan: Alasan, hanya: str) -> Sebab:
    return Sebab(alasan.temuan, alasan.frasa, alasan.aturan, hanya)
