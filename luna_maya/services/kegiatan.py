"""Activities of residents: recorded, corrected, taken back."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from luna_maya.models import KegiatanWarga, Tokoh
from luna_maya.models.kegiatan import ORANG_MAKS
from pesan.hitungan import lock_key
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

PALING_LAMA = timedelta(days=730)


class KegiatanKeliru(ValueError):  # noqa: N818 - the domain's word
    """This cannot be recorded; `kolom` is the field, the message says why."""

    def __init__(self, kolom: str, pesan: str) -> None:
        self.kolom = kolom
        super().__init__(pesan)


@transaction.atomic
def record_kegiatan(
    wilayah: Wilayah, *, jenis: str, hari: date, orang: int, keterangan: str = "",
    by: Pengguna | None = None, tokoh: Tokoh | None = None,
) -> tuple[KegiatanWarga, int | None]:  # fmt: skip
    """Keep how many came; gives the row and, where the day had a figure already, that figure.

    The old figure stays as a row that was taken back. Raises KegiatanKeliru.
    """
    if wilayah.tingkat != Wilayah.Tingkat.RT:
        raise KegiatanKeliru("wilayah", "Pilih RT-nya.")
    kini = at_place(timezone.now(), wilayah.kode).date()
    if hari > kini:
        raise KegiatanKeliru("hari", "Hari kegiatan tidak boleh di masa depan.")
    if hari < kini - PALING_LAMA:
        raise KegiatanKeliru("hari", "Hari kegiatan paling lama dua tahun lalu.")
    if not 1 <= orang <= ORANG_MAKS:
        raise KegiatanKeliru("orang", f"Banyak orang antara 1 dan {ORANG_MAKS}.")
    lock_key(f"kegiatan:{wilayah.kode}:{jenis}:{hari}")
    lama = KegiatanWarga.objects.standing().filter(wilayah=wilayah, jenis=jenis, hari=hari).first()
    if lama is not None:
        withdraw_kegiatan(lama, by=by)
    row = KegiatanWarga.objects.create(
        wilayah=wilayah, jenis=jenis, hari=hari, orang=orang, by=by, tokoh=tokoh,
        keterangan=mask_catatan(keterangan.strip())[:160],
    )  # fmt: skip
    return row, lama.orang if lama is not None else None


@transaction.atomic
def withdraw_kegiatan(row: KegiatanWarga, *, by: Pengguna | None) -> KegiatanWarga:
    """Take a row back: it stays, but counts no more."""
    row = KegiatanWarga.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.dicabut_at is None:
        row.dicabut_at = timezone.now()
        row.save(update_fields=["dicabut_at"])
    return row


@transaction.atomic
def restore_kegiatan(row: KegiatanWarga, *, by: Pengguna) -> KegiatanWarga:
    """Let a row that was taken back count again. Raises KegiatanKeliru where another stands."""
    lock_key(f"kegiatan:{row.wilayah_id}:{row.jenis}:{row.hari}")
    row = KegiatanWarga.objects.select_for_update(of=("self",)).get(pk=row.pk)
    sama = KegiatanWarga.objects.standing().filter(
        wilayah=row.wilayah_id, jenis=row.jenis, hari=row.hari
    )
    if sama.exclude(pk=row.pk).exists():
        raise KegiatanKeliru("hari", "Hari dan RT ini sudah punya angka lain untuk kegiatan itu.")
    row.dicabut_at = None
    row.save(update_fields=["dicabut_at"])
    return row
