"""Weighing a model's finding against the rules': the rules win where harm is possible."""

from dataclasses import dataclass, replace

from curhat.balasan.jawaban import BagianJawaban, Jawaban
from curhat.balasan.kalimat import end_titik
from curhat.balasan.naskah import write_pendek, write_penuh
from curhat.model_bahasa.skema import TemuanModel
from curhat.triase.aturan import Aturan
from curhat.triase.hasil import Alasan, Triase
from curhat.triase.kegawatan import KEPARAHAN
from curhat.triase.klasifikasi import read_taksonomi
from curhat.triase.luas import SUMBER_DAYA, choose_solusi, choose_tingkat
from curhat.triase.ringkasan import TERPANJANG

TURUN_MAKS = 1  # steps of urgency a model may take off what the rules said, where none is critical


@dataclass(frozen=True, slots=True)
class Timbangan:
    """The weighed finding, and whether the model's words may be used for the reply."""

    triase: Triase
    pakai_kata: bool


def weigh(triase: Triase, temuan: TemuanModel, *, aturan: Aturan, model: str) -> Timbangan:
    """The model's finding as a `Triase`, raised by every critical rule, lowered by none.

    Sensitive matters and emergencies, whoever found them, keep the rules' own words.
    """
    urgensi = _weigh_urgensi(triase, temuan)
    darurat = triase.darurat or (temuan.darurat and urgensi == 5)
    rahasia = triase.rahasia or temuan.peka
    sub = temuan.subkategori
    terdampak = temuan.perkiraan_terdampak or triase.perkiraan_terdampak
    hasil = replace(
        triase,
        kategori=read_taksonomi()[sub]["kategori"],
        subkategori=sub,
        keyakinan=round(temuan.keyakinan, 4),
        ringkasan=triase.ringkasan if rahasia else temuan.ringkasan[:TERPANJANG],
        urgensi=urgensi,
        keparahan=KEPARAHAN[urgensi],
        perkiraan_terdampak=terdampak,
        jenis_respons=temuan.jenis_respons,
        jenis_solusi=choose_solusi(sub),
        tingkat_masalah=choose_tingkat(urgensi, terdampak, darurat=darurat),
        sumber_daya=SUMBER_DAYA.get(sub, ()),
        darurat=darurat,
        eskalasi=triase.eskalasi or darurat or urgensi >= aturan.ambang_eskalasi,
        rahasia=rahasia,
        perlu_tinjau=triase.perlu_tinjau or rahasia != triase.rahasia,
        versi_model=f"{triase.versi_model}+{model}"[:60],
        alasan=(*triase.alasan, Alasan("model", temuan.alasan[:200], model[:40])),
    )
    return Timbangan(hasil, pakai_kata=not (darurat or rahasia))


def _weigh_urgensi(triase: Triase, temuan: TemuanModel) -> int:
    gawat = triase.darurat or triase.rahasia or triase.kata_kritis or triase.eskalasi
    batas = triase.urgensi if gawat else triase.urgensi - TURUN_MAKS
    return max(1, batas, temuan.urgensi)


def write_jawaban(susunan: Jawaban, temuan: TemuanModel, *, batas: int | None) -> Jawaban:
    """The rules' reply with the model's words in it; every fixed line stays the rules' own.

    `susunan` is composed for the weighed finding, so help lines, questions and what to type next
    are right for it. `batas`: characters it may have; None on a page, which shows all of it.
    """
    bagian: BagianJawaban = replace(
        susunan.bagian,
        pembuka="",
        empati=end_titik(temuan.empati.strip()),
        ringkasan=end_titik(temuan.ringkasan.strip()),
        sebab=end_titik(temuan.sebab.strip()),
        catatan=None,
        a=end_titik(temuan.a.strip()),
        b=end_titik(temuan.b.strip()),
        c=end_titik(temuan.c.strip()),
        pihak=temuan.pihak.strip() or None,
        biaya=temuan.biaya.strip() or None,
        langkah=(
            temuan.langkah[0].strip(" ."),
            temuan.langkah[1].strip(" ."),
            temuan.langkah[2].strip(" ."),
        ),
    )
    teks = write_penuh(bagian) if batas is None else write_pendek(bagian, batas)
    return replace(susunan, teks=teks, bagian=bagian, varian=f"{susunan.varian}~model"[:80])
