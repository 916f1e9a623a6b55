from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from wilayah.scope import ScopedQuerySet, prefix_q
from wilayah.slug import RESERVED_PATTERN, validate_slug_wilayah

_POLA_KODE = r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4}(\.\d{2,3}(\.\d{2,3})?)?)?)?)?$"
KODE = RegexValidator(
    _POLA_KODE,
    "Kode wilayah berbentuk 35.77.03.1009, dengan RW dan RT di belakangnya bila ada.",
)


class WilayahQuerySet(ScopedQuerySet):
    """Areas; an area is seen by whoever is assigned to it or to an area above it."""

    scope_wilayah = None

    def penugasan_q(self, tugas: Any) -> Q:
        if not tugas.wilayah_id:
            return Q(pk__in=[])
        return Q(kode=tugas.wilayah_id) | Q(kode__startswith=f"{tugas.wilayah_id}.")

    def in_wilayah(self, kode: str) -> Self:
        return self.filter(Q(kode=kode) | Q(kode__startswith=f"{kode}."))

    def in_service(self) -> Self:
        """Areas with an address of their own on this portal."""
        return self.filter(slug__isnull=False)

    def kelurahan(self) -> Self:
        return self.filter(tingkat__in=[Wilayah.Tingkat.KELURAHAN, Wilayah.Tingkat.DESA])


class Wilayah(models.Model):
    """An area of the official tree, keyed by its dotted code, extended below the kelurahan.

    35.77 Kota Madiun, 35.77.03 Kec. Taman, 35.77.03.1009 Kel. Taman, 35.77.03.1009.02 RW 02,
    35.77.03.1009.02.03 RT 03. A desa without RW uses RW 00. Codes and names: Kepmendagri
    300.2.2-2138/2025.
    """

    class Tingkat(models.TextChoices):
        PROVINSI = "provinsi", "Provinsi"
        KABUPATEN = "kabupaten", "Kabupaten"
        KOTA = "kota", "Kota"
        KECAMATAN = "kecamatan", "Kecamatan"
        KELURAHAN = "kelurahan", "Kelurahan"
        DESA = "desa", "Desa"
        RW = "rw", "RW"
        RT = "rt", "RT"

    class SumberBatas(models.TextChoices):
        IMPOR = "impor", "Berkas GeoJSON"
        GAMBAR = "gambar", "Digambar di peta"
        PERKIRAAN = "perkiraan", "Perkiraan (sel Voronoi dari titik tengah)"

    kode = models.CharField("kode", max_length=24, primary_key=True, validators=[KODE])
    nama = models.CharField("nama", max_length=120)
    tingkat = models.CharField("tingkat", max_length=10, choices=Tingkat)
    induk = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="anak", verbose_name="induk"
    )
    label = models.CharField(
        "sebutan setempat", max_length=80, blank=True, help_text="Dusun/lingkungan"
    )
    slug = models.SlugField(
        "alamat halaman", max_length=60, null=True, blank=True, unique=True,
        validators=[validate_slug_wilayah],
        help_text="Diisi bila wilayah ini dilayani portal, misalnya taman-madiun.",
    )  # fmt: skip
    lat = models.DecimalField("lintang", max_digits=7, decimal_places=4, null=True, blank=True)
    lng = models.DecimalField("bujur", max_digits=7, decimal_places=4, null=True, blank=True)
    batas = models.JSONField("batas (GeoJSON)", null=True, blank=True)
    batas_sumber = models.CharField("asal batas", max_length=10, choices=SumberBatas, blank=True)

    objects = WilayahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "wilayah"
        ordering = ["kode"]
        indexes = [
            # type-ahead and duplicate checks by name; prefix look-ups by code use the index that
            # Django adds for LIKE on a varchar key (varchar_pattern_ops)
            models.Index(fields=["tingkat", "nama"], name="wilayah_tingkat_nama_idx"),
        ]
        constraints = [
            models.CheckConstraint(name="wilayah_kode_valid", condition=Q(kode__regex=_POLA_KODE)),
            models.CheckConstraint(
                name="wilayah_slug_bukan_alamat_tetap",
                condition=Q(slug__isnull=True) | ~Q(slug__regex=RESERVED_PATTERN),
                violation_error_message="Alamat ini dipakai portal sendiri; pilih yang lain.",
            ),
            models.CheckConstraint(
                name="wilayah_koordinat_wajar",
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__range=(-90, 90), lng__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        """In a choice "RT 01" alone would be one of many: an RT says its RW too."""
        rw = self.rw if self.tingkat == self.Tingkat.RT else None
        return f"{self.nama_lengkap} RW {rw}" if rw and rw != "00" else self.nama_lengkap

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/" if self.slug else "/"

    @property
    def nama_lengkap(self) -> str:
        """The name with the short form of its level: Kel. Taman, RT 03, Kec. Taman."""
        return f"{_SINGKATAN.get(self.tingkat, '')}{self.nama}"

    @property
    def kode_kelurahan(self) -> str | None:
        """Code of the kelurahan or desa this area is or lies in."""
        return ".".join(self.kode.split(".")[:4]) if self.kode.count(".") >= 3 else None

    @property
    def rw(self) -> str | None:
        """Two or three digits, from the code; "00" is a desa without RW."""
        parts = self.kode.split(".")
        return parts[4] if len(parts) > 4 else None

    @property
    def rt(self) -> str | None:
        parts = self.kode.split(".")
        return parts[5] if len(parts) > 5 else None

    def contains(self, kode: str) -> bool:
        """Whether the area with this code is this one or lies in it."""
        return kode == self.kode or kode.startswith(f"{self.kode}.")


_SINGKATAN: dict[str, str] = {
    Wilayah.Tingkat.KECAMATAN: "Kec. ",
    Wilayah.Tingkat.KELURAHAN: "Kel. ",
    Wilayah.Tingkat.DESA: "Desa ",
}
# Levels that staff or first use may create below an official area.
TINGKAT_BAWAH = (Wilayah.Tingkat.RW, Wilayah.Tingkat.RT)

__all__ = ["KODE", "TINGKAT_BAWAH", "Wilayah", "WilayahQuerySet", "prefix_q"]
