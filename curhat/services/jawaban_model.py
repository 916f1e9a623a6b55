"""A model's answer to one curhat: what is asked, and what may be done with what comes back."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from curhat import acuan
from curhat.aturan_aktif import aturan_aktif
from curhat.balasan.jawaban import Jawaban as Susunan
from curhat.balasan.kenali import choose_keadaan
from curhat.model_bahasa.nilai import Hasil, Jawab, Permintaan
from curhat.model_bahasa.pemeriksa import check_jawaban
from curhat.model_bahasa.penimbang import Timbangan, weigh, write_jawaban
from curhat.model_bahasa.prompt import build_pesan
from curhat.model_bahasa.simpanan import fingerprint, keep_simpanan, read_simpanan
from curhat.model_bahasa.sisipan import find_sisipan
from curhat.model_bahasa.skema import (
    SkemaSalah,
    TemuanModel,
    answer_schema,
    dump_temuan,
    parse_temuan,
)
from curhat.models import Curhat, Jawaban, RiwayatCurhat, TinjauanJawaban
from curhat.panduan_aktif import panduan_for
from curhat.services.baca_ulang import has_correction, raise_from, read_again
from curhat.services.curhat import escalation_reason, triase_columns
from curhat.services.jawab import compose
from curhat.services.model_bahasa import may_ask, prompt_aktif, sakelar_of
from curhat.services.saran import (
    bagian_of,
    has_gone,
    is_pressing,
    postpone_saran,
    release_saran,
    replace_saran,
    room_for,
)
from curhat.services.tiket import ensure_tiket
from curhat.triase.hasil import Triase
from curhat.triase.samaran import mask_pribadi
from pesan.models.kanal import SALURAN_PERCAKAPAN, Saluran
from wilayah.kalender import is_jam_kerja

K = TinjauanJawaban.Keputusan
_DI_HALAMAN = {Saluran.WEB, Saluran.KIOS}
# Columns of Curhat that a model's finding may set; urgency and flags follow their own rule.
_TEMUAN = (
    "keyakinan", "perkiraan_terdampak", "jenis_respons", "jenis_solusi", "tingkat_masalah",
    "sumber_daya", "alasan", "versi_model",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Konteks:
    """One question as it stands: the request, and what its answer will be held against."""

    minta: Permintaan
    triase: Triase
    isi: str
    prompt: int
    kelurahan: str
    sidik: str
    tersimpan: str | None


@dataclass(frozen=True, slots=True)
class Usulan:
    """A checked answer: the finding as weighed, the reply put together, the guide behind it."""

    triase: Triase
    temuan: TemuanModel
    susunan: Susunan
    panduan_id: int


def obstacle(curhat: Curhat) -> Hasil | None:
    """Why this curhat is not put to a model now, or None."""
    if curhat.dihapus_at is not None or not may_ask(curhat):
        return Hasil.BATAL
    if speaks(curhat) and has_gone(curhat):
        return Hasil.LEWAT
    if TinjauanJawaban.objects.filter(curhat=curhat).decided().exists():
        return Hasil.BATAL  # a person has spoken
    return Hasil.SISIPAN if find_sisipan(curhat.isi) else None


def speaks(curhat: Curhat) -> bool:
    """Whether its answer is a message of a conversation, and not a page's."""
    return curhat.kontak is not None and curhat.kontak.saluran in SALURAN_PERCAKAPAN


def build_konteks(curhat: Curhat) -> Konteks:
    """The request for a curhat: masked words, the area's name and its guide, nothing of a person.

    Raises LookupError where no prompt is in use.
    """
    aktif = prompt_aktif()
    if aktif is None:
        raise LookupError("tidak ada petunjuk model yang dipakai")
    prompt_id, prompt = aktif
    triase = read_again(curhat)
    kelurahan = curhat.wilayah.kode_kelurahan or curhat.wilayah_id
    _panduan_id, panduan = panduan_for(curhat.subkategori_id, curhat.wilayah_id)
    minta = Permintaan(
        model=settings.OPENAI_MODEL,
        pesan=build_pesan(
            prompt,
            mask_pribadi(curhat.isi).teks,  # once more: nothing unmasked may leave
            kelurahan=acuan.wilayah_row(kelurahan).nama,
            keadaan=choose_keadaan(panduan, triase.teks, triase.teks_tersamar),
            dugaan=curhat.subkategori_id,
        ),
        skema=answer_schema(),
        token_maks=settings.MODEL_TOKEN_MAKS,
    )
    sidik = fingerprint(minta, prompt=prompt_id, kelurahan=kelurahan)
    tersimpan = read_simpanan(sidik)
    return Konteks(
        minta=minta,
        triase=triase,
        isi=curhat.isi,
        prompt=prompt_id,
        kelurahan=kelurahan,
        sidik=sidik,
        tersimpan=json.dumps(tersimpan) if tersimpan is not None else None,
    )


