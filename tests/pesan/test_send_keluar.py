"""Emptying the outbox: true states, the 24-hour window, backoff, pacing, the second way."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from pesan import kirim as kirim_modul
from pesan.kirim import PERCOBAAN_MAKS, Laju, backoff, send_batch
from pesan.models import Kontak, PeristiwaPesan, PesanKeluar, PesanMasuk, TemplatPesan
from pesan.proses import process_batch, retry_failed
from pesan.services import queue_pesan
from tests.factories import PenggunaFactory
from tests.pesan.conftest import amplop, kabar, kirim, pesan


@pytest.fixture
def surat(warga, nomor, graph):
    """A message owed to a resident whose window is open."""
    return queue_pesan(
        kunci="s1", templat="x", badan="Isi pesan", kontak=warga, wilayah=nomor.wilayah
    )


def segera():
    PesanKeluar.objects.filter(status="queued").update(
        kirim_setelah=timezone.now() - timedelta(seconds=1)
    )


def test_a_message_goes_out_through_the_graph_api(surat, graph):
    assert send_batch() == 1
    ((path, token, isi),) = graph.diterima
    assert path.endswith("/111222333/messages")
    assert token == "Bearer akses-uji"
    assert (isi["to"], isi["type"]) == ("6281200000001", "text")
    assert isi["text"]["body"] == "Isi pesan"
    surat.refresh_from_db()
    assert (surat.status, surat.cara, surat.id_penyedia) == ("sent", "bebas", "wamid.keluar1")
    assert surat.sent_at is not None
    assert send_batch() == 0


def test_buttons_are_sent_as_buttons(warga, graph):
    queue_pesan(kunci="1", templat="x", badan="Sudah beres?\n[[SESUDAH|BELUM]]", kontak=warga)
    send_batch()
    isi = graph.diterima[0][2]
    assert isi["interactive"]["body"]["text"] == "Sudah beres?"
    tombol = isi["interactive"]["action"]["buttons"]
    assert [t["reply"]["title"] for t in tombol] == ["SESUDAH", "BELUM"]


def test_more_answers_than_three_are_a_list(warga, graph):
    badan = "Seberapa membantu?\n[[5 Sangat membantu|4|3|2|1]]"
    queue_pesan(kunci="1", templat="x", badan=badan, kontak=warga)
    send_batch()
    isi = graph.diterima[0][2]["interactive"]
    assert (isi["type"], isi["body"]["text"]) == ("list", "Seberapa membantu?")
    (bagian,) = isi["action"]["sections"]
    assert [r["title"] for r in bagian["rows"]] == ["5 Sangat membantu", "4", "3", "2", "1"]
    assert bagian["rows"][0]["id"] == "5 Sangat membantu"


def test_a_text_too_long_for_buttons_has_a_list(warga, graph):
    queue_pesan(kunci="1", templat="x", badan="a" * 1100 + "\n[[SESUDAH|BELUM]]", kontak=warga)
    send_batch()
    isi = graph.diterima[0][2]["interactive"]
    assert isi["type"] == "list"
    assert len(isi["body"]["text"]) == 1100


def test_a_person_without_a_number_is_answered_by_user_id(nomor, graph):
    kontak = Kontak.objects.create(
        saluran="whatsapp", hash="h", alamat="ID.13491208655302741918",
        terakhir_masuk_at=timezone.now(),
    )  # fmt: skip
    queue_pesan(kunci="1", templat="x", badan="x", kontak=kontak, wilayah=nomor.wilayah)
    send_batch()
    isi = graph.diterima[0][2]
    assert isi["recipient"] == "ID.13491208655302741918"
    assert "to" not in isi


def test_outside_the_window_a_free_text_is_never_called_sent(surat, graph):
    Kontak.objects.update(terakhir_masuk_at=timezone.now() - timedelta(hours=25))
    send_batch()
    surat.refresh_from_db()
    assert graph.diterima == []
    assert surat.status == "failed"
    assert "24 jam" in surat.galat
    assert surat.sent_at is None


def test_outside_the_window_an_approved_template_is_used(warga, nomor, graph):
    TemplatPesan.objects.create(kode="t", badan="{b} lalu {a}", nama_meta="t_meta")
    Kontak.objects.update(terakhir_masuk_at=timezone.now() - timedelta(days=3))
    slots = {"a": "satu\nbaris", "b": "dua"}
    queue_pesan(kunci="1", templat="t", slots=slots, kontak=warga, wilayah=nomor.wilayah)
    send_batch()
    templat = graph.diterima[0][2]["template"]
    assert (templat["name"], templat["language"]) == ("t_meta", {"code": "id"})
    parameter = templat["components"][0]["parameters"]
    assert [p["text"] for p in parameter] == ["dua", "satu baris"]
    assert PesanKeluar.objects.get().cara == "templat"


def test_a_notice_to_staff_goes_as_a_template(nomor, taman, graph):
    TemplatPesan.objects.create(kode="n", badan="Tiket {id}", nama_meta="n_meta")
    staf = PenggunaFactory(nomor_wa="+62 812-3", email="l@contoh.id")
    queue_pesan(kunci="1", templat="n", slots={"id": "T-1"}, pengguna=staf, wilayah=taman)
    send_batch()
    assert graph.diterima[0][2]["to"] == "628123"
    assert graph.diterima[0][2]["template"]["name"] == "n_meta"


def test_what_whatsapp_cannot_bring_to_staff_goes_by_mail(nomor, taman, graph):
    staf = PenggunaFactory(nomor_wa="+62 812-3", email="lurah@contoh.id")
    queue_pesan(kunci="1", templat="n", badan="Tiket T-1\nisi", pengguna=staf, wilayah=taman)
    send_batch()
    send_batch()
    keadaan = dict(PesanKeluar.objects.values_list("saluran", "status"))
    assert keadaan == {"whatsapp": "failed", "email": "sent"}
    assert mail.outbox[0].to == ["lurah@contoh.id"]
    assert "Tiket T-1" in mail.outbox[0].subject


def test_a_failure_reported_later_also_brings_the_mail(nomor, taman, graph, templat):
    TemplatPesan.objects.create(kode="n", badan="Tiket", nama_meta="n_meta")
    staf = PenggunaFactory(nomor_wa="+62 812-3", email="lurah@contoh.id")
    queue_pesan(kunci="1", templat="n", pengguna=staf, wilayah=taman)
    send_batch()
    gagal = kabar("wamid.keluar1", "failed", errors=[{"code": 131026, "title": "Undeliverable"}])
    for _ in range(2):
        kirim(amplop(statuses=[gagal]))
        process_batch()
    assert PesanKeluar.objects.get(saluran="email").status == "queued"
    assert "131026" in PesanKeluar.objects.get(saluran="whatsapp").galat


def test_a_passing_failure_is_tried_again_later_and_later(surat, graph):
    for n in range(1, PERCOBAAN_MAKS):
        graph.tolak(130429)
        segera()
        send_batch()
        surat.refresh_from_db()
        assert (surat.status, surat.percobaan) == ("queued", n)
        assert surat.kirim_setelah > timezone.now()
    graph.tolak(130429)
    segera()
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.galat) == ("failed", "WhatsApp 130429")


def test_the_pauses_grow_and_differ():
    detik = [backoff(n).total_seconds() for n in range(1, 7)]
    assert detik == sorted(detik)
    assert 7.5 <= detik[0] <= 12.5
    assert detik[-1] <= 4500
    assert len({backoff(3) for _ in range(5)}) > 1


def test_a_final_refusal_is_not_tried_again(surat, graph):
    graph.tolak(131047)
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.percobaan, surat.galat) == ("failed", 1, "WhatsApp 131047")


def test_a_server_error_and_a_dead_line_are_tried_again(surat, graph):
    graph.jawaban.append((502, {"tidak": "dikenal"}))
    send_batch()
    surat.refresh_from_db()
    assert surat.status == "queued"
    graph.tutup()
    segera()
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.percobaan) == ("queued", 2)
    graph.__init__()  # so that the fixture can close it


def test_an_answer_without_an_id_is_not_called_sent(surat, graph):
    graph.jawaban.append((200, {"aneh": True}))
    send_batch()
    surat.refresh_from_db()
    assert surat.status == "queued"


def test_past_its_time_a_message_expires(surat, graph):
    PesanKeluar.objects.update(kedaluwarsa_at=timezone.now() - timedelta(minutes=1))
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.galat, graph.diterima) == ("expired", "lewat waktu", [])


def test_who_says_stop_while_a_message_waits_does_not_get_it(surat, graph):
    Kontak.objects.update(berhenti_at=timezone.now())
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, graph.diterima) == ("expired", [])


def test_an_erased_address_is_said_truly(surat, graph):
    Kontak.objects.update(alamat="")
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.galat) == ("failed", "alamat balas sudah dihapus")


def test_one_person_gets_what_was_said_first_first(warga, nomor, graph):
    for n in range(8):
        queue_pesan(kunci=str(n), templat="x", badan=str(n), kontak=warga)
    send_batch()
    assert [isi["text"]["body"] for _path, _token, isi in graph.diterima] == list("01234567")


def test_a_message_for_later_waits(surat, graph):
    PesanKeluar.objects.update(kirim_setelah=timezone.now() + timedelta(hours=1))
    assert send_batch() == 0


def test_many_at_once_to_one_person_are_spread_out(warga, nomor, graph):
    for n in range(13):
        queue_pesan(kunci=str(n), templat="x", badan=str(n), kontak=warga)
    send_batch()
    assert len(graph.diterima) == kirim_modul.RENTETAN
    sisa = PesanKeluar.objects.filter(status="queued").order_by("kirim_setelah")
    jeda = [(p.kirim_setelah - timezone.now()).total_seconds() for p in sisa]
    assert [round(j / 6) for j in jeda] == [1, 2, 3]
    assert {p.percobaan for p in sisa} == {0}


def test_one_number_sends_at_most_so_many_a_second():
    tidur = []
    laju = Laju(3, tidur=tidur.append)
    for _ in range(7):
        laju.wait("nomor")
    laju.wait("nomor lain")
    assert len(tidur) == 4
    assert 1.5 < max(tidur) <= 2.0


def test_a_worker_killed_while_sending_leaves_the_message_for_another(surat, graph, monkeypatch):
    def mati(_pesan):
        raise SystemExit

    monkeypatch.setattr(kirim_modul, "_send", mati)
    with pytest.raises(SystemExit):
        send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.percobaan) == ("queued", 1)
    monkeypatch.undo()
    assert send_batch() == 0  # held for a while
    PesanKeluar.objects.update(kirim_setelah=timezone.now())
    send_batch()
    surat.refresh_from_db()
    assert surat.status == "sent"


def test_a_slow_provider_has_what_was_not_begun_given_back(warga, nomor, graph, monkeypatch):
    for n in range(5):
        queue_pesan(kunci=str(n), templat="x", badan=str(n), kontak=warga)
    jam = iter([0.0, 1.0, 30.0, *[61.0] * 50])
    monkeypatch.setattr(kirim_modul, "time", SimpleNamespace(monotonic=lambda: next(jam)))
    monkeypatch.setattr(kirim_modul._laju, "wait", lambda _key: None)
    assert send_batch() == 5
    assert [isi["text"]["body"] for _path, _token, isi in graph.diterima] == ["0", "1"]
    sisa = PesanKeluar.objects.filter(status="queued")
    assert {p.percobaan for p in sisa} == {0}
    monkeypatch.undo()
    assert send_batch() == 3  # at once: they are not held
    assert [isi["text"]["body"] for _path, _token, isi in graph.diterima] == list("01234")


def test_a_message_is_held_longer_than_a_batch_can_take():
    assert kirim_modul.SEWA.total_seconds() > kirim_modul.BATAS_DETIK + 4 * 15


def test_a_status_that_names_our_row_saves_it_from_being_sent_twice(surat, graph, monkeypatch):
    lapor = kabar("wamid.lain", "delivered", biz_opaque_callback_data=f"pesan:{surat.pk}")
    kirim(amplop(statuses=[lapor]))
    process_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.id_penyedia) == ("delivered", "wamid.lain")
    segera()
    assert send_batch() == 0


def _kabari(*urutan, id_pesan="wamid.keluar1", **lain):
    for status in urutan:
        kirim(amplop(statuses=[kabar(id_pesan, status, **lain)]))
    process_batch()


@pytest.mark.parametrize(
    ("urutan", "akhir"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "sent"], "delivered"),
        (["failed", "sent"], "failed"),
        (["failed", "delivered"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["read", "read"], "read"),
        (["warning"], "sent"),
    ],
)
def test_states_never_go_backwards_whatever_their_order(surat, graph, urutan, akhir):
    send_batch()
    _kabari(*urutan)
    surat.refresh_from_db()
    assert surat.status == akhir
    if "delivered" in urutan:
        assert surat.delivered_at is not None
    tercatat = PeristiwaPesan.objects.filter(waktu_penyedia__isnull=False).count()
    assert tercatat == len(set(urutan) - {"warning"})


def test_a_state_that_comes_before_its_message_is_applied_afterwards(surat, graph):
    _kabari("delivered")
    surat.refresh_from_db()
    assert surat.status == "queued"
    send_batch()
    PesanMasuk.objects.update(diterima_at=timezone.now() - timedelta(seconds=5))
    retry_failed()
    surat.refresh_from_db()
    assert surat.status == "delivered"


def test_a_state_of_a_foreign_message_is_let_go_after_five_tries(nomor, surat, graph):
    _kabari("delivered", id_pesan="wamid.asing")
    for _ in range(6):
        PesanMasuk.objects.update(diterima_at=timezone.now() - timedelta(minutes=5))
        retry_failed()
    assert PesanMasuk.objects.get().status == "selesai"


def test_a_message_in_the_window_after_the_person_wrote_again(nomor, graph, penangan):
    kirim(amplop(messages=[pesan("halo")]))
    process_batch()
    queue_pesan(kunci="1", templat="x", badan="isi", kontak=Kontak.objects.get())
    send_batch()
    assert PesanKeluar.objects.get().status == "sent"
