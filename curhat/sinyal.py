"""What curhat knows about each RT, as counts (`wilayah.sinyal`); no private case, no text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import TruncDate

from curhat.models import Curhat, Jawaban, Subkategori, Tiket
from pesan.models.kanal import Saluran
from wilayah.sinyal import Titik
from wilayah.zona import zona_of

_S = Tiket.Status
# tickets that nobody works on: what an unanswered curhat is
_MENUNGGU = (_S.BARU, _S.DIVERIFIKASI, _S.DITUGASKAN, _S.DIBUKA_LAGI)


class SinyalCurhat:
    """Counts by day, and what still waits.

    Private and held cases are left out by `public()`. "curhat_belum" stands as it is at the end of
    `sampai`: reports whose ticket nobody works on yet, and those without a ticket that nobody
    answered or that wait for a moderator's look. A report made of a visit's own entry waits as any
    other, but is no "curhat": the visit has counted what was told there.
    """

    def titik(self, kelurahan: str, dari: date, sampai: date) -> Iterator[Titik]:
        zona = zona_of(kelurahan)
        awal = datetime.combine(dari, time.min, tzinfo=zona)
        akhir = datetime.combine(sampai + timedelta(days=1), time.min, tzinfo=zona)
        rows = Curhat.objects.public().in_wilayah(kelurahan).filter(diterima_at__lt=akhir)
        sendiri = rows.filter(diterima_at__gte=awal).exclude(saluran=Saluran.KUNJUNGAN)
        per_hari = sendiri.order_by().annotate(hari=TruncDate("diterima_at", tzinfo=zona))
        for w, k, s, hari, n in per_hari.values_list(
            "wilayah_id", "kategori_id", "subkategori_id", "hari"
        ).annotate(n=Count("pk")):
            yield Titik(w, "curhat", n, hari=hari, kategori=k, subkategori=s)
        belum = rows.filter(_waiting()).order_by()
        for w, k, s, n, tertua in belum.values_list(
            "wilayah_id", "kategori_id", "subkategori_id"
        ).annotate(n=Count("pk"), tertua=Min("diterima_at")):
            lama = (sampai - tertua.astimezone(zona).date()).days
            yield Titik(w, "curhat_belum", n, kategori=k, subkategori=s, hari_menunggu=lama)

    def kategori(self) -> Sequence[tuple[str, str, str, str]]:
        rows = Subkategori.objects.order_by("kategori__urutan", "urutan")
        return list(rows.values_list("kategori_id", "kategori__nama", "slug", "nama"))


def _waiting() -> Q:
    """Reports without answer or work; the ticket of a shared problem counts as their own."""
    tiket = Tiket.objects.filter(curhat=OuterRef("pk"))
    sendiri = Q(tiket_bersama__isnull=True) & Q(Exists(tiket.filter(status__in=_MENUNGGU)))
    bersama = Q(tiket_bersama__status__in=_MENUNGGU)
    tanpa = Q(tiket_bersama__isnull=True, ditutup_at__isnull=True) & ~Q(Exists(tiket))
    dijawab = Exists(Jawaban.objects.filter(curhat=OuterRef("pk")))
    return sendiri | bersama | (tanpa & (Q(perlu_tinjau=True) | ~Q(dijawab)))
