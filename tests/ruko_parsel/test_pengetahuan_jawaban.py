"""Open answers: from a solved request without who asked, published by two, reviewed, archived."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ruko_parsel.models import Jawaban, Permintaan, RevisiJawaban
from ruko_parsel.services.jawaban import (
    IsiJawaban,
    JawabanDitolak,
    archive_jawaban,
    draft_jawaban,
    drop_perubahan,
    edit_jawaban,
    publish_jawaban,
    restore_jawaban,
    review_jawaban,
    use_jawaban,
)
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_pengetahuan import JAWAB, TANYA, make_jawaban, solve_permintaan
from wilayah.models import Wilayah

DAFTAR = "/admin/ruko_parsel/jawaban/"


def page(jawaban):
    return f"{DAFTAR}{jawaban.pk}/change/"


def step(client, jawaban, kunci, **isi):
    return client.post(f"{DAFTAR}{jawaban.pk}/langkah/{kunci}/", isi)


@pytest.mark.django_db
def test_a_draft_names_neither_the_village_nor_anybody():
    WilayahFactory(kode=INAN)
    Wilayah.objects.filter(pk=INAN).update(nama="Inan")
    by = make_desa(nama="Zulkifian Amandarata")
    satu = solve_permintaan(
        by=by, judul="Desa Inan bertanya: laporan semester Inan",
        catatan="Pak Zulkifian dari desa  inan (0812-3456-7890) sudah datang. Zulkifian Amandarata "
        "diminta mencatat SiLPA.",
    )  # fmt: skip
    draf = draft_jawaban(satu, by=make_petugas())
    isi = f"{draf.tanya} {draf.jawab}"
    assert "inan" not in isi.lower()
    assert "zulkifian" not in isi.lower()
    assert "3456" not in isi
    assert "SiLPA" in draf.jawab
    assert "[desa]" in draf.tanya
    assert (draf.status, draf.masalah_id, draf.permintaan) == ("usul", "keuangan", satu)
    assert draf.wilayah_id == "63.11.07"


@pytest.mark.django_db
def test_a_village_named_like_a_thing_goes_only_where_it_is_the_village():
    WilayahFactory(kode=PANGGUNG)
    Wilayah.objects.filter(pk=PANGGUNG).update(nama="Panggung")
    satu = solve_permintaan(
        di=PANGGUNG, catatan="Panggung hiburan di Panggung: sewa panggung kecil."
    )
    assert draft_jawaban(satu, by=make_petugas()).jawab.startswith(
        "[desa] hiburan di [desa]: sewa panggung kecil."
    )


@pytest.mark.django_db
def test_a_secret_or_unsolved_request_never_becomes_one():
    rahasia = solve_permintaan()
    Permintaan.objects.filter(pk=rahasia.pk).update(rahasia=True)
    with pytest.raises(JawabanDitolak, match="rahasia"):
        draft_jawaban(rahasia, by=make_petugas())
    with pytest.raises(JawabanDitolak, match="selesai"):
        draft_jawaban(make_permintaan(), by=make_petugas())
    assert not Jawaban.objects.exists()


@pytest.mark.django_db
def test_one_that_is_marked_secret_later_is_read_by_nobody(client):
    satu = solve_permintaan()
    jawaban = publish_jawaban(draft_jawaban(satu, by=make_petugas()), by=make_camat())
    assert client.get(jawaban.get_absolute_url()).status_code == 200
    Permintaan.objects.filter(pk=satu.pk).update(rahasia=True)
    assert client.get(jawaban.get_absolute_url()).status_code == 404
    assert jawaban.tanya not in client.get("/ruko-parsel/jawaban/").content.decode()
    assert jawaban not in Jawaban.objects.visible_to(make_desa())
    assert not use_jawaban(jawaban, "ya", siapa="x")


@pytest.mark.django_db
def test_a_request_becomes_one_answer_only_once():
    satu = solve_permintaan()
    draft_jawaban(satu, by=make_petugas())
    with pytest.raises(JawabanDitolak, match="sudah"):
        draft_jawaban(satu, by=make_petugas())


@pytest.mark.django_db
def test_who_wrote_it_does_not_publish_it():
    penulis = make_petugas()
    jawaban = make_jawaban(by=penulis, terbit=False)
    with pytest.raises(JawabanDitolak, match="rekan"):
        publish_jawaban(jawaban, by=penulis)
    with pytest.raises(IntegrityError, match="jawaban_dua_orang"), transaction.atomic():
        Jawaban.objects.update(
            status="terbit", diterbitkan_by=penulis, diterbitkan_at=timezone.now(),
            tinjau_at=timezone.localdate(),
        )  # fmt: skip
    terbit = publish_jawaban(jawaban, by=make_camat())
    assert terbit.tinjau_at == timezone.localdate() + dt.timedelta(days=365)


@pytest.mark.django_db
def test_a_change_waits_beside_what_is_published(client):
    jawaban = make_jawaban()
    penyunting = make_petugas()
    edit_jawaban(jawaban, IsiJawaban(TANYA, "Catat dulu di pembiayaan."), by=penyunting)
    assert JAWAB[:30] in client.get(jawaban.get_absolute_url()).content.decode()
    with pytest.raises(JawabanDitolak, match="rekan"):
        publish_jawaban(jawaban, by=penyunting)
    use_jawaban(jawaban, "ya", siapa="a")
    baru = publish_jawaban(jawaban, by=make_camat())
    assert (baru.jawab, baru.versi, baru.suara_ya) == ("Catat dulu di pembiayaan.", 2, 0)
    assert RevisiJawaban.objects.filter(jawaban=jawaban, jawab=JAWAB).exists()  # what was before


@pytest.mark.django_db
def test_a_change_can_be_given_up():
    jawaban = make_jawaban()
    edit_jawaban(jawaban, IsiJawaban("Lain?", "Lain."), by=make_petugas())
    hasil = drop_perubahan(jawaban, by=make_camat(), catatan="Keliru")
    assert (hasil.tanya, hasil.has_perubahan, hasil.status) == (TANYA, False, "terbit")
    with pytest.raises(JawabanDitolak, match="berubah"):
        edit_jawaban(jawaban, IsiJawaban(TANYA, JAWAB), by=make_petugas())


@pytest.mark.django_db
def test_it_is_due_for_review_by_date_or_because_it_did_not_help():
    hari = timezone.localdate()
    lama, buruk, baik = (make_jawaban(f"Soal {n}?") for n in ("lama", "buruk", "baik"))
    Jawaban.objects.filter(pk=lama.pk).update(tinjau_at=hari)
    for n in range(3):
        use_jawaban(buruk, "tidak", siapa=str(n))
    assert set(Jawaban.objects.due_review(hari)) == {lama, buruk}
    review_jawaban(buruk, by=make_petugas())
    assert set(Jawaban.objects.due_review(hari)) == {lama}
    assert baik.tinjau_at > hari


@pytest.mark.django_db
def test_the_archive_hides_and_gives_back():
    jawaban = make_jawaban()
    archive_jawaban(jawaban, by=make_petugas(), alasan="Aturannya berubah")
    assert not Jawaban.objects.published().exists()
    kembali = restore_jawaban(jawaban, by=make_petugas())
    assert kembali.status == "usul"  # somebody reads it before it is public again


@pytest.mark.django_db
def test_the_history_cannot_be_changed():
    jawaban = make_jawaban()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        jawaban.revisi.update(apa="Lain")


@pytest.mark.django_db
def test_one_person_counts_once_a_day():
    jawaban = make_jawaban()
    assert use_jawaban(jawaban, "ya", siapa="a")
    assert not use_jawaban(jawaban, "tidak", siapa="a")  # one vote, not two
    assert use_jawaban(jawaban, "cegah", siapa="a")
    assert use_jawaban(jawaban, "tidak", siapa="b")
    jawaban.refresh_from_db()
    assert (jawaban.suara_ya, jawaban.suara_tidak, jawaban.dipakai, jawaban.dicegah) == (1, 1, 1, 1)


@pytest.mark.django_db
def test_names_that_come_back_in_by_editing_are_masked_again():
    by = make_desa(nama="Norhalifah Tanjungwani")
    draf = draft_jawaban(solve_permintaan(by=by), by=make_petugas())
    hasil = edit_jawaban(draf, IsiJawaban("Siapa?", "Tanya Ibu Norhalifah, 081234567890."),
                         by=make_petugas())  # fmt: skip
    assert "Norhalifah" not in hasil.jawab
    assert "0812" not in hasil.jawab


@pytest.mark.django_db
def test_the_desk_takes_a_request_over_in_one_step(client):
    petugas = make_petugas()
    client.force_login(petugas)
    satu = solve_permintaan()
    alamat = f"{DAFTAR}add/?permintaan={satu.pk}"
    awal = client.get(alamat).content.decode()
    assert "Catat sebagai SiLPA di pembiayaan." in awal
    jawab = client.post(alamat, {"tanya": TANYA, "jawab": JAWAB, "kata_kunci": ""})
    draf = Jawaban.objects.get()
    assert jawab.url == page(draf)
    assert draf.permintaan == satu
    lagi = client.post(alamat, {"tanya": TANYA, "jawab": JAWAB, "kata_kunci": ""})
    assert lagi.status_code == 422
    assert "sudah dijadikan" in lagi.content.decode()
    assert step(client, draf, "terbit", masa="365").status_code == 302  # not offered to the writer
    assert Jawaban.objects.get().status == "usul"
    client.force_login(make_petugas())
    step(client, draf, "terbit", masa="365")
    assert Jawaban.objects.get().status == "terbit"


@pytest.mark.django_db
@pytest.mark.parametrize("nilai", ["abc", "999999999999999999999", "0"])
def test_a_made_up_request_is_not_found(client, nilai):
    client.force_login(make_petugas())
    assert client.get(f"{DAFTAR}add/?permintaan={nilai}").status_code == 404


@pytest.mark.django_db
def test_empty_words_name_their_field(client):
    client.force_login(make_petugas())
    jawab = client.post(f"{DAFTAR}add/", {"tanya": "", "jawab": "x\x00", "masalah": "keuangan"})
    assert jawab.status_code == 422
    assert "wajib" in jawab.content.decode().lower() or "harus" in jawab.content.decode().lower()


@pytest.mark.django_db
def test_who_sees_which_answers(client):
    usul, terbit = make_jawaban("Usul?", terbit=False), make_jawaban("Terbit?")
    for siapa, kode in (
        (make_camat(), {usul: 200, terbit: 200}), (make_petugas(), {usul: 200, terbit: 200}),
        (make_desa(), {usul: 404, terbit: 200}), (make_desa(peran="lurah"), {terbit: 200}),
        (make_petugas(di=TETANGGA), {usul: 404, terbit: 404}),
    ):  # fmt: skip
        client.force_login(siapa)
        for jawaban, status in kode.items():
            assert client.get(page(jawaban)).status_code == status, (siapa, jawaban)


@pytest.mark.django_db
def test_a_village_takes_no_step_and_sees_no_history(client):
    terbit = make_jawaban()
    client.force_login(make_desa())
    isi = client.get(page(terbit)).content.decode()
    assert "Diterbitkan</td>" not in isi
    assert str(terbit.ditulis_by) not in isi
    assert "Arsipkan" not in isi
    assert step(client, terbit, "arsip", alasan="x").status_code == 404
    assert client.get(f"{DAFTAR}add/").status_code in {403, 404}


@pytest.mark.django_db
def test_markup_stays_text_for_staff_and_public(client):
    jahat = "<script>alert(1)</script> laporan"
    jawaban = make_jawaban(f"{jahat}?", jahat)
    client.force_login(make_petugas())
    for alamat in (page(jawaban), DAFTAR, jawaban.get_absolute_url(), "/ruko-parsel/jawaban/",
                   "/ruko-parsel/jawaban/?q=laporan"):  # fmt: skip
        assert "<script>alert" not in client.get(alamat).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("siapa", ["petugas", "desa"])
def test_the_list_asks_no_more_for_fifteen_rows(client, siapa, django_assert_max_num_queries):
    client.force_login(make_petugas() if siapa == "petugas" else make_desa())
    make_jawaban("Soal 0?")
    client.get(DAFTAR)
    with django_assert_max_num_queries(15) as satu:
        client.get(DAFTAR)
    for n in range(1, 15):
        make_jawaban(f"Soal {n}?")
    with django_assert_max_num_queries(len(satu)):
        assert client.get(DAFTAR).content.decode().count("Soal ") >= 15


@pytest.mark.django_db
def test_queue_filters_search_and_export(client):
    client.force_login(make_petugas())
    make_jawaban("Tentang stunting?", masalah="stunting")
    make_jawaban("Menunggu?", terbit=False)
    isi = client.get(f"{DAFTAR}?antrean=usul").content.decode()
    assert "Menunggu?" in isi
    assert "Tentang stunting?" not in isi
    assert "Tentang stunting?" in client.get(f"{DAFTAR}?q=stuntng").content.decode()
    assert client.get(f"{DAFTAR}antrean/").url.endswith("?antrean=tinjau")
    ekspor = client.post(f"{DAFTAR}export/", {"format": "0", "resource": ""} | {
        f"jawabanresource_{k}": "on" for k in ("tanya", "status")})  # fmt: skip
    assert "Tentang stunting?" in ekspor.content.decode()


def test_two_who_take_over_one_request_at_once_make_one_answer(nyata):
    satu = solve_permintaan()
    orang = [make_petugas(), make_petugas()]
    mulai, hasil = threading.Barrier(2), []

    def take(by):
        mulai.wait()
        try:
            draft_jawaban(satu, by=by)
            hasil.append("jadi")
        except JawabanDitolak:
            hasil.append("ditolak")
        connection.close()

    benang = [threading.Thread(target=take, args=[by]) for by in orang]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(hasil) == ["ditolak", "jadi"]
    assert Jawaban.objects.count() == 1
