from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from ekonomi.models.rumah import Rumah
from wilayah.append_only import triggers
from wilayah.scope import ScopedQuerySet


class RumahAnakQuerySet(ScopedQuerySet):
    """Rows of a household, where it is."""

    scope_wilayah = "rumah__wilayah"


class BobotMandiri(models.Model):
    """One part of the published formula of "Rumah Mandiri": its weight and what earns it whole."""

    class Unsur(models.TextChoices):
        KENAIKAN = "kenaikan", "Kenaikan omzet"
        RUTIN = "rutin", "Rutin melapor"
        PELATIHAN = "pelatihan", "Pelatihan selesai"
        ANGSURAN = "angsuran", "Angsuran tepat waktu"
        DIGITAL = "digital", "Berjualan di pasar digital"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="bobot_mandiri", verbose_name="program"
    )
    unsur = models.CharField("unsur", max_length=10, choices=Unsur.choices)
    bobot = models.PositiveSmallIntegerField("bobot (poin)")
    penuh = models.DecimalField(
        "nilai penuh", max_digits=8, decimal_places=2,
        help_text="Kenaikan dalam persen, laporan dalam bulan, pelatihan dalam kali.",
    )  # fmt: skip

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bobot Rumah Mandiri"
        ordering = ["program", "-bobot", "unsur"]
        constraints = [
            models.UniqueConstraint("program", "unsur", name="bobotmandiri_satu"),
            models.CheckConstraint(
                name="bobotmandiri_wajar", condition=Q(bobot__lte=100, penuh__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_unsur_display()}: {self.bobot}"


class PersetujuanTampil(models.Model):
    """A household agreed to be named in public, for one purpose; or took that back.

    What was read to it is `versi` of `ekonomi.persetujuan_teks`. A row is closed, never removed:
    agreeing again makes a new one. `nama_tampil` is the name it wants to go by.
    """

    class Untuk(models.TextChoices):
        PERINGKAT = "peringkat", "Peringkat Rumah Mandiri"
        DUTA = "duta", "Duta Rumah Mandiri"

    class Cara(models.TextChoices):
        KUNJUNGAN = "kunjungan", "Dibacakan saat kunjungan"
        TERTULIS = "tertulis", "Formulir bertanda tangan"
        PESAN = "pesan", "Lewat pesan"

    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="persetujuan_tampil", verbose_name="rumah tangga"
    )
    untuk = models.CharField("untuk", max_length=10, choices=Untuk.choices)
    versi = models.PositiveSmallIntegerField("versi kalimat")
    nama_tampil = models.CharField("nama yang ditampilkan", max_length=80)
    cara = models.CharField("cara", max_length=10, choices=Cara.choices)
    diberi_at = models.DateTimeField("disetujui pada")
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dicatat oleh",
    )  # fmt: skip
    dicabut_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    dicabut_cara = models.CharField("dicabut lewat", max_length=60, blank=True)

    objects = RumahAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "persetujuan tampil"
        ordering = ["-diberi_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rumah", "untuk"], name="persetujuantampil_satu_berlaku",
                condition=Q(dicabut_at__isnull=True),
                violation_error_message="Persetujuan ini sudah ada dan masih berlaku.",
            ),
            models.CheckConstraint(
                name="persetujuantampil_cabut_sesudah",
                condition=Q(dicabut_at__isnull=True) | Q(dicabut_at__gte=F("diberi_at")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_untuk_display()}: {self.nama_tampil}"


class PeringkatBulan(models.Model):
    """Append-only: the ranking of a month as it was frozen. It holds no name: who is shown by
    name follows from the consent in force when the page is read."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="peringkat", verbose_name="program"
    )
    bulan = models.DateField("bulan", help_text="Hari pertama bulan itu.")
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="peringkat", verbose_name="rumah tangga"
    )
    urutan = models.PositiveIntegerField("peringkat")
    skor = models.DecimalField("skor", max_digits=6, decimal_places=2)
    rincian = models.JSONField("rincian", default=list)
    created_at = models.DateTimeField("dibekukan", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "peringkat Rumah Mandiri"
        ordering = ["-bulan", "urutan"]
        constraints = [
            models.UniqueConstraint("program", "bulan", "rumah", name="peringkat_satu_per_rumah"),
            models.UniqueConstraint("program", "bulan", "urutan", name="peringkat_urutan_tunggal"),
            models.CheckConstraint(name="peringkat_hari_pertama", condition=Q(bulan__day=1)),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.bulan:%Y-%m} #{self.urutan}"


class Hadiah(models.Model):
    """A reward of the programme (seed, variant 4): how many there are of it in a month."""

    class Jenis(models.TextChoices):
        GUDANG = "gudang", "Akses prioritas gudang"
        LISENSI = "lisensi", "Subsidi lisensi UMKM"
        PROMOSI = "promosi", "Promosi digital gratis"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="hadiah", verbose_name="program"
    )
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    nama = models.CharField("nama hadiah", max_length=120)
    keterangan = models.CharField("keterangan", max_length=300, blank=True)
    kuota = models.PositiveSmallIntegerField("kuota")
    berlaku_sampai = models.DateField("diberikan sampai", null=True, blank=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hadiah Rumah Mandiri"
        ordering = ["program", "jenis", "nama"]
        constraints = [
            models.UniqueConstraint("program", "nama", name="hadiah_satu_nama"),
            models.CheckConstraint(name="hadiah_kuota_positif", condition=Q(kuota__gte=1)),
        ]

    def __str__(self) -> str:
        return self.nama


class PemberianHadiah(models.Model):
    """A household got a reward: when, for which month's ranking, with which receipt."""

    hadiah = models.ForeignKey(
        Hadiah, models.PROTECT, related_name="pemberian", verbose_name="hadiah"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="hadiah", verbose_name="rumah tangga"
    )
    bulan = models.DateField("peringkat bulan")
    diberikan_pada = models.DateField("diberikan pada")
    tanda_terima = models.ForeignKey(
        "pesan.Lampiran", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="tanda terima",
    )  # fmt: skip
    catatan = models.CharField("catatan", max_length=200, blank=True)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = RumahAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pemberian hadiah"
        ordering = ["-diberikan_pada", "-id"]
        constraints = [
            models.UniqueConstraint(
                "hadiah", "rumah", name="pemberianhadiah_satu",
                violation_error_message="Rumah ini sudah menerima hadiah itu.",
            ),
            models.CheckConstraint(name="pemberianhadiah_bulan", condition=Q(bulan__day=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.hadiah} untuk {self.rumah_id}"


class Duta(models.Model):
    """A pilot family that tells of its way (seed, section 14: ten families).

    Shown only while `persetujuan` is in force; `foto` only with `tampil_foto`.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="duta", verbose_name="program"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="duta", verbose_name="rumah tangga"
    )
    persetujuan = models.OneToOneField(
        PersetujuanTampil, models.PROTECT, related_name="duta", verbose_name="persetujuan"
    )
    cerita = models.TextField("cerita", blank=True)
    foto = models.ForeignKey(
        "pesan.Lampiran", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="foto",
    )  # fmt: skip
    tampil_foto = models.BooleanField("foto boleh tampil", default=False)
    sejak = models.DateField("duta sejak")
    sampai = models.DateField("duta sampai", null=True, blank=True)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "duta Rumah Mandiri"
        ordering = ["sejak", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "rumah"], name="duta_satu_berlaku",
                condition=Q(sampai__isnull=True),
            ),
            models.CheckConstraint(
                name="duta_sampai_sesudah",
                condition=Q(sampai__isnull=True) | Q(sampai__gte=F("sejak")),
            ),
            models.CheckConstraint(
                name="duta_foto_ada",
                condition=Q(tampil_foto=False) | Q(foto__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Duta {self.pk}"


class KegiatanDutaQuerySet(ScopedQuerySet):
    """Activities of ambassadors, where their programme is."""

    scope_wilayah = "duta__program__wilayah"


class KegiatanDuta(models.Model):
    """What an ambassador did: a visit, a talk, a demonstration."""

    duta = models.ForeignKey(Duta, models.PROTECT, related_name="kegiatan", verbose_name="duta")
    tanggal = models.DateField("tanggal")
    kegiatan = models.CharField("kegiatan", max_length=160)
    tempat = models.CharField("tempat", max_length=120, blank=True)
    hadir = models.PositiveSmallIntegerField("yang hadir", null=True, blank=True)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", verbose_name="dicatat oleh",
        editable=False,
    )  # fmt: skip

    objects = KegiatanDutaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kegiatan duta"
        ordering = ["-tanggal", "-id"]

    def __str__(self) -> str:
        return f"{self.tanggal}: {self.kegiatan}"
