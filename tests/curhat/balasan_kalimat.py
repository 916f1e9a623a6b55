"""What an answer says of its own, sentence by sentence, and which answers have some in common.

A sentence is what stands between two end marks of the answer as sent; steps are sentences of their
own. Fixed lines may repeat: greeting, labels, the line of urgency, questions back, what to type
next, code, disclaimer, and sentences with a help number.
"""

import csv
import itertools
import re
from collections import defaultdict
from pathlib import Path

from curhat.balasan.jawaban import WHATSAPP, Jawaban, KonteksJawaban
from curhat.balasan.panduan import read_panduan_bawaan
from curhat.balasan.peka import DIBACA_SIAPA, RINGKASAN_RAHASIA
from curhat.balasan.susun import compose_jawaban
from curhat.triase.hasil import Konteks, Triase
from curhat.triase.klasifikasi import read_taksonomi
from curhat.triase.mesin import triase_many

TEKS = Path(__file__).with_name("data") / "tiga_teks.csv"
BAWAAN = read_panduan_bawaan()
LABEL = re.compile(
    r"(?:Ringkasan|Yang dapat dicoba|Diagnosis singkat|Penting|• [ABC] \([^)]*\)|"
    r"3 langkah konkret): |Solusi:"
)
BARIS_TETAP = re.compile(r"Urgensi: \d/5|Kode: ")
NOMOR_PERTOLONGAN = re.compile(r"\b11[0239]\b|\b12[39]\b|\{darurat\}")
AKHIR = re.compile(r"(?<=[.!?…])\s+|\s*\b[123]\) ")
AJAKAN = (
    "Untuk surat resmi ketik MINTA DRAFT {surat}.",
    "Ketik STATUS untuk melihat perkembangan.",
)


def normalise(kalimat: str) -> str:
    return " ".join(re.findall(r"[\w{}]+", kalimat.lower()))


def sentences(jawaban: Jawaban) -> set[str]:
    """What an answer says of its own, sentence by sentence."""
    bagian = jawaban.bagian
    tetap = {RINGKASAN_RAHASIA, DIBACA_SIAPA, bagian.pembuka, bagian.sangkalan}
    tetap |= {*bagian.tanya, *bagian.ajakan}
    tetap |= {satu for satu in (bagian.darurat, bagian.bantuan) if satu}
    bersih = {normalise(potong) for satu in tetap for potong in AKHIR.split(satu)}
    hasil = set()
    for baris in jawaban.teks.splitlines():
        if BARIS_TETAP.match(baris) or baris in tetap:
            continue
        for kalimat in AKHIR.split(LABEL.sub("", baris)):
            if not NOMOR_PERTOLONGAN.search(kalimat):
                hasil.add(normalise(kalimat))
    return hasil - bersih - {""}


def read_temuan() -> list[tuple[str, Triase]]:
    """The 117 texts: what each was written for, and what the triage found."""
    with TEKS.open(encoding="utf-8", newline="") as berkas:
        baris = list(csv.DictReader(berkas))
    konteks = Konteks(wilayah_kanal="35.77.03.1009")
    hasil = triase_many([(satu["isi"], konteks) for satu in baris])
    return [(b["subkategori"], t) for b, t in zip(baris, hasil, strict=True)]


def answer(triase: Triase, benih: int, kanal: str = WHATSAPP) -> Jawaban:
    unit = read_taksonomi()[triase.subkategori]["unit_penanggung_jawab"]
    konteks = KonteksJawaban(
        kelurahan="Taman",
        lurah="Pak Wiryo Santosa",
        unit=unit,
        kode="HL-7K2M-9PQR",
        kanal=kanal,
        benih=benih,
        ajakan=AJAKAN,
    )
    return compose_jawaban(triase, BAWAAN[triase.subkategori], konteks)


def shared(jawaban: list[Jawaban]) -> dict[tuple[int, int], set[str]]:
    """Every pair of answers that have sentences in common, with those sentences."""
    letak: dict[str, list[int]] = defaultdict(list)
    for nomor, satu in enumerate(jawaban):
        for kalimat in sentences(satu):
            letak[kalimat].append(nomor)
    hasil: dict[tuple[int, int], set[str]] = defaultdict(set)
    for kalimat, di in letak.items():
        for pasangan in itertools.combinations(di, 2):
            hasil[pasangan].add(kalimat)
    return dict(hasil)


def shared_beyond_story(satu: Jawaban, dua: Jawaban) -> set[str]:
    """What two answers to the very same text share besides the summary of that text."""
    cerita = normalise(satu.bagian.ringkasan)
    sama = shared([satu, dua]).get((0, 1), set())
    return {kalimat for kalimat in sama if kalimat not in cerita}
