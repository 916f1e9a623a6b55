"""Money of a programme beside its plan: rules, received, committed, spent, revised.

Sums are never kept twice: what a line has left is computed from its rows under a lock on the line,
and the trigger DALAM_PAGU holds it in the database whoever writes.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from buku_besar.models import Jurnal
from buku_besar.pemicu import undeletable
from ekonomi.models.program import AnakProgramQuerySet, PosAnggaran, Program, SumberDana
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet

PAGU_TERLAMPAUI = "pagu_terlampaui"
# Locks the line, then adds what is committed and spent on it: a plpgsql statement reads what has
# been committed until it begins, so two who wait for the lock count one after the other.
_DALAM_PAGU = """
SELECT jumlah INTO pagu FROM ekonomi_posanggaran WHERE id = NEW.pos_id FOR UPDATE;
SELECT COALESCE((SELECT SUM(jumlah) FROM ekonomi_belanja
         WHERE pos_id = NEW.pos_id AND status IN ('menunggu', 'dibukukan')), 0)
     + COALESCE((SELECT SUM(jumlah - terpakai) FROM ekonomi_komitmen
         WHERE pos_id = NEW.pos_id AND dilepas_at IS NULL), 0) INTO dipakai;
IF dipakai > pagu THEN
  RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = 'pagu_terlampaui',
    MESSAGE = 'spending and commitments of a line above its budget';
END IF;
RETURN NEW;
"""
# What was paid, to which line, when and from what never changes: a mistake is reversed.
_TETAP = """
IF (NEW.pos_id, NEW.program_id, NEW.urut, NEW.jumlah, NEW.tanggal, NEW.sumber, NEW.kas, NEW.kunci)
   IS DISTINCT FROM
   (OLD.pos_id, OLD.program_id, OLD.urut, OLD.jumlah, OLD.tanggal, OLD.sumber, OLD.kas, OLD.kunci)
   OR (OLD.jurnal_id IS NOT NULL AND NEW.jurnal_id IS DISTINCT FROM OLD.jurnal_id) THEN
  RAISE EXCEPTION 'belanja % tidak boleh diubah, hanya dibalik', OLD.id;
END IF;
RETURN NEW;
"""


def within_pagu() -> pgtrigger.Trigger:
    """No row may bring a line's spending and commitments above its budget."""
    return pgtrigger.Trigger(
        name="dalam_pagu",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("pagu", "bigint"), ("dipakai", "bigint")],
        func=_DALAM_PAGU,
    )


