"""The one table of allowed moves of a letter: from where, to where."""

from dokumen.models import Surat

S = Surat.Status

PERPINDAHAN: dict[str, frozenset[str]] = {
    S.DRAF: frozenset({S.MENUNGGU, S.BATAL}),
    S.MENUNGGU: frozenset({S.TERBIT, S.DRAF, S.BATAL}),
    S.TERBIT: frozenset({S.DICABUT}),
    S.DICABUT: frozenset(),
    S.BATAL: frozenset(),
}


class ForbiddenMove(ValueError):  # noqa: N818 - as curhat.perpindahan
    """The letter is not in a state that allows this; the words are for staff."""


def check_move(surat: Surat, ke: str) -> None:
    """Raise ForbiddenMove unless the letter may go from where it is to `ke`."""
    if ke not in PERPINDAHAN[surat.status]:
        tujuan = S(ke).label.lower()
        raise ForbiddenMove(
            f"Surat ini {surat.get_status_display().lower()}; tidak dapat menjadi {tujuan}."
        )
