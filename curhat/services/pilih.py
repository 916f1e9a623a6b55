"""Choices of a resident in a conversation: ANONIM, TEMBUSAN, and how long the address is kept."""

from curhat.models import Curhat, Pertanyaan, RiwayatCurhat
from curhat.services.lacak import set_pilihan
from curhat.services.saran import release_saran
from curhat.services.tanya import all_chosen, note_answer
from curhat.services.terima import versi_terima
from curhat.triase.hasil import Triase
from pesan.models import Kontak, Persetujuan
from pesan.services import record_persetujuan

J = Pertanyaan.Jenis


def choose(curhat: Curhat, *, anonim: bool | None = None, tembusan: bool | None = None) -> Curhat:
    """Set a choice said in a chat and note the question as answered.

    Once both are chosen the advice need not wait any longer; one that somebody reads still does.
    """
    curhat = set_pilihan(curhat, anonim=anonim, tembusan=tembusan)
    asked = [j for j, nilai in ((J.ANONIM, anonim), (J.TEMBUSAN, tembusan)) if nilai is not None]
    if note_answer(curhat, *asked) and all_chosen(curhat):
        release_saran(curhat, ditunda=False)
    return curhat


def choose_from(curhat: Curhat, hasil: Triase) -> None:
    """ANONIM and TEMBUSAN said in later words; a choice made since then by a command stands.

    To be hidden is always granted.
    """
    dipilih = " ".join(
        curhat.riwayat.filter(peristiwa=RiwayatCurhat.Peristiwa.PILIHAN).values_list(
            "catatan", flat=True
        )
    )
    anonim = hasil.anonim if hasil.anonim or "anonim" not in dipilih else None
    tembusan = hasil.tembusan if "tembusan" not in dipilih else None
    if anonim is not None or tembusan is not None:
        choose(curhat, anonim=anonim, tembusan=tembusan)


def choose_simpan(curhat: Curhat, kontak: Kontak, simpan: str) -> None:
    """What is kept beyond the 24-hour window: a value of Kontak.Simpan, put on record.

    No answer is "until this ticket ends", the default; retention obeys (`pesan.retensi`).
    """
    record_persetujuan(
        kontak,
        jenis=Persetujuan.Jenis.SIMPAN_ALAMAT,
        keputusan=simpan,
        versi_teks=versi_terima(curhat),
        rujukan=curhat.kode,
    )
    note_answer(curhat, J.SIMPAN)
