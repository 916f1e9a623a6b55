from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from luna_maya.models.jenis import Tempat
from luna_maya.models.kunjungan import Kunjungan
from luna_maya.models.persetujuan import PersetujuanTuanRumah
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


class IzinOrang(models.TextChoices):
    """What somebody who is seen agreed to."""

    PUBLIK = "publik", "Boleh tampil di halaman umum"
    LAPORAN = "laporan", "Hanya di laporan kelurahan"
    TIDAK = "tidak", "Tidak boleh ditampilkan"


class CaraIzin(models.TextChoices):
    """How it was given."""

    LISAN = "lisan", "Lisan, kalimatnya dibacakan"
    TERTULIS = "tertulis", "Formulir bertanda tangan"
    PESAN = "pesan", "Lewat pesan"


def _host_allows(*apa: str) -> Q:
    """Rows whose visit's host allows all of this now, as `luna_maya.izin` reads it, in SQL.

    The latest answer counts; where the kind asks nobody, a place open to all does. A test holds
    the two to the same answer.
    """
    jawaban = PersetujuanTuanRumah.objects.filter(kunjungan=OuterRef("kunjungan"))
    kemudian = PersetujuanTuanRumah.objects.filter(
        kunjungan=OuterRef("kunjungan"), pk__gt=OuterRef("pk")
    )
    boleh = jawaban.filter(~Exists(kemudian), **{f"izin_{satu}": True for satu in apa})
    tak_ditanya = Q(kunjungan__jenis__perlu_persetujuan=False) & ~Q(
        kunjungan__tuan_rumah__tempat=Tempat.RUMAH
    )
    return Q(Exists(boleh)) | (Q(~Exists(jawaban)) & tak_ditanya)


def _by_kind(foto: Q, video: Q) -> Q:
    return Q(jenis=Dokumentasi.Jenis.FOTO) & foto | ~Q(jenis=Dokumentasi.Jenis.FOTO) & video


def _children_may() -> Q:
    """The latest answer says that no child lives in the house, and so does the host's record."""
    kemudian = PersetujuanTuanRumah.objects.filter(
        kunjungan=OuterRef("kunjungan"), pk__gt=OuterRef("pk")
    )
    tanpa = PersetujuanTuanRumah.objects.filter(kunjungan=OuterRef("kunjungan"), ada_anak=False)
    return Q(Exists(tanpa.filter(~Exists(kemudian)))) & Q(kunjungan__tuan_rumah__ada_anak=False)


class DokumentasiQuerySet(ScopedQuerySet):
    """Photos and videos of an area's visits."""

    def standing(self) -> Self:
        """Not removed."""
        return self.filter(dihapus_at__isnull=True)

    def public(self) -> Self:
        """What anybody may see, and nothing else: the one place that decides it.

        The visit was held, staff stated that everybody seen is on record (or that nobody is seen),
        each of them agreed to publication and has not taken it back, and so did the host. No child
        where the host's answer says none (`luna_maya.izin.Izin.tanpa_anak`).
        """
        anak = OrangTampil.objects.filter(dokumentasi=OuterRef("pk"), anak=True)
        return (
            self._agreed([IzinOrang.PUBLIK])
            .filter(_by_kind(_host_allows("tampil", "foto"), _host_allows("tampil", "video")))
            .filter(~Exists(anak) | _children_may())
        )

    def for_report(self) -> Self:
        """What the kelurahan's own report may hold: those who agreed to that at least."""
        rows = self._agreed([IzinOrang.PUBLIK, IzinOrang.LAPORAN])
        return rows.filter(_by_kind(_host_allows("foto"), _host_allows("video")))

    def _agreed(self, izin: list[str]) -> Self:
        orang = OrangTampil.objects.filter(dokumentasi=OuterRef("pk"))
        menolak = orang.exclude(izin__in=izin, dicabut_at__isnull=True)
        return (
            self.standing()
            .filter(kunjungan__status=Kunjungan.Status.SELESAI)
            .filter(
                Q(Exists(orang), pernyataan=Dokumentasi.Pernyataan.SEMUA)
                | Q(~Exists(orang), pernyataan=Dokumentasi.Pernyataan.KOSONG)
            )
            .exclude(Exists(menolak))
        )


