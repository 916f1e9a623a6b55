"""The one table of allowed moves of a ticket: from where, to where, by whom."""

from curhat.models import Tiket

S = Tiket.Status
STAF, WARGA, SISTEM = "staf", "warga", "sistem"

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
}


class ForbiddenMove(Exception):  # noqa: N818 - named in style.md
    """The ticket may not go there from where it is."""

    def __init__(self, dari: str, ke: str) -> None:
        super().__init__(
            f"Tiket berstatus “{S(dari).label}” tidak dapat dipindah ke “{S(ke).label}”."
        )


def may_move(dari: str, ke: str, pelaku: str) -> bool:
    """Whether `pelaku` ("staf", "warga", "sistem") may move a ticket so."""
    return pelaku in PERPINDAHAN.get(dari, {}).get(ke, frozenset())


def next_moves(dari: str, pelaku: str = STAF) -> list[str]:
    """Where a ticket may go from here, in the table's order."""
    return [ke for ke, siapa in PERPINDAHAN[dari].items() if pelaku in siapa]
