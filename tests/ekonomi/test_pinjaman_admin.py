"""Loans, members, capital and ideas at the desk: typed as people type, decided by two."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buku_besar.services import saldo
from ekonomi.models import AnggotaKoperasi, Koperasi, Pinjaman, SetoranModal, UsulanInovasi
from ekonomi.services.pinjaman import receive_angsuran
from ekonomi.services.pinjaman.akhir_bulan import set_aside
from pesan.muat import load_templat
from tests.ekonomi.pabrik_pinjaman import PANDEAN, Dunia, differences
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dunia(db):
    load_templat()
    return Dunia()


def masuk(client, siapa):
    client.force_login(siapa)
    return client


def alamat(nama, *args):
    return reverse(f"admin:ekonomi_{nama}", args=args)


def langkah(client, pinjaman, kunci, **data):
    return client.post(alamat("pinjaman_langkah", pinjaman.pk, kunci), data)


def aju(dunia, **lain):
    return {
        "anggota": dunia.anggota().pk, "produk": dunia.produk.pk, "pokok": "Rp 1.500.000",
        "tenor": 10, "tujuan": "Beli gerobak",
    } | lain  # fmt: skip


def test_from_the_form_to_the_money_with_two_people(client, dunia):
    jawab = masuk(client, dunia.bendahara).post(alamat("pinjaman_add"), aju(dunia))
    assert jawab.status_code == 302, jawab.content.decode()[:3000]
    pinjaman = Pinjaman.objects.get()
    assert (pinjaman.pokok, pinjaman.diajukan_oleh) == (1_500_000, dunia.bendahara)
    halaman = client.get(pinjaman.get_absolute_url()).content.decode()
    assert "Setujui" not in halaman
    langkah(client, pinjaman, "setujui")
    pinjaman.refresh_from_db()
    assert pinjaman.status == "diajukan"
    masuk(client, dunia.lurah)
    assert "Setujui" in client.get(pinjaman.get_absolute_url()).content.decode()
    langkah(client, pinjaman, "setujui")
    assert "Cairkan" not in client.get(pinjaman.get_absolute_url()).content.decode()
    masuk(client, dunia.bendahara)
    langkah(client, pinjaman, "cairkan", cara="kas", tanggal=timezone.localdate())
    pinjaman.refresh_from_db()
    assert pinjaman.status == "berjalan"
    assert "Jadwal" in client.get(pinjaman.get_absolute_url()).content.decode()
    assert differences(dunia.koperasi) == []


def test_a_refused_application_says_why_and_keeps_what_was_typed(client, dunia):
    masuk(client, dunia.bendahara)
    jawab = client.post(alamat("pinjaman_add"), aju(dunia, pokok="99.000.000"), follow=True)
    teks = jawab.content.decode()
    assert "antara Rp 100.000 dan Rp 10.000.000" in teks
    assert "Beli gerobak" in teks
    jawab = client.post(alamat("pinjaman_add"), aju(dunia, pokok="sejuta"))
    assert "Tulis jumlah rupiah" in jawab.content.decode()
    assert not Pinjaman.objects.exists()


def test_a_refusal_and_a_late_click_come_back_in_words(client, dunia):
    pinjaman = dunia.ajukan()
    masuk(client, dunia.lurah)
    jawab = langkah(client, pinjaman, "tolak", alasan="")
    assert jawab.status_code == 422
    langkah(client, pinjaman, "tolak", alasan="Belum ada usaha")
    jawab = client.post(alamat("pinjaman_langkah", pinjaman.pk, "setujui"), follow=True)
    assert "baru saja berubah" in jawab.content.decode()


def test_a_new_schedule_is_proposed_by_one_and_decided_by_another(client, dunia):
    pinjaman = dunia.cair()
    masuk(client, dunia.bendahara)
    langkah(client, pinjaman, "restruktur", tenor=20, alasan="<script>sepi</script>")
    teks = client.get(pinjaman.get_absolute_url()).content.decode()
    assert "&lt;script&gt;sepi" in teks
    assert "Setujui usulan" not in teks
    masuk(client, dunia.lurah)
    assert pinjaman.nomor in client.get(alamat("usulanpinjaman_changelist")).content.decode()
    langkah(client, pinjaman, "terima")
    pinjaman.refresh_from_db()
    assert pinjaman.jadwal_versi == 2
    masuk(client, dunia.bendahara)
    jawab = langkah(client, pinjaman, "hapus", alasan="Pindah")
    assert "91 hari" in jawab.content.decode()


def test_a_member_joins_and_leaves_through_the_desk(client, dunia):
    masuk(client, dunia.bendahara)
    data = {
        "koperasi": dunia.koperasi.pk, "nama": "Wulan Sekarpetak", "masuk": timezone.localdate(),
    }  # fmt: skip
    assert client.post(alamat("anggotakoperasi_add"), data).status_code == 302
    anggota = AnggotaKoperasi.objects.get()
    assert (anggota.nomor, anggota.pokok) == ("AK-0001", 50_000)
    client.post(
        alamat("anggotakoperasi_changelist"), {"action": "leave", "_selected_action": [anggota.pk]}
    )
    anggota.refresh_from_db()
    assert (anggota.status, anggota.simpanan) == ("keluar", 0)
    assert differences(dunia.koperasi) == []


def test_capital_is_typed_once_by_source(client, dunia):
    masuk(client, dunia.bendahara)
    data = {
        "koperasi": dunia.koperasi.pk, "sumber": "apbd", "dari": "Kelurahan", "cara": "bank",
        "jumlah": "Rp 20.000.000", "tanggal": timezone.localdate(), "kunci": "a",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(alamat("setoranmodal_add"), data).status_code == 302
    assert SetoranModal.objects.filter(sumber="apbd").count() == 1
    assert saldo(dunia.koperasi.buku, "1-1200") == 20_000_000


def test_the_lurah_opens_a_cooperative_with_its_book(client, db):
    lurah = PenggunaFactory(peran="lurah", di="35.77.03.1002")
    data = {
        "wilayah": "35.77.03.1002", "nama": "Kas Pandean", "simpanan_pokok": "25.000",
        "simpanan_wajib": "5.000", "bulan_hibah": 12, "aktif": "on",
    }  # fmt: skip
    jawab = masuk(client, lurah).post(alamat("koperasi_add"), data)
    assert jawab.status_code == 302, jawab.content.decode()[:3000]
    koperasi = Koperasi.objects.get()
    assert (koperasi.simpanan_pokok, koperasi.buku.kode) == (25_000, "koperasi")
    assert koperasi.kelas.count() == 5
    assert client.get(alamat("koperasi_change", koperasi.pk)).status_code == 200


def test_an_idea_is_decided_by_another_and_paid_out_of_the_endowment(client, dunia):
    masuk(client, dunia.bendahara)
    data = {
        "koperasi": dunia.koperasi.pk, "judul": "Pupuk dari sisa pasar", "uraian": "Kompos.",
        "pengusul": "Wulan", "diminta": "500.000",
    }  # fmt: skip
    assert client.post(alamat("usulaninovasi_add"), data).status_code == 302
    usulan = UsulanInovasi.objects.get()
    tujuan = alamat("usulaninovasi_langkah", usulan.pk)
    assert client.post(tujuan, {"disetujui": "1", "alasan": "x"}).status_code == 404
    masuk(client, dunia.lurah)
    lebih = client.post(tujuan, {"disetujui": "500.001", "alasan": "Bagus"})
    assert "Rp 500.000" in lebih.content.decode()
    client.post(tujuan, {"disetujui": "400.000", "alasan": "Bagus"})
    masuk(client, dunia.bendahara)
    kurang = client.post(tujuan, {"cara": "kas"})
    assert "Dana abadi berisi Rp 0" in kurang.content.decode()
    _fill_endowment(dunia)
    client.post(tujuan, {"cara": "kas"})
    usulan.refresh_from_db()
    assert usulan.status == "dibayar"
    client.post(tujuan, {"hasil": "Empat lubang kompos."})
    usulan.refresh_from_db()
    assert usulan.status == "selesai"
    assert differences(dunia.koperasi) == []


def _fill_endowment(dunia):
    """Income of this month, of which all is set aside."""
    hari = timezone.localdate()
    pinjaman = dunia.cair(pokok=10_000_000, tenor=24)
    dunia.koperasi.tarif_abadi.update(persen=100)
    for n in range(5):
        receive_angsuran(
            pinjaman, jumlah=570_000, kunci=f"isi-{n}", by=dunia.bendahara, sengaja=True
        )
    set_aside(dunia.koperasi, mulai=hari.replace(day=1), selesai=hari, by=dunia.lurah)


def test_another_area_finds_no_loan(client, dunia):
    pinjaman = dunia.cair()
    masuk(client, Dunia(di=PANDEAN).bendahara)
    assert client.get(pinjaman.get_absolute_url()).status_code == 404
    assert langkah(client, pinjaman, "hapus", alasan="x").status_code == 404
    assert pinjaman.nomor not in client.get(alamat("pinjaman_changelist")).content.decode()


@pytest.mark.parametrize(
    "daftar",
    ["pinjaman", "anggotakoperasi", "angsuran", "usulanpinjaman", "produkpinjaman", "tutupkas",
     "mutasisimpanan", "setoranmodal", "kelompoktanggungrenteng", "usulaninovasi", "koperasi"],
)  # fmt: skip
def test_lists_open_and_cost_the_same_at_one_and_at_fifteen(
    client, dunia, daftar, django_assert_max_num_queries
):
    masuk(client, dunia.bendahara)
    for banyak in (1, 14):
        for _ in range(banyak):
            dunia.cair(pokok=100_000)
        with django_assert_max_num_queries(20):
            assert client.get(alamat(f"{daftar}_changelist")).status_code == 200


@pytest.mark.parametrize("nilai", ["0", "1", "31", "61", "91", "x"])
def test_loans_are_found_by_how_late_they_are(client, dunia, nilai):
    dunia.cair(pada=timezone.localdate() - timedelta(days=100))
    masuk(client, dunia.bendahara)
    teks = client.get(alamat("pinjaman_changelist"), {"telat": nilai}).content.decode()
    assert ("PJ-" in teks) == (nilai in {"61", "x"})
