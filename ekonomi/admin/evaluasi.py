"""The independent evaluation team: findings, and households under a code instead of a name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Min, Q
from django.http import HttpRequest
from import_export.fields import Field
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.models import Program, RumahTersamar, TemuanEvaluasi
from ekonomi.services.evaluasi import (
    answer_temuan,
    may_answer_temuan,
    may_write_temuan,
    publish_temuan,
    write_temuan,
)
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, teks
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import rupiah, tanggal_panjang
from wilayah.kripto import keyed_hash

T = TemuanEvaluasi


class TemuanForm(forms.Form):
    """A finding in the team's own words."""

    judul = teks("Temuan", panjang=160)
    bagian = teks("Bagian program", panjang=60, help_text="Misalnya pelatihan, hibah, data.")
    keparahan = pilihan("Keparahan", T.Keparahan.choices)
    bukti = paragraf("Bukti", max_length=3000, help_text="Apa yang dilihat, kapan, data mana.")
    rekomendasi = paragraf("Rekomendasi", max_length=3000)
    ringkasan_publik = paragraf(
        "Ringkasan untuk umum", wajib=False, max_length=1500, help_text="Tanpa nama siapa pun."
    )


class TemuanBaruForm(TemuanForm):
    """As above, of which programme."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label="Program", widget=UnfoldAdminSelectWidget
    )
    field_order = ["program"]


class TanggapanForm(forms.Form):
    """The lurah's answer."""

    status = pilihan("Tindak lanjut", [s for s in T.Status.choices if s[0] != T.Status.TERBUKA])
    tanggapan = paragraf("Tanggapan", max_length=3000)


def _write(obj: TemuanEvaluasi, user: Any, form: Any) -> str:
    write_temuan(program=obj.program, by=user, temuan=obj, **form.cleaned_data)
    return "Temuan disimpan."


def _answer(obj: TemuanEvaluasi, user: Any, form: Any) -> str:
    answer_temuan(obj, by=user, **form.cleaned_data)
    return "Tanggapan dicatat."


def _publish(obj: TemuanEvaluasi, user: Any, _form: Any) -> str:
    publish_temuan(obj, by=user)
    return "Ringkasan tampil di halaman SIAP."


def _unpublish(obj: TemuanEvaluasi, user: Any, _form: Any) -> str:
    publish_temuan(obj, by=user, ya=False)
    return "Ringkasan tidak tampil lagi."


def _own(obj: TemuanEvaluasi, user: Any) -> bool:
    return bool(obj.evaluator_id == user.pk and may_write_temuan(obj.program, user))


@admin.register(TemuanEvaluasi)
class TemuanEvaluasiAdmin(LangkahAdmin):
    """Written by the team, answered by the lurah, history below."""

    list_display = ("judul", "bagian", "tampil_keparahan", "tampil_status", "created_at")
    list_filter = ("status", "keparahan")
    list_select_related = ("program",)
    search_fields = ("judul",)
    form_tambah = TemuanBaruForm
    judul_tambah = "Temuan baru"
    langkah = (
        Langkah("tulis", "Ubah temuan", _write, TemuanForm, _own),
        Langkah("tanggapi", "Tanggapi", _answer, TanggapanForm, utama=True,
                boleh=lambda obj, user: may_answer_temuan(obj.program, user)),
        Langkah("terbitkan", "Terbitkan ringkasannya", _publish,
                boleh=lambda obj, user: _own(obj, user) and obj.terbit_at is None),
        Langkah("tarik", "Tarik ringkasannya", _unpublish,
                boleh=lambda obj, user: _own(obj, user) and obj.terbit_at is not None),
    )  # fmt: skip

    @display(description="keparahan", label={"Berat": "danger", "Sedang": "warning"})
    def tampil_keparahan(self, obj: TemuanEvaluasi) -> str:
        return obj.get_keparahan_display()

    @display(description="tindak lanjut")
    def tampil_status(self, obj: TemuanEvaluasi) -> str:
        return obj.get_status_display()

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = super().build_tambah(request, *data)
        kolom: Any = form.fields["program"]
        kolom.queryset = self.rows_to_add(request, Program)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> TemuanEvaluasi:
        user: Any = request.user
        return write_temuan(by=user, **form.cleaned_data)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "tulis" and not data:
            form.initial = {nama: getattr(obj, nama) for nama in form.fields}
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        tanggapan = [obj.tanggapan] if obj.tanggapan else ["Lurah belum menanggapi."]
        return [
            Bagian(
                "",
                rinci=[
                    ("Bagian program", obj.bagian),
                    ("Keparahan", obj.get_keparahan_display()),
                    ("Tindak lanjut", obj.get_status_display()),
                    ("Ditulis", tanggal_panjang(obj.created_at)),
                ],
            ),
            Bagian("Bukti", [obj.bukti]),
            Bagian("Rekomendasi", [obj.rekomendasi]),
            Bagian("Tanggapan lurah", tanggapan),
            Bagian("Ringkasan untuk umum", [obj.ringkasan_publik] if obj.ringkasan_publik else []),
            Bagian(
                "Riwayat",
                kepala=["Waktu", "Peristiwa", "Catatan"],
                baris=[[tanggal_panjang(r.at), r.peristiwa, r.catatan] for r in obj.riwayat.all()],
            ),
        ]


