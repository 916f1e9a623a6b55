"""What a request of a village can link to here (`wilayah.tautan`): households, participants."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from ekonomi.models import Program, Rumah
from wilayah.peran import peran_with
from wilayah.scope import prefix_q
from wilayah.tautan import SumberAngka, Tautan, count_orang

_RUMAH = "rumah"


class SumberEkonomi(SumberAngka):
    """Counts of households, never who; few are told as few."""

    jenis = "ekonomi"
    nama = "Ekonomi warga"

    def angka_all(self, user: Any, wilayah: str) -> Sequence[Tautan]:
        peran = peran_with("ekonomi.rumah", "view")
        rumah = Rumah.objects.visible_to(user, peran=peran).in_wilayah(wilayah).active()
        jumlah, ada = rumah.count(), dict[str, Tautan]()
        if jumlah:
            url = reverse("admin:ekonomi_rumah_changelist")
            ada[_RUMAH] = _figure(_RUMAH, "Rumah tangga terdata", jumlah, "rumah tangga", url)
        ikut = Q(keikutsertaan__keluar__isnull=True, keikutsertaan__rumah__in=rumah)
        ikut &= prefix_q("keikutsertaan__rumah__wilayah", wilayah)
        program = Program.objects.visible_to(user, peran=peran_with("ekonomi.program", "view"))
        for satu in program.running().annotate(peserta=Count("keikutsertaan", filter=ikut)):
            if satu.peserta:
                kunci = f"program-{satu.pk}"
                nama = f"Peserta {satu.nama}"
                ada[kunci] = _figure(kunci, nama, satu.peserta, "rumah tangga", _page(satu))
        return list(ada.values())


def _page(program: Program) -> str:
    return reverse("admin:ekonomi_program_change", args=[program.pk])


def _figure(kunci: str, label: str, jumlah: int, satuan: str, url: str) -> Tautan:
    return Tautan(SumberEkonomi.jenis, kunci, label[:160], count_orang(jumlah, satuan), url)
