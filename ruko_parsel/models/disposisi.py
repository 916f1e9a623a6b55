from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ruko_parsel.models.ikut import IkutPermintaanQuerySet
from ruko_parsel.models.permintaan import Permintaan
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel
from wilayah.zona import at_place


class DisposisiQuerySet(IkutPermintaanQuerySet):
    """Sheets of the requests of an area."""

    def own_q(self, user: Any) -> Q:
        return Q(kepada=user.pk) | Q(dari=user.pk)

    def waiting(self) -> Self:
        """Neither answered nor handed on, of a request that goes on: still on somebody's desk."""
        rows = self.filter(dijawab_at__isnull=True, diteruskan_at__isnull=True)
        return rows.exclude(permintaan__status__in=Permintaan.ENDED)

    def for_user(self, user: Pengguna) -> Self:
        return self.filter(kepada=user)


class Disposisi(ScopedModel):
    """One order on a request: who is to do what by when, and who gets a copy.

    Handed on, it becomes the `induk` of the next one: the chain of the sheet (lembar disposisi).
    `wilayah` is the request's village.
    """

    class Sifat(models.TextChoices):
        BIASA = "biasa", "Biasa"
        SEGERA = "segera", "Segera"
        SANGAT_SEGERA = "sangat_segera", "Sangat segera"
        RAHASIA = "rahasia", "Rahasia"

    permintaan = models.ForeignKey(
        Permintaan, models.PROTECT, related_name="disposisi", verbose_name="permintaan"
    )
    induk = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="lanjutan",
        verbose_name="disposisi sebelumnya",
    )  # fmt: skip
    dari = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="disposisi_dibuat", verbose_name="dari"
    )
    kepada = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="disposisi_diterima", verbose_name="kepada"
    )
    perintah = models.TextField("isi disposisi", max_length=1000)
    sifat = models.CharField("sifat", max_length=13, choices=Sifat.choices, default=Sifat.BIASA)
    sampai = models.DateField("selesai paling lambat", null=True, blank=True)
    tembusan = models.ManyToManyField(
        Pengguna, blank=True, related_name="disposisi_tembusan", verbose_name="tembusan"
    )
    dibaca_at = models.DateTimeField("dibaca pada", null=True, blank=True)
    diteruskan_at = models.DateTimeField("diteruskan pada", null=True, blank=True)
    dijawab_at = models.DateTimeField("dijawab pada", null=True, blank=True)
    jawaban = models.TextField("jawaban", blank=True, max_length=1000)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = DisposisiQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "disposisi"
        ordering = ["-created_at", "-pk"]
        indexes = [
            # "Disposisi untuk saya": what is still on one person's desk
            models.Index("kepada", "dijawab_at", name="disposisi_kepada_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="disposisi_bukan_diri_sendiri", condition=~Q(dari=F("kepada")),
                violation_error_message="Disposisi tidak dapat ditujukan kepada diri sendiri.",
            ),
            models.CheckConstraint(
                name="disposisi_berisi", condition=~Q(perintah=""),
                violation_error_message="Tulis isi disposisinya.",
            ),
            models.CheckConstraint(
                name="disposisi_dijawab_iff_jawaban",
                condition=Q(dijawab_at__isnull=True, jawaban="")
                | (Q(dijawab_at__isnull=False) & ~Q(jawaban="")),
            ),
            models.CheckConstraint(
                name="disposisi_dijawab_atau_diteruskan",
                condition=Q(dijawab_at__isnull=True) | Q(diteruskan_at__isnull=True),
            ),
            models.CheckConstraint(
                name="disposisi_dibaca_sebelum_langkah",
                condition=Q(dibaca_at__isnull=False)
                | Q(dijawab_at__isnull=True, diteruskan_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Disposisi {self.permintaan.nomor} kepada {self.kepada}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_disposisi_change", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.dijawab_at is None and self.diteruskan_at is None

    @property
    def keadaan(self) -> str:
        """dikirim, dibaca, diteruskan or dijawab."""
        if self.dijawab_at:
            return "dijawab"
        if self.diteruskan_at:
            return "diteruskan"
        return "dibaca" if self.dibaca_at else "dikirim"

    def is_late(self, at: datetime | None = None) -> bool:
        """Whether its day has passed while it waits."""
        hari = at_place(at or timezone.now(), str(self.wilayah_id)).date()
        return self.is_waiting and self.sampai is not None and self.sampai < hari
