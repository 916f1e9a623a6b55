from datetime import timedelta

from django.db import models
from django.utils import timezone

from pesan.models.kanal import NomorKanal, Saluran
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Wilayah
from wilayah.scope import ScopedQuerySet

JENDELA_BALAS = timedelta(hours=24)  # WhatsApp's customer service window


class Kontak(models.Model):
    """A person as one channel knows them: a keyed hash to recognise, an address to answer.

    WhatsApp may give a phone number, a business-scoped user id, or both: `hash` is the first one
    seen, `hash_lain` the other. The address is encrypted and erased at `alamat_hingga` unless the
    person allowed more (`simpan`); the hash stays, so repeat reports link.
    """

    class Simpan(models.TextChoices):
        TIDAK = "tidak", "Tidak disimpan setelah 24 jam"
        TIKET = "tiket", "Sampai laporan ini selesai"
        DICABUT = "dicabut", "Sampai dicabut"

    saluran = models.CharField("saluran", max_length=10, choices=Saluran)
    hash = models.CharField(max_length=64, editable=False)
    hash_lain = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001 - unique where known
    alamat = EncryptedTextField("alamat balas", blank=True, editable=False)
    alamat_hingga = models.DateTimeField("alamat disimpan sampai", null=True, editable=False)
    simpan = models.CharField(max_length=8, choices=Simpan, default=Simpan.TIKET)
    bahasa = models.CharField(max_length=10, blank=True)
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, related_name="+", verbose_name="wilayah terakhir"
    )
    terakhir_masuk_at = models.DateTimeField(null=True)
    berhenti_at = models.DateTimeField("minta berhenti", null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # Not a column: the number this person has just written to, set while that message is processed.
    nomor_terakhir: NomorKanal | None = None

    class Meta:
        verbose_name = verbose_name_plural = "kontak"
        constraints = [
            models.UniqueConstraint(fields=["saluran", "hash"], name="kontak_hash_unik"),
            models.UniqueConstraint(fields=["saluran", "hash_lain"], name="kontak_hash_lain_unik"),
        ]
        indexes = [
            # the daily erasure of addresses whose time has come
            models.Index(
                fields=["alamat_hingga"],
                name="kontak_alamat_hingga_idx",
                condition=models.Q(alamat_hingga__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_saluran_display()} {self.samaran}"

    @property
    def samaran(self) -> str:
        """What staff see instead of a number."""
        return f"warga-{self.hash[:6]}"

    @property
    def jendela_terbuka(self) -> bool:
        """Whether a free-form answer may still be sent (24 h after the person's last message)."""
        return (
            self.terakhir_masuk_at is not None
            and timezone.now() - self.terakhir_masuk_at < JENDELA_BALAS
        )


class PersetujuanQuerySet(ScopedQuerySet):
    """Decisions of the people of one's area."""

    scope_wilayah = "kontak__wilayah"


class Persetujuan(models.Model):
    """Append-only: what was shown to a person, which version, and what they decided."""

    class Jenis(models.TextChoices):
        SIMPAN_ALAMAT = "simpan_alamat", "Menyimpan alamat balas"
        ANONIM = "anonim", "Nama disembunyikan"
        TEMBUSAN = "tembusan", "Tembusan ke lurah"
        BERHENTI = "berhenti", "Berhenti dikirimi pesan"
        KONTAK = "kontak", "Meninggalkan nomor atau surel"

    kontak = models.ForeignKey(Kontak, models.PROTECT, related_name="persetujuan")
    jenis = models.CharField(max_length=14, choices=Jenis)
    keputusan = models.CharField(max_length=20)
    versi_teks = models.CharField(max_length=40)
    rujukan = models.CharField(max_length=60, blank=True, help_text="Kode laporan bila ada")
    at = models.DateTimeField(auto_now_add=True)

    objects = PersetujuanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "persetujuan"
        ordering = ["at"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.kontak_id} {self.jenis}: {self.keputusan}"
