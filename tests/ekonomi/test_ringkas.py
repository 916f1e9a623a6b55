"""What a household's row says of itself follows what happens to it."""

import datetime as dt

import pytest

from ekonomi.services.ringkas import note_modal, note_omzet, note_onboarded, note_pelatihan
from tests.ekonomi.pabrik import RumahFactory

pytestmark = pytest.mark.django_db
HARI = dt.date(2026, 11, 20)


def test_each_event_is_noted_once_and_dates_the_row():
    rumah = RumahFactory()
    for _ in range(2):
        note_pelatihan(rumah, "Wirausaha dasar", pada=HARI)
    note_modal(rumah, 2_000_000, pada=HARI)
    note_omzet(rumah, 1_500_000, pada=HARI - dt.timedelta(days=40))
    note_onboarded(rumah, pada=HARI)
    rumah.refresh_from_db()
    assert rumah.pelatihan == ["Wirausaha dasar"]
    assert (rumah.modal, rumah.omzet, rumah.onboarded) == (2_000_000, 1_500_000, True)
    assert rumah.diperbarui == HARI
    assert rumah.kelurahan == "35.77.03.1009"


def test_capital_taken_back_never_goes_below_nought():
    rumah = RumahFactory(modal=500_000)
    note_modal(rumah, -700_000, pada=HARI)
    rumah.refresh_from_db()
    assert rumah.modal == 0
