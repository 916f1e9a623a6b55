"""What a person allowed us to keep, what they took back, and erasing them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from pesan.kanal.web import clean_alamat
from pesan.models import BukuHapus, Kontak, Persetujuan
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from wilayah.models import Wilayah


@transaction.atomic
def record_persetujuan(
    kontak: Kontak, jenis: str, keputusan: str, versi_teks: str, rujukan: str = ""
) -> Persetujuan:
    """Write down a decision of a person and, for "simpan_alamat", act on it.

    `keputusan` of "simpan_alamat" is a value of Kontak.Simpan: "tidak", "tiket" or "dicabut".
    """
    baris = Persetujuan.objects.create(
        kontak=kontak, jenis=jenis, keputusan=keputusan, versi_teks=versi_teks, rujukan=rujukan
    )
    if jenis == Persetujuan.Jenis.SIMPAN_ALAMAT and keputusan in Kontak.Simpan.values:
        kontak.simpan = keputusan
        kontak.alamat_hingga = _keep_until(kontak, held=kontak.alamat_hingga is None)
        kontak.save(update_fields=["simpan", "alamat_hingga"])
    return baris


@transaction.atomic
def kontak_of_nomor(
    nomor: str,
    *,
    wilayah: Wilayah,
    versi_teks: str,
    simpan: str = Kontak.Simpan.DICABUT,
    rujukan: str = "",
) -> Kontak | None:
    """The WhatsApp contact of a number that was left to be written to; made when new.

    `nomor` with its country code, however it is spaced. `versi_teks`: what the person was told
    when leaving it. None for a number without a digit.
    """
    angka = "".join(filter(str.isdigit, nomor))
    if not angka:
        return None
    kontak, baru = Kontak.objects.get_or_create(
        saluran=Saluran.WHATSAPP,
        hash=hash_identity(Saluran.WHATSAPP, angka),
        defaults={"alamat": angka, "wilayah": wilayah, "simpan": simpan},
    )
    if baru:
        record_persetujuan(kontak, Persetujuan.Jenis.KONTAK, "ya", versi_teks, rujukan)
    return kontak


def kontak_of_formulir(alamat: str, *, garam: str, token: str, wilayah: Wilayah) -> Kontak | None:
    """The contact of one form (`garam` and `token`) that left a number or e-mail; None without.

    Anybody can type an address, so each form is a contact of its own.
    """
    bersih = clean_alamat(alamat)
    if not bersih:
        return None
    kontak, _baru = Kontak.objects.get_or_create(
        saluran=Saluran.WEB,
        hash=hash_identity(Saluran.WEB, f"{garam}:{token}\n{bersih.lower()}"),
        defaults={"alamat": bersih, "wilayah": wilayah},
    )
    return kontak


def hold_alamat(kontak: Kontak) -> None:
    """A ticket of this person has opened: keep the reply address until `release_alamat`.

    Does nothing where the person chose that nothing is kept, or there is no address.
    """
    if kontak.simpan == Kontak.Simpan.TIDAK or not kontak.alamat:
        return
    kontak.alamat_hingga = None
    kontak.save(update_fields=["alamat_hingga"])


def release_alamat(kontak: Kontak) -> None:
    """The person's last ticket has ended: the address goes a day later, unless they allow more.

    It stays while another app still owes them something (settings.PENAHAN_ALAMAT), say the date of
    a course; that app releases it in its turn.
    """
    if any(import_string(path)(kontak) for path in settings.PENAHAN_ALAMAT):
        return
    kontak.alamat_hingga = _keep_until(kontak, held=False)
    kontak.save(update_fields=["alamat_hingga"])


def _keep_until(kontak: Kontak, *, held: bool) -> datetime | None:
    if not kontak.alamat or kontak.simpan == Kontak.Simpan.DICABUT:
        return None
    if held and kontak.simpan == Kontak.Simpan.TIKET:
        return None
    return timezone.now() + timedelta(days=settings.RETENSI_HARI["alamat_balas"])


@transaction.atomic
def erase_kontak(kontak: Kontak, *, rujukan: str = "", sebab: str = "permintaan warga") -> None:
    """Erase a person from every app (settings.PENGHAPUS), and note that it was done.

    `rujukan` is the report's code by which they asked. Files go when the transaction commits.
    """
    kontak = Kontak.objects.select_for_update().get(pk=kontak.pk)
    for path in settings.PENGHAPUS:
        import_string(path)(kontak)
    BukuHapus.objects.create(kelas="kontak", jumlah=1, sebab=sebab, rujukan=rujukan)
