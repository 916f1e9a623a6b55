"""What the page of a request shows and offers, one line a section or step.

Each part of the desk appends its own under its name. A section is a function (request, permintaan)
that gives a Bagian, or None where it has nothing to show. Steps of LANGKAH_PERMINTAAN are offered
to the kecamatan's desk alone; those of LANGKAH_DESA to the village that asked. A step's `boleh`
only has to say whether the request's state allows it.
"""

from collections.abc import Callable

from django.http import HttpRequest

from pesan.admin_langkah import Langkah
from ruko_parsel.admin.ajuan_bagian import (
    ADD_WORD,
    RESUBMIT,
    WITHDRAW,
    show_attachments,
    show_facts,
    show_history,
    show_story,
    show_words,
)
from ruko_parsel.admin.ruang_bagian import SCHEDULE, show_pemesanan
from ruko_parsel.models import Permintaan
from wilayah.bagian_halaman import Bagian

BuatBagian = Callable[[HttpRequest, Permintaan], Bagian | None]

BAGIAN_PERMINTAAN: list[BuatBagian] = [
    # ajuan
    show_story,
    show_facts,
    show_words,
    show_attachments,
    # meja
    # rujukan
    # rumah
    show_pemesanan,
    # rapat
    # pengetahuan
    # ajuan
    show_history,
]
LANGKAH_PERMINTAAN: list[Langkah] = [
    # meja
    # rujukan
    # rumah
    SCHEDULE,
    # rapat
    # pengetahuan
]
LANGKAH_DESA: list[Langkah] = [
    # ajuan
    ADD_WORD,
    RESUBMIT,
    WITHDRAW,
    # meja
]
