"""What comes after the first words: part of the same story, more about it, or a new one.

Within settings.GABUNG_DETIK of the first message all words are one story: read as a whole, with one
acknowledgement and one answer. For settings.SUSULAN_DETIK words on the same matter are added to it
and thanked for. A header, another place with another matter, or an emergency of another kind always
begins a new curhat.
"""

import re
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.db import transaction

from curhat.models import Curhat, Pertanyaan, RiwayatCurhat, Tiket
from curhat.services.baca_ulang import read_again, retell
from curhat.services.jawab import answer_again, answer_anew
from curhat.services.kata import DITARIK
from curhat.services.pilih import choose_from
from curhat.services.saran import has_gone, is_pressing
from curhat.services.tambahan import add_keterangan, set_tempat, thank
from curhat.services.tanya import is_talking, note_answer, open_questions
from curhat.triase.format import parse_pesan
from curhat.triase.hasil import Triase
from pesan.kanal.daftar import get_kanal
from pesan.kanal.dasar import Masuk
from pesan.models import Lampiran

J = Pertanyaan.Jenis
MAKS_CERITA = 6000  # characters: more than that nobody types within a minute
YAKIN = 0.6  # below it the subject of a few words on their own says nothing
_BUKAN_NAMA = re.compile(r"\W+|\b(?:kelurahan|kel|desa|di|yang|ing|iku|niku|pak|bu|ya|nggih)\b")
MAKS_TEMPAT = 10  # words of an answer to "where exactly?"


class Sambungan(Enum):
    """How a message goes on."""

    SATU = "same story"
    TEMPAT = "the answer to where"
    SUSULAN = "more about it"
    BARU = "a new story"


def is_fresh(curhat: Curhat, masuk: Masuk) -> bool:
    """Whether this message came so soon after the curhat's first that they are one."""
    jarak = abs(masuk.diterima_at - curhat.diterima_at)
    return is_talking(curhat) and jarak < timedelta(seconds=settings.GABUNG_DETIK)


def is_quiet(curhat: Curhat, masuk: Masuk) -> bool:
    """Whether nothing need be said about an addition: the one answer is still to come."""
    return is_fresh(curhat, masuk) and not has_gone(curhat)


def read_sambungan(curhat: Curhat, masuk: Masuk, hasil: Triase) -> Sambungan:
    """What a story-like message is to the newest curhat of its sender."""
    if not is_talking(curhat) or _begins_new(curhat, masuk, hasil):
        return Sambungan.BARU
    if _says_where(curhat, masuk, hasil):
        return Sambungan.TEMPAT
    if is_fresh(curhat, masuk):
        return Sambungan.SATU
    baru_saja = masuk.diterima_at - curhat.diterima_at < timedelta(seconds=settings.SUSULAN_DETIK)
    tenang = not hasil.eskalasi or hasil.subkategori == curhat.subkategori_id
    if baru_saja and tenang and _is_open(curhat) and _same_matter(curhat, hasil):
        return Sambungan.SUSULAN
    return Sambungan.BARU


def _begins_new(curhat: Curhat, masuk: Masuk, hasil: Triase) -> bool:
    usai = curhat.isi.startswith(DITARIK) or len(curhat.isi) > MAKS_CERITA
    if usai or parse_pesan(masuk.isi.teks).ada_kepala:
        return True
    if _same_matter(curhat, hasil):
        return False
    return _other_place(curhat, hasil) or (_alarms(hasil) and not is_pressing(curhat))


def _alarms(hasil: Triase) -> bool:
    """Whether a critical word was meant: "kebakaran" is a matter of its own, "tolong" is not."""
    return bool(hasil.kata_kritis)


def _same_matter(curhat: Curhat, hasil: Triase) -> bool:
    """The same subject, or words too few to have one of their own. A fire always has one."""
    if hasil.subkategori in {curhat.subkategori_id, "lainnya"}:
        return True
    return hasil.keyakinan < YAKIN and not _alarms(hasil)


def _other_place(curhat: Curhat, hasil: Triase) -> bool:
    tahu = ((curhat.wilayah.rt, hasil.rt), (curhat.wilayah.rw, hasil.rw))
    return any(lama and baru and lama != baru for lama, baru in tahu)


def _is_open(curhat: Curhat) -> bool:
    usai = Tiket.objects.filter(curhat=curhat, status__in=Tiket.ENDED).exists()
    return curhat.ditutup_at is None and not usai