def use_jawab(curhat: Curhat, konteks: Konteks, jawab: Jawab) -> tuple[Hasil, str]:
    """Weigh and check what a model said, and use it: (outcome, remark). In a transaction.

    Any outcome but OK and SIMPANAN leaves the rules answer as it is.
    """
    if jawab.hasil not in (Hasil.OK, Hasil.SIMPANAN):
        return jawab.hasil, ""
    try:
        temuan = parse_temuan(jawab.teks)
    except SkemaSalah as galat:
        return Hasil.SKEMA, str(galat)
    if temuan.keyakinan < settings.MODEL_KEYAKINAN:
        return Hasil.RAGU, f"keyakinan {temuan.keyakinan:.2f}"
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori__kategori", "kontak", "unit")
        .get(pk=curhat.pk)
    )
    if curhat.isi != konteks.isi or obstacle(curhat) is not None:
        return Hasil.BATAL, "laporan sudah berubah"
    return _weighed(curhat, konteks, temuan, jawab)


def _weighed(
    curhat: Curhat, konteks: Konteks, temuan: TemuanModel, jawab: Jawab
) -> tuple[Hasil, str]:
    timbang = weigh(konteks.triase, temuan, aturan=aturan_aktif(), model=settings.OPENAI_MODEL)
    if not timbang.pakai_kata:
        _save_rise(curhat, timbang.triase)
        _answer_by_rules(curhat, timbang.triase)
        return jawab.hasil, "kata aturan: peka atau darurat"
    susunan, panduan_id = _compose(curhat, timbang, temuan)
    salah = check_jawaban(
        temuan,
        susunan.bagian,
        susunan.teks,
        boleh=numbers_for(curhat, susunan),
        batas=None if curhat.saluran in _DI_HALAMAN else room_for(curhat),
    )
    if salah:
        return Hasil.PERIKSA, ", ".join(salah)
    if jawab.hasil == Hasil.OK:
        keep_simpanan(konteks.sidik, dump_temuan(temuan))
    _save_rise(curhat, timbang.triase)
    if is_pressing(curhat):
        _answer_by_rules(curhat, timbang.triase)
        return jawab.hasil, "kata aturan: urgensi 5"
    _offer(curhat, konteks, Usulan(timbang.triase, temuan, susunan, panduan_id))
    return jawab.hasil, ""


def _compose(curhat: Curhat, timbang: Timbangan, temuan: TemuanModel) -> tuple[Susunan, int]:
    """The reply for the weighed finding; the curhat itself is not changed by that."""
    semula = (curhat.subkategori, curhat.unit)
    curhat.subkategori = acuan.subkategori_all()[timbang.triase.subkategori]
    curhat.unit = acuan.unit_of(curhat.subkategori, curhat.wilayah_id)
    susunan, panduan_id = compose(curhat, timbang.triase, {})
    curhat.subkategori, curhat.unit = semula
    whatsapp = curhat.saluran not in _DI_HALAMAN
    batas = room_for(curhat) if whatsapp else None
    return write_jawaban(susunan, temuan, batas=batas), panduan_id


def numbers_for(curhat: Curhat, susunan: Susunan) -> set[str]:
    """The numbers a reply may name: the area's, and those of the rules' own fixed lines."""
    milik = {nomor for _nama, nomor in acuan.numbers_of(curhat.wilayah_id)} | {"112"}
    if curhat.unit is not None and curhat.unit.telepon:
        milik.add(curhat.unit.telepon)
    tetap = " ".join(filter(None, (susunan.bagian.darurat, susunan.bagian.bantuan)))
    return milik | {kata.strip(".,()") for kata in tetap.split() if kata.strip(".,()").isdigit()}


def _save_rise(curhat: Curhat, triase: Triase) -> None:
    """What a model finds more urgent or sensitive counts at once, reviewed or not."""
    lama = (curhat.urgensi, curhat.eskalasi, curhat.darurat, curhat.rahasia)
    if has_correction(curhat):
        return
    raise_from(curhat, triase)
    if lama == (curhat.urgensi, curhat.eskalasi, curhat.darurat, curhat.rahasia):
        return
    curhat.perlu_tinjau = True
    curhat.save()
    RiwayatCurhat.objects.create(
        curhat=curhat,
        peristiwa=RiwayatCurhat.Peristiwa.MODEL,
        catatan=f"urgensi {lama[0]} → {curhat.urgensi}",
    )
    ensure_tiket(curhat, sebab=f"{escalation_reason(curhat)} (model bahasa)", buka=curhat.eskalasi)


