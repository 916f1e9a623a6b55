"""Who knows what: said by oneself, confirmed by the camat, learned from what was solved."""

import pytest
from django.template import Context, Template

from ruko_parsel.ahli import find_ahli
from ruko_parsel.models import JenisMasalah, Keahlian
from ruko_parsel.services.keahlian import (
    IsiKeahlian,
    KeahlianDitolak,
    change_keahlian,
    decide_keahlian,
    record_keahlian,
    withdraw_keahlian,
)
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_petugas,
)
from tests.ruko_parsel.pabrik_pengetahuan import make_keahlian, solve_permintaan

DAFTAR, CARI = "/admin/ruko_parsel/keahlian/", "/admin/ruko_parsel/keahlian/cari/"
ISI = {"masalah": "keuangan", "topik": "Siskeudes", "tingkat": "2", "bukti": "Pelatihan",
       "bersedia": "on"}  # fmt: skip


def step(client, satu, kunci, **isi):
    return client.post(f"{DAFTAR}{satu.pk}/langkah/{kunci}/", isi)


@pytest.mark.django_db
def test_one_says_it_and_the_camat_confirms_it(client):
    desa, camat = make_desa(), make_camat()
    client.force_login(desa)
    assert client.post(f"{DAFTAR}add/", ISI).status_code == 302
    satu = Keahlian.objects.get()
    assert (satu.pengguna, satu.wilayah_id, satu.status) == (desa, INAN, "diajukan")
    lagi = client.post(f"{DAFTAR}add/", ISI | {"topik": "SISKEUDES"})
    assert lagi.status_code == 422
    assert "sudah Anda catat" in lagi.content.decode()
    step(client, satu, "kuat")
    assert Keahlian.objects.get().status == "diajukan"  # nobody confirms oneself
    client.force_login(camat)
    assert step(client, satu, "kuat").status_code == 302
    satu.refresh_from_db()
    assert (satu.status, satu.diputus_by) == ("dikuatkan", camat)


@pytest.mark.django_db
def test_only_the_camat_of_that_place_decides():
    satu = make_keahlian(make_desa(), kuat=False)
    lain = PenggunaFactory(peran="camat", di=TETANGGA)
    for siapa in (make_petugas(), lain, make_desa(peran="lurah")):
        with pytest.raises(KeahlianDitolak, match="camat"):
            decide_keahlian(satu, kuat=True, by=siapa)
    with pytest.raises(KeahlianDitolak, match="alasan"):
        decide_keahlian(satu, kuat=False, by=make_camat())
    tolak = decide_keahlian(satu, kuat=False, by=make_camat(), alasan="Ikut pelatihan dulu")
    assert (tolak.status, tolak.alasan) == ("ditolak", "Ikut pelatihan dulu")


@pytest.mark.django_db
def test_a_change_waits_for_the_camat_again_and_is_ones_own():
    desa = make_desa()
    satu = make_keahlian(desa)
    isi = IsiKeahlian(JenisMasalah.objects.get(pk="keuangan"), "APBDes", 3, "Enam tahun kaur")
    with pytest.raises(KeahlianDitolak, match="sendiri"):
        change_keahlian(satu, isi, by=make_desa())
    assert change_keahlian(satu, isi, by=desa).status == "diajukan"
    assert withdraw_keahlian(satu, by=desa).status == "dicabut"
    assert change_keahlian(satu, isi, by=desa).status == "diajukan"
    with pytest.raises(KeahlianDitolak, match="staf"):
        record_keahlian(isi, by=PenggunaFactory())


@pytest.mark.django_db
def test_another_village_sees_only_who_offers_to_help(client):
    menolong = make_keahlian(make_desa(PANGGUNG))
    sendiri = make_keahlian(make_desa(PANGGUNG), "Prodeskel", bersedia=False)
    menunggu = make_keahlian(make_desa(PANGGUNG), "SPJ", kuat=False)
    rows = Keahlian.objects.visible_to(make_desa())
    assert (menolong in rows, sendiri in rows, menunggu in rows) == (True, False, False)
    assert Keahlian.objects.visible_to(make_petugas()).count() == 3
    assert not Keahlian.objects.visible_to(make_petugas(di=TETANGGA)).exists()
    client.force_login(make_desa())
    assert client.get(f"{DAFTAR}{menolong.pk}/change/").status_code == 200
    assert step(client, menolong, "ubah", **ISI).status_code == 404
    assert client.get(f"{DAFTAR}{sendiri.pk}/change/").status_code == 404


