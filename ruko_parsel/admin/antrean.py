"""The desk of the queue, the list of numbers, and the addresses of screen, kiosk and guest book."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from ruko_parsel.alamat_rumah import poster_of, qr_inline, url_of
from ruko_parsel.jam_ruang import local_day
from ruko_parsel.keadaan_antrean import read_keadaan
from ruko_parsel.models import Antrean, Bidang, Ruang, TandaRumah
from ruko_parsel.pihak import desk_areas
from ruko_parsel.services.antrean import (
    call_again,
    call_next,
    finish_antrean,
    move_antrean,
    serve_antrean,
    skip_antrean,
    take_antrean,
)
from ruko_parsel.services.tanda_rumah import renew_tanda, revoke_tanda
from wilayah.admin_dasar import ReadOnlyScopedAdmin
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.kripto import new_code
from wilayah.models import Wilayah
from wilayah.zona import at_place

S = Antrean.Status
_SATU: dict[str, tuple[Callable[..., Antrean], str]] = {
    "ulang": (call_again, "dipanggil lagi"),
    "mulai": (serve_antrean, "mulai dilayani"),
    "selesai": (finish_antrean, "selesai"),
    "lewati": (skip_antrean, "dilewati"),
}


class AntreanResource(AmanResource):
    """One line a number; nothing of a person."""

    bidang_nama = Field("bidang__nama", column_name="bidang")
    keadaan = Field("get_status_display", column_name="keadaan")

    class Meta:
        model = Antrean
        fields = (
            "tanggal", "nomor", "bidang_nama", "keadaan", "panggilan", "diambil_at",
            "dipanggil_at", "dilayani_at", "selesai_at",
        )  # fmt: skip
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return super().filter_export(queryset, **kwargs).select_related("bidang")


@admin.register(Antrean)
class AntreanAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Numbers of all days; worked on at the desk's own page."""

    resource_classes = [AntreanResource]
    list_display = ("tanggal", "nomor", "bidang", "tampil_status", "petugas", "menunggu")
    list_filter = (("status", ChoicesDropdownFilter), "bidang")
    list_select_related = ("bidang", "petugas")
    date_hierarchy = "tanggal"
    ordering = ("-tanggal", "-nomor")

    @display(
        description="keadaan", ordering="status",
        label={S.MENUNGGU: "warning", S.DIPANGGIL: "info", S.DILAYANI: "info",
               S.SELESAI: "success", S.LEWAT: "danger"},
    )  # fmt: skip
    def tampil_status(self, obj: Antrean) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    @display(description="menunggu (menit)")
    def menunggu(self, obj: Antrean) -> str:
        if obj.dipanggil_at is None:
            return "–"
        return str(int((obj.dipanggil_at - obj.diambil_at).total_seconds() // 60))

    def get_urls(self) -> list[Any]:
        view, nama = self.admin_site.admin_view, "ruko_parsel_antrean"
        return [
            path("meja/", view(self.desk_view), name=f"{nama}_meja"),
            path("layar/", view(self.screens_view), name=f"{nama}_layar"),
            path("layar/<str:jenis_tanda>/poster.pdf", view(self.poster_view),
                 name=f"{nama}_poster"),
            *super().get_urls(),
        ]  # fmt: skip

    def _kecamatan(self, request: HttpRequest, izin: str) -> Wilayah:
        """The house this person works in. Raises Http404."""
        user: Any = request.user
        pilihan = desk_areas(user) if user.has_perm(izin) else []
        diminta = request.GET.get("di", "")
        for satu in pilihan:
            if diminta in {"", str(satu.pk)}:
                return satu
        raise Http404

    def desk_view(self, request: HttpRequest) -> HttpResponse:
        """Call the next, call again, begin, end, pass over, move; give a number at the desk."""
        rumah = self._kecamatan(request, "ruko_parsel.change_antrean")
        di = str(rumah.pk)
        if request.method == "POST":
            pilih = {k: request.POST.get(k, "")[:30] for k in ("ruang", "bidang")}
            try:
                messages.success(request, _act(request, di, pilih))
            except ValueError as galat:
                messages.error(request, str(galat))
            query = {"di": request.GET.get("di", ""), **pilih}
            query = {k: v for k, v in query.items() if v}
            return redirect(f"{reverse('admin:ruko_parsel_antrean_meja')}?{urlencode(query)}")
        jawab = TemplateResponse(
            request, "admin/ruko_parsel/antrean_meja.html",
            {**self.page_context(request, "Meja antrean"), **_desk_facts(request, rumah)},
        )  # fmt: skip
        jawab["Cache-Control"] = "private, no-store"
        return jawab

    def screens_view(self, request: HttpRequest) -> HttpResponse:
        """The three addresses with their QR; each renewed or taken back by a button."""
        rumah = self._kecamatan(request, "ruko_parsel.change_tandarumah")
        di = str(rumah.pk)
        user: Any = request.user
        if request.method == "POST":
            jenis = request.POST.get("jenis", "")
            if jenis not in TandaRumah.Jenis.values:
                raise Http404
            if request.POST.get("aksi") == "cabut":
                revoke_tanda(di, jenis, by=user)
                messages.success(request, "Alamat itu sudah tidak berlaku.")
            else:
                renew_tanda(di, jenis, by=user)
                messages.success(request, "Alamat baru berlaku; yang lama sudah mati.")
            return redirect(request.get_full_path())
        ada = {
            satu.jenis: satu
            for satu in TandaRumah.objects.filter(wilayah=di, dicabut_at__isnull=True)
        }
        baris = [
            {
                "jenis": jenis, "label": label, "tanda": ada.get(jenis),
                "url": url_of(ada[jenis]) if jenis in ada else "",
                "qr": qr_inline(url_of(ada[jenis])) if jenis in ada else "",
            }
            for jenis, label in TandaRumah.Jenis.choices
        ]  # fmt: skip
        context = {**self.page_context(request, "Layar dan QR"), "baris": baris, "rumah": rumah}
        jawab = TemplateResponse(request, "admin/ruko_parsel/layar_qr.html", context)
        jawab["Cache-Control"] = "private, no-store"
        return jawab

    def poster_view(self, request: HttpRequest, jenis_tanda: str) -> HttpResponse:
        """A poster for the door or the wall."""
        rumah = self._kecamatan(request, "ruko_parsel.change_tandarumah")
        tanda = TandaRumah.objects.filter(
            wilayah=rumah, jenis=jenis_tanda, dicabut_at__isnull=True
        ).first()  # fmt: skip
        if tanda is None or tanda.jenis == TandaRumah.Jenis.LAYAR:
            raise Http404
        jawab = HttpResponse(poster_of(tanda, rumah), content_type="application/pdf")
        jawab["Content-Disposition"] = f'inline; filename="poster-{tanda.jenis}.pdf"'
        jawab["Cache-Control"] = "private, no-store"
        return jawab


def _act(request: HttpRequest, di: str, pilih: dict[str, str]) -> str:
    """One button of the desk; gives the words of success. Raises ValueError, Http404."""
    user: Any = request.user
    aksi = request.POST.get("aksi", "")
    ruang = _pick(Ruang.objects.filter(wilayah=di, aktif=True), pilih["ruang"])
    if aksi == "panggil":
        bidang = Bidang.objects.filter(pk=pilih["bidang"]).first() if pilih["bidang"] else None
        antrean = call_next(di, by=user, ruang=ruang, bidang=bidang)
        return f"Nomor {antrean.nomor} dipanggil." if antrean else "Tidak ada yang menunggu."
    if aksi == "ambil":
        kunci = f"meja:{request.POST.get('kunci', '')[:30]}"
        bidang = Bidang.objects.filter(pk=request.POST.get("ke", "")[:30]).first()
        antrean = take_antrean(di, kunci=kunci, bidang=bidang, by=user)
        return f"Nomor {antrean.nomor} untuk tamu ini."
    hari = local_day(timezone.now(), di)
    satu = _pick(Antrean.objects.on(di, hari), request.POST.get("nomor_antrean", ""))
    if satu is None:
        raise Http404
    if aksi == "pindah":
        ke = Bidang.objects.filter(pk=request.POST.get("ke", "")[:30]).first()
        if ke is None:
            raise ValueError("Pilih bidang tujuannya.")
        move_antrean(satu, bidang=ke, by=user)
        return f"Nomor {satu.nomor} menunggu di {ke.nama}."
    if aksi not in _SATU:
        raise Http404
    kerja, kata = _SATU[aksi]
    lain = {"ruang": ruang} if aksi == "ulang" else {}
    kerja(satu, by=user, **lain)
    return f"Nomor {satu.nomor} {kata}."


def _pick(rows: Any, pk: str) -> Any:
    return rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 12 else None


def _desk_facts(request: HttpRequest, rumah: Wilayah) -> dict[str, Any]:
    di, now = str(rumah.pk), timezone.now()
    hari = local_day(now, di)
    semua = list(
        Antrean.objects.on(di, hari)
        .select_related("bidang", "ruang", "petugas", "tamu")
        .order_by("nomor")
    )
    for satu in semua:
        satu.jam = f"{at_place(satu.diambil_at, di):%H.%M}"
    user: Any = request.user
    return {
        "rumah": rumah, "keadaan": read_keadaan(di, now), "kunci": new_code(20),
        "saya": next((a for a in semua if a.petugas_id == user.pk
                      and a.status in {S.DIPANGGIL, S.DILAYANI}), None),
        "menunggu": [a for a in semua if a.status == S.MENUNGGU],
        "lewat": [a for a in semua if a.status == S.LEWAT],
        "lain": [a for a in semua if a.petugas_id != user.pk
                 and a.status in {S.DIPANGGIL, S.DILAYANI}],
        "selesai": sum(a.status == S.SELESAI for a in semua),
        "semua_ruang": Ruang.objects.filter(wilayah=di, aktif=True),
        "semua_bidang": Bidang.objects.all(),
        "ruang_dipilih": request.GET.get("ruang", ""),
        "bidang_dipilih": request.GET.get("bidang", ""),
    }  # fmt: skip
