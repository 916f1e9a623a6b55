from django.db import models
from django.db.models import Q

from buku_besar.pemicu import AKUN_TETAP, undeletable
from wilayah.scope import ScopedModel, ScopedQuerySet


class Buku(ScopedModel):
    """One set of books of a kelurahan: the programme's money, or the cooperative's.

    Amounts are whole Rupiah. `versi_periode` is written by whoever closes or reopens a period and
    read by whoever posts, so that the two never pass each other.
    """

    kode = models.SlugField("kode", max_length=30)
    nama = models.CharField("nama", max_length=120)
    versi_periode = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "buku"
        ordering = ["wilayah", "kode"]
        constraints = [
            models.UniqueConstraint(fields=["wilayah", "kode"], name="buku_satu_per_wilayah"),
        ]
        triggers = undeletable()

    def __str__(self) -> str:
        return self.nama


class AkunQuerySet(ScopedQuerySet):
    """Accounts, by the area of their book."""

    scope_wilayah = "buku__wilayah"


class Akun(models.Model):
    """An account of a book. Its code is that of the chart: 1-1100 (kas)."""

    class Jenis(models.TextChoices):
        ASET = "aset", "Aset"
        KEWAJIBAN = "kewajiban", "Kewajiban"
        EKUITAS = "ekuitas", "Ekuitas"
        PENDAPATAN = "pendapatan", "Pendapatan"
        BEBAN = "beban", "Beban"

    class Sifat(models.TextChoices):
        BIASA = "", "Biasa"
        # posted by services alone, so that it agrees with what they keep (loans, savings)
        KENDALI = "kendali", "Kendali"
        HASIL = "hasil", "Menampung hasil tahun"

    # Accounts that grow on the debit side; the others grow on the credit side.
    DEBIT = (Jenis.ASET, Jenis.BEBAN)

    buku = models.ForeignKey(Buku, models.PROTECT, related_name="akun", verbose_name="buku")
    kode = models.CharField("kode", max_length=10)
    nama = models.CharField("nama", max_length=120)
    jenis = models.CharField("jenis", max_length=10, choices=Jenis)
    sifat = models.CharField(
        "sifat", max_length=7, choices=Sifat, blank=True, default=Sifat.BIASA, editable=False
    )
    aktif = models.BooleanField("dipakai", default=True)

    objects = AkunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "akun"
        ordering = ["buku", "kode"]
        constraints = [
            models.UniqueConstraint(fields=["buku", "kode"], name="akun_kode_sekali"),
            models.UniqueConstraint(
                fields=["buku"], name="akun_satu_hasil", condition=Q(sifat="hasil")
            ),
            models.CheckConstraint(
                name="akun_hasil_ekuitas", condition=~Q(sifat="hasil") | Q(jenis="ekuitas")
            ),
            models.CheckConstraint(
                name="akun_kode_berbentuk",
                condition=Q(kode__regex=r"^[1-9]-\d{4}$"),
                violation_error_message="Kode akun berbentuk angka, tanda hubung, empat angka:"
                " 1-1100.",
            ),
            models.CheckConstraint(
                name="akun_jenis_dikenal",
                condition=Q(jenis__in=["aset", "kewajiban", "ekuitas", "pendapatan", "beban"]),
            ),
        ]
        triggers = [AKUN_TETAP, *undeletable()]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"

    @property
    def is_debit(self) -> bool:
        """Whether its balance is counted as debit less credit."""
        return self.jenis in self.DEBIT
