"""What may go wrong with the books, in words for whoever keeps them."""

from django.db import IntegrityError


class GalatBuku(Exception):  # noqa: N818 - the family of the errors below
    """The ledger refused; the message says why, in Indonesian. Nothing was written."""


class PeriodeTertutup(GalatBuku):
    """The day lies in a period that is closed."""


class TidakSeimbang(GalatBuku):
    """Debit and credit differ, a line has both or neither, or there are fewer than two lines."""


class AkunTidakDikenal(GalatBuku):
    """A code that this book's chart does not have, or an account no longer in use."""


class JurnalBentrok(GalatBuku):
    """The key was used before, for something else."""


class SudahDibalik(GalatBuku):
    """The journal was reversed already, or is a reversal itself."""


class PeriodeBelumBoleh(GalatBuku):
    """The period cannot be closed or reopened now; the message says what comes first."""


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint or trigger that refused."""
    diag = getattr(error.__cause__, "diag", None)
    return str(getattr(diag, "constraint_name", "") or "")
