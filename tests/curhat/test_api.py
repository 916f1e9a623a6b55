"""The API: what each caller may see, filters, figures, the schema and the seed's own paths."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from curhat.ekspor import KOLOM
from curhat.models import Jawaban, Tiket
from tests.curhat.conftest import kepada_staf
from tests.factories import CurhatFactory, InstansiFactory, PenggunaFactory, TiketFactory
from wilayah.kunci_api import create_kunci
from wilayah.models import CatatanEkspor

TIKET = ["/api/v1/tickets/", "/api/tickets", "/api/tickets/"]


@pytest.fixture
def petugas(taman):
    return PenggunaFactory(peran="petugas", di=InstansiFactory(kode="DLH-UJI"))


def nomor(jawab):
    assert jawab.status_code == 200, jawab.content
    return [row["id"] for row in jawab.json()["results"]]


@pytest.mark.parametrize("path", TIKET)
def test_tickets_are_listed_newest_first_within_ones_area(client, kelurahan, moderator, path):
    sini = [TiketFactory().nomor, TiketFactory(di="35.77.03.1009.02.03").nomor]
    TiketFactory(di="35.77.03.1002")
    client.force_login(moderator)
    assert nomor(client.get(path)) == sini[::-1]


def test_an_agency_sees_its_own_tickets_and_a_stranger_none(client, kelurahan, petugas):
    punya = TiketFactory(status="ditugaskan")
    TiketFactory()
    assert client.get("/api/tickets").status_code == 401
    client.force_login(petugas)
    assert nomor(client.get("/api/tickets")) == [punya.nomor]
    client.force_login(PenggunaFactory())
    assert client.get("/api/tickets").status_code == 403


def test_a_token_sees_what_its_user_sees(client, kelurahan, moderator):
    tiket = TiketFactory()
    _baris, kunci = create_kunci(pengguna=moderator, nama="Dasbor kota")
    headers = {"Authorization": f"Token {kunci}"}
    assert nomor(client.get("/api/tickets", headers=headers)) == [tiket.nomor]


def test_sensitive_tickets_are_hidden_from_those_who_only_count(client, kelurahan, moderator):
    rahasia = TiketFactory(rahasia=True)
    data = PenggunaFactory(peran="data_officer", di="35.77")
    client.force_login(data)
    assert nomor(client.get("/api/tickets")) == []
    assert client.post(f"/api/ticket/{rahasia.nomor}/notify").status_code == 403
    client.force_login(moderator)
    assert nomor(client.get("/api/tickets")) == [rahasia.nomor]


def test_filters_narrow_the_list(client, kelurahan, moderator):
    darurat = TiketFactory(urgensi=5, di="35.77.03.1009.02")
    biasa = TiketFactory(subkategori_id="umkm_modal")
    tutup = TiketFactory(status="ditolak")
    client.force_login(moderator)

    def ids(query):
        return set(nomor(client.get(f"/api/tickets?{query}")))

    assert ids("urgensi_min=4") == {darurat.nomor}
    assert ids("kategori=ekonomi") == {biasa.nomor}
    assert ids("status=ditolak") == {tutup.nomor}
    assert ids("terbuka=true") == {darurat.nomor, biasa.nomor}
    assert ids("terbuka=false") == {tutup.nomor}
    assert ids("wilayah=35.77.03.1009.02") == {darurat.nomor}
    assert ids("sejak=2099-01-01T00:00:00Z") == set()
    assert client.get("/api/tickets?status=entah").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/api/tickets?wilayah=%00", "/api/v1/curhat/?wilayah=%00",
     "/api/dashboard/summary?wilayah=%00",
     "/api/v1/curhat/?cursor=%00rusak", "/api/tickets?cursor=xyz&per_halaman=-1",
     "/api/dashboard/summary?periode=%00", "/api/v1/curhat/?wilayah=%25"],
)  # fmt: skip
def test_odd_queries_are_answered_without_an_error_of_ours(client, moderator, path):
    client.force_login(moderator)
    assert client.get(path).status_code < 500


@pytest.mark.parametrize("path", ["/api/tickets", "/api/v1/curhat/"])
def test_a_page_costs_the_same_queries_at_1_and_15_rows(client, kelurahan, moderator, path):
    client.force_login(moderator)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(path).status_code == 200
        return len(found)

    TiketFactory(status="ditugaskan")
    count()
    satu = count()
    for n in range(14):
        TiketFactory(status="ditugaskan", di=f"35.77.03.1009.{n + 1:02d}")
    assert count() == satu


def test_no_page_holds_a_name_or_a_number(client, kelurahan, moderator):
    TiketFactory()
    client.force_login(moderator)
    baris = client.get("/api/tickets").json()["results"][0]
    assert not {"kontak", "alamat", "pin", "raw_payload", "by"} & set(baris)


@pytest.mark.parametrize(
    "path", ["/api/ticket/{}/notify", "/api/ticket/{}/notify/", "/api/v1/ticket/{}/notify/"]
)
def test_notify_tells_lurah_and_moderators_each_time(client, kelurahan, lurah, moderator, path):
    tiket = TiketFactory()
    client.force_login(moderator)
    for kali in (1, 2):
        jawab = client.post(path.format(tiket.nomor))
        assert (jawab.status_code, jawab.json()) == (202, {"id": tiket.nomor, "queued": 2})
        assert len(kepada_staf("notif_lurah")) == 2 + 2 * kali


def test_notify_of_a_hidden_or_unknown_ticket_is_404(client, kelurahan, moderator):
    lain = TiketFactory(di="35.77.03.1002")
    client.force_login(moderator)
    for satu in (lain.nomor, "T-0000-0000", "abc"):
        assert client.post(f"/api/ticket/{satu}/notify").status_code == 404
    assert client.post("/api/v1/ticket/%00/notify/").status_code == 404
    assert client.get(f"/api/ticket/{lain.nomor}/notify").status_code == 405


def test_curhat_come_in_the_seeds_columns_in_order(client, kelurahan, moderator):
    CurhatFactory(di="35.77.03.1009.02.03", anonim=True)
    CurhatFactory(di="35.77.03.1002")
    client.force_login(moderator)
    (baris,) = client.get("/api/v1/curhat/").json()["results"]
    assert list(baris) == list(KOLOM)
    assert (baris["kelurahan"], baris["kecamatan"], baris["kota"]) == (
        "Taman",
        "Taman",
        "Kota Madiun",
    )
    assert (baris["rt"], baris["rw"], baris["privacy_flag"]) == ("03", "02", True)


def test_each_page_of_curhat_taken_is_on_record_as_an_export(client, kelurahan, moderator):
    CurhatFactory()
    client.force_login(moderator)
    client.get("/api/v1/curhat/", {"wilayah": "35.77.03", "q": "Siti"})
    catatan = CatatanEkspor.objects.get()
    assert (catatan.by, catatan.apa, catatan.jumlah) == (moderator, "curhat lewat API", 1)
    assert catatan.saringan == "wilayah=35.77.03"


@pytest.mark.parametrize("path", ["/api/dashboard/summary", "/api/v1/dashboard/summary/"])
def test_the_dashboard_figures_are_those_counted_by_hand(client, kelurahan, moderator, path):
    now = timezone.now()
    # five reports: two of today, one of three days ago, one of ten days ago, one of forty days ago
    baru = CurhatFactory(urgensi=5, diterima_at=now - timedelta(hours=1))
    CurhatFactory(urgensi=2, subkategori_id="sampah", diterima_at=now - timedelta(hours=2))
    jalan = CurhatFactory(
        urgensi=4, subkategori_id="jalan_jembatan", diterima_at=now - timedelta(days=3)
    )
    CurhatFactory(urgensi=3, diterima_at=now - timedelta(days=10), ditutup_at=now)
    CurhatFactory(urgensi=1, diterima_at=now - timedelta(days=40))
    CurhatFactory(urgensi=1, ditahan=True)  # held: not counted
    CurhatFactory(urgensi=5, di="35.77.03.1002")  # another kelurahan's
    TiketFactory(curhat=baru)
    TiketFactory(curhat=jalan, status="menunggu_konfirmasi")
    for c, detik in ((baru, 2), (jalan, 4)):
        j = Jawaban.objects.create(curhat=c, varian="x", teks="x")
        Jawaban.objects.filter(pk=j.pk).update(at=c.diterima_at + timedelta(seconds=detik))
    client.force_login(moderator)
    isi = client.get(path, {"periode": "bulan"}).json()
    assert isi["total_curhat"] == 4
    assert isi["curhat_baru_24_jam"] == 2
    assert isi["curhat_mendesak"] == 2
    assert isi["rata_rata_urgensi"] == pytest.approx((5 + 2 + 4 + 3) / 4)
    assert isi["persen_tertindaklanjuti"] == pytest.approx(2 / 4)
    assert isi["rata_rata_detik_respon"] == pytest.approx(3.0)
    assert isi["kategori_teratas"] == [
        {"kategori": "lingkungan", "jumlah": 3},
        {"kategori": "infrastruktur", "jumlah": 1},
    ]
    tiket = isi["tiket"]
    assert (tiket["dibuka"], tiket["terbuka"], tiket["terselesaikan"]) == (2, 2, 0)
    minggu = client.get(path, {"periode": "minggu"}).json()
    assert minggu["total_curhat"] == 3
    assert client.get(path, {"periode": "abad"}).status_code == 400


def test_ended_tickets_are_counted_by_how_they_ended(client, kelurahan, moderator):
    for status in ("selesai", "ditolak", "bukan_kewenangan", "dibuka_lagi"):
        TiketFactory(status=status)
    tanpa = TiketFactory(status="selesai")
    Tiket.objects.filter(pk=tanpa.pk).update(hasil="tanpa_jawaban")
    client.force_login(moderator)
    tiket = client.get("/api/dashboard/summary").json()["tiket"]
    assert tiket["terselesaikan"] == 1
    assert tiket["ditutup_tanpa_penyelesaian"] == 3
    assert tiket["dibuka_lagi"] == 1


def test_the_schema_is_complete_and_names_no_alias(tmp_path):
    file = tmp_path / "skema.yml"
    call_command("spectacular", file=str(file), fail_on_warn=True, validate=True)
    teks = file.read_text()
    for path in ("tickets", "ticket/{nomor}/notify", "curhat", "dashboard/summary", "ingest"):
        assert f"/api/v1/{path}/:" in teks
    assert "\n  /api/tickets" not in teks
    assert "\n  /ingest" not in teks
