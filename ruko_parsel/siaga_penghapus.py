"""What leaves of readiness and support: a person who asks for it, names whose time is over.

`erase` belongs into settings.PENGHAPUS before `pesan.penghapus.erase`, `blank_peserta` and
`blank_foto` are in RETENSI.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from pesan.models import BukuHapus, Kontak, Lampiran
from pesan.penghapus import erase_lampiran
from pesan.retensi import in_pieces
from ruko_parsel.models import KontakSiaga, PeriksaSiaga, PesertaPembinaan
from ruko_parsel.services.siaga import blank_kontak


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Whoever asked to be forgotten is warned no more; their village has to name another."""
    milik = KontakSiaga.objects.select_for_update(of=("self",), no_key=True).filter(
        Q(kontak=kontak) | Q(kontak_kedua=kontak)
    )
    baris = list(milik.exclude(nama="", nama_kedua="").select_related("kontak", "kontak_kedua"))
    for satu in baris:
        if satu.kontak_id == kontak.pk:
            blank_kontak(satu)
        else:
            satu.kontak_kedua, satu.nama_kedua, satu.nomor_kedua = None, "", ""
            satu.save()
    if baris:
        BukuHapus.objects.create(kelas="kontak_siaga", jumlah=len(baris), sebab="permintaan warga")


def blank_foto(now: datetime) -> dict[str, int]:
    """Photos of the readiness check-list after their time; what was found and its words stay."""
    lama = now - timedelta(days=settings.RETENSI_HARI["foto_siaga"])
    periksa = PeriksaSiaga.objects.filter(created_at__lt=lama, foto__isnull=False)
    rows = Lampiran.objects.filter(status=Lampiran.Status.ADA, pk__in=periksa.values("foto"))
    return {"foto_siaga": in_pieces(rows, lambda qs: erase_lampiran(list(qs)))}


def blank_peserta(now: datetime) -> dict[str, int]:
    """Names of who took part, so long after a support ended; village and role stay."""
    lama = (now - timedelta(days=settings.RETENSI_HARI["peserta_binaan"])).date()
    rows = PesertaPembinaan.objects.filter(rencana__sampai__lt=lama).exclude(nama="")
    return {"peserta_binaan": in_pieces(rows, lambda qs: qs.update(nama=""))}
