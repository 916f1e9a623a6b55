"""Answering: guide, wording, the stored answer and what is owed to the resident's channel."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curhat import acuan
from curhat.balasan.jawaban import WEB, WHATSAPP, KonteksJawaban
from curhat.balasan.jawaban import Jawaban as Susunan
from curhat.balasan.susun import compose_jawaban
from curhat.models import Curhat, Jawaban, Pertanyaan, RiwayatCurhat
from curhat.panduan_aktif import panduan_for
from curhat.services.kabar import curhat_slots
from curhat.services.saran import (
    bagian_of,
    is_pressing,
    owe_saran,
    release_saran,
    replace_saran,
    room_for,
    saran_body,
)
from curhat.services.tanya import ask_rtrw, is_talking
from curhat.services.terima import owe_terima, plan_questions
from curhat.triase.hasil import Triase
from pesan.models.kanal import Saluran
from pesan.services import Kiriman, queue_pesan, queue_pesan_many

if TYPE_CHECKING:
    from curhat.services.curhat import CurhatDibuka

# shown only where the situation offers a letter (KonteksJawaban.ajakan)
AJAKAN = "Ketik MINTA DRAFT {surat} untuk surat."
AJAKAN_WEB = "Surat {surat} bisa dibuat di halaman lacak."
_DI_HALAMAN = {Saluran.WEB, Saluran.KIOS}


def answer_many(dibuka: "Sequence[CurhatDibuka]") -> None:
    """Compose, store and queue an answer for each; a held curhat gets the kind note instead.

    Sets `jawaban` on each item. A fixed number of queries for the whole batch.
    """
    before = last_variants([d.curhat for d in dibuka])
    tanya = plan_questions(dibuka)
    rows, owed = [], []
    for d in dibuka:
        if d.curhat.ditahan:
            owed += _owed_ditahan(d.curhat)
            continue
        susunan, panduan_id = compose(d.curhat, d.triase, before)
        d.jawaban = _row(d.curhat, susunan, panduan_id)
        rows.append(d.jawaban)
        owed += _owed(d.curhat, d.pin, susunan.teks, tanya.get(d.curhat.pk, []))
    Jawaban.objects.bulk_create(rows)
    queue_pesan_many(owed)


def answer_again(curhat: Curhat, triase: Triase) -> Jawaban:
    """The answer to a story told after an empty report; code and PIN were given before."""
    susunan, panduan_id = compose(curhat, triase, last_variants([curhat]))
    jawaban = _row(curhat, susunan, panduan_id)
    jawaban.save()
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.DIJAWAB)
    if curhat.kontak is not None:
        queue_pesan(
            kunci=f"jawab:{curhat.pk}:{jawaban.pk}",
            templat="jawaban",
            badan=saran_body(curhat, jawaban.teks),
            kontak=curhat.kontak,
            wilayah=curhat.wilayah_id,
            rujukan=curhat.kode,
        )
    return jawaban


def answer_anew(curhat: Curhat, triase: Triase) -> bool:
    """Write the advice that waits anew for what is known by now; one now pressing goes at once.

    False when it has gone (or the report is held): then nothing is changed.
    """
    triase = replace(
        triase,
        rt=curhat.wilayah.rt or triase.rt,
        rw=curhat.wilayah.rw or triase.rw,
        urgensi=max(curhat.urgensi, triase.urgensi),
        darurat=curhat.darurat or triase.darurat,
        rahasia=curhat.rahasia or triase.rahasia,
    )
    tanya = ask_rtrw(curhat)
    susunan, panduan_id = compose(curhat, triase, last_variants([curhat]), tanya=tanya)
    diganti = replace_saran(
        curhat,
        teks=susunan.teks,
        bagian=bagian_of(susunan),
        varian=susunan.varian,
        panduan_id=panduan_id,
    )
    if diganti and is_pressing(curhat):
        release_saran(curhat)
    return diganti


def compose(
    curhat: Curhat, triase: Triase, before: dict[int, tuple[str, ...]], *, tanya: bool = False
) -> tuple[Susunan, int]:
    """The answer for one curhat and the id of the guide it came from.

    `before`: variants last sent to each contact, newest first; the new one is put in front.
    `tanya`: in a conversation too it asks for RT and RW (else the acknowledgement does).
    """
    panduan_id, panduan = panduan_for(curhat.subkategori_id, curhat.wilayah_id)
    kontak = curhat.kontak_id
    kelurahan = curhat.wilayah.kode_kelurahan
    susunan = compose_jawaban(
        triase,
        panduan,
        KonteksJawaban(
            kelurahan=acuan.wilayah_row(kelurahan).nama if kelurahan else None,
            lurah=acuan.lurah_of_area(curhat.wilayah_id),
            unit=curhat.unit.nama if curhat.unit else None,
            telepon_unit=(curhat.unit.telepon or None) if curhat.unit else None,
            darurat=acuan.numbers_of(curhat.wilayah_id) or (("Darurat", "112"),),
            kanal=WEB if curhat.saluran in _DI_HALAMAN else WHATSAPP,
            sebelumnya=before.get(kontak, ()) if kontak else (),
            benih=curhat.pk,
            ajakan=(AJAKAN_WEB if curhat.saluran in _DI_HALAMAN else AJAKAN,),
            tanya_rt_rw=tanya or curhat.rahasia or not is_talking(curhat),
            batas=room_for(curhat),
        ),
    )
    if kontak:
        before[kontak] = (susunan.varian, *before.get(kontak, ()))[:5]
    return susunan, panduan_id


def last_variants(curhat: Sequence[Curhat]) -> dict[int, tuple[str, ...]]:
    """Contact to the wording last sent to them about another curhat than these."""
    kontak = {c.kontak_id for c in curhat if c.kontak_id}
    rows = (
        Jawaban.objects.filter(curhat__kontak__in=kontak)
        .exclude(curhat__in=[c.pk for c in curhat])
        .order_by("curhat__kontak", "-id")
        .distinct("curhat__kontak")
        .values_list("curhat__kontak", "varian")
    )
    return {pk: (varian,) for pk, varian in rows if pk is not None}


def _row(curhat: Curhat, susunan: Susunan, panduan_id: int) -> Jawaban:
    return Jawaban(
        curhat=curhat,
        panduan_id=panduan_id,
        varian=susunan.varian[:80],
        teks=susunan.teks,
        bagian=bagian_of(susunan),
    )


def _owed(curhat: Curhat, pin: str, teks: str, pertanyaan: Sequence[Pertanyaan]) -> list[Kiriman]:
    """The acknowledgement with code, PIN and consent notice at once, then the advice when due.

    Without a PIN (released after it was shown) the advice alone.
    """
    if curhat.kontak is None:
        return []
    saran = owe_saran(curhat, teks)
    return [owe_terima(curhat, curhat.kontak, pin, pertanyaan), saran] if pin else [saran]


def _owed_ditahan(curhat: Curhat) -> list[Kiriman]:
    """One kind note an hour, however many messages are held; a form's page says it itself."""
    if curhat.kontak is None or curhat.kontak.saluran in _DI_HALAMAN:
        return []
    jam = curhat.diterima_at.strftime("%Y%m%d%H")
    return [
        Kiriman(
            kunci=f"ditahan:{curhat.kontak_id}:{jam}",
            templat="ditahan",
            slots=curhat_slots(curhat),
            kontak=curhat.kontak,
            wilayah=curhat.wilayah_id,
            rujukan=curhat.kode,
        )
    ]
