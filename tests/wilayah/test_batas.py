"""Boundaries: imported whole or not at all, repaired with a word, estimated until then."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import Point, shape

from tests.factories import WilayahFactory
from wilayah.batas import contains_point, recompute_perkiraan
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
INDUK = "91.99.01"


def kotak(barat, selatan, sisi=1.0):
    timur, utara = barat + sisi, selatan + sisi
    cincin = [[barat, selatan], [timur, selatan], [timur, utara], [barat, utara], [barat, selatan]]
    return {"type": "Polygon", "coordinates": [cincin]}


@pytest.fixture
def desa():
    """Four desa on a grid of one degree."""
    rows = {}
    for n, (lng, lat) in enumerate([(140.5, -2.5), (141.5, -2.5), (140.5, -1.5), (141.5, -1.5)], 1):
        rows[n] = WilayahFactory(kode=f"{INDUK}.200{n}", nama=f"Desa Nomor {n}", lat=lat, lng=lng)
    return rows


def fitur(geometry, **sifat):
    return {"type": "Feature", "properties": sifat, "geometry": geometry}


def impor(tmp_path, *isi, **options):
    path = tmp_path / "batas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(isi)}))
    out = StringIO()
    call_command("muat_batas", path, stdout=out, **options)
    return out.getvalue()


def test_boundaries_match_by_code_and_unknown_places_are_named(tmp_path, desa):
    keluaran = impor(
        tmp_path,
        fitur(kotak(140, -3), code=f"{INDUK}.2001"),
        fitur(kotak(145, -3), code="91.99.09.2001"),
    )
    area = Wilayah.objects.get(pk=f"{INDUK}.2001")
    assert area.batas_sumber == "impor"
    assert shape(area.batas).contains(Point(140.5, -2.5))
    assert "1 batas tersimpan" in keluaran
    assert "91.99.09.2001" in keluaran


def test_boundaries_match_by_name_below_a_parent_and_by_a_named_column(tmp_path, desa):
    impor(tmp_path, fitur(kotak(140, -3), NAMOBJ="DESA NOMOR 1"), induk=INDUK)
    impor(tmp_path, fitur(kotak(141, -3), kd=f"{INDUK}.2002"), kolom_kode="kd")
    assert Wilayah.objects.filter(batas_sumber="impor").count() >= 2


def test_an_invalid_polygon_is_repaired_and_reported(tmp_path, desa):
    dasi = {
        "type": "Polygon",
        "coordinates": [[[140, -3], [141, -2], [141, -3], [140, -2], [140, -3]]],
    }
    keluaran = impor(tmp_path, fitur(dasi, code=f"{INDUK}.2001"))
    assert "Fitur 1" in keluaran
    assert "diperbaiki" in keluaran
    batas = shape(Wilayah.objects.get(pk=f"{INDUK}.2001").batas)
    assert batas.is_valid
    assert batas.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("geometry", "sebab"),
    [
        ({"type": "Point", "coordinates": [140, -3]}, "bukan poligon"),
        (None, "bukan poligon"),
        (
            {"type": "Polygon", "coordinates": [[[140, -3], [140, -3], [140, -3], [140, -3]]]},
            "luas",
        ),
        ({"type": "Polygon", "coordinates": "rusak"}, "koordinat"),
        (kotak(561000, 9150000, 1000), "WGS 84"),
    ],
)
def test_one_feature_that_is_no_area_keeps_the_whole_file_out(tmp_path, desa, geometry, sebab):
    with pytest.raises(CommandError, match=f"fitur 2: .*{sebab}"):
        impor(
            tmp_path,
            fitur(kotak(140, -3), code=f"{INDUK}.2001"),
            fitur(geometry, code=f"{INDUK}.2002"),
        )
    assert Wilayah.objects.get(pk=f"{INDUK}.2001").batas is None


def test_the_same_place_twice_is_refused(tmp_path, desa):
    satu = fitur(kotak(140, -3), code=f"{INDUK}.2001")
    with pytest.raises(CommandError, match="dua kali"):
        impor(tmp_path, satu, satu)


@pytest.mark.parametrize("isi", ["bukan json", "[]", '{"type":"Feature"}'])
def test_a_file_that_is_no_feature_collection_is_refused(tmp_path, isi):
    path = tmp_path / "x.geojson"
    path.write_text(isi)
    with pytest.raises(CommandError):
        call_command("muat_batas", path)


def test_stand_in_cells_hold_their_centres_do_not_overlap_and_say_what_they_are(desa):
    assert recompute_perkiraan(Wilayah.objects.get(pk=INDUK)) == 4
    rows = list(Wilayah.objects.filter(induk=INDUK))
    bentuk = {area.pk: shape(area.batas) for area in rows}
    for area in rows:
        assert area.batas_sumber == "perkiraan"
        assert bentuk[area.pk].contains(Point(float(area.lng), float(area.lat)))
        for lain, sel in bentuk.items():
            if lain != area.pk:
                assert bentuk[area.pk].intersection(sel).area < 1e-6


def test_stand_ins_stay_within_the_parents_real_boundary_and_beside_real_siblings(tmp_path, desa):
    impor(
        tmp_path,
        fitur(kotak(140, -3, 2), code=INDUK),
        fitur(kotak(140, -3), code=f"{INDUK}.2001"),
    )
    nyata = Wilayah.objects.get(pk=f"{INDUK}.2001").batas
    call_command("perkirakan_batas", di=INDUK, stdout=StringIO())
    rows = {area.pk: area for area in Wilayah.objects.filter(induk=INDUK)}
    assert rows[f"{INDUK}.2001"].batas == nyata
    assert rows[f"{INDUK}.2001"].batas_sumber == "impor"
    luas = shape(kotak(140, -3, 2))
    for n in (2, 3, 4):
        sel = shape(rows[f"{INDUK}.200{n}"].batas)
        assert luas.buffer(1e-5).contains(sel)
        assert sel.intersection(shape(nyata)).area < 1e-6


def test_one_or_two_places_and_places_on_one_point_are_handled(desa):
    Wilayah.objects.filter(pk__in=[f"{INDUK}.2003", f"{INDUK}.2004"]).update(lat=None, lng=None)
    Wilayah.objects.filter(pk=f"{INDUK}.2002").update(lat=-2.5, lng=140.5)
    assert recompute_perkiraan(Wilayah.objects.get(pk=INDUK)) == 1
    Wilayah.objects.filter(pk=f"{INDUK}.2002").update(lat=None, lng=None)
    assert recompute_perkiraan(Wilayah.objects.get(pk=INDUK)) == 1
    Wilayah.objects.filter(induk=INDUK).update(lat=None, lng=None)
    assert recompute_perkiraan(Wilayah.objects.get(pk=INDUK)) == 0


def test_a_point_suggests_the_deepest_area_within_the_one_asked(desa):
    recompute_perkiraan(Wilayah.objects.get(pk=INDUK))
    assert [a.pk for a in contains_point(-2.5, 141.5, INDUK)] == [f"{INDUK}.2002"]
    assert contains_point(-2.5, 141.5, "91.99.02") == []
    assert contains_point(50.0, 4.0) == []
