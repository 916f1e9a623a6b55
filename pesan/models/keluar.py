from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from pesan.models.kanal import NomorKanal, Saluran
from pesan.models.kontak import Kontak
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedQuerySet

if TYPE_CHECKING:
    from pesan.models.berkas import BerkasKeluar


class TemplatPesanQuerySet(ScopedQuerySet):
    """Texts of one's own area, and the general ones, which nobody local writes."""

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        return super().scope_q(user, peran) | Q(wilayah__isnull=True)

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        rows = self.visible_to(user, peran=peran)
        return rows if user.is_superuser else rows.filter(wilayah__isnull=False)


class TemplatPesan(models.Model):
    """A text the system sends, versioned: a new version is a new row, the old ones stay.

    `badan` has {slots}; which ones, `keterangan` says. With `wilayah` it replaces the general one
    there. `nama_meta` is the approved WhatsApp template to use outside the 24-hour window;
    `berkas_meta`, whether that one was approved with a document as its header.
    """

    kode = models.SlugField("kode", max_length=40)
    saluran = models.CharField("saluran", max_length=10, choices=Saluran, blank=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, null=True, blank=True, related_name="+")
    versi = models.PositiveIntegerField("versi", default=1)
    aktif = models.BooleanField("dipakai", default=True)
    badan = models.TextField("isi")
    keterangan = models.TextField("keterangan", blank=True)
    nama_meta = models.CharField("nama templat WhatsApp", max_length=80, blank=True)
    berkas_meta = models.BooleanField(
        "templat WhatsApp berkepala dokumen",
        default=False,
        help_text="Centang bila templat di Meta disetujui dengan dokumen (PDF) di kepalanya.",
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TemplatPesanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "templat pesan"
        ordering = ["kode", "-versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["kode", "saluran", "wilayah", "versi"],
                name="templat_pesan_versi_unik",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["kode", "saluran", "wilayah"],
                name="templat_pesan_satu_aktif",
                condition=Q(aktif=True),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} v{self.versi}"


class PesanKeluarQuerySet(ScopedQuerySet):
    """Messages of one's area; those about a sensitive case only for the roles in MELIHAT_RAHASIA.

    What is sensitive the apps above say: settings.PESAN_TERTUTUP gives querysets of `rujukan`.
    """

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        if tugas.peran in MELIHAT_RAHASIA:
            return q
        for rujukan in import_string(settings.PESAN_TERTUTUP)():
            q &= ~Q(rujukan__in=rujukan)
        return q


class PesanKeluar(models.Model):
    """The outbox: one message owed to one person, written with the change that causes it.

    `kunci` makes it owed once. To a resident it has a `kontak`, to staff a `pengguna`. The states
    are the providers' own words. `jendela` says how it left: free text, or an approved template.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Antre"
        SENT = "sent", "Terkirim"
        DELIVERED = "delivered", "Sampai"
        READ = "read", "Dibaca"
        FAILED = "failed", "Gagal"
        EXPIRED = "expired", "Kedaluwarsa"

    class Cara(models.TextChoices):
        BEBAS = "bebas", "Teks bebas"
        TEMPLAT = "templat", "Templat WhatsApp"
        HALAMAN = "halaman", "Hanya di halaman lacak"

    kunci = models.CharField(max_length=120, unique=True)
    saluran = models.CharField("saluran", max_length=10, choices=Saluran)
    nomor_kanal = models.ForeignKey(NomorKanal, models.PROTECT, null=True, related_name="+")
    kontak = models.ForeignKey(Kontak, models.PROTECT, null=True, related_name="pesan_keluar")
    pengguna = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="pesan_keluar")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, null=True, related_name="+")
    templat = models.CharField("templat", max_length=40)
    versi_templat = models.PositiveIntegerField(default=0)
    badan = EncryptedTextField("isi")
    # The values of the template's {slots} as JSON: an approved WhatsApp template needs them.
    slots = EncryptedTextField("isian", blank=True, editable=False)
    rujukan = models.CharField(
        "tentang", max_length=40, blank=True, help_text="Kode atau nomor tiket"
    )
    status = models.CharField("status", max_length=10, choices=Status, default=Status.QUEUED)
    cara = models.CharField("cara", max_length=8, choices=Cara, default=Cara.BEBAS)
    percobaan = models.PositiveSmallIntegerField("percobaan", default=0)
    id_penyedia = models.CharField(max_length=200, blank=True)
    galat = models.CharField("galat", max_length=200, blank=True)
    kirim_setelah = models.DateTimeField("kirim setelah")
    kedaluwarsa_at = models.DateTimeField("kedaluwarsa", null=True)
    sent_at = models.DateTimeField("dikirim", null=True)
    delivered_at = models.DateTimeField("sampai", null=True)
    read_at = models.DateTimeField("dibaca", null=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    # Not a column: name and values of the approved template, set by the sender for `cara` templat.
    templat_meta: tuple[str, list[str]] | None = None
    # Not a column: False where this way of leaving cannot bring the file; its text still goes.
    berkas_ikut: bool = True

    objects = PesanKeluarQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pesan keluar"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="pesan_keluar_satu_penerima",
                condition=Q(kontak__isnull=False) ^ Q(pengguna__isnull=False),
            ),
        ]
        indexes = [
            # the sender's claim and the sweep; also the backlog of /status/
            models.Index(
                fields=["kirim_setelah", "id"],
                name="pesan_keluar_antre_idx",
                condition=Q(status="queued"),
            ),
            # a status event finds its message
            models.Index(
                fields=["saluran", "id_penyedia"],
                name="pesan_keluar_penyedia_idx",
                condition=~Q(id_penyedia=""),
            ),
            # everything said about one report
            models.Index(fields=["rujukan"], name="pesan_keluar_rujukan_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.templat} ({self.get_status_display()})"

    @property
    def titipan(self) -> "BerkasKeluar | None":
        """The file that goes out with this message, if there is one."""
        return getattr(self, "berkas", None)


class PeristiwaPesan(models.Model):
    """Append-only: each change of state of an outgoing message, ours or the provider's."""

    pesan = models.ForeignKey(PesanKeluar, models.PROTECT, related_name="peristiwa")
    status = models.CharField(max_length=10, choices=PesanKeluar.Status)
    keterangan = models.CharField(max_length=200, blank=True)
    waktu_penyedia = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "peristiwa pesan"
        ordering = ["at"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pesan_id}: {self.status}"
