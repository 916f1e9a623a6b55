"""The desk of grants: proposals, points, two approvals, hand-over, checks, misuse."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from ekonomi.admin import hibah_form as borang
from ekonomi.admin.ekspor_hibah import HibahResource
from ekonomi.admin.langkah_hibah import (
    KELIRU,
    AlasanForm,
    HalamanLangkah,
    Langkah,
    pdf_response,
    staff_of,
)
from ekonomi.cetak.pdf_hibah import receipt_pdf, voucher_pdf
from ekonomi.models import Hibah, PaketHibah, PemeriksaanHibah, Rumah
from ekonomi.services.anggaran import left_on
from ekonomi.services.hibah.periksa import record_pemeriksaan
from ekonomi.services.hibah.serah import hand_over_hibah, renew_pin
from ekonomi.services.hibah.setuju import approve_hibah, may_approve
from ekonomi.services.hibah.tarik import outstanding, record_pengembalian, withdraw_hibah
from ekonomi.services.hibah.usul import assess_hibah, cancel_hibah, propose_hibah, reject_hibah
from ekonomi.services.hibah.voucher import reissue_pins
from pesan.lampiran import serve_lampiran
from wilayah.admin_dasar import WilayahFilter, scoped_rows
from wilayah.ekspor import EksporAdmin
from wilayah.models import Pengguna
from wilayah.peran import peran_with

S = Hibah.Status
WARNA = {
    "diusulkan": "info", "dinilai": "warning", "disetujui": "warning", "diserahkan": "success",
    "diperiksa": "success", "selesai": "success", "ditarik": "danger", "ditolak": "danger",
}  # fmt: skip


def _assess(hibah: Hibah, by: Pengguna, form: Any) -> str:
    hasil = assess_hibah(hibah, kesiapan=form.cleaned_data["kesiapan"], by=by)
    return f"Skor {hasil.skor}."


def _approve(hibah: Hibah, by: Pengguna, _form: Any) -> str:
    hibah = approve_hibah(hibah, by=by)
    kata = "Disetujui dua orang; dananya sudah disisihkan."
    return kata if hibah.status == S.DISETUJUI else "Persetujuan pertama dicatat."


def _reject(hibah: Hibah, by: Pengguna, form: Any) -> None:
    reject_hibah(hibah, alasan=form.cleaned_data["alasan"], by=by)


def _cancel(hibah: Hibah, by: Pengguna, form: Any) -> None:
    cancel_hibah(hibah, alasan=form.cleaned_data["alasan"], by=by)


def _hand_over(hibah: Hibah, by: Pengguna, form: Any) -> Any:
    data = form.cleaned_data
    hasil = hand_over_hibah(
        hibah, tanggal=data["tanggal"], penerima=data["penerima"], foto=data["foto"],
        tanda_tangan=data["gambar"], lembar_voucher=data.get("lembar") or 1, by=by,
    )  # fmt: skip
    return (
        f"Diserahkan. Kode {hasil.hibah.kode}, PIN {hasil.pin}: sampaikan kepada penerima sekarang,"
        " PIN tidak ditampilkan lagi."
    )


def _print_vouchers(hibah: Hibah, by: Pengguna, _form: Any) -> Any:
    baru = reissue_pins(hibah, by=by)
    if not baru:
        return "Tidak ada voucher yang masih berlaku."
    return pdf_response(voucher_pdf(hibah, baru), f"voucher-{hibah.kode}.pdf")


def _pin(hibah: Hibah, by: Pengguna, _form: Any) -> str:
    return f"Kode {hibah.kode}, PIN baru {renew_pin(hibah, by=by)}. Sampaikan sekarang."


def _withdraw(hibah: Hibah, by: Pengguna, form: Any) -> None:
    withdraw_hibah(hibah, alasan=form.cleaned_data["alasan"], by=by)


def _recover(hibah: Hibah, by: Pengguna, form: Any) -> None:
    data = form.cleaned_data
    record_pengembalian(hibah, jumlah=data["jumlah"], tanggal=data["tanggal"], by=by)


_PAKAI = frozenset({S.DISERAHKAN, S.DIPERIKSA})
LANGKAH = (
    Langkah("nilai", "Hitung skor", _assess, frozenset({S.DIUSULKAN}), borang.NilaiForm),
    Langkah(
        "setuju", "Setujui", _approve, frozenset({S.DINILAI}),
        boleh=lambda h, by: not may_approve(h, by),
        keterangan="Perlu dua orang selain pengusul. Persetujuan kedua menyisihkan dananya.",
    ),
    Langkah("nilai_ulang", "Hitung ulang skor", _assess, frozenset({S.DINILAI}), borang.NilaiForm,
            keterangan="Persetujuan yang sudah ada gugur."),
    Langkah("serah", "Serahkan", _hand_over, frozenset({S.DISETUJUI}), borang.SerahForm,
            berkas=True),
    Langkah("cetak_voucher", "Cetak voucher", _print_vouchers, _PAKAI,
            boleh=lambda h, _by: h.cara == "voucher",
            keterangan="PIN baru dibuat; lembar yang dicetak sebelumnya tidak berlaku lagi."),
    Langkah("pin", "Buat PIN baru", _pin, _PAKAI | {S.SELESAI, S.DITARIK},
            keterangan="Untuk penerima yang kehilangan PIN. PIN lama tidak berlaku lagi."),
    Langkah("tarik", "Tarik kembali", _withdraw, _PAKAI | {S.SELESAI}, borang.TarikForm,
            keterangan="Hanya lurah. Alasannya dibaca penerima."),
    Langkah("kembali", "Catat pengembalian", _recover, frozenset({S.DITARIK}), borang.KembaliForm,
            boleh=lambda h, _by: outstanding(h) > 0),
    Langkah("tolak", "Tolak", _reject, frozenset({S.DIUSULKAN, S.DINILAI}), AlasanForm,
            keterangan="Alasannya dibaca rumah tangga."),
    Langkah("batal", "Batalkan", _cancel, frozenset({S.DIUSULKAN, S.DINILAI, S.DISETUJUI}),
            AlasanForm),
)  # fmt: skip


class PaketFilter(DropdownFilter):
    """Grants of one package; the packages that may be seen here."""

    title = "paket"
    parameter_name = "paket"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        peran = peran_with(model_admin.opts.label_lower, "view")
        rows = PaketHibah.objects.visible_to(request.user, peran=peran)
        return [(str(pk), nama) for pk, nama in rows.values_list("pk", "nama")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        nilai = self.value() or ""
        return queryset.filter(paket=nilai) if nilai.isdecimal() else queryset


@admin.register(Hibah)
class HibahAdmin(EksporAdmin, HalamanLangkah):
    """Nothing is edited by a form field: every change is a step that a service takes."""

    resource_classes = [HibahResource]
    langkah = LANGKAH
    page_template = "admin/ekonomi/hibah.html"
    list_display = ("kode", "siapa", "tampil_paket", "tampil_nilai", "skor", "tampil_status")
    list_display_links = ("kode", "siapa")
    list_filter = ("status", PaketFilter, WilayahFilter, "cara", "created_at")
    list_filter_submit = True
    search_fields = ("kode", "rumah__nomor", "rumah__nama_kepala", "nomor_kuitansi")
    search_help_text = "Kode hibah, household_id, nama, atau nomor kuitansi"
    list_select_related = ("paket", "rumah", "wilayah__induk__induk")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("ekonomi.add_hibah"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("paket__pos", "paket__program", "rumah")

    @display(description="rumah tangga", ordering="rumah__nama_kepala")
    def siapa(self, hibah: Hibah) -> str:
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{}</small>',
            hibah.rumah.nama_kepala, hibah.rumah.nomor,
        )  # fmt: skip

    @display(description="paket", ordering="paket__nama")
    def tampil_paket(self, hibah: Hibah) -> str:
        return str(hibah.paket)

    @display(description="nilai", ordering="nilai")
    def tampil_nilai(self, hibah: Hibah) -> str:
        return format_html('<span class="angka">{}</span>', f"Rp {hibah.nilai:,}".replace(",", "."))

    @display(description="status", ordering="status", label=WARNA)
    def tampil_status(self, hibah: Hibah) -> tuple[str, str]:
        return hibah.status, hibah.get_status_display()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/kuitansi/", view(self.receipt_view), name="ekonomi_hibah_kuitansi"),
            path(
                "<int:pk>/foto/<int:foto_hibah>/", view(self.foto_view), name="ekonomi_hibah_foto"
            ),
            *super().get_urls(),
        ]

    def receipt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        hibah = self.find(request, pk)
        if hibah.status not in Hibah.DITERIMA:
            raise Http404("belum diserahkan")
        return pdf_response(receipt_pdf(hibah), f"kuitansi-{hibah.nomor_kuitansi}.pdf")

    def foto_view(self, request: HttpRequest, pk: int, foto_hibah: int) -> Any:
        foto = self.find(request, pk).foto.select_related("lampiran").filter(pk=foto_hibah).first()
        if foto is None:
            raise Http404("foto tidak ada")
        return serve_lampiran(foto.lampiran)

    def context_of(self, request: HttpRequest, baris: Hibah) -> dict[str, Any]:
        bantuan = baris.rumah.bantuan_diterima.running(timezone.localdate())
        return {
            "hibah": baris,
            "warna": WARNA.get(baris.status, ""),
            "penilaian": baris.penilaian.select_related("by").first(),
            "bantuan": list(bantuan),
            "lain": baris.rumah.hibah.exclude(pk=baris.pk).select_related("paket"),
            "pemeriksaan": baris.pemeriksaan.prefetch_related("foto").select_related(
                "diperiksa_oleh"
            ),
            "foto_serah": baris.foto.filter(jenis="serah"),
            "voucher": baris.voucher.select_related("penukaran__pedagang"),
            "riwayat": baris.riwayat.select_related("by"),
            "alasan_setuju": may_approve(baris, staff_of(request))
            if baris.status == S.DINILAI
            else "",
            "sisa_kembali": outstanding(baris) if baris.status == S.DITARIK else 0,
            "sisa_pos": left_on(baris.paket.pos),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A proposal, by the household's number."""
        if not self.has_add_permission(request):
            raise Http404
        user, peran = staff_of(request), peran_with("ekonomi.hibah", "add")
        form = borang.UsulForm(
            request.POST if request.method == "POST" else None,
            rumah=scoped_rows(Rumah, user, peran).filter(status=Rumah.Status.AKTIF),
            paket=scoped_rows(PaketHibah, user, peran).filter(dibuka=True),
            initial={"nomor_rumah": request.GET.get("rumah", "")},
        )
        if form.is_bound and form.is_valid():
            data = form.cleaned_data
            try:
                hibah = propose_hibah(
                    paket=data["paket"], rumah=data["nomor_rumah"], nilai=data["nilai"],
                    cara=data["cara"], rencana=data["rencana"], kesiapan=data["kesiapan"],
                    usaha=form.usaha, by=user,
                )  # fmt: skip
            except KELIRU as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{hibah.kode} diusulkan.")
                return redirect(hibah)
        context = {
            **self.admin_site.each_context(request), "title": "Usulan hibah", "opts": self.opts,
            "form": form, "kembali": "admin:ekonomi_hibah_changelist", "tombol": "Usulkan",
        }  # fmt: skip
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ekonomi/isi_hibah.html", context, status=status)


