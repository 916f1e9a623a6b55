import json

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dokumen.models.surat import PANJANG_KODE, TandaTangan, new_kode_cek, new_token
from ekonomi.models.pelatihan import Peserta
from ekonomi.models.rumah import AnggotaRumah
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel


class RegisterSertifikat(ScopedModel):
    """The counter of a kelurahan's certificates of one year; locked by whoever takes a number."""

    tahun = models.PositiveSmallIntegerField("tahun")
    terakhir = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "register sertifikat"
        ordering = ["-tahun", "wilayah"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah", "tahun"], name="registersertifikat_satu_per_tahun"
            ),
        ]

    def __str__(self) -> str:
        return f"Sertifikat {self.tahun}"


class Sertifikat(ScopedModel):
    """A certificate that is out. `isi` is a copy of what it says (JSON, encrypted), name included.

    It never changes; it may be withdrawn. Its number stays in the register for good.
    """

    peserta = models.ForeignKey(
        Peserta, models.PROTECT, related_name="sertifikat", verbose_name="peserta"
    )
    register = models.ForeignKey(RegisterSertifikat, models.PROTECT, related_name="sertifikat")
    urut = models.PositiveIntegerField("nomor urut")
    nomor = models.CharField("nomor", max_length=120)
    tanggal = models.DateField("tanggal")
    kursus = models.CharField("pelatihan", max_length=120)
    isi = EncryptedTextField(editable=False, blank=True)
    kop = models.JSONField(default=dict, editable=False)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    kode_cek = models.CharField(
        "kode periksa", max_length=PANJANG_KODE, unique=True, default=new_kode_cek, editable=False
    )
    tanda_tangan = models.ForeignKey(
        TandaTangan, models.PROTECT, null=True, editable=False, related_name="+"
    )
    penanda_tangan = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="ditandatangani"
    )
    terbit_at = models.DateTimeField("terbit", auto_now_add=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, editable=False)
    dicabut_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="dicabut oleh",
    )  # fmt: skip
    alasan = models.CharField("alasan dicabut", max_length=300, blank=True, editable=False)
    dihapus_at = models.DateTimeField("data pribadi dihapus", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "sertifikat"
        ordering = ["-id"]
        indexes = [
            # the list of an area, newest first
            models.Index(fields=["wilayah", "-id"], name="sertifikat_wilayah_idx"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register", "urut"], name="sertifikat_nomor_sekali"),
            models.UniqueConstraint(
                fields=["peserta"], name="sertifikat_satu_berlaku",
                condition=Q(dicabut_at__isnull=True),
            ),
            models.CheckConstraint(
                name="sertifikat_dicabut_beralasan",
                condition=Q(dicabut_at__isnull=True, dicabut_oleh__isnull=True, alasan="")
                | Q(dicabut_at__isnull=False, dicabut_oleh__isnull=False) & ~Q(alasan=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Sertifikat {self.nomor}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_sertifikat_change", args=[self.pk])

    @property
    def data(self) -> dict[str, str]:
        """What the paper says; nothing once the person was erased."""
        return json.loads(self.isi) if self.isi else {}

    @data.setter
    def data(self, nilai: dict[str, str]) -> None:
        self.isi = json.dumps(nilai, ensure_ascii=False)

    @property
    def kode_cek_terbaca(self) -> str:
        """The short code in fours."""
        return "-".join(self.kode_cek[n : n + 4] for n in range(0, len(self.kode_cek), 4))


class SertifikasiVokasi(ScopedModel):
    """A certificate of competence by an outside body (BNSP, BLK, LSP), with its end."""

    peserta = models.ForeignKey(
        Peserta, models.PROTECT, null=True, blank=True, related_name="sertifikasi",
        verbose_name="peserta pelatihan",
    )  # fmt: skip
    anggota = models.ForeignKey(
        AnggotaRumah, models.PROTECT, null=True, blank=True, related_name="sertifikasi",
        verbose_name="anggota rumah tangga",
    )  # fmt: skip
    skema = models.CharField("keahlian", max_length=160)
    lembaga = models.CharField("lembaga", max_length=160)
    nomor = models.CharField("nomor sertifikat", max_length=80)
    terbit = models.DateField("terbit")
    berlaku_sampai = models.DateField("berlaku sampai", null=True, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "sertifikasi vokasi"
        ordering = ["-terbit", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lembaga", "nomor"], name="sertifikasi_satu_nomor",
                violation_error_message="Nomor sertifikat dari lembaga ini sudah dicatat.",
            ),
            models.CheckConstraint(
                name="sertifikasi_milik_seseorang",
                condition=Q(peserta__isnull=False) | Q(anggota__isnull=False),
                violation_error_message="Pilih peserta atau anggota rumah tangga pemiliknya.",
            ),
            models.CheckConstraint(
                name="sertifikasi_berlaku_sesudah_terbit",
                condition=Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=F("terbit")),
                violation_error_message="Masa berlaku tidak boleh berakhir sebelum terbit.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.skema}, {self.lembaga} {self.nomor}"
