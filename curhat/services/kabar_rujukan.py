"""News between a ticket and the desk that took its work over (`wilayah.kabar_rujukan`)."""

from curhat.models import RiwayatTiket, Tiket
from wilayah.kabar_rujukan import Kabar, tell_tujuan
from wilayah.models import Pengguna


def share_langkah(tiket: Tiket, catatan: str, *, by: Pengguna | None) -> None:
    """The desk hears where the ticket stands now; of a private case not more than that."""
    kata = "" if tiket.curhat.rahasia else catatan.strip()
    teks = f"Tiket {tiket.nomor}: {tiket.get_status_display().lower()}."
    tell_tujuan(tiket, Kabar(teks=teks, catatan=kata), by=by)


def share_tambahan(tiket: Tiket, teks: str) -> None:
    """The desk hears that the resident added something; the words are read in the story."""
    kata = teks.replace("baca di isi curhat", "baca di ceritanya")
    tell_tujuan(tiket, Kabar(teks=f"Tiket {tiket.nomor}: {kata}"), by=None)


def note_kabar(tiket: Tiket, teks: str, *, untuk_warga: bool, by: Pengguna | None) -> RiwayatTiket:
    """A row of the ticket's history that moves nothing."""
    return RiwayatTiket.objects.create(
        tiket=tiket,
        dari=tiket.status,
        ke=tiket.status,
        catatan=teks,
        untuk_warga=untuk_warga,
        by=by,
    )
