"""What residents said about the visits: written down, published while they agree."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from luna_maya.cetak.dasar import rt_rw
from luna_maya.kalimat_tampil import TEKS
from luna_maya.models import CaraIzin, Kunjungan, Testimoni
from luna_maya.services.testimoni import (
    KataWarga,
    add_testimoni,
    agree_testimoni,
    withdraw_testimoni,
)
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, teks
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah

_TERBARU = 200  # visits and RT offered in a form


class TestimoniForm(forms.Form):
    """Somebody's words and what they agreed to."""

    kunjungan = forms.ModelChoiceField(
        Kunjungan.objects.none(), label="Kunjungan", required=False,
        widget=UnfoldAdminSelectWidget, help_text="Boleh kosong bila tentang program seluruhnya.",
    )  # fmt: skip
    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="RT warga itu", required=False,
        widget=UnfoldAdminSelectWidget, help_text="Kosong: RT kunjungannya.",
    )  # fmt: skip
    kata = paragraf("Kata-katanya", max_length=800, help_text="Nomor dan alamat disamarkan.")
    nama = teks("Nama sebenarnya", panjang=120, wajib=False, help_text="Tersandi, tidak tampil.")
    nama_tampil = teks(
        "Nama yang ditampilkan", panjang=80, wajib=False, help_text="Kosong: “Warga RT …”."
    )
    dari_tuan_rumah = forms.BooleanField(label="Disampaikan tuan rumah", required=False)
    cara = pilihan("Setuju diterbitkan", [("", "Tidak atau belum ditanya"), *CaraIzin.choices],
                   required=False)  # fmt: skip

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if not isi.get("kunjungan") and not isi.get("wilayah"):
            self.add_error("wilayah", "Pilih RT-nya, atau kunjungannya.")
        return isi


class SetujuForm(forms.Form):
    """How publication was agreed to."""

    cara = pilihan("Diberikan secara", CaraIzin.choices)


class CabutForm(forms.Form):
    """How it was taken back."""

    cara = teks("Dicabut lewat", panjang=60, help_text="Misalnya pesan kepada lurah.")


def _agree(obj: Testimoni, user: Any, form: Any) -> str:
    agree_testimoni(obj, cara=form.cleaned_data["cara"], by=user)
    return "Persetujuan dicatat."


def _withdraw(obj: Testimoni, user: Any, form: Any) -> str:
    withdraw_testimoni(obj, cara=form.cleaned_data["cara"], by=user)
    return "Dicabut; kata-katanya langsung turun dari halaman umum."


def _in_force(obj: Testimoni) -> bool:
    return obj.publik and obj.dicabut_at is None


class TestimoniResource(AmanResource):
    """Words and how they may be shown; never who said them."""

    class Meta:
        model = Testimoni
        fields = ("wilayah", "kunjungan__kode", "kata", "nama_tampil", "publik", "diberi_at",
                  "dicabut_at")  # fmt: skip
        export_order = fields


@admin.register(Testimoni)
class TestimoniAdmin(EksporAdmin, LangkahAdmin):
    """All testimonies; a step publishes or withdraws one."""

    change_form_template = "admin/langkah_halaman.html"  # not the export's own
    resource_classes = [TestimoniResource]
    list_display = ("kata", "oleh", "tempat", "keadaan", "created_at")
    list_filter = ("publik", ("dicabut_at", admin.EmptyFieldListFilter), WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("kata", "nama_tampil")
    form_tambah = TestimoniForm
    judul_tambah = "Catat testimoni"
    teks_tambah = (TEKS["testimoni"],)
    langkah = (
        Langkah("setuju", "Catat setuju diterbitkan", _agree, SetujuForm, utama=True,
                boleh=lambda obj, _user: not _in_force(obj)),
        Langkah("cabut", "Cabut izin", _withdraw, CabutForm,
                boleh=lambda obj, _user: _in_force(obj)),
    )  # fmt: skip

    @display(description="ditampilkan sebagai")
    def oleh(self, obj: Testimoni) -> str:
        return obj.oleh

    @display(description="wilayah")
    def tempat(self, obj: Testimoni) -> str:
        return rt_rw(str(obj.wilayah_id)) or obj.wilayah.nama_lengkap

    @display(description="keadaan", label={"Diterbitkan": "success", "Dicabut": "danger"})
    def keadaan(self, obj: Testimoni) -> str:
        if obj.dicabut_at is not None:
            return "Dicabut"
        return "Diterbitkan" if obj.publik else "Tidak diterbitkan"

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = TestimoniForm(*data)
        kunjungan: Any = form.fields["kunjungan"]
        rows = self.rows_to_add(request, Kunjungan).standing().select_related("jenis")
        terbaru = rows.order_by("-mulai_at").values("pk")[:_TERBARU]
        kunjungan.queryset = rows.filter(pk__in=terbaru)
        kunjungan.label_from_instance = _visit_label
        tempat: Any = form.fields["wilayah"]
        tempat.queryset = self.rows_to_add(request, Wilayah).filter(tingkat__in=["rt", "rw"])
        tempat.label_from_instance = lambda w: rt_rw(w.pk)
        if not data and (kode := request.GET.get("kunjungan", "")):
            form.initial["kunjungan"] = rows.filter(kode=kode[:8]).first()
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Testimoni:
        user: Any = request.user
        isi = dict(form.cleaned_data)
        kunjungan, wilayah = isi.pop("kunjungan"), isi.pop("wilayah")
        return add_testimoni(
            KataWarga(**isi), wilayah=wilayah or kunjungan.wilayah, kunjungan=kunjungan, by=user
        )

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        rinci = [
            ("Ditampilkan sebagai", obj.oleh),
            ("Nama sebenarnya", obj.nama or "–"),
            ("Wilayah", rt_rw(kode) or "–"),
            ("Kunjungan", str(obj.kunjungan or "–")),
            ("Keadaan", self.keadaan(obj)),
            ("Versi kalimat", str(obj.versi or "–")),
        ]
        return [
            Bagian("Kata-katanya", [obj.kata]),
            Bagian("", rinci=rinci),
            Bagian(
                "Riwayat",
                kepala=["Pada", "Apa", "Cara", "Oleh"],
                baris=[
                    [tanggal_panjang(r.at, kode), r.apa, r.cara or "–", str(r.by or "–")]
                    for r in obj.riwayat_tampil.select_related("by")
                ],
            ),
        ]


def _visit_label(kunjungan: Kunjungan) -> str:
    kode = str(kunjungan.wilayah_id)
    return f"{tanggal_panjang(kunjungan.mulai_at, kode)}, {kunjungan.jenis}, {rt_rw(kode)}"
