from django.db import models

from wilayah.kripto import EncryptedTextField
from wilayah.scope import ScopedModel


class Saluran(models.TextChoices):
    """Ways a message comes in or goes out; each is one module in `pesan/kanal/`."""

    WHATSAPP = "whatsapp", "WhatsApp"
    WEB = "web", "Formulir web"
    KIOS = "kios", "Kios"
    TELEGRAM = "telegram", "Telegram"
    EMAIL = "email", "Surel"
    API = "api", "API (ingest)"
    KUNJUNGAN = "kunjungan", "Kunjungan lurah"


# Nobody has checked that a sender there owns the address they typed: it proves no right to anything
# but the one report it came with (docs/keputusan/006-alamat-formulir.md).
SALURAN_FORMULIR = frozenset({Saluran.WEB, Saluran.KIOS, Saluran.API})
# Where a person can answer the next message: what is asked there may be waited for.
SALURAN_PERCAKAPAN = frozenset({Saluran.WHATSAPP, Saluran.TELEGRAM})


class NomorKanal(ScopedModel):
    """A number or account a channel answers on. It decides the area before anything else does."""

    saluran = models.CharField("saluran", max_length=10, choices=Saluran)
    nomor_id = models.CharField("id nomor di penyedia", max_length=64, help_text="phone_number_id")
    tampilan = models.CharField("nomor yang dilihat warga", max_length=40)
    app_secret = EncryptedTextField("app secret", blank=True)
    verify_token = EncryptedTextField("verify token", blank=True)
    access_token = EncryptedTextField("access token", blank=True)
    aktif = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "nomor kanal"
        constraints = [
            models.UniqueConstraint(fields=["saluran", "nomor_id"], name="nomor_kanal_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.get_saluran_display()} {self.tampilan}"
