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
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {
        "luna_maya.usulkunjungan": "lu",
        "luna_maya.riwayatusul": "l",
        "luna_maya.susunanusul": "l",
        "luna_maya.bobotperencana": "lt",
    }

# --- persetujuan ---
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {
        "luna_maya.persetujuantuanrumah": "l",
        "luna_maya.undangan": "ltu",
        "luna_maya.riwayatundangan": "l",
    }

# --- petugas ---
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {
        "luna_maya.petugasmalam": "ltu",
        "luna_maya.kontakmalam": "ltuh",
    }

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
# Tasks are given to whoever is fit for them: each sees and finishes their own (tugas_terlihat).
for _peran in ("petugas", "fasilitator", "petugas_kecamatan"):
    IZIN_LUNA[_peran] |= {"luna_maya.tugas": "lu"}


# --- survei ---
# Nobody reads single answers; whoever may add one types a paper in.
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {
        "luna_maya.surveipercaya": "ltu",
        "luna_maya.jawabanpercaya": "t",
        "luna_maya.kegiatanwarga": "ltu",
    }
for _peran in ("camat", "data_officer"):
    IZIN_LUNA[_peran] |= {"luna_maya.surveipercaya": "l", "luna_maya.kegiatanwarga": "l"}

# --- dokumentasi ---
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {
        "luna_maya.dokumentasi": "ltu",
        "luna_maya.testimoni": "ltu",
        "luna_maya.bukutahunan": "ltu",
        "luna_maya.kitreplikasi": "ltu",
    }

# --- peta ---
for _peran in ("lurah", "moderator"):
    IZIN_LUNA[_peran] |= {"luna_maya.pertimbangan": "ltu"}
for _peran in ("camat", "data_officer"):
    IZIN_LUNA[_peran] |= {"luna_maya.pertimbangan": "l"}
