"""What residents say and do around the visits of a period: trust, and taking part. Reads only."""

from datetime import date

from luna_maya.hasil_percaya import HasilPercaya, trust_result
from luna_maya.models import SurveiPercaya
from luna_maya.partisipasi import Partisipasi, participation, summarise_partisipasi
from wilayah.models import Wilayah


def trust_in(kelurahan: Wilayah, dari: date, sampai: date) -> HasilPercaya | None:
    """The newest putaran that had a round closing between these days, down to RW; None without."""
    rows = SurveiPercaya.objects.filter(
        wilayah=kelurahan, status=SurveiPercaya.Status.TUTUP, tutup__range=(dari, sampai)
    )
    putaran = rows.order_by("-buka", "-pk").values_list("putaran", flat=True).first()
    return trust_result(kelurahan, putaran, sampai="rw") if putaran is not None else None


def participation_in(kode: str, dari: date, sampai: date) -> Partisipasi:
    """Before and after the first visits of these days, as known on the last of them."""
    semua = participation(kode, sampai)
    baris = [satu for satu in semua.baris if satu.kunjungan >= dari]
    return summarise_partisipasi(baris) if baris else Partisipasi()
