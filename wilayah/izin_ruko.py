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

# --- rujukan ---

# --- rumah ---

# --- rapat ---

# --- pengetahuan ---

# --- kapasitas ---

# --- kecamatan ---
IZIN_RUKO["camat"] |= {"ruko_parsel.laporanruko": "lu"}
IZIN_RUKO["petugas_kecamatan"] |= {"ruko_parsel.laporanruko": "lu"}