@pytest.mark.django_db
def test_people_are_found_by_words_and_by_what_they_solved():
    tahu = make_desa(PANGGUNG, nama="Norhalifah Uji")
    make_keahlian(tahu, "Menutup buku Siskeudes", tingkat=3)
    petugas = make_petugas(nama="Rahmadi Uji")
    solve_permintaan(petugas=petugas)
    solve_permintaan(petugas=petugas)
    desa = make_desa()
    hasil = find_ahli(desa, kecamatan=KECAMATAN, teks="siskuedes",
                      masalah=[JenisMasalah.objects.get(pk="keuangan")])  # fmt: skip
    assert [(a.nama, a.jabatan, a.selesai) for a in hasil] == [
        ("Norhalifah Uji", "Sekretaris Desa", 0), ("Rahmadi Uji", "Petugas Kecamatan", 2),
    ]  # fmt: skip
    assert hasil[1].alasan == "2 permintaan sejenis diselesaikan"
    assert find_ahli(desa, kecamatan=KECAMATAN, teks="menjahit") == []


@pytest.mark.django_db
def test_who_left_is_not_offered():
    tahu = make_desa(PANGGUNG)
    make_keahlian(tahu)
    tahu.penugasan.all().delete()
    assert find_ahli(make_desa(), kecamatan=KECAMATAN, teks="siskeudes") == []


@pytest.mark.django_db
def test_the_page_tells_role_and_office_never_a_number(client):
    make_keahlian(make_desa(PANGGUNG, nama="Norhalifah Uji", nomor_wa="+6281234567890"))
    client.force_login(make_desa())
    isi = client.get(CARI, {"tanya": "buku siskeudes"}).content.decode()
    assert "Norhalifah Uji" in isi
    assert "Sekretaris Desa" in isi
    assert "81234567890" not in isi
    assert "Belum ada yang tercatat" in client.get(CARI, {"tanya": "zzz\x00"}).content.decode()
    assert client.get(CARI, {"soal": "keuangan"}).content.decode().count("Norhalifah Uji") == 1
    client.logout()
    assert client.get(CARI).status_code == 302
    client.force_login(PenggunaFactory(peran="petugas"))
    assert client.get(CARI).status_code in {403, 404}


@pytest.mark.django_db
def test_the_desk_reads_who_knows_beside_a_request():
    make_keahlian(make_petugas(nama="Rahmadi Uji"))
    satu = solve_permintaan()
    isi = Template("{% load pengetahuan %}{% yang_paham p user %}").render(
        Context({"p": satu, "user": make_camat()})
    )
    assert "Yang paham soal ini" in isi
    assert "Rahmadi Uji" in isi


@pytest.mark.django_db
def test_markup_stays_text(client):
    make_keahlian(make_petugas(), "<script>x</script> Siskeudes")
    client.force_login(make_camat())
    for alamat in (DAFTAR, f"{CARI}?tanya=siskeudes"):
        assert "<script>x" not in client.get(alamat).content.decode()


@pytest.mark.django_db
def test_the_list_asks_no_more_for_fifteen_rows(client, django_assert_max_num_queries):
    client.force_login(make_petugas())
    desa = make_desa()
    make_keahlian(desa, "Topik 0")
    client.get(DAFTAR)
    with django_assert_max_num_queries(15) as satu:
        client.get(DAFTAR)
    for n in range(1, 15):
        make_keahlian(desa, f"Topik {n}")
    with django_assert_max_num_queries(len(satu)):
        client.get(DAFTAR)
    client.get(CARI, {"tanya": "topik"})
    with django_assert_max_num_queries(16):
        client.get(CARI, {"tanya": "topik"})
