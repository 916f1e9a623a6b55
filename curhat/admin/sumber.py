"""Export of curhat and tickets: the seed's columns as CSV, XLSX and JSON, each export on record."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from curhat.ekspor import KOLOM, KOLOM_RINGKAS, for_export, read_names
from curhat.models import Curhat, Tiket
from wilayah.ekspor import AmanResource, escape_formula


class KolomSeed(Field):
    """A column that `curhat.ekspor` knows how to read."""

    def __init__(self, nama: str, baca: Callable[[Curhat], Any]) -> None:
        super().__init__(attribute=nama, column_name=nama, readonly=True)
        self.baca = baca

    def export(self, instance: Curhat, **_: Any) -> Any:
        nilai = self.baca(instance)
        if isinstance(nilai, dict):
            return json.dumps(nilai, ensure_ascii=False, separators=(",", ":"))
        if hasattr(nilai, "isoformat"):
            return nilai.isoformat()
        return "" if nilai is None else nilai


class _SeedResource(AmanResource):
    """Rows of Curhat in fixed columns; import is not offered."""

    kolom: dict[str, Callable[[Curhat], Any]] = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields = {nama: KolomSeed(nama, baca) for nama, baca in self.kolom.items()}

    def get_export_order(self, selected_fields: list[str] | None = None) -> tuple[str, ...]:
        return tuple(self.kolom)

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        return escape_formula(field.export(instance))

    def iter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """In pages, each with the names of its areas, so that a year's rows fit in memory."""
        rows = for_export(queryset).order_by("-pk")
        last = None
        while page := list((rows if last is None else rows.filter(pk__lt=last))[:500]):
            names = read_names({c.wilayah_id for c in page})
            for curhat in page:
                curhat.nama_wilayah = names
                yield curhat
            last = page[-1].pk


class CurhatResource(_SeedResource):
    """The 31 columns of the seed's curhat_messages."""

    kolom = KOLOM

    class Meta(AmanResource.Meta):
        model = Curhat
        fields: tuple[str, ...] = ()
        name = "Lengkap (kolom curhat_messages)"


class CurhatRingkasResource(_SeedResource):
    """The seed's short CSV, curhat_kelurahan.csv."""

    kolom = KOLOM_RINGKAS

    class Meta(AmanResource.Meta):
        model = Curhat
        fields: tuple[str, ...] = ()
        name = "Ringkas (curhat_kelurahan.csv)"


class TiketResource(AmanResource):
    """Tickets, without anything that names a person."""

    wilayah = Field(attribute="wilayah_id", column_name="wilayah")
    kode = Field(attribute="curhat__kode", column_name="kode_laporan")
    kategori = Field(attribute="curhat__kategori_id", column_name="kategori")
    subkategori = Field(attribute="curhat__subkategori_id", column_name="subkategori")
    ringkasan = Field(attribute="curhat__ringkasan", column_name="ringkasan")
    instansi = Field(attribute="instansi__nama", column_name="unit")
    status_ekspor = Field(attribute="status_ekspor", column_name="status")

    def dehydrate_ringkasan(self, tiket: Tiket) -> str:
        """A file goes anywhere: of a sensitive ticket it never holds the words."""
        return "Kasus peka" if tiket.curhat.rahasia else tiket.curhat.ringkasan

    class Meta(AmanResource.Meta):
        model = Tiket
        name = "Tiket"
        fields = (
            "nomor",
            "kode",
            "wilayah",
            "kategori",
            "subkategori",
            "ringkasan",
            "urgensi",
            "status_ekspor",
            "hasil",
            "instansi",
            "putaran",
            "created_at",
            "verifikasi_due_at",
            "due_at",
            "due_aturan",
            "closed_at",
        )
        export_order = fields
