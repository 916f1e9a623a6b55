"""Exports of grants and workers; names go with them, so each export is on record."""

from import_export.fields import Field

from ekonomi.models import Hibah, Pekerja
from wilayah.ekspor import AmanResource


class HibahResource(AmanResource):
    """One row for each grant."""

    household_id = Field(attribute="rumah__nomor", column_name="household_id", readonly=True)
    nama_kepala_keluarga = Field(
        attribute="rumah__nama_kepala", column_name="nama_kepala_keluarga", readonly=True
    )
    paket = Field(attribute="paket__nama", column_name="paket", readonly=True)

    class Meta(AmanResource.Meta):
        model = Hibah
        fields = (
            "kode", "household_id", "nama_kepala_keluarga", "paket", "kode_barang", "nilai", "cara",
            "status", "skor", "wilayah", "diserahkan_pada", "nomor_kuitansi", "kembali",
        )  # fmt: skip
        export_order = fields


class PekerjaResource(AmanResource):
    """One row for each registration."""

    proyek = Field(attribute="proyek__judul", column_name="proyek", readonly=True)

    class Meta(AmanResource.Meta):
        model = Pekerja
        fields = (
            "kode", "proyek", "nama", "jenis_kelamin", "menganggur", "status", "skor", "urutan",
        )  # fmt: skip
        export_order = fields
