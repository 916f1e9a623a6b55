"""The one table of allowed moves of a ticket: from where, to where, by whom."""

from curhat.models import Tiket

S = Tiket.Status
STAF, WARGA, SISTEM = "staf", "warga", "sistem"
# A shared problem takes a ticket over, or gives it back as it was (`curhat.services.isu`).
ISU = "isu"
_TERBUKA = (
    S.BARU,
    S.DIVERIFIKASI,
    S.DITUGASKAN,
    S.DIKERJAKAN,
    S.MENUNGGU_KONFIRMASI,
    S.DIALIHKAN,
    S.DIBUKA_LAGI,
)

PERPINDAHAN: dict[str, dict[str, frozenset[str]]] = {
    S.BARU: {
        S.DIVERIFIKASI: frozenset({STAF}),
        S.DITUGASKAN: frozenset({STAF}),
        S.DIALIHKAN: frozenset({STAF}),
        S.DITOLAK: frozenset({STAF}),
        S.BUKAN_KEWENANGAN: frozenset({STAF}),
        S.SELESAI: frozenset({WARGA}),
    },
    S.DIVERIFIKASI: {
        S.DITUGASKAN: frozenset({STAF}),
        S.DIALIHKAN: frozenset({STAF}),
        S.DITOLAK: frozenset({STAF}),
        S.BUKAN_KEWENANGAN: frozenset({STAF}),
        S.SELESAI: frozenset({WARGA}),
    },
    S.DITUGASKAN: {
        S.DIKERJAKAN: frozenset({STAF}),
        S.DITUGASKAN: frozenset({STAF}),
        S.DIVERIFIKASI: frozenset({STAF}),
        S.DIALIHKAN: frozenset({STAF}),
        S.MENUNGGU_KONFIRMASI: frozenset({STAF}),
        S.SELESAI: frozenset({WARGA}),
    },
    S.DIKERJAKAN: {
        S.MENUNGGU_KONFIRMASI: frozenset({STAF}),
        S.DITUGASKAN: frozenset({STAF}),
        S.DIALIHKAN: frozenset({STAF}),
        S.SELESAI: frozenset({WARGA}),
    },
    S.MENUNGGU_KONFIRMASI: {
        S.SELESAI: frozenset({WARGA, SISTEM, STAF}),
        S.DIBUKA_LAGI: frozenset({WARGA, STAF}),
    },
    S.DIALIHKAN: {
        S.DITUGASKAN: frozenset({STAF}),
        S.DIVERIFIKASI: frozenset({STAF}),
        S.SELESAI: frozenset({WARGA}),
    },
    S.DIBUKA_LAGI: {
        S.DITUGASKAN: frozenset({STAF}),
        S.DIKERJAKAN: frozenset({STAF}),
        S.DIALIHKAN: frozenset({STAF}),
        S.DITOLAK: frozenset({STAF}),
        S.BUKAN_KEWENANGAN: frozenset({STAF}),
        S.SELESAI: frozenset({WARGA}),
    },
    S.SELESAI: {S.DIBUKA_LAGI: frozenset({WARGA, STAF})},
    S.DITOLAK: {S.DIBUKA_LAGI: frozenset({WARGA, STAF})},
    S.BUKAN_KEWENANGAN: {S.DIBUKA_LAGI: frozenset({WARGA, STAF})},
    # Never back to DIALIHKAN: the hand-over was withdrawn when the ticket was merged.
    S.DIGABUNG: {ke: frozenset({ISU}) for ke in _TERBUKA if ke != S.DIALIHKAN},
}
for _dari in _TERBUKA:
    PERPINDAHAN[_dari][S.DIGABUNG] = frozenset({ISU})


class ForbiddenMove(Exception):  # noqa: N818 - named in style.md
    """The ticket may not go there from where it is."""

    def __init__(self, dari: str, ke: str) -> None:
        super().__init__(
            f"Tiket berstatus “{S(dari).label}” tidak dapat dipindah ke “{S(ke).label}”."
        )


def may_move(dari: str, ke: str, pelaku: str) -> bool:
    """Whether `pelaku` ("staf", "warga", "sistem", "isu") may move a ticket so."""
    return pelaku in PERPINDAHAN.get(dari, {}).get(ke, frozenset())


def next_moves(dari: str, pelaku: str = STAF) -> list[str]:
    """Where a ticket may go from here, in the table's order."""
    return [ke for ke, siapa in PERPINDAHAN[dari].items() if pelaku in siapa]
