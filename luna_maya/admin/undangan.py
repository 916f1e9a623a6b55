"""Invitations of residents at the desk: accept, decline kindly with who stands in; proposals."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import display

from luna_maya.forms.kunjungan import lurah_rows
from luna_maya.forms.undangan import TerimaForm, TolakForm, UsulForm
from luna_maya.models import Kendaraan, Tokoh, Undangan, Unsur
from luna_maya.services.kabar import place_name
from luna_maya.services.undangan import (
    Terima,
    accept_undangan,
    decline_undangan,
    propose_tuan_rumah,
)
from pesan.admin_langkah import Langkah, LangkahAdmin
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah
from wilayah.zona import at_place

S = Undangan.Status


def _accept(obj: Undangan, user: Any, form: Any) -> str:
    data = form.cleaned_data
    terima = Terima(
        wilayah=data["wilayah"], lurah=data["lurah"], kendaraan=data["kendaraan"],
        mulai_at=form.moment(str(obj.wilayah_id)), tokoh=list(data["tokoh"]),
    )  # fmt: skip
    kunjungan = accept_undangan(obj, terima, by=user)
    return f"Undangan diterima; kunjungan {kunjungan.kode} sudah masuk jadwal."


def _decline(obj: Undangan, user: Any, form: Any) -> str:
    decline_undangan(obj, by=user, **form.cleaned_data)
    return "Pengundang diberi tahu dengan alasan itu."


def _is_open(obj: Undangan, _user: Any) -> bool:
    return obj.status == S.BARU


class UndanganResource(AmanResource):
    """Invitations as a file: neither name nor address nor number."""

    class Meta:
        model = Undangan
        fields = ("kode", "wilayah", "acara", "tempat", "mulai_at", "status", "alasan", "asal")
        export_order = fields


@admin.register(Undangan)
class UndanganAdmin(EksporAdmin, LangkahAdmin):
    """What residents ask for, the nearest evening first; answered by steps."""

    resource_classes = [UndanganResource]
    list_display = ("kapan", "acara", "rt", "tampil_status", "asal", "kode")
    list_display_links = ("kapan",)
    list_filter = ("status", "acara", WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("kode",)
    search_help_text = "Kode undangan"
    ordering = ("-mulai_at",)
    list_before_template = "admin/luna_maya/undangan_daftar.html"
    change_form_template = "admin/langkah_halaman.html"
    langkah = (
        Langkah("terima", "Terima dan jadwalkan", _accept, TerimaForm, _is_open, utama=True),
        Langkah("tolak", "Belum dapat hadir", _decline, TolakForm, _is_open),
    )

    @display(description="waktu acara", ordering="mulai_at")
    def kapan(self, obj: Undangan) -> str:
        return tanggal_panjang(obj.mulai_at, str(obj.wilayah_id))

    @display(description="tempat", ordering="wilayah")
    def rt(self, obj: Undangan) -> str:
        return place_name(obj.wilayah)

    @display(
        description="keadaan", ordering="status",
        label={S.BARU: "warning", S.DITERIMA: "success", S.DITOLAK: "danger", S.DICABUT: "info"},
    )  # fmt: skip
    def tampil_status(self, obj: Undangan) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form: Any = super().build(langkah, obj, *data)
        tokoh = _people(obj)
        if langkah.kunci == "terima":
            kelurahan = _kelurahan(obj)
            kendaraan = Kendaraan.objects.in_wilayah(kelurahan).filter(aktif=True)
            form.set_choices(obj, lurah_rows(kelurahan), kendaraan, tokoh)
        else:
            form.fields["wakil"].queryset = tokoh
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        rinci = [
            ("Keadaan", obj.get_status_display()),
            ("Acara", obj.get_acara_display()),
            ("Waktu", tanggal_panjang(obj.mulai_at, kode)),
            ("Tempat", f"{obj.get_tempat_display()}, {place_name(obj.wilayah)}"),
            ("Alamat", self._alamat(obj)),
            ("Pengundang", obj.nama or "(sudah dihapus)"),
            ("Tentang acaranya", obj.pesan or "–"),
            ("Anak-anak", "ada" if obj.ada_anak else "tidak disebut"),
            ("Masuk", f"{tanggal_panjang(obj.created_at, kode)}, {obj.get_asal_display().lower()}"),
        ]
        if obj.alasan:
            rinci.append(("Alasan", obj.alasan))
        if obj.wakil is not None:
            rinci.append(("Diwakili", str(obj.wakil)))
        jejak = [
            [tanggal_panjang(r.at, kode), r.apa, r.catatan or "–", str(r.by or "–")]
            for r in obj.riwayat.select_related("by")
        ]
        return [
            Bagian("", rinci=rinci),
            Bagian("Riwayat", kepala=["Pada", "Apa", "Catatan", "Oleh"], baris=jejak),
        ]

    def _alamat(self, obj: Undangan) -> str:
        """For who answers; once it is a visit, the visit's page shows it to those going."""
        if obj.status == S.BARU:
            return obj.alamat or "–"
        return "Terlihat di halaman kunjungan oleh yang berangkat"

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        if obj.kunjungan_id is None:
            return []
        return [
            ("Kunjungannya", reverse("admin:luna_maya_kunjungan_change", args=[obj.kunjungan_id]))
        ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.usul_view)
        return [path("usul-tuan-rumah/", view, name="luna_maya_usul"), *super().get_urls()]

    def usul_view(self, request: HttpRequest) -> HttpResponse:
        """A head of RT or RW told staff of a host."""
        if not request.user.has_perm("luna_maya.add_tuanrumah"):
            raise Http404
        form = UsulForm(request.POST if request.method == "POST" else None)
        tokoh = self.rows_to_add(request, Tokoh).filter(unsur__in=[Unsur.KETUA_RT, Unsur.KETUA_RW])
        rt = self.rows_to_add(request, Wilayah).filter(tingkat=Wilayah.Tingkat.RT)
        form.fields["tokoh"].queryset = tokoh.order_by("wilayah")  # type: ignore[attr-defined]
        form.fields["wilayah"].queryset = rt.order_by("kode")  # type: ignore[attr-defined]
        if form.is_bound and form.is_valid():
            data = form.cleaned_data
            try:
                rumah, baru = propose_tuan_rumah(**data, by=request.user)  # type: ignore[arg-type]
            except ValueError as galat:
                form.add_error("wilayah", str(galat))
            else:
                kata = "dicatat" if baru else "sudah ada dalam daftar"
                messages.success(request, f"{rumah.nama} {kata}.")
                return redirect("admin:luna_maya_tuanrumah_change", rumah.pk)
        context = {
            **self.page_context(request, "Usulan tuan rumah dari ketua RT/RW"),
            "form": form,
            "penjelasan": ["Usulan ini masuk ke daftar tuan rumah yang belum ditanya."],
            "tombol": "Catat usulan",
        }  # fmt: skip
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/langkah_tambah.html", context, status=status)


def _kelurahan(obj: Undangan) -> str:
    return ".".join(str(obj.wilayah_id).split(".")[:4])


def _people(obj: Undangan) -> Any:
    """Those in office of this kelurahan."""
    hari = at_place(timezone.now(), str(obj.wilayah_id)).date()
    rows: Any = Tokoh.objects.in_wilayah(_kelurahan(obj))
    return rows.active(hari).order_by("unsur", "nama")
