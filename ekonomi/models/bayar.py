"""Payments of orders: bills, and what gateways report. The money itself never passes here."""

from django.db import models
from django.db.models import Q

from ekonomi.models.pesanan import AnakPesananQuerySet, Pesanan
from ekonomi.models.toko import Lapak
from pesan.models import Lampiran
from wilayah.kripto import EncryptedTextField
from wilayah.scope import ScopedQuerySet


class Tagihan(models.Model):
    """One attempt to have an order paid. `nomor` is the order id the gateway knows it by.

    A transfer or QRIS bill carries the buyer's proof until the seller says the money is there.
    """

    class Status(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu pembayaran"
        LUNAS = "lunas", "Lunas"
        GAGAL = "gagal", "Gagal atau dibatalkan"
        KEDALUWARSA = "kedaluwarsa", "Kedaluwarsa"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"

    pesanan = models.ForeignKey(
        Pesanan, models.PROTECT, related_name="tagihan", verbose_name="pesanan"
    )
    nomor = models.CharField("nomor tagihan", max_length=40, unique=True)
    gerbang = models.CharField("lewat", max_length=10)
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    status = models.CharField("status", max_length=12, choices=Status, default=Status.MENUNGGU)
    url = models.URLField("alamat bayar", max_length=500, blank=True)
    qris = models.CharField("isi QRIS", max_length=600, blank=True)
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bukti"
    )
    bukti_at = models.DateTimeField("bukti dikirim", null=True, blank=True)
    selisih = models.BigIntegerField("selisih (Rp)", default=0)
    lunas_at = models.DateTimeField("lunas", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = AnakPesananQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tagihan"
        ordering = ["-id"]
        indexes = [
            # payments that wait for the seller's word
            models.Index(
                fields=["bukti_at"], name="tagihan_bukti_idx",
                condition=Q(status="menunggu", bukti_at__isnull=False),
            ),
        ]  # fmt: skip
        constraints = [
            # one bill at a time: who clicks twice gets the same one
            models.UniqueConstraint(
                fields=["pesanan"], name="tagihan_satu_menunggu", condition=Q(status="menunggu")
            ),
            models.CheckConstraint(name="tagihan_jumlah_ada", condition=Q(jumlah__gte=1)),
            models.CheckConstraint(
                name="tagihan_lunas_iff_at",
                condition=Q(status__in=["lunas", "dikembalikan"], lunas_at__isnull=False)
                | (~Q(status__in=["lunas", "dikembalikan"]) & Q(lunas_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} ({self.get_status_display()})"


class PeristiwaBayarQuerySet(ScopedQuerySet):
    """What gateways reported on the stalls of an area."""

    scope_wilayah = "lapak__wilayah"


class PeristiwaBayar(models.Model):
    """The inbox of payment callbacks: one verified event, stored before it is understood.

    Unique by gateway, its event id and state, so a redelivery is the same row.
    """

    class Hasil(models.TextChoices):
        BARU = "baru", "Menunggu"
        DITERAPKAN = "diterapkan", "Diterapkan"
        DIABAIKAN = "diabaikan", "Sudah tidak berlaku"
        SELISIH = "selisih", "Jumlah tidak cocok"

    gerbang = models.CharField("gerbang", max_length=10)
    id_peristiwa = models.CharField("id di gerbang", max_length=100)
    keadaan = models.CharField("keadaan", max_length=20)
    lapak = models.ForeignKey(Lapak, models.PROTECT, related_name="+", verbose_name="lapak")
    tagihan = models.ForeignKey(
        Tagihan, models.PROTECT, related_name="peristiwa", verbose_name="tagihan"
    )
    jumlah = models.PositiveBigIntegerField("jumlah (Rp)")
    muatan = EncryptedTextField("muatan mentah", blank=True, editable=False)
    hasil = models.CharField("hasil", max_length=10, choices=Hasil, default=Hasil.BARU)
    menjadi = models.CharField("tagihan menjadi", max_length=12, choices=Tagihan.Status)
    waktu_gerbang = models.DateTimeField("waktu di gerbang", null=True, blank=True)
    diterima_at = models.DateTimeField("diterima", auto_now_add=True)
    selesai_at = models.DateTimeField("diproses", null=True, blank=True)

    objects = PeristiwaBayarQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "peristiwa bayar"
        ordering = ["-id"]
        indexes = [
            # the sweep: events that nobody has processed
            models.Index(fields=["id"], name="peristiwabayar_baru_idx", condition=Q(hasil="baru")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gerbang", "id_peristiwa", "keadaan"], name="peristiwabayar_sekali"
            ),
            models.CheckConstraint(
                name="peristiwabayar_selesai_iff_at",
                condition=Q(hasil="baru", selesai_at__isnull=True)
                | (~Q(hasil="baru") & Q(selesai_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gerbang} {self.id_peristiwa} {self.keadaan}"
