"""What each role may do at the coordination desk; `wilayah.peran` adds it to IZIN.

Roles by their value ("camat"), models as "app.model"; l = lihat, t = tambah, u = ubah, h = hapus.
"""

from collections import defaultdict

IZIN_RUKO: defaultdict[str, dict[str, str]] = defaultdict(dict)
# The kecamatan answers; a village (lurah or kepala desa, and the desk) files and follows its own.
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {"ruko_parsel.permintaan": "ltu", "ruko_parsel.jenismasalah": "l"}
for _peran in ("lurah", "moderator"):
    IZIN_RUKO[_peran] |= {"ruko_parsel.permintaan": "lt", "ruko_parsel.jenismasalah": "l"}

# --- ajuan ---

# --- meja ---
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.disposisi": "lu", "ruko_parsel.tanggapan": "lu",
        "ruko_parsel.tindaklanjut": "ltu",
    }  # fmt: skip
for _peran in ("lurah", "moderator"):  # they read what was sent and report on what they do
    IZIN_RUKO[_peran] |= {"ruko_parsel.tanggapan": "l", "ruko_parsel.tindaklanjut": "lu"}
IZIN_RUKO["petugas"] |= {"ruko_parsel.permintaan": "l"}  # what was passed up to their agency

# --- rujukan ---

# --- rumah ---

# --- rapat ---

# --- pengetahuan ---

# --- kapasitas ---

# --- kecamatan ---
IZIN_RUKO["camat"] |= {"ruko_parsel.laporanruko": "lu"}
IZIN_RUKO["petugas_kecamatan"] |= {"ruko_parsel.laporanruko": "lu"}
