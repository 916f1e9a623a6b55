from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from curhat.models.bagi import BagiPeka
from curhat.models.curhat import Curhat
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.models import Instansi, Pengguna
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.rujukan import IsiRujukan
from wilayah.scope import ScopedModel, ScopedQuerySet

_BERAKHIR = ["selesai", "ditolak", "bukan_kewenangan", "digabung"]  # as SQL constraints need them


class NomorUrut(models.Model):
    """The counter behind ticket numbers, one row a month (`2511`)."""

    bulan = models.CharField(max_length=4, primary_key=True)
    terakhir = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nomor urut"

    def __str__(self) -> str:
        return f"{self.bulan}: {self.terakhir}"


class TiketQuerySet(ScopedQuerySet):
    """Tickets of an area or handed to an agency.

    A rahasia one as for curhat; an agency's officer sees it only once the lurah has shared it with
    them (`BagiPeka`), however it was assigned.
    """

    scope_instansi = "instansi"

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        if tugas.peran in MELIHAT_RAHASIA:
            return q
        if tugas.instansi_id is None:
            return q & Q(curhat__rahasia=False)
        dibagi = BagiPeka.objects.active().filter(pengguna=tugas.pengguna_id)
        return q & (Q(curhat__rahasia=False) | Q(pk__in=dibagi.values("tiket")))

    def open(self) -> Self:
        return self.exclude(status__in=Tiket.ENDED)

    def serving(self, curhat: Curhat) -> Self:
        """Tickets of this report: its own, and the shared problem's."""
        return self.filter(Q(curhat=curhat.pk) | Q(pk=curhat.tiket_bersama_id))

    def serving_any(self, curhat: models.QuerySet[Curhat]) -> Self:
        """As `serving`, for several reports."""
        return self.filter(Q(curhat__in=curhat) | Q(dilayani__in=curhat))

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at, dijeda_at__isnull=True)


