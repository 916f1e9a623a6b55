"""Kel. Taman with its kinds of letters, its lurah and moderator, and people who want letters."""

import io

import pytest
from PIL import Image, ImageDraw

from dokumen.models import JenisSurat, KopSurat
from dokumen.muat import load_jenis
from dokumen.services import draft_surat, issue_surat, submit_surat
from dokumen.services.tandatangan import keep_ttd
from pesan.models import TemplatPesan
from pesan.muat import load_templat
from pesan.services.templat import forget_templat
from tests.factories import KontakFactory, PenggunaFactory, WilayahFactory

TAMAN = "35.77.03.1009"
RT = "35.77.03.1009.02.03"
PANDEAN = "35.77.03.1002"
DESA = "35.20.05.2001"


@pytest.fixture(autouse=True)
def bersih():
    forget_templat()
    yield
    forget_templat()


@pytest.fixture
def jenis_surat(db):
    """The kinds that ship, and the texts of notices."""
    load_jenis()
    if not TemplatPesan.objects.filter(kode="surat_terbit").exists():
        load_templat()
        forget_templat()


@pytest.fixture
def taman(jenis_surat):
    WilayahFactory(kode=PANDEAN)
    return WilayahFactory(kode=RT).induk.induk


@pytest.fixture
def rt(taman):
    return WilayahFactory(kode=RT)


@pytest.fixture
def lurah(taman):
    return PenggunaFactory(
        nama="Danu Prasetyawan", peran="lurah", di=TAMAN, email="lurah@example.id"
    )


@pytest.fixture
def moderator(taman):
    return PenggunaFactory(peran="moderator", di=TAMAN)


@pytest.fixture
def kop(taman):
    return KopSurat.objects.create(
        wilayah=taman,
        alamat="Jalan Kenanga Nomor 8",
        telepon="(0351) 000000",
        surel="kel-taman@example.id",
        kode_pos="63100",
        nama_pejabat="Danu Prasetyawan, S.Sos.",
        pangkat="Penata Tingkat I",
        nip="198001012005010000",
        kode_unit="401.403.9",
    )


def jenis(kode, wilayah=None):
    return JenisSurat.objects.get(kode=kode, wilayah=wilayah, aktif=True)


def contoh(kode, **lain):
    """The sample value of each field of a kind."""
    return {satu.nama: satu.contoh for satu in jenis(kode).kolom} | lain


def gambar_ttd():
    """A drawn signature as a browser would send it."""
    gambar = Image.new("RGBA", (500, 180), (0, 0, 0, 0))
    kuas = ImageDraw.Draw(gambar)
    titik = [(30, 120), (80, 40), (110, 140), (170, 50), (220, 130), (300, 60), (430, 110)]
    kuas.line(titik, fill=(16, 35, 26, 255), width=5, joint="curve")
    keluar = io.BytesIO()
    gambar.save(keluar, "PNG")
    return keluar.getvalue()


@pytest.fixture
def buat(rt):
    """buat("sktm", nama="…"): a draft of this kind for RT 03 RW 02, filled with samples."""

    def make(kode="pengantar", *, kontak=None, wilayah=None, rujukan="", rahasia=False, **lain):
        return draft_surat(
            jenis=jenis(kode), wilayah=wilayah or rt, isian=contoh(kode, **lain),
            kontak=kontak, rujukan=rujukan, rahasia=rahasia,
        )  # fmt: skip

    return make


@pytest.fixture
def terbit(buat, lurah):
    """terbit("sktm", ttd=True): the letter signed and issued by the lurah."""

    def make(kode="pengantar", *, ttd=False, **lain):
        surat = submit_surat(buat(kode, **lain))
        tanda_tangan = keep_ttd(gambar_ttd(), by=lurah) if ttd else None
        return issue_surat(surat, by=lurah, tanda_tangan=tanda_tangan)

    return make


@pytest.fixture
def kontak(db):
    return KontakFactory()
