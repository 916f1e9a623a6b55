from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from ekonomi.models.program import Program
from ekonomi.models.rumah import Rumah
from ekonomi.models.usaha import Usaha
from pesan.models import Kontak, PesanMasuk
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

NILAI_MAKS = 2_000_000_000  # Rupiah a month; above it a zero too many was typed
_BULAN_PERTAMA = Q(bulan__day=1)
SATU_PEMILIK = Q(rumah__isnull=False, usaha__isnull=True) | Q(
    rumah__isnull=True, usaha__isnull=False
)


class PengukuranQuerySet(ScopedQuerySet):
    """Measured months of an area."""

    def valid(self) -> "PengukuranQuerySet":
        """What counts: neither asked about, nor replaced, nor dropped."""
        return self.filter(status=Pengukuran.Status.SAH)

    def questioned(self) -> "PengukuranQuerySet":
        """What waits for an answer of its owner or a decision of staff."""
        return self.filter(status=Pengukuran.Status.DITANYAKAN)


class Pengukuran(ScopedModel):
    """What a household or business took in within one month, in whole Rupiah.

    `bulan` is the first of that month. A figure is never changed: a correction is a new row and the
    old one stays as `dikoreksi`; what may not count stays as `batal`. `jenis` omzet is turnover of
    a business (or of a household without a recorded business), pendapatan all a household's income.
    `alasan` says why it is asked about, or why it was dropped.
    """

    class Jenis(models.TextChoices):
        OMZET = "omzet", "Omzet usaha"
        PENDAPATAN = "pendapatan", "Pendapatan rumah tangga"

    class Cara(models.TextChoices):
        FORMULIR = "formulir", "Halaman warga"
        FASILITATOR = "fasilitator", "Dicatat fasilitator"
        CHAT = "chat", "Obrolan"
        PENJUALAN = "penjualan", "Penjualan tercatat"
        IMPOR = "impor", "Impor"
        SURVEI = "survei", "Survei"

    class Status(models.TextChoices):
        SAH = "sah", "Dihitung"
        DITANYAKAN = "ditanyakan", "Ditanyakan"
        DIKOREKSI = "dikoreksi", "Diganti angka baru"
        BATAL = "batal", "Tidak dihitung"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="pengukuran",
        verbose_name="rumah tangga",
    )  # fmt: skip
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="pengukuran",
        verbose_name="usaha",
    )  # fmt: skip
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices, default=Jenis.OMZET)
    bulan = models.DateField("bulan")
    nilai = models.PositiveBigIntegerField("nilai (Rp)")
    cara = models.CharField("cara", max_length=12, choices=Cara.choices)
    is_baseline = models.BooleanField("angka awal (baseline)", default=False)
    status = models.CharField("status", max_length=10, choices=Status.choices, default=Status.SAH)
    alasan = models.CharField("alasan", max_length=200, blank=True)
    mengganti = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="pengganti",
        verbose_name="mengganti",
    )  # fmt: skip
    kunci = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    dicatat_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = PengukuranQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "pengukuran omzet dan pendapatan"
        ordering = ["-bulan", "-id"]
        constraints = [
            models.CheckConstraint(name="pengukuran_satu_pemilik", condition=SATU_PEMILIK),
            models.CheckConstraint(name="pengukuran_awal_bulan", condition=_BULAN_PERTAMA),
            models.CheckConstraint(
                name="pengukuran_nilai_wajar", condition=Q(nilai__lte=NILAI_MAKS),
                violation_error_message="Nilainya terlalu besar. Periksa jumlah nolnya.",
            ),
            models.CheckConstraint(
                name="pengukuran_pendapatan_milik_rumah",
                condition=Q(jenis="omzet") | Q(rumah__isnull=False),
            ),
            models.CheckConstraint(
                name="pengukuran_tak_dihitung_beralasan",
                condition=Q(status__in=["sah", "dikoreksi"]) | ~Q(alasan=""),
            ),
            # one figure counts for a month, and one question about it is open
            models.UniqueConstraint(
                "usaha", "jenis", "bulan", name="pengukuran_usaha_satu_sah",
                condition=Q(status="sah", usaha__isnull=False),
            ),
            models.UniqueConstraint(
                "rumah", "jenis", "bulan", name="pengukuran_rumah_satu_sah",
                condition=Q(status="sah", rumah__isnull=False),
            ),
            models.UniqueConstraint(
                "usaha", "jenis", "bulan", name="pengukuran_usaha_satu_tanya",
                condition=Q(status="ditanyakan", usaha__isnull=False),
            ),
            models.UniqueConstraint(
                "rumah", "jenis", "bulan", name="pengukuran_rumah_satu_tanya",
                condition=Q(status="ditanyakan", rumah__isnull=False),
            ),
            # one start to compare with
            models.UniqueConstraint(
                "usaha", "jenis", name="pengukuran_usaha_satu_baseline",
                condition=Q(status="sah", is_baseline=True, usaha__isnull=False),
            ),
            models.UniqueConstraint(
                "rumah", "jenis", name="pengukuran_rumah_satu_baseline",
                condition=Q(status="sah", is_baseline=True, rumah__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            # the questions of an area that wait, oldest first
            models.Index(
                "wilayah", "id", name="pengukuran_tanya_idx", condition=Q(status="ditanyakan")
            ),
            # a month's figures of an area: results, indicators
            models.Index("bulan", "wilayah", name="pengukuran_bulan_idx"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nilai_tetap",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("nilai", "bulan", "jenis", "cara"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.AnyChange("nilai", "bulan", "jenis", "cara"),
                func="RAISE EXCEPTION 'a measured figure is replaced by a new row, not changed';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pemilik}, {self.bulan:%m/%Y}"

    @property
    def pemilik(self) -> "Usaha | Rumah":
        """Whose figure it is."""
        owner = self.usaha or self.rumah
        assert owner is not None  # noqa: S101 - pengukuran_satu_pemilik
        return owner


class AnakPengukuranQuerySet(ScopedQuerySet):
    """What happened to figures, where they belong."""

    scope_wilayah = "pengukuran__wilayah"


class RiwayatPengukuran(models.Model):
    """Append-only: what was done to a figure, by whom and why. Holds no figure of its own."""

    class Peristiwa(models.TextChoices):
        DICATAT = "dicatat", "Dicatat"
        DITANYAKAN = "ditanyakan", "Ditanyakan"
        DITERIMA = "diterima", "Diterima"
        DIKOREKSI = "dikoreksi", "Diganti angka baru"
        DIBATALKAN = "dibatalkan", "Tidak dihitung"

    pengukuran = models.ForeignKey(
        Pengukuran, models.PROTECT, related_name="riwayat", verbose_name="pengukuran"
    )
    peristiwa = models.CharField("peristiwa", max_length=10, choices=Peristiwa.choices)
    catatan = models.CharField("catatan", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = AnakPengukuranQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pengukuran"
        ordering = ["id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pengukuran_id}: {self.get_peristiwa_display()}"


class PenjualanQuerySet(ScopedQuerySet):
    """Recorded sales, where their business is."""

    scope_wilayah = "usaha__wilayah"

    def counted(self) -> "PenjualanQuerySet":
        return self.filter(dibatalkan_at__isnull=True)


class Penjualan(models.Model):
    """One sale that the portal itself knows of (shop order, market day), in whole Rupiah.

    A month's sum is the least its turnover can be: see docs/keputusan/023-omzet.md. `kunci` makes
    it count once: "pesanan:123", "pasar:45:usaha:6".
    """

    class Sumber(models.TextChoices):
        TOKO = "toko", "Toko Warga"
        PASAR = "pasar", "Pasar Rakyat"
        LAIN = "lain", "Catatan lain"

    usaha = models.ForeignKey(Usaha, models.PROTECT, related_name="penjualan", verbose_name="usaha")
    tanggal = models.DateField("tanggal")
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    sumber = models.CharField("sumber", max_length=6, choices=Sumber.choices)
    kunci = models.CharField("kunci", max_length=80, unique=True)
    dibatalkan_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    alasan_batal = models.CharField("alasan batal", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = PenjualanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "penjualan"
        ordering = ["-tanggal", "-id"]
        constraints = [
            models.CheckConstraint(
                name="penjualan_jumlah_wajar",
                condition=Q(jumlah__gte=1, jumlah__lte=NILAI_MAKS),
            ),
            models.CheckConstraint(
                name="penjualan_batal_beralasan",
                condition=Q(dibatalkan_at__isnull=True) | ~Q(alasan_batal=""),
            ),
        ]
        indexes = [
            # a month's sum of a business
            models.Index(
                "usaha", "tanggal", name="penjualan_usaha_idx",
                condition=Q(dibatalkan_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.usaha}, {self.tanggal:%d/%m/%Y}"


class AksesOmzetQuerySet(ScopedQuerySet):
    """Keys of an area's households, businesses and mentors."""

    def active(self) -> "AksesOmzetQuerySet":
        return self.filter(dicabut_at__isnull=True)


class AksesOmzet(ScopedModel):
    """The card a household, business or mentor gets: code and PIN for the pages, a word to chat.

    `kode` and PIN open /omzet/ (a mentor: /mentor/). `sambung_hash` is the keyed hash of the
    one-time word that ties a chat contact to it until `sambung_hingga`. `pengingat`: the contact's
    answer to whether we may remind each month; None until it is answered.
    """

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="akses",
        verbose_name="rumah tangga",
    )  # fmt: skip
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="akses", verbose_name="usaha"
    )
    mentor = models.ForeignKey(
        "ekonomi.Mentor", models.PROTECT, null=True, blank=True, related_name="akses",
        verbose_name="mentor",
    )  # fmt: skip
    kode = models.CharField("kode", max_length=20, unique=True)
    pin_hash = models.CharField(max_length=64, editable=False)
    sambung_hash = models.CharField(max_length=64, unique=True, editable=False)
    sambung_hingga = models.DateTimeField("kode sambung berlaku sampai")
    sambung_at = models.DateTimeField("tersambung", null=True, blank=True)
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    pengingat = models.BooleanField("mau diingatkan", null=True, blank=True)
    diingatkan = models.DateField("bulan yang sudah diingatkan", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True)

    objects = AksesOmzetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "kartu omzet"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="akses_omzet_satu_pemilik",
                condition=(SATU_PEMILIK & Q(mentor__isnull=True))
                | Q(rumah__isnull=True, usaha__isnull=True, mentor__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    pemilik,
                    name=f"akses_omzet_{pemilik}_satu",
                    condition=Q(dicabut_at__isnull=True),
                )
                for pemilik in ("rumah", "usaha", "mentor")
            ),
            models.CheckConstraint(
                name="akses_omzet_tersambung_berkontak",
                condition=Q(kontak__isnull=True) | Q(sambung_at__isnull=False),
            ),
        ]
        indexes = [
            # whose card a chat contact holds
            models.Index(
                "kontak", name="akses_omzet_kontak_idx", condition=Q(kontak__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.kode

    @property
    def pemilik(self) -> Any:
        return self.usaha or self.rumah or self.mentor


class TanyaOmzet(models.Model):
    """A question of ours in a chat that waits for its answer: which business, or is it true.

    One open question a contact; it lapses at `hingga`.
    """

    class Jenis(models.TextChoices):
        USAHA = "usaha", "Usaha yang mana"
        BENAR = "benar", "Benarkah angkanya"

    kontak = models.ForeignKey(Kontak, models.PROTECT, related_name="+", verbose_name="kontak")
    jenis = models.CharField("jenis", max_length=6, choices=Jenis.choices)
    pesan = models.ForeignKey(
        PesanMasuk, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="pesan"
    )
    nilai = models.PositiveBigIntegerField("nilai (Rp)")
    bulan = models.DateField("bulan")
    pengukuran = models.ForeignKey(
        Pengukuran, models.PROTECT, null=True, blank=True, related_name="+"
    )
    pilihan = models.JSONField("usaha yang ditawarkan", default=list)
    hingga = models.DateTimeField("berlaku sampai")
    dijawab_at = models.DateTimeField("dijawab", null=True, blank=True)
    created_at = models.DateTimeField("ditanyakan", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "pertanyaan omzet"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "kontak", name="tanya_omzet_satu_terbuka", condition=Q(dijawab_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} ({self.bulan:%m/%Y})"


class CatatanHasil(models.Model):
    """What a reader of a programme's result must know besides the figures: prices, in words."""

    program = models.OneToOneField(
        Program, models.PROTECT, related_name="catatan_hasil", verbose_name="program"
    )
    inflasi = models.DecimalField(
        "inflasi sejak baseline (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    sumber_inflasi = models.CharField("sumber angka inflasi", max_length=120, blank=True)
    catatan = models.CharField("catatan pembaca", max_length=300, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "catatan hasil program"
        constraints = [
            models.CheckConstraint(
                name="catatan_hasil_inflasi_bersumber",
                condition=Q(inflasi__isnull=True)
                | (Q(inflasi__gte=-50, inflasi__lte=500) & ~Q(sumber_inflasi="")),
                violation_error_message="Sebutkan sumber angka inflasi.",
            ),
        ]

    def __str__(self) -> str:
        return f"Catatan hasil {self.program}"


def first_of_month(hari: date) -> date:
    """The first day of this day's month: how `bulan` is kept."""
    return hari.replace(day=1)
