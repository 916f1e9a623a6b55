"""Mail of the demo: each message a file that only the operator can read, never the terminal."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased


class SurelBerkas(filebased.EmailBackend):
    """As Django's file backend, with the folder 0700 and the files 0600."""

    stream: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        Path(settings.EMAIL_FILE_PATH).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*args, **kwargs)

    def open(self) -> bool:
        if self.stream is not None:
            return False
        jalur: str = self._get_filename()  # type: ignore[attr-defined]
        handle = os.open(jalur, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.stream = os.fdopen(handle, "ab")
        return True
