"""The desk's letters on paper: an answer, and the cover letter to an agency."""

from datetime import date
from typing import Any

from dokumen.cetak.kertas import Kertas, alinea, daftar, rincian, tabel
from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.isian import tanggal_surat
from ruko_parsel.cetak.kop import read_kop_kecamatan, sign_of_kecamatan
from ruko_parsel.models import Permintaan, SuratPengantar, Tanggapan
from ruko_parsel.orang import kecamatan_of_permintaan
from wilayah.models import Wilayah
from wilayah.zona import at_place, hari_ini


def take_potret(permintaan: Permintaan, hari: date) -> dict[str, Any]:
    """What a letter of this day shows beside its own words: kept with it once it is out."""
    kecamatan = kecamatan_of_permintaan(permintaan)
    kop = read_kop_kecamatan(kecamatan)
    diajukan = at_place(permintaan.created_at, str(permintaan.wilayah_id)).date()
    return {
        "kop": kop,
        "ttd": sign_of_kecamatan(kop, hari),
        "kepada": _addressee(permintaan),
        "permintaan": permintaan.nomor,
        "diajukan": tanggal_surat(diajukan),
        "pokok": permintaan.judul,
        "desa": permintaan.wilayah.nama_lengkap,
    }


def _addressee(permintaan: Permintaan) -> str:
    desa = permintaan.wilayah
    if permintaan.pemohon_id is None and permintaan.kontak_id is not None:
        return f"Yth. warga {desa.nama_lengkap} yang mengajukan {permintaan.nomor}"
    kepala = "Kepala Desa" if desa.tingkat == Wilayah.Tingkat.DESA else "Lurah"
    return f"Yth. {kepala} {desa.nama}"


def render_tanggapan(tanggapan: Tanggapan) -> bytes:
    """The answer as PDF: as it was sent, or today's draft with its stamp."""
    return compile_pdf(_tanggapan(tanggapan))


def _tanggapan(tanggapan: Tanggapan) -> Kertas:
    permintaan = tanggapan.permintaan
    potret = tanggapan.potret or take_potret(permintaan, hari_ini(str(permintaan.wilayah_id)))
    return Kertas(
        judul="Tanggapan atas permintaan koordinasi",
        kelurahan=kecamatan_of_permintaan(permintaan),
        nomor=f"Nomor: {tanggapan.nomor}" if tanggapan.nomor else "Nomor: (diisi saat dikirim)",
        blok=[
            rincian([
                ("Kepada", potret["kepada"]),
                ("Perihal", tanggapan.perihal),
                ("Menanggapi", f"{potret['permintaan']}, {potret['diajukan']}"),
                ("Pokok permintaan", potret["pokok"]),
            ]),
            *paragraphs(tanggapan.isi),
        ],
        cap="" if tanggapan.is_sent else "DRAF",
        kaki=f"Permintaan {potret['permintaan']}, {potret['desa']}",
        ttd=potret["ttd"],
        kop=potret["kop"],
    )  # fmt: skip


def paragraphs(teks: str) -> list[dict[str, Any]]:
    """Words as typed: an empty line begins a paragraph, lines with a dash become a list."""
    blok: list[dict[str, Any]] = []
    for bagian in teks.replace("\r\n", "\n").split("\n\n"):
        baris = [satu.strip() for satu in bagian.split("\n") if satu.strip()]
        if not baris:
            continue
        if all(satu.startswith("- ") for satu in baris):
            blok.append(daftar([satu[2:] for satu in baris]))
        else:
            blok.append(alinea(" ".join(baris)))
    return blok


def render_pengantar(surat: SuratPengantar) -> bytes:
    """The cover letter that is carried to an agency."""
    permintaan, potret = surat.permintaan, surat.potret
    jumlah = permintaan.lampiran.count()
    kertas = Kertas(
        judul="Surat pengantar",
        kelurahan=kecamatan_of_permintaan(permintaan),
        nomor=f"Nomor agenda: {permintaan.nomor}",
        blok=[
            rincian([("Kepada", f"Yth. Kepala {surat.instansi.nama}")]),
            tabel(
                ["No.", "Uraian", "Banyaknya", "Keterangan"],
                [["1", f"Permintaan koordinasi {potret['desa']}: {potret['pokok']}", "1 berkas",
                  f"{jumlah} lampiran" if jumlah else "tanpa lampiran"]],
                lebar=(1, 7, 2, 3),
            ),
            *paragraphs(surat.isi),
            alinea("Mohon kabar tindak lanjutnya kepada kami agar dapat kami sampaikan ke desa."),
        ],
        kaki=f"Permintaan {permintaan.nomor}, {potret['desa']}",
        ttd=potret["ttd"],
        kop=potret["kop"],
    )  # fmt: skip
    return compile_pdf(kertas)
