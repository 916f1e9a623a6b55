"""Tables that only grow: triggers refuse UPDATE, DELETE and TRUNCATE.

The one audited way round is the purge role of retention (`allow_purge`), which a transaction
switches on by a setting; everything else gets an error from the database itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection, transaction

_SETTING = "hai_lurah.purge"
_FUNC = (
    f"IF current_setting('{_SETTING}', true) = 'on' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;"
)
_FUNC_TRUNCATE = "RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;"


def triggers() -> list[pgtrigger.Trigger]:
    """The triggers an append-only model lists in `Meta.triggers`."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=_FUNC,
        ),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=_FUNC_TRUNCATE,
        ),
    ]


@contextmanager
def allow_purge() -> Iterator[None]:
    """Let DELETE through in this transaction. Only retention calls it, with its own ledger row."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, 'on', true)", [_SETTING])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, 'off', true)", [_SETTING])
