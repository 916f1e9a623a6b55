"""A letter that is none: a kind filled with its own samples, never saved, to look at."""

from dokumen.isian import IsianKeliru, clean_isian
from dokumen.models import JenisSurat, Surat
from wilayah.models import Wilayah


def sample_surat(jenis: JenisSurat, kelurahan: Wilayah) -> Surat:
    """An unsaved draft for this kelurahan; a sample that its own field refuses stays blank."""
    nilai: dict[str, str] = {}
    for satu in jenis.kolom:
        try:
            nilai |= clean_isian([satu], {satu.nama: satu.contoh})
        except IsianKeliru:
            continue
    surat = Surat(jenis=jenis, wilayah=kelurahan)
    surat.isian = nilai
    return surat
