from datetime import date
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import slugify

from ruko_parsel.kolom_cari import kolom_cari
from ruko_parsel.models.acuan import Bidang, JenisMasalah
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import SeenFromAboveQuerySet, above, prefix_q


class PustakaQuerySet(SeenFromAboveQuerySet):
    """The library of a kecamatan for its desk and villages; national rows are for all staff."""

    def penugasan_q(self, tugas: Any) -> Q:
        nasional = Q(wilayah__isnull=True)
        if not tugas.wilayah_id:
            return nasional
        atas = Q(wilayah_id__in=above(tugas.wilayah_id), ditarik_at__isnull=True)
        return prefix_q("wilayah", tugas.wilayah_id) | atas | nasional

    def public(self) -> Self:
        return self.filter(umum=True, ditarik_at__isnull=True)

    def current(self, day: date) -> Self:
        """What is offered: in force on this day, and nothing in force replaces it."""
        pengganti = (
            Pustaka.objects.filter(menggantikan=OuterRef("pk"), ditarik_at__isnull=True)
            .filter(Q(berlaku_dari__isnull=True) | Q(berlaku_dari__lte=day))
        )  # fmt: skip
        return self.filter(
            Q(berlaku_dari__isnull=True) | Q(berlaku_dari__lte=day),
            Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=day),
            ~Exists(pengganti),
            ditarik_at__isnull=True,
        )


class Pustaka(models.Model):
    """A template, rule, guide or form of the library; `wilayah` empty: national, for everybody.

    A new version is a new row that names the one it replaces.
    """

    class Jenis(models.TextChoices):
        TEMPLAT = "templat", "Templat"
        PERATURAN = "peraturan", "Peraturan"
        PANDUAN = "panduan", "Panduan"
        FORMULIR = "formulir", "Formulir"

    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kecamatan"
    )
    jenis = models.CharField("jenis", max_length=9, choices=Jenis.choices)
    judul = models.CharField("judul", max_length=160)
    nomor = models.CharField(
        "nomor", max_length=80, blank=True, help_text="Misalnya: Permendagri Nomor 20 Tahun 2018."
    )
    tahun = models.PositiveSmallIntegerField("tahun", null=True, blank=True)
    tentang = models.CharField("tentang", max_length=300, blank=True)
    bidang = models.ForeignKey(
        Bidang, models.PROTECT, null=True, blank=True, related_name="pustaka",
        verbose_name="bidang",
    )  # fmt: skip
    masalah = models.ManyToManyField(
        JenisMasalah, blank=True, related_name="pustaka", verbose_name="jenis masalah"
    )
    berkas = models.FileField(
        "berkas", upload_to="pustaka/%Y/%m", blank=True, max_length=120, editable=False
    )
    mime = models.CharField(max_length=100, blank=True, editable=False)
    ukuran = models.PositiveIntegerField("ukuran (bita)", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    tautan = models.URLField(
        "tautan", blank=True, max_length=300, validators=[URLValidator(schemes=["https"])]
    )
    versi = models.PositiveSmallIntegerField("versi", default=1, editable=False)
    menggantikan = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="pengganti", editable=False,
        verbose_name="menggantikan",
    )  # fmt: skip
    berlaku_dari = models.DateField("berlaku dari", null=True, blank=True)
    berlaku_sampai = models.DateField("berlaku sampai", null=True, blank=True)
    umum = models.BooleanField("boleh dilihat umum", default=False)
    unduhan = models.PositiveIntegerField("diunduh", default=0, editable=False)
    ditarik_at = models.DateTimeField("ditarik pada", null=True, editable=False)
    alasan_ditarik = models.CharField("alasan ditarik", max_length=200, blank=True, editable=False)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="dimasukkan oleh",
    )  # fmt: skip
    KOLOM_KOSA = ("judul", "tentang")  # whose words a mistyped one is compared with
    cari = kolom_cari(judul="A", nomor="A", tentang="B")
    created_at = models.DateTimeField("dimasukkan", auto_now_add=True)

    objects = PustakaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pustaka"
        ordering = ["jenis", "judul", "-versi"]
        indexes = [
            # the search of the library
            GinIndex(fields=["cari"], name="pustaka_cari_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="pustaka_ada_isinya",
                condition=~Q(berkas="") | ~Q(tautan="") | Q(jenis="peraturan"),
                violation_error_message="Unggah berkasnya atau isi tautannya.",
            ),
            models.CheckConstraint(
                name="pustaka_peraturan_bernomor",
                condition=~Q(jenis="peraturan") | (~Q(nomor="") & Q(tahun__isnull=False)),
                violation_error_message="Peraturan harus punya nomor dan tahun.",
            ),
            models.CheckConstraint(
                name="pustaka_berkas_lengkap",
                condition=Q(berkas="", mime="", ukuran=0, sha256="")
                | (~Q(berkas="") & ~Q(mime="") & Q(ukuran__gt=0) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="pustaka_masa_berurutan",
                condition=Q(berlaku_dari__isnull=True) | Q(berlaku_sampai__isnull=True)
                | Q(berlaku_sampai__gte=F("berlaku_dari")),
                violation_error_message="“Berlaku sampai” tidak boleh sebelum “berlaku dari”.",
            ),
            models.CheckConstraint(
                name="pustaka_tidak_menggantikan_diri",
                condition=Q(menggantikan__isnull=True) | ~Q(menggantikan=F("pk")),
            ),
            models.CheckConstraint(
                name="pustaka_ditarik_beralasan",
                condition=Q(ditarik_at__isnull=True) | ~Q(alasan_ditarik=""),
                violation_error_message="Tulis alasannya.",
            ),
            models.UniqueConstraint(
                fields=["nomor"], name="pustaka_nasional_sekali",
                condition=Q(wilayah__isnull=True) & ~Q(nomor=""),
            ),
            models.UniqueConstraint(
                fields=["wilayah", "judul", "versi"], name="pustaka_satu_judul_versi",
                condition=Q(wilayah__isnull=False),
                violation_error_message="Judul dengan versi itu sudah ada di pustaka.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nomor}: {self.judul}" if self.nomor else self.judul

    def get_absolute_url(self) -> str:
        return reverse("ruko_pustaka_satu", args=[self.pk])

    @property
    def nama_unduh(self) -> str:
        """The file's name as it is handed out: ours, plain ASCII, with the true ending."""
        return f"{self.jenis}-{slugify(self.judul)[:60] or self.pk}-v{self.versi}.{self.akhiran}"

    @property
    def akhiran(self) -> str:
        """pdf, docx, xlsx or odt; empty without a file."""
        return str(self.berkas.name).rpartition(".")[2] if self.berkas else ""

    def is_current(self, day: date) -> bool:
        """As `current()` asks of many; what replaces it is read if it is not yet."""
        ganti = getattr(self, "pengganti", None)
        diganti = ganti is not None and ganti.ditarik_at is None and (
            ganti.berlaku_dari is None or ganti.berlaku_dari <= day
        )  # fmt: skip
        return (
            self.ditarik_at is None and not diganti
            and (self.berlaku_dari is None or self.berlaku_dari <= day)
            and (self.berlaku_sampai is None or self.berlaku_sampai >= day)
        )  # fmt: skip
