"""Screens of a meeting that are no step: calendar, agenda, minutes, attendance, papers."""

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from pesan.bangun import KELUAR, wake
from ruko_parsel.admin.notulen_layar import LayarNotulen
from ruko_parsel.admin.rapat_hadir import LayarHadir
from ruko_parsel.cetak.rapat import (
    compile_kertas,
    compose_agenda,
    compose_hadir,
    compose_notulen,
    compose_undangan,
)
from ruko_parsel.kalender_rapat import acara_of
from ruko_parsel.models import Permintaan, Rapat
from ruko_parsel.rapat_tampil import KECAMATAN, agenda_lines
from ruko_parsel.services.agenda_rapat import (
    add_permintaan,
    order_agenda,
    remove_agenda,
    suggest_permintaan,
)
from wilayah.asal import origin_hash
from wilayah.format import tanggal_panjang
from wilayah.ical import build_kalender
from wilayah.models import CatatanEkspor
from wilayah.zona import at_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from dokumen.cetak.kertas import Kertas

BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
         "Oktober", "November", "Desember")  # fmt: skip
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class LayarRapat(LayarHadir, LayarNotulen):
    """Adds the screens to the admin of meetings."""

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ruko_parsel_rapat"
        return [
            path("kalender/", view(self.month_view), name=f"{nama}_kalender"),
            path("<int:pk>/agenda/", view(self.agenda_view), name=f"{nama}_agenda"),
            path(
                "<int:pk>/berkas/<str:berkas_rapat>", view(self.paper_view), name=f"{nama}_berkas"
            ),
            *super().get_urls(),
        ]

    def find_to_act(self, request: HttpRequest, pk: int) -> Rapat:
        """The meeting, if this person may change it. Raises Http404."""
        rapat: Rapat = self.find(request, pk)
        if not self.may_act(request, rapat):
            raise Http404
        return rapat

    def month_view(self, request: HttpRequest) -> HttpResponse:
        """A month of meetings in whole weeks; a list of them below, which is all on a phone."""
        if not self.has_view_permission(request):
            raise Http404
        rows = self.get_queryset(request)
        satu = _month(request.GET.get("bulan", ""))
        pekan = calendar.Calendar().monthdatescalendar(satu.year, satu.month)
        dari, sampai = pekan[0][0] - timedelta(days=1), pekan[-1][-1] + timedelta(days=2)
        rapat = list(
            rows.filter(mulai_at__date__gte=dari, mulai_at__date__lt=sampai).order_by("mulai_at")
        )
        per: dict[date, list[tuple[str, Rapat]]] = {}
        for r in rapat:
            mulai = at_place(r.mulai_at, str(r.wilayah_id))
            per.setdefault(mulai.date(), []).append((f"{mulai:%H.%M}", r))
        context = {
            **self.page_context(request, f"Rapat {BULAN[satu.month - 1]} {satu.year}"),
            "pekan": [[(h, h.month == satu.month, per.get(h, [])) for h in p] for p in pekan],
            "nama_hari": HARI,
            "hari_ini": timezone.localdate(),
            "lalu": f"{satu - timedelta(days=1):%Y-%m}",
            "nanti": f"{satu + timedelta(days=32):%Y-%m}",
            "daftar": [(tanggal_panjang(r.mulai_at, str(r.wilayah_id)), r) for r in rapat
                       if at_place(r.mulai_at, str(r.wilayah_id)).month == satu.month],
            "boleh_tambah": self.has_add_permission(request),
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/rapat_kalender.html", context)

    def agenda_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Requests to choose from, ranked, and the agenda's order, minutes and persons."""
        user: Any = request.user
        rapat = self.find_to_act(request, pk)
        if request.method == "POST":
            try:
                kabar = self._change_agenda(request, rapat)
            except ValueError as error:
                messages.error(request, str(error))
            else:
                wake(KELUAR)
                messages.success(request, kabar)
            return redirect(reverse("admin:ruko_parsel_rapat_agenda", args=[pk]))
        context = {
            **self.page_context(request, f"Agenda: {rapat.judul}"),
            "rapat": rapat,
            "agenda": agenda_lines(rapat, KECAMATAN),
            "menit": sum(a.menit for a in rapat.agenda.all()),
            "usulan": suggest_permintaan(rapat, untuk=user),
            "kembali": rapat.get_absolute_url(),
        }
        return TemplateResponse(request, "admin/ruko_parsel/rapat_agenda.html", context)

    def _change_agenda(self, request: HttpRequest, rapat: Rapat) -> str:
        user: Any = request.user
        if hapus := request.POST.get("hapus", ""):
            pokok = rapat.agenda.filter(pk=hapus).first() if hapus.isdecimal() else None
            if pokok is None:
                raise ValueError("Pokok itu sudah tidak ada di agenda.")
            remove_agenda(pokok, by=user)
            return "Pokok dikeluarkan dari agenda."
        if "urutkan" in request.POST:
            order_agenda(rapat, _read_order(request, rapat), by=user)
            return "Urutan agenda disimpan."
        pilih = [p for p in request.POST.getlist("permintaan") if p.isdecimal()][:60]
        rows = Permintaan.objects.visible_to(user).filter(pk__in=pilih)
        n = add_permintaan(rapat, rows.select_related("wilayah"), by=user)
        if not n:
            raise ValueError("Centang dulu permintaan yang akan dibahas.")
        return f"{n} permintaan masuk agenda."

    def paper_view(self, request: HttpRequest, pk: int, berkas_rapat: str) -> HttpResponse:
        """The kecamatan's own papers, whole."""
        rapat = self.find(request, pk)
        nama, _titik, bentuk = berkas_rapat.partition(".")
        susun: Callable[[Rapat], Kertas] | None = {
            "undangan": compose_undangan,
            "agenda": lambda r: compose_agenda(r, KECAMATAN),
            "hadir": compose_hadir,
            "notulen": lambda r: compose_notulen(r, KECAMATAN),
        }.get(nama)
        if berkas_rapat == "acara.ics":
            isi, mime = build_kalender(rapat.judul, [acara_of(rapat)]), "text/calendar"
        elif susun is None or bentuk not in {"pdf", "docx"}:
            raise Http404
        else:
            try:
                isi, mime = compile_kertas(susun(rapat), bentuk)
            except LookupError:
                raise Http404 from None
        if nama == "hadir":  # who came, by name: in the record like any export
            user: Any = request.user
            CatatanEkspor.objects.create(
                by=user, apa="Daftar hadir rapat", bentuk=bentuk, saringan=f"rapat={pk}",
                jumlah=rapat.undangan.active().count(), asal_hash=origin_hash(request),
            )  # fmt: skip
        response = HttpResponse(isi, content_type=mime)
        response["Content-Disposition"] = f'attachment; filename="{nama}-rapat-{pk}.{bentuk}"'
        response["Cache-Control"] = "private, no-store"
        return response


def _read_order(request: HttpRequest, rapat: Rapat) -> dict[int, tuple[int, int, str]]:
    """{item: (order, minutes, person)} as typed. Raises ValueError for what is no number."""
    hasil = {}
    for pokok in rapat.agenda.all():
        urut = request.POST.get(f"urut_{pokok.pk}", str(pokok.urut))
        menit = request.POST.get(f"menit_{pokok.pk}", str(pokok.menit))
        pembawa = request.POST.get(f"pembawa_{pokok.pk}", pokok.pembawa).replace("\0", "").strip()
        if not (urut.isdecimal() and menit.isdecimal() and int(urut) < 1000 and int(menit) < 1000):
            raise ValueError("Urutan dan menit ditulis dengan angka.")
        hasil[pokok.pk] = (int(urut), int(menit), pembawa)
    return hasil


def _month(teks: str) -> date:
    """The first day of "2026-11"; of this month for anything else."""
    try:
        hari = parse_date(f"{teks}-01")
    except ValueError:
        hari = None
    awal = hari if hari is not None and 2000 <= hari.year <= 2100 else timezone.localdate()
    return awal.replace(day=1)
