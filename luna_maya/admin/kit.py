"""The replication kit for staff: what is added by hand, the files, publishing it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from luna_maya.models import KitReplikasi
from luna_maya.services.buku import is_lurah_of
from luna_maya.services.kit import publish_kit, start_kit, unpublish_kit, write_kit
from luna_maya.unduh_kit import serve_kit
from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, paragraf, tanggal
from wilayah.bagian_halaman import Bagian
from wilayah.format import rupiah, tanggal_panjang
from wilayah.models import Wilayah


class KitForm(forms.Form):
    """Of which kelurahan."""

    wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Kelurahan", widget=UnfoldAdminSelectWidget
    )


class IsiKitForm(forms.Form):
    """Costs, what was learned, and the day the example of the first month starts."""

    mulai = tanggal("Contoh hari mulai", required=False, help_text="Kosong: hari ini.")
    biaya = paragraf(
        "Biaya", wajib=False,
        help_text="Satu baris satu pos: uraian; jumlah rupiah; per apa. Misalnya: "
        "Konsumsi tuan rumah; 150.000; per malam",
    )  # fmt: skip
    pelajaran = paragraf("Yang berhasil dan yang tidak", wajib=False, baris=6, max_length=4000)


def _write(obj: KitReplikasi, user: Any, form: Any) -> str:
    write_kit(obj, **form.cleaned_data, by=user)
    return "Isi kit disimpan."


def _publish(obj: KitReplikasi, user: Any, _form: Any) -> str:
    publish_kit(obj, by=user)
    return "Kit terbit dan dapat diunduh siapa saja."


def _unpublish(obj: KitReplikasi, _user: Any, _form: Any) -> str:
    unpublish_kit(obj)
    return "Kit ditarik; sekarang hanya untuk petugas."


@admin.register(KitReplikasi)
class KitReplikasiAdmin(LangkahAdmin):
    """One row a kelurahan."""

    list_display = ("wilayah", "terbit", "updated_at")
    list_select_related = ("wilayah",)
    form_tambah = KitForm
    judul_tambah = "Kit replikasi"
    langkah = (
        Langkah("isi", "Isi biaya dan pelajaran", _write, IsiKitForm, utama=True),
        Langkah("terbit", "Terbitkan untuk umum", _publish, YakinForm,
                boleh=lambda o, u: o.terbit_at is None and is_lurah_of(u, str(o.wilayah_id))),
        Langkah("tarik", "Tarik dari umum", _unpublish, YakinForm,
                boleh=lambda o, _u: o.terbit_at is not None),
    )  # fmt: skip

    @display(description="terbit", boolean=True)
    def terbit(self, obj: KitReplikasi) -> bool:
        return obj.terbit_at is not None

    def get_urls(self) -> list[Any]:
        lihat = self.admin_site.admin_view(self.file_view)
        alamat = "<int:pk>/unduh/<str:bentuk>/"
        return [path(alamat, lihat, name="luna_maya_kitreplikasi_unduh"), *super().get_urls()]

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = KitForm(*data)
        tempat: Any = form.fields["wilayah"]
        tempat.queryset = self.rows_to_add(request, Wilayah).in_service().kelurahan()
        tempat.empty_label = None
        return form

    def tambah(self, request: HttpRequest, form: Any) -> KitReplikasi:
        user: Any = request.user
        return start_kit(form.cleaned_data["wilayah"], by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "isi" and not data:
            baris = [f"{b['uraian']}; {b['rupiah']}; {b['per']}" for b in obj.biaya]
            form.initial = {
                "mulai": obj.mulai, "biaya": "\n".join(baris), "pelajaran": obj.pelajaran,
            }  # fmt: skip
        return form

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        nama = "admin:luna_maya_kitreplikasi_unduh"
        return [
            (f"Kit ({label})", reverse(nama, args=[obj.pk, bentuk]))
            for bentuk, label in (("pdf", "PDF"), ("docx", "Word"), ("zip", "ZIP siap muat"))
        ]

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        terbit = (
            f"Sejak {tanggal_panjang(obj.terbit_at, str(obj.wilayah_id))}, oleh {obj.terbit_by}"
            if obj.terbit_at else "Belum, hanya untuk petugas"
        )  # fmt: skip
        return [
            Bagian(
                "",
                ["Selain yang diisi di sini, isi kit dibaca dari data: jenis kunjungan, malam yang "
                 "biasa, bobot giliran, kalimat persetujuan, pesan, dan angka setahun."],
                rinci=[("Kelurahan", obj.wilayah.nama_lengkap), ("Terbit", terbit)],
            ),
            Bagian("Biaya", kepala=["Uraian", "Jumlah", "Per"],
                   baris=[[b["uraian"], rupiah(b["rupiah"]), b["per"]] for b in obj.biaya]),
            Bagian("Yang berhasil dan yang tidak", [obj.pelajaran] if obj.pelajaran else []),
        ]  # fmt: skip

    def file_view(self, request: HttpRequest, pk: int, bentuk: str) -> HttpResponseBase:
        """The kit as it reads now."""
        return serve_kit(self.find(request, pk), bentuk)
