"""What the conversation asks: only what is missing, one thing at a time, never twice.

That a question was asked is a `Pertanyaan` row (unique for a curhat and kind); whether its answer
is still missing is read from the curhat itself.
"""

from collections.abc import Iterable

from django.utils import timezone

from curhat.balasan.tanya import word_tanya
from curhat.models import Curhat, Pertanyaan
from curhat.services.saran import has_gone
from pesan.models.kanal import SALURAN_PERCAKAPAN

J = Pertanyaan.Jenis
# Only where somebody has to find the spot does it help to know it better, or to see it.
_BERTEMPAT = frozenset({"lingkungan", "infrastruktur"})
_TANPA_RT_RW = frozenset({"informasi"})
_KURANG = (J.RTRW, J.TEMPAT, J.FOTO)


def is_talking(curhat: Curhat) -> bool:
    """Whether its resident can answer us: the channel is a conversation, not a form."""
    return curhat.kontak is not None and curhat.kontak.saluran in SALURAN_PERCAKAPAN


def missing(curhat: Curhat, *, berfoto: bool) -> list[str]:
    """What would help and is not known, most useful first; nothing of a sensitive matter.

    In an emergency only where it is: nobody shall stop to take a photo.
    """
    if curhat.rahasia or curhat.ditahan:
        return []
    kurang: list[str] = []
    if curhat.subkategori_id not in _TANPA_RT_RW and not (curhat.wilayah.rt and curhat.wilayah.rw):
        kurang.append(J.RTRW)
    if curhat.kategori_id in _BERTEMPAT or curhat.darurat:
        if not curhat.jalan and curhat.lat is None:
            kurang.append(J.TEMPAT)
        if not (berfoto or curhat.darurat):
            kurang.append(J.FOTO)
    return kurang


def first_questions(
    curhat: Curhat, *, berfoto: bool, anonim: bool | None, tembusan: bool | None
) -> list[Pertanyaan]:
    """What the acknowledgement asks, unsaved: the choices not made yet, and one thing missing."""
    if not is_talking(curhat) or curhat.ditahan:
        return []
    jenis: list[str] = [J.ANONIM] if anonim is None else []
    jenis += [J.TEMBUSAN] if tembusan is None else []
    jenis += [J.SIMPAN, *missing(curhat, berfoto=berfoto)[:1]]
    return [Pertanyaan(curhat=curhat, jenis=satu) for satu in jenis]


def word_missing(curhat: Curhat, pertanyaan: Iterable[Pertanyaan]) -> str:
    """The one question among these that is about something missing, in words; else ""."""
    return next((word_tanya(p.jenis, curhat.pk) for p in pertanyaan if p.jenis in _KURANG), "")


def ask_next(curhat: Curhat) -> str:
    """The next thing missing that was not asked before, in words, noted as asked.

    "" for none, and while another such question has no answer.
    """
    if not is_talking(curhat) or curhat.tiket.filter(closed_at__isnull=False).exists():
        return ""
    asked = dict(curhat.pertanyaan.values_list("jenis", "dijawab_at"))
    if _asked_with_saran(curhat) or any(
        asked[jenis] is None for jenis in _KURANG if jenis in asked
    ):
        return ""
    for jenis in missing(curhat, berfoto=curhat.lampiran.exists()):
        if jenis not in asked:
            _baris, baru = Pertanyaan.objects.get_or_create(curhat=curhat, jenis=jenis)
            return word_tanya(jenis, curhat.pk) if baru else ""
    return ""


def ask_rtrw(curhat: Curhat) -> bool:
    """Whether the advice shall ask for RT and RW: only later words showed that they matter."""
    kurang = is_talking(curhat) and J.RTRW in missing(curhat, berfoto=True)
    return kurang and not curhat.pertanyaan.filter(jenis=J.RTRW).exists()


def _asked_with_saran(curhat: Curhat) -> bool:
    """Whether the advice has gone and asked for RT and RW, which are still missing."""
    if not ask_rtrw(curhat) or not has_gone(curhat):
        return False
    jawaban = curhat.jawaban.first()
    return jawaban is not None and bool(jawaban.bagian.get("tanya"))


def note_answer(curhat: Curhat, *jenis: str) -> bool:
    """These questions have their answer now; whether one of them had been asked and was open."""
    terbuka = curhat.pertanyaan.filter(jenis__in=jenis, dijawab_at__isnull=True)
    return terbuka.update(dijawab_at=timezone.now()) > 0


def open_questions(curhat: Curhat) -> list[str]:
    """What was asked about this curhat and has no answer, in the order it was asked."""
    terbuka = curhat.pertanyaan.filter(dijawab_at__isnull=True).values_list("jenis", flat=True)
    return [*terbuka, *([str(J.RTRW)] if _asked_with_saran(curhat) else [])]


def all_chosen(curhat: Curhat) -> bool:
    """Whether neither ANONIM nor TEMBUSAN still waits for an answer."""
    pilihan = curhat.pertanyaan.filter(jenis__in=[J.ANONIM, J.TEMBUSAN], dijawab_at__isnull=True)
    return not pilihan.exists()
