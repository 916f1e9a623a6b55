"""What the list of visits is narrowed by, and the file it becomes."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter

from luna_maya.models import Kunjungan, SebutanKunjungan, TuanRumah
from luna_maya.perlu_dilihat import wishing_other_time
from wilayah.admin_dasar import WilayahFilter, scoped_rows
from wilayah.ekspor import AmanResource
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.zona import at_place, zona_of

_TINGKAT = [
    Wilayah.Tingkat.KELURAHAN, Wilayah.Tingkat.DESA, Wilayah.Tingkat.RW, Wilayah.Tingkat.RT,
]  # fmt: skip
_BANYAK = 400  # RW and RT in the filter


def hosts_seen_by(user: Any) -> QuerySet[TuanRumah]:
    """Hosts whose name this user's roles show; camat and data officer see none."""
    rows: QuerySet[TuanRumah] = scoped_rows(
        TuanRumah, user, peran_with("luna_maya.tuanrumah", "view")
    )
    return rows


def clock_of(user: Any) -> str | None:
    """The area whose clock this user's periods run on."""
    return next((str(t.wilayah_id) for t in user.penugasan_aktif if t.wilayah_id), None)


class TempatFilter(WilayahFilter):
    """A kelurahan, an RW or an RT, and everything below it."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        peran = peran_with(model_admin.opts.label_lower, "view")
        rows = Wilayah.objects.visible_to(request.user, peran=peran)
        rows = rows.filter(tingkat__in=_TINGKAT)
        dipakai = scoped_rows(model_admin.model, request.user, peran)
        kode = set(dipakai.order_by().values_list("wilayah", flat=True).distinct())
        terpakai = {".".join(k.split(".")[:n]) for k in kode for n in (4, 5, 6)}
        rows = rows.filter(kode__in=terpakai).order_by("kode").only("kode", "nama", "tingkat")
        return [(r.kode, _indented(r)) for r in rows[:_BANYAK]]


def _indented(area: Wilayah) -> str:
    bagian = area.kode.split(".")
    if len(bagian) < 6:
        return area.nama_lengkap if len(bagian) == 4 else f"– {area.nama}"
    return f"– – {area.nama}, RW {bagian[4]}"


def period(kunci: str, hari: date) -> tuple[date, date] | None:
    """The first day and the day after the last of a named period."""
    awal_bulan = hari.replace(day=1)
    awal_lalu = (awal_bulan - timedelta(days=1)).replace(day=1)
    bulan_depan = (awal_bulan + timedelta(days=32)).replace(day=1)
    satu_hari = timedelta(days=1)
    return {
        "malam-ini": (hari, hari + satu_hari),
        "pekan-depan": (hari, hari + timedelta(days=7)),
        "bulan-ini": (awal_bulan, bulan_depan),
        "bulan-lalu": (awal_lalu, awal_bulan),
        "tahun-ini": (date(hari.year, 1, 1), date(hari.year + 1, 1, 1)),
    }.get(kunci)


class PeriodeFilter(DropdownFilter):
    """When, on the clock of the user's own area."""

    title = "waktu"
    parameter_name = "waktu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("malam-ini", "Hari ini"), ("pekan-depan", "Tujuh hari ke depan"),
            ("bulan-ini", "Bulan ini"), ("bulan-lalu", "Bulan lalu"), ("tahun-ini", "Tahun ini"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kode = clock_of(request.user)
        masa = period(self.value() or "", at_place(timezone.now(), kode).date())
        if masa is None:
            return queryset
        awal, akhir = (datetime.combine(h, time(0), tzinfo=zona_of(kode)) for h in masa)
        return queryset.filter(mulai_at__lt=akhir, selesai_at__gt=awal)


class SayaIkutFilter(SimpleListFilter):
    """Those I lead or come along on."""

    title = "saya ikut"
    parameter_name = "saya"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ya", "Ya")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "ya":
            return queryset
        return cast("QuerySet[Any]", queryset.going(request.user))  # type: ignore[attr-defined]


class WaktuLainFilter(SimpleListFilter):
    """Those whose host asked for another time and that nobody has moved yet."""

    title = "tuan rumah"
    parameter_name = "minta_waktu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("lain", "Minta waktu lain")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return wishing_other_time(queryset) if self.value() == "lain" else queryset


class KunjunganResource(AmanResource):
    """Visits as a file: no address ever, the host's name where the role shows it."""

    mulai = Field(column_name="mulai")
    selesai = Field(column_name="selesai")
    jenis = Field(column_name="jenis")
    kode_wilayah = Field("wilayah_id", column_name="wilayah")
    rw = Field("wilayah__rw", column_name="rw")
    rt = Field("wilayah__rt", column_name="rt")
    keadaan = Field("get_status_display", column_name="keadaan")
    lurah = Field("lurah__nama", column_name="dipimpin")
    tuan_rumah = Field(column_name="tuan_rumah")
    kendaraan = Field("kendaraan__nama", column_name="kendaraan")
    yang_ikut = Field(column_name="yang_ikut")

    class Meta:
        model = Kunjungan
        fields = (
            "kode", "mulai", "selesai", "jenis", "kode_wilayah", "rw", "rt", "keadaan", "lurah",
            "tuan_rumah", "kendaraan", "yang_ikut", "acara", "alasan_batal",
        )  # fmt: skip
        export_order = fields

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._nama: dict[tuple[str, str], str] | None = None
        self._terlihat: set[int] | None = None

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        rows = super().filter_export(queryset, **kwargs)
        return rows.select_related("jenis", "wilayah", "lurah", "kendaraan", "tuan_rumah")

    def dehydrate_mulai(self, obj: Kunjungan) -> str:
        return tanggal_panjang(obj.mulai_at, str(obj.wilayah_id))

    def dehydrate_selesai(self, obj: Kunjungan) -> str:
        return tanggal_panjang(obj.selesai_at, str(obj.wilayah_id))

    def dehydrate_jenis(self, obj: Kunjungan) -> str:
        if self._nama is None:
            self._nama = local_names()
        return self._nama.get((kelurahan_of(obj), obj.jenis.kode), obj.jenis.nama)

    def dehydrate_tuan_rumah(self, obj: Kunjungan) -> str:
        if self._terlihat is None:
            rows = TuanRumah.objects.all() if self.user is None else hosts_seen_by(self.user)
            self._terlihat = set(rows.values_list("pk", flat=True))
        return obj.tuan_rumah.nama if obj.tuan_rumah_id in self._terlihat else ""

    def dehydrate_yang_ikut(self, obj: Any) -> int:
        return int(obj.n_ikut)


def kelurahan_of(obj: Kunjungan) -> str:
    """The code of the kelurahan a visit is in."""
    return ".".join(str(obj.wilayah_id).split(".")[:4])


def local_names() -> dict[tuple[str, str], str]:
    """{(kelurahan, kind): local name}, one query."""
    rows = SebutanKunjungan.objects.values_list("wilayah", "jenis__kode", "nama")
    return {(kelurahan, kode): nama for kelurahan, kode, nama in rows}
