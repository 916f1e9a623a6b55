"""What a letter shows, as plain data: the one source of its PDF and its Word file."""

import re
from typing import Any

from django.conf import settings

from dokumen.isian import Isian, hari_tanggal, read_tanggal, tanggal_surat
from dokumen.models import JenisSurat, Surat
from dokumen.naskah import TITIK, fill, fill_blok, read_blok
from dokumen.services.kop import Kop, read_kop

Data = dict[str, Any]
_TITIK_NOMOR = "." * 20
_RUN = re.compile(r"\S{60,}")
S = Surat.Status


class SuratDihapus(ValueError):  # noqa: N818 - the domain's word
    """The person was erased: the letter's words are gone and cannot be printed any more."""


def build_data(surat: Surat) -> Data:
    """Everything that the layouts print, strings only. Raises SuratDihapus."""
    if surat.dihapus_at is not None and surat.status in Surat.OUT:
        raise SuratDihapus("Isian surat ini sudah dihapus; yang tersisa hanya baris registernya.")
    keluar = surat.status in Surat.OUT
    kop = surat.kop if keluar else read_kop(str(surat.wilayah.kode_kelurahan))
    return _data(surat, kop, keluar=keluar)


def _data(surat: Surat, kop: Kop, *, keluar: bool) -> Data:
    jenis = surat.jenis
    nilai = _values(surat, kop)
    pilihan = frozenset(satu.nama for satu in jenis.kolom if not satu.wajib)
    blok = fill_blok(read_blok(jenis.teks), nilai, draf=not keluar, pilihan=pilihan)
    judul = fill(jenis.hal, nilai)
    warga = jenis.is_dari_warga
    return {
        "arah": jenis.arah,
        "bentuk": jenis.bentuk,
        "cap": {S.DICABUT: "DICABUT", S.TERBIT: ""}.get(S(surat.status), "DRAF"),
        "kop": _kop(kop),
        "judul": judul,
        "nomor_baris": f"Nomor : {surat.nomor or _TITIK_NOMOR}",
        "kepala_surat": _head(jenis, judul, surat, warga=warga),
        "tempat_tanggal": f"{kop['tempat']}, {nilai['tanggal_surat']}",
        "kepada": [_soft(fill(b, nilai, kosong=_TITIK_NOMOR)) for b in _lines(jenis.kepada)],
        "blok": [_soft_blok(satu.as_dict()) for satu in blok],
        "tembusan": [
            _soft(fill(baris, nilai, kosong=_TITIK_NOMOR)) for baris in _lines(jenis.tembusan)
        ],
        "ttd": _resident_signs(nilai) if warga else [_official_signs(jenis, surat, kop, nilai)],
        "periksa": _check(surat, warga=warga) if keluar else None,
        "agenda": _agenda(surat, kop) if warga and keluar else None,
        "kaki": "" if keluar else "Draf, belum berlaku sebagai surat",
    }


def _values(surat: Surat, kop: Kop) -> dict[str, str]:
    """Each slot as the letter writes it."""
    ada = surat.isian
    nilai = {satu.nama: _show(satu, ada.get(satu.nama, "")) for satu in surat.jenis.kolom}
    return nilai | {
        "sebutan": kop["sebutan"],
        "kelurahan": kop["kelurahan"],
        "kecamatan": kop["kecamatan"],
        "kota": kop["kota"],
        "provinsi": kop["provinsi"],
        "kepala": kop["kepala"],
        "nama_kepala": kop["nama"],
        "jabatan_kepala": kop["jabatan"],
        "tempat": kop["tempat"],
        "tanggal_surat": tanggal_surat(surat.tanggal) if surat.tanggal else _TITIK_NOMOR,
        "nomor_surat": surat.nomor,
    }


def _show(isian: Isian, nilai: str) -> str:
    """As Isian.show; a date field whose label names the day gets its day: Minggu, 29 …"""
    if nilai and isian.jenis == "tanggal" and isian.label.lower().startswith("hari"):
        return hari_tanggal(read_tanggal(nilai))
    return isian.show(nilai)


