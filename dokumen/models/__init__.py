from dokumen.models.jenis import JenisSurat
from dokumen.models.kop import KopSurat
from dokumen.models.surat import RegisterSurat, RiwayatSurat, Surat, TandaTangan

__all__ = ["JenisSurat", "KopSurat", "RegisterSurat", "RiwayatSurat", "Surat", "TandaTangan"]
