"""Staff pages of the survey of trust: a round, its result, poster, papers. Nobody's own answers."""

import csv
import io
import uuid
from typing import Any

import segno
from django.contrib import admin, messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.safestring import mark_safe
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from luna_maya.forms.survei import KertasForm, SurveiBaruForm
from luna_maya.hasil_percaya import HasilPercaya, trust_result
from luna_maya.models import JawabanPercaya, Kunjungan, SurveiPercaya
from luna_maya.percaya_angka import Nilai, Sel
from luna_maya.services.survei import (
    FOLDER,
    BelumLengkap,
    Masukan,
    SudahMenjawab,
    SurveiTertutup,
    Tercatat,
    areas_of,
    close_survei,
    draft_survei,
    enter_kertas,
    is_open,
    labels_of,
    open_survei,
    questions_for,
    undo_kertas,
)
from luna_maya.services.survei_undang import send_undangan, survei_url
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula
from wilayah.models import CatatanEkspor, Wilayah
from wilayah.peran import peran_with
from wilayah.pertanyaan import load_kumpulan

K, C = JawabanPercaya.Kelompok, JawabanPercaya.Cara
GARAM_URUNG = "luna_maya.survei.urung"
UMUR_URUNG = 20 * 60
_LEMBAR_MAKS = 100


