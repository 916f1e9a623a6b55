"""What curhat needs to work: reference rows, a number, staff who are told, and clean caches."""

import pytest

from curhat import acuan, aturan_aktif, model_aktif, muat, panduan_aktif
from curhat.model_bahasa import klien
from curhat.models import PanduanSolusi, Subkategori, VersiModel
from curhat.services.model_bahasa import forget_model_bahasa
from curhat.services.pakai import activate_aturan
from curhat.services.putar_ulang import ask_putar_ulang, run_putar_ulang
from pesan.models import NomorKanal, PesanKeluar, TemplatPesan
from pesan.muat import load_templat
from pesan.nomor import forget_numbers
from pesan.proses import process_batch
from pesan.services.templat import forget_templat
from tests.factories import (
    CurhatFactory,
    InstansiFactory,
    KontakFactory,
    PenggunaFactory,
    PenugasanFactory,
    WilayahFactory,
)
from tests.peladen_openai import Peladen
from tests.pesan.conftest import RAHASIA, amplop, graph, kirim, pesan
from wilayah import halaman as area
from wilayah.services.area import clear_gazetir

__all__ = ["graph"]
TAMAN = "35.77.03.1009"
PANDEAN = "35.77.03.1002"
DARI = "6281200000001"


def forget_all():
    """Empty every cache of the process; a loaded model stays unless a test changed which one."""
    acuan.forget_acuan()
    aturan_aktif.forget_aturan()
    panduan_aktif.forget_panduan()
    panduan_aktif._simpanan.clear()
    forget_model_bahasa()
    area._simpanan.clear()
    clear_gazetir()
    forget_numbers()
    forget_templat()
    if model_aktif._Simpanan.kunci not in (model_aktif.BAWAAN, None):
        model_aktif.forget_model()


@pytest.fixture(autouse=True)
def bersih():
    forget_all()
    yield
    forget_all()


@pytest.fixture
def acuan_curhat(db):
    """Taxonomy, guides, rules, templates: from the template database, or loaded here."""
    if not Subkategori.objects.exists():
        muat.load_taksonomi()
    if not PanduanSolusi.objects.exists():
        muat.load_panduan()
    muat.load_aturan()
    if not TemplatPesan.objects.exists():
        load_templat()
    assert not VersiModel.objects.filter(aktif=True).exists()


@pytest.fixture
def taman(acuan_curhat):
    """Kel. Taman with its slug, and Kel. Pandean beside it."""
    for kode, slug in ((PANDEAN, "pandean-madiun"), (TAMAN, "taman-madiun")):
        wilayah = WilayahFactory(kode=kode)
        if not wilayah.slug:
            wilayah.slug = slug
            wilayah.save(update_fields=["slug"])
    InstansiFactory(kode="DLH-UJI", nama="Dinas Lingkungan Hidup uji")
    return wilayah


@pytest.fixture
def nomor(taman):
    return NomorKanal.objects.create(
        saluran="whatsapp",
        nomor_id="111222333",
        tampilan="+62 800-0000-0001",
        wilayah=taman,
        app_secret=RAHASIA,
        verify_token="token-uji",
        access_token="akses-uji",
    )


@pytest.fixture
def lurah(taman):
    user = PenggunaFactory(nama="Irma Lestari", email="lurah@uji.example")
    PenugasanFactory(pengguna=user, peran="lurah", di=TAMAN, sapaan="Bu")
    return user


@pytest.fixture
def moderator(taman):
    return PenggunaFactory(
        nama="Moderator Taman", email="mod@uji.example", peran="moderator", di=TAMAN
    )


@pytest.fixture
def kelurahan(nomor, lurah, moderator):
    """Kel. Taman at work: a number, a lurah, a moderator."""
    return nomor


@pytest.fixture
def peladen():
    """A small OpenAI-compatible server on a real port."""
    server = Peladen()
    yield server
    server.tutup()
    klien._TANPA_SKEMA.clear()


@pytest.fixture
def dlh(taman):
    return InstansiFactory(kode="DLH-UJI")


@pytest.fixture
def petugas(dlh):
    return PenggunaFactory(nama="Petugas DLH", email="dlh@uji.example", peran="petugas", di=dlh)


@pytest.fixture
def curhat(kelurahan):
    return CurhatFactory(kontak=KontakFactory())


def putar(aturan, *, by, banyak=500):
    """A replay of these rules against the ones in use, done."""
    row = ask_putar_ulang(aturan, by=by, banyak=banyak)
    assert run_putar_ulang() == 1
    row.refresh_from_db()
    assert row.status == "selesai", row.galat
    return row


def pakai_aturan(aturan, *, by):
    """A draft replayed and put in use."""
    putar(aturan, by=by)
    return activate_aturan(aturan, by=by, alasan="Dicoba dulu dalam uji")


def terima(*teks, dari=DARI, **lain):
    """Post texts of one person to the real webhook and let the worker do them."""
    assert kirim(amplop(messages=[pesan(t, dari=dari, **lain) for t in teks])).status_code == 200
    return process_batch()


def terima_isi(**isi):
    """Post one message of any type (type=..., and its object) and let the worker do it."""
    pesannya = pesan(**{k: v for k, v in isi.items() if k in {"dari", "id", "timestamp"}})
    del pesannya["text"]
    pesannya |= {k: v for k, v in isi.items() if k != "dari"}
    assert kirim(amplop(messages=[pesannya])).status_code == 200
    process_batch()
    return pesannya["id"]


def kepada_warga():
    """(template, body) of everything owed to residents, oldest first."""
    rows = PesanKeluar.objects.filter(kontak__isnull=False).order_by("id")
    return [(p.templat, p.badan) for p in rows]


def kepada_staf(templat=None):
    """Names of the staff that were told, by template."""
    rows = PesanKeluar.objects.filter(pengguna__isnull=False).order_by("id")
    if templat:
        rows = rows.filter(templat=templat)
    return [p.pengguna.nama for p in rows.select_related("pengguna")]


@pytest.fixture
def terpisah(settings):
    """Every message is a report of its own, as if much time had passed between them."""
    settings.GABUNG_DETIK = settings.SUSULAN_DETIK = 0
