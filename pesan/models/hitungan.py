from django.db import models


class Hitungan(models.Model):
    """A counter that forgets: how often something happened until `hingga`.

    `kunci` is a purpose and a keyed hash, never an address, a number or a report's code.
    """

    kunci = models.CharField(max_length=90, primary_key=True)
    jumlah = models.PositiveIntegerField(default=0)
    hingga = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "hitungan"

    def __str__(self) -> str:
        return f"{self.kunci}: {self.jumlah}"
