from django.db import models
from django.db.models import F, Q

from buku_besar.models import Buku, Jurnal
from ekonomi.models.program import SumberDana
from ekonomi.models.rumah import Rumah
from ekonomi.models.usaha import Usaha
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class Koperasi(ScopedModel):
    """The residents' own cash box: savings and the revolving fund of one kelurahan.

    Its money is in `buku`; amounts here are whole Rupiah. The row is the lock of whatever takes
    money out, so that cash is never spent twice. Nomor counters are taken under the same lock.
    """

    nama = models.CharField("nama", max_length=120)
    buku = models.OneToOneField(Buku, models.PROTECT, related_name="koperasi", editable=False)
    simpanan_pokok = models.PositiveBigIntegerField("simpanan pokok (Rp)", default=50_000)
    simpanan_wajib = models.PositiveBigIntegerField("simpanan wajib sebulan (Rp)", default=10_000)
    bulan_hibah = models.PositiveSmallIntegerField(
        "bulan sampai hibah diganti kredit", default=12,
        help_text="Sesudah sekian bulan sejak hibah pertama, rumah tangga berhak kredit.",
    )  # fmt: skip
    nomor_anggota = models.PositiveIntegerField(default=0, editable=False)
    nomor_pinjaman = models.PositiveIntegerField(default=0, editable=False)
    aktif = models.BooleanField("buka", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "koperasi"
        ordering = ["wilayah"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah"], name="koperasi_satu_per_kelurahan",
                violation_error_message="Kelurahan ini sudah mempunyai koperasi.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class AnakKoperasiQuerySet(ScopedQuerySet):
    """Rows that hang on a cooperative: they are where it is."""

    scope_wilayah = "koperasi__wilayah"


class KelasTunggakan(models.Model):
    """A class of lateness of a cooperative: from how many days on, and how much is put by.

    The classes are those of the seeded table; a loan is in the class with the most days that it
    has reached.
    """

    koperasi = models.ForeignKey(Koperasi, models.PROTECT, related_name="kelas")
    kode = models.SlugField("kode", max_length=20)
    nama = models.CharField("nama", max_length=40)
    dari_hari = models.PositiveSmallIntegerField("terlambat mulai (hari)")
    cadangan_persen = models.PositiveSmallIntegerField("dicadangkan (%)")
    bermasalah = models.BooleanField("dihitung bermasalah (NPL)", default=False)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kelas tunggakan"
        ordering = ["koperasi", "dari_hari"]
        constraints = [
            models.UniqueConstraint(fields=["koperasi", "dari_hari"], name="kelas_satu_per_hari"),
            models.CheckConstraint(name="kelas_persen", condition=Q(cadangan_persen__lte=100)),
        ]

    def __str__(self) -> str:
        return self.nama


class AnggotaKoperasi(models.Model):
    """A member, of a household of the programme, with a business, or any resident.

    The three savings are kept here under the row's lock; what moved them is MutasiSimpanan.
    """

    class Status(models.TextChoices):
        AKTIF = "aktif", "Aktif"
        KELUAR = "keluar", "Keluar"

    koperasi = models.ForeignKey(
        Koperasi, models.PROTECT, related_name="anggota", verbose_name="koperasi"
    )
    nomor = models.CharField("nomor anggota", max_length=12, editable=False)
    nama = models.CharField("nama", max_length=120)
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="anggota_koperasi",
        verbose_name="rumah tangga",
    )  # fmt: skip
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, null=True, blank=True, related_name="anggota_koperasi",
        verbose_name="usaha",
    )  # fmt: skip
    kontak = models.ForeignKey(
        "pesan.Kontak", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    masuk = models.DateField("masuk")
    keluar = models.DateField("keluar", null=True, blank=True, editable=False)
    status = models.CharField(
        "status", max_length=6, choices=Status.choices, default=Status.AKTIF, editable=False
    )
    pokok = models.BigIntegerField("simpanan pokok", default=0, editable=False)
    wajib = models.BigIntegerField("simpanan wajib", default=0, editable=False)
    sukarela = models.BigIntegerField("simpanan sukarela", default=0, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "anggota koperasi"
        ordering = ["koperasi", "nomor"]
        constraints = [
            models.UniqueConstraint(fields=["koperasi", "nomor"], name="anggotakop_nomor_sekali"),
            models.CheckConstraint(
                name="anggotakop_simpanan_tidak_minus",
                condition=Q(pokok__gte=0, wajib__gte=0, sukarela__gte=0),
            ),
            models.CheckConstraint(
                name="anggotakop_keluar_iff_tanggal",
                condition=Q(status="aktif", keluar__isnull=True)
                | Q(status="keluar", keluar__gte=F("masuk"), pokok=0, wajib=0, sukarela=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} {self.nama}"

    @property
    def simpanan(self) -> int:
        """All three savings together."""
        return self.pokok + self.wajib + self.sukarela


class AnakAnggotaQuerySet(ScopedQuerySet):
    """Rows of a member, where the cooperative is."""

    scope_wilayah = "anggota__koperasi__wilayah"


class JenisSimpanan(models.TextChoices):
    """The three savings of a cooperative (UU 25/1992 art. 41 and the members' own will)."""

    POKOK = "pokok", "Simpanan pokok"
    WAJIB = "wajib", "Simpanan wajib"
    SUKARELA = "sukarela", "Simpanan sukarela"


class MutasiSimpanan(models.Model):
    """Money put into (`jumlah` above nought) or taken out of one of a member's savings."""

    anggota = models.ForeignKey(
        AnggotaKoperasi, models.PROTECT, related_name="mutasi", verbose_name="anggota"
    )
    jenis = models.CharField("jenis", max_length=8, choices=JenisSimpanan.choices)
    jumlah = models.BigIntegerField("jumlah")
    saldo = models.BigIntegerField("saldo sesudahnya")
    tanggal = models.DateField("tanggal")
    jurnal = models.OneToOneField(Jurnal, models.PROTECT, related_name="mutasi_simpanan")
    oleh = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakAnggotaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mutasi simpanan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="mutasi_bukan_nol", condition=~Q(jumlah=0)),
            models.CheckConstraint(name="mutasi_saldo_tidak_minus", condition=Q(saldo__gte=0)),
            models.CheckConstraint(
                name="mutasi_jenis_dikenal",
                condition=Q(jenis__in=["pokok", "wajib", "sukarela"]),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.anggota_id} {self.jenis} {self.jumlah}"


class SetoranModal(models.Model):
    """Money that came in for the revolving fund: from the programme, CSR or another source."""

    koperasi = models.ForeignKey(Koperasi, models.PROTECT, related_name="modal")
    sumber = models.CharField("sumber", max_length=12, choices=SumberDana.choices)
    dari = models.CharField("dari siapa", max_length=120, help_text="Lembaga atau perusahaan.")
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    tanggal = models.DateField("tanggal")
    jurnal = models.OneToOneField(Jurnal, models.PROTECT, related_name="setoran_modal")
    oleh = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "setoran modal"
        ordering = ["-tanggal", "-id"]
        constraints = [
            models.CheckConstraint(name="modal_lebih_dari_nol", condition=Q(jumlah__gt=0)),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.dari} {self.tanggal}"


class TutupKas(models.Model):
    """A day's count of the cash box against the ledger; a difference is explained and booked."""

    koperasi = models.ForeignKey(Koperasi, models.PROTECT, related_name="tutup_kas")
    tanggal = models.DateField("tanggal")
    saldo_buku = models.BigIntegerField("menurut buku")
    dihitung = models.PositiveBigIntegerField("dihitung")
    selisih = models.GeneratedField(
        expression=F("dihitung") - F("saldo_buku"),
        output_field=models.BigIntegerField("selisih"),
        db_persist=True,
    )
    penjelasan = models.CharField("penjelasan", max_length=300, blank=True)
    jurnal = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="tutup_kas"
    )
    oleh = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakKoperasiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tutup kas harian"
        ordering = ["-tanggal"]
        constraints = [
            models.UniqueConstraint(fields=["koperasi", "tanggal"], name="tutupkas_sekali_sehari"),
            models.CheckConstraint(
                name="tutupkas_selisih_dijelaskan",
                condition=Q(dihitung=F("saldo_buku"), jurnal__isnull=True)
                | (~Q(dihitung=F("saldo_buku")) & ~Q(penjelasan="") & Q(jurnal__isnull=False)),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.koperasi} {self.tanggal}"
