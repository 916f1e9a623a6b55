"""New versions of guides and rule sets: a change is a new row, one of them is in use."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from curhat.balasan.panduan import parse_panduan
from curhat.models import AturanEskalasi, PanduanSolusi, RiwayatPakai
from curhat.panduan_aktif import forget_panduan
from curhat.triase.aturan import AturanError, parse_aturan
from curhat.triase.samaran import mask_pribadi
from wilayah.models import Pengguna, Wilayah


@transaction.atomic
def write_panduan(
    *, subkategori: str, teks: str, by: Pengguna, wilayah: Wilayah | None = None, catatan: str = ""
) -> PanduanSolusi:
    """Put a new text in use for this subject (and area). Raises PanduanKeliru naming the line."""
    parse_panduan(teks)
    rows = PanduanSolusi.objects.select_for_update().filter(
        subkategori=subkategori, wilayah=wilayah
    )
    last = rows.order_by("-versi").first()
    rows.filter(aktif=True).update(aktif=False)
    panduan = PanduanSolusi.objects.create(
        subkategori_id=subkategori,
        wilayah=wilayah,
        teks=teks,
        by=by,
        catatan=catatan,
        versi=last.versi + 1 if last else 1,
    )
    transaction.on_commit(forget_panduan)
    return panduan


def check_aturan(isi: Any) -> None:
    """Whether a rule set can be used. Raises ValueError naming the entry that is wrong."""
    if not isinstance(isi, dict):
        raise AturanError("Aturan harus berupa objek JSON.")
    parse_aturan(isi | {"versi": "draf"})


@transaction.atomic
def draft_aturan(isi: dict[str, Any], *, by: Pengguna, catatan: str) -> AturanEskalasi:
    """Keep a new rule set, not yet in use. Raises ValueError naming the entry that is wrong."""
    versi = f"{timezone.localtime():%Y%m%d-%H%M%S}"
    check_aturan(isi)
    while AturanEskalasi.objects.filter(versi=versi).exists():  # two drafts in one second
        versi = f"{versi}-lagi"
    catatan = mask_pribadi(catatan).teks[:200]
    aturan = AturanEskalasi.objects.create(
        versi=versi, isi=isi | {"versi": versi}, by=by, catatan=catatan
    )
    RiwayatPakai.objects.create(
        aturan=aturan, peristiwa=RiwayatPakai.Peristiwa.DIBUAT, by=by, alasan=catatan
    )
    return aturan
