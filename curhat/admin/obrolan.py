"""Obrolan: the conversations of one's area, who waits first, and one page to read and write in."""

from datetime import timedelta
from typing import Any
from zlib import crc32

from django import forms
from django.contrib import admin, messages
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import BooleanField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from curhat import acuan
from curhat.models import AmbilAlih, Curhat, Obrolan, TandaBaca
from curhat.models.obrolan import visible_curhat
from curhat.obrolan import is_whole, read_obrolan
from curhat.services import obrolan as layanan
from curhat.services.pesan_petugas import read_jendela
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.format import tanggal_panjang
from wilayah.tenggat import sisa

BARU = timedelta(days=7)  # older unread messages no longer count as unread


class TulisForm(forms.Form):
    """Words for the resident."""

    teks = forms.CharField(
        label="Pesan untuk warga",
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "autofocus": True}),
    )


class AlamatForm(forms.Form):
    """Why the number has to be seen."""

    alasan = forms.CharField(
        label="Mengapa nomor perlu dibuka (tercatat)",
        max_length=200,
        widget=UnfoldAdminTextInputWidget(),
    )


class KeadaanFilter(DropdownFilter):
    """What the desk asks for."""

    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("menunggu", "Menunggu petugas"),
            ("belum_dibaca", "Belum saya baca"),
            ("dipegang", "Dipegang petugas"),
            ("saya", "Saya pegang"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        narrowed: dict[str, Any] = {
            "menunggu": {"menunggu": True},
            "belum_dibaca": {"belum_dibaca": True},
            "dipegang": {"dipegang": True},
            "saya": {"pemegang": request.user.pk},
        }
        syarat = narrowed.get(self.value() or "")
        return queryset.filter(**syarat) if syarat else queryset


def annotated(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Conversations with their newest readable report, who holds them, who waits for whom."""
    curhat = visible_curhat(user).filter(kontak=OuterRef("pk")).order_by("-id")
    pegang = AmbilAlih.objects.open().filter(kontak=OuterRef("pk"))
    baca = TandaBaca.objects.filter(kontak=OuterRef("pk"), pengguna=user)
    menunggu = AmbilAlih.objects.waiting().filter(kontak=OuterRef("pk"))
    sudah = baca.filter(at__gte=OuterRef("terakhir_masuk_at"))
    return rows.annotate(
        **{
            nama: Subquery(curhat.values(kolom)[:1])
            for nama, kolom in (
                ("kode_terbaru", "kode"),
                ("ringkasan_terbaru", "ringkasan"),
                ("wilayah_terbaru", "wilayah_id"),
                ("rahasia_terbaru", "rahasia"),
            )
        },
        pemegang=Subquery(pegang.values("by")[:1]),
        nama_pemegang=Subquery(pegang.values("by__nama")[:1]),
        dipegang=Exists(pegang),
        menunggu=Exists(menunggu),
        belum_dibaca=Case(
            When(terakhir_masuk_at__lt=timezone.now() - BARU, then=Value(value=False)),
            When(terakhir_masuk_at__isnull=True, then=Value(value=False)),
            default=~Exists(sudah),
            output_field=BooleanField(),
        ),
    )


def count_obrolan(user: Any) -> list[dict[str, Any]]:
    """For each kelurahan: conversations held by staff, and those that wait for them."""
    rows = (
        AmbilAlih.objects.open()
        .filter(curhat__in=visible_curhat(user))
        .values("wilayah")
        .annotate(
            dipegang=Count("pk"),
            menunggu=Count("pk", filter=Q(warga_at__gt=F("staf_at"))),
        )
        .order_by("-menunggu", "wilayah")
    )
    return [{**row, "nama": acuan.wilayah_row(row["wilayah"]).nama_lengkap} for row in rows]


def mark_of(*isi: Any) -> str:
    """A short mark of what a page shows: the same mark, nothing new."""
    return f"{crc32(repr(isi).encode()):08x}"


@admin.register(Obrolan)
class ObrolanAdmin(ReadOnlyScopedAdmin):
    """Nothing is edited by a form field; no name, number or address is shown."""

    change_form_template = "admin/curhat/obrolan.html"
    list_before_template = "admin/curhat/obrolan_daftar.html"
    list_display = ("kode", "cerita", "tanda", "tempat", "pesan_terakhir")
    list_display_links = ("kode", "cerita")
    list_filter = (KeadaanFilter, WilayahFilter, "saluran")
    list_filter_submit = True
    search_fields = ("id",)
    search_help_text = "Kode laporan"

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/obrolan.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = Obrolan.objects.visible_to(request.user, peran=self._peran("view"))
        return annotated(rows.defer("alamat"), request.user)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [
            F("menunggu").desc(),
            F("belum_dibaca").desc(),
            F("terakhir_masuk_at").desc(nulls_last=True),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By code, only among the reports this person may read."""
        kata = search_term.strip()
        if not kata:
            return queryset, False
        cocok = visible_curhat(request.user).filter(kontak=OuterRef("pk"), kode__icontains=kata)
        return queryset.filter(Exists(cocok)), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"per_wilayah": count_obrolan(request.user), **(extra_context or {})}
        return super().changelist_view(request, context)

    @display(description="kode")
    def kode(self, obrolan: Any) -> str:
        return obrolan.kode_terbaru or "–"

    @display(description="laporan terakhir")
    def cerita(self, obrolan: Any) -> str:
        return "Kasus peka" if obrolan.rahasia_terbaru else obrolan.ringkasan_terbaru

    @display(description="keadaan")
    def tanda(self, obrolan: Any) -> str:
        if obrolan.menunggu:
            teks, kelas = f"Menunggu {obrolan.nama_pemegang}", "status status-baru"
        elif obrolan.dipegang:
            teks, kelas = f"Dipegang {obrolan.nama_pemegang}", "status"
        elif obrolan.belum_dibaca:
            teks, kelas = "Belum dibaca", "status status-baru"
        else:
            teks, kelas = "Dijawab asisten", "redup"
        return format_html('<span class="{}">{}</span>', kelas, teks)

    @display(description="wilayah")
    def tempat(self, obrolan: Any) -> str:
        kelurahan = ".".join((obrolan.wilayah_terbaru or "").split(".")[:4])
        return acuan.wilayah_row(kelurahan).nama_lengkap if kelurahan else "–"

    @display(description="pesan terakhir", ordering="terakhir_masuk_at")
    def pesan_terakhir(self, obrolan: Any) -> str:
        at = obrolan.terakhir_masuk_at
        return format_html('<span class="angka">{}</span>', tanggal_panjang(at)) if at else "–"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/pesan/", view(self.poll_view), name="curhat_obrolan_pesan"),
            path(
                "<int:pk>/langkah/<str:kunci>/", view(self.step_view), name="curhat_obrolan_langkah"
            ),
            *super().get_urls(),
        ]

    def may_act(self, request: HttpRequest, pk: int) -> bool:
        """Whether this person's roles let them take over and write here."""
        if not request.user.has_perm("curhat.change_obrolan"):
            return False
        rows = Obrolan.objects.visible_to(request.user, peran=self._peran("change"))
        return bool(rows.filter(pk=pk).exists())

    def _found(self, request: HttpRequest, pk: int) -> Any:
        if not self.has_view_permission(request):
            raise Http404
        obrolan = Obrolan.objects.visible_to(request.user, peran=self._peran("view"))
        found = obrolan.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def poll_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bubbles and the window alone, for htmx."""
        obrolan = self._found(request, pk)
        context = self.page_of(request, obrolan)
        if request.GET.get("tanda") == context["tanda"]:
            return HttpResponse(status=204)  # htmx leaves the page as it is: nothing jumps
        layanan.mark_read(obrolan, by=request.user)  # type: ignore[arg-type]
        return TemplateResponse(request, "admin/curhat/obrolan_isi.html", context)

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one of: ambil, kembali, tulis, alamat."""
        obrolan = self._found(request, pk)
        if kunci not in _LANGKAH or not self.may_act(request, pk):
            raise Http404
        if request.method != "POST":
            return redirect("admin:curhat_obrolan_change", pk)
        try:
            extra = _LANGKAH[kunci](request, obrolan)
        except (layanan.SudahDiambil, ValueError) as error:
            messages.error(request, str(error))
            return redirect("admin:curhat_obrolan_change", pk)
        wake(KELUAR)
        if extra is None:
            return redirect("admin:curhat_obrolan_change", pk)
        response = self.changeform_view(request, str(pk), extra_context=extra)
        response.status_code = 422 if "keliru" in extra else 200
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not object_id or not object_id.isdigit():
            raise Http404
        obrolan = self._found(request, int(object_id))
        layanan.mark_read(obrolan, by=request.user)  # type: ignore[arg-type]
        context = {
            **self.page_context(request, "Obrolan"),
            **self.page_of(request, obrolan),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.change_form_template, context)

    def page_of(self, request: HttpRequest, obrolan: Any) -> dict[str, Any]:
        """What the page and its polled part show."""
        milik = list(
            visible_curhat(request.user)
            .filter(kontak=obrolan)
            .select_related("subkategori", "wilayah", "kontak")
            .order_by("-id")
        )
        curhat: Curhat = milik[0]
        ambil = (
            AmbilAlih.objects.open().filter(kontak=obrolan).select_related("by", "curhat").first()
        )
        jendela = read_jendela(curhat)
        gelembung = read_obrolan(obrolan, request.user)
        jendela_sisa = sisa(jendela.hingga, timezone.now()) if jendela.hingga else ""
        pegang = (ambil.pk, ambil.by_id, ambil.diberi_tahu_at, ambil.staf_at) if ambil else ()
        return {
            "tanda": mark_of(gelembung, jendela, jendela_sisa, pegang),
            "obrolan": obrolan,
            "curhat": curhat,
            "laporan": milik,
            "tiket": curhat.tiket.order_by("-id").first(),
            "gelembung": gelembung,
            "utuh": is_whole(obrolan, milik),
            "ambil": ambil,
            "saya_pegang": ambil is not None and ambil.by_id == request.user.pk,
            "jendela": jendela,
            "jendela_sisa": jendela_sisa,
            "boleh": self.may_act(request, obrolan.pk),
            "bisa_alamat": bool(obrolan.alamat) and not any(c.anonim for c in milik),
            "anonim": any(c.anonim for c in milik),
            "tulis": TulisForm(),
            "form_alamat": AlamatForm(),
            "kembali": reverse("admin:curhat_obrolan_changelist"),
        }


