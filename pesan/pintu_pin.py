"""The door that a page behind code and PIN has: one way to try it, one set of answers."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from pesan.pin import Berpin, PinSalah, PinTerkunci

B = TypeVar("B", bound=Berpin)


def try_door(form: forms.Form, open_row: Callable[[str, str], B]) -> tuple[B | None, int]:
    """(row, 200) where the form's `kode` and `pin` open one; else None and the page's status.

    What was wrong is in the form then: 422, or 429 while too many tries rest.
    """
    if not form.is_valid():
        return None, 422
    try:
        return open_row(form.cleaned_data["kode"], form.cleaned_data["pin"]), 200
    except PinSalah as galat:
        form.add_error("kode", str(galat))
        return None, 422
    except PinTerkunci as galat:
        form.add_error("kode", str(galat))
        return None, 429
