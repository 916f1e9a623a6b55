"""The same world as tests/curhat: Kel. Taman at work, caches emptied between tests."""

from tests.curhat.conftest import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    kelurahan,
    lurah,
    moderator,
    nomor,
    taman,
)
