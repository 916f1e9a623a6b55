"""Staff pages of surveys: making and opening one, its result, paper forms and typing them in."""

import csv
import io
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from ekonomi.grafik import bars
from ekonomi.hasil_survei import hide_few, rw_of, survey_result
from ekonomi.models import JawabanSurvei, Program, Survei
from ekonomi.services.survei import (
    BelumLengkap,
    SurveiTertutup,
    close_survei,
    draft_survei,
    enter_kertas,
    is_open,
    open_survei,
    questions_of,
    send_undangan,
    settle_kertas,
)
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula
from wilayah.formulir_pertanyaan import PertanyaanForm
from wilayah.models import CatatanEkspor
from wilayah.peran import peran_with
from wilayah.pertanyaan import Sebaran, kumpulan_tersedia, load_kumpulan, tell_apart

_HARI = {"type": "date"}


class SurveiBaruForm(forms.Form):
    """Which questions, for which programme, from when until when."""

    program = forms.ModelChoiceField(Program.objects.none(), label="Program")
    kode = forms.ChoiceField(label="Kumpulan pertanyaan")
    judul = forms.CharField(label="Judul", max_length=120)
    bulan_ke = forms.IntegerField(label="Bulan ke", min_value=0, max_value=60, initial=11)
    buka = forms.DateField(label="Dibuka", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d"))
    tutup = forms.DateField(label="Ditutup", widget=forms.DateInput(attrs=_HARI, format="%Y-%m-%d"))

    def __init__(self, *args: Any, program: QuerySet[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilih: Any = self.fields["program"]
        pilih.queryset = program
        kode: Any = self.fields["kode"]
        kode.choices = kumpulan_tersedia()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("buka") and data.get("tutup") and data["tutup"] < data["buka"]:
            self.add_error("tutup", "Tanggal tutup harus sesudah tanggal buka.")
        return data


@admin.register(Survei)
class SurveiAdmin(ReadOnlyScopedAdmin):
    """A survey's page is its result; what may be done to it stands beside it."""

    change_form_template = "admin/ekonomi/survei.html"
    list_display = ("judul", "program", "buka", "tutup", "tampil_status")
    list_filter = (("status", ChoicesDropdownFilter),)
    list_select_related = ("program__wilayah",)
    search_fields = ("judul",)

    @display(
        description="status", ordering="status",
        label={"draf": "info", "buka": "success", "tutup": "warning"},
    )  # fmt: skip
    def tampil_status(self, survei: Survei) -> tuple[str, str]:
        return survei.status, survei.get_status_display()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ekonomi_survei"
        return [
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/kertas/", view(self.paper_view), name=f"{nama}_kertas"),
            path("<int:pk>/masukan/", view(self.entry_view), name=f"{nama}_masukan"),
            path("<int:pk>/unduh/", view(self.file_view), name=f"{nama}_unduh"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any) -> Survei:
        rows = self.get_queryset(request).select_related("program__wilayah")
        survei: Survei | None = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
        if survei is None or not self.has_view_permission(request, survei):
            raise Http404
        return survei

    def _find_to_enter(self, request: HttpRequest, pk: int) -> Survei:
        """A survey of which this person may type papers in: a facilitator of one RT sees no more
        of it than their own households' forms.
        """
        survei = Survei.objects.filter(pk=pk).select_related("program__wilayah").first()
        if survei is None or not self._may_enter(request, survei):
            raise Http404
        return survei

    def may_act(self, request: HttpRequest, survei: Survei) -> bool:
        """Whether this person may open and close it."""
        boleh = request.user.has_perm("ekonomi.change_survei")
        return boleh and self.rows_for(request, "change").filter(pk=survei.pk).exists()

    def _sees_forms(self, request: HttpRequest, survei: Survei) -> bool:
        """Who works with the households themselves; everybody above gets sums of five or more."""
        if not request.user.has_perm("ekonomi.view_jawabansurvei"):
            return False
        peran = peran_with("ekonomi.jawabansurvei", "view")
        di_sini = Survei.objects.visible_to(request.user, peran=peran).filter(pk=survei.pk)
        return di_sini.exists() or self._answers(request, survei).exists()

    def _may_enter(self, request: HttpRequest, survei: Survei) -> bool:
        if not request.user.has_perm("ekonomi.add_jawabansurvei"):
            return False
        return self._answers(request, survei).exists() or (
            Survei.objects.visible_to(
                request.user, peran=peran_with("ekonomi.jawabansurvei", "add")
            )
            .filter(pk=survei.pk)
            .exists()
        )

    def _answers(self, request: HttpRequest, survei: Survei) -> QuerySet[Any]:
        """Forms of the households this person may type in: a facilitator's own RT."""
        rows = JawabanSurvei.objects.visible_to(
            request.user, peran=peran_with("ekonomi.jawabansurvei", "change")
        )
        return rows.filter(survei=survei).select_related("rumah__wilayah", "oleh", "oleh_kedua")

    def _render(self, request: HttpRequest, templat: str, status: int = 200, **isi: Any) -> Any:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **isi}
        return TemplateResponse(request, templat, context, status=status)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        program = Program.objects.visible_to(
            request.user, peran=peran_with("ekonomi.survei", "add")
        )
        form = SurveiBaruForm(request.POST or None, program=program)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            user: Any = request.user
            try:
                survei = draft_survei(**data, by=user)
            except IntegrityError:
                form.add_error("judul", "Program ini sudah punya survei dengan judul itu.")
            else:
                messages.success(request, "Survei dibuat sebagai draf. Periksa, lalu buka.")
                return redirect("admin:ekonomi_survei_change", survei.pk)
        return self._render(request, "admin/ekonomi/survei_baru.html", 422 if form.is_bound else
                            200, title="Survei baru", form=form)  # fmt: skip

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        survei = self._find(request, object_id)
        rinci = self._sees_forms(request, survei)
        hasil = survey_result(survei)
        if not rinci:
            hasil = hide_few(hasil)
        return self._render(
            request, self.change_form_template, title=survei.judul, survei=survei, hasil=hasil,
            rinci=rinci,
            sebaran=[(s, _chart(s)) for s in hasil.sebaran],
            cara=bars([(nama, float(n), str(n)) for nama, n in hasil.cara]),
            pengantar=load_kumpulan(survei.kode).get("pengantar", ""),
            boleh=self.may_act(request, survei), boleh_isi=self._may_enter(request, survei),
            terbuka=is_open(survei, timezone.localdate()),
            unduh=request.user.has_perm("ekonomi.view_jawabansurvei"),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: buka, tutup, undang."""
        survei = self._find(request, pk)
        if kunci not in {"buka", "tutup", "undang"} or not self.may_act(request, survei):
            raise Http404
        if request.method == "POST":
            self._step(request, survei, kunci)
            wake(KELUAR)
        return redirect("admin:ekonomi_survei_change", pk)

    def _step(self, request: HttpRequest, survei: Survei, kunci: str) -> None:
        user: Any = request.user
        try:
            if kunci == "buka":
                n = open_survei(survei, by=user)
                messages.success(request, f"Survei dibuka; {n} rumah tangga ditambahkan.")
            elif kunci == "tutup":
                close_survei(survei, by=user)
                messages.success(request, "Survei ditutup.")
            elif is_open(survei, timezone.localdate()):
                n = send_undangan(survei, timezone.now())
                messages.success(request, f"{n} undangan atau pengingat dikirim.")
            else:
                messages.error(request, "Survei ini sedang tidak dibuka.")
        except SurveiTertutup as galat:
            messages.error(request, str(galat))

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form to print: one for each household that has not answered, with its number."""
        survei = self._find_to_enter(request, pk)
        rows = self._answers(request, survei).filter(status__in=["diundang", "berjalan"])
        satu = request.GET.get("nomor", "")
        if satu.isdecimal():
            rows = rows.filter(nomor=int(satu))
        return self._render(
            request, "admin/ekonomi/survei_kertas.html", title=f"{survei.judul}: formulir kertas",
            survei=survei, tanya=questions_of(survei), baris=list(rows.order_by("nomor")[:60]),
            pengantar=load_kumpulan(survei.kode).get("pengantar", ""),
        )  # fmt: skip

    def entry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Type a paper in by its number; a second person's entry is compared with the first."""
        survei = self._find_to_enter(request, pk)
        nomor = request.POST.get("nomor") or request.GET.get("nomor", "")
        rows = self._answers(request, survei)
        baris = rows.filter(nomor=int(nomor)).first() if nomor.isdecimal() else None
        form = None
        if baris is not None:
            form = PertanyaanForm(
                request.POST if "simpan" in request.POST else None,
                tanya=questions_of(survei), jawaban={}, lengkap=True,
            )  # fmt: skip
        if baris is not None and request.method == "POST":
            if "pakai" in request.POST:
                user: Any = request.user
                settle_kertas(baris, pakai_kedua=request.POST["pakai"] == "kedua", by=user)
                return self._next(request, survei, f"Formulir {nomor}: selisih sudah diputuskan.")
            if form is not None and form.is_valid() and self._type_in(request, baris, form):
                return self._next(request, survei, f"Formulir {nomor} tersimpan.")
            baris.refresh_from_db()
        return self._render(
            request, "admin/ekonomi/survei_masukan.html",
            422 if form is not None and form.is_bound and form.errors else 200,
            title=f"{survei.judul}: masukan kertas", survei=survei, baris=baris, nomor=nomor,
            form=form, terbuka=is_open(survei, timezone.localdate()), beda=_difference(baris),
            belum=rows.exclude(status__in=["selesai", "menolak"]).order_by("nomor")[:40],
            periksa=rows.filter(cara="kertas", status="selesai", dicocokkan__isnull=True).exclude(
                oleh=request.user.pk)[:40],
            berbeda=rows.filter(dicocokkan=False)[:20],
        )  # fmt: skip

    def _type_in(self, request: HttpRequest, baris: JawabanSurvei, form: PertanyaanForm) -> bool:
        user: Any = request.user
        try:
            beda = enter_kertas(baris, form.answers(), by=user)
        except BelumLengkap as galat:
            for satu in galat.kurang:
                form.add_error(satu.kunci, "Belum dijawab.")
            return False
        except (SurveiTertutup, PermissionError, ValidationError) as galat:
            form.add_error(None, str(galat))
            return False
        if beda:
            messages.warning(request, f"{len(beda)} jawaban berbeda dari masukan pertama.")
        return not beda

    def _next(self, request: HttpRequest, survei: Survei, kabar: str) -> HttpResponse:
        messages.success(request, kabar)
        return redirect(reverse("admin:ekonomi_survei_masukan", args=[survei.pk]))

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Handed-in answers as CSV: RW and answers, no household, no words written freely."""
        survei = self._find(request, pk)
        if not request.user.has_perm("ekonomi.view_jawabansurvei"):
            raise Http404
        rows = JawabanSurvei.objects.visible_to(
            request.user, peran=peran_with("ekonomi.jawabansurvei", "view")
        ).filter(survei=survei, status="selesai")
        baris = list(rows.select_related("rumah__wilayah").order_by("nomor"))
        user: Any = request.user
        with transaction.atomic():
            CatatanEkspor.objects.create(
                by=user, apa="jawaban survei", bentuk="csv", jumlah=len(baris),
                saringan=f"survei={pk}", asal_hash=origin_hash(request),
            )  # fmt: skip
        response = HttpResponse(_as_csv(survei, baris), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="survei-{survei.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


def _chart(sebaran: Sebaran) -> Any:
    return bars(
        [
            (b.label, None if b.n is None else float(b.n),
             "<5" if b.n is None or b.persen is None else f"{b.n} ({b.persen:.0%})")
            for b in sebaran.baris
        ]
    )  # fmt: skip


def _difference(baris: JawabanSurvei | None) -> Any:
    if baris is None or baris.masukan_kedua is None or baris.dicocokkan is not False:
        return []
    return tell_apart(questions_of(baris.survei), baris.jawaban, baris.masukan_kedua)


def _as_csv(survei: Survei, baris: list[JawabanSurvei]) -> str:
    tanya = [p for p in questions_of(survei) if p.jenis != "teks"]
    berkas = io.StringIO()
    tulis = csv.writer(berkas, lineterminator="\n")
    tulis.writerow(["rw", "cara", *(p.kunci for p in tanya)])
    for satu in sorted(baris, key=lambda b: (rw_of(b), str(b.jawaban))):  # not in form order
        isi = [rw_of(satu), satu.cara, *(satu.jawaban.get(p.kunci, "") for p in tanya)]
        tulis.writerow([escape_formula("" if n is None else str(n)) for n in isi])
    return berkas.getvalue()


@admin.register(JawabanSurvei)
class JawabanSurveiAdmin(ReadOnlyScopedAdmin):
    """Who has answered and how; what they answered only in sums, or when typing a paper in."""

    list_display = ("nomor", "rumah", "survei", "tampil_status", "cara", "selesai_at", "kertas")
    list_display_links = None
    list_filter = (
        ("status", ChoicesDropdownFilter), ("cara", ChoicesDropdownFilter), WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("rumah", "survei")
    search_fields = ("rumah__nama_kepala", "rumah__nomor")
    fields = readonly_fields = ("nomor", "survei", "rumah", "status", "cara", "diundang_at",
                                "diingatkan_at", "selesai_at")  # fmt: skip

    @display(
        description="status", ordering="status",
        label={"selesai": "success", "berjalan": "warning", "menolak": "danger"},
    )  # fmt: skip
    def tampil_status(self, baris: JawabanSurvei) -> tuple[str, str]:
        return baris.status, baris.get_status_display()

    @display(description="kertas")
    def kertas(self, baris: JawabanSurvei) -> str:
        if baris.survei.status != Survei.Status.BUKA:
            return ""
        alamat = reverse("admin:ekonomi_survei_masukan", args=[baris.survei_id])
        return format_html('<a href="{}?nomor={}">Masukkan</a>', alamat, baris.nomor)
