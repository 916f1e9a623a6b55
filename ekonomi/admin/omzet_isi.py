"""The facilitator's phone pages: the households of an RT, many months in a row; cards to hand out.

A mixin of PengukuranAdmin. Plain forms: what was typed comes back when anything is wrong, and
nothing is half saved that is not also shown as saved.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ekonomi.forms.omzet import RupiahField, month_choices, read_month
from ekonomi.models import AksesOmzet, Mentor, Pengukuran, Rumah, Usaha
from ekonomi.omzet_baca import nama_bulan
from ekonomi.services.akses_omzet import issue_akses
from ekonomi.services.omzet import (
    Asal,
    OmzetKeliru,
    Pemilik,
    default_bulan,
    record_omzet,
)
from ekonomi.views.omzet import chart_of, months_of_owner
from wilayah.models import Wilayah
from wilayah.peran import peran_with

S = Pengukuran.Status
_PEMILIK: dict[str, Any] = {"rumah": Rumah, "usaha": Usaha, "mentor": Mentor}


class Isian:
    """One line of the form: whose, the last figure, what was typed, what is wrong with it."""

    def __init__(self, kunci: str, pemilik: Pemilik, nama: str) -> None:
        self.kunci, self.pemilik, self.nama = kunci, pemilik, nama
        self.lama: tuple[str, int] | None = None
        self.bulan_ini: int | None = None
        self.tanya: int | None = None
        self.teks, self.galat, self.kabar = "", "", ""


class IsiPages:
    """Adds `isi/`, `isi/<area>/` and `kartu/<kind>/<pk>/` to the admin of figures."""

    admin_site: Any
    opts: Any

    def isi_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        nama = "ekonomi_pengukuran"
        return [
            path("isi/", view(self.isi_view), name=f"{nama}_isi"),
            path("isi/<str:kode_rt>/", view(self.isi_rt_view), name=f"{nama}_isi_rt"),
            path("kartu/<str:pemegang>/<int:pk>/", view(self.kartu_view), name=f"{nama}_kartu"),
            path("rumah/<int:pk>/", view(self.rumah_view), name=f"{nama}_rumah"),
        ]

    def _rumah(self, request: HttpRequest, aksi: str = "add") -> Any:
        """Households this person may record figures of."""
        return Rumah.objects.active().visible_to(request.user, peran=peran_with(
            "ekonomi.pengukuran", aksi))  # fmt: skip

    def _require(self, request: HttpRequest, izin: str = "ekonomi.add_pengukuran") -> None:
        if not request.user.has_perm(izin):
            raise Http404

    def _page(self, request: HttpRequest, templat: str, status: int = 200, **isi: Any) -> Any:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **isi}
        return TemplateResponse(request, templat, context, status=status)

    def isi_view(self, request: HttpRequest) -> HttpResponse:
        """Which RT: with how many households, and how many have told last month."""
        self._require(request)
        bulan = default_bulan(timezone.localdate())
        rumah = self._rumah(request)
        jumlah = dict(rumah.order_by().values_list("wilayah").annotate(n=Count("pk")))
        terisi: dict[str, set[int]] = defaultdict(set)
        told = Pengukuran.objects.filter(bulan=bulan, status__in=[S.SAH, S.DITANYAKAN])
        for satu in told.filter(usaha__rumah__in=rumah).select_related("usaha__rumah"):
            if satu.usaha and satu.usaha.rumah:
                terisi[satu.usaha.rumah.wilayah_id].add(satu.usaha.rumah_id or 0)
        for satu in told.filter(rumah__in=rumah).select_related("rumah"):
            if satu.rumah:
                terisi[satu.rumah.wilayah_id].add(satu.rumah_id or 0)
        area = Wilayah.objects.filter(pk__in=jumlah).select_related("induk").order_by("kode")
        daftar = [(satu, jumlah[satu.pk], len(terisi[satu.pk])) for satu in area]
        return self._page(request, "admin/ekonomi/omzet_isi.html", title="Isi omzet per RT",
                          daftar=daftar, bulan=nama_bulan(bulan))  # fmt: skip

    def isi_rt_view(self, request: HttpRequest, kode_rt: str) -> HttpResponse:
        """The households of one area, one month: as many figures as one likes at once."""
        self._require(request)
        area = Wilayah.objects.filter(pk=kode_rt).select_related("induk").first()
        rumah = list(self._rumah(request).filter(wilayah=kode_rt)) if area else []
        if area is None or not rumah:
            raise Http404
        bulan = _month_of(request)
        isian = build_isian(rumah, bulan)
        status = 200
        if request.method == "POST":
            tersimpan, salah, tanya = self._save_all(request, isian, bulan)
            if tersimpan:
                messages.success(request, f"{tersimpan} angka tersimpan untuk {nama_bulan(bulan)}.")
            if tanya:
                messages.warning(
                    request,
                    f"{tanya} angka tidak biasa: disimpan sebagai pertanyaan, lihat antrean.",
                )
            if not salah:
                alamat = reverse("admin:ekonomi_pengukuran_isi_rt", args=[kode_rt])
                return redirect(f"{alamat}?bulan={bulan:%Y-%m}")
            status = 422
        kelompok: list[tuple[Rumah, list[Isian]]] = []
        for satu in rumah:
            kelompok.append((satu, [i for i in isian if _rumah_of(i) == satu.pk]))
        return self._page(
            request, "admin/ekonomi/omzet_isi_rt.html", status, title=f"Isi omzet {area.nama}",
            area=area, kelompok=kelompok, bulan=bulan, nama_bulan=nama_bulan(bulan),
            pilihan=month_choices(timezone.localdate(), 6), salah=status == 422,
        )  # fmt: skip

    def _save_all(
        self, request: HttpRequest, isian: list[Isian], bulan: date
    ) -> tuple[int, int, int]:
        """Each figure by itself: a wrong one keeps its words and stops no other."""
        tersimpan = salah = tanya = 0
        user: Any = request.user
        for satu in isian:
            satu.teks = request.POST.get(satu.kunci, "").strip()[:30]
            if not satu.teks:
                continue
            try:
                nilai = RupiahField().clean(satu.teks)
                asal = Asal(Pengukuran.Cara.FASILITATOR, by=user)
                baris = record_omzet(satu.pemilik, bulan=bulan, nilai=nilai or 0, asal=asal)
            except (OmzetKeliru, ValidationError) as galat:
                satu.galat = _words(galat)
                salah += 1
                continue
            ditanya = baris.status == S.DITANYAKAN
            satu.kabar, tanya = ("ditanyakan" if ditanya else "tersimpan"), tanya + ditanya
            satu.teks = ""
            tersimpan += not ditanya
        return tersimpan, salah, tanya

    def kartu_view(self, request: HttpRequest, pemegang: str, pk: int) -> HttpResponse:
        """A card: what it replaces, and (POST) the new one, shown this once."""
        self._require(request, "ekonomi.add_aksesomzet")
        model = _PEMILIK.get(pemegang)
        if model is None:
            raise Http404
        peran = peran_with("ekonomi.aksesomzet", "add")
        pemilik = model.objects.visible_to(request.user, peran=peran).filter(pk=pk).first()
        if pemilik is None:
            raise Http404
        user: Any = request.user
        kartu = issue_akses(pemilik, by=user) if request.method == "POST" else None
        lama = AksesOmzet.objects.active().filter(**{pemegang: pemilik}).first()
        response = self._page(
            request, "admin/ekonomi/omzet_kartu.html", title=f"Kartu {pemilik}", pemilik=pemilik,
            pemegang=pemegang, kartu=kartu, lama=lama,
        )  # fmt: skip
        response["Cache-Control"] = "private, no-store"
        return response

    def rumah_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One household: its chart, its businesses' charts, every row ever recorded."""
        self._require(request, "ekonomi.view_pengukuran")
        rumah = Rumah.objects.visible_to(
            request.user, peran=peran_with("ekonomi.pengukuran", "view")
        )
        satu = rumah.filter(pk=pk).select_related("wilayah__induk").first()
        if satu is None:
            raise Http404
        usaha = list(satu.usaha.order_by("nama"))
        semua = Pengukuran.objects.filter(usaha__in=usaha) | Pengukuran.objects.filter(rumah=satu)
        return self._page(
            request, "admin/ekonomi/omzet_rumah.html", title=str(satu), rumah=satu, usaha=usaha,
            lembar=_sheets(satu, usaha), semua=semua.select_related("usaha", "oleh").order_by(
                "-bulan", "-id")[:200], boleh_kartu=request.user.has_perm(
                "ekonomi.add_aksesomzet"),
        )  # fmt: skip


