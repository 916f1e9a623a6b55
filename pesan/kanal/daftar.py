"""The channels in service, by name, from settings.PESAN_KANAL."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from pesan.kanal.dasar import Kanal
from pesan.models.kanal import Saluran

# Kiosk and API submissions are forms too: the web channel reads them.
_BERBENTUK_FORMULIR = (Saluran.KIOS, Saluran.API)


@cache
def _semua() -> dict[str, Kanal]:
    kanal = {k.saluran: k for k in (import_string(path)() for path in settings.PESAN_KANAL)}
    if Saluran.WEB in kanal:
        for saluran in _BERBENTUK_FORMULIR:
            kanal.setdefault(saluran, kanal[Saluran.WEB])
    return kanal


def get_kanal(saluran: str) -> Kanal:
    """The channel's module. Raises LookupError when it is not in settings.PESAN_KANAL."""
    try:
        return _semua()[saluran]
    except KeyError:
        raise LookupError(f"saluran {saluran} tidak dipasang") from None


def has_kanal(saluran: str) -> bool:
    """Whether this channel is in service; e-mail is not where no mail server was given."""
    return saluran in _semua()
