"""The programme's pages for residents, on a phone: readable in light and dark, nothing too wide."""

import datetime as dt

import pytest
from django.utils import timezone

from ekonomi.models import Hotspot, SiaranPers
from ekonomi.services.kpi import ensure_aturan, record_capaian
from ekonomi.services.padat_karya.proyek import open_pendaftaran
from ekonomi.services.padat_karya.upah import ensure_tarif
from ekonomi.services.survei import draft_survei, open_survei, survei_url
from tests.browser.baca_nyaman import read_pages
from tests.ekonomi.pabrik_anggaran import belanja, buat_program, terima
from tests.ekonomi.pabrik_hibah import PaketFactory, ProyekFactory, kriteria
from tests.ekonomi.pabrik_kpi import ikut
from tests.ekonomi.pabrik_pasar import buat_pasar
from tests.ekonomi.pabrik_pelatihan import buat_angkatan
from tests.ekonomi.pabrik_toko import ProdukFactory
from tests.factories import wilayah_of

pytestmark = pytest.mark.browser
TAMAN, SLUG = "35.77.03.1009", "/taman-madiun/"
DI_BAWAH = (
    "toko/", "toko/daftar-asn/", "toko/kebutuhan/", "pelatihan/", "pasar/", "hibah/",
    "padat-karya/", "siap/", "siap/laporan/bulan/", "rumah-mandiri/", "duta/", "hotspot/",
    "kabar-program/", "transparansi/",
)  # fmt: skip
PINTU = (
    "/toko/", "/toko/keranjang/", "/pesanan/", "/jual/", "/pelatihan/saya/", "/sertifikat/",
    "/pasar/lapak/", "/rumah/hibah/", "/bayar/voucher/", "/padat-karya/saya/", "/omzet/",
    "/hadir/", "/transparansi/?semua=1",
)  # fmt: skip


@pytest.fixture
def alamat(live_server, moderator, lurah):
    """A programme with a row behind every page; gives the addresses."""
    program = buat_program(by=lurah)
    terima(program)
    belanja(program.pos.get(kode="bantuan"))
    for _ in range(6):
        ikut(program)
    ensure_aturan(program)
    record_capaian(program, timezone.localdate())
    kriteria(program)
    PaketFactory(pos=program.pos.get(kode="bantuan"), keterangan="Untuk warung yang mulai lagi.")
    ensure_tarif()
    proyek = open_pendaftaran(ProyekFactory(pos=program.pos.get(kode="padat_karya")), by=lurah)
    pasar, angkatan, produk = buat_pasar(), buat_angkatan(), ProdukFactory()
    Hotspot.objects.create(wilayah=wilayah_of(TAMAN), nama="Balai RW 02", lat="-7.64", lng="111.53")
    siaran = SiaranPers.objects.create(
        program=program, judul="Enam rumah mulai berjualan", isi="Mereka mulai.",
        status="terbit", terbit_at=timezone.now(), disetujui_oleh=lurah,
    )  # fmt: skip
    assert pasar.hari_pasar.exists()
    return [
        *(SLUG + jalan for jalan in DI_BAWAH),
        *PINTU,
        produk.get_absolute_url(),
        produk.lapak.get_absolute_url(),
        f"{SLUG}pelatihan/{angkatan.nomor}/",
        f"{SLUG}padat-karya/{proyek.pk}/",
        f"{SLUG}padat-karya/{proyek.pk}/daftar/",
        f"{SLUG}kabar-program/{siaran.pk}/",
        _survei(program),
    ]


def _survei(program):
    """The link of the first household's answer sheet, without the server's name."""
    hari = timezone.localdate()
    satu = draft_survei(
        program, kode="awal", judul="Kabar usaha", bulan_ke=11, buka=hari,
        tutup=hari + dt.timedelta(days=20), by=None,
    )  # fmt: skip
    open_survei(satu)
    return "/survei/" + survei_url(satu.jawaban.first()).rsplit("/survei/", 1)[1]


@pytest.mark.parametrize("tema", ["light", "dark"])
def test_every_page_of_the_programme_reads_well_on_a_phone(buka, alamat, tema):
    assert read_pages(buka(360, tema=tema), alamat) == {}
