"""What a request of a village can link to here (`wilayah.tautan`): its tickets, its figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from curhat import acuan
from curhat.models import Curhat, Tiket
from wilayah.peran import peran_with
from wilayah.tautan import Tautan, count_orang

HARI = 90
_TERBANYAK = 20


class SumberTiket:
    """Tickets by number, kind and state: the words of residents stay where they can be erased.

    A private case cannot be linked to: whoever reads the request would learn of it.
    """

    jenis = "tiket"
    nama = "Tiket"

    def cari(self, user: Any, wilayah: str, q: str) -> Sequence[Tautan]:
        rows = _tickets(user, wilayah)
        if q:
            rows = rows.filter(
                Q(nomor__icontains=q) | Q(curhat__ringkasan__icontains=q)
                | Q(curhat__subkategori__nama__icontains=q)
            )  # fmt: skip
        else:
            rows = rows.open()
        return [_ticket(satu) for satu in rows.order_by("-created_at")[:_TERBANYAK]]

    def baca(self, user: Any, wilayah: str, kunci: Sequence[str]) -> Mapping[str, Tautan]:
        rows = _tickets(user, wilayah).filter(nomor__in=kunci)
        return {satu.nomor: _ticket(satu) for satu in rows}


class SumberCurhat:
    """How many reports of a category a village had in the last ninety days."""

    jenis = "curhat"
    nama = "Laporan warga"

    def cari(self, user: Any, wilayah: str, q: str) -> Sequence[Tautan]:
        jumlah, nama = _counts(user, wilayah), _names()
        return [
            _figure(wilayah, kode, nama[kode], n)
            for kode, n in jumlah.most_common()
            if kode in nama and q.lower() in f"laporan {nama[kode]}".lower()
        ]

    def baca(self, user: Any, wilayah: str, kunci: Sequence[str]) -> Mapping[str, Tautan]:
        if not _may_count(user, wilayah):
            return {}
        jumlah, nama = _counts(user, wilayah), _names()
        return {k: _figure(wilayah, k, nama[k], jumlah[k]) for k in kunci if k in nama}


def _tickets(user: Any, wilayah: str) -> Any:
    rows = Tiket.objects.visible_to(user, peran=peran_with("curhat.tiket", "view"))
    return (
        rows.in_wilayah(wilayah)
        .filter(curhat__rahasia=False, curhat__dihapus_at__isnull=True)
        .select_related("curhat__subkategori")
    )


def _ticket(tiket: Tiket) -> Tautan:
    return Tautan(
        jenis=SumberTiket.jenis, kunci=tiket.nomor,
        label=f"Tiket {tiket.nomor}: {tiket.curhat.subkategori.nama}"[:160],
        nilai=tiket.get_status_display(), url=tiket.get_absolute_url(),
    )  # fmt: skip


def _may_count(user: Any, wilayah: str) -> bool:
    """Whether one of this person's roles reads reports there: figures of what they may count."""
    peran = peran_with("curhat.curhat", "view")
    return bool(user.is_superuser) or any(
        t.peran in peran and t.wilayah is not None and t.wilayah.contains(wilayah)
        for t in user.penugasan_aktif
    )


def _counts(user: Any, wilayah: str) -> Counter[str]:
    """Category to the reports of the last days; private and erased ones are in no figure."""
    if not _may_count(user, wilayah):
        return Counter()
    sejak = timezone.now() - timedelta(days=HARI)
    rows = Curhat.objects.public().in_wilayah(wilayah).filter(diterima_at__gte=sejak)
    return Counter(rows.order_by().values_list("kategori", flat=True))


def _names() -> dict[str, str]:
    return {sub.kategori_id: sub.kategori.nama for sub in acuan.subkategori_all().values()}


def _figure(wilayah: str, kode: str, nama: str, jumlah: int) -> Tautan:
    saring = urlencode({"kategori__slug__exact": kode})
    return Tautan(
        jenis=SumberCurhat.jenis, kunci=kode, label=f"Laporan {nama}, {HARI} hari terakhir"[:160],
        nilai=count_orang(jumlah, "laporan"),
        url=f"{reverse('admin:curhat_curhat_changelist')}?{saring}",
    )  # fmt: skip
