"""Programme money that became capital of the cooperative: one act that stands in two books."""

from django.db import models
from django.db.models import F, Q

from buku_besar.models import Jurnal
from buku_besar.pemicu import undeletable
from ekonomi.models.anggaran import Belanja
from ekonomi.models.koperasi import Koperasi, SetoranModal
from ekonomi.models.program import AnakProgramQuerySet, PosAnggaran, Program, SumberDana
from wilayah.models import Pengguna


class SerahModal(models.Model):
    """Capital from the programme to the cooperative of the same kelurahan.

    Out of a budget line it is spending (`belanja`); money that a source gave for the revolving
    fund itself has no line and leaves the programme's book by a journal of its own (`jurnal`).
    Either way `setoran` is the same sum in the cooperative's book. Above the programme's limit it
    waits for a second person, and neither book knows of it until then.
    """

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu orang kedua"
        DISERAHKAN = "diserahkan", "Diserahkan"
        DITOLAK = "ditolak", "Ditolak"
        DIBALIK = "dibalik", "Dibalik"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="serah_modal", verbose_name="program"
    )
    pos = models.ForeignKey(
        PosAnggaran, models.PROTECT, null=True, blank=True, related_name="serah_modal",
        verbose_name="pos anggaran",
    )  # fmt: skip
    koperasi = models.ForeignKey(
        Koperasi, models.PROTECT, related_name="serah_modal", verbose_name="koperasi"
    )
    kunci = models.CharField("kunci", max_length=100, unique=True, editable=False)
    sumber = models.CharField("sumber dana", max_length=12, choices=SumberDana.choices)
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    tanggal = models.DateField("tanggal")
    status = models.CharField("status", max_length=10, choices=Status.choices)
    belanja = models.OneToOneField(
        Belanja, models.PROTECT, null=True, blank=True, related_name="serah_modal"
    )
    jurnal = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="serah_modal"
    )
    setoran = models.OneToOneField(
        SetoranModal, models.PROTECT, null=True, blank=True, related_name="serah_modal"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    penyetuju = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="disetujui oleh",
    )  # fmt: skip
    alasan = models.CharField("alasan ditolak atau dibalik", max_length=300, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "modal dari program"
        ordering = ["-tanggal", "-id"]
        constraints = [
            models.CheckConstraint(name="serahmodal_jumlah_positif", condition=Q(jumlah__gt=0)),
            models.CheckConstraint(
                name="serahmodal_pos_atau_bergulir",
                condition=Q(pos__isnull=True, sumber="bergulir")
                | Q(pos__isnull=False) & ~Q(sumber="bergulir"),
            ),
            models.CheckConstraint(
                name="serahmodal_dua_buku",
                condition=Q(
                    status__in=["menunggu", "ditolak"], belanja__isnull=True, jurnal__isnull=True,
                    setoran__isnull=True,
                )
                | Q(status__in=["diserahkan", "dibalik"], setoran__isnull=False)
                & (
                    Q(pos__isnull=False, belanja__isnull=False, jurnal__isnull=True)
                    | Q(pos__isnull=True, belanja__isnull=True, jurnal__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="serahmodal_penyetuju_orang_lain",
                condition=Q(penyetuju__isnull=True) | ~Q(penyetuju=F("by")),
            ),
            models.CheckConstraint(
                name="serahmodal_alasan_iff_batal",
                condition=Q(status__in=["ditolak", "dibalik"]) & ~Q(alasan="")
                | Q(status__in=["menunggu", "diserahkan"], alasan=""),
            ),
        ]  # fmt: skip
        triggers = undeletable()

    def __str__(self) -> str:
        return f"{self.get_sumber_display()} ke {self.koperasi}, {self.tanggal:%d-%m-%Y}"
