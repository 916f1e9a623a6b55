"""What a request of a village can link to here (`wilayah.tautan`): visits made, promises open."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from luna_maya.models import Janji, Kunjungan
from wilayah.peran import peran_with
from wilayah.tautan import Tautan

HARI = 365
_KUNJUNGAN, _JANJI = "kunjungan", "janji"


class SumberKunjungan:
    """How often the lurah came within a year, and how many promises still stand."""

    jenis = "kunjungan"
    nama = "Kunjungan lurah"

    def cari(self, user: Any, wilayah: str, q: str) -> Sequence[Tautan]:
        semua = self._all(user, wilayah)
        return [satu for satu in semua.values() if q.lower() in satu.label.lower()]

    def baca(self, user: Any, wilayah: str, kunci: Sequence[str]) -> Mapping[str, Tautan]:
        semua = self._all(user, wilayah)
        return {k: semua[k] for k in kunci if k in semua}

    def _all(self, user: Any, wilayah: str) -> dict[str, Tautan]:
        ada, sejak = {}, timezone.now() - timedelta(days=HARI)
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
        return ada
