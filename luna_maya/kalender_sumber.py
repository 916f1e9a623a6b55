"""What a person's calendar feed holds of LUNA MAYA (`settings.KALENDER_SUMBER`).

Visits they go on, with host and address while these are open to them; and where a role of theirs
may read visits, those of its area as kind, time and RT alone.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import timezone

from luna_maya.alamat_tuan import SESUDAH, hosts_open_to
from luna_maya.kalender import page_of, place_text, with_moves
from luna_maya.models import Kunjungan, SebutanKunjungan
from wilayah.format import tanggal_panjang
from wilayah.ical import Acara
from wilayah.peran import peran_with
from wilayah.zona import at_place

S = Kunjungan.Status
_SEMUA = Q(pk__isnull=False)  # an empty Q would vanish in an OR


def list_acara(pengguna: Any, dari: datetime, sampai: datetime) -> Iterator[Acara]:
    """Their visits between these moments. Nothing for a user who is not active."""
    if not pengguna.is_active:
        return
    now = timezone.now()
    di_area = _area_q(pengguna)
    ikut = set(Kunjungan.objects.going(pengguna).values_list("pk", flat=True))
    rows = list(_rows(Q(pk__in=ikut) | di_area, dari, sampai))
    dekat = {satu.tuan_rumah_id for satu in rows if satu.pk in ikut}
    penulis = _Penulis(
        ikut=ikut,
        terbuka=hosts_open_to(pengguna, dekat, now) if dekat else set(),
        dibaca=set(Kunjungan.objects.filter(di_area, pk__in=[s.pk for s in rows])
                   .values_list("pk", flat=True)),
        sebutan=_names(rows),
        now=now,
    )  # fmt: skip
    for satu in rows:
        yield penulis.write(satu)


def _rows(q: Q, dari: datetime, sampai: datetime) -> Any:
    rows = Kunjungan.objects.filter(q, mulai_at__lt=sampai, selesai_at__gt=dari)
    rows = rows.select_related("jenis", "tuan_rumah", "wilayah__induk__induk")
    return with_moves(rows).annotate(
        langkah=Count("riwayat"), langkah_at=Max("riwayat__at")
    ).order_by("mulai_at", "pk")  # fmt: skip


def _area_q(pengguna: Any) -> Q:
    """Visits that a role of this user may read."""
    if pengguna.is_superuser:
        return _SEMUA
    peran = peran_with("luna_maya.kunjungan", "view")
    return Kunjungan.objects.all().scope_q(pengguna, peran)


def _names(rows: list[Any]) -> dict[tuple[str, int], str]:
    kelurahan = {satu.wilayah.kode_kelurahan for satu in rows}
    sebutan = SebutanKunjungan.objects.filter(wilayah__in=kelurahan)
    return {(satu.wilayah_id, satu.jenis_id): satu.nama for satu in sebutan}


class _Penulis:
    """Writes visits down as far as this person may read them."""

    def __init__(
        self, *, ikut: set[int], terbuka: set[int], dibaca: set[int],
        sebutan: dict[tuple[str, int], str], now: datetime,
    ) -> None:  # fmt: skip
        self.ikut, self.terbuka, self.dibaca = ikut, terbuka, dibaca
        self.sebutan, self.now = sebutan, now

    def write(self, satu: Any) -> Acara:
        kode = satu.wilayah_id
        nama = self.sebutan.get((satu.wilayah.kode_kelurahan, satu.jenis_id), satu.jenis.nama)
        ikut = satu.pk in self.ikut
        alamat = page_of(satu) if satu.pk in self.dibaca else ""
        buka = ikut and self._is_open(satu)
        siapa = f": {satu.tuan_rumah.nama}" if buka else ""
        return Acara(
            uid=f"kunjungan-{satu.kode}@hai-lurah",
            mulai=at_place(satu.mulai_at, kode),
            selesai=at_place(satu.selesai_at, kode),
            judul=f"{nama}{siapa}, {place_text(kode)}",
            tempat=", ".join(filter(None, (satu.tuan_rumah.alamat if buka else "", _rt(satu)))),
            uraian="\n".join(_lines(satu, ikut=ikut, buka=buka)),
            url=f"{settings.SITE_URL.rstrip('/')}{alamat}" if alamat else "",
            batal=satu.status == S.BATAL,
            sementara=satu.status in {S.RENCANA, S.MENUNGGU},
            sequence=max(satu.langkah - 1, 0),
            updated=satu.langkah_at or satu.created_at,
        )

    def _is_open(self, satu: Any) -> bool:
        """Host, address and what to mind: from the plan until a day after, if the visit stands."""
        return (
            satu.tuan_rumah_id in self.terbuka
            and satu.status != S.BATAL
            and satu.selesai_at + SESUDAH > self.now
        )


def _rt(satu: Any) -> str:
    atas = satu.wilayah
    while atas.induk_id and atas.kode.count(".") > 3:
        atas = atas.induk
    if atas.pk == satu.wilayah_id:
        return str(atas.nama_lengkap)
    return f"{place_text(satu.wilayah_id)}, {atas.nama_lengkap}"


def _lines(satu: Any, *, ikut: bool, buka: bool) -> Iterator[str]:
    """What is written below: all for who goes, the state and the move for who only reads."""
    yield f"Keadaan: {satu.get_status_display()}"
    for pindah in satu.pindahan:
        yield f"Semula {tanggal_panjang(pindah.dari_mulai_at, satu.wilayah_id)}"
    if not ikut:
        return
    rumah = satu.tuan_rumah
    isi = {
        "Alasan batal": satu.alasan_batal,
        "Acara": satu.acara,
        "Agenda": satu.agenda,
        "Yang perlu diperhatikan": rumah.perhatian_khusus if buka else "",
    }
    yield from (f"{kata}: {teks}" for kata, teks in isi.items() if teks)
    if buka and rumah.ada_anak:
        yield "Ada anak di rumah: jangan memotret atau merekam anak tanpa izin orang tuanya."