def build_isian(rumah: list[Rumah], bulan: date) -> list[Isian]:
    """The lines of these households: one for each active business, or the household itself."""
    usaha: dict[int, list[Usaha]] = defaultdict(list)
    for satu in Usaha.objects.active().filter(rumah__in=rumah).order_by("nama"):
        usaha[satu.rumah_id or 0].append(satu)
    isian: list[Isian] = []
    for satu in rumah:
        milik = usaha.get(satu.pk, [])
        isian += [Isian(f"u{u.pk}", u, u.nama) for u in milik] or [
            Isian(f"r{satu.pk}", satu, "Jualan keluarga")
        ]
    _fill(isian, bulan)
    return isian


def _fill(isian: list[Isian], bulan: date) -> None:
    """The last figure before this month, what this month has, what is asked about it."""
    by_kunci = {i.kunci: i for i in isian}
    rows = Pengukuran.objects.filter(
        jenis=Pengukuran.Jenis.OMZET, bulan__lte=bulan, status__in=[S.SAH, S.DITANYAKAN]
    )
    usaha = [i.pemilik.pk for i in isian if isinstance(i.pemilik, Usaha)]
    rumah = [i.pemilik.pk for i in isian if isinstance(i.pemilik, Rumah)]
    for baris in (rows.filter(usaha__in=usaha) | rows.filter(rumah__in=rumah)).order_by("bulan"):
        satu = by_kunci[f"u{baris.usaha_id}" if baris.usaha_id else f"r{baris.rumah_id}"]
        if baris.status == S.DITANYAKAN:
            satu.tanya = baris.nilai if baris.bulan == bulan else satu.tanya
        elif baris.bulan == bulan:
            satu.bulan_ini = baris.nilai
        else:
            satu.lama = (nama_bulan(baris.bulan), baris.nilai)


def _rumah_of(isian: Isian) -> int:
    pemilik = isian.pemilik
    return pemilik.pk if isinstance(pemilik, Rumah) else (pemilik.rumah_id or 0)


def _month_of(request: HttpRequest) -> date:
    teks = request.POST.get("bulan") or request.GET.get("bulan", "")
    hari = timezone.localdate()
    boleh = dict(month_choices(hari, 6))
    return read_month(teks) if teks in boleh else default_bulan(hari)


def _words(galat: Exception) -> str:
    daftar = getattr(galat, "messages", None)
    return str(daftar[0]) if daftar else str(galat)


def _sheets(rumah: Rumah, usaha: list[Usaha]) -> list[dict[str, Any]]:
    hari = timezone.localdate()
    lembar = []
    daftar: tuple[tuple[Pemilik, str, str], ...] = (
        (rumah, "omzet", "Omzet keluarga (jumlah semua usaha)"),
        *((u, "omzet", u.nama) for u in usaha),
        (rumah, "pendapatan", "Pendapatan keluarga"),
    )
    for pemilik, jenis, nama in daftar:
        angka, _sumber = months_of_owner(pemilik, jenis)
        if angka:
            lembar.append({"nama": nama, "garis": chart_of(angka, hari)})
    return lembar
