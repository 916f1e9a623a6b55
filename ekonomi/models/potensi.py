"""What a household can do and has, and what is already made in the kelurahan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from ekonomi.models.rumah import MilikRumahQuerySet, Rumah
from ekonomi.models.usaha import Usaha
from wilayah.models import Pengguna, Rujukan
from wilayah.scope import ScopedModel


class Potensi(models.Model):
    """Skills, assets and internet access of a household, as last asked at its door."""

    class Internet(models.TextChoices):
        TIDAK = "tidak", "Tidak ada"
        HP = "hp", "Lewat HP"
        WIFI = "wifi", "WiFi di rumah"

    rumah = models.OneToOneField(
        Rumah, models.PROTECT, related_name="potensi", verbose_name="rumah tangga"
    )
    keahlian = ArrayField(
        models.CharField(max_length=60), verbose_name="keahlian", default=list, blank=True
    )
    aset = ArrayField(
        models.CharField(max_length=60), verbose_name="aset", default=list, blank=True
    )
    internet = models.CharField(
        "akses internet", max_length=5, choices=Internet.choices, default=Internet.TIDAK
    )
    catatan = models.CharField("catatan", max_length=300, blank=True)
    diperiksa = models.DateField("dipetakan pada", null=True, blank=True)

    objects = MilikRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "potensi"

    def __str__(self) -> str:
        return f"Potensi {self.rumah}"


class TemuanPotensi(models.Model):
    """What somebody saw at a household's home and handed over: one sentence, not yet mapped.

    It waits on the household's card until its potential is mapped (`ditindak_pada`).
    """

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="temuan_potensi", verbose_name="rumah tangga"
    )
    rujukan = models.OneToOneField(
        Rujukan, models.PROTECT, related_name="+", verbose_name="rujukan asal"
    )
    isi = models.TextField("yang terlihat")
    ditemukan_at = models.DateTimeField("terlihat pada")
    ditindak_pada = models.DateField("dipetakan pada", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")

    objects = MilikRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "temuan potensi"
        ordering = ["-ditemukan_at", "-pk"]

    def __str__(self) -> str:
        return f"Temuan potensi {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_rumah_change", args=[self.rumah_id])


class ProdukLokal(ScopedModel):
    """One line of the inventory of what residents make: how much of it a month, at what price.

    Prices in whole Rupiah for one `satuan`. Of a household, of a business, or of nobody known yet.
    """

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="produk_lokal",
        verbose_name="rumah tangga",
    )  # fmt: skip
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="produk_lokal",
        verbose_name="usaha",
    )  # fmt: skip
    nama = models.CharField("produk", max_length=120)
    kategori = models.CharField("kategori", max_length=10, choices=Usaha.Bidang.choices)
    kapasitas = models.PositiveIntegerField("kapasitas sebulan", null=True, blank=True)
    satuan = models.CharField("satuan", max_length=20, blank=True, help_text="bungkus, kg, potong")
    harga_dari = models.PositiveIntegerField("harga dari (Rp)", null=True, blank=True)
    harga_sampai = models.PositiveIntegerField("harga sampai (Rp)", null=True, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "produk lokal"
        ordering = ["kategori", "nama", "id"]
        constraints = [
            models.CheckConstraint(
                name="produklokal_harga_berurutan",
                condition=models.Q(harga_dari__isnull=True)
                | models.Q(harga_sampai__isnull=True)
                | models.Q(harga_sampai__gte=models.F("harga_dari")),
                violation_error_message="Harga tertinggi tidak boleh di bawah harga terendah.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
