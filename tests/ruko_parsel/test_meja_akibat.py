"""Steps of the desk say what they set in motion; lists tell the time on the clock of the place."""

from datetime import UTC, date, datetime

import pytest
from django.contrib import admin
from django.urls import reverse

from pesan.admin_langkah import LangkahAdmin
from ruko_parsel.services.tindak_lanjut import add_tindak_lanjut, finish_tindak_lanjut
from tests.ruko_parsel.pabrik import make_camat, make_permintaan, make_petugas
from wilayah.format import tanggal_pendek

pytestmark = pytest.mark.django_db
MEJA = [
    satu for model, satu in admin.site._registry.items()
    if model._meta.app_label == "ruko_parsel" and isinstance(satu, LangkahAdmin)
]  # fmt: skip


@pytest.mark.parametrize("halaman", MEJA, ids=lambda a: a.opts.model_name)
def test_a_consequence_belongs_to_a_step_and_no_step_that_takes_away_is_without(halaman):
    langkah = list(halaman.langkah)
    assert set(halaman.akibat_langkah) <= {s.kunci for s in langkah}
    assert {s.kunci for s in langkah if s.bahaya} <= set(halaman.akibat_langkah)


def test_the_page_shows_the_consequence_above_the_button_and_no_dashes_for_nothing_chosen(client):
    permintaan = make_permintaan()
    client.force_login(make_petugas())
    teks = client.get(permintaan.get_absolute_url()).content.decode()
    assert "Permintaan ditutup dan desa menerima alasannya." in teks
    assert 'class="langkah urut-2 bahaya"' in teks
    assert "---------" not in teks


def test_a_disposition_is_listed_on_the_clock_of_the_place(client):
    permintaan, camat, petugas = make_permintaan(), make_camat(), make_petugas()
    client.force_login(camat)
    langkah = reverse("admin:ruko_parsel_permintaan_langkah", args=[permintaan.pk, "disposisi"])
    client.post(langkah, {"kepada": petugas.pk, "perintah": "Pelajari.", "sifat": "biasa"})
    satu = permintaan.disposisi.get()
    type(satu).objects.filter(pk=satu.pk).update(
        created_at=datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    )
    teks = client.get(reverse("admin:ruko_parsel_disposisi_changelist")).content.decode()
    assert "Sel, 3 Mar 2026 01.30 WITA" in teks


def test_what_is_still_to_be_done_stands_above_what_is_done(client):
    permintaan, petugas = make_permintaan(), make_petugas()
    lama = add_tindak_lanjut(
        permintaan, by=petugas, apa="Sudah selesai dahulu", sampai=date(2099, 1, 1), siapa=petugas
    )
    finish_tindak_lanjut(lama, bukti="Foto", by=petugas)
    add_tindak_lanjut(
        permintaan, by=petugas, apa="Masih dikerjakan", sampai=date(2099, 2, 1), siapa=petugas
    )
    client.force_login(petugas)
    teks = client.get(reverse("admin:ruko_parsel_tindaklanjut_changelist")).content.decode()
    assert teks.index("Masih dikerjakan") < teks.index("Sudah selesai dahulu")
    assert "1 Feb 2099" in teks


def test_a_day_is_written_in_words():
    assert tanggal_pendek(date(2026, 8, 6)) == "6 Agu 2026"
