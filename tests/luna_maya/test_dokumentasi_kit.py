"""The replication kit: what another kelurahan needs to start, and loading it there."""

import datetime as dt
import io
import json
import zipfile

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from luna_maya.models import JenisKunjungan, KitReplikasi, Kunjungan, SebutanKunjungan
from luna_maya.services.kit import (
    KitKeliru,
    load_kit,
    publish_kit,
    read_biaya,
    start_kit,
    write_kit,
)
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import UTARA
from tests.luna_maya.pabrik_dokumentasi import make_selesai
from wilayah.halaman import forget_area

pytestmark = pytest.mark.django_db
SLUG = "kandangan-utara"
BARU = "63.06.05.1003"


@pytest.fixture
def lurah():
    return PenggunaFactory(peran="lurah", di=UTARA)


@pytest.fixture
def kit(lurah):
    tempat = WilayahFactory(kode=UTARA)
    type(tempat).objects.filter(pk=UTARA).update(slug=SLUG)
    forget_area()
    kunjungan = make_selesai()
    Kunjungan.objects.filter(pk=kunjungan.pk).update(
        mulai_at=kunjungan.mulai_at - dt.timedelta(days=40),
        selesai_at=kunjungan.selesai_at - dt.timedelta(days=40),
    )
    SebutanKunjungan.objects.get_or_create(
        wilayah=tempat, jenis=JenisKunjungan.objects.get(kode="menginap"),
        defaults={"nama": "LUNA MAYA"},
    )  # fmt: skip
    satu = start_kit(tempat, by=lurah)
    yield write_kit(
        satu, mulai=dt.date(2026, 1, 30), biaya="Konsumsi; Rp 150.000; per malam\nBensin; 20000",
        pelajaran="Datang sebelum magrib.", by=lurah,
    )  # fmt: skip
    forget_area()


def unduh(bentuk):
    jawab = Client().get(f"/{SLUG}/luna-maya/replikasi/unduh/{bentuk}/")
    return jawab.getvalue() if jawab.status_code == 200 else jawab.status_code


def test_it_is_public_once_the_lurah_publishes_it(kit, lurah):
    assert unduh("pdf") == 404
    url = f"/{SLUG}/luna-maya/replikasi/"
    assert "belum menerbitkan" in Client().get(url).content.decode()
    with pytest.raises(PermissionError):
        publish_kit(kit, by=PenggunaFactory(peran="moderator", di=UTARA))
    publish_kit(kit, by=lurah)
    assert unduh("pdf").startswith(b"%PDF")
    assert unduh("exe") == 404
    halaman = Client().get(url)
    assert "LUNA MAYA" in halaman.content.decode()
    assert len(halaman.content) < 60_000


def test_it_is_built_from_the_data(kit, lurah):
    publish_kit(kit, by=lurah)
    dok = docx.Document(io.BytesIO(unduh("docx")))
    teks = "\n".join(p.text for p in dok.paragraphs)
    teks += "\n".join(c.text for t in dok.tables for r in t.rows for c in r.cells)
    for ada in ("1 kunjungan terlaksana", "LUNA MAYA", "Apa satu hal yang paling diharapkan",
                "19.00", "06.00", "11 jam", "Rp 150.000", "per malam", "Datang sebelum magrib.",
                "30 Januari 2026", "6 Februari 2026", "Bhabinkamtibmas"):  # fmt: skip
        assert ada in teks, ada
    assert "Durahman" not in teks


def test_the_zip_loads_into_another_kelurahan_and_changes_nothing_there(kit, lurah, tmp_path):
    publish_kit(kit, by=lurah)
    isi = unduh("zip")
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert {"kit-replikasi.pdf", "kit-replikasi.docx", "jenis_kunjungan.json",
                "sebutan.csv", "daftar_periksa.csv"} <= set(arsip.namelist())  # fmt: skip
        jenis = json.loads(arsip.read("jenis_kunjungan.json"))
    assert jenis[0]["kode"] == "menginap"
    WilayahFactory(kode=BARU)
    JenisKunjungan.objects.filter(kode="menginap").update(nama="Diubah staf")
    berkas = tmp_path / "kit.zip"
    berkas.write_bytes(ganti(isi, jenis[0] | {"kode": "ronda_pagi"}))
    for _ in range(2):
        call_command("muat_kit_kunjungan", str(berkas), wilayah=BARU)
    assert JenisKunjungan.objects.filter(kode="ronda_pagi").count() == 1
    assert JenisKunjungan.objects.get(kode="menginap").nama == "Diubah staf"
    assert SebutanKunjungan.objects.get(wilayah=BARU).nama == "LUNA MAYA"
    with pytest.raises(CommandError, match="bukan kelurahan"):
        call_command("muat_kit_kunjungan", str(berkas), wilayah="63.06")


def ganti(isi, jenis):
    keluar = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as dari, zipfile.ZipFile(keluar, "w") as ke:
        for nama in dari.namelist():
            data = dari.read(nama)
            ke.writestr(nama, json.dumps([jenis]) if nama == "jenis_kunjungan.json" else data)
    return keluar.getvalue()


@pytest.mark.parametrize(
    "ubah",
    [{"kode": "jelek", "lama_menit": 5}, {"kode": "jelek", "tempat": ["bulan"]},
     {"kode": "jelek", "pertanyaan": [{"kunci": "A B", "teks": "x"}]},
     {"kode": "jelek", "mulai_biasa": "x"}],
)  # fmt: skip
def test_a_broken_kit_adds_nothing(kit, lurah, ubah):
    publish_kit(kit, by=lurah)
    isi = unduh("zip")
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        jenis = json.loads(arsip.read("jenis_kunjungan.json"))[0]
    banyak = JenisKunjungan.objects.count()
    with pytest.raises(KitKeliru, match="jelek"):
        load_kit(ganti(isi, jenis | ubah), WilayahFactory(kode=BARU))
    with pytest.raises(KitKeliru, match="bukan kit"):
        load_kit(b"bukan zip", WilayahFactory(kode=BARU))
    assert JenisKunjungan.objects.count() == banyak


def test_a_line_of_costs_that_is_not_readable_is_named(kit):
    with pytest.raises(KitKeliru, match="Baris 2"):
        read_biaya("Konsumsi; 150.000\nBensin kira-kira dua puluh")
    assert read_biaya("") == []


def test_staff_fill_it_and_another_areas_staff_do_not(kit, lurah):
    client = Client()
    client.force_login(lurah)
    url = f"/admin/luna_maya/kitreplikasi/{kit.pk}/"
    isi = {"biaya": "Kopi; 30.000; per malam", "pelajaran": "Dengar dulu"}
    assert client.post(f"{url}langkah/isi/", isi).status_code == 302
    assert KitReplikasi.objects.get().biaya[0]["rupiah"] == 30_000
    salah = client.post(f"{url}langkah/isi/", {"biaya": "tanpa angka"})
    assert "Baris 1" in salah.content.decode()
    assert client.get(f"{url}unduh/zip/").status_code == 200
    WilayahFactory(kode=BARU)
    client.force_login(PenggunaFactory(peran="lurah", di=BARU))
    assert client.get(f"{url}change/").status_code == 404
    assert client.get(f"{url}unduh/pdf/").status_code == 404
