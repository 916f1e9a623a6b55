"""Demo of the night contact: the lurah around the clock, the bhabinkamtibmas stands in."""

from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from dasbor.demo.luna import UTARA, ZONA, demo_lurah_utara
from luna_maya.models import KontakMalam, PersetujuanMalam, PetugasMalam, Tokoh, Unsur
from luna_maya.services.kontak_malam import Jaga, add_jaga, agree_malam
from wilayah.models import Wilayah

_NOMOR = {"lurah": "+6281200000051", "bhabinkamtibmas": "+6281200000061",
          "babinsa": "+6281200000062"}  # fmt: skip
_SEPEKAN = tuple(range(7))


@transaction.atomic
def load_petugas() -> int:
    """Turns of the night contact of Kandangan Utara; gives how many. Safe to repeat."""
    kelurahan = Wilayah.objects.select_for_update().filter(pk=UTARA).first()
    if kelurahan is None or KontakMalam.objects.filter(wilayah=UTARA).exists():
        return 0
    pengganti, ketiga = (_tokoh(kelurahan, u) for u in (Unsur.BHABINKAMTIBMAS, Unsur.BABINSA))
    if pengganti is None or ketiga is None:
        return 0
    lurah = _lurah(kelurahan)
    user = demo_lurah_utara()
    setiap = Jaga(kelurahan, time(0), time(0), lurah, pengganti, hari=_SEPEKAN,
                  keterangan="Telepon dulu; pesan dibaca paling lambat pagi.")  # fmt: skip
    rapat = Jaga(kelurahan, time(18), time(6), ketiga, pengganti, tanggal=_next_friday(),
                 keterangan="Lurah sedang rapat di kabupaten.")  # fmt: skip
    return len(add_jaga(setiap, by=user)) + len(add_jaga(rapat, by=user))


def _next_friday() -> date:
    hari = timezone.now().astimezone(ZONA).date()
    return hari + timedelta(days=(4 - hari.weekday()) % 7 + 7)


def _lurah(kelurahan: Wilayah) -> PetugasMalam:
    user = demo_lurah_utara()
    petugas, _baru = PetugasMalam.objects.get_or_create(
        wilayah=kelurahan, pengguna=user,
        defaults={"sebutan": f"{user.nama}, Lurah", "nomor": _NOMOR["lurah"]},
    )  # fmt: skip
    return agree_malam(petugas, by=user)


def _tokoh(kelurahan: Wilayah, unsur: Unsur) -> PetugasMalam | None:
    tokoh = Tokoh.objects.filter(wilayah=kelurahan, unsur=unsur).first()
    if tokoh is None:
        return None
    petugas, _baru = PetugasMalam.objects.get_or_create(
        wilayah=kelurahan, tokoh=tokoh,
        defaults={"sebutan": f"{tokoh.nama}, {unsur.label}", "nomor": _NOMOR[unsur.value]},
    )  # fmt: skip
    return agree_malam(petugas, by=demo_lurah_utara(), cara=PersetujuanMalam.Cara.TERTULIS)
