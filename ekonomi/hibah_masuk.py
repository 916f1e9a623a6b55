"""A photo after our question whether a grant is used is the answer (settings.PESAN_HANDLERS)."""

from collections.abc import Sequence

from ekonomi.services.hibah.catat import HibahDitolak
from ekonomi.services.hibah.kabar import tell_rumah
from ekonomi.services.hibah.periksa import asked_of, send_foto
from pesan.kanal.dasar import Masuk
from pesan.models import Lampiran

# words with a picture that are a story of their own, not a caption
_TERPANJANG = 160


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim pictures of who was asked for one and said little; a story goes on to curhat."""
    return [_take(m) for m in masuk]


def _take(m: Masuk) -> bool:
    if m.kontak is None or m.isi.jenis != "foto" or len(m.isi.teks) > _TERPANJANG:
        return False
    periksa = asked_of(m.kontak)
    if periksa is None:
        return False
    foto = list(Lampiran.objects.filter(pesan_masuk=m.pesan, jenis=Lampiran.Jenis.FOTO))
    if not foto:
        return False
    try:
        send_foto(periksa.hibah, [], pesan=foto)
    except HibahDitolak:
        return False
    tell_rumah(periksa.hibah, "hibah_foto_terima", kunci=f"hibah-foto-terima:{m.pesan.pk}")
    return True
