"""The ticket board and a ticket's page: read the story, take the next step, see the history."""

from typing import Any

import structlog
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display

from curhat.admin.langkah import BY_KUNCI, steps_of, take_step
from curhat.admin.saring import KeadaanTiketFilter, UrgensiFilter
from curhat.admin.sumber import TiketResource
from curhat.models import Curhat, Isu, Tiket
from curhat.perpindahan import ForbiddenMove
from curhat.services.anggota import confirmed
from curhat.services.tiket import verify_tiket
from pesan.bangun import KELUAR, wake
from pesan.models import Kontak, Lampiran, PesanKeluar
from pesan.models.kanal import Saluran
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.ekspor import EksporAdmin
from wilayah.models import Rujukan
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.templatetags.wilayah import urgensi_lencana
from wilayah.tenggat import sisa
from wilayah.tenggat_tampil import sisa_lencana

log = structlog.get_logger("curhat.admin")
SINGKAT = {"menunggu_konfirmasi": "Menunggu warga", "ditolak": "Tidak diteruskan"}
_WARNA = {
    "baru": "warning",
    "dibuka_lagi": "warning",
    "diverifikasi": "info",
    "ditugaskan": "info",
    "dikerjakan": "info",
    "menunggu_konfirmasi": "info",
    "selesai": "success",
}


@admin.register(Tiket)
class TiketAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Nothing is edited by a form field: every change is a step that a service takes."""

    resource_classes = [TiketResource]
    change_form_template = "admin/curhat/tiket.html"
    list_display = (
        "nomor",
        "masalah",
        "tampil_urgensi",
        "sisa_waktu",
        "tampil_status",
        "unit",
    )
    list_display_links = ("nomor", "masalah")
    list_filter = (
        KeadaanTiketFilter,
        WilayahFilter,
        UrgensiFilter,
        "status",
        "curhat__kategori",
        "curhat__saluran",
        "created_at",
    )
    list_filter_submit = True
    search_fields = ("nomor", "curhat__kode", "curhat__ringkasan", "curhat__isi", "curhat__jalan")
    search_help_text = "Nomor tiket, kode laporan, atau kata di dalam cerita"
    ordering = ("-urgensi", "due_at")
    list_select_related = (
        "curhat__subkategori",
        "wilayah__induk__induk",
        "instansi",
        "petugas",
        "digabung_ke",
    )
    actions = ["verify_selected"]

    class Media:
        css = {"all": ("gaya/tiket.css",)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """False for the form; whether a step may be taken, `may_act` says."""
        return False

    def may_act(self, request: HttpRequest, tiket: Tiket) -> bool:
        """Whether this person's roles let them take steps on this ticket."""
        if not request.user.has_perm("curhat.change_tiket"):
            return False
        return self.rows_for(request, "change").filter(pk=tiket.pk).exists()

    @display(description="masalah", ordering="curhat__ringkasan")
    def masalah(self, tiket: Tiket) -> str:
        """The summary, with place and subject in small below: one column read at one glance."""
        return format_html(
            '<span class="masalah">{}</span><small class="redup">{} · {}{}</small>',
            tiket.curhat.ringkasan,
            short_place(tiket.wilayah),
            tiket.curhat.subkategori.nama,
            " · rahasia" if tiket.curhat.rahasia else "",
        )

    @display(description="urgensi", ordering="urgensi")
    def tampil_urgensi(self, tiket: Tiket) -> str:
        return urgensi_lencana(tiket.urgensi)

    @display(description="status", ordering="status", label=_WARNA)
    def tampil_status(self, tiket: Tiket) -> tuple[str, str]:
        return tiket.status, SINGKAT.get(tiket.status, tiket.get_status_display())

    @display(description="ditangani", empty_value="–")
    def unit(self, tiket: Tiket) -> str | None:
        if tiket.instansi is not None:
            return format_html('<abbr title="{}">{}</abbr>', tiket.instansi, tiket.instansi.kode)
        return str(tiket.petugas) if tiket.petugas else None

    @display(description="sisa waktu", ordering="due_at")
    def sisa_waktu(self, tiket: Tiket) -> str:
        berhenti = "menunggu warga" if tiket.dijeda_at else ""
        if tiket.status in Tiket.ENDED:
            berhenti = "–"
        batas = tiket.verifikasi_due_at if tiket.status == Tiket.Status.BARU else tiket.due_at
        return sisa_lencana(batas, timezone.now(), tiket.wilayah_id, berhenti=berhenti)

    @action(description="Verifikasi yang dipilih", permissions=["act"])
    def verify_selected(self, request: HttpRequest, queryset: QuerySet[Tiket]) -> None:
        done = 0
        boleh = self.rows_for(request, "change").filter(pk__in=queryset.values("pk"))
        for tiket in boleh:
            try:
                verify_tiket(tiket, by=request.user)  # type: ignore[arg-type]
                done += 1
            except ForbiddenMove:
                continue
        messages.success(request, f"{done} tiket diverifikasi.")
        if left := queryset.count() - done:
            messages.warning(request, f"{left} tiket dilewati: statusnya bukan Baru.")

    def has_act_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("curhat.change_tiket"))

    def get_urls(self) -> list[Any]:
        step = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:pk>/langkah/<str:kunci>/", step, name="curhat_tiket_langkah"),
            *super().get_urls(),
        ]

    def step_view(self, request: HttpRequest, pk: int, kunci: str) -> HttpResponse:
        """POST of one step; what is refused comes back on the ticket's page, words kept."""
        tiket = self.get_queryset(request).filter(pk=pk).first()
        if tiket is None or kunci not in BY_KUNCI or not self.may_act(request, tiket):
            raise Http404
        if request.method != "POST":
            return redirect("admin:curhat_tiket_change", pk)
        if BY_KUNCI[kunci] not in steps_of(tiket, request.user):
            messages.error(request, "Langkah ini tidak tersedia lagi; tiket baru saja berubah.")
            return redirect("admin:curhat_tiket_change", pk)
        try:
            bad = take_step(request, tiket, kunci)
        except (ForbiddenMove, ValueError) as error:
            messages.error(request, str(error))
            return redirect("admin:curhat_tiket_change", pk)
        if bad is not None:
            extra = {"form_keliru": bad, "langkah_keliru": kunci}
            response = self.changeform_view(request, str(pk), extra_context=extra)
            response.status_code = 422
            return response
        wake(KELUAR)
        messages.success(request, f"{tiket.nomor}: {BY_KUNCI[kunci].label}.")
        return redirect("admin:curhat_tiket_change", pk)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        tiket = self.get_object(request, object_id) if object_id else None
        if tiket is None:
            raise Http404
        context = {
            **self.page_context(request, tiket.nomor),
            "tiket": tiket,
            **self.page_of(request, tiket, extra_context or {}),
        }
        return TemplateResponse(request, self.change_form_template, context)

    def page_of(self, request: HttpRequest, tiket: Tiket, extra: dict[str, Any]) -> dict[str, Any]:
        """What the ticket's page shows, and the steps this person may take."""
        may_act = self.may_act(request, tiket)
        steps = steps_of(tiket, request.user) if may_act else []
        keliru = extra.get("langkah_keliru")
        return {
            "curhat": tiket.curhat,
            "boleh_curhat": request.user.has_perm("curhat.view_curhat"),
            "jawaban": tiket.curhat.jawaban.first(),
            "lampiran": files_of(tiket.curhat),
            "isu": self.shared_by(request, tiket),
            "riwayat": tiket.riwayat.select_related("by"),
            "rujukan": Rujukan.objects.filter(
                sumber_tipe__app_label="curhat", sumber_tipe__model="tiket", sumber_id=str(tiket.pk)
            ).prefetch_related("riwayat__by"),
            "pesan": messages_about(tiket),
            "jangkauan": reach_of(tiket.curhat.kontak),
            "langkah": [
                (s, extra["form_keliru"] if s.kunci == keliru else s.build(tiket)) for s in steps
            ],
            "langkah_keliru": keliru,
            "sisa": sisa(tiket.due_at, timezone.now()),
            "lewat": tiket.status not in Tiket.ENDED and tiket.due_at < timezone.now(),
            "kembali": reverse("admin:curhat_tiket_changelist"),
        }

    def shared_by(self, request: HttpRequest, tiket: Tiket) -> Isu | None:
        """The shared problem this ticket carries, with how many of its reports may be counted."""
        isu = tiket.isu.live().first()
        if isu is not None:
            rows = Curhat.objects.filter(keanggotaan__isu=isu, keanggotaan__ended_at__isnull=True)
            semua = Isu.objects.visible_to(request.user, peran=frozenset(MELIHAT_RAHASIA))
            if not semua.filter(pk=isu.pk).exists():
                rows = rows.filter(rahasia=False)
            terbaca = set(rows.values_list("pk", flat=True))
            isu.banyak, isu.dipastikan = len(terbaca), len(confirmed(tiket) & terbaca)
            isu.boleh = request.user.has_perm("curhat.view_isu")
        return isu


