"""Figures of children weighed: the table, the trend, entering, correcting, importing."""

import csv
import io
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from import_export.fields import Field
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, pilihan, teks
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.angka_stunting import TabelStunting, months_before, read_tables, sees_exact
from ruko_parsel.cakupan import kecamatan_choices, pick_kecamatan, villages_of
from ruko_parsel.gambar_kapasitas import draw_tren
from ruko_parsel.models import AngkaStunting, PetugasGizi
from ruko_parsel.models.stunting import MAKS_ANAK
from ruko_parsel.pihak import works_at_meja
from ruko_parsel.services.stunting import (
    KOLOM,
    AngkaKeliru,
    IsiAngka,
    appoint_gizi,
    check_tabel,
    correct_angka,
    dismiss_gizi,
    import_angka,
    record_angka,
)
from ruko_parsel.unduh_tabel import serve_tabel
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.berkas_tabel import MAKS_BARIS, BerkasTidakTerbaca, read_berkas, write_isi
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.formulir import check_ukuran
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran
from wilayah.zona import hari_ini

LABEL = "ruko_parsel.angkastunting"
_NAMA = "ruko_parsel_angkastunting"
_BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def _count(label: str, *, wajib: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MAKS_ANAK, required=wajib,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip


def month_name(bulan: date) -> str:
    return f"{_BULAN[bulan.month - 1]} {bulan.year}"


class AngkaForm(forms.Form):
    ditimbang = _count("Anak ditimbang")
    stunting = _count("Stunting")
    wasting = _count("Gizi kurang (wasting)", wajib=False)


class AngkaBaruForm(AngkaForm):
    """One month of one village."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Desa atau kelurahan")
    bulan = pilihan("Bulan", [])
    sumber = pilihan("Sumber", AngkaStunting.Sumber.choices)
    field_order = ["wilayah", "bulan"]


class KoreksiForm(AngkaForm):
    alasan = teks("Alasan perbaikan", panjang=240)


class BerkasForm(forms.Form):
    berkas = forms.FileField(label="Berkas CSV atau XLSX")

    def clean_berkas(self) -> Any:
        berkas = self.cleaned_data["berkas"]
        check_ukuran(berkas, "berkas")
        return berkas


class PetugasForm(forms.Form):
    pengguna = forms.ModelChoiceField(Pengguna.objects.none(), label="Petugas kecamatan")


def _correct(obj: AngkaStunting, user: Any, form: Any) -> str:
    correct_angka(obj, by=user, **form.cleaned_data)
    return "Angka diperbaiki; angka lama tersimpan di riwayat."


def _dismiss(obj: PetugasGizi, user: Any, _form: Any) -> str:
    dismiss_gizi(obj, by=user)
    return "Petugas ini tidak lagi melihat angka tepat."


class AngkaResource(AmanResource):
    """Exact figures as a file, for who may read them."""

    wilayah_nama = Field(column_name="desa", attribute="wilayah__nama")

    class Meta:
        model = AngkaStunting
        fields = ("wilayah", "wilayah_nama", "bulan", "ditimbang", "stunting", "wasting", "sumber")
        export_order = fields


@admin.register(AngkaStunting)
class AngkaStuntingAdmin(EksporAdmin, LangkahAdmin):
    """The list holds exact figures; the table hides small ones from whom they are not for."""

    resource_classes = [AngkaResource]
    change_form_template = LangkahAdmin.change_form_template
    list_before_template = "admin/ruko_parsel/stunting_pintas.html"
    list_display = ("wilayah", "tampil_bulan", "ditimbang", "stunting", "wasting", "sumber")
    list_filter = ("bulan", "sumber", WilayahFilter)
    list_select_related = ("wilayah",)
    form_tambah = AngkaBaruForm
    judul_tambah = "Catat angka penimbangan"
    langkah = (Langkah("perbaiki", "Perbaiki angka", _correct, KoreksiForm, utama=True),)

    class Media:
        css = {"all": ("gaya/kapasitas.css",)}

    @display(description="bulan", ordering="bulan")
    def tampil_bulan(self, obj: AngkaStunting) -> str:
        return month_name(obj.bulan)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("tabel/", view(self.tabel_view), name=f"{_NAMA}_tabel"),
            path("impor/", view(self.impor_view), name=f"{_NAMA}_impor"),
            path("contoh-impor.csv", view(self.contoh_view), name=f"{_NAMA}_contoh"),
            *super().get_urls(),
        ]

    def _may_write(self, request: HttpRequest) -> list[Wilayah]:
        """Villages whose figures this person may write: exact ones they may read."""
        desa = villages_of(request.user, LABEL, "add")
        if not works_at_meja(request.user):
            return desa
        boleh = {d.kode.rpartition(".")[0] for d in desa}
        tepat = {k for k in boleh if sees_exact(request.user, k)}
        return [d for d in desa if d.kode.rpartition(".")[0] in tepat]

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = super().build_tambah(request, *data)
        desa = self._may_write(request)
        form.fields["wilayah"].queryset = Wilayah.objects.filter(pk__in=[d.pk for d in desa])
        kini = hari_ini(desa[0].kode if desa else None).replace(day=1)
        bulan = list(reversed(months_before(kini, 24)))
        form.fields["bulan"].choices = [(b.isoformat(), month_name(b)) for b in bulan]
        if not data and desa:
            form.initial = {"wilayah": desa[0].pk}
        return form

    def tambah(self, request: HttpRequest, form: Any) -> AngkaStunting:
        user: Any = request.user
        isi = dict(form.cleaned_data)
        bulan = date.fromisoformat(isi.pop("bulan"))
        return record_angka(IsiAngka(desa=isi.pop("wilayah"), bulan=bulan, **isi), by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if not data:
            form.initial = {k: getattr(obj, k) for k in ("ditimbang", "stunting", "wasting")}
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        persen = (
            f"{100 * obj.stunting / obj.ditimbang:.1f}".replace(".", ",") if obj.ditimbang else "–"
        )
        wasting = "belum dicatat" if obj.wasting is None else str(obj.wasting)
        rinci = [
            ("Bulan", month_name(obj.bulan)), ("Anak ditimbang", str(obj.ditimbang)),
            ("Stunting", f"{obj.stunting} ({persen} % dari {obj.ditimbang})"),
            ("Gizi kurang (wasting)", wasting), ("Sumber", obj.get_sumber_display()),
            ("Dicatat oleh", str(obj.by)),
        ]  # fmt: skip
        if obj.contoh:
            rinci.append(("Perhatian", "Angka contoh untuk peragaan, bukan data anak sungguhan."))
        return [
            Bagian("", rinci=rinci),
            Bagian(
                "Angka sebelum diperbaiki",
                kepala=["Waktu", "Ditimbang", "Stunting", "Wasting", "Alasan", "Oleh"],
                baris=[
                    [tanggal_panjang(r.at, obj.wilayah_id), str(r.ditimbang), str(r.stunting),
                     "–" if r.wasting is None else str(r.wasting), r.alasan, str(r.by)]
                    for r in obj.riwayat.select_related("by")
                ],
            ),
        ]  # fmt: skip

    def tabel_view(self, request: HttpRequest) -> HttpResponseBase:
        """The kecamatan's month and year; a village's own people see their village alone."""
        if not self.has_view_permission(request):
            raise Http404
        if not works_at_meja(request.user):
            return self._own_table(request)
        kecamatan = pick_kecamatan(request.user, request.GET.get("di", ""))
        tepat = sees_exact(request.user, kecamatan.kode)
        kini = hari_ini(kecamatan.kode).replace(day=1)
        tahun = months_before(kini, 12)
        semua = read_tables(kecamatan.kode, tahun, tepat=tepat)
        ada = [b for b in tahun if not semua[b].is_empty]
        bulan = _pick_bulan(request, tahun) or (ada[-1] if ada else kini)
        tabel = semua[bulan]
        if request.GET.get("bentuk") in {"csv", "xlsx"}:
            return _tabel_file(request, tabel)
        context = {
            **self.page_context(request, f"Angka stunting {kecamatan.nama_lengkap}"),
            "kecamatan": kecamatan, "pilihan_kecamatan": kecamatan_choices(request.user),
            "tabel": tabel, "bulan": bulan, "bulan_nama": month_name(bulan), "tepat": tepat,
            "pilihan_bulan": [(b.isoformat(), month_name(b)) for b in reversed(tahun)],
            "contoh": any(b.contoh for b in tabel.baris),
            "tren": _trend([(b, semua[b].jumlah) for b in tahun]),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/stunting_tabel.html", context)

    def _own_table(self, request: HttpRequest) -> HttpResponseBase:
        """A village's own twelve months, exact."""
        desa = villages_of(request.user, LABEL)
        if not desa:
            raise Http404
        satu = next((d for d in desa if d.kode == request.GET.get("di")), desa[0])
        tahun = months_before(hari_ini(satu.kode).replace(day=1), 12)
        rows = self.get_queryset(request).filter(wilayah=satu, bulan__in=tahun)
        angka = {a.bulan: a for a in rows}
        persen = [
            round(100 * angka[b].stunting / angka[b].ditimbang, 1)
            if b in angka and angka[b].ditimbang else None
            for b in tahun
        ]  # fmt: skip
        context = {
            **self.page_context(request, f"Angka stunting {satu.nama_lengkap}"),
            "desa": satu, "contoh": any(a.contoh for a in angka.values()),
            "baris": [(month_name(b), angka.get(b), p) for b, p in zip(tahun, persen, strict=True)],
            "kosong": not angka, "tren": _draw(tahun, persen),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/stunting_desa.html", context)

    def impor_view(self, request: HttpRequest) -> HttpResponse:
        """A file, its errors by row and column, then saving: all of it or nothing."""
        user: Any = request.user
        boleh = {d.kode: d for d in self._may_write(request)}
        if not user.has_perm("ruko_parsel.add_angkastunting") or not boleh:
            raise Http404
        if request.method == "POST" and "isi" in request.POST:
            teks_isi = request.POST["isi"].replace("\x00", "")
            tabel = list(csv.reader(io.StringIO(teks_isi, newline="")))[: MAKS_BARIS + 1]
            if len(tabel) < 2:
                return redirect(f"admin:{_NAMA}_impor")
            hasil = import_angka(tabel, boleh, by=user)
            if not hasil.galat:
                messages.success(request, f"{len(hasil.isi)} baris diimpor.")
                return redirect(f"admin:{_NAMA}_tabel")
            return self._impor_page(request, BerkasForm(), tabel, hasil)
        form = BerkasForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            berkas = form.cleaned_data["berkas"]
            try:
                tabel = read_berkas(berkas.name, berkas.read())
            except BerkasTidakTerbaca as error:
                form.add_error("berkas", str(error))
            else:
                return self._impor_page(request, form, tabel, check_tabel(tabel, boleh))
        return self._impor_page(request, form)

    def _impor_page(
        self, request: HttpRequest, form: Any, tabel: Any = None, hasil: Any = None
    ) -> HttpResponse:
        context = {
            **self.page_context(request, "Impor angka stunting"), "form": form, "kolom": KOLOM,
            "hasil": hasil, "isi": write_isi(tabel) if tabel else "",
        }  # fmt: skip
        salah = bool(hasil and hasil.galat) or bool(form.errors)
        return TemplateResponse(
            request, "admin/ruko_parsel/stunting_impor.html", context, status=422 if salah else 200
        )

    def contoh_view(self, request: HttpRequest) -> HttpResponseBase:
        """An example of the file, with the villages one may write."""
        desa = self._may_write(request)
        if not desa or not self.has_view_permission(request):
            raise Http404
        bulan = f"{hari_ini(desa[0].kode):%Y-%m}"
        return serve_tabel(
            request, apa="contoh impor stunting", nama="contoh-impor-stunting", bentuk="csv",
            kepala=KOLOM, baris=[[d.kode, bulan, 0, 0, "", "posyandu"] for d in desa],
        )  # fmt: skip


@admin.register(PetugasGizi)
class PetugasGiziAdmin(LangkahAdmin):
    """Named by the camat alone."""

    akibat_langkah = AKIBAT["petugas_gizi"]
    list_display = ("pengguna", "wilayah", "mulai", "dicabut")
    list_select_related = ("pengguna", "wilayah")
    form_tambah = PetugasForm
    judul_tambah = "Tunjuk petugas gizi"
    tombol_tambah = "Tunjuk"
    teks_tambah = (
        "Petugas gizi melihat angka tepat setiap desa, termasuk yang di bawah lima anak. Tunjuk "
        "hanya yang tugasnya memerlukan, misalnya Seksi Kesejahteraan Rakyat.",
    )
    langkah = (
        Langkah(
            "cabut", "Cabut tugas ini", _dismiss, YakinForm, lambda o, _u: o.dicabut_at is None,
            bahaya=True,
        ),
    )  # fmt: skip

    @display(description="sejak", ordering="sejak")
    def mulai(self, obj: PetugasGizi) -> str:
        return tanggal_panjang(obj.sejak, str(obj.wilayah_id))

    @display(description="dicabut", ordering="dicabut_at", empty_value="Masih bertugas")
    def dicabut(self, obj: PetugasGizi) -> str | None:
        return tanggal_panjang(obj.dicabut_at, str(obj.wilayah_id)) if obj.dicabut_at else None

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = super().build_tambah(request, *data)
        kode = [k.kode for k in kecamatan_choices(request.user)]
        form.fields["pengguna"].queryset = Pengguna.objects.filter(
            penugasan__peran=Peran.PETUGAS_KECAMATAN, penugasan__wilayah__in=kode, is_active=True
        ).distinct()
        return form

    def tambah(self, request: HttpRequest, form: Any) -> PetugasGizi:
        user: Any = request.user
        pengguna = form.cleaned_data["pengguna"]
        milik = {
            t.wilayah_id for t in pengguna.penugasan_aktif if t.peran == Peran.PETUGAS_KECAMATAN
        }
        kecamatan = next((k for k in kecamatan_choices(user) if k.kode in milik), None)
        if kecamatan is None:
            raise AngkaKeliru("Orang ini bukan petugas kecamatan.")
        return appoint_gizi(kecamatan, pengguna, by=user)

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        cabut = (
            tanggal_panjang(obj.dicabut_at, obj.wilayah_id) if obj.dicabut_at else "masih bertugas"
        )
        return [
            Bagian(
                "",
                rinci=[
                    ("Petugas", str(obj.pengguna)), ("Kecamatan", str(obj.wilayah)),
                    ("Ditunjuk oleh", str(obj.by)),
                    ("Sejak", tanggal_panjang(obj.sejak, obj.wilayah_id)), ("Dicabut", cabut),
                ],
            )
        ]  # fmt: skip


def _pick_bulan(request: HttpRequest, tahun: list[date]) -> date | None:
    return next((b for b in tahun if b.isoformat() == request.GET.get("bulan")), None)


def _trend(isi: list[tuple[date, Any]]) -> Any:
    """Prevalence of the kecamatan; a month that may not be told leaves a gap."""
    persen = [
        None if j is None or j.stunting.tutup or not j.stunting.dari or j.stunting.jumlah is None
        else round(100 * j.stunting.jumlah / j.stunting.dari, 1)
        for _b, j in isi
    ]  # fmt: skip
    return _draw([b for b, _j in isi], persen)


def _draw(tahun: list[date], persen: list[float | None]) -> Any:
    puncak = max([20.0, *(p for p in persen if p is not None)])
    label = [f"{_BULAN[b.month - 1]} {b:%y}" for b in tahun]
    puncak = -(-puncak // 20) * 20
    return draw_tren(label, [("desa", "Stunting", persen)], puncak=puncak, satuan=" %")


def _tabel_file(request: HttpRequest, tabel: TabelStunting) -> HttpResponseBase:
    rows = [*tabel.baris, *([tabel.jumlah] if tabel.jumlah else [])]
    return serve_tabel(
        request, apa="tabel stunting", nama=f"stunting-{tabel.bulan:%Y-%m}",
        bentuk=request.GET["bentuk"],
        kepala=["kode", "desa", "ditimbang", "stunting", "persen", "wasting", "persen wasting"],
        baris=[
            [b.kode, b.nama, b.ditimbang.teks, b.stunting.teks, b.stunting.persen, b.wasting.teks,
             b.wasting.persen]
            for b in rows
        ],
    )  # fmt: skip