class AturanAnggaran(models.Model):
    """What one programme asks of its spending; every number is data, not code.

    Above `batas_dua_orang` a second person approves. The other four are what anomalies are found
    by (ekonomi/anomali.py). Money in whole Rupiah.
    """

    program = models.OneToOneField(
        Program, models.PROTECT, related_name="aturan", verbose_name="program"
    )
    batas_dua_orang = models.PositiveBigIntegerField(
        "perlu dua orang di atas (Rp)", default=5_000_000
    )
    hari_pecah = models.PositiveSmallIntegerField(
        "pembayaran dipecah: dalam berapa hari", default=7
    )
    kelipatan_bulat = models.PositiveBigIntegerField("angka bulat: kelipatan (Rp)", default=500_000)
    minimal_bulat = models.PositiveBigIntegerField(
        "angka bulat: mulai dari (Rp)", default=2_000_000
    )

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "aturan anggaran"
        constraints = [
            models.CheckConstraint(
                name="aturananggaran_lebih_dari_nol",
                condition=Q(batas_dua_orang__gt=0, kelipatan_bulat__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"Aturan {self.program_id}"


class Komitmen(models.Model):
    """Money set aside on a line for something promised. `terpakai` of it has been spent."""

    pos = models.ForeignKey(
        PosAnggaran, models.PROTECT, related_name="komitmen", verbose_name="pos"
    )
    kunci = models.CharField("kunci", max_length=120, unique=True)
    uraian = models.CharField("uraian", max_length=200)
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    terpakai = models.PositiveBigIntegerField("sudah dibayar (Rp)", default=0)
    dilepas_at = models.DateTimeField("dilepas", null=True, blank=True)
    alasan = models.CharField("alasan dilepas", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class _QuerySet(ScopedQuerySet):
        scope_wilayah = "pos__program__wilayah"

    objects = _QuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "komitmen"
        ordering = ["-created_at", "-id"]
        indexes = [
            # what of a line is still promised
            models.Index(
                fields=["pos"], name="komitmen_terbuka_idx", condition=Q(dilepas_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="komitmen_jumlah_positif", condition=Q(jumlah__gt=0)),
            models.CheckConstraint(
                name="komitmen_terpakai_tidak_lebih", condition=Q(terpakai__lte=F("jumlah"))
            ),
            models.CheckConstraint(
                name="komitmen_dilepas_beralasan",
                condition=Q(dilepas_at__isnull=True) | ~Q(alasan=""),
            ),
        ]
        triggers = [within_pagu(), *undeletable()]

    def __str__(self) -> str:
        return self.uraian

    @property
    def sisa(self) -> int:
        """What is still promised of it, in Rupiah."""
        return 0 if self.dilepas_at else self.jumlah - self.terpakai


class BelanjaQuerySet(ScopedQuerySet):
    """Spending, by the area of its programme."""

    scope_wilayah = "pos__program__wilayah"

    def booked(self) -> "BelanjaQuerySet":
        """What stands in the ledger and was not taken back."""
        return self.filter(status=Belanja.Status.DIBUKUKAN)


class Belanja(models.Model):
    """One payment out of a line. It is in the ledger (`jurnal`) once it is booked.

    Above the programme's limit it waits for a second person. `penerima` may be a person's name:
    it is shown to staff alone; public statements count payees by `jenis_penerima`, and name a
    company only where `boleh_tampil` records that it agreed.
    """

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu orang kedua"
        DIBUKUKAN = "dibukukan", "Dibukukan"
        DITOLAK = "ditolak", "Ditolak"
        DIBALIK = "dibalik", "Dibalik"

    class JenisPenerima(models.TextChoices):
        PENYEDIA = "penyedia", "Toko atau penyedia"
        NARASUMBER = "narasumber", "Narasumber atau fasilitator"
        PEKERJA = "pekerja", "Pekerja padat karya"
        WARGA = "warga", "Warga penerima bantuan"
        INSTANSI = "instansi", "Instansi atau lembaga"

    class Kas(models.TextChoices):
        BANK = "1-1200", "Bank"
        TUNAI = "1-1100", "Kas tunai"
        UTANG_UPAH = "2-1100", "Utang upah"

    pos = models.ForeignKey(PosAnggaran, models.PROTECT, related_name="belanja", verbose_name="pos")
    urut = models.PositiveIntegerField("nomor urut", editable=False)
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="belanja", verbose_name="program", editable=False
    )
    komitmen = models.ForeignKey(
        Komitmen, models.PROTECT, null=True, blank=True, related_name="belanja",
        verbose_name="dari komitmen",
    )  # fmt: skip
    dari_komitmen = models.PositiveBigIntegerField("dari komitmen (Rp)", default=0, editable=False)
    kunci = models.CharField("kunci", max_length=120, unique=True, editable=False)
    tanggal = models.DateField("tanggal")
    uraian = models.CharField("uraian", max_length=200)
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    sumber = models.CharField("sumber dana", max_length=12, choices=SumberDana.choices)
    kas = models.CharField("dibayar dari", max_length=10, choices=Kas, default=Kas.BANK)
    penerima = models.CharField("penerima", max_length=120, blank=True)
    jenis_penerima = models.CharField(
        "jenis penerima", max_length=12, choices=JenisPenerima, default=JenisPenerima.PENYEDIA
    )
    banyak_penerima = models.PositiveIntegerField("banyak penerima", default=1)
    boleh_tampil = models.BooleanField("penyedia setuju namanya ditampilkan", default=False)
    nomor_kuitansi = models.CharField("nomor kuitansi", max_length=60, blank=True)
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kuitansi"
    )
    sidik = models.CharField(
        max_length=16, blank=True, editable=False,
        help_text="Sidik gambar kuitansi (dHash 64 bit, heksadesimal).",
    )  # fmt: skip
    foto = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="foto barang atau tempat",
    )  # fmt: skip
    status = models.CharField("status", max_length=10, choices=Status)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    penyetuju = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="disetujui oleh",
    )  # fmt: skip
    alasan = models.CharField("alasan ditolak atau dibalik", max_length=300, blank=True)
    jurnal = models.OneToOneField(
        Jurnal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="jurnal"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    dibukukan_at = models.DateTimeField("dibukukan", null=True, blank=True)

    objects = BelanjaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "belanja"
        ordering = ["-tanggal", "-urut"]
        indexes = [
            # a programme's spending of a quarter, newest first
            models.Index(fields=["program", "-tanggal"], name="belanja_program_idx"),
            # what a line has spent
            models.Index(fields=["pos", "status"], name="belanja_pos_idx"),
        ]
        constraints = [
            models.UniqueConstraint("program", "urut", name="belanja_satu_urut"),
            models.CheckConstraint(
                name="belanja_jumlah_positif", condition=Q(jumlah__gt=0, banyak_penerima__gte=1)
            ),
            models.CheckConstraint(
                name="belanja_jurnal_iff_dibukukan",
                condition=Q(
                    status__in=["dibukukan", "dibalik"],
                    jurnal__isnull=False,
                    dibukukan_at__isnull=False,
                )
                | Q(
                    status__in=["menunggu", "ditolak"],
                    jurnal__isnull=True,
                    dibukukan_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="belanja_alasan_iff_batal",
                condition=Q(status__in=["ditolak", "dibalik"]) & ~Q(alasan="")
                | Q(status__in=["menunggu", "dibukukan"], alasan=""),
            ),
            models.CheckConstraint(
                name="belanja_penyetuju_orang_lain",
                condition=Q(penyetuju__isnull=True) | Q(by__isnull=True) | ~Q(penyetuju=F("by")),
            ),
            models.CheckConstraint(
                name="belanja_hanya_penyedia_tampil",
                condition=Q(boleh_tampil=False)
                | Q(jenis_penerima__in=["penyedia", "instansi"]) & ~Q(penerima=""),
            ),
        ]
        triggers = [
            within_pagu(),
            pgtrigger.Trigger(
                name="tetap", when=pgtrigger.Before, operation=pgtrigger.Update, func=_TETAP
            ),
            *undeletable(),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} {self.uraian}"

    @property
    def nomor(self) -> str:
        """As written on the receipt: B-0012."""
        return f"B-{self.urut:04d}"


class Penerimaan(models.Model):
    """Money that came in from a source. Taken back only by a reversal in the ledger."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="penerimaan", verbose_name="program"
    )
    kunci = models.CharField("kunci", max_length=120, unique=True, editable=False)
    sumber = models.CharField("sumber dana", max_length=12, choices=SumberDana.choices)
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    tanggal = models.DateField("tanggal diterima")
    uraian = models.CharField("uraian", max_length=200)
    kas = models.CharField("masuk ke", max_length=10, choices=Belanja.Kas, default=Belanja.Kas.BANK)
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    jurnal = models.OneToOneField(Jurnal, models.PROTECT, related_name="+", verbose_name="jurnal")
    dibalik_at = models.DateTimeField("dibalik", null=True, blank=True)
    alasan = models.CharField("alasan dibalik", max_length=300, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "penerimaan"
        ordering = ["-tanggal", "-id"]
        indexes = [
            # a programme's income of a quarter
            models.Index(fields=["program", "tanggal"], name="penerimaan_program_idx"),
        ]
        constraints = [
            models.CheckConstraint(name="penerimaan_jumlah_positif", condition=Q(jumlah__gt=0)),
            models.CheckConstraint(
                name="penerimaan_alasan_iff_dibalik",
                condition=Q(dibalik_at__isnull=True, alasan="")
                | Q(dibalik_at__isnull=False) & ~Q(alasan=""),
            ),
        ]
        triggers = undeletable()

    def __str__(self) -> str:
        return self.uraian


class RevisiAnggaran(models.Model):
    """A line's budget changed from one amount to another, with the reason. Append-only.

    A shift (`geser`) joins two rows of one act: what one line gave, another got. An increase names
    the source that pays for it.
    """

    class Jenis(models.TextChoices):
        GESER = "geser", "Geser antarpos"
        TAMBAH = "tambah", "Tambah dari sumber"

    pos = models.ForeignKey(PosAnggaran, models.PROTECT, related_name="revisi", verbose_name="pos")
    tindakan = models.UUIDField("tindakan", editable=False)
    jenis = models.CharField("jenis", max_length=8, choices=Jenis)
    dari = models.PositiveBigIntegerField("semula (Rp)")
    menjadi = models.PositiveBigIntegerField("menjadi (Rp)")
    sumber = models.CharField("dari sumber", max_length=12, choices=SumberDana.choices, blank=True)
    alasan = models.CharField("alasan", max_length=300)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class _QuerySet(ScopedQuerySet):
        scope_wilayah = "pos__program__wilayah"

    objects = _QuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "revisi anggaran"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint("tindakan", "pos", name="revisi_sekali_per_pos"),
            models.CheckConstraint(
                name="revisi_berubah_beralasan",
                condition=~Q(dari=F("menjadi")) & ~Q(alasan=""),
            ),
            models.CheckConstraint(
                name="revisi_sumber_iff_tambah",
                condition=Q(jenis="tambah") & ~Q(sumber="") | ~Q(jenis="tambah") & Q(sumber=""),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pos_id}: {self.dari} menjadi {self.menjadi}"

    @property
    def beda(self) -> int:
        """What the line gained; negative when it gave."""
        return self.menjadi - self.dari