def _answer_by_rules(curhat: Curhat, triase: Triase) -> None:
    """Sensitive or urgent after all: the rules' words for that, and they do not wait."""
    susunan, panduan_id = compose(curhat, triase, {})
    deliver(curhat, susunan.teks, bagian_of(susunan), susunan.varian, panduan_id)
    release_saran(curhat)


def deliver(
    curhat: Curhat, teks: str, bagian: dict[str, Any], varian: str, panduan_id: int | None
) -> bool:
    """Let this text be the answer: in the message that waits, or as the newer one on the page.

    False where the message has gone already: nobody gets two answers.
    """
    if replace_saran(curhat, teks=teks, bagian=bagian, varian=varian, panduan_id=panduan_id):
        return True
    if speaks(curhat):
        return False
    Jawaban.objects.create(
        curhat=curhat, panduan_id=panduan_id, varian=varian[:80], teks=teks, bagian=bagian
    )
    return True


def _offer(curhat: Curhat, konteks: Konteks, usulan: Usulan) -> None:
    """To a moderator first, or straight to the resident where the area is past that."""
    tinjauan = _tinjauan(curhat, konteks, usulan)
    if needs_review(konteks.kelurahan):
        hingga = review_deadline(konteks.kelurahan)
        tinjauan.tenggat_at = hingga or tinjauan.tenggat_at
        tinjauan.keputusan = K.MENUNGGU if hingga and _can_wait(curhat, hingga) else K.LEWAT
    else:
        susunan = usulan.susunan
        tinjauan.teks_akhir = susunan.teks
        tinjauan.terkirim = deliver(
            curhat, susunan.teks, tinjauan.bagian, susunan.varian, usulan.panduan_id
        )
        if tinjauan.terkirim:
            adopt_temuan(curhat, usulan.triase)
    TinjauanJawaban.objects.filter(curhat=curhat).delete()  # of the story as it was before
    tinjauan.save()


def _tinjauan(curhat: Curhat, konteks: Konteks, usulan: Usulan) -> TinjauanJawaban:
    aturan = curhat.jawaban.first()
    return TinjauanJawaban(
        curhat=curhat,
        wilayah_id=konteks.kelurahan,
        prompt_id=konteks.prompt,
        model=settings.OPENAI_MODEL[:80],
        teks_aturan=aturan.teks if aturan is not None else "",
        teks_model=usulan.susunan.teks,
        bagian=bagian_of(usulan.susunan),
        temuan=dump_temuan(usulan.temuan) | {"urgensi_ditimbang": usulan.triase.urgensi},
        panduan_id=usulan.panduan_id,
        varian=usulan.susunan.varian,
        tenggat_at=timezone.now(),
        keputusan=K.LANGSUNG,
    )


def _can_wait(curhat: Curhat, hingga: datetime) -> bool:
    """A page waits for nobody: it shows the rules answer until then."""
    return postpone_saran(curhat, until=hingga) if speaks(curhat) else True


def needs_review(kelurahan: str) -> bool:
    """Whether answers of this kelurahan still wait for a person: its first ones, or by switch."""
    sakelar = sakelar_of(kelurahan)
    if sakelar is None or sakelar.selalu_tinjau:
        return True
    sudah = TinjauanJawaban.objects.filter(wilayah_id=kelurahan).decided().count()
    return sudah < settings.MODEL_TINJAU_BANYAK


def review_deadline(kelurahan: str) -> datetime | None:
    """Until when somebody is given time to look; None outside office hours, when nobody is."""
    now = timezone.now()
    if not is_jam_kerja(now, kelurahan):
        return None
    return now + timedelta(minutes=settings.MODEL_TINJAU_MENIT)


def adopt_temuan(curhat: Curhat, triase: Triase) -> None:
    """The model's subject and estimates on a locked curhat, unless a person has corrected it.

    Urgency falls only where nothing has been begun because of it.
    """
    if has_correction(curhat):
        return
    lama = f"{curhat.subkategori_id}, urgensi {curhat.urgensi}"
    kolom = triase_columns(triase)
    for nama in _TEMUAN:
        setattr(curhat, nama, kolom[nama])
    curhat.subkategori = acuan.subkategori_all()[triase.subkategori]
    curhat.kategori_id = curhat.subkategori.kategori_id
    curhat.unit = acuan.unit_of(curhat.subkategori, curhat.wilayah_id)
    if not (curhat.eskalasi or curhat.kata_kritis or curhat.tiket.exists()):
        curhat.urgensi, curhat.keparahan = triase.urgensi, triase.keparahan
    curhat.save()
    baru = f"{curhat.subkategori_id}, urgensi {curhat.urgensi}"
    if baru != lama:
        RiwayatCurhat.objects.create(
            curhat=curhat,
            peristiwa=RiwayatCurhat.Peristiwa.MODEL,
            catatan=f"{lama} → {baru}",
        )
