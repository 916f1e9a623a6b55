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
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {"ruko_parsel.aturantangga": "l"}
for _peran in ("camat", "petugas_kecamatan", "lurah", "moderator"):
    IZIN_RUKO[_peran] |= {"ruko_parsel.tautanpermintaan": "l"}

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
# A meeting is the kecamatan's; a village reads its invitations and what concerns it.
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.rapat": "ltu",
        "ruko_parsel.undanganrapat": "lu",
        "ruko_parsel.keputusan": "lu",
    }
for _peran in ("lurah", "moderator"):
    IZIN_RUKO[_peran] |= {"ruko_parsel.undanganrapat": "lu", "ruko_parsel.keputusan": "lu"}

# --- pengetahuan ---
# Answers and library: the kecamatan writes, its villages read. What one knows, each says oneself.
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.jawaban": "ltu", "ruko_parsel.pustaka": "ltu", "ruko_parsel.keahlian": "ltu",
    }  # fmt: skip
for _peran in ("lurah", "moderator"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.jawaban": "l", "ruko_parsel.pustaka": "l", "ruko_parsel.keahlian": "ltu",
    }  # fmt: skip

# --- kapasitas ---
for _peran in ("camat", "petugas_kecamatan"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.penilaiankapasitas": "ltu", "ruko_parsel.rencanapembinaan": "ltu",
        "ruko_parsel.periksasiaga": "ltu", "ruko_parsel.kontaksiaga": "ltu",
        "ruko_parsel.peringatansiaga": "ltu", "ruko_parsel.penerimaperingatan": "lu",
        "ruko_parsel.angkastunting": "ltu",
    }  # fmt: skip
IZIN_RUKO["camat"] |= {"ruko_parsel.petugasgizi": "ltu"}
for _peran in ("lurah", "moderator"):
    IZIN_RUKO[_peran] |= {
        "ruko_parsel.penilaiankapasitas": "ltu", "ruko_parsel.rencanapembinaan": "lu",
        "ruko_parsel.periksasiaga": "ltu", "ruko_parsel.kontaksiaga": "ltu",
        "ruko_parsel.angkastunting": "ltu",
    }  # fmt: skip

# --- kecamatan ---
IZIN_RUKO["camat"] |= {"ruko_parsel.laporanruko": "lu"}
IZIN_RUKO["petugas_kecamatan"] |= {"ruko_parsel.laporanruko": "lu"}
