from datetime import date, datetime
from typing import Self

from dateutil.rrule import rrulestr
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ekonomi.models.usaha import Usaha
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KE = {1: "pertama", 2: "kedua", 3: "ketiga", 4: "keempat", -1: "terakhir"}


class Pasar(ScopedModel):
    """A market that comes again by a rule: every week, or once a month.

    `rrule` is the rule as RFC 5545 writes it, made from the three simple fields. A monthly date
    beyond the end of a short month means its last day.
    """

    class Pola(models.TextChoices):
        MINGGUAN = "mingguan", "Tiap minggu"
        BULANAN_HARI = "bulanan_hari", "Tiap bulan, hari ke-n"
        BULANAN_TANGGAL = "bulanan_tanggal", "Tiap bulan, tanggal tetap"

    nama = models.CharField("nama pasar", max_length=120)
    keterangan = models.CharField("keterangan untuk warga", max_length=300, blank=True)
    tempat = models.CharField("tempat", max_length=160)
    lat = models.DecimalField("lintang", max_digits=8, decimal_places=5, null=True, blank=True)
    lng = models.DecimalField("bujur", max_digits=8, decimal_places=5, null=True, blank=True)
    pola = models.CharField("berulang", max_length=16, choices=Pola, default=Pola.MINGGUAN)
    hari = models.PositiveSmallIntegerField(
        "hari", choices=list(enumerate(HARI)), null=True, blank=True,
        help_text="Untuk pola mingguan dan hari ke-n.",
    )  # fmt: skip
    ke = models.SmallIntegerField(
        "minggu ke", choices=list(_KE.items()), null=True, blank=True,
        help_text="Untuk pola hari ke-n: Minggu pertama, Sabtu terakhir, …",
    )  # fmt: skip
    tanggal = models.PositiveSmallIntegerField(
        "tanggal", null=True, blank=True,
        help_text="Untuk pola tanggal tetap; 31 berarti hari terakhir bulan itu.",
    )  # fmt: skip
    jam_mulai = models.TimeField("jam mulai")
    jam_selesai = models.TimeField("jam selesai")
    mulai = models.DateField("mulai berlaku")
    sampai = models.DateField("sampai", null=True, blank=True)
    aktif = models.BooleanField("berjalan", default=True)
    rrule = models.CharField(max_length=120, editable=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "pasar rakyat"
        ordering = ["nama"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah", "nama"], name="pasar_satu_nama",
                violation_error_message="Pasar dengan nama ini sudah ada di wilayah ini.",
            ),
            models.CheckConstraint(
                name="pasar_jam_urut", condition=Q(jam_selesai__gt=F("jam_mulai")),
                violation_error_message="Jam selesai harus sesudah jam mulai.",
            ),
            models.CheckConstraint(
                name="pasar_pola_lengkap",
                # NULL would pass a comparison, so it is named
                condition=Q(pola="mingguan", hari__isnull=False, hari__lte=6)
                | Q(
                    pola="bulanan_hari", hari__isnull=False, hari__lte=6, ke__isnull=False,
                    ke__in=[1, 2, 3, 4, -1],
                )
                | Q(
                    pola="bulanan_tanggal", tanggal__isnull=False, tanggal__gte=1, tanggal__lte=31
                ),
                violation_error_message="Lengkapi harinya, minggu ke berapa, atau tanggalnya.",
            ),
            models.CheckConstraint(
                name="pasar_sampai_sesudah_mulai",
                condition=Q(sampai__isnull=True) | Q(sampai__gte=F("mulai")),
                violation_error_message="Tanggal akhir tidak boleh sebelum mulai berlaku.",
            ),
            models.CheckConstraint(
                name="pasar_titik_lengkap",
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__isnull=False, lng__isnull=False),
                violation_error_message="Isi lintang dan bujur, atau kosongkan keduanya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_pasar_change", args=[self.pk])

    def write_rrule(self) -> str:
        """The rule of the simple fields."""
        if self.pola == self.Pola.MINGGUAN:
            return f"FREQ=WEEKLY;BYDAY={_BYDAY[self.hari or 0]}"
        if self.pola == self.Pola.BULANAN_HARI:
            return f"FREQ=MONTHLY;BYDAY={self.ke}{_BYDAY[self.hari or 0]}"
        if (self.tanggal or 1) <= 28:
            return f"FREQ=MONTHLY;BYMONTHDAY={self.tanggal}"
        hari = ",".join(str(n) for n in range(28, (self.tanggal or 31) + 1))
        return f"FREQ=MONTHLY;BYMONTHDAY={hari};BYSETPOS=-1"

    def days_between(self, awal: date, akhir: date) -> list[date]:
        """The days of the rule in this span, both ends included, within its validity."""
        akhir = min(akhir, self.sampai) if self.sampai else akhir
        awal = max(awal, self.mulai)
        if akhir < awal:
            return []
        aturan = rrulestr(self.rrule, dtstart=datetime.combine(self.mulai, datetime.min.time()))
        batas = [datetime.combine(satu, datetime.min.time()) for satu in (awal, akhir)]
        return [saat.date() for saat in aturan.between(*batas, inc=True)]

    @property
    def pola_kata(self) -> str:
        """ "tiap Minggu", "Sabtu kedua tiap bulan", "tanggal 15 tiap bulan"."""
        if self.pola == self.Pola.MINGGUAN:
            return f"tiap {HARI[self.hari or 0]}"
        if self.pola == self.Pola.BULANAN_HARI:
            return f"{HARI[self.hari or 0]} {_KE[self.ke or 1]} tiap bulan"
        akhir = "hari terakhir" if self.tanggal == 31 else f"tanggal {self.tanggal}"
        return f"{akhir} tiap bulan"


