"""What a host's withdrawal does to photos and words of the visit (`luna_maya.kait`)."""

from luna_maya.izin import Izin
from luna_maya.models import Dokumentasi, Kunjungan, RiwayatTampil, Testimoni
from luna_maya.services.testimoni import withdraw_testimoni

APA = "Izin tuan rumah berkurang"


def on_izin_berkurang(kunjungan: Kunjungan, izin: Izin) -> None:
    """Nothing is public without the host's consent anyway; this makes it stay so until somebody
    looks again: statements fall, the host's own words are withdrawn. Safe to call twice.
    """
    if izin.may_tampil and izin.may_foto and izin.may_video:
        return
    rows = Dokumentasi.objects.standing().filter(kunjungan=kunjungan).exclude(pernyataan="")
    if izin.may_tampil and izin.may_foto:  # only videos are affected
        rows = rows.exclude(jenis=Dokumentasi.Jenis.FOTO)
    turun = list(rows.select_for_update(of=("self",), no_key=True))
    for dok in turun:
        RiwayatTampil.objects.create(dokumentasi=dok, apa=APA, by=None)
    Dokumentasi.objects.filter(pk__in=[dok.pk for dok in turun]).update(
        pernyataan="", pernyataan_by=None, pernyataan_at=None
    )
    if not izin.may_tampil:
        kata = Testimoni.objects.filter(
            kunjungan=kunjungan, dari_tuan_rumah=True, publik=True, dicabut_at__isnull=True
        )
        for satu in kata:
            withdraw_testimoni(satu, cara=APA, by=None)
