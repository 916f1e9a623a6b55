"""The staff side: lists that stay cheap, buttons that work for those who may, text that is text."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curhat.models import Curhat, Jawaban, Tiket
from tests.factories import (
    CurhatFactory,
    InstansiFactory,
    KontakFactory,
    PenggunaFactory,
    TiketFactory,
)

BAHAYA = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def count(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200, path
    return len(found)


def lists():
    models = [m for m in admin.site._registry if m._meta.app_label in {"curhat", "pesan"}]
    return sorted(f"/admin/{m._meta.app_label}/{m._meta.model_name}/" for m in models)


def fill(n):
    for i in range(n):
        di = f"35.77.03.1009.{i + 1:02d}.{i + 1:02d}"
        curhat = CurhatFactory(di=di, kontak=KontakFactory())
        Jawaban.objects.create(curhat=curhat, varian="x", teks="x")
        TiketFactory(curhat=curhat, status="ditugaskan")


def test_every_list_costs_the_same_at_1_and_15_rows(kelurahan, client):
    client.force_login(PenggunaFactory(is_superuser=True))
    fill(1)
    for path in lists():
        count(client, path)
    satu = {path: count(client, path) for path in lists()}
    fill(14)
    banyak = {path: count(client, path) for path in lists()}
    assert {p: (satu[p], n) for p, n in banyak.items() if n > satu[p] + 1} == {}
    assert banyak["/admin/curhat/tiket/"] <= 15
    assert banyak["/admin/curhat/curhat/"] <= 15


@pytest.mark.parametrize(
    "langkah",
    [
        ("baru", "verifikasi", {}, "diverifikasi"),
        ("diverifikasi", "tugaskan", {"instansi": "DLH"}, "ditugaskan"),
        ("ditugaskan", "mulai", {"catatan": "Berangkat"}, "dikerjakan"),
        ("dikerjakan", "tutup", {"tindakan": "Sudah dikeruk"}, "menunggu_konfirmasi"),
        ("menunggu_konfirmasi", "konfirmasi", {}, "selesai"),
        ("menunggu_konfirmasi", "tutup-belum", {"alasan": "Anggaran"}, "selesai"),
        ("selesai", "buka", {"alasan": "Muncul lagi"}, "dibuka_lagi"),
        ("baru", "alihkan", {"ke_instansi": "DLH", "alasan": "Kota"}, "dialihkan"),
        ("baru", "tolak", {"alasan": "Palsu"}, "ditolak"),
        ("baru", "bukan-kewenangan", {"alasan": "Provinsi"}, "bukan_kewenangan"),
        ("baru", "urgensi", {"urgensi": "5"}, "baru"),
        ("baru", "beri-tahu", {}, "baru"),
    ],
)
def test_each_button_of_a_ticket_does_its_step(kelurahan, moderator, langkah):
    dari, kunci, data, ke = langkah
    dlh = InstansiFactory(kode="DLH-UJI")
    data = {k: dlh.pk if v == "DLH" else v for k, v in data.items()}
    tiket = TiketFactory(status=dari, oleh=moderator)
    path = f"/admin/curhat/tiket/{tiket.pk}/langkah/{kunci}/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert client.post(path, data).status_code == 403  # without its token
    page = client.get(f"/admin/curhat/tiket/{tiket.pk}/change/")
    csrf = page.context["csrf_token"]
    assert client.post(path, data | {"csrfmiddlewaretoken": str(csrf)}).status_code == 302
    tiket.refresh_from_db()
    assert tiket.status == ke
    assert tiket.riwayat.last().by == moderator


@pytest.mark.parametrize("kunci", ["koreksi", "tiket", "tembusan", "lepas", "selesai"])
def test_each_button_of_a_curhat_answers(kelurahan, lurah, moderator, client, kunci):
    curhat = CurhatFactory(ditahan=kunci == "lepas")
    client.force_login(moderator)
    data = {"subkategori": "sampah", "urgensi": "2"}
    assert (
        client.post(f"/admin/curhat/curhat/{curhat.pk}/langkah/{kunci}/", data).status_code == 302
    )
    assert curhat.riwayat.exists() or curhat.tiket.exists()


def test_a_step_not_offered_is_refused_in_words(kelurahan, moderator, client):
    tiket = TiketFactory(status="dialihkan", oleh=moderator)
    dlh = InstansiFactory(kode="DLH-UJI")
    client.force_login(moderator)
    path = f"/admin/curhat/tiket/{tiket.pk}/langkah/tugaskan/"
    page = client.post(path, {"instansi": dlh.pk}, follow=True)
    assert "tidak tersedia lagi" in page.content.decode()
    tiket.refresh_from_db()
    assert tiket.status == "dialihkan"


def test_a_step_without_its_words_comes_back_with_what_is_missing(kelurahan, moderator, client):
    tiket = TiketFactory(oleh=moderator)
    client.force_login(moderator)
    jawab = client.post(f"/admin/curhat/tiket/{tiket.pk}/langkah/tolak/", {"alasan": ""})
    assert jawab.status_code == 422
    tiket.refresh_from_db()
    assert tiket.status == "baru"


@pytest.mark.parametrize("peran", ["data_officer", "fasilitator", "operator_kios"])
def test_roles_that_only_look_take_no_step(kelurahan, client, peran):
    tiket, curhat = TiketFactory(), CurhatFactory()
    client.force_login(PenggunaFactory(peran=peran, di="35.77.03.1009"))
    for path in (
        f"/admin/curhat/tiket/{tiket.pk}/langkah/verifikasi/",
        f"/admin/curhat/curhat/{curhat.pk}/langkah/tiket/",
    ):
        assert client.post(path).status_code in {403, 404}
    tiket.refresh_from_db()
    assert tiket.status == "baru"
    assert Tiket.objects.count() == 1


def test_markup_in_any_text_is_shown_as_text(kelurahan, moderator, client):
    curhat = CurhatFactory(
        isi=BAHAYA, ringkasan=BAHAYA, jalan=BAHAYA[:120], lurah_disebut=BAHAYA[:80],
        alasan=[{"temuan": BAHAYA, "frasa": BAHAYA, "aturan": BAHAYA}], kata_kritis=[BAHAYA],
        sumber_daya=[BAHAYA], id_luar=BAHAYA[:60],
    )  # fmt: skip
    Jawaban.objects.create(curhat=curhat, varian="x", teks=BAHAYA, bagian={"a": BAHAYA})
    tiket = TiketFactory(curhat=curhat, status="menunggu_konfirmasi", oleh=moderator)
    Tiket.objects.update(sebab=BAHAYA, tindakan=BAHAYA, due_aturan=BAHAYA)
    client.force_login(moderator)
    for path in (
        "/admin/curhat/curhat/", "/admin/curhat/tiket/", "/admin/",
        f"/admin/curhat/curhat/{curhat.pk}/change/", f"/admin/curhat/tiket/{tiket.pk}/change/",
    ):  # fmt: skip
        html = client.get(path).content.decode()
        assert '<script>alert("x")' not in html, path
        assert "<img src=x" not in html, path


@pytest.mark.parametrize("id_", ["abc", "0", "999999999", "9" * 30, "1'--"])
@pytest.mark.parametrize("model", ["curhat", "tiket"])
def test_an_id_that_is_none_is_404(kelurahan, moderator, client, model, id_):
    client.force_login(moderator)
    assert client.get(f"/admin/curhat/{model}/{id_}/change/").status_code == 404


def test_the_filters_and_the_search_of_both_lists_answer(kelurahan, moderator, client):
    TiketFactory(urgensi=5, oleh=moderator)
    client.force_login(moderator)
    for query in (
        "perhatian=tinjau", "perhatian=ditahan", "perhatian=tempat", "perhatian=tanpa_tiket",
        "urgensi_min=4", "urgensi_min=x", "di=35.77.03.1009", "q=got", "q=%00", "q=HL-",
    ):  # fmt: skip
        assert client.get(f"/admin/curhat/curhat/?{query}").status_code in {200, 302}, query
    for query in (
        "keadaan=terbuka", "keadaan=verifikasi", "keadaan=lewat", "keadaan=konfirmasi",
        "keadaan=saya", "keadaan=berakhir", "keadaan=%00", "q=T-", "urgensi_min=5",
    ):  # fmt: skip
        assert client.get(f"/admin/curhat/tiket/?{query}").status_code in {200, 302}, query


def test_the_actions_of_the_lists_do_what_they_say(kelurahan, lurah, moderator, client):
    curhat, tiket = CurhatFactory(perlu_tinjau=True), TiketFactory(oleh=moderator)
    lain = CurhatFactory(di="35.77.03.1002")
    client.force_login(moderator)

    def run(model, aksi, *pks):
        data = {"action": aksi, "_selected_action": pks}
        return client.post(f"/admin/curhat/{model}/", data).status_code

    assert run("curhat", "mark_reviewed", curhat.pk) == 302
    assert run("curhat", "open_tiket_selected", curhat.pk, lain.pk) == 302
    assert run("tiket", "verify_selected", tiket.pk) == 302
    assert not Curhat.objects.get(pk=curhat.pk).perlu_tinjau
    assert curhat.tiket.exists()
    assert not lain.tiket.exists()
    tiket.refresh_from_db()
    assert tiket.status == "diverifikasi"
