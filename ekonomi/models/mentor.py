from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ekonomi.models.usaha import Usaha
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class MentorQuerySet(ScopedQuerySet):
    """Mentors of an area."""

    def active(self) -> "MentorQuerySet":
        return self.filter(aktif=True)


class Mentor(ScopedModel):
    """Who accompanies other businesses: a successful one of the area, or a volunteer.

    `kapasitas`: how many pairs at once.
    """

    class Asal(models.TextChoices):
        LULUSAN = "lulusan", "Lulusan yang naik kelas"
        UMKM = "umkm", "Pelaku UMKM sukses"
        RELAWAN = "relawan", "Relawan atau kampus"

    nama = models.CharField("nama", max_length=120)
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="mentor",
        verbose_name="usaha sendiri",
    )  # fmt: skip
    bidang = ArrayField(
        models.CharField(max_length=10, choices=Usaha.Bidang.choices), verbose_name="bidang",
        default=list, blank=True,
    )  # fmt: skip
    kapasitas = models.PositiveSmallIntegerField("dapat mendampingi", default=3)
    asal = models.CharField("asal", max_length=8, choices=Asal.choices)
    aktif = models.BooleanField("aktif", default=True)
    sejak = models.DateField("mentor sejak")
    catatan = models.CharField("catatan", max_length=200, blank=True)

    objects = MentorQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "mentor"
        ordering = ["nama", "id"]
        constraints = [
            models.UniqueConstraint(
                "usaha", name="mentor_satu_per_usaha", condition=Q(usaha__isnull=False),
                violation_error_message="Pemilik usaha ini sudah menjadi mentor.",
            ),
            models.CheckConstraint(
                name="mentor_kapasitas_wajar", condition=Q(kapasitas__gte=1, kapasitas__lte=10),
                violation_error_message="Kapasitas antara 1 dan 10.",
            ),
            models.CheckConstraint(
                name="mentor_lulusan_berusaha",
                condition=~Q(asal="lulusan") | Q(usaha__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class PendampinganQuerySet(ScopedQuerySet):
    """Pairs, where the accompanied business is."""

    scope_wilayah = "usaha__wilayah"

    def running(self) -> "PendampinganQuerySet":
        return self.filter(selesai__isnull=True)


class Pendampingan(models.Model):
    """A mentor accompanies a business, from when until when and to what end.

    `usaha_mentor` is the mentor's own business, kept here so that the database refuses a pair of
    somebody with themselves.
    """

    mentor = models.ForeignKey(
        Mentor, models.PROTECT, related_name="pendampingan", verbose_name="mentor"
    )
    usaha_mentor = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, related_name="pendampingan", verbose_name="usaha yang didampingi"
    )
    tujuan = models.CharField("tujuan", max_length=200)
    mulai = models.DateField("mulai")
    selesai = models.DateField("selesai", null=True, blank=True)
    hasil = models.CharField("hasil", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dipasangkan oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = PendampinganQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pendampingan"
        ordering = ["-mulai", "-id"]
        constraints = [
            models.UniqueConstraint(
                "usaha",
                name="pendampingan_satu_mentor",
                condition=Q(selesai__isnull=True),
                violation_error_message="Usaha ini sedang didampingi mentor lain.",
            ),
            models.CheckConstraint(
                name="pendampingan_bukan_diri_sendiri",
                condition=Q(usaha_mentor__isnull=True) | ~Q(usaha_mentor=F("usaha")),
                violation_error_message="Seseorang tidak dapat mendampingi usahanya sendiri.",
            ),
            models.CheckConstraint(
                name="pendampingan_selesai_berhasil",
                condition=Q(selesai__isnull=True) | (Q(selesai__gte=F("mulai")) & ~Q(hasil="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} mendampingi {self.usaha}"


class KunjunganPendampingQuerySet(ScopedQuerySet):
    """Visits, where the visited business is."""

    scope_wilayah = "pendampingan__usaha__wilayah"

    def counted(self) -> "KunjunganPendampingQuerySet":
        return self.filter(batal_at__isnull=True)

    def open_steps(self) -> "KunjunganPendampingQuerySet":
        """Visits whose next step is not done."""
        return self.counted().filter(selesai_at__isnull=True).exclude(tindak_lanjut="")


class KunjunganPendamping(models.Model):
    """One visit: what it was about, what was found, the next step and by when.

    `oleh` None: the mentor wrote it on their own page.
    """

    pendampingan = models.ForeignKey(
        Pendampingan, models.PROTECT, related_name="kunjungan", verbose_name="pendampingan"
    )
    tanggal = models.DateField("tanggal")
    topik = models.CharField("topik", max_length=120)
    temuan = models.TextField("temuan", max_length=1000)
    tindak_lanjut = models.CharField("tindak lanjut", max_length=200, blank=True)
    tenggat = models.DateField("paling lambat", null=True, blank=True)
    selesai_at = models.DateTimeField("tindak lanjut selesai", null=True, blank=True)
    foto = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="foto"
    )
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    token = models.UUIDField(unique=True, editable=False)
    batal_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    alasan_batal = models.CharField("alasan batal", max_length=200, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = KunjunganPendampingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kunjungan pendamping"
        ordering = ["-tanggal", "-id"]
        constraints = [
            models.CheckConstraint(
                name="kunjungan_tenggat_untuk_langkah",
                condition=Q(tenggat__isnull=True)
                | (Q(tenggat__gte=F("tanggal")) & ~Q(tindak_lanjut="")),
                violation_error_message="Tenggat tidak bisa sebelum tanggal kunjungan.",
            ),
            models.CheckConstraint(
                name="kunjungan_batal_beralasan",
                condition=Q(batal_at__isnull=True) | ~Q(alasan_batal=""),
            ),
        ]
        indexes = [
            # next steps that are not done, the most urgent first
            models.Index(
                "tenggat", name="kunjungan_langkah_idx",
                condition=Q(selesai_at__isnull=True, batal_at__isnull=True)
                & ~Q(tindak_lanjut=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pendampingan.usaha}, {self.tanggal:%d/%m/%Y}"

    def is_late(self, hari: date) -> bool:
        """Whether its next step should have been done by now."""
        return bool(
            self.tindak_lanjut and not self.selesai_at and self.tenggat and self.tenggat < hari
        )


class TingkatUsaha(models.Model):
    """A step of naik kelas, 1 upwards; the same in every kelurahan."""

    nomor = models.PositiveSmallIntegerField("tingkat", primary_key=True)
    nama = models.CharField("nama", max_length=60)
    keterangan = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "tingkat usaha"
        ordering = ["nomor"]

    def __str__(self) -> str:
        return f"{self.nomor} {self.nama}"


class JenisBukti(models.TextChoices):
    """What a criterion looks at: `omzet` and `pasar` are computed, the others shown by evidence."""

    OMZET = "omzet", "Omzet sebulan"
    PASAR = "pasar", "Berjualan di pasar digital"
    NIB = "nib", "Nomor Induk Berusaha (NIB)"
    BUKU = "buku", "Pembukuan"
    TENAGA = "tenaga", "Tenaga kerja"
    SERTIFIKAT = "sertifikat", "Sertifikat pelatihan"


DIHITUNG = frozenset({JenisBukti.OMZET, JenisBukti.PASAR})


class KriteriaTingkat(models.Model):
    """What a business must show to stand on a step. `ambang`: Rupiah a month, people, months."""

    tingkat = models.ForeignKey(
        TingkatUsaha, models.PROTECT, related_name="kriteria", verbose_name="tingkat"
    )
    jenis = models.CharField("jenis", max_length=10, choices=JenisBukti.choices)
    ambang = models.PositiveBigIntegerField("paling sedikit", default=1)
    wajib = models.BooleanField("wajib", default=True)
    keterangan = models.CharField("keterangan", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "kriteria tingkat"
        ordering = ["tingkat", "id"]
        constraints = [
            models.UniqueConstraint("tingkat", "jenis", name="kriteria_satu_per_jenis"),
        ]

    def __str__(self) -> str:
        return f"{self.tingkat}: {self.get_jenis_display()}"


class BuktiUsahaQuerySet(ScopedQuerySet):
    """Evidence, where its business is."""

    scope_wilayah = "usaha__wilayah"

    def valid(self) -> "BuktiUsahaQuerySet":
        return self.filter(dicabut_at__isnull=True)


class BuktiUsaha(models.Model):
    """Something seen of a business: a NIB, a cash book, workers, a certificate, by whom and when.

    `jumlah` counts what can be counted (workers, months of book-keeping), `nomor` names it.
    """

    usaha = models.ForeignKey(Usaha, models.PROTECT, related_name="bukti", verbose_name="usaha")
    jenis = models.CharField(
        "jenis", max_length=10,
        choices=[(j.value, j.label) for j in JenisBukti if j not in DIHITUNG],
    )  # fmt: skip
    jumlah = models.PositiveIntegerField("jumlah", default=1)
    nomor = models.CharField("nomor", max_length=60, blank=True)
    catatan = models.CharField("catatan", max_length=200, blank=True)
    pada = models.DateField("dilihat pada")
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True)
    alasan_cabut = models.CharField("alasan cabut", max_length=200, blank=True)

    objects = BuktiUsahaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bukti usaha"
        ordering = ["usaha", "jenis", "-pada"]
        constraints = [
            models.UniqueConstraint(
                "usaha", "jenis", name="bukti_usaha_satu_sah",
                condition=Q(dicabut_at__isnull=True) & ~Q(jenis="sertifikat"),
            ),
            models.CheckConstraint(
                name="bukti_usaha_cabut_beralasan",
                condition=Q(dicabut_at__isnull=True) | ~Q(alasan_cabut=""),
            ),
            models.CheckConstraint(
                name="bukti_usaha_bernomor",
                condition=~Q(jenis__in=["nib", "sertifikat"]) | ~Q(nomor=""),
                violation_error_message="Isi nomornya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.usaha}: {self.get_jenis_display()}"


class RiwayatTingkatQuerySet(ScopedQuerySet):
    """Steps up and down, where their business is."""

    scope_wilayah = "usaha__wilayah"


class RiwayatTingkat(models.Model):
    """Append-only: a business went up or down, on which evidence.

    Up needs two sources: what the portal computed then (`hitungan`) and a visit by somebody other
    than who decides (`saksi`).
    """

    usaha = models.ForeignKey(
        Usaha, models.PROTECT, related_name="riwayat_tingkat", verbose_name="usaha"
    )
    dari = models.PositiveSmallIntegerField("dari tingkat")
    ke = models.PositiveSmallIntegerField("ke tingkat")
    alasan = models.CharField("alasan", max_length=200)
    hitungan = models.JSONField("penilaian saat itu", default=list)
    saksi = models.ForeignKey(
        KunjunganPendamping, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="kunjungan yang menyaksikan",
    )  # fmt: skip
    by = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="diputuskan oleh"
    )
    pada = models.DateField("berlaku sejak")
    at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = RiwayatTingkatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat tingkat"
        ordering = ["usaha", "id"]
        constraints = [
            models.CheckConstraint(name="riwayat_tingkat_berubah", condition=~Q(dari=F("ke"))),
            models.CheckConstraint(
                name="riwayat_tingkat_naik_dua_sumber",
                condition=Q(ke__lt=F("dari")) | Q(saksi__isnull=False),
            ),
            models.CheckConstraint(name="riwayat_tingkat_beralasan", condition=~Q(alasan="")),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.usaha}: {self.dari} ke {self.ke}"
