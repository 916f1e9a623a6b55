from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pesan.models import Kontak, Lampiran, PesanKeluar
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.scope import ScopedModel, ScopedQuerySet

UMUR_KONTAK = timedelta(days=183)  # a number nobody has tried for half a year is not relied upon


class Bahaya(models.TextChoices):
    """The hazards of the place."""

    BANJIR = "banjir", "Banjir"
    LONGSOR = "longsor", "Tanah longsor"
    KARHUTLA = "karhutla", "Kebakaran hutan dan lahan"


class ButirSiaga(models.Model):
    """One line of the readiness check-list (fixtures/ruko/siaga.csv)."""

    kode = models.SlugField("kode", max_length=30, primary_key=True)
    kelompok = models.CharField("kelompok", max_length=60)
    teks = models.CharField("yang diperiksa", max_length=200)
    bahaya = models.CharField("bahaya", max_length=10, choices=Bahaya.choices, blank=True)
    tinjau_bulan = models.PositiveSmallIntegerField("ditinjau tiap (bulan)")
    urut = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "butir siaga"
        ordering = ["urut", "kode"]
        constraints = [
            models.CheckConstraint(
                name="butir_siaga_tinjau_wajar", condition=Q(tinjau_bulan__range=(1, 36))
            ),
        ]

    def __str__(self) -> str:
        return self.teks


class PeriksaSiagaQuerySet(ScopedQuerySet):
    def current(self) -> Self:
        """The last answer of each village to each line."""
        return self.order_by("wilayah_id", "butir_id", "-pk").distinct("wilayah_id", "butir_id")


class PeriksaSiaga(ScopedModel):
    """Append-only: how one line stood in a village on a day, and what shows it."""

    class Keadaan(models.TextChoices):
        ADA = "ada", "Ada"
        SEBAGIAN = "sebagian", "Sebagian"
        BELUM = "belum", "Belum"

    butir = models.ForeignKey(ButirSiaga, models.PROTECT, related_name="periksa")
    keadaan = models.CharField("keadaan", max_length=8, choices=Keadaan.choices)
    bukti = models.CharField("bukti", max_length=300, blank=True)
    foto = models.ForeignKey(Lampiran, models.PROTECT, null=True, blank=True, related_name="+")
    tanggal = models.DateField("diperiksa")
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeriksaSiagaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "pemeriksaan siaga"
        ordering = ["-pk"]
        indexes = [
            # the newest answer to each line of a village
            models.Index(fields=["wilayah", "butir", "-id"], name="periksa_siaga_kini_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="periksa_siaga_ada_berbukti",
                condition=Q(keadaan="belum") | ~Q(bukti="") | Q(foto__isnull=False),
                violation_error_message="Tulis bukti atau lampirkan foto.",
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.wilayah_id} {self.butir_id}: {self.keadaan}"


class KontakSiagaQuerySet(ScopedQuerySet):
    """Numbers are for the staff of that village and of its kecamatan alone."""

    scope_peran = frozenset({Peran.LURAH, Peran.MODERATOR, Peran.CAMAT, Peran.PETUGAS_KECAMATAN})

    def active(self) -> Self:
        return self.filter(aktif=True)


class KontakSiaga(ScopedModel):
    """Whom a village is warned through: a role, a person and a second one, in the order of calls.

    `kontak` and `kontak_kedua` are how the two are written to.
    """

    jabatan = models.CharField("tugas", max_length=80)
    nama = EncryptedTextField("nama")
    nomor = EncryptedTextField("nomor")
    nama_kedua = EncryptedTextField("orang kedua", blank=True)
    nomor_kedua = EncryptedTextField("nomor orang kedua", blank=True)
    kontak = models.ForeignKey(Kontak, models.PROTECT, related_name="+", editable=False)
    kontak_kedua = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    urut = models.PositiveSmallIntegerField("urutan dihubungi")
    aktif = models.BooleanField("dipakai", default=True)
    diperiksa_at = models.DateTimeField("terakhir dipastikan benar")
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")

    objects = KontakSiagaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "kontak siaga"
        ordering = ["wilayah", "urut"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "urut", name="kontak_siaga_urut_satu", condition=Q(aktif=True),
                violation_error_message="Urutan itu sudah dipakai kontak lain di desa ini.",
            ),
            models.CheckConstraint(
                name="kontak_siaga_urut_wajar", condition=Q(urut__range=(1, 20)),
                violation_error_message="Urutan antara 1 dan 20.",
            ),
            models.CheckConstraint(
                name="kontak_siaga_kedua_lengkap",
                condition=Q(kontak_kedua__isnull=True, nomor_kedua="")
                | (Q(kontak_kedua__isnull=False) & ~Q(nomor_kedua="") & ~Q(nama_kedua="")),
                violation_error_message="Isi nama dan nomor orang kedua, atau kosongkan keduanya.",
            ),
            models.CheckConstraint(
                name="kontak_siaga_kedua_lain", condition=~Q(kontak=F("kontak_kedua")),
                violation_error_message="Orang kedua harus memakai nomor lain.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.urut}. {self.jabatan}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_kontaksiaga_change", args=[self.pk])

    def is_stale(self, at: datetime | None = None) -> bool:
        """Nobody has made sure of the numbers for half a year."""
        return self.diperiksa_at < (at or timezone.now()) - UMUR_KONTAK


class UjiKontak(models.Model):
    """Append-only: a test call to a contact and what came of it."""

    class Hasil(models.TextChoices):
        TERSAMBUNG = "tersambung", "Tersambung"
        TIDAK_DIANGKAT = "tidak", "Tidak diangkat"
        SALAH = "salah", "Nomor salah atau mati"

    kontak = models.ForeignKey(KontakSiaga, models.PROTECT, related_name="uji")
    orang = models.PositiveSmallIntegerField("orang ke", default=1)
    hasil = models.CharField("hasil", max_length=10, choices=Hasil.choices)
    catatan = models.CharField("catatan", max_length=240, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "uji kontak siaga"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="uji_kontak_orang_1_2", condition=Q(orang__range=(1, 2))),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.kontak_id}: {self.hasil}"


