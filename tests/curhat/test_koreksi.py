"""A moderator's correction counts like triage itself: severity, ticket, deadline, notice."""

from datetime import timedelta

from curhat.models import Curhat, Tiket
from curhat.services import tiket as layanan
from curhat.services.curhat import correct_curhat
from tests.curhat.conftest import kepada_staf
from tests.factories import CurhatFactory, TiketFactory


def test_a_correction_to_urgent_opens_a_ticket_and_tells_the_lurah(curhat, moderator):
    correct_curhat(curhat, by=moderator, urgensi=4)
    curhat = Curhat.objects.get()
    assert (curhat.urgensi, curhat.keparahan, curhat.eskalasi) == (4, "High", True)
    tiket = Tiket.objects.get()
    assert (tiket.urgensi, tiket.sebab) == (4, "Dikoreksi petugas: urgensi 4")
    assert len(kepada_staf("notif_lurah")) == 2
    correct_curhat(curhat, by=moderator)
    assert Tiket.objects.count() == 1


def test_a_correction_downwards_takes_severity_and_deadline_along(kelurahan, moderator):
    tiket = TiketFactory(urgensi=5)
    correct_curhat(tiket.curhat, by=moderator, urgensi=2)
    curhat = Curhat.objects.get()
    assert (curhat.keparahan, curhat.eskalasi, curhat.darurat) == ("Low", False, False)
    tiket.refresh_from_db()
    assert tiket.urgensi == 2
    assert tiket.due_aturan.startswith("Target")
    assert tiket.due_at > tiket.created_at + timedelta(hours=24)


def test_another_subject_brings_its_own_deadline_to_the_ticket(kelurahan, moderator):
    tiket = TiketFactory()
    correct_curhat(tiket.curhat, by=moderator, subkategori="sampah")
    tiket.refresh_from_db()
    assert "Sampah" in tiket.due_aturan
    assert tiket.urgensi == 3


def test_saying_that_all_is_right_opens_no_second_ticket(kelurahan, moderator):
    tiket = TiketFactory(urgensi=4)
    layanan.reject_tiket(tiket, by=moderator, alasan="Ganda.")
    correct_curhat(tiket.curhat, by=moderator)
    assert Tiket.objects.count() == 1


def test_a_held_report_waits_for_its_release_whatever_is_corrected(kelurahan, moderator):
    correct_curhat(CurhatFactory(ditahan=True), by=moderator, urgensi=5)
    assert not Tiket.objects.exists()
