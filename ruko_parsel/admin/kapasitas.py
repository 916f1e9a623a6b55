"""How villages stand on the eleven kinds: filled in, sent, looked at together."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Avg
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from import_export.fields import Field
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, pilihan, teks
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.angka_kapasitas import BarisPanas, read_peta, read_profil, trend_of
from ruko_parsel.cakupan import kecamatan_choices, pick_desa, pick_kecamatan, villages_of
from ruko_parsel.halaman_kapasitas import (
    column_means,
    profil_radar,
    profil_tren,
    questions,
    read_isian,
    small_radar,
)
from ruko_parsel.models import JenisMasalah, PenilaianKapasitas, TingkatKapasitas
from ruko_parsel.models.kapasitas import (
    periode_of,
    periode_terbaca,
    periode_valid,
    shift_periode,
    sudut_of,
)
from ruko_parsel.services.kapasitas import (
    PenilaianKeliru,
    drop_draft,
    save_nilai,
    say_beda,
    send_penilaian,
    start_penilaian,
)
from ruko_parsel.unduh_tabel import serve_tabel
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.formulir import clean_text
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

P = PenilaianKapasitas
LABEL = "ruko_parsel.penilaiankapasitas"
_NAMA = "ruko_parsel_penilaiankapasitas"


def periods(kode: str, banyak: int = 8) -> list[tuple[str, str]]:
    """The half-years that can be chosen, the current one first."""
    kini = periode_of(hari_ini(kode))
    semua = [shift_periode(kini, -n) for n in range(banyak)]
    return [(p, periode_terbaca(p).capitalize()) for p in semua]


class PenilaianBaruForm(forms.Form):
    """Which village and half-year."""

    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Desa atau kelurahan")
    periode = pilihan("Semester", [])
    alasan = teks(
        "Alasan perbaikan", wajib=False, panjang=240,
        help_text="Hanya bila penilaian semester itu sudah pernah dikirim.",
    )  # fmt: skip


class AlasanForm(forms.Form):
    """Why what was sent is corrected."""

    alasan = teks("Apa yang diperbaiki", panjang=240)


def _own_draft(obj: P, user: Any) -> bool:
    return obj.is_draft and sudut_of(user, obj.wilayah_id) == obj.sudut


def _own_sent(obj: P, user: Any) -> bool:
    return not obj.is_draft and sudut_of(user, obj.wilayah_id) == obj.sudut


def _send(obj: P, user: Any, _form: Any) -> str:
    send_penilaian(obj, by=user)
    return "Penilaian terkirim dan tidak dapat diubah lagi."


def _correct(obj: P, user: Any, form: Any) -> str:
    alasan = form.cleaned_data["alasan"]
    baru = start_penilaian(obj.wilayah, periode=obj.periode, by=user, alasan=alasan)
    return f"Versi {baru.versi} disiapkan sebagai draf. Buka draf itu di daftar untuk mengisinya."


class PenilaianResource(AmanResource):
    """Assessments as a file: a column of levels for each kind."""

    wilayah_nama = Field(column_name="desa", attribute="wilayah__nama")

    class Meta:
        model = P
        fields = ("wilayah", "wilayah_nama", "periode", "sudut", "versi", "status", "dikirim_at")
        export_order = fields


@admin.register(P)
class PenilaianKapasitasAdmin(EksporAdmin, LangkahAdmin):
    """Drafts are filled on a page of their own; what was sent is only read."""

    akibat_langkah = AKIBAT["kapasitas"]
    resource_classes = [PenilaianResource]
    change_form_template = LangkahAdmin.change_form_template
    list_before_template = "admin/ruko_parsel/kapasitas_pintas.html"
    list_display = ("wilayah", "periode", "sudut", "versi", "tampil_status", "tampil_rata")
    list_filter = ("periode", "sudut", "status", WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("wilayah__nama",)
    form_tambah = PenilaianBaruForm
    judul_tambah = "Mulai menilai kapasitas"
    tombol_tambah = "Mulai menilai"
    teks_tambah = (
        "Desa menilai dirinya sendiri, meja kecamatan menilai menurut pandangannya. Keduanya "
        "dibandingkan, bukan untuk memberi peringkat, melainkan untuk tahu apa yang perlu dibantu.",
    )
    langkah = (
        Langkah("kirim", "Kirim penilaian", _send, boleh=_own_draft, utama=True),
        Langkah("perbaiki", "Perbaiki sebagai versi baru", _correct, AlasanForm, boleh=_own_sent),
        Langkah("buang", "Buang draf ini", lambda *_: "", YakinForm, boleh=_own_draft, bahaya=True),
    )

    class Media:
        css = {"all": ("gaya/kapasitas.css",)}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(rata=Avg("nilai__nilai"))

    @display(description="keadaan")
    def tampil_status(self, obj: P) -> str:
        return obj.get_status_display()

    @display(description="rata-rata")
    def tampil_rata(self, obj: Any) -> str:
        return "–" if obj.rata is None else f"{obj.rata:.1f}".replace(".", ",")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("peta/", view(self.peta_view), name=f"{_NAMA}_peta"),
            path("desa/<str:kode_desa>/", view(self.profil_view), name=f"{_NAMA}_profil"),
            path("<int:pk>/isi/", view(self.isi_view), name=f"{_NAMA}_isi"),
            *super().get_urls(),
        ]

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = super().build_tambah(request, *data)
        desa = villages_of(request.user, LABEL, "add")
        form.fields["wilayah"].queryset = Wilayah.objects.filter(pk__in=[d.pk for d in desa])
        form.fields["periode"].choices = periods(desa[0].kode if desa else "")
        if not data:
            form.initial = {"wilayah": request.GET.get("desa") or (desa[0].pk if desa else None)}
        return form

    def tambah(self, request: HttpRequest, form: Any) -> P:
        isi = form.cleaned_data
        user: Any = request.user
        return start_penilaian(
            isi["wilayah"], periode=isi["periode"], by=user, alasan=isi["alasan"]
        )

    def page_of(self, obj: Any) -> str:
        nama = "isi" if obj.is_draft else "change"
        return reverse(f"admin:{_NAMA}_{nama}", args=[obj.pk])

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """A draft that is thrown away has no page to come back to."""
        if kunci != "buang" or request.method != "POST":
            return super().step_view(request, pk, kunci)
        obj = self.find(request, pk)
        user: Any = request.user
        if not self.may_act(request, obj):
            raise Http404
        try:
            drop_draft(obj, by=user)
        except PenilaianKeliru as error:
            messages.error(request, str(error))
            return redirect(obj)
        messages.success(request, "Draf dibuang.")
        return redirect(f"admin:{_NAMA}_changelist")

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        profil = reverse(f"admin:{_NAMA}_profil", args=[obj.wilayah_id])
        hasil = [("Radar dan tabel desa ini", f"{profil}?periode={obj.periode}")]
        if obj.is_draft:
            hasil.insert(0, ("Isi penilaian", reverse(f"admin:{_NAMA}_isi", args=[obj.pk])))
        return hasil

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        uraian = {(t.masalah_id, t.nilai): t.uraian for t in TingkatKapasitas.objects.all()}
        kirim = tanggal_panjang(obj.dikirim_at, obj.wilayah_id) if obj.dikirim_at else "belum"
        rinci = [
            ("Semester", periode_terbaca(obj.periode)), ("Sudut pandang", obj.get_sudut_display()),
            ("Versi", str(obj.versi)), ("Oleh", str(obj.by)), ("Dikirim", kirim),
        ]  # fmt: skip
        if obj.alasan_koreksi:
            rinci.append(("Alasan perbaikan", obj.alasan_koreksi))
        nilai = obj.nilai.select_related("masalah")
        baris = [
            [n.masalah.nama, str(n.nilai), uraian.get((n.masalah_id, n.nilai), ""), n.bukti]
            for n in nilai
        ]
        return [
            Bagian("", rinci=rinci),
            Bagian("Nilai", kepala=["Jenis", "Tingkat", "Artinya", "Bukti"], baris=baris),
        ]

    def isi_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form of a draft: five described levels and evidence for each kind."""
        obj = self.find(request, pk)
        user: Any = request.user
        if not self.may_act(request, obj) or not _own_draft(obj, user):
            raise Http404
        galat: dict[str, str] = {}
        isian = {n.masalah_id: (n.nilai, n.bukti) for n in obj.nilai.all()}
        umum = ""
        if request.method == "POST":
            isian, galat = read_isian(request)
            umum = "" if galat else self._save(request, obj, isian)
            if not galat and not umum:
                return redirect(self.page_of(obj))
        context = {
            **self.page_context(request, f"Menilai {obj.wilayah}, {periode_terbaca(obj.periode)}"),
            "obj": obj, "galat": umum, "jenis": questions(isian, galat),
        }  # fmt: skip
        return TemplateResponse(
            request, "admin/ruko_parsel/kapasitas_isi.html", context,
            status=422 if galat or umum else 200,
        )  # fmt: skip

    def _save(self, request: HttpRequest, obj: Any, isian: dict[str, Any]) -> str:
        """Why it could not be saved or sent; empty when it was."""
        user: Any = request.user
        try:
            save_nilai(obj, isian, by=user)
            if request.POST.get("aksi") == "kirim":
                send_penilaian(obj, by=user)
                obj.refresh_from_db()
        except PenilaianKeliru as error:
            return str(error)
        kata = "Draf disimpan." if obj.is_draft else "Penilaian terkirim. Terima kasih."
        messages.success(request, kata)
        return ""

    def profil_view(self, request: HttpRequest, kode_desa: str) -> HttpResponseBase:
        """One village: radar, table, trend, and the talk about differences."""
        if not self.has_view_permission(request):
            raise Http404
        desa = pick_desa(request.user, LABEL, kode_desa)
        periode = _pick_periode(request, desa.kode)
        galat = ""
        if request.method == "POST":
            galat = self._say(request, desa, periode)
            if not galat:
                return redirect(f"{request.path}?periode={periode}#beda")
        profil = read_profil(desa, periode)
        if request.GET.get("bentuk") in {"csv", "xlsx"}:
            return _profil_file(request, profil)
        context = {
            **self.page_context(request, f"Kapasitas {desa.nama_lengkap}"),
            "desa": desa, "profil": profil, "periode": periode, "semester": periods(desa.kode),
            "periode_terbaca": periode_terbaca(periode), "galat": galat,
            "radar": profil_radar(profil), "tren": profil_tren(trend_of(desa, periode)),
            "boleh_bicara": bool(sudut_of(request.user, desa.kode)),
            "di_meja": bool(kecamatan_choices(request.user)),
        }  # fmt: skip
        return TemplateResponse(
            request, "admin/ruko_parsel/kapasitas_profil.html", context,
            status=422 if galat else 200,
        )  # fmt: skip

    def _say(self, request: HttpRequest, desa: Wilayah, periode: str) -> str:
        user: Any = request.user
        masalah = JenisMasalah.objects.filter(
            pk=clean_text(request.POST.get("masalah"))[:30]
        ).first()
        if masalah is None:
            return "Jenis masalah itu tidak dikenal."
        try:
            kata = clean_text(request.POST.get("teks"))
            say_beda(desa, periode=periode, masalah=masalah, teks=kata, by=user)
        except PenilaianKeliru as error:
            return str(error)
        messages.success(request, "Catatan disimpan.")
        return ""

    def peta_view(self, request: HttpRequest) -> HttpResponseBase:
        """All villages of the kecamatan; a village's own people go to their page."""
        if not self.has_view_permission(request):
            raise Http404
        if not kecamatan_choices(request.user):
            desa = villages_of(request.user, LABEL)
            if not desa:
                raise Http404
            return redirect(f"admin:{_NAMA}_profil", kode_desa=desa[0].kode)
        kecamatan = pick_kecamatan(request.user, request.GET.get("di", ""))
        periode = _pick_periode(request, kecamatan.kode)
        sudut = request.GET.get("sudut", "")
        sudut = sudut if sudut in P.Sudut.values else P.Sudut.DESA
        masalah, baris = read_peta(kecamatan.kode, periode, sudut)
        if request.GET.get("bentuk") in {"csv", "xlsx"}:
            return _peta_file(request, masalah, baris, periode, sudut)
        context = {
            **self.page_context(request, "Peta kapasitas desa"),
            "kecamatan": kecamatan, "pilihan_kecamatan": kecamatan_choices(request.user),
            "periode": periode, "semester": periods(kecamatan.kode), "sudut": sudut,
            "sudut_pilihan": P.Sudut.choices, "masalah": list(enumerate(masalah, start=1)),
            "baris": [(b, small_radar(b, masalah)) for b in baris],
            "rata": column_means(baris), "kosong": all(b.rata is None for b in baris),
            "terkirim": sum(b.rata is not None for b in baris),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/kapasitas_peta.html", context)


def _pick_periode(request: HttpRequest, kode: str) -> str:
    kini = periode_of(hari_ini(kode))
    dipilih = request.GET.get("periode", "")
    return dipilih if periode_valid(dipilih) and dipilih <= kini else kini


def _profil_file(request: HttpRequest, profil: Any) -> HttpResponseBase:
    return serve_tabel(
        request, apa="kapasitas desa", nama=f"kapasitas-{profil.desa.kode}-{profil.periode}",
        bentuk=request.GET["bentuk"],
        kepala=["jenis", "desa", "meja", "desa semester lalu", "median", "bukti desa",
                "bukti meja"],
        baris=[
            [b.masalah.nama, b.desa, b.meja, b.lalu, b.tengah, b.bukti_desa, b.bukti_meja]
            for b in profil.baris
        ],
    )  # fmt: skip


def _peta_file(
    request: HttpRequest, masalah: list[JenisMasalah], baris: list[BarisPanas], periode: str,
    sudut: str,
) -> HttpResponseBase:  # fmt: skip
    return serve_tabel(
        request, apa="peta kapasitas", nama=f"peta-kapasitas-{periode}-{sudut}",
        bentuk=request.GET["bentuk"], kepala=["kode", "desa", *(m.nama for m in masalah)],
        baris=[[b.desa.kode, b.desa.nama_lengkap, *b.nilai] for b in baris],
    )  # fmt: skip
