"""A draft rule set is replayed over past curhat before it counts: what would change, and why."""

import copy
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from curhat.models import AturanEskalasi, Curhat, PutarUlang, RiwayatPakai
from curhat.penghapus import erase_curhat
from curhat.services.pakai import PakaiDitolakError, activate_aturan
from curhat.services.panduan import draft_aturan
from curhat.services.putar_ulang import ask_putar_ulang, run_putar_ulang, visible_hasil
from curhat.triase.aturan import JALUR
from curhat.triase.beda_aturan import diff_aturan
from tests.curhat.conftest import PANDEAN, TAMAN, pakai_aturan, putar
from tests.factories import CurhatFactory, PenggunaFactory

BAWAAN = json.loads(JALUR.read_text(encoding="utf-8"))
SELOKAN = "Selokan di depan rumah bau, tolong dibersihkan pak"
GENTENG = "Genteng pos ronda melorot semua, tolong segera diperbaiki"
API = "Tolong, rumah tetangga kebakaran, apinya besar sekali"


def aturan(**ubah):
    """The shipped rules with a phrase more, a phrase less or another threshold."""
    isi = copy.deepcopy(BAWAAN)
    isi["ambang"] |= ubah.pop("ambang", {})
    if "kritis" in ubah:
        isi["isyarat"].append(
            {"nama": "genteng", "bahaya": "genteng", "tingkat": 4, "kritis": "genteng",
             "frasa": [ubah["kritis"]]}
        )  # fmt: skip
    return isi


@pytest.fixture
def pusat(kelurahan):
    return PenggunaFactory(is_superuser=True)


@pytest.fixture
def cerita(kelurahan):
    """Three curhat; only the fire escalates by the shipped rules."""
    return {
        "selokan": CurhatFactory(isi=SELOKAN),
        "genteng": CurhatFactory(isi=GENTENG, subkategori_id="fasilitas_umum"),
        "api": CurhatFactory(isi=API, subkategori_id="kebakaran_bencana", urgensi=5),
    }


def filled(form):
    """What a browser would post back of an untouched form."""
    return {k: v for k, f in form.fields.items() if (v := f.initial) is not None}


def draf(isi, pusat):
    return draft_aturan(isi, by=pusat, catatan="coba")


def test_a_new_keyword_shows_what_would_escalate_and_the_phrase(cerita, pusat, client):
    baris = putar(draf(aturan(kritis="genteng ... melorot"), pusat), by=pusat)
    assert (baris.jumlah, baris.dibaca) == (3, 3)
    (satu,) = baris.hasil
    assert (satu["id"], satu["jenis"]) == (cerita["genteng"].pk, "eskalasi_baru")
    assert satu["urgensi"][1] >= 4
    client.force_login(pusat)
    teks = client.get(f"/admin/curhat/putarulang/{baris.pk}/change/").content.decode()
    assert cerita["genteng"].kode in teks
    assert "“genteng pos ronda melorot”" in teks
    assert cerita["selokan"].kode not in teks


def test_a_keyword_taken_out_shows_what_would_not_escalate_any_more(cerita, pusat):
    pakai_aturan(draf(aturan(kritis="genteng ... melorot"), pusat), by=pusat)
    baris = putar(draf(aturan(), pusat), by=pusat)
    assert [(b["id"], b["jenis"]) for b in baris.hasil] == [
        (cerita["genteng"].pk, "eskalasi_hilang")
    ]


def test_another_threshold_counts_by_itself(cerita, pusat):
    baris = putar(draf(aturan(ambang={"eskalasi": 1}), pusat), by=pusat)
    jenis = {b["id"]: b["jenis"] for b in baris.hasil}
    assert jenis == {cerita["selokan"].pk: "eskalasi_baru", cerita["genteng"].pk: "eskalasi_baru"}


def test_rules_that_say_the_same_change_nothing(cerita, pusat):
    isi = aturan()
    isi["tenggat"]["darurat_jam"] = 12  # a deadline changes no reading
    assert putar(draf(isi, pusat), by=pusat).hasil == []


def test_both_read_the_masked_words_and_not_the_stored_finding(cerita, pusat):
    Curhat.objects.filter(pk=cerita["api"].pk).update(urgensi=1, eskalasi=False)
    assert putar(draf(aturan(), pusat), by=pusat).hasil == []


def test_only_the_last_so_many_are_read(cerita, pusat):
    lama = timezone.now() - timedelta(days=9)
    Curhat.objects.filter(pk=cerita["genteng"].pk).update(diterima_at=lama)
    baris = putar(draf(aturan(kritis="genteng ... melorot"), pusat), by=pusat, banyak=2)
    assert (baris.jumlah, baris.hasil) == (2, [])


@pytest.mark.parametrize("banyak", [0, -1, 5001])
def test_a_number_that_cannot_be_is_refused(pusat, banyak):
    with pytest.raises(PakaiDitolakError, match="antara 1 dan 5000"):
        ask_putar_ulang(draf(aturan(), pusat), by=pusat, banyak=banyak)


