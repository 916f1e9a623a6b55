"""UBAH: a resident changes the story or the place of a report in the chat."""

from django.db import transaction

from curhat.balasan.tanya import PILIHAN_ANONIM, PILIHAN_TEMBUSAN
from curhat.models import Curhat, Pertanyaan, RiwayatCurhat
from curhat.services.baca_ulang import retriage
from curhat.services.curhat import CurhatBaru, triase_baru
from curhat.services.gabung import refresh_saran
from curhat.services.jawab import answer_again, answer_anew
from curhat.services.kabar import curhat_slots
from curhat.services.pilih import choose_from
from curhat.services.saran import is_pressing
from curhat.services.tambahan import set_tempat
from curhat.services.tanya import note_answer
from curhat.triase.hasil import Triase
from curhat.ucapan import is_tempat

J = Pertanyaan.Jenis


def ubah_slots(curhat: Curhat) -> dict[str, str]:
    """What the text that explains UBAH says of this report, and the choices it offers to swap."""
    return curhat_slots(curhat) | {
        "anonim": "ya" if curhat.anonim else "tidak",
        "tembusan": "ya" if curhat.tembusan else "tidak",
        "pilihan": f"{PILIHAN_ANONIM[curhat.anonim]}|{PILIHAN_TEMBUSAN[curhat.tembusan]}",
    }


def change_curhat(curhat: Curhat, isi: str) -> Curhat:
    """The words behind UBAH: a place where they begin like one, else the story as it should be."""
    return _change_tempat(curhat, isi) if is_tempat(isi) else change_cerita(curhat, isi)[0]


def _change_tempat(curhat: Curhat, isi: str) -> Curhat:
    (hasil,) = triase_baru(
        [
            CurhatBaru(
                teks=isi,
                saluran=curhat.saluran,
                wilayah=curhat.wilayah.kode_kelurahan or curhat.wilayah_id,
                diterima_at=curhat.diterima_at,
            )
        ]
    )
    curhat = set_tempat(curhat, rt=hasil.rt, rw=hasil.rw)
    if hasil.jalan or not (hasil.rt or hasil.rw):
        curhat.jalan = (hasil.jalan or hasil.teks_tersamar)[:120]
        curhat.save(update_fields=["jalan", "updated_at"])
        note_answer(curhat, J.TEMPAT)
    if curhat.wilayah.rt and curhat.wilayah.rw:
        note_answer(curhat, J.RTRW)
    refresh_saran(curhat)
    return curhat


@transaction.atomic
def change_cerita(curhat: Curhat, teks: str) -> tuple[Curhat, Triase]:
    """New words in place of the story: read anew, and answered anew where the matter is another.

    May raise urgency and open a ticket, never close one; a moderator's correction stands.
    """
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .get(pk=curhat.pk)
    )
    semula, mendesak = curhat.subkategori_id, is_pressing(curhat)
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.DIUBAH)
    hasil = retriage(curhat, teks, ganti=True)
    choose_from(curhat, hasil)
    lain = curhat.subkategori_id != semula or (is_pressing(curhat) and not mendesak)
    if not answer_anew(curhat, hasil) and lain and not (hasil.kosong or curhat.ditahan):
        answer_again(curhat, hasil)
    return curhat, hasil