def _take(request: Any, obrolan: Any) -> None:
    ambil = layanan.take_obrolan(obrolan, by=request.user)
    if ambil.diberi_tahu_at:
        messages.success(request, "Anda memegang percakapan ini; pemberitahuan ke warga antre.")
    else:
        messages.warning(
            request,
            "Anda memegang percakapan ini. Warga belum dapat diberi tahu; ia diberi tahu begitu "
            "menulis lagi.",
        )


def _return(request: Any, obrolan: Any) -> None:
    ambil = AmbilAlih.objects.open().filter(kontak=obrolan).first()
    if ambil is not None:
        layanan.return_obrolan(ambil, by=request.user)
    messages.success(request, "Percakapan dikembalikan ke asisten.")


def _write(request: Any, obrolan: Any) -> dict[str, Any] | None:
    form = TulisForm(request.POST)
    if not form.is_valid():
        return {"tulis": form, "keliru": True}
    ambil = AmbilAlih.objects.open().filter(kontak=obrolan).first()
    if ambil is None:
        raise ValueError("Ambil alih dulu sebelum menulis.")
    layanan.write_obrolan(ambil, by=request.user, teks=form.cleaned_data["teks"])
    messages.success(request, "Pesan masuk antrean kirim; keadaannya terlihat di gelembungnya.")
    return None


def _reveal(request: Any, obrolan: Any) -> dict[str, Any]:
    form = AlamatForm(request.POST)
    if not form.is_valid():
        return {"form_alamat": form, "keliru": True}
    alasan = form.cleaned_data["alasan"]
    return {"alamat": layanan.reveal_alamat(obrolan, by=request.user, alasan=alasan)}


_LANGKAH = {"ambil": _take, "kembali": _return, "tulis": _write, "alamat": _reveal}
