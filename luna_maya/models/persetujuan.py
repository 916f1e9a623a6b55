from typing import ClassVar

from django.db import models
from django.db.models import Q

from luna_maya.models.kunjungan import Kunjungan
from pesan.models import Kontak, Lampiran
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet

# What may each be allowed or not, in the order it is asked (fixtures/luna/persetujuan.json).
IZIN = ("catatan", "foto", "video", "suara", "sebut_rt", "tampil")
_TERBUKA = {"izin_foto": False, "izin_video": False, "izin_suara": False, "izin_tampil": False}
_TANPA_IZIN = {f"izin_{apa}": False for apa in IZIN}


class PersetujuanTuanRumahQuerySet(ScopedQuerySet):
    """Answers of the hosts of one's area."""

    scope_wilayah: ClassVar[str | None] = "kunjungan__wilayah"


class PersetujuanTuanRumah(models.Model):
    """Append-only: one answer of a host about one visit, with the text that was shown (`versi`).

    The latest row counts (`luna_maya.izin`). Each permission is its own yes or no; with children in
    the house (`ada_anak`) pictures and publication need the guardian's word (`wali_setuju`).
    `untuk_mulai_at`: the time that was asked about; `minta_mulai_at`: the other one wished for.
    On paper or by word of mouth a member of staff entered it (`by`), paper with its scan.
    """

    class Jawaban(models.TextChoices):
        YA = "ya", "Bersedia"
        TANGGAL_LAIN = "tanggal_lain", "Minta waktu lain"
        TIDAK = "tidak", "Tidak bersedia"
        CABUT = "cabut", "Dicabut"

    class Cara(models.TextChoices):
        CHAT = "chat", "Pesan"
        TAUTAN = "tautan", "Halaman undangan"
        KERTAS = "kertas", "Formulir kertas"
        LISAN = "lisan", "Disampaikan kepada petugas"

    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, related_name="persetujuan", verbose_name="kunjungan"
    )
    jawaban = models.CharField("jawaban", max_length=12, choices=Jawaban.choices)
    cara = models.CharField("cara", max_length=6, choices=Cara.choices)
    versi = models.CharField("versi teks", max_length=40)
    izin_catatan = models.BooleanField("boleh dicatat", default=False)
    izin_foto = models.BooleanField("boleh difoto", default=False)
    izin_video = models.BooleanField("boleh direkam video", default=False)
    izin_suara = models.BooleanField("boleh direkam suara", default=False)
    izin_sebut_rt = models.BooleanField("RT boleh disebut", default=False)
    izin_tampil = models.BooleanField("boleh tampil di halaman umum", default=False)
    ada_anak = models.BooleanField("ada anak di rumah", default=False)
    wali_setuju = models.BooleanField("orang tua atau wali setuju", default=False)
    untuk_mulai_at = models.DateTimeField("untuk kunjungan pada")
    minta_mulai_at = models.DateTimeField("waktu yang diminta", null=True, blank=True)
    pindaian = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pindaian"
    )
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dicatat oleh",
    )  # fmt: skip
    at = models.DateTimeField("pada", auto_now_add=True)

    objects = PersetujuanTuanRumahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "persetujuan tuan rumah"
        ordering = ["-pk"]
        triggers = triggers()
        indexes = [
            # the answer that counts: the latest of a visit
            models.Index("kunjungan", "id", name="persetujuan_terakhir_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="persetujuan_izin_hanya_ya",
                condition=Q(jawaban="ya") | Q(**_TANPA_IZIN),
            ),
            models.CheckConstraint(
                name="persetujuan_anak_perlu_wali",
                condition=Q(ada_anak=False) | Q(wali_setuju=True) | Q(**_TERBUKA),
                violation_error_message=(
                    "Ada anak di rumah: foto, video, suara, dan tampil perlu persetujuan wali."
                ),
            ),
            models.CheckConstraint(
                name="persetujuan_waktu_lain_bila_diminta",
                condition=Q(jawaban="tanggal_lain") | Q(minta_mulai_at__isnull=True),
            ),
            models.CheckConstraint(
                name="persetujuan_kertas_iff_pindaian",
                condition=Q(cara="kertas") ^ Q(pindaian__isnull=True),
                violation_error_message="Formulir kertas harus disertai pindaiannya.",
            ),
            models.CheckConstraint(
                name="persetujuan_petugas_iff_dicatatkan",
                condition=Q(cara__in=["kertas", "lisan"]) ^ Q(by__isnull=True),
            ),
            models.CheckConstraint(
                name="persetujuan_lisan_bukan_ya",
                condition=~Q(cara="lisan", jawaban="ya"),
                violation_error_message="Kesediaan harus dijawab sendiri atau di atas kertas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jawaban_display()} ({self.get_cara_display()})"

    def is_allowed(self, apa: str) -> bool:
        """Whether this answer allows one of IZIN."""
        return bool(getattr(self, f"izin_{apa}"))


class AjakanTuanRumah(models.Model):
    """The question put to a host about one visit, and where the talk about it stands.

    `tanya`: what was asked last and is still open in the chat; "" when nothing is. `draf`: answers
    about what may be recorded until the last one is there. `putaran` counts how often it was asked.
    """

    class Tanya(models.TextChoices):
        JAWAB = "jawab", "Bersedia atau tidak"
        TANGGAL = "tanggal", "Waktu yang cocok"
        FOTO = "foto", "Boleh difoto"
        VIDEO = "video", "Boleh direkam video"
        SUARA = "suara", "Boleh direkam suara"
        TAMPIL = "tampil", "Boleh ditampilkan"

    kunjungan = models.OneToOneField(Kunjungan, models.PROTECT, related_name="ajakan")
    kontak = models.ForeignKey(Kontak, models.PROTECT, null=True, blank=True, related_name="+")
    untuk_mulai_at = models.DateTimeField("untuk kunjungan pada")
    tanya = models.CharField(max_length=7, choices=Tanya.choices, blank=True)
    tanya_at = models.DateTimeField("ditanyakan", null=True, blank=True)
    draf = models.JSONField(default=dict, blank=True)
    putaran = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "ajakan tuan rumah"
        indexes = [
            # who of a batch of chat messages was asked something
            models.Index("kontak", name="ajakan_ditanya_idx", condition=~Q(tanya="")),
        ]

    def __str__(self) -> str:
        return f"{self.kunjungan_id}: {self.tanya or 'dijawab'}"