def test_no_words_are_stored_and_what_is_erased_is_not_shown(cerita, pusat, client):
    baris = putar(draf(aturan(kritis="genteng ... melorot"), pusat), by=pusat)
    assert "genteng" not in json.dumps(baris.hasil)
    with transaction.atomic():
        erase_curhat(Curhat.objects.select_for_update(of=("self",)).get(pk=cerita["genteng"].pk))
    client.force_login(pusat)
    teks = client.get(f"/admin/curhat/putarulang/{baris.pk}/change/").content.decode()
    assert "melorot" not in teks
    assert "1 curhat tidak ditampilkan" in teks


def test_everybody_reads_only_their_own_area_and_private_ones_only_who_may(kelurahan, pusat):
    isi = {"isi": GENTENG, "subkategori_id": "fasilitas_umum"}
    taman, pandean = CurhatFactory(**isi), CurhatFactory(di=PANDEAN, **isi)
    rahasia = CurhatFactory(rahasia=True, **isi)
    baris = putar(draf(aturan(kritis="genteng ... melorot"), pusat), by=pusat)

    def seen(user):
        return {b["id"] for b in visible_hasil(baris, user)}

    assert seen(pusat) == {taman.pk, pandean.pk, rahasia.pk}
    assert seen(PenggunaFactory(peran="lurah", di=TAMAN)) == {taman.pk, rahasia.pk}
    assert seen(PenggunaFactory(peran="admin_wilayah", di="35.77")) == {taman.pk, pandean.pk}
    assert seen(PenggunaFactory(peran="fasilitator", di=TAMAN)) == set()


def test_a_replay_that_breaks_says_so_and_stops_no_other(cerita, pusat):
    rusak = AturanEskalasi.objects.create(versi="rusak", isi={"versi": "rusak"})
    satu = ask_putar_ulang(rusak, by=pusat)
    dua = ask_putar_ulang(draf(aturan(), pusat), by=pusat)
    assert run_putar_ulang() == 2
    assert PutarUlang.objects.get(pk=satu.pk).status == "gagal"
    assert PutarUlang.objects.get(pk=dua.pk).status == "selesai"


def test_a_replay_whose_worker_died_is_taken_up_again(cerita, pusat):
    baris = ask_putar_ulang(draf(aturan(), pusat), by=pusat)
    now = timezone.now()
    PutarUlang.objects.filter(pk=baris.pk).update(status="jalan", detak_at=now)
    assert run_putar_ulang() == 0
    PutarUlang.objects.filter(pk=baris.pk).update(detak_at=now - timedelta(minutes=6))
    assert run_putar_ulang() == 1


