from functools import cached_property
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from dokumen.isian import Isian
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedQuerySet, above, prefix_q

_KODE = RegexValidator(r"^[a-z][a-z0-9_]{1,29}\Z", "Huruf kecil, angka, dan garis bawah saja.")


class JenisSuratQuerySet(ScopedQuerySet):
    """Kinds of one's area, the general ones, and those of the areas above."""

    def penugasan_q(self, tugas: Any) -> Q:
        if not tugas.wilayah_id:
            return Q(wilayah__isnull=True)
        dekat = Q(wilayah__isnull=True) | Q(wilayah__in=above(tugas.wilayah_id))
        return dekat | prefix_q("wilayah", tugas.wilayah_id)

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        """Only kinds of one's own area and below it; the general ones are the operator's."""
        if user.is_superuser:
            return self.all()
        q = Q(pk__in=[])
        for tugas in user.penugasan_aktif:
            if tugas.peran in peran and tugas.wilayah_id:
                q |= prefix_q("wilayah", tugas.wilayah_id)
        return self.filter(q)

    def active_at(self, kode: str) -> Self:
        """What may be asked for in the area with this code."""
        return self.filter(Q(wilayah__isnull=True) | Q(wilayah__in=above(kode)), aktif=True)


class JenisSurat(models.Model):
    """A kind of letter: its fields and its text, in versions. A version is never changed.

    `isian` is a list of {nama, label, jenis, wajib, pribadi, contoh, bantuan, pilihan}
    (dokumen.isian.Isian); `teks`, `kepada` and `tembusan` hold {slots} (dokumen.naskah).
    """

    class Arah(models.TextChoices):
        WARGA = "warga", "Dari warga kepada kelurahan"
        KELURAHAN = "kelurahan", "Dari kelurahan"

    class Bentuk(models.TextChoices):
        DINAS = "dinas", "Surat dinas (nomor, sifat, hal, kepada)"
        KETERANGAN = "keterangan", "Surat keterangan (judul di tengah)"

    kode = models.CharField("kode", max_length=30, validators=[_KODE])
    nama = models.CharField("nama", max_length=120)
    alias = models.JSONField(
        "kata warga", default=list, blank=True, help_text="Kata lain yang dipakai warga di obrolan."
    )
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="berlaku di",
        help_text="Kosong berarti berlaku di semua wilayah.",
    )  # fmt: skip
    versi = models.PositiveIntegerField("versi", default=1, editable=False)
    aktif = models.BooleanField("dipakai", default=True)
    arah = models.CharField("dari siapa", max_length=10, choices=Arah, default=Arah.KELURAHAN)
    bentuk = models.CharField("bentuk", max_length=10, choices=Bentuk, default=Bentuk.KETERANGAN)
    klasifikasi = models.CharField(
        "kode klasifikasi", max_length=20, blank=True,
        help_text="Kode klasifikasi arsip di depan nomor surat, misalnya 400.12.",
    )  # fmt: skip
    hal = models.CharField("hal atau judul", max_length=160)
    sifat = models.CharField("sifat", max_length=30, blank=True, default="Biasa")
    kepada = models.TextField("kepada", blank=True, help_text="Satu baris per baris alamat.")
    isian = models.JSONField("isian", default=list, blank=True)
    teks = models.TextField("isi surat")
    tembusan = models.TextField("tembusan", blank=True, help_text="Satu baris per tembusan.")
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = JenisSuratQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "jenis surat"
        ordering = ["nama", "-versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["kode", "wilayah", "versi"], name="jenissurat_versi_unik",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["kode", "wilayah"], name="jenissurat_satu_aktif", nulls_distinct=False,
                condition=Q(aktif=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama

    @cached_property
    def kolom(self) -> list[Isian]:
        """The fields in the order they are asked for."""
        return [Isian.read(baris) for baris in self.isian]

    @property
    def is_dari_warga(self) -> bool:
        """A request of a resident: they sign it, the kelurahan takes it in."""
        return self.arah == self.Arah.WARGA
