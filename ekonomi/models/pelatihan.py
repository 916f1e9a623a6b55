from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ekonomi.models.program import Program
from ekonomi.models.rumah import AnggotaRumah, KelompokSasaran, Rumah
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedModel, ScopedQuerySet


class Kursus(ScopedModel):
    """A course as it is taught again and again: what, how long, and what it takes to pass.

    The rule of passing is data: a share of the sessions, and a score where one is asked for.
    """

    class Jenis(models.TextChoices):
        WIRAUSAHA = "wirausaha", "Wirausaha dasar"
        KEUANGAN = "keuangan", "Keuangan mikro dan rumah tangga"
        DIGITAL = "digital", "Pemasaran digital"
        VOKASI = "vokasi", "Keterampilan vokasi singkat"

    nama = models.CharField("nama pelatihan", max_length=120)
    jenis = models.CharField("jenis", max_length=10, choices=Jenis)
    ringkasan = models.CharField("ringkasan untuk warga", max_length=300, blank=True)
    materi = models.TextField("materi", help_text="Satu pokok bahasan di tiap baris.")
    jam = models.PositiveSmallIntegerField("jumlah jam pelajaran")
    syarat_hadir = models.PositiveSmallIntegerField(
        "hadir paling sedikit (%)", default=80, help_text="Bagian sesi yang harus dihadiri."
    )
    syarat_nilai = models.PositiveSmallIntegerField(
        "nilai paling rendah", null=True, blank=True, help_text="0–100. Kosong: tanpa nilai."
    )
    aktif = models.BooleanField("ditawarkan", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "kursus"
        ordering = ["nama"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah", "nama"], name="kursus_satu_nama",
                violation_error_message="Kursus dengan nama ini sudah ada.",
            ),
            models.CheckConstraint(
                name="kursus_syarat_persen",
                condition=Q(syarat_hadir__lte=100)
                & (Q(syarat_nilai__isnull=True) | Q(syarat_nilai__lte=100)),
                violation_error_message="Syarat hadir dan nilai ditulis 0 sampai 100.",
            ),
            models.CheckConstraint(
                name="kursus_berjam", condition=Q(jam__gte=1),
                violation_error_message="Jumlah jam paling sedikit satu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama


class AngkatanQuerySet(ScopedQuerySet):
    """Batches of an area."""

    def accepting(self, at: datetime) -> Self:
        """Those a resident can register for now."""
        return self.filter(
            Q(buka_at__isnull=True) | Q(buka_at__lte=at), status=Angkatan.Status.DIBUKA,
            tutup_at__gt=at,
        )  # fmt: skip

    def public(self) -> Self:
        return self.exclude(status=Angkatan.Status.DRAF)


class Angkatan(ScopedModel):
    """One batch of a course: seats, dates, place. `nomor` runs through all batches of a kelurahan.

    `kuota_perempuan` are seats only women take; who comes too late waits. `biaya` is what the
    batch cost in Rupiah. Its sessions are `hadir.SesiHadir` with the rujukan "pelatihan:<pk>".
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIBUKA = "dibuka", "Pendaftaran"
        BERJALAN = "berjalan", "Berjalan"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Dibatalkan"

    kursus = models.ForeignKey(
        Kursus, models.PROTECT, related_name="angkatan", verbose_name="kursus"
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="angkatan",
        verbose_name="program",
    )  # fmt: skip
    nomor = models.PositiveIntegerField("nomor angkatan", editable=False)
    tempat = models.CharField("tempat", max_length=160)
    mulai = models.DateField("hari pertama")
    selesai = models.DateField("hari terakhir")
    jadwal = models.CharField(
        "jadwal", max_length=160, blank=True, help_text="Senin dan Rabu, 09.00–12.00"
    )
    kuota = models.PositiveSmallIntegerField("kuota")
    kuota_perempuan = models.PositiveSmallIntegerField(
        "kursi khusus perempuan", null=True, blank=True,
        help_text="Paling sedikit sebanyak ini kursi hanya untuk perempuan. Kosong: tidak ada.",
    )  # fmt: skip
    seleksi = models.BooleanField(
        "petugas memilih peserta", default=False,
        help_text="Pendaftar menunggu diterima petugas, bukan langsung mendapat kursi.",
    )  # fmt: skip
    buka_at = models.DateTimeField("pendaftaran dibuka", null=True, blank=True)
    tutup_at = models.DateTimeField("pendaftaran ditutup")
    pelatih = models.CharField("pelatih", max_length=160, blank=True)
    biaya = models.PositiveBigIntegerField("biaya penyelenggaraan (Rp)", default=0)
    status = models.CharField(
        "status", max_length=8, choices=Status, default=Status.DRAF, editable=False
    )
    alasan_batal = models.CharField("alasan dibatalkan", max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = AngkatanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "angkatan pelatihan"
        ordering = ["-mulai", "-nomor"]
        indexes = [
            # the public list and the chat's list: batches of an area in one state
            models.Index(fields=["wilayah", "status", "mulai"], name="angkatan_daftar_idx"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["wilayah", "nomor"], name="angkatan_satu_nomor"),
            models.CheckConstraint(
                name="angkatan_mulai_sebelum_selesai", condition=Q(selesai__gte=F("mulai")),
                violation_error_message="Hari terakhir tidak boleh sebelum hari pertama.",
            ),
            models.CheckConstraint(
                name="angkatan_buka_sebelum_tutup",
                condition=Q(buka_at__isnull=True) | Q(tutup_at__gt=F("buka_at")),
                violation_error_message="Pendaftaran ditutup sesudah dibuka.",
            ),
            models.CheckConstraint(
                name="angkatan_kuota_cukup",
                condition=Q(kuota__gte=1)
                & (Q(kuota_perempuan__isnull=True) | Q(kuota_perempuan__lte=F("kuota"))),
                violation_error_message="Kursi khusus perempuan tidak boleh melebihi kuota.",
            ),
            models.CheckConstraint(
                name="angkatan_batal_beralasan",
                condition=(Q(status="batal") & ~Q(alasan_batal=""))
                | (~Q(status="batal") & Q(alasan_batal="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kursus.nama}, angkatan {self.nomor}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_angkatan_change", args=[self.pk])

    @property
    def rujukan(self) -> str:
        """What its sessions of attendance are about."""
        return f"pelatihan:{self.pk}"

    @property
    def is_berjalan(self) -> bool:
        """Whether seats are still given: neither a draft nor over."""
        return self.status in (self.Status.DIBUKA, self.Status.BERJALAN)

    def accepts(self, at: datetime) -> bool:
        """Whether a resident can register at this moment."""
        dibuka = self.buka_at is None or self.buka_at <= at
        return self.status == self.Status.DIBUKA and dibuka and at < self.tutup_at


class PesertaQuerySet(ScopedQuerySet):
    """Participants, where their batch is."""

    scope_wilayah = "angkatan__wilayah"

    def seated(self) -> Self:
        """Who holds a seat."""
        return self.filter(status__in=Peserta.BERKURSI)

    def active(self) -> Self:
        """Who has neither left nor been taken off."""
        return self.exclude(status__in=Peserta.KELUAR)


class Peserta(models.Model):
    """One person of a batch, from registration to the result.

    `kursi` is the seat's number, 1 to the batch's quota: two people never hold the same, whoever
    comes first. Who has no account follows it by code and PIN.
    """

    class Status(models.TextChoices):
        DAFTAR = "daftar", "Menunggu diterima"
        DITERIMA = "diterima", "Diterima"
        CADANGAN = "cadangan", "Daftar tunggu"
        HADIR = "hadir", "Mengikuti"
        LULUS = "lulus", "Lulus"
        TIDAK_LULUS = "tidak_lulus", "Tidak lulus"
        MUNDUR = "mundur", "Mengundurkan diri"
        BATAL = "batal", "Dikeluarkan"

    class Asal(models.TextChoices):
        WEB = "web", "Halaman pendaftaran"
        PESAN = "pesan", "Percakapan"
        PETUGAS = "petugas", "Dicatat petugas"
        IMPOR = "impor", "Impor berkas"

    BERKURSI = (Status.DITERIMA, Status.HADIR, Status.LULUS, Status.TIDAK_LULUS)
    KELUAR = (Status.MUNDUR, Status.BATAL)

    angkatan = models.ForeignKey(
        Angkatan, models.PROTECT, related_name="peserta", verbose_name="angkatan"
    )
    nama = models.CharField("nama", max_length=120)
    jenis_kelamin = models.CharField(
        "jenis kelamin", max_length=1, choices=AnggotaRumah.JenisKelamin
    )
    tahun_lahir = models.PositiveSmallIntegerField("tahun lahir", null=True, blank=True)
    kelompok = ArrayField(
        models.CharField(max_length=12, choices=KelompokSasaran.choices),
        verbose_name="kelompok sasaran", default=list, blank=True,
    )  # fmt: skip
    asal_wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="RT/RW"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, null=True, blank=True, related_name="peserta",
        verbose_name="rumah tangga",
    )  # fmt: skip
    anggota = models.ForeignKey(
        AnggotaRumah, models.PROTECT, null=True, blank=True, related_name="peserta",
        verbose_name="anggota rumah tangga",
    )  # fmt: skip
    kontak = models.ForeignKey(
        "pesan.Kontak", models.PROTECT, null=True, blank=True, editable=False,
        related_name="peserta",
    )  # fmt: skip
    orang_hash = models.CharField(max_length=64, editable=False)
    kode = models.CharField("kode", max_length=16, unique=True, editable=False)
    pin_hash = models.CharField(max_length=64, editable=False)
    kunci_daftar = models.CharField(max_length=64, blank=True, editable=False)
    asal = models.CharField("cara mendaftar", max_length=8, choices=Asal)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.DAFTAR)
    kursi = models.PositiveSmallIntegerField("kursi", null=True, blank=True, editable=False)
    nilai = models.DecimalField("nilai", max_digits=5, decimal_places=2, null=True, blank=True)
    persen_hadir = models.PositiveSmallIntegerField("hadir (%)", null=True, editable=False)
    alasan = models.CharField("alasan", max_length=300, blank=True, editable=False)
    persetujuan_at = models.DateTimeField("setuju data dipakai", null=True, editable=False)
    persetujuan_versi = models.CharField(max_length=40, blank=True, editable=False)
    dihapus_at = models.DateTimeField("data pribadi dihapus", null=True, editable=False)
    created_at = models.DateTimeField("mendaftar", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = PesertaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "peserta pelatihan"
        ordering = ["angkatan", "nama", "id"]
        indexes = [
            # the list of a batch by state, and its waiting list in the order of registration
            models.Index(fields=["angkatan", "status", "created_at"], name="peserta_antre_idx"),
            # what a person wrote to us about: their own registrations
            models.Index(
                fields=["kontak"], name="peserta_kontak_idx", condition=Q(kontak__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["angkatan", "orang_hash"], name="peserta_satu_orang",
                condition=~Q(status__in=["mundur", "batal"]) & ~Q(orang_hash=""),
            ),
            models.UniqueConstraint(
                fields=["angkatan", "anggota"], name="peserta_satu_anggota",
                condition=~Q(status__in=["mundur", "batal"]),
            ),
            models.UniqueConstraint(
                fields=["kunci_daftar"], name="peserta_satu_formulir",
                condition=~Q(kunci_daftar=""),
            ),
            models.UniqueConstraint(fields=["angkatan", "kursi"], name="peserta_satu_kursi"),
            models.CheckConstraint(
                name="peserta_berkursi_iff_diterima",
                condition=Q(
                    status__in=["diterima", "hadir", "lulus", "tidak_lulus"],
                    kursi__isnull=False, kursi__gte=1,
                )
                | Q(status__in=["daftar", "cadangan", "mundur", "batal"], kursi__isnull=True),
            ),
            models.CheckConstraint(
                name="peserta_nilai_wajar",
                condition=Q(nilai__isnull=True) | Q(nilai__gte=0, nilai__lte=100),
                violation_error_message="Nilai ditulis 0 sampai 100.",
            ),
            models.CheckConstraint(
                name="peserta_persen_wajar",
                condition=Q(persen_hadir__isnull=True) | Q(persen_hadir__lte=100),
            ),
            models.CheckConstraint(
                name="peserta_tahun_lahir_wajar",
                condition=Q(tahun_lahir__isnull=True)
                | Q(tahun_lahir__gte=1900, tahun_lahir__lte=2100),
            ),
            models.CheckConstraint(
                name="peserta_gagal_beralasan",
                condition=~Q(status__in=["tidak_lulus", "batal"]) | ~Q(alasan=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nama or 'tanpa nama'} ({self.kode})"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_peserta_change", args=[self.pk])

    @property
    def kunci_orang(self) -> str:
        """What attendance knows the person by."""
        return f"peserta:{self.pk}"

    @property
    def is_aktif(self) -> bool:
        return self.status not in self.KELUAR


class RiwayatPeserta(models.Model):
    """Append-only: each step of a participant. Never a person's words."""

    class Peristiwa(models.TextChoices):
        DAFTAR = "daftar", "Mendaftar"
        DITERIMA = "diterima", "Mendapat kursi"
        CADANGAN = "cadangan", "Masuk daftar tunggu"
        HADIR = "hadir", "Hadir pertama kali"
        NILAI = "nilai", "Nilai dicatat"
        LULUS = "lulus", "Lulus"
        TIDAK_LULUS = "tidak_lulus", "Tidak lulus"
        MUNDUR = "mundur", "Mengundurkan diri"
        BATAL = "batal", "Dikeluarkan"
        SERTIFIKAT = "sertifikat", "Sertifikat terbit"
        DICABUT = "dicabut", "Sertifikat dicabut"
        PIN = "pin", "PIN baru"
        DIHAPUS = "dihapus", "Data pribadi dihapus"

    peserta = models.ForeignKey(Peserta, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=12, choices=Peristiwa)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat peserta"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.peserta_id}: {self.peristiwa}"


class RiwayatAngkatan(models.Model):
    """Append-only: what happened to a batch."""

    angkatan = models.ForeignKey(Angkatan, models.PROTECT, related_name="riwayat")
    status = models.CharField("status", max_length=8, choices=Angkatan.Status)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat angkatan"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.angkatan_id}: {self.status}"


class DaftarLewatPesan(models.Model):
    """A registration begun in a chat and not finished: what is known, and what was asked last.

    One for a contact; gone when it is finished or its time is over. Each thing is asked once.
    """

    kontak = models.OneToOneField("pesan.Kontak", models.CASCADE, related_name="daftar_pelatihan")
    angkatan = models.ForeignKey(Angkatan, models.CASCADE, related_name="+")
    nama = EncryptedTextField(blank=True, default="")
    jenis_kelamin = models.CharField(max_length=1, blank=True)
    tahun_lahir = models.PositiveSmallIntegerField(null=True)
    ditanya = models.CharField(max_length=10)
    hingga = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "pendaftaran lewat pesan"
        indexes = [
            # the hourly removal of what nobody finished
            models.Index(fields=["hingga"], name="daftarpesan_hingga_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kontak_id}: {self.ditanya}"