class PeringatanSiaga(ScopedModel):
    """Append-only: a warning that the kecamatan (`wilayah`) sent to contacts of its villages."""

    class Tingkat(models.TextChoices):
        WASPADA = "waspada", "Waspada"
        SIAGA = "siaga", "Siaga"
        AWAS = "awas", "Awas"

    kunci = models.UUIDField(unique=True, editable=False)
    bahaya = models.CharField("bahaya", max_length=10, choices=Bahaya.choices)
    tingkat = models.CharField("tingkat", max_length=8, choices=Tingkat.choices)
    teks = models.TextField("pesan")
    uji = models.BooleanField("hanya uji coba", default=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("disebar", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "peringatan siaga"
        ordering = ["-pk"]
        triggers = triggers()

    def __str__(self) -> str:
        awal = "UJI: " if self.uji else ""
        return f"{awal}{self.get_bahaya_display()}, {self.get_tingkat_display()}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_peringatansiaga_change", args=[self.pk])


class PenerimaPeringatan(ScopedModel):
    """Somebody a warning was sent to (`wilayah`: the village), and when they said they have it."""

    class Cara(models.TextChoices):
        OBROLAN = "obrolan", "Balasan pesan"
        TAUTAN = "tautan", "Tautan"
        TELEPON = "telepon", "Lewat telepon"

    peringatan = models.ForeignKey(PeringatanSiaga, models.PROTECT, related_name="penerima")
    kontak_siaga = models.ForeignKey(KontakSiaga, models.PROTECT, related_name="+")
    orang = models.PositiveSmallIntegerField(default=1)
    kontak = models.ForeignKey(Kontak, models.PROTECT, related_name="+")
    pesan = models.ForeignKey(PesanKeluar, models.SET_NULL, null=True, related_name="+")
    diterima_at = models.DateTimeField("sudah diterima", null=True, blank=True)
    cara = models.CharField(max_length=8, choices=Cara.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "penerima peringatan"
        ordering = ["wilayah", "kontak_siaga__urut", "orang"]
        constraints = [
            models.UniqueConstraint(
                "peringatan", "kontak_siaga", "orang", name="penerima_peringatan_sekali"
            ),
            models.CheckConstraint(
                name="penerima_peringatan_cara", condition=Q(cara="") ^ Q(diterima_at__isnull=False)
            ),
        ]
        indexes = [
            # an answer in chat: warnings to this contact that nobody has answered
            models.Index(
                fields=["kontak"], name="penerima_menunggu_idx",
                condition=Q(diterima_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.peringatan_id}: {self.kontak_siaga_id}"


def next_review(tanggal: date, bulan: int) -> date:
    """The day so many months later; the month's last day where it is shorter."""
    urut = tanggal.year * 12 + tanggal.month - 1 + bulan
    tahun, bulan_baru = urut // 12, urut % 12 + 1
    awal_berikut = date(tahun + bulan_baru // 12, bulan_baru % 12 + 1, 1)
    akhir: Any = awal_berikut - timedelta(days=1)
    return date(tahun, bulan_baru, min(tanggal.day, akhir.day))
