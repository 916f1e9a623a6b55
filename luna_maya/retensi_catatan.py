"""What leaves the log: media a host allows no longer, at once; people and files in time."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from luna_maya.models import Catatan, Kunjungan
from pesan.models import BukuHapus, Lampiran
from pesan.penghapus import erase_lampiran
from pesan.retensi import in_pieces
from wilayah.models import Rujukan

if TYPE_CHECKING:
    from luna_maya.izin import Izin


def drop_media(kunjungan: Kunjungan, izin: "Izin") -> None:
    """A `luna_maya.kait`: photos and voice of the log that the host allows no longer are erased,
    wherever they were handed on; the words stay. Twice is once.
    """
    boleh = {Lampiran.Jenis.FOTO: izin.may_foto, Lampiran.Jenis.SUARA: izin.may_suara}
    habis = [jenis for jenis, ya in boleh.items() if not ya]
    milik = Catatan.objects.filter(kunjungan=kunjungan).values("lampiran")
    rows = Lampiran.objects.select_for_update().filter(
        pk__in=milik, jenis__in=habis, status=Lampiran.Status.ADA
    )
    jumlah = erase_lampiran(list(rows))
    if jumlah:
        BukuHapus.objects.create(kelas="catatan_media", jumlah=jumlah, sebab="izin tuan rumah")


def drop_catatan(now: datetime) -> dict[str, int]:
    """Who was involved is forgotten first; photos and voice later, unless a report has them."""
    orang = now - timedelta(days=settings.RETENSI_HARI["catatan_orang"])
    berkas = now - timedelta(days=settings.RETENSI_HARI["catatan_berkas"])
    dirujuk = Rujukan.objects.filter(
        sumber_tipe__model="catatan", sumber_tipe__app_label="luna_maya"
    )
    bebas = Catatan.objects.annotate(kunci_rujukan=Cast("pk", CharField())).exclude(
        kunci_rujukan__in=dirujuk.values("sumber_id")
    )
    lama = Lampiran.objects.filter(
        status=Lampiran.Status.ADA,
        pk__in=bebas.filter(dicatat_at__lt=berkas).values("lampiran"),
    )
    bernama = Catatan.objects.filter(dicatat_at__lt=orang).exclude(pihak="")
    return {
        "catatan_orang": in_pieces(bernama, lambda rows: rows.update(pihak="")),
        "catatan_berkas": in_pieces(lama, _erase),
    }


def _erase(rows: QuerySet[Any]) -> int:
    return erase_lampiran(list(rows))