def _kop(kop: Kop) -> dict[str, str]:
    kontak = [("Telepon", kop["telepon"]), ("Surel", kop["surel"]), ("Laman", kop["laman"])]
    alamat = ", ".join(filter(None, [kop["alamat"], kop["tempat"] if kop["alamat"] else ""]))
    return {
        "pemda": kop["pemda"],
        "kecamatan_panjang": f"Kecamatan {kop['kecamatan']}",
        "kantor": f"{kop['sebutan']} {kop['kelurahan']}",
        "alamat_baris": " ".join(filter(None, [alamat, kop["kode_pos"]])),
        "kontak_baris": "   ".join(f"{apa} {isi}" for apa, isi in kontak if isi),
        "logo": kop["logo"],
    }


def _head(jenis: JenisSurat, judul: str, surat: Surat, *, warga: bool) -> list[list[str]]:
    if warga:
        return [["Lampiran", "-"], ["Hal", judul]]
    return [
        ["Nomor", surat.nomor or _TITIK_NOMOR],
        ["Sifat", jenis.sifat or "Biasa"],
        ["Lampiran", "-"],
        ["Hal", judul],
    ]


def _official_signs(
    jenis: JenisSurat, surat: Surat, kop: Kop, nilai: dict[str, str]
) -> dict[str, Any]:
    atas = [f"{kop['jabatan'].upper()},"]
    if jenis.bentuk == JenisSurat.Bentuk.KETERANGAN:
        atas.insert(0, f"{kop['tempat']}, {nilai['tanggal_surat']}")
    return {
        "atas": atas,
        "gambar": surat.cara_ttd == Surat.CaraTtd.GAMBAR,
        "nama": kop["nama"] or TITIK,
        "bawah": [teks for teks in (kop["pangkat"], _nip(kop["nip"])) if teks],
    }


def _nip(nip: str) -> str:
    """In the groups in which a NIP is written: birth, start, sex, serial."""
    return f"NIP {nip[:8]} {nip[8:14]} {nip[14:15]} {nip[15:]}" if nip else ""


def _resident_signs(nilai: dict[str, str]) -> list[dict[str, Any]]:
    rt, rw = nilai.get("rt") or "....", nilai.get("rw") or "...."
    return [
        {
            "atas": ["Mengetahui,", f"Ketua RT {rt} RW {rw}"],
            "gambar": False,
            "nama": _soft(nilai.get("ketua_rt") or TITIK),
            "bawah": [],
        },
        {
            "atas": ["Hormat saya,", "Pemohon"],
            "gambar": False,
            "nama": _soft(nilai.get("nama") or TITIK),
            "bawah": [],
        },
    ]


def _check(surat: Surat, *, warga: bool) -> dict[str, str]:
    alamat = settings.SITE_URL.split("://", 1)[-1]
    kata = "Periksa surat ini di" if warga else "Pindai untuk memeriksa keaslian, atau buka"
    return {"kata": kata, "alamat": f"{alamat}/surat/", "kode": surat.kode_cek_terbaca}


def _agenda(surat: Surat, kop: Kop) -> dict[str, Any]:
    assert surat.tanggal is not None  # noqa: S101 - held by surat_bernomor_iff_keluar
    return {
        "judul": f"Diterima {kop['sebutan']} {kop['kelurahan']}",
        "isi": [
            ["Nomor agenda", surat.nomor],
            ["Tanggal", tanggal_surat(surat.tanggal)],
        ],
    }


def _lines(teks: str) -> list[str]:
    return [baris.strip() for baris in teks.split("\n") if baris.strip()]


def _soft(teks: str) -> str:
    """Places to break inside a run without spaces, so that it stays on the paper."""
    return _RUN.sub(
        lambda cocok: "\u200b".join(cocok[0][n : n + 30] for n in range(0, len(cocok[0]), 30)),
        teks,
    )


def _soft_blok(blok: dict[str, Any]) -> dict[str, Any]:
    return {**blok, "isi": [[_soft(sel) for sel in baris] for baris in blok["isi"]]}
