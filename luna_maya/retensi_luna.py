"""What leaves when its time is over: numbers of the night taken back, originals of photos.

Named in settings: RETENSI.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from luna_maya.models import Dokumentasi, PersetujuanMalam, PetugasMalam, RiwayatTampil
from luna_maya.services.dokumentasi import remove_dokumentasi
from pesan.models import Lampiran
from pesan.penghapus import erase_lampiran
from pesan.retensi import in_pieces

ASLI_DIHAPUS = "Berkas asli dihapus: masa simpan habis"


def blank_nomor_malam(now: datetime) -> dict[str, int]:
    """Numbers whose owner took consent back so long ago; to agree again one gives it anew."""
    lama = now - timedelta(days=settings.RETENSI_HARI["nomor_malam"])
    terakhir = PersetujuanMalam.objects.filter(petugas=OuterRef("pk")).order_by("-pk")
    rows = (
        PetugasMalam.objects.filter(setuju_at__isnull=True)
        .exclude(nomor="")
        .alias(dijawab_at=Subquery(terakhir.values("at")[:1]))
        .filter(dijawab_at__lt=lama)
    )
    return {"nomor_malam": in_pieces(rows, lambda qs: qs.update(nomor=""))}


def drop_originals(now: datetime) -> dict[str, int]:
    """Full-size photos and videos so long after their visit.

    Of a photo that may still be shown or reported the small one stays for as long as that holds;
    what nobody may see goes whole, and so does a video, which has no small one.
    """
    lama = now - timedelta(days=settings.RETENSI_HARI["foto_luna"])
    rows = Dokumentasi.objects.standing().filter(
        kunjungan__selesai_at__lt=lama, lampiran__status=Lampiran.Status.ADA
    )
    return {"foto_luna": in_pieces(rows, _drop_originals)}


def _drop_originals(rows: QuerySet[Any]) -> int:
    dokumentasi: Any = Dokumentasi.objects.filter(pk__in=rows.values("pk"))
    foto = dokumentasi.for_report().filter(jenis=Dokumentasi.Jenis.FOTO).exclude(kecil="")
    tinggal = set(foto.values_list("pk", flat=True))
    semua = list(dokumentasi.select_related("lampiran"))
    for dok in semua:
        if dok.pk not in tinggal:
            remove_dokumentasi(dok, alasan="masa simpan habis", by=None)
            continue
        erase_lampiran([dok.lampiran])
        RiwayatTampil.objects.create(dokumentasi=dok, apa=ASLI_DIHAPUS, by=None)
    return len(semua)
