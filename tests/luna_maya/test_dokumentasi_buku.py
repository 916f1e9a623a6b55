"""The yearly book: composed by the worker, private until the lurah publishes it, fitting always."""

import datetime as dt
import io

import docx
import pytest
from django.test import Client

from luna_maya import models as luna
from luna_maya.angka_tahun import figures_of, span_of_year
from luna_maya.models import BukuTahunan, Catatan, Kunjungan
from luna_maya.services import buku as layanan
from luna_maya.services.buku import (
    BukuKeliru,
    fresh_buku,
    publish_buku,
    queue_buku,
    run_antrean,
    start_buku,
    unpublish_buku,
    write_pengantar,
)
from luna_maya.services.dokumentasi import withdraw_orang
from luna_maya.services.janji import make_janji
from luna_maya.services.laporan import write_ringkasan
from luna_maya.services.testimoni import KataWarga, add_testimoni, withdraw_testimoni
from luna_maya.tasks import compose_buku
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import UTARA, WITA, make_tuan_rumah, malam
from tests.luna_maya.pabrik_dokumentasi import host_says, make_foto, make_selesai
from wilayah.halaman import forget_area

pytestmark = pytest.mark.django_db
SLUG = "kandangan-utara"


@pytest.fixture
def kunjungan():
    k = make_selesai(mulai_at=malam(1))
    Kunjungan.objects.filter(pk=k.pk).update(
        mulai_at=dt.datetime(2025, 12, 31, 19, tzinfo=WITA),
        selesai_at=dt.datetime(2026, 1, 1, 6, tzinfo=WITA),
    )
    k.refresh_from_db()
    return k


@pytest.fixture
def lurah():
    return PenggunaFactory(peran="lurah", di=UTARA)


@pytest.fixture
def slug():
    model = type(WilayahFactory(kode=UTARA))
    model.objects.filter(pk=UTARA).update(slug=SLUG)
    forget_area()
    yield SLUG
    forget_area()


def compose(lurah, tahun=2025):
    buku = start_buku(WilayahFactory(kode=UTARA), tahun, by=lurah)
    queue_buku(buku)
    run_antrean()
    return BukuTahunan.objects.get(pk=buku.pk)


def read(berkas):
    with berkas.open("rb") as isi:
        dok = docx.Document(io.BytesIO(isi.read()))
    teks = [p.text for p in dok.paragraphs]
    return "\n".join(teks + [c.text for t in dok.tables for r in t.rows for c in r.cells]), dok


def test_a_night_over_new_year_belongs_to_the_year_it_began_in_on_its_own_clock(kunjungan):
    assert figures_of(UTARA, *span_of_year(UTARA, 2025)).kunjungan == 1
    assert figures_of(UTARA, *span_of_year(UTARA, 2026)).kunjungan == 0


def test_figures_hide_small_groups_and_count_promises(kunjungan, lurah):
    write_ringkasan(kunjungan, jumlah_warga=4, ringkasan="", by=lurah)
    catatan = Catatan.objects.create(
        kunjungan=kunjungan, wilayah=kunjungan.wilayah, jenis="masalah", isi="x", by=lurah,
        dicatat_at=kunjungan.mulai_at, baru_terungkap=True,
    )  # fmt: skip
    make_janji(catatan, isi="Memperbaiki got", tenggat=dt.date(2026, 1, 5), by=lurah)
    angka = figures_of(UTARA, *span_of_year(UTARA, 2025))
    assert angka.per_rw == [("RW 01", 1, None)]
    assert (angka.masalah, angka.baru_terungkap) == (1, 1)
    assert (angka.janji, angka.janji_berjalan, angka.janji_terlambat) == (1, 1, 1)


def test_the_book_holds_words_figures_map_and_what_is_public(kunjungan, lurah):
    make_foto(kunjungan)
    make_foto(kunjungan, izin=("laporan",))
    for kata, cara in (("Kami merasa didengar", "lisan"), ("Jangan diterbitkan", "")):
        add_testimoni(KataWarga(kata, nama="Norhayati", cara=cara), kunjungan=kunjungan,
                      wilayah=kunjungan.wilayah, by=lurah)  # fmt: skip
    buku = start_buku(WilayahFactory(kode=UTARA), 2025, by=lurah)
    write_pengantar(buku, "Assalamualaikum #x <b>. Hubungi 081234567890")
    buku = compose(lurah)
    assert (buku.status, buku.kemajuan) == ("jadi", 100)
    teks, dok = read(buku.docx)
    for ada in ("Kami merasa didengar", "Warga RT 02", "Assalamualaikum #x <b>", "RT 02 RW 01",
                "1 kunjungan terlaksana"):  # fmt: skip
        assert ada in teks, ada
    for tidak in ("Jangan diterbitkan", "Norhayati", "Durahman", "Purnama", "081234567890", "⟨"):
        assert tidak not in teks, tidak
    assert len(dok.inline_shapes) == 2  # the map and the one public photo
    with buku.pdf.open("rb") as berkas:
        assert berkas.read(5) == b"%PDF-"


