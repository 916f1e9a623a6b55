"""How long a ticket may take: from the rule set in use and the subcategory's target.

Sources: the seed's SOP (verified within 24 hours; urgency >= 4 acted on within 7 days) and the
targets of fixtures/taksonomi.csv. Urgency 5 runs on plain hours, everything else on working days.
"""

from curhat.aturan_aktif import tenggat_aktif
from curhat.models import Subkategori
from wilayah.tenggat import AturanTenggat


def aturan_penyelesaian(subkategori: Subkategori, urgensi: int) -> AturanTenggat:
    """The rule that sets a ticket's deadline, with a name people can read."""
    batas = tenggat_aktif()
    if urgensi >= 5:
        jam = batas.darurat_jam
        return AturanTenggat(nama=f"Darurat: {jam} jam", jam=jam, hari_kerja=None)
    hari = subkategori.target_hari_kerja
    if urgensi == 4 and hari > batas.mendesak_hari_kerja:
        hari = batas.mendesak_hari_kerja
        return AturanTenggat(nama=f"Mendesak: {hari} hari kerja", jam=None, hari_kerja=hari)
    return AturanTenggat(
        nama=f"Target {subkategori.nama}: {hari} hari kerja", jam=None, hari_kerja=hari
    )


def aturan_verifikasi() -> AturanTenggat:
    """A moderator verifies within this many hours (seed: 24)."""
    jam = tenggat_aktif().verifikasi_jam
    return AturanTenggat(nama=f"Verifikasi {jam} jam", jam=jam, hari_kerja=None)
