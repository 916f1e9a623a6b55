"""Bookings for staff: the list, one booking with its steps, a new one, its calendar file."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin
from ruko_parsel.admin.ruang_kalender import LayarRuang
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.ruang import AlasanForm, PesanForm, PindahForm, SetujuForm
from ruko_parsel.jam_ruang import local_day
from ruko_parsel.kalender_ruang import acara_of, with_langkah
from ruko_parsel.models import Pemesanan, Permintaan, Ruang
from ruko_parsel.pihak import desk_areas, kode_kecamatan, sits_at_desk, village_areas
from ruko_parsel.services.pemesanan import (
    Pesanan,
    approve_pemesanan,
    arrive_pemesanan,
    book_ruang,
    cancel_pemesanan,
    finish_pemesanan,
    miss_pemesanan,
    move_pemesanan,
    refuse_pemesanan,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.ical import build_kalender
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.zona import at_place

S = Pemesanan.Status


def _approve(obj: Any, user: Any, form: Any) -> str:
    approve_pemesanan(obj, petugas=form.cleaned_data["petugas"], by=user)
    return "Disetujui; desa dikabari."


def _refuse(obj: Any, user: Any, form: Any) -> str:
    refuse_pemesanan(obj, alasan=form.cleaned_data["alasan"], by=user)
    return "Ditolak; desa dikabari dengan alasan itu."


def _move(obj: Any, user: Any, form: Any) -> str:
    mulai, selesai = form.waktu()
    data = form.cleaned_data
    move_pemesanan(
        obj, ruang=data["ruang"], mulai_at=mulai, selesai_at=selesai, alasan=data["alasan"], by=user
    )
    return "Dipindah; semua yang terkait dikabari."


def _cancel(obj: Any, user: Any, form: Any) -> str:
    cancel_pemesanan(obj, alasan=form.cleaned_data["alasan"], by=user)
    return "Dibatalkan; ruangnya bebas lagi."


def _arrive(obj: Any, user: Any, _form: Any) -> str:
    arrive_pemesanan(obj, by=user)
    return "Tamu dicatat datang."


def _finish(obj: Any, user: Any, _form: Any) -> str:
    finish_pemesanan(obj, by=user)
    return "Selesai; ruangnya bebas lagi."


def _miss(obj: Any, user: Any, _form: Any) -> str:
    miss_pemesanan(obj, by=user)
    return "Dicatat tidak datang."


def _desk(*status: str) -> Any:
    return lambda obj, user: obj.status in status and sits_at_desk(user, str(obj.wilayah_id))


def _today(obj: Any, user: Any) -> bool:
    kode = kode_kecamatan(str(obj.wilayah_id))
    hari_ini = local_day(obj.mulai_at, kode) == local_day(timezone.now(), kode)
    return hari_ini and bool(_desk(S.DISETUJUI)(obj, user))


def _over(obj: Any, user: Any) -> bool:
    return obj.mulai_at <= timezone.now() and bool(_desk(S.DISETUJUI)(obj, user))


def _to_come(obj: Any, _user: Any) -> bool:
    return obj.status in {S.DIMINTA, S.DISETUJUI}


class RuangFilter(DropdownFilter):
    """One of the rooms of one's own kecamatan."""

    title = "ruang"
    parameter_name = "ruang"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        user: Any = request.user
        kode = {w.pk for w in desk_areas(user)}
        kode |= {kode_kecamatan(str(w.pk)) for w in village_areas(user)}
        rows = Ruang.objects.filter(wilayah__in=kode)
        return [(str(satu.pk), satu.nama) for satu in rows[:200]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value()
        return queryset.filter(ruang=nilai) if nilai and nilai.isdecimal() else queryset


class WaktuFilter(DropdownFilter):
    """To come, or over and still without an end."""

    title = "waktu"
    parameter_name = "waktu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("nanti", "Akan datang"), ("lewat", "Sudah lewat"),
            ("tandai", "Lewat dan belum ditandai"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        if self.value() == "nanti":
            return queryset.filter(selesai_at__gt=now)
        if self.value() == "lewat":
            return queryset.filter(selesai_at__lte=now)
        if self.value() == "tandai":
            return queryset.filter(selesai_at__lte=now, status__in=[S.DISETUJUI, S.BERLANGSUNG])
        return queryset


class PemesananResource(AmanResource):
    """One line a booking; no name of a person."""

    desa = Field("wilayah__nama", column_name="desa")
    kode_wilayah = Field("wilayah_id", column_name="kode_wilayah")
    nama_ruang = Field("ruang__nama", column_name="ruang")
    mulai = Field(column_name="mulai")
    selesai = Field(column_name="selesai")
    keadaan = Field("get_status_display", column_name="keadaan")
    nomor = Field("permintaan__nomor", column_name="permintaan")

    class Meta:
        model = Pemesanan
        fields = (
            "kode", "desa", "kode_wilayah", "nama_ruang", "mulai", "selesai", "perihal",
            "jumlah_tamu", "nomor", "keadaan", "alasan",
        )  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        rows = super().filter_export(queryset, **kwargs)
        return rows.select_related("wilayah", "ruang", "permintaan")

    def dehydrate_mulai(self, obj: Any) -> str:
        return tanggal_panjang(obj.mulai_at, str(obj.wilayah_id))

    def dehydrate_selesai(self, obj: Any) -> str:
        return tanggal_panjang(obj.selesai_at, str(obj.wilayah_id))


@admin.register(Pemesanan)
class PemesananAdmin(LayarRuang, EksporAdmin, LangkahAdmin):
    """The desk sees its kecamatan's bookings, a village its own."""

    akibat_langkah = AKIBAT["pemesanan"]
    langkah: ClassVar[tuple[Langkah, ...]] = (
        Langkah("setujui", "Setujui", _approve, SetujuForm, _desk(S.DIMINTA), utama=True),
        Langkah("datang", "Tamu datang", _arrive, boleh=_today, utama=True),
        Langkah("selesai", "Selesai", _finish, boleh=_desk(S.BERLANGSUNG), utama=True),
        Langkah("tolak", "Tolak", _refuse, AlasanForm, _desk(S.DIMINTA)),
        Langkah("pindah", "Pindah ruang atau waktu", _move, PindahForm, _to_come),
        Langkah("tidak_datang", "Tidak datang", _miss, boleh=_over),
        Langkah("batal", "Batalkan", _cancel, AlasanForm, _to_come, bahaya=True),
    )
    form_tambah = PesanForm
    judul_tambah = "Pesan ruang"
    tombol_tambah = "Pesan ruang"
    teks_tambah = ("Lihat kalender ruang untuk waktu yang masih kosong.",)
    resource_classes = [PemesananResource]
    list_display = ("kapan", "perihal", "desa", "ruang", "petugas", "tampil_status", "kode")
    list_display_links = ("kapan", "perihal")
    list_filter = (("status", ChoicesDropdownFilter), WaktuFilter, RuangFilter, WilayahFilter)
    list_filter_submit = True
    change_form_template = "admin/langkah_halaman.html"
    list_select_related = ("wilayah", "ruang", "petugas")
    list_before_template = "admin/ruko_parsel/pemesanan_daftar.html"
    search_fields = ("kode", "perihal", "wilayah__nama")
    search_help_text = "Cari kode, perihal, atau desa"
    ordering = ("-mulai_at",)

    @display(description="waktu", ordering="mulai_at")
    def kapan(self, obj: Pemesanan) -> str:
        kode = str(obj.wilayah_id)
        return f"{tanggal_panjang(obj.mulai_at, kode)} – {at_place(obj.selesai_at, kode):%H.%M}"

    @display(description="desa", ordering="wilayah")
    def desa(self, obj: Pemesanan) -> str:
        return obj.wilayah.nama_lengkap

    @display(
        description="keadaan", ordering="status",
        label={
            S.DIMINTA: "warning", S.DISETUJUI: "success", S.BERLANGSUNG: "info",
            S.DITOLAK: "danger", S.BATAL: "danger", S.TIDAK_DATANG: "danger",
            S.SELESAI: "default",
        },
    )  # fmt: skip
    def tampil_status(self, obj: Pemesanan) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        rows = Pemesanan.objects.select_related("wilayah", "ruang", "permintaan", "pemesan",
                                                "petugas", "rapat")  # fmt: skip
        return rows.get(pk=obj.pk)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        return [self._facts(request, obj), self._guests(request, obj), self._history(obj)]

    def steps(self, request: HttpRequest, obj: Any) -> list[Langkah]:
        """A meeting's room has none of its own: it goes with the meeting."""
        return [] if obj.is_rapat else super().steps(request, obj)

    def _facts(self, request: HttpRequest, obj: Any) -> Bagian:
        kode = str(obj.wilayah_id)
        rinci = [
            ("Keadaan", obj.get_status_display()),
            ("Waktu", self.kapan(obj)),
            ("Ruang", f"{obj.ruang.nama}\n{obj.ruang.letak}".strip()),
            ("Desa", obj.wilayah.nama_lengkap),
            ("Perihal", obj.perihal),
            ("Tamu", f"{obj.jumlah_tamu} orang"),
            ("Dipesan oleh", f"{obj.pemesan or '–'}\n{tanggal_panjang(obj.created_at, kode)}"),
            ("Diterima oleh", str(obj.petugas or "belum ditentukan")),
            ("Kode di meja", obj.kode),
        ]
        if obj.permintaan is not None:
            rinci.append(("Permintaan", obj.permintaan.nomor))
        if obj.alasan:
            rinci.append(("Alasan", obj.alasan))
        return Bagian("Pemesanan", rinci=rinci)

    def _guests(self, request: HttpRequest, obj: Any) -> Bagian:
        """Who signed in for it, for the desk alone."""
        kode = str(obj.wilayah_id)
        if not sits_at_desk(request.user, kode):
            return Bagian("Fasilitas ruang", teks=[obj.ruang.fasilitas or "Belum ditulis."])
        baris = [
            (str(t), t.asal, f"{at_place(t.masuk_at, kode):%H.%M}") for t in obj.tamu.all()[:50]
        ]
        return Bagian("Tamu yang sudah datang", kepala=("Nama", "Dari", "Masuk"), baris=baris)

    def _history(self, obj: Any) -> Bagian:
        kode = str(obj.wilayah_id)
        baris = [
            (tanggal_panjang(r.at, kode), r.apa, _moved(r, kode), str(r.by or "sistem"))
            for r in obj.riwayat.select_related("by")
        ]
        return Bagian("Riwayat", kepala=("Kapan", "Apa", "Catatan", "Siapa"), baris=baris)

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        hasil = [("Simpan ke kalender (.ics)", reverse(f"{_ALAMAT}_ics", args=[obj.pk]))]
        hari = local_day(obj.mulai_at, kode_kecamatan(str(obj.wilayah_id)))
        hasil.append(("Kalender hari itu", f"{reverse(f'{_ALAMAT}_kalender')}?tanggal={hari}"))
        if obj.is_rapat and hasattr(obj, "rapat"):
            hasil.append((f"Rapat: {obj.rapat.judul}", obj.rapat.get_absolute_url()))
        if obj.permintaan is not None:
            hasil.append((f"Permintaan {obj.permintaan.nomor}", obj.permintaan.get_absolute_url()))
        return hasil

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        user: Any = request.user
        di = self.pilih_kecamatan(request)
        meja = sits_at_desk(user, di)
        form = PesanForm(*data)
        form.initial.update(_read_initial(request))
        peran = peran_with("ruko_parsel.permintaan", "view")
        permintaan = Permintaan.objects.visible_to(user, peran=peran).in_wilayah(di).open()
        untuk = permintaan.filter(pk=form.initial["permintaan"]).first() if (
            "permintaan" in form.initial) else None  # fmt: skip
        if untuk is not None:
            perihal = f"Permintaan {untuk.nomor}" if untuk.rahasia else untuk.judul
            form.initial.update(wilayah=untuk.wilayah_id, perihal=perihal)
        desa: Any = Wilayah.objects.in_wilayah(di).kelurahan().order_by("kode")
        if not meja:
            desa = desa.filter(pk__in=[w.pk for w in village_areas(user)])
            form.initial.setdefault("wilayah", next(iter(desa.values_list("pk", flat=True)), ""))
        form.set_choices(di, desa, permintaan.order_by("-created_at"), meja=meja)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Pemesanan:
        user: Any = request.user
        data = form.cleaned_data
        mulai, selesai = form.waktu()
        pesanan = Pesanan(
            ruang=data["ruang"], wilayah=data["wilayah"], mulai_at=mulai, selesai_at=selesai,
            perihal=data["perihal"], jumlah_tamu=data["jumlah_tamu"],
            permintaan=data["permintaan"], petugas=data.get("petugas"),
        )  # fmt: skip
        return book_ruang(pesanan, by=user)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/kalender.ics", view(self.ics_view), name=f"{_NAMA}_ics"),
            *super().get_urls(),
        ]

    def ics_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This booking for one's own calendar."""
        obj = with_langkah(Pemesanan.objects.filter(pk=self.find(request, pk).pk)).get()
        isi = build_kalender("HAI LURAH", [acara_of(obj)])
        jawab = HttpResponse(isi, content_type="text/calendar; charset=utf-8")
        jawab["Content-Disposition"] = 'attachment; filename="pertemuan-kecamatan.ics"'
        jawab["Cache-Control"] = "private, no-store"
        return jawab


_NAMA = "ruko_parsel_pemesanan"
_ALAMAT = f"admin:{_NAMA}"


def _moved(riwayat: Any, kode: str) -> str:
    semula = riwayat.dari_mulai_at
    kata = f"Semula {tanggal_panjang(semula, kode)}." if semula else ""
    return f"{kata} {riwayat.catatan}".strip()


def _read_initial(request: HttpRequest) -> dict[str, Any]:
    """What a free slot or a request's page has filled in already; nonsense is left out."""
    isi: dict[str, Any] = {}
    for nama in ("ruang", "permintaan"):
        if (nilai := request.GET.get(nama, "")).isdecimal() and len(nilai) < 12:
            isi[nama] = nilai
    try:
        isi["tanggal"] = date.fromisoformat(request.GET.get("tanggal", ""))
        isi["mulai"] = datetime.strptime(request.GET.get("mulai", ""), "%H.%M").time()  # noqa: DTZ007
    except ValueError:
        pass
    return isi