def test_what_is_withdrawn_leaves_the_kept_files_at_the_next_reading(
    kunjungan, lurah, slug, django_capture_on_commit_callbacks
):
    dok = make_foto(kunjungan)
    kata = add_testimoni(KataWarga("Senang sekali", cara="lisan"), kunjungan=kunjungan,
                         wilayah=kunjungan.wilayah, by=lurah)  # fmt: skip
    buku = compose(lurah)
    publish_buku(buku, by=lurah)
    lama = buku.pdf.name
    assert fresh_buku(buku).pdf.name == lama
    withdraw_orang(dok.orang.get(), cara="pesan", by=None)
    withdraw_testimoni(kata, cara="pesan", by=None)
    host_says(kunjungan, sebut_rt=False, tampil=False)
    url = f"/{slug}/luna-maya/buku/2025/docx/"
    with django_capture_on_commit_callbacks(execute=True):
        isi = b"".join(Client().get(url).streaming_content)
    word = docx.Document(io.BytesIO(isi))
    teks = "\n".join(p.text for p in word.paragraphs)
    assert "Senang sekali" not in teks
    assert "RT 02" not in teks
    assert len(word.inline_shapes) == 1  # the map alone
    assert not buku.pdf.storage.exists(lama)


def test_only_the_lurah_publishes_and_strangers_wait_until_then(kunjungan, lurah, slug):
    buku = compose(lurah)
    url = f"/{slug}/luna-maya/buku/2025/pdf/"
    assert Client().get(url).status_code == 404
    assert "Belum ada buku" in Client().get(f"/{slug}/luna-maya/buku/").content.decode()
    moderator = PenggunaFactory(peran="moderator", di=UTARA)
    with pytest.raises(PermissionError):
        publish_buku(buku, by=moderator)
    client = Client()
    client.force_login(moderator)
    halaman = f"/admin/luna_maya/bukutahunan/{buku.pk}/"
    assert "Terbitkan" not in client.get(f"{halaman}change/").content.decode()
    client.post(f"{halaman}langkah/terbit/")
    assert Client().get(url).status_code == 404
    client.force_login(lurah)
    assert client.post(f"{halaman}langkah/terbit/").status_code == 302
    jawab = Client().get(url)
    assert jawab.status_code == 200
    assert "no-store" in jawab["Cache-Control"]
    assert b"".join(jawab.streaming_content).startswith(b"%PDF")
    assert "Tahun 2025" in Client().get(f"/{slug}/luna-maya/buku/").content.decode()
    with pytest.raises(BukuKeliru, match="terbit"):
        queue_buku(buku)
    unpublish_buku(buku)
    assert Client().get(url).status_code == 404


def test_asked_for_twice_it_is_composed_once_and_the_page_shows_how_far(lurah):
    buku = start_buku(WilayahFactory(kode=UTARA), 2025, by=lurah)
    assert start_buku(WilayahFactory(kode=UTARA), 2025, by=lurah) == buku
    queue_buku(buku)
    queue_buku(buku)
    client = Client()
    client.force_login(lurah)
    halaman = client.get(f"/admin/luna_maya/bukutahunan/{buku.pk}/change/").content.decode()
    assert "<progress" in halaman
    assert run_antrean() == 1
    compose_buku()
    buku.refresh_from_db()
    assert buku.status == "jadi"


def test_a_dead_workers_book_is_taken_up_again_and_a_failure_is_told(lurah, monkeypatch):
    buku = start_buku(WilayahFactory(kode=UTARA), 2025, by=lurah)
    lama = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    BukuTahunan.objects.filter(pk=buku.pk).update(status="menyusun", detak_at=lama)
    assert run_antrean() == 1
    queue_buku(buku)

    def patah(*_):
        raise RuntimeError("patah")

    monkeypatch.setattr(layanan, "compose_buku", patah)
    run_antrean()
    buku.refresh_from_db()
    assert buku.status == "gagal"


def test_a_book_of_another_area_is_nobodys_business(kunjungan, lurah):
    buku = compose(lurah)
    WilayahFactory(kode="63.06.05.1003")
    client = Client()
    client.force_login(PenggunaFactory(peran="lurah", di="63.06.05.1003"))
    for akhir in ("change/", "unduh/pdf/"):
        assert client.get(f"/admin/luna_maya/bukutahunan/{buku.pk}/{akhir}").status_code == 404
    isi = {"wilayah": UTARA, "tahun": 2024}
    assert client.post("/admin/luna_maya/bukutahunan/add/", isi).status_code == 422
    assert luna.BukuTahunan.objects.count() == 1


def test_the_figures_need_as_many_queries_for_one_visit_as_for_many(
    kunjungan, lurah, django_assert_max_num_queries
):
    for n in range(6):
        make_selesai(tuan_rumah=make_tuan_rumah(f"Rumah {n}"), mulai_at=malam(n * 2 + 3))
    with django_assert_max_num_queries(7):
        angka = figures_of(UTARA, malam(1) - dt.timedelta(days=9), malam(1) + dt.timedelta(days=90))
    assert angka.kunjungan == 6
