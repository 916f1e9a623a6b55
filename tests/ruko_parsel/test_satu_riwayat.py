"""One history on both sides, as a resident, a village and the desk read it on their pages."""

import pytest

from tests.curhat.halaman import masuk_lacak
from tests.ruko_parsel.pabrik import INAN, PANGGUNG, make_camat, make_desa, make_petugas
from tests.ruko_parsel.pabrik_rujukan import ALASAN, make_tiket, offer_tiket
from wilayah.models import Rujukan

pytestmark = pytest.mark.django_db
TAMBAHAN = "Airnya sekarang sampai dapur"


@pytest.fixture
def orang():
    return {"desa": make_desa(nama="Sekdes Inan"), "petugas": make_petugas(nama="Bu Rina"),
            "camat": make_camat(), "lain": make_desa(PANGGUNG)}  # fmt: skip


@pytest.fixture
def tiket(orang):
    """A resident's ticket of Inan, followed by code and PIN."""
    return make_tiket(di=INAN, by=orang["desa"], pin="482915")


@pytest.fixture
def warga(tiket):
    return masuk_lacak(tiket.curhat.kode, "482915")


def status_page(warga):
    return warga.get("/lacak/").content.decode()


def as_staff(client, user):
    client.force_login(user)
    return client


def accept(client, orang, tiket, jawab="Kami bahas Senin."):
    """The desk takes it with the kind of problem, by its page; gives the request."""
    rujukan = offer_tiket(tiket, by=orang["desa"])
    as_staff(client, orang["petugas"]).post(
        f"/admin/wilayah/rujukan/{rujukan.pk}/terima/",
        {"pilihan": "siaga_bencana", "teks": jawab},
    )
    rujukan.refresh_from_db()
    assert rujukan.status == "diterima"
    return rujukan.hasil


def step(client, permintaan, kunci, **isi):
    alamat = f"/admin/ruko_parsel/permintaan/{permintaan.pk}/langkah/{kunci}/"
    assert client.post(alamat, isi).status_code == 302, kunci
    permintaan.refresh_from_db()


def ticket_page(client, orang, tiket, siapa="desa"):
    client.force_login(orang[siapa])
    return client.get(f"/admin/curhat/tiket/{tiket.pk}/change/")


def request_page(client, orang, permintaan, siapa="petugas"):
    client.force_login(orang[siapa])
    return client.get(f"/admin/ruko_parsel/permintaan/{permintaan.pk}/change/")


def answer(client, orang, permintaan):
    """Drafted by the officer, agreed to by the camat, sent."""
    step(client, permintaan, "tanggapan", perihal="Saluran", isi="Kami bersihkan bersama.")
    surat = permintaan.tanggapan.get()
    for kunci, siapa in (("ajukan", "petugas"), ("setujui", "camat"), ("kirim", "petugas")):
        client.force_login(orang[siapa])
        client.post(f"/admin/ruko_parsel/tanggapan/{surat.pk}/langkah/{kunci}/", {"catatan": ""})
    permintaan.refresh_from_db()
    assert permintaan.status == "ditanggapi"


def test_the_desks_steps_stand_in_the_ticket_and_on_the_residents_page(client, orang, tiket, warga):
    permintaan = accept(client, orang, tiket)
    step(client, permintaan, "tangani")
    answer(client, orang, permintaan)
    halaman = status_page(warga)
    for kata in ("sedang ditelaah", "sudah ditanggapi"):
        assert kata in halaman
        assert kata in ticket_page(client, orang, tiket).content.decode()
    meja = request_page(client, orang, permintaan).content.decode()
    assert tiket.nomor in meja
    assert ALASAN in meja


def test_what_the_resident_adds_is_read_at_the_desk_and_nowhere_else(client, orang, tiket, warga):
    permintaan = accept(client, orang, tiket)
    warga.post("/lacak/tambah/", {"teks": TAMBAHAN})
    meja = request_page(client, orang, permintaan).content.decode()
    assert "Warga menambah keterangan" in meja
    assert TAMBAHAN in meja  # the story, read where it is kept
    assert TAMBAHAN not in " ".join(permintaan.riwayat.values_list("catatan", flat=True))
    assert request_page(client, orang, permintaan, "lain").status_code == 404
    assert ticket_page(client, orang, tiket, "lain").status_code == 404


def test_the_end_at_the_desk_asks_the_resident_and_a_no_comes_back(client, orang, tiket, warga):
    permintaan = accept(client, orang, tiket)
    step(client, permintaan, "tangani")
    answer(client, orang, permintaan)
    as_staff(client, orang["petugas"])
    step(client, permintaan, "selesai", hasil="Saluran dibersihkan bersama dinas.")
    halaman = status_page(warga)
    assert "Saluran dibersihkan bersama dinas." in halaman
    warga.post("/lacak/belum/", {"alasan": "Masih tergenang kalau hujan."})
    tiket.refresh_from_db()
    assert tiket.status == "dibuka_lagi"
    meja = request_page(client, orang, permintaan).content.decode()
    assert "dibuka lagi" in meja


def test_returned_with_a_reason_the_ticket_is_the_villages_again(client, orang, tiket, warga):
    rujukan = offer_tiket(tiket, by=orang["desa"])
    as_staff(client, orang["petugas"])
    alamat = f"/admin/wilayah/rujukan/{rujukan.pk}/kembalikan/"
    client.post(alamat, {"teks": ""})
    assert Rujukan.objects.get().status == "ditawarkan"
    client.post(alamat, {"teks": "Cukup lewat kerja bakti desa."})
    assert Rujukan.objects.get().status == "dikembalikan"
    tiket.refresh_from_db()
    assert (tiket.status, tiket.petugas) == ("diverifikasi", None)
    assert "kerja bakti desa" in ticket_page(client, orang, tiket).content.decode()
    assert tiket.nomor in status_page(warga)
