"""What of the coordination desk a village's home page leads to."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from dasbor.ekonomi_warga import Pintu
from wilayah.halaman import Area
from wilayah.models import Penugasan
from wilayah.peran import Peran


def ruko_rows(area: Area) -> dict[str, QuerySet[Any]]:
    """Whether the kecamatan has a desk that answers; counted together with the others'."""
    kecamatan = area.kode.rpartition(".")[0]
    meja = Penugasan.objects.on(timezone.localdate()).filter(
        wilayah=kecamatan, peran__in=[Peran.CAMAT, Peran.PETUGAS_KECAMATAN],
        pengguna__is_active=True,
    )  # fmt: skip
    return {"meja_kecamatan": meja}


def ruko_doors(area: Area, ada: dict[str, int]) -> list[Pintu]:
    """The door of the desk, where there is one."""
    if not ada["meja_kecamatan"]:
        return []
    kecamatan = area.kode.rpartition(".")[0]
    return [
        Pintu("Koordinasi dengan kecamatan",
              "Bekerja sama, meminta pendapat, atau meminta bantuan untuk urusan desa.",
              reverse("ruko_koordinasi", args=[area.slug])),
        Pintu("Kecamatan menjawab", "Berapa permintaan yang dijawab, dan berapa lama.",
              reverse("ruko_angka", args=[kecamatan])),
        Pintu("Jawaban yang sudah ada", "Pertanyaan desa lain yang sudah dijawab, bisa dicari.",
              f"{reverse('ruko_jawaban_daftar')}?di={area.slug}"),
        Pintu("Siaga bencana", "Yang dilakukan saat banjir, longsor, atau kebakaran lahan.",
              reverse("ruko_siaga_publik", args=[kecamatan])),
        Pintu("Rumah koordinasi", "Caranya, jam buka, dan pustaka untuk desa.",
              reverse("ruko_parsel")),
    ]  # fmt: skip
