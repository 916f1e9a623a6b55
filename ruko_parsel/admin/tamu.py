"""The guest book at the desk: today's guests first, written in, gone out, printed, exported."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.tamu import TamuMejaForm
from ruko_parsel.jam_ruang import local_day
from ruko_parsel.kata_hari import day_words, read_tanggal
from ruko_parsel.models import Tamu
from ruko_parsel.pihak import desk_areas
from ruko_parsel.services.tamu import blank_tamu, sign_in_tamu, sign_out_tamu
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.kripto import new_code
from wilayah.zona import at_place, zona_of


def _out(obj: Any, user: Any, _form: Any) -> str:
    sign_out_tamu(obj, by=user)
    return "Jam keluar dicatat."


def _blank(obj: Any, user: Any, _form: Any) -> str:
    blank_tamu(obj, by=user)
    return "Nama, nomor, dan keperluan tamu ini sudah dihapus."


def kecamatan_of(user: Any) -> str:
    """The house whose book this person keeps. Raises ValueError without one."""
    milik = desk_areas(user)
    if not milik:
        raise ValueError("Anda tidak bertugas di meja kecamatan mana pun.")
    return str(milik[0].pk)


def day_range(kecamatan: str, hari: Any) -> tuple[datetime, datetime]:
    """That day on the clock of the house."""
    awal = datetime.combine(hari, time(), tzinfo=zona_of(kecamatan))
    return awal, awal + timedelta(days=1)


class MasukFilter(DropdownFilter):
    """When they came."""

    title = "waktu"
    parameter_name = "waktu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("hari-ini", "Hari ini"), ("di-dalam", "Hari ini dan belum keluar"),
            ("pekan", "Tujuh hari terakhir"), ("bulan", "Tiga puluh hari terakhir"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        milik = desk_areas(request.user)
        di = str(milik[0].pk) if milik else ""
        awal, _akhir = day_range(di, local_day(timezone.now(), di))
        mundur = {"hari-ini": 0, "di-dalam": 0, "pekan": 6, "bulan": 29}.get(self.value() or "")
        if mundur is None:
            return queryset
        rows: Any = queryset.filter(masuk_at__gte=awal - timedelta(days=mundur))
        return rows.inside() if self.value() == "di-dalam" else rows


class TamuResource(AmanResource):
    """The book without telephone numbers."""

    masuk = Field(column_name="masuk")
    keluar = Field(column_name="keluar")
    dengan = Field("get_cara_display", column_name="cara")
    pesanan = Field("pemesanan__kode", column_name="pemesanan")

    class Meta:
        model = Tamu
        fields = ("masuk", "keluar", "nama", "asal", "keperluan", "bertemu", "dengan", "pesanan")
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return super().filter_export(queryset, **kwargs).select_related("pemesanan")

    def dehydrate_masuk(self, obj: Any) -> str:
        return tanggal_panjang(obj.masuk_at, str(obj.wilayah_id))

    def dehydrate_keluar(self, obj: Any) -> str:
        return tanggal_panjang(obj.keluar_at, str(obj.wilayah_id)) if obj.keluar_at else ""


@admin.register(Tamu)
class TamuAdmin(EksporAdmin, LangkahAdmin):
    """A guest is never edited: gone out, or forgotten."""

    akibat_langkah = AKIBAT["tamu"]
    langkah: ClassVar[tuple[Langkah, ...]] = (
        Langkah("keluar", "Tamu keluar", _out, boleh=lambda o, _u: o.keluar_at is None, utama=True),
        Langkah(
            "hapus", "Hapus data orang ini", _blank, boleh=lambda o, _u: o.dihapus_at is None,
            bahaya=True,
        ),
    )  # fmt: skip
    form_tambah = TamuMejaForm
    judul_tambah = "Catat tamu"
    teks_tambah = (
        "Beri tahu tamu: nama dan keperluannya hanya dibaca petugas kecamatan dan dihapus sesudah "
        "masa simpan buku tamu.",
    )
    resource_classes = [TamuResource]
    list_display = ("masuk", "nama_tampil", "asal", "keperluan", "bertemu", "nomor_antre", "keluar")
    list_display_links = ("masuk", "nama_tampil")
    list_filter = (MasukFilter, ("cara", ChoicesDropdownFilter), WilayahFilter)
    list_filter_submit = True
    change_form_template = "admin/langkah_halaman.html"
    list_select_related = ("antrean", "pemesanan")
    list_before_template = "admin/ruko_parsel/tamu_daftar.html"
    search_fields = ("nama", "asal", "keperluan")
    search_help_text = "Cari nama, asal, atau keperluan"
    ordering = ("-masuk_at",)

    @display(description="masuk", ordering="masuk_at")
    def masuk(self, obj: Tamu) -> str:
        return tanggal_panjang(obj.masuk_at, str(obj.wilayah_id))

    @display(description="nama", ordering="nama")
    def nama_tampil(self, obj: Tamu) -> str:
        return str(obj)

    @display(description="nomor antrean")
    def nomor_antre(self, obj: Tamu) -> str:
        return str(obj.antrean.nomor) if obj.antrean else "–"

    @display(description="keluar", ordering="keluar_at")
    def keluar(self, obj: Tamu) -> str:
        return f"{at_place(obj.keluar_at, str(obj.wilayah_id)):%H.%M}" if obj.keluar_at else "–"

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        rinci = [
            ("Nama", str(obj)),
            ("Dari", obj.asal),
            ("Keperluan", obj.keperluan or "–"),
            ("Bertemu", obj.bertemu or "–"),
            ("Nomor telepon", obj.nomor or "tidak ditulis"),
            ("Masuk", f"{self.masuk(obj)}, {obj.get_cara_display().lower()}"),
            ("Keluar", self.keluar(obj)),
        ]
        if obj.antrean is not None:
            rinci.append(("Nomor antrean", str(obj.antrean.nomor)))
        if obj.pemesanan is not None:
            rinci.append(("Pemesanan", str(obj.pemesanan)))
        baris = [
            (tanggal_panjang(r.at, kode), r.apa, str(r.by or "–"))
            for r in obj.riwayat.select_related("by")
        ]
        return [
            Bagian("Tamu", rinci=rinci),
            Bagian("Riwayat", kepala=("Kapan", "Apa", "Siapa"), baris=baris),
        ]

    def tambah(self, request: HttpRequest, form: Any) -> Tamu:
        user: Any = request.user
        kunci = f"meja:{user.pk}:{form.cleaned_data['kunci'] or new_code(20)}"[:40]
        return sign_in_tamu(
            kecamatan_of(user), form.isi(), kunci=kunci, cara=Tamu.Cara.MEJA, by=user
        )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.print_view)
        return [path("cetak/", view, name="ruko_parsel_tamu_cetak"), *super().get_urls()]

    def print_view(self, request: HttpRequest) -> HttpResponse:
        """A day of the book on paper, with places to sign."""
        if not self.has_view_permission(request):
            return HttpResponse(status=404)
        user: Any = request.user
        milik = desk_areas(user)
        di = str(milik[0].pk) if milik else ""
        hari = read_tanggal(request.GET.get("tanggal", ""), local_day(timezone.now(), di))
        awal, akhir = day_range(di, hari)
        rows = self.get_queryset(request).filter(masuk_at__gte=awal, masuk_at__lt=akhir)
        baris = [
            {
                "tamu": satu,
                "masuk": f"{at_place(satu.masuk_at, di):%H.%M}",
                "keluar": f"{at_place(satu.keluar_at, di):%H.%M}" if satu.keluar_at else "",
            }
            for satu in rows.order_by("masuk_at")
        ]
        context = {
            "baris": baris, "judul": day_words(hari), "hari": hari,
            "rumah": milik[0] if milik else "", "kosong": range(max(5, 20 - len(baris))),
        }  # fmt: skip
        jawab = TemplateResponse(request, "admin/ruko_parsel/tamu_cetak.html", context)
        jawab["Cache-Control"] = "private, no-store"
        return jawab