class Dokumentasi(ScopedModel):
    """A photo, a small video or a link to one, of a visit. `wilayah` is the visit's RT.

    `teks_alt` says what is seen to who cannot see it. `tautan` is canonical
    (`luna_maya.tautan_video`). `kecil`: the small version for pages, JPEG, 480 px.
    """

    class Jenis(models.TextChoices):
        FOTO = "foto", "Foto"
        VIDEO = "video", "Video"
        TAUTAN = "tautan", "Tautan video"

    class Pernyataan(models.TextChoices):
        BELUM = "", "Belum dinyatakan"
        SEMUA = "semua", "Semua orang yang terlihat sudah dicatat"
        KOSONG = "kosong", "Tidak ada orang yang terlihat"

    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, related_name="dokumentasi", verbose_name="kunjungan"
    )
    jenis = models.CharField("jenis", max_length=6, choices=Jenis.choices)
    lampiran = models.OneToOneField(
        Lampiran, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    kecil = models.FileField(upload_to="luna/kecil/%Y/%m", blank=True, editable=False)
    tautan = models.URLField("tautan", max_length=300, blank=True)
    keterangan = models.CharField("keterangan", max_length=240, blank=True)
    teks_alt = models.CharField(
        "yang terlihat", max_length=240,
        help_text="Untuk warga yang tidak dapat melihat gambarnya; tanpa nama dan alamat.",
    )  # fmt: skip
    diambil_oleh = models.CharField("diambil oleh", max_length=80, blank=True)
    urut = models.PositiveSmallIntegerField("urutan", default=0)
    sampul = models.BooleanField("gambar sampul", default=False)
    pernyataan = models.CharField(
        "pernyataan", max_length=6, choices=Pernyataan.choices, blank=True, default=""
    )
    pernyataan_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    pernyataan_at = models.DateTimeField("dinyatakan", null=True, blank=True, editable=False)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField("ditambahkan", auto_now_add=True)
    dihapus_at = models.DateTimeField("dihapus", null=True, blank=True, editable=False)

    objects = DokumentasiQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "dokumentasi kunjungan"
        ordering = ["kunjungan", "-sampul", "urut", "pk"]
        indexes = [
            # the pictures of a visit, in the order they are shown
            models.Index(
                "kunjungan", "urut", name="dokumentasi_urut_idx",
                condition=Q(dihapus_at__isnull=True),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="dokumentasi_berkas_xor_tautan",
                condition=Q(jenis="tautan", lampiran__isnull=True, kecil="") & ~Q(tautan="")
                | Q(jenis__in=["foto", "video"], tautan="", lampiran__isnull=False)
                # removed: file and link are gone
                | Q(dihapus_at__isnull=False, tautan="", kecil=""),
            ),
            models.CheckConstraint(
                name="dokumentasi_beralt",
                condition=~Q(teks_alt=""),
                violation_error_message="Tulis apa yang terlihat.",
            ),
            models.UniqueConstraint(
                "kunjungan", name="dokumentasi_satu_sampul",
                condition=Q(sampul=True, dihapus_at__isnull=True),
                violation_error_message="Kunjungan ini sudah punya gambar sampul.",
            ),
            models.CheckConstraint(
                name="dokumentasi_pernyataan_berpenanda",
                condition=Q(pernyataan="", pernyataan_at__isnull=True, pernyataan_by__isnull=True)
                | (~Q(pernyataan="") & Q(pernyataan_at__isnull=False)
                   & Q(pernyataan_by__isnull=False)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pk}: {self.keterangan or self.teks_alt}"[:120]


class DokumentasiAnakQuerySet(ScopedQuerySet):
    """Rows of a photo or video, where its visit was."""

    scope_wilayah = "dokumentasi__wilayah"


class OrangTampil(models.Model):
    """Somebody who can be seen in a photo or video, and what they agreed to. The name is
    encrypted; lists mask it (`nama_samar`). For a child the guardian (`wali`) answers.
    """

    dokumentasi = models.ForeignKey(
        Dokumentasi, models.PROTECT, related_name="orang", verbose_name="dokumentasi"
    )
    nama = EncryptedTextField("nama")
    anak = models.BooleanField("di bawah 18 tahun", default=False)
    wali = EncryptedTextField("nama orang tua atau wali", blank=True)
    izin = models.CharField("izin", max_length=7, choices=IzinOrang.choices)
    cara = models.CharField("cara", max_length=8, choices=CaraIzin.choices)
    versi = models.PositiveSmallIntegerField("versi kalimat")
    diberi_at = models.DateTimeField("dijawab pada")
    dicabut_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")

    objects = DokumentasiAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "orang yang terlihat"
        ordering = ["dokumentasi", "pk"]
        constraints = [
            models.CheckConstraint(
                name="orang_tampil_anak_berwali",
                condition=Q(anak=False) | ~Q(wali="") | Q(nama=""),
                violation_error_message="Untuk anak, isi nama orang tua atau walinya.",
            ),
            models.CheckConstraint(
                name="orang_tampil_cabut_sesudah",
                condition=Q(dicabut_at__isnull=True) | Q(dicabut_at__gte=F("diberi_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"orang {self.pk}"


class TestimoniQuerySet(ScopedQuerySet):
    """What residents said about visits."""

    def public(self) -> Self:
        """Agreed to publication and not taken back; a host's words go when the host's consent does.

        Of a visit that was held, or of none in particular.
        """
        return self.filter(publik=True, dicabut_at__isnull=True).filter(
            Q(kunjungan__isnull=True)
            | Q(kunjungan__status=Kunjungan.Status.SELESAI)
            & (Q(dari_tuan_rumah=False) | _host_allows("tampil"))
        )


class Testimoni(ScopedModel):
    """A resident's words about the visits. `nama_tampil` is what they want to be called; empty:
    "Warga RT 03". Who they are (`nama`) is encrypted and never shown in public.
    """

    kunjungan = models.ForeignKey(
        Kunjungan, models.PROTECT, null=True, blank=True, related_name="testimoni",
        verbose_name="kunjungan",
    )  # fmt: skip
    kata = models.TextField("testimoni", max_length=800)
    nama = EncryptedTextField("nama sebenarnya", blank=True)
    nama_tampil = models.CharField("nama yang ditampilkan", max_length=80, blank=True)
    dari_tuan_rumah = models.BooleanField("disampaikan tuan rumah", default=False)
    publik = models.BooleanField("setuju diterbitkan", default=False)
    cara = models.CharField("cara", max_length=8, choices=CaraIzin.choices, blank=True)
    versi = models.PositiveSmallIntegerField("versi kalimat", null=True, blank=True)
    diberi_at = models.DateTimeField("disetujui pada", null=True, blank=True)
    dicabut_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = TestimoniQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "testimoni"
        ordering = ["-created_at", "-pk"]
        indexes = [
            # the public words of an area, the newest first
            models.Index(
                fields=["wilayah", "-created_at"], name="testimoni_umum_idx",
                condition=Q(publik=True, dicabut_at__isnull=True),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="testimoni_publik_bersetuju",
                condition=Q(publik=False)
                | (~Q(cara="") & Q(versi__isnull=False, diberi_at__isnull=False)),
            ),
            models.CheckConstraint(name="testimoni_berisi", condition=~Q(kata="")),
        ]

    def __str__(self) -> str:
        return self.kata[:80]

    @property
    def oleh(self) -> str:
        """As what its speaker is shown: the name they chose, else where they live."""
        return self.nama_tampil or f"Warga {self.wilayah.nama_lengkap}"


class RiwayatTampil(models.Model):
    """Append-only: each answer about being shown, each statement, each withdrawal; no name."""

    dokumentasi = models.ForeignKey(
        Dokumentasi, models.PROTECT, null=True, related_name="riwayat_tampil"
    )
    orang = models.ForeignKey(OrangTampil, models.PROTECT, null=True, related_name="riwayat")
    testimoni = models.ForeignKey(
        Testimoni, models.PROTECT, null=True, related_name="riwayat_tampil"
    )
    apa = models.CharField("apa", max_length=120)
    izin = models.CharField("izin", max_length=7, blank=True)
    cara = models.CharField("cara", max_length=60, blank=True)
    versi = models.PositiveSmallIntegerField("versi kalimat", null=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat izin tampil"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="riwayat_tampil_tentang_satu",
                condition=Q(dokumentasi__isnull=False) ^ Q(testimoni__isnull=False),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return self.apa


def reason_of(dok: Any) -> str:
    """Why this is not public, in words; empty where only the host's answer is left to ask.

    `dok` with its `orang` prefetched. For staff: what decides is `DokumentasiQuerySet.public`.
    """
    orang = list(dok.orang.all())
    sebab = ""
    if dok.kunjungan.status != Kunjungan.Status.SELESAI:
        sebab = "kunjungannya belum selesai"
    elif any(o.dicabut_at is not None for o in orang):
        sebab = "ada yang mencabut izinnya"
    elif any(o.izin != IzinOrang.PUBLIK for o in orang):
        sebab = "ada yang tidak mengizinkan tampil di halaman umum"
    elif not dok.pernyataan:
        sebab = "belum dinyatakan bahwa semua orang yang terlihat sudah dicatat"
    elif (dok.pernyataan == Dokumentasi.Pernyataan.SEMUA) != bool(orang):
        sebab = "catatan orang tidak cocok dengan pernyataannya"
    return sebab
