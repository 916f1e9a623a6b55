from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ruko_parsel.models.pemesanan import Pemesanan
from wilayah.append_only import triggers
from wilayah.format import tanggal_pendek
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedModel, ScopedQuerySet
from wilayah.zona import at_place, nama_zona


class RapatQuerySet(ScopedQuerySet):
    """Meetings of a kecamatan; villages read theirs through their invitations."""

    def coming(self, at: datetime) -> Self:
        return self.filter(status__in=Rapat.AKAN_DATANG, selesai_at__gt=at)


class NomorRapat(models.Model):
    """The counter behind numbers of meetings and of their letters, one row a kecamatan and year."""

    class Apa(models.TextChoices):
        RAPAT = "rapat", "Rapat"
        SURAT = "surat", "Surat undangan"

    kecamatan = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    tahun = models.PositiveSmallIntegerField()
    apa = models.CharField(max_length=5, choices=Apa.choices)
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nomor rapat"
        constraints = [
            models.UniqueConstraint("kecamatan", "tahun", "apa", name="nomor_rapat_satu_per_tahun"),
        ]

    def __str__(self) -> str:
        return f"{self.kecamatan_id} {self.tahun} {self.apa}: {self.terakhir}"


class Rapat(ScopedModel):
    """A meeting of the kecamatan with its villages. `wilayah` is the kecamatan.

    `urutan_rencana` grows with every change of plan; calendars need it. `pemesanan` is the room
    that is held for it; it moves and ends with the meeting (`services.ruang_rapat`).
    """

    class Jenis(models.TextChoices):
        KOORDINASI = "koordinasi", "Rapat koordinasi"
        MUSYAWARAH = "musyawarah", "Musyawarah"
        TATAP_MUKA = "tatap_muka", "Tatap muka satu desa"
        DARING = "daring", "Rapat daring"

    class Status(models.TextChoices):
        RENCANA = "rencana", "Rencana"
        DIUNDANG = "diundang", "Undangan terkirim"
        BERLANGSUNG = "berlangsung", "Berlangsung"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Batal"

    AKAN_DATANG = (Status.RENCANA, Status.DIUNDANG)

    nomor = models.CharField("nomor", max_length=30, unique=True, editable=False)
    judul = models.CharField("judul", max_length=160)
    jenis = models.CharField("jenis", max_length=12, choices=Jenis.choices)
    desa = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="desa yang ditemui",
    )  # fmt: skip
    tempat = models.CharField("tempat", max_length=160)
    tautan = models.URLField("tautan rapat daring", max_length=300, blank=True)
    pemesanan = models.OneToOneField(
        Pemesanan, models.PROTECT, null=True, blank=True, related_name="rapat", editable=False,
        verbose_name="pemesanan ruang",
    )  # fmt: skip
    pengantar = models.TextField("pengantar undangan", blank=True)
    mulai_at = models.DateTimeField("mulai")
    selesai_at = models.DateTimeField("selesai")
    pimpinan = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="rapat_dipimpin", verbose_name="pimpinan rapat"
    )
    notulis = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="rapat_dicatat", verbose_name="notulis"
    )
    status = models.CharField(
        "keadaan", max_length=11, choices=Status.choices, default=Status.RENCANA
    )
    nomor_surat = models.CharField("nomor surat undangan", max_length=40, blank=True)
    diundang_at = models.DateTimeField("undangan dikirim", null=True, blank=True)
    alasan_batal = models.CharField("alasan batal", max_length=240, blank=True)
    urutan_rencana = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = RapatQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "rapat"
        ordering = ["-mulai_at", "-pk"]
        indexes = [
            # the list and the calendar: meetings of a kecamatan by day
            models.Index(fields=["wilayah", "-mulai_at"], name="rapat_kecamatan_idx"),
            # reminders: what comes within two days
            models.Index(fields=["status", "mulai_at"], name="rapat_ingat_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="rapat_selesai_sesudah_mulai", condition=Q(selesai_at__gt=F("mulai_at")),
                violation_error_message="Jam selesai harus sesudah jam mulai.",
            ),
            models.CheckConstraint(
                name="rapat_tatap_muka_satu_desa",
                condition=Q(jenis="tatap_muka", desa__isnull=False)
                | (~Q(jenis="tatap_muka") & Q(desa__isnull=True)),
                violation_error_message="Tatap muka menyebut satu desa; rapat lain tidak.",
            ),
            models.CheckConstraint(
                name="rapat_batal_beralasan", condition=~Q(status="batal") ^ ~Q(alasan_batal=""),
                violation_error_message="Tulis alasan pembatalannya.",
            ),
            models.CheckConstraint(
                name="rapat_diundang_bersurat",
                condition=Q(diundang_at__isnull=True, nomor_surat="")
                | (Q(diundang_at__isnull=False) & ~Q(nomor_surat="")),
            ),
            models.CheckConstraint(
                name="rapat_diundang_at", condition=~Q(status="diundang") | ~Q(nomor_surat="")
            ),
            models.CheckConstraint(
                name="rapat_ada_tempat", condition=~Q(tempat=""),
                violation_error_message="Tulis tempatnya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.judul}, {tanggal_pendek(at_place(self.mulai_at, str(self.wilayah_id)))}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_rapat_change", args=[self.pk])

    @property
    def sesi_rujukan(self) -> str:
        """What its attendance session is known by in `hadir`."""
        return f"rapat:{self.pk}"

    @property
    def jam_sampai(self) -> str:
        """When it ends, on the clock of the place."""
        kode = str(self.wilayah_id)
        return f"{at_place(self.selesai_at, kode):%H.%M} {nama_zona(kode)}"


class RiwayatRapat(models.Model):
    """Append-only: what happened to a meeting, when and by whom."""

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="riwayat")
    apa = models.CharField("apa", max_length=120)
    catatan = models.TextField("catatan", blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat rapat"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.rapat_id}: {self.apa}"
