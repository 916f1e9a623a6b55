"""The world of tests/curhat: Kel. Taman at work, caches emptied between tests."""
# ruff: noqa: PLC0414 - fixtures, one a line

from tests.curhat.conftest import acuan_curhat as acuan_curhat
from tests.curhat.conftest import bersih as bersih
from tests.curhat.conftest import kelurahan as kelurahan
from tests.curhat.conftest import lurah as lurah
from tests.curhat.conftest import moderator as moderator
from tests.curhat.conftest import nomor as nomor
from tests.curhat.conftest import taman as taman
from tests.curhat.conftest import terpisah as terpisah
