"""Words that come later are read like the first ones: they may raise an alarm, never lower one."""

from collections.abc import Iterable
from typing import Any

from curhat import acuan
from curhat.models import Curhat, RiwayatCurhat, Tiket
from curhat.services.curhat import CurhatBaru, escalation_reason, triase_baru, triase_columns
from curhat.services.jawab import answer_again
from curhat.services.kabar_peka import notify_peka
from curhat.services.kata import append_kata, later_blocks
from curhat.services.model_bahasa import ask_again
from curhat.services.tempat import move_to
from curhat.services.tiket import ensure_tiket
from curhat.triase.hasil import Triase
from curhat.triase.kegawatan import KEPARAHAN

P = RiwayatCurhat.Peristiwa
_HANYA_NAIK = {"urgensi", "keparahan", "eskalasi", "darurat", "kata_kritis", "alasan", "jenis_peka"}
# What a moderator's correction has decided; the resident's own words stay theirs.
_DIKOREKSI = {"isi", "ringkasan", "jalan", "lurah_disebut"}


def has_story(curhat: Curhat) -> bool:
    """Whether anything has been told: a form may come with a photo or a point alone."""
    return any(huruf.isalpha() for huruf in curhat.isi)


def retriage(
    curhat: Curhat,
    teks: str,
    *,
    judul: str = "Tambahan",
    ganti: bool = False,
    catat: bool = True,
    jawab: bool = True,
) -> Triase:
    """Read new words of a resident and act on them. The caller holds the curhat's lock.

    Added below the story as `judul`, or in its place (`ganti`: an edited message); `catat` False
    where they are written down already. The first words of an empty report are its story: they
    decide its subject and get the answer. Urgency and flags only rise; an escalation opens a
    ticket or raises the open one, anything else new waits for a person's eyes.
    """
    pertama, biasa = catat and not has_story(curhat), not curhat.rahasia
    (hasil,) = triase_baru([known(curhat, teks)])
    if ganti or pertama:
        naik = _replace(curhat, hasil)
    else:
        naik = True
        if catat:
            append_kata(curhat, judul, teks)
    if naik:
        raise_from(curhat, hasil)
    _place(curhat, hasil, win=ganti)
    bertiket = Tiket.objects.open().serving(curhat).exists()
    curhat.perlu_tinjau = curhat.perlu_tinjau or ganti or not (hasil.kosong or bertiket)
    curhat.save()
    if pertama and jawab and not (hasil.kosong or curhat.ditahan):
        answer_again(curhat, hasil)
    tiket = ensure_tiket(curhat, sebab=escalation_reason(curhat), buka=naik and hasil.eskalasi)
    if curhat.rahasia and biasa and (tiket is None or bertiket):
        notify_peka(curhat)
    ask_again(curhat)
    return hasil


def retell(curhat: Curhat, teks: str, *, di_depan: bool = False) -> Triase:
    """Read the story anew with words of the same breath. The caller holds the curhat's lock.

    They stand behind the story (`di_depan`: before it, they were written earlier). Subject, place
    and summary follow the whole; urgency and flags only rise, as in `retriage`.
    """
    tambahan = later_blocks(curhat.isi)
    cerita = curhat.isi.removesuffix(tambahan)
    seluruh = f"{teks}\n{cerita}" if di_depan else f"{cerita}\n{teks}"
    (hasil,) = triase_baru([known(curhat, seluruh)])
    if _replace(curhat, hasil):
        raise_from(curhat, hasil)
    _place(curhat, hasil, win=False)
    curhat.kontak_diberikan = curhat.kontak_diberikan or hasil.kontak_diberikan
    curhat.perlu_tinjau = hasil.perlu_tinjau or (curhat.perlu_tinjau and curhat.lampiran.exists())
    curhat.save()
    if not curhat.ditahan:
        ensure_tiket(curhat, sebab=escalation_reason(curhat), buka=hasil.eskalasi)
    return hasil


def read_again(curhat: Curhat) -> Triase:
    """What triage says of a curhat as it is written down now; changes nothing."""
    (hasil,) = triase_baru([known(curhat, curhat.isi)])
    return hasil


def known(curhat: Curhat, teks: str) -> CurhatBaru:
    """What triage is told of a curhat that is there already, with these words."""
    return CurhatBaru(
        teks=teks,
        saluran=curhat.saluran,
        wilayah=curhat.wilayah.kode_kelurahan or curhat.wilayah_id,
        diterima_at=curhat.diterima_at,
    )


def _replace(curhat: Curhat, hasil: Triase) -> bool:
    """Take the new wording over; what was added later stays. Whether its urgency may count.

    A moderator's correction stands: then only more than the corrected words said is a rise.
    """
    lama = curhat.isi
    tambahan = later_blocks(lama)
    dikoreksi = has_correction(curhat)
    kolom = {n: v for n, v in triase_columns(hasil).items() if n not in _HANYA_NAIK}
    if dikoreksi or hasil.kosong:
        kolom = {n: v for n, v in kolom.items() if n in _DIKOREKSI}
    for nama, nilai in kolom.items():
        setattr(curhat, nama, nilai)
    curhat.isi = f"{hasil.teks_tersamar}{tambahan}"
    if not dikoreksi and not hasil.kosong:
        sub = acuan.subkategori_all()[hasil.subkategori]
        curhat.subkategori, curhat.kategori_id = sub, sub.kategori_id
        curhat.unit = acuan.unit_of(sub, curhat.wilayah_id)
    if not dikoreksi:
        return True
    (semula,) = triase_baru([known(curhat, lama.removesuffix(tambahan))])
    return hasil.urgensi > semula.urgensi or (hasil.eskalasi and not semula.eskalasi)


def has_correction(curhat: Curhat) -> bool:
    """Whether a person has said what this curhat is about: then no machine says otherwise."""
    return bool(curhat.riwayat.filter(peristiwa=P.KOREKSI).exists())


def raise_from(curhat: Curhat, hasil: Triase) -> None:
    """Urgency and flags of a finding, where they are higher; unsaved."""
    curhat.urgensi = max(curhat.urgensi, hasil.urgensi)
    curhat.keparahan = KEPARAHAN[curhat.urgensi]
    curhat.eskalasi = curhat.eskalasi or hasil.eskalasi
    curhat.darurat = curhat.darurat or hasil.darurat
    curhat.rahasia = curhat.rahasia or hasil.rahasia
    curhat.jenis_peka = _joined(curhat.jenis_peka, hasil.jenis_peka)
    curhat.kata_kritis = _joined(curhat.kata_kritis, hasil.kata_kritis)
    curhat.alasan = _joined(curhat.alasan, triase_columns(hasil)["alasan"])


def _joined(lama: Iterable[Any], baru: Iterable[Any]) -> list[Any]:
    hasil = list(lama)
    return hasil + [satu for satu in baru if satu not in hasil]


def _place(curhat: Curhat, hasil: Triase, *, win: bool) -> None:
    """RT and RW said in the words: in place of what was known (`win`), else only what was not."""
    rw, rt = curhat.wilayah.rw, curhat.wilayah.rt
    baru_rw = hasil.rw if hasil.rw and (win or rw is None) else rw
    baru_rt = hasil.rt if hasil.rt and (win or rt is None) else rt
    if (baru_rw, baru_rt) != (rw, rt):
        move_to(curhat, curhat.wilayah.kode_kelurahan or curhat.wilayah_id, rw=baru_rw, rt=baru_rt)
