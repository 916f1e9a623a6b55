"""Which subjects can be one problem of many, and within how many days two reports of it fall.

A matter of a place can; what a person asks for themselves (a letter, aid, work) cannot, however
alike the words. The days of each class are settings (ISU_JENDELA_HARI).
"""

from django.conf import settings

CEPAT = frozenset(
    {"kebakaran_bencana", "kriminalitas", "air_bersih", "listrik_internet", "hewan_hama"}
)
BIASA = frozenset(
    {
        "sampah", "banjir_drainase", "pohon_taman", "pencemaran", "lalu_lintas_parkir",
        "penyakit_menular", "ketertiban_umum", "penerangan_jalan",
    }
)  # fmt: skip
LAMA = frozenset({"jalan_jembatan", "fasilitas_umum"})
# What a public page may name: matters of streets and places, never of persons.
KATEGORI_TERBUKA = ("lingkungan", "infrastruktur")


def jendela_hari(subkategori: str) -> int:
    """Days within which two reports of this subject may be one problem; 0 where never."""
    for kelas, isi in (("cepat", CEPAT), ("biasa", BIASA), ("lama", LAMA)):
        if subkategori in isi:
            return int(settings.ISU_JENDELA_HARI[kelas])
    return 0


def longest_jendela() -> int:
    """The widest of the windows, in days."""
    return max(settings.ISU_JENDELA_HARI.values())
