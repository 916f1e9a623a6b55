"""Roles and what each may do: the one place, applied by migrate to groups of the same name.

A role counts only while a Penugasan of today gives it (`wilayah.backends.PeranBackend`); on which
rows, `visible_to` says. Actions: l = lihat (view), t = tambah (add), u = ubah (change), h = hapus.
"""

from typing import Any

from django.apps import apps as global_apps
from django.db import models

from wilayah.izin_ekonomi import IZIN_EKONOMI
from wilayah.izin_luna import IZIN_LUNA
from wilayah.izin_ruko import IZIN_RUKO

_AKSI = {"l": "view", "t": "add", "u": "change", "h": "delete"}


class Peran(models.TextChoices):
    """What a person is here for; the Penugasan says where and when."""

    LURAH = "lurah", "Lurah"
    MODERATOR = "moderator", "Moderator kelurahan"
    PETUGAS = "petugas", "Petugas dinas/unit"
    FASILITATOR = "fasilitator", "Fasilitator lapangan"
    CAMAT = "camat", "Camat"
    PETUGAS_KECAMATAN = "petugas_kecamatan", "Petugas kecamatan"
    DATA_OFFICER = "data_officer", "Petugas data (pemkot)"
    OPERATOR_KIOS = "operator_kios", "Operator kios"
    ADMIN_WILAYAH = "admin_wilayah", "Admin wilayah"
    BENDAHARA = "bendahara", "Bendahara / pengurus koperasi"
    EVALUATOR = "evaluator", "Tim evaluasi independen"
    AUDITOR = "auditor", "Tim audit kelurahan"


_MEJA = {
    "curhat.curhat": "lu",
    "curhat.tiket": "lu",
    "curhat.riwayattiket": "l",
    "curhat.isu": "lu",
    "curhat.usulanisu": "lu",
    "curhat.jawaban": "l",
    "curhat.koreksi": "l",
    "curhat.obrolan": "lu",
    "curhat.panduansolusi": "ltu",
    "curhat.tinjauanjawaban": "lu",
    "curhat.sakelarmodel": "l",
    "pesan.pesankeluar": "l",
    "pesan.lampiran": "l",
    "wilayah.wilayah": "ltu",
    "wilayah.instansi": "ltu",
    "wilayah.rujukan": "l",
    "wilayah.harilibur": "l",
    "dokumen.jenissurat": "ltu",
}
# Letters hold NIK and names: for the desk of their kelurahan alone, not for areas above it.
_SURAT = {
    "dokumen.surat": "ltu",
    "dokumen.registersurat": "l",
    "dokumen.barisregister": "l",
    "dokumen.kopsurat": "l",
}
IZIN: dict[Peran, dict[str, str]] = {
    Peran.LURAH: _MEJA
    | _SURAT
    | {
        "wilayah.penugasan": "l",
        "curhat.aturaneskalasi": "l",
        "curhat.putarulang": "l",
        "curhat.bagipeka": "t",
        "curhat.sakelarmodel": "ltu",
        "curhat.promptmodel": "l",
        "curhat.panggilanmodel": "l",
        "dokumen.kopsurat": "ltu",
    },
    Peran.MODERATOR: _MEJA | _SURAT,
    Peran.PETUGAS: {"curhat.tiket": "lu", "curhat.riwayattiket": "l", "wilayah.rujukan": "l"},
    Peran.FASILITATOR: {"wilayah.wilayah": "l"},
    Peran.CAMAT: {
        "curhat.curhat": "l",
        "curhat.tiket": "lu",
        "curhat.riwayattiket": "l",
        "wilayah.wilayah": "l",
        "wilayah.instansi": "l",
        "wilayah.rujukan": "l",
    },
    Peran.PETUGAS_KECAMATAN: {
        "curhat.tiket": "lu",
        "curhat.riwayattiket": "l",
        "wilayah.wilayah": "l",
        "wilayah.instansi": "l",
        "wilayah.rujukan": "l",
    },
    Peran.DATA_OFFICER: {
        "curhat.curhat": "l",
        "curhat.tiket": "l",
        "curhat.koreksi": "l",
        "curhat.versimodel": "l",
        "curhat.kategori": "l",
        "curhat.subkategori": "l",
        "wilayah.wilayah": "l",
        "wilayah.instansi": "l",
    },
    Peran.OPERATOR_KIOS: {"wilayah.wilayah": "l"},
    Peran.ADMIN_WILAYAH: _MEJA
    | {
        "wilayah.wilayah": "ltuh",
        "wilayah.instansi": "ltuh",
        "wilayah.pengguna": "ltu",
        "wilayah.penugasan": "ltu",
        "wilayah.harilibur": "ltuh",
        "wilayah.kunciapi": "ltu",
        # Who sets a number's secret can sign messages "from" anybody: that is the operator's.
        "pesan.nomorkanal": "l",
        "pesan.templatpesan": "ltu",
        "dokumen.kopsurat": "ltu",
        # Rows of every area at once: read by whom they bind, written by the operator alone.
        "curhat.aturaneskalasi": "l",
        "curhat.putarulang": "l",
        "curhat.kategori": "l",
        "curhat.subkategori": "l",
        "curhat.promptmodel": "l",
        "curhat.panggilanmodel": "l",
        "curhat.sakelarmodel": "ltu",
    },
}
for _peran, _izin in (*IZIN_EKONOMI.items(), *IZIN_LUNA.items(), *IZIN_RUKO.items()):
    IZIN[Peran(_peran)] = IZIN.get(Peran(_peran), {}) | _izin

# Roles that may read a case of their area marked rahasia (violence, abuse, suicide, drugs, or
# chosen).
MELIHAT_RAHASIA = frozenset({Peran.LURAH, Peran.MODERATOR})


def peran_with(label: str, aksi: str) -> frozenset[str]:
    """Roles that may do this (view, add, change, delete) to this model ("curhat.tiket")."""
    huruf = next(key for key, nama in _AKSI.items() if nama == aksi)
    return frozenset(peran.value for peran, izin in IZIN.items() if huruf in izin.get(label, ""))


def apply_izin(**_: Any) -> None:
    """Make the groups say what IZIN says. Runs after every migrate; safe to repeat."""
    group_model = global_apps.get_model("auth", "Group")
    permission_model = global_apps.get_model("auth", "Permission")
    known = {
        (p.content_type.app_label, p.codename): p
        for p in permission_model.objects.select_related("content_type")
    }
    for peran, izin in IZIN.items():
        group, _made = group_model.objects.get_or_create(name=peran.value)
        wanted = [
            known[key]
            for label, aksi in izin.items()
            for key in _codenames(label, aksi)
            if key in known
        ]
        group.permissions.set(wanted)


def _codenames(label: str, aksi: str) -> list[tuple[str, str]]:
    app, model = label.split(".")
    return [(app, f"{_AKSI[huruf]}_{model}") for huruf in aksi]
