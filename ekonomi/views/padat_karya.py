"""Public works for residents: projects, the open selection, pictures, registering by form."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.forms.hibah import PekerjaMasukForm
from ekonomi.forms.padat_karya import DaftarKerjaForm
from ekonomi.models import FotoProyek, Pekerja, ProyekPadatKarya
from ekonomi.services.padat_karya.catat import KaryaDitolak
from ekonomi.services.padat_karya.daftar import register_pekerja
from ekonomi.services.padat_karya.hitung import summary_of
from ekonomi.services.pelatihan_kontak import kontak_of_form
from pesan.hitungan import count_up
from pesan.lampiran import serve_lampiran
from pesan.pin import clean_kode, open_by_pin
from pesan.pintu_pin import try_door
from pesan.sesi_pin import SesiPin
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import Area, area_of, find_kelurahan, remember
from wilayah.kripto import new_code

SESI = SesiPin("kerja", "ekonomi.kerja", 30 * 60)
_GARAM = "ekonomi.kerja.daftar"
_MAKS_SEJAM = 60  # registrations of one origin in an hour: a hall's network is one


@require_safe
def daftar(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/padat-karya/`: what is open, what goes on, what was done; the map on tap."""
    area = find_kelurahan(slug)
    foto = FotoProyek.objects.filter(disembunyikan=False).order_by("id")
    proyek = list(
        ProyekPadatKarya.objects.public()
        .in_wilayah(area.kode)
        .select_related("wilayah__induk")
        .prefetch_related(Prefetch("foto", foto))
        .order_by("-mulai", "-pk")
    )
    buka = [p for p in proyek if p.status == "pendaftaran"]
    context = {
        "area": area,
        "buka": buka,
        "lain": [(p, pair_of(p)) for p in proyek if p not in buka],
        "titik": [p for p in proyek if p.lat is not None],
        "ringkas": summary_of(area.kode),
        "ubin": settings.LEAFLET_CONFIG["TILES"],
        "atribusi": settings.LEAFLET_CONFIG["ATTRIBUTION_PREFIX"],
    }
    return remember(render(request, "ekonomi/padat_karya.html", context), area)


def pair_of(proyek: ProyekPadatKarya) -> dict[str, FotoProyek]:
    """The last picture of before and of after."""
    return {f.tahap: f for f in proyek.foto.all()}


def _public(area: Area, pk: int) -> ProyekPadatKarya:
    rows = ProyekPadatKarya.objects.public().in_wilayah(area.kode)
    found: ProyekPadatKarya | None = rows.filter(pk=pk).select_related("wilayah").first()
    if found is None:
        raise Http404("proyek tidak ditemukan")
    return found


@require_safe
def proyek(request: HttpRequest, slug: str, nomor_proyek: int) -> HttpResponse:
    """One project: conditions, pictures, and who was chosen, by code alone and with the reasons."""
    area = find_kelurahan(slug)
    satu = _public(area, nomor_proyek)
    dipilih = satu.pekerja.exclude(urutan=None).order_by("urutan")
    context: dict[str, Any] = {
        "area": area,
        "proyek": satu,
        "foto": list(satu.foto.filter(disembunyikan=False).order_by("id")),
        "pasangan": pair_of_visible(satu),
        "daftar": list(dipilih.only("kode", "urutan", "skor", "rincian", "status", "proyek")),
    }
    return remember(render(request, "ekonomi/padat_karya_proyek.html", context), area)


def pair_of_visible(proyek: ProyekPadatKarya) -> dict[str, FotoProyek]:
    rows = proyek.foto.filter(disembunyikan=False, tahap__in=["sebelum", "sesudah"]).order_by("id")
    return {f.tahap: f for f in rows}


