"""Findings that are put before those who decide, and what became of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from luna_maya.models import Catatan, Pertimbangan, RiwayatPertimbangan
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.zona import hari_ini

S = Pertimbangan.Status
BOLEH = {
    S.DIUSULKAN: frozenset({S.DIBAHAS, S.DIPAKAI, S.TIDAK}),
    S.DIBAHAS: frozenset({S.DIPAKAI, S.TIDAK}),
    S.DIPAKAI: frozenset({S.DIBAHAS}),
    S.TIDAK: frozenset({S.DIBAHAS}),
}


class PertimbanganKeliru(ValueError):  # noqa: N818 - the domain's word
    """This step is not possible; the message says why."""


@transaction.atomic
def propose_pertimbangan(
    wilayah: Wilayah, *, judul: str, uraian: str, bentuk: str, catatan: Iterable[Catatan],
    by: Pengguna, diusulkan_pada: date | None = None,
) -> Pertimbangan:  # fmt: skip
    """Bring a finding up; its words are for others to read, so personal data is masked."""
    baru: Pertimbangan = Pertimbangan.objects.create(
        wilayah=wilayah, judul=mask_catatan(judul.strip())[:160],
        uraian=mask_catatan(uraian.strip()), bentuk=bentuk, by=by,
        diusulkan_pada=diusulkan_pada or hari_ini(wilayah.kode),
    )  # fmt: skip
    baru.catatan.set(catatan)
    RiwayatPertimbangan.objects.create(pertimbangan=baru, status=baru.status, by=by)
    return baru


@transaction.atomic
def move_pertimbangan(
    pertimbangan: Pertimbangan, *, to: str, hasil: str = "", dokumen: str = "", by: Pengguna
) -> Pertimbangan:
    """Discussed, taken up or not. Raises PertimbanganKeliru without a reason at the end."""
    rows: Any = Pertimbangan.objects.select_for_update(of=("self",))
    satu: Pertimbangan = rows.get(pk=pertimbangan.pk)
    if to not in BOLEH[S(satu.status)]:
        raise PertimbanganKeliru(f"Pertimbangan ini {satu.get_status_display().lower()}.")
    selesai = to in {S.DIPAKAI, S.TIDAK}
    hasil = mask_catatan(hasil.strip())[:300]
    if selesai and not hasil:
        raise PertimbanganKeliru("Tulis keputusan dan alasannya.")
    satu.status, satu.hasil = to, hasil
    satu.dokumen = dokumen.strip()[:160] or satu.dokumen
    satu.diputus_pada = hari_ini(str(satu.wilayah_id)) if selesai else None
    satu.save()
    RiwayatPertimbangan.objects.create(pertimbangan=satu, status=to, catatan=hasil, by=by)
    return satu
