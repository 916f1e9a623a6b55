"""Commands of a resident in a chat: what they are about, what they do, the one answer to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from curhat import acuan
from curhat.balasan.salam import salam_for
from curhat.models import Curhat, Tiket
from curhat.services.curhat import CurhatBaru, triase_baru
from curhat.services.jangkauan import erase_by_chat, has_others, reach_q
from curhat.services.laksana import LAKSANA, Perintah
from curhat.services.saran import has_gone
from curhat.services.surat import ask_surat, is_minta_surat, submit_by_chat
from curhat.services.tanya import open_questions
from curhat.triase.hasil import Triase
from curhat.ucapan import Ucapan, is_polite
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak, PesanKeluar
from pesan.services import queue_pesan

MASIH_TENTANG = timedelta(days=14)  # a BELUM with words this long after the end is about that work
MAKS_KABAR_BERES = 8  # words behind SESUDAH: "selesai, lampunya sudah nyala lagi pak"
_UMUM = {"bantuan": "bantuan"}


def is_answer(masuk: Masuk, u: Ucapan, terakhir: Curhat | None) -> bool:
    """Whether words that begin like a command are one: "Belum ada air sejak Senin" may be a story.

    SESUDAH or BELUM with more words behind it counts only where something can be confirmed or was
    reported lately; UBAH with words only where there is something to change. SESUDAH that speaks
    of danger is never taken for good news.
    """
    if u.jenis in _SURAT:
        return is_minta_surat(masuk, u)
    return _is_short_answer(masuk, u, terakhir)


def _is_short_answer(masuk: Masuk, u: Ucapan, terakhir: Curhat | None) -> bool:
    if u.jenis == "ubah" and u.isi:
        return terakhir is not None
    if u.jenis not in {"sesudah", "belum"} or not u.isi or is_polite(u.isi):
        return True
    if masuk.kontak is None:
        return False
    if u.jenis == "sesudah" and (
        len(u.isi.split()) > MAKS_KABAR_BERES or _read(masuk, masuk.isi.teks).eskalasi
    ):
        return False
    asked = Q(status=Tiket.Status.MENUNGGU_KONFIRMASI)
    ended = Q(status__in=Tiket.ENDED, closed_at__gt=timezone.now() - MASIH_TENTANG)
    milik = Tiket.objects.filter(reach_q(masuk, "curhat__"), curhat__kontak=masuk.kontak)
    if milik.filter(asked | ended).exists():
        return True
    return terakhir is not None and (u.jenis == "belum" or len(u.isi.split()) <= 3)


def _read(masuk: Masuk, teks: str) -> Triase:
    (hasil,) = triase_baru(
        [
            CurhatBaru(
                teks=teks,
                saluran=masuk.pesan.saluran,
                wilayah=masuk.wilayah or "",
                diterima_at=masuk.diterima_at,
            )
        ]
    )
    return hasil


def obey(masuk: Masuk, ucapan: Sequence[Ucapan]) -> None:
    """Do what each command says and answer once for each."""
    if masuk.kontak is None:
        return
    for n, u in enumerate(ucapan):
        _obey_one(masuk, masuk.kontak, u, f"perintah:{masuk.pesan.pk}:{n}")
        if u.jenis == "hapus":  # nobody is left to whom anything could be said
            return


def _obey_one(masuk: Masuk, kontak: Kontak, u: Ucapan, kunci: str) -> None:
    if u.jenis == "hapus":
        # Erasing the contact would erase the confirmation too, so it is confirmed first.
        sebagian = has_others(masuk, kontak)
        say_plain(masuk, kontak, kunci, "hapus_sebagian" if sebagian else "hapus_data")
        erase_by_chat(masuk, kontak, sebagian=sebagian)
        return
    if surat := _SURAT.get(u.jenis):
        surat(masuk, kontak, u, kunci)
        return
    arti = None if u.jenis in _UMUM else _understand(masuk, kontak, u)
    if arti is None or arti.u.jenis not in LAKSANA:
        kurang = "tanpa_laporan" if arti is None else "tanpa_tanya"
        say_plain(masuk, kontak, kunci, _UMUM.get(u.jenis, kurang))
        return
    tiket = arti.curhat.tiket.order_by("-id").first()
    perintah = Perintah(masuk, kontak, arti.curhat, tiket, arti.u, kunci)
    LAKSANA[arti.u.jenis](perintah)
    if arti.u.jenis == "belum" and arti.u.isi and _read(masuk, arti.u.isi).darurat:
        perintah.say("ingat_darurat", akhiran=":darurat", darurat=_nomor(arti.curhat))


_SURAT = {"surat": ask_surat, "ajukan": submit_by_chat}


def _nomor(curhat: Curhat) -> str:
    nomor = acuan.numbers_of(curhat.wilayah_id)
    return next((n for _nama, n in nomor if n == "112"), nomor[0][1] if nomor else "112")


@dataclass(frozen=True, slots=True)
class _Arti:
    """A command and the report it is about."""

    curhat: Curhat
    u: Ucapan


def _understand(masuk: Masuk, kontak: Kontak, u: Ucapan) -> _Arti | None:
    """The report a command is about, and what a bare "iya", "4" or "3/2" answers.

    Only among the reports that the number it came to may touch (`curhat.services.jangkauan`); None
    where there is none. What answers nothing keeps its `jenis`, which nothing obeys.
    """
    rows: QuerySet[Curhat] = Curhat.objects.filter(
        reach_q(masuk), kontak=kontak, dihapus_at__isnull=True
    ).select_related("wilayah", "subkategori", "kontak")
    curhat = _named(rows, masuk, kontak, u)
    if curhat is not None:
        return _Arti(curhat, _read_bare(u, curhat))
    if u.jenis in {"sesudah", "belum", "sudah", "jawab"}:
        menunggu = rows.filter(tiket__status=Tiket.Status.MENUNGGU_KONFIRMASI)
        waiting = menunggu.order_by("-id").first()
        if waiting is not None:
            return _Arti(waiting, _confirm(u))
    curhat = rows.order_by("-id").first()
    return _Arti(curhat, _read_bare(u, curhat)) if curhat is not None else None


def _named(rows: "QuerySet[Curhat]", masuk: Masuk, kontak: Kontak, u: Ucapan) -> Curhat | None:
    """The report meant by its code, or by the message whose button was tapped."""
    if u.jenis == "status" and u.isi:
        wanted = u.isi.upper().replace(" ", "").removeprefix("HL").replace("-", "")
        named = rows.filter(kode=f"HL-{wanted[:4]}-{wanted[4:]}").first()
        return named or rows.filter(tiket__nomor=u.isi.upper()).first()
    if masuk.isi.jenis != "tombol" or not masuk.isi.id_asal:
        return None
    ditekan = PesanKeluar.objects.filter(
        saluran=masuk.pesan.saluran, id_penyedia=masuk.isi.id_asal, kontak=kontak
    )
    return rows.filter(kode__in=ditekan.values("rujukan")).first()


def _confirm(u: Ucapan) -> Ucapan:
    """An answer to "is it solved?": "sudah" and "iya" say so, "tidak" denies it."""
    if u.jenis == "sudah":
        return Ucapan("sesudah")
    if u.jenis == "jawab":
        return Ucapan("sesudah" if u.ya else "belum")
    return u


def _read_bare(u: Ucapan, curhat: Curhat) -> Ucapan:
    """A bare yes or no answers the first choice still open, two numbers the place we asked, a
    digit the advice that has gone.
    """
    if u.jenis == "nilai":
        return u if has_gone(curhat) else Ucapan("tanpa_tanya")
    if u.jenis not in {"jawab", "rtrw"}:
        return u
    terbuka = open_questions(curhat)
    if u.jenis == "rtrw":
        return u if "rtrw" in terbuka else Ucapan("tanpa_tanya")
    jenis = next((satu for satu in terbuka if satu in {"anonim", "tembusan"}), None)
    if jenis is None and len(curhat.kandidat_wilayah) == 1:  # "Apakah ini di Kelurahan X?"
        jenis = "kelurahan"
    return Ucapan(jenis, ya=u.ya) if jenis else u


def say_plain(masuk: Masuk, kontak: Kontak, kunci: str, jenis: str) -> None:
    """A reply that is about no report."""
    nama = acuan.wilayah_row(masuk.wilayah).nama if masuk.wilayah else ""
    queue_pesan(
        kunci=kunci,
        templat=jenis,
        badan=salam_for(jenis, kelurahan=nama, benih=masuk.pesan.pk),
        kontak=kontak,
        wilayah=masuk.wilayah,
    )
