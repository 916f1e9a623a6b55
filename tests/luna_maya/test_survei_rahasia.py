"""Nothing leads from an answer to the person: no column, no key, no order, no log line."""

import logging
import uuid

import pytest
from django.db import connection

from luna_maya.models import (
    DrafPercaya,
    JawabanPercaya,
    KertasPercaya,
    SuaraPercaya,
    TulisanPercaya,
)
from luna_maya.services.survei import (
    BelumLengkap,
    Masukan,
    SudahMenjawab,
    cast_suara,
    close_survei,
    enter_kertas,
    record_jawaban,
)
from luna_maya.services.survei_undang import shuffle_all
from pesan.models import Kontak
from tests.luna_maya.pabrik_survei import isian, jawab, kode_rt, make_survei
from wilayah.models import Pengguna

pytestmark = pytest.mark.django_db


def kolom(model):
    return {f.name for f in model._meta.get_fields()}


def test_no_table_of_answers_has_a_column_that_names_anybody():
    assert kolom(JawabanPercaya) == {
        "id", "wilayah", "survei", "kelompok", "jawaban", "hari", "cara", "karcis",
    }  # fmt: skip
    assert kolom(TulisanPercaya) == {"id", "survei", "isi"}
    assert kolom(SuaraPercaya) == {"id", "survei", "sidik"}
    assert kolom(KertasPercaya) == {"id", "survei", "nomor"}
    for model in (JawabanPercaya, TulisanPercaya, SuaraPercaya, KertasPercaya):
        tamu = {f.related_model for f in model._meta.fields if f.related_model}
        assert not tamu & {Kontak, Pengguna, DrafPercaya}
        assert isinstance(model().pk, uuid.UUID)


def xmin(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, xmin::text FROM {model._meta.db_table} ORDER BY ctid")  # noqa: S608
        return cursor.fetchall()


def test_a_night_leaves_neither_key_nor_order_of_the_day_before():
    survei = make_survei()
    for n in range(12):
        cast_suara(survei, 1000 + n)
        jawab(survei, 1 + n % 5)
    sebelum = [str(kunci) for kunci, _x in xmin(JawabanPercaya)]
    nilai = sorted(satu.jawaban["kedekatan"] for satu in JawabanPercaya.objects.all())
    assert shuffle_all() == 1
    sesudah = xmin(JawabanPercaya)
    assert not set(sebelum) & {str(kunci) for kunci, _x in sesudah}
    assert len({x for _k, x in sesudah}) == 1  # one transaction wrote them all
    assert sorted(satu.jawaban["kedekatan"] for satu in JawabanPercaya.objects.all()) == nilai
    with pytest.raises(SudahMenjawab):
        cast_suara(survei, 1003)  # ballots still hold


def test_closing_takes_away_day_channel_ballots_and_papers():
    survei = make_survei()
    cast_suara(survei, 7)
    jawab(survei, 4, 4)
    enter_kertas(survei, Masukan(kode_rt(1, 1), "warga", {"kedekatan": "3"}, "kertas"), nomor=9)
    close_survei(survei)
    assert set(JawabanPercaya.objects.values_list("hari", "cara", "karcis")) == {(None, "", None)}
    assert not SuaraPercaya.objects.exists()
    assert not KertasPercaya.objects.exists()
    survei.refresh_from_db()
    assert survei.rekap == {"tautan": 2, "kertas": 1}


def test_a_ballot_of_one_round_says_nothing_about_another():
    satu, dua = make_survei(), make_survei(gelombang="sesudah")
    cast_suara(satu, 7)
    cast_suara(dua, 7)
    assert len(set(SuaraPercaya.objects.values_list("sidik", flat=True))) == 2


def test_one_head_an_rt_so_a_heads_rt_is_never_kept():
    survei = make_survei()
    jawab(survei, 5, kelompok="ketua", rt=(1, 2))
    assert JawabanPercaya.objects.get().wilayah_id == survei.wilayah_id


def test_a_paper_number_is_taken_once_and_may_hold_blanks():
    survei = make_survei()
    masukan = Masukan(kode_rt(1, 1), "warga", {"kedekatan": "3"}, "kertas")
    enter_kertas(survei, masukan, nomor=4)
    with pytest.raises(SudahMenjawab, match="nomor 4"):
        enter_kertas(survei, masukan, nomor=4)
    with pytest.raises(BelumLengkap):
        enter_kertas(survei, Masukan(kode_rt(1, 1), "warga", {}, "kertas"), nomor=5)
    assert list(KertasPercaya.objects.values_list("nomor", flat=True)) == [4]


def test_nothing_about_an_answer_is_logged(caplog):
    survei = make_survei()
    with caplog.at_level(logging.DEBUG):
        record_jawaban(
            survei,
            Masukan(kode_rt(1, 1), "warga", isian(2, harapan="pak Durahman baik"), "tautan"),
        )
    ditulis = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert not [satu for satu in ditulis if "Durahman" in satu or "kedekatan" in satu]
