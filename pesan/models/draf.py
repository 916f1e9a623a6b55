import json
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from pesan.models.kontak import Kontak
from wilayah.kripto import EncryptedTextField

BERLAKU = timedelta(minutes=30)


class DrafObrolan(models.Model):
    """What a chat has asked for and not yet finished; one a contact, gone after `hingga`.

    `isian` is JSON, encrypted; `ditanya` the one thing that was asked last.
    """

    kontak = models.OneToOneField(Kontak, models.CASCADE, related_name="+")
    isian = EncryptedTextField(blank=True)
    ditanya = models.CharField(max_length=10)
    hingga = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kontak_id}: {self.ditanya}"

    def read(self) -> dict[str, Any]:
        """What has been said so far."""
        isian: dict[str, Any] = json.loads(self.isian or "{}")
        return isian

    def keep(self, isian: dict[str, Any], ditanya: str) -> None:
        """Remember what was said and what is asked now, for another half hour."""
        self.isian, self.ditanya = json.dumps(isian), ditanya
        self.hingga = timezone.now() + BERLAKU
        self.save()
