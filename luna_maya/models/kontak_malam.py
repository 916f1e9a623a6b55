from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Cast, Extract, Replace

from luna_maya.models.orang import Tokoh
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel
from wilayah.zona import zona_of

SEHARI = 24 * 60  # minutes
SEPEKAN = 7 * SEHARI


class PetugasMalam(ScopedModel):
    """Somebody whom residents may reach at night, and the number they see; `wilayah` is the
    kelurahan. Neither name nor number is shown before `setuju_at`, the person's own consent.
    """

    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="petugas_malam",
        verbose_name="petugas (punya akun)",
    )  # fmt: skip
    tokoh = models.ForeignKey(
        Tokoh, models.PROTECT, null=True, blank=True, related_name="petugas_malam",
        verbose_name="tokoh",
    )  # fmt: skip
    sebutan = models.CharField(
        "sebutan bagi warga", max_length=80, help_text="Misalnya: Pak Fahmi, Lurah"
    )
    nomor = EncryptedTextField("nomor yang dilihat warga")
    bisa_wa = models.BooleanField("nomor ini bisa WhatsApp", default=True)
    setuju_at = models.DateTimeField("setuju ditampilkan", null=True, blank=True, editable=False)
    aktif = models.BooleanField("masih bertugas", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "petugas malam"
        ordering = ["wilayah", "sebutan"]
        constraints = [
            models.CheckConstraint(
                name="petugas_malam_satu_orang",
                condition=Q(pengguna__isnull=False) ^ Q(tokoh__isnull=False),
                violation_error_message="Pilih petugas atau tokoh, salah satu.",
            ),
            models.UniqueConstraint(
                "wilayah", "pengguna", name="petugas_malam_satu_pengguna",
                violation_error_message="Petugas ini sudah tercatat di kelurahan ini.",
            ),
            models.UniqueConstraint(
                "wilayah", "tokoh", name="petugas_malam_satu_tokoh",
                violation_error_message="Tokoh ini sudah tercatat di kelurahan ini.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.sebutan

    @property
    def akun_id(self) -> int | None:
        """Whose account this is, if the person has one: then only they may consent."""
        if self.pengguna_id is not None:
            return int(self.pengguna_id)
        return self.tokoh.pengguna_id if self.tokoh is not None else None

    @property
    def is_shown(self) -> bool:
        return self.aktif and self.setuju_at is not None

    def in_office(self, hari: date) -> bool:
        """Whether the person still works here on this day: an account in use, a term not over."""
        if self.pengguna is not None:
            return self.pengguna.is_active
        return self.tokoh is not None and (self.tokoh.selesai is None or self.tokoh.selesai >= hari)


class PersetujuanMalam(models.Model):
    """Append-only: this person agreed that name and number are shown at night, or took it back."""

    class Keputusan(models.TextChoices):
        YA = "ya", "Setuju"
        CABUT = "cabut", "Mencabut"

    class Cara(models.TextChoices):
        SENDIRI = "sendiri", "Lewat akunnya sendiri"
        LISAN = "lisan", "Lisan, dicatat petugas"
        TERTULIS = "tertulis", "Tertulis"
        GANTI = "ganti", "Nomornya diganti"

    petugas = models.ForeignKey(PetugasMalam, models.PROTECT, related_name="persetujuan")
    keputusan = models.CharField(max_length=5, choices=Keputusan.choices)
    cara = models.CharField(max_length=8, choices=Cara.choices)
    versi = models.CharField("versi teks", max_length=20)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "persetujuan kontak malam"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.petugas_id}: {self.keputusan}"


def _area_range() -> Func:
    """The kelurahan's code as a range of one number, so that an exclusion needs no extension."""
    angka = Cast(Replace(F("wilayah"), Value("."), Value("")), models.BigIntegerField())
    return Func(angka, angka, Value("[]"), function="int8range")


def _week_ranges() -> Func:
    """Minutes of the week, and the same a week earlier: Sunday night runs into Monday."""

    def minutes(jam: str) -> Any:
        return Cast(Extract("mulai", jam), models.IntegerField())

    mulai: Any = F("hari") * Value(SEHARI) + minutes("hour") * Value(60) + minutes("minute")
    awal = ExpressionWrapper(mulai, output_field=models.IntegerField())
    akhir = ExpressionWrapper(mulai + F("lama_menit"), output_field=models.IntegerField())
    awal_lalu = ExpressionWrapper(mulai - Value(SEPEKAN), output_field=models.IntegerField())
    akhir_lalu = ExpressionWrapper(
        mulai + F("lama_menit") - Value(SEPEKAN), output_field=models.IntegerField()
    )
    return Func(
        Func(awal, akhir, function="int4range"),
        Func(awal_lalu, akhir_lalu, function="int4range"),
        function="int4multirange",
    )


def _date_range() -> Func:
    """From the day's hour on for so many minutes, on the clock of the place (without a zone)."""
    saat = models.DateTimeField()
    lama = ExpressionWrapper(
        F("lama_menit") * Value(timedelta(minutes=1)), output_field=models.DurationField()
    )
    mulai = ExpressionWrapper(F("tanggal") + F("mulai"), output_field=saat)
    akhir = ExpressionWrapper(mulai + lama, output_field=saat)
    return Func(mulai, akhir, function="tsrange")


class KontakMalam(ScopedModel):
    """When whom residents reach at night: each week on `hari` (0 = Monday), or on one `tanggal`,
    which then takes the place of the week's rows. `lama_menit` up to 1,440: a whole day. Times are
    on the clock of the kelurahan (`wilayah`). Seed: sumbersari-tujuh-kelurahan.txt (siap 24 jam).
    """

    class Hari(models.IntegerChoices):
        SENIN = 0, "Senin"
        SELASA = 1, "Selasa"
        RABU = 2, "Rabu"
        KAMIS = 3, "Kamis"
        JUMAT = 4, "Jumat"
        SABTU = 5, "Sabtu"
        MINGGU = 6, "Minggu"

    hari = models.PositiveSmallIntegerField("hari", choices=Hari.choices, null=True, blank=True)
    tanggal = models.DateField("tanggal", null=True, blank=True)
    mulai = models.TimeField("mulai")
    lama_menit = models.PositiveSmallIntegerField("lama (menit)")
    petugas = models.ForeignKey(
        PetugasMalam, models.PROTECT, related_name="jaga", verbose_name="yang dihubungi"
    )
    pengganti = models.ForeignKey(
        PetugasMalam, models.PROTECT, null=True, blank=True, related_name="jaga_pengganti",
        verbose_name="pengganti",
    )  # fmt: skip
    keterangan = models.CharField("keterangan bagi warga", max_length=160, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "kontak malam"
        ordering = ["wilayah", "tanggal", "hari", "mulai"]
        constraints = [
            models.CheckConstraint(
                name="kontak_malam_hari_atau_tanggal",
                condition=Q(hari__isnull=False) ^ Q(tanggal__isnull=False),
                violation_error_message="Pilih hari dalam pekan atau satu tanggal.",
            ),
            models.CheckConstraint(
                name="kontak_malam_hari_wajar", condition=Q(hari__isnull=True) | Q(hari__lte=6)
            ),
            models.CheckConstraint(
                name="kontak_malam_lama_wajar",
                condition=Q(lama_menit__gte=15, lama_menit__lte=SEHARI),
                violation_error_message="Lama jaga antara 15 menit dan 24 jam.",
            ),
            models.CheckConstraint(
                name="kontak_malam_pengganti_lain",
                condition=Q(pengganti__isnull=True) | ~Q(pengganti=F("petugas")),
                violation_error_message="Pengganti harus orang lain.",
            ),
            ExclusionConstraint(
                name="kontak_malam_pekan_satu",
                expressions=[(_area_range(), "&&"), (_week_ranges(), "&&")],
                condition=Q(hari__isnull=False),
                violation_error_message="Pada jam itu sudah ada yang bertugas setiap pekannya.",
            ),
            ExclusionConstraint(
                name="kontak_malam_tanggal_satu",
                expressions=[(_area_range(), "&&"), (_date_range(), "&&")],
                condition=Q(tanggal__isnull=False),
                violation_error_message="Pada tanggal dan jam itu sudah ada yang bertugas.",
            ),
        ]

    def __str__(self) -> str:
        kapan = self.get_hari_display() if self.hari is not None else f"{self.tanggal:%d-%m-%Y}"
        return f"{kapan} {self.mulai:%H.%M}–{self.sampai:%H.%M}: {self.petugas}"

    @property
    def sampai(self) -> time:
        """The hour it ends, the next day where that is not after `mulai`."""
        return (datetime.combine(date(2000, 1, 1), self.mulai) + self.lama).time()

    @property
    def lama(self) -> timedelta:
        return timedelta(minutes=self.lama_menit)

    def span_from(self, hari: date) -> tuple[datetime, datetime]:
        """Start and end when it begins on this day, on the clock of the place."""
        mulai = datetime.combine(hari, self.mulai, tzinfo=zona_of(str(self.wilayah_id)))
        return mulai, mulai + self.lama
