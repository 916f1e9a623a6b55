from pesan.models.berkas import BerkasKeluar
from pesan.models.detak import Detak
from pesan.models.draf import DrafObrolan
from pesan.models.hitungan import Hitungan
from pesan.models.kanal import NomorKanal
from pesan.models.keluar import PeristiwaPesan, PesanKeluar, TemplatPesan
from pesan.models.kontak import Kontak, Persetujuan
from pesan.models.masuk import Lampiran, PesanMasuk, PintuDitolak
from pesan.models.retensi import BukuHapus

__all__ = [
    "BerkasKeluar",
    "BukuHapus",
    "Detak",
    "DrafObrolan",
    "Hitungan",
    "Kontak",
    "Lampiran",
    "NomorKanal",
    "PeristiwaPesan",
    "Persetujuan",
    "PesanKeluar",
    "PesanMasuk",
    "PintuDitolak",
    "TemplatPesan",
]
