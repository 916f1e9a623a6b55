from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pesan.models import Kontak, Lampiran
from ruko_parsel.models.acuan import Bidang, JenisMasalah
from wilayah.append_only import triggers
from wilayah.models import Instansi, Pengguna, Rujukan, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import IsiRujukan
from wilayah.scope import ScopedModel, ScopedQuerySet

_MENUNGGU = ("diterima", "ditelaah", "dijadwalkan", "didisposisikan")
# How the result of a request begins that was taken back: by the village's staff, by a resident.
DITARIK, DITARIK_PEMOHON = "Ditarik desa", "Ditarik pemohon"
_BERAKHIR = ["selesai", "dikembalikan", "digabung"]  # as SQL constraints need them


def late_q(at: datetime) -> Q:
    """Late, wherever the portal says so: the desk owes an answer, its deadline has passed, and the
    village is not awaited. What was passed up waits for somebody else; what was answered is never
    late again, unless the village had it opened anew, with a deadline of its own.
    """
    return Q(status__in=_MENUNGGU, due_at__lt=at, dijeda_at__isnull=True)


class PermintaanQuerySet(ScopedQuerySet):
    """Requests of an area, or passed up to an agency.

    What is `rahasia` is seen by the camat, whoever handles it, the agency it was passed up to, and
    who filed it.
    """

    scope_instansi = "diteruskan_ke"

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        sendiri = Q(rahasia=False) | Q(petugas=user.pk) | Q(pemohon=user.pk)
        for tugas in user.penugasan_aktif:
            if peran is not None and tugas.peran not in peran:
                continue
            if tugas.peran == Peran.CAMAT or tugas.instansi_id:
                sendiri |= self.penugasan_q(tugas)
        return super().scope_q(user, peran) & sendiri

    def open(self) -> Self:
        return self.exclude(status__in=Permintaan.ENDED)

    def unanswered(self) -> Self:
        """Those that the desk still owes an answer."""
        return self.filter(status__in=_MENUNGGU)

    def overdue(self, at: datetime) -> Self:
        return self.filter(late_q(at))


class NomorPermintaan(models.Model):
    """The counter behind request numbers, one row a kecamatan and year."""

    kecamatan = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    tahun = models.PositiveSmallIntegerField()
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nomor permintaan"
        constraints = [
            models.UniqueConstraint("kecamatan", "tahun", name="nomor_permintaan_satu_per_tahun"),
        ]

    def __str__(self) -> str:
        return f"{self.kecamatan_id} {self.tahun}: {self.terakhir}"


