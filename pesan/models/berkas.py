from django.db import models
from django.db.models import Q

from pesan.models.keluar import PesanKeluar


class BerkasKeluar(models.Model):
    """A file that goes out with one message: checked, kept privately, erased with the message.

    `id_media` is the provider's id once the file lies there, so that another try at the message
    does not upload it again.
    """

    class Status(models.TextChoices):
        ADA = "ada", "Tersimpan"
        DIHAPUS = "dihapus", "Dihapus"

    pesan = models.OneToOneField(PesanKeluar, models.PROTECT, related_name="berkas")
    status = models.CharField(max_length=8, choices=Status, default=Status.ADA)
    isi = models.FileField("berkas", upload_to="keluar/%Y/%m/%d", blank=True, max_length=120)
    nama = models.CharField("nama tampil", max_length=120, blank=True)
    mime = models.CharField(max_length=80)
    ukuran = models.PositiveIntegerField("ukuran (bita)", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    id_media = models.CharField("id media di penyedia", max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "berkas keluar"
        constraints = [
            models.CheckConstraint(
                name="berkas_keluar_dihapus_kosong",
                condition=Q(status="ada", ukuran__gt=0)
                | Q(status="dihapus", isi="", nama="", sha256="", id_media="", ukuran=0),
            ),
        ]

    def __str__(self) -> str:
        return self.nama or f"berkas {self.pk}"

    @property
    def gambar(self) -> bool:
        """Whether it is a picture, shown in the conversation itself."""
        return self.mime.startswith("image/")

    def read_isi(self) -> bytes:
        """The file's bytes. Raises FileNotFoundError where it is gone."""
        if self.status != self.Status.ADA or not self.isi:
            raise FileNotFoundError("berkas sudah dihapus")
        with self.isi.open("rb") as berkas:
            return bytes(berkas.read())
