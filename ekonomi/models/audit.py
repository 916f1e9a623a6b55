"""Looking after the money: the trail, findings of the audit team, and what looks unusual."""

from django.db import models
from django.db.models import Q

from ekonomi.models.anggaran import Belanja
from ekonomi.models.program import AnakProgramQuerySet, Program
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class JejakAnggaran(models.Model):
    """Append-only: every act on a programme's money. No payee and no words of a person."""

    class Peristiwa(models.TextChoices):
        PROGRAM = "program", "Program dibuat"
        MULAI = "mulai", "Program dimulai"
        SALIN = "salin", "Program disalin"
        BATAL_SALIN = "batal_salin", "Salinan dibatalkan"
        TERIMA = "terima", "Dana diterima"
        BALIK_TERIMA = "balik_terima", "Penerimaan dibalik"
        KAS = "kas", "Kas dipindahkan"
        KOMIT = "komit", "Dana dikomitmenkan"
        LEPAS = "lepas", "Komitmen dilepas"
        AJUKAN = "ajukan", "Belanja diajukan"
        SETUJU = "setuju", "Belanja disetujui"
        TOLAK = "tolak", "Belanja ditolak"
        BELANJA = "belanja", "Belanja dibukukan"
        BALIK = "balik", "Belanja dibalik"
        REVISI = "revisi", "Anggaran direvisi"
        ATURAN = "aturan", "Aturan anggaran diubah"
        ANOMALI = "anomali", "Kejanggalan ditinjau"
        TEMUAN = "temuan", "Temuan audit"
        LAPORAN = "laporan", "Laporan triwulan terbit"
        NASKAH = "naskah", "Naskah ditetapkan"
        TONGGAK = "tonggak", "Kemajuan tonggak dicatat"
        MODAL = "modal", "Modal diserahkan ke koperasi"
        TARGET = "target", "Target diubah"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="jejak", verbose_name="program"
    )
    peristiwa = models.CharField("peristiwa", max_length=12, choices=Peristiwa)
    rujukan = models.CharField("rujukan", max_length=120, blank=True)
    jumlah = models.BigIntegerField("jumlah (Rp)", null=True, blank=True)
    catatan = models.CharField("catatan", max_length=400, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "jejak anggaran"
        ordering = ["-at", "-id"]
        indexes = [
            # a programme's trail, newest first
            models.Index(fields=["program", "-at"], name="jejak_program_idx"),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.get_peristiwa_display()} {self.rujukan}".strip()


class TemuanAudit(models.Model):
    """A finding of the kelurahan's audit team: what, how much, what to do, who answered what."""

    class Keadaan(models.TextChoices):
        TERBUKA = "terbuka", "Menunggu tanggapan"
        DITANGGAPI = "ditanggapi", "Ditindaklanjuti"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Ditarik tim audit"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="temuan", verbose_name="program"
    )
    belanja = models.ForeignKey(
        Belanja, models.PROTECT, null=True, blank=True, related_name="temuan",
        verbose_name="tentang belanja",
    )  # fmt: skip
    judul = models.CharField("temuan", max_length=160)
    uraian = models.TextField("uraian", max_length=2000)
    nilai = models.PositiveBigIntegerField("nilai (Rp)", null=True, blank=True)
    rekomendasi = models.TextField("rekomendasi", max_length=1000)
    tenggat = models.DateField("tenggat tindak lanjut")
    tanggapan = models.TextField("tanggapan", max_length=2000, blank=True)
    tindak_lanjut = models.TextField("tindak lanjut", max_length=2000, blank=True)
    keadaan = models.CharField("keadaan", max_length=10, choices=Keadaan, default=Keadaan.TERBUKA)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="ditemukan oleh"
    )
    ditanggapi_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ditanggapi oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    selesai_at = models.DateTimeField("selesai", null=True, blank=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "temuan audit"
        ordering = ["keadaan", "tenggat", "id"]
        indexes = [
            # findings of a programme by state, the earliest due first
            models.Index(fields=["program", "keadaan", "tenggat"], name="temuan_program_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="temuan_selesai_iff_waktu",
                condition=Q(keadaan__in=["selesai", "batal"], selesai_at__isnull=False)
                | Q(keadaan__in=["terbuka", "ditanggapi"], selesai_at__isnull=True),
            ),
            models.CheckConstraint(
                name="temuan_ditanggapi_ada_isi",
                condition=~Q(keadaan="ditanggapi") | ~Q(tanggapan=""),
            ),
        ]

    def __str__(self) -> str:
        return self.judul


class RiwayatTemuanAudit(models.Model):
    """Append-only: each step of a finding."""

    temuan = models.ForeignKey(TemuanAudit, models.PROTECT, related_name="riwayat")
    keadaan = models.CharField("keadaan", max_length=10, choices=TemuanAudit.Keadaan)
    catatan = models.CharField("catatan", max_length=500, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class _QuerySet(ScopedQuerySet):
        scope_wilayah = "temuan__program__wilayah"

    objects = _QuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat temuan audit"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.temuan_id}: {self.keadaan}"


class Anomali(models.Model):
    """Spending that looks unusual, with the reason in words, until a person has looked at it.

    Found by rules (ekonomi/anomali.py); the same one is never raised twice, also after a review.
    """

    class Jenis(models.TextChoices):
        PECAH = "pecah", "Pembayaran dipecah"
        BULAT = "bulat", "Angka bulat"
        BUKTI_SAMA = "bukti_sama", "Kuitansi sama"
        HARI_LIBUR = "hari_libur", "Hari libur"
        PENERIMA_PETUGAS = "petugas", "Penerima petugas sendiri"
        URUT_HILANG = "urut", "Nomor hilang"
        TANPA_BUKTI = "tanpa_bukti", "Tanpa kuitansi"
        TANPA_KEDUA = "tanpa_kedua", "Tanpa orang kedua"

    class Hasil(models.TextChoices):
        BARU = "baru", "Belum ditinjau"
        WAJAR = "wajar", "Wajar, ada penjelasannya"
        DIPERBAIKI = "diperbaiki", "Sudah diperbaiki"
        TEMUAN = "temuan", "Jadi temuan audit"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="anomali", verbose_name="program"
    )
    jenis = models.CharField("jenis", max_length=12, choices=Jenis)
    kunci = models.CharField("kunci", max_length=200, editable=False)
    penjelasan = models.CharField("penjelasan", max_length=400)
    belanja = models.ManyToManyField(Belanja, related_name="anomali", verbose_name="belanja")
    hasil = models.CharField("hasil", max_length=12, choices=Hasil, default=Hasil.BARU)
    catatan = models.CharField("catatan peninjau", max_length=400, blank=True)
    temuan = models.ForeignKey(
        TemuanAudit, models.PROTECT, null=True, blank=True, related_name="anomali",
        verbose_name="temuan",
    )  # fmt: skip
    ditinjau_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ditinjau oleh",
    )  # fmt: skip
    ditinjau_at = models.DateTimeField("ditinjau", null=True, blank=True)
    created_at = models.DateTimeField("ditandai", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kejanggalan"
        ordering = ["hasil", "-created_at", "-id"]
        constraints = [
            models.UniqueConstraint("program", "jenis", "kunci", name="anomali_sekali"),
            models.CheckConstraint(
                name="anomali_ditinjau_iff_hasil",
                condition=Q(hasil="baru", ditinjau_at__isnull=True)
                | ~Q(hasil="baru") & Q(ditinjau_at__isnull=False) & ~Q(catatan=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()}: {self.penjelasan}"
