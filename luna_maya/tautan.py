"""What a request of a village can link to here (`wilayah.tautan`): visits made, promises open."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from luna_maya.models import Janji, Kunjungan
from wilayah.peran import peran_with
from wilayah.tautan import SumberAngka, Tautan

HARI = 365
_KUNJUNGAN, _JANJI = "kunjungan", "janji"


class SumberKunjungan(SumberAngka):
    """How often the lurah came within a year, and how many promises still stand."""

    jenis = "kunjungan"
    nama = "Kunjungan lurah"

    def angka_all(self, user: Any, wilayah: str) -> Sequence[Tautan]:
        ada, sejak = dict[str, Tautan](), timezone.now() - timedelta(days=HARI)
        kunjungan = Kunjungan.objects.visible_to(
            user, peran=peran_with("luna_maya.kunjungan", "view")
        )
        jumlah = kunjungan.in_wilayah(wilayah).done().filter(mulai_at__gte=sejak).count()
        if jumlah:
            ada[_KUNJUNGAN] = Tautan(
                self.jenis, _KUNJUNGAN, "Kunjungan kepala desa atau lurah, setahun terakhir",
                f"{jumlah} kunjungan", reverse("admin:luna_maya_kunjungan_changelist"),
            )  # fmt: skip
        janji = Janji.objects.visible_to(user, peran=peran_with("luna_maya.janji", "view"))
        jumlah = janji.in_wilayah(wilayah).filter(status=Janji.Status.BERJALAN).count()
        if jumlah:
            ada[_JANJI] = Tautan(
                self.jenis, _JANJI, "Janji kunjungan yang belum dipenuhi", f"{jumlah} janji",
                reverse("admin:luna_maya_janji_changelist"),
            )  # fmt: skip
        return list(ada.values())
