from django.db import models


class Detak(models.Model):
    """A heartbeat: the row a worker or the scheduler touches to say it lives."""

    nama = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "detak"

    def __str__(self) -> str:
        return self.nama
