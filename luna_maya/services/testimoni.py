"""What residents said about the visits: written down, agreed to, taken back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from luna_maya.kalimat_tampil import VERSI
from luna_maya.models import CaraIzin, Kunjungan, RiwayatTampil, Testimoni
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan


class TestimoniKeliru(ValueError):  # noqa: N818 - the domain's word
    """A testimony that cannot be kept as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class KataWarga:
    """Somebody's words. `cara` empty: they did not agree to publication."""

    kata: str
    nama: str = ""
    nama_tampil: str = ""
    dari_tuan_rumah: bool = False
    cara: str = ""


@transaction.atomic
def add_testimoni(
    isi: KataWarga, *, wilayah: Wilayah, by: Pengguna, kunjungan: Kunjungan | None = None
) -> Testimoni:
    """Write a testimony down; numbers and addresses in it are masked. Twice is once.

    Raises TestimoniKeliru for an empty one, or a host's words without their visit.
    """
    kata = mask_catatan(isi.kata.strip())[:800]
    if not kata:
        raise TestimoniKeliru("Tulis kata-katanya.")
    if isi.dari_tuan_rumah and kunjungan is None:
        raise TestimoniKeliru("Pilih kunjungannya bila ini kata tuan rumah.")
    sama = Testimoni.objects.filter(wilayah=wilayah, kunjungan=kunjungan, kata=kata).first()
    if sama is not None:
        return sama
    testimoni = Testimoni.objects.create(
        wilayah=wilayah, kunjungan=kunjungan, kata=kata, nama=isi.nama.strip()[:120],
        nama_tampil=mask_catatan(isi.nama_tampil.strip())[:80],
        dari_tuan_rumah=isi.dari_tuan_rumah, by=by,
    )  # fmt: skip
    _log(testimoni, "Dicatat", by=by)
    return agree_testimoni(testimoni, cara=isi.cara, by=by) if isi.cara else testimoni


@transaction.atomic
def agree_testimoni(testimoni: Testimoni, *, cara: str, by: Pengguna) -> Testimoni:
    """Its speaker agreed to publication, of the wording in use now; also again."""
    testimoni = _lock(testimoni)
    testimoni.publik, testimoni.cara, testimoni.versi = True, CaraIzin(cara), VERSI
    testimoni.diberi_at, testimoni.dicabut_at = timezone.now(), None
    testimoni.save()
    _log(testimoni, "Setuju diterbitkan", by=by)
    return testimoni


@transaction.atomic
def withdraw_testimoni(testimoni: Testimoni, *, cara: str, by: Pengguna | None) -> Testimoni:
    """Its speaker took it back; it is public no more. Twice is once."""
    testimoni = _lock(testimoni)
    if testimoni.dicabut_at is None:
        testimoni.dicabut_at = timezone.now()
        testimoni.save(update_fields=["dicabut_at"])
        _log(testimoni, "Izin dicabut", cara=cara, by=by)
    return testimoni


def _lock(testimoni: Testimoni) -> Testimoni:
    return Testimoni.objects.select_for_update(no_key=True, of=("self",)).get(pk=testimoni.pk)


def _log(testimoni: Testimoni, apa: str, *, by: Pengguna | None, cara: str = "") -> None:
    RiwayatTampil.objects.create(
        testimoni=testimoni, apa=apa, by=by, izin="publik" if testimoni.publik else "",
        cara=mask_catatan(cara)[:60] or testimoni.get_cara_display(), versi=testimoni.versi,
    )  # fmt: skip
