"""A sensitive case leaves no trace: a word of its own in each field, looked for everywhere."""

import json

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from curhat.models import Curhat, Jawaban, Tiket
from curhat.services import tiket as layanan
from pesan.models import Lampiran, PesanKeluar
from tests.akses.test_jelajah import addresses, fill, issued_surat, running_loan, sent_letter
from tests.config.test_log import catatan  # noqa: F401 - fixture
from tests.curhat.conftest import PANDEAN, TAMAN, terima
from tests.curhat.test_ekspor import export
from tests.factories import InstansiFactory, PenggunaFactory
from wilayah.models import Rujukan

CERITA = (
    "Suami saya memukul saya setiap malam di Jalan Zamruditujuh RT 03 RW 02, anak saya "
    "zamrudidelapan ketakutan"
)
URUT = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
KATA = [f"zamrudi{n}" for n in URUT]


@pytest.fixture
def kasus(kelurahan, moderator):
    """A case told by WhatsApp, worked on, handed to a unit and closed, each field marked."""
    terima(CERITA)
    curhat = Curhat.objects.get()
    assert curhat.rahasia
    Curhat.objects.filter(pk=curhat.pk).update(
        ringkasan=f"{curhat.ringkasan} zamrudisatu",
        lurah_disebut="zamrudidua",
        nama_pelapor="zamruditiga",
        alasan=[*curhat.alasan, {"temuan": "urgensi", "frasa": "zamrudiempat", "aturan": "uji"}],
        kandidat_wilayah=[{"kode": "35.77.03.1002", "nama": "zamrudilima", "tingkat": "kelurahan"}],
        resmi=True,
    )
    Jawaban.objects.update(teks="zamrudienam", bagian={"empati": "zamrudienam"})
    lampiran = Lampiran.objects.create(
        nama="zamrudisembilan.jpg", status="ada", mime="image/jpeg", pesan_masuk=curhat.pesan_masuk
    )
    lampiran.berkas.save("zamrudisembilan.jpg", ContentFile(b"zamrudisembilan"))
    curhat.lampiran.add(lampiran)
    unit = InstansiFactory(kode="UPTD-PPA")
    tiket = Tiket.objects.get()
    layanan.assign_tiket(tiket, by=moderator, instansi=unit)
    layanan.start_tiket(tiket, by=moderator)
    layanan.close_tiket(tiket, by=moderator, tindakan="Didampingi zamrudisatu ke rumah aman.")
    layanan.reopen_tiket(tiket, alasan="masih zamrudidua")
    layanan.divert_tiket(tiket, by=moderator, alasan="Lintas unit.", ke_instansi=unit)
    surat = issued_surat(curhat)
    pinjaman, angsuran = running_loan()
    return {
        "pinjaman": pinjaman, "angsuran": angsuran,
        "surat": surat.pk, "token": surat.token, "lacak_berkas": sent_letter(curhat).pk,
        "tiket": tiket.pk, "nomor": tiket.nomor, "lampiran": lampiran.pk, "staf": moderator.pk,
        "unit": unit, "kode": curhat.kode,
    }  # fmt: skip


def others(kasus):
    """Everybody who has work here, or next door, but must not see it."""
    orang = {
        "petugas data": ("data_officer", "35.77"),
        "camat": ("camat", "35.77.03"),
        "petugas kecamatan": ("petugas_kecamatan", "35.77.03"),
        "admin wilayah": ("admin_wilayah", "35.77"),
        "fasilitator": ("fasilitator", TAMAN),
        "operator kios": ("operator_kios", TAMAN),
        "petugas unit yang ditugasi": ("petugas", kasus["unit"]),
        "lurah tetangga": ("lurah", PANDEAN),
    }
    clients = {"orang asing": Client()}
    for siapa, (peran, di) in orang.items():
        clients[siapa] = Client()
        clients[siapa].force_login(PenggunaFactory(peran=peran, di=di))
    return clients


def found(teks):
    teks = teks.lower()
    return [kata for kata in KATA if kata in teks] + (["memukul"] if "memukul saya" in teks else [])


@pytest.mark.parametrize(
    "siapa",
    [
        "orang asing", "petugas data", "camat", "petugas kecamatan", "admin wilayah",
        "fasilitator", "operator kios", "petugas unit yang ditugasi", "lurah tetangga",
    ],
)  # fmt: skip
def test_no_page_of_anybody_else_holds_a_word_of_it(kasus, siapa, catatan):  # noqa: F811
    client = others(kasus)[siapa]
    buruk = []
    for route, name in addresses():
        if name == "logout":
            continue
        jawab = client.get(fill(route, name, kasus))
        isi = b"".join(jawab).decode("utf-8", "replace")
        if ada := found(isi):
            buruk.append((route, ada))
        if kasus["kode"] in isi and name not in {"lacak"}:
            buruk.append((route, kasus["kode"]))
    assert buruk == []
    assert found(json.dumps(catatan)) == []


def test_no_export_of_anybody_else_holds_a_word_of_it(kasus):
    for siapa, client in others(kasus).items():
        for model in ("curhat", "tiket"):
            jawab = client.get(f"/admin/curhat/{model}/export/")
            if jawab.status_code != 200:
                continue
            for resource in ("0", "1") if model == "curhat" else ("0",):
                isi = export(client, resource, model=model).decode("utf-8", "replace")
                assert found(isi) == [], (siapa, model)
                assert kasus["kode"] not in isi, (siapa, model)


def test_no_notice_to_anybody_holds_a_word_of_it(kasus):
    for pesan in PesanKeluar.objects.all():
        assert found(pesan.badan + pesan.slots) == [], pesan.templat
        if pesan.pengguna_id:
            assert "PPA" not in pesan.badan, pesan.templat
            assert "RT/RW 03" not in pesan.badan, pesan.templat


def test_no_hand_over_holds_a_word_of_it(kasus):
    assert [found(r.ringkasan) for r in Rujukan.objects.all()] == [[]]


def test_no_log_line_of_its_whole_life_holds_a_word_of_it(catatan, kasus):  # noqa: F811
    assert found(json.dumps(catatan)) == []


def test_its_own_people_see_it_so_the_walk_proves_something(kasus, lurah, moderator):
    for siapa in (lurah, moderator):
        client = Client()
        client.force_login(siapa)
        curhat = Curhat.objects.get()
        semua = client.get(f"/admin/curhat/curhat/{curhat.pk}/change/").content.decode()
        semua += client.get(f"/admin/curhat/tiket/{kasus['tiket']}/change/").content.decode()
        semua += client.get(f"/admin/curhat/obrolan/{curhat.kontak_id}/change/").content.decode()
        assert {"zamrudisatu", "zamrudiempat", "zamrudienam", "zamrudidelapan"} <= set(found(semua))


def test_the_resident_follows_it_with_code_and_pin(kasus):
    badan = PesanKeluar.objects.get(templat="terima_peka").badan
    pin = badan.split("PIN: ")[1][:6]
    client = Client()
    jawab = client.post("/lacak/", {"kode": kasus["kode"], "pin": pin})
    assert jawab.status_code == 303
    halaman = client.get(jawab["Location"]).content.decode()
    assert kasus["kode"] in halaman
    assert "memukul saya" not in halaman  # not repeated on a screen others may see
