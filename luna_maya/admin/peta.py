"""Staff's screens of what visits brought to light: map, evaluation, considerations."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from import_export.fields import Field
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from luna_maya.evaluasi import Evaluasi, evaluate, fates
from luna_maya.evaluasi_warga import participation_in, trust_in
from luna_maya.models import Catatan, Pertimbangan
from luna_maya.peta_masalah import TANPA, map_problems
from luna_maya.services.pertimbangan import BOLEH, move_pertimbangan, propose_pertimbangan
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, teks
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.sinyal import read_kategori
from wilayah.zona import hari_ini

P = Pertimbangan
_SETAHUN = timedelta(days=365)
_MAKS_CATATAN = 60
MASA = (
    ("triwulan-ini", "Triwulan ini"), ("tahun-ini", "Tahun ini"), ("tahun-lalu", "Tahun lalu"),
    ("setahun", "Setahun terakhir"),
)  # fmt: skip


def period(masa: str, kini: date) -> tuple[date, date] | None:
    """The first and the last day of a named period, as of this day; None for none of them."""
    triwulan = kini.replace(month=(kini.month - 1) // 3 * 3 + 1, day=1)
    return {
        "triwulan-ini": (triwulan, kini),
        "tahun-ini": (date(kini.year, 1, 1), kini),
        "tahun-lalu": (date(kini.year - 1, 1, 1), date(kini.year - 1, 12, 31)),
        "setahun": (kini - _SETAHUN, kini),
    }.get(masa)


@dataclass(frozen=True, slots=True)
class Pilihan:
    """What the page's address chose; anything that does not fit is the default."""

    kelurahan: Wilayah
    dari: date
    sampai: date
    kategori: str
    masa: str

    @classmethod
    def read(cls, request: HttpRequest, areas: list[Wilayah]) -> "Pilihan":
        kode = request.GET.get("di", "")
        kelurahan = next((a for a in areas if a.kode == kode), areas[0])
        kini = hari_ini(kelurahan.kode)
        slug = request.GET.get("kategori", "")
        slug = slug if slug.isidentifier() else ""
        masa = request.GET.get("masa", "")
        bernama = period(masa, kini)
        if bernama is not None:
            return cls(kelurahan, *bernama, slug, masa)
        sampai = min(_day(request.GET.get("sampai")) or kini, kini)
        dari = _day(request.GET.get("dari")) or sampai - _SETAHUN
        return cls(kelurahan, min(dari, sampai), sampai, slug, "")


def _day(teks: str | None) -> date | None:
    try:
        return date.fromisoformat(teks or "")
    except ValueError:
        return None


class MoveForm(forms.Form):
    """What was decided."""

    ke = pilihan("Keadaan sekarang", [])
    hasil = paragraf("Keputusan dan alasannya", wajib=False, max_length=300)
    dokumen = teks("Nomor atau nama dokumen", panjang=160, wajib=False)


