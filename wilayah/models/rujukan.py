from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from wilayah.append_only import triggers
from wilayah.models.area import Wilayah
from wilayah.models.instansi import Instansi
from wilayah.models.pengguna import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet, prefix_q


class RujukanQuerySet(ScopedQuerySet):
    """Seen by both sides: `wilayah` handed over, `ke_wilayah` or `ke_instansi` is asked."""

    def penugasan_q(self, tugas: Any) -> Q:
        if tugas.instansi_id:
            return Q(ke_instansi_id=tugas.instansi_id)
        return prefix_q("wilayah", tugas.wilayah_id) | prefix_q("ke_wilayah", tugas.wilayah_id)


class Rujukan(ScopedModel):
    """Work handed from one desk to another: offered, then accepted or returned with a reason.

    `sumber` is what is handed over (a ticket now; a visit's finding, a request later). `meja` names
    the receiving desk in settings.RUJUKAN_MEJA. `wilayah` is where the work comes from.
    """

    class Status(models.TextChoices):
        DITAWARKAN = "ditawarkan", "Ditawarkan"
        DITERIMA = "diterima", "Diterima"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"

    meja = models.CharField("meja tujuan", max_length=40)
    sumber_tipe = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    sumber_id = models.CharField(max_length=40)
    sumber = GenericForeignKey("sumber_tipe", "sumber_id")
    # what the receiving desk made of it: a ticket, a project, a household's potential
    hasil_tipe = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hasil_id = models.CharField(max_length=40, blank=True)
    hasil = GenericForeignKey("hasil_tipe", "hasil_id")
    ke_wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ke wilayah"
    )
    ke_instansi = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ke instansi",
    )  # fmt: skip
    status = models.CharField("status", max_length=12, choices=Status, default=Status.DITAWARKAN)
    # what was agreed between the desks beside the words, by name: {"rumah": "17"}
    rincian = models.JSONField(default=dict, blank=True, editable=False)
    ringkasan = models.CharField("ringkasan", max_length=300)
    alasan = models.TextField("alasan", blank=True)
    created_at = models.DateTimeField("ditawarkan pada", auto_now_add=True)
    dijawab_at = models.DateTimeField("dijawab pada", null=True, blank=True)

    objects = RujukanQuerySet.as_manager()  # type: ignore[misc] # replaces ScopedModel's

    class Meta:
        verbose_name = verbose_name_plural = "rujukan"
        ordering = ["-created_at"]
        indexes = [
            # the history both sides show: every hand-over of one piece of work
            models.Index(fields=["sumber_tipe", "sumber_id"], name="rujukan_sumber_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="rujukan_satu_tujuan",
                condition=Q(ke_wilayah__isnull=False) ^ Q(ke_instansi__isnull=False),
            ),
            models.CheckConstraint(
                name="rujukan_dijawab_iff_bukan_ditawarkan",
                condition=Q(status="ditawarkan", dijawab_at__isnull=True)
                | (~Q(status="ditawarkan") & Q(dijawab_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="rujukan_kembali_beralasan",
                condition=~Q(status="dikembalikan") | ~Q(alasan=""),
            ),
            models.UniqueConstraint(
                fields=["sumber_tipe", "sumber_id"],
                name="rujukan_satu_tawaran_terbuka",
                condition=Q(status="ditawarkan"),
            ),
        ]

    def __str__(self) -> str:
        return f"Rujukan {self.pk}: {self.ringkasan}"

    @property
    def tujuan(self) -> Wilayah | Instansi:
        tujuan = self.ke_wilayah or self.ke_instansi
        assert tujuan is not None  # noqa: S101 - held by rujukan_satu_tujuan
        return tujuan


class RiwayatRujukan(models.Model):
    """Append-only, the one history of both sides: each step of a hand-over, who and why, and the
    news that either desk gives the other afterwards (`dari`; see `wilayah.kabar_rujukan`).
    """

    class Dari(models.TextChoices):
        LANGKAH = "", "Serah terima"
        ASAL = "asal", "Kabar dari asal"
        TUJUAN = "tujuan", "Kabar dari tujuan"

    rujukan = models.ForeignKey(Rujukan, models.PROTECT, related_name="riwayat")
    status = models.CharField(max_length=12, choices=Rujukan.Status)
    dari = models.CharField("apa", max_length=6, choices=Dari.choices, blank=True, default="")
    catatan = models.TextField(blank=True)
    untuk_warga = models.BooleanField("terlihat warga", default=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat rujukan"
        ordering = ["at"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.rujukan_id}: {self.status}"
