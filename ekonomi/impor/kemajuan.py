"""How far a run has come, written on a connection of its own: its transaction is still open."""

import time
from types import TracebackType
from typing import Self

from django.db import connection
from django.utils import timezone

_SELANG = 0.7  # seconds between two signs of life
_SQL = "UPDATE ekonomi_impor SET dibaca = %s, detak_at = %s WHERE id = %s"


class Kemajuan:
    """Call it with the number of rows read; it writes now and then."""

    def __init__(self, impor: int) -> None:
        self._impor = impor
        self._lain = connection.copy()
        self._terakhir = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        jenis: type[BaseException] | None,
        galat: BaseException | None,
        jejak: TracebackType | None,
    ) -> None:
        self._lain.close()

    def __call__(self, dibaca: int) -> None:
        kini = time.monotonic()
        if kini - self._terakhir < _SELANG:
            return
        self._terakhir = kini
        with self._lain.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute(_SQL, [dibaca, timezone.now(), self._impor])
