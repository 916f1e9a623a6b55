import uuid
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from luna_maya.models.jenis import JenisKunjungan
from luna_maya.models.kunjungan import Kunjungan
from luna_maya.models.orang import TuanRumah
from luna_maya.perencana.nilai_dasar import Bobot
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

_POIN_TERBESAR = 100


def _poin(nama: str, awal: int, bantu: str = "") -> Any:
    return models.PositiveSmallIntegerField(nama, default=awal, help_text=bantu)


class BobotPerencana(ScopedModel):
    """How a kelurahan weighs what speaks for a visit. Append-only: each change is a new version;
    without a row the planner's own defaults hold (`perencana.Bobot`). `wilayah`: the kelurahan.
    """

    versi = models.PositiveIntegerField("versi", editable=False)
    belum_pernah = _poin("belum pernah dikunjungi", 40, "Tidak boleh kurang dari poin berikutnya.")
    lama = _poin("lama tidak dikunjungi", 30, "Penuh sesudah setahun.")
    curhat = _poin("curhat belum dijawab", 25, "Penuh mulai sepuluh curhat.")
    menunggu = _poin("lama curhat menunggu", 20, "Penuh mulai 60 hari.")
    masalah = _poin("masalah belum ditindaklanjuti", 20, "Penuh mulai lima masalah.")
    undangan = _poin("undangan warga", 12, "Penuh mulai dua undangan.")
    miskin = _poin("keluarga prasejahtera", 10, "Penuh mulai 20 keluarga.")
    rata_rw = _poin("pemerataan antar-RW", 10, "Penuh bila satu RW belum dikunjungi setahun ini.")
    musim = _poin("pemerataan musim", 8, "Penuh bila belum pernah dilihat pada musim itu.")
    dilewati = _poin("pengurang bila dilewati", 30, "Berkurang sampai masa tundanya habis.")
    ambang_mendesak = _poin(
        "ambang mendesak", 30,
        "Poin curhat (banyak dan lama) yang membolehkan satu RT didatangi dua kali seputaran.",
    )  # fmt: skip
    jeda_hari = _poin("jeda paling sedikit (hari)", 30, "Sebelum didatangi lagi karena mendesak.")
    tunda_hari = _poin("masa tunda (hari)", 30, "RT yang dilewati menunggu selama ini.")
    per_pekan = _poin("kunjungan sepekan paling banyak", 2, "Satu sampai tujuh.")
    banyak = _poin("usulan sekali susun", 6, "Satu sampai dua puluh.")
    hindari_malam_jumat = models.BooleanField("hindari malam Jumat untuk menginap", default=True)
    catatan = models.CharField("mengapa diubah", max_length=200)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField("disimpan", auto_now_add=True)

    ANGKA = tuple(nama for nama in Bobot().as_dict() if nama != "hindari_malam_jumat")

    class Meta:
        verbose_name = verbose_name_plural = "bobot perencana"
        ordering = ["wilayah", "-versi"]
        triggers = triggers()
        constraints = [
            models.UniqueConstraint("wilayah", "versi", name="bobot_perencana_satu_versi"),
            models.CheckConstraint(
                name="bobot_perencana_belum_pernah_terbesar",
                condition=Q(belum_pernah__gte=F("lama")),
                violation_error_message="RT yang belum pernah dikunjungi tidak boleh kalah.",
            ),
            models.CheckConstraint(
                name="bobot_perencana_wajar",
                condition=Q(
                    per_pekan__range=(1, 7), banyak__range=(1, 20), tunda_hari__range=(1, 365),
                    jeda_hari__lte=365,
                    **{f"{nama}__lte": _POIN_TERBESAR for nama in (
                        "belum_pernah", "lama", "curhat", "menunggu", "masalah", "undangan",
                        "miskin", "rata_rw", "musim", "dilewati", "ambang_mendesak",
                    )},
                ),
                violation_error_message="Poin 0 sampai 100; batas lain menurut petunjuknya.",
            ),
            models.CheckConstraint(name="bobot_perencana_beralasan", condition=~Q(catatan="")),
            models.CheckConstraint(name="bobot_perencana_versi", condition=Q(versi__gte=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Bobot versi {self.versi}"

    def as_bobot(self) -> Bobot:
        return Bobot(**{nama: getattr(self, nama) for nama in Bobot().as_dict()})

    @classmethod
    def in_force(cls, kelurahan: str) -> tuple[Bobot, int]:
        """The weights of this kelurahan and their version; the defaults are version 0."""
        row = cls.objects.filter(wilayah=kelurahan).order_by("-versi").first()
        return (row.as_bobot(), row.versi) if row else (Bobot(), 0)


class SusunanUsul(ScopedModel):
    """One run of the planner, with all it knew: weights, inputs, round, evenings passed over.

    Append-only; holds counts only. `wilayah`: the kelurahan. `dihindari`: [[day, reason]].
    """

    kunci = models.UUIDField("kunci formulir", unique=True, default=uuid.uuid4, editable=False)
    jenis = models.ForeignKey(
        JenisKunjungan, models.PROTECT, related_name="+", verbose_name="jenis kunjungan"
    )
    mulai = models.DateField("mulai tanggal")
    versi_bobot = models.PositiveIntegerField("versi bobot")
    bobot = models.JSONField("bobot")
    masukan = models.JSONField("masukan per RT", encoder=DjangoJSONEncoder)
    waktu = models.JSONField("musim dan bulan")
    putaran = models.PositiveIntegerField("putaran")
    sudah = models.JSONField("sudah dikunjungi putaran ini", default=list)
    dihindari = models.JSONField("malam yang dihindari", default=list)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("disusun", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "susunan usulan"
        ordering = ["-at", "-pk"]
        triggers = triggers()
        indexes = [
            # the latest run of a kelurahan
            models.Index(fields=["wilayah", "-at"], name="susunan_usul_terakhir_idx"),
        ]

    def __str__(self) -> str:
        return f"Susunan {self.pk}"


class UsulKunjunganQuerySet(ScopedQuerySet):
    """Proposals of an area."""

    def open(self) -> Self:
        """Waiting for a decision."""
        return self.filter(status=UsulKunjungan.Status.DIUSULKAN)

    def skipped(self) -> Self:
        return self.filter(status=UsulKunjungan.Status.DILEWATI)


class UsulKunjungan(ScopedModel):
    """One proposed visit and why. `wilayah` is the RT; `faktor`: [{kunci, label, poin, kalimat}].

    `tuan_rumah` empty: nobody there has said yes to being asked yet. `alasan_khusus`: the stated
    reason why this RT comes before others of the round. A swapped one keeps what it was swapped
    for in `pengganti`; a newer run closes what nobody decided.
    """

    class Status(models.TextChoices):
        DIUSULKAN = "diusulkan", "Menunggu keputusan"
        DITERIMA = "diterima", "Diterima"
        DITUKAR = "ditukar", "Ditukar"
        DILEWATI = "dilewati", "Dilewati"
        TERGANTI = "terganti", "Diganti susunan baru"

    susunan = models.ForeignKey(SusunanUsul, models.PROTECT, related_name="usul")
    urut = models.PositiveSmallIntegerField("urutan")
    jenis = models.ForeignKey(
        JenisKunjungan, models.PROTECT, related_name="+", verbose_name="jenis kunjungan"
    )
    tuan_rumah = models.ForeignKey(
        TuanRumah, models.PROTECT, null=True, blank=True, related_name="usul",
        verbose_name="tuan rumah",
    )  # fmt: skip
    mulai_at = models.DateTimeField("mulai")
    poin = models.DecimalField("poin", max_digits=5, decimal_places=1)
    faktor = models.JSONField("alasan per faktor", default=list)
    alasan_khusus = models.CharField("alasan mendahului", max_length=400, blank=True)
    putaran = models.PositiveIntegerField("putaran", default=1)
    status = models.CharField(
        "keadaan", max_length=9, choices=Status.choices, default=Status.DIUSULKAN
    )
    alasan = models.CharField("alasan keputusan", max_length=200, blank=True)
    pengganti = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="asal",
        verbose_name="ditukar dengan",
    )  # fmt: skip
    kunjungan = models.OneToOneField(
        Kunjungan, models.PROTECT, null=True, blank=True, related_name="usul",
        verbose_name="kunjungan",
    )  # fmt: skip
    diputus_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    diputus_at = models.DateTimeField("diputuskan", null=True, blank=True)

    objects = UsulKunjunganQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "usulan kunjungan"
        ordering = ["-susunan", "urut", "pk"]
        indexes = [
            # the latest skip of each RT, and the page of open proposals
            models.Index("wilayah", "status", "diputus_at", name="usul_kunjungan_rt_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                "wilayah", name="usul_satu_terbuka_per_rt", condition=Q(status="diusulkan"),
                violation_error_message="RT itu sudah ada di usulan lain.",
            ),
            models.UniqueConstraint(
                "susunan", "urut", name="usul_satu_per_urutan",
                condition=Q(status__in=["diusulkan", "diterima", "dilewati"]),
            ),
            models.CheckConstraint(
                name="usul_diterima_iff_kunjungan",
                condition=Q(status="diterima", kunjungan__isnull=False)
                | (~Q(status="diterima") & Q(kunjungan__isnull=True)),
            ),
            models.CheckConstraint(
                name="usul_ditukar_iff_pengganti",
                condition=Q(status="ditukar", pengganti__isnull=False)
                | (~Q(status="ditukar") & Q(pengganti__isnull=True)),
            ),
            models.CheckConstraint(
                name="usul_lewat_tukar_beralasan",
                condition=~Q(status__in=["ditukar", "dilewati"]) | ~Q(alasan=""),
                violation_error_message="Tulis alasannya.",
            ),
            models.CheckConstraint(
                name="usul_diputus_iff_bukan_usulan",
                condition=Q(status="diusulkan", diputus_at__isnull=True)
                | (~Q(status="diusulkan") & Q(diputus_at__isnull=False)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Usulan {self.urut}"

    def get_absolute_url(self) -> str:
        return reverse("admin:luna_maya_usulkunjungan_change", args=[self.pk])

    @property
    def kalimat(self) -> str:
        """Why here, in one line: a stated exception first, then the strongest reason."""
        urut: list[dict[str, Any]] = sorted(self.faktor, key=lambda f: -f["poin"])
        bagian = [self.alasan_khusus] if self.alasan_khusus else []
        teks = "; ".join([*bagian, *(f["kalimat"] for f in urut if f["poin"])])
        return teks[:1].upper() + teks[1:]


class RiwayatUsul(models.Model):
    """Append-only: each decision on a proposal, who and why."""

    usul = models.ForeignKey(UsulKunjungan, models.PROTECT, related_name="riwayat")
    status = models.CharField(max_length=9, choices=UsulKunjungan.Status.choices)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat usulan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.usul_id}: {self.status}"
