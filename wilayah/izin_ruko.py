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
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.pemesanan": "ltu",
        "ruko_parsel.ruang": "ltu",
        "ruko_parsel.jambuka": "ltuh",
        "ruko_parsel.haritutup": "ltuh",
        "ruko_parsel.antrean": "lu",
        "ruko_parsel.tamu": "ltu",
        "ruko_parsel.tandarumah": "lu",
    }
# A village asks for a room and calls its own booking off; it never sees who else comes.
for _peran in ("lurah", "moderator"):
    IZIN_RUKO[_peran] |= {"ruko_parsel.pemesanan": "ltu"}

# --- rapat ---

# --- pengetahuan ---

# --- kapasitas ---

# --- kecamatan ---
