"""A batch at the desk: its figures, sessions, people, scores, and the steps to take."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.fields import Field
from unfold.decorators import display

from ekonomi.admin.impor_peserta import cards_page, import_page
from ekonomi.admin.langkah_angkatan import BY_KUNCI, Langkah, steps_of
from ekonomi.angka_pelatihan import figures_of, with_counts
from ekonomi.forms.latih_petugas import AngkatanForm
from ekonomi.models import Angkatan, Peserta
from ekonomi.services.pelatihan import change_angkatan, create_angkatan
from ekonomi.services.peserta import set_nilai
from ekonomi.services.sertifikat import BukanPenandaTangan
from hadir.models import SesiHadir
from hadir.services import count_hadir
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ScopedAdmin, WilayahFilter
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.models import Pengguna

WARNA = {
    "draf": "info", "dibuka": "success", "berjalan": "success", "selesai": "", "batal": "danger",
}  # fmt: skip


def staff_of(request: HttpRequest) -> Pengguna:
    """Who is signed in; `admin_view` lets nobody else in."""
    return request.user  # type: ignore[return-value]


class AngkatanResource(AmanResource):
    """One line a batch with its figures."""

    kursus = Field(attribute="kursus__nama", column_name="kursus")
    peserta = Field(column_name="peserta")
    perempuan = Field(column_name="perempuan")
    persen_perempuan = Field(column_name="persen_perempuan")
    persen_hadir = Field(column_name="persen_hadir")
    lulus = Field(column_name="lulus")
    biaya_per_peserta = Field(column_name="biaya_per_peserta")

    class Meta:
        model = Angkatan
        fields = (
            "nomor", "kursus", "tempat", "mulai", "selesai", "kuota", "status", "peserta",
            "perempuan", "persen_perempuan", "persen_hadir", "lulus", "biaya",
            "biaya_per_peserta",
        )  # fmt: skip
        export_order = fields

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("kursus")

    def _of(self, row: Angkatan) -> Any:
        if getattr(row, "angka", None) is None:
            row.angka = figures_of(row)  # type: ignore[attr-defined]
        return row.angka  # type: ignore[attr-defined]

    def dehydrate_peserta(self, row: Angkatan) -> Any:
        return self._of(row).diterima

    def dehydrate_perempuan(self, row: Angkatan) -> Any:
        return self._of(row).perempuan

    def dehydrate_persen_perempuan(self, row: Angkatan) -> Any:
        return self._of(row).persen_perempuan

    def dehydrate_persen_hadir(self, row: Angkatan) -> Any:
        return self._of(row).persen_hadir

    def dehydrate_lulus(self, row: Angkatan) -> Any:
        return self._of(row).lulus

    def dehydrate_biaya_per_peserta(self, row: Angkatan) -> Any:
        return self._of(row).biaya_per_peserta


@admin.register(Angkatan)
class AngkatanAdmin(EksporAdmin, ScopedAdmin):
    """The list of batches, and each one's own page."""

    resource_classes = [AngkatanResource]
    form = AngkatanForm
    page_template = "admin/ekonomi/angkatan.html"
    list_display = (
        "judul", "tampil_status", "mulai", "terisi", "perempuan", "tunggu", "lulus",
    )  # fmt: skip
    list_display_links = ("judul",)
    list_filter = ("status", "kursus__jenis", WilayahFilter, "mulai")
    list_filter_submit = True
    search_fields = ("kursus__nama", "nomor", "tempat", "pelatih")
    search_help_text = "Nama kursus, nomor angkatan, tempat, atau pelatih"
    list_select_related = ("kursus",)

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/latih_meja.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_counts(super().get_queryset(request))

    @display(description="angkatan", ordering="nomor")
    def judul(self, row: Angkatan) -> str:
        return str(row)

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, row: Angkatan) -> tuple[str, str]:
        return row.status, row.get_status_display()

    @display(description="kursi terisi")
    def terisi(self, row: Any) -> str:
        return f"{row.n_kursi} dari {row.kuota}"

    @display(description="perempuan")
    def perempuan(self, row: Any) -> str:
        return f"{row.n_perempuan * 100 // row.n_kursi}%" if row.n_kursi else "–"

    @display(description="menunggu")
    def tunggu(self, row: Any) -> int:
        return int(row.n_cadangan)

    @display(description="lulus")
    def lulus(self, row: Any) -> int:
        return int(row.n_lulus)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        by = staff_of(request)
        if change:
            change_angkatan(obj, by=by)
            wake(KELUAR)
            return
        isi = {nama: nilai for nama, nilai in form.cleaned_data.items() if nama != "kursus"}
        baru = create_angkatan(kursus=form.cleaned_data["kursus"], by=by, **isi)
        obj.__dict__.update(baru.__dict__)

    def get_urls(self) -> list[Any]:
        def view(fungsi: Any) -> Any:
            return self.admin_site.admin_view(fungsi)

        nama = "ekonomi_angkatan"
        return [
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/nilai/", view(self.score_view), name=f"{nama}_nilai"),
            path("<int:pk>/ubah/", view(self.edit_view), name=f"{nama}_ubah"),
            path("<int:pk>/impor/", view(self.import_view), name=f"{nama}_impor"),
            path("<int:pk>/kartu/", view(self.cards_view), name=f"{nama}_kartu"),
            *super().get_urls(),
        ]

    def find(self, request: HttpRequest, pk: Any, *, act: bool = False) -> Angkatan:
        """The batch, if this person may see it (with `act`, work on it). Raises Http404."""
        rows = self.get_queryset(request).select_related("kursus", "wilayah", "program")
        row: Angkatan | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if row is None or not self.has_view_permission(request, row):
            raise Http404("angkatan tidak ditemukan")
        if act and not self.may_act(request, row):
            raise Http404("angkatan tidak ditemukan")
        return row

    def may_act(self, request: HttpRequest, row: Angkatan) -> bool:
        """Whether this person's roles let them take steps on this batch."""
        if not request.user.has_perm("ekonomi.change_angkatan"):
            return False
        return self.rows_for(request, "change").filter(pk=row.pk).exists()

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The plain form of the batch's fields."""
        self.find(request, pk, act=True)
        return super().changeform_view(request, str(pk), extra_context={"title": "Ubah angkatan"})

    def import_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Participants from a file."""
        row = self.find(request, pk, act=True)
        konteks = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Impor"}
        return import_page(request, row, konteks)

    def cards_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cards to print."""
        return cards_page(request, self.find(request, pk))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, f"{obj} disimpan.")
        return redirect(obj)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, f"{obj} dibuat sebagai draf. Jadwalkan sesi, lalu buka.")
        return redirect(obj)

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the page, words kept."""
        row = self.find(request, pk, act=True)
        if kunci not in BY_KUNCI:
            raise Http404
        if request.method != "POST":
            return redirect(row)
        langkah, by = BY_KUNCI[kunci], staff_of(request)
        if langkah not in steps_of(row, by):
            messages.error(request, "Langkah ini tidak tersedia; angkatannya baru saja berubah.")
            return redirect(row)
        form = langkah.form(request.POST, auto_id=f"{kunci}_%s")
        if not form.is_valid():
            return self._page(request, row, keliru=(langkah, form), status=422)
        try:
            kabar = langkah.run(row, by, form.cleaned_data)
        except (ValueError, BukanPenandaTangan) as error:
            form.add_error(None, str(error))
            return self._page(request, row, keliru=(langkah, form), status=422)
        wake(KELUAR)
        messages.success(request, kabar)
        return redirect(row)

    def score_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST of all scores of the batch; one that cannot be read saves none and says whose."""
        row = self.find(request, pk, act=True)
        if request.method != "POST":
            return redirect(row)
        galat: list[str] = []
        with transaction.atomic():
            for peserta in row.peserta.seated():
                _score(request, peserta, galat)
            if galat:
                transaction.set_rollback(True)
        for satu in galat:
            messages.error(request, satu)
        if not galat:
            messages.success(request, "Nilai disimpan.")
        return redirect(row)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        return self._page(request, self.find(request, object_id))

    def _page(
        self,
        request: HttpRequest,
        row: Angkatan,
        *,
        keliru: tuple[Langkah, forms.Form] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        boleh = self.may_act(request, row)
        steps = steps_of(row, staff_of(request)) if boleh else []
        salah, form_salah = keliru or (None, None)
        context = {
            **self.page_context(request, str(row)),
            "angkatan": row,
            "angka": figures_of(row),
            "boleh": boleh,
            "bernilai": row.kursus.syarat_nilai is not None,
            "sesi": _sessions(row),
            "peserta": _people(row),
            "riwayat": row.riwayat.select_related("by"),
            "langkah": [
                (s, form_salah if s is salah else s.form(auto_id=f"{s.kunci}_%s")) for s in steps
            ],
            "terbuka": salah,
            "kembali": reverse("admin:ekonomi_angkatan_changelist"),
        }
        return TemplateResponse(request, self.page_template, context, status=status)


def _sessions(row: Angkatan) -> QuerySet[SesiHadir]:
    hadir = Count("kehadiran", filter=Q(kehadiran__dibatalkan_at__isnull=True))
    return SesiHadir.objects.about(row.rujukan).annotate(n=hadir).order_by("mulai_at")


_URUT = {"cadangan": 1, "daftar": 2, "mundur": 8, "batal": 9}


def _people(row: Angkatan) -> list[Any]:
    """Everybody of the batch with how often they were there: seats, queue, who left."""
    hadir = count_hadir(row.rujukan)
    rows = row.peserta.select_related("asal_wilayah", "rumah").prefetch_related("sertifikat")
    hasil: list[Any] = []
    for p in rows:
        p.n_hadir = hadir.get(p.kunci_orang, 0)
        p.punya = next((s for s in p.sertifikat.all() if s.dicabut_at is None), None)
        hasil.append(p)
    return sorted(hasil, key=lambda p: (_URUT.get(p.status, 0), p.nama.lower(), p.pk))


def _score(request: HttpRequest, peserta: Peserta, galat: list[str]) -> None:
    teks = request.POST.get(f"nilai_{peserta.pk}")
    if teks is None:
        return
    try:
        nilai = Decimal(teks.strip().replace(",", ".")) if teks.strip() else None
        set_nilai(peserta, nilai, by=staff_of(request))
    except InvalidOperation:
        galat.append(f"Nilai {peserta.nama}: “{teks[:12]}” bukan angka.")
    except ValueError as error:
        galat.append(f"Nilai {peserta.nama}: {error}")
