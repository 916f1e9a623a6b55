from dokumen.models.jenis import JenisSurat
from dokumen.models.kop import KopSurat
from dokumen.models.surat import BarisRegister, RegisterSurat, RiwayatSurat, Surat, TandaTangan

__all__ = [
    "BarisRegister",
    "JenisSurat",
    "KopSurat",
    "RegisterSurat",
    "RiwayatSurat",
    "Surat",
    "TandaTangan",
]