@require_safe
def foto(_request: HttpRequest, slug: str, foto_proyek: int) -> FileResponse:
    """A picture of the place; hidden ones, and those of plans, are a 404."""
    area = find_kelurahan(slug)
    satu = (
        FotoProyek.objects.filter(
            pk=foto_proyek,
            disembunyikan=False,
            proyek__in=ProyekPadatKarya.objects.public().in_wilayah(area.kode),
        )
        .select_related("lampiran")
        .first()
    )
    if satu is None:
        raise Http404("foto tidak ditemukan")
    response = serve_lampiran(satu.lampiran)
    response["Cache-Control"] = "public, max-age=3600"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mendaftar(request: HttpRequest, slug: str, nomor_proyek: int) -> HttpResponse:
    """The form of one open project; afterwards code and PIN, once."""
    area = find_kelurahan(slug)
    satu = _public(area, nomor_proyek)
    if hasil := _signed(request.GET.get("hasil", "")):
        context = {"area": area, "proyek": satu, "kode": hasil[0], "pin": hasil[1]}
        return render(request, "ekonomi/padat_karya_terdaftar.html", context)
    form = DaftarKerjaForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not _too_many(request, form):
        try:
            kontak = kontak_of_form(
                form.cleaned_data["kontak"], token=f"kerja:{new_code(12)}", wilayah=satu.wilayah
            )
            daftar = register_pekerja(satu, form.pendaftar(), kontak=kontak)
        except KaryaDitolak as error:
            form.add_error(None, str(error))
        else:
            tanda = signing.dumps([daftar.pekerja.kode, daftar.pin], salt=_GARAM)
            alamat = reverse("padat_karya_daftar", args=[area.slug, satu.pk])
            return SeeOther(f"{alamat}?hasil={tanda}")
    context = {"area": area, "proyek": satu, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "ekonomi/padat_karya_daftar.html", context, status=status)


def _too_many(request: HttpRequest, form: DaftarKerjaForm) -> bool:
    kunci = f"kerja:{origin_hash(request)}"
    if count_up({kunci: 1}, timedelta(hours=1))[kunci] <= _MAKS_SEJAM:
        return False
    form.add_error(None, "Terlalu banyak pendaftaran dari tempat ini. Coba lagi satu jam lagi.")
    return True


def _signed(tanda: str) -> tuple[str, str] | None:
    """Code and PIN for an hour in the address of whoever registered."""
    try:
        kode, pin = signing.loads(tanda, salt=_GARAM, max_age=3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(kode), str(pin)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saya(request: HttpRequest) -> HttpResponse:
    """`/padat-karya/saya/`: one's own registration, place, days and wages, by code and PIN."""
    if request.method == "POST":
        return _sign_in(request)
    milik: Pekerja | None = SESI.read_from(request, Pekerja.objects.select_related("proyek"))
    if milik is None:
        kabar = (
            "Anda sudah keluar dari halaman ini." if request.GET.get("kabar") == "keluar" else ""
        )
        context = {"form": PekerjaMasukForm(), "kabar": kabar}
        return render(request, "ekonomi/padat_karya_masuk.html", context)
    upah = milik.upah.filter(daftar__status="dibayar").select_related("daftar")
    context = {
        "area": area_of(str(milik.proyek.wilayah_id)),
        "pekerja": milik,
        "hari": milik.hari.filter(batal=False).order_by("tanggal"),
        "upah": upah.prefetch_related("rincian"),
    }
    response = render(request, "ekonomi/padat_karya_saya.html", context)
    return SESI.open(response, milik.pk, milik.pin_hash)


@never_cache
@require_POST
def keluar(_request: HttpRequest) -> HttpResponse:
    """Forget the registration in this browser."""
    return SESI.close(SeeOther(f"{reverse('padat_karya_saya')}?kabar=keluar"))


def _find(kode: str) -> Pekerja | None:
    found: Pekerja | None = Pekerja.objects.filter(kode=kode).exclude(pin_hash="").first()
    return found


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = PekerjaMasukForm(request.POST)
    asal = origin_hash(request)
    milik, status = try_door(
        form, lambda kode, pin: open_by_pin(clean_kode(kode, "PK"), pin, asal=asal, find=_find)
    )
    if milik is not None:
        return SESI.open(SeeOther(reverse("padat_karya_saya")), milik.pk, milik.pin_hash)
    return render(request, "ekonomi/padat_karya_masuk.html", {"form": form}, status=status)
