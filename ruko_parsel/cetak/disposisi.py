"""The disposition sheet (lembar disposisi) with its whole chain, as offices file it."""

from dokumen.cetak.kertas import Kertas, alinea, bab, hari, rincian, tabel
from dokumen.cetak.kertas_pdf import compile_pdf
from ruko_parsel.cetak.kop import read_kop_kecamatan
from ruko_parsel.models import Disposisi, Permintaan
from ruko_parsel.orang import kecamatan_of_permintaan
from ruko_parsel.services.disposisi import chain_of
from wilayah.format import tanggal_panjang, urgensi


def render_disposisi(permintaan: Permintaan) -> bytes:
    """The sheet of a request as PDF: what it is about, then each order and its answer."""
    kecamatan = kecamatan_of_permintaan(permintaan)
    rantai = chain_of(permintaan)
    kertas = Kertas(
        judul="Lembar disposisi",
        kelurahan=kecamatan,
        nomor=f"Nomor agenda: {permintaan.nomor}",
        blok=[
            rincian(_head(permintaan, rantai)),
            bab("Isi disposisi"),
            *([_table(rantai)] if rantai else [alinea("Belum ada disposisi.")]),
            *_answers(rantai),
        ],
        cap="RAHASIA" if permintaan.rahasia else "",
        kaki=f"Permintaan {permintaan.nomor}, {permintaan.wilayah.nama_lengkap}",
        kop=read_kop_kecamatan(kecamatan),
    )
    return compile_pdf(kertas)


def _head(permintaan: Permintaan, rantai: list[Disposisi]) -> list[tuple[str, str]]:
    kode = str(permintaan.wilayah_id)
    sifat = rantai[-1].get_sifat_display() if rantai else "-"
    return [
        ("Permintaan dari", permintaan.wilayah.nama_lengkap),
        ("Diterima", tanggal_panjang(permintaan.created_at, kode)),
        ("Pokok", permintaan.judul),
        ("Jenis masalah", permintaan.masalah.nama),
        ("Bidang", permintaan.bidang.nama),
        ("Urgensi", urgensi(permintaan.urgensi)),
        ("Sifat", sifat),
        ("Dijawab paling lambat", tanggal_panjang(permintaan.due_at, kode)),
    ]


def _table(rantai: list[Disposisi]) -> dict[str, object]:
    baris = []
    for ke, satu in enumerate(rantai, start=1):
        tembusan = ", ".join(str(orang) for orang in satu.tembusan.all())
        perintah = satu.perintah + (f"\nTembusan: {tembusan}" if tembusan else "")
        baris.append([
            str(ke), f"{satu.dari} kepada {satu.kepada}", perintah,
            hari(satu.sampai) or "-", _state(satu),
        ])  # fmt: skip
    return tabel(["No.", "Dari dan kepada", "Isi", "Selesai", "Paraf/keadaan"], baris,
                 lebar=(1, 4, 6, 3, 4))  # fmt: skip


def _state(satu: Disposisi) -> str:
    kode = str(satu.wilayah_id)
    tahap = [
        ("Dibuat", satu.created_at), ("Dibaca", satu.dibaca_at),
        ("Diteruskan", satu.diteruskan_at), ("Dijawab", satu.dijawab_at),
    ]  # fmt: skip
    return "\n".join(f"{apa} {tanggal_panjang(at, kode)}" for apa, at in tahap if at)


def _answers(rantai: list[Disposisi]) -> list[dict[str, object]]:
    jawaban = [(str(satu.kepada), satu.jawaban) for satu in rantai if satu.jawaban]
    return [bab("Jawaban"), rincian(jawaban)] if jawaban else []
