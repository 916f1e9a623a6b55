"""What a resident reads of the desk's work behind code and PIN or a personal link."""

from typing import Any
from urllib.parse import urlsplit

from ruko_parsel.models import Permintaan, Tanggapan
from ruko_parsel.services.kabar import nilai_url
from ruko_parsel.services.telaah import open_question
from wilayah.format import tanggal_panjang


def sent_answers(permintaan: Permintaan) -> list[tuple[str, str, Tanggapan]]:
    """(number, when, answer) of what was sent; of a merged request those of the one it follows."""
    sumber = permintaan.digabung_ke or permintaan
    rows = sumber.tanggapan.filter(status="terkirim").order_by("terkirim_at")
    kode = str(permintaan.wilayah_id)
    return [(satu.nomor or "", tanggal_panjang(satu.terkirim_at, kode), satu) for satu in rows]


def part_of_desk(permintaan: Permintaan) -> dict[str, Any]:
    """Context of `ruko_parsel/meja_bagian.html`: the question, the answers, where to rate."""
    tanya = open_question(permintaan)
    selesai = permintaan.status == Permintaan.Status.SELESAI
    return {
        "pertanyaan": tanya.catatan if tanya is not None else "",
        "jawaban": sent_answers(permintaan),
        "alamat_nilai": urlsplit(nilai_url(permintaan)).path if selesai else "",
    }
