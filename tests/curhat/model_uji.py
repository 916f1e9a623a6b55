"""What the tests of the language model share: the area switched on, one turn of work, clocks."""

from datetime import UTC, datetime

from curhat.models import PanggilanModel
from curhat.muat import load_prompt
from curhat.services.model_bahasa import forget_model_bahasa, set_sakelar
from curhat.services.tugas_model import run_tugas
from pesan.models import PesanKeluar
from tests.factories import PenggunaFactory, WilayahFactory

TAMAN = "35.77.03.1009"
GOT = "Got depan rumah di RT 03 RW 02 mampet sudah sebulan, air naik ke teras tiap hujan"
SENIN_PAGI = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 WIB, a working day
MINGGU = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def nyalakan(settings, peladen, wilayah=TAMAN, **lain):
    """Point the portal at the server and switch the area on."""
    settings.OPENAI_BASE_URL = peladen.url
    settings.OPENAI_MODEL = "uji"
    settings.OPENAI_TRANSCRIBE_MODEL = "uji-suara"
    load_prompt()
    by = PenggunaFactory(is_superuser=True)
    set_sakelar(WilayahFactory(kode=wilayah), by=by, aktif=True, **lain)
    forget_model_bahasa()


def saran():
    """Text and due time of the one advice owed."""
    return PesanKeluar.objects.get(templat="jawaban")


def hasil():
    """Outcomes on record, oldest first."""
    return list(PanggilanModel.objects.order_by("id").values_list("hasil", flat=True))


def kerjakan():
    """Turns of the model's worker until nothing waits."""
    while run_tugas(2.0):
        pass
