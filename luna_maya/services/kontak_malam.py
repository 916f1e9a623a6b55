"""Who may be reached at night: consent of the person, and their turns."""

from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from luna_maya.kontak_malam import VERSI_TEKS
from luna_maya.models import KontakMalam, PersetujuanMalam, PetugasMalam
from luna_maya.services.kunjungan import lock_jadwal
from pesan.kanal.web import clean_alamat
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

C, K = PersetujuanMalam.Cara, PersetujuanMalam.Keputusan
_BENTROK = {
    "kontak_malam_pekan_satu": "Pada hari dan jam itu sudah ada yang bertugas setiap pekannya.",
    "kontak_malam_tanggal_satu": "Pada tanggal dan jam itu sudah ada yang bertugas.",
}


class BukanHaknya(ValueError):  # noqa: N818 - the domain's word
    """Somebody with an account consents for themselves; nobody else may."""


class NomorHilang(ValueError):  # noqa: N818
    """The number went when its time was over; it is given anew before anybody agrees."""


class JagaBentrok(ValueError):  # noqa: N818
    """Somebody is on duty in that kelurahan at that time already."""


@dataclass(frozen=True, slots=True)
class Jaga:
    """A turn to be written: weekly `hari` (several) or one `tanggal`; same hour means 24 hours."""

    wilayah: Wilayah
    mulai: time
    sampai: time
    petugas: PetugasMalam
    pengganti: PetugasMalam | None = None
    hari: tuple[int, ...] = ()
    tanggal: date | None = None
    keterangan: str = ""


def clean_nomor(teks: str) -> str:
    """A phone number as "+62…". Raises ValueError."""
    bersih = clean_alamat(teks)
    if not bersih or "@" in bersih:
        raise ValueError("Tulis nomor telepon yang benar, misalnya 0812 3456 7890.")
    return f"+{bersih}"


def minutes_between(mulai: time, sampai: time) -> int:
    """From one hour to the next time it is the other; the same hour is a whole day."""
    menit = (sampai.hour - mulai.hour) * 60 + sampai.minute - mulai.minute
    return menit if menit > 0 else menit + 24 * 60


@transaction.atomic
def agree_malam(petugas: PetugasMalam, *, by: Pengguna, cara: str = C.SENDIRI) -> PetugasMalam:
    """Record the person's consent to be shown. Twice is once. Raises BukanHaknya, NomorHilang."""
    petugas = _lock(petugas)
    if not petugas.nomor:
        raise NomorHilang("Nomornya sudah dihapus. Isi dulu lewat “Ganti nomor”.")
    if petugas.akun_id is not None and petugas.akun_id != by.pk:
        raise BukanHaknya(
            f"{petugas.sebutan} punya akun: persetujuannya diberikan sendiri di halaman "
            "“Kunjungan saya”."
        )
    if petugas.setuju_at is not None:
        return petugas
    petugas.setuju_at = timezone.now()
    petugas.save(update_fields=["setuju_at"])
    cara = C.SENDIRI if petugas.akun_id == by.pk else cara
    PersetujuanMalam.objects.create(
        petugas=petugas, keputusan=K.YA, cara=cara, versi=VERSI_TEKS, by=by
    )
    return petugas


@transaction.atomic
def withdraw_malam(petugas: PetugasMalam, *, by: Pengguna, cara: str = C.SENDIRI) -> PetugasMalam:
    """Take the consent back: name and number are shown no more from now on. Anybody who works
    there may record it, for whoever asks.
    """
    petugas = _lock(petugas)
    if petugas.setuju_at is None:
        return petugas
    petugas.setuju_at = None
    petugas.save(update_fields=["setuju_at"])
    if cara == C.SENDIRI and petugas.akun_id != by.pk:
        cara = C.LISAN
    PersetujuanMalam.objects.create(
        petugas=petugas, keputusan=K.CABUT, cara=cara, versi=VERSI_TEKS, by=by
    )
    return petugas


@transaction.atomic
def change_nomor(petugas: PetugasMalam, *, nomor: str, by: Pengguna) -> PetugasMalam:
    """Another number is another consent. Raises ValueError for what is no number."""
    baru = clean_nomor(nomor)
    petugas = _lock(petugas)
    if petugas.nomor == baru:
        return petugas
    petugas.nomor = baru
    petugas.save(update_fields=["nomor"])
    return withdraw_malam(petugas, by=by, cara=C.GANTI)


def _lock(petugas: PetugasMalam) -> PetugasMalam:
    terkunci: PetugasMalam = (
        PetugasMalam.objects.select_for_update(of=("self",), no_key=True)
        .select_related("tokoh")
        .get(pk=petugas.pk)
    )
    return terkunci


@transaction.atomic
def add_jaga(jaga: Jaga, *, by: Pengguna) -> list[KontakMalam]:
    """Write the turns, all or none. Raises JagaBentrok naming the day that is taken."""
    if jaga.hari:
        return [_save(_row(jaga, satu, by)) for satu in jaga.hari]
    return [_save(_row(jaga, None, by))]


def _row(jaga: Jaga, hari: int | None, by: Pengguna) -> KontakMalam:
    return KontakMalam(
        wilayah=jaga.wilayah, hari=hari, tanggal=None if jaga.hari else jaga.tanggal,
        mulai=jaga.mulai, lama_menit=minutes_between(jaga.mulai, jaga.sampai),
        petugas=jaga.petugas, pengganti=jaga.pengganti,
        keterangan=mask_catatan(jaga.keterangan.strip())[:160], by=by,
    )  # fmt: skip


@transaction.atomic
def change_jaga(kontak: KontakMalam, jaga: Jaga, *, by: Pengguna) -> KontakMalam:
    """Write one turn anew. Raises JagaBentrok."""
    lama = KontakMalam.objects.select_for_update(no_key=True).get(pk=kontak.pk)
    baru = _row(jaga, jaga.hari[0] if jaga.hari else None, by)
    baru.pk, baru.created_at, baru._state.adding = lama.pk, lama.created_at, False
    return _save(baru)


def _save(kontak: KontakMalam) -> KontakMalam:
    lock_jadwal(kontak.wilayah_id)
    try:
        with transaction.atomic():
            kontak.save()
    except IntegrityError as error:
        for nama, pesan in _BENTROK.items():
            if nama in str(error):
                hari = f"{kontak.get_hari_display()}: " if kontak.hari is not None else ""
                raise JagaBentrok(f"{hari}{pesan}") from error
        raise
    return kontak