def _says_where(curhat: Curhat, masuk: Masuk, hasil: Triase) -> bool:
    """A few words after we asked for street or landmark."""
    if hasil.eskalasi or len(masuk.isi.teks.split()) > MAKS_TEMPAT:
        return False
    return _same_matter(curhat, hasil) and J.TEMPAT in open_questions(curhat)


@transaction.atomic
def continue_curhat(curhat: Curhat, masuk: Masuk, hasil: Triase, cara: Sambungan) -> None:
    """Take the message in as what `read_sambungan` said it is (not for a new story)."""
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit", "pesan_masuk")
        .get(pk=curhat.pk)
    )
    lampiran = list(Lampiran.objects.filter(pesan_masuk=masuk.pesan))
    if cara is Sambungan.SATU and not has_gone(curhat):
        _join(curhat, masuk, lampiran)
        return
    if cara is Sambungan.TEMPAT and not curhat.jalan:
        Curhat.objects.filter(pk=curhat.pk).update(jalan=hasil.teks_tersamar[:120])
    semula = is_pressing(curhat)
    curhat = add_keterangan(curhat, teks=masuk.isi.teks, lampiran=lampiran)
    choose_from(curhat, hasil)
    if cara is Sambungan.TEMPAT:
        refresh_saran(curhat)
    elif is_pressing(curhat) and not semula and not curhat.ditahan:
        answer_again(curhat, read_again(curhat))
    asked = [J.TEMPAT] if cara is Sambungan.TEMPAT else []
    if lampiran:
        asked.append(J.FOTO)
    thank(curhat, masuk, *asked, diam=curhat.ditahan, masalah_lain=cara is Sambungan.SUSULAN)


def _join(curhat: Curhat, masuk: Masuk, lampiran: list[Lampiran]) -> None:
    if lampiran:
        curhat.lampiran.add(*lampiran)
        note_answer(curhat, J.FOTO)
    hasil = retell(curhat, masuk.isi.teks, di_depan=_was_earlier(curhat, masuk))
    RiwayatCurhat.objects.create(
        curhat=curhat,
        peristiwa=RiwayatCurhat.Peristiwa.DITAMBAH,
        catatan="Disambung pesan yang menyusul",
    )
    if curhat.wilayah.rt and curhat.wilayah.rw:
        note_answer(curhat, J.RTRW)
    if curhat.jalan:
        note_answer(curhat, J.TEMPAT)
    choose_from(curhat, hasil)
    answer_anew(curhat, hasil)


@transaction.atomic
def add_place(curhat: Curhat, masuk: Masuk, *, rt: str | None, rw: str | None) -> None:
    """RT/RW answered by chat; an advice that has not gone is written anew with them."""
    curhat = set_tempat(curhat, rt=rt, rw=rw)
    refresh_saran(curhat)
    lengkap = curhat.wilayah.rt and curhat.wilayah.rw
    thank(curhat, masuk, *([J.RTRW] if lengkap else []), diam=is_quiet(curhat, masuk))


def named_kandidat(curhat: Curhat, teks: str) -> str | None:
    """The code of the kelurahan meant by the answer to "X atau Y?", where we asked that."""
    if not curhat.kandidat_wilayah or not is_talking(curhat):
        return None
    disebut = _BUKAN_NAMA.sub(" ", teks.lower()).split()
    by_nama = {k["nama"].lower(): k["kode"] for k in curhat.kandidat_wilayah}
    return by_nama.get(" ".join(disebut))


@transaction.atomic
def move_to_kandidat(curhat: Curhat, masuk: Masuk, kode: str | None) -> None:
    """The resident says which kelurahan it is; None: the one that took the report."""
    curhat = set_tempat(curhat, wilayah=kode)
    refresh_saran(curhat)
    thank(curhat, masuk)


def refresh_saran(curhat: Curhat) -> None:
    """After its place became known: an advice that has not gone says it."""
    if not has_gone(curhat):
        curhat.refresh_from_db()
        answer_anew(curhat, read_again(curhat))


def _was_earlier(curhat: Curhat, masuk: Masuk) -> bool:
    """Whether the sender wrote this before what the curhat began with; webhooks may overtake."""
    awal = curhat.pesan_masuk
    if awal is None or not awal.muatan:
        return False
    kanal = get_kanal(masuk.pesan.saluran)
    ini, itu = kanal.waktu(masuk.pesan), kanal.waktu(awal)
    if ini is None or itu is None or ini == itu:
        return masuk.pesan.pk < awal.pk
    return ini < itu
