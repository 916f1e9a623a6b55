import json
import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dokumen.models.jenis import JenisSurat
from pesan.models import Kontak
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField, new_code
from wilayah.models import Pengguna
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedModel, ScopedQuerySet

_KEADAAN_WARGA = {"menunggu_tanda_tangan": "Menunggu diterima", "terbit": "Diterima"}
PANJANG_KODE = 12  # 58 bits; typed from paper


def new_token() -> str:
    """The secret part of the address behind a QR (144 bits)."""
    return secrets.token_urlsafe(18)


def new_kode_cek() -> str:
    """The short code under the QR, without its dashes."""
    return new_code(PANJANG_KODE)


class RegisterSurat(ScopedModel):
    """The counter of one book of a kelurahan and year; locked by whoever takes a number.

    Outgoing letters are one series a year over all kinds, as the agenda of an office is (Tata
    Naskah Dinas, Permendagri 1/2023): the classification stands in the number and does not start
    a series. Requests of residents are numbered in the incoming book.
    """

    class Buku(models.TextChoices):
        KELUAR = "keluar", "Surat keluar"
        MASUK = "masuk", "Permohonan masuk"

    buku = models.CharField("buku", max_length=6, choices=Buku)
    tahun = models.PositiveSmallIntegerField("tahun")
    terakhir = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "buku register"
        ordering = ["-tahun", "wilayah", "buku"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah", "buku", "tahun"], name="registersurat_satu_per_tahun"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_buku_display()} {self.tahun}"


class TandaTangan(models.Model):
    """A signature as a picture: PNG in base64, encrypted. One drawn picture, many letters.

    The newest `tersimpan` of a person is offered again; no other person may use it.
    """

    pengguna = models.ForeignKey(Pengguna, models.PROTECT, related_name="tanda_tangan")
    gambar = EncryptedTextField()
    tersimpan = models.BooleanField("dipakai lagi", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "tanda tangan"
        constraints = [
            models.UniqueConstraint(
                fields=["pengguna"], name="tandatangan_satu_tersimpan", condition=Q(tersimpan=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Tanda tangan {self.pengguna_id}"


class SuratQuerySet(ScopedQuerySet):
    """Letters of an area; those of a sensitive case only for who may read such a case."""

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        return q if tugas.peran in MELIHAT_RAHASIA else q & Q(rahasia=False)

    def numbered(self) -> Self:
        """What stands in a register."""
        return self.filter(register__isnull=False)


class Surat(ScopedModel):
    """One letter, from the draft to what is out. `wilayah` is the deepest known area.

    What identifies a person is in `isian` alone (JSON, encrypted); number, kind and dates stay
    when the person is erased. Issued letters never change: their kind is one version, their `kop`
    a copy.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        MENUNGGU = "menunggu_tanda_tangan", "Menunggu tanda tangan"
        TERBIT = "terbit", "Terbit"
        DICABUT = "dicabut", "Dicabut"
        BATAL = "batal", "Dibatalkan"

    class CaraTtd(models.TextChoices):
        GAMBAR = "gambar", "Tanda tangan di layar atau unggahan"
        BASAH = "basah", "Dicetak dan ditandatangani basah"
        WARGA = "warga", "Ditandatangani pemohon"

    OUT = (Status.TERBIT, Status.DICABUT)

    jenis = models.ForeignKey(
        JenisSurat, models.PROTECT, related_name="surat", verbose_name="jenis"
    )
    status = models.CharField("status", max_length=22, choices=Status, default=Status.DRAF)
    isi = EncryptedTextField("isian", blank=True, editable=False)
    rujukan = models.CharField("kode laporan", max_length=60, blank=True)
    rahasia = models.BooleanField("rahasia", default=False)
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, related_name="surat", verbose_name="pemohon"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    kode_cek = models.CharField(
        "kode periksa", max_length=PANJANG_KODE, unique=True, default=new_kode_cek, editable=False
    )
    register = models.ForeignKey(
        RegisterSurat, models.PROTECT, null=True, blank=True, related_name="surat",
        verbose_name="buku register",
    )  # fmt: skip
    urut = models.PositiveIntegerField("nomor urut", null=True, blank=True)
    nomor = models.CharField("nomor", max_length=120, blank=True)
    tanggal = models.DateField("tanggal surat", null=True, blank=True)
    kop = models.JSONField("kop saat terbit", default=dict, blank=True, editable=False)
    cara_ttd = models.CharField("cara tanda tangan", max_length=8, choices=CaraTtd, blank=True)
    tanda_tangan = models.ForeignKey(
        TandaTangan, models.PROTECT, null=True, blank=True, related_name="surat"
    )
    penanda_tangan = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ditandatangani",
    )  # fmt: skip
    mengganti = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="pengganti",
        verbose_name="mengganti surat",
    )  # fmt: skip
    alasan = models.TextField("alasan dikembalikan atau dicabut", blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dibuat oleh",
    )  # fmt: skip
    diajukan_at = models.DateTimeField("diajukan", null=True, blank=True)
    terbit_at = models.DateTimeField("terbit", null=True, blank=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True)
    dihapus_at = models.DateTimeField("data pribadi dihapus", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = SuratQuerySet.as_manager()  # type: ignore[misc] # replaces ScopedModel's

    class Meta:
        verbose_name = verbose_name_plural = "surat"
        ordering = ["-id"]
        indexes = [
            # the desk: letters of an area in one state, newest first
            models.Index(fields=["wilayah", "status", "-id"], name="surat_meja_idx"),
            # a resident's letters about one report
            models.Index(fields=["rujukan"], name="surat_rujukan_idx", condition=~Q(rujukan="")),
            # retention: drafts left lying, letters long out
            models.Index(fields=["status", "updated_at"], name="surat_status_idx"),
        ]
        constraints = [
            # None missing is what services/register.py sees to; none double is held here.
            models.UniqueConstraint(fields=["register", "urut"], name="surat_nomor_sekali"),
            models.CheckConstraint(
                name="surat_bernomor_iff_keluar",
                condition=Q(
                    status__in=["terbit", "dicabut"], register__isnull=False, urut__isnull=False,
                    tanggal__isnull=False, terbit_at__isnull=False,
                ) & ~Q(nomor="")
                | Q(
                    status__in=["draf", "menunggu_tanda_tangan", "batal"], register__isnull=True,
                    urut__isnull=True, nomor="", terbit_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="surat_bertanda_tangan_iff_keluar",
                condition=Q(status__in=["terbit", "dicabut"]) & ~Q(cara_ttd="")
                | Q(status__in=["draf", "menunggu_tanda_tangan", "batal"], cara_ttd=""),
            ),
            models.CheckConstraint(
                name="surat_gambar_iff_cara_gambar",
                condition=Q(cara_ttd="gambar", tanda_tangan__isnull=False)
                | ~Q(cara_ttd="gambar") & Q(tanda_tangan__isnull=True),
            ),
            models.CheckConstraint(
                name="surat_dicabut_iff_waktu",
                condition=Q(status="dicabut", dicabut_at__isnull=False)
                | ~Q(status="dicabut") & Q(dicabut_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.jenis.nama} {self.nomor or f'#{self.pk}'}"

    def get_absolute_url(self) -> str:
        return reverse("admin:dokumen_surat_change", args=[self.pk])

    @property
    def isian(self) -> dict[str, str]:
        """The values of the fields; none once the person was erased."""
        return json.loads(self.isi) if self.isi else {}

    @isian.setter
    def isian(self, nilai: dict[str, str]) -> None:
        self.isi = json.dumps(nilai, ensure_ascii=False)

    @property
    def kurang(self) -> list[str]:
        """Names of required fields that have no value yet, in the order they are asked for."""
        ada = self.isian
        return [satu.nama for satu in self.jenis.kolom if satu.wajib and not ada.get(satu.nama)]

    @property
    def keadaan(self) -> str:
        """The state in words: a resident's request is taken in, not issued."""
        if self.jenis.is_dari_warga and self.status in _KEADAAN_WARGA:
            return _KEADAAN_WARGA[self.status]
        return self.get_status_display()

    @property
    def tempat(self) -> str:
        """`RT 03/RW 02, Taman`, as lists show it."""
        area = self.wilayah
        if area.rt and area.induk is not None and area.induk.induk is not None:
            return f"RT {area.rt}/RW {area.rw}, {area.induk.induk.nama}"
        return area.nama_lengkap

    @property
    def versi(self) -> int:
        """The version of the kind that this letter was written by."""
        return int(self.jenis.versi)

    @property
    def kode_cek_terbaca(self) -> str:
        """The short code in fours: 7K3M-9QPX-2ABC."""
        kode = self.kode_cek
        return "-".join(kode[n : n + 4] for n in range(0, len(kode), 4))

    @property
    def pemohon(self) -> str:
        """The name on the letter, as staff lists show it."""
        ada = self.isian
        return next((ada[k] for k in ("nama", "perihal", "acara") if ada.get(k)), "")


class BarisRegister(Surat):
    """The same rows as lines of a register book: numbered letters only (admin/register.py)."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "buku register surat"


class RiwayatSurat(models.Model):
    """Append-only: each step of a letter, who made it and from where. Never a person's words."""

    class Peristiwa(models.TextChoices):
        DIBUAT = "dibuat", "Draf dibuat"
        DIISI = "diisi", "Isian diubah"
        DIAJUKAN = "diajukan", "Diajukan untuk tanda tangan"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
        DITERBITKAN = "diterbitkan", "Ditandatangani dan diterbitkan"
        DITERIMA = "diterima", "Diterima dan dicatat di agenda"
        DICABUT = "dicabut", "Dicabut"
        DIGANTI = "diganti", "Dibuat surat pengganti"
        DIBATALKAN = "dibatalkan", "Draf dibatalkan"
        DIUNDUH = "diunduh", "Diunduh"
        DIKIRIM = "dikirim", "Dikirim ke pemohon"
        DIHAPUS = "dihapus", "Data pribadi dihapus"

    surat = models.ForeignKey(Surat, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=12, choices=Peristiwa)
    catatan = models.CharField("catatan", max_length=500, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat surat"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.surat_id}: {self.peristiwa}"
