"""Whether a grant is used: asked by chat, answered by picture, judged by a facilitator."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ekonomi.models import FotoHibah, Hibah, PemeriksaanHibah
from ekonomi.services.hibah.catat import HibahDitolak, S, check_move, lock_hibah, log_hibah
from ekonomi.services.hibah.foto import attach_foto, keep_foto, seal_foto
from ekonomi.services.hibah.kabar import tell_rumah
from ekonomi.services.hibah.penahan import release_rumah
from ekonomi.services.rumah import rumah_of_kontak
from pesan.models import Kontak, Lampiran
from pesan.pin import open_by_pin
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

TANYA_SEBELUM = timedelta(days=3)  # before the check is due
MASIH_DIJAWAB = timedelta(days=21)  # a picture this long after the question is its answer


def ask_due(hari: date, *, batas: int = 200) -> int:
    """Ask households for a picture of what was given, once for each check; gives how many.

    Run daily; safe to run twice.
    """
    rows = PemeriksaanHibah.objects.open().filter(
        ditanya_at__isnull=True, jatuh_tempo__lte=hari + TANYA_SEBELUM
    )
    n = 0
    for pk in list(rows.order_by("jatuh_tempo").values_list("pk", flat=True)[:batas]):
        n += _ask(pk)
    return n


@transaction.atomic
def _ask(pk: int) -> bool:
    periksa = (
        PemeriksaanHibah.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk, ditanya_at__isnull=True, diperiksa_at__isnull=True)
        .select_related("hibah__paket", "hibah__rumah__kontak")
        .first()
    )
    if periksa is None:
        return False
    periksa.ditanya_at = timezone.now()
    periksa.save(update_fields=["ditanya_at"])
    tell_rumah(
        periksa.hibah, "hibah_tanya_foto", kunci=f"hibah-foto:{periksa.pk}", hari=periksa.hari
    )
    return True


def asked_of(kontak: Kontak) -> PemeriksaanHibah | None:
    """The check this person was asked about last and that nobody has judged yet."""
    rumah = rumah_of_kontak(kontak)
    rows = PemeriksaanHibah.objects.open().filter(
        hibah__rumah=rumah, ditanya_at__gt=timezone.now() - MASIH_DIJAWAB
    )
    found: PemeriksaanHibah | None = (
        rows.select_related("hibah__paket", "hibah__rumah__kontak").order_by("-ditanya_at").first()
    )
    return found


def open_hibah(kode: str, pin: str, *, asal: str) -> Hibah:
    """The grant of this code and PIN. Raises PinSalah, PinTerkunci."""

    def find(kode: str) -> Hibah | None:
        found: Hibah | None = Hibah.objects.filter(kode=kode).exclude(pin_hash="").first()
        return found

    return open_by_pin(kode, pin, asal=asal, find=find)


@transaction.atomic
def send_foto(
    hibah: Hibah, berkas: Sequence[Any], *, pesan: Sequence[Lampiran] = ()
) -> list[FotoHibah]:
    """Pictures from the household, uploaded or out of a chat message, for its next check.

    Raises HibahDitolak where no check is open or a picture is not taken.
    """
    hibah = lock_hibah(hibah)
    periksa = hibah.pemeriksaan.filter(diperiksa_at__isnull=True).order_by("jatuh_tempo").first()
    if periksa is None or hibah.status not in (S.DISERAHKAN, S.DIPERIKSA):
        raise HibahDitolak("Tidak ada pemeriksaan yang menunggu foto untuk hibah ini.")
    if not berkas and not pesan:
        raise HibahDitolak("Pilih dulu fotonya.")
    foto = keep_foto(hibah, berkas, dari="warga", by=None, pemeriksaan=periksa)
    foto += [attach_foto(hibah, satu, dari="warga", by=None, pemeriksaan=periksa) for satu in pesan]
    log_hibah(hibah, dari=hibah.status, by=None, catatan=f"Foto hari ke-{periksa.hari} diterima.")
    return foto


@transaction.atomic
def record_pemeriksaan(
    pemeriksaan: PemeriksaanHibah,
    *,
    putusan: str,
    catatan: str = "",
    foto: Sequence[Any] = (),
    by: Pengguna,
) -> PemeriksaanHibah:
    """A facilitator's verdict, with at least one picture unless the thing is not there any more.

    The last of the three ends the grant as done. Raises HibahDitolak: judged before, no picture,
    no note where the verdict is a bad one.
    """
    hibah = lock_hibah(pemeriksaan.hibah)
    check_move(hibah, S.DIPERIKSA)
    rows = PemeriksaanHibah.objects.select_for_update(of=("self",))
    periksa: PemeriksaanHibah = rows.get(pk=pemeriksaan.pk)
    if periksa.diperiksa_at is not None:
        raise HibahDitolak("Pemeriksaan ini sudah diputuskan orang lain.")
    if putusan not in PemeriksaanHibah.Putusan.values:
        raise HibahDitolak("Pilih putusannya.")
    buruk = putusan in PemeriksaanHibah.BURUK
    if buruk and not catatan.strip():
        raise HibahDitolak("Tuliskan apa yang Anda lihat di tempat.")
    keep_foto(hibah, foto, dari="petugas", by=by, pemeriksaan=periksa)
    if not seal_foto(periksa) and not buruk:
        raise HibahDitolak("Lampirkan paling sedikit satu foto pemakaiannya.")
    periksa.putusan, periksa.catatan = putusan, mask_catatan(catatan.strip())[:300]
    periksa.diperiksa_at, periksa.diperiksa_oleh = timezone.now(), by
    periksa.save(update_fields=["putusan", "catatan", "diperiksa_at", "diperiksa_oleh"])
    _advance(hibah, periksa, by)
    return periksa


def _advance(hibah: Hibah, periksa: PemeriksaanHibah, by: Pengguna) -> None:
    """DIPERIKSA after each; SELESAI after the last, if nothing in it was bad."""
    dari = hibah.status
    belum = hibah.pemeriksaan.filter(diperiksa_at__isnull=True).exists()
    beres = not belum and periksa.putusan not in PemeriksaanHibah.BURUK
    hibah.status = S.SELESAI if beres else S.DIPERIKSA
    hibah.save(update_fields=["status", "updated_at"])
    release_rumah(hibah)
    kata = f"Hari ke-{periksa.hari}: {periksa.get_putusan_display()}."
    log_hibah(hibah, dari=dari, by=by, catatan=kata)
