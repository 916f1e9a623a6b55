"""Erasing a person from Rumah Mandiri: names, stories and pictures are off every page and gone."""

from django.db import transaction

from ekonomi.models import PersetujuanTampil
from ekonomi.services.mandiri import withdraw_of_kontak
from pesan.models import BukuHapus, Kontak


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Withdraw what is in force and blank the names once shown; scores and dates stay."""
    withdraw_of_kontak(kontak, cara="data dihapus atas permintaan")
    milik = PersetujuanTampil.objects.filter(rumah__kontak=kontak) | (
        PersetujuanTampil.objects.filter(rumah__anggota__kontak=kontak)
    )
    pk = list(milik.exclude(nama_tampil="").values_list("pk", flat=True).distinct())
    if pk:
        PersetujuanTampil.objects.filter(pk__in=pk).update(nama_tampil="")
        BukuHapus.objects.create(
            kelas="persetujuan_tampil", jumlah=len(pk), sebab="permintaan warga"
        )
