"""What each role may do with the lurah's visits; `wilayah.peran` adds it to IZIN.

Roles by their value ("lurah"), models as "app.model"; l = lihat, t = tambah, u = ubah, h = hapus.
"""

from collections import defaultdict

IZIN_LUNA: defaultdict[str, dict[str, str]] = defaultdict(dict)
# The desk plans; the lurah decides. Who comes along without a role sees nothing here.
_MEJA = {
    "luna_maya.kunjungan": "ltu",
    "luna_maya.riwayatkunjungan": "l",
    "luna_maya.pesertakunjungan": "ltuh",
    "luna_maya.tuanrumah": "ltu",
    "luna_maya.tokoh": "ltu",
    "luna_maya.kendaraan": "ltu",
    "luna_maya.sebutankunjungan": "ltu",
    "luna_maya.jeniskunjungan": "l",
    "luna_maya.catatan": "ltu",
    "luna_maya.janji": "ltu",
    "luna_maya.tugas": "ltu",
}
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= _MEJA
# Above the kelurahan: when and where in which RT, no host.
for _peran in ("camat", "data_officer"):
    IZIN_LUNA[_peran] |= {"luna_maya.kunjungan": "l"}

# --- rencana ---

# --- persetujuan ---

# --- petugas ---

# --- kalender ---
# Everybody with a desk may read their own days on a phone; the rows are one's own alone.
for _peran in (
    "lurah", "moderator", "petugas", "fasilitator", "camat", "petugas_kecamatan", "data_officer",
    "admin_wilayah",
):  # fmt: skip
    IZIN_LUNA[_peran] |= {"wilayah.langganankalender": "l"}
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {"luna_maya.malamtenang": "ltuh"}

# --- catatan ---

# --- janji ---

# --- survei ---

# --- dokumentasi ---

# --- peta ---