class AnakPasarQuerySet(ScopedQuerySet):
    """Rows that hang on a market: they are where it is."""

    scope_wilayah = "pasar__wilayah"


class PasarHariQuerySet(AnakPasarQuerySet):
    """Market days."""

    def coming(self, at: datetime) -> Self:
        """Those that are not over, called-off ones included."""
        return self.filter(selesai_at__gt=at).order_by("mulai_at")


class PasarHari(models.Model):
    """One market day. `asal` is the day the rule gave; a moved or called-off day keeps it, so that
    the rule does not make it again. Without `asal` it is an extra day.
    """

    class Status(models.TextChoices):
        TERJADWAL = "terjadwal", "Terjadwal"
        BATAL = "batal", "Dibatalkan"

    pasar = models.ForeignKey(
        Pasar, models.PROTECT, related_name="hari_pasar", verbose_name="pasar"
    )
    asal = models.DateField("hari menurut pola", null=True, editable=False)
    mulai_at = models.DateTimeField("mulai")
    selesai_at = models.DateTimeField("selesai")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.TERJADWAL)
    alasan = models.CharField("alasan dipindah atau dibatalkan", max_length=300, blank=True)
    urutan = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PasarHariQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hari pasar"
        ordering = ["mulai_at"]
        indexes = [
            # the next days of all markets, and the days of the calendar feed
            models.Index(fields=["pasar", "mulai_at"], name="pasarhari_jadwal_idx"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pasar", "asal"], name="pasarhari_sekali"),
            models.CheckConstraint(
                name="pasarhari_jam_urut", condition=Q(selesai_at__gt=F("mulai_at"))
            ),
            models.CheckConstraint(
                name="pasarhari_batal_beralasan", condition=~Q(status="batal") | ~Q(alasan="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pasar.nama}, {self.mulai_at:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ekonomi_pasarhari_change", args=[self.pk])

    @property
    def is_batal(self) -> bool:
        return self.status == self.Status.BATAL


class LapakPasar(models.Model):
    """A numbered stall of a market."""

    pasar = models.ForeignKey(Pasar, models.PROTECT, related_name="lapak", verbose_name="pasar")
    nomor = models.CharField("nomor", max_length=8)
    ukuran = models.CharField("ukuran", max_length=40, blank=True, help_text="Misalnya 2 x 2 m.")
    biaya = models.PositiveIntegerField("biaya sehari (Rp)", default=0)
    aktif = models.BooleanField("dipakai", default=True)

    objects = AnakPasarQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lapak pasar"
        ordering = ["pasar", "nomor"]
        constraints = [
            models.UniqueConstraint(
                fields=["pasar", "nomor"], name="lapakpasar_satu_nomor",
                violation_error_message="Nomor lapak ini sudah ada.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Lapak {self.nomor}"


class SewaLapakQuerySet(ScopedQuerySet):
    """Bookings, where their market is."""

    scope_wilayah = "hari__pasar__wilayah"

    def valid(self) -> Self:
        return self.filter(dibatalkan_at__isnull=True)


class SewaLapak(models.Model):
    """A business has a stall for one market day. `tampil`: its name may stand on public pages."""

    hari = models.ForeignKey(
        PasarHari, models.PROTECT, related_name="sewa", verbose_name="hari pasar"
    )
    lapak = models.ForeignKey(LapakPasar, models.PROTECT, related_name="sewa", verbose_name="lapak")
    usaha = models.ForeignKey(
        Usaha, models.PROTECT, related_name="sewa_lapak", verbose_name="usaha"
    )
    dagangan = models.CharField("yang dijual", max_length=160, blank=True)
    tampil = models.BooleanField("nama usaha boleh tampil", default=False)
    biaya = models.PositiveIntegerField("biaya (Rp)", default=0)
    dibayar_at = models.DateTimeField("dibayar", null=True, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    created_at = models.DateTimeField("dipesan", auto_now_add=True)
    dibatalkan_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    alasan = models.CharField("alasan dibatalkan", max_length=200, blank=True)

    objects = SewaLapakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "sewa lapak"
        ordering = ["hari", "lapak__nomor"]
        indexes = [
            # the bookings of one business, newest first
            models.Index(fields=["usaha", "-id"], name="sewalapak_usaha_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hari", "lapak"], name="sewalapak_satu_penyewa",
                condition=Q(dibatalkan_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["hari", "usaha"], name="sewalapak_satu_lapak",
                condition=Q(dibatalkan_at__isnull=True),
            ),
            models.CheckConstraint(
                name="sewalapak_batal_beralasan",
                condition=Q(dibatalkan_at__isnull=True) | ~Q(alasan=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lapak}: {self.usaha}"


class JualPasar(models.Model):
    """What one stall sold on one market day, in whole Rupiah; a correction replaces the row."""

    class Cara(models.TextChoices):
        PENJUAL = "penjual", "Penjual, di halamannya"
        PESAN = "pesan", "Penjual, lewat pesan"
        PETUGAS = "petugas", "Petugas"

    sewa = models.ForeignKey(SewaLapak, models.PROTECT, related_name="jual", verbose_name="sewa")
    jumlah = models.PositiveBigIntegerField("penjualan (Rp)")
    cara = models.CharField("cara", max_length=8, choices=Cara)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("dicatat", auto_now_add=True)
    diganti_at = models.DateTimeField("diganti", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "penjualan pasar"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sewa"], name="jualpasar_satu_berlaku",
                condition=Q(diganti_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sewa_id}: {self.jumlah}"

    @property
    def kunci(self) -> str:
        """What turnover knows this entry by."""
        return f"pasar:{self.pk}"


class RiwayatPasar(models.Model):
    """Append-only: what happened to a market day."""

    class Peristiwa(models.TextChoices):
        TAMBAH = "tambah", "Hari pasar ditambah"
        PINDAH = "pindah", "Dipindah"
        BATAL = "batal", "Dibatalkan"
        UMUM = "umum", "Diumumkan"
        SEWA = "sewa", "Lapak dipesan"
        LEPAS = "lepas", "Lapak dilepas"
        JUAL = "jual", "Penjualan dicatat"

    hari = models.ForeignKey(PasarHari, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=8, choices=Peristiwa)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pasar"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.hari_id}: {self.peristiwa}"


class LanggananPasar(models.Model):
    """Somebody asked to hear of the markets of a kelurahan, until they say otherwise."""

    kontak = models.ForeignKey("pesan.Kontak", models.CASCADE, related_name="langganan_pasar")
    wilayah = models.ForeignKey("wilayah.Wilayah", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "langganan pasar"
        constraints = [
            models.UniqueConstraint(fields=["kontak", "wilayah"], name="langgananpasar_sekali"),
        ]

    def __str__(self) -> str:
        return f"{self.kontak_id} di {self.wilayah_id}"
