"""Rule sets: what is wrong is told before it is kept, and what cannot be read stops nothing."""

import copy
import json
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from curhat import aturan_aktif
from curhat.models import AturanEskalasi, Curhat, Tiket
from curhat.services.panduan import draft_aturan
from curhat.triase.aturan import JALUR, AturanError, Tenggat, read_aturan
from tests.curhat.conftest import pakai_aturan, putar, terima
from tests.factories import CurhatFactory, PenggunaFactory, TiketFactory

BAWAAN = json.loads(JALUR.read_text(encoding="utf-8"))


def aturan(**tenggat):
    """The shipped rules with another deadline."""
    isi = copy.deepcopy(BAWAAN)
    isi["tenggat"] |= tenggat
    return isi


@pytest.fixture
def pusat(acuan_curhat):
    return PenggunaFactory(is_superuser=True)


def test_the_shipped_rules_name_their_deadlines_and_where_they_come_from():
    assert read_aturan().tenggat == Tenggat(24, 24, 5)
    assert set(BAWAAN["tenggat"]) == {
        "sumber", "verifikasi_jam", "darurat_jam", "mendesak_hari_kerja"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tenggat", "kata"),
    [
        ({"verifikasi_jam": "sehari"}, "verifikasi_jam"),
        ({"verifikasi_jam": 0}, "verifikasi_jam"),
        ({"darurat_jam": -3}, "darurat_jam"),
        ({"darurat_jam": 1.5}, "darurat_jam"),
        ({"darurat_jam": True}, "darurat_jam"),
        ({"darurat_jam": None}, "darurat_jam"),
        ({"mendesak_hari_kerja": 10**9}, "mendesak_hari_kerja"),
        ({"verifikasi_hari": 2}, "verifikasi_hari"),
    ],
)
def test_a_deadline_that_is_no_number_is_refused_by_name(pusat, tenggat, kata):
    with pytest.raises(AturanError, match=f"tenggat: “{kata}”"):
        draft_aturan(aturan(**tenggat), by=pusat, catatan="x")
    assert not AturanEskalasi.objects.filter(by=pusat).exists()


@pytest.mark.parametrize("isi", [[], "abc", 3, None, {}, {"tenggat": []}, BAWAAN | {"tenggat": 5}])
def test_what_is_no_rule_set_at_all_is_refused_in_words(pusat, isi):
    with pytest.raises(AturanError):
        draft_aturan(isi, by=pusat, catatan="x")


def test_rules_without_deadlines_have_the_seeds(pusat):
    isi = {k: v for k, v in BAWAAN.items() if k != "tenggat"}
    assert draft_aturan(isi, by=pusat, catatan="").isi.get("tenggat") is None
    assert pakai_aturan(AturanEskalasi.objects.get(by=pusat), by=pusat).aktif
    aturan_aktif.forget_aturan()
    assert aturan_aktif.tenggat_aktif() == Tenggat()


def test_a_deadline_switched_on_sets_the_next_ticket(kelurahan, pusat):
    pakai_aturan(draft_aturan(aturan(verifikasi_jam=6), by=pusat, catatan=""), by=pusat)
    aturan_aktif.forget_aturan()
    tiket = TiketFactory(curhat=CurhatFactory())
    assert tiket.verifikasi_due_at - tiket.created_at < timedelta(hours=6, seconds=5)


def spoil(isi):
    """A row in use that somebody changed in the database itself."""
    AturanEskalasi.objects.filter(aktif=True).update(aktif=False)
    AturanEskalasi.objects.create(versi="rusak", isi=isi, aktif=True)
    aturan_aktif.forget_aturan()