class TempoFilter(DropdownFilter):
    """What is overdue, due within a week, or done."""

    title = "tempo"
    parameter_name = "tempo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("lewat", "Lewat tempo"), ("pekan", "Jatuh tempo 7 hari ini"),
                ("belum", "Belum diperiksa"), ("buruk", "Tidak dipakai atau dijual")]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        hari = timezone.localdate()
        rows: Any = queryset
        if self.value() == "lewat":
            return rows.overdue(hari)
        if self.value() == "pekan":
            akhir = hari + timedelta(days=7)
            return rows.open().filter(jatuh_tempo__gte=hari, jatuh_tempo__lte=akhir)
        if self.value() == "belum":
            return rows.open()
        return rows.filter(putusan__in=PemeriksaanHibah.BURUK) if self.value() == "buruk" else rows


def _check(periksa: PemeriksaanHibah, by: Pengguna, form: Any) -> str:
    data = form.cleaned_data
    hasil = record_pemeriksaan(
        periksa, putusan=data["putusan"], catatan=data["catatan"], foto=data["foto"], by=by
    )
    return f"Hari ke-{hasil.hari}: {hasil.get_putusan_display()}."


@admin.register(PemeriksaanHibah)
class PemeriksaanAdmin(HalamanLangkah):
    """What is to be looked at, soonest first; made for a phone in a household's yard."""

    langkah = (
        Langkah(
            "putuskan", "Simpan pemeriksaan", _check, form=borang.PeriksaForm, berkas=True,
            boleh=lambda p, _by: p.diperiksa_at is None and p.hibah.status in _PAKAI,
        ),
    )  # fmt: skip
    page_template = "admin/ekonomi/pemeriksaan.html"
    list_display = ("rumah", "paket", "hari", "tempo", "tampil_putusan", "banyak_foto")
    list_display_links = ("rumah",)
    list_filter = (TempoFilter, "putusan", "hari")
    list_filter_submit = True
    search_fields = ("hibah__kode", "hibah__rumah__nomor", "hibah__rumah__nama_kepala")
    list_select_related = ("hibah__rumah", "hibah__paket")

    class Media:
        css = {"all": ("gaya/tiket.css", "gaya/surat.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "hibah__rumah", "hibah__paket", "diperiksa_oleh"
        ).prefetch_related("foto__lampiran")

    @display(description="rumah tangga", ordering="hibah__rumah__nama_kepala")
    def rumah(self, periksa: PemeriksaanHibah) -> str:
        return str(periksa.hibah.rumah)

    @display(description="paket")
    def paket(self, periksa: PemeriksaanHibah) -> str:
        return str(periksa.hibah.paket)

    @display(description="jatuh tempo", ordering="jatuh_tempo")
    def tempo(self, periksa: PemeriksaanHibah) -> str:
        lewat = periksa.diperiksa_at is None and periksa.jatuh_tempo < timezone.localdate()
        kelas = "angka lewat" if lewat and periksa.hibah.status in _PAKAI else "angka"
        return format_html('<span class="{}">{}</span>', kelas, f"{periksa.jatuh_tempo:%d-%m-%Y}")

    @display(description="putusan", empty_value="–")
    def tampil_putusan(self, periksa: PemeriksaanHibah) -> str | None:
        return periksa.get_putusan_display() or None

    @display(description="foto")
    def banyak_foto(self, periksa: PemeriksaanHibah) -> int:
        return len(periksa.foto.all())

    def context_of(self, request: HttpRequest, baris: PemeriksaanHibah) -> dict[str, Any]:
        return {"periksa": baris, "hibah": baris.hibah, "foto": list(baris.foto.all())}
