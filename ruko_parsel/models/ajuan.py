import uuid

from django.db import models
from django.db.models import Q

from pesan.models import DrafObrolan, Lampiran
from ruko_parsel.models.permintaan import Permintaan
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class TandaTerima(models.Model):
    """What the page after filing shows: one row a filled-in form, and its PIN until `hingga`.

    `kunci` is the form's or the chat's own key, so that sending twice files once.
    """

    permintaan = models.OneToOneField(Permintaan, models.PROTECT, related_name="tanda_terima")
    kunci = models.CharField(max_length=80, unique=True, editable=False)
    pin = EncryptedTextField(blank=True, editable=False)
    hingga = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "tanda terima permintaan"
        indexes = [
            # the hourly blanking of PINs whose page has closed
            models.Index("hingga", name="tanda_terima_hingga_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.permintaan_id}"


class TambahanQuerySet(ScopedQuerySet):
    """Words added to the requests of one's area."""

    scope_wilayah = "permintaan__wilayah"


class TambahanPermintaan(models.Model):
    """A word or file that the village, or the resident who asked, adds after filing.

    Its words stand here and not in the history, which nobody can erase.
    """

    class Oleh(models.TextChoices):
        DESA = "desa", "Perangkat desa"
        WARGA = "warga", "Pemohon"

    permintaan = models.ForeignKey(Permintaan, models.PROTECT, related_name="tambahan")
    oleh = models.CharField("dari", max_length=5, choices=Oleh.choices)
    teks = models.TextField("kata-kata", blank=True)
    lampiran = models.ManyToManyField(Lampiran, blank=True, related_name="+")
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("pada", auto_now_add=True)

    objects = TambahanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tambahan permintaan"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="tambahan_permintaan_oleh_siapa",
                condition=Q(oleh="desa", by__isnull=False) | Q(oleh="warga", by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permintaan_id}: {self.get_oleh_display()}"


class DrafAjuan(DrafObrolan):
    """A request that a chat has begun and not finished; gone after `hingga`."""

    kunci = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = verbose_name_plural = "permintaan lewat pesan"