class PertimbanganBaruForm(forms.Form):
    """A finding to bring up, with the entries it rests on."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Kelurahan")
    judul = teks("Temuan", panjang=160)
    uraian = paragraf("Pertimbangan", help_text="Apa yang ditemukan dan apa yang diusulkan.")
    bentuk = pilihan("Dibawa sebagai", P.Bentuk.choices)
    catatan = forms.ModelMultipleChoiceField(
        Catatan.objects.none(), label="Catatan yang mendasari", required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )  # fmt: skip


def _move(obj: Pertimbangan, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    satu = move_pertimbangan(obj, to=isi["ke"], hasil=isi["hasil"], dokumen=isi["dokumen"], by=user)
    return f"Dicatat: {satu.get_status_display().lower()}."


class PertimbanganResource(AmanResource):
    """Considerations as a file."""

    status = Field(column_name="keadaan")

    class Meta:
        model = Pertimbangan
        fields = ("wilayah", "judul", "uraian", "bentuk", "status", "hasil", "dokumen",
                  "diusulkan_pada", "diputus_pada")  # fmt: skip
        export_order = fields

    def dehydrate_status(self, row: Pertimbangan) -> str:
        return row.get_status_display()


@admin.register(Pertimbangan)
class PertimbanganAdmin(EksporAdmin, LangkahAdmin):
    """Considerations, and the screens that show why they are needed."""

    resource_classes = [PertimbanganResource]
    change_form_template = LangkahAdmin.change_form_template  # import-export brings its own
    list_display = ("judul", "bentuk", "tampil_status", "diusulkan_pada", "diputus_pada")
    list_filter = ("status", "bentuk")
    search_fields = ("judul",)
    form_tambah = PertimbanganBaruForm
    judul_tambah = "Pertimbangan baru"
    langkah = (Langkah("putus", "Catat perkembangannya", _move, MoveForm, utama=True),)

    @display(description="keadaan")
    def tampil_status(self, obj: Pertimbangan) -> str:
        return obj.get_status_display()

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "luna_maya_pertimbangan"
        return [
            path("peta/", view(self.map_view), name=f"{nama}_peta"),
            path("evaluasi/", view(self.evaluasi_view), name=f"{nama}_evaluasi"),
            *super().get_urls(),
        ]

    def _areas(self, request: HttpRequest) -> list[Wilayah]:
        """The kelurahan whose visits this person's roles show. Raises Http404 without one."""
        if not self.has_view_permission(request):
            raise Http404
        peran = peran_with("luna_maya.pertimbangan", "view")
        areas = Wilayah.objects.visible_to(request.user, peran=peran).kelurahan().in_service()
        ada = list(areas.order_by("nama")[:200])
        if not ada:
            raise Http404
        return ada

    def map_view(self, request: HttpRequest) -> HttpResponse:
        """Problems by area and category; with `rt`, the entries of one area below."""
        areas = self._areas(request)
        dipilih = Pilihan.read(request, areas)
        kategori = read_kategori()
        context = {
            **self.page_context(request, "Peta masalah"),
            "areas": areas,
            "dipilih": dipilih,
            "masa": MASA,
            "kategori": list(dict.fromkeys((kat, nama) for kat, nama, _s, _n in kategori)),
            "peta": map_problems(dipilih.kelurahan, dipilih.dari, dipilih.sampai, dipilih.kategori),
            "tanpa": TANPA,
            **self._entries(request, dipilih),
        }
        return TemplateResponse(request, "admin/luna_maya/peta_masalah.html", context)

    def _entries(self, request: HttpRequest, dipilih: Pilihan) -> dict[str, Any]:
        """The entries of one area, for those who may read entries."""
        rt = request.GET.get("rt", "")
        if not dipilih.kelurahan.contains(rt) or not request.user.has_perm(
            "luna_maya.view_catatan"
        ):
            return {}
        area = Wilayah.objects.filter(pk=rt).first()
        if area is None:
            return {}
        nasib = [
            n
            for n in reversed(
                fates(dipilih.kelurahan, dipilih.dari, dipilih.sampai, user=request.user)
            )
            if area.contains(str(n.catatan.wilayah_id))
            and (not dipilih.kategori or n.catatan.kategori == dipilih.kategori)
        ]
        return {"rt": area, "nasib": nasib[:_MAKS_CATATAN], "lebih": nasib[_MAKS_CATATAN:]}

    def evaluasi_view(self, request: HttpRequest) -> HttpResponse:
        """What visits brought to light and what came of it."""
        areas = self._areas(request)
        dipilih = Pilihan.read(request, areas)
        kelurahan, jangka = dipilih.kelurahan, (dipilih.dari, dipilih.sampai)
        hasil = evaluate(kelurahan, *jangka, user=request.user)
        context = {
            **self.page_context(request, "Evaluasi kunjungan"),
            "areas": areas,
            "dipilih": dipilih,
            "masa": MASA,
            "evaluasi": hasil,
            "grafik": _bars(hasil),
            "partisipasi": participation_in(kelurahan.kode, *jangka),
            "percaya": trust_in(kelurahan, *jangka),
        }
        return TemplateResponse(request, "admin/luna_maya/evaluasi.html", context)

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = super().build_tambah(request, *data)
        areas = self.rows_to_add(request, Wilayah).kelurahan().in_service()
        form.fields["wilayah"].queryset = areas
        form.fields["wilayah"].initial = areas.first()
        form.fields["catatan"].queryset = (
            self.rows_to_add(request, Catatan).standing().order_by("-dicatat_at")
        )
        if not data:
            form.fields["catatan"].queryset = form.fields["catatan"].queryset[:_MAKS_CATATAN]
            form.initial["catatan"] = request.GET.getlist("catatan")
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Pertimbangan:
        user: Any = request.user
        return propose_pertimbangan(by=user, **form.cleaned_data)

    def steps(self, request: HttpRequest, obj: Any) -> list[Langkah]:
        return super().steps(request, obj) if BOLEH[P.Status(obj.status)] else []

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form: Any = super().build(langkah, obj, *data)
        boleh = BOLEH[P.Status(obj.status)]
        form.fields["ke"].choices = [p for p in P.Status.choices if p[0] in boleh]
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        return [
            Bagian(
                "",
                [obj.uraian],
                rinci=[
                    ("Dibawa sebagai", obj.get_bentuk_display()),
                    ("Keadaan", obj.get_status_display()),
                    ("Diusulkan", f"{obj.diusulkan_pada:%d-%m-%Y}"),
                    ("Keputusan", obj.hasil or "belum ada"),
                    ("Dokumen", obj.dokumen or "belum ada"),
                ],
            ),
            Bagian(
                "Catatan yang mendasari",
                kepala=["RT", "Jenis", "Isi"],
                baris=[
                    [str(c.wilayah), c.get_jenis_display(), c.isi]
                    for c in obj.catatan.standing().select_related("wilayah")
                ],
            ),
            Bagian(
                "Riwayat",
                kepala=["Waktu", "Keadaan", "Catatan"],
                baris=[
                    [tanggal_panjang(r.at, str(obj.wilayah_id)), r.get_status_display(), r.catatan]
                    for r in obj.riwayat.all()
                ],
            ),
        ]


_TINGGI, _LEBAR_BATANG = 90, 44


def _bars(hasil: Evaluasi) -> dict[str, Any]:
    """Two bars a quarter: problems heard, and of them those first heard at a visit."""
    puncak = max((t.masalah for t in hasil.triwulan), default=0) or 1
    return {
        "lebar": max(160, len(hasil.triwulan) * _LEBAR_BATANG + 10),
        "batang": [
            {
                "x": 8 + ke * _LEBAR_BATANG, "x2": 23 + ke * _LEBAR_BATANG,
                "tengah": 22 + ke * _LEBAR_BATANG, "t": t,
                "h": round(_TINGGI * t.masalah / puncak), "h2": round(_TINGGI * t.baru / puncak),
                "y": 100 - round(_TINGGI * t.masalah / puncak),
                "y2": 100 - round(_TINGGI * t.baru / puncak),
            }
            for ke, t in enumerate(hasil.triwulan)
        ],
    }  # fmt: skip