def files_of(curhat: Curhat) -> list[Lampiran]:
    """A report's files, each labelled with what it is; no signature of who wants to be hidden."""
    found = list(curhat.lampiran.order_by("id"))
    if curhat.anonim:
        found = [berkas for berkas in found if berkas.jenis != Lampiran.Jenis.TANDA_TANGAN]
    for berkas in found:
        berkas.sebutan = ": ".join(filter(None, [berkas.get_jenis_display(), berkas.nama]))  # type: ignore[attr-defined]
    return found


def reach_of(kontak: Kontak | None) -> str:
    """How the resident can be reached, without the address."""
    if kontak is None or not kontak.alamat:
        return "hanya lewat halaman lacak dengan kode dan PIN"
    if kontak.berhenti_at is not None:
        return "meminta tidak dikirimi pesan; hanya lewat kode dan PIN"
    if "@" in kontak.alamat:
        return "surel"
    if kontak.saluran == Saluran.WHATSAPP and kontak.jendela_terbuka:
        return "WhatsApp, pesan bebas (belum 24 jam sejak pesan terakhirnya)"
    return "WhatsApp, hanya dengan templat yang disetujui"


def messages_about(tiket: Tiket) -> list[PesanKeluar]:
    """What was sent about this ticket, newest first, without the words."""
    rows = PesanKeluar.objects.filter(rujukan__in=[tiket.nomor, tiket.curhat.kode])
    found = list(rows.select_related("pengguna").defer("badan", "slots")[:20])
    for pesan in found:
        pesan.nama_templat = pesan.templat.replace("_", " ").capitalize()
    return found


def short_place(wilayah: Any) -> str:
    """`RT 03/RW 02, Taman`, as lists show it."""
    if wilayah.rt:
        nama = wilayah.induk.induk.nama if wilayah.induk and wilayah.induk.induk else ""
        return f"RT {wilayah.rt}/RW {wilayah.rw}, {nama}"
    if wilayah.rw:
        return f"RW {wilayah.rw}, {wilayah.induk.nama if wilayah.induk else ''}"
    return wilayah.nama_lengkap
