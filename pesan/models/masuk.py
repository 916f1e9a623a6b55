from django.db import models
from django.db.models import Q

from pesan.models.kanal import NomorKanal, Saluran
from pesan.models.kontak import Kontak
from wilayah.kripto import EncryptedTextField
from wilayah.scope import ScopedQuerySet


class PesanMasukQuerySet(ScopedQuerySet):
    """Events of the numbers of one's area; a form has no number and is seen as a curhat."""

    scope_wilayah = "nomor_kanal__wilayah"


class PesanMasuk(models.Model):
    """The inbox: one event of one provider as it came, kept before anything is understood.

    `id_penyedia` is the provider's id (for a status: id and state; for what cannot be parsed: the
    digest of the body), so a redelivery is the same row. `muatan` is the raw payload of this one
    event as JSON, encrypted; it is blanked at `muatan_hingga`.
    """

    class Jenis(models.TextChoices):
        PESAN = "pesan", "Pesan"
        STATUS = "status", "Status kiriman"
        SISTEM = "sistem", "Pemberitahuan sistem"
        RUSAK = "rusak", "Tidak terbaca"

    class Status(models.TextChoices):
        BARU = "baru", "Menunggu"
        SELESAI = "selesai", "Selesai"
        GAGAL = "gagal", "Gagal, perlu dilihat"

    saluran = models.CharField("saluran", max_length=10, choices=Saluran)
    id_penyedia = models.CharField(max_length=200)
    jenis = models.CharField(max_length=8, choices=Jenis, default=Jenis.PESAN)
    nomor_kanal = models.ForeignKey(
        NomorKanal, models.PROTECT, null=True, related_name="+", verbose_name="nomor kanal"
    )
    kontak = models.ForeignKey(Kontak, models.PROTECT, null=True, related_name="pesan_masuk")
    muatan = EncryptedTextField("muatan mentah", editable=False)
    muatan_hingga = models.DateTimeField(null=True, editable=False)
    # A form's payload holds the PIN its page shows; it is taken out then.
    pin_hingga = models.DateTimeField(null=True, editable=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.BARU)
    percobaan = models.PositiveSmallIntegerField(default=0)
    galat = models.CharField(max_length=200, blank=True)
    diterima_at = models.DateTimeField(auto_now_add=True)
    selesai_at = models.DateTimeField(null=True)

    objects = PesanMasukQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pesan masuk"
        constraints = [
            models.UniqueConstraint(fields=["saluran", "id_penyedia"], name="pesan_masuk_sekali"),
            models.CheckConstraint(
                name="pesan_masuk_selesai_iff_at",
                condition=Q(status="baru", selesai_at__isnull=True)
                | (~Q(status="baru") & Q(selesai_at__isnull=False)),
            ),
        ]
        indexes = [
            # the worker's claim and the sweep: oldest unprocessed first; also /status/
            models.Index(fields=["id"], name="pesan_masuk_baru_idx", condition=Q(status="baru")),
            # retention: raw payloads whose time has come
            models.Index(
                fields=["muatan_hingga"],
                name="pesan_masuk_muatan_idx",
                condition=Q(muatan_hingga__isnull=False),
            ),
            # retention: PINs whose page no longer opens
            models.Index(
                fields=["pin_hingga"],
                name="pesan_masuk_pin_idx",
                condition=Q(pin_hingga__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saluran} {self.pk}"


class Lampiran(models.Model):
    """A file a person sent: checked by content, made anew without EXIF, served to the entitled."""

    class Jenis(models.TextChoices):
        FOTO = "foto", "Foto"
        SUARA = "suara", "Pesan suara"
        VIDEO = "video", "Video"
        BERKAS = "berkas", "Berkas"
        TANDA_TANGAN = "tanda_tangan", "Tanda tangan"

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu diambil"
        ADA = "ada", "Tersimpan"
        DITOLAK = "ditolak", "Ditolak"
        DIHAPUS = "dihapus", "Dihapus"

    pesan_masuk = models.ForeignKey(PesanMasuk, models.PROTECT, null=True, related_name="lampiran")
    jenis = models.CharField("jenis", max_length=14, choices=Jenis, default=Jenis.FOTO)
    status = models.CharField(max_length=10, choices=Status, default=Status.MENUNGGU)
    berkas = models.FileField(upload_to="lampiran/%Y/%m", blank=True)
    nama = models.CharField("nama tampil", max_length=80, blank=True)
    mime = models.CharField(max_length=60, blank=True)
    ukuran = models.PositiveIntegerField("ukuran (bita)", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    id_media = models.CharField("id media di penyedia", max_length=120, blank=True)
    percobaan = models.PositiveSmallIntegerField(default=0)
    alasan = models.CharField("alasan ditolak", max_length=160, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "lampiran"
        indexes = [
            # the sweep that fetches media of the providers
            models.Index(
                fields=["id"], name="lampiran_menunggu_idx", condition=Q(status="menunggu")
            ),
        ]

    def __str__(self) -> str:
        return self.nama or f"{self.get_jenis_display()} {self.pk}"


class PintuDitolak(models.Model):
    """Counts a day and channel of what was refused at the door (signature forged or missing)."""

    hari = models.DateField()
    saluran = models.CharField(max_length=10, choices=Saluran)
    alasan = models.CharField(max_length=40)
    jumlah = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "ditolak di pintu"
        constraints = [
            models.UniqueConstraint(
                fields=["hari", "saluran", "alasan"], name="pintu_ditolak_sekali_sehari"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hari} {self.saluran} {self.alasan}: {self.jumlah}"
