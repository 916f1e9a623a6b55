"""Decisions for staff: open, late, done; the owner reports, the kecamatan moves or drops."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf
from pesan.lampiran import LampiranDitolak, serve_lampiran, store_unggahan
from pesan.models import Lampiran
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.rapat import hari_field
from ruko_parsel.models import Keputusan
from ruko_parsel.orang import desk_of
from ruko_parsel.services.keputusan import (
    drop_keputusan,
    extend_keputusan,
    finish_keputusan,
    reassign_keputusan,
    reopen_keputusan,
    report_keputusan,
)
from ruko_parsel.services.notulen import check_penanggung
from ruko_parsel.services.undangan_rapat import assigned
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.zona import hari_ini

WARNA = {"rencana": "info", "berjalan": "info", "lewat": "danger", "selesai": "success",
         "batal": ""}  # fmt: skip


class SelesaiForm(forms.Form):
    """What came of it, and what shows it."""

    hasil = paragraf("Hasilnya", baris=3, max_length=240)
    bukti = forms.FileField(label="Bukti (foto atau PDF, boleh kosong)", required=False)


class AlasanForm(forms.Form):
    """Why."""

    alasan = paragraf("Alasan", baris=3, max_length=240)


class UndurForm(forms.Form):
    """A later day and why."""

    tenggat = hari_field("Menjadi paling lambat")
    alasan = paragraf("Mengapa diundur", baris=2, max_length=240)


class AlihForm(forms.Form):
    """Another owner."""

    orang = forms.ModelChoiceField(Pengguna.objects.none(), label="Penanggung jawab baru")


def is_desk_of(keputusan: Keputusan, user: Any) -> bool:
    """Whether this person works for the kecamatan that held the meeting."""
    return user.is_superuser or any(
        t.wilayah_id == keputusan.rapat.wilayah_id for t in user.penugasan_aktif
    )


def _may_report(keputusan: Keputusan, user: Any) -> bool:
    """The kecamatan, the owner, and the staff of the village whose decision it is."""
    if not keputusan.is_open:
        return False
    milik = any(
        keputusan.wilayah_id and t.wilayah_id == keputusan.wilayah_id for t in user.penugasan_aktif
    )
    baris = keputusan.tindak_lanjut
    sendiri = baris is not None and baris.siapa_id == user.pk
    return milik or sendiri or is_desk_of(keputusan, user)


def _desk_open(keputusan: Keputusan, user: Any) -> bool:
    return keputusan.is_open and is_desk_of(keputusan, user)


def _desk_ended(keputusan: Keputusan, user: Any) -> bool:
    usai = keputusan.tindak_lanjut is not None and not keputusan.is_open
    return usai and is_desk_of(keputusan, user)


def _run_selesai(keputusan: Keputusan, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    try:
        bukti = store_unggahan(isi["bukti"], Lampiran.Jenis.BERKAS) if isi["bukti"] else None
    except LampiranDitolak as error:
        raise ValueError(str(error)) from error
    finish_keputusan(keputusan, hasil=isi["hasil"], bukti=bukti, by=user)
    return "Dicatat selesai. Terima kasih."


def _run_belum(keputusan: Keputusan, user: Any, form: Any) -> str:
    report_keputusan(keputusan, catatan=form.cleaned_data["alasan"], by=user)
    return "Keadaannya dicatat; kami tanyakan lagi nanti."


def _run_undur(keputusan: Keputusan, user: Any, form: Any) -> str:
    extend_keputusan(keputusan, by=user, **form.cleaned_data)
    return "Tanggalnya diundur; yang diputuskan semula tetap terlihat."


def _run_alih(keputusan: Keputusan, user: Any, form: Any) -> str:
    orang = form.cleaned_data["orang"]
    check_penanggung(keputusan.rapat, orang, keputusan.wilayah)
    reassign_keputusan(keputusan, orang=orang, by=user)
    return "Penanggung jawab diganti dan sudah dikabari."


def _run_batal(keputusan: Keputusan, user: Any, form: Any) -> str:
    drop_keputusan(keputusan, alasan=form.cleaned_data["alasan"], by=user)
    return "Dicatat tidak dilanjutkan, dengan alasannya."


def _run_buka(keputusan: Keputusan, user: Any, form: Any) -> str:
    reopen_keputusan(keputusan, alasan=form.cleaned_data["alasan"], by=user)
    return "Dibuka lagi dan ditanyakan seperti semula."


class KeadaanFilter(DropdownFilter):
    """Open, late, or over."""

    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terbuka", "Belum selesai"), ("lewat", "Lewat batas"), ("saya", "Tugas saya"),
                ("selesai", "Selesai"), ("batal", "Tidak dilanjutkan")]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        nilai = self.value() or ""
        if nilai == "terbuka":
            return queryset.open()
        if nilai == "lewat":
            return queryset.late(timezone.localdate())
        if nilai == "saya":
            return queryset.open().filter(tindak_lanjut__siapa=request.user)
        if nilai in {"selesai", "batal"}:
            return queryset.filter(tindak_lanjut__status=nilai)
        return queryset


class KeputusanResource(AmanResource):
    """One line a decision with how it went on."""

    rapat = Field(attribute="rapat__judul", column_name="rapat")
    desa = Field(column_name="desa")
    oleh = Field(attribute="oleh_siapa", column_name="penanggung_jawab")
    batas = Field(attribute="batas", column_name="paling_lambat")
    keadaan = Field(attribute="keadaan", column_name="keadaan")
    hasil = Field(attribute="hasil", column_name="hasil")

    class Meta:
        model = Keputusan
        fields = ("rapat", "nomor", "isi", "desa", "oleh", "tenggat", "batas", "keadaan", "hasil")
        export_order = fields

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(berlaku_at__isnull=False)
        return rows.select_related("rapat", "wilayah", "tindak_lanjut__siapa")

    def dehydrate_desa(self, row: Keputusan) -> str:
        return row.wilayah.nama if row.wilayah else "Semua"


@admin.register(Keputusan)
class KeputusanAdmin(EksporAdmin, LangkahAdmin):
    """What meetings decided, until it is done; a village reads its own and what is for all."""

    akibat_langkah = AKIBAT["keputusan"]
    resource_classes = [KeputusanResource]
    change_form_template = LangkahAdmin.change_form_template
    list_display = ("isi", "dari_rapat", "untuk", "oleh", "tampil_batas", "tampil_keadaan")
    list_filter = (KeadaanFilter, WilayahFilter)
    search_fields = ("isi", "rapat__judul", "penanggung_teks", "penanggung_jawab__nama")
    search_help_text = "Isi keputusan, rapat, atau penanggung jawab"
    ordering = ("tindak_lanjut__sampai", "pk")
    langkah = (
        Langkah("selesai", "Catat selesai", _run_selesai, SelesaiForm, boleh=_may_report,
                utama=True),
        Langkah("belum", "Belum, ini sebabnya", _run_belum, AlasanForm, boleh=_may_report),
        Langkah("undur", "Undurkan tanggalnya", _run_undur, UndurForm, boleh=_desk_open),
        Langkah("alih", "Ganti penanggung jawab", _run_alih, AlihForm, boleh=_desk_open),
        Langkah("batal", "Tidak dilanjutkan", _run_batal, AlasanForm, boleh=_desk_open,
                bahaya=True),
        Langkah("buka", "Buka lagi", _run_buka, AlasanForm, boleh=_desk_ended),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).filter(berlaku_at__isnull=False)
        return rows.select_related(
            "rapat__wilayah", "wilayah", "penanggung_jawab", "tindak_lanjut__siapa", "permintaan"
        )

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> Any:
        form: Any = super().build(langkah, obj, *data)
        if langkah.kunci == "alih":
            kode = str(obj.rapat.wilayah_id)
            orang = [p.pk for p, d in assigned(kode, (Peran.LURAH, Peran.MODERATOR))
                     if not obj.wilayah_id or d.kode == obj.wilayah_id]  # fmt: skip
            orang += [p.pk for p in desk_of(kode)]
            form.fields["orang"].queryset = Pengguna.objects.filter(pk__in=orang).order_by("nama")
        return form

    @display(description="rapat", ordering="rapat__mulai_at")
    def dari_rapat(self, obj: Keputusan) -> str:
        return str(obj.rapat)

    @display(description="untuk", ordering="wilayah")
    def untuk(self, obj: Keputusan) -> str:
        return obj.wilayah.nama if obj.wilayah else "Semua"

    @display(description="penanggung jawab")
    def oleh(self, obj: Keputusan) -> str:
        return obj.oleh_siapa

    @display(description="paling lambat", ordering="tindak_lanjut__sampai")
    def tampil_batas(self, obj: Keputusan) -> str:
        semula = f" (semula {tanggal_pendek(obj.tenggat)})" if obj.batas != obj.tenggat else ""
        return f"{tanggal_pendek(obj.batas)}{semula}"

    @display(description="keadaan", label=WARNA)
    def tampil_keadaan(self, obj: Keputusan) -> tuple[str, str]:
        if obj.is_open and obj.batas < hari_ini(str(obj.rapat.wilayah_id)):
            return "lewat", "Lewat batas"
        status = obj.tindak_lanjut.status if obj.tindak_lanjut is not None else ""
        return status, obj.keadaan

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        semua = []
        if obj.permintaan_id:
            semua.append((f"Permintaan {obj.permintaan.nomor}", obj.permintaan.get_absolute_url()))
        bukti = obj.tindak_lanjut.lampiran.count() if obj.tindak_lanjut is not None else 0
        for ke in range(1, bukti + 1):
            url = reverse("admin:ruko_parsel_keputusan_bukti", args=[obj.pk, ke])
            semua.append((f"Bukti {ke}", url))
        return semua

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.proof_view)
        nama = "ruko_parsel_keputusan_bukti"
        return [path("<int:pk>/bukti/<int:bukti_rapat>/", view, name=nama), *super().get_urls()]

    def proof_view(self, request: HttpRequest, pk: int, bukti_rapat: int) -> FileResponse:
        """What shows that it was done, for who may see the decision."""
        keputusan = self.find(request, pk)
        semua = list(keputusan.tindak_lanjut.lampiran.order_by("pk"))
        if not 1 <= bukti_rapat <= len(semua):
            raise Http404
        return serve_lampiran(semua[bukti_rapat - 1])

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.rapat.wilayah_id)
        rinci = [
            ("Rapat", self.dari_rapat(obj)),
            ("Untuk", self.untuk(obj)),
            ("Penanggung jawab", obj.oleh_siapa),
            ("Paling lambat", self.tampil_batas(obj)),
            ("Keadaan", self.tampil_keadaan(obj)[1]),
        ]
        if obj.hasil:
            rinci.append(("Hasil atau alasan", obj.hasil))
        riwayat = obj.tindak_lanjut.riwayat.select_related("by")
        return [
            Bagian("", [obj.isi], rinci=rinci),
            Bagian(
                "Riwayat", kepala=["Kapan", "Apa", "Catatan", "Oleh"],
                baris=[[tanggal_panjang(r.at, kode), r.apa, r.catatan or "–", str(r.by or "–")]
                       for r in riwayat],
            ),
        ]  # fmt: skip