def test_two_workers_do_one_replay_once(nyata, cerita, pusat):
    ask_putar_ulang(draf(aturan(), pusat), by=pusat)
    mulai, jumlah = threading.Barrier(2), []

    def work():
        mulai.wait()
        try:
            jumlah.append(run_putar_ulang())
        finally:
            connection.close()

    benang = [threading.Thread(target=work) for _ in range(2)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(jumlah) == [0, 1]


# --- putting a draft in use


def test_a_draft_needs_a_replay_of_itself_and_a_reason(cerita, pusat):
    satu, dua = draf(aturan(ambang={"eskalasi": 3}), pusat), draf(aturan(), pusat)
    putar(satu, by=pusat)
    with pytest.raises(PakaiDitolakError, match="Putar ulang dulu"):
        activate_aturan(dua, by=pusat, alasan="sudah dibahas")
    with pytest.raises(PakaiDitolakError, match="alasan"):
        activate_aturan(satu, by=pusat, alasan=" ")
    activate_aturan(satu, by=pusat, alasan="sudah dibahas dengan 081234567890")
    assert AturanEskalasi.objects.get(aktif=True) == satu
    baris = satu.riwayat.get(peristiwa="dipakai")
    assert baris.by == pusat
    assert "sudah dibahas" in baris.alasan
    assert "081234567890" not in baris.alasan


def test_a_replay_against_other_rules_is_too_old(cerita, pusat):
    satu, dua = draf(aturan(ambang={"eskalasi": 3}), pusat), draf(aturan(), pusat)
    putar(dua, by=pusat)
    pakai_aturan(satu, by=pusat)
    with pytest.raises(PakaiDitolakError, match="Putar ulang dulu"):
        activate_aturan(dua, by=pusat, alasan="sudah dibahas")


def test_going_back_needs_no_replay(cerita, pusat):
    lama = AturanEskalasi.objects.get(aktif=True)
    pakai_aturan(draf(aturan(ambang={"eskalasi": 3}), pusat), by=pusat)
    activate_aturan(lama, by=pusat, alasan="Terlalu banyak eskalasi")
    assert AturanEskalasi.objects.get(aktif=True) == lama
    riwayat = RiwayatPakai.objects.filter(aturan=lama, by=pusat).order_by("pk")
    assert list(riwayat.values_list("peristiwa", flat=True)) == ["dilepas", "dipakai"]


def test_who_decided_on_an_old_page_is_told(cerita, pusat):
    lama = AturanEskalasi.objects.get(aktif=True)
    satu, dua = draf(aturan(ambang={"eskalasi": 3}), pusat), draf(aturan(), pusat)
    putar(satu, by=pusat)
    putar(dua, by=pusat)
    activate_aturan(satu, by=pusat, alasan="sudah dibahas", dari=lama.pk)
    with pytest.raises(PakaiDitolakError, match="orang lain"):
        activate_aturan(dua, by=pusat, alasan="sudah dibahas", dari=lama.pk)


# --- on the pages


def test_the_whole_way_on_the_pages(cerita, pusat, client):
    lama = AturanEskalasi.objects.get(aktif=True)
    client.force_login(pusat)
    halaman = f"/admin/curhat/aturaneskalasi/{lama.pk}/umum/"
    isi = filled(client.get(halaman).context["form"])
    isi |= {"baru_nama": "Genteng", "baru_tingkat": 4, "baru_frasa": "genteng ... melorot",
            "catatan": "Pos ronda RW 02"}  # fmt: skip
    assert client.post(halaman, isi).status_code == 302
    baru = AturanEskalasi.objects.get(by=pusat)
    assert [b.tempat for b in diff_aturan(lama.isi, baru.isi)] == ["Isyarat “genteng”"]
    alamat = f"/admin/curhat/aturaneskalasi/{baru.pk}"
    teks = client.get(f"{alamat}/change/").content.decode()
    assert "genteng ... melorot" in teks
    assert "Putar ulang dulu" in teks
    ke = client.post(f"{alamat}/langkah/putar/", {"banyak": 100})
    assert "memuat ulang sendiri" in client.get(ke.url).content.decode()
    run_putar_ulang()
    assert cerita["genteng"].kode in client.get(ke.url).content.decode()
    client.post(f"{alamat}/langkah/pakai/", {"alasan": "Disetujui rapat", "dari": lama.pk})
    assert AturanEskalasi.objects.get(aktif=True) == baru
    assert "Disetujui rapat" in client.get(f"{alamat}/change/").content.decode()


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        ({"eskalasi": 6}, "eskalasi"),
        ({"darurat_jam": 0}, "darurat_jam"),
        ({"keyakinan": 2}, "keyakinan"),
        ({"baru_nama": "Genteng"}, "baru_nama"),
        ({"baru_nama": "Genteng", "baru_frasa": "genteng (melorot"}, "baru_frasa"),
        ({"baru_nama": "kebakaran", "baru_frasa": "api"}, "baru_nama"),
        ({"frasa_kebakaran": ""}, "frasa_kebakaran"),
        ({}, "__all__"),
    ],
)
def test_a_wrong_entry_of_the_common_form_is_named_and_nothing_is_kept(pusat, client, isi, kolom):
    lama = AturanEskalasi.objects.get(aktif=True)
    client.force_login(pusat)
    halaman = f"/admin/curhat/aturaneskalasi/{lama.pk}/umum/"
    awal = filled(client.get(halaman).context["form"])
    jawab = client.post(halaman, awal | {"catatan": "coba"} | isi)
    assert jawab.status_code == 422
    assert kolom in jawab.context["form"].errors
    assert AturanEskalasi.objects.count() == 1


@pytest.mark.parametrize("peran", ["lurah", "admin_wilayah", "moderator"])
def test_only_the_operator_drafts_replays_and_switches(cerita, pusat, client, peran):
    baru = draf(aturan(ambang={"eskalasi": 3}), pusat)
    client.force_login(PenggunaFactory(peran=peran, di=TAMAN))
    alamat = f"/admin/curhat/aturaneskalasi/{baru.pk}"
    for path, isi in (
        ("langkah/putar/", {"banyak": 5}),
        ("langkah/pakai/", {"alasan": "saya mau", "dari": 0}),
        ("umum/", {"eskalasi": 1}),
    ):
        assert client.post(f"{alamat}/{path}", isi).status_code == 403
    assert not PutarUlang.objects.exists()
    assert not baru.riwayat.filter(peristiwa="dipakai").exists()


def test_the_replays_page_costs_the_same_for_few_and_many(
    kelurahan, pusat, client, django_assert_max_num_queries
):
    client.force_login(pusat)
    for n in (1, 15):
        for _ in range(n):
            CurhatFactory(isi=GENTENG, subkategori_id="fasilitas_umum")
        baris = putar(draf(aturan(kritis="genteng ... melorot"), pusat), by=pusat)
        with django_assert_max_num_queries(20):
            client.get(f"/admin/curhat/putarulang/{baris.pk}/change/")
        with django_assert_max_num_queries(20):
            client.get("/admin/curhat/putarulang/")
