"""Requests for staff: the village files and follows its own, the desk sees its kecamatan's."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin
from pesan.lampiran import serve_lampiran
from pesan.services import kontak_of_formulir
from ruko_parsel.admin.bagian import (
    BAGIAN_PERMINTAAN,
    LANGKAH_DESA,
    LANGKAH_PERMINTAAN,
    TAUTAN_PERMINTAAN,
)
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.antre_meja import escalated
from ruko_parsel.forms.ajuan import AjuanMejaForm, AjuanStafForm
from ruko_parsel.lampiran_permintaan import files_of
from ruko_parsel.models import Permintaan, TandaTerima
from ruko_parsel.pihak import DESA, desk_villages, is_desa, is_meja, works_at_meja
from ruko_parsel.services.ajuan import file_once
from ruko_parsel.services.permintaan import Ajuan
from ruko_parsel.urgensi import URGENSI, name_urgensi
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.tenggat_tampil import sisa_lencana

S = Permintaan.Status


class TerlambatFilter(DropdownFilter):
    """Whether the desk is past its own deadline."""

    title = "batas waktu"
    parameter_name = "batas"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("terlambat", "Terlambat dijawab"), ("terbuka", "Belum selesai"),
            ("jeda", "Menunggu desa"), ("naik", "Sudah naik ke camat"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        if self.value() == "terlambat":
            return rows.overdue(timezone.now())
        if self.value() == "terbuka":
            return rows.open()
        if self.value() == "jeda":
            return rows.open().filter(dijeda_at__isnull=False)
        return escalated(rows) if self.value() == "naik" else queryset


class UrgensiFilter(DropdownFilter):
    """One of the five steps."""

    title = "urgensi"
    parameter_name = "urgensi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(n), f"{n}. {nama}") for n, nama, _arti in reversed(URGENSI)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value()
        return queryset.filter(urgensi=nilai) if nilai and nilai.isdecimal() else queryset


class PermintaanResource(AmanResource):
    """One line a request; neither code nor contact."""

    desa = Field("wilayah__nama", column_name="desa")
    kode_wilayah = Field("wilayah_id", column_name="kode_wilayah")
    jenis = Field("get_jenis_display", column_name="permintaan")
    masalah = Field("masalah__nama", column_name="jenis_masalah")
    bidang = Field("bidang__nama", column_name="bidang")
    keadaan = Field("get_status_display", column_name="keadaan")
    lewat = Field("get_saluran_display", column_name="lewat")
    petugas = Field("petugas__nama", column_name="ditangani_oleh")

    class Meta:
        model = Permintaan
        fields = (
            "nomor", "desa", "kode_wilayah", "jenis", "masalah", "bidang", "judul", "urgensi",
            "rahasia", "keadaan", "lewat", "petugas", "created_at", "due_at", "ditanggapi_at",
            "closed_at", "hasil", "nilai",
        )  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        rows = super().filter_export(queryset, **kwargs)
        return rows.select_related("wilayah", "masalah", "bidang", "petugas")


@admin.register(Permintaan)
class PermintaanAdmin(EksporAdmin, LangkahAdmin):
    """The list, the page of sections (`ruko_parsel.admin.bagian`), and filing."""

    akibat_langkah = AKIBAT["permintaan"]
    langkah: ClassVar[tuple[Langkah, ...]] = (*LANGKAH_DESA, *LANGKAH_PERMINTAAN)
    change_form_template = LangkahAdmin.change_form_template  # not of the export mixins
    form_tambah = AjuanStafForm
    judul_tambah = "Ajukan permintaan koordinasi"
    templat_tambah = "admin/ruko_parsel/permintaan_tambah.html"
    tombol_tambah = "Ajukan permintaan"
    teks_tambah = (
        "Untuk bekerja sama, meminta pendapat, atau meminta bantuan kecamatan. Kecamatan menjawab "
        "dalam batas waktu yang tertulis, dan setiap langkahnya dapat Anda baca di sini.",
    )
    resource_classes = [PermintaanResource]
    list_display = (
        "nomor", "pokok", "desa", "tampil_urgensi", "tampil_keadaan", "batas", "petugas",
        "masalah",
    )  # fmt: skip
    list_display_links = ("nomor", "pokok")
    list_filter = (
        ("status", ChoicesDropdownFilter), TerlambatFilter, "bidang", "masalah", UrgensiFilter,
        "jenis", "saluran", WilayahFilter,
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("wilayah", "masalah", "petugas")
    list_before_template = "admin/ruko_parsel/permintaan_daftar.html"
    search_fields = ("nomor", "judul", "uraian", "wilayah__nama", "pemohon__nama")
    search_help_text = "Cari nomor, pokok, isi, desa, atau nama pemohon"
    # what is open first, the most urgent on top; then what ended last
    ordering = (F("closed_at").desc(nulls_first=True), "-urgensi", "due_at")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/ruko_ajuan_meja.css")}

    @display(description="pokok", ordering="judul")
    def pokok(self, obj: Permintaan) -> str:
        return f"Rahasia: {obj.judul}" if obj.rahasia else obj.judul

    @display(description="desa", ordering="wilayah")
    def desa(self, obj: Permintaan) -> str:
        return obj.wilayah.nama_lengkap

    @display(description="urgensi", ordering="urgensi")
    def tampil_urgensi(self, obj: Permintaan) -> str:
        return name_urgensi(obj.urgensi)

    @display(
        description="keadaan", ordering="status",
        label={
            S.DITERIMA.label: "warning", S.SELESAI.label: "success", S.DIKEMBALIKAN.label: "danger",
        },
    )  # fmt: skip
    def tampil_keadaan(self, obj: Permintaan) -> str:
        return obj.get_status_display()

    @display(description="dijawab sebelum", ordering="due_at")
    def batas(self, obj: Permintaan) -> str:
        """What is left until the answer is due."""
        berhenti = ""
        if not obj.waits_answer:
            berhenti = "Sudah dijawab" if obj.ditanggapi_at is not None else "–"
        elif obj.dijeda_at is not None:
            berhenti = "Menunggu desa"
        return sisa_lencana(obj.due_at, timezone.now(), str(obj.wilayah_id), berhenti=berhenti)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With words and a way to begin where there is no request yet."""
        lebih = {
            "belum_ada": not self.get_queryset(request).exists(),
            "boleh_ajukan": self.has_add_permission(request),
        }
        jawab: HttpResponse = super().changelist_view(request, lebih | (extra_context or {}))
        return jawab

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("wilayah", "masalah", "petugas")

    def find(self, request: HttpRequest, pk: Any) -> Any:
        obj = super().find(request, pk)
        return Permintaan.objects.select_related(
            "wilayah", "masalah", "bidang", "petugas", "pemohon", "kontak", "digabung_ke",
            "diteruskan_ke", "rujukan",
        ).get(pk=obj.pk)  # fmt: skip

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        semua = (buat(request, obj) for buat in BAGIAN_PERMINTAAN)
        return [satu for satu in semua if satu is not None]

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return is_desa(request.user, obj) or super().may_act(request, obj)

    def steps(self, request: HttpRequest, obj: Any) -> list[Langkah]:
        """The village's own for the village, the desk's for the desk."""
        milik: list[Langkah] = []
        if super().may_act(request, obj) and is_meja(request.user, obj):
            milik += LANGKAH_PERMINTAAN
        if is_desa(request.user, obj):
            milik += LANGKAH_DESA
        return [satu for satu in milik if satu.boleh(obj, request.user)]

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        """The receipt and each file."""
        cetak = reverse("admin:ruko_parsel_permintaan_tanda_terima", args=[obj.pk])
        berkas = [
            (
                f"Lampiran {ke}: {satu}",
                reverse("admin:ruko_parsel_permintaan_lampiran", args=[obj.pk, satu.pk]),
            )
            for ke, satu in enumerate(files_of(obj), start=1)
        ]
        return [("Tanda terima untuk dicetak", cetak), *berkas]

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        lain = [satu for buat in TAUTAN_PERMINTAAN for satu in buat(request, obj)]
        return [*lain, *self.tautan(obj)]

    def desa_untuk(self, request: HttpRequest) -> QuerySet[Wilayah]:
        """Villages this person may file for: with a desk that is on duty."""
        boleh = self.rows_to_add(request, Wilayah)
        hasil: QuerySet[Wilayah] = desk_villages().filter(pk__in=boleh.values("pk"))
        return hasil.order_by("kode")

    def build_tambah(self, request: HttpRequest, *data: Any) -> AjuanStafForm:
        desa = self.desa_untuk(request)
        if not works_at_meja(request.user):
            form = AjuanStafForm(*data)
        else:
            form = AjuanMejaForm(*data)
            tugas = Penugasan.objects.on(timezone.localdate()).filter(
                peran__in=DESA, wilayah__in=desa.order_by().values("pk")
            )
            pilihan: Any = form.fields["pemohon"]
            pilihan.queryset = Pengguna.objects.get_queryset().filter(
                is_active=True, pk__in=tugas.values("pengguna")
            ).order_by("nama")  # fmt: skip
        form.set_desa(desa)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Permintaan:
        user: Any = request.user
        data = form.cleaned_data
        di_meja = isinstance(form, AjuanMejaForm)
        kontak = kontak_of_formulir(
            data.get("kontak", ""), garam="ruko", token=data["token"], wilayah=data["wilayah"]
        )
        ajuan = Ajuan(
            wilayah=data["wilayah"], jenis=data["jenis"], masalah=data["masalah"],
            judul=data["judul"], uraian=data["uraian"], urgensi=data["urgensi"],
            rahasia=data["rahasia"], kontak=kontak,
            saluran=Permintaan.Saluran.MEJA if di_meja else Permintaan.Saluran.PETUGAS,
            pemohon=data.get("pemohon") if di_meja else user,
        )  # fmt: skip
        kunci = f"staf:{user.pk}:{data['token']}"
        return file_once(ajuan, kunci=kunci, by=user, berkas=data["lampiran"]).permintaan

    def page_after(self, request: HttpRequest, obj: Any) -> str:
        """At the desk the receipt is printed first."""
        if obj.saluran == Permintaan.Saluran.MEJA and not is_desa(request.user, obj):
            return reverse("admin:ruko_parsel_permintaan_tanda_terima", args=[obj.pk])
        return self.page_of(obj)

    def get_urls(self) -> list[Any]:
        bungkus = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/tanda-terima/", bungkus(self.receipt_view),
                name="ruko_parsel_permintaan_tanda_terima",
            ),
            path(
                "<int:pk>/lampiran/<int:lampiran_ruko>/", bungkus(self.file_view),
                name="ruko_parsel_permintaan_lampiran",
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def receipt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A slip to print; its PIN only at the desk that took the request in, and for a day."""
        obj = self.find(request, pk)
        tanda = TandaTerima.objects.filter(permintaan=obj, hingga__gt=timezone.now()).first()
        dari_meja = obj.saluran == Permintaan.Saluran.MEJA and is_meja(request.user, obj)
        context = {
            **self.page_context(request, f"Tanda terima {obj.nomor}"),
            "obj": obj,
            "pin": tanda.pin if tanda is not None and dari_meja else "",
            "kembali": self.page_of(obj),
            "saat": tanggal_panjang(obj.created_at, str(obj.wilayah_id)),
            "batas": tanggal_panjang(obj.due_at, str(obj.wilayah_id)),
            "lihat": f"{settings.SITE_URL}{status_path(obj)}",
        }
        jawab = TemplateResponse(request, "admin/ruko_parsel/permintaan_tanda_terima.html", context)
        jawab["Cache-Control"] = "private, no-store"
        return jawab

    def file_view(self, request: HttpRequest, pk: int, lampiran_ruko: int) -> HttpResponseBase:
        """A file of a request this person may see."""
        berkas = files_of(self.find(request, pk)).filter(pk=lampiran_ruko).first()
        if berkas is None:
            raise Http404
        return serve_lampiran(berkas)


def status_path(permintaan: Permintaan) -> str:
    """Where code and PIN open it."""
    slug = permintaan.wilayah.slug
    return reverse("ruko_koordinasi_status", args=[slug]) if slug else reverse("ruko_parsel")
