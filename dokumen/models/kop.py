import re

from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models

from wilayah.scope import ScopedModel

POLA_BAWAAN = "{klasifikasi}/{urut}/{kode_unit}/{tahun}"
_POLA = RegexValidator(
    r"^(?=.*\{urut\})(?=.*\{tahun\})(?:[^{}]|\{(?:klasifikasi|urut|kode_unit|bulan|tahun)\})+\Z",
    "Pola memakai {klasifikasi}, {urut}, {kode_unit}, {bulan} (romawi), {tahun};"
    " {urut} dan {tahun} harus ada.",
)


class KopSurat(ScopedModel):
    """What stands at the head and the foot of a kelurahan's letters: office and who signs.

    One row for a kelurahan or desa. A row copied into a letter when it is issued
    (`Surat.kop`): a later change does not touch letters that are out.
    """

    alamat = models.CharField("alamat kantor", max_length=200, blank=True)
    telepon = models.CharField("telepon", max_length=60, blank=True)
    surel = models.EmailField("surel", blank=True)
    laman = models.CharField("laman", max_length=120, blank=True)
    kode_pos = models.CharField("kode pos", max_length=10, blank=True)
    logo = models.FileField(
        "lambang daerah", upload_to="surat/logo/", blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg"])],
        help_text="PNG atau JPEG, latar putih atau bening.",
    )  # fmt: skip
    jabatan = models.CharField(
        "jabatan penanda tangan", max_length=120, blank=True,
        help_text="Kosong: Lurah atau Kepala Desa dengan nama wilayahnya. Isi misalnya Plt. Lurah"
        " Taman.",
    )  # fmt: skip
    nama_pejabat = models.CharField("nama penanda tangan", max_length=120, blank=True)
    pangkat = models.CharField("pangkat/golongan", max_length=60, blank=True)
    nip = models.CharField(
        "NIP", max_length=18, blank=True,
        validators=[RegexValidator(r"^\d{18}\Z", "NIP terdiri dari 18 angka.")],
    )  # fmt: skip
    tempat = models.CharField(
        "tempat surat", max_length=60, blank=True, help_text="Di depan tanggal, misalnya Madiun."
    )
    kode_unit = models.CharField(
        "kode unit", max_length=40, blank=True,
        help_text="Kode unit di nomor surat. Kosong: kode wilayah resmi.",
    )  # fmt: skip
    pola_nomor = models.CharField(
        "pola nomor", max_length=80, default=POLA_BAWAAN, validators=[_POLA],
        help_text=_POLA.message,
    )  # fmt: skip
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "kop surat"
        ordering = ["wilayah"]
        constraints = [
            models.UniqueConstraint(fields=["wilayah"], name="kopsurat_satu_per_wilayah"),
        ]

    def __str__(self) -> str:
        return f"Kop surat {self.wilayah}"


ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def write_nomor(pola: str, **bagian: str) -> str:
    """The number by its pattern; what is empty leaves no double or leading slash."""
    nomor = re.sub(r"\{(\w+)\}", lambda cocok: bagian.get(cocok[1], ""), pola)
    return re.sub(r"/{2,}", "/", nomor).strip("/ ")
