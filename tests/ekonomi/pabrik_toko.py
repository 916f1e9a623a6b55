"""Stalls, products and orders for tests, brought to their states by the services."""

import io
import uuid

import factory
from django.utils import timezone
from PIL import Image

from ekonomi.bayar.qris import make_qris
from ekonomi.models import Lapak, Pesanan, Produk, RiwayatPesanan
from ekonomi.services.bayar import confirm_bayar
from ekonomi.services.pesanan import Pembeli, move_pesanan, place_pesanan
from pesan.pin import pin_hash
from tests.ekonomi.pabrik import UsahaFactory

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
PIN = "246810"
KUNCI = "SB-Mid-server-uji"
NOMOR = "+6281200000777"


class LapakFactory(factory.django.DjangoModelFactory[Lapak]):
    """LapakFactory(di="35.77.03.1009"): approved, public by consent, open; its PIN is 246810."""

    class Meta:
        model = Lapak

    class Params:
        di = "35.77.03.1009"

    usaha = factory.LazyAttribute(lambda o: UsahaFactory(di=o.di))
    wilayah = factory.LazyAttribute(lambda o: o.usaha.wilayah)
    nama = factory.Sequence(lambda n: f"Lapak Uji {n}")
    slug = factory.Sequence(lambda n: f"lapak-uji-{n}")
    kode = factory.Sequence(lambda n: f"LP-UJ22-{n:04d}")
    pin_hash = factory.LazyAttribute(lambda o: pin_hash(o.kode, PIN))
    status = "disetujui"
    tampil_at = factory.LazyFunction(timezone.now)
    bank = "Bank Uji"
    rekening = "1234567890"
    atas_nama = "Usaha Uji"
    qris = make_qris("USAHA UJI", "MADIUN", "ID1020304050607")
    ongkir_antar = 3000


class ProdukFactory(factory.django.DjangoModelFactory[Produk]):
    """ProdukFactory(lapak=..., stok=5): on sale."""

    class Meta:
        model = Produk

    lapak = factory.SubFactory(LapakFactory)
    nama = factory.Sequence(lambda n: f"Keripik tempe {n}")
    deskripsi = "Renyah, tanpa pengawet."
    kategori = "camilan"
    harga = 12_000
    satuan = "bungkus"
    stok = 10


def pembeli(**isi):
    """A buyer who fetches the goods and pays cash, unless told otherwise."""
    dasar = {
        "nama": "Bu Pembeli Uji", "nomor_wa": NOMOR, "pengiriman": "ambil", "cara_bayar": "tunai",
    }  # fmt: skip
    return Pembeli(**(dasar | isi))


def PesananFactory(*, produk=None, jumlah=1, status="baru", token=None, **isi):  # noqa: N802
    """An order of `jumlah` of one product, taken to `status` by the seller and the buyer."""
    produk = produk or ProdukFactory()
    pesanan = place_pesanan(
        produk.lapak, isi={produk.pk: jumlah}, pembeli=pembeli(**isi), token=token or uuid.uuid4()
    )
    for langkah in _MENUJU[status]:
        pesanan = langkah(pesanan)
    return pesanan


def _to(ke, pelaku=P.PENJUAL, **kata):
    return lambda p: move_pesanan(p, ke=ke, pelaku=pelaku, **kata)


def _send(p):
    ke = S.SIAP_DIAMBIL if p.cara_terima == "ambil" else S.DIKIRIM
    return move_pesanan(p, ke=ke, pelaku=P.PENJUAL, resi="UJI123")


def _pay(p):
    return p if p.cara_bayar == "tunai" else confirm_bayar(p)


_SIAP = (_to(S.DIKONFIRMASI), _pay, _to(S.DISIAPKAN))
_MENUJU = {
    "baru": (),
    "dikonfirmasi": (_to(S.DIKONFIRMASI),),
    "dibayar": (_to(S.DIKONFIRMASI), confirm_bayar),
    "disiapkan": _SIAP,
    "dikirim": (*_SIAP, _send),
    "siap_diambil": (*_SIAP, _send),
    "selesai": (*_SIAP, _send, _to(S.SELESAI, P.PEMBELI)),
    "ditolak": (_to(S.DITOLAK, catatan="Bahannya habis."),),
    "dibatalkan": (_to(S.DIBATALKAN, P.PEMBELI),),
}


def gambar(warna="orange", sisi=(640, 480)):
    """A JPEG as a telephone would send it."""
    isi = io.BytesIO()
    Image.new("RGB", sisi, warna).save(isi, "JPEG")
    return isi.getvalue()
