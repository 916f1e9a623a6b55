"""What residents tell more often than before, as counts a village (`wilayah.tren`)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.db.models.functions import Left
from django.urls import reverse

from curhat.models import Curhat
from wilayah.tren import Tren
from wilayah.zona import zona_of

_PANJANG_DESA = len("63.11.07.2003")


class TrenCurhat:
    """Reports by village and category; private and held cases are left out by `public()`."""

    def tren(
        self, wilayah: str, kini: tuple[date, date], lalu: tuple[date, date]
    ) -> Iterator[Tren]:
        ini, dulu = (_within(wilayah, *masa) for masa in (kini, lalu))
        rows = (
            Curhat.objects.public()
            .in_wilayah(wilayah)
            .filter(ini | dulu)
            .order_by()
            .values(desa=Left("wilayah_id", _PANJANG_DESA), kat=F("kategori_id"))
            .annotate(
                judul=F("kategori__nama"),
                n=Count("pk", filter=ini),
                m=Count("pk", filter=dulu),
                kenal=Count("kontak", filter=ini, distinct=True),
                asing=Count("pk", filter=ini & Q(kontak__isnull=True)),
            )
        )
        daftar = reverse("admin:curhat_curhat_changelist")
        for r in rows:
            tanya = {"di": r["desa"], "kategori__slug__exact": r["kat"]}
            yield Tren(
                r["desa"], r["kat"], r["judul"], r["n"], r["m"], r["kenal"] + r["asing"],
                f"{daftar}?{urlencode(tanya)}", "curhat.view_curhat",
            )  # fmt: skip


def _within(kode: str, dari: date, sampai: date) -> Q:
    zona = zona_of(kode)
    awal = datetime.combine(dari, time(), tzinfo=zona)
    akhir = datetime.combine(sampai + timedelta(days=1), time(), tzinfo=zona)
    return Q(diterima_at__gte=awal, diterima_at__lt=akhir)
