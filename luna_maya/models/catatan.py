import uuid
from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q

from luna_maya.models.kunjungan import Kunjungan
from pesan.models import Lampiran
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna, Rujukan
from wilayah.rujukan import IsiRujukan
from wilayah.scope import ScopedModel, ScopedQuerySet


class CatatanQuerySet(ScopedQuerySet):
    """Entries of the observation log."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(dicabut_at__isnull=True)

    def problems(self) -> Self:
        """What was found wrong: the kinds that a map of problems counts."""
        return self.standing().filter(jenis__in=[Catatan.Jenis.MASALAH, Catatan.Jenis.LINGKUNGAN])


class Catatan(ScopedModel):
    """One entry of the observation log (catatan pengamatan), written at night on a phone.

    `kunci` comes from the device: the same entry sent twice is one row. `wilayah`: the RT it is
    about, the visit's or another of the kelurahan. `pihak`: who was involved, encrypted, only ever
    shown masked. `kategori`, `subkategori`: taxonomy slugs (`wilayah.sinyal.read_kategori`).
    `baru_terungkap`: staff's own word on whether no other channel had it (None: not said).
    """

    class Jenis(models.TextChoices):
        ASPIRASI = "aspirasi", "Aspirasi"
        MASALAH = "masalah", "Masalah"
        POTENSI = "potensi", "Potensi"
        DATA_SOSIAL = "data_sosial", "Data sosial"
        LINGKUNGAN = "lingkungan", "Lingkungan"
        JANJI = "janji", "Janji lurah"

    kunci = models.UUIDField("kunci perangkat", unique=True, default=uuid.uuid4, editable=False)
    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, related_name="catatan", verbose_name="kunjungan"
    )
    jenis = models.CharField("jenis", max_length=11, choices=Jenis.choices)
    isi = models.TextField("isi")
    pihak = EncryptedTextField("pihak terkait", blank=True)
    kategori = models.CharField("kategori", max_length=40, blank=True)
    subkategori = models.CharField("subkategori", max_length=40, blank=True)
    setuju_laporan = models.BooleanField("warga setuju dijadikan laporan", default=False)
    baru_terungkap = models.BooleanField("baru terungkap di sini", null=True, blank=True)
    lampiran = models.ManyToManyField(Lampiran, blank=True, related_name="+")
    dicatat_at = models.DateTimeField("dicatat pada")
    diterima_at = models.DateTimeField("diterima", auto_now_add=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True, editable=False)
    rujukan = GenericRelation(
        Rujukan, content_type_field="sumber_tipe", object_id_field="sumber_id"
    )

    objects = CatatanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "catatan pengamatan"
        ordering = ["-dicatat_at", "-pk"]
        indexes = [
            # the map of problems: entries of an area by kind and day
            models.Index("wilayah", "jenis", "dicatat_at", name="catatan_peta_idx"),
        ]
        constraints = [
            models.CheckConstraint(name="catatan_berisi", condition=~Q(isi="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()}: {self.isi[:60]}"

    def isi_rujukan(self) -> IsiRujukan:
        """What the desk that takes it over gets: the words and files, nobody's name."""
        return IsiRujukan(
            teks=self.isi,
            lampiran=tuple(self.lampiran.values_list("pk", flat=True)),
            rincian={
                "kategori": self.kategori,
                "subkategori": self.subkategori,
                "kunjungan": self.kunjungan.kode,
                "dicatat_at": self.dicatat_at,
            },
        )


class Janji(ScopedModel):
    """A promise of the lurah with a date, tracked in public per RT. `isi` is what the public reads.

    Kept late is still kept: `ditepati_pada` after `tenggat` says so.
    """

    class Status(models.TextChoices):
        BERJALAN = "berjalan", "Sedang diupayakan"
        DITEPATI = "ditepati", "Ditepati"
        GUGUR = "gugur", "Tidak dapat dilanjutkan"

    catatan = models.OneToOneField(
        Catatan, models.PROTECT, null=True, blank=True, related_name="janji_lurah",
        verbose_name="catatan asal",
    )  # fmt: skip
    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, null=True, blank=True, related_name="janji",
        verbose_name="kunjungan",
    )  # fmt: skip
    isi = models.CharField("isi janji", max_length=240)
    tenggat = models.DateField("ditepati paling lambat")
    status = models.CharField(
        "keadaan", max_length=8, choices=Status.choices, default=Status.BERJALAN
    )
    ditepati_pada = models.DateField("ditepati pada", null=True, blank=True)
    keterangan = models.CharField("hasil atau alasan", max_length=240, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "janji lurah"
        ordering = ["tenggat", "pk"]
        indexes = [
            # the public list of an RT, and what is due
            models.Index("wilayah", "status", "tenggat", name="janji_rt_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="janji_ditepati_iff_bertanggal",
                condition=Q(status="ditepati") ^ Q(ditepati_pada__isnull=True),
            ),
            models.CheckConstraint(
                name="janji_gugur_beralasan",
                condition=~Q(status="gugur") | ~Q(keterangan=""),
                violation_error_message="Janji yang tidak dilanjutkan harus beralasan.",
            ),
        ]

    def __str__(self) -> str:
        return self.isi


class Tugas(ScopedModel):
    """Something to do until a day, that came out of an entry and is no promise and no report."""

    catatan = models.ForeignKey(
        Catatan, models.PROTECT, related_name="tugas", verbose_name="catatan asal"
    )
    isi = models.CharField("yang dikerjakan", max_length=240)
    petugas = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="tugas_luna", verbose_name="dikerjakan oleh"
    )
    tenggat = models.DateField("paling lambat")
    selesai_pada = models.DateField("selesai pada", null=True, blank=True)
    hasil = models.CharField("hasil", max_length=240, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "tugas dari kunjungan"
        ordering = [F("selesai_pada").asc(nulls_first=True), "tenggat", "pk"]
        constraints = [
            models.CheckConstraint(
                name="tugas_luna_selesai_berhasil",
                condition=Q(selesai_pada__isnull=True) | ~Q(hasil=""),
                violation_error_message="Tulis hasilnya.",
            ),
        ]

    def __str__(self) -> str:
        return self.isi
