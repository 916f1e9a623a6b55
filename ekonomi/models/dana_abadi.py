from django.db import models
from django.db.models import F, Q

from buku_besar.models import Jurnal
from ekonomi.models.koperasi import AnakKoperasiQuerySet, AnggotaKoperasi
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class TarifDanaAbadi(models.Model):
    """The share of income that is set aside for the innovation endowment, from a day on."""

    koperasi = models.ForeignKey("ekonomi.Koperasi", models.PROTECT, related_name="tarif_abadi")
    persen = models.DecimalField("persen dari pendapatan", max_digits=5, decimal_places=2)
    berlaku = models.DateField("berlaku mulai")

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tarif dana abadi"
        ordering = ["koperasi", "-berlaku"]
        constraints = [
            models.UniqueConstraint(fields=["koperasi", "berlaku"], name="tarifabadi_sekali"),
            models.CheckConstraint(
                name="tarifabadi_persen",
                condition=Q(persen__gte=0, persen__lte=100),
                violation_error_message="Persen antara 0 dan 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.persen}% mulai {self.berlaku}"


class PenyisihanDanaAbadi(models.Model):
    """What closing a month set aside: the income it was reckoned from, the share, the journal.

    A month that was reopened and closed again adds a row for the difference, below nought too.
    """

    koperasi = models.ForeignKey("ekonomi.Koperasi", models.PROTECT, related_name="penyisihan")
    mulai = models.DateField("bulan")
    dasar = models.BigIntegerField("pendapatan bulan itu")
    persen = models.DecimalField("persen", max_digits=5, decimal_places=2)
    jumlah = models.BigIntegerField("disisihkan")
    jurnal = models.OneToOneField(Jurnal, models.PROTECT, related_name="penyisihan_abadi")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "penyisihan dana abadi"
        ordering = ["-mulai"]
        constraints = [
            models.CheckConstraint(name="penyisihan_bukan_nol", condition=~Q(jumlah=0)),
        ]
        indexes = [
            # what a month has set aside so far (a reopened month may add to it)
            models.Index(fields=["koperasi", "mulai"], name="penyisihan_bulan_idx"),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.mulai}: {self.jumlah}"


class UsulanInovasi(models.Model):
    """A resident's idea that the endowment may pay for: proposed, decided by two, paid, reported.

    What the public reads is `judul`; who proposed is the office's.
    """

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Menunggu keputusan"
        DISETUJUI = "disetujui", "Disetujui, belum dibayar"
        DITOLAK = "ditolak", "Ditolak"
        DIBAYAR = "dibayar", "Dibayar, sedang dikerjakan"
        SELESAI = "selesai", "Selesai"

    koperasi = models.ForeignKey(
        "ekonomi.Koperasi", models.PROTECT, related_name="inovasi", verbose_name="koperasi"
    )
    anggota = models.ForeignKey(
        AnggotaKoperasi, models.PROTECT, null=True, blank=True, related_name="inovasi",
        verbose_name="anggota pengusul",
    )  # fmt: skip
    pengusul = models.CharField("pengusul", max_length=120)
    judul = models.CharField("gagasan", max_length=120)
    uraian = models.TextField("uraian", max_length=2000)
    diminta = models.PositiveBigIntegerField("biaya yang diminta (Rp)")
    disetujui = models.PositiveBigIntegerField("disetujui (Rp)", null=True, blank=True)
    status = models.CharField(
        "status", max_length=9, choices=Status.choices, default=Status.DIAJUKAN
    )
    alasan = models.CharField("alasan keputusan", max_length=300, blank=True)
    hasil = models.TextField("hasil", max_length=2000, blank=True)
    diajukan_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    diputus_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diputus oleh",
    )  # fmt: skip
    diputus_at = models.DateTimeField("diputus", null=True, blank=True)
    dibayar_pada = models.DateField("dibayar", null=True, blank=True)
    jurnal = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="inovasi"
    )
    created_at = models.DateTimeField("diajukan", auto_now_add=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "usulan inovasi"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="inovasi_pemutus_bukan_pencatat",
                condition=Q(diputus_oleh__isnull=True) | ~Q(diputus_oleh=F("diajukan_oleh")),
                violation_error_message="Yang memutus harus orang lain dari yang mencatat.",
            ),
            models.CheckConstraint(
                name="inovasi_diputus_iff_lewat",
                condition=Q(status="diajukan", diputus_oleh__isnull=True)
                | (~Q(status="diajukan") & Q(diputus_oleh__isnull=False)),
            ),
            models.CheckConstraint(
                name="inovasi_dibayar_iff_jurnal",
                condition=Q(
                    status__in=["dibayar", "selesai"], jurnal__isnull=False,
                    dibayar_pada__isnull=False, disetujui__gt=0,
                )
                | (
                    ~Q(status__in=["dibayar", "selesai"])
                    & Q(jurnal__isnull=True, dibayar_pada__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="inovasi_disetujui_dalam_diminta",
                condition=Q(disetujui__isnull=True) | Q(disetujui__lte=F("diminta")),
                violation_error_message="Yang disetujui tidak boleh lebih dari yang diminta.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.judul