def kode_samar(rumah_id: int) -> str:
    """What stands for a household: the same code each time, nothing to find it by."""
    return keyed_hash("evaluasi", str(rumah_id))[:10].upper()


class TersamarResource(AmanResource):
    """The same columns as the list: no name, number, address or place below the RW."""

    kode = Field(column_name="kode")
    rw = Field(column_name="rw")
    ikut_sejak = Field(column_name="ikut_sejak")
    pelatihan = Field(column_name="pelatihan_lulus")

    class Meta:
        model = RumahTersamar
        fields = ("kode", "rw", "dtks", "omzet", "modal", "onboarded", "ikut_sejak", "pelatihan")
        export_order = fields

    def get_queryset(self) -> Any:
        return samarkan(super().get_queryset())

    def dehydrate_kode(self, row: RumahTersamar) -> str:
        return kode_samar(row.pk)

    def dehydrate_rw(self, row: RumahTersamar) -> str:
        return rw_of(row)

    def dehydrate_ikut_sejak(self, row: Any) -> str:
        return f"{row.ikut_sejak:%Y-%m}" if row.ikut_sejak else ""

    def dehydrate_pelatihan(self, row: Any) -> int:
        return int(row.lulus)


def samarkan(rows: Any) -> Any:
    """Only what the team works with is read at all."""
    return (
        rows.filter(status="aktif")
        .only("id", "wilayah_id", "dtks", "omzet", "modal", "onboarded")
        .annotate(
            ikut_sejak=Min("keikutsertaan__masuk"),
            lulus=Count("peserta", filter=Q(peserta__status="lulus"), distinct=True),
        )
        .order_by("wilayah_id", "id")
    )


def rw_of(row: Any) -> str:
    bagian = str(row.wilayah_id).split(".")
    return bagian[4] if len(bagian) > 4 else "–"


@admin.register(RumahTersamar)
class RumahTersamarAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """For reading and export; a row has no page of its own, and nothing can be searched."""

    resource_classes = [TersamarResource]
    list_display = ("kode", "rw", "dtks", "tampil_omzet", "modal", "onboarded", "lulus_kali")
    list_display_links = None
    list_filter = ("dtks", "onboarded")

    def get_queryset(self, request: HttpRequest) -> Any:
        return samarkan(super().get_queryset(request))

    def get_export_queryset(self, request: HttpRequest) -> Any:
        return samarkan(super().get_export_queryset(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_view_permission(request)

    @display(description="kode")
    def kode(self, obj: Any) -> str:
        return kode_samar(obj.pk)

    @display(description="RW")
    def rw(self, obj: Any) -> str:
        return rw_of(obj)

    @display(description="omzet sebulan")
    def tampil_omzet(self, obj: Any) -> str:
        return "belum diukur" if obj.omzet is None else rupiah(obj.omzet)

    @display(description="pelatihan lulus")
    def lulus_kali(self, obj: Any) -> int:
        return int(obj.lulus)
