from typing import Any

from django.db import models
from django.db.models import Q

from curhat.models.taksonomi import Kategori, Subkategori
from pesan.models import Kontak, Lampiran, PesanMasuk
from pesan.models.kanal import Saluran
from wilayah.append_only import triggers
from wilayah.kripto import EncryptedTextField
from wilayah.models import Instansi, Pengguna
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedModel, ScopedQuerySet


class CurhatQuerySet(ScopedQuerySet):
    """Curhat of an area; a case marked rahasia only for the roles in MELIHAT_RAHASIA."""

    scope_instansi = None

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        return q if tugas.peran in MELIHAT_RAHASIA else q & Q(rahasia=False)

    def public(self) -> "CurhatQuerySet":
        """What may be counted in public: the one place that leaves private and held rows out."""
        return self.filter(rahasia=False, ditahan=False, dihapus_at__isnull=True)


class Curhat(ScopedModel):
    """One complaint or wish of a resident, as triage understood it.

    `isi` is masked text; what came in raw is only in the inbox, encrypted, and expires. `anonim`
    hides the person from everyone, also the name and signature of a formal report (`resmi`);
    `rahasia` takes the case out of every public count.
    """

    class Keparahan(models.TextChoices):
        LOW = "Low", "Rendah"
        MEDIUM = "Medium", "Sedang"
        HIGH = "High", "Tinggi"
        CRITICAL = "Critical", "Kritis"

    class Respons(models.TextChoices):
        A = "A", "A: sederhana"
        B = "B", "B: menengah"
        C = "C", "C: berdampak besar"

    class JenisSolusi(models.TextChoices):
        PRAKTIS = "praktis", "Praktis"
        KOLABORATIF = "kolaboratif", "Kolaboratif"
        KEBIJAKAN = "kebijakan", "Kebijakan"
        CSR = "csr", "CSR"

    class Tingkat(models.TextChoices):
        UMUM = "umum", "Umum"
        STRATEGIS = "strategis", "Strategis"
        KRISIS = "krisis", "Krisis"

    kode = models.CharField("kode", max_length=14, unique=True, editable=False)
    pin_hash = models.CharField(max_length=64, editable=False)
    pesan_masuk = models.OneToOneField(
        PesanMasuk, models.PROTECT, null=True, related_name="curhat", editable=False
    )
    id_luar = models.CharField("id pengirim", max_length=60, blank=True, editable=False)
    kontak = models.ForeignKey(Kontak, models.PROTECT, null=True, related_name="curhat")
    saluran = models.CharField("saluran", max_length=10, choices=Saluran)
    resmi = models.BooleanField("laporan resmi", default=False)
    nama_pelapor = EncryptedTextField("nama pelapor resmi", blank=True, editable=False)
    diterima_at = models.DateTimeField("diterima")
    isi = models.TextField("isi (tersamar)")
    ringkasan = models.CharField("ringkasan", max_length=200)
    bahasa = models.CharField("bahasa", max_length=10, blank=True)
    lurah_disebut = models.CharField(max_length=80, blank=True)
    jalan = models.CharField("jalan/patokan", max_length=120, blank=True)
    lat = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True, blank=True)
    kandidat_wilayah = models.JSONField("kemungkinan wilayah", default=list, blank=True)

    kategori = models.ForeignKey(Kategori, models.PROTECT, related_name="+")
    subkategori = models.ForeignKey(Subkategori, models.PROTECT, related_name="curhat")
    keyakinan = models.FloatField("keyakinan", default=0)
    urgensi = models.PositiveSmallIntegerField("urgensi")
    keparahan = models.CharField("keparahan", max_length=8, choices=Keparahan)
    perkiraan_terdampak = models.PositiveIntegerField("perkiraan terdampak", null=True, blank=True)
    sentimen = models.FloatField("sentimen", default=0)
    jenis_respons = models.CharField("jenis respons", max_length=1, choices=Respons)
    jenis_solusi = models.CharField("jenis solusi", max_length=12, choices=JenisSolusi)
    tingkat_masalah = models.CharField("tingkat masalah", max_length=10, choices=Tingkat)
    sumber_daya = models.JSONField("sumber daya", default=list, blank=True)
    kata_kritis = models.JSONField("kata kritis", default=list, blank=True)
    alasan = models.JSONField("alasan", default=list, blank=True)
    unit = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unit"
    )
    eskalasi = models.BooleanField("eskalasi", default=False)
    darurat = models.BooleanField("darurat", default=False)
    tembusan = models.BooleanField("tembusan ke lurah", default=False)
    anonim = models.BooleanField("anonim", default=False)
    rahasia = models.BooleanField("rahasia", default=False)
    kontak_diberikan = models.BooleanField("kontak diberikan", default=False)
    perlu_tinjau = models.BooleanField("perlu ditinjau", default=False)
    ditahan = models.BooleanField("ditahan (terlalu sering)", default=False)
    ditutup_at = models.DateTimeField("selesai tanpa tiket", null=True, blank=True)
    versi_model = models.CharField("versi model", max_length=60)
    versi_aturan = models.CharField("versi aturan", max_length=60, blank=True)
    dihapus_at = models.DateTimeField("dihapus atas permintaan warga", null=True, blank=True)
    lampiran = models.ManyToManyField(Lampiran, related_name="curhat", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CurhatQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "curhat"
        ordering = ["-diterima_at"]
        indexes = [
            # lists and exports of an area, newest first
            models.Index(fields=["wilayah", "-diterima_at"], name="curhat_wilayah_waktu_idx"),
            # dashboards: categories of a period
            models.Index(fields=["diterima_at", "kategori"], name="curhat_waktu_kategori_idx"),
            # how many one contact sent in the last hour; a contact's open curhat
            models.Index(fields=["kontak", "-diterima_at"], name="curhat_kontak_waktu_idx"),
            # the review queue
            models.Index(
                fields=["wilayah"],
                name="curhat_tinjau_idx",
                condition=Q(perlu_tinjau=True) | Q(ditahan=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="curhat_urgensi_1_5", condition=Q(urgensi__range=(1, 5))),
            models.CheckConstraint(
                name="curhat_keyakinan_0_1", condition=Q(keyakinan__range=(0, 1))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode}: {self.ringkasan}"

    @property
    def status_ekspor(self) -> str:
        """open, in_progress or resolved, as design.md maps ticket states."""
        tiket = self.tiket_terakhir
        if tiket is not None:
            return tiket.status_ekspor
        return "resolved" if self.ditutup_at else "open"

    @property
    def tindakan_akhir(self) -> str:
        """advice_sent, referred or ticket_created."""
        tiket = self.tiket_terakhir
        if tiket is None:
            return "advice_sent"
        return "referred" if tiket.status == tiket.Status.DIALIHKAN else "ticket_created"

    @property
    def tiket_terakhir(self) -> Any:
        """The newest ticket, from the prefetched rows where there are some."""
        return max(self.tiket.all(), key=lambda tiket: tiket.pk, default=None)


class Jawaban(models.Model):
    """What the portal answered to a curhat, from which guide and wording."""

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="jawaban")
    panduan = models.ForeignKey("curhat.PanduanSolusi", models.PROTECT, null=True, related_name="+")
    varian = models.CharField(max_length=80)
    teks = models.TextField("teks")
    bagian = models.JSONField("bagian", default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "jawaban"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Jawaban {self.curhat_id}"


class RiwayatCurhat(models.Model):
    """Append-only: what happened to a curhat beside its tickets, in named non-personal words."""

    class Peristiwa(models.TextChoices):
        DITERIMA = "diterima", "Diterima"
        DIJAWAB = "dijawab", "Dijawab"
        DITAHAN = "ditahan", "Ditahan untuk ditinjau"
        DILEPAS = "dilepas", "Dilepas setelah ditinjau"
        DITAMBAH = "ditambah", "Keterangan ditambah"
        DIUBAH = "diubah", "Pesan diubah pengirim"
        DITARIK = "ditarik", "Pesan ditarik pengirim"
        PILIHAN = "pilihan", "Pilihan warga"
        TEMBUSAN = "tembusan", "Tembusan dikirim"
        DINILAI = "dinilai", "Jawaban dinilai warga"
        KOREKSI = "koreksi", "Dikoreksi petugas"
        DITUTUP = "ditutup", "Dinyatakan selesai"
        DIBUKA = "dibuka", "Dibuka kembali"
        DIHAPUS = "dihapus", "Dihapus"

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField(max_length=10, choices=Peristiwa)
    catatan = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat curhat"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.curhat_id}: {self.peristiwa}"
