from typing import Any, Self

from django.db import models
from django.db.models import Q

from wilayah.scope import ScopedModel, SeenFromAboveQuerySet, above, prefix_q


class InstansiQuerySet(SeenFromAboveQuerySet):
    """Agencies; staff see those of their area and of the areas above it that serve them too."""

    def penugasan_q(self, tugas: Any) -> Q:
        if tugas.instansi_id:
            return Q(pk=tugas.instansi_id)
        return prefix_q("wilayah", tugas.wilayah_id) | Q(wilayah_id__in=above(tugas.wilayah_id))

    def serving(self, kode: str) -> Self:
        """Agencies that serve this area: its own and those of the areas above, nearest first."""
        return self.filter(aktif=True, wilayah_id__in=above(kode)).order_by(
            "-wilayah_id", "urutan", "nama"
        )


class Instansi(ScopedModel):
    """An agency or unit that takes work or calls: DLH, Puskesmas, Polsek, the kelurahan itself."""

    class Jenis(models.TextChoices):
        DINAS = "dinas", "Dinas/OPD"
        UNIT = "unit", "Unit kelurahan/kecamatan"
        MITRA = "mitra", "Mitra (BUMN, PMI, CSR)"
        DARURAT = "darurat", "Nomor darurat"

    kode = models.SlugField(
        "kode", max_length=40, help_text="Seperti di taksonomi: DLH, PUPR, Puskesmas"
    )
    nama = models.CharField("nama", max_length=120)
    jenis = models.CharField("jenis", max_length=10, choices=Jenis, default=Jenis.DINAS)
    telepon = models.CharField("telepon umum", max_length=40, blank=True)
    email = models.EmailField("surel", blank=True)
    nomor_wa = models.CharField("WhatsApp", max_length=20, blank=True, help_text="Bentuk +62…")
    jam_layanan = models.CharField("jam layanan", max_length=80, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan tampil", default=50)
    aktif = models.BooleanField("aktif", default=True)

    objects = InstansiQuerySet.as_manager()  # type: ignore[misc] # replaces ScopedModel's

    class Meta:
        verbose_name = verbose_name_plural = "instansi"
        ordering = ["urutan", "nama"]
        constraints = [
            models.UniqueConstraint(fields=["wilayah", "kode"], name="instansi_kode_per_wilayah"),
        ]

    def __str__(self) -> str:
        return self.nama
