"""The night contact at the desk: a week at a glance, turns, and who agreed to be shown."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from unfold.decorators import display

from luna_maya.admin.kunjungan_baru import chosen_kelurahan, kelurahan_for
from luna_maya.forms.kontak_malam import JagaForm, NomorForm, PetugasMalamForm, SetujuForm
from luna_maya.kontak_malam import IKUT, TEKS_SETUJU, week_of
from luna_maya.models import KontakMalam, PetugasMalam
from luna_maya.services.kontak_malam import (
    JagaBentrok,
    add_jaga,
    agree_malam,
    change_jaga,
    change_nomor,
    withdraw_malam,
)
from pesan.admin_langkah import Langkah, LangkahAdmin
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place, nama_zona

_JAGA = "admin/luna_maya/kontak_malam_isi.html"


def _agree(obj: PetugasMalam, user: Any, form: Any) -> str:
    agree_malam(obj, by=user, cara=form.cleaned_data["cara"])
    return "Persetujuan dicatat; sebutan dan nomornya tampil pada jam bertugas."


def _agree_self(obj: PetugasMalam, user: Any, _form: Any) -> str:
    agree_malam(obj, by=user)
    return "Terima kasih. Sebutan dan nomor Anda tampil pada jam Anda bertugas."


def _withdraw(obj: PetugasMalam, user: Any, _form: Any) -> str:
    withdraw_malam(obj, by=user)
    return "Persetujuan dicabut; nomornya tidak tampil lagi."


def _nomor(obj: PetugasMalam, user: Any, form: Any) -> str:
    change_nomor(obj, nomor=form.cleaned_data["nomor"], by=user)
    return "Nomor diganti. Mintakan persetujuannya lagi."


def _switch(obj: PetugasMalam, _user: Any, _form: Any) -> str:
    obj.aktif = not obj.aktif
    obj.save(update_fields=["aktif"])
    return "Dinyalakan lagi." if obj.aktif else "Tidak bertugas lagi; namanya tidak ditampilkan."


@admin.register(PetugasMalam)
class PetugasMalamAdmin(LangkahAdmin):
    """Who may be reached at night, under which name and number, and whether they agreed."""

    list_display = ("sebutan", "wilayah", "tampil_setuju", "aktif")
    list_filter = ("aktif", WilayahFilter)
    list_select_related = ("wilayah", "tokoh")
    search_fields = ("sebutan",)
    ordering = ("wilayah", "sebutan")
    form_tambah = PetugasMalamForm
    judul_tambah = "Petugas malam baru"
    teks_tambah = ("Nama dan nomornya baru tampil setelah orangnya sendiri setuju.",)
    langkah = (
        Langkah("setuju-saya", "Saya setuju ditampilkan", _agree_self,
                boleh=lambda o, u: o.setuju_at is None and o.akun_id == u.pk, utama=True),
        Langkah("setuju", "Catat persetujuan", _agree, SetujuForm,
                lambda o, _u: o.setuju_at is None and o.akun_id is None, utama=True),
        Langkah("nomor", "Ganti nomor", _nomor, NomorForm),
        Langkah("cabut", "Cabut persetujuan", _withdraw,
                boleh=lambda o, _u: o.setuju_at is not None),
        Langkah("aktif", "Ubah masih bertugas atau tidak", _switch),
    )  # fmt: skip

    @display(description="ditampilkan", label={"ya": "success", "belum": "warning"})
    def tampil_setuju(self, obj: PetugasMalam) -> tuple[str, str]:
        return ("ya", "Setuju") if obj.setuju_at else ("belum", "Belum setuju")

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        kelurahan = kelurahan_for(request.user, self.opts.label_lower)
        return PetugasMalamForm(*data[:1], kelurahan=kelurahan)

    def tambah(self, request: HttpRequest, form: Any) -> Any:
        try:
            with transaction.atomic():
                return PetugasMalam.objects.create(**form.cleaned_data)
        except IntegrityError as error:
            raise ValueError("Orang ini baru saja dicatat di kelurahan itu.") from error

    def bagian(self, request: HttpRequest, obj: PetugasMalam) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        siapa = obj.pengguna or obj.tokoh
        punya = "ya, persetujuannya diberikan sendiri" if obj.akun_id else "tidak"
        riwayat = [
            (tanggal_panjang(p.at, kode), p.get_keputusan_display(), p.get_cara_display(),
             str(p.by or "")) for p in obj.persetujuan.select_related("by")
        ]  # fmt: skip
        return [
            Bagian("Yang dilihat warga", rinci=(
                ("Sebutan", obj.sebutan), ("Nomor", obj.nomor),
                ("Sekarang", "tampil pada jam bertugas" if obj.is_shown else "tidak tampil"),
                ("Orangnya", str(siapa)), ("Punya akun", punya),
            )),
            Bagian("Teks persetujuan", teks=(TEKS_SETUJU,)),
            Bagian("Riwayat persetujuan", kepala=("Kapan", "Keputusan", "Cara", "Dicatat"),
                   baris=riwayat),
        ]  # fmt: skip


@admin.register(KontakMalam)
class KontakMalamAdmin(ScopedAdmin):
    """The turns, and the week at a glance above them."""

    list_before_template = "admin/luna_maya/kontak_malam_pekan.html"
    list_display = ("kapan", "jam", "petugas", "pengganti", "wilayah")
    list_display_links = ("kapan",)
    list_filter = ("hari", WilayahFilter)
    list_select_related = ("wilayah", "petugas", "pengganti")
    search_fields = ("petugas__sebutan", "pengganti__sebutan")
    ordering = ("wilayah", "tanggal", "hari", "mulai")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/kunjungan.css")}

    @display(description="kapan")
    def kapan(self, obj: KontakMalam) -> str:
        if obj.tanggal is not None:
            return f"{obj.tanggal:%d-%m-%Y}"
        return f"Setiap {obj.get_hari_display()}"

    @display(description="jam")
    def jam(self, obj: KontakMalam) -> str:
        if obj.lama_menit == 24 * 60:
            return f"24 jam sejak {obj.mulai:%H.%M}"
        return f"{obj.mulai:%H.%M}–{obj.sampai:%H.%M} {nama_zona(str(obj.wilayah_id))}"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(
            request, {**(extra_context or {}), **self._week(request)}
        )  # fmt: skip

    def _week(self, request: HttpRequest) -> dict[str, Any]:
        """The week of the one kelurahan this user has, or the one chosen in the filter."""
        pilih = request.GET.get("di", "")
        rows = self.get_queryset(request).select_related(*IKUT)
        if not pilih:
            kode = set(rows.order_by().values_list("wilayah", flat=True).distinct()[:2])
            pilih = kode.pop() if len(kode) == 1 else ""
        jadwal = list(rows.filter(wilayah=pilih)) if pilih else []
        if not jadwal:
            return {}
        hari_ini = at_place(timezone.now(), pilih).date()
        try:
            hari = parse_date(request.GET.get("pekan", "")) or hari_ini
        except ValueError:
            hari = hari_ini
        if not 2000 < hari.year < 2200:
            hari = hari_ini
        senin = hari - timedelta(days=hari.weekday())
        return {
            "pekan": week_of(jadwal, pilih, senin), "hari_ini": hari_ini,
            "pekan_lalu": senin - timedelta(days=7), "pekan_depan": senin + timedelta(days=7),
            "zona": nama_zona(pilih), "di_pekan": pilih,
        }  # fmt: skip

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The week's own parameter is no filter of the list."""
        dasar = super().get_changelist(request, **kwargs)

        class Daftar(dasar):  # type: ignore[misc, valid-type]
            def get_filters_params(self, params: Any = None) -> Any:
                isi = super().get_filters_params(params)
                isi.pop("pekan", None)
                return isi

        return Daftar

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Turns on several days at once, or on one date."""
        if not self.has_add_permission(request):
            raise Http404
        wilayah, semua = chosen_kelurahan(
            request.user, request.GET.get("di", ""), self.opts.label_lower
        )
        context = self.page_context(request, "Jadwal kontak malam") | {"kelurahan": semua}
        if wilayah is None:
            return TemplateResponse(request, _JAGA, context)
        form = JagaForm(request.POST or None, wilayah=wilayah)
        if form.is_bound and form.is_valid():
            try:
                add_jaga(form.jaga, by=request.user)  # type: ignore[arg-type]
            except JagaBentrok as error:
                form.add_error("mulai", str(error))
            else:
                messages.success(request, "Jadwal kontak malam disimpan.")
                return redirect("admin:luna_maya_kontakmalam_changelist")
        return self._form_page(request, context, form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One turn: changed, or taken out by the delete link."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_change_permission(request, obj):
            raise Http404
        awal = {
            "hari": [] if obj.hari is None else [obj.hari], "tanggal": obj.tanggal,
            "mulai": obj.mulai, "sampai": obj.sampai, "petugas": obj.petugas_id,
            "pengganti": obj.pengganti_id, "keterangan": obj.keterangan,
        }  # fmt: skip
        form = JagaForm(request.POST or None, wilayah=obj.wilayah, satu=True, initial=awal)
        if form.is_bound and form.is_valid():
            try:
                change_jaga(obj, form.jaga, by=request.user)  # type: ignore[arg-type]
            except JagaBentrok as error:
                form.add_error("mulai", str(error))
            else:
                messages.success(request, "Jadwal kontak malam disimpan.")
                return redirect("admin:luna_maya_kontakmalam_changelist")
        context = self.page_context(request, "Jadwal kontak malam") | {
            "obj": obj, "boleh_hapus": self.has_delete_permission(request, obj),
        }  # fmt: skip
        return self._form_page(request, context, form)

    def _form_page(
        self, request: HttpRequest, context: dict[str, Any], form: JagaForm
    ) -> HttpResponse:
        isi = context | {
            "form": form, "wilayah": form.wilayah, "zona": nama_zona(form.wilayah.kode),
        }  # fmt: skip
        return TemplateResponse(request, _JAGA, isi, status=422 if form.is_bound else 200)