class Tiket(ScopedModel):
    """One piece of work that a curhat started, followed until the resident says it is solved."""

    class Status(models.TextChoices):
        BARU = "baru", "Baru"
        DIVERIFIKASI = "diverifikasi", "Diverifikasi"
        DITUGASKAN = "ditugaskan", "Ditugaskan"
        DIKERJAKAN = "dikerjakan", "Dikerjakan"
        MENUNGGU_KONFIRMASI = "menunggu_konfirmasi", "Menunggu konfirmasi warga"
        DIALIHKAN = "dialihkan", "Dialihkan"
        DIBUKA_LAGI = "dibuka_lagi", "Dibuka lagi"
        SELESAI = "selesai", "Selesai"
        DITOLAK = "ditolak", "Tidak dapat diteruskan"
        BUKAN_KEWENANGAN = "bukan_kewenangan", "Bukan kewenangan"
        DIGABUNG = "digabung", "Digabung ke tiket lain"

    class Hasil(models.TextChoices):
        TERSELESAIKAN = "terselesaikan", "Terselesaikan menurut warga"
        TANPA_JAWABAN = "tanpa_jawaban", "Ditutup, warga tidak menjawab"
        TIDAK_TERSELESAIKAN = "tidak_terselesaikan", "Ditutup, belum terselesaikan"

    ENDED = (Status.SELESAI, Status.DITOLAK, Status.BUKAN_KEWENANGAN, Status.DIGABUNG)
    _EKSPOR = {Status.BARU: "open", Status.DIVERIFIKASI: "open"}

    nomor = models.CharField("nomor", max_length=20, unique=True, editable=False)
    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="tiket", verbose_name="curhat")
    status = models.CharField("status", max_length=20, choices=Status, default=Status.BARU)
    hasil = models.CharField("hasil", max_length=20, choices=Hasil, blank=True)
    urgensi = models.PositiveSmallIntegerField("urgensi")
    instansi = models.ForeignKey(
        Instansi,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tiket",
        verbose_name="unit/dinas",
    )
    petugas = models.ForeignKey(
        Pengguna,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tiket",
        verbose_name="petugas",
    )
    digabung_ke = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="gabungan",
        verbose_name="digabung ke",
        editable=False,
    )
    putaran = models.PositiveSmallIntegerField("putaran", default=1)
    sebab = models.CharField("sebab dibuka", max_length=200)
    due_at = models.DateTimeField("batas waktu")
    due_aturan = models.CharField("aturan batas waktu", max_length=160)
    verifikasi_due_at = models.DateTimeField("batas verifikasi")
    dijeda_at = models.DateTimeField("dijeda sejak", null=True, blank=True)
    tindakan = models.TextField("tindakan terakhir", blank=True)
    closed_at = models.DateTimeField("selesai pada", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = TiketQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "tiket"
        ordering = ["-urgensi", "due_at"]
        indexes = [
            # the board: open tickets of an area, most urgent first
            models.Index(fields=["wilayah", "-urgensi", "due_at"], name="tiket_papan_idx"),
            # an agency's own tickets
            models.Index(fields=["instansi", "-urgensi"], name="tiket_instansi_idx"),
            # reminders and the close of unanswered confirmations
            models.Index(fields=["status", "due_at"], name="tiket_status_batas_idx"),
        ]
        constraints = [
            models.CheckConstraint(name="tiket_urgensi_1_5", condition=Q(urgensi__range=(1, 5))),
            models.CheckConstraint(
                name="tiket_closed_iff_ended",
                condition=Q(status__in=_BERAKHIR, closed_at__isnull=False)
                | (~Q(status__in=_BERAKHIR) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="tiket_hasil_iff_selesai",
                condition=(Q(status="selesai") & ~Q(hasil=""))
                | (~Q(status="selesai") & Q(hasil="")),
            ),
            models.CheckConstraint(
                name="tiket_digabung_ke_mana",
                condition=Q(status="digabung", digabung_ke__isnull=False)
                | (~Q(status="digabung") & Q(digabung_ke__isnull=True)),
            ),
            models.CheckConstraint(
                name="tiket_ditugaskan_ke_siapa",
                condition=~Q(status__in=["ditugaskan", "dikerjakan"])
                | Q(instansi__isnull=False)
                | Q(petugas__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["curhat"],
                name="tiket_satu_terbuka_per_curhat",
                condition=~Q(status__in=_BERAKHIR),
            ),
            models.CheckConstraint(
                name="tiket_batas_setelah_dibuat", condition=Q(due_at__gte=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.nomor

    def get_absolute_url(self) -> str:
        return reverse("admin:curhat_tiket_change", args=[self.pk])

    def isi_rujukan(self) -> IsiRujukan:
        """What the desk that takes it over gets: a private case without its words; files and the
        way to the resident only where they do not want to be hidden.
        """
        curhat = self.curhat
        rincian = {"nomor": self.nomor, "urgensi": self.urgensi, "rahasia": curhat.rahasia}
        if curhat.rahasia:
            return IsiRujukan("Kasus peka.", rincian=rincian)
        berkas = curhat.lampiran.exclude(jenis=Lampiran.Jenis.TANDA_TANGAN)
        bersedia = curhat.kontak_diberikan and not curhat.anonim
        return IsiRujukan(
            teks=curhat.isi,
            lampiran=tuple(berkas.values_list("pk", flat=True)),
            kontak=curhat.kontak_id if bersedia else None,
            rincian=rincian | {"subkategori": curhat.subkategori_id},
        )

    @property
    def status_ekspor(self) -> str:
        """open, in_progress or resolved (design.md, Contracts); a merged one as the ticket that
        serves its resident now.
        """
        if self.digabung_ke is not None:
            return self.digabung_ke.status_ekspor
        if self.status in self.ENDED:
            return "resolved"
        return self._EKSPOR.get(Tiket.Status(self.status), "in_progress")


class RiwayatTiket(models.Model):
    """Append-only: each move of a ticket, who made it, from where, and what residents may read."""

    tiket = models.ForeignKey(Tiket, models.PROTECT, related_name="riwayat")
    dari = models.CharField("dari", max_length=20, choices=Tiket.Status, blank=True)
    ke = models.CharField("ke", max_length=20, choices=Tiket.Status)
    catatan = models.TextField("catatan", blank=True)
    untuk_warga = models.BooleanField("terlihat warga", default=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    oleh_warga = models.BooleanField("oleh warga", default=False)
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat tiket"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.tiket_id}: {self.ke}"
