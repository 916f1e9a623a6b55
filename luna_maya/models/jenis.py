from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wilayah.scope import ScopedModel


class Tempat(models.TextChoices):
    """Where the lurah is received."""

    RUMAH = "rumah", "Rumah warga"
    POS_KAMLING = "pos_kamling", "Pos kamling"
    MASJID = "masjid", "Masjid atau musala"
    WARUNG = "warung", "Warung"
    BALAI = "balai", "Balai RT/RW"


class Unsur(models.TextChoices):
    """As what somebody comes along: the tiga pilar, the heads of RT and RW, and others."""

    LURAH = "lurah", "Lurah"
    BABINSA = "babinsa", "Babinsa"
    BHABINKAMTIBMAS = "bhabinkamtibmas", "Bhabinkamtibmas"
    KETUA_RW = "ketua_rw", "Ketua RW"
    KETUA_RT = "ketua_rt", "Ketua RT"
    STAF = "staf", "Staf kelurahan"
    TOKOH = "tokoh", "Tokoh masyarakat"


class JenisKunjungan(models.Model):
    """A kind of visit as data (fixtures/luna/jenis_kunjungan.json): what it asks and who comes.

    `pertanyaan`: [{"kunci", "teks", "petunjuk"}], what the talk of such an evening goes through.
    `diusulkan`: whether the planner proposes visits of this kind. Seeds: luna-maya.txt,
    sumbersari-tujuh-kelurahan.txt.
    """

    kode = models.SlugField("kode", max_length=30, unique=True)
    nama = models.CharField("nama", max_length=80)
    keterangan = models.TextField("keterangan")
    menginap = models.BooleanField("menginap", default=False)
    mulai_biasa = models.TimeField("biasanya mulai")
    lama_menit = models.PositiveSmallIntegerField("lama (menit)")
    tempat = ArrayField(
        models.CharField(max_length=12, choices=Tempat.choices), verbose_name="tempat"
    )
    hadir = ArrayField(
        models.CharField(max_length=16, choices=Unsur.choices), verbose_name="yang hadir"
    )
    pertanyaan = models.JSONField("pertanyaan", default=list)
    perlu_persetujuan = models.BooleanField("perlu persetujuan tuan rumah", default=True)
    diusulkan = models.BooleanField("diusulkan perencana", default=True)
    urut = models.PositiveSmallIntegerField("urutan", default=0)
    aktif = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "jenis kunjungan"
        ordering = ["urut", "kode"]
        constraints = [
            models.CheckConstraint(
                name="jenis_kunjungan_lama_wajar",
                condition=Q(lama_menit__gte=15, lama_menit__lte=24 * 60),
                violation_error_message="Lama kunjungan antara 15 menit dan 24 jam.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    def name_in(self, sebutan: dict[str, str]) -> str:
        """The local name ({kind's kode: name}, `SebutanKunjungan.names_in`), else its own."""
        return sebutan.get(self.kode, self.nama)

    def tanya(self) -> list[dict[str, Any]]:
        return list(self.pertanyaan)


class SebutanKunjungan(ScopedModel):
    """What a kelurahan calls a kind of visit: LUNA MAYA, Ngopimas, Sambel Wak Ri."""

    jenis = models.ForeignKey(
        JenisKunjungan, models.PROTECT, related_name="sebutan", verbose_name="jenis"
    )
    nama = models.CharField("sebutan", max_length=80)
    kepanjangan = models.CharField("kepanjangan", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "sebutan kunjungan"
        ordering = ["wilayah", "jenis"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "jenis", name="sebutan_kunjungan_satu",
                violation_error_message="Kelurahan ini sudah punya sebutan untuk jenis itu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama

    @classmethod
    def names_in(cls, kelurahan: str) -> dict[str, str]:
        """{kind's kode: local name} of a kelurahan, one query."""
        return dict(cls.objects.filter(wilayah=kelurahan).values_list("jenis__kode", "nama"))