class Permintaan(ScopedModel):
    """A coordination request of a village to its kecamatan: to work together, for an opinion, or
    for help. `wilayah` is the village. A resident's is followed with `kode` and PIN.
    """

    class Jenis(models.TextChoices):
        KERJA_SAMA = "kerja_sama", "Bekerja sama"
        PENDAPAT = "pendapat", "Meminta pendapat"
        BANTUAN = "bantuan", "Meminta bantuan"

    class Status(models.TextChoices):
        DITERIMA = "diterima", "Diterima"
        DITELAAH = "ditelaah", "Ditelaah"
        DIJADWALKAN = "dijadwalkan", "Dijadwalkan"
        DIDISPOSISIKAN = "didisposisikan", "Didisposisikan"
        DITANGGAPI = "ditanggapi", "Ditanggapi"
        TINDAK_LANJUT = "tindak_lanjut", "Tindak lanjut"
        DITERUSKAN = "diteruskan", "Diteruskan ke kabupaten"
        SELESAI = "selesai", "Selesai"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
        DIGABUNG = "digabung", "Digabung"

    class Saluran(models.TextChoices):
        PETUGAS = "petugas", "Perangkat desa"
        WEB = "web", "Formulir web"
        OBROLAN = "obrolan", "Obrolan"
        MEJA = "meja", "Datang ke meja"
        RUJUKAN = "rujukan", "Rujukan tiket"

    ENDED = (Status.SELESAI, Status.DIKEMBALIKAN, Status.DIGABUNG)
    MENUNGGU_JAWABAN = (
        Status.DITERIMA, Status.DITELAAH, Status.DIJADWALKAN, Status.DIDISPOSISIKAN,
    )  # fmt: skip

    nomor = models.CharField("nomor", max_length=30, unique=True, editable=False)
    kode = models.CharField("kode lacak", max_length=14, unique=True, editable=False)
    pin_hash = models.CharField(max_length=64, blank=True, editable=False)
    jenis = models.CharField("permintaan", max_length=10, choices=Jenis.choices)
    masalah = models.ForeignKey(
        JenisMasalah, models.PROTECT, related_name="permintaan", verbose_name="jenis masalah"
    )
    bidang = models.ForeignKey(
        Bidang, models.PROTECT, related_name="permintaan", verbose_name="bidang"
    )
    judul = models.CharField("pokok", max_length=160)
    uraian = models.TextField("uraian")
    urgensi = models.PositiveSmallIntegerField("urgensi", default=2)
    rahasia = models.BooleanField("rahasia", default=False)
    saluran = models.CharField(max_length=8, choices=Saluran.choices, editable=False)
    pemohon = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="permintaan_ruko",
        verbose_name="diajukan oleh",
    )  # fmt: skip
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    lampiran = models.ManyToManyField(Lampiran, blank=True, related_name="+")
    status = models.CharField(
        "keadaan", max_length=14, choices=Status.choices, default=Status.DITERIMA
    )
    petugas = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="permintaan_ditangani",
        verbose_name="ditangani oleh",
    )  # fmt: skip
    diteruskan_ke = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="permintaan_ruko",
        verbose_name="diteruskan ke",
    )  # fmt: skip
    digabung_ke = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="gabungan", editable=False,
        verbose_name="digabung ke",
    )  # fmt: skip
    rujukan = models.OneToOneField(
        Rujukan, models.PROTECT, null=True, blank=True, related_name="permintaan_ruko",
        editable=False, verbose_name="rujukan asal",
    )  # fmt: skip
    due_at = models.DateTimeField("dijawab paling lambat")
    due_aturan = models.CharField("aturan batas waktu", max_length=160)
    dijeda_at = models.DateTimeField("dijeda sejak", null=True, blank=True)
    ditanggapi_at = models.DateTimeField("pertama ditanggapi", null=True, blank=True)
    closed_at = models.DateTimeField("selesai pada", null=True, blank=True)
    hasil = models.CharField("hasil", max_length=240, blank=True)
    nilai = models.PositiveSmallIntegerField("penilaian desa", null=True, blank=True)
    kata_nilai = models.CharField("kata desa", max_length=240, blank=True)
    created_at = models.DateTimeField("diajukan", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = PermintaanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "permintaan koordinasi"
        ordering = ["-urgensi", "due_at"]
        indexes = [
            # the desk's board: open requests of an area, most urgent first
            models.Index(fields=["wilayah", "-urgensi", "due_at"], name="permintaan_meja_idx"),
            # reminders of deadlines
            models.Index("status", "due_at", name="permintaan_batas_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="permintaan_urgensi_1_5", condition=Q(urgensi__range=(1, 5))
            ),
            models.CheckConstraint(
                name="permintaan_closed_iff_ended",
                condition=Q(status__in=_BERAKHIR, closed_at__isnull=False)
                | (~Q(status__in=_BERAKHIR) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="permintaan_kembali_beralasan",
                condition=~Q(status="dikembalikan") | ~Q(hasil=""),
                violation_error_message="Tulis alasannya.",
            ),
            models.CheckConstraint(
                name="permintaan_digabung_ke_mana",
                condition=Q(status="digabung") ^ Q(digabung_ke__isnull=True),
            ),
            models.CheckConstraint(
                name="permintaan_diteruskan_ke_mana",
                condition=~Q(status="diteruskan") | Q(diteruskan_ke__isnull=False),
            ),
            models.CheckConstraint(
                name="permintaan_nilai_1_5",
                condition=Q(nilai__isnull=True) | Q(nilai__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="permintaan_batas_setelah_diajukan", condition=Q(due_at__gte=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} {self.judul}"

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_permintaan_change", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back by who asked, not returned by the desk."""
        kembali = self.status == self.Status.DIKEMBALIKAN
        return kembali and self.hasil.partition(":")[0] in {DITARIK, DITARIK_PEMOHON}

    @property
    def keadaan(self) -> str:
        """Its state in words; what was taken back is not called returned."""
        return "Ditarik" if self.is_withdrawn else self.get_status_display()

    @property
    def waits_answer(self) -> bool:
        """Whether the desk still owes an answer."""
        return self.status in self.MENUNGGU_JAWABAN

    def is_late(self, at: datetime) -> bool:
        """As `late_q` says it of a row."""
        return self.waits_answer and self.dijeda_at is None and self.due_at < at

    def isi_rujukan(self) -> IsiRujukan:
        """What another desk gets when this is passed on."""
        return IsiRujukan(
            teks=f"{self.judul}\n\n{self.uraian}",
            lampiran=tuple(self.lampiran.values_list("pk", flat=True)),
            rincian={"nomor": self.nomor, "masalah": self.masalah_id, "urgensi": self.urgensi},
        )


class RiwayatPermintaan(models.Model):
    """Append-only: each step of a request, who, and what the village may read of it."""

    permintaan = models.ForeignKey(Permintaan, models.PROTECT, related_name="riwayat")
    dari = models.CharField(max_length=14, choices=Permintaan.Status.choices, blank=True)
    ke = models.CharField(max_length=14, choices=Permintaan.Status.choices)
    apa = models.CharField("apa", max_length=120)
    catatan = models.TextField("catatan", blank=True)
    untuk_desa = models.BooleanField("terlihat desa", default=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat permintaan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.permintaan_id}: {self.apa}"


class TautanPermintaan(models.Model):
    """What a request is about elsewhere in the portal: a ticket's number, a figure with its day."""

    permintaan = models.ForeignKey(Permintaan, models.PROTECT, related_name="tautan")
    jenis = models.CharField(max_length=20)  # "tiket", "angka"
    kunci = models.CharField(max_length=80)
    label = models.CharField("keterangan", max_length=160)
    nilai = models.CharField("nilai", max_length=60, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "tautan permintaan"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "permintaan", "jenis", "kunci", name="tautan_permintaan_sekali",
                violation_error_message="Sudah ditautkan.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label
