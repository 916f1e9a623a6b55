"""A ticket's steps through its page: who may, what is missing, and what a page costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curhat.admin.langkah import BY_KUNCI, steps_of
from curhat.models import Curhat, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.services.kabar import notify_again
from pesan.models import PesanKeluar
from tests.curhat.conftest import PANDEAN, TAMAN
from tests.factories import (
    CurhatFactory,
    InstansiFactory,
    KontakFactory,
    PenggunaFactory,
    TiketFactory,
)

KATA = "Kata yang sudah susah-susah ditulis"
DARI = {
    "mulai": "ditugaskan", "tutup": "dikerjakan", "konfirmasi": "menunggu_konfirmasi",
    "tutup-belum": "menunggu_konfirmasi", "buka": "selesai",
}  # fmt: skip


def langkah(tiket, kunci):
    return f"/admin/curhat/tiket/{tiket.pk}/langkah/{kunci}/"


def lengkap():
    """Whatever any of the forms wants."""
    dlh = InstansiFactory(kode="DLH-UJI").pk
    return {
        "instansi": dlh, "ke_instansi": dlh, "alasan": KATA, "tindakan": KATA, "catatan": KATA,
        "urgensi": "4", "meja": "padat_karya",
    }  # fmt: skip


ASING = {
    "lurah tetangga": ("lurah", PANDEAN),
    "moderator tetangga": ("moderator", PANDEAN),
    "petugas data": ("data_officer", TAMAN),
    "fasilitator": ("fasilitator", TAMAN),
    "operator kios": ("operator_kios", TAMAN),
    "camat lain": ("camat", "35.77.01"),
    "petugas dinas lain": ("petugas", "PUPR-UJI"),
}


@pytest.mark.parametrize("siapa", ASING)
def test_no_step_is_taken_by_another_role_or_area(kelurahan, moderator, siapa):
    peran, di = ASING[siapa]
    client = Client()
    di = InstansiFactory(kode=di) if peran == "petugas" else di
    client.force_login(PenggunaFactory(peran=peran, di=di))
    tiket = {k: TiketFactory(status=DARI.get(k, "baru"), oleh=moderator) for k in BY_KUNCI}
    sebelum = {k: t.status for k, t in tiket.items()}
    riwayat, pesan = RiwayatTiket.objects.count(), PesanKeluar.objects.count()
    status = {k: client.post(langkah(t, k), lengkap()).status_code for k, t in tiket.items()}
    assert set(status.values()) <= {403, 404}, status
    assert {k: Tiket.objects.get(pk=t.pk).status for k, t in tiket.items()} == sebelum
    assert RiwayatTiket.objects.count() == riwayat
    assert PesanKeluar.objects.count() == pesan


def test_an_unknown_step_is_404_and_reading_a_step_changes_nothing(kelurahan, moderator, client):
    client.force_login(moderator)
    tiket = TiketFactory(oleh=moderator)
    assert client.post(langkah(tiket, "hapus")).status_code == 404
    assert client.get(langkah(tiket, "verifikasi")).status_code == 302
    assert Tiket.objects.get(pk=tiket.pk).status == "baru"


@pytest.mark.parametrize("kunci", BY_KUNCI)
def test_an_officer_takes_the_steps_his_units_ticket_offers_and_no_other(
    kelurahan, moderator, petugas, client, kunci
):
    tiket = TiketFactory(status="ditugaskan", oleh=moderator)
    ditawarkan = BY_KUNCI[kunci] in steps_of(tiket, petugas)
    riwayat = tiket.riwayat.count()
    client.force_login(petugas)
    assert client.post(langkah(tiket, kunci), lengkap()).status_code == 302
    lagi = Tiket.objects.get(pk=tiket.pk)
    assert (lagi.riwayat.count() > riwayat) is ditawarkan
    if not ditawarkan:
        assert lagi.status == "ditugaskan"


@pytest.mark.parametrize(
    "kasus",
    [
        ("dikerjakan", "tutup", {"tindakan": "  "}),
        ("menunggu_konfirmasi", "tutup-belum", {}),
        ("selesai", "buka", {"alasan": ""}),
        ("baru", "tolak", {}),
        ("baru", "bukan-kewenangan", {"alasan": " "}),
        ("baru", "alihkan", {}),
        ("diverifikasi", "tugaskan", {}),
        ("baru", "urgensi", {"urgensi": "9"}),
    ],
)
def test_without_its_reason_a_step_comes_back_422(kelurahan, moderator, client, kasus):
    dari, kunci, isian = kasus
    tiket = TiketFactory(status=dari, oleh=moderator)
    client.force_login(moderator)
    riwayat = tiket.riwayat.count()
    jawab = client.post(langkah(tiket, kunci), isian)
    assert jawab.status_code == 422
    assert jawab.context["langkah_keliru"] == kunci
    assert "errorlist" in jawab.content.decode() or "error" in jawab.content.decode()
    assert Tiket.objects.get(pk=tiket.pk).status == dari
    assert tiket.riwayat.count() == riwayat


@pytest.mark.parametrize(
    "kasus",
    [
        ("diverifikasi", "tugaskan", {"catatan": KATA}),
        ("diverifikasi", "tugaskan", {"catatan": KATA, "instansi": "999999"}),
        ("baru", "alihkan", {"alasan": KATA}),
        ("baru", "alihkan", {"alasan": KATA, "ke_instansi": "1", "ke_wilayah": PANDEAN}),
        ("baru", "urgensi", {"catatan": KATA, "urgensi": "x"}),
        ("dikerjakan", "tutup", {"tindakan": KATA + "x" * 2000}),
        ("baru", "tolak", {"alasan": KATA + "x" * 2000}),
    ],
)
def test_what_was_written_is_still_there_on_the_page(kelurahan, moderator, client, kasus):
    dari, kunci, isian = kasus
    tiket = TiketFactory(status=dari, oleh=moderator)
    client.force_login(moderator)
    jawab = client.post(langkah(tiket, kunci), isian)
    assert jawab.status_code == 422
    assert KATA in jawab.content.decode()
    assert tiket.nomor in jawab.content.decode()


def test_notifying_again_writes_one_message_for_each_who_answers(kelurahan, moderator, client):
    tiket = TiketFactory(oleh=moderator)
    client.force_login(moderator)
    sebelum = PesanKeluar.objects.filter(templat="notif_lurah").count()
    for n in (1, 2):
        client.post(langkah(tiket, "beri-tahu"))
        assert PesanKeluar.objects.filter(templat="notif_lurah").count() == sebelum + 2 * n


# --- steps of a curhat


@pytest.mark.parametrize("kunci", ["koreksi", "tiket", "tembusan", "lepas", "selesai"])
@pytest.mark.parametrize("siapa", ASING)
def test_no_step_of_a_curhat_is_taken_by_another_role_or_area(kelurahan, siapa, kunci):
    peran, di = ASING[siapa]
    client = Client()
    di = InstansiFactory(kode=di) if peran == "petugas" else di
    client.force_login(PenggunaFactory(peran=peran, di=di))
    curhat = CurhatFactory(ditahan=True)
    data = {"subkategori": "sampah", "urgensi": "2"}
    path = f"/admin/curhat/curhat/{curhat.pk}/langkah/{kunci}/"
    assert client.post(path, data).status_code in {403, 404}
    lagi = Curhat.objects.get(pk=curhat.pk)
    assert (lagi.ditahan, lagi.subkategori_id, lagi.ditutup_at) == (True, "banjir_drainase", None)
    assert not lagi.tiket.exists()
    assert not RiwayatCurhat.objects.filter(curhat=curhat).exists()
    assert not PesanKeluar.objects.exists()


def test_a_correction_changes_the_finding_and_counts_as_reviewed(kelurahan, moderator, client):
    curhat = CurhatFactory(perlu_tinjau=True)
    client.force_login(moderator)
    path = f"/admin/curhat/curhat/{curhat.pk}/langkah/koreksi/"
    client.post(path, {"subkategori": "sampah", "urgensi": "4", "rahasia": "on"})
    lagi = Curhat.objects.get(pk=curhat.pk)
    assert (lagi.subkategori_id, lagi.urgensi, lagi.rahasia) == ("sampah", 4, True)
    assert not lagi.perlu_tinjau
    assert lagi.riwayat.last().by == moderator


def test_a_wrong_correction_comes_back_422_as_it_was_filled_in(kelurahan, moderator, client):
    curhat = CurhatFactory()
    client.force_login(moderator)
    path = f"/admin/curhat/curhat/{curhat.pk}/langkah/koreksi/"
    jawab = client.post(path, {"subkategori": "sampah", "urgensi": "9"})
    assert jawab.status_code == 422
    assert jawab.context["koreksi"]["subkategori"].value() == "sampah"
    assert Curhat.objects.get(pk=curhat.pk).subkategori_id == "banjir_drainase"


def test_a_held_curhat_is_released_once_and_answered(kelurahan, moderator, client):
    curhat = CurhatFactory(ditahan=True, kontak=KontakFactory())
    client.force_login(moderator)
    path = f"/admin/curhat/curhat/{curhat.pk}/langkah/lepas/"
    client.post(path)
    client.post(path)
    assert not Curhat.objects.get(pk=curhat.pk).ditahan
    assert curhat.jawaban.count() == 1
    assert PesanKeluar.objects.filter(kontak=curhat.kontak).exists()


def test_finishing_and_copying_say_what_they_did(kelurahan, moderator, client):
    curhat = CurhatFactory()
    client.force_login(moderator)
    path = f"/admin/curhat/curhat/{curhat.pk}/langkah"
    page = client.post(f"{path}/tembusan/", follow=True).content.decode()
    assert "Tembusan diantrekan untuk 2 orang" in page
    client.post(f"{path}/selesai/")
    assert Curhat.objects.get(pk=curhat.pk).ditutup_at is not None


# --- actions on several rows


def test_releasing_several_touches_only_held_ones_of_ones_area(kelurahan, moderator, client):
    ditahan = CurhatFactory(ditahan=True, kontak=KontakFactory())
    biasa, lain = CurhatFactory(), CurhatFactory(ditahan=True, di=PANDEAN)
    client.force_login(moderator)
    pks = [ditahan.pk, biasa.pk, lain.pk]
    data = {"action": "release_selected", "_selected_action": pks}
    assert (
        "1 curhat dilepas"
        in client.post("/admin/curhat/curhat/", data, follow=True).content.decode()
    )
    assert list(Curhat.objects.filter(ditahan=True)) == [lain]
    assert not biasa.jawaban.exists()


def test_verifying_several_says_how_many_were_passed_over(kelurahan, moderator, client):
    baru = TiketFactory(oleh=moderator)
    jalan = TiketFactory(status="dikerjakan", oleh=moderator)
    lain = TiketFactory(di=PANDEAN)
    client.force_login(moderator)
    pks = [baru.pk, jalan.pk, lain.pk]
    data = {"action": "verify_selected", "_selected_action": pks}
    page = client.post("/admin/curhat/tiket/", data, follow=True).content.decode()
    assert "1 tiket diverifikasi" in page
    assert "1 tiket dilewati" in page
    assert [Tiket.objects.get(pk=pk).status for pk in pks] == ["diverifikasi", "dikerjakan", "baru"]


@pytest.mark.parametrize("model", ["curhat", "tiket"])
def test_whoever_only_looks_has_no_actions(kelurahan, client, model):
    curhat, tiket = CurhatFactory(perlu_tinjau=True, ditahan=True), TiketFactory()
    client.force_login(PenggunaFactory(peran="data_officer", di=TAMAN))
    for aksi in (
        "open_tiket_selected", "mark_reviewed", "release_selected", "verify_selected",
    ):  # fmt: skip
        pk = curhat.pk if model == "curhat" else tiket.pk
        client.post(f"/admin/curhat/{model}/", {"action": aksi, "_selected_action": [pk]})
    lagi = Curhat.objects.get(pk=curhat.pk)
    assert (lagi.perlu_tinjau, lagi.ditahan, lagi.tiket.exists()) == (True, True, False)
    assert Tiket.objects.get(pk=tiket.pk).status == "baru"


# --- what a page costs


def count(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200, path
    return len(found)


def crowd(tiket, moderator, n):
    """More of everything a ticket's page shows: history, messages, agencies, colleagues."""
    for i in range(n):
        notify_again(tiket, by=moderator)
        InstansiFactory(kode=f"UNIT-{n}-{i}")
        PenggunaFactory(peran="moderator", di=TAMAN)
        TiketFactory(curhat=CurhatFactory(), oleh=moderator)


def test_the_lists_and_pages_cost_a_moderator_the_same_at_1_and_15_rows(
    kelurahan, moderator, client
):
    tiket = TiketFactory(status="diverifikasi", curhat=CurhatFactory(kontak=KontakFactory()))
    client.force_login(moderator)
    paths = {
        "/admin/curhat/tiket/": 15,
        "/admin/curhat/curhat/": 15,
        f"/admin/curhat/tiket/{tiket.pk}/change/": 30,
        f"/admin/curhat/curhat/{tiket.curhat_id}/change/": 30,
    }
    crowd(tiket, moderator, 1)
    for path in paths:
        count(client, path)
    satu = {path: count(client, path) for path in paths}
    crowd(tiket, moderator, 14)
    banyak = {path: count(client, path) for path in paths}
    assert banyak == satu
    assert {p: n for p, n in banyak.items() if n > paths[p]} == {}
