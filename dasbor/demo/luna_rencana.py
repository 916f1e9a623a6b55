"""Demo of planning in Kandangan Utara: weights changed once, a run, one proposal skipped."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dasbor.demo.luna import UTARA, ZONA, demo_lurah_utara
from luna_maya.models import JenisKunjungan, SusunanUsul
from luna_maya.perencana.nilai_dasar import Bobot
from luna_maya.services.bobot import save_bobot
from luna_maya.services.usulan import Permintaan, make_usulan, skip_usulan
from wilayah.models import Wilayah

_BOBOT = Bobot(undangan=16)
_SEBAB = "Warga yang mengundang sendiri sebaiknya tidak menunggu lama."
_LEWAT = "Jalan titian sedang diperbaiki; warga minta setelah selesai."
_SESUDAH = timedelta(days=2)


@transaction.atomic
def load_rencana() -> int:
    """Propose the next talks, skip one with its reason; gives how many. Safe to repeat."""
    kelurahan = Wilayah.objects.select_for_update().get(pk=UTARA)
    if SusunanUsul.objects.filter(wilayah=kelurahan).exists():
        return 0
    lurah = demo_lurah_utara()
    save_bobot(kelurahan, _BOBOT, catatan=_SEBAB, by=lurah)
    mulai = (timezone.now() + _SESUDAH).astimezone(ZONA).date()
    jenis = JenisKunjungan.objects.get(kode="ngobrol")
    susunan = make_usulan(kelurahan, Permintaan(jenis, mulai), by=lurah)
    usul = list(susunan.usul.order_by("urut"))
    if len(usul) > 1:
        skip_usulan(usul[1], alasan=_LEWAT, by=lurah)
    return len(usul)
