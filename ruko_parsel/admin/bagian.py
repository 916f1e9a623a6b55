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
from ruko_parsel.admin.pengetahuan_bagian import MAKE_JAWABAN, show_ahli, show_jawaban
from ruko_parsel.admin.permintaan_bagian import BAGIAN_MEJA, links_of_desk
from ruko_parsel.admin.permintaan_langkah import LANGKAH_DESA_MEJA, LANGKAH_MEJA
from ruko_parsel.admin.rapat_bagian import (
    ADD_AGENDA,
    links_of_meetings,
    show_decisions,
    show_meetings,
)
from ruko_parsel.admin.ruang_bagian import SCHEDULE, links_of_rooms, show_pemesanan
from ruko_parsel.admin.rujukan_bagian import show_origin, show_shared_history
from ruko_parsel.admin.tautan import show_links
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
    *BAGIAN_MEJA,
    # rujukan
    show_origin,
    show_links,
    show_shared_history,
    # rumah
    show_pemesanan,
    # rapat
    show_meetings,
    show_decisions,
    # pengetahuan
    show_jawaban,
    show_ahli,
    # ajuan
    show_history,
]
LANGKAH_PERMINTAAN: list[Langkah] = [
    # meja
    *LANGKAH_MEJA,
    # rujukan
    # rumah
    SCHEDULE,
    # rapat
    ADD_AGENDA,
    # pengetahuan
    MAKE_JAWABAN,
]
LANGKAH_DESA: list[Langkah] = [
    # ajuan
    ADD_WORD,
    RESUBMIT,
    WITHDRAW,
    # meja
    *LANGKAH_DESA_MEJA,
]
# Links beside the sections: functions (request, permintaan) -> [(label, address)].
TAUTAN_PERMINTAAN: list[Callable[[HttpRequest, Permintaan], list[tuple[str, str]]]] = [
    # meja
    links_of_desk,
    # rujukan
    # rumah
    links_of_rooms,
    # rapat
    links_of_meetings,
    # pengetahuan
]
