"""What staff say of a reading is kept as a label: wrong or right, before and after, no words."""

import pytest
from django.db import DatabaseError

from curhat.models import Curhat, Koreksi, Tiket
from curhat.services.curhat import correct_curhat
from curhat.services.tempat import Letak
from curhat.services.tiket import correct_urgensi
from tests.curhat.conftest import PANDEAN, TAMAN, kepada_staf
from tests.curhat.latih_uji import koreksi_of
from tests.factories import CurhatFactory, PenggunaFactory, TiketFactory, WilayahFactory


def test_a_correction_keeps_both_sides_and_the_versions(kelurahan, moderator):
    curhat = CurhatFactory(urgensi=3, versi_aturan="aturan-uji")
    correct_curhat(
        curhat, by=moderator, subkategori="sampah", urgensi=2, letak=Letak(TAMAN, "02", "03")
    )
    baris = Koreksi.objects.get()
    assert (baris.subkategori_lama_id, baris.subkategori_baru_id) == ("banjir_drainase", "sampah")
    assert (baris.urgensi_lama, baris.urgensi_baru) == (3, 2)
    assert (baris.wilayah_lama_id, baris.wilayah_baru_id) == (TAMAN, f"{TAMAN}.02.03")
    assert (baris.benar, baris.pertama, baris.by) == (False, True, moderator)
    assert (baris.versi_model, baris.versi_aturan) == ("uji", "aturan-uji")


def test_saying_that_all_is_right_is_a_label_of_everything(curhat, moderator):
    correct_curhat(curhat, by=moderator)
    baris = Koreksi.objects.get()
    assert baris.benar
    assert baris.subkategori_lama_id == baris.subkategori_baru_id == "banjir_drainase"
    assert (baris.urgensi_baru, baris.wilayah_baru_id) == (3, TAMAN)


def test_what_was_not_judged_stays_empty(kelurahan, moderator):
    correct_curhat(CurhatFactory(), by=moderator, subkategori="sampah")
    baris = Koreksi.objects.get()
    assert (baris.urgensi_lama, baris.urgensi_baru, baris.wilayah_baru) == (None, None, None)


def test_hiding_a_case_is_no_judgement_of_its_reading(curhat, moderator):
    correct_curhat(curhat, by=moderator, rahasia=True)
    assert Curhat.objects.get().rahasia
    assert not Koreksi.objects.exists()


def test_another_urgency_on_the_tickets_page_is_a_label_too(kelurahan, moderator):
    tiket = TiketFactory()
    correct_urgensi(tiket, by=moderator, urgensi=4)
    baris = Koreksi.objects.get()
    assert (baris.urgensi_lama, baris.urgensi_baru, baris.subkategori_baru) == (3, 4, None)


def test_only_the_first_judgement_is_of_the_machine(curhat, moderator):
    correct_curhat(curhat, by=moderator, subkategori="sampah")
    correct_curhat(curhat, by=moderator, subkategori="pohon_taman")
    assert list(koreksi_of(curhat).values_list("pertama", flat=True)) == [True, False]


def test_labels_cannot_be_changed_or_deleted(curhat, moderator):
    correct_curhat(curhat, by=moderator)
    with pytest.raises(DatabaseError, match="append-only"):
        Koreksi.objects.update(benar=False)


def test_a_moved_report_takes_its_ticket_along_and_its_new_kelurahan_is_told(kelurahan, moderator):
    PenggunaFactory(nama="Lurah Pandean", email="l@uji.example", peran="lurah", di=PANDEAN)
    tiket = TiketFactory(kandidat_wilayah=[{"kode": PANDEAN}])
    correct_curhat(tiket.curhat, by=moderator, letak=Letak(PANDEAN, "01"))
    curhat, tiket = Curhat.objects.get(), Tiket.objects.get()
    assert curhat.wilayah_id == tiket.wilayah_id == f"{PANDEAN}.01"
    assert curhat.kandidat_wilayah == []
    assert curhat.perlu_tinjau  # by the people there
    assert kepada_staf("notif_lurah").count("Lurah Pandean") == 1


# --- on the page


def post(client, curhat, **isi):
    data = {"subkategori": "banjir_drainase", "urgensi": "3", "kelurahan": TAMAN} | isi
    data = {"rw": "", "rt": ""} | data
    return client.post(f"/admin/curhat/curhat/{curhat.pk}/langkah/koreksi/", data)


def test_the_form_takes_the_place_in_any_way_of_writing(curhat, moderator, client):
    client.force_login(moderator)
    assert post(client, curhat, rw="2", rt="RT 3").status_code == 302
    assert Curhat.objects.get().wilayah_id == f"{TAMAN}.02.03"
    assert Koreksi.objects.get().wilayah_baru_id == f"{TAMAN}.02.03"


@pytest.mark.parametrize(
    "isi", [{"rt": "3"}, {"rw": "dua puluh"}, {"kelurahan": "35.19.01.2001"}, {"kelurahan": "x"}]
)
def test_a_place_that_cannot_be_comes_back_and_changes_nothing(curhat, moderator, client, isi):
    WilayahFactory(kode="35.19.01.2001")
    client.force_login(moderator)
    assert post(client, curhat, **isi).status_code == 422
    assert Curhat.objects.get().wilayah_id == TAMAN
    assert not Koreksi.objects.exists()


def test_who_moves_a_report_away_lands_on_the_list(curhat, moderator, client):
    client.force_login(moderator)
    jawab = post(client, curhat, kelurahan=PANDEAN)
    assert jawab.url == "/admin/curhat/curhat/"
    assert Curhat.objects.get().wilayah_id == PANDEAN