@admin.register(SurveiPercaya)
class SurveiPercayaAdmin(ReadOnlyScopedAdmin):
    """A round's page is its result once it is closed, and how many answered until then."""

    list_display = ("nama", "wilayah", "buka", "tutup", "tampil_status", "banyak")
    list_filter = (("status", ChoicesDropdownFilter), WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("putaran",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(n_jawaban=Count("jawaban"))

    @display(description="survei", ordering="putaran")
    def nama(self, survei: SurveiPercaya) -> str:
        return f"{survei.putaran}, {survei.get_gelombang_display().lower()}"

    @display(description="jawaban", ordering="n_jawaban")
    def banyak(self, survei: Any) -> int:
        return int(survei.n_jawaban)

    @display(
        description="keadaan", ordering="status",
        label={"draf": "info", "buka": "success", "tutup": "warning"},
    )  # fmt: skip
    def tampil_status(self, survei: SurveiPercaya) -> tuple[str, str]:
        return survei.status, survei.get_status_display()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnlyScopedAdmin, self).has_add_permission(request)

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "luna_maya_surveipercaya"
        return [
            path("<int:pk>/langkah/<str:kunci>/", view(self.step_view), name=f"{nama}_langkah"),
            path("<int:pk>/poster/", view(self.poster_view), name=f"{nama}_poster"),
            path("<int:pk>/kertas/", view(self.paper_view), name=f"{nama}_kertas"),
            path("<int:pk>/masukan/", view(self.entry_view), name=f"{nama}_masukan"),
            path("<int:pk>/unduh/", view(self.file_view), name=f"{nama}_unduh"),
            *super().get_urls(),
        ]

    def _find(self, request: HttpRequest, pk: Any, *, aksi: str = "view") -> SurveiPercaya:
        rows = self.get_queryset(request)
        survei: SurveiPercaya | None = (
            rows.select_related("wilayah").filter(pk=pk).first() if str(pk).isdecimal() else None
        )
        if survei is None or not self.has_view_permission(request, survei):
            raise Http404
        if aksi == "change" and not self.may_act(request, survei):
            raise Http404
        if aksi == "enter" and not self._may_enter(request, survei):
            raise Http404
        return survei

    def may_act(self, request: HttpRequest, survei: SurveiPercaya) -> bool:
        """Whether this person may open and close it."""
        boleh = request.user.has_perm("luna_maya.change_surveipercaya")
        return boleh and self.rows_for(request, "change").filter(pk=survei.pk).exists()

    def _may_enter(self, request: HttpRequest, survei: SurveiPercaya) -> bool:
        boleh = request.user.has_perm("luna_maya.add_jawabanpercaya")
        peran = peran_with("luna_maya.jawabanpercaya", "add")
        rows = SurveiPercaya.objects.visible_to(request.user, peran=peran)
        return boleh and rows.filter(pk=survei.pk).exists()

    def _render(self, request: HttpRequest, templat: str, status: int = 200, **isi: Any) -> Any:
        context = {**self.page_context(request, isi.pop("title", "")), **isi}
        return TemplateResponse(request, f"admin/luna_maya/{templat}", context, status=status)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        peran = peran_with("luna_maya.surveipercaya", "add")
        form = SurveiBaruForm(
            request.POST or None,
            wilayah=Wilayah.objects.visible_to(request.user, peran=peran).in_service().kelurahan(),
            kunjungan=Kunjungan.objects.visible_to(request.user, peran=peran)
            .standing().select_related("jenis"),
        )  # fmt: skip
        if request.method == "POST" and form.is_valid():
            data, user = dict(form.cleaned_data), request.user
            try:
                survei = draft_survei(data.pop("wilayah"), **data, by=user)  # type: ignore[arg-type]
            except IntegrityError:
                form.add_error("putaran", "Putaran ini sudah punya survei untuk gelombang itu.")
            else:
                messages.success(request, "Survei dibuat sebagai draf. Periksa, lalu buka.")
                return redirect("admin:luna_maya_surveipercaya_change", survei.pk)
        return self._render(
            request, "survei_baru.html", 422 if form.is_bound else 200, title="Survei baru",
            form=form,
        )  # fmt: skip

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        survei = self._find(request, object_id)
        selesai = survei.status == SurveiPercaya.Status.TUTUP
        hasil = trust_result(survei.wilayah, survei.putaran) if selesai else None
        boleh_isi = self._may_enter(request, survei)
        return self._render(
            request, "survei.html", title=str(survei), survei=survei, hasil=hasil,
            banyak=survei.jawaban.count(), terbuka=is_open(survei),
            cara=[(C(satu).label, n) for satu, n in survei.rekap.items()],
            warga=questions_for(survei, K.WARGA), ketua=questions_for(survei, K.KETUA),
            boleh=self.may_act(request, survei), boleh_isi=boleh_isi,
            tautan=survei_url(survei), tautan_ketua=survei_url(survei, kelompok=K.KETUA),
        )  # fmt: skip

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: buka, tutup, undang."""
        survei = self._find(request, pk, aksi="change")
        if kunci not in {"buka", "tutup", "undang"}:
            raise Http404
        if request.method == "POST":
            self._step(request, survei, kunci)
        return redirect("admin:luna_maya_surveipercaya_change", pk)

    def _step(self, request: HttpRequest, survei: SurveiPercaya, kunci: str) -> None:
        user: Any = request.user
        try:
            if kunci == "buka":
                open_survei(survei, by=user)
                messages.success(request, "Survei dibuka.")
            elif kunci == "tutup":
                close_survei(survei, by=user)
                messages.success(request, "Survei ditutup. Hasilnya sudah dapat dilihat.")
            elif is_open(survei):
                n = send_undangan(survei, timezone.now())
                wake(KELUAR)
                messages.success(request, f"{n} undangan dikirim.")
            else:
                messages.error(request, "Survei ini sedang tidak dibuka.")
        except SurveiTertutup as galat:
            messages.error(request, str(galat))

    def poster_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A poster with the QR of the link; `?rt=semua` one for each RT, `?rt=<kode>` for one."""
        survei = self._find(request, pk, aksi="enter")
        diminta, semua = request.GET.get("rt", ""), areas_of(survei)
        pilih = [satu for satu in semua if diminta in ("semua", satu.kode)]
        lembar = [_poster(survei, satu) for satu in pilih] or [_poster(survei, None)]
        return self._render(request, "survei_poster.html", survei=survei, lembar=lembar, rt=semua)

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Numbered papers to print: `?dari=1&banyak=20`, for residents or heads."""
        survei = self._find(request, pk, aksi="enter")
        kelompok = K.KETUA if request.GET.get("untuk") == "ketua" else K.WARGA
        dari = _number(request.GET.get("dari"), 1, 99_000)
        banyak = _number(request.GET.get("banyak"), 10, _LEMBAR_MAKS)
        return self._render(
            request, "survei_kertas.html", survei=survei, nomor=range(dari, dari + banyak),
            dari=dari, banyak=banyak, kelompok=kelompok, tanya=questions_for(survei, kelompok),
            pengantar=load_kumpulan(survei.kode, FOLDER)["pengantar"],
        )  # fmt: skip

    def entry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Type papers in, one after the other; the last one may be taken back for a while."""
        survei = self._find(request, pk, aksi="enter")
        kelompok = K.KETUA if request.GET.get("untuk") == "ketua" else K.WARGA
        if "urung" in request.POST:
            self._undo(request, survei)
            return redirect(request.get_full_path())
        form = self._paper_form(request.POST or None, survei, kelompok)
        urung, nomor = "", None
        if form.is_bound and form.is_valid():
            urung = self._type_in(survei, kelompok, form)
            if urung:
                nomor, rt = form.cleaned_data["nomor"], form.cleaned_data.get("rt", "")
                form = self._paper_form(None, survei, kelompok)
                form.initial = {"nomor": nomor + 1, "rt": rt}
        return self._render(
            request, "survei_masukan.html", 422 if form.errors else 200,
            title="Masukkan kertas survei", survei=survei, form=form, kelompok=kelompok,
            terbuka=is_open(survei), urung=urung, nomor=nomor, masuk=survei.kertas.count(),
        )  # fmt: skip

    def _paper_form(self, data: Any, survei: SurveiPercaya, kelompok: str) -> KertasForm:
        return KertasForm(
            data, tanya=questions_for(survei, kelompok), rt=areas_of(survei),
            kelurahan=survei.wilayah_id, ringkas=labels_of(survei), ketua=kelompok == K.KETUA,
        )  # fmt: skip

    def _type_in(self, survei: SurveiPercaya, kelompok: str, form: KertasForm) -> str:
        """What the paper can be taken back by; empty where it was refused."""
        data = form.cleaned_data
        masukan = Masukan(
            wilayah=data.get("rt") or survei.wilayah_id, kelompok=kelompok,
            isian=form.answers(), cara=C.KERTAS,
        )  # fmt: skip
        try:
            tercatat = enter_kertas(survei, masukan, nomor=data["nomor"])
        except SudahMenjawab as galat:
            form.add_error("nomor", str(galat))
        except BelumLengkap:
            form.add_error(None, "Kertas ini kosong. Isi paling sedikit satu angka.")
        except (SurveiTertutup, ValueError) as galat:
            form.add_error(None, str(galat))
        else:
            kunci = [str(tercatat.jawaban), str(tercatat.tulisan or ""), data["nomor"]]
            return signing.dumps(kunci, salt=GARAM_URUNG)
        return ""

    def _undo(self, request: HttpRequest, survei: SurveiPercaya) -> None:
        try:
            jawaban, tulisan, nomor = signing.loads(
                request.POST["urung"], salt=GARAM_URUNG, max_age=UMUR_URUNG
            )
            tercatat = Tercatat(uuid.UUID(jawaban), uuid.UUID(tulisan) if tulisan else None)
            jadi = undo_kertas(survei, nomor=nomor, tercatat=tercatat)
        except (signing.BadSignature, ValueError, TypeError):
            jadi = False
        if jadi:
            messages.success(request, f"Kertas {nomor} ditarik; masukkan lagi bila perlu.")
        else:
            messages.error(request, "Sudah terlalu lama: kertas itu tidak dapat ditarik lagi.")

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The figures as CSV: the same cells that the page shows, no single answer."""
        survei = self._find(request, pk)
        hasil = trust_result(survei.wilayah, survei.putaran)
        if hasil is None:
            raise Http404
        baris = list(_csv_rows(hasil))
        with transaction.atomic():
            CatatanEkspor.objects.create(
                by=request.user, apa="survei kepercayaan", bentuk="csv", jumlah=len(baris),  # type: ignore[misc]
                saringan=f"survei={pk}", asal_hash=origin_hash(request),
            )  # fmt: skip
        berkas = io.StringIO()
        csv.writer(berkas, lineterminator="\n").writerows([_KEPALA, *baris])
        response = HttpResponse(berkas.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="survei-kepercayaan-{pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


_KEPALA = [
    "kelompok", "pertanyaan", "kode_wilayah", "wilayah", "n_sebelum", "rerata_sebelum",
    "bawah_sebelum", "atas_sebelum", "n_sesudah", "rerata_sesudah", "bawah_sesudah",
    "atas_sesudah", "selisih", "bawah_selisih", "atas_selisih", "kesimpulan",
]  # fmt: skip


def _csv_rows(hasil: HasilPercaya) -> Any:
    for kelompok, semua in ((K.WARGA, hasil.warga), (K.KETUA, hasil.ketua)):
        for satu in semua:
            for baris in satu.baris:
                isi = [kelompok.value, satu.tanya.kunci, *_csv_cells(baris.sel)]
                yield [escape_formula(sel) for sel in isi]


def _csv_cells(sel: Sel) -> list[str]:
    selisih = [sel.selisih.nilai, sel.selisih.bawah, sel.selisih.atas]
    return [
        sel.kode, sel.nama, *_csv_value(sel.sebelum, kosong=sel.kosong_sebelum),
        *_csv_value(sel.sesudah, kosong=sel.kosong_sesudah),
        *("" if n is None else f"{n:.2f}" for n in selisih), sel.kata,
    ]  # fmt: skip


def _csv_value(nilai: Nilai | None, *, kosong: bool) -> list[str]:
    if nilai is None:
        return ["0" if kosong else "tidak ditampilkan", "", "", ""]
    selang = nilai.rerata
    return [str(nilai.n), *(f"{n:.2f}" for n in (selang.nilai, selang.bawah, selang.atas))]


def _poster(survei: SurveiPercaya, rt: Wilayah | None) -> tuple[str, str, Any]:
    """(place, address, its QR as SVG)."""
    url = survei_url(survei, rt=rt.kode if rt is not None else "")
    gambar = segno.make_qr(url, error="m").svg_inline(
        scale=6, border=2, dark="#000", light="#fff", omitsize=True
    )
    tempat = f"RT {rt.rt} RW {rt.rw}" if rt is not None else ""
    return tempat, url, mark_safe(gambar)  # noqa: S308 - drawn by us from squares, holds no text


def _number(teks: str | None, awal: int, maks: int) -> int:
    return max(1, min(int(teks), maks)) if teks and teks.isdecimal() and len(teks) < 7 else awal