@pytest.mark.parametrize("isi", [aturan(verifikasi_jam="sehari"), [], None, {"versi": "rusak"}])
def test_a_row_nobody_can_read_stops_no_intake_and_is_logged_once(kelurahan, isi):
    baik = aturan_aktif.aturan_aktif()
    spoil({} if isi is None else isi)
    with capture_logs() as log:
        terima("Got depan rumah di RT 03 RW 02 mampet, tolong dibersihkan")
        terima("Lampu jalan di gang kami mati", dari="6281200000077")
    assert Curhat.objects.count() == 2
    assert aturan_aktif.aturan_aktif() is baik
    assert [b["versi"] for b in log if b["event"] == "aturan_tidak_terbaca"] == ["rusak"]


def test_a_process_that_starts_with_an_unreadable_row_takes_the_shipped_rules(
    kelurahan, monkeypatch
):
    spoil(aturan(darurat_jam="x"))
    monkeypatch.setattr(aturan_aktif._Simpanan, "aturan", None)
    assert aturan_aktif.aturan_aktif() is read_aturan()
    assert TiketFactory().pk == Tiket.objects.get().pk


# --- in the admin


def save(client, isi, path="add/"):
    data = {"isi": isi if isinstance(isi, str) else json.dumps(isi), "catatan": "coba"}
    return client.post(f"/admin/curhat/aturaneskalasi/{path}", data)


def switch_on(client, row):
    dari = AturanEskalasi.objects.get(aktif=True).pk
    path = f"/admin/curhat/aturaneskalasi/{row.pk}/langkah/pakai/"
    data = {"alasan": "Sudah dibahas bersama camat", "dari": dari}
    return client.post(path, data, follow=True).content.decode()


def test_saving_keeps_a_draft_that_a_step_puts_in_use(pusat, client):
    client.force_login(pusat)
    lama = AturanEskalasi.objects.get(aktif=True)
    assert save(client, aturan(darurat_jam=12)).status_code == 302
    draf = AturanEskalasi.objects.get(by=pusat)
    assert (draf.aktif, draf.isi["tenggat"]["darurat_jam"]) == (False, 12)
    assert draf.isi["versi"] == draf.versi
    assert "Putar ulang dulu draf ini" in switch_on(client, draf)
    assert AturanEskalasi.objects.get(aktif=True) == lama
    putar(draf, by=pusat)
    assert f"Aturan {draf.versi} dipakai." in switch_on(client, draf)
    assert AturanEskalasi.objects.get(aktif=True) == draf
    assert f"Aturan {lama.versi} dipakai." in switch_on(client, lama)
    assert AturanEskalasi.objects.get(aktif=True) == lama


def test_editing_a_rule_set_leaves_the_row_as_it_was(pusat, client):
    client.force_login(pusat)
    lama = AturanEskalasi.objects.get(aktif=True)
    assert save(client, aturan(darurat_jam=12), f"{lama.pk}/change/").status_code == 302
    assert AturanEskalasi.objects.get(aktif=True).isi == lama.isi
    assert (
        AturanEskalasi.objects.exclude(pk=lama.pk).get(by=pusat).isi["tenggat"]["darurat_jam"] == 12
    )


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (aturan(verifikasi_jam="sehari"), "verifikasi_jam"),
        (BAWAAN | {"ambang": {}}, "eskalasi"),
        ([1], "objek JSON"),
        ('{"versi":', "JSON"),
    ],
)
def test_a_wrong_entry_comes_back_named_and_nothing_is_kept(pusat, client, isi, kata):
    client.force_login(pusat)
    jawab = save(client, isi)
    assert jawab.status_code == 200
    assert kata in str(jawab.context["adminform"].form.errors["isi"])
    assert not AturanEskalasi.objects.filter(by=pusat).exists()


def test_a_row_that_went_bad_is_not_switched_on(pusat, client):
    client.force_login(pusat)
    lama = AturanEskalasi.objects.get(aktif=True)
    rusak = AturanEskalasi.objects.create(versi="rusak", isi=aturan(darurat_jam="x"))
    assert "darurat_jam" in switch_on(client, rusak)
    assert AturanEskalasi.objects.get(aktif=True) == lama
