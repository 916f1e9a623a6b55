"""Exports through the admin: the seed's columns in order, safe cells, and nobody's number."""

import csv
import io
import json
import re

import openpyxl
import pytest

from curhat.ekspor import KOLOM, KOLOM_RINGKAS
from curhat.models import Curhat
from tests.curhat.conftest import terima
from tests.factories import CurhatFactory, PenggunaFactory, TiketFactory

# As the seed writes its table curhat_messages, and its curhat_kelurahan.csv.
SEED = re.split(
    r"\s+",
    """id datetime_received channel sender_id kelurahan kecamatan kota rt rw message_text summary
    kategori subkategori urgency_score severity estimated_people_affected
    suggested_response_type resources_needed assigned_unit escalation_flag tembusan_flag
    privacy_flag contact_info_provided geocoordinates sentiment_score
    processed_by_model_version final_action_taken status raw_payload created_at updated_at""",
)
RINGKAS = re.split(
    r"\s+",
    """id timestamp kelurahan rt_rw isi_curhat kategori urgensi privacy_flag solusi_ai
    status_tindaklanjut""",
)
CSV, XLSX, JSON = "0", "1", "2"


def export(client, resource="0", format_=CSV, model="curhat"):
    data = {"format": format_, "resource": resource}
    jawab = client.post(f"/admin/curhat/{model}/export/", data)
    assert jawab.status_code == 200, jawab.status_code
    assert "attachment" in jawab.get("Content-Disposition", ""), jawab.content[:2000]
    return jawab.content


def rows_of(isi):
    return list(csv.DictReader(io.StringIO(isi.decode("utf-8-sig"))))


@pytest.fixture
def masuk(client, moderator):
    client.force_login(moderator)
    return client


def test_the_columns_are_the_seeds_in_the_seeds_order():
    assert list(KOLOM) == SEED
    assert list(KOLOM_RINGKAS) == RINGKAS


@pytest.mark.parametrize(("resource", "kolom"), [("0", SEED), ("1", RINGKAS)])
def test_csv_xlsx_and_json_carry_the_same_columns_and_rows(masuk, kelurahan, resource, kolom):
    CurhatFactory(di="35.77.03.1009.02.03", anonim=True, tembusan=True)
    baris = export(masuk, resource, CSV).decode("utf-8-sig").splitlines()
    assert baris[0].split(",") == kolom
    lembar = openpyxl.load_workbook(io.BytesIO(export(masuk, resource, XLSX))).active
    assert [sel.value for sel in lembar[1]] == kolom
    (satu,) = json.loads(export(masuk, resource, JSON))
    assert list(satu) == kolom
    assert satu["kelurahan"] == "Taman"
    assert (satu.get("rt_rw") or f"RT{satu['rt']}/RW{satu['rw']}") == "RT03/RW02"


def test_a_year_of_rows_comes_whole_and_once(masuk, kelurahan):
    for _ in range(3):
        CurhatFactory()
    found = [r["id"] for r in rows_of(export(masuk))]
    assert sorted(found) == sorted(Curhat.objects.values_list("kode", flat=True))


@pytest.mark.parametrize("rumus", ["=1+1", "+62", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_a_cell_that_begins_like_a_formula_is_text(masuk, kelurahan, rumus):
    CurhatFactory(isi=rumus, ringkasan=rumus)
    (satu,) = rows_of(export(masuk))
    assert satu["message_text"] == f"'{rumus}"
    assert satu["summary"].startswith("'")
    lembar = openpyxl.load_workbook(io.BytesIO(export(masuk, "0", XLSX))).active
    assert all(sel.data_type != "f" for row in lembar for sel in row)


def test_only_visible_rows_are_exported(masuk, kelurahan, client):
    sini = CurhatFactory()
    CurhatFactory(di="35.77.03.1002")
    assert [r["id"] for r in rows_of(export(masuk))] == [sini.kode]


def test_a_data_officer_gets_no_sensitive_row(client, kelurahan):
    biasa, _peka = CurhatFactory(), CurhatFactory(rahasia=True)
    TiketFactory(curhat=_peka)
    client.force_login(PenggunaFactory(peran="data_officer", di="35.77"))
    assert [r["id"] for r in rows_of(export(client))] == [biasa.kode]
    assert export(client, model="tiket").decode().count(_peka.kode) == 0


def test_no_number_and_no_name_of_a_person_leaves_the_house(masuk, kelurahan):
    terima(
        "HAI LURAH Taman\nNama saya Wagimin Hadisuparto, NIK 3577031203850007, HP 081298765432, "
        "surel wagimin.h@contoh.example, rekening BRI 123401000567890. Lampu jalan di RT 03 RW 02 "
        "mati sudah seminggu, gelap sekali",
        dari="6281298765432",
    )
    assert Curhat.objects.count() == 1
    for resource in ("0", "1"):
        for format_ in (CSV, JSON):
            isi = export(masuk, resource, format_).decode()
            for rahasia in (
                "Wagimin", "Hadisuparto", "3577031203850007", "081298765432", "6281298765432",
                "wagimin.h", "123401000567890",
            ):  # fmt: skip
                assert rahasia not in isi, (resource, format_, rahasia)
            assert "Lampu jalan" in isi


def test_the_sender_is_a_mark_that_links_repeats_and_is_empty_when_hidden(masuk, kelurahan):
    terima("Lampu jalan di RT 01 RW 03 mati sudah seminggu")
    terima("Sampah di pojok RT 02 RW 03 menumpuk, baunya sampai rumah")
    satu, dua = rows_of(export(masuk))
    assert satu["sender_id"] == dua["sender_id"] != ""
    assert satu["sender_id"].startswith("warga-")
    Curhat.objects.update(anonim=True)
    assert {r["sender_id"] for r in rows_of(export(masuk))} == {""}


def test_who_may_not_read_may_not_export(client, kelurahan):
    CurhatFactory()
    client.force_login(PenggunaFactory(peran="petugas_kecamatan", di="35.77.03"))
    jawab = client.post("/admin/curhat/curhat/export/", {"format": CSV, "resource": "0"})
    assert jawab.status_code in {403, 404}
